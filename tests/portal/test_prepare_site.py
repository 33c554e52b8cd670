"""`make run` begins with one command, which brings a database to what this version needs."""

import sys
from io import StringIO

import pytest
from django.core.management import call_command

from careers.models import Role
from jobs.models import Listing
from portal.management.commands import prepare_site

pytestmark = pytest.mark.django_db


def prepare(**options):
    out = StringIO()
    call_command("prepare_site", stdout=out, **options)
    return out.getvalue()


def test_a_site_is_prepared_once():
    said = prepare()
    assert "Starter content: " in said
    assert Role.objects.published().exists()
    assert Listing.objects.samples().exists()
    assert prepare().splitlines() == [
        "Starter content is loaded already.",
        "Sample listings are loaded already.",
    ]


def test_then_the_development_server_starts_in_the_same_process(monkeypatch):
    done = []
    monkeypatch.setattr(sys, "argv", ["manage.py", "prepare_site", "--serve", "9000"])
    monkeypatch.setattr(prepare_site, "call_command", lambda name, **how: done.append(name))
    monkeypatch.setattr(prepare_site, "execute_from_command_line", done.append)
    assert "http://127.0.0.1:9000/admin/" in prepare(serve="9000")
    assert done == ["migrate", "load_starter", "load_samples", ["manage.py", "runserver", "9000"]]
    assert sys.argv == ["manage.py", "runserver", "9000"], "what the server starts itself with"
