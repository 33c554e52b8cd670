"""The board as a visitor meets it. What its answers are made of is held by the engine's tests."""

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from jobs.models import ExchangeRate, ListingPlace
from tests.factories import make_employer, make_listing, make_role, make_skill

pytestmark = pytest.mark.django_db

CARD = re.compile(r'<h3><a href="[^"]*">(.*?)</a></h3>')
COUNT = re.compile(r'id="count" role="status">(.*?)</p>')
CHIP = re.compile(
    r'<a class="chip(?: chip-not)?" rel="nofollow" href="([^"]*)">'
    r'<span class="visually-hidden">Remove </span>(.*?) <'
)
PAGE_LINK = re.compile(r'<a (?:rel="\w+" )?href="([^"]*page=\d+)">')


def titles(response):
    return [unescape(title) for title in CARD.findall(response.text)]


def count(response):
    return COUNT.search(response.text)[1]


def chips(response):
    """{words: the address without it}"""
    return {unescape(words): unescape(address) for address, words in CHIP.findall(response.text)}


def ways_out(response):
    """{what is taken back: the board without it}, where nothing fits."""
    found = response.text.partition('class="ways-out"')[2].partition("</ul>")[0]
    return {
        words: unescape(address)
        for address, words in re.findall(r'href="([^"]*)">(.*?)</a>', found)
    }


def option(response, name, value):
    """What the panel prints for a value: (whether it is chosen, the words, the count)."""
    form = rf'<input type="\w+" name="{name}" value="{re.escape(value)}"( checked)?>'
    found = re.search(
        form + r'<span>(.*?)</span> (?:<span class="count">(.*?)</span>)?', response.text
    )
    return found and (bool(found[1]), unescape(found[2]), found[3])


# --- filters -----------------------------------------------------------------------------------


def test_the_board_hides_what_is_closed(get):
    make_listing("Open")
    make_listing("Gone", closed_at=timezone.now())
    assert titles(get("/jobs/")) == ["Open"]


@pytest.mark.parametrize(
    "query",
    [
        "q=kyoto acme",
        "role=analyst",
        "skill=sql",
        "skill=sql&skill=python",
        "level=senior",
        "type=contract",
        "workplace=remote",
        "country=JP",
        "city=Kyoto,JP",
        "pay=90000",
        "pay_unknown=hide",
        "posted=7",
        "language=ja",
        "employer=acme",
        "not_employer=other",
        "role=analyst&level=senior&level=entry&country=JP",
    ],
)
def test_each_filter_keeps_what_fits_and_drops_what_does_not(get, query):
    make_listing(
        "Fits",
        employer=make_employer("Acme"),
        body_text="In Kyoto.",
        role=make_role("Analyst"),
        skills=[make_skill("SQL"), make_skill("Python")],
        level="senior",
        employment_type="contract",
        workplace="remote",
        language="ja",
        places=[("Kyoto", "", "JP")],
        pay_usd_min=80000,
        pay_usd_max=90000,
    )
    long_ago = timezone.now() - timedelta(days=20)
    make_listing("Does not", employer=make_employer("Other"), posted_at=long_ago)
    assert titles(get(f"/jobs/?{query}")) == ["Fits"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("newest", ["New", "Rich", "Ending"]),
        ("pay", ["Rich", "New", "Ending"]),
        ("closing", ["Ending", "New", "Rich"]),
        ("", ["New", "Rich", "Ending"]),
    ],
)
def test_the_board_is_sorted_as_asked(get, sort, order):
    now = timezone.now()
    make_listing("New", posted_at=now)
    make_listing("Rich", posted_at=now - timedelta(days=1), pay_usd_max=300000)
    soon = now + timedelta(days=2)
    make_listing("Ending", posted_at=now - timedelta(days=2), closes_at=soon)
    assert titles(get(f"/jobs/?sort={sort}")) == order


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("role=wizard", "role"),
        ("skill=alchemy", "skill"),
        ("level=supreme", "level"),
        ("workplace=moon", "workplace"),
        ("country=XX", "country"),
        ("city=Berlin", "city"),
        ("pay=lots", "pay"),
        ("pay=1e999", "pay"),
        ("posted=5", "posted"),
        ("q=!!!", "q"),
    ],
)
def test_an_unknown_value_is_named_at_its_field_and_no_job_fits_it(get, query, name):
    make_listing("Remote", workplace="remote")
    make_listing("On site", workplace="onsite")
    response = get(f"/jobs/?{query}&type=unknown")
    assert f'id="id_{name}_error"' in response.text
    assert "No job fits it." in response.text
    assert titles(response) == []
    assert all("=" + query.partition("=")[2] not in each for each in chips(response).values())
    assert ways_out(response)["Without the values that do not exist"] == "/jobs/?type=unknown"


