from itertools import combinations

import pytest

from careers.models import Role
from careers.pages import comparing
from tests.factories import make_role, make_skill

pytestmark = pytest.mark.django_db


@pytest.fixture
def vocabulary():
    for name, kind in (("SQL", "language"), ("Python", "language"), ("Excel", "tool")):
        make_skill(name, kind=kind)


def lined_up(*slugs):
    roles = {role.slug: role for role in Role.objects.with_profile()}
    return comparing.compare([roles[slug] for slug in slugs])


def names(requirements):
    return [requirement.skill.name for requirement in requirements]


def test_what_both_need_stands_apart_from_what_only_one_needs(vocabulary):
    make_role("Analyst", skills="SQL: Ask.", tools="Sheets: Excel.")
    make_role("Scientist", skills="SQL: Ask.\nPython: Write.")
    lineup = lined_up("analyst", "scientist")
    assert names(lineup.skills.shared) == ["SQL"]
    assert [names(only.requirements) for only in lineup.skills.only] == [[], ["Python"]]
    assert [names(only.requirements) for only in lineup.tools.only] == [["Excel"], []]


def test_the_same_skill_under_another_spelling_is_shared():
    make_skill("scikit-learn", kind="tool", aliases="sklearn")
    make_role("Analyst", tools="Models: sklearn.")
    make_role("Scientist", skills="scikit-learn: Fit.")
    assert names(lined_up("analyst", "scientist").tools.shared) == ["scikit-learn"]


def test_the_way_from_one_to_the_other_is_what_only_the_other_needs(vocabulary):
    make_role("Analyst", skills="SQL: Ask.")
    make_role("Scientist", skills="Python (useful): Write.")
    there, back = lined_up("analyst", "scientist").learning_gaps
    assert [skill.name for skill in there.useful] == ["Python"]
    assert [skill.name for skill in back.core] == ["SQL"]


def test_of_three_roles_some_may_share_what_not_all_need(vocabulary):
    make_role("One", skills="SQL: Ask.")
    make_role("Two", skills="SQL: Ask.\nPython: Write.")
    make_role("Three", skills="Python (useful): Write.")
    lineup = lined_up("one", "two", "three")
    assert names(lineup.skills.some) == ["Python", "SQL"]
    assert names(lineup.skills.shared) == []
    assert [role.title for role, _need, _asked in lineup.skills.some[1].needed_by] == ["One", "Two"]


def test_a_line_up_says_in_a_sentence_what_sets_its_roles_apart(vocabulary):
    make_role("Analyst", skills="SQL: Ask.", tools="Sheets: Excel.")
    make_role("Scientist", skills="SQL: Ask.\nPython (useful): Write.")
    assert lined_up("analyst", "scientist").in_a_sentence == (
        "They share 1 of the 3 skills and tools they name; only Analyst needs Excel."
    )


def test_comparing_makes_no_query(starter, django_assert_num_queries):
    roles = list(Role.objects.with_profile())[:4]
    with django_assert_num_queries(0):
        lineup = comparing.compare(roles)
        assert all(split.all for split in lineup.splits)
        assert [row for row in lineup.rows if row.differs]


def test_every_pair_of_starter_roles_has_each_entry_in_exactly_one_place(starter):
    needed = {}
    for role in Role.objects.with_profile():
        needed[role] = {need.skill.name for need in role.needs.all()}
    assert len(needed) == 27
    for first, second in combinations(needed, 2):
        lineup = comparing.compare([first, second])
        shared = names(lineup.skills.shared) + names(lineup.tools.shared)
        only = [
            names(lineup.skills.only[i].requirements) + names(lineup.tools.only[i].requirements)
            for i in (0, 1)
        ]
        assert sorted(shared + only[0] + only[1]) == sorted(needed[first] | needed[second])
        assert set(shared) == needed[first] & needed[second]
        assert set(only[0]) == needed[first] - needed[second]


def test_the_reversed_pair_is_its_mirror(starter):
    roles = list(Role.objects.with_profile())
    for first, second in combinations(roles, 2):
        there, back = comparing.compare([first, second]), comparing.compare([second, first])
        for one, other in zip(there.splits, back.splits, strict=True):
            assert names(one.shared) == names(other.shared)
            assert [names(o.requirements) for o in one.only] == [
                names(o.requirements) for o in reversed(other.only)
            ]
        assert [gap.core for gap in there.learning_gaps] == [
            gap.core for gap in reversed(back.learning_gaps)
        ]
