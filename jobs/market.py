"""The answers to what careers asks of a job market (careers/market.py)."""

from .board.cards import card_of
from .board.query import BoardQuery
from .models import Listing


class ListingMarket:
    """Answers from the open listings, as a careers.market.Market."""

    def total(self, *, role=None, skill=None):
        return _of(role, skill).open().count()

    def newest(self, limit, *, role=None, skill=None):
        return [card_of(listing) for listing in _of(role, skill).for_board()[:limit]]

    def newest_per_role(self, roles, limit):
        found = {role: [] for role in roles}
        by_pk = {role.pk: role for role in roles}
        for listing in Listing.objects.newest_per_role(roles, limit):
            found[by_pk[listing.role_id]].append(card_of(listing))
        return found

    def address(self, *, role=None, skill=None):
        asked = {"role": role, "skill": skill}
        return BoardQuery({name: (each.slug,) for name, each in asked.items() if each}).address()


def _of(role, skill):
    """Returns all listings of a role, or those that name a skill; all without either."""
    asked = {"role": role, "skills": skill}
    return Listing.objects.filter(**{name: value for name, value in asked.items() if value})
