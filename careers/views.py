"""Roles, comparisons and the vocabulary, as visitors read them."""

from difflib import get_close_matches
from itertools import groupby

from django.db.models import Count, Q
from django.shortcuts import redirect, render

from . import comparing, documents, profiles
from .models import PAIR_SEPARATOR, Comparison, Family, Role, Skill, pair_url

LISTINGS_A_ROLE = 5


def role_list(request):
    roles = sorted(Role.objects.published(), key=lambda role: Family.values.index(role.family))
    families = [
        (Family(family).label, list(of_family))
        for family, of_family in groupby(roles, key=lambda role: role.family)
    ]
    return render(request, "careers/role_list.html", {"families": families})


def role_detail(request, slug):
    role = Role.objects.published().with_needs().filter(slug=slug).first()
    if role is None:
        return not_found(request, f"There is no role at this address: {slug}.", slug)
    return render_role(request, role)


def render_role(request, role, needs=None, preview=False):
    """
    The page of a role: a saved one, or (in a preview) one with unsaved columns and `needs`.
    """
    if needs is not None:
        _set_needs(role, needs)
    citations = profiles.Citations.for_documents(role)
    sections = profiles.read(role, citations)
    steps = _steps(role)
    context = {
        "role": role,
        "preview": preview,
        "sections": [sections[name] for name in comparing.HEADINGS],
        "choose_if": sections["choose_if"],
        "other_titles": role.other_titles.all() if role.pk else [],
        "steps": steps,
        "comparisons": Comparison.objects.published().of(role).with_roles() if role.pk else [],
        "all_roles": Role.objects.published(),
        "cited": citations.cited,
        "listings": role.listings.for_board()[:LISTINGS_A_ROLE] if role.pk else [],
        "open_count": role.listings.open().count() if role.pk else 0,
    }
    return render(request, "careers/role_detail.html", context)


def compare(request):
    """The builder and the list of comparisons; with two roles, the way to their pair."""
    slugs = [slug for slug in request.GET.getlist("role") if slug]
    if not slugs:
        return _builder(request)
    if len(set(slugs)) < len(slugs):
        return _builder(request, slugs, "You chose the same role twice. Choose different roles.")
    if not comparing.LEAST <= len(slugs) <= comparing.MOST:
        return _builder(request, slugs, _wrong_number(len(slugs)))
    roles = _published_roles(slugs)
    missing = [slug for slug in slugs if slug not in roles]
    if missing:
        problem = f"There is no published role at {', '.join(missing)}. Choose from the lists."
        return _builder(request, slugs, problem, status=404)
    if len(slugs) == comparing.LEAST:
        return redirect(pair_url(*roles.values()), permanent=True)
    return _render_lineup(request, [roles[slug] for slug in slugs])


def comparison_detail(request, pair):
    slugs = pair.split(PAIR_SEPARATOR)
    roles = _published_roles(slugs)
    if len(slugs) == 2 and slugs[0] == slugs[1]:
        problem = "These are two names of the same role. Choose a different one to compare with."
        return _builder(request, slugs[:1], problem)
    if len(roles) != 2:
        problem = f"There is no comparison at this address: {pair}."
        return not_found(request, problem, *[slug for slug in slugs if slug not in roles])
    if slugs != sorted(slugs):
        return redirect(pair_url(*roles.values()), permanent=True)
    first, second = (roles[slug] for slug in slugs)
    written = Comparison.objects.published().of(first).of(second).first()
    return _render_lineup(request, [first, second], written)


def render_comparison(request, comparison, preview=False):
    """The page of a comparison, of saved or (in a preview) unsaved columns."""
    slugs = [role.slug for role in comparison.roles]
    roles = {role.slug: role for role in Role.objects.with_needs().filter(slug__in=slugs)}
    return _render_lineup(request, [roles[slug] for slug in slugs], comparison, preview)


