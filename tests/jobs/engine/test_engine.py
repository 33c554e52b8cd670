"""The engine answers as the filters' own querysets do, whatever is written in between."""

import os
from dataclasses import replace
from datetime import timedelta
from random import Random
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.utils import timezone

from careers.models import Skill, SkillGroup
from jobs.engine import building, changes, columns, index, index_file, matches, orders, snapshot
from jobs.engine.columns import MultiValued, SingleValued
from jobs.engine.directory import Directory
from jobs.engine.engine import Engine
from jobs.engine.facets import FACETS, PAGE_SIZE
from jobs.models import Employer, ExchangeRate, Listing, ListingPlace
from tests.factories import make_employer, make_listing, make_role, make_skill, make_source
from tests.jobs.engine.oracle import Oracle, ranked

CASES = int(os.environ.get("ENGINE_CASES", 150))
# Facets whose every value is counted in a case; by hand, with more cases, all of them are.
FACETS_A_CASE = int(os.environ.get("ENGINE_FACETS", 3))
WORDS = [
    "data",
    "Daten",
    "engineer",
    "Zürich",
    "zurich",
    "ML-Ops",
    "c++",
    "naïve",
    "Łódź",
    "データ",
    "3d",
]
CITIES = [("Berlin", "DE"), ("Paris", "FR"), ("Paris", "US"), ("", "DE"), ("", ""), ("Łódź", "PL")]
# Areas of known countries, and one that is none.
AREAS = ["Benelux", "Benelux, excluding Belgium", "DACH", "North"]


