"""The stored index: it is used only where it says the truth."""

import json
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from careers.models import Skill
from jobs.engine import building, changes, index, index_file, this_minute
from jobs.engine.engine import Engine
from jobs.models import Employer, Listing, Source
from tests.factories import make_listing, make_skill, make_source

# PostgreSQL writes the log as a transaction ends.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def path(settings, tmp_path):
    """Where the index is stored."""
    settings.INDEX_SNAPSHOT = str(tmp_path / "board.index")
    return Path(settings.INDEX_SNAPSHOT)


@pytest.fixture
def stored(path):
    """A stored index of three listings."""
    for level in ("entry", "senior", None):
        make_listing(level=level, skills=[make_skill(f"Skill {level}")])
    building.make(this_minute())
    return path


@pytest.fixture
def reads(monkeypatch):
    """What was read of the database to build an index: None for all listings, or their ids."""
    seen, read = [], building.read_snapshot
    monkeypatch.setattr(building, "read_snapshot", lambda at, pks=None: _seen(seen, read, at, pks))
    return seen


def _seen(seen, read, at, pks):
    seen.append(pks)
    return read(at, pks)


def started():
    """Returns the engine of a worker that has just started."""
    return Engine(is_shared=True).refresh()


def listings_of(engine):
    return sorted(engine.answer({"sort": "newest"}).pks)


def open_listings():
    return sorted(Listing.objects.open().values_list("pk", flat=True))


def rewritten(path, **changed):
    """Writes the file with another header, and the checksum that fits it."""
    content = path.read_bytes()
    start = len(index_file.MAGIC) + index_file.DIGEST_BYTES
    length = int.from_bytes(content[start : start + 8], "little")
    header = json.loads(content[start + 8 : start + 8 + length]) | changed
    text = json.dumps(header).encode()
    text = len(text).to_bytes(8, "little") + text
    digest = blake2b(text, digest_size=index_file.DIGEST_BYTES).digest()
    path.write_bytes(index_file.MAGIC + digest + text + content[start + 8 + length :])


def test_an_index_is_stored_when_it_was_built_and_used_at_the_next_start(path, reads):
    make_listing()
    assert listings_of(started()) == open_listings()
    assert path.exists()
    assert reads == [None]
    again = started()
    again.index.check()
    assert listings_of(again) == open_listings()
    assert reads == [None], "nothing was read again"


def test_what_changed_since_is_taken_in(stored, reads):
    new = make_listing()
    Listing.objects.filter(level="entry").update(level="mid")
    engine = started()
    engine.index.check()
    assert listings_of(engine) == open_listings()
    assert engine.answer({"sort": "newest", "level": ["mid"]}).total == 1
    assert new.pk in listings_of(engine)
    assert None not in reads


def test_what_ended_since_is_gone(stored):
    assert len(listings_of(Engine(is_shared=True).refresh(this_minute()))) == 3
    later = this_minute() + timedelta(days=400)
    assert Engine(is_shared=True).refresh(later).answer({"sort": "newest"}).total == 0


def test_many_changes_make_a_new_file_of_the_old_one_and_what_changed(stored, reads, monkeypatch):
    monkeypatch.setattr(building, "NEAR_LINES", 0)
    before = stored.read_bytes()
    new = make_listing(workplace="remote")
    engine = started()
    engine.index.check()
    assert listings_of(engine) == open_listings()
    assert reads == [{new.pk}]
    assert stored.read_bytes() != before
    assert engine.index.size == engine.index.built == 4


def test_what_changed_is_put_behind_the_rest_and_a_worn_index_is_numbered_anew(stored):
    first = Listing.objects.order_by("pk").first()
    make_listing()
    runs = [building.make(this_minute())[0].runs]
    for level in ("mid", "senior", "executive"):
        Listing.objects.filter(pk=first.pk).update(level=level)
        made, _ = building.make(this_minute())
        made.check()
        runs.append(made.runs)
    # With the third run, two slots of six are holes.
    assert runs == [[0, 3, 4], [0, 3, 4, 5], [0, 3, 4, 5, 6], [0, 4]]
    engine = started()
    assert first.pk in engine.answer({"sort": "newest", "level": ["executive"]}).pks
    assert listings_of(engine) == open_listings()


@pytest.fixture
def worn(stored, monkeypatch):
    """A stored index of four listings, the last of them in a run too many."""
    monkeypatch.setattr(building, "build_apart", lambda: bool(building.make(this_minute())))
    monkeypatch.setattr(index, "MOST_RUNS", 2)
    make_listing()
    building.make(this_minute())
    return stored


def test_a_worn_index_answers_while_another_one_is_made_of_it(worn):
    engine = started()
    assert listings_of(engine) == open_listings()
    engine.renewal.wait()
    assert engine.index.runs == [0, 4]
    assert listings_of(engine) == open_listings()
    current = engine.index
    engine.refresh()
    engine.renewal.wait()
    assert engine.index is current, "once is enough"


@pytest.mark.parametrize(("takes_worn", "is_made"), [(True, False), (False, True)])
def test_who_waits_for_changes_takes_a_worn_index_as_well(worn, takes_worn, is_made):
    before, begun = worn.read_bytes(), []
    building.store_newest(lambda: begun.append("a new one"), takes_worn=takes_worn)
    assert bool(begun) == (worn.read_bytes() != before) == is_made


