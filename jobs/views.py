"""The board of open listings, all values of one of its filters, and each listing's own page."""

from functools import partial

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render

from careers.models import COMMENT_MAX
from careers.not_found import none_at, not_found
from careers.pages.addresses import address_of, moved, site_address
from careers.pages.kept import kept
from careers.pages.structured_data import breadcrumbs, graph
from careers.widgets import OneLine

from . import engine
from .board import controls, fit_page
from .board.cards import cards, folded
from .board.conversion import conversion
from .board.employer_page import employer_page
from .board.filters import KEYWORD_MAX, board_form
from .board.headings import heading, page_title
from .board.labels import Labels
from .board.landing_pages import figures, is_landing, landing, narrower
from .board.listing_page import areas_of, nearby, search_of, trust_of
from .board.offers import corrected, offers
from .board.open_numbers import open_runs
from .board.pay_band import band_of
from .board.pay_spread import pay_spread
from .board.per_version import has_samples, kept_cards
from .board.query import (
    PARAMETERS,
    SEVERAL,
    BoardQuery,
    page_number,
    path_with,
    values_path,
)
from .board.side_by_side import LEAST, MOST, side_by_side_of
from .engine.facets import FACETS
from .models import Employer, Listing, Report
from .publishing.feeds import feeds_of
from .publishing.job_posting import job_posting
from .reports.answering import answers_of

# So many values of a filter are listed; who looks for a rarer one searches.
MAX_VALUES, FIND_MAX = 500, 100
# As each of them repeats the address, a long one leaves room for fewer.
MAX_LINKS_BYTES, BYTES_A_LINK = 90_000, 150

# What was posted within the last days is counted to the minute.
kept_a_minute = partial(
    kept, *PARAMETERS, several=SEVERAL, moment=lambda asked: engine.this_minute()
)
# A listing ends, and its page goes, without anything being written; that it was confirmed does not
# make pages anew.
kept_with_the_clock = kept(moment=lambda asked: engine.this_minute())
# Controls of the board that stand in its first line; all others are under "More".
FIRST = ("area", "workplace", "pay", "level", "country", "city", "home")


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
    form, answer, slips = _answered(asked, labels, board_engine)
    problems = controls.problems_of(form)
    query = BoardQuery.of(form.cleaned_data)
    narrowed = landing(query, labels, board_engine.content_generation)
    about = conversion(query, labels.directory.rates)
    skill_names = labels.of["skill"]
    found = cards(answer.pks, answer.skills, skill_names, kept_cards(version), about)
    notices = controls.notices(left_out, problems, asked.get("page", ""), answer)
    worth_finding = is_landing(query, answer.total) and answer.page == 1 and not notices
    groups = controls.facet_groups(answer, query, labels, problems)
    return {
        "query": query,
        "answer": answer,
        "landing": narrowed,
        "is_landing": worth_finding,
        "narrower": narrower(query, answer, labels) if worth_finding else [],
        "heading": heading(query, labels),
        "title": page_title(query, labels, answer.page),
        "count": controls.count_words(answer),
        "cards": folded(found),
        "figures": figures(answer, query, labels),
        "spread": pay_spread(
            answer.amounts, form.cleaned_data["pay_usd"], query, labels.directory.rates
        ),
        "problems": problems,
        "notices": notices,
        "slips": slips,
        "offers": offers(query, board_engine, labels),
        "keyword": controls.typed(form, query, "q"),
        "keyword_max": KEYWORD_MAX,
        "pay": controls.pay_control(form, query, labels),
        "first": {each.facet.name: each for each in groups if each.facet.name in FIRST},
        "others": [each for each in groups if each.facet.name not in FIRST],
        "chips": controls.chips(query, labels),
        "sorts": controls.sorts(form.cleaned_data["sort"], query),
        "relaxed": controls.relaxed(answer, query, labels, form.fits_nothing),
        "relaxed_pairs": controls.relaxed_pairs(answer, query, labels, form.fits_nothing),
        "pages": controls.page_links(answer, query),
        # What the page of a listing needs to know of the search.
        "came_from": path_with("", query.pairs()),
        # A search that means nothing is not worth following.
        "feeds": [] if problems else feeds_of(query),
    }


