"""The whole text of a source that may not be republished stays on the page of its listing."""

import html
import json
import re
from unittest.mock import Mock

import pytest
from django.test import Client

from careers.pages import share_images
from jobs.models import Listing, Source
from jobs.publishing.feeds import FORMS
from jobs.publishing.shared import EXCERPT_MAX
from portal import page_cache
from tests.factories import TERMS, make_source
from tests.kept_pages import ADDRESSES, PAGES, after, fill_the_site

BEGINNING = "Every tide has two faces. " * (EXCERPT_MAX // 26)
# Stands behind what may be quoted.
SECRET = "The lighthouse keeper signs at dawn."
HTML_MIME = "text/html"
FEEDS = [f"/jobs/feed.{form}" for form in FORMS]
ITS_PAGE = ADDRESSES["jobs:listing_detail"]
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
BODY = re.compile(r"<body>.*</body>", re.DOTALL)


@pytest.fixture
def source(transactional_db, monkeypatch):
    """The source of a listing with a long text, on a site with something on every page."""
    after(monkeypatch, seconds=0)
    fill_the_site()
    page_cache.PAGES.forget()
    source = make_source("Closed Garden")
    text = f"{BEGINNING}{SECRET}"
    Listing.objects.filter(pk=7000).update(
        source=source, external_id="7", body_text=text, body_html=f"<p>{text}</p>"
    )
    return source


@pytest.fixture
def draw(monkeypatch):
    """What draws pictures, and remembers all that they show."""
    draw = Mock(wraps=share_images.draw)
    monkeypatch.setattr(share_images, "draw", draw)
    return draw


def told_to_machines(response):
    """What a response says beside the words that a visitor reads on a page."""
    text = response.content.decode(errors="replace")
    if not response.headers["Content-Type"].startswith(HTML_MIME):
        return html.unescape(text)
    scripts = [json.dumps(json.loads(each), ensure_ascii=False) for each in SCRIPT.findall(text)]
    return html.unescape(BODY.sub("", text) + "".join(scripts))


def test_its_text_is_in_no_feed_table_markup_or_picture(source, draw):
    visitor = Client()
    told, seen = {}, {}
    for address in [*PAGES, *FEEDS]:
        response = visitor.get(address)
        told[address] = told_to_machines(response)
        if response.headers["Content-Type"].startswith(HTML_MIME):
            seen[address] = response.text
    assert [address for address, text in told.items() if SECRET in text] == []
    assert "JobPosting" not in told[ITS_PAGE]
    draw.assert_called()
    assert SECRET not in str(draw.call_args_list)
    assert [address for address, text in seen.items() if SECRET in text] == [ITS_PAGE]


def test_its_text_is_told_once_an_operator_says_so(source):
    visitor = Client()
    for address in [ITS_PAGE, *FEEDS]:
        assert SECRET not in told_to_machines(visitor.get(address))
    Source.objects.filter(pk=source.pk).update(may_republish=True, **TERMS)
    for address in [ITS_PAGE, *FEEDS]:
        assert SECRET in told_to_machines(visitor.get(address)), address
