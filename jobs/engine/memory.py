"""Gives free memory back to the system, so that workers stay as small as what they keep."""

import ctypes
from contextlib import suppress

# Options of mallopt() in glibc's malloc.h.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
# A piece of memory of so many bytes goes back as soon as it is free.
LARGE_PIECE = 2**20


def give_back():
    """Gives free memory back if the allocator is glibc's, which would keep it.

    Building an index takes three times what is kept, and a search that finds half a million
    listings takes tens of megabytes. After that glibc expects more large pieces and keeps them all,
    so this tells it what is large.
    """
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(M_TRIM_THRESHOLD, LARGE_PIECE)
        libc.mallopt(M_MMAP_THRESHOLD, LARGE_PIECE)
        libc.malloc_trim(0)
