"""The board of open listings, all values of one of its filters, and each listing's own page."""

from html import escape

from django.db.models import Max
from django.http import Http404
from django.shortcuts import redirect, render
from django.template import engines
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import mark_safe

from careers.not_found import not_found
from careers.widgets import OneLine

from . import engine
from .board import controls as parts
from .board.cards import cards, folded
from .board.filters import ListingFilter
from .board.labels import Wording
from .board.landing_pages import figures, landing
from .board.page_cache import Frame, Kept, Page
from .board.panel import HEADINGS, LONG, Panel, found, options
from .board.query import Applied, canonical, page_number
from .models import ExchangeRate, Listing

NEARBY = 4
# So many values of a filter are listed; who looks for a rarer one searches.
VALUES, FIND_MAX = 500, 100
# The places in the frame of a board.
FRAME = ("page_title", "summary", "robots", "canonical", "board")

PAGES = Kept(most=100, characters=1_000_000)
# What all pages have in common.
SHARED = Kept(most=10, characters=1_000_000)


def forget_pages():
    """Forgets the pages that were rendered before; what they have in common stays."""
    PAGES.forget()


def board(request):
    board_engine = engine.current()
    root, number = request.build_absolute_uri("/"), page_number(request.GET)
    question = root, canonical(request.GET), number
    # A page may turn out newer than this version, but is not asked for again under it.
    version = board_engine.version

    def render_page():
        frame = SHARED.once(version, root, lambda: _frame(request))
        rates_of = SHARED.once(version, "rates", _date_of_rates)
        return Page.of(frame.filled(**_board(request.GET, board_engine, number, rates_of)))

    return PAGES.once(version, question, render_page).response()


def _frame(request):
    """The page around any board: to render it takes as long as the board itself."""
    places = {name: mark_safe(Frame.place(name)) for name in FRAME}
    return Frame(render_to_string("jobs/board.html", places, request))


def _date_of_rates():
    newest = ExchangeRate.objects.aggregate(newest=Max("as_of"))["newest"]
    return date_format(newest) if newest else ""


def _board(query, board_engine, number, rates_of):
    """{place in the frame: what stands there} for the board that a QueryDict asks for."""
    form = ListingFilter(query, names=board_engine.directory).form
    problems = {name: " ".join(errors) for name, errors in form.errors.items()}
    typed = {name: form[name].value() for name in ("q", "pay") if name in problems}
    answer = board_engine.answer(form.cleaned_data, number)
    applied, wording = Applied.of(form.cleaned_data), Wording(board_engine.directory)
    here = landing(applied, wording)
    is_found = answer.total and applied == here.applied and answer.page == 1 and not problems
    context = {
        "applied": applied,
        "answer": answer,
        "landing": here,
        "figures": figures(answer, applied, wording),
        "panel": Panel(answer, applied, wording, problems, typed, rates_of),
        "problems": [(HEADINGS.get(name), problem) for name, problem in problems.items()],
        "chips": parts.chips(applied, wording),
        "count": parts.count_words(answer),
        "sorts": parts.sorts(form.cleaned_data["sort"], applied),
        "cards": _printed(folded(cards(answer.pks, answer.skills, wording.labels["skill"]))),
        "others": parts.others(answer, applied, wording),
        "pages": parts.page_links(answer, applied),
    }
    return {
        "page_title": escape(parts.title(here, applied, answer, wording)),
        "summary": escape(here.summary),
        "robots": "" if is_found else '<meta name="robots" content="noindex">',
        "canonical": escape(here.address),
        "board": render_to_string("jobs/_board.html", context),
    }


def facet_values(request, facet):
    """Every value of a filter with its count, each a link that chooses it or takes it back."""
    if facet not in LONG:
        raise Http404
    board_engine = engine.current()
    form = ListingFilter(request.GET, names=board_engine.directory).form
    form.is_valid()
    applied, wording = Applied.of(form.cleaned_data), Wording(board_engine.directory)
    counts = board_engine.values(form.cleaned_data, facet)
    find = OneLine().value_from_datadict(request.GET, None, "find")[:FIND_MAX]
    fitting = found(options(facet, counts, applied, wording), find)
    fitting.sort(key=lambda option: not option.is_chosen)
    context = {
        "facet": facet,
        "heading": LONG[facet],
        "applied": applied,
        "find": find,
        "total": len(fitting),
        "shown": VALUES,
        "find_max": FIND_MAX,
        "values": parts.value_links(facet, fitting[:VALUES], applied),
        "chips": parts.chips(applied, wording),
    }
    return render(request, "jobs/facet_values.html", context)


def listing_detail(request, pk, slug):
    whole = Listing.objects.select_related("employer", "role", "source").prefetch_related("places")
    listing = whole.filter(pk=pk).first()
    if listing is None:
        return not_found(request, f"There is no listing with the number {pk}.")
    if request.path != listing.get_absolute_url():
        return redirect(listing, permanent=True)
    same_role = Listing.objects.for_board().exclude(pk=pk).filter(role=listing.role)
    context = {"listing": listing, "nearby": same_role[:NEARBY] if listing.role_id else []}
    # A closed advert keeps its page, and tells machines that it is gone.
    return render(
        request, "jobs/listing_detail.html", context, status=200 if listing.is_open else 410
    )


def _printed(cards):
    macros = engines["jinja2"].env.get_template("_job_card.html").module
    return mark_safe("".join(macros.job_card(card) for card in cards))
