"""Whether any page is older than the last commit: two workers over HTTP, after each of many edits.

    make bench-freshness                                  200 edits on SQLite and on PostgreSQL
    python benchmarks/freshness.py --edits 1000           so many, on SQLite

Each edit is of another kind: SQL on each table in its turn, forms of the admin, publishing now and
at a moment, notes for readers, withdrawing, imports; all by this process, which is none of the
server's. After each one both
workers are asked for ten pages, up to five of them about what was edited; one worker as by a
browser that has the page already. What they answer must be, letter for letter, the page that is
made here from a new index, with nothing kept. At the end listings end, and a minute later no page
may show them.
"""

import logging
import os
import sys
from argparse import ArgumentParser
from collections import Counter
from datetime import timedelta
from gzip import decompress
from http.client import HTTPConnection
from io import StringIO
from itertools import chain, count, cycle
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import sleep

from production import PRODUCTION  # isort: skip

os.environ |= PRODUCTION
import scratch  # isort: skip

import html5lib
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.db.models import F
from django.test import Client
from django.utils import timezone

from benchmarks.server import served
from careers.editing import documents, publishing, scheduling
from careers.models import (
    Comparison,
    Evidence,
    EvidenceAnswer,
    EvidenceWeek,
    OtherTitle,
    PayCell,
    Reference,
    Role,
    RoleSkill,
    Skill,
    SkillGroup,
    Snapshot,
    SnapshotRole,
)
from careers.pages.disagreements import read_disagreements
from jobs import engine
from jobs.models import Employer, ExchangeRate, Listing, ListingPlace, Source
from portal.page_cache import PAGES

EDITS, PAGES_AN_EDIT = 200, 10
SEED = 2026
# So many of each kind are edited and asked for, so that pages are asked for again and again.
ROLES, SKILLS, LISTINGS = 4, 5, 6
# A listing's end shows so many seconds later: the board's clock moves once a minute.
MOST_SECONDS_AFTER_END = 61
HOST = "127.0.0.1"
# What SQL edits, each in its turn: a table and a column of text.
TEXTS = (
    (Role, "summary"),
    (Role, "tips"),
    (Comparison, "difference"),
    (OtherTitle, "name"),
    (Skill, "name"),
    (Skill, "description"),
    (SkillGroup, "name"),
    (Reference, "title"),
    (EvidenceAnswer, "text"),
    (Snapshot, "licence"),
    (SnapshotRole, "note"),
    (PayCell, "area"),
    (Source, "credit"),
    (User, "first_name"),
    (Employer, "name"),
    (Listing, "title"),
    (Listing, "body_html"),
    (Listing, "pay_text"),
    (ListingPlace, "city"),
)


def main():
    arguments = _arguments()
    for command in ("migrate", "load_starter", "load_samples"):
        call_command(command, verbosity=0, stdout=StringIO())
    with TemporaryDirectory() as directory:
        edits = Edits(Random(SEED), Path(directory))
        with served() as (_, port):
            trial = Trial(port, Random(SEED + 1))
            for number in range(arguments.edits):
                name, about = edits.make(number)
                trial.look(name, about, edits.addresses)
            edits.end_listings()
            sleep(MOST_SECONDS_AFTER_END)
            trial.look("a listing ends", edits.addresses, edits.addresses)
    print(f"{arguments.edits} edits on {connection.vendor}: {edits.made}")
    print(f"{trial.asked} answers, of which {trial.stale} were stale")
    print(f"{trial.not_modified} of them 304, of which {trial.stale_304} were stale")
    print(f"all {len(edits.addresses)} pages after listings had ended: {trial.of_last} were stale")
    sys.exit(1 if trial.stale or trial.stale_304 else 0)


def _arguments():
    parser = ArgumentParser(description="Whether any page is older than the last commit.")
    parser.add_argument("--edits", type=int, default=EDITS)
    return parser.parse_args()


# --- edits --------------------------------------------------------------------------------------


