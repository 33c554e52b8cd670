"""One comparison in short, for the home page: what two roles pay, and what sets them apart."""

from dataclasses import dataclass

from ..models import Comparison, Decision, Role
from . import comparing, pay_block, profiles
from .at_a_glance import bars_of_one_source
from .comparing import Lineup
from .demand import ComparedNeed
from .pay_plot import Bar

# So many differences it shows.
DIFFERENCES = 3
# So many pairs are shown of each decision.
PAIRS = 2


@dataclass(frozen=True)
class WorkedExample:
    """A comparison with its most telling figures; a part for which there are none is empty."""

    comparison: Comparison
    lineup: Lineup
    # The figure of pay of each role, of one source.
    bars: tuple[Bar, ...]
    # What the roles' adverts ask for with the widest gaps, the widest first.
    differences: tuple[ComparedNeed, ...]

    def __bool__(self):
        return bool(self.bars or self.differences)

    @property
    def chart(self):
        """What its shares are of."""
        return self.lineup.chart()


def worked_example(comparison, known):
    """Returns the WorkedExample of a published comparison, by what is Known of needs."""
    slugs = [role.slug for role in comparison.roles]
    by_slug = Role.objects.published().with_profile().by_slug(slugs)
    roles = [by_slug[slug] for slug in slugs]
    pay = pay_block.pay_block(pay_block.read(roles), profiles.Citations(), {})
    lineup = comparing.compare(roles, known)
    apart = sorted((each for each in lineup.needs if each.is_apart), key=lambda each: -each.gap)
    return WorkedExample(
        comparison, lineup, tuple(bars_of_one_source(pay).values()), tuple(apart[:DIFFERENCES])
    )


def by_adverts(comparisons, adverts):
    """Returns comparisons in the order of how many adverts speak for both roles, the most first.

    `adverts` is the AdvertsByRole of all roles.
    """

    def fewest(comparison):
        return adverts.fewest_of([role.slug for role in comparison.roles])

    return sorted(comparisons, key=fewest, reverse=True)


def by_decision(comparisons):
    """Returns [(label of a decision, its first comparisons)]; those of no decision come last."""
    labels = {**dict(Decision.choices), "": "Also confused"}
    found = [(label, [c for c in comparisons if c.decision == d]) for d, label in labels.items()]
    return [(label, of_decision[:PAIRS]) for label, of_decision in found if of_decision]
