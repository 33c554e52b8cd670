"""Which addresses of the site a change of content can change, and what they answer within it.

The rule, by what the change writes (careers/editing/impact.py):

- A role's own addresses differ where its row, or a row that is of it, does; so do those of each
  pair with it. Where a role is called or placed otherwise, comes or goes, all roles name it.
- Roles name their comparisons, those whose adverts stand in for theirs, and what they go on to.
- A role and its pairs show what its profile names and its adverts ask for: a skill's name is on all
  that name or count it, or one of its group.
- Lists, sitemaps, files of open data and the API's lists may show anything; the board, feeds and
  listings name roles and skills, and say nothing else of them.

Left out, as there is no end of them: line-ups of three and four roles, searches, filters of the
board, and other views of a page by parameters, which differ only where the page does.
tests/portal/test_impact.py crawls the site before and after changes, and compares.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache, partial
from hashlib import blake2b
from io import BytesIO
from itertools import combinations
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from django.apps import apps
from django.core.handlers.wsgi import WSGIRequest
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.urls import URLResolver, get_resolver, resolve

from careers.editing.impact import Answer, Candidate, Touched
from careers.editing.in_memory import Copy
from careers.models import (
    GROUP,
    PAIR_SEPARATOR,
    Evidence,
    Revision,
    Role,
    RoleSkill,
    Skill,
    SnapshotRole,
)
from careers.open_data.tables import TABLES
from careers.pages import share_images
from careers.pages.addresses import address_of, site_root
from careers.pages.kept import once_a_version
from careers.pages.questions import read
from jobs import engine
from jobs.engine.facets import FACETS, PAGE_SIZE
from jobs.engine.triggers import WATCHED
from jobs.models import Employer, Listing, ListingPlace, Report
from jobs.publishing.feeds import FORMS

from .api.problems import Problem
from .sitemaps import KINDS

# Kinds of addresses, as headings, in the order in which they are looked at.
ROLES, PAIRS, SKILLS = "Roles", "Comparisons", "Skills"
LISTS, JOBS = "Lists and other pages", "Jobs"
FILES, API = "Files, pictures, frames and sitemaps", "The API"
ORDER = [ROLES, PAIRS, SKILLS, LISTS, JOBS, FILES, API]

# Views of one role, with the kind of address that each is.
OF_A_ROLE = {
    "careers:role_detail": ROLES,
    "careers:salary_detail": ROLES,
    "careers:role_share_image": FILES,
    "careers:salary_csv": FILES,
    "careers:salary_json": FILES,
    "api:role_detail": API,
    "api:role_evidence": API,
    "api:role_pay": API,
}
# Views of a pair: by one part of the address, and by parameters.
OF_A_PAIR = {
    "careers:comparison_detail": PAIRS,
    "careers:comparison_share_image": FILES,
    "embedded_comparison": FILES,
}
OF_TWO_ROLES = {"careers:comparison_csv": FILES, "careers:comparison_json": FILES}
OF_TWO_ROLES["api:compare"] = API
OF_A_SKILL = {"careers:skill_detail": SKILLS, "api:skill_detail": API}
OF_A_LISTING = {"jobs:listing_detail": JOBS, "jobs:listing_share_image": FILES}
OF_A_LISTING["api:listing_detail"] = API
OF_AN_EMPLOYER = {"jobs:employer_detail"}
# Views of all of something, by what their addresses say of it.
OF_A_NAME = {
    "sitemap": (FILES, lambda: KINDS),
    "careers:open_data_csv": (FILES, lambda: TABLES),
    "careers:open_data_json": (FILES, lambda: TABLES),
    "jobs:feed": (FILES, lambda: FORMS),
    "jobs:facet_values": (JOBS, lambda: [name for name in FACETS if FACETS[name].all_values]),
    # These say nothing of roles and skills.
    "sitemap_of_listings": (FILES, tuple),
}
# These say of roles and skills what they are called, and no more.
NAMING = {
    *(
        "alerts:alert_new",
        "api:listing_list",
        "embedded_jobs",
        "jobs:board",
        "jobs:employer_detail",
    ),
    *("jobs:facet_values", "jobs:feed", "jobs:side_by_side", "jobs:open_listings"),
}
# Tables of open data that only name roles; each takes a tenth of a second.
NAMING_TABLES = {"pay"}
# So many of the newest listings of a role or a skill a page shows, and of an employer.
SHOWN_OF_EACH, SHOWN_OF_EMPLOYER = 5, 100
# So many listings that a merge moves are copied.
MOST_MOVED = 5_000
# Of a role or a skill so many listings are looked at, and their employers: they differ alike.
MOST_LISTINGS = 50


class View(NamedTuple):
    """A public view, and whether its address has no parts that vary."""

    name: str
    is_plain: bool


@cache
def public_views() -> list[View]:
    """Returns all views whose pages are kept: what visitors read."""
    return list(_views_in(get_resolver().url_patterns))


def _views_in(patterns, route="", names=()) -> Iterator[View]:
    for each in patterns:
        here = route + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = (*names, each.namespace) if each.namespace else names
            yield from _views_in(each.url_patterns, here, inner)
        elif hasattr(each.callback, "kept"):
            yield View(":".join((*names, each.name)), "<" not in here)


class PublicSite:
    """The addresses of this site, as careers.editing.impact.Site."""

    def copy(self, board, moved):
        """Returns a copy of all content, which is read once for each of its states.

        Of revisions, which are not watched, it has the newest and those that are public; of
        listings those that a change moves, without their texts.
        """
        if _are_too_many(moved, board):
            return None
        copy = Copy(_content(board.content_generation))
        listings = Listing.objects.filter(pk__in=moved).defer("body_text")
        of_listings = (ListingPlace, Listing.skills.through)
        rows = [model.objects.filter(listing__in=moved) for model in of_listings]
        copy.take_in(Revision.objects.newest_and_live(), listings, *rows)
        return copy

    def listings(self, board, addresses):
        """Returns the rows of the listings that some addresses show, and one sample if any is."""
        matches = [resolve(address.partition("?")[0]) for address in addresses]
        sample = Listing.objects.samples().order_by().values("pk")[:1]
        shown = Listing.objects.filter(Q(pk__in=_shown(board, matches)) | Q(pk__in=sample))
        pks = shown.order_by().values("pk")
        of_listings = (ListingPlace, Listing.skills.through, Report)
        employing = Q(listings__in=pks) | Q(slug__in=_employers(matches))
        return [
            shown,
            *(model.objects.filter(listing__in=pks) for model in of_listings),
            Employer.objects.filter(employing).distinct(),
        ]

    def candidates(self, touched: Touched):
        found = [*_of_roles(touched), *_of_pairs(touched), *_of_skills(touched)]
        found += [*_of_listings(touched), *_of_all(touched)]
        return sorted(dict.fromkeys(found), key=lambda each: ORDER.index(each.kind))

    def board(self):
        return engine.current()

    def board_within(self, board, moved):
        is_rebuilt = _are_too_many(moved, board)
        return engine.within_transaction() if is_rebuilt else board.renamed(moved)

    @contextmanager
    def answering(self, board, version):
        with engine.standing_in(board):
            yield partial(_answer, version=version)

    def page(self, address):
        return _page(address, object())

    def open_titles(self, limit):
        newest = Listing.objects.open().order_by("-posted_at", "-pk").only("title")[:limit]
        return [(each.title, each.get_absolute_url()) for each in newest]


# --- what pages show -----------------------------------------------------------------------------


@once_a_version
def _content():
    """Returns a copy of all tables that pages show, but those of listings and who they are of."""
    tables = {each.table for each in WATCHED if each.listing is None} - {"jobs_employer"}
    found = apps.get_models(include_auto_created=True)
    with closing(Copy()) as copy:
        shown = [model for model in found if model._meta.db_table in tables]
        # Of who has reviewed something the name only.
        copy.take_in(*(model._base_manager.defer("password") for model in shown))
        return copy.as_bytes()


def _are_too_many(moved, board):
    """Tells whether so many listings move that the database itself is cheaper than a copy."""
    return len(moved) > MOST_MOVED or not board.index.has_room(len(moved))


def _shown(board, matches):
    """Returns the ids of the listings that pages show, by the ResolverMatches of their addresses.

    Those are the newest of all, of each role, and of what pages are of; and those with a page.
    """
    views = {match.view_name for match in matches}
    own = {match.kwargs["pk"] for match in matches if match.view_name in OF_A_LISTING}
    # Beside a job stand others of its role or employer.
    employers = {value for values in board.values_of("employer", own).values() for value in values}
    ids = board.directory.employers.ids
    paid_in = tuple(value for value, _ in board.counts("paid_in"))
    asked = [
        (PAGE_SIZE, {}),
        (SHOWN_OF_EACH, {"paid_in": paid_in} if paid_in else {}),
        *((SHOWN_OF_EACH, {"role": value}) for value, _ in board.counts("role")),
        *((SHOWN_OF_EACH, {"employer": value}) for value in employers),
        *((SHOWN_OF_EMPLOYER, {"employer": ids.get(slug)}) for slug in _employers(matches)),
    ]
    if views & OF_A_SKILL.keys():
        asked += [(SHOWN_OF_EACH, {"skill": value}) for value, _ in board.counts("skill")]
    shown = {pk for most, values in asked for pk in board.newest(most, **values)[1]}
    if "jobs:feed" in views:
        most = max(form.size for form in FORMS.values())
        shown |= {pk for pk, _ in board.arrivals({"sort": "newest"}, 0, most)[1]}
    return shown | own


def _employers(matches):
    """Returns the addresses of the employers that pages are of."""
    return {m.kwargs["slug"] for m in matches if m.view_name in OF_AN_EMPLOYER}


# --- candidates ----------------------------------------------------------------------------------


def _of_roles(touched):
    """Yields the addresses of roles that can differ, first of those that the change is of."""
    touching = touched.roles | {pk for pair in touched.pairs for pk in pair}
    for state in (touched.before, touched.after):
        roles = state.published_roles()
        own = {roles[pk]["slug"] for pk in touched.roles & roles.keys()}
        asking = _asking_for(touched.entries, state)
        for pk in sorted(roles, key=lambda pk: pk not in touched.roles):
            row = roles[pk]
            is_stood_in_for = touched.has_new_counts and row["stand_in"] in own
            if touched.has_new_faces or pk in touching | asking or is_stood_in_for:
                for view, kind in OF_A_ROLE.items():
                    yield Candidate(kind, address_of(view, row["slug"]))


def _of_pairs(touched):
    """Yields the addresses of pairs that can differ."""
    for state in (touched.before, touched.after):
        roles = state.published_roles()
        own = touched.roles | _asking_for(touched.entries, state)
        own_slugs = {roles[pk]["slug"] for pk in touched.roles & roles.keys()}
        if touched.has_new_faces or touched.has_new_counts:
            own |= {pk for pk, row in roles.items() if _names(row) & own_slugs}
        for one, other in combinations(roles, 2):
            if one in own or other in own or frozenset((one, other)) in touched.pairs:
                yield from _of_pair(roles[one]["slug"], roles[other]["slug"])


def _of_pair(*slugs):
    slugs = sorted(slugs)
    for view, kind in OF_A_PAIR.items():
        yield Candidate(kind, address_of(view, PAIR_SEPARATOR.join(slugs)))
    query = urlencode([("role", slug) for slug in slugs])
    for view, kind in OF_TWO_ROLES.items():
        yield Candidate(kind, f"{address_of(view)}?{query}")


def _names(row):
    """Returns the addresses of the roles that a role's profile names."""
    texts = (row[name] for name in ("related", "before", "after", "stand_in"))
    return {slug.strip() for text in texts for slug in text.replace("\n", ",").split(",")} - {""}


