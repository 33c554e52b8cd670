"""Roles, comparisons and the vocabulary, as visitors read them."""

from itertools import groupby

from django.db.models.functions import Lower
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt

from .editing import documents
from .feedback import FROM_ELSEWHERE, FeedbackForm, is_from_elsewhere, refusal
from .market import market
from .models import (
    COMMENT_MAX,
    PAIR_SEPARATOR,
    Comparison,
    Role,
    Skill,
    Snapshot,
    pair_url,
)
from .not_found import none_at, not_found
from .open_data.files import CHANGES
from .open_data.tables import TABLES
from .pages import (
    all_salaries,
    at_a_glance,
    comparing,
    demand,
    open_jobs,
    path_graph,
    pay_block,
    pay_cells,
    pay_choice,
    profiles,
    role_salaries,
    structured_data,
    title_lookup,
    trends,
)
from .pages.addresses import address_of, moved, moved_to
from .pages.adverts import kept_adverts, recounted
from .pages.disagreements import read_disagreements
from .pages.evidence import MIN_LISTINGS_FOR_SHARES
from .pages.kept import kept
from .pages.questions import changed, pairs_without

ROLE_LINK = ("role__slug", "role__title")
COUNTS = ("listings", "skills", "gathered_at", "has_samples")
# What an address says to see no more than differences.
DIFFERENCES = "differences"
# Sections that the page of a role has elsewhere than among the others.
SET_APART = ("plain", "choose_if", "first_year", "learn_first")
NEIGHBOURS = ("before", "after", "related")  # the columns of a role that name other roles


@kept()
def role_list(request):
    families = profiles.by_family(Role.objects.published().with_card())
    context = {"families": families, "has_market": market() is not None}
    return render(request, "careers/role_list.html", context)


@kept(*pay_choice.PARAMETERS)
def role_detail(request, slug):
    role = profiles.published_roles([slug], request.content_generation).get(slug)
    if role is None:
        return none_at(request, Role, slug, f"There is no role at this address: {slug}.")
    if role.slug != slug:
        return moved(request, slug=role.slug)
    return render_role(request, role)


def render_role(request, role, needs=None, preview=False):
    """Returns the page of a role: of its saved columns, or (in a preview) of unsaved ones.

    `needs` are the RoleSkills of a preview; a saved role has its own.
    """
    version = None if preview else request.content_generation
    citations = profiles.Citations.for_documents(role, content_generation=version)
    pay = pay_block.pay_block(pay_block.read([role], version), citations, request.GET)
    needs = role.needs.all() if needs is None else needs
    of_all_roles = kept_adverts(version)
    known = demand.Needs.of_skills([need.skill for need in needs])
    (adverts,) = recounted(of_all_roles.speaking_for([role]), known.by_skill.values())
    asked = demand.asked_of(adverts, known)
    sections = profiles.sections_of(role, citations, asked, needs)
    neighbours = _neighbours(role, of_all_roles.roles)
    jobs = open_jobs.of_role(role)
    context = {
        "role": role,
        "preview": preview,
        "sections": [sections[name] for name in comparing.HEADINGS if name not in SET_APART],
        **{name: sections[name] for name in SET_APART},
        "other_titles": role.other_titles.all(),
        "neighbours": neighbours,
        "graph": path_graph.graph(role, neighbours["before"], neighbours["after"]),
        "adverts": adverts,
        "adverts_citation": citations.cite_reference(adverts and adverts.reference),
        "pay": pay,
        "glance": at_a_glance.glances(pay, jobs and {role: jobs})[0],
        "changes": trends.changes_of(role),
        "comparisons": profiles.comparison_cards([role.pk], version)[role.pk],
        "all_roles": of_all_roles.roles.values(),
        "kept": [] if preview else pairs_without(request.GET, "role"),
        "cited": citations.cited,
        "jobs": jobs,
        "json_ld": None if preview else structured_data.for_role(request, role, sections, pay),
        "comment_max": COMMENT_MAX,
    }
    return render(request, "careers/role_detail.html", context)


