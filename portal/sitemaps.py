"""What search engines are told to read: an index of sitemaps, one or more of each kind of page.

Listings are told by ranges of their numbers, so that a sitemap changes only when one of its own
listings does. A date is when the words of a page last changed; where nobody knows, none is given.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import F, Max, Q
from django.http import Http404
from django.shortcuts import render

from careers.models import Comparison, PayCell, Role, Skill, Withdrawal
from careers.pages.addresses import address_of
from careers.pages.kept import kept
from jobs import engine
from jobs.board.landing_pages import MIN_LISTINGS, landing_paths
from jobs.board.query import board_path
from jobs.models import Listing
from jobs.words import title_slug

# Takes about 60 ms to make; the protocol allows 50,000.
LISTINGS_A_SITEMAP = 5_000
XML = "application/xml"


class Entry(NamedTuple):
    """The address of a page or of a sitemap, and when it last changed, if that is known."""

    path: str
    changed: datetime | None = None


# --- kinds of pages ----------------------------------------------------------------------------


def _pages():
    names = ("home", "about", "privacy", "careers:role_list", "careers:compare", "jobs:board")
    names += ("careers:salary_list", "careers:skill_list", "careers:disagreements")
    names += ("careers:titles", "careers:open_data", "api:documentation", "jobs:fit")
    return [Entry(address_of(name)) for name in names]


def _roles():
    return _documents(Role.objects.published().order_by("slug"))


def _comparisons():
    return _documents(Comparison.objects.published().select_related("first", "second"))


def _documents(documents):
    """Returns an Entry for each document: its text was saved, then published, then reviewed.

    What is out of date is for those who have its address.
    """
    documents = documents.exclude(withdrawn=Withdrawal.OUTDATED)
    return [
        Entry(
            document.get_absolute_url(),
            max(filter(None, (document.saved_at, document.published_at, document.reviewed_at))),
        )
        for document in documents.annotate(saved_at=F("live_revision__created_at"))
    ]


def _skills():
    return [Entry(skill.get_absolute_url()) for skill in Skill.objects.order_by("slug")]


def _salaries():
    """Returns an Entry for each role that has figures of pay, its own or its occupation's."""
    cells = PayCell.objects.exclude(p50=None).order_by()
    of_role = Q(pk__in=cells.exclude(role=None).values("role"))
    of_occupation = Q(occupation__in=cells.exclude(occupation="").values("occupation"))
    paid = Role.objects.published().filter(of_role | of_occupation).order_by("slug")
    slugs = paid.values_list("slug", flat=True)
    return [Entry(address_of("careers:salary_detail", slug)) for slug in slugs]


def _employers():
    """Returns an Entry for each employer with enough open listings."""
    board = engine.current()
    slugs = board.directory.employers.slugs
    enough = (pk for pk, count in board.counts("employer") if count >= MIN_LISTINGS)
    return [Entry(address_of("jobs:employer_detail", slugs[pk])) for pk in enough if pk in slugs]


def _landing_pages():
    return [Entry(path) for path in landing_paths()]


KINDS: dict[str, Callable[[], Iterable[Entry]]] = {
    "pages": _pages,
    "roles": _roles,
    "comparisons": _comparisons,
    "skills": _skills,
    "salaries": _salaries,
    "boards": _landing_pages,
    "employers": _employers,
}


def one_of_each_kind():
    """Returns the path of the board and of the first page of each kind that the site has."""
    first = [next(iter(entries()), None) for entries in KINDS.values()]
    return [board_path(), *(entry.path for entry in first if entry)]


# --- listings ----------------------------------------------------------------------------------


def _listings(number):
    """Returns an Entry for each open listing of a sitemap by its number."""
    first = number * LISTINGS_A_SITEMAP
    inside = Listing.objects.open().filter(pk__gte=first, pk__lt=first + LISTINGS_A_SITEMAP)
    rows = inside.order_by("pk").values_list("pk", "title", "updated_at")
    return [Entry(f"{board_path()}{pk}-{title_slug(title)}/", at) for pk, title, at in rows]


def _sitemaps_of_listings():
    """Returns an Entry for each sitemap that has open listings."""
    numbered = Listing.objects.open().order_by().annotate(number=F("pk") / LISTINGS_A_SITEMAP)
    changed = numbered.values_list("number").annotate(Max("updated_at")).order_by("number")
    return [Entry(address_of("sitemap_of_listings", number), at) for number, at in changed]


# --- views -------------------------------------------------------------------------------------


@kept()
def sitemap_index(request):
    """Names every sitemap that has a page."""
    entries = []
    for kind, entries_of in KINDS.items():
        if pages := entries_of():
            dates = [page.changed for page in pages if page.changed]
            entries.append(Entry(address_of("sitemap", kind), max(dates, default=None)))
    return _answer(request, "portal/sitemap_index.xml", [*entries, *_sitemaps_of_listings()])


@kept()
def sitemap(request, kind):
    """Gives the pages of a kind."""
    if kind not in KINDS:
        raise Http404
    return _answer(request, "portal/sitemap.xml", KINDS[kind]())


@kept()
def sitemap_of_listings(request, number):
    """Gives the open listings of a range of numbers."""
    return _answer(request, "portal/sitemap.xml", _listings(number))


def _answer(request, template, entries):
    return render(request, template, {"entries": entries}, content_type=XML)
