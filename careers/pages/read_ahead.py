"""Reads content before the first visitor asks for it, where workers are forked from."""

from ..models import Role
from .pay_block import read
from .profiles import comparison_cards, published_roles


def read_all_roles(content_generation):
    """Reads what the pages of all published roles are made of, in four queries or so.

    It is kept for the state of content (portal/page_cache.py); without one nothing is read.
    """
    if content_generation is None:
        return
    slugs = Role.objects.published().values_list("slug", flat=True)
    roles = published_roles(slugs, content_generation).values()
    read(list(roles), content_generation)
    comparison_cards([role.pk for role in roles], content_generation)
