"""How the vocabulary is printed."""

from django import template
from django.utils.html import format_html

from careers.models import RoleSkill

register = template.Library()

CORE = '<a class="skill" href="{}">{}</a>'
USEFUL = (
    '<a class="skill skill-useful" href="{}">{}<span class="visually-hidden"> (useful)</span></a>'
)


@register.simple_tag
def skill_link(skill, need=RoleSkill.Need.CORE):
    """A vocabulary entry as a link to its page, outlined by how much it is needed."""
    form = USEFUL if need == RoleSkill.Need.USEFUL else CORE
    return format_html(form, skill.get_absolute_url(), skill.name)
