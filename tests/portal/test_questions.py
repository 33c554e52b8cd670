"""What an address asks: limits that every page holds, what is said of them, and what links keep."""

from random import Random
from urllib.parse import parse_qsl, urlsplit

import html5lib
import pytest
from django.http import QueryDict

from careers.pages.questions import MAX_QUERY_BYTES, read
from portal import page_cache
from tests.factories import make_employer, make_listing, make_role, make_skill
from tests.faults import questions

PAIR = "/compare/data-analyst-vs-data-engineer/"
LINEUP = "/compare/?role=data-analyst&role=data-engineer&role=data-scientist"
# Links that say that they take everything back.
TAKING_BACK = {"Clear all", "See every open job", "Show all there is"}
# Parameters that one control may change together.
PAY_CHOICE = {"currency", "country", "level"}
PAY_LIMIT = {"pay", "pay_unknown", "currency", "per", "reach"}
TOGETHER = {"jobs": PAY_LIMIT, "fit": {"skill", "jobs", "lack"}}


def text_of(element):
    return " ".join("".join(element.itertext()).split())


def notices(response):
    tree = html5lib.parse(response.text, namespaceHTMLElements=False)
    return [text_of(item) for item in tree.findall(".//ul[@class='note note-problem notices']/li")]


# --- what is left out is said --------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/jobs/", "/jobs/values/skill/"])
def test_an_unknown_parameter_is_said_with_the_one_that_was_meant(get, address):
    assert notices(get(f"{address}?skil=sql&utm_source=x&fbclid=y&gclid=z&ref=w")) == [
        "“skil” is not a filter here, so it was left out. Did you mean “skill”?"
    ]


@pytest.mark.django_db
def test_pages_without_parameters_and_empty_ones_have_nothing_to_say(get):
    assert notices(get("/about/?skil=sql")) == []
    assert notices(get("/search/?skil=&q=")) == []


@pytest.mark.django_db
def test_of_many_unknown_parameters_a_few_are_named(get):
    said = notices(get("/jobs/?" + "&".join(f"odd{n}{'x' * 200}=1" for n in range(50))))
    assert len(said) == 4
    assert said[-1] == "The same holds for 47 more."
    assert max(map(len, said)) < 100


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/jobs/?q=a+b+c+d+e+f+g+h+i", "Only the first 8 words of “q” count."),
        ("/search/?q=a+b+c+d+e+f+g+h+i", "Only the first 8 words of “q” count."),
        ("/jobs/values/skill/?find=a,b,c,d,e,f,g,h,i", "Only the first 8 words of “find” count."),
        ("/jobs/?pay=1&pay=2", "Only the first value of “pay” counts."),
        ("/salaries/?kind=past&kind=ranges", "Only the first value of “kind” counts."),
        (f"/jobs/?{'level=mid&' * 30}level=x", "Only the first 30 values of “level” count."),
        ("/jobs/?page=7", "There is no page “7”; this is page 1."),
        (
            "/jobs/?sort=odd",
            "“odd” is not one of the choices. It is ignored; the rest applies.",
        ),
    ],
)
def test_what_is_beyond_the_limits_is_said(get, address, said):
    assert said in notices(get(address))


@pytest.mark.django_db
def test_files_refuse_in_words_what_they_would_leave_out(client):
    roles = "&".join(f"role={make_role(title).slug}" for title in ("Analyst", "Builder"))
    assert client.get(f"/compare/table.json?{roles}&utm_source=x").status_code == 200
    refused = client.get(f"/compare/table.json?{roles}&levl=mid")
    assert (refused.status_code, refused.json()["error"]) == (
        404,
        "“levl” is not a filter here, so it was left out.",
    )
    assert "“levl” is not a filter here" in client.get(f"/compare/table.csv?{roles}&levl=mid").text


def test_what_does_not_fit_into_one_address_is_said():
    query = QueryDict("&".join(f"city={'x' * 100}{n},DE" for n in range(20)) + "&skill=sql")
    known, left_out = read(query, ["city", "skill"], {"city", "skill"})
    assert len(known.urlencode()) <= MAX_QUERY_BYTES
    assert known["skill"] == "sql"
    assert left_out == ("This is more than one address can hold. Left out of “city”: 12.",)


