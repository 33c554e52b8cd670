"""What others show of the board: any search as a feed, and a picture of each listing."""

from math import ceil
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import http_date, urlencode

from careers.not_found import not_found
from careers.pages import share_images
from careers.pages.addresses import site_root
from careers.pages.kept import kept

from .. import engine
from ..board.cards import card_of
from ..board.filters import board_form
from ..board.followed import fits_nothing, problems_of
from ..board.headings import heading
from ..board.labels import Labels
from ..board.per_version import has_samples
from ..board.query import (
    PARAMETERS,
    SEVERAL,
    BoardQuery,
    board_path,
    feed_path,
    page_number,
    path_with,
)
from ..models import Listing
from .feeds import FORMS, Feed
from .items import in_one_line, read_items

HOLDS = "Open jobs, newest arrivals first."
SAMPLES = "The listings here are invented samples."
NOTHING_FITS = "So nothing fits."
# A feed has an order of its own, whatever is asked.
FILTERS = tuple(name for name in PARAMETERS if name != "sort")


def _moment(asked):
    """Returns for how long a feed of some parameters stays the same, if no listing changes."""
    return engine.this_minute() if "posted" in asked else timezone.localdate()


@kept(*PARAMETERS, "page", several=SEVERAL, moment=_moment)
def feed(request, form):
    """Gives a search of the board in one of the FORMS of feeds."""
    if form not in FORMS:
        raise Http404
    kind = FORMS[form]
    headers = {
        # Not the newest item's date: a listing that closed or opened again leaves none, and who
        # asks by this date alone must not be told that nothing changed.
        "Last-Modified": http_date(timezone.now().timestamp()),
        "X-Robots-Tag": "noindex",
    }
    if form == "csv":
        headers["Content-Disposition"] = 'attachment; filename="jobs.csv"'
    text = kind.write(_feed(request, form, kind.size))
    return HttpResponse(text, content_type=f"{kind.mime_type}; charset=utf-8", headers=headers)


@kept()
def listing_share_image(request, pk, slug):
    """Draws what the link to an open listing shows."""
    listing = Listing.objects.open().select_related("employer", "role").filter(pk=pk).first()
    if listing is None or request.path != f"{listing.get_absolute_url()}share.png":
        return not_found(request, f"There is no open listing with the number {pk} and this title.")
    card = card_of(listing)
    shown = share_images.job_image(
        listing.title,
        listing.employer.name,
        [*filter(None, [card.place]), *card.facts],
        listing.pay,
        otherwise=listing.role.title if listing.role else "Open job",
        site_name=settings.SITE_NAME,
    )
    return share_images.answer(shown)


def _feed(request, form, size):
    """Returns the Feed of a request: the listings that came in last, so many on a page."""
    board = engine.current()
    labels = Labels(board.directory)
    asked = board_form(request.GET, labels)
    asked.is_valid()
    given = [(name, value) for name in FILTERS for value in request.GET.getlist(name)]
    page = max(page_number(request.GET), 1)
    problems = [*problems_of(asked), *request.left_out]
    total, found = 0, []
    if request.left_out or fits_nothing(asked, given):
        problems.append(NOTHING_FITS)
    else:
        total, found = board.arrivals(asked.cleaned_data, (page - 1) * size, page * size)
    items = read_items(found, labels.of, whole=form != "csv")
    query = BoardQuery.of(asked.cleaned_data)
    root = site_root(request)

    def address(page):
        return root + path_with(feed_path(form), given, page)

    told = [SAMPLES] if has_samples(request.generation) else []
    return Feed(
        id=_lasting_id(given),
        title=f"{in_one_line(heading(query, labels))} · {settings.SITE_NAME}",
        description=in_one_line(" ".join([HOLDS, *told, *problems])),
        site_name=settings.SITE_NAME,
        site_root=root,
        page=root + path_with(board_path(), given),
        address=address(page),
        pages={rel: address(each) for rel, each in _other_pages(page, ceil(total / size)).items()},
        updated_at=max((item.updated_at for item in items), default=_today()),
        problems=[in_one_line(problem) for problem in problems],
        total=total,
        items=items,
    )


def _other_pages(page, last):
    """Returns {rel: number} of the pages that RFC 5005 has links for; none of a single page."""
    pages = {"first": 1, "previous": page - 1, "next": page + 1, "last": last}
    return {rel: number for rel, number in pages.items() if last > 1 and 1 <= number <= last}


def _lasting_id(given):
    """Returns the name of a search on this site, wherever the site is found."""
    return uuid5(NAMESPACE_URL, f"search {settings.SITE_NAME} {urlencode(given)}").urn


def _today():
    """Returns when this day began."""
    return timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
