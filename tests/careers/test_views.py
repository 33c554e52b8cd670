from datetime import timedelta

import lxml.html
import pytest
from django.utils import timezone

from careers.editing import publishing
from careers.models import Comparison, Role, Skill, Snapshot
from tests.factories import (
    make_comparison,
    make_draft_role,
    make_group,
    make_listing,
    make_past_adverts,
    make_pay_cell,
    make_reference,
    make_role,
    make_skill,
    make_snapshot,
    profile_content,
)

pytestmark = pytest.mark.django_db

PAIR = "/compare/data-science-manager-vs-lead-machine-learning-engineer/"
SECTIONS = [
    "Introduction",
    "What employers ask for",
    "What adverts cannot tell you",
    "Definitions",
    "Responsibilities",
    "Required skills",
    "Education",
    "Tools and software",
    "Industries",
    "Outlook",
    "Practical tips",
    "Conclusion",
]


@pytest.fixture
def pair():
    return make_role("Analyst"), make_role("Builder")


def test_roles_are_listed_by_family(get):
    make_role("Analyst", family="analytics")
    make_role("Head", family="leadership")
    text = get("/roles/").text
    assert text.index("Analytics") < text.index("Analyst") < text.index("Leadership")


def test_a_draft_is_nowhere_public(get):
    make_role("Builder")
    make_draft_role("Secret Role")
    for address in ("/", "/roles/", "/compare/", "/roles/builder/"):
        assert "Secret Role" not in get(address).text


def test_a_draft_on_top_of_a_published_role_is_not_public(get):
    role = make_role("Analyst")
    publishing.save_draft(role, profile_content("Analyst", definition="Unfinished thought."))
    assert "Unfinished thought" not in get("/roles/analyst/").text


@pytest.mark.parametrize("public_from", [None, timedelta(hours=1)])
@pytest.mark.parametrize("slug", ["analyst", "builder"])
def test_a_role_that_is_not_public_takes_its_comparisons_and_needs_with_it(get, slug, public_from):
    make_skill("SQL")
    pair = [make_role(title, skills="SQL: Ask.") for title in ("Analyst", "Builder")]
    make_comparison(*pair)
    hidden = Role.objects.get(slug=slug)
    hidden.published_at = public_from and timezone.now() + public_from
    hidden.save()
    for address in ("/", "/roles/", "/compare/", "/skills/sql/"):
        assert hidden.title not in get(address).text, address
    get("/compare/analyst-vs-builder/", status=404)


def test_a_role_says_in_plain_words_what_it_is_before_anything_else(get):
    make_role("Analyst", plain="You find out why.")
    text = get("/roles/analyst/").text
    assert text.index("In plain words") < text.index("Choose Analyst if") < text.index("Definition")


def test_the_route_in_prints_how_many_adverts_ask_for_what_to_learn_first(get):
    sql, aws = make_skill("SQL"), make_skill("AWS")
    make_skill("Excel")
    cloud = make_group("A cloud", aws, make_skill("Azure"))
    named = {"skills": "SQL: Ask.", "tools": "All: Excel, AWS."}
    learn_first = "SQL: Count.\nAWS: Rent.\nExcel: Sort."
    role = make_role("Analyst", first_year="You ask.", learn_first=learn_first, **named)
    make_past_adverts(role, 200, {sql: 122, cloud: 90}, measured=[sql, aws])
    route = lxml.html.fromstring(get("/roles/analyst/").text).get_element_by_id("route")
    assert "You ask." in route.text_content()
    assert [li.find_class("asked")[0].text_content() for li in route.iter("li")] == [
        "asked for in 61% of 200 adverts of 2025",
        "A cloud: asked for in 45% of 200 adverts of 2025",
        "not measured",
    ]


def test_the_route_in_says_where_no_adverts_tell_what_is_asked_for(get):
    make_role("Analyst", skills="SQL: Ask.", learn_first="SQL: Count.")
    assert "Too few adverts have been counted" in get("/roles/analyst/").text


def test_a_role_without_plain_words_and_route_shows_no_empty_sections(get):
    make_role("Analyst")
    text = get("/roles/analyst/").text
    assert "In plain words" not in text
    assert "The route in" not in text


@pytest.mark.parametrize("address", ["/roles/data-analist/", "/compare/data-analist-vs-builder/"])
def test_an_unknown_role_is_a_404_that_suggests_the_nearest(get, address):
    make_role("Data Analyst")
    make_role("Builder")
    assert "/roles/data-analyst/" in get(address, status=404).text


def test_an_unpublished_role_is_a_404(get):
    make_draft_role("Data Analyst")
    assert "Data Analyst" not in get("/roles/data-analyst/", status=404).text


def test_references_are_numbered_and_linked_both_ways(get):
    make_reference("bls", title="The Handbook")
    make_role("Analyst", outlook="Growing by 4 percent [bls].")
    text = get("/roles/analyst/").text
    assert 'id="cite-1-1" href="#reference-1"' in text
    assert 'href="#cite-1-1"' in text
    assert "[bls]" not in text