class Edits:
    """Edits of what a few pages show, one after another."""

    def __init__(self, random, directory):
        """Chooses what is edited; `directory` is for files to import."""
        self.random, self.directory = random, directory
        self.texts, self.turns = cycle(random.sample(TEXTS, len(TEXTS))), count()
        self.roles = [*Role.objects.published().order_by("slug")[:ROLES]]
        slugs = [role.slug for role in self.roles]
        skills = Skill.objects.filter(needed_by__role__in=self.roles).distinct().order_by("slug")
        self.skills = [*skills[:SKILLS]]
        self.listings = [*Listing.objects.open().filter(role__in=self.roles)[:LISTINGS]]
        self.editor = User.objects.create_superuser("editor", first_name="Ann")
        for role in self.roles:
            publishing.mark_reviewed(role, self.editor)
            Evidence.objects.create(
                role=role,
                gathered_at=timezone.now(),
                listings=100,
                skills={self.skills[0].slug: 50},
            )
        self.comparisons = [*Comparison.objects.published()[:2]]
        self.group = SkillGroup.objects.first()
        self.disputed = read_disagreements()[0]
        self.answer(0)
        self.source = Source.objects.create(name="Table", kind="csv", is_active=False)
        self.admin = Client(HTTP_HOST=HOST)
        self.admin.force_login(self.editor)
        pay = ["/salaries/", *(f"/salaries/{slug}/" for slug in slugs[:2]), "/data/pay.csv"]
        self.pages = {
            Role: [f"/roles/{slug}/" for slug in slugs],
            Skill: [f"/skills/{skill.slug}/" for skill in self.skills],
            Listing: [listing.get_absolute_url() for listing in self.listings],
            Comparison: [comparison.get_absolute_url() for comparison in self.comparisons],
            SkillGroup: ["/data/groups.csv", "/data/skills.csv", "/disagreements/"],
            EvidenceAnswer: ["/disagreements/"],
            EvidenceWeek: ["/data/weeks.csv"],
            Snapshot: ["/data/", "/data/snapshots.csv", "/salaries/"],
            SnapshotRole: ["/data/adverts.csv", f"/compare/{slugs[1]}-vs-{slugs[2]}/"],
            PayCell: [*pay, f"/salaries/{slugs[0]}/data.json"],
            None: [
                "/",
                "/roles/",
                "/skills/",
                "/compare/",
                f"/compare/{slugs[0]}-vs-{slugs[1]}/",
                "/compare/?" + "&".join(f"role={slug}" for slug in slugs),
                f"/compare/table.json?role={slugs[0]}&role={slugs[1]}",
                "/search/?q=data",
                "/jobs/",
                f"/jobs/?role={slugs[0]}",
                f"/jobs/?skill={self.skills[0].slug}",
                "/jobs/?q=data",
                "/jobs/values/city/",
            ],
        }
        self.made = Counter()

    @property
    def addresses(self):
        """The addresses of all pages that are asked for."""
        return [*dict.fromkeys(chain.from_iterable(self.pages.values()))]

    def make(self, number):
        """Makes an edit; returns what kind it was, and the addresses of pages that may show it."""
        ways = (self.sql, self.rows, self.form, self.publish, self.publish_due, self.tell_readers)
        ways += (self.withdraw, self.take_in)
        way = self.random.choice(ways)
        model = way(number)
        self.made[f"{way.__name__} {model._meta.model_name}"] += 1
        return way.__name__, self.pages.get(model, self.pages[None])

    def sql(self, number):
        """Edits a text by SQL."""
        model, column = next(self.texts)
        text = f"Also {number}: words." if column == "tips" else f"Edited {number}"
        pk = self.random.choice(self._shown(model))
        with connection.cursor() as cursor:
            table = model._meta.db_table
            cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [text, pk])
        return model

    def rows(self, number):
        """Edits what is no text by SQL, adds a row or deletes one; each table in its turn."""
        role, skill, listing = map(self.random.choice, (self.roles, self.skills, self.listings))
        day = timezone.localdate() - timedelta(days=number % 300)
        edits = {
            RoleSkill: lambda: RoleSkill.objects.filter(role=role).update(
                need=self.random.choice(RoleSkill.Need.values)
            ),
            Evidence: lambda: Evidence.objects.filter(role=role).update(listings=100 + number),
            EvidenceAnswer: lambda: self.answer(number),
            EvidenceWeek: lambda: self.count_week(role, day, number),
            Snapshot: lambda: Snapshot.objects.update(made_on=day),
            SnapshotRole: lambda: SnapshotRole.objects.filter(role=role).update(n=F("n") + 1),
            PayCell: lambda: PayCell.objects.update(n=F("n") + 1),
            SkillGroup: lambda: self.move(skill),
            ExchangeRate: lambda: ExchangeRate.objects.update(as_of=day),
            Skill: lambda: skill.related.set(self.random.sample(self.skills, 2)),
            Listing: lambda: listing.skills.set(self.random.sample(self.skills, 2)),
            ListingPlace: lambda: listing.places.all().delete(),
            Source: lambda: Listing.objects.filter(pk=listing.pk).update(role=role),
        }
        model = [*edits][next(self.turns) % len(edits)]
        edits[model]()
        return model

    def answer(self, number):
        """Gives a new answer where a profile and adverts disagree, in place of any other."""
        EvidenceAnswer.objects.all().delete()
        skill = Skill.objects.get(slug=self.disputed.lines[0].need.slugs[0])
        text = f"Answered {number}"
        EvidenceAnswer.objects.create(role=self.disputed.role, skill=skill, text=text)

    def count_week(self, role, day, number):
        """Stores what a role's listings said in a week."""
        counted = {"listings": 100 + number}
        EvidenceWeek.objects.update_or_create(role=role, week=day, defaults=counted)

    def move(self, skill):
        """Puts a skill into a group, or takes it out of it."""
        skill.refresh_from_db()
        group = None if skill.group else self.group
        Skill.objects.filter(pk=skill.pk).update(group=group)

    def form(self, number):
        """Edits a text by a form of the admin."""
        model, field = self.random.choice(
            [
                (Skill, "description"),
                (SkillGroup, "name"),
                (Reference, "title"),
                (EvidenceAnswer, "text"),
                (Employer, "website"),
            ]
        )
        pk = self.random.choice(self._shown(model))
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{pk}/change/"
        text = f"https://example.com/{number}" if field == "website" else f"Formed {number}"
        page = self.admin.get(address)
        assert page.status_code == 200, (address, page.status_code, page.headers.get("Location"))
        values = form_values(page.text) | {field: text}
        answer = self.admin.post(address, values)
        assert answer.status_code == 302, (address, answer.text)
        return model

    def publish(self, number):
        """Publishes a new text of a role or a comparison."""
        document = self.draft(number)
        publishing.publish(document)
        return type(document)

    def publish_due(self, number):
        """Lets a new text be published whose moment has come."""
        document = self.draft(number)
        scheduling.schedule(document, timezone.now())
        assert [*scheduling.publish_due()] == [(document, "")]
        return type(document)

    def tell_readers(self, number):
        """Tells readers of a document what changed."""
        document = self.random.choice(self.roles + self.comparisons)
        publishing.tell_readers(document, f"Told {number}.", timezone.localdate(), self.editor)
        return type(document)

    def draft(self, number):
        """Writes a new text of a role or a comparison, which is public or was so; returns it."""
        document = self.random.choice(self.roles + self.comparisons)
        document.refresh_from_db()
        fields = dict(document.revisions.newest().content.fields)
        fields["summary" if isinstance(document, Role) else "difference"] = f"Published {number}."
        text = documents.write(fields, document.shape)
        publishing.save_draft(document, documents.parse(text, document.shape))
        return document

    def withdraw(self, number):
        """Withdraws a role or a comparison, which some later edit publishes again."""
        document = self.random.choice(self.roles[2:] + self.comparisons)
        document.refresh_from_db()
        publishing.unpublish(document)
        return type(document)

    def take_in(self, number):
        """Imports a table of two jobs, one of which is another one each time."""
        table = self.directory / "table.csv"
        title = self.roles[0].title
        lines = [f"always,{title},Table Ltd,Edited {number}", f"{number},{title},Table Ltd,New"]
        table.write_text("\n".join(["id,title,company,description", *lines]))
        call_command("import_listings", "Table", file=str(table), stdout=StringIO())
        return Listing

    def end_listings(self):
        """Lets half of the listings end now."""
        soon = timezone.now() + timedelta(seconds=1)
        ending = [listing.pk for listing in self.listings[::2]]
        Listing.objects.filter(pk__in=ending).update(closes_at=soon)

    def _shown(self, model):
        """Returns the ids of rows of a model that the pages show."""
        chosen = {
            Role: lambda: self.roles,
            Comparison: lambda: self.comparisons,
            Skill: lambda: self.skills,
            Listing: lambda: self.listings,
            User: lambda: [self.editor],
            OtherTitle: lambda: OtherTitle.objects.filter(role__in=self.roles),
            ListingPlace: lambda: ListingPlace.objects.filter(listing__in=self.listings),
            Employer: lambda: [listing.employer for listing in self.listings],
        }
        rows = [row.pk for row in chosen.get(model, model.objects.all)()]
        return rows or [0]


