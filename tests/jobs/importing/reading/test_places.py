"""Location texts as adverts write them."""

import pytest

from jobs.importing.reading.place_text import read_workplace
from jobs.importing.reading.places import Place, read_location
from tests.jobs.importing.reading import place_kinds

# So many cities of the gazetteer are passed over for each one that the suite reads.
STEP = 150


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
        ("Little Nowhere, Ohio", ("", "OH", "US")),
        ("Petit Nulle-Part, France", ("", "", "FR")),
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


def test_the_country_of_a_remote_worker_is_not_widened_by_other_offices():
    assert read_location("London; Remote - UK; Berlin").remote_countries == ("GB",)


def test_remote_beside_a_city_means_the_citys_country():
    assert read_location("Lisbon or Remote").remote_countries == ("PT",)


def test_a_job_that_is_not_remote_has_no_remote_countries():
    assert read_location("Lisbon, Portugal").remote_countries == ()


def test_a_place_has_no_nulls():
    assert Place() == Place(city="", region="", country="")


# --- what is no place --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("US - Remote (excluding CO, NY, CA)", [("", "", "US")]),
        ("Remote US, no Canada", [("", "", "US")]),
        ("Remote, USA (all states but CA)", [("", "", "US")]),
        ("Remote US (not available in CA, NY or WA)", [("", "", "US")]),
        ("Remote, anywhere but California", []),
        ("Remote (no Canada)", []),
        ("Oslo, NO", [("Oslo", "", "NO")]),
    ],
)
def test_what_is_left_out_is_no_place(text: str, expected: list[tuple[str, str, str]]):
    assert places(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100% Remote (must live in CA, NY, TX)", [("", s, "US") for s in ("CA", "NY", "TX")]),
        ("Must be based in Germany - Remote", [("", "", "DE")]),
        ("Candidates must reside in Texas", [("", "TX", "US")]),
        ("Applicants must be located in Spain or Portugal", [("", "", "ES"), ("", "", "PT")]),
    ],
)
def test_a_duty_is_no_town(text: str, expected: list[tuple[str, str, str]]):
    assert places(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Remote in the United States or Canada (East Coast/ET)", ["US", "CA"]),
        ("Remote US (PT, MT, CT or ET)", ["US"]),
        ("Remote (ET)", []),
        ("Remote - CET +/- 2 hours", []),
        ("Remote (GMT+1)", []),
        ("Remote, US timezones", []),
        ("Remote | UTC-3 to UTC+3", []),
        ("Boston, MA, ET", ["US"]),
        ("Hartford, CT", ["US"]),
        ("Lisbon, PT", ["PT"]),
        ("Addis Ababa, ET", ["ET"]),
    ],
)
def test_a_time_zone_is_no_place(text: str, expected: list[str]):
    assert [country for _, _, country in places(text)] == expected


@pytest.mark.parametrize(
    "text",
    ["N/A", "NA", "TBD", "Various", "Multiple locations", "Head office", "HQ", "Not specified"],
)
def test_some_words_say_nothing(text: str):
    assert places(text) == []


@pytest.mark.parametrize("text", ["Come with us", "Work with ET", "Field", "Union", "With", "Home"])
def test_a_word_that_is_not_understood_is_no_city(text: str):
    assert places(text) == []


@pytest.mark.parametrize("text", ["IN", "CA", "DE", "Remote, CA", "Remote - IN", "HQ, ME", "LA"])
def test_a_code_alone_that_may_be_two_things_is_neither(text: str):
    assert places(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DE, AT, CH", ["DE", "AT", "CH"]),
        ("DE/FR/PL", ["DE", "FR", "PL"]),
        ("US/CA", ["US", "CA"]),
        ("US, CA", ["US"]),
        ("Ispra, VA, Italy", ["IT"]),
        ("Monza, MB, Italy", ["IT"]),
        ("Milano (MI)", ["IT"]),
        ("Chennai, TN", ["IN"]),
        ("Florianópolis, SC", ["BR"]),
        ("Munich, BY", ["DE"]),
        ("Utrecht, UT", ["NL"]),
        ("Rome, GA", ["US"]),
        ("Berlin, CT", ["US"]),
        ("Warrington, PA", ["US"]),
    ],
)
def test_a_code_counts_in_its_place(text: str, expected: list[str]):
    assert [country for _, _, country in places(text)] == expected