# --- what is unknown never widens ----------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["role=wizard", "skill=sql&skill=alchemy", "city=Rome", "q=%2B"])
def test_no_job_fits_what_is_unknown_and_one_click_goes_on_without_it(get, query):
    make_listing("Asks for SQL", skills=[make_skill("SQL")])
    response = get(f"/jobs/?{query}")
    assert "No open job fits" in response.text
    known = "?skill=sql" if "sql" in query else ""
    assert f'href="/jobs/{known}">Without the values that do not exist</a>' in response.text
    assert "No job fits it." in " ".join(notices(response))
    assert 'name="robots" content="noindex"' in response.text


@pytest.mark.django_db
def test_leaving_out_an_unknown_employer_takes_nothing_away_and_is_said(get):
    make_listing("Stays")
    response = get("/jobs/?not_employer=nobody")
    assert "Stays" in response.text
    assert len(notices(response)) == 1


def test_no_figure_fits_an_unknown_choice_of_pay(get, starter_with_figures):
    for address in ("/roles/data-analyst/", PAIR, "/salaries/", "/salaries/data-analyst/"):
        for query in ("currency=XXX", "country=XX", "level=odd"):
            assert "No figure fits" in get(f"{address}?{query}").text, (address, query)
    assert "Unknown: kind “odd”" in get("/salaries/?kind=odd").text
    assert "No figure fits state “ZZ”" in get("/salaries/data-analyst/?state=ZZ").text
    assert "This page has no view called “odd”" in get(f"{PAIR}?show=odd").text


# --- no page is long, whatever the address -------------------------------------------------------


@pytest.mark.django_db
def test_three_hundred_invented_cities_make_a_short_page(get):
    make_listing("Kyoto", [("Kyoto", "", "JP")])
    cities = "&".join(f"city=Invented{number},US" for number in range(300))
    response = get(f"/jobs/?{cities}&city=Kyoto,JP")
    assert len(response.content) < 150_000
    assert "Only the first 30 values of “city” count." in notices(response)
    assert response.text.count('class="chip"') == 1, "the cities share one"
    assert 'rel="canonical" href="http://testserver/jobs/"' in response.text


@pytest.mark.django_db(transaction=True)
def test_an_address_that_asks_in_vain_takes_no_place_among_what_is_kept(client):
    page_cache.PAGES.forget()
    client.get("/jobs/")
    for number in range(5):
        client.get(f"/jobs/?odd{number}=1")
    assert len(page_cache.PAGES.pages) == 1


@pytest.mark.django_db
def test_odd_questions_have_an_answer():
    """A sample of tests/faults/test_questions.py."""
    make_listing("Kyoto", [("Kyoto", "", "JP")], [make_skill("SQL")], role=make_role("Analyst"))
    make_role("Builder")
    asker, random = questions.Asker(), Random("sample")
    values = questions.Values(random)
    addresses = [each for each in questions.public_addresses() if each[1]]
    for path, parameters in addresses:
        for name in random.choices(parameters, k=3):
            asker.ask(path, questions.as_query([(name, values.any(name))]))
    for _ in range(30):
        asker.ask(questions.odd_path(random, [path for path, _ in addresses]))
    for method in questions.METHODS:
        asker.ask("/jobs/", method=method)
    for kind, body in questions.BODIES:
        for path in ("/feedback/", "/jobs/report/"):
            asker.ask(path, "", "POST", body, CONTENT_TYPE=kind, **questions.OWN_TOKEN)
    assert asker.record.faults == []


# --- every control keeps what else is asked ------------------------------------------------------