class World:
    """Listings that change at random; every change is a thing that people or programs do."""

    def __init__(self, random):
        self.random = random
        self.now = timezone.now().replace(second=0, microsecond=0)
        self.roles = [make_role(title) for title in ("Data Analyst", "Data Engineer", "ML Lead")]
        self.skills = [make_skill(name) for name in ("SQL", "Python", "dbt", "Spark")]
        for name, skills in {"lake": self.skills[2:], "none": []}.items():
            group = SkillGroup.objects.create(slug=name, name=name)
            Skill.objects.filter(pk__in=[skill.pk for skill in skills]).update(group=group)
        self.employers = [make_employer(name) for name in ("Acme", "Zürich Data", "O’Neil & Co")]
        self.sources = [make_source("A"), make_source("B", kind="lever"), None]
        self.sources.append(make_source("C", kind="samples"))
        ExchangeRate.objects.all().delete()
        for currency, usd in {"USD": 1, "EUR": "1.1", "JPY": "0.0069"}.items():
            ExchangeRate.objects.create(currency=currency, usd=usd, as_of=self.now.date())
        for _ in range(30):
            self.create()

    def change(self):
        """Does one thing, at times inside a transaction that is rolled back."""
        act = self.random.choice(self.acts)
        try:
            with transaction.atomic():
                act(self)
                if self.random.random() < 0.15:
                    raise Rollback
        except Rollback:
            pass
        if self.random.random() < 0.1:
            self.now += timedelta(hours=self.random.randint(1, 100))

    def create(self):
        choose, r = self.random.choice, self.random
        source = choose(self.sources)
        pay = r.choice([None, None, 40_000, 99_999, 100_000, 100_001, 250_000])
        listing = make_listing(
            self.text(3),
            employer=choose(self.employers),
            role=choose([None, *self.roles]),
            skills=r.sample(self.skills, r.randint(0, 4)),
            level=choose([None, "entry", "senior"]),
            employment_type=choose([None, "full_time", "contract"]),
            workplace=choose([None, "remote", "remote", "hybrid"]),
            language=choose(["", "en", "de"]),
            pay_usd_min=pay,
            pay_usd_max=choose([pay and pay + 20_000, None]),
            pay_min=pay,
            pay_currency=choose(["USD", "EUR"]),
            pay_period=choose(["year", "hour", ""]),
            body_text=choose(["", self.text(12), self.text(12)]),
            posted_at=self.moment(-40, 0),
            confirmed_at=self.now - timedelta(days=r.choice([0, 0, 0, 13, 13])),
            closes_at=choose([self.moment(0, 30), None]) if source else self.moment(0, 30),
            closed_at=choose([None] * 9 + [self.now]),
            source=source,
        )
        for _ in range(r.randint(0, 3)):
            self.place(listing)

    def edit(self):
        listing = self.any_listing()
        listing.title = self.text(2)
        listing.level = self.random.choice([None, "mid"])
        listing.save()

    def place(self, listing=None):
        city, country = self.random.choice(CITIES)
        region = "North" if city or country else self.random.choice(AREAS)
        kind = self.random.choice(["office", "residence"])
        place = {"city": city, "country": country, "region": region, "kind": kind}
        ListingPlace.objects.create(listing=listing or self.any_listing(), **place)

    def move_away(self):
        self.any_listing().places.all().delete()

    def learn(self):
        skills = self.random.sample(self.skills, self.random.randint(0, 2))
        self.any_listing().skills.set(skills)

    def update_many(self):
        some = Listing.objects.filter(pk__in=[self.any_listing().pk for _ in range(3)])
        some.update(workplace="onsite", pay_usd_max=self.random.choice([None, 120_000]))

    def update_by_hand(self):
        posted = connection.ops.adapt_datetimefield_value(self.moment(-9, 0))
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE jobs_listing SET body_text = %s, posted_at = %s WHERE id = %s",
                [self.text(5), posted, self.any_listing().pk],
            )

    def close(self):
        Listing.objects.filter(pk=self.any_listing().pk).update(closed_at=self.now)

    def reopen(self):
        Listing.objects.exclude(closed_at=None).update(closed_at=None, confirmed_at=self.now)

    def confirm(self):
        Listing.objects.exclude(source=None).update(confirmed_at=self.now)

    def delete(self):
        self.any_listing().delete()
        self.create()

    def rename_employer(self):
        employer = self.random.choice(self.employers)
        name = f"{self.text(2)} {employer.pk}"
        Employer.objects.filter(pk=employer.pk).update(
            name=name, slug=f"e-{len(name)}-{employer.pk}"
        )

    acts = (create, edit, place, move_away, learn, update_many, update_by_hand, close, reopen)
    acts += (confirm, delete, rename_employer)

    def any_listing(self):
        pks = Listing.objects.order_by("pk").values_list("pk", flat=True)
        return Listing.objects.get(pk=self.random.choice(pks))

    def moment(self, earliest, latest):
        """Often the same one, as feeds give whole days."""
        days = self.random.randint(earliest, latest)
        return self.now + timedelta(days=days, microseconds=self.random.choice([0, 1, 500_000]))

    def text(self, words):
        return " ".join(self.random.choices(WORDS, k=self.random.randint(1, words)))

    def query(self):
        """An address of the board, with up to four of its parameters."""
        directory, r = Directory.load(), self.random
        values = {
            "q": [
                self.text(2),
                f'"{self.text(2)}"',
                f"{self.text(1)} -{self.text(1)}",
                f"-{self.text(1)}",
                "acme",
                "+",
            ],
            "role": [*directory.roles.ids, "unknown", "nonsense"],
            "not_role": [*directory.roles.ids, "unknown", "nonsense"],
            "skill": [*directory.skills.ids],
            "not_skill": [*directory.skills.ids],
            "need": ["lake", "lake", "none", "nonsense"],
            "level": ["entry", "senior", "mid", "unknown"],
            "not_level": ["entry", "senior", "unknown"],
            "type": ["full_time", "contract", "unknown"],
            "workplace": ["remote", "onsite", "unknown"],
            "area": ["eu", "benelux", "DACH", "worldwide", "atlantis"],
            "country": ["DE", "US", "unknown"],
            "not_country": ["DE", "BE", "unknown"],
            "city": ["Berlin,DE", "Paris,FR", "Łódź,PL"],
            "home": ["DE", "FR", "unknown", "benelux", "eu"],
            "pay": ["100000", "0", "120k", "lots"],
            "currency": ["USD", "eur", "JPY", "XYZ"],
            "per": ["year", "month", "hour", "century"],
            "reach": ["starts", "reaches", "flies"],
            "pay_unknown": ["show", "hide"],
            "employer": [*directory.employers.ids],
            "not_employer": [*directory.employers.ids],
            "posted": ["1", "7", "30"],
            "language": ["en", "unknown"],
            "source": ["greenhouse", "lever", "handmade"],
            "paid_in": ["USD-year", "USD-unknown", "EUR-hour", "usd"],
            "text": ["read", "invented", "unknown"],
        }
        chosen = r.sample(sorted(values), r.randint(0, 4))
        several = [
            (name, r.choice(values[name])) for name in chosen for _ in range(r.randint(1, 2))
        ]
        sort = r.choice(["", "newest", "pay", "closing", "relevance"])
        return urlencode([*several, ("sort", sort)])


