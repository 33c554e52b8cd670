"""The API's addresses: each fetches, and answers in JSON with what it left out of the question."""

from functools import partial

from django.http import JsonResponse
from django.utils import timezone

from careers.downloads import NoTable, lineup_of
from careers.models import Comparison, Role, Skill
from careers.pages import exporting, pay_cells, profiles, salary_files
from careers.pages.kept import kept
from jobs import engine
from jobs.board.per_version import has_samples
from jobs.board.query import PARAMETERS, SEVERAL

from . import content, description, listings
from .problems import Problem

# Each answer names the parameters that it does not know.
kept = partial(kept, names_unknown=True)


@kept()
def openapi(request):
    """Gives the description of the API, with the address of this site and examples of it."""
    return JsonResponse(description.document(request, content.slugs_for_examples()))


@kept()
def role_list(request):
    roles = Role.objects.published().with_card()
    return _answer(request, {"roles": [content.role_summary(role, request) for role in roles]})


@kept()
def role_detail(request, slug):
    return _answer(request, content.role(_role(request, slug), request))


@kept()
def role_evidence(request, slug):
    return _answer(request, content.evidence(_role(request, slug), request))


@kept()
def role_pay(request, slug):
    return _answer(request, salary_files.as_data(pay_cells.read([_role(request, slug)])))


@kept()
def comparison_list(request):
    written = Comparison.objects.published().with_card()
    found = [content.comparison_summary(each, request) for each in written]
    return _answer(request, {"comparisons": found})


@kept("role", several=("role",))
def compare(request):
    """Puts two to four roles side by side, as their comparison's own JSON does."""
    try:
        lineup, cited = lineup_of(request)
    except NoTable as problem:
        raise Problem(404, str(problem)) from problem
    return _answer(request, exporting.as_data(lineup, cited, timezone.localdate()))


@kept()
def skill_list(request):
    skills = [content.skill_summary(skill, request) for skill in Skill.objects.all()]
    return _answer(request, {"skills": skills})


@kept()
def skill_detail(request, slug):
    skill = Skill.objects.by_address([slug]).get(slug)
    if skill is None:
        raise Problem(404, f"The vocabulary has no entry at {slug!r}.")
    return _answer(request, content.skill(skill, request))


@kept(*PARAMETERS, "page", several=SEVERAL, moment=lambda asked: engine.this_minute())
def listing_list(request):
    """Searches the board, with its filters and its counts."""
    data, others = listings.search(request)
    links = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in others.items())
    return _answer(request, data, Link=links)


@kept(moment=lambda asked: engine.this_minute())
def listing_detail(request, pk):
    return _answer(request, listings.listing(pk, request))


def _role(request, slug):
    """Returns a published role; raises Problem if there is none at this address."""
    role = profiles.published_roles([slug], request.content_generation).get(slug)
    if role is None:
        raise Problem(404, f"There is no published role at {slug!r}.")
    return role


def _answer(request, data, **headers):
    """Returns data as JSON, with the sentences that name what the address asked in vain.

    It says, too, whether the site has invented listings: its counts hold them then.
    """
    told = {**data, "has_samples": has_samples(request.generation), "left_out": request.left_out}
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False}, headers=headers)
