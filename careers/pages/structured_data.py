"""What a page says, once more for machines: schema.org as plain values for JSON-LD.

Only what the page shows. templates/site/_json_ld.html writes it.
"""

from ..models import pair_url
from .addresses import address_of


def for_role(request, role, sections, pay):
    """Returns the data of a role's page, from its sections and its PayPlot."""
    return _graph(
        _occupation(role, sections, pay),
        _breadcrumbs(
            request,
            ("Roles", address_of("careers:role_list")),
            (role.title, role.get_absolute_url()),
        ),
    )


def for_pair(request, lineup):
    """Returns the data of the page of a line-up of two."""
    compare = ("Compare", address_of("careers:compare"))
    return _graph(_breadcrumbs(request, compare, (str(lineup), pair_url(*lineup.roles))))


def for_skill(request, skill):
    """Returns the data of a skill's page."""
    skills = ("Skills and tools", address_of("careers:skill_list"))
    return _graph(_breadcrumbs(request, skills, (skill.name, skill.get_absolute_url())))


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
    """Returns the names that the page links as skills, as it writes them."""
    lines = sections["skills"].lines + sections["tools"].lines
    pieces = [piece for line in lines for piece in line.label + line.text]
    return [piece.text for piece in pieces if piece.skill]


def _salary(pay):
    """Returns the pay that the page shows; None if it shows none, or counts invented samples."""
    row = pay.rows[0] if pay else None
    if row is None or row.role.evidence.has_samples:
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
    """Returns the way to a page; `crumbs` are (name, path) pairs, the page itself last."""
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


def _graph(*nodes):
    return {"@context": "https://schema.org", "@graph": nodes}
