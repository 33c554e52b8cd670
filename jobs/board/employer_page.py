"""What an employer's page shows: its open listings, and what they state, with counts that lead to
the board."""

from dataclasses import dataclass

from django.db.models import Count, Max, Min
from django.db.models.functions import Coalesce

from careers.market import JobCard
from careers.pay import short_range

from ..engine.facets import FACETS, PAGE_SIZE, UNKNOWN
from ..models import Listing
from .cards import cards, folded
from .controls import Choice, options
from .labels import Labels
from .landing_pages import MIN_LISTINGS
from .per_version import kept_cards
from .query import BoardQuery

# The facets whose values are counted, and how many of them are named, the most frequent first.
COUNTED = ("workplace", "level", "role")
MOST_VALUES = 6


@dataclass(frozen=True)
class EmployerPage:
    """An employer's open listings: the newest of them, and what all of them state."""

    total: int
    cards: list[JobCard]
    # The board with all of them.
    address: str
    # (heading, its Choices) of what they state, and the Choices of pay by currency and period.
    counts: list[tuple[str, list[Choice]]]
    pay: list[Choice]

    @property
    def is_worth_finding(self):
        """Whether there are enough listings for a landing page."""
        return self.total >= MIN_LISTINGS

    @property
    def is_cut(self):
        """Whether there are more listings than cards can show."""
        return self.total > PAGE_SIZE


def employer_page(employer, board_engine):
    """Returns the EmployerPage of an employer; at most three queries."""
    labels = Labels(board_engine.directory)
    query = BoardQuery({"employer": (employer.slug,)})
    answer = board_engine.answer({"q": "", "sort": "newest", **query})
    found = cards(answer.pks, answer.skills, labels.of["skill"], kept_cards(board_engine.version))
    return EmployerPage(
        total=answer.total,
        cards=folded(found),
        address=query.address(),
        counts=[(FACETS[name].heading, _choices(answer, name, query, labels)) for name in COUNTED],
        pay=_pay(employer, query),
    )


def _choices(answer, name, query, labels):
    """Returns a Choice for each value of a facet that the listings have, at most MOST_VALUES."""
    found = options(FACETS[name], answer.counts[name], query, labels)
    return [
        Choice(each.label, query.with_values(name, each.value).address(), count=each.count)
        for each in found
        if each.count
    ][:MOST_VALUES]


def _pay(employer, query):
    """Returns a Choice for each currency and period in which pay is stated, the most common first.

    Its label is the range from the lowest to the highest figure that any listing states.
    """
    stating = Listing.objects.open().stating_pay().filter(employer=employer).order_by()
    ends = {
        "low": Min(Coalesce("pay_min", "pay_max")),
        "high": Max(Coalesce("pay_max", "pay_min")),
        "listings": Count("pk"),
    }
    rows = stating.values_list("pay_currency", "pay_period").annotate(**ends)
    return [
        Choice(
            short_range(low, high, currency, period),
            query.with_values("paid_in", f"{currency}-{period or UNKNOWN}").address(),
            count=listings,
        )
        for currency, period, low, high, listings in rows.order_by("-listings", "pay_currency")
    ]
