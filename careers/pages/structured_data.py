"""What a page says, once more for machines: schema.org as JSON-LD. Only what the page shows."""

import json

from django.urls import reverse
from django.utils.safestring import mark_safe

from ..models import pair_url

# As in Django's json_script: no text can end the script element it stands in.
ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&"}


def for_role(request, role, sections, pay):
    """The script of a role's page, from its sections (profiles.read) and its pay plot."""
    return _script(
        _occupation(role, sections, pay),
        _breadcrumbs(
            request,
            ("Roles", reverse("careers:role_list")),
            (role.title, role.get_absolute_url()),
        ),
    )


def for_pair(request, lineup):
    """The script of the page of a line-up of two."""
    compare = ("Compare", reverse("careers:compare"))
    return _script(_breadcrumbs(request, compare, (str(lineup), pair_url(*lineup.roles))))


def for_skill(request, skill):
    """The script of a skill's page."""
    skills = ("Skills and tools", reverse("careers:skill_list"))
    return _script(_breadcrumbs(request, skills, (skill.name, skill.get_absolute_url())))


def _occupation(role, sections, pay):
    facts = {
        "name": role.title,
        "description": role.summary,
        "occupationalCategory": role.get_family_display(),
        "skills": _skills(sections),
        "estimatedSalary": _salary(pay),
    }
    return {"@type": "Occupation"} | {name: fact for name, fact in facts.items() if fact}


def _skills(sections):
    """The names that the page links as skills, as it writes them."""
    lines = sections["skills"].lines + sections["tools"].lines
    pieces = [piece for line in lines for piece in line.label + line.text]
    return [piece.text for piece in pieces if piece.skill]


def _salary(pay):
    """The pay that the page shows; None if it shows none, or counts invented samples."""
    (row,) = pay.rows
    if row.band is None or row.role.evidence.has_samples:
        return None
    return {
        "@type": "MonetaryAmountDistribution",
        "currency": pay.currency,
        "duration": "P1Y",
        "percentile25": row.band.low,
        "median": row.band.median,
        "percentile75": row.band.high,
    }


def _breadcrumbs(request, *crumbs):
    """The way to a page as (name, path) pairs, itself last."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": request.build_absolute_uri(path),
            }
            for position, (name, path) in enumerate(crumbs, start=1)
        ],
    }


def _script(*graph):
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))
