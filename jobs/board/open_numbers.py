"""Which listings are open, in few bytes.

A browser that keeps listings learns which of them closed without saying which it keeps: everybody
gets the numbers of all that are open.
"""


def open_runs(engine):
    """Returns (first, last) of each run of consecutive numbers of open listings, ascending."""
    return runs(number for (number,) in engine.rows(()))


def runs(numbers):
    """Returns (first, last) of each run of consecutive whole numbers.

    >>> runs([7, 3, 4, 5, 9])
    [(3, 5), (7, 7), (9, 9)]
    >>> runs([])
    []
    """
    found = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
