"""The same answer three times: to an assistant, to a program, and on a page.

Questions are drawn at random, the same ones in each run; ANSWERS says how many of each kind.
"""

import os
import re
from datetime import date
from decimal import Decimal
from itertools import chain
from random import Random
from urllib.parse import urlencode, urlsplit

import pytest
from django.core.management import call_command
from lxml import html

from careers.editing.starter_loader import STARTER, Loaded, load_evidence
from careers.pages.evidence import Asked
from careers.pay import short_amount
from jobs.models import ExchangeRate
from portal import page_cache
from portal.api.mcp_server import Site
from tests import snapshots

ANSWERS = int(os.environ.get("ANSWERS", "5"))
# Currencies that are asked in, and US dollars for one unit.
RATES = {"USD": 1, "EUR": Decimal("1.08"), "GBP": Decimal("1.27")}
ROOT = "http://testserver"
CITATION = re.compile(r" ?\[\d+\]")


@pytest.fixture(scope="module")
def site_rows(rows_made_by, starter_rows):
    """The rows of the starter content with its figures, and of the invented listings."""

    def fill():
        snapshots.insert(starter_rows)
        load_evidence(STARTER, Loaded())
        call_command("load_samples", verbosity=0)

    return rows_made_by(fill)


@pytest.fixture
def site(transactional_db, site_rows, settings):
    settings.API_REQUESTS_A_MINUTE = 10**6
    snapshots.insert(site_rows)
    # Of a migration; a test before this one may have emptied its table.
    for currency, usd in RATES.items():
        rate = {"usd": usd, "as_of": date(2026, 11, 2)}
        ExchangeRate.objects.update_or_create(currency=currency, defaults=rate)
    page_cache.PAGES.forget()


@pytest.fixture
def api(site, client):
    """Asks the API of this very process."""

    def ask(path):
        response = client.get(f"/api/v1{path}")
        assert response.status_code == 200, path
        return response.json()

    return ask


@pytest.fixture
def assistant(client):
    """An assistant's tools, which ask this very process."""

    def fetch(address):
        response = client.get(address.removeprefix(ROOT))
        return response.status_code, response.content

    return Site(ROOT, fetch)


@pytest.fixture
def page(site, client):
    """Reads a page as people do: its references apart, which texts of the API have in brackets."""

    def read(address):
        response = client.get(address.removeprefix(ROOT))
        assert response.status_code == 200, address
        tree = html.document_fromstring(response.content.decode())
        for element in [*tree.find_class("cite"), *tree.iter("script", "style")]:
            element.drop_tree()
        return tree

    return read


def drawn(name, of=None):
    """The random numbers of a test; with a list, as many of it as are asked."""
    random = Random(name)
    return random if of is None else random.sample(of, min(ANSWERS, len(of)))


def letters(text):
    """The letters and digits of a text, as pages lay it out in pieces."""
    return re.sub(r"[\W_]+", "", text).lower()


def words(element):
    return " ".join(element.text_content().split())


def missing(texts, tree):
    """Those of some texts of the API that a page does not have, piece by piece."""
    shown = letters(tree.text_content())
    pieces = chain.from_iterable(CITATION.sub("", text).split(": ", 1) for text in texts)
    return [each for each in pieces if letters(each.removesuffix(" (useful)")) not in shown]


def rows(tree, columns):
    """The rows, as texts, of all tables with so many columns."""
    cells = [[words(cell) for cell in row] for row in tree.iter("tr")]
    return [row for row in cells if len(row) == columns]


# --- searches ------------------------------------------------------------------------------------


