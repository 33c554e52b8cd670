"""What the engine says of somebody's skills is what SQL says."""

import os
from collections import Counter
from random import Random

import pytest
from django.db.models import Count, F, Q

from careers.models import Skill
from jobs.engine.engine import Engine
from jobs.engine.facets import LEAST_SKILLS
from jobs.models import Listing
from tests.factories import make_employer, make_listing, make_skill

CASES = int(os.environ.get("FIT_CASES", 25))


def by_sql(held):
    """(ids of listings that lack nothing, {skill: ids of listings that lack only it})."""
    named = Count("skills")
    listings = Listing.objects.open().order_by().annotate(named=named)
    listings = listings.filter(named__gte=LEAST_SKILLS)
    listings = listings.annotate(held=Count("skills", filter=Q(skills__in=held)))
    ready = set(listings.filter(named=F("held")).values_list("pk", flat=True))
    near = set(listings.filter(named=F("held") + 1).values_list("pk", flat=True))
    missing = Listing.skills.through.objects.filter(listing__in=near).exclude(skill__in=held)
    lacks = dict(missing.values_list("listing", "skill"))
    return ready, lacks


def by_engine(engine, held, **asked):
    """The same, from all pages."""
    pks, lacks, page = [], {}, 1
    while True:
        fit = engine.skill_fit(held, page=page, **asked)
        pks += fit.pks
        lacks |= fit.lacks
        page += 1
        if page > fit.pages:
            return fit, pks, lacks


@pytest.fixture
def random():
    return Random("skills")


@pytest.fixture
def skills(transactional_db, random):
    """Skills, and listings that name some of them, the first ones most often."""
    skills = [make_skill(f"Skill {number}") for number in range(12)]
    employer = make_employer()
    for number in range(60):
        many = random.randint(0, 7)
        chosen = {skills[min(int(random.expovariate(0.3)), 11)] for _ in range(many)}
        make_listing(f"Job {number}", skills=chosen, employer=employer)
    return [skill.pk for skill in skills]


def test_it_counts_as_sql_does_also_after_changes(skills, random):
    engine = Engine().refresh()
    for case in range(CASES):
        if case % 5 == 4:
            change(skills, random)
            engine.refresh()
        held = random.sample(skills, random.randint(1, 10))
        ready, lacks = by_sql(held)
        fit, pks, _ = by_engine(engine, held)
        assert sorted(pks) == sorted(ready)
        assert (fit.ready, fit.near) == (len(ready), len(lacks))
        assert dict(fit.opens) == Counter(lacks.values())
        assert by_engine(engine, held, is_near=True)[2] == lacks
        for skill in {*lacks.values()}:
            only = {pk for pk, lacked in lacks.items() if lacked == skill}
            assert set(by_engine(engine, held, is_near=True, lacking=skill)[1]) == only
    engine.index.check()


def change(skills, random):
    """Closes a listing, gives one another skill, and adds one."""
    first, second = random.sample([*Listing.objects.open()], 2)
    first.closes_at = first.posted_at
    first.save()
    second.skills.set(random.sample(skills, 5))
    make_listing("New", skills=Skill.objects.filter(pk__in=random.sample(skills, 4)))


def test_the_newest_listings_come_first(skills):
    engine = Engine().refresh()
    _, pks, _ = by_engine(engine, skills)
    newest = Listing.objects.filter(pk__in=pks).order_by("-posted_at", "-pk")
    assert pks == [*newest.values_list("pk", flat=True)]


def test_without_listings_or_skills_there_is_nothing(db):
    fit = Engine().refresh().skill_fit([1, 2])
    assert (fit.counted, fit.ready, fit.near, fit.opens, fit.pks, fit.pages) == (0, 0, 0, [], [], 1)


def test_a_skill_that_no_listing_names_opens_nothing(skills):
    engine = Engine().refresh()
    unnamed = make_skill("Unnamed").pk
    assert engine.skill_fit([*skills, unnamed]).ready == engine.skill_fit(skills).ready
    assert engine.skill_fit(skills, is_near=True, lacking=unnamed).total == 0
