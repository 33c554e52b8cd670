"""Which listings are open, in few bytes.

A browser that keeps listings learns which of them closed without saying which it keeps: everybody
gets the numbers of all that are open.
"""


def open_runs(engine):
    """Returns the numbers of all open listings, as runs() tells them."""
    return runs(number for (number,) in engine.rows(()))


def runs(numbers):
    """Returns how many numbers are left out and how many follow, in turns, from 1 on.

    >>> runs([7, 3, 4, 5, 8])  # without 1 and 2, 3 to 5, without 6, 7 and 8
    [2, 3, 1, 2]
    >>> runs([])
    []
    """
    turns, last = [], 0
    for number in sorted(numbers):
        if not turns or number > last + 1:
            turns += [number - last - 1, 0]
        turns[-1] += 1
        last = number
    return turns
