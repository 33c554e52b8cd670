"""Two editors at one row, and an editor at a listing that is pulled, each in a browser."""

import pytest
from django.contrib.auth.models import User

from jobs.models import Listing
from tests.optimistic import test_two_at_once as table

# The kinds of rows are a test for each part of them, so that processes share what takes long.
PARTS = 2


@pytest.fixture
def open_for(transactional_db, open_page, sign_in):
    """Opens a browser in which an editor is signed in."""

    def open_for(name):
        page = open_page("about:blank")
        sign_in(page.context, User.objects.create_superuser(name))
        return page

    return open_for


def save(page):
    """Saves, and says whether that was refused."""
    with page.expect_navigation():
        page.click("[name=_save]")
    return page.locator(".errornote").count() > 0


def forget(listing):
    """Makes room for another listing of the same employer."""
    Listing.objects.all().delete()
    listing.source.delete()
    listing.employer.delete()


@pytest.mark.parametrize("part", range(PARTS))
def test_two_editors_lose_nothing_whatever_they_edit(live_server, open_for, part):
    ann, ben = open_for("ann"), open_for("ben")
    for name, kind in [*table.KINDS.items()][part::PARTS]:
        row = kind.make()
        address = live_server.url + table.form_of(row)

        def fill(page, field, value, address=address):
            page.goto(address)
            page.fill(f"#id_{field}", value)

        fill(ann, kind.other, kind.others)
        fill(ben, kind.field, kind.bens)
        assert (save(ben), save(ann)) == (False, False), name
        assert str(table.now(row, kind.field)) == kind.bens, name
        assert str(table.now(row, kind.other)) == kind.others, name

        fill(ann, kind.field, kind.anns)
        newer = "1.25000000" if name == "rate" else f"{kind.bens}1"
        fill(ben, kind.field, newer)
        assert (save(ben), save(ann)) == (False, True), name
        assert str(table.now(row, kind.field)) == newer, name
        assert newer.rstrip("0") in ann.input_value(".conflict textarea >> nth=0"), name
        assert save(ann) is False, name
        assert str(table.now(row, kind.field)) == kind.anns, name


def test_an_editor_and_a_pull_undo_and_lock_nothing(live_server, open_for):
    ann = open_for("ann")
    for name, kind in table.PULLS.items():
        listing = table.make_pulled_listing()
        address = live_server.url + table.form_of(listing)
        ann.goto(address)
        ann.fill("#id_language", "de")
        table.pull(listing, kind.jobs)
        assert save(ann) is False, name
        listing = Listing.objects.get(pk=listing.pk)
        assert (kind.seen(listing), listing.language) == (kind.theirs, "de"), name
        assert listing.locked_fields == ["language"], name
        forget(listing)

        listing = table.make_pulled_listing()
        ann.goto(live_server.url + table.form_of(listing))
        for field, value in kind.edits.items():
            ann.fill(f"#id_{field}", value)
        table.pull(listing, kind.jobs)
        assert save(ann) is True, name
        listing = Listing.objects.get(pk=listing.pk)
        assert (kind.seen(listing), listing.locked_fields) == (kind.theirs, []), name
        forget(listing)