@kept("q", most_words=title_lookup.MOST_WORDS)
def titles(request):
    """Says which role a job title is, and why; without one, what each role is also called."""
    known = title_lookup.kept_titles(request.content_generation)
    title = " ".join(request.GET.get("q", "").split())
    answer = title_lookup.look_up(title, known) if title else None
    context = {
        "title": title,
        "answer": answer,
        "jobs": open_jobs.of_role(answer.role) if answer and answer.role else None,
        "roles": [] if title else known.roles.values(),
        "most_letters": title_lookup.MOST_LETTERS,
    }
    return render(request, "careers/titles.html", context)


@kept("role", "show", *pay_choice.PARAMETERS, several=("role",))
def compare(request):
    """Shows the builder and all comparisons; two roles lead to their pair, more to a line-up."""
    slugs = request.GET.getlist("role")
    if not slugs:
        return _builder(request)
    if len(set(slugs)) < len(slugs):
        return _builder(request, slugs, "You chose the same role twice. Choose different roles.")
    if not comparing.LEAST <= len(slugs) <= comparing.MOST:
        return _builder(request, slugs, _wrong_number(len(slugs)))
    roles = profiles.published_roles(slugs, request.content_generation)
    missing = [slug for slug in slugs if slug not in roles]
    if missing:
        named = ", ".join(f"“{slug}”" for slug in missing)
        problem = f"There is no published role at {named}. Choose from the lists."
        return _builder(request, slugs, problem, status=404)
    now = [roles[slug].slug for slug in slugs]
    if len(set(now)) < len(now):
        problem = "These are two names for the same role. Choose a different one to compare with."
        return _builder(request, dict.fromkeys(now), problem)
    if len(slugs) == comparing.LEAST:
        written = _written_of(roles.values(), request.content_generation)
        address = _address_of_pair(roles.values(), written)
        query = changed(request.GET, role="")
        return redirect(address + (query and f"?{query}"), permanent=True)
    if now != slugs:
        return redirect(f"{request.path}?{_with_roles(request.GET, now)}", permanent=True)
    return _render_lineup(request, [roles[slug] for slug in slugs])


@kept("show", *pay_choice.PARAMETERS)
def comparison_detail(request, pair):
    slugs = pair.split(PAIR_SEPARATOR)
    roles = profiles.published_roles(slugs, request.content_generation)
    if len(slugs) == 2 and slugs[0] == slugs[1]:
        problem = "These are two names for the same role. Choose a different one to compare with."
        return _builder(request, slugs[:1], problem)
    if len(slugs) != 2 or len(roles) != 2:
        problem = f"There is no comparison at this address: {pair}."
        return not_found(request, problem, *[slug for slug in slugs if slug not in roles])
    first, second = roles.values()
    if first == second:  # one of the two was merged into the other
        return moved_to(request, first.get_absolute_url())
    written = _written_of([first, second], request.content_generation)
    address = _address_of_pair([first, second], written)
    if request.path != address:
        return moved_to(request, address)
    return _render_lineup(request, [roles[slug] for slug in slugs], written)


def render_comparison(request, comparison, preview=False):
    """Returns the page of a comparison, of saved or (in a preview) unsaved columns."""
    slugs = [role.slug for role in comparison.roles]
    roles = Role.objects.with_profile().by_slug(slugs)
    return _render_lineup(request, [roles[slug] for slug in slugs], comparison, preview)


@kept(*all_salaries.PARAMETERS)
def salary_list(request):
    citations = profiles.Citations()
    pay = pay_block.read(Role.objects.published().with_pay(), request.content_generation)
    context = {
        "salaries": all_salaries.all_salaries(pay, citations, request.GET),
        "cited": citations.cited,
        "json_ld": structured_data.for_salaries(request),
    }
    return render(request, "careers/salary_list.html", context)


