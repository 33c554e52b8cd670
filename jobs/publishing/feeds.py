"""A search as a feed: Atom (RFC 4287), RSS 2.0, JSON Feed 1.1 and CSV, from the same values.

Long feeds have pages (RFC 5005). Nothing in a feed tells when it was asked for, so that it stays
the same until its listings change.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

from careers.pages.exporting import csv_text

from ..board.query import feed_path
from .items import Item

CSV_COLUMNS = (
    *("id", "title", "employer", "role", "facts", "language", "pay", "pay_min", "pay_max"),
    *("pay_currency", "pay_period", "skills", "posted", "updated", "closes", "link", "text"),
    *("source", "source_link", "credit"),
)
JSON_FEED = "https://jsonfeed.org/version/1.1"
LANGUAGE = "en"


@dataclass(frozen=True)
class Feed:
    """What a search found, and what it is called."""

    id: str
    title: str
    # What it holds, and what is wrong with its address, in sentences.
    description: str
    site_name: str
    # Where the public finds the site; paths of items come behind it.
    site_root: str
    # The addresses of the page that shows the same, of this feed, and of other pages of it.
    page: str
    address: str
    pages: dict[str, str]
    # When it last changed, as far as its items tell.
    updated_at: datetime
    problems: list[str]
    # How many fit; the items are those of one page.
    total: int
    items: list[Item]

    def address_of(self, item):
        return self.site_root + item.path


class Form(NamedTuple):
    """A form in which a feed is given."""

    label: str
    mime_type: str
    # How many items a page of it has.
    size: int
    write: Callable[[Feed], str]


# --- Atom and RSS ------------------------------------------------------------------------------


class Pages:
    """Adds links to the other pages of a feed, and its date, to a feed of Django's."""

    link = "link"

    def latest_post_date(self):
        return self.feed["updated_at"]

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        for rel, address in self.feed["pages"].items():
            handler.addQuickElement(self.link, attrs={"rel": rel, "href": address})


class Atom(Pages, Atom1Feed):
    """An Atom feed; what may be given whole is an entry's content, the beginning its summary."""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


class Rss(Pages, Rss201rev2Feed):
    """An RSS feed; its links to other pages are Atom's."""

    link = "atom:link"


def as_atom(feed):
    """Returns the text of an Atom feed."""
    return _as_xml(Atom, feed)


def as_rss(feed):
    """Returns the text of an RSS feed."""
    return _as_xml(Rss, feed)


def _as_xml(kind, feed):
    made = kind(
        title=feed.title,
        link=feed.page,
        description=feed.description,
        subtitle=feed.description,
        language=LANGUAGE,
        author_name=feed.site_name,
        feed_url=feed.address,
        feed_guid=feed.id,
        pages=feed.pages,
        updated_at=feed.updated_at,
    )
    for item in feed.items:
        html = _html(item)
        has_content = kind is Atom and item.shared.html
        made.add_item(
            title=item.heading,
            link=feed.address_of(item),
            description=None if has_content else html,
            content=html if has_content else "",
            author_name=item.employer,
            pubdate=item.posted_at.astimezone(UTC),
            # A pull writes many at once, but validators ask that no two changed together.
            updateddate=item.updated_at.astimezone(UTC) + timedelta(microseconds=item.pk % 1_000),
            unique_id=item.id,
            unique_id_is_permalink=False,
            categories=item.tags,
        )
    return made.writeString("utf-8")


def _html(item):
    """Returns what a reader shows of an item: its facts, then its text."""
    return render_to_string("jobs/feed_item.html", {"item": item}).strip() + item.shared.html


# --- JSON and CSV ------------------------------------------------------------------------------


def as_json(feed):
    """Returns the text of a JSON Feed."""
    data = {
        "version": JSON_FEED,
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": LANGUAGE,
        "authors": [{"name": feed.site_name, "url": feed.site_root}],
        "items": [_json_item(feed, item) for item in feed.items],
    }
    if "next" in feed.pages:
        data["next_url"] = feed.pages["next"]
    return json.dumps(data, ensure_ascii=False)


def _json_item(feed, item):
    return {
        "id": item.id,
        "url": feed.address_of(item),
        "title": item.heading,
        "content_html": _html(item),
        "date_published": item.posted_at.astimezone(UTC).isoformat(),
        "date_modified": item.updated_at.astimezone(UTC).isoformat(),
        "authors": [{"name": item.employer}],
        "tags": item.tags,
    }


def as_csv(feed):
    """Returns the text of a CSV file.

    Above the columns, behind a #, stand what is wrong with the address, and where there are more.
    """
    comments = [[f"# {problem}"] for problem in feed.problems]
    if "next" in feed.pages:
        comments.append([f"# {feed.total:,} jobs fit; more are at {feed.pages['next']}"])
    return csv_text([*comments, CSV_COLUMNS, *(_cells(feed, item) for item in feed.items)])


def _cells(feed, item):
    amounts = ["" if each is None else f"{each:f}" for each in (item.pay_min, item.pay_max)]
    closes = item.closes_at and item.closes_at.astimezone(UTC).isoformat()
    return [
        *(item.id, item.title, item.employer, item.role, "; ".join(item.facts), item.language),
        *(item.pay, *amounts, item.pay_currency, item.pay_period, "; ".join(item.skills)),
        *(item.posted_at.astimezone(UTC).isoformat(), item.updated_at.astimezone(UTC).isoformat()),
        *(closes or "", feed.address_of(item), item.shared.text),
        *(item.attribution, item.attribution_url, item.credit),
    ]


# By the ending of their address.
FORMS = {
    "atom": Form("Atom", "application/atom+xml", 100, as_atom),
    "rss": Form("RSS", "application/rss+xml", 100, as_rss),
    "json": Form("JSON", "application/feed+json", 100, as_json),
    "csv": Form("CSV", "text/csv", 2_000, as_csv),
}


def feeds_of(query):
    """Returns (label, MIME type, address) of the feeds of a BoardQuery, whatever its order."""
    query = query.without_order()
    return [
        (kind.label, kind.mime_type, query.address(path=feed_path(form)))
        for form, kind in FORMS.items()
    ]
