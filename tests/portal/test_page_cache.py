"""Pages that are kept: the same for every visitor, as new as the database, and cheap."""

import gzip
from collections import defaultdict
from datetime import timedelta
from itertools import count, product
from random import Random
from unittest.mock import Mock

import brotli
import pytest
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import get_resolver, path, reverse, set_script_prefix
from django.utils import timezone

import portal.urls
from careers.editing import publishing, renaming
from careers.models import Comparison, FormerAddress, Role, Skill
from careers.pages.kept import kept
from jobs.engine import Outdated
from jobs.engine import engine as engine_module
from jobs.engine.answers import PAGE_SIZE
from jobs.models import Employer, Listing, ListingPlace
from portal import page_cache
from portal.api import limits
from portal.page_cache import Key, Page, PageCache
from tests import snapshots
from tests.factories import make_draft_role, make_listing, make_skill, profile_content
from tests.kept_pages import ADDRESSES, LINEUP, PAGES, PAIR, after, fill_the_site

# The answers to the forms at the foot of a page.
ANSWERED_BY_POST = {"careers:feedback", "jobs:report"}
# Whoever has the link to an alert sees these, and nobody else.
OF_A_LINK = {f"alerts:alert_{page}" for page in ("confirm", "detail", "off", "search")}
# These say how the site is now, or what its settings are.
OF_THE_MOMENT = {"healthz", "readyz", "security_txt", "favicon_ico", "apple_touch_icon"}


@pytest.fixture(scope="module")
def site_rows(rows_made_by):
    return rows_made_by(fill_the_site)


@pytest.fixture
def site(transactional_db, monkeypatch, site_rows):
    """Something to show on every page, nothing kept, and a clock that stands."""
    after(monkeypatch, seconds=0)
    # What is left of an allowance is no part of an answer.
    monkeypatch.setattr(limits, "spend", lambda peer: limits.Allowance(300, 299, 60))
    snapshots.insert(site_rows)
    page_cache.PAGES.forget()


@pytest.fixture
def visitor():
    return Client()


@pytest.fixture
def editor(site):
    """An editor who has drafts, and a message that no page of the admin has shown yet."""
    user = User.objects.create_superuser("ann-the-editor")
    publishing.save_draft(make_draft_role("Drafted"), profile_content(definition="Draft words."))
    client = Client()
    client.force_login(user)
    client.post(reverse("admin:jobs_employer_add"), {"name": "Employed", "slug": "employed"})
    assert Employer.objects.filter(slug="employed").exists()
    assert "_messages" in client.session
    return client


def go_to_another_worker(monkeypatch):
    """Answers from a process that has neither pages nor an index yet."""
    monkeypatch.setattr(page_cache, "PAGES", PageCache())
    monkeypatch.setattr(engine_module, "shared", engine_module.Engine(is_shared=True))


# --- which views ---------------------------------------------------------------------------------


def test_every_public_view_is_kept_and_is_tried_here():
    resolver = get_resolver()
    names = {pattern.name for pattern in resolver.url_patterns if getattr(pattern, "name", None)}
    for app in ("alerts", "careers", "jobs", "api"):
        patterns = resolver.namespace_dict[app][1].url_patterns
        names |= {f"{app}:{pattern.name}" for pattern in patterns}
    assert names == ADDRESSES.keys() | ANSWERED_BY_POST | OF_A_LINK | OF_THE_MOMENT


def test_a_page_is_rendered_once_until_something_changes(visitor, site, count_queries):
    for address in PAGES:
        first = visitor.get(address)
        assert first.status_code == 200, address
        # It looks at the last line of the log.
        assert count_queries(lambda address=address: visitor.get(address)) == 1, address
        again = visitor.get(address)
        assert again.content == first.content
        assert again.headers == first.headers
    assert len(page_cache.PAGES.pages) == len(PAGES)
    make_listing("Other")
    visitor.get("/about/")
    assert len(page_cache.PAGES.pages) == 1


# --- what is told apart --------------------------------------------------------------------------


