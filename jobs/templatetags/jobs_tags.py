"""How listings are printed."""

from django import template
from django.template import engines

from jobs.board.cards import card_of

register = template.Library()


@register.simple_tag
def listing_card(listing, level=3, show_why=False):
    """The card of a listing, with a heading of a level, and why it belongs to its role."""
    macros = engines["jinja2"].env.get_template("_job_card.html").module
    return macros.job_card(card_of(listing), level, show_why)
