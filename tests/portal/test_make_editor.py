"""The command that makes an editor's login."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def make_editor(*args):
    """Runs the command; returns what it printed, and the password in it."""
    out = StringIO()
    call_command("make_editor", *args, stdout=out)
    printed = out.getvalue()
    return printed, printed.split("Password:")[1].split()[0]


def test_the_printed_login_opens_the_desk(client):
    printed, password = make_editor()
    assert "http://127.0.0.1:8000/admin/" in printed
    assert client.login(username="editor", password=password)
    for page in ["careers/role/add/", "careers/skill/", "jobs/listing/add/", "jobs/pull/"]:
        assert client.get(f"/admin/{page}").status_code == 200


def test_an_editor_manages_no_users_and_no_receipts(client):
    _, password = make_editor()
    client.login(username="editor", password=password)
    assert client.get("/admin/auth/user/").status_code in (403, 404)
    assert client.get("/admin/jobs/pull/add/").status_code == 403


def test_a_second_run_gives_a_new_password_and_says_so(client):
    _, old = make_editor("--name", "ann")
    printed, new = make_editor("--name", "ann")
    assert "This editor exists: a new password." in printed
    assert not client.login(username="ann", password=old)
    assert client.login(username="ann", password=new)
    assert User.objects.count() == 1


def test_each_run_completes_the_group():
    make_editor()
    group = Group.objects.get()
    wanted = group.permissions.count()
    group.permissions.clear()
    make_editor()
    assert group.permissions.count() == wanted


def test_the_address_names_the_port_of_the_environment(monkeypatch):
    monkeypatch.setenv("PORT", "8021")
    assert "http://127.0.0.1:8021/admin/" in make_editor()[0]