def test_a_bad_order_is_named_and_ignored(get):
    make_listing("Fits")
    response = get("/jobs/?sort=odd")
    assert "It is ignored; the rest applies." in response.text
    assert titles(response) == ["Fits"]


def test_the_good_values_of_a_parameter_apply_beside_a_bad_one(get):
    make_listing("Fits", level="senior")
    make_listing("Does not", level="mid")
    response = get("/jobs/?level=supreme&level=senior")
    assert titles(response) == ["Fits"]
    assert [*chips(response)] == ["Senior-level / Expert"]


@pytest.mark.parametrize("keyword", ["%00", "%0B%7F", "<b>%22'", "c%2B%2B AND (", "%FF", "\u202e"])
def test_any_keyword_has_its_page(get, keyword):
    get(f"/jobs/?q={keyword}")


def test_a_keyword_is_printed_back_as_text(get):
    text = get("/jobs/?q=%3Cb%3E%22words%22").text
    assert '<b>"words"' in unescape(text)
    assert "<b>" not in text


# --- pages -------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["0", "-1", "999999", "x", "", "9" * 5000])
def test_a_page_that_does_not_exist_is_the_nearest_one(get, page):
    make_listing("Only")
    assert titles(get(f"/jobs/?page={page}")) == ["Only"]


def test_filters_and_order_stay_on_the_other_pages(get):
    for n in range(30):
        make_listing(f"Job {n}", workplace="remote")
    make_listing("Elsewhere", workplace="onsite")
    response = get("/jobs/?workplace=remote&sort=pay&level=&junk=1")
    assert count(response) == "Showing 1–25 of 30 jobs"
    assert "/jobs/?workplace=remote&amp;sort=pay&amp;page=2" in PAGE_LINK.findall(response.text)
    second = get("/jobs/?workplace=remote&page=2")
    assert count(second) == "Showing 26–30 of 30 jobs"
    assert len(titles(second)) == 5


def test_every_listing_stands_on_exactly_one_page(get):
    for n in range(60):
        make_listing(f"Job {n}")
    pages = [titles(get(f"/jobs/?page={n}")) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [25, 25, 10]
    assert len({title for page in pages for title in page}) == 60


# --- counts ------------------------------------------------------------------------------------


def test_each_value_says_how_many_jobs_it_would_show(get):
    for level, workplace in [("senior", "remote"), ("senior", "onsite"), ("mid", "remote")]:
        make_listing(level=level, workplace=workplace)
    make_listing()
    response = get("/jobs/?level=senior")
    assert option(response, "level", "senior") == (True, "Senior-level / Expert", "2")
    assert option(response, "level", "mid") == (False, "Mid-level / Intermediate", "1")
    assert option(response, "level", "unknown") == (False, "Level not stated", "1")
    assert option(response, "workplace", "remote") == (False, "Remote", "1")


def test_a_chosen_value_that_nothing_has_stays_to_be_taken_back(get):
    make_role("Analyst")
    make_listing()
    assert option(get("/jobs/?role=analyst"), "role", "analyst") == (True, "Analyst", "0")
    assert option(get("/jobs/?city=Nowhere,FR"), "city", "Nowhere,FR")[0]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("role", "unknown", "No role matched"),
        ("country", "unknown", "Place not stated"),
        ("home", "unknown", "Remote, countries not stated"),
        ("language", "unknown", "Language not stated"),
        ("source", "handmade", "Entered by hand"),
    ],
)
def test_what_is_not_stated_can_be_chosen_in_words(get, name, value, words):
    make_listing(workplace="remote")
    assert option(get("/jobs/"), name, value) == (False, words, "1")
    assert len(titles(get(f"/jobs/?{name}={value}"))) == 1


