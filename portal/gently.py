"""Work that no visitor waits for, while another process answers visitors on the same machine."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import get_native_id

# Of at most 19: what gives way still gets its turn on a busy machine.
NICENESS = 10


def gently(function, **kwargs):
    """Returns what a function returns, run in a thread to which the system prefers all others.

    Only for a process that answers nobody meanwhile: a thread of it would wait for the
    interpreter's lock, held by one that has to give way to everybody.
    """
    with ThreadPoolExecutor(1, initializer=give_way) as apart:
        return apart.submit(function, **kwargs).result()


def give_way():
    """Lowers the priority of this thread for good; only Linux keeps one for each of them."""
    if sys.platform == "linux":
        thread = get_native_id()
        lower = max(NICENESS, os.getpriority(os.PRIO_PROCESS, thread))
        os.setpriority(os.PRIO_PROCESS, thread, lower)
