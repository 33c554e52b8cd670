"""Two editors at one row, and an editor at a listing that a pull changes meanwhile."""

import json
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobs.importing import pipeline
from jobs.models import Employer, ExchangeRate, Listing
from optimistic.admin import OptimisticAdmin
from optimistic.formsets import OptimisticFormSet
from portal.management.commands.make_editor import editors
from tests.conftest import assert_is_sound
from tests.factories import (
    make_employer,
    make_reference,
    make_role,
    make_skill,
    make_source,
)
from tests.forms import filled, sent_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(client):
    return signed_in(client, "ann")


@pytest.fixture
def ben():
    return signed_in(Client(), "ben")


def signed_in(client, name):
    """A browser in which an editor is signed in."""
    user = User.objects.create(username=name, is_staff=True)
    user.groups.add(editors())
    client.force_login(user)
    return client


def form_of(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def now(row, name):
    """What is stored under a field's name; of a document, in its newest draft."""
    row = type(row).objects.get(pk=row.pk)
    return (
        row.revisions.newest().content.fields[name] if hasattr(row, "shape") else getattr(row, name)
    )


JOB = {"id": 7, "title": "Data Analyst", "absolute_url": "https://example.org/jobs/7"}
JOB |= {"location": {"name": "Berlin, Germany"}, "content": "<p>Count things.</p>"}


def pay(low, high):
    cents = {"min_cents": low * 100, "max_cents": high * 100, "currency_type": "USD"}
    return {"pay_input_ranges": [cents | {"title": "Annual salary"}]}


def pulled(source, *jobs):
    pipeline.pull(source, json.dumps({"jobs": jobs}).encode())


def make_pulled_listing(**changes):
    source = make_source(employer=make_employer("Acme"), url="https://example.org/jobs")
    pulled(source, JOB | pay(80_000, 90_000) | changes)
    return Listing.objects.get()


def make_rate():
    return ExchangeRate.objects.create(currency="XTS", usd="1.1", as_of="2026-01-01")


class Kind(NamedTuple):
    """Rows of a kind: how one is made; a field as Ben and Ann change it, and another one."""

    make: object
    field: str
    bens: str
    anns: str
    other: str
    others: str


KINDS = {
    "document": Kind(make_role, "definition", "Ben's.", "Ann's.", "summary", "Ann's sentence."),
    "listing": Kind(make_pulled_listing, "title", "Ben's", "Ann's", "language", "de"),
    "skill": Kind(make_skill, "description", "Ben's.", "Ann's.", "aliases", "Sequel"),
    "reference": Kind(make_reference, "note", "Ben's.", "Ann's.", "title", "Handbook by Ann"),
    "employer": Kind(make_employer, "website", "https://ben.example/", "https://ann.example/",
                     "name", "Ann & Co"),
    "source": Kind(make_source, "credit", "Ben's", "Ann's", "terms", "Ann's terms"),
    "rate": Kind(make_rate, "usd", "1.20000000",
                 "1.30000000", "as_of", "2026-10-10"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_what_two_editors_change_in_different_fields_is_both_kept(ann, ben, kind):
    kind = KINDS[kind]
    row = kind.make()
    anns = filled(ann, form_of(row), **{kind.other: kind.others})
    assert (
        ben.post(form_of(row), filled(ben, form_of(row), **{kind.field: kind.bens})).status_code
        == 302
    )
    said = ann.post(form_of(row), anns, follow=True).text
    assert (str(now(row, kind.field)), str(now(row, kind.other))) == (kind.bens, kind.others)
    assert "Changed by ben after you opened the form, and kept:" in said
    if isinstance(row, Listing):
        assert now(row, "locked_fields") == ["language", "title"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_two_editors_change_in_one_field_is_shown_and_not_overwritten(ann, ben, kind):
    kind = KINDS[kind]
    row = kind.make()
    anns = filled(ann, form_of(row), **{kind.field: kind.anns, kind.other: kind.others})
    others = str(now(row, kind.other))
    ben.post(form_of(row), filled(ben, form_of(row), **{kind.field: kind.bens}))
    refused = ann.post(form_of(row), anns)
    form = refused.context["adminform"].form
    assert "This was changed by ben after you opened the form." in form.errors[kind.field][0]
    (conflict,) = form.conflicts
    assert kind.bens.rstrip("0") in conflict.theirs
    assert kind.anns.rstrip("0") in conflict.yours
    assert (str(now(row, kind.field)), str(now(row, kind.other))) == (kind.bens, others)
    ann.post(form_of(row), sent_back(refused))
    assert (str(now(row, kind.field)), str(now(row, kind.other))) == (kind.anns, kind.others)


class Pulled(NamedTuple):
    """What a pull changes of a listing, what an editor changes of the same, and its lock."""

    jobs: list
    seen: object
    theirs: object
    edits: dict
    yours: object
    lock: list


def places(listing):
    return [str(place) for place in listing.places.all()]


PULLS = {
    "pay": Pulled(
        [JOB | pay(100_000, 110_000)],
        lambda listing: (listing.pay_min, listing.pay_max),
        (100_000, 110_000),
        {"pay_max": "95000.00"},
        (100_000, 95_000),
        ["pay_max"],
    ),
    "places": Pulled(
        [JOB | pay(80_000, 90_000) | {"location": {"name": "Paris, France"}}],
        places,
        ["Paris, France"],
        {"places-0-city": "Hamburg"},
        ["Hamburg, Germany"],
        ["places"],
    ),
    "text": Pulled(
        [JOB | pay(80_000, 90_000) | {"content": "<p>Count stars.</p>"}],
        lambda listing: listing.body_text,
        "Count stars.",
        {"body_html": "<p>Count on me.</p>"},
        "Count on me.",
        ["body_html"],
    ),
    "closing": Pulled(
        [],
        lambda listing: listing.closed_at is not None,
        True,
        {"closed_at": "2026-01-01T12:00:00"},
        True,
        ["closed_at"],
    ),
}


def pull(listing, jobs):
    """Pulls what is there now; a listing closes when it is missing twice."""
    if jobs:
        pulled(listing.source, *jobs)
    else:
        other = JOB | {"id": 8, "absolute_url": "https://example.org/jobs/8"}
        pulled(listing.source, other)
        pulled(listing.source, other)


@pytest.mark.parametrize("kind", PULLS)
def test_what_a_pull_changes_meanwhile_is_neither_undone_nor_locked(ann, kind):
    kind = PULLS[kind]
    listing = make_pulled_listing()
    anns = filled(ann, form_of(listing), language="de")
    pull(listing, kind.jobs)
    listing.refresh_from_db()
    assert kind.seen(listing) == kind.theirs
    before = listing.updated_at, listing.confirmed_at, listing.closed_at, listing.posted_at
    assert ann.post(form_of(listing), anns).status_code == 302
    listing = Listing.objects.get(pk=listing.pk)
    assert (kind.seen(listing), listing.language) == (kind.theirs, "de")
    assert (listing.confirmed_at, listing.closed_at, listing.posted_at) == before[1:]
    assert listing.locked_fields == ["language"]


@pytest.mark.parametrize("kind", PULLS)
def test_what_an_editor_and_a_pull_change_at_once_is_shown_and_locked_only_once_chosen(ann, kind):
    kind = PULLS[kind]
    listing = make_pulled_listing()
    anns = filled(ann, form_of(listing), **kind.edits)
    pull(listing, kind.jobs)
    refused = ann.post(form_of(listing), anns)
    assert "after you opened the form" in refused.text
    listing = Listing.objects.get(pk=listing.pk)
    assert (kind.seen(listing), listing.locked_fields) == (kind.theirs, [])
    if kind.lock == ["pay_max"]:  # lower than the pull's lowest pay by now: choose both
        refused = ann.post(form_of(listing), sent_back(refused))
        assert "The lowest pay must not exceed the highest." in refused.text
        return
    assert ann.post(form_of(listing), sent_back(refused)).status_code == 302
    listing = Listing.objects.get(pk=listing.pk)
    assert (kind.seen(listing), listing.locked_fields) == (kind.yours, kind.lock)


def test_a_place_more_and_a_place_less_are_kept_against_a_pull(ann):
    listing = make_pulled_listing()
    added = {"places-TOTAL_FORMS": 2, "places-1-kind": "office", "places-1-country": "FR"}
    anns = filled(ann, form_of(listing), **added)
    pulled(listing.source, JOB | {"location": {"name": "Oslo, Norway"}, "title": "Analyst"})
    refused = ann.post(form_of(listing), anns)
    assert "they are now: Oslo, Norway" in refused.text
    ann.post(form_of(listing), sent_back(refused))
    assert places(Listing.objects.get()) == ["Berlin, Germany", "France"]
    less = filled(ann, form_of(listing), **{"places-0-DELETE": "on"})
    ann.post(form_of(listing), less)
    assert places(Listing.objects.get()) == ["France"]
    assert Listing.objects.get().title == "Analyst"


def test_an_untouched_moment_keeps_its_parts_of_a_second(ann):
    listing = make_pulled_listing()
    at = timezone.now().replace(microsecond=123_456) - timedelta(days=1)
    Listing.objects.update(posted_at=at)
    ann.post(form_of(listing), filled(ann, form_of(listing), language="de"))
    assert Listing.objects.get().posted_at == at


def test_line_ends_that_a_browser_changes_are_no_edits(ann):
    listing = make_pulled_listing()
    Listing.objects.update(title="Data\nAnalyst", body_html="<p>One\rtwo</p>\r\n<p>Three</p>")
    sent = {"title": "DataAnalyst", "body_html": "<p>One\r\ntwo</p>\r\n<p>Three</p>"}
    ann.post(form_of(listing), filled(ann, form_of(listing), **sent))
    saved = Listing.objects.get()
    assert (saved.title, saved.locked_fields) == ("Data\nAnalyst", [])


def test_what_both_changed_alike_needs_no_second_look(ann, ben):
    skill = make_skill()
    anns = filled(ann, form_of(skill), description="Asks tables.")
    ben.post(form_of(skill), filled(ben, form_of(skill), description="Asks tables."))
    assert ann.post(form_of(skill), anns).status_code == 302


@pytest.mark.parametrize("opened", ["", "no text of ours", "of another row"])
def test_a_form_that_cannot_say_what_it_showed_overwrites_nothing(ann, opened):
    employer = make_employer(website="https://ben.example/")
    if opened == "of another row":
        opened = filled(ann, form_of(make_employer()))["opened"]
    url = form_of(employer)
    refused = ann.post(url, filled(ann, url, website="https://ann.example/", opened=opened))
    assert "after you opened the form" in refused.text
    assert Employer.objects.get(pk=employer.pk).website == "https://ben.example/"
    ann.post(url, sent_back(refused))
    assert Employer.objects.get(pk=employer.pk).website == "https://ann.example/"


def test_what_others_changed_is_said_on_a_page_of_errors_too(ann, ben):
    skill = make_skill()
    anns = filled(ann, form_of(skill), name="")
    ben.post(form_of(skill), filled(ben, form_of(skill), description="Ben's."))
    page = ann.post(form_of(skill), anns)
    assert "Changed by ben after you opened the form, and kept: Description." in page.text
    assert page.context["adminform"].form["description"].value() == "Ben's."


def test_what_was_written_of_a_row_that_is_deleted_meanwhile_is_given_back(ann):
    skill = make_skill()
    anns = filled(ann, form_of(skill), description="Asks <tables>.")
    skill.delete()
    page = ann.post(form_of(skill), anns)
    assert page.status_code == 410
    assert "was deleted meanwhile" in page.text
    assert "Asks &lt;tables&gt;." in page.text
    assert_is_sound(page)


def test_a_draft_that_somebody_else_saved_is_not_published_unseen(ann, ben):
    role = make_role(definition="As it was.")
    anns = filled(ann, form_of(role), tips="Rest: Now and then.", _publish="")
    ben.post(form_of(role), filled(ben, form_of(role), definition="Not ready yet."))
    refused = ann.post(form_of(role), anns)
    assert "nothing is published" in refused.text
    role.refresh_from_db()
    assert role.definition == "As it was."
    ann.post(form_of(role), sent_back(refused, _publish=""))
    role.refresh_from_db()
    assert (role.definition, role.tips) == ("Not ready yet.", "Rest: Now and then.")


def test_what_was_unpublished_meanwhile_is_not_published_by_an_old_form(ann, ben):
    role = make_role()
    anns = filled(ann, form_of(role), tips="Rest: Now and then.", _publish="")
    ben.post(f"{form_of(role).removesuffix('change/')}unpublish/", {"live": role.live_revision_id})
    assert "nothing is published" in ann.post(form_of(role), anns).text
    role.refresh_from_db()
    assert not role.is_published


@pytest.mark.parametrize("verb", ["reviewed", "unpublish"])
def test_who_decides_about_a_public_text_has_seen_it(ann, ben, verb):
    role = make_role()
    seen = {"live": role.live_revision_id}
    ben.post(form_of(role), filled(ben, form_of(role), definition="Another text.", _publish=""))
    page = ann.post(f"{form_of(role).removesuffix('change/')}{verb}/", seen, follow=True)
    assert "was published anew, or unpublished, since you opened it" in page.text
    role.refresh_from_db()
    assert role.is_published
    assert role.reviewed_by is None


def test_an_old_text_is_not_restored_over_one_that_was_not_seen(ann, ben):
    role = make_role()
    first = role.revisions.newest()
    ben.post(form_of(role), filled(ben, form_of(role), definition="Ben's."))
    url = f"{form_of(role).removesuffix('change/')}restore/{first.pk}/"
    assert "was saved by ben" in ann.post(url, {"newest": first.pk}, follow=True).text
    assert now(role, "definition") == "Ben's."


def test_every_form_of_the_admin_that_writes_is_under_optimistic_locking():
    for model, its_admin in admin.site._registry.items():
        changes = type(its_admin).has_change_permission is admin.ModelAdmin.has_change_permission
        if changes:
            assert isinstance(its_admin, OptimisticAdmin), model
            assert all(issubclass(i.formset, OptimisticFormSet) for i in its_admin.inlines), model