# --- written otherwise -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Farnborough, Hampshire", ("Farnborough", "Hampshire", "GB")),
        ("Croydon, Surrey", ("Croydon", "Surrey", "GB")),
        ("Maidstone, Kent", ("Maidstone", "Kent", "GB")),
        ("Bray, Co. Wicklow", ("Bray", "Co. Wicklow", "IE")),
        ("Alcobendas, Madrid", ("Alcobendas", "Community of Madrid", "ES")),
        ("Terrassa, Barcelona", ("Terrassa", "Barcelona", "ES")),
        ("Bergamo, Lombardy", ("Bergamo", "Lombardy", "IT")),
        ("Whitefield, Bengaluru", ("Bengaluru", "", "IN")),
        ("Koramangala, Bangalore, Karnataka", ("Bengaluru", "Karnataka", "IN")),
        ("Waltham, Waltham", ("Waltham", "", "US")),
        ("Hamburg, Hamburg", ("Hamburg", "Hamburg", "DE")),
        ("Shanghai, Shanghai, cn", ("Shanghai", "Shanghai", "CN")),
        ("Krakow, krakow, pl", ("Kraków", "", "PL")),
        ("USA.VA.Reston", ("Reston", "VA", "US")),
        ("IND.Karnataka.Bengaluru", ("Bengaluru", "Karnataka", "IN")),
        ("DEU.Berlin", ("Berlin", "", "DE")),
        ("remote_us", ("", "", "US")),
        ("US-REM", ("", "", "US")),
        ("IN_Bangalore", ("Bengaluru", "", "IN")),
        ("OKC", ("Oklahoma City", "", "US")),
        ("GIFT City", ("GIFT City", "", "IN")),
        ("Dubai - Dayrah", ("Dayrah", "Dubai", "AE")),
        ("Australia - WA - Esperance", ("Esperance", "WA", "AU")),
        ("San Salvo, IT", ("San Salvo", "", "IT")),
    ],
)
def test_one_place_is_read_in_whatever_form(text: str, expected: tuple[str, str, str]):
    assert places(text) == [expected]


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Sydney or Melbourne", ["AU", "AU"]),
        ("SF, NY, SEA", ["US", "US", "US"]),
        ("London or Paris or Berlin", ["GB", "FR", "DE"]),
        ("NYC or SF", ["US", "US"]),
    ],
)
def test_lists_of_cities_are_told_apart(text: str, countries: list[str]):
    assert [country for _, _, country in places(text)] == countries


@pytest.mark.parametrize("city", ["Cambridge", "Birmingham", "Manchester", "Richmond"])
def test_a_name_of_two_countries_has_none(city: str):
    assert places(city) == [(city, "", "")]
    assert places(f"{city}, UK") == [(city, "", "GB")]


# --- areas -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("Remote - EMEA", ["EMEA"]),
        ("Remote - Europe or LATAM", ["Europe", "LATAM"]),
        ("UK & Ireland", ["UK & Ireland"]),
        ("Remote - DACH, Benelux", ["DACH", "Benelux"]),
        ("Global (Remote)", ["Worldwide"]),
        ("Remote, anywhere in the world", ["Worldwide"]),
        ("Remote (Latin America)", ["LATAM"]),
        ("EMEA - UK - London", []),
        ("Germany, EMEA", []),
    ],
)
def test_areas_are_kept(text: str, areas: list[str]):
    assert [*read_location(text).areas] == areas


@pytest.mark.parametrize("text", ["EU, UK", "Remote (EU + UK)", "Europe or Ukraine"])
def test_an_area_and_a_country_beside_it_are_two(text: str):
    assert len(places(text)) == 2


def test_a_remote_worker_may_live_in_each_country_of_an_area():
    assert read_location("Remote - Benelux or Poland").home == ("BE", "LU", "NL", "PL")


