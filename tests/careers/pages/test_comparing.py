from itertools import combinations

import pytest

from careers.models import Role
from careers.pages import comparing, demand
from careers.pages.demand import Known
from tests.factories import make_role, make_skill

pytestmark = pytest.mark.django_db


@pytest.fixture
def vocabulary():
    for name, kind in (("SQL", "language"), ("Python", "language"), ("Excel", "tool")):
        make_skill(name, kind=kind)


def lined_up(*slugs):
    roles = {role.slug: role for role in Role.objects.with_profile()}
    chosen = [roles[slug] for slug in slugs]
    return comparing.compare(chosen, Known.of())


def names(compared):
    return [each.need.name for each in compared]


def test_what_both_name_stands_apart_from_what_only_one_names(vocabulary):
    make_role("Analyst", skills="SQL: Ask.", tools="Sheets: Excel.")
    make_role("Scientist", skills="SQL: Ask.\nPython: Write.")
    found = lined_up("analyst", "scientist").split
    assert names(found.shared) == ["SQL"]
    assert [names(alone) for _role, alone in found.only] == [["Excel"], ["Python"]]


def test_the_same_skill_under_another_spelling_is_shared():
    make_skill("scikit-learn", kind="tool", aliases="sklearn")
    make_role("Analyst", tools="Models: sklearn.")
    make_role("Scientist", skills="scikit-learn: Fit.")
    assert names(lined_up("analyst", "scientist").split.shared) == ["scikit-learn"]


def test_the_way_from_one_to_the_other_is_what_only_the_other_names(vocabulary):
    make_role("Analyst", skills="SQL: Ask.")
    make_role("Scientist", skills="Python (useful): Write.")
    there, back = lined_up("analyst", "scientist").learnings
    assert names(there.useful) == ["Python"]
    assert names(back.core) == ["SQL"]
    assert there.finding == "Too few adverts for Analyst and Scientist were counted to tell."


def test_of_three_roles_some_may_share_what_not_all_name(vocabulary):
    make_role("One", skills="SQL: Ask.")
    make_role("Two", skills="SQL: Ask.\nPython: Write.")
    make_role("Three", skills="Python (useful): Write.")
    found = lined_up("one", "two", "three").split
    assert names(found.some) == ["Python", "SQL"]
    assert names(found.shared) == []
    assert [claim.role.title for claim in found.some[1].named_by] == ["One", "Two"]


def test_a_line_up_says_in_a_sentence_what_sets_its_roles_apart(vocabulary):
    make_role("Analyst", skills="SQL: Ask.", tools="Sheets: Excel.")
    make_role("Scientist", skills="SQL: Ask.\nPython (useful): Write.")
    assert lined_up("analyst", "scientist").in_a_sentence == (
        "Their profiles share 1 of the 3 needs they name; only Analyst’s names Excel."
    )


def test_comparing_makes_no_query(starter, django_assert_num_queries):
    roles = list(Role.objects.with_profile())[:4]
    known = Known.of()
    with django_assert_num_queries(0):
        lineup = comparing.compare(roles, known)
        assert lineup.split.size
        assert [row for row in lineup.rows if row.differs]


def test_every_pair_of_starter_roles_has_each_need_in_exactly_one_place_and_mirrored(starter):
    roles = list(Role.objects.with_profile())
    assert len(roles) == 27
    known = Known.of()
    for pair in combinations(roles, 2):
        split, mirrored = (
            demand.split(each, demand.compare_needs(each, known)[1]) for each in (pair, pair[::-1])
        )
        named = [
            {known.needs.by_skill[need.skill_id].name for need in role.needs.all()} for role in pair
        ]
        assert set(names(split.shared)) == named[0] & named[1]
        assert [set(names(alone)) for _role, alone in split.only] == [
            named[0] - named[1],
            named[1] - named[0],
        ]
        assert split.size == len(named[0] | named[1])
        assert names(mirrored.shared) == names(split.shared)
        alone, other = ([names(found) for _, found in each.only] for each in (split, mirrored))
        assert alone == other[::-1]
