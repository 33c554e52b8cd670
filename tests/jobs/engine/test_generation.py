"""The generation of an engine rises with what pages show, and with nothing else."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from careers.models import Comparison, Role, Skill
from jobs import engine
from jobs.engine.engine import Engine
from jobs.engine.triggers import log_all
from jobs.evidence import gather
from jobs.models import Listing, ListingChange, Source
from tests.factories import (
    make_comparison,
    make_draft_role,
    make_listing,
    make_role,
    make_skill,
    make_source,
)

pytestmark = pytest.mark.django_db(transaction=True)

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def now():
    return engine.this_minute()


@pytest.fixture
def board():
    """An engine that is kept between requests."""
    return Engine(is_shared=True)


@pytest.fixture
def rises(board, now):
    """Says whether the generation rose after an action, or between two moments."""
    log_all(connection)  # as migrating does: a log is never empty
    board.refresh(now)

    def tell(action=lambda: None, at=now):
        before = board.generation
        action()
        after = board.refresh(at).generation
        assert board.refresh(at).generation == after, "it rises once"
        assert after >= before
        return after > before

    return tell


def test_it_stays_while_nothing_happens(rises, now):
    make_listing(closes_at=now + HOUR)
    assert rises()
    assert not rises()
    assert not rises(at=now + HOUR - MINUTE), "the minutes that end nothing"


def test_it_stays_when_a_pull_only_confirms_what_is_there(rises, now):
    listing = make_listing(source=make_source(), confirmed_at=now - HOUR)
    assert rises()
    assert not rises(lambda: Listing.objects.update(confirmed_at=now, missed_pulls=0))
    assert not rises(at=now + timedelta(days=13))
    assert rises(at=now + timedelta(days=14)), "it moved the end"
    assert not listing.is_sample


def test_it_rises_when_a_listing_ends(rises, now):
    make_listing(closes_at=now + HOUR)
    assert rises()
    assert rises(at=now + HOUR)
    assert not rises(at=now + 2 * HOUR)


def test_it_rises_when_a_listing_or_content_changes(rises):
    role, skill, listing = make_role(), make_skill("Spark"), make_listing()
    assert rises()
    assert rises(lambda: Listing.objects.filter(pk=listing.pk).update(body_html="<p>New</p>"))
    assert rises(lambda: Listing.objects.filter(pk=listing.pk).update(closed_at=timezone.now()))
    assert rises(lambda: Role.objects.filter(pk=role.pk).update(tips="New: Tip."))
    assert rises(lambda: Skill.objects.filter(pk=skill.pk).update(aliases="Sparks"))


def test_that_of_content_rises_with_content_and_not_with_listings(board, rises, now):
    role, listing = make_role(), make_listing(closes_at=now + HOUR)
    assert rises()
    before = board.content_generation
    assert rises(lambda: Listing.objects.filter(pk=listing.pk).update(title="Other"))
    assert rises(at=now + HOUR), "the listing ends"
    assert board.content_generation == before
    assert rises(lambda: Role.objects.filter(pk=role.pk).update(tips="New: Tip."))
    assert board.content_generation > before


def test_it_stays_when_a_draft_is_saved(rises):
    role = make_draft_role()
    assert rises(), "the admin may show it"
    assert not rises(lambda: role.revisions.create(text="# Draft"))


@pytest.mark.parametrize("model", [Role, Comparison])
def test_it_rises_when_the_moment_of_publishing_comes(model, board, rises, now):
    make_comparison(make_role("Analyst"), make_role("Builder"))
    model.objects.update(published_at=now + HOUR)
    assert rises()
    assert not rises(at=now + HOUR - MINUTE)
    if model is Role:
        assert "analyst" not in board.directory.roles
    assert rises(at=now + HOUR)
    assert "analyst" in board.directory.roles
    assert not rises(at=now + 2 * HOUR)


def test_it_rises_when_everything_is_read_again(rises):
    make_listing()
    assert rises()
    make_source(kind="lever")
    assert rises(lambda: Source.objects.update(kind="samples"))


def test_it_stays_when_the_same_evidence_is_counted_again(rises):
    make_listing(role=make_role("Analyst"))
    assert rises(gather)
    assert not rises(gather)
    make_listing(role=Role.objects.get())
    assert rises(gather)


def test_it_stays_when_there_is_nothing_to_do(rises):
    make_listing(role=make_role("Analyst"))
    call_command("run_due")
    assert rises()
    assert not rises(lambda: call_command("run_due"))


def test_content_that_changes_while_the_index_is_behind_is_not_kept_back(board, rises, now):
    role = make_role("Analyst")
    assert rises()
    board.is_behind = True
    before = board.generation
    Role.objects.filter(pk=role.pk).update(title="Renamed")
    board._catch_up(now)
    assert board.generation > before
    assert board.directory.roles.labels["analyst"] == "Renamed"


def test_nothing_is_kept_inside_a_transaction_or_without_a_log(rises):
    make_listing()
    with transaction.atomic():
        assert engine.current().generation is None
    assert engine.current().generation is not None
    ListingChange.objects.all().delete()
    assert engine.current().generation is None