def test_places_are_labelled_in_words_and_short_in_addresses(get):
    make_listing(places=[("Berlin", "", "DE")])
    response = get("/jobs/?city=Berlin,DE&level=unknown")
    assert option(response, "city", "Berlin,DE") == (True, "Berlin, Germany", "1")
    assert chips(response)["Level not stated"] == "/jobs/?city=Berlin,DE"


def test_pay_is_asked_for_and_says_what_becomes_of_the_rest(get):
    make_listing("Rich", pay_usd_max=160000)
    make_listing("Poor", pay_usd_max=60000)
    make_listing("Silent")
    assert option(get("/jobs/"), "pay_unknown", "hide")[2] == "1"
    assert titles(get("/jobs/?pay=100000")) == ["Rich"]
    assert option(get("/jobs/?pay=100000"), "pay_unknown", "show")[2] == "1"
    assert set(titles(get("/jobs/?pay=100000&pay_unknown=show"))) == {"Rich", "Silent"}
    assert set(titles(get("/jobs/?pay_unknown=hide"))) == {"Rich", "Poor"}


def test_pay_in_another_currency_or_period_is_told_about_with_the_day_of_its_rate(get):
    ExchangeRate.objects.update_or_create(
        currency="EUR", defaults={"usd": "1.25", "as_of": date(2026, 11, 1)}
    )
    pay = {"pay_min": 50, "pay_max": 60, "pay_currency": "USD", "pay_period": "hour"}
    make_listing("By the hour", **pay, pay_usd_min=104_000, pay_usd_max=124_800)
    euros = {"pay_min": 90_000, "pay_currency": "EUR", "pay_period": "year"}
    make_listing("In euros", **euros, pay_usd_min=112_500)
    text = get("/jobs/?pay=80000&currency=EUR&reach=starts").text
    about = '<span class="about">about EUR 83K - 100K a year at the rate of 1 Nov 2026</span>'
    assert text.count('class="about"') == text.count(about) == 1
    assert "about EUR 8.7K - 10K</span>" not in text
    assert (
        'class="about">about EUR 6.9K - 8.3K a month'
        in get("/jobs/?pay=6000&currency=EUR&per=month").text
    )
    assert 'class="about"' not in get("/jobs/").text


@pytest.mark.parametrize(
    ("query", "chip", "canonical"),
    [
        ("pay=90000", "Pay reaches USD 90K", "pay=90000"),
        ("pay=90k&currency=USD&per=year&reach=reaches", "Pay reaches USD 90K", "pay=90000"),
        ("pay=90000&reach=starts", "Pay starts at USD 90K", "pay=90000&reach=starts"),
        (
            "per=hour&currency=eur&pay=45",
            "Pay reaches EUR 45 an hour",
            "pay=45&currency=EUR&per=hour",
        ),
    ],
)
def test_how_pay_is_meant_stands_in_one_chip_and_is_unsaid_where_usual(get, query, chip, canonical):
    response = get(f"/jobs/?{query}&level=mid")
    assert {words: where for words, where in chips(response).items() if "Pay" in words} == {
        chip: "/jobs/?level=mid"
    }
    assert chips(response)["Mid-level / Intermediate"] == f"/jobs/?{canonical}"


def test_how_pay_is_meant_means_nothing_without_an_amount(get):
    make_listing("Any")
    response = get("/jobs/?currency=EUR&per=hour&reach=starts")
    assert titles(response) == ["Any"]
    assert chips(response) == {}


@pytest.mark.parametrize(
    "query", ["pay=1&currency=XXX", "pay=1&per=century", "reach=far&pay=1", "area=atlantis"]
)
def test_no_job_fits_what_nobody_can_ask_for(get, query):
    make_listing("Rich", pay_usd_min=1_000_000, places=[("", "", "DE")])
    response = get(f"/jobs/?{query}")
    assert titles(response) == []
    assert "No job fits it." in response.text


