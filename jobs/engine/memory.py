"""Memory that is free goes back to the system, so that workers stay as small as what they keep."""

import ctypes
from contextlib import suppress

# Of glibc's malloc.h; and from how many bytes on a piece goes back as soon as it is free.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, LARGE = -1, -3, 2**20


def give_back():
    """
    Gives free memory back, where the allocator is glibc's, which would hold on to it.

    Building an index takes three times what is kept, and a search that finds half a million
    listings tens of megabytes. By then glibc has learnt that large pieces come and go, and keeps
    them all; so it is told what is large.
    """
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(M_TRIM_THRESHOLD, LARGE)
        libc.mallopt(M_MMAP_THRESHOLD, LARGE)
        libc.malloc_trim(0)
