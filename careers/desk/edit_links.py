"""From a public page to the forms of what it shows, for editors who are signed in."""

from django.urls import reverse

from ..models import PAIR_SEPARATOR, Comparison, Role
from .uses import change_url


class EditLinks:
    """An admin of what public views show by an address: {view: the part that is the address}."""

    edited_from = {}

    def edit_links(self, request, match):
        """Returns (words, address) of the forms of what a public page shows, which `match` is.

        Only of what the editor may change.
        """
        part = self.edited_from.get(match.view_name)
        if part is None:
            return []
        return [
            (f"Edit {row}", change_url(row))
            for row in self.shown_at(match.kwargs[part])
            if self.has_change_permission(request, row)
        ]

    def shown_at(self, address):
        """Returns the rows that a page at an address shows."""
        return list(self.model.objects.by_address([address]).values())


class PairLinks(EditLinks):
    """A comparison's form from the page of its pair; one to begin with where none is written."""

    edited_from = {"careers:comparison_detail": "pair"}

    def edit_links(self, request, match):
        found = super().edit_links(request, match)
        if found or match.view_name not in self.edited_from:
            return found
        roles = roles_of(match.kwargs["pair"])
        if len(roles) != 2 or not self.has_add_permission(request):
            return []
        chosen = dict(zip(("first", "second"), (role.pk for role in roles), strict=True))
        return [("Write about this pair", reverse("admin:careers_comparison_add", query=chosen))]

    def shown_at(self, address):
        pairs = Comparison.objects.select_related("first", "second")
        roles = roles_of(address)
        return pairs.of(roles[:1]) & pairs.of(roles[1:]) if len(roles) == 2 else []


def roles_of(pair):
    """Returns the roles in the address of a pair, in its order."""
    slugs = pair.split(PAIR_SEPARATOR)
    roles = Role.objects.by_address(slugs)
    return [roles[slug] for slug in slugs if slug in roles]