def test_an_area_may_be_given_by_its_name(get):
    make_listing("In Bonn", places=[("Bonn", "", "DE")])
    make_listing("In Bern", places=[("Bern", "", "CH")])
    response = get("/jobs/?area=EU&level=unknown")
    assert titles(response) == ["In Bonn"]
    assert chips(response)["Level not stated"] == "/jobs/?area=eu"
    assert titles(get("/jobs/?area=UK %26 Ireland")) == []


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("", "Open jobs"),
        ("level=senior&workplace=remote&role=analyst", "Remote Senior-level Analyst jobs"),
        ("area=eu", "Jobs in the EU"),
        ("area=worldwide", "Jobs in any country"),
        ("city=Berlin,DE&skill=sql", "Jobs that ask for SQL in Berlin, Germany"),
        ("home=DE&workplace=remote", "Remote jobs you can do from Germany"),
        ("home=eu", "Jobs you can do from the EU"),
        (
            "pay=70k&currency=EUR&reach=starts&q=kafka",
            "Jobs with pay that starts at EUR 70K with “kafka”",
        ),
        (
            "not_employer=acme&not_level=mid&posted=7",
            "Jobs but not Mid-level not at Acme of the last 7 days",
        ),
        ("workplace=remote&not_level=unknown", "Remote jobs: Not Level not stated"),
        ("level=unknown&role=analyst", "Analyst jobs: Level not stated"),
        ("country=DE&country=FR", "Jobs in Germany or France"),
    ],
)
def test_the_heading_says_what_is_searched(get, query, heading):
    make_role("Analyst")
    make_skill("SQL")
    make_employer("Acme")
    text = unescape(get(f"/jobs/?{query}").text)
    assert f"<h1>{heading}</h1>" in text
    assert f"<title>{heading} · " in text


@pytest.mark.parametrize("name", ["role", "skill", "level", "country", "employer"])
def test_a_value_can_be_left_out_beside_where_it_is_chosen(get, name):
    make_listing(
        "Theirs",
        role=make_role("Value"),
        skills=[make_skill("Value")],
        employer=make_employer("Value"),
        level="mid",
        places=[("", "", "DE")],
    )
    make_listing("Ours", employer=make_employer("Other"))
    value = {"level": "mid", "country": "DE"}.get(name, "value")
    box = f'<input type="checkbox" name="not_{name}" value="{value}"'
    assert f"{box}>" in get("/jobs/").text
    response = get(f"/jobs/?not_{name}={value}")
    assert titles(response) == ["Ours"]
    assert f"{box} checked>" in response.text
    [(words, without)] = chips(response).items()
    assert (words[:4], without) == ("Not ", "/jobs/")


def test_pay_of_an_unknown_period_is_shown_but_reaches_no_amount(get):
    given = make_listing("Given", pay_min=1_000_000, pay_max=2_000_000, pay_currency="USD")
    given.convert_pay({"USD": Decimal(1)})
    given.save()
    make_listing("Poor", pay_usd_max=40_000)
    assert "USD 1M - 2M, period not stated" in get("/jobs/").text
    assert titles(get("/jobs/?pay=30000")) == ["Poor"]
    assert titles(get("/jobs/?pay_unknown=hide")) == ["Poor"]
    assert titles(get("/jobs/?sort=pay")) == ["Poor", "Given"]
    assert option(get("/jobs/"), "pay_unknown", "hide")[2] == "1"


@pytest.mark.parametrize(
    "written",
    ["60000", "60,000", "60.000", "60 000", "60 000 €", "60k", "€60k", "60 K", "$60,000.00",
     "60.000,00 €", "60\u00a0000", "USD 60'000", "60000 EUR"],
)  # fmt: skip
def test_an_amount_of_pay_may_be_written_in_any_countrys_way(get, written):
    make_listing("Reaches", pay_usd_max=60_000)
    make_listing("Falls short", pay_usd_max=59_999)
    assert titles(get("/jobs/?" + urlencode({"pay": written}))) == ["Reaches"]


@pytest.mark.parametrize("written", ["60.00.000", "6o000", "60-80k", "1.5", "k"])
def test_what_is_no_amount_of_pay_is_said(get, written):
    make_listing("Any")
    assert 'aria-invalid="true"' in get("/jobs/?" + urlencode({"pay": written})).text