def test_no_page_knows_a_parameter_that_is_not_its_own(visitor, editor):
    for client, address in product((visitor, editor), PAGES):
        page_cache.PAGES.forget()
        page = client.get(address)
        page_cache.PAGES.forget()
        stranger = client.get(f"{address}{'&' if '?' in address else '?'}utm_source=x")
        assert page.status_code == 200, address
        assert page.content == stranger.content, address


def test_an_empty_parameter_says_nothing(visitor, site, count_queries):
    visitor.get("/jobs/")
    assert count_queries(lambda: visitor.get("/jobs/?q=&level=&utm_source=x")) == 1


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("/jobs/", "/jobs/?sort=pay"),
        ("/jobs/", "/jobs/?level=mid"),
        ("/search/", "/search/?q=analyst"),
        (f"/compare/{PAIR}/", f"/compare/{PAIR}/?show=differences"),
        (f"/compare/?{LINEUP}", "/compare/?role=carrier&role=builder&role=analyst"),
        ("/jobs/values/city/", "/jobs/values/city/?find=osa"),
    ],
)
def test_a_known_parameter_makes_another_page(visitor, site, address, other):
    assert visitor.get(address).content != visitor.get(other).content


def test_the_second_page_of_results_is_another_page(visitor, site):
    for number in range(PAGE_SIZE):
        make_listing(f"Newer {number}")
    assert "Analyst wanted" not in visitor.get("/jobs/").text
    assert "Analyst wanted" in visitor.get("/jobs/?page=2").text


def test_differences_lead_back_to_the_same_roles(visitor, site):
    pair, lineup = (
        visitor.get(ADDRESSES[f"careers:{name}"]) for name in ("comparison_detail", "compare")
    )
    assert 'href="?show=differences#difference"' in pair.text
    assert f'href="?{LINEUP.replace("&", "&amp;")}&amp;show=differences#difference"' in lineup.text
    differences = visitor.get(f"/compare/?{LINEUP}&show=differences")
    assert f'href="?{LINEUP.replace("&", "&amp;")}#difference"' in differences.text


def test_hosts_and_schemes_never_share_a_page(visitor, site):
    address = "/roles/analyst/"
    ways = [
        ("http://testserver", {}),
        ("https://testserver", {"secure": True}),
        ("http://testserver:8000", {"headers": {"Host": "testserver:8000"}}),
        ("http://example.org", {"headers": {"Host": "example.org"}}),
    ]
    for _ in ("rendered", "kept"):
        for root, how in ways:
            text = visitor.get(address, **how).text
            assert f'<link rel="canonical" href="{root}/roles/analyst/">' in text
            assert f'"item":"{root}/roles/"' in text


def test_a_page_names_the_site_s_address_and_no_host_that_was_asked(visitor, site, settings):
    settings.SITE_URL = "https://careers.example.org"
    addresses = ("/roles/analyst/", f"/compare/{PAIR}/", "/skills/sql/", "/salaries/analyst/")
    for address in addresses:
        page = visitor.get(address, headers={"Host": "testserver:8000"}).content
        assert b"https://careers.example.org/" in page
        assert b"testserver" not in page
        assert visitor.get(address, secure=True).content == page
    assert len(page_cache.PAGES.pages) == len(addresses)


def test_a_kept_page_is_not_for_strangers_hosts(visitor, site, settings):
    settings.SITE_URL = "https://careers.example.org"
    settings.ALLOWED_HOSTS = ["testserver"]
    assert visitor.get("/about/").status_code == 200
    assert visitor.get("/about/", headers={"Host": "evil.example"}).status_code == 400


def test_script_prefixes_never_share_a_page(visitor, site):
    try:
        for _ in ("rendered", "kept"):
            for prefix in ("/", "/portal/", "/"):
                set_script_prefix(prefix)
                text = visitor.get("/jobs/", SCRIPT_NAME=prefix.rstrip("/")).text
                assert f'href="{prefix}jobs/7000-analyst-wanted/"' in text
                assert f'href="{prefix}roles/"' in text
    finally:
        set_script_prefix("/")