@kept(*role_salaries.PARAMETERS)
def salary_detail(request, slug):
    role = profiles.published_roles([slug], request.content_generation).get(slug)
    if role is None:
        return none_at(request, Role, slug, f"There is no role at this address: {slug}.")
    if role.slug != slug:
        return moved(request, slug=role.slug)
    citations = profiles.Citations()
    pay = pay_cells.read([role], p50__isnull=False)
    counted = role.snapshot_roles.all()
    context = {
        "role": role,
        "salaries": role_salaries.role_salaries(pay, counted, citations, request.GET),
        "cited": citations.cited,
        "json_ld": structured_data.for_salaries(request, role),
    }
    return render(request, "careers/salary_detail.html", context)


@kept()
def skill_list(request):
    skills = Skill.objects.order_by(Lower("name"))
    kinds = [(kind.value, [s for s in skills if s.kind == kind]) for kind in Skill.Kind]
    return render(request, "careers/skill_list.html", {"kinds": kinds})


@kept()
def skill_detail(request, slug):
    skill = Skill.objects.select_related("group").by_address([slug]).get(slug)
    if skill is None:
        problem = f"The vocabulary has no entry at this address: {slug}."
        return none_at(request, Skill, slug, problem)
    if skill.slug != slug:
        return moved(request, slug=skill.slug)
    needs = skill.needed_by.filter(role__in=Role.objects.published()).select_related("role")
    needs = needs.only("skill", "need", *ROLE_LINK).order_by("need", "role__title")
    needed_by = groupby(needs, lambda each: each.get_need_display())
    shares = kept_adverts(request.content_generation).shares_of(skill)
    sources = {each.reference.key: each.reference for each, _ in shares if each.reference}
    context = {
        "skill": skill,
        "needed_by": [(need, [each.role for each in of_need]) for need, of_need in needed_by],
        "shares": shares,
        "sources": sources.values(),
        "group": skill.group,
        "min_listings": MIN_LISTINGS_FOR_SHARES,
        "related": skill.related.all(),
        "aliases": documents.parse_list(skill.aliases),
        "jobs": open_jobs.of_skill(skill),
        "json_ld": structured_data.for_skill(request, skill),
        "comment_max": COMMENT_MAX,
    }
    return render(request, "careers/skill_detail.html", context)


@kept()
def disagreements(request):
    citations = profiles.Citations()
    context = {"found": read_disagreements(citations), "cited": citations.cited}
    return render(request, "careers/disagreements.html", context)


@kept()
def open_data(request):
    sources = Snapshot.objects.select_related("reference").order_by("reference__title")
    context = {"tables": TABLES.values(), "sources": sources, "changes": CHANGES}
    return render(request, "careers/open_data.html", context)


@csrf_exempt  # a token needs a cookie, which public pages do not set; Origin is checked instead
def feedback(request):
    if request.method != "POST":
        return _not_sent(request, 405, "Feedback is sent with the form at the foot of a page.")
    if is_from_elsewhere(request):
        return _not_sent(request, 403, FROM_ELSEWHERE)
    form = FeedbackForm(request.POST)
    if "path" in form.errors:
        return _not_sent(request, 400, form.problem)
    said = {"path": form.cleaned_data["path"], "comment": form["comment"].value()}
    if not form.is_valid():
        return _not_sent(request, 400, form.problem, **said)
    if problem := refusal(request):
        return _not_sent(request, 429, problem, **said)
    form.save()
    return render(request, "careers/feedback.html", {"problem": "", "path": said["path"]})


def _not_sent(request, status, problem, path="", comment=""):
    """Returns the feedback page: why nothing was sent, and what the reader said."""
    context = {"problem": problem, "path": path, "comment": comment, "comment_max": COMMENT_MAX}
    response = render(request, "careers/feedback.html", context, status=status)
    if status == 405:
        response.headers["Allow"] = "POST"
    return response


