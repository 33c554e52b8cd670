"""The block of pay: which figures it shows, that kinds and currencies stay apart, what it says."""

from decimal import Decimal

import html5lib
import pytest

from careers.models import PayCell, Reference, Role
from careers.pages.pay_block import pay_block, read
from careers.pages.pay_cells import one_year_each
from careers.pages.pay_plot import scale_of
from careers.pages.profiles import Citations
from tests.factories import make_evidence, make_pay_cell, make_role, make_snapshot

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def analyst():
    return make_role("Analyst")


@pytest.fixture
def ranges():
    return make_snapshot("ranges")


def block_of(*roles, **query):
    roles = Role.objects.with_profile().in_bulk([role.pk for role in roles])
    return pay_block(read(list(roles.values())), Citations(), query)


def shown(block):
    """(kind, role, year, median) of each bar."""
    return [(str(b.source.kind), b.role.title, b.cell.year, int(b.cell.p50)) for b in block.bars]


def tree_of(response):
    return html5lib.parse(response.text, namespaceHTMLElements=False)


def words(element):
    return " ".join(" ".join(element.itertext()).split())


def make_official(role, fit="same", reason="", **fields):
    Role.objects.filter(pk=role.pk).update(
        occupation="15-2051", occupation_fit=fit, occupation_reason=reason
    )
    official = make_snapshot("official", occupations={"15-2051": "Data Scientists"})
    return make_pay_cell(None, official, occupation="15-2051", year=None, **fields)


def test_each_kind_is_a_bar_of_its_own_the_newest_evidence_first(analyst, ranges):
    make_official(analyst, p50=101_000)
    make_pay_cell(analyst, make_snapshot("past"), p50=102_000)
    make_pay_cell(analyst, ranges, p50=103_000)
    make_pay_cell(analyst, p50=104_000)
    assert shown(block_of(analyst)) == [
        ("advertised", "Analyst", 2025, 104_000),
        ("ranges", "Analyst", 2025, 103_000),
        ("past", "Analyst", 2025, 102_000),
        ("official", "Analyst", None, 101_000),
    ]


def test_without_a_market_nothing_is_advertised(analyst, monkeypatch):
    make_pay_cell(analyst)
    monkeypatch.setattr("careers.market._markets", [])
    assert not block_of(analyst)


def test_the_newest_year_is_shown_that_has_not_only_begun(analyst, ranges):
    for year, n in ((2023, 300), (2024, 400), (2025, 99)):
        make_pay_cell(analyst, ranges, year=year, n=n)
    assert shown(block_of(analyst))[0][2] == 2024


def test_roles_side_by_side_are_shown_in_the_same_year_where_they_can(analyst, ranges):
    builder, curator = make_role("Builder"), make_role("Curator")
    for role, years in ((analyst, (2023, 2024)), (builder, (2022, 2023)), (curator, (2020,))):
        for year in years:
            make_pay_cell(role, ranges, year=year)
    years = [year for _, _, year, _ in shown(block_of(analyst, builder, curator))]
    assert years == [2023, 2023, 2020]


def test_all_years_together_stand_for_a_year_of_which_there_are_too_few(analyst, ranges):
    builder = make_role("Builder")
    make_pay_cell(builder, ranges, year=2024)
    make_pay_cell(analyst, ranges, year=2020)
    make_pay_cell(analyst, ranges, year=None)
    assert [year for _, _, year, _ in shown(block_of(analyst, builder))] == [None, 2024]
    assert one_year_each({"nothing": []}) == {}


def test_the_currency_and_country_that_say_most_are_shown(analyst, ranges):
    make_pay_cell(analyst, ranges, country="DE", currency="EUR", n=900)
    make_pay_cell(analyst, ranges, country="US", currency="USD", n=40)
    make_pay_cell(analyst, make_snapshot("past"))
    block = block_of(analyst)
    assert (block.choice.currency, block.choice.country) == ("USD", "US")
    assert {bar.cell.currency for bar in block.bars} == {"USD"}


def test_a_country_is_shown_rather_than_all_together(analyst, ranges):
    make_pay_cell(analyst, ranges, country="", n=50)
    make_pay_cell(analyst, ranges, country="US", n=40)
    assert block_of(analyst).choice.country == "US"
    assert block_of(analyst, country="all").bars[0].cell.n == 50


def test_a_country_is_shown_in_its_own_currency(analyst, ranges):
    make_pay_cell(analyst, ranges)
    make_pay_cell(analyst, ranges, country="DE", currency="USD", n=12)
    make_pay_cell(analyst, ranges, country="DE", currency="EUR", n=80)
    (countries,) = [s for s in block_of(analyst).switches if s.name == "country"]
    assert [link.query for link in countries.links] == [
        "currency=EUR&country=DE",
        "currency=USD&country=US",
    ]


