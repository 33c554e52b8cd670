"""Where profiles and adverts disagree: what one says surely of a need and the other denies.

A profile may name what less than a tenth of its role's adverts surely ask for, or leave out what
more than a tenth surely ask for (careers/pages/shares.py). What may be chance is left out. The
newest adverts of a role that there are enough of speak, its own only: those of a stand-in say
nothing of this profile. Visitors and editors read the same list.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..models import EvidenceAnswer, Role
from .adverts import Adverts
from .demand import Known, Need, compare_needs
from .evidence import Asked
from .profiles import Citation
from .recounts import recounts


@dataclass(frozen=True)
class Line:
    """A need about which a profile and adverts disagree."""

    need: Need
    # "core", "useful", or "": the profile does not name it.
    word: str
    asked: Asked
    # What an editor says of it, if anything.
    answer: EvidenceAnswer | None = None


@dataclass(frozen=True)
class Disagreement:
    """All that a role's profile and its adverts disagree about."""

    role: Role
    adverts: Adverts
    # What the profile names and adverts do not ask for, core first.
    claimed: tuple[Line, ...]
    # What adverts ask for and the profile does not name, the most first.
    unnamed: tuple[Line, ...]
    citation: Citation | None = None

    @property
    def lines(self):
        return self.claimed + self.unnamed

    @property
    def asks(self):
        """What counts again all that pages print of it."""
        return self.adverts.asks([line.need for line in self.lines])


def read_disagreements(citations=None):
    """Returns the Disagreement of each published role that has any, by title; five queries.

    `citations` numbers the sources of a page.
    """
    roles = list(Role.objects.published().with_profile())
    known = Known.of()
    answers = {
        (answer.role_id, answer.skill.slug): answer
        for answer in EvidenceAnswer.objects.select_related("skill")
    }
    found = [each for role in roles if (each := _of_role(role, known, answers))]
    now = recounts(ask for each in found for ask in each.asks)
    return [_complete(each, now, citations) for each in found]


def _of_role(role, known, answers):
    """Returns the Disagreement of a role; None where there is none, or nothing to tell it by."""
    (adverts,), compared = compare_needs([role], known)
    if adverts is None or adverts.stands_in_for(role):
        return None
    lines = [
        Line(each.need, claim.word, claim.asked, _answer(role, each.need, answers))
        for each in compared
        for claim in each.measured
    ]
    claimed = tuple(line for line in lines if line.word and line.asked.is_not_asked_for)
    unnamed = [line for line in lines if not line.word and line.asked.is_asked_for]
    unnamed.sort(key=lambda line: -line.asked.share)
    return Disagreement(role, adverts, claimed, tuple(unnamed)) if claimed or unnamed else None


def _answer(role, need, answers: Mapping[tuple[int, str], EvidenceAnswer]):
    """Returns what an editor says of a need, or of any skill of it."""
    found = (answers.get((role.pk, slug)) for slug in need.slugs)
    return next(filter(None, found), None)


def _complete(each, now, citations):
    """Returns the same with what its counts are at this moment, and the citation of its source."""
    adverts = replace(each.adverts, recounts=now)
    claimed, unnamed = (
        tuple(replace(line, asked=adverts.asked(line.need)) for line in lines)
        for lines in (each.claimed, each.unnamed)
    )
    citation = citations.cite_reference(adverts.reference) if citations else None
    return Disagreement(each.role, adverts, claimed, unnamed, citation)