def test_a_skill_is_linked_where_it_is_first_named_in_the_case_it_was_written(get):
    make_skill("pandas", kind="tool")
    text_of = get(make_role("Analyst", tools="Tables: PANDAS.").get_absolute_url()).text
    assert '<a href="/skills/pandas/">PANDAS</a>' in text_of


def test_a_role_page_without_listings_says_so(get):
    assert "No open listing belongs to this role" in get(make_role().get_absolute_url()).text


def test_a_comparison_shows_every_section(get, starter):
    text = get(PAIR).text
    assert [heading for heading in SECTIONS if heading not in text] == []


def test_a_comparison_has_what_tells_less_of_the_difference_in_short_and_leads_to_the_rest(get):
    make_skill("Excel", kind="tool")
    make_reference("bls", title="The Handbook")
    make_role(
        "Analyst",
        definition="What it is.\n\nA week of it.",
        tools="Sheets: Excel. Only small ones.",
        industries="Banks: Which of the loans that they refused would have been paid back.",
        tips="Read: Growth is 4 percent in all of the years that are counted [bls].",
        first_year="You watch.",
        plain="It counts.",
    )
    make_role("Builder")
    text = get("/compare/analyst-vs-builder/").text
    shown = ("What it is.", '">Excel</a>.', "Banks", "Read")
    left_to_the_role = ("A week of it", "Only small", "loans", "Growth", "You watch", "It counts")
    assert [said for said in shown if said not in text] == []
    assert [said for said in left_to_the_role if said in text] == []
    assert '<a href="/roles/analyst/#tips">Analyst</a>' in text
    assert '<a href="/roles/analyst/#route">Analyst</a>' in text
    assert "The Handbook" not in text
    whole = get("/roles/analyst/").text
    assert [said for said in left_to_the_role if said not in whole] == []


def test_the_reversed_address_of_a_pair_redirects_for_good(get, pair):
    response = get("/compare/builder-vs-analyst/", status=301)
    assert response.url == "/compare/analyst-vs-builder/"


def test_a_pair_is_ordered_by_its_addresses_and_not_by_its_titles(get):
    make_role("MLOps Engineer")
    make_role("Machine Learning Engineer")
    address = "/compare/machine-learning-engineer-vs-mlops-engineer/"
    for asked in (
        "/compare/mlops-engineer-vs-machine-learning-engineer/",
        "/compare/?role=mlops-engineer&role=machine-learning-engineer",
        "/compare/?role=machine-learning-engineer&role=mlops-engineer",
    ):
        assert get(asked, status=301).url == address
    assert f'rel="canonical" href="http://testserver{address}"' in get(address).text


def test_two_chosen_roles_lead_to_their_pair(get, pair):
    response = get("/compare/?role=builder&role=analyst&role=", status=301)
    assert response.url == "/compare/analyst-vs-builder/"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("role=analyst&role=analyst", "the same role twice"),
        ("role=analyst", "one role"),
        ("role=a&role=b&role=c&role=d&role=e", "You chose 5 roles"),
    ],
)
def test_a_wrong_choice_gets_a_sentence_and_the_builder_again(get, pair, query, words):
    text = get(f"/compare/?{query}").text
    assert words in text
    assert "<form" in text


def test_an_unknown_choice_is_named_above_the_builder(get, pair):
    text = get("/compare/?role=analyst&role=wizard", status=404).text
    assert "no published role at “wizard”" in text
    assert "<form" in text


def test_a_pair_of_one_role_gets_the_builder(get, pair):
    assert "two names for the same role" in get("/compare/analyst-vs-analyst/").text


def test_a_pair_whose_role_is_unpublished_meanwhile_is_a_404_with_suggestions(get, pair):
    make_comparison(*pair)
    publishing.unpublish(pair[1])
    make_role("Builders")
    text = get("/compare/analyst-vs-builder/", status=404).text
    assert "/roles/builders/" in text
    assert "They sit at one table" not in get("/compare/").text


def test_three_roles_line_up_on_one_page(get, pair):
    make_role("Curator")
    text = get("/compare/?role=curator&role=analyst&role=builder").text
    assert "Curator vs Analyst vs Builder" in text


def test_a_pair_nobody_wrote_about_says_so_and_is_not_indexed(get, pair):
    text = get("/compare/analyst-vs-builder/").text
    assert "Assembled automatically" in text
    assert '<meta name="robots" content="noindex">' in text


def test_a_written_pair_is_indexed(get, pair):
    make_comparison(*pair)
    text = get("/compare/analyst-vs-builder/").text
    assert "They sit at one table." in text
    assert "noindex" not in text


