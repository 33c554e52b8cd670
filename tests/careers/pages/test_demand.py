"""What pages say of needs: what profiles claim, beside what adverts ask for."""

import re

import pytest
from django.core.management import call_command

from careers.models import Role
from careers.pages import demand
from careers.pages.adverts import read_adverts
from careers.pages.contradictions import check_pairs
from careers.pages.evidence import Asked
from tests.factories import (
    make_evidence,
    make_group,
    make_past_adverts,
    make_role,
    make_skill,
    make_snapshot,
)

pytestmark = pytest.mark.django_db

PAIR = "/compare/analyst-vs-builder/"


@pytest.fixture
def sql():
    return make_skill("SQL")


def make_pair(first="", second="", **fields):
    """An Analyst and a Builder, with these points of skills; `fields` are the Analyst's."""
    return make_role("Analyst", skills=first, **fields), make_role("Builder", skills=second)


def compared():
    """(adverts, {name: ComparedNeed}) of all roles there are."""
    roles = list(Role.objects.with_profile())
    adverts, needs = demand.compare_needs(roles, demand.Known.of())
    return adverts, {each.need.name: each for each in needs}


def learnings():
    roles = list(Role.objects.with_profile())
    adverts, needs = demand.compare_needs(roles, demand.Known.of())
    return demand.learnings(roles, adverts, needs)


def names(found):
    return [each.need.name for each in found]


# --- what is claimed, and of what it is a share ------------------------------------------------


def test_each_role_claims_a_need_as_core_or_useful_or_does_not_name_it(sql):
    make_pair("SQL: Ask.", "SQL (useful): Ask.")
    make_role("Curator")
    claims = compared()[1]["SQL"].claims
    assert [claim.word for claim in claims] == ["core", "useful", ""]
    assert [claim.asked for claim in claims] == [None, None, None]


def test_a_group_of_alternatives_is_one_need_and_an_advert_counts_for_it_once():
    aws, azure = make_skill("AWS", kind="tool"), make_skill("Azure", kind="tool")
    cloud = make_group("A cloud", aws, azure)
    analyst, builder = make_pair("AWS (useful): Rent.", "Azure: Rent.\nAWS (useful): Rent.")
    make_past_adverts(analyst, 100, {aws: 30, azure: 20, cloud: 40})
    make_past_adverts(builder, 100, {aws: 30, azure: 20})
    _, needs = compared()
    assert list(needs) == ["A cloud"]
    first, second = needs["A cloud"].claims
    assert (first.word, first.asked.listings) == ("useful", 40)
    # What was counted before there was a group is at least its commonest skill.
    assert (second.word, second.asked.listings) == ("core", 30)


def test_what_a_source_cannot_read_is_not_measured(sql):
    tact = make_skill("Tact", kind="ability")
    analyst, builder = make_pair("SQL, Tact: Use.")
    for role in (analyst, builder):
        make_past_adverts(role, 100, {sql: 40}, measured=[sql])
    _, needs = compared()
    assert [claim.asked for claim in needs["Tact"].claims] == [None, None]
    assert not needs["Tact"].is_measured
    assert needs["SQL"].is_measured
    assert tact.name in names(demand.split([analyst, builder], needs.values()).only[0][1])


def test_open_listings_speak_before_past_adverts(sql):
    role = make_role("Analyst", skills="SQL: Ask.")
    make_past_adverts(role, 100, {sql: 90})
    make_evidence(role, listings=20, skills={sql: 5})
    (adverts,), needs = compared()
    assert (adverts.kind, adverts.n) == ("advertised", 20)
    assert needs["SQL"].claims[0].asked.share == 0.25


def test_present_shares_are_never_set_against_past_ones(sql):
    analyst, builder = make_pair("SQL: Ask.", "SQL: Ask.")
    for role in (analyst, builder):
        make_past_adverts(role, 100, {sql: 30})
    make_evidence(analyst, listings=50, skills={sql: 50})
    adverts, needs = compared()
    assert [each.kind for each in adverts] == ["past", "past"]
    assert [claim.share for claim in needs["SQL"].claims] == [0.3, 0.3]


