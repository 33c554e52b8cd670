"""Roles, comparisons and skills as plain values for JSON, in the words of their pages."""

from operator import attrgetter

from django.utils import timezone

from careers.editing.documents import parse_list
from careers.models import Role, Skill
from careers.pages import comparing, demand, exporting, profiles
from careers.pages.addresses import address_of, site_address
from careers.pages.adverts import kept_adverts


def slugs_for_examples():
    """Returns the slugs of two roles and of a skill of this site, as far as it has them."""
    # In the order that addresses of pairs have.
    roles = Role.objects.published().order_by("slug").values_list("slug", flat=True)[:2]
    skills = Skill.objects.values_list("slug", flat=True)[:1]
    found = dict(zip(("role", "other"), roles, strict=False))
    return found | dict(zip(("skill",), skills, strict=False))


def role_summary(role, request):
    """Returns what lists say of a role."""
    return {
        "slug": role.slug,
        "title": role.title,
        "family": role.family,
        "summary": role.summary,
        **_addresses(request, role.get_absolute_url(), "api:role_detail", role.slug),
    }


def evidence(role, request):
    """Returns which adverts speak for a role, and how many ask for each of its needs."""
    told = _lineup_of_one(role, request)
    return {"role": role.slug, **_asked_of(role, told)}


def role(role, request):
    """Returns a role: its profile, and what adverts ask for of what it needs."""
    told = _lineup_of_one(role, request)
    return {
        **role_summary(role, request),
        "track": role.track,
        "other_titles": [other.name for other in role.other_titles.all()],
        "reviewed_on": role.reviewed_at and role.reviewed_at.date().isoformat(),
        **_asked_of(role, told),
        "sections": [
            {"heading": each["heading"], "texts": each["texts"][role.slug]}
            for each in told["sections"]
        ],
        "references": told["references"],
        "evidence": site_address(address_of("api:role_evidence", role.slug), request),
        "pay": site_address(address_of("api:role_pay", role.slug), request),
        "listings": _listings(request, "role", role.slug),
    }


def comparison_summary(comparison, request):
    """Returns what lists say of a comparison that an editor has written."""
    slugs = [role.slug for role in comparison.roles]
    page = comparison.get_absolute_url()
    return {
        "roles": slugs,
        "title": str(comparison),
        "difference": comparison.difference,
        "decision": comparison.decision,
        "page": site_address(page, request),
        "url": site_address(
            f"{address_of('api:compare')}?role={slugs[0]}&role={slugs[1]}", request
        ),
    }


def skill_summary(skill, request):
    """Returns what lists say of a skill."""
    return {
        "slug": skill.slug,
        "name": skill.name,
        "kind": skill.kind,
        **_addresses(request, skill.get_absolute_url(), "api:skill_detail", skill.slug),
    }


def skill(skill, request):
    """Returns a skill: what it is for, which roles need it, and whose adverts name it."""
    needs = skill.needed_by.filter(role__in=Role.objects.published()).select_related("role")
    shares = kept_adverts(request.content_generation).shares_of(skill)
    return {
        **skill_summary(skill, request),
        "description": skill.description,
        "other_names": parse_list(skill.aliases),
        "needed_by": [
            {"role": each.role.slug, "need": each.need}
            for each in sorted(needs, key=attrgetter("need", "role.title"))
        ],
        "adverts": [
            {
                "role": adverts.role.slug,
                "adverts": asked.listings,
                "of": asked.of,
                "kind": adverts.kind,
                "year": adverts.year,
                "counted_on": adverts.counted_on and adverts.counted_on.isoformat(),
            }
            for adverts, asked in shares
        ],
        "listings": _listings(request, "skill", skill.slug),
    }


def _lineup_of_one(role, request):
    """Returns what the export of a line-up says, of one role alone."""
    citations = profiles.Citations.for_documents(
        role, content_generation=request.content_generation
    )
    known = demand.Known.of(request.content_generation)
    lineup = comparing.compare([role], known, citations).recounted
    return exporting.as_data(lineup, citations.cited, timezone.localdate())


def _asked_of(role, told):
    """Returns what adverts ask of a role, from what the export of a line-up says."""
    (of_role,) = told["roles"]
    shared = ("need", "kind", "skills")
    return {
        "adverts": of_role["adverts"],
        "needs": [
            {**{name: need[name] for name in shared}, **need["roles"][role.slug]}
            for need in told["needs"]
        ],
    }


def _listings(request, parameter, slug):
    return site_address(f"{address_of('api:listing_list')}?{parameter}={slug}", request)


def _addresses(request, page, view, *args):
    """Returns where a thing is for people, and where it is for programs."""
    return {
        "page": site_address(page, request),
        "url": site_address(address_of(view, *args), request),
    }
