"""What a supervisor is told of the site, and what machines find where all sites have it."""

from pathlib import Path
from unittest.mock import Mock

import pytest
from django.contrib.staticfiles import finders
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from jobs import engine
from portal import health


def test_a_living_process_says_so_without_a_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok\n")
    assert "no-store" in response["Cache-Control"]


def test_a_site_that_can_serve_is_ready(client, db):
    response = client.get("/readyz")
    assert (response.status_code, response.text) == (200, "ready\n")


def test_a_site_with_waiting_migrations_is_not_ready(client, db):
    (newest,) = MigrationLoader(connection).graph.leaf_nodes("jobs")
    MigrationRecorder(connection).record_unapplied(*newest)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.text.endswith("migrations wait: run manage.py migrate.\n")
    assert response["Retry-After"] == "10"


def test_a_site_without_its_database_is_not_ready_and_says_nothing_more(client, db, monkeypatch):
    def fail():
        raise OperationalError("password of db.internal is wrong")

    monkeypatch.setattr(health.engine, "current", fail)
    response = client.get("/readyz")
    assert (response.status_code, response.text) == (503, "The database does not answer.\n")


@pytest.mark.parametrize(
    ("address", "kind"),
    [("/favicon.ico", b"\x00\x00\x01\x00"), ("/apple-touch-icon.png", b"\x89PNG")],
)
def test_the_site_s_mark_is_where_browsers_look_for_it(client, address, kind):
    leads_to = client.get(address)["Location"]
    file = Path(finders.find(leads_to.removeprefix("/static/")))
    assert file.read_bytes().startswith(kind)


def test_crawlers_leave_searches_out(client, db):
    text = client.get("/robots.txt").text
    assert text.startswith("User-agent: *\nDisallow: /search/\n")
    assert "Disallow: /alerts/\n" in text


@override_settings(CONTACT_EMAIL="security@careers.example.org")
def test_a_weakness_is_reported_to_the_site_s_address_before_the_text_expires(client, db):
    text = client.get("/.well-known/security.txt").text
    assert "Contact: mailto:security@careers.example.org\n" in text
    (expires,) = (line for line in text.splitlines() if line.startswith("Expires: "))
    ahead = parse_datetime(expires.removeprefix("Expires: ")) - timezone.now()
    assert 170 <= ahead.days <= 180


@pytest.mark.django_db
def test_without_an_address_there_is_no_text_for_reports(client):
    assert client.get("/.well-known/security.txt").status_code == 404


def test_a_site_whose_index_is_too_old_is_not_ready(client, db, monkeypatch):
    monkeypatch.setattr(health.engine, "current", Mock(side_effect=engine.Outdated))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.text == "The board's index is too old, and a new one is not there yet.\n"
