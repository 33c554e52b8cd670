"""What other sites show in a frame: a comparison in figures, and a search of open jobs.

These pages, and no others, may be framed by anybody. They have no script and no form.
"""

from functools import wraps

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt

from careers.models import PAIR_SEPARATOR
from careers.not_found import not_found
from careers.pages import at_a_glance, comparing, demand, open_jobs, pay_block, profiles
from careers.pages.addresses import moved
from careers.pages.kept import kept
from jobs import engine
from jobs.board import controls
from jobs.board.cards import cards
from jobs.board.conversion import conversion
from jobs.board.filters import board_form
from jobs.board.headings import heading
from jobs.board.labels import Labels
from jobs.board.per_version import kept_cards
from jobs.board.query import PARAMETERS, SEVERAL, BoardQuery

MOST_NEEDS, MOST_JOBS = 6, 5
POLICY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors *",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Robots-Tag": "noindex",
}


def framed_by_anybody(view):
    """Makes a view one whose page any site may frame, whatever it answers."""

    @wraps(view)
    @xframe_options_exempt
    def with_policy(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        for name, value in POLICY.items():
            response.headers[name] = value
        return response

    return with_policy


@kept()
@framed_by_anybody
def embedded_comparison(request, pair):
    """Shows two roles in figures: pay, open jobs, and what sets them apart."""
    slugs = pair.split(PAIR_SEPARATOR)
    by_slug = profiles.published_roles(slugs, request.content_generation)
    if len(slugs) != 2 or slugs != sorted(by_slug):
        return not_found(request, f"There is no comparison at this address: {pair}.")
    now = sorted({role.slug for role in by_slug.values()})
    if len(now) < 2:
        return not_found(request, f"These are two names for the same role: {pair}.")
    if now != slugs:
        return moved(request, pair=PAIR_SEPARATOR.join(now))
    roles = [by_slug[slug] for slug in slugs]
    citations = profiles.Citations()
    lineup = comparing.compare(roles, demand.Known.of(request.content_generation))
    pay = pay_block.pay_block(pay_block.read(roles, request.content_generation), citations, {})
    apart = sorted(
        (need for need in lineup.needs if need.is_measured and need.is_apart),
        key=lambda need: -need.gap,
    )
    context = {
        "lineup": lineup,
        "glances": at_a_glance.glances(pay, open_jobs.of_lineup(roles)),
        "apart": apart[:MOST_NEEDS],
        "adverts": lineup.chart().different_adverts,
        "pair": pair,
        "today": timezone.localdate(),
    }
    return render(request, "portal/embedded_comparison.html", context)


@kept(*PARAMETERS, several=SEVERAL, moment=lambda asked: engine.this_minute())
@framed_by_anybody
def embedded_jobs(request):
    """Shows the first jobs of a search, and how many there are."""
    board = engine.current()
    labels = Labels(board.directory)
    form = board_form(request.GET, labels)
    problems = controls.problems_of(form)
    answer = board.answer(form.cleaned_data, 1)
    query = BoardQuery.of(form.cleaned_data)
    about = conversion(query, labels.directory.rates)
    shown = cards(answer.pks, answer.skills, labels.of["skill"], kept_cards(board.version), about)
    context = {
        "title": heading(query, labels),
        "cards": shown[:MOST_JOBS],
        "total": answer.total,
        "board": query.address(),
        "notices": controls.notices(request.left_out, problems, "", answer),
        "today": timezone.localdate(),
    }
    return render(request, "portal/embedded_jobs.html", context)