class Rollback(Exception):
    pass


@pytest.fixture(params=["as it is", "with tiny parts"])
def sizes(request, monkeypatch):
    """The engine also with parts so small that few listings overflow them all."""
    if request.param == "with tiny parts":
        tiny = {orders: {"SLOTS_IN_BAND": 4, "MOST_IN_BAND": 6, "SORTED_AT_ONCE": 2}}
        tiny[orders] |= {"KEPT_BOUNDS": 2}
        tiny |= {columns: {"SLOTS_AT_ONCE": 3}, index: {"SPARE_SLOTS": 25}}
        tiny |= {each: {"SLOTS_A_VALUE": 3} for each in (SingleValued, MultiValued)}
        tiny |= {changes: {"IN_REQUEST": changes.Limits(lines=500, listings=20, seen=50)}}
        tiny |= {snapshot: {"IDS_IN_TEXT": 7}}
        tiny |= {matches: {"KEPT_TERMS": 2}}
        for module, values in tiny.items():
            for name, value in values.items():
                monkeypatch.setattr(module, name, value)
        for facet in [each for each in FACETS.values() if each.counted]:
            monkeypatch.setitem(FACETS, facet.name, replace(facet, counted=2))


@pytest.mark.django_db(transaction=True)
def test_the_engine_and_plain_querysets_never_differ(sizes, tmp_path):
    random = Random(os.environ.get("ENGINE_SEED", "board"))
    world = World(random)
    known = Engine()
    for case in range(CASES):
        world.change()
        if random.random() < 0.1:
            store_and_load(known, tmp_path / "board.index", world.now)
        known.refresh(world.now)
        known.index.check()
        query, page = world.query(), random.choice([-1, 1, 1, 2, 99])
        oracle = Oracle(world.now)
        answer = known.answer(oracle.asked(query), page)
        told = f"case {case}, at {world.now}: {query}, page {page}"
        assert (answer.pks, answer.total) == oracle.page(query, page), told
        assert answer.relaxed_totals == oracle.relaxed_totals(query), told
        assert sorted(answer.amounts.tolist()) == oracle.amounts(query), told
        assert_is_in_place(known, oracle.asked(query), answer, random, told)
        after = random.choice(answer.pks or [0])
        assert known.arrived(oracle.asked(query), after) == oracle.arrived(query, after), told
        for name in random.sample(sorted(answer.counts), FACETS_A_CASE):
            most = answer.counts[name][: FACETS[name].counted]
            assert ranked(most) == oracle.counts(query, name), f"{told}: {name}"


def assert_is_in_place(engine, asked, answer, random, told):
    """Holds that some listings of a page know their numbers, and those beside them."""
    pks, first = answer.pks, (answer.page - 1) * PAGE_SIZE + 1
    for at in random.sample(range(len(pks)), min(len(pks), 2)):
        place = engine.place_of(pks[at], asked)
        assert (place.number, place.total) == (first + at, answer.total), told
        assert pks[max(at - 1, 0) : at] in ([place.previous], []), told
        assert pks[at + 1 : at + 2] in ([place.next], []), told
    if answer.pages == 1 and pks:
        ends = engine.place_of(pks[0], asked).previous, engine.place_of(pks[-1], asked).next
        assert ends == (None, None), told


def store_and_load(engine, path, now):
    """Renews what was stored before by what has changed since, and takes it from its file."""
    stored = index_file.load(path, connection) if path.exists() else None
    index, head = (stored and building.renew(*stored, now)) or building.build(now)
    if head:
        index_file.save(path, index, head, connection)
        engine.take(*index_file.load(path, connection))


@pytest.mark.django_db
def test_a_rare_value_that_is_chosen_is_counted_behind_the_frequent_ones(monkeypatch):
    monkeypatch.setitem(FACETS, "employer", replace(FACETS["employer"], counted=1))
    often, rare, never = make_employer("Often"), make_employer("Rare"), make_employer("Never")
    for employer in (often, often, rare):
        make_listing(employer=employer)
    oracle = Oracle(timezone.now().replace(second=0, microsecond=0))
    answer = Engine().refresh().answer(oracle.asked("employer=rare&employer=never"))
    assert answer.total == 1
    assert answer.counts["employer"] == [(often.pk, 2), (rare.pk, 1), (never.pk, 0)]
