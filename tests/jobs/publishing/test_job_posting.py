"""JobPosting: which listings have one, what it says, and that the page says the same."""

import json
from datetime import timedelta

import html5lib
import pytest
from django.utils import timezone

from careers.pay import short_amount
from jobs.iso import country_name
from jobs.models import Listing, ListingPlace, Source
from tests.factories import (
    TERMS,
    make_employer,
    make_listing,
    make_role,
    make_source,
    moment,
)

pytestmark = pytest.mark.django_db

TYPES = {"FULL_TIME": "Full Time", "CONTRACTOR": "Contract"}
UNITS = {"YEAR": "a year", "HOUR": "an hour"}


@pytest.fixture
def source():
    """A source that may be republished."""
    return make_source("Harbour board", may_republish=True, **TERMS)


@pytest.fixture
def listing(source):
    """A listing that states all that a JobPosting can have."""
    listing = make_listing(
        "Tide Analyst <Night>",
        source=source,
        external_id="T-7",
        employer=make_employer("Harbour & Sons", website="https://harbour.example/"),
        places=[("Porto", "", "PT")],
        workplace="hybrid",
        employment_type="full_time",
        experience_years=5,
        pay_min="41000",
        pay_max="52550",
        pay_currency="EUR",
        pay_period="year",
        body_html="<p>We watch <b>spring</b> tides.</p>",
        body_text="We watch spring tides.",
        posted_at=moment("2026-11-01"),
    )
    Listing.objects.update(closes_at=timezone.now() + timedelta(days=20))
    listing.refresh_from_db()
    return listing


@pytest.fixture
def posting(get):
    """Returns the JobPosting that the page of a listing carries; None if it has none."""

    def posting_of(listing):
        nodes = read(get(listing.get_absolute_url()).text)[1]
        return nodes.get("JobPosting")

    return posting_of


def read(text):
    """(the tree of a page, its JSON-LD by type)."""
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    (script,) = tree.findall(".//script[@type='application/ld+json']")
    return tree, {node["@type"]: node for node in json.loads(script.text)["@graph"]}


def words_of(element):
    return " ".join(" ".join(element.itertext()).split())


def live(listing, *places):
    """Lets a remote worker live in places: ("", "", "DE") or ("", "EMEA", "")."""
    for city, region, country in places:
        ListingPlace.objects.create(
            listing=listing, kind="residence", city=city, region=region, country=country
        )


def test_a_job_is_told_as_its_employer_states_it(posting, listing):
    assert posting(listing) == {
        "@type": "JobPosting",
        "title": "Tide Analyst <Night>",
        "description": "<p>We watch <b>spring</b> tides.</p>",
        "url": f"http://testserver/jobs/{listing.pk}-tide-analyst-night/",
        "identifier": {"@type": "PropertyValue", "name": "Harbour & Sons", "value": "T-7"},
        "datePosted": "2026-11-01T00:00:00+00:00",
        "validThrough": listing.closes_at.isoformat(timespec="seconds"),
        "employmentType": "FULL_TIME",
        "hiringOrganization": {
            "@type": "Organization",
            "name": "Harbour & Sons",
            "sameAs": "https://harbour.example/",
        },
        "jobLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "addressLocality": "Porto",
                "addressCountry": "PT",
            },
        },
        "baseSalary": {
            "@type": "MonetaryAmount",
            "currency": "EUR",
            "value": {
                "@type": "QuantitativeValue",
                "minValue": 41_000,
                "maxValue": 52_550,
                "unitText": "YEAR",
            },
        },
        "experienceRequirements": {
            "@type": "OccupationalExperienceRequirements",
            "monthsOfExperience": 60,
        },
    }


def test_all_that_is_marked_up_can_be_read_on_the_page(get, listing):
    live(listing, ("", "Benelux", ""), ("", "CA", "US"))
    Listing.objects.update(workplace="remote")
    tree, nodes = read(get(listing.get_absolute_url()).text)
    told, words = nodes["JobPosting"], words_of(tree.find("body"))
    links = {link.get("href") for link in tree.iter("a")}
    moments = {time.get("datetime") for time in tree.iter("time")}
    advert = html5lib.parse(told["description"], namespaceHTMLElements=False).find("body")
    pay = told["baseSalary"]["value"]
    address = told["jobLocation"]["address"]

    assert words_of(tree.find(".//h1")) == told["title"]
    assert words_of(advert) in words
    assert told["hiringOrganization"]["name"] in words
    assert told["hiringOrganization"]["sameAs"] in links
    assert f"Number {told['identifier']['value']}" in words
    assert {told["datePosted"], told["validThrough"]} <= moments
    assert f"Employment type {TYPES[told['employmentType']]}" in words
    assert f"{address['addressLocality']}, {country_name(address['addressCountry'])}" in words
    assert told["jobLocationType"] == "TELECOMMUTE"
    assert "Workplace Remote" in words
    homes = [each["name"] for each in told["applicantLocationRequirements"]]
    assert homes == ["Belgium", "Luxembourg", "Netherlands", "CA, United States"]
    assert "Belgium, Luxembourg, Netherlands" in words
    low, high, unit = pay["minValue"], pay["maxValue"], UNITS[pay["unitText"]]
    assert f"EUR {low:,.0f} to {high:,.0f} {unit}" in words
    assert f"EUR {short_amount(low)} - {short_amount(high)}" in words
    assert f"{told['experienceRequirements']['monthsOfExperience'] // 12} years or more" in words