def test_every_listing_of_a_comparison_belongs_to_one_of_its_roles(get, pair):
    make_listing("Mine", role=pair[0])
    make_listing("Theirs", role=make_role("Other"))
    make_listing("Nobody’s")
    text = get("/compare/analyst-vs-builder/").text
    assert "Mine" in text
    assert "Theirs" not in text
    assert "Nobody’s" not in text
    assert "No open listing belongs to Builder" in text


def test_differences_only_leads_back_to_everything(get, pair):
    text = get("/compare/analyst-vs-builder/").text
    assert 'href="?show=differences#difference"' in text
    only = get("/compare/analyst-vs-builder/?show=differences").text
    assert 'href="?#difference">Show everything</a>' in only


def test_differences_only_leaves_out_sections_that_say_the_same(get):
    make_role("Analyst", definition="One thing.")
    make_role("Builder", definition="Another thing.")
    text = get("/compare/analyst-vs-builder/?show=differences").text
    assert 'id="definition"' in text
    assert 'id="tips"' not in text


def test_differences_only_hides_what_both_name(get):
    make_skill("SQL")
    for title in ("Analyst", "Builder"):
        make_role(title, skills="SQL: Ask.")
    address = "/compare/analyst-vs-builder/"
    assert "Named in both profiles" in get(address).text
    assert "Named in both profiles" not in get(f"{address}?show=differences").text


def test_differences_only_leaves_out_lines_on_what_both_name(get):
    for name in ("SQL", "Excel", "Python"):
        make_skill(name)
    make_role("Analyst", skills="SQL: Ask well.\nExcel: Add up.\nTact: Be kind.")
    make_role("Builder", skills="SQL: Keep it running.\nPython: Build.")
    text = get("/compare/analyst-vs-builder/?show=differences").text
    assert "Ask well" not in text
    assert "Keep it running" not in text
    assert all(said in text for said in ("Add up", "Be kind", "Build."))


def test_differences_only_leaves_out_the_introduction_and_jobs(get, pair):
    make_comparison(*pair)
    make_listing("Mine", role=pair[0])
    text = get("/compare/analyst-vs-builder/?show=differences").text
    assert "They sit at one table" not in text
    assert "Mine" not in text
    assert "What differs most" in text


def test_an_empty_section_says_that_nothing_is_written(get):
    make_role("Analyst", tips="")
    assert "Nothing is written here yet" in get("/roles/analyst/").text


def test_a_skill_page_says_which_roles_need_it_and_how_much(get):
    make_skill("SQL", description="Asks tables.")
    make_role("Analyst", skills="SQL (useful): Ask.")
    make_draft_role("Secret Role", skills="SQL: Ask.")
    text = get("/skills/sql/").text
    assert "Asks tables." in text
    assert "useful" in text
    assert "Secret Role" not in text


@pytest.mark.parametrize("title", ["محلل بيانات", "データアナリスト", "W" * 60])
def test_titles_of_any_script_and_length_have_their_pages(get, title):
    make_role(title, slug="odd-title")
    make_role("Builder")
    for address in ("/roles/odd-title/", "/compare/builder-vs-odd-title/"):
        assert title in get(address).text


ADDRESSES = [
    "/",
    "/roles/",
    "/roles/analyst/",
    "/compare/",
    "/compare/analyst-vs-builder/",
    "/compare/?role=analyst&role=builder&role=curator",
    "/salaries/",
    "/salaries/analyst/",
    "/skills/sql/",
]


def test_a_page_costs_the_same_queries_for_one_item_and_for_twenty(get, count_queries):
    counts = []
    for many in (1, 20):
        fill_the_site(many)
        counts.append({to: count_queries(lambda to=to: get(to)) for to in ADDRESSES})
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 12


def fill_the_site(many):
    """Makes the site hold `many` skills, listings and other roles."""
    skills = [
        Skill.objects.get_or_create(slug=f"skill-{n}", name=f"Skill {n}", kind="tool")[0]
        for n in range(many)
    ]
    sql = Skill.objects.get_or_create(slug="sql", name="SQL", kind="language")[0]
    lines = "\n".join(f"{skill}: Use it." for skill in [sql, *skills])
    roles = [
        publish_role(title, skills=lines, related="builder")
        for title in ["Analyst", "Builder", "Curator", *(f"Role {n}" for n in range(many))]
    ]
    for other in roles[1:]:
        if not Comparison.objects.of([roles[0]]).of([other]).exists():
            make_comparison(roles[0], other)
    ranges = Snapshot.objects.filter(kind="ranges").first() or make_snapshot("ranges")
    for role in roles:
        for n in range(many):
            make_pay_cell(role, ranges, year=2000 + n)
    for n in range(3 * many):
        make_listing(f"Job {n}", role=roles[n % 3], places=[("Kyoto", "", "JP")], skills=[sql])


def publish_role(title, **fields):
    role = Role.objects.filter(title=title).first()
    if role is None:
        return make_role(title, **fields)
    publishing.save_draft(role, profile_content(title, **fields))
    publishing.publish(role)
    return role
