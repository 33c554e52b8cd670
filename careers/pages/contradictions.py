"""Checks what all pairs of roles say of needs against the adverts behind it. No queries.

It counts claims by what adverts say of them, and names what a pair says that they contradict.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations

from ..models import Role
from . import demand
from .demand import ComparedNeed, Known
from .shares import gap_beyond_chance, is_asked_for


@dataclass
class PairsChecked:
    """How many pairs were checked, their claims by what adverts say, and what contradicts these."""

    pairs: int = 0
    claims: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def __str__(self):
        said = ", ".join(f"{self.claims[name]:,} {name}" for name in CLAIMS)
        found = f"{len(self.problems)} contradictions"
        return f"{self.pairs} pairs. Of their profiles’ claims adverts say: {said}. {found}."


NOT_MEASURED = "not measured"
CLAIMS = ("asked for", "not asked for", "undecided", NOT_MEASURED)


def check_pairs(roles: Sequence[Role], known: Known) -> PairsChecked:
    """Returns what was found in all pairs of roles that are read whole, with their adverts."""
    checked = PairsChecked()
    for pair in combinations(roles, 2):
        adverts, compared = demand.compare_needs(pair, known)
        checked.pairs += 1
        checked.claims.update(_verdicts(compared))
        title = " vs ".join(map(str, pair))
        found = chain(
            _wrongly_alone(pair, known, compared),
            _without_a_gap(pair, adverts, compared),
            _alternatives_apart(compared),
        )
        checked.problems += [f"{title}: {problem}" for problem in found]
    return checked


def _verdicts(compared: Sequence[ComparedNeed]) -> Iterator[str]:
    for each in compared:
        for claim in each.named_by:
            yield claim.asked.verdict if claim.asked else NOT_MEASURED


def _wrongly_alone(pair, known, compared) -> Iterator[str]:
    """Yields needs that stand as one role's alone while the other's adverts surely ask for them."""
    for role, alone in demand.split(pair, compared).only:
        (other,) = (each for each in pair if each != role)
        for need in (each.need for each in alone):
            for adverts in known.adverts.of_every_kind(other):
                counts = [adverts.counts.get(key, 0) for key in (need.key, *need.slugs)]
                if is_asked_for(max(counts), adverts.n):
                    yield f"{need.name} stands as {role}’s alone, and {other} adverts ask for it."


def _without_a_gap(pair, adverts, compared) -> Iterator[str]:
    """Yields lines to learn whose gap is not positive, or may be chance."""
    for learning in demand.learnings(pair, adverts, compared):
        for line in learning.measured:
            end, start = line.end.asked, line.start.asked
            is_more = gap_beyond_chance(end.listings, end.of, start.listings, start.of)
            if line.gap <= 0 or not is_more:
                yield f"{line.need.name} is no more asked for of {learning.end}."


def _alternatives_apart(compared) -> Iterator[str]:
    """Yields skills that stand in two needs, as alternatives of one need would."""
    slugs = Counter(slug for each in compared for slug in each.need.slugs)
    yield from (f"{slug} stands in {n} needs." for slug, n in slugs.items() if n > 1)
