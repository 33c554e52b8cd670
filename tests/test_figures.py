"""No published figure without its source: the whole site is crawled and read."""

import re

import pytest
from django.core.management import call_command
from lxml import html

from tests.factories import make_role

NUMBER = re.compile(r"\d")
FIGURE = re.compile(
    r"[$£€¥₹]\s?\d|\b(USD|EUR|GBP|JPY|CAD|INR)\s?\d"
    r"|\d[\d,.]*\s?(%|percent|per cent|[kK]\b|dollars|euros|pounds)"
    r"|\d[\d,.]*\s(\w+\s){0,2}(people|employees|workers|staff|jobs|openings|positions|vacancies)\b"
)
SOURCE = re.compile(r"«reference»")
# A counted figure has the number it is out of, and the day on which it was counted.
COUNTED = re.compile(r"\b\d+\b.*\b\d{1,2} [A-Z][a-z]{2,8} \d{4}\b", re.DOTALL)
BLOCKS = "|".join(f"//main//{name}" for name in ("p", "li", "tr", "dd", "h1", "h2", "h3"))
# What an employer offers, what the site says of its own list, notes on the references, and the
# bounds by which shares are counted.
NOT_OURS = ["listing", "advert", "facts", "references", "more", "results-head", "tags", "live"]
NOT_OURS += ["method"]


def pages(client):
    """Every page that links lead to from the home page, once, the listings and files apart."""
    seen, queue = set(), ["/"]
    while queue:
        address = queue.pop()
        if address in seen or address.startswith(("/jobs/", "/admin/")) or "." in address:
            continue
        seen.add(address)
        response = client.get(address)
        if response.status_code != 200 or "html" not in response.headers["Content-Type"]:
            continue
        tree = html.document_fromstring(response.text)
        yield address, tree
        hrefs = (href.split("#")[0] for href in tree.xpath("//a/@href"))
        queue += [href for href in hrefs if href.startswith("/")]


def unsourced(tree):
    """(the rule it breaks, the sentence) for each figure of a page that has no source."""
    for cite in tree.find_class("cite"):
        cite.text, cite[:] = "«reference»", []
    for block in tree.xpath(BLOCKS):
        inside = {name for el in [block, *block.iterancestors()] for name in el.classes}
        if inside & set(NOT_OURS):
            continue
        text = " ".join(" ".join(block.itertext()).split())
        is_outlook = any(el.get("id") == "outlook" for el in block.iterancestors())
        rule = NUMBER if is_outlook else FIGURE
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z])", text):
            if rule.search(sentence) and not (SOURCE.search(sentence) or COUNTED.search(text)):
                yield sentence


@pytest.fixture
def whole_site(starter):
    call_command("load_samples", verbosity=0)


def test_no_page_prints_a_figure_without_a_reference_or_an_n_and_a_date(client, whole_site):
    found = {address: list(unsourced(tree)) for address, tree in pages(client)}
    assert len(found) > 80
    assert {address: sentences for address, sentences in found.items() if sentences} == {}


@pytest.mark.parametrize("text", ["Pay rises 4 percent.", "It pays USD 90K.", "It has 90 jobs."])
def test_the_crawl_sees_a_figure_that_slipped_in(client, db, text):
    make_role("Builder")
    role = make_role("Analyst")
    type(role).objects.filter(pk=role.pk).update(tips=f"Practise: {text}")
    found = [s for address, tree in pages(client) if "analyst" in address for s in unsourced(tree)]
    assert found
