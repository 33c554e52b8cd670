"""What a page says, once more for machines: schema.org as plain values for JSON-LD.

Only what the page shows. templates/site/_json_ld.html writes it.
"""

from ..models import pair_url
from .addresses import address_of, site_address

SOC = "https://www.bls.gov/soc/"


def for_role(request, role, sections, pay):
    """Returns the data of a role's page, from its sections and its PayBlock."""
    return graph(
        _occupation(role, sections, pay),
        breadcrumbs(
            request,
            ("Roles", address_of("careers:role_list")),
            (role.title, role.get_absolute_url()),
        ),
    )


def for_pair(request, lineup):
    """Returns the data of the page of a line-up of two."""
    compare = ("Compare", address_of("careers:compare"))
    return graph(breadcrumbs(request, compare, (str(lineup), pair_url(*lineup.roles))))


def for_salaries(request, role=None):
    """Returns the data of the page of all salaries, or of one role's."""
    crumbs = [("Salaries", address_of("careers:salary_list"))]
    if role:
        crumbs.append((role.title, address_of("careers:salary_detail", role.slug)))
    return graph(breadcrumbs(request, *crumbs))


def for_skill(request, skill):
    """Returns the data of a skill's page."""
    skills = ("Skills and tools", address_of("careers:skill_list"))
    return graph(breadcrumbs(request, skills, (skill.name, skill.get_absolute_url())))


def _occupation(role, sections, pay):
    facts = {
        "name": role.title,
        "description": role.summary,
        "occupationalCategory": _official(role, pay) or role.get_family_display(),
        "skills": _skills(sections),
        "estimatedSalary": _salary(pay.own_bar),
        "occupationLocation": _country(pay.own_bar),
    }
    return {"@type": "Occupation"} | {name: fact for name, fact in facts.items() if fact}


def _official(role, pay):
    """Returns the official occupation that the page names beside its wages; None if it names none.

    Its code is one of the Standard Occupational Classification.
    """
    source = next((group.source for group in pay.shown if group.source.is_official), None)
    if source is None or not role.occupation:
        return None
    return {
        "@type": "CategoryCode",
        "codeValue": role.occupation,
        "name": source.occupation_of(role),
        "inCodeSet": SOC,
    }


def _skills(sections):
    """Returns the names that the page links as skills, as it writes them."""
    lines = sections["skills"].lines + sections["tools"].lines
    pieces = [piece for line in lines for piece in line.label + line.text]
    return [piece.text for piece in pieces if piece.skill]


def _salary(bar):
    """Returns the pay that the page shows of the role itself; None if it shows none."""
    if bar is None:
        return None
    cell = bar.cell
    figures = {
        "percentile10": cell.p10,
        "percentile25": cell.p25,
        "median": cell.p50,
        "percentile75": cell.p75,
        "percentile90": cell.p90,
    }
    return {
        "@type": "MonetaryAmountDistribution",
        "name": bar.source.kind.label,
        "currency": cell.currency,
        "duration": "P1Y",
    } | {name: float(amount) for name, amount in figures.items() if amount is not None}


def _country(bar):
    """Returns where the pay is from that the page shows of the role itself."""
    if bar is None or not bar.cell.country:
        return None
    return {"@type": "Country", "name": bar.cell.country}


def breadcrumbs(request, *crumbs):
    """Returns the way to a page; `crumbs` are (name, path) pairs, the page itself last."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": site_address(path, request),
            }
            for position, (name, path) in enumerate(crumbs, start=1)
        ],
    }


def graph(*nodes):
    """Returns the data of a page, of its nodes."""
    return {"@context": "https://schema.org", "@graph": nodes}