@pytest.mark.parametrize(
    "query", [{}, {"country": "DE"}, {"level": "senior"}, {"currency": "USD", "country": "DE"}]
)
def test_every_link_leads_to_figures(analyst, ranges, get, query):
    for country, currency in (("US", "USD"), ("DE", "EUR"), ("DE", "USD")):
        make_pay_cell(analyst, ranges, country=country, currency=currency)
    make_pay_cell(analyst, ranges, level="senior")
    block = block_of(analyst, **query)
    links = [link for switch in block.switches for link in switch.links]
    assert len(links) > 3
    for link in links:
        assert "pay-median" in get(f"/roles/analyst/?{link.query}").text, link.query


@pytest.mark.parametrize(
    "query",
    [
        "currency=XYZ",
        "country=us",
        "level=wizard",
        "level=senior",
        "currency=%00&level=%F0",
        "country=",
    ],
)
def test_an_unknown_value_matches_nothing_and_is_said(analyst, ranges, get, query):
    make_pay_cell(analyst, ranges)
    text = get(f"/roles/analyst/?{query}").text
    is_nothing_asked = query == "country="
    assert ("No figure fits" in text) != is_nothing_asked
    assert ("pay-median" in text) == is_nothing_asked


def test_what_nothing_fits_leads_back_to_the_same_roles(ranges, get):
    for title in ("Analyst", "Builder", "Curator"):
        make_pay_cell(make_role(title), ranges)
    line_up = "/compare/?role=analyst&role=builder&role=curator"
    text = get(f"{line_up}&level=wizard").text
    assert "No figure fits level “wizard”" in text
    assert 'href="?role=analyst&amp;role=builder&amp;role=curator#pay"' in text


def test_switching_keeps_the_rest_of_the_address(ranges, get):
    for title in ("Analyst", "Builder"):
        role = make_role(title)
        make_pay_cell(role, ranges)
        make_pay_cell(role, ranges, level="senior")
    text = get("/compare/analyst-vs-builder/?show=differences&level=senior").text
    assert 'href="?show=differences&amp;currency=USD&amp;country=US#pay"' in text


def test_the_page_says_the_kind_n_year_and_source_of_each_figure(analyst, ranges, get):
    make_pay_cell(analyst, ranges, n=1_234)
    row = words(tree_of(get("/roles/analyst/")).find(".//li[@class='pay-row role-1']"))
    assert row == "2025, n = 1,234 adverts Reference 1 Median USD 120K"


def test_what_a_source_of_figures_covers_is_said_once_under_open_data(analyst, ranges, get):
    make_pay_cell(analyst, ranges)
    Reference.objects.filter(pk=ranges.reference_id).update(note="Only of one town.")
    address = f"/data/#{ranges.reference.key}"
    page = get("/roles/analyst/").text
    assert f'<a href="{address}">What it covers, and its licence</a>' in page
    assert "Only of one town." not in page
    (entry,) = [e for e in tree_of(get("/data/")).iter("li") if f"/data/#{e.get('id')}" == address]
    assert "Only of one town." in words(entry)


def test_what_is_advertised_says_the_day_of_the_count(analyst, get):
    make_evidence(analyst)
    make_pay_cell(analyst, n=31, year=2026)
    row = words(tree_of(get("/roles/analyst/")).find(".//li[@class='pay-row role-1']"))
    assert row == "n = 31 ( 0 now ) open listings, counted on 23 November 2026 Median USD 120K"


def test_a_snapshot_of_one_year_says_its_year(analyst, get):
    make_official(analyst)
    reference = PayCell.objects.get().snapshot.reference
    reference.title, reference.year = "Wages of May 2024", 2026
    reference.save()
    assert shown(block_of(analyst))[0][2] is None
    row = words(tree_of(get("/roles/analyst/")).find(".//li[@class='pay-row role-1']"))
    assert row.startswith("2024, n = 40 employed")


def test_a_near_occupation_is_named_with_the_reason(analyst, get):
    make_official(analyst, fit="near", reason="Many are counted there.")
    text = words(tree_of(get("/roles/analyst/")).find(".//section[@id='pay']"))
    assert (
        "Nearest official occupation: Data Scientists (15-2051): Many are counted there. "
        "It is only near, so this is not the role’s own wage." in text
    )


def test_side_by_side_it_is_said_once_that_a_near_occupation_is_not_the_role(analyst, get):
    make_official(analyst)
    make_role("Builder")
    nearest = {"occupation_fit": "near", "occupation_reason": "Both count."}
    Role.objects.update(occupation="15-2051", **nearest)
    text = get("/compare/analyst-vs-builder/").text
    assert text.count("Both count.") == 2
    assert text.count("this is not the role’s own wage") == 1


def test_why_there_is_no_official_wage_is_said(analyst, ranges, get):
    make_pay_cell(analyst, ranges)
    make_snapshot("official")
    Role.objects.update(occupation_reason="No code covers it.")
    assert "Official wages: No code covers it." in get("/roles/analyst/").text


