"""Better parsing reaches the listings that are stored."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from jobs.importing import drafts
from jobs.importing.pipeline import pull
from jobs.importing.reading import normalise, values
from jobs.importing.renormalise import renormalise
from jobs.models import Listing
from tests.factories import make_role, make_skill
from tests.jobs.board.boards import PAY, board, job, numbers, rows, tinderbrook

pytestmark = pytest.mark.django_db


def parse_otherwise(monkeypatch):
    """As if a landing read levels and titles in another way."""

    def read(raw, *others):
        return replace(normalise.normalise(raw, *others), level="senior", title="Better")

    monkeypatch.setattr(values, "normalise", read)


def test_better_parsing_reaches_stored_listings_but_for_what_is_locked(monkeypatch):
    source = tinderbrook()
    pull(source, board(*numbers(1, 4)))
    Listing.objects.filter(external_id="2").update(title="Mine", locked_fields=["title"])
    Listing.objects.filter(external_id="3").update(closed_at=timezone.now())
    before = Listing.objects.get(external_id="1")
    parse_otherwise(monkeypatch)
    out = StringIO()
    call_command("renormalise", stdout=out)
    assert "Read 3 listings anew: 3 changed, 0 unchanged" in out.getvalue()
    titles = Listing.objects.order_by("pk").values_list("title", "level")
    assert list(titles) == [("Better", "senior"), ("Mine", "senior"), ("Better", "senior")]
    after = Listing.objects.get(external_id="1")
    assert after.updated_at > before.updated_at
    assert (after.first_seen_at, after.posted_at) == (before.first_seen_at, before.posted_at)


def test_renormalising_twice_changes_nothing_and_neither_does_the_next_pull(monkeypatch):
    source = tinderbrook()
    make_skill("SQL")
    make_role("Data Engineer")
    deadline = {"application_deadline": "2099-01-01T00:00:00.123456+02:00"}
    payload = board(job(1, pay_input_ranges=[PAY], **deadline), job(2))
    pull(source, payload)
    before = rows()
    done = renormalise()
    assert (done.read, done.changed, done.problems) == (2, 0, [])
    assert rows() == before
    parse_otherwise(monkeypatch)
    assert renormalise().changed == 2
    before = rows()
    assert renormalise().changed == 0
    assert (
        pull(source, board(job(1, pay_input_ranges=[PAY], **deadline), job(2), "odd")).changed == 0
    )
    assert rows() == before


def test_what_came_in_before_adverts_were_kept_is_kept_by_the_next_pull():
    source = tinderbrook()
    pull(source, board(*numbers(1, 4)))
    Listing.objects.update(as_given=None)
    before = list(Listing.objects.values("pk", "updated_at"))
    assert renormalise().not_kept == 3
    assert pull(source, board(*numbers(1, 4))).changed == 0
    assert renormalise().not_kept == 0
    assert list(Listing.objects.values("pk", "updated_at")) == before


def test_what_a_pull_writes_meanwhile_is_not_undone_by_renormalising(monkeypatch):
    source = tinderbrook()
    pull(source, board(job(1)))
    draft = drafts.AdvertReader.draft

    def pull_meanwhile(reader, raw, stored=None):
        monkeypatch.setattr(drafts.AdvertReader, "draft", draft)
        pull(source, board(job(1, title="Newer")))
        return draft(reader, raw, stored)

    monkeypatch.setattr(drafts.AdvertReader, "draft", pull_meanwhile)
    assert renormalise().changed == 0
    assert Listing.objects.get().title == "Newer"
