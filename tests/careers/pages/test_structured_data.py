import json

import html5lib
import pytest

from careers.models import Role
from tests.factories import make_pay_cell, make_role, make_skill, make_snapshot

pytestmark = pytest.mark.django_db

WORDLESS = {"@context", "@type", "item", "duration", "inCodeSet"}


def read(text):
    """(the visible words of a page, its JSON-LD by type)."""
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    (script,) = tree.findall(".//script[@type='application/ld+json']")
    words = " ".join(" ".join(tree.find("body").itertext()).split())
    return words, {node["@type"]: node for node in json.loads(script.text)["@graph"]}


def strings(value, key=""):
    """Every string in plain values, but the addresses and schema.org's own words."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from strings(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, key)
    elif isinstance(value, str) and key not in WORDLESS:
        yield value


@pytest.mark.parametrize(
    "address",
    [
        "/roles/data-analyst/",
        "/roles/data-science-manager/",
        "/compare/data-analyst-vs-data-scientist/",
        "/skills/sql/",
    ],
)
def test_everything_told_to_machines_stands_on_the_page(get, starter, address):
    words, nodes = read(get(address).text)
    told = list(strings(list(nodes.values())))
    assert told
    assert [text for text in told if text not in words] == []


def test_an_occupation_is_the_role_in_short(get):
    make_skill("pandas", kind="tool")
    make_skill("SQL")
    make_role("Analyst", skills="SQL: Ask.", tools="Tables: PANDAS. Daily.")
    occupation = read(get("/roles/analyst/").text)[1]["Occupation"]
    assert occupation == {
        "@type": "Occupation",
        "name": "Analyst",
        "description": "Keeps the figures right.",
        "occupationalCategory": "Analytics",
        "skills": ["SQL", "PANDAS"],
    }


def test_breadcrumbs_lead_to_the_page_by_absolute_addresses(get):
    make_role("Analyst")
    make_role("Builder")
    crumbs = read(get("/compare/analyst-vs-builder/").text)[1]["BreadcrumbList"]
    assert [(c["position"], c["name"], c["item"]) for c in crumbs["itemListElement"]] == [
        (1, "Compare", "http://testserver/compare/"),
        (2, "Analyst vs Builder", "http://testserver/compare/analyst-vs-builder/"),
    ]


def test_pay_of_the_role_itself_is_told_as_the_page_shows_it(get):
    role = make_role("Analyst")
    make_pay_cell(role, make_snapshot("ranges"))
    words, nodes = read(get("/roles/analyst/").text)
    assert nodes["Occupation"]["estimatedSalary"] == {
        "@type": "MonetaryAmountDistribution",
        "name": "Pay ranges",
        "currency": "USD",
        "duration": "P1Y",
        "percentile10": 80_000,
        "percentile25": 100_000,
        "median": 120_000,
        "percentile75": 150_000,
        "percentile90": 190_000,
    }
    assert all(amount in words for amount in ("80K", "100K", "120K", "150K", "190K"))


def test_the_wage_of_a_near_occupation_is_not_told_as_the_role_s(get):
    role = make_role("Analyst")
    Role.objects.filter(pk=role.pk).update(occupation="15-2051", occupation_fit="near")
    make_pay_cell(None, make_snapshot("official"), occupation="15-2051")
    words, nodes = read(get("/roles/analyst/").text)
    assert "120K" in words
    assert "estimatedSalary" not in nodes["Occupation"]
    assert "occupationLocation" not in nodes["Occupation"]


@pytest.mark.parametrize("fit", ["same", "near"])
def test_a_role_names_its_official_occupation_by_its_code(get, fit):
    role = make_role("Analyst")
    Role.objects.filter(pk=role.pk).update(occupation="15-2051", occupation_fit=fit)
    official = make_snapshot("official", occupations={"15-2051": "Data Scientists"})
    make_pay_cell(None, official, occupation="15-2051")
    words, nodes = read(get("/roles/analyst/").text)
    assert nodes["Occupation"]["occupationalCategory"] == {
        "@type": "CategoryCode",
        "codeValue": "15-2051",
        "name": "Data Scientists",
        "inCodeSet": "https://www.bls.gov/soc/",
    }
    assert "Data Scientists (15-2051)" in words
    assert ("occupationLocation" in nodes["Occupation"]) == (fit == "same")


def test_no_text_can_end_the_script(get):
    summary = "Says </script><script>alert(1)</script> & more."
    make_role("Analyst", summary=summary)
    text = get("/roles/analyst/").text
    assert "<script>" not in text
    assert read(text)[1]["Occupation"]["description"] == summary


def test_a_preview_tells_machines_nothing(rf):
    from careers.views import render_role

    role = make_role("Analyst")
    request = rf.get("/")
    request.content_generation = None
    assert "ld+json" in render_role(request, role).text
    text = render_role(request, role, preview=True).text
    assert "ld+json" not in text
    assert "og:image" not in text