def _asking_for(skills, state):
    """Returns the ids of roles whose profile names one of some skills, or whose adverts do.

    Or those of a role that stands in.
    """
    entries = state.by_id(Skill)
    keys = {entries[pk]["slug"] for pk in skills & entries.keys()}
    groups = {entries[pk]["group_id"] for pk in skills & entries.keys()} - {None}
    needing = {
        row["role_id"] for row in state.rows[RoleSkill].values() if row["skill_id"] in skills
    }
    for model in (Evidence, SnapshotRole):
        for row in state.rows[model].values():
            if keys & row["skills"].keys() or (groups and _counts_groups(row)):
                needing.add(row["role_id"])
    roles = state.by_id(Role)
    slugs = {roles[pk]["slug"] for pk in needing & roles.keys()}
    return needing | {pk for pk, row in roles.items() if row["stand_in"] in slugs}


def _counts_groups(row):
    return any(key.startswith(GROUP) for key in row["skills"])


def _of_skills(touched):
    """Yields the addresses of skills that can differ."""
    everywhere = touched.has_new_faces or touched.has_new_counts
    for state in (touched.before, touched.after):
        skills = state.by_id(Skill)
        for pk in sorted(skills, key=lambda pk: pk not in touched.entries):
            if everywhere or pk in touched.skills:
                for view, kind in OF_A_SKILL.items():
                    yield Candidate(kind, address_of(view, skills[pk]["slug"]))