def _answered(asked, labels, board_engine):
    """Returns (form, Answer, slips) of a QueryDict; of its keyword without slips if that helps."""
    form = board_form(asked, labels)
    form.is_valid()
    answer = board_engine.answer(form.cleaned_data, page_number(asked))
    keyword = form.cleaned_data.get("q")
    if answer.total or not keyword:
        return form, answer, []
    better, slips = corrected(keyword, board_engine)
    if slips:
        asked = asked.copy()
        asked["q"] = better
        form = board_form(asked, labels)
        form.is_valid()
        answer = board_engine.answer(form.cleaned_data, page_number(asked))
    return form, answer, slips


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
    here = (facet.all_values, query.address(path=values_path(facet.name)))
    context = {
        "facet": facet,
        "problems": tuple(f"{each.heading}: {each.text}" for each in problems),
        "query": query,
        "find": find,
        "find_max": FIND_MAX,
        "total": len(found),
        "values": controls.value_choices(facet, found[:most], query),
        "chips": controls.chips(query, labels),
        "json_ld": graph(breadcrumbs(request, ("Jobs", query.address()), here)),
    }
    return render(request, "jobs/facet_values.html", context)


@kept_a_minute()
def listing_detail(request, pk, slug):
    """Shows a listing; one that has closed stays for some weeks, and then is gone for good.

    The address may hold the search that it was found by.
    """
    whole = Listing.objects.select_related("employer", "role", "source").prefetch_related("places")
    listing = whole.filter(pk=pk).first()
    if listing is None:
        return not_found(request, f"There is no listing with the number {pk}.")
    if request.path != listing.get_absolute_url():
        return redirect(path_with(listing.get_absolute_url(), _pairs(request.GET)), permanent=True)
    context = {
        "listing": listing,
        "search": search_of(listing, request.GET, engine.current()) if request.GET else None,
        "band": band_of(listing),
        "skills": listing.skills.all(),
        "trust": trust_of(listing),
        "areas": areas_of(listing.places.all()),
        "nearby": nearby(listing),
        "answers": answers_of(listing),
        "report_kinds": Report.Kind.choices,
        "comment_max": COMMENT_MAX,
        "json_ld": _told_of_listing(request, listing),
    }
    status = 410 if listing.is_gone else 200
    return render(request, "jobs/listing_detail.html", context, status=status)


def _pairs(asked):
    return [(name, value) for name, values in asked.lists() for value in values]


def _told_of_listing(request, listing):
    """Returns what the page of a listing tells machines; no job while any listing is invented."""
    trail = [_jobs()]
    if listing.role:
        of_role = BoardQuery({"role": (listing.role.slug,)})
        trail.append((listing.role.title, of_role.address()))
    here = listing.get_absolute_url()
    nodes = [breadcrumbs(request, *trail, (listing.title, here))]
    if not has_samples(request.generation):
        nodes.append(job_posting(listing, site_address(here, request)))
    return graph(*filter(None, nodes))


@kept_with_the_clock
def open_listings(request):
    """Says which listings are open, the same to everybody: browsers look theirs up in it."""
    told = {"open": open_runs(engine.current())}
    response = JsonResponse(told, json_dumps_params={"separators": (",", ":")})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@kept()
def saved(request):
    """Shows what the reader's own browser keeps, which a script fills in; we know none of it."""
    return render(request, "jobs/saved.html")


@kept("id", "currency", "per", several=("id",), moment=lambda asked: engine.this_minute())
def side_by_side(request):
    """Shows two to four listings side by side, as numbers in the address name them."""
    rates = engine.current().directory.rates
    page = side_by_side_of(request.GET, rates, request.content_generation)
    context = {"page": page, "least": LEAST, "most": MOST}
    is_missing = page.problems and not page.columns
    return render(request, "jobs/side_by_side.html", context, status=404 if is_missing else 200)


@kept(*fit_page.PARAMETERS, several=("skill",), moment=lambda asked: engine.this_minute())
def fit(request):
    """Shows which roles and open jobs fit the skills in the address, and what one more opens."""
    page = fit_page.fit_page(request.GET, engine.current(), request.content_generation)
    context = {"page": page, "find_max": FIND_MAX}
    return render(request, "jobs/fit.html", context)


@kept_with_the_clock
def employer_detail(request, slug):
    """Shows an employer: its open listings, and what they state."""
    employer = Employer.objects.by_address([slug]).get(slug)
    if employer is None:
        problem = f"There is no employer at this address: {slug}."
        return none_at(request, Employer, slug, problem)
    if employer.slug != slug:
        return moved(request, slug=employer.slug)
    page = employer_page(employer, engine.current())
    trail = [_jobs(), (employer.name, employer.get_absolute_url())]
    context = {
        "employer": employer,
        "page": page,
        "json_ld": graph(breadcrumbs(request, *trail)),
    }
    return render(request, "jobs/employer_detail.html", context)


def _jobs():
    """Returns the board as the beginning of the way to a page."""
    return "Jobs", address_of("jobs:board")