# --- nothing of an editor ------------------------------------------------------------------------


def test_nothing_of_an_editor_is_in_the_page_of_a_visitor(visitor, editor):
    draft = Role.objects.get(slug="drafted")
    preview = editor.get(f"/admin/careers/role/{draft.pk}/preview/")
    assert "Draft words." in preview.text
    seen = defaultdict(list)
    for address in PAGES:
        of_editor = editor.get(address)
        assert "private" in of_editor.headers["Cache-Control"], address
        assert "Cookie" in of_editor.headers["Vary"], address
        seen[address] += [visitor.get(address), visitor.get(address)]
    visitor.post("/feedback/", {"path": "/roles/analyst/", "is_useful": "yes"})
    # Who has logged out may still carry a token.
    editor.cookies.pop("sessionid")
    for address in PAGES:
        seen[address] += [visitor.get(address), editor.get(address)]
        page_cache.PAGES.forget()
        fresh = Client().get(address)
        for response in seen[address]:
            assert response.status_code == 200, address
            assert response.content == fresh.content, address
            assert not response.cookies, address
            assert response.headers["Vary"] == "Accept-Encoding", address
            assert "private" not in response.headers["Cache-Control"], address
        for words in (b"ann-the-editor", b"Draft", b"added successfully", b"csrf", b"Preview:"):
            assert words not in fresh.content, address


def test_the_pages_of_an_editor_are_made_for_each_request(editor, count_queries):
    editor.get("/roles/")
    assert count_queries(lambda: editor.get("/roles/")) > 1
    assert not page_cache.PAGES.pages


renderings = count()


@kept()
def plain(request):
    return HttpResponse(f"Rendering {next(renderings)}")


@kept()
def greets(request):
    return HttpResponse(f"Hello {request.user}, {next(renderings)}")


@kept()
def has_a_form(request):
    return HttpResponse(f"{get_token(request)} {next(renderings)}")


@kept()
def sets_a_cookie(request):
    response = HttpResponse(f"{next(renderings)}")
    response.set_cookie("seen", "yes")
    return response


@kept()
def leaves_a_message(request):
    messages.success(request, "Saved.")
    return HttpResponse(f"{next(renderings)}")


@kept()
def is_private(request):
    return HttpResponse(f"{next(renderings)}", headers={"Cache-Control": "private"})


@kept()
def is_secret(request):
    return HttpResponse(f"{next(renderings)}", headers={"Cache-Control": "no-store"})


@kept()
def is_gone(request):
    return HttpResponse(f"{next(renderings)}", status=410)


@kept()
def streams(request):
    return StreamingHttpResponse([f"{next(renderings)}".encode()])


@kept()
def is_overtaken(request):
    """Reads; then something changes before its answer is sent."""
    titles = ", ".join(Listing.objects.order_by("posted_at").values_list("title", flat=True))
    if next(renderings) == 0:
        make_listing("Added while it was read")
    return HttpResponse(titles)


def unmarked(request):
    return HttpResponse(f"{next(renderings)}")


NEVER_KEPT = [
    *(greets, has_a_form, sets_a_cookie, leaves_a_message, is_private, is_secret, is_gone),
    *(streams, unmarked),
]
urlpatterns = [
    *(path(f"{view.__name__}/", view) for view in (plain, is_overtaken, *NEVER_KEPT)),
    *portal.urls.urlpatterns,
]


@pytest.mark.urls(__name__)
def test_an_answer_that_is_made_for_one_visitor_is_not_kept(visitor, site):
    def body(view):
        return visitor.get(f"/{view.__name__}/").getvalue()

    assert body(plain) == body(plain)
    for view in NEVER_KEPT:
        visitor.cookies.clear()
        assert body(view) != body(view), view.__name__


@pytest.mark.urls(__name__)
def test_only_reading_is_answered_from_what_is_kept(visitor, site):
    read = visitor.get("/plain/").text
    assert visitor.post("/plain/").text != read
    assert visitor.put("/plain/").text != read
    assert visitor.get("/plain/").text == read


