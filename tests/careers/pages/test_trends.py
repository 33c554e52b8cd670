"""Changes over weeks: found where they were planted, and seldom where nothing changes."""

from datetime import date, timedelta
from random import Random

import pytest
from django.utils import timezone

from careers.models import EvidenceWeek
from careers.pages.trends import Week, changes
from tests.factories import make_role, make_skill

FIRST = date(2026, 3, 2)


def planted(random, weeks, listings, shares, renewed=1.0):
    """Weeks in which a part of the adverts is new; {skill: (share at first, share at last)}."""
    adverts = {
        slug: [random.random() < first for _ in range(listings)]
        for slug, (first, _) in shares.items()
    }
    series = []
    for number in range(weeks):
        for slug, (first, last) in shares.items():
            share = first + (last - first) * number / (weeks - 1)
            adverts[slug] = [
                random.random() < share if number and random.random() < renewed else asks
                for asks in adverts[slug]
            ]
        counts = {slug: sum(asking) for slug, asking in adverts.items()}
        series.append(Week(FIRST + timedelta(weeks=number), listings, counts))
    return series


def alarms(random, times, shares, **how):
    found = [changes(planted(random, shares=shares, **how), [*shares]) for _ in range(times)]
    return sum(map(bool, found)) / times


STEADY = {"a": (0.12, 0.12), "b": (0.3, 0.3), "c": (0.5, 0.5), "d": (0.75, 0.75)}


@pytest.mark.parametrize("renewed", [1.0, 0.25])
@pytest.mark.parametrize("weeks", [8, 16])
def test_where_nothing_changes_at_most_five_of_a_hundred_roles_name_a_change(weeks, renewed):
    how = {"weeks": weeks, "listings": 60, "renewed": renewed}
    assert alarms(Random(f"{weeks} {renewed}"), 200, STEADY, **how) <= 0.05


def test_a_change_of_ten_points_in_200_adverts_a_week_is_found_in_four_of_five_roles():
    random, shares = Random(200), {"dbt": (0.2, 0.3)}
    assert alarms(random, 300, shares, weeks=13, listings=200) >= 0.8


def test_beside_skills_that_stay_it_takes_some_weeks_more():
    random, shares = Random(7), STEADY | {"dbt": (0.2, 0.3)}
    found = [changes(planted(random, 16, 200, shares), [*shares]) for _ in range(40)]
    assert sum("dbt" in [c.slug for c in each] for each in found) / 40 >= 0.8


def steadily(weeks, first, last, listings=200):
    """Weeks whose shares lie on a line, but for rounding and a little to and fro."""
    return [
        Week(
            FIRST + timedelta(weeks=n),
            listings,
            {"dbt": round(listings * (first + (last - first) * n / (weeks - 1))) + (-1) ** n * 6},
        )
        for n in range(weeks)
    ]


def test_a_change_is_said_by_the_ends_of_its_line():
    (change,) = changes(steadily(12, 0.2, 0.4), ["dbt"])
    assert (round(change.first, 1), round(change.last, 1), change.weeks) == (0.2, 0.4, 12)


def test_before_eight_weeks_nothing_is_said():
    assert changes(steadily(7, 0.2, 0.6), ["dbt"]) == []
    assert changes(steadily(8, 0.2, 0.6), ["dbt"]) != []


def test_weeks_of_fewer_than_twenty_adverts_do_not_count():
    assert changes(steadily(12, 0.2, 0.6, listings=19), ["dbt"]) == []


def test_a_skill_that_the_vocabulary_gained_meanwhile_is_no_change():
    weeks = [w._replace(skills={}) if n < 4 else w for n, w in enumerate(steadily(12, 0.2, 0.4))]
    assert changes(weeks, ["dbt"]) == []


def test_a_small_change_is_none_to_speak_of():
    assert changes(steadily(12, 0.2, 0.24, listings=200_000), ["dbt"]) == []


@pytest.mark.django_db
def test_a_role_page_says_what_changed(get):
    make_skill("dbt")
    role = make_role("Analyst", skills="dbt: Model.")
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    for ago, week in enumerate(reversed(steadily(12, 0.2, 0.4)), start=1):
        day = monday - timedelta(weeks=ago)
        EvidenceWeek.objects.create(role=role, week=day, listings=200, skills=week.skills)
    assert "dbt</a>: 21 % to 39 % in 12 weeks" in get("/roles/analyst/").text
    EvidenceWeek.objects.filter(week__lt=monday - timedelta(weeks=7)).delete()
    assert " weeks" not in get("/roles/analyst/").text
