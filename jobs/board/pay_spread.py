"""How pay is spread among the jobs of a search: a histogram, and the same in numbers."""

from dataclasses import dataclass
from itertools import pairwise

from careers.pages.pay_plot import scale_of
from careers.pay import MINIMUM_SAMPLE, PayPeriod, short_amount

from ..engine.facets import REACHES
from ..models import yearly_usd
from .labels import pay_meant, pay_words

# Fewer bars show no shape, more are too thin for a column beside the results.
LEAST_BARS, MOST_BARS = 3, 10
# The axis follows so many of the amounts, and leaves out one in so many at either end: the
# outermost bars hold those too.
SAMPLED, ONE_IN = 1_000, 20


@dataclass(frozen=True)
class Bar:
    """The jobs whose pay is within an amount and another, and how many of them were asked for."""

    words: str
    count: int
    inside: int
    # In percent of the plot: where it begins, how wide it is, and how high both parts of it are.
    x: float
    width: float
    height: float
    height_inside: float


@dataclass(frozen=True)
class PaySpread:
    """Bars over an axis, in one currency and period."""

    bars: list[Bar]
    # How many amounts there are, and how many of them reach what was asked for.
    count: int
    inside: int
    # The ends of the axis, and "EUR a year".
    low: str
    high: str
    unit: str
    # What was asked for, "starts at EUR 70K", or ""; whether amounts are the highest of ranges.
    asked: str
    is_highest: bool


def pay_spread(amounts, least, query, rates):
    """Returns the PaySpread of amounts of US dollars a year, an array; None of fewer than ten.

    `least` is the amount that a BoardQuery asks for, as dollars too, or None. The bars are in the
    currency and the period that it asks for; `rates` is {currency: Rate}.
    """
    currency, period, reach = pay_meant(query)
    if len(amounts) < MINIMUM_SAMPLE or currency not in rates:
        return None
    rate = rates[currency].usd
    sample = amounts[:: len(amounts) // SAMPLED + 1].copy()
    sample.sort()
    cut = len(sample) // ONE_IN
    ends = sample[[cut, -1 - cut]].tolist()
    scale = scale_of([end / (PayPeriod(period).in_a_year * rate) for end in ends], MOST_BARS)
    if scale.steps < LEAST_BARS:
        return None
    edges = [scale.low + scale.step * number for number in range(scale.steps + 1)]
    inner = [_reaching(amounts, yearly_usd(edge, period, rate)) for edge in edges[1:-1]]
    words = [short_amount(edge) for edge in edges]
    inside = len(amounts) if least is None else _reaching(amounts, least)
    return PaySpread(
        _bars([len(amounts), *inner, 0], inside, words),
        *(len(amounts), inside),
        *(words[0], words[-1]),
        f"{currency} {PayPeriod(period).label}",
        "" if least is None else pay_words(query),
        least is not None and reach == REACHES,
    )


def _reaching(amounts, least):
    import numpy as np  # takes long to import, and commands draw no histogram

    # Three times as fast as to sum what compares.
    return int(np.count_nonzero(amounts >= least))


def _bars(reaching, inside, edges):
    """Returns the Bars between edges, in words, of how many amounts reach each of them."""
    counts = [more - less for more, less in pairwise(reaching)]
    asked = [min(each, inside) for each in reaching]
    counts_inside = [more - less for more, less in pairwise(asked)]
    most, width = max(counts), 100 / len(counts)
    return [
        Bar(
            _words(number, edges),
            count,
            within,
            round(width * number, 1),
            round(width, 1),
            round(100 * count / most, 1),
            round(100 * within / most, 1),
        )
        for number, (count, within) in enumerate(zip(counts, counts_inside, strict=True))
    ]


def _words(number, edges):
    low, high = edges[number : number + 2]
    if number == 0:
        return f"under {high}"
    return f"{low} or more" if number == len(edges) - 2 else f"{low} to {high}"
