"""What visitors take along: comparisons and pay as files, and share images."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from .models import PAIR_SEPARATOR, Role
from .not_found import none_at, not_found
from .open_data import files
from .open_data.tables import TABLES
from .pages import (
    comparing,
    demand,
    exporting,
    pay_block,
    pay_cells,
    profiles,
    salary_files,
    share_images,
)
from .pages.addresses import moved
from .pages.kept import kept


@kept()
def role_share_image(request, slug):
    role = profiles.published_roles([slug], request.content_generation).get(slug)
    if role is None:
        return none_at(request, Role, slug, f"There is no role at this address: {slug}.")
    if role.slug != slug:
        return moved(request, slug=role.slug)
    cells = pay_block.read([role], request.content_generation)
    pay = pay_block.pay_block(cells, profiles.Citations(), {})
    return share_images.answer(share_images.role_image(role, pay, settings.SITE_NAME))


@kept()
def comparison_share_image(request, pair):
    slugs = pair.split(PAIR_SEPARATOR)
    roles = profiles.published_roles(slugs, request.content_generation)
    if len(slugs) != 2 or slugs != sorted(roles):
        return not_found(request, f"There is no comparison at this address: {pair}.")
    now = sorted({role.slug for role in roles.values()})
    if len(now) == 2 and now != slugs:
        return moved(request, pair=PAIR_SEPARATOR.join(now))
    if len(now) == 1:
        return redirect("careers:role_share_image", *now, permanent=True)
    pair = [roles[slug] for slug in slugs]
    lineup = comparing.compare(pair, demand.Known.of(request.content_generation))
    return share_images.answer(share_images.pair_image(lineup, settings.SITE_NAME))


@kept()
def salary_csv(request, slug):
    role = profiles.published_roles([slug], request.content_generation).get(slug)
    if role is None:
        return none_at(request, Role, slug, f"There is no role at this address: {slug}.")
    if role.slug != slug:
        return moved(request, slug=role.slug)
    return _csv(salary_files.as_csv(pay_cells.read([role])), f"{slug}-pay")


@kept()
def salary_json(request, slug):
    role = profiles.published_roles([slug], request.content_generation).get(slug)
    if role is None:
        problem = f"There is no published role at {slug!r}."
        return JsonResponse({"error": problem}, status=404)
    if role.slug != slug:
        return moved(request, slug=role.slug)
    return JsonResponse(salary_files.as_data(pay_cells.read([role])))


class NoTable(ValueError):
    """An address whose roles make no table, with the reason in a sentence."""


@kept("role", several=("role",))
def comparison_csv(request):
    try:
        lineup, cited = lineup_of(request)
    except NoTable as problem:
        return not_found(request, str(problem))
    name = PAIR_SEPARATOR.join(role.slug for role in lineup.roles)
    return _csv(exporting.as_csv(lineup, cited), name)


@kept("role", several=("role",))
def comparison_json(request):
    try:
        lineup, cited = lineup_of(request)
    except NoTable as problem:
        return JsonResponse({"error": str(problem)}, status=404)
    data = exporting.as_data(lineup, cited, timezone.localdate())
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})


def lineup_of(request):
    """Returns (line-up, its references) of the roles in the address.

    Raises NoTable if they are not two to four different published roles, or more is asked.
    """
    # A file has no place to say what is left out.
    if request.left_out:
        raise NoTable(" ".join(request.left_out))
    slugs = request.GET.getlist("role")
    if len(set(slugs)) < len(slugs) or not comparing.LEAST <= len(slugs) <= comparing.MOST:
        raise NoTable("A table has two to four different roles: ?role=one&role=another.")
    roles = profiles.published_roles(slugs, request.content_generation)
    missing = [slug for slug in slugs if slug not in roles]
    if missing:
        raise NoTable(f"There is no published role at {', '.join(map(repr, missing))}.")
    chosen = list(dict.fromkeys(roles[slug] for slug in slugs))
    if len(chosen) < len(slugs):
        raise NoTable("Two of these are names for the same role.")
    citations = profiles.Citations.for_documents(*chosen)
    known = demand.Known.of(request.content_generation)
    return comparing.compare(chosen, known, citations), citations.cited


@kept()
def open_data_package(request):
    return _json_file(files.package(files.all_files()))


@kept()
def open_data_csv(request, table):
    if table not in TABLES:
        return not_found(request, f"There is no table of open data called {table}.")
    body = files.files_of(TABLES[table])["csv"].body
    headers = {"Content-Disposition": f'attachment; filename="{table}.csv"'}
    return HttpResponse(body, content_type="text/csv; charset=utf-8", headers=headers)


@kept()
def open_data_json(request, table):
    if table not in TABLES:
        return not_found(request, f"There is no table of open data called {table}.")
    return _json_file(files.files_of(TABLES[table])["json"].body)


def _json_file(body):
    return HttpResponse(body, content_type="application/json")


def _csv(text, name):
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