@pytest.mark.parametrize(
    "change",
    [
        {"closed_at": moment("2026-11-20")},
        {"closes_at": moment("2026-11-20")},
        {"confirmed_at": moment("2026-10-20")},
        {"body_html": "", "body_text": ""},
        {"workplace": "remote"},
    ],
    ids=["taken down", "ended", "not confirmed", "no text", "remote from nowhere that is known"],
)
def test_no_posting_of_what_is_closed_or_lacks_what_is_required(posting, listing, change):
    assert posting(listing)
    Listing.objects.update(**change)
    assert posting(listing) is None


def test_no_posting_of_a_place_without_a_country(posting, listing):
    ListingPlace.objects.update(country="")
    assert posting(listing) is None


def test_no_posting_of_a_source_that_may_not_be_republished(posting, listing):
    Source.objects.update(may_republish=False)
    assert posting(listing) is None


def test_no_posting_while_any_listing_is_invented(posting, listing, source):
    invented = make_source("Samples", kind="samples", may_republish=True, **TERMS)
    make_listing(source=invented, places=[("Porto", "", "PT")], body_html="<p>Invented.</p>")
    assert posting(listing) is None
    invented.listings.all().delete()
    assert posting(listing)


def test_what_an_editor_wrote_here_is_told_under_our_number(posting):
    fields = {"places": [("Oslo", "", "NO")], "body_html": "<p>By hand.</p>"}
    listing = make_listing(employer=make_employer("Fjord"), **fields)
    told = posting(listing)
    assert told["identifier"]["value"] == str(listing.pk)
    assert "baseSalary" not in told
    assert "employmentType" not in told


def test_of_several_places_of_work_the_first_is_told(posting, listing):
    listing.places.create(city="Lyon", region="", country="FR")
    assert posting(listing)["jobLocation"]["address"]["addressLocality"] == "Porto"


def test_a_hybrid_job_is_no_remote_one(posting, listing):
    live(listing, ("", "", "PT"))
    told = posting(listing)
    assert "jobLocationType" not in told
    assert "applicantLocationRequirements" not in told


def test_an_area_stands_for_its_countries_each_once(posting, listing):
    Listing.objects.update(workplace="remote")
    live(listing, ("", "", "LU"), ("", "Benelux, excluding Belgium", ""), ("", "Atlantis", ""))
    homes = posting(listing)["applicantLocationRequirements"]
    assert homes == [
        {"@type": "Country", "name": "Luxembourg"},
        {"@type": "Country", "name": "Netherlands"},
    ]


@pytest.mark.parametrize(
    ("pay", "told"),
    [
        (("45.50", "45.50", "USD", "hour"), {"value": 45.5, "unitText": "HOUR"}),
        (("3000", None, "EUR", "month"), {"minValue": 3000, "unitText": "MONTH"}),
        ((None, "900", "GBP", "day"), {"maxValue": 900, "unitText": "DAY"}),
        (("120000", "180000", "PKR", ""), None),
    ],
)
def test_pay_is_told_only_as_it_is_stated(posting, listing, pay, told):
    low, high, currency, period = pay
    Listing.objects.update(pay_min=low, pay_max=high, pay_currency=currency, pay_period=period)
    salary = posting(listing).get("baseSalary")
    if told is None:
        assert salary is None
    else:
        assert salary["value"] == {"@type": "QuantitativeValue"} | told


@pytest.mark.parametrize("kind", ["listing", "employer", "values", "role", "pay", "skill"])
def test_a_page_with_a_trail_tells_it_to_machines(get, starter, kind):
    role = make_role("Tide Analyst")
    listing = make_listing(role=role)
    address = {
        "listing": listing.get_absolute_url(),
        "employer": listing.employer.get_absolute_url(),
        "values": "/jobs/values/country/?level=senior",
        "role": "/roles/data-analyst/",
        "pay": "/salaries/data-analyst/",
        "skill": "/skills/sql/",
    }[kind]
    tree, nodes = read(get(address).text)
    seen = [
        (words_of(link), f"http://testserver{link.get('href')}")
        for link in tree.findall(".//nav[@class='crumbs']//a")
    ]
    told = nodes["BreadcrumbList"]["itemListElement"]
    assert [(each["name"], each["item"]) for each in told[:-1]] == seen
    assert told[-1]["name"] in words_of(tree.find(".//h1"))
    assert [each["position"] for each in told] == [*range(1, len(told) + 1)]