def a_search(random, counts, titles):
    """Draws a search of up to four filters, perhaps with words, pay and an order."""
    asked = {}
    for name in random.sample(sorted(counts), random.randint(0, 4)):
        if values := [each["value"] for each in counts[name]]:
            chosen = random.sample(values, min(len(values), random.choice((1, 1, 2))))
            asked[name] = chosen[0] if name == "posted" else chosen
    if random.random() < 0.3:
        asked["q"] = random.choice(re.findall(r"\w+", random.choice(titles)))
    if random.random() < 0.3:
        asked |= {"pay": str(random.randrange(20, 200) * 1000), "per": "year"}
        asked["currency"] = random.choice([*RATES])
        asked["reach"] = random.choice(("starts", "reaches"))
    if random.random() < 0.3:
        asked["sort"] = random.choice(("newest", "pay", "closing"))
    if random.random() < 0.2:
        asked["not_level"] = [random.choice(("entry", "senior", "executive"))]
    return asked


def test_a_search_has_the_same_answer_for_all(api, assistant, page):
    random, first = drawn("searches"), api("/listings")
    titles = [each["title"] for each in first["listings"]]
    for _ in range(4 * ANSWERS):
        asked = a_search(random, first["counts"], titles)
        number = random.randint(1, api(f"/listings?{urlencode(asked, doseq=True)}")["pages"])
        query = urlencode({**asked, "page": number}, doseq=True)
        told = api(f"/listings?{query}")
        assert assistant.search(asked, number) == told

        board = page(f"/jobs/?{query}")
        # Adverts that are alike share a card, where the first of them stands.
        assert sorted(shown_on(board)) == sorted(each["id"] for each in told["listings"]), query
        assert shown_on(page(told["board"])) == shown_on(board), query
        (count,) = board.xpath("//*[@id='count']")
        total = f"{told['total']:,}" if told["total"] else "No open job fits"
        assert total in words(count), query
        assert counted_on(board) <= counted_by(told), query
        assert missing([each["title"] for each in told["listings"]], board) == []


def shown_on(board):
    """The numbers of the listings that the board shows, as its cards and what they fold say."""
    links = board.xpath("//*[contains(@class, 'listings')]//a/@href")
    found = [re.match(r"/jobs/(\d+)-", urlsplit(link).path) for link in links]
    return [int(each[1]) for each in dict.fromkeys(found) if each]


def counted_on(board):
    """{(filter, value, how many jobs)} that the controls of the board say."""
    boxes = board.xpath("//label[span[@class='count']]/input")
    return {
        (box.get("name"), box.get("value"), int(count.text.replace(",", "")))
        for box in boxes
        for count in box.getparent().find_class("count")
        if box.get("name") != "pay_unknown"
    }


def counted_by(told):
    return {
        (name, each["value"], each["count"])
        for name, values in told["counts"].items()
        for each in values
    }


def test_a_listing_has_the_same_answer_for_all(api, assistant, page):
    random = drawn("listings")
    for _ in range(ANSWERS):
        found = api(f"/listings?page={random.randint(1, 20)}")["listings"]
        listing = random.choice(found)
        told = api(f"/listings/{listing['id']}")
        assert assistant.listing(listing["id"]) == told
        assert sorted(told["skills"]) == sorted(listing["skills"])
        assert {name: told[name] for name in listing} == listing | {"skills": told["skills"]}
        texts = [told["title"], told["employer"]["name"], told["text"]]
        texts += [told["pay"]["words"]] if told["pay"] else []
        texts += [place["city"] for place in told["places"]]
        texts += [api(f"/skills/{slug}")["name"] for slug in told["skills"]]
        assert missing(texts, page(told["page"])) == [], told["page"]


# --- roles, pairs, skills ------------------------------------------------------------------------


def test_a_role_has_the_same_answer_for_all(api, assistant, page):
    everybody = api("/roles")
    assert assistant.roles() == everybody
    shown = page("/roles/")
    assert missing([each["title"] for each in everybody["roles"]], shown) == []
    for summary in drawn("roles", everybody["roles"]):
        slug = summary["slug"]
        told, evidence = api(f"/roles/{slug}"), api(f"/roles/{slug}/evidence")
        assert assistant.role(slug) == told
        assert assistant.evidence(slug) == evidence
        shown = page(told["page"])
        texts = [text for section in told["sections"] for text in section["texts"]]
        texts += [told["title"], told["summary"], *told["other_titles"]]
        texts += [reference["title"] for reference in told["references"]]
        assert missing(texts, shown) == []
        counts = {
            f"{need['asked_for']['adverts']:,} of {need['asked_for']['of']:,}"
            for need in evidence["needs"]
            if need["asked_for"]
        }
        said = " ".join(words(each) for each in shown.find_class("asked"))
        assert {*re.findall(r"[\d,]+ of [\d,]+", said)} <= counts