def skill_list(request):
    published = Q(needed_by__role__in=Role.objects.published())
    skills = Skill.objects.annotate(roles=Count("needed_by", filter=published, distinct=True))
    kinds = [(kind.label, [s for s in skills if s.kind == kind]) for kind in Skill.Kind]
    return render(request, "careers/skill_list.html", {"kinds": kinds})


def skill_detail(request, slug):
    skill = Skill.objects.filter(slug=slug).first()
    if skill is None:
        return not_found(request, f"The vocabulary has no entry at this address: {slug}.", slug)
    needs = skill.needed_by.filter(role__in=Role.objects.published()).select_related("role")
    context = {
        "skill": skill,
        "needs": needs.order_by("need", "role__title"),
        "related": skill.related.all(),
        "aliases": documents.parse_list(skill.aliases),
        "listings": skill.listings.for_board()[:LISTINGS_A_ROLE],
        "open_count": skill.listings.open().count(),
    }
    return render(request, "careers/skill_detail.html", context)


def not_found(request, problem, *words):
    """A 404 page that says what was asked for and offers the nearest published pages."""
    pages = {role.slug: role for role in Role.objects.published()}
    pages |= {skill.slug: skill for skill in Skill.objects.all()}
    near = [slug for word in words for slug in get_close_matches(word.lower(), pages, n=4)]
    suggestions = [pages[slug] for slug in dict.fromkeys(near)]
    context = {"problem": problem, "suggestions": suggestions}
    return render(request, "404.html", context, status=404)


def _set_needs(role, needs):
    """Gives an unsaved role its needs where a saved one has prefetched them."""
    queryset = role.needs.none() if role.pk else type(role)(pk=0).needs.none()
    queryset._result_cache = list(needs)
    role._prefetched_objects_cache = {"needs": queryset}


def _steps(role):
    """The published roles before, after and beside this one."""
    slugs = {name: documents.parse_list(getattr(role, name)) for name in STEPS}
    roles = {r.slug: r for r in Role.objects.published().filter(slug__in=sum(slugs.values(), ()))}
    steps = {
        name: [roles[slug] for slug in of_name if slug in roles] for name, of_name in slugs.items()
    }
    return steps if any(steps.values()) else {}


STEPS = ("before", "after", "related")


def _published_roles(slugs):
    roles = Role.objects.published().with_needs().filter(slug__in=slugs)
    return {role.slug: role for role in roles}


def _wrong_number(count):
    if count < comparing.LEAST:
        return "You chose one role. Choose another one to compare it with."
    return f"You chose {count} roles. {comparing.MOST} are the most that fit side by side."


def _builder(request, slugs=(), problem="", status=200):
    context = {
        "problem": problem,
        "chosen": [*slugs, *[""] * comparing.MOST][: comparing.MOST],
        "roles": Role.objects.published(),
        "comparisons": Comparison.objects.published().with_roles(),
    }
    return render(request, "careers/compare.html", context, status=status)


def _render_lineup(request, roles, comparison=None, preview=False):
    written = [comparison] if comparison else []
    citations = profiles.Citations.for_documents(*roles, *written)
    sections = profiles.read_document(comparison, citations) if comparison else {}
    lineup = comparing.compare(roles, citations)
    differences_only = request.GET.get("show") == "differences"
    context = {
        "lineup": lineup,
        "comparison": comparison,
        "sections": sections,
        "preview": preview,
        "differences_only": differences_only,
        "rows": [row for row in lineup.rows if row.differs or not differences_only],
        "pair_url": pair_url(*roles),
        "cited": citations.cited,
        "listings": _newest_listings(roles),
    }
    return render(request, "careers/comparison_detail.html", context)


def _newest_listings(roles):
    """(role, its newest open listings) for each role, in one query and its prefetches."""
    listings = list(roles[0].listings.model.objects.newest_per_role(roles, LISTINGS_A_ROLE))
    return [(role, [listing for listing in listings if listing.role == role]) for role in roles]
