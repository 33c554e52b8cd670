"""How much of what roles' adverts ask for somebody's skills cover. No queries."""

from collections.abc import Collection
from dataclasses import dataclass

from .adverts import Adverts, RoleName
from .demand import Known, Need, surely_asked


@dataclass(frozen=True)
class RoleFit:
    """A role against some skills: the needs that its adverts surely ask for, the most asked first.

    A group of alternatives is one need, and any one of its skills fills it.
    """

    adverts: Adverts
    held: tuple[Need, ...]
    lacked: tuple[Need, ...]

    @property
    def role(self) -> RoleName:
        return self.adverts.role

    @property
    def asked(self):
        """How many needs there are."""
        return len(self.held) + len(self.lacked)

    @property
    def share(self):
        """The part of the needs that is held, from 0 to 1."""
        return len(self.held) / self.asked


def role_fits(held: Collection[str], known: Known) -> list[RoleFit]:
    """Returns the RoleFit of each role to the addresses of some skills, the best first.

    All are of one kind of adverts. A role whose adverts surely ask for nothing has none.
    """
    found = []
    for adverts in known.adverts.own_of_one_kind().values():
        needs = [need for need, _ in surely_asked(adverts, known.needs)]
        filled = [need for need in needs if any(slug in held for slug in need.slugs)]
        lacked = [need for need in needs if need not in filled]
        if needs:
            found.append(RoleFit(adverts, tuple(filled), tuple(lacked)))
    return sorted(found, key=lambda fit: (-fit.share, -len(fit.held), fit.role.title))
