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
def requirement_list(requirements, all_named=False):
    """
    Requirements (comparing.Requirement) as a list of links; under each what there is to say of the
    roles that need it: how much, where they differ, and how often their listings ask for it.

    `all_named` names the roles even where there is nothing more to say.
    """
    items = "".join(f"<li>{_item(each, all_named)}</li>" for each in requirements)
    return mark_safe(f'<ul class="requirements" role="list">{items}</ul>')


def _item(requirement, all_named):
    is_lone = len(requirement.needed_by) == 1
    notes = []
    for role, need, asked in requirement.needed_by:
        words = ", ".join(str(word) for word in (not requirement.weight and need, asked) if word)
        if is_lone:
            notes.append(words)
        elif words or all_named:
            notes.append(f"{role.title}: {words}" if words else role.title)
    asked = "".join(f'<span class="asked">{escape(note)}</span>' for note in notes if note)
    return skill_link(requirement.skill, requirement.weight) + asked
