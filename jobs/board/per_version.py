"""What is asked once for each version of the board, and kept until the next.

A version is Engine.version, or for what is the same all day Engine.generation.
"""

from careers.pages.kept import once_a_version

from ..models import Listing


@once_a_version
def has_samples():
    """Tells whether any listing is an invented sample."""
    return Listing.objects.samples().exists()


@once_a_version
def kept_cards():
    """Returns where the board's cards are kept (cards.cards); empty for each new version."""
    return {}
