"""Backups: whole, verified, of one moment, thinned out, and restored only where they should be."""

import gzip
import json
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from portal import backups
from portal.backups import BackupError, backup, kept, restore, thin


@pytest.fixture
def live(tmp_path, monkeypatch, db):
    """A small SQLite file in place of the site's database."""
    path = tmp_path / "live.sqlite3"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE careers_role (id INTEGER PRIMARY KEY, title TEXT)")
        database.executemany("INSERT INTO careers_role (title) VALUES (?)", [("Analyst",)] * 300)
    database.close()
    trial = type(connections["default"])(connection.settings_dict | {"NAME": path}, "trial")
    if trial.vendor != "sqlite":
        pytest.skip("It is about the file of SQLite.")
    monkeypatch.setattr(backups, "connection", trial)
    names = lambda include_views: ["careers_role"]  # noqa: E731
    monkeypatch.setattr(trial.introspection, "django_table_names", names)
    yield trial
    trial.close()


def titles(path):
    with sqlite3.connect(path) as database:
        found = database.execute("SELECT count(*), min(title) FROM careers_role").fetchone()
    database.close()
    return found


def test_a_backup_is_restored_into_an_empty_place(live, tmp_path):
    path, manifest = backup(tmp_path / "backups")
    assert manifest.rows == {"careers_role": 300}
    assert path.stat().st_mode & 0o077 == 0
    live.close()
    live.settings_dict["NAME"] = tmp_path / "elsewhere" / "db.sqlite3"
    live.settings_dict["NAME"].parent.mkdir()
    assert restore(path) == manifest
    assert titles(live.settings_dict["NAME"]) == (300, "Analyst")
    assert sorted(child.name for child in live.settings_dict["NAME"].parent.iterdir()) == [
        "db.sqlite3"
    ]


def test_a_backup_holds_what_was_committed_while_a_writer_goes_on(live, tmp_path):
    writer = sqlite3.connect(live.settings_dict["NAME"], isolation_level=None)
    writer.execute("INSERT INTO careers_role (title) VALUES ('Committed')")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO careers_role (title) VALUES ('Not yet')")
    _, manifest = backup(tmp_path)
    writer.execute("COMMIT")
    writer.close()
    assert manifest.rows == {"careers_role": 301}


def test_a_database_that_is_not_empty_is_replaced_only_when_told(live, tmp_path):
    path, _ = backup(tmp_path)
    with sqlite3.connect(live.settings_dict["NAME"]) as database:
        database.execute("UPDATE careers_role SET title = 'Newer'")
    database.close()
    with pytest.raises(BackupError, match="not empty"):
        restore(path)
    restore(path, replace=True)
    assert titles(live.settings_dict["NAME"]) == (300, "Analyst")


def test_a_damaged_backup_is_refused_and_the_database_stays(live, tmp_path):
    path, _ = backup(tmp_path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(BackupError, match="is damaged"):
        restore(path, replace=True)
    assert titles(live.settings_dict["NAME"]) == (300, "Analyst")


def test_a_backup_with_other_rows_than_its_manifest_is_refused(live, tmp_path):
    path, _ = backup(tmp_path)
    beside = Path(f"{path}.json")
    beside.write_text(json.dumps(json.loads(beside.read_text()) | {"rows": {"careers_role": 1}}))
    with pytest.raises(BackupError, match="does not hold the rows"):
        restore(path, replace=True)


@pytest.mark.parametrize("missing", ["the manifest", "the file"])
def test_a_backup_that_lacks_a_part_is_refused_in_words(live, tmp_path, missing):
    path, _ = backup(tmp_path)
    (Path(f"{path}.json") if missing == "the manifest" else path).unlink()
    with pytest.raises(CommandError, match=r"Nothing was restored.*cannot be read"):
        call_command("restore", str(path))


def test_a_backup_of_another_database_is_refused(live, tmp_path):
    path, _ = backup(tmp_path)
    beside = Path(f"{path}.json")
    beside.write_text(beside.read_text().replace('"sqlite"', '"postgresql"'))
    with pytest.raises(BackupError, match="is of postgresql"):
        restore(path, replace=True)


def test_where_writing_fails_no_file_is_left(live, tmp_path, monkeypatch):
    def fail(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(gzip, "open", fail)
    with pytest.raises(CommandError, match=r"No backup was made.*No space left"):
        call_command("backup", str(tmp_path / "backups"))
    assert list((tmp_path / "backups").iterdir()) == []


def test_the_newest_of_seven_days_four_weeks_and_six_months_are_kept():
    newest = datetime(2026, 11, 26, 3)
    moments = {number: newest - timedelta(hours=12 * number) for number in range(2 * 400)}
    days = [f"{moments[number]:%m-%d}" for number in sorted(kept(moments))]
    assert days == [
        *("11-26", "11-25", "11-24", "11-23", "11-22", "11-21", "11-20"),
        *("11-15", "11-08"),
        *("10-31", "09-30", "08-31", "07-31", "06-30"),
    ]


def test_thinning_deletes_backups_and_nothing_else(tmp_path):
    for day in range(1, 11):
        name = f"rolewise-202611{day:02}T030000Z.sqlite3.gz"
        (tmp_path / name).touch()
        (tmp_path / f"{name}.json").touch()
    (tmp_path / "notes.txt").touch()
    (tmp_path / "rolewise-old.sqlite3.gz").touch()
    assert thin(tmp_path) == 2
    left = {path.name for path in tmp_path.iterdir()}
    assert {"notes.txt", "rolewise-old.sqlite3.gz", "rolewise-20261101T030000Z.sqlite3.gz"} <= left
    assert len(left) == 2 + 2 * 8


def test_without_the_programs_of_postgresql_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(backups, "_address", dict)
    with pytest.raises(BackupError, match="pg_dump is not installed here"):
        backups._run("pg_dump")
