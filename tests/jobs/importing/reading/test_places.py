"""Location texts as adverts write them."""

import pytest

from jobs.importing.reading.place_text import read_workplace
from jobs.importing.reading.places import Place, read_location


def places(text: str, country: str = "") -> list[tuple[str, str, str]]:
    return [(one.city, one.region, one.country) for one in read_location(text, country).places]


def test_a_sentence_is_no_town():
    assert places("Wherever " + "x" * 80 + ", Germany") == [("", "", "DE")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Austin, TX", ("Austin", "TX", "US")),
        ("Austin TX", ("Austin", "TX", "US")),
        ("Austin, Texas, United States", ("Austin", "TX", "US")),
        ("New York, New York", ("New York", "NY", "US")),
        ("NYC", ("New York", "", "US")),
        ("Toronto, Ontario, Canada", ("Toronto", "ON", "CA")),
        ("Toronto, CA", ("Toronto", "", "CA")),
        ("San Jose, CA", ("San Jose", "CA", "US")),
        ("Perth, WA", ("Perth", "WA", "AU")),
        ("Perth WA 6000, Australia", ("Perth", "WA", "AU")),
        ("Vancouver, WA", ("Vancouver", "WA", "US")),
        ("London", ("London", "", "GB")),
        ("london, england", ("London", "England", "GB")),
        ("UK - London (Hybrid)", ("London", "", "GB")),
        ("München, Bavaria, Germany", ("Munich", "Bavaria", "DE")),
        ("Berlin, Berlin, Germany", ("Berlin", "Berlin", "DE")),
        ("Campinas, State of São Paulo, Brazil", ("Campinas", "State of São Paulo", "BR")),
        ("India - Bengaluru", ("Bengaluru", "", "IN")),
        ("Bangalore/Bengaluru", ("Bengaluru", "", "IN")),
        ("Tokyo,　Japan", ("Tokyo", "", "JP")),
        ("The Hague, Netherlands", ("The Hague", "", "NL")),
        ("Washington D.C.", ("Washington", "DC", "US")),
        ("Singapore", ("Singapore", "", "SG")),
        ("Tbilisi, Georgia", ("Tbilisi", "", "GE")),
        ("Atlanta, Georgia", ("Atlanta", "GA", "US")),
        ("Lebanon, NH", ("Lebanon", "NH", "US")),
        ("Oregon, IL", ("Oregon", "IL", "US")),
        ("Colorado City, TX", ("Colorado City", "TX", "US")),
        ("East Syracuse, NY", ("East Syracuse", "NY", "US")),
        ("South San Francisco HQ", ("South San Francisco", "", "US")),
        ("Washington, DC Metro Area", ("Washington", "DC", "US")),
        ("Little Nowhere, Ohio", ("Little Nowhere", "OH", "US")),
        ("Petit Nulle-Part, France", ("Petit Nulle-Part", "", "FR")),
        ("12 Long Street, Boston, MA 02110", ("Boston", "MA", "US")),
        ("12 Long Street Boston, MA", ("Boston", "MA", "US")),
        ("US-CA-San Francisco", ("San Francisco", "CA", "US")),
        ("DE-Berlin", ("Berlin", "", "DE")),
        ("Freiburg im Breisgau", ("Freiburg", "", "DE")),
        ("Klagenfurt, Austria", ("Klagenfurt", "", "AT")),
        ("EMEA - UK - London", ("London", "", "GB")),
        ("AMER - US - Remote", ("", "", "US")),
        ("Boston OR Remote", ("Boston", "", "US")),
        ("Portland, OR or Remote", ("Portland", "OR", "US")),
        ("Berlin oder Remote", ("Berlin", "", "DE")),
        ("Remote within the contiguous US", ("", "", "US")),
        ("Greater Boston Area", ("Boston", "", "US")),
        ("Acme Labs - Toronto", ("Toronto", "", "CA")),
        ("Remote in the US", ("", "", "US")),
        ("Remote (Germany)", ("", "", "DE")),
        ("Remote, TX", ("", "TX", "US")),
        ("Remote - EMEA", ("", "EMEA", "")),
        ("Germany, EMEA", ("", "", "DE")),
        ("Ontario, Canada", ("", "ON", "CA")),
    ],
)
def test_one_place_is_read_as_it_is_written(text: str, expected: tuple[str, str, str]):
    assert places(text) == [expected]


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        ("Dallas, TX; Boston, MA", ["Dallas", "Boston"]),
        ("Dallas, TX, Boston, MA", ["Dallas", "Boston"]),
        ("Chicago, IL | Tampa, FL", ["Chicago", "Tampa"]),
        ("Paris / Lyon", ["Paris", "Lyon"]),
        ("Pune, Chennai & Mumbai", ["Pune", "Chennai", "Mumbai"]),
        ("Cardiff, London or Remote (UK); London", ["Cardiff", "London"]),
        ("Austin; Miami; United States", ["Austin", "Miami"]),
        ("London, New York", ["London", "New York"]),
    ],
)
def test_several_places_are_told_apart(text: str, cities: list[str]):
    assert [city for city, _, _ in places(text)] == cities


def test_several_countries_are_told_apart():
    assert places("Remote - USA or Canada") == [("", "", "US"), ("", "", "CA")]


def test_new_york_among_states_is_a_state():
    regions = [one.region for one in read_location("Remote - Ohio; Remote - New York").places]
    assert regions == ["OH", "NY"]


def test_georgia_among_countries_is_a_country():
    assert ("", "", "GE") in places("Bulgaria, Georgia, Poland")


def test_neighbours_settle_a_name_that_two_countries_share():
    assert places("Kettering, Corby & Northampton")[0] == ("Kettering", "", "GB")


def test_the_stated_country_settles_a_name_that_two_countries_share():
    assert places("Cambridge", country="US") == [("Cambridge", "", "US")]


def test_the_stated_country_stands_in_where_the_text_names_none():
    assert places("Remote", country="PT") == [("", "", "PT")]


@pytest.mark.parametrize("text", ["", "Remote", "Flexible", "Multiple Locations", "N/A"])
def test_a_text_without_a_place_gives_none(text: str):
    assert places(text) == []


@pytest.mark.parametrize(
    ("text", "workplace"),
    [
        ("Raleigh, NC / Remote", "remote"),
        ("Homeoffice", "remote"),
        ("Hybrid - Lisbon", "hybrid"),
        ("Hybrid Remote", "hybrid"),
        ("On-site", "onsite"),
        ("In-Office", "onsite"),
        ("Not remote", "onsite"),
        ("Lisbon", None),
    ],
)
def test_the_workplace_is_read_only_where_it_is_said(text: str, workplace: str | None):
    assert read_workplace(text) == workplace


def test_the_workplace_field_outweighs_the_text():
    assert read_location("Remote - US", workplace_text="Hybrid").workplace == "hybrid"


def test_remote_countries_are_those_named_as_such():
    text = "San Francisco, Toronto, or Remote (US/Canada)"
    assert read_location(text).remote_countries == ("US", "CA")


def test_remote_beside_a_city_means_the_citys_country():
    assert read_location("Lisbon or Remote").remote_countries == ("PT",)


def test_a_job_that_is_not_remote_has_no_remote_countries():
    assert read_location("Lisbon, Portugal").remote_countries == ()


def test_a_place_has_no_nulls():
    assert Place() == Place(city="", region="", country="")