def test_any_amount_may_be_asked_for_and_a_wrong_one_stays_in_its_box(get):
    make_listing("Rich", pay_usd_max=91000)
    response = get("/jobs/?pay=90000")
    assert titles(response) == ["Rich"]
    assert "90K or more</a>" not in response.text.partition('id="found"')[0]
    assert 'id="id_pay" value="lots" aria-invalid="true"' in get("/jobs/?pay=lots").text


def test_an_employer_can_be_left_out_and_taken_back(get):
    make_listing("Theirs", employer=make_employer("Acme"))
    make_listing("Ours", employer=make_employer("Better"))
    response = get("/jobs/?not_employer=acme")
    assert titles(response) == ["Ours"]
    assert chips(response) == {"Not Acme": "/jobs/"}
    left_out = '<input type="checkbox" name="not_employer" value="acme" checked>'
    assert left_out in response.text
    assert get("/jobs/?not_employer=acme&employer=acme").text.count(left_out) == 1


# --- chips, few results, none ------------------------------------------------------------------


def test_each_applied_value_is_a_chip_that_removes_it(get):
    make_role("Analyst")
    make_role("Builder")
    response = get("/jobs/?role=analyst&role=builder&pay=90000&page=3")
    assert chips(response)["Analyst"] == "/jobs/?role=builder&pay=90000"
    assert chips(response)["Pay reaches USD 90K"] == "/jobs/?role=analyst&role=builder"


def test_a_value_that_changes_nothing_is_no_chip(get):
    make_listing()
    assert chips(get("/jobs/?pay_unknown=show&level=&sort=newest&utm_source=x")) == {}


def test_few_results_say_what_each_filter_hides(get):
    make_listing("Fits", level="senior", workplace="remote")
    for n in range(3):
        make_listing(f"On site {n}", level="senior", workplace="onsite")
    text = get("/jobs/?level=senior&workplace=remote").text
    assert '<a rel="nofollow" href="/jobs/?level=senior">Without Remote</a>: 4' in text
    assert "Without Senior" not in text, "it would show nothing more"


def test_an_empty_board_says_so(get):
    assert "There are no open listings" in get("/jobs/").text


def test_where_nothing_fits_even_two_filters_may_be_taken_back(get):
    for _ in range(3):
        make_listing(level="mid", workplace="onsite", language="en")
    make_listing(level="mid", workplace="remote", language="de")
    text = get("/jobs/?level=senior&workplace=remote&language=en").text
    assert "nor with one filter less" in text
    both = '<a rel="nofollow" href="/jobs/?{}">Without {}</a> <span class="count">{}</span>'
    assert both.format("language=en", "Senior-level / Expert and Remote", 3) in text
    assert both.format("workplace=remote", "Senior-level / Expert and English", 1) in text


def test_filters_that_leave_nothing_say_how_to_go_on(get):
    make_listing(level="mid", workplace="remote")
    response = get("/jobs/?level=senior&workplace=remote")
    assert count(response) == "No open job fits"
    assert (
        '<a rel="nofollow" href="/jobs/?workplace=remote">Without Senior-level / Expert</a>'
        in response.text
    )


# --- what it costs -----------------------------------------------------------------------------


def test_the_board_costs_the_same_queries_for_one_card_and_for_twenty_five(get, count_queries):
    counts = []
    for many in (1, 24):
        for n in range(many):
            skill = make_skill(f"Skill {many} {n}")
            make_listing(
                f"Job {many} {n}",
                role=make_role(f"Role {many} {n}"),
                skills=[skill],
                places=[("Kyoto", "", "JP")],
            )
        counts.append(count_queries(lambda: get("/jobs/?sort=pay")))
    assert counts[0] == counts[1] <= 20


def test_a_page_that_has_not_changed_is_not_sent_again(get, client):
    make_listing()
    tag = get("/jobs/").headers["ETag"]
    assert client.get("/jobs/", headers={"If-None-Match": tag}).status_code == 304
    make_listing("New")
    assert client.get("/jobs/", headers={"If-None-Match": tag}).status_code == 200


def test_the_page_is_the_same_for_everybody(get, admin_client, client):
    make_listing()
    response = client.get("/jobs/")
    assert response.content == admin_client.get("/jobs/").content
    assert "Vary" not in response.headers or "Cookie" not in response.headers["Vary"]
    assert not response.cookies


