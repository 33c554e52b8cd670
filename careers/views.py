"""Roles, comparisons and the vocabulary, as visitors read them."""

from difflib import get_close_matches
from itertools import groupby

from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt

from .editing import documents
from .feedback import FeedbackForm, is_from_elsewhere
from .models import PAIR_SEPARATOR, Comparison, Evidence, Family, Role, Skill, pair_url
from .pages import comparing, profiles, structured_data
from .pages.evidence import ENOUGH, Asked, asked_for, evidence_of, nearest_with_listings, pay_plot
from .pages.path_graph import graph
from .ratelimit import is_over_limit

LISTINGS_A_ROLE = 5
LISTINGS_IN_A_LINEUP = 2
FEEDBACK_AN_HOUR = 10


def role_list(request):
    roles = sorted(Role.objects.published(), key=lambda role: Family.values.index(role.family))
    families = [
        (Family(family).label, list(of_family))
        for family, of_family in groupby(roles, key=lambda role: role.family)
    ]
    return render(request, "careers/role_list.html", {"families": families})


def role_detail(request, slug):
    role = Role.objects.published().with_profile().filter(slug=slug).first()
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
    sections = profiles.read(role, citations, asked_for(role))
    steps = _steps(role)
    listings = list(role.listings.for_board()[:LISTINGS_A_ROLE])
    pay = pay_plot([role])
    context = {
        "role": role,
        "preview": preview,
        "sections": [sections[name] for name in comparing.HEADINGS],
        "choose_if": sections["choose_if"],
        "other_titles": role.other_titles.all(),
        "steps": steps,
        "graph": graph(role, steps["before"], steps["after"]),
        "evidence": evidence_of(role),
        "pay": pay,
        "comparisons": Comparison.objects.published().of(role).with_roles(),
        "all_roles": Role.objects.published(),
        "cited": citations.cited,
        "listings": listings,
        "open_count": role.listings.open().count(),
        "nearest": None if listings else _nearest([role])[role],
        "json_ld": "" if preview else structured_data.for_role(request, role, sections, pay),
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
    roles = published_roles(slugs)
    missing = [slug for slug in slugs if slug not in roles]
    if missing:
        named = ", ".join(map(repr, missing))
        problem = f"There is no published role at {named}. Choose from the lists."
        return _builder(request, slugs, problem, status=404)
    if len(slugs) == comparing.LEAST:
        return redirect(pair_url(*roles.values()), permanent=True)
    return _render_lineup(request, [roles[slug] for slug in slugs])


def comparison_detail(request, pair):
    slugs = pair.split(PAIR_SEPARATOR)
    roles = published_roles(slugs)
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
    found = Role.objects.with_profile().filter(slug__in=slugs)
    roles = {role.slug: role for role in found}
    return _render_lineup(request, [roles[slug] for slug in slugs], comparison, preview)


def skill_list(request):
    skills = Skill.objects.all()
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
        "shares": _shares(skill),
        "related": skill.related.all(),
        "aliases": documents.parse_list(skill.aliases),
        "listings": skill.listings.for_board()[:LISTINGS_A_ROLE],
        "open_count": skill.listings.open().count(),
        "json_ld": structured_data.for_skill(request, skill),
    }
    return render(request, "careers/skill_detail.html", context)


def _shares(skill):
    """(evidence, Asked) of each published role with enough listings, the highest share first."""
    counted = Evidence.objects.filter(role__in=Role.objects.published(), listings__gte=ENOUGH)
    asked = [
        (evidence, Asked(evidence.skills[skill.slug], evidence.listings))
        for evidence in counted.select_related("role")
        if skill.slug in evidence.skills
    ]
    return sorted(asked, key=lambda pair: pair[1].listings / pair[1].of, reverse=True)


@csrf_exempt  # a token needs a cookie, which public pages do not set; Origin is checked instead
def feedback(request):
    if request.method != "POST":
        return _not_sent(request, 405, "Feedback is sent with the form at the foot of a page.")
    if is_from_elsewhere(request):
        return _not_sent(request, 403, "This came from a form on another site.")
    form = FeedbackForm(request.POST)
    if "path" in form.errors:
        return _not_sent(request, 400, form.problem)
    said = {"path": form.cleaned_data["path"], "comment": form["comment"].value()}
    if not form.is_valid():
        return _not_sent(request, 400, form.problem, **said)
    if is_over_limit(request, "feedback", FEEDBACK_AN_HOUR):
        problem = f"{FEEDBACK_AN_HOUR} answers an hour are the most from one address. Try later."
        return _not_sent(request, 429, problem, **said)
    form.save()
    return render(request, "careers/feedback.html", {"path": said["path"]})


def _not_sent(request, status, problem, **said):
    """The feedback page saying why nothing was sent, with what the reader said."""
    context = {"problem": problem, **said}
    response = render(request, "careers/feedback.html", context, status=status)
    if status == 405:
        response.headers["Allow"] = "POST"
    return response


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
    role.pk = role.pk or 0  # no row has this number, so its other relations are empty
    queryset = role.needs.none()
    queryset._result_cache = list(needs)
    role._prefetched_objects_cache = {"needs": queryset}


def _steps(role):
    """The published roles before, after and beside this one, as its profile names them."""
    slugs = {name: documents.parse_list(getattr(role, name)) for name in STEPS}
    roles = {r.slug: r for r in Role.objects.published().filter(slug__in=role.nearby)}
    return {
        name: [roles[slug] for slug in of_name if slug in roles] for name, of_name in slugs.items()
    }


STEPS = ("before", "after", "related")


def published_roles(slugs):
    asked = [slug for slug in slugs if slug.isprintable()]  # PostgreSQL refuses a NUL
    roles = Role.objects.published().with_profile().filter(slug__in=asked)
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
    sections = profiles.read_comparison(comparison, citations) if comparison else {}
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
        "pay": pay_plot(roles),
        "evidence": [evidence_of(role) for role in roles if evidence_of(role)],
        "listings": _newest_listings(roles),
        "table_query": urlencode([("role", role.slug) for role in roles]),
    }
    if lineup.is_pair and not preview:
        context["json_ld"] = structured_data.for_pair(request, lineup)
    return render(request, "careers/comparison_detail.html", context)


def _newest_listings(roles):
    """(role, its newest open listings, the nearest role that has some) for each role."""
    limit = LISTINGS_A_ROLE if len(roles) == comparing.LEAST else LISTINGS_IN_A_LINEUP
    newest = list(roles[0].listings.model.objects.newest_per_role(roles, limit))
    found = {role: [listing for listing in newest if listing.role_id == role.pk] for role in roles}
    nearest = _nearest([role for role in roles if not found[role]])
    return [(role, listings, nearest.get(role)) for role, listings in found.items()]


def _nearest(roles):
    """{role: the nearest published role that has open listings, or None}, in one query."""
    slugs = [slug for role in roles for slug in role.nearby]
    nearby = Role.objects.published().select_related("evidence").filter(slug__in=slugs)
    candidates = list(nearby) if slugs else []
    return {role: nearest_with_listings(role, candidates) for role in roles}