def test_official_wages_are_not_told_apart_by_level(analyst, ranges, get):
    make_official(analyst)
    make_pay_cell(analyst, ranges, level="senior")
    text = get("/roles/analyst/?level=senior").text
    assert "Official wages are not told apart by level." in text


def test_a_role_without_figures_stands_beside_the_other_with_the_reason(analyst, ranges, get):
    make_role("Builder")
    make_pay_cell(analyst, ranges)
    text = words(tree_of(get("/compare/analyst-vs-builder/")).find(".//section[@id='pay']"))
    assert "Builder Fewer than 10 adverts state such pay" in text


def test_the_table_says_the_same_as_the_plot(analyst, ranges, get):
    make_official(analyst, p90=None)
    make_pay_cell(analyst, ranges, n=12, p50=130_000, p90=260_000)
    section = tree_of(get("/roles/analyst/")).find(".//section[@id='pay']")
    rows = [words(row) for row in section.findall(".//tbody/tr")]
    assert rows == [
        "Analyst Pay ranges Reference 1 2025 12 80K 100K 130K 150K 260K USD a year",
        "Analyst Official wages, Data Scientists Reference 2 2025 40 80K 100K 120K 150K "
        "not published USD a year",
    ]
    # The axis goes from 50K to 300K.
    at = {"tails": ("x1", "x2"), "half": ("x", "width"), "median": ("x1", "x2")}
    drawn = [
        [tuple(shape.get(name) for name in at[shape.get("class")]) for shape in svg]
        for svg in section.iter(f"{SVG}svg")
        if svg.get("class").startswith("pay-bar")
    ]
    assert drawn == [
        [("12.0%", "84.0%"), ("20.0%", "20.0%"), ("32.0%", "32.0%")],
        [("12.0%", "40.0%"), ("20.0%", "20.0%"), ("28.0%", "28.0%")],
    ]


def test_side_by_side_the_middle_half_stands_in_figures_beside_each_plot(analyst, ranges, get):
    builder = make_role("Builder")
    make_pay_cell(analyst, ranges)
    make_pay_cell(builder, ranges, p25=None, p75=None)
    section = tree_of(get("/compare/analyst-vs-builder/")).find(".//section[@id='pay']")
    first, second = (words(row) for row in section.iter("li") if row.get("class"))
    assert "middle half 100K to 150K" in first
    assert "middle half" not in second


def test_a_bar_of_few_is_drawn_as_uncertain(analyst, ranges, get):
    make_pay_cell(analyst, ranges, n=29)
    text = get("/roles/analyst/").text
    assert "pay-few" in text
    assert "Dashed: fewer than 30 counted" in text


def test_a_median_that_is_not_published_is_no_bar(analyst):
    make_official(analyst, p50=None, p75=None, p90=None)
    assert block_of(analyst).bars == []


@pytest.mark.parametrize(
    ("amounts", "ticks"),
    [
        ((67_240, 239_130), ["50K", "100K", "150K", "200K", "250K"]),
        ((120_000, 120_000), ["120K", "130K"]),
        ((5_200_000, 7_000_000), ["5M", "5.5M", "6M", "6.5M", "7M"]),
        ((0, 1), ["0", "0.20", "0.40", "0.60", "0.80", "1"]),
    ],
)
def test_an_axis_has_round_amounts_and_few_steps(amounts, ticks):
    assert [words for _, words in scale_of([*map(Decimal, amounts)]).ticks] == ticks


def test_pay_is_read_by_two_queries_whatever_the_number_of_roles(
    analyst, ranges, django_assert_num_queries
):
    roles = [analyst, make_role("Builder"), make_role("Curator")]
    for role in roles:
        make_pay_cell(role, ranges)
    roles = list(Role.objects.with_profile())
    with django_assert_num_queries(2):
        assert len(pay_block(read(roles), Citations(), {}).bars) == 3


def test_pay_is_read_once_for_a_state_of_content_and_each_time_without_one(
    analyst, ranges, count_queries
):
    builder = make_role("Builder")
    make_pay_cell(analyst, ranges)

    def queries(roles, content_generation):
        return count_queries(lambda: read(roles, content_generation))

    # One query reads the sources, another one the cells.
    assert queries([analyst], "now") == 2
    assert queries([analyst], "now") == 0
    assert queries([analyst, builder], "now") == 1
    assert queries([analyst, builder], "later") == 2
    assert queries([analyst], None) == queries([analyst], None) == 2


def test_roles_of_one_occupation_share_its_cells(analyst):
    builder = make_role("Builder")
    make_official(analyst)
    Role.objects.filter(pk=builder.pk).update(occupation="15-2051", occupation_fit="near")
    roles = list(Role.objects.with_profile())
    assert len(read(roles).cells) == 1
    assert [bar.role.title for bar in pay_block(read(roles), Citations(), {}).bars] == [
        "Analyst",
        "Builder",
    ]