def form_values(page):
    """Returns {name: values} of the form of a page of the admin, as a browser would send it."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    form = next(e for e in tree.iter("form") if e.get("id", "").endswith("_form"))
    values = {}
    fields = [e for e in form.iter() if e.tag in ("input", "textarea", "select")]
    for field in fields:
        kind, name = field.get("type"), field.get("name")
        if not name or kind in ("submit", "file"):
            continue
        if kind in ("checkbox", "radio") and field.get("checked") is None:
            continue
        values.setdefault(name, []).extend(_values_of(field))
    return values


def _values_of(field):
    if field.tag == "select":
        chosen = [e for e in field.iter("option") if e.get("selected") is not None]
        return [e.get("value", "") for e in chosen]
    return [field.text or ""] if field.tag == "textarea" else [field.get("value", "")]


# --- answers ------------------------------------------------------------------------------------


class Trial:
    """What both workers answer, beside what is true."""

    def __init__(self, port, random):
        self.port, self.random = port, random
        self.site = get_wsgi_application()
        # What is withdrawn is not found, as it should be.
        logging.disable(logging.WARNING)
        # {address: (the tag of its page, its body)} as somebody's browser has them.
        self.seen = {}
        self.asked = self.stale = self.not_modified = self.stale_304 = self.of_last = 0

    def look(self, name, about, addresses):
        """Asks both workers for pages: up to half of them about an edit, or all if all are."""
        chosen = addresses
        if about is not addresses:
            chosen = self.random.sample(about, min(PAGES_AN_EDIT // 2, len(about)))
            chosen += self.random.sample(addresses, PAGES_AN_EDIT - len(chosen))
        forget_everything()
        self.of_last = sum(self._look(name, address) for address in chosen)

    def _look(self, name, address):
        """Returns how many of the two answers were stale."""
        true = self._true_page(address)
        tag, had = self.seen.get(address, (None, None))
        stale = 0
        for status, headers, body in from_both(self.port, address, tag):
            self.asked += 1
            if status == 304:
                self.not_modified += 1
                self.stale_304 += had != true
            else:
                self.seen[address] = headers.get("ETag"), body
            if (had if status == 304 else body) != true:
                stale += 1
                print(f"stale after {name}: {address}")
        self.stale += stale
        return stale

    def _true_page(self, address):
        return decompressed(scratch.get(self.site, *address.partition("?")[::2]))


def forget_everything():
    """Lets this process make all pages from what the database says now."""
    PAGES.forget()
    now = engine.current()
    now.rebuild()
    now.content_seen += 1
    now.changes_seen += 1


def from_both(port, address, tag):
    """Returns the answers of both workers, (status, headers, body) each.

    A worker that has accepted a connection waits for the request. So while one waits, the other
    connection can only be the other worker's.
    """
    first, second = HTTPConnection(HOST, port), HTTPConnection(HOST, port)
    first.connect()
    second.connect()
    return [ask(second, address, tag), ask(first, address, None)]


def ask(visitor, address, tag):
    headers = {"Host": HOST, "Accept-Encoding": "gzip"}
    visitor.request("GET", address, headers=headers | ({"If-None-Match": tag} if tag else {}))
    response = visitor.getresponse()
    answer = response.status, response.headers, response.read()
    visitor.close()
    return response.status, response.headers, decompressed(answer)


def decompressed(answer):
    """Returns the body of (status, headers, body)."""
    _, headers, body = answer
    return decompress(body) if headers.get("Content-Encoding") == "gzip" else body


if __name__ == "__main__":
    main()
