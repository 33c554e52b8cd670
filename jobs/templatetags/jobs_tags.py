"""How listings are printed."""

from django import template

from jobs.board.cards import Card

register = template.Library()


@register.simple_tag
def listing_card(listing, level=3, show_why=False):
    """The card of a listing, with a heading of a level, and why it belongs to its role."""
    return Card.of(listing).html(level, show_why)
