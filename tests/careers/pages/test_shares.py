"""What k of n adverts says, and what it does not."""

from random import Random

from careers.pages.shares import gap_beyond_chance, lower_bound, upper_bound


def test_bounds_are_wilsons():
    # By hand: z = 1.6449, (k + z²/2 ± z·sqrt(k(n-k)/n + z²/4)) / (n + z²).
    assert round(lower_bound(10, 40), 4) == 0.1557
    assert round(upper_bound(10, 40), 4) == 0.3760


def test_a_bound_is_wrong_in_about_one_of_twenty_samples():
    random, share, n = Random(13), 0.1, 200
    samples = [sum(random.random() < share for _ in range(n)) for _ in range(1000)]
    too_high = sum(lower_bound(k, n) > share for k in samples) / len(samples)
    too_low = sum(upper_bound(k, n) < share for k in samples) / len(samples)
    assert 0.01 < too_high < 0.08
    assert 0.01 < too_low < 0.08


def test_equal_shares_seldom_seem_to_differ():
    random, share, n = Random(31), 0.3, 60

    def drawn():
        return sum(random.random() < share for _ in range(n))

    wrong = sum(gap_beyond_chance(drawn(), n, drawn(), n) for _ in range(1000))
    assert wrong <= 80