@pytest.mark.parametrize("is_built", [False, True], ids=["no process", "no room"])
def test_a_worn_index_asks_for_no_successor_that_would_have_it_too(worn, is_built, monkeypatch):
    monkeypatch.setattr(building, "build_apart", lambda: is_built)
    begun = []
    building.store_newest(lambda: begun.append("the same again"), takes_worn=False)
    assert not begun


def cut(path):
    path.write_bytes(path.read_bytes()[:-70])


def empty(path):
    path.write_bytes(b"")


def flip_a_bit_of_an_array(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def flip_a_bit_of_the_header(path):
    content = bytearray(path.read_bytes())
    content[len(index_file.MAGIC) + index_file.DIGEST_BYTES + 20] ^= 1
    path.write_bytes(content)


def write_something_else(path):
    path.write_bytes(b"PK\x03\x04" + bytes(1000))


def write_a_future_format(path):
    rewritten(path, format=index_file.FORMAT + 1)


def write_by_other_code(path):
    rewritten(path, code="0" * 32)


def write_for_another_database(path):
    rewritten(path, database="0" * 32)


def write_a_moment_that_the_log_does_not_have(path):
    head = changes.head(connection)
    rewritten(path, head=head._replace(token=head.token + 1))


def write_a_moment_after_the_last_one(path):
    head = changes.head(connection)
    rewritten(path, head=head._replace(seq=head.seq + 1))


def write_a_moment_later_than_now(path):
    rewritten(path, at=(this_minute() + timedelta(hours=1)).isoformat())


def become_a_folder(path):
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (cut, "its checksum is another one"),
        (empty, "it is empty"),
        (flip_a_bit_of_an_array, "its checksum is another one"),
        (flip_a_bit_of_the_header, "its checksum is another one"),
        (write_something_else, "it does not begin as an index does"),
        (write_a_future_format, "its format is 3, and 2 is read here"),
        (write_by_other_code, "made by or for another code"),
        (write_for_another_database, "made by or for another database"),
        (write_a_moment_that_the_log_does_not_have, "the log of changes does not have its moment"),
        (write_a_moment_after_the_last_one, "the log of changes does not have its moment"),
        (write_a_moment_later_than_now, "it was made later than now"),
        (become_a_folder, "Is a directory"),
    ],
)
def test_a_file_that_does_not_fit_is_not_used(damage, reason, stored, reads, caplog):
    damage(stored)
    engine = started()
    engine.index.check()
    assert reads == [None], "everything was read"
    assert listings_of(engine) == open_listings()
    assert reason in caplog.text


def test_a_pruned_log_makes_the_file_useless(stored, reads):
    for title in "abc":
        Listing.objects.update(title=title)
    changes.prune(connection, keep=0)
    assert listings_of(started()) == open_listings()
    assert reads == [None]


def test_a_change_of_everything_makes_the_file_useless(stored, reads):
    source = make_source(kind="greenhouse")
    make_listing(source=source)
    Source.objects.filter(pk=source.pk).update(kind="lever")
    engine = started()
    assert engine.answer({"sort": "newest", "source": ["lever"]}).total == 1
    assert reads == [None]


def test_what_a_worker_takes_in_does_not_change_the_file(stored):
    before = stored.read_bytes()
    engine = started()
    make_listing()
    Listing.objects.filter(level="entry").update(level="mid")
    engine.refresh()
    engine.index.check()
    assert stored.read_bytes() == before


def test_a_file_that_is_replaced_stays_with_who_uses_it(stored):
    engine = started()
    known = listings_of(engine)
    make_listing()
    building.make(this_minute())
    engine.index.check()
    assert listings_of(engine) == known


def test_without_a_place_to_store_it_the_index_is_built(settings, path, reads):
    settings.INDEX_SNAPSHOT = str(path / "nowhere" / "board.index")
    make_listing()
    assert listings_of(started()) == open_listings()
    settings.INDEX_SNAPSHOT = ""
    assert listings_of(started()) == open_listings()
    assert reads == [None, None]


def test_a_write_that_breaks_off_leaves_the_old_file_and_nothing_else(stored, monkeypatch):
    before = stored.read_bytes()
    index, head = building.build(this_minute())

    def fail(*paths):
        raise OSError("No space left on device")

    monkeypatch.setattr(index_file.os, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        index_file.save(stored, index, head, connection)
    assert stored.read_bytes() == before
    assert {each.name for each in stored.parent.iterdir()} <= {stored.name, f"{stored.name}.lock"}


def test_an_empty_board_can_be_stored(path):
    started()
    engine = started()
    engine.index.check()
    assert listings_of(engine) == []


def test_the_command_stores_what_is_there_now(path, capsys):
    make_listing()
    call_command("build_index")
    assert "has 1 open listings" in capsys.readouterr().out
    assert len(building.stored(this_minute())[0].live) == 1


def test_the_command_needs_a_place(settings):
    settings.INDEX_SNAPSHOT = ""
    with pytest.raises(CommandError, match="INDEX_SNAPSHOT is empty"):
        call_command("build_index")


def test_a_reload_reads_content_again_only_where_it_changed(stored):
    server = Engine(is_shared=True)
    server.warm()
    known, shown = server.content_generation, server.generation
    make_listing(employer=Employer.objects.first())
    server.warm()
    assert listings_of(server) == open_listings()
    assert server.content_generation == known
    assert server.generation != shown
    Skill.objects.filter(name="Skill senior").update(name="Another")
    server.warm()
    assert server.content_generation != known
    assert "Another" in server.directory.skills.labels.values()
