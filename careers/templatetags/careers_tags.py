"""How the vocabulary is printed."""

from html import escape

from django import template
from django.utils.safestring import mark_safe

from careers.models import RoleSkill

register = template.Library()


@register.simple_tag
def skill_link(skill, need=RoleSkill.Need.CORE):
    """A vocabulary entry as a link to its page, outlined by how much it is needed."""
    address, name = escape(skill.get_absolute_url()), escape(skill.name)
    if need == RoleSkill.Need.USEFUL:
        words = f'{name}<span class="visually-hidden"> (useful)</span>'
        return mark_safe(f'<a class="skill skill-useful" href="{address}">{words}</a>')
    return mark_safe(f'<a class="skill" href="{address}">{name}</a>')


@register.simple_tag
def requirement_item(requirement, all_named=False):
    """
    A requirement (comparing.Requirement) as a link, and under it what there is to say of each
    role that needs it: how much, where they differ, and how often its listings ask for it.

    `all_named` names the roles even where there is nothing more to say.
    """
    link = skill_link(requirement.skill, requirement.weight)
    is_lone = len(requirement.needed_by) == 1
    notes = []
    for role, need, asked in requirement.needed_by:
        words = ", ".join(str(word) for word in (not requirement.weight and need, asked) if word)
        if is_lone:
            notes.append(words)
        elif words or all_named:
            notes.append(f"{role.title}: {words}" if words else role.title)
    return link + mark_safe("".join(f'<span class="asked">{escape(n)}</span>' for n in notes if n))