def _of_listings(touched):
    """Yields the addresses of open listings that can differ, and of their employers.

    Those of at most MOST_LISTINGS of what is touched.
    """
    roles = touched.roles if touched.has_new_faces else set()
    asked = [("pk__in", touched.listings), ("role__in", roles), ("skills__in", touched.entries)]
    for name, values in asked:
        if not values:
            continue
        listings = Listing.objects.open().filter(**{name: values}).distinct().order_by("-pk")
        for each in listings.select_related("employer")[:MOST_LISTINGS]:
            yield Candidate(JOBS, each.get_absolute_url())
            yield Candidate(JOBS, each.employer.get_absolute_url())
            yield Candidate(FILES, f"{each.get_absolute_url()}share.png")
            yield Candidate(API, address_of("api:listing_detail", each.pk))


def _of_all(touched):
    """Yields the addresses that are of the whole site, and can differ."""
    is_renamed = bool(touched.has_new_faces or touched.entries or touched.listings)
    for view, is_plain in public_views():
        if view in NAMING and not is_renamed:
            continue
        if is_plain and view not in OF_TWO_ROLES:
            yield Candidate(_kind_of(view), address_of(view))
        elif view in OF_A_NAME:
            kind, names = OF_A_NAME[view]
            for name in names():
                if name not in NAMING_TABLES or is_renamed or touched.has_new_counts:
                    yield Candidate(kind, address_of(view, name))