def test_what_roles_pay_has_the_same_answer_for_all(api, assistant, page, client):
    for role in drawn("pay", api("/roles")["roles"]):
        told = api(f"/roles/{role['slug']}/pay")
        assert assistant.pay(role["slug"]) == told
        shown = page(f"/salaries/{role['slug']}/")
        (link,) = (link for link in shown.xpath("//a/@href") if link.endswith("data.json"))
        assert client.get(link).json()["cells"] == told["cells"]
        cells = {tuple(pay_in_words(cell)) for cell in told["cells"]}
        figures = [tuple(row[3:9]) for row in rows(shown, 10) if row[3] != "n"]
        assert bool(figures) == bool(cells)
        assert {*figures} <= cells


def pay_in_words(cell):
    """How many a figure counts, and its percentiles, as the tables of pages have them."""
    yield f"{cell['n']:,}"
    for name in ("p10", "p25", "p50", "p75", "p90"):
        yield "–" if cell[name] is None else short_amount(Decimal(str(cell[name])))


def test_a_pair_has_the_same_answer_for_all(api, assistant, page, client):
    slugs = [role["slug"] for role in api("/roles")["roles"]]
    random = drawn("pairs")
    for _ in range(ANSWERS):
        pair = sorted(random.sample(slugs, 2))
        told = api(f"/compare?role={pair[0]}&role={pair[1]}")
        assert assistant.compare(pair) == told
        shown = page(f"/compare/{pair[0]}-vs-{pair[1]}/")
        (link,) = (link for link in shown.xpath("//a/@href") if ".json" in link)
        theirs = client.get(link).json()
        assert theirs == {name: told[name] for name in theirs}
        texts = [
            text
            for section in told["sections"]
            for texts in section["texts"].values()
            for text in texts
        ]
        # What a comparison has in short, the pages of its roles have whole.
        texts = missing(texts + [role["title"] for role in told["roles"]], shown)
        for slug in pair:
            texts = missing(texts, page(f"/roles/{slug}/"))
        assert texts == []
        shares = {
            (need["need"], *(share_in_words(need["roles"][slug]) for slug in pair))
            for need in told["needs"]
        }
        assert {*charted(shown)} <= shares


def share_in_words(claim):
    asked = claim["asked_for"]
    return Asked(asked["adverts"], asked["of"]).percent if asked else "–"


def charted(shown):
    """(need, the first role's share, the second's) of each row of a comparison's chart."""
    for row in shown.xpath("//table[contains(@class, 'demand')]//tr[th[@scope='row']]"):
        name, first, _, second = row
        for hidden in row.xpath(".//*[@class='visually-hidden' or @class='of-group']"):
            hidden.drop_tree()
        yield words(name), words(first), words(second)


def test_a_skill_has_the_same_answer_for_programs_and_people(api, page):
    everything = api("/skills")["skills"]
    titles = {role["slug"]: role["title"] for role in api("/roles")["roles"]}
    assert missing([each["name"] for each in everything], page("/skills/")) == []
    for summary in drawn("skills", everything):
        told = api(f"/skills/{summary['slug']}")
        shown = page(told["page"])
        needed_by = [titles[each["role"]] for each in told["needed_by"]]
        texts = [told["name"], told["description"], *told["other_names"], *needed_by]
        assert missing(texts, shown) == []
        assert {(row[0], row[2]) for row in rows(shown, 4) if row[0] != "Role"} == {
            (titles[each["role"]], f"{each['adverts']:,} of {each['of']:,}")
            for each in told["adverts"]
        }
