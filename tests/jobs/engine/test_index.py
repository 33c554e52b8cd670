"""Index.check() notices what must never be: it guards the random test of the engine."""

import numpy as np
import pytest
from pyroaring import BitMap

from jobs.engine.engine import Engine
from jobs.engine.snapshot import read_snapshot
from jobs.models import Listing
from tests.factories import make_listing, make_skill

pytestmark = pytest.mark.django_db


@pytest.fixture
def index():
    """An index with two built slots, of which one is live, and one that was appended."""
    engine = Engine()
    skill = make_skill("SQL")
    listings = [make_listing(level="entry", skills=[skill]) for _ in range(2)]
    engine.refresh()
    Listing.objects.filter(pk=listings[0].pk).update(level="senior")
    index, changed = engine.index, [listings[0].pk]
    index.remove(changed)
    index.add(read_snapshot(index.at, changed))
    index.check()
    return index


def revive_a_removed_listing(index):
    index.live.add(0)


def count_what_is_beyond_the_last_slot(index):
    index.live.add(3)


def let_a_live_listing_end(index):
    index.expires[1] = 0


def forget_a_slot(index):
    index.size -= 1


def swap_built_slots(index):
    index.pk[:2] = index.pk[1::-1]


def miscount_a_value(index):
    index.facets["level"].totals[0] += 1


def change_a_bitmap(index):
    index.facets["skill"].bitmaps[0].discard(1)


def forget_the_value_of_an_appended_slot(index):
    index.facets["skill"].appended.clear()


def change_the_forward_index(index):
    index.facets["workplace"].forward.codes[0] += 1


def give_one_value_two_codes(index):
    index.facets["level"].values[1] = index.facets["level"].values[0]


def lose_a_slot_of_an_order(index):
    index.orders["newest"].bands[0].discard(0)


def lose_an_appended_slot_of_an_order(index):
    index.orders["pay"].appended.clear()


def put_a_slot_into_the_wrong_band(index):
    order = index.orders["closing"]
    first, second = order.slice(BitMap([0, 1]), 0, 2)
    order.bands = [BitMap([second]), BitMap([first])]
    order.firsts = [
        *zip(*(key.tolist() for key in order.keys(np.array([first, second]))), strict=True)
    ]


def keep_an_old_bound(index):
    index.orders["newest"].below(0)
    index.orders["newest"].bounds[0] = BitMap()


@pytest.mark.parametrize(
    ("corrupt", "words"),
    [
        (revive_a_removed_listing, "a listing has two live slots"),
        (count_what_is_beyond_the_last_slot, "a live slot is beyond the last one"),
        (let_a_live_listing_end, "a live listing has ended"),
        (forget_a_slot, "beyond the last one"),
        (swap_built_slots, "built slots are not in order of ids"),
        (miscount_a_value, "level: totals are"),
        (change_a_bitmap, "skill: inverted and forward index differ"),
        (forget_the_value_of_an_appended_slot, "skill: appended slots differ"),
        (change_the_forward_index, "workplace: "),
        (give_one_value_two_codes, "level: a code is wrong"),
        (lose_a_slot_of_an_order, "newest: bands do not hold each built slot once"),
        (lose_an_appended_slot_of_an_order, "pay: not each appended slot is there once"),
        (put_a_slot_into_the_wrong_band, "closing: band 1 holds what comes before it"),
        (keep_an_old_bound, "newest: what is kept below 0 is out of date"),
    ],
)
def test_a_broken_index_is_noticed(index, corrupt, words):
    corrupt(index)
    with pytest.raises(AssertionError, match=words):
        index.check()


def test_a_question_goes_through_no_appended_slots(index, monkeypatch):
    """A page asks hundreds of questions, and tens of thousands of slots may be appended."""
    column = index.facets["level"]
    monkeypatch.delattr(type(column.forward), "pairs")
    assert list(column.having("senior")) == [2]
    assert list(column.having("entry", "senior")) == [0, 1, 2]
    assert not column.having("no such level")