# --- as new as the database ----------------------------------------------------------------------


def test_an_edit_of_content_is_in_the_next_answer(visitor, site):
    analyst, skill = Role.objects.get(slug="analyst"), Skill.objects.get()
    advert = "/jobs/7000-analyst-wanted/"
    edits = [
        ("/roles/analyst/", "Edited summary", lambda words: update(Role, summary=words)),
        ("/roles/analyst/", "Edited name", lambda words: analyst.other_titles.create(name=words)),
        ("/roles/analyst/", "Ann Edited", lambda words: review(analyst, last_name="Edited")),
        ("/roles/analyst/", "Edited tip", lambda words: republish(analyst, tips=f"Tip: {words}.")),
        ("/skills/sql/", "Edited description", lambda words: update(Skill, description=words)),
        ("/skills/sql/", "Edited alias", lambda words: update(Skill, aliases=words)),
        ("/skills/sql/", "Edited skill", lambda words: skill.related.add(make_skill(words))),
        (f"/compare/{PAIR}/", "Edited pair", lambda words: update(Comparison, difference=words)),
        (advert, "Edited place", lambda words: update(ListingPlace, city=words)),
        ("/jobs/", "Edited employer", lambda words: update(Employer, name=words)),
    ]
    for address, words, edit in edits:
        before = visitor.get(address)
        assert words not in before.text
        edit(words)
        tags = {"If-None-Match": before.headers["ETag"]}
        assert words in visitor.get(address, headers=tags).text, words


def test_an_address_that_is_given_up_redirects_at_once_and_its_filter_stays(visitor, site):
    for address in ("/roles/analyst/", "/jobs/?role=analyst", "/skills/sql/", "/roles/builder/"):
        assert visitor.get(address).status_code == 200
    renaming.change_address(Role.objects.get(slug="analyst"), "the-analyst")
    assert visitor.get("/roles/analyst/").url == "/roles/the-analyst/"
    assert "Analyst wanted" in visitor.get("/jobs/?role=analyst").text
    assert "/roles/the-analyst/" in visitor.get("/skills/sql/").text
    renaming.change_address(Role.objects.get(slug="the-analyst"), "analyst")
    assert visitor.get("/roles/the-analyst/").url == "/roles/analyst/"
    assert visitor.get("/roles/analyst/").status_code == 200
    FormerAddress.objects.all().delete()
    assert visitor.get("/roles/the-analyst/").status_code == 404
    assert "is not one of the choices" in visitor.get("/jobs/?role=the-analyst").text


def update(model, **values):
    model.objects.update(**values)


def review(role, **name):
    """Has a role reviewed by somebody who gets another name."""
    reviewer = User.objects.create(username="ann", first_name="Ann", last_name="Before")
    update(Role, reviewed_by=reviewer, reviewed_at=timezone.now())
    assert "Ann Before" in Client().get(role.get_absolute_url()).text
    User.objects.update(**name)


def republish(role, **fields):
    publishing.save_draft(role, profile_content(role.title, **fields))
    publishing.publish(role)


@pytest.mark.urls(__name__)
def test_a_page_that_a_change_overtakes_is_not_kept_for_those_who_come_later(
    visitor, site, monkeypatch
):
    monkeypatch.setitem(globals(), "renderings", count())
    assert visitor.get("/is_overtaken/").text == "Analyst wanted"
    assert visitor.get("/is_overtaken/").text == "Analyst wanted, Added while it was read"


def test_a_page_is_not_older_than_its_day(visitor, site, monkeypatch):
    # What was published this afternoon is public.
    noon = timezone.now().replace(hour=12) + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    Listing.objects.update(posted_at=noon, closes_at=noon + timedelta(days=9))
    assert ">today</time>" in visitor.get("/roles/analyst/").text
    after(monkeypatch, days=1)
    assert ">yesterday</time>" in visitor.get("/roles/analyst/").text


