"""How the vocabulary is printed."""

from django import template
from django.template import engines

register = template.Library()


@register.simple_tag
def skill_link(skill):
    """A skill as a link to its page."""
    return engines["jinja2"].env.get_template("careers/_requirements.html").module.skill_link(skill)