FILE_VIEWS = {
    *("share_image", "sitemap_index", "robots_txt", "llms_txt", "careers:open_data_package"),
    *("embedded_jobs", "jobs:open_listings"),
}


def _kind_of(view):
    if view in FILE_VIEWS:
        return FILES
    if view.startswith("api:"):
        return API
    return JOBS if view.startswith(("jobs:", "alerts:")) else LISTS


# --- answers -------------------------------------------------------------------------------------


class Visit(WSGIRequest):
    """The request of a visitor whom nobody has let in, at the site's own address."""

    def get_host(self):
        return urlsplit(site_root()).netloc


def _page(address, version):
    """Returns the response of a public view; what is kept by a version is asked once for it."""
    path, _, query = address.partition("?")
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query}
    scheme = urlsplit(site_root()).scheme
    request = Visit(environ | {"wsgi.input": BytesIO(), "wsgi.url_scheme": scheme})
    match = request.resolver_match = resolve(path)
    mark = getattr(match.func, "kept", None)
    if mark is None:
        raise Http404(f"There is no public page at {address}.")
    request.GET, request.left_out = read(
        request.GET, mark.parameters, mark.several, mark.names_unknown, mark.most_words
    )
    request.generation = request.content_generation = version
    try:
        return match.func(request, *match.args, **match.kwargs)
    except Problem as problem:
        return HttpResponse(status=problem.status)


def _answer(address, version):
    try:
        with share_images.undrawn():
            response = _page(address, version)
    except Http404:
        return Answer(404, "", b"")
    body = response.content if response.status_code in (200, 410) else b""
    digest = blake2b(body, digest_size=16).digest()
    return Answer(response.status_code, response.headers.get("Location", ""), digest)