def test_the_board_counts_what_was_posted_to_the_minute(visitor, site, monkeypatch):
    Listing.objects.update(posted_at=timezone.now() - timedelta(hours=23, minutes=59))
    assert "1 job" in visitor.get("/jobs/?posted=1").text
    after(monkeypatch, minutes=2)
    assert "No open job fits" in visitor.get("/jobs/?posted=1").text


# --- not modified, HEAD, encodings ---------------------------------------------------------------


def test_the_same_body_is_not_sent_again(visitor, site, monkeypatch):
    first = {address: visitor.get(address).headers for address in PAGES}

    def assert_not_modified(address):
        asked = {"If-None-Match": first[address]["ETag"]}
        response = visitor.get(address, headers=asked)
        assert (response.status_code, response.content) == (304, b""), address
        for name in ("ETag", "Vary", "Cache-Control"):
            assert response.headers[name] == first[address][name], address

    for address in PAGES:
        assert_not_modified(address)
    after(monkeypatch, minutes=1)
    for address in PAGES:
        assert_not_modified(address)
    go_to_another_worker(monkeypatch)
    for address in PAGES:
        assert_not_modified(address)
    # Something has changed that these pages do not show.
    Employer.objects.create(name="Quiet", slug="quiet")
    for address in PAGES:
        assert_not_modified(address)


def test_another_body_is_sent(visitor, site):
    tags = {"If-None-Match": visitor.get("/jobs/").headers["ETag"]}
    make_listing("Other")
    assert visitor.get("/jobs/", headers=tags).status_code == 200
    assert visitor.get("/about/", headers=tags).status_code == 200


def test_head_says_what_get_would(visitor, site):
    for address, _ in product(PAGES, ("rendered", "kept")):
        head = visitor.head(address)
        assert (head.status_code, head.content) == (200, b""), address
        page = visitor.get(address)
        assert head.headers == page.headers, address
        assert int(page.headers["Content-Length"]) == len(page.content), address
        asked = {"If-None-Match": page.headers["ETag"]}
        assert visitor.head(address, headers=asked).status_code == 304, address


BROWSERS_TAKE = "gzip, deflate, br, zstd"
ACCEPTED = {  # {Accept-Encoding: the coding of a page that is rendered, and of one that is kept}
    "gzip": ("gzip", "gzip"),
    BROWSERS_TAKE: ("gzip", "br"),
    "br;q=1.0, gzip;q=0.5": ("gzip", "br"),
    "GZIP": ("gzip", "gzip"),
    "gzip, br;q=0": ("gzip", "gzip"),
    "gzip;q=0": (None, None),
    "gzip; q=0.000, identity": (None, None),
    "identity": (None, None),
    "br": (None, "br"),
    "x-gzip": (None, None),
    "": (None, None),
}
DECODED = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}


def test_a_client_gets_a_coding_only_if_it_takes_it(visitor, site):
    plain = {address: visitor.get(address) for address in PAGES}
    for accepted, codings in ACCEPTED.items():
        page_cache.PAGES.forget()
        some = PAGES if accepted == BROWSERS_TAKE else PAGES[::6]
        for address, is_kept in product(some, (False, True)):
            response = visitor.get(address, headers={"Accept-Encoding": accepted})
            told = f"{address} for “{accepted}”, {'kept' if is_kept else 'rendered'}"
            is_html = response.headers["Content-Type"].startswith("text/html")
            coding = response.headers.get("Content-Encoding")
            assert coding == codings[is_kept and is_html], told
            assert DECODED[coding](response.content) == plain[address].content, told
            assert int(response.headers["Content-Length"]) == len(response.content), told
            for name in ("ETag", "Vary"):
                assert response.headers[name] == plain[address].headers[name], told


