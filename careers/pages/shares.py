"""Shares of adverts with their uncertainty: what k of n says of all adverts like them. Pure.

Bounds are Wilson's (E. B. Wilson, 1927, Journal of the American Statistical Association 22): they
hold for few adverts and for shares near 0 and 1. A gap between two shares has Newcombe's bound made
of them (R. G. Newcombe, 1998, Statistics in Medicine 17, method 10). Each is one-sided, at 95 %.
"""

from math import sqrt
from statistics import NormalDist

CONFIDENCE = 0.95
# How many standard errors a bound lies from the share: 1.645.
Z = NormalDist().inv_cdf(CONFIDENCE)
# What so large a share of a role's adverts names is asked for; what a smaller one names is not.
ASKED_FOR = 0.1


def lower_bound(k: int, n: int) -> float:
    """Returns what the share of all adverts is at least, where k of n adverts say something.

    >>> round(lower_bound(20, 100), 2), lower_bound(0, 100), lower_bound(0, 0)
    (0.14, 0.0, 0.0)
    """
    return max(0.0, _centre(k, n) - _reach(k, n)) if k else 0.0


def upper_bound(k: float, n: int) -> float:
    """Returns what the share of all adverts is at most, where k of n adverts say something.

    >>> round(upper_bound(20, 100), 3), upper_bound(100, 100), upper_bound(0, 0)
    (0.273, 1.0, 1.0)
    """
    return min(1.0, _centre(k, n) + _reach(k, n)) if k < n else 1.0


def is_asked_for(k: int, n: int) -> bool:
    """Says whether surely a tenth of all adverts or more ask for something.

    >>> is_asked_for(20, 100), is_asked_for(11, 100), is_asked_for(3, 3)
    (True, False, True)
    """
    return lower_bound(k, n) >= ASKED_FOR


def is_not_asked_for(k: int, n: int) -> bool:
    """Says whether surely less than a tenth of all adverts ask for something.

    >>> is_not_asked_for(2, 100), is_not_asked_for(9, 100), is_not_asked_for(0, 20)
    (True, False, False)
    """
    return upper_bound(k, n) < ASKED_FOR


def gap_beyond_chance(k1: int, n1: int, k2: int, n2: int) -> bool:
    """Says whether the share k1 of n1 is larger than k2 of n2 by more than chance explains.

    >>> gap_beyond_chance(31, 100, 18, 100), gap_beyond_chance(18, 100, 31, 100)
    (True, False)
    >>> gap_beyond_chance(4, 10, 2, 10), gap_beyond_chance(5, 5, 0, 0)
    (False, False)
    """
    if not n1 or not n2:
        return False
    share, other = k1 / n1, k2 / n2
    reach = sqrt((share - lower_bound(k1, n1)) ** 2 + (upper_bound(k2, n2) - other) ** 2)
    return share - other > reach


def _centre(k, n):
    return (k + Z**2 / 2) / (n + Z**2)


def _reach(k, n):
    return Z / (n + Z**2) * sqrt(k * (n - k) / n + Z**2 / 4) if n else 1.0