ADDRESSES = [
    "/jobs/?q=sql&role=data-analyst&skill=sql&level=mid&city=Kyoto,JP&pay=1000&sort=pay",
    "/jobs/?level=mid&level=senior&workplace=remote&not_employer=acme&pay_unknown=hide&page=2",
    "/jobs/?q=nothing+at+all&country=JP&home=DE&posted=7&language=en&type=unknown",
    "/jobs/?paid_in=USD-year&source=greenhouse&text=read&employer=acme&pay=1&pay_unknown=show",
    "/jobs/values/skill/?find=s&level=mid&q=sql&sort=pay",
    "/salaries/?kind=ranges&currency=USD&country=US&level=senior&sort=n",
    "/salaries/data-analyst/?currency=USD&country=US&level=senior&state=CA",
    "/salaries/data-analyst/?currency=USD&state=ZZ",
    "/roles/data-analyst/?currency=USD&country=US&level=senior",
    f"{PAIR}?currency=USD&country=US&level=senior&show=differences",
    f"{PAIR}?currency=USD",
    f"{LINEUP}&country=US&level=mid&show=differences",
    "/compare/?role=data-analyst&currency=EUR&show=differences",
    "/jobs/side-by-side/?id=7001&id=7002&currency=EUR&per=month",
    "/fit/?skill=sql&skill=python&find=s&jobs=near",
    "/fit/?skill=sql&skill=python&lack=spark",
]


@pytest.fixture
def filled(starter_with_figures):
    make_employer("Acme")
    for number in range(30):
        make_listing(f"{number}", [("Kyoto", "", "JP")], level="mid", workplace="remote")
    for pk in (7001, 7002):
        make_listing("Paid", pk=pk, pay_min=50_000, pay_currency="USD", pay_period="year")


# Boxes of the board that always say something, of which an address leaves out what is usual.
HOW_PAY_IS_MEANT = {"currency", "per", "reach"}


def test_every_control_keeps_what_else_is_asked(client, filled):
    for address in ADDRESSES:
        path, asked = urlsplit(address).path, values_of(urlsplit(address).query)
        main = main_of(client.get(address))
        for link in main.iter("a"):
            led = urlsplit(link.get("href"))
            if led.path in ("", path) and led.query and text_of(link) not in TAKING_BACK:
                changed = changes(asked, values_of(led.query))
                together = TOGETHER.get(path.split("/")[1], PAY_CHOICE)
                # Another kind of figures may have none of this choice, and then leads to others.
                together = together | ({"kind"} & changed)
                told = f"{address}: {text_of(link)} {link.get('href')}"
                assert len(changed) <= 1 or changed <= together, told
        for form in main.iter("form"):
            if form.get("method") != "post" and form.get("action", path) == path:
                changed = changes(asked, sent_by(form)) - HOW_PAY_IS_MEANT
                assert changed == set(), f"{address}: {form.get('class')}"


def test_roles_that_lead_to_their_pair_keep_the_choice_of_pay(client, starter):
    roles = "role=data-engineer&role=data-analyst"
    assert client.get(f"/compare/?{roles}&currency=EUR").url == f"{PAIR}?currency=EUR"
    swapped = "/compare/data-engineer-vs-data-analyst/"
    assert client.get(f"{swapped}?level=mid&show=differences").url == (
        f"{PAIR}?show=differences&level=mid"
    )


def main_of(response):
    return html5lib.parse(response.text, namespaceHTMLElements=False).find(".//main")


def values_of(query):
    """{parameter: its values} of a query string; a page number goes with any change."""
    found = {}
    for name, value in parse_qsl(query):
        found.setdefault(name, set()).add(value)
    found.pop("page", None)
    return found


def changes(asked, led):
    return {name for name in asked.keys() | led.keys() if asked.get(name) != led.get(name)}


def sent_by(form):
    """{parameter: its values} that a form would send as it stands."""
    found = {}
    for box in form.iter("input"):
        is_box = box.get("type") in ("checkbox", "radio")
        if box.get("name") and box.get("value") and (not is_box or box.get("checked") is not None):
            found.setdefault(box.get("name"), set()).add(box.get("value"))
    for choice in form.iter("select"):
        for option in choice.iter("option"):
            if option.get("selected") is not None and option.get("value"):
                found.setdefault(choice.get("name"), set()).add(option.get("value"))
    return found