@pytest.mark.django_db(transaction=True)
def test_a_kept_page_is_new_after_a_change(get, count_queries):
    make_listing("First")
    assert titles(get("/jobs/")) == ["First"]
    assert count_queries(lambda: get("/jobs/?junk=1&level=")) <= 2, "it was kept"
    make_listing("Second")
    assert titles(get("/jobs/")) == ["Second", "First"]


# --- all values of a filter --------------------------------------------------------------------


def test_all_values_of_a_filter_can_be_searched_and_chosen(get):
    for city in ("Berlin", "Bern", "Łódź"):
        make_listing(workplace="remote", places=[(city, "", "DE")])
    make_listing(places=[("Bergen", "", "NO")])
    text = get("/jobs/values/city/?workplace=remote&find=ber").text
    assert (
        '<a rel="nofollow" href="/jobs/?workplace=remote&amp;city=Berlin,DE">Berlin, Germany</a>'
        in text
    )
    assert "Bern, Germany" in text
    assert "Bergen" not in text
    assert "Łódź" not in text
    assert 'name="robots" content="noindex"' in text


def test_a_chosen_value_is_taken_back_in_the_list_of_all(get):
    make_listing(places=[("Berlin", "", "DE")])
    text = get("/jobs/values/city/?city=Berlin,DE&level=unknown").text
    assert '<a rel="nofollow" href="/jobs/?level=unknown" aria-current="true">' in text


def test_only_long_filters_have_a_list_of_all(get):
    get("/jobs/values/level/", status=404)
    get("/jobs/values/nonsense/", status=404)
    assert "Nothing in this list" in get("/jobs/values/employer/?find=%00").text


def test_a_long_filter_leads_to_the_list_of_all(get):
    for n in range(12):
        make_listing(places=[(f"Town {n}", "", "DE")], level="mid")
    response = get("/jobs/?level=mid")
    assert '<a rel="nofollow" href="/jobs/values/city/?level=mid">All cities</a>' in response.text


def test_a_long_filter_ends_with_what_is_not_stated(get):
    for code in ("AT", "BE", "CH", "DE", "ES", "FR", "GB", "IT", "JP"):
        for _ in range(2):
            make_listing(places=[("", "", code)])
    make_listing()
    response = get("/jobs/")
    assert option(response, "country", "unknown") == (False, "Place not stated", "1")
    assert len(re.findall('name="country"', response.text)) == 9, "eight countries, and unknown"


def test_an_employer_that_is_called_unknown_is_an_employer(get):
    make_listing("Theirs", employer=make_employer("Unknown"))
    make_listing("Ours")
    response = get("/jobs/?employer=unknown")
    assert titles(response) == ["Theirs"]
    assert [*chips(response)] == ["Unknown"]


def test_a_remote_job_says_where_one_may_live(get):
    listing = make_listing(workplace="remote")
    ListingPlace.objects.create(listing=listing, country="DE", kind="residence")
    response = get("/jobs/?home=DE")
    assert [*chips(response)] == ["Remote from Germany"]
    assert "Remote (Germany)" in response.text


def test_a_chosen_value_that_is_too_rare_to_be_counted_still_stands_there(get):
    for n in range(40):
        make_listing(places=[(f"Town {n // 2}", "", "DE")])
    make_listing(places=[("Kiel", "", "DE")])
    chosen, words, count_of_it = option(get("/jobs/?city=Kiel,DE"), "city", "Kiel,DE")
    assert (chosen, words) == (True, "Kiel, Germany")
    assert count_of_it in (None, "1")


@pytest.mark.parametrize(
    ("keyword", "title"), [("C%2B%2B", "one"), ("c%23", "two"), (".NET", "two"), ("C", "three")]
)
def test_a_language_with_a_sign_is_another_keyword_than_its_letter(get, keyword, title):
    make_listing("Engineer one", body_text="You write C++ for devices.")
    make_listing("Engineer two", body_text="You write C# services on .NET.")
    make_listing("Engineer three", body_text="We sell vitamin C on the net.")
    text = get(f"/jobs/?q={keyword}").text
    assert [f"Engineer {each}" in text for each in ("one", "two", "three")] == [
        each == title for each in ("one", "two", "three")
    ]