def test_a_role_with_too_few_adverts_is_spoken_for_by_its_stand_in(get, sql):
    analyst, builder = make_pair("SQL: Ask.", "SQL: Ask.")
    lead = make_role("Lead", skills="SQL: Ask.", stand_in="builder")
    for role, n in ((analyst, 100), (builder, 60), (lead, 19)):
        make_past_adverts(role, n, {sql: n // 2})
    adverts, _ = compared()
    assert [each.role.title for each in adverts] == ["Analyst", "Builder", "Builder"]
    text = get("/compare/analyst-vs-lead/").text
    assert "Lead has too few adverts of its own, so those for Builder are used." in text
    assert "60 for Builder" in text


def test_own_adverts_speak_before_newer_ones_of_a_stand_in(sql):
    analyst, builder = make_pair("SQL: Ask.", "SQL: Ask.", stand_in="builder")
    make_past_adverts(analyst, 100, {sql: 30})
    make_evidence(builder, listings=50, skills={sql: 50})
    roles = [Role.objects.with_profile().get(pk=analyst.pk)]
    (adverts,) = read_adverts().speaking_for(roles)
    assert (adverts.kind, adverts.role.slug) == ("past", "analyst")


def test_an_unpublished_stand_in_is_silent(sql):
    analyst, builder = make_pair("SQL: Ask.", "SQL: Ask.", stand_in="builder")
    make_past_adverts(builder, 100, {sql: 30})
    Role.objects.filter(pk=builder.pk).update(published_at=None)
    assert read_adverts().speaking_for([analyst]) == (None,)


# --- what is said of it ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("listings", "of", "words"),
    [
        # Wilson's bounds, one-sided 95 %, by hand: 20 of 100 is at least 14.2 %; 11 of 100 between
        # 6.9 % and 17.2 %; 1 of 60 at most 6.9 %; none of 20 at most 11.9 %, none of 60 4.3 %.
        (20, 100, "asked for in 20 of 100 open listings"),
        (11, 100, "undecided, n = 100 open listings (11%)"),
        (1, 60, "not asked for: in 1 of 60 open listings"),
        (0, 20, "undecided, n = 20 open listings"),
        (0, 60, "not asked for, n = 60 open listings"),
    ],
)
def test_what_is_asked_for_is_said_beyond_chance_only(listings, of, words):
    assert str(Asked(listings, of)) == words


def test_what_another_s_adverts_surely_ask_for_is_never_one_role_s_alone(sql):
    excel = make_skill("Excel", kind="tool")
    analyst, builder = make_pair("SQL, Excel: Ask.", "")
    make_past_adverts(analyst, 100, {sql: 40, excel: 40})
    # 20 of 100 is surely a tenth, 11 of 100 is not.
    make_past_adverts(builder, 100, {sql: 20, excel: 11})
    _, needs = compared()
    found = demand.split([analyst, builder], needs.values())
    assert names(found.some) == ["SQL"]
    assert names(found.only[0][1]) == ["Excel"]


def test_adverts_of_another_kind_than_the_compared_ones_count_too(sql):
    analyst, builder = make_pair("SQL: Ask.", "")
    for role in (analyst, builder):
        make_past_adverts(role, 100, measured=[make_skill(f"Other {role}")])
    make_evidence(builder, listings=20, skills={sql: 15})
    _, needs = compared()
    assert not needs["SQL"].is_measured
    assert needs["SQL"].alone is None


def test_a_gap_is_named_from_ten_points_and_beyond_chance_only(sql):
    """Newcombe's bound, by hand: 25 % against 10 % is surely a gap of 200 adverts, not of 20."""
    excel, python = make_skill("Excel", kind="tool"), make_skill("Python")
    analyst, builder = make_pair("SQL, Excel, Python: Use.", "SQL, Excel, Python: Use.")
    few = make_snapshot(measured=["sql", "excel", "python"])
    make_past_adverts(analyst, 200, {sql: 20, python: 100}, snapshot=few)
    make_past_adverts(builder, 200, {sql: 50, python: 119}, snapshot=few)
    assert compared()[1]["SQL"].is_apart
    assert not compared()[1]["Python"].is_apart  # 50 % and 59.5 %
    few.roles.all().delete()
    make_past_adverts(analyst, 20, {sql: 2, excel: 10}, snapshot=few)
    make_past_adverts(builder, 20, {sql: 5, excel: 10}, snapshot=few)
    _, needs = compared()
    assert needs["SQL"].is_unclear
    assert not needs["Excel"].is_unclear


def test_what_to_learn_is_sorted_by_gap_and_at_most_five():
    skills = [make_skill(f"Skill {n}", kind="tool") for n in range(7)]
    analyst, builder = make_pair("Skill 6: Use.")
    make_past_adverts(analyst, 400, dict.fromkeys(skills, 40))
    make_past_adverts(builder, 400, {skill: 100 + 20 * n for n, skill in enumerate(skills)})
    there, back = learnings()
    assert names(there.measured) == [f"Skill {n}" for n in (6, 5, 4, 3, 2)]
    assert [line.is_more_of_it for line in there.measured] == [True, False, False, False, False]
    assert not back.measured
    assert back.finding == "No tool or language is clearly asked for more often in Analyst adverts."


def test_what_cannot_be_measured_is_learnt_by_judgement_the_core_first(sql):
    for name in ("Tact", "Zeal"):
        make_skill(name, kind="ability")
    analyst, builder = make_pair("SQL: Ask.", "SQL: Ask.\nTact (useful): Have it.\nZeal: Have it.")
    for role in (analyst, builder):
        make_past_adverts(role, 100, {sql: 40}, measured=[sql])
    there, back = learnings()
    assert (names(there.core), names(there.useful)) == (["Zeal"], ["Tact"])
    assert back.judged == ()
    assert there.finding.startswith("The tools are the same")


def test_the_same_adverts_tell_no_two_roles_apart(sql):
    tool = make_skill("Excel", kind="tool")
    _analyst, builder = make_pair("SQL: Ask.\nExcel: Use.", "SQL: Ask.", stand_in="builder")
    make_past_adverts(builder, 100, {sql: 40, tool: 2})
    there, back = learnings()
    assert there.finding.startswith("Both roles are measured by the same adverts")
    assert names(back.judged) == ["Excel"]


def test_a_pair_is_told_apart_in_a_sentence_by_its_adverts(sql):
    aws, excel = make_skill("AWS", kind="tool"), make_skill("Excel", kind="tool")
    make_group("A cloud", aws)
    analyst, builder = make_pair()
    make_past_adverts(analyst, 200, {sql: 150, excel: 100, aws: 20})
    make_past_adverts(builder, 200, {sql: 50, aws: 100})
    roles = list(Role.objects.with_profile())
    _, needs = demand.compare_needs(roles, demand.Known.of())
    assert demand.in_a_sentence(roles, needs) == (
        "Analyst adverts ask more often for Excel and SQL; Builder adverts for a cloud."
    )


# --- the page ----------------------------------------------------------------------------------


def rows_of_chart(text):
    """[(heading or need, [shares in words])] of the charts of a page."""
    rows = []
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", text, re.DOTALL):
        if 'scope="row' in row:
            name = re.sub(r"<[^>]+>", "", re.search(r"<th[^>]*>(.*?)</th>", row, re.DOTALL)[1])
            cells = re.findall(r'share[^>]*">(.*?)</td>', row, re.DOTALL)
            rows.append((name.strip(), [re.sub(r"<[^>]+>", "", cell) for cell in cells]))
    return rows


def test_the_chart_says_shares_and_claims_to_those_who_do_not_see_it(get, sql):
    excel = make_skill("Excel", kind="tool")
    analyst, builder = make_pair("SQL: Ask.\nExcel (useful): Count.", "SQL (useful): Ask.")
    make_past_adverts(analyst, 200, {sql: 150, excel: 60})
    make_past_adverts(builder, 200, {sql: 50})
    text = get(PAIR).text
    chart = text[text.index('id="difference"') : text.index("From Analyst to Builder")]
    assert rows_of_chart(chart) == [
        ("More for Analyst", []),
        ("SQL", ["75%, core", "25%, useful"]),
        ("Excel", ["30%, useful", "&lt; 2%, not named"]),
    ]
    assert "200 for Analyst" in chart
    assert "adverts of 2025" in chart


def test_a_chart_shows_twelve_needs_and_then_all(get):
    skills = [make_skill(f"Skill {n}", kind="tool") for n in range(14)]
    analyst, builder = make_pair()
    for role in (analyst, builder):
        make_past_adverts(role, 100, {skill: 80 - n for n, skill in enumerate(skills)})
    text = get(PAIR).text
    first, _, rest = text.partition("<summary>All 14 needs</summary>")
    assert len(re.findall(r">Skill \d+</a></th>", first)) == 12
    assert ">Skill 13</a></th>" in rest
    assert ">Skill 0</a></th>" in first


@pytest.mark.parametrize(
    "address",
    ["/roles/analyst/", PAIR, "/compare/table.csv?role=analyst&role=builder", "/skills/sql/"],
)
def test_nothing_is_asked_for_in_none_of_some_adverts(client, sql, address):
    analyst, builder = make_pair("SQL: Ask.", "SQL: Ask.")
    for role in (analyst, builder):
        make_past_adverts(role, 100, {})
        make_evidence(role, listings=30)
    text = client.get(address).text
    assert not re.search(r"\b(0|none) of \d", text)


def test_what_no_adverts_tell_stands_apart_without_marks(get, sql):
    make_skill("Tact", kind="ability")
    analyst, builder = make_pair("SQL: Ask.\nTact: Have it.", "SQL: Ask.")
    for role in (analyst, builder):
        make_past_adverts(role, 100, {sql: 40}, measured=[sql])
    text = get(PAIR).text
    block = text[text.index('id="judgement"') : text.index('id="profiles"')]
    assert "Named only in Analyst’s profile" in block
    assert "Tact" in block
    assert "SQL" not in block
    assert "<svg" not in block


def test_what_readers_should_know_of_adverts_is_said(get, sql):
    analyst, builder = make_pair("SQL: Ask.", "SQL: Ask.")
    for role in (analyst, builder):
        make_past_adverts(role, 100, {sql: 40}, note=f"Some {role.slug}s are artists.")
    assert "Analyst adverts: some analysts are artists." in get(PAIR).text
    assert "Some builders are artists." in get("/roles/builder/").text


def test_under_a_profile_s_line_a_group_is_counted_once(get):
    aws, azure = make_skill("AWS", kind="tool"), make_skill("Azure", kind="tool")
    cloud = make_group("A cloud", aws, azure)
    role = make_role("Analyst", tools="Clouds: AWS, Azure.")
    make_past_adverts(role, 100, {aws: 30, azure: 20, cloud: 40})
    text = get("/roles/analyst/").text
    assert text.count("A cloud: asked for in 40 of 100 adverts of 2025") == 1
    assert "30 of 100" not in text


def test_a_skill_s_page_lists_the_shares_of_each_role_s_newest_adverts(get, sql):
    analyst, builder = make_pair("SQL: Ask.", "SQL: Ask.")
    for role, asking in ((analyst, 30), (builder, 60)):
        make_past_adverts(role, 100, {sql: asking})
    make_evidence(analyst, listings=20, skills={sql: 15})
    rows = re.findall(r"<tr><th.*?</tr>", get("/skills/sql/").text, re.DOTALL)
    texts = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows[1:]]
    assert [text.split()[:2] for text in texts] == [["Analyst", "75%"], ["Builder", "60%"]]
    assert "open on 23 Nov 2026" in texts[0]
    assert texts[1].endswith("60 of 100 of 2025")


# --- all pairs ---------------------------------------------------------------------------------


def test_no_pair_says_what_its_adverts_contradict(starter_with_figures, capsys):
    call_command("check_pairs")
    assert re.fullmatch(
        r"351 pairs\. Of their profiles’ claims adverts say: [\d,]+ asked for, [\d,]+ not asked "
        r"for, [\d,]+ undecided, [\d,]+ not measured\. 0 contradictions\.\n",
        capsys.readouterr().out,
    )


def test_a_contradiction_is_named(sql, monkeypatch):
    analyst, builder = make_pair("SQL: Ask.", "")
    for role in (analyst, builder):
        make_past_adverts(role, 100, {sql: 40})
    monkeypatch.setattr(
        demand, "split", lambda roles, needs: demand.Split((), (), ((roles[0], tuple(needs)),))
    )
    roles = list(Role.objects.with_profile())
    assert check_pairs(roles, demand.Known.of()).problems == [
        "Analyst vs Builder: SQL stands as Analyst’s alone, and Builder adverts ask for it."
    ]