def test_a_country_that_is_left_out_is_cut_from_its_area():
    location = read_location("Remote - Benelux, but not Belgium")
    assert location.areas == ("Benelux, excluding Belgium",)
    assert location.home == ("LU", "NL")


def test_an_area_of_which_much_is_left_out_is_a_list_of_countries():
    out = "Germany, France, Spain, Italy, Portugal, Austria, Poland, Sweden, Denmark, Finland"
    location = read_location(f"Remote - EU, excluding {out}")
    assert location.areas == ()
    assert "NL" in location.home
    assert "DE" not in location.home


def test_only_a_remote_worker_has_a_home():
    assert read_location("Benelux").home == ()


# --- what is no place, or may be two ------------------------------------------------------------


@pytest.mark.parametrize("text", ["Canada, KY", "Mexico, CO", "Germany, IL", "Jersey, GA"])
def test_a_country_with_another_ones_state_says_nothing(text):
    assert read_location(text).places == ()


def test_a_country_with_its_own_state_or_a_towns_one_says_where():
    assert read_location("Canada, ON").places == (Place(region="ON", country="CA"),)
    assert read_location("Peru, IN").places == (Place("Peru", "IN", "US"),)


@pytest.mark.parametrize(
    ("text", "city", "country"),
    [
        ("Como (CO)", "Como", "IT"),
        ("Lecco (LC)", "Lecco", "IT"),
        ("Como, CO", "Como", ""),  # that may be Colorado's
        ("Bristol, Avon", "Bristol", "GB"),
        ("Hull, Humberside", "Kingston upon Hull", "GB"),
        ("Cordoba, Cordoba", "Córdoba", ""),  # Argentina's is not ten times Spain's
        ("Waltham, Waltham", "Waltham", "US"),
    ],
)
def test_what_stands_beside_a_town_tells_its_country(text, city, country):
    (place,) = read_location(text).places
    assert (place.city, place.country) == (city, country)


@pytest.mark.parametrize(
    "text",
    [
        "50 miles of Denver, CO",
        "Remote, within 30 minutes of Denver, CO",
        "commuting distance of Denver, CO",
        "Within a 2-hour drive from Denver, CO",
        "Denver, CO (within 50 miles)",
        "Near Denver, CO",
    ],
)
def test_a_distance_is_no_part_of_a_place(text):
    assert read_location(text).places == (Place("Denver", "CO", "US"),)


@pytest.mark.parametrize(
    "text", ["Boston or New York", "Boston / New York", "Boston, New York", "New York or Boston"]
)
def test_two_famous_cities_are_two_though_a_small_one_lies_in_the_state(text):
    cities = {place.city for place in read_location(text).places}
    assert cities == {"Boston", "New York"}


@pytest.mark.parametrize(
    ("text", "state"),
    [("Boston, NY", "NY"), ("Rome, New York", "NY"), ("Vancouver, Washington", "WA")],
)
def test_a_small_city_is_meant_where_its_state_is_no_rival(text, state):
    (place,) = read_location(text).places
    assert (place.region, place.country) == (state, "US")


# --- whole kinds -------------------------------------------------------------------------------


def test_cities_are_read_in_every_written_form():
    read = [*place_kinds.results(STEP)]
    assert [result.text for result in read if result.is_invented] == []
    wrong = [result for result in read if not result.is_right]
    assert len(wrong) <= len(read) * 0.005, wrong


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Berlin, Brandenburg, Germany", [("Berlin", "Brandenburg", "DE")]),
        ("Potsdam, Brandenburg", [("Potsdam", "Brandenburg", "DE")]),
        ("Brandenburg an der Havel, Germany", [("Brandenburg an der Havel", "", "DE")]),
        ("Hamburg, Bremen, Germany", [("Hamburg", "", "DE"), ("Bremen", "", "DE")]),
        ("3801 S. Broadway, Los Angeles, CA. 90037", [("Los Angeles", "CA", "US")]),
    ],
)
def test_a_land_and_a_street_are_no_towns(text: str, expected: list[tuple[str, str, str]]):
    assert places(text) == expected


def test_two_americas_are_two_areas():
    areas = read_location("Remote - North & South America").areas
    assert areas == ("North America", "South America")