def _neighbours(role, by_slug):
    """Returns those of the roles before, after and beside one that its profile names."""
    slugs = {name: documents.parse_list(getattr(role, name)) for name in NEIGHBOURS}
    return {
        name: [by_slug[slug] for slug in of_name if slug in by_slug]
        for name, of_name in slugs.items()
    }


def _address_of_pair(roles, written):
    """Returns the address of the page of two roles: another pair's if what is `written` of them was
    merged into that.
    """
    merged_into = written and written.merged_into
    return merged_into.get_absolute_url() if merged_into else pair_url(*roles)


def _written_of(roles, version):
    """Returns what profiles.published_comparisons says of two roles."""
    pair = frozenset(role.pk for role in roles)
    return profiles.published_comparisons([pair], version)[pair]


def _with_roles(asked, slugs):
    """Returns the query of a line-up with the slugs of its roles replaced."""
    asked = asked.copy()
    asked.setlist("role", slugs)
    return asked.urlencode()


def _wrong_number(count):
    if count < comparing.LEAST:
        return "You chose one role. Choose another one to compare it with."
    return f"You chose {count} roles. {comparing.MOST} are the most that fit side by side."


def _builder(request, slugs=(), problem="", status=200):
    context = {
        "problem": problem,
        "chosen": [*slugs, *[""] * comparing.MOST][: comparing.MOST],
        "least": comparing.LEAST,
        "kept": pairs_without(request.GET, "role"),
        "roles": Role.objects.published().with_card(),
        "comparisons": Comparison.objects.published().with_card(),
        "has_market": market() is not None,
    }
    return render(request, "careers/compare.html", context, status=status)


def _render_lineup(request, roles, comparison=None, preview=False):
    written = [comparison] if comparison else []
    version = None if preview else request.content_generation
    citations = profiles.Citations.for_documents(*roles, *written, content_generation=version)
    show = request.GET.get("show", "")
    # What is unknown stays in no link.
    asked = QueryDict(changed(request.GET, show=show if show == DIFFERENCES else ""))
    # In the order of the page, as references are numbered where they are first cited.
    known = demand.Known.of(version)
    chart_citation = citations.cite_reference(known.adverts.reference_for(roles))
    sections = profiles.sections_of_comparison(comparison, citations) if comparison else {}
    pay = pay_block.pay_block(pay_block.read(roles, version), citations, asked)
    lineup = comparing.compare(roles, known, citations, in_short=True).recounted
    jobs = open_jobs.of_lineup(roles)
    differences_only = show == DIFFERENCES
    tells_machines = lineup.is_pair and not preview
    context = {
        "lineup": lineup,
        "chart": lineup.chart(differences_only),
        "chart_citation": chart_citation,
        "comparison": comparison,
        "sections": sections,
        "preview": preview,
        "differences_only": differences_only,
        "unknown_view": "" if differences_only else show,
        "other_view": changed(asked, show="" if differences_only else DIFFERENCES),
        "rows": lineup.rows_apart if differences_only else lineup.rows,
        "pair_url": pair_url(*roles),
        "own_address": pair_url(*roles) if lineup.is_pair else _lineup_address(roles),
        "cited": citations.cited,
        "pay": pay,
        "glances": at_a_glance.glances(pay, jobs),
        "jobs": jobs,
        "table_query": urlencode([("role", role.slug) for role in roles]),
        "json_ld": structured_data.for_pair(request, lineup) if tells_machines else None,
        "comment_max": COMMENT_MAX,
    }
    return render(request, "careers/comparison_detail.html", context)


def _lineup_address(roles):
    """Returns the one address of a line-up, in whatever order its roles stand."""
    slugs = sorted(role.slug for role in roles)
    return f"{address_of('careers:compare')}?{urlencode([('role', slug) for slug in slugs])}"
