"""Scripts in every field: a browser that opens every kind of page and document runs none.

One of 120 payloads by default; STORED_SCRIPTS=all tries each, which takes some minutes.
"""

import os
from itertools import product

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Error

from careers.models import Comparison, Reference, Role, Skill
from jobs.models import Employer, Listing, Source
from tests.test_hostile_text import ADDRESSES, fill_the_site

VECTORS = [
    "<script>alert(1)</script>",
    "<script src=//e.vil></script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><set onbegin=alert(1)>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<svg onload=alert(1)>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<input autofocus onfocus=alert(1)>",
    "<math href=javascript:alert(1)>x",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button>",
    "<base href=//e.vil>",
    "<link rel=stylesheet href=//e.vil>",
    "<meta http-equiv=refresh content='0;//e'>",
    "<style>*{color:red}</style>",
    "<p style=color:red>",
    " autofocus tabindex=1 onfocus=alert(1) x=",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "<noscript><img src=x onerror=alert(1)>",
    "{{constructor.constructor('alert(1)')()}}",
    "{% debug %}{{ settings.SECRET_KEY }}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\u003csvg onload=alert(1)\\u003e",
]
# A title has room for fifty characters of them.
BREAKOUTS = ["", "\"'>", "</script>", "]]>-->"]
PAYLOADS = [breakout + vector for vector, breakout in product(VECTORS, BREAKOUTS)]
TRIED = PAYLOADS if os.environ.get("STORED_SCRIPTS") == "all" else PAYLOADS[9:10]

DOCUMENTS = [
    *(f"/jobs/feed.{kind}" for kind in ("atom", "rss", "json", "csv")),
    *("/compare/table.csv?role=one&role=two", "/compare/table.json?role=one&role=two"),
    *("/salaries/one/data.csv", "/salaries/one/data.json", "/roles/one/share.png"),
    *("/embed/compare/one-vs-two/", "/embed/jobs/", "/api/v1/listings", "/api/v1/roles/one"),
    *("/data/", "/disagreements/", "/employers/odd/", "/titles/?q=odd"),
    *("/llms.txt", "/sitemap.xml", "/robots.txt"),
]
# Notes what a page was kept from doing. Chromium itself styles how it shows XML and pictures.
WATCH = """
window.kept = [];
document.addEventListener("securitypolicyviolation", (event) => {
  if (document.contentType === "text/html" || !event.effectiveDirective.startsWith("style-src"))
    window.kept.push(event.effectiveDirective + " " + event.blockedURI);
});
"""
# What a page holds that no page of ours has.
ODD_PARTS = """() => [...document.querySelectorAll("*")].flatMap((element) =>
  [...element.attributes]
    .filter((at) => at.name.startsWith("on") || /^\\s*(javascript|data):/i.test(at.value)
      && ["href", "src", "action"].includes(at.name))
    .map((at) => element.tagName + " " + at.name))"""


@pytest.fixture
def watched(browser, live_server, transactional_db, settings, sign_in):
    """Opens a page as an editor; collects what a browser says of scripts."""
    settings.STAFF_NEED_SECOND_FACTOR = False
    context = browser.new_context(accept_downloads=True)
    sign_in(context, User.objects.create_superuser("ann"))
    context.add_init_script(WATCH)
    page, found = context.new_page(), []

    def on_dialog(dialog):
        found.append(f"{page.url}: dialog {dialog.message}")
        dialog.dismiss()

    page.on("dialog", on_dialog)

    def open_page(address):
        try:
            page.goto(live_server.url + address)
        except Error as error:
            if "Download is starting" in error.message or "ERR_ABORTED" in error.message:
                return
            raise
        found.extend(f"{address}: kept from {each}" for each in page.evaluate("window.kept || []"))
        found.extend(f"{address}: {each}" for each in page.evaluate(ODD_PARTS))

    yield open_page, page, found
    context.close()


def admin_addresses():
    """The lists and the forms of an editor for what holds the texts."""
    for model in (Role, Skill, Comparison, Reference, Listing, Employer, Source):
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        yield reverse(f"{name}_change", args=[model.objects.first().pk])


@pytest.mark.parametrize("text", TRIED, ids=map(PAYLOADS.index, TRIED))
def test_no_stored_script_runs_and_none_is_even_tried(watched, text):
    open_page, _, found = watched
    fill_the_site(text)
    addresses = [*ADDRESSES, *DOCUMENTS, *admin_addresses()]
    addresses.append(Listing.objects.first().get_absolute_url())
    for address in addresses:
        open_page(address)
    assert found == []


def test_the_browser_tells_of_a_script_that_is_there(watched):
    open_page, page, found = watched
    open_page("/about/")
    assert found == []
    page.evaluate("document.body.innerHTML = '<img src=x onerror=alert(1)>'")
    page.wait_for_function("window.kept.length > 0")
    assert page.evaluate(ODD_PARTS) == ["IMG onerror"]


def test_there_are_as_many_payloads_as_it_says():
    assert len(set(PAYLOADS)) == 120
    assert max(map(len, PAYLOADS)) <= 50