def test_a_page_is_compressed_better_only_where_somebody_asks_for_it_again(visitor, site):
    accepted = {"Accept-Encoding": "gzip, br"}
    first = visitor.get("/roles/analyst/", headers=accepted)
    has_it = accepted | {"If-None-Match": first.headers["ETag"]}
    assert visitor.get("/roles/analyst/", headers=has_it).status_code == 304
    (kept_page,) = page_cache.PAGES.pages.values()
    assert not kept_page.brotlied
    again = visitor.get("/roles/analyst/", headers=accepted)
    assert len(again.content) < 0.9 * len(first.content)
    (kept_page,) = page_cache.PAGES.pages.values()
    assert again.content == kept_page.brotlied
    assert visitor.get("/roles/analyst/", headers=accepted).content == again.content
    assert len(kept_page.gzipped) + len(kept_page.brotlied) < page_cache.PAGES.size


def test_other_answers_are_compressed_only_for_clients_that_take_gzip(visitor, site):
    for accepted, coding in (("gzip", "gzip"), ("gzip;q=0", None), ("br", None)):
        response = visitor.get("/nowhere/", headers={"Accept-Encoding": accepted})
        assert response.headers.get("Content-Encoding") == coding
        assert "Accept-Encoding" in response.headers["Vary"]


def test_a_kept_page_has_the_headers_of_a_rendered_one(visitor, site):
    for _ in ("rendered", "kept"):
        headers = visitor.get("/compare/table.csv?" + LINEUP).headers
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["Content-Type"] == "text/csv; charset=utf-8"
        assert "attachment" in headers["Content-Disposition"]
        assert headers["Cache-Control"] == "no-cache"
        assert "max-age" in visitor.get("/roles/analyst/share.png").headers["Cache-Control"]


# --- how much is kept ----------------------------------------------------------------------------


def key(path):
    return Key(None, "http://testserver", "/", path, "")


def page(size):
    """A page of so many bytes that nothing makes smaller."""
    return Page.of(HttpResponse(Random(1).randbytes(size)))


def test_the_page_that_was_asked_for_last_stays_longest():
    cache = PageCache(max_bytes=60_000)
    cache.get(1, key("/"))
    for number in range(9):
        cache.keep(1, key(f"/{number}"), page(4_000))
        assert cache.get(1, key("/0"))
    kept_paths = [kept_key.path for kept_key in cache.pages]
    assert len(kept_paths) == 9
    cache.keep(1, key("/9"), page(4_000))
    assert [kept_key.path for kept_key in cache.pages] == [*kept_paths[1:], "/9"]
    assert cache.get(1, key("/1")) is None


def test_no_more_bytes_are_kept_than_allowed():
    cache = PageCache(max_bytes=100_000)
    cache.get(1, key("/"))
    for number in range(100):
        cache.keep(1, key(f"/{number}"), page(100 * number))
        assert cache.size <= 100_000
        assert sum(len(each.gzipped) for each in cache.pages.values()) <= cache.size
    assert len(cache.pages) > 5


def test_a_long_page_drives_no_other_away():
    cache = PageCache(max_bytes=100_000)
    cache.get(1, key("/"))
    cache.keep(1, key("/short"), page(1_000))
    cache.keep(1, key("/long"), page(12_000))
    assert cache.get(1, key("/long")) is None
    assert cache.get(1, key("/short"))


def test_another_generation_begins_empty_and_none_is_kept_for_one_that_has_passed():
    cache = PageCache()
    assert cache.get(1, key("/")) is None
    cache.keep(1, key("/"), page(10))
    assert cache.get(1, key("/"))
    assert cache.get(2, key("/")) is None
    cache.keep(1, key("/"), page(10))
    assert cache.get(2, key("/")) is None
    assert not cache.size


@pytest.mark.parametrize("has_session", [False, True])
@pytest.mark.django_db(transaction=True)
def test_where_nothing_recent_is_known_a_visitor_is_told_to_come_again(
    has_session, client, monkeypatch, settings
):
    monkeypatch.setattr(engine_module.shared, "refresh", Mock(side_effect=Outdated))
    if has_session:
        client.cookies[settings.SESSION_COOKIE_NAME] = "so the request reaches the view"
    response = client.get("/jobs/")
    assert response.status_code == 503
    assert "Not available at the moment" in response.text
    assert response["Retry-After"] == "5"
    assert "no-store" in response["Cache-Control"]
