"""The board of open listings, all values of one of its filters, and each listing's own page."""

from functools import partial

from django.http import Http404
from django.shortcuts import redirect, render

from careers.not_found import not_found
from careers.pages.kept import kept
from careers.widgets import OneLine

from . import engine
from .board import controls
from .board.cards import card_of, cards, folded
from .board.filters import KEYWORD_MAX, board_form
from .board.labels import Labels
from .board.landing_pages import figures, is_landing, landing, narrower
from .board.per_version import kept_cards, rates_of
from .board.query import PARAMETERS, SEVERAL, BoardQuery, page_number
from .engine.facets import FACETS
from .models import Listing
from .publishing.feeds import feeds_of

NEARBY = 4
# So many values of a filter are listed; who looks for a rarer one searches.
MAX_VALUES, FIND_MAX = 500, 100
# As each of them repeats the address, a long one leaves room for fewer.
MAX_LINKS_BYTES, BYTES_A_LINK = 120_000, 150

# What was posted within the last days is counted to the minute.
kept_a_minute = partial(
    kept, *PARAMETERS, several=SEVERAL, moment=lambda asked: engine.this_minute()
)


@kept_a_minute("page")
def board(request):
    """Shows the open listings that fit the filters in the address."""
    context = _board_context(request.GET, request.left_out, engine.current())
    return render(request, "jobs/board.html", context)


def _board_context(asked, left_out, board_engine):
    """Returns what the board shows for a QueryDict: the listings of one page, and its controls."""
    # Cards may turn out newer than this version, but are not asked for again under it.
    version = board_engine.version
    labels = Labels(board_engine.directory)
    form = board_form(asked, labels)
    problems = controls.problems_of(form)
    answer = board_engine.answer(form.cleaned_data, page_number(asked))
    query = BoardQuery.of(form.cleaned_data)
    narrowed = landing(query, labels)
    found = cards(answer.pks, answer.skills, labels.of["skill"], kept_cards(version))
    notices = controls.notices(left_out, problems, asked.get("page", ""), answer)
    worth_finding = is_landing(query, answer.total) and answer.page == 1 and not notices
    return {
        "query": query,
        "answer": answer,
        "landing": narrowed,
        "is_landing": worth_finding,
        "narrower": narrower(query, answer, labels) if worth_finding else [],
        "title": controls.title(narrowed, query, labels, answer.page),
        "count": controls.count_words(answer),
        "cards": folded(found),
        "figures": figures(answer, query, labels),
        "problems": problems,
        "notices": notices,
        "keyword": controls.typed(form, query, "q"),
        "keyword_max": KEYWORD_MAX,
        "amount": controls.typed(form, query, "pay"),
        "groups": controls.facet_groups(answer, query, labels, problems),
        "chips": controls.chips(query, labels),
        "sorts": controls.sorts(form.cleaned_data["sort"], query),
        "relaxed": controls.relaxed(answer, query, labels, form.fits_nothing),
        "pages": controls.page_links(answer, query),
        "rates_of": rates_of(version),
        "feeds": feeds_of(query),
    }


@kept_a_minute("find")
def facet_values(request, facet):
    """Shows every value of a facet with its count, as a link that chooses it or takes it back."""
    facet = FACETS.get(facet)
    if not facet or not facet.all_values:
        raise Http404
    board_engine = engine.current()
    labels = Labels(board_engine.directory)
    form = board_form(request.GET, labels)
    problems = controls.problems_of(form)
    query = BoardQuery.of(form.cleaned_data)
    counts = board_engine.values(form.cleaned_data, facet.name)
    find = OneLine().value_from_datadict(request.GET, None, "find")[:FIND_MAX]
    found = controls.matching(controls.options(facet, counts, query, labels), find)
    found.sort(key=lambda option: not option.is_chosen)
    most = min(MAX_VALUES, MAX_LINKS_BYTES // (BYTES_A_LINK + len(query.address())))
    context = {
        "facet": facet,
        "problems": tuple(f"{each.heading}: {each.text}" for each in problems),
        "query": query,
        "find": find,
        "find_max": FIND_MAX,
        "total": len(found),
        "values": controls.value_choices(facet, found[:most], query),
        "chips": controls.chips(query, labels),
    }
    return render(request, "jobs/facet_values.html", context)


@kept()
def listing_detail(request, pk, slug):
    """Shows a listing; a closed one stays, and tells machines that it is gone."""
    whole = Listing.objects.select_related("employer", "role", "source").prefetch_related("places")
    listing = whole.filter(pk=pk).first()
    if listing is None:
        return not_found(request, f"There is no listing with the number {pk}.")
    if request.path != listing.get_absolute_url():
        return redirect(listing, permanent=True)
    same_role = Listing.objects.for_board().exclude(pk=pk).filter(role=listing.role)
    context = {
        "listing": listing,
        "skills": listing.skills.all(),
        "nearby": [card_of(each) for each in same_role[:NEARBY]] if listing.role else [],
    }
    status = 200 if listing.is_open else 410
    return render(request, "jobs/listing_detail.html", context, status=status)
