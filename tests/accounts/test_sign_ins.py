"""Sessions, the list of sign-ins, and where the admin is."""

from datetime import timedelta
from importlib import reload

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import clear_url_caches
from django.utils import timezone

import portal.urls
from accounts.models import SignIn
from portal.management.commands.make_editor import make_editor

from .conftest import PASSWORD

LIST = "/admin/accounts/signin/"


@pytest.fixture
def browser(ann, sign_in):
    """A browser in which Ann is signed in."""
    browser = Client()
    sign_in(client=browser)
    return browser


def test_a_session_begins_anew_when_somebody_signs_in(ann, sign_in):
    browser = Client()
    browser.session["chosen"] = "by somebody else"
    browser.session.save()
    before = browser.cookies["sessionid"].value
    sign_in(client=browser)
    assert browser.cookies["sessionid"].value != before
    assert Client(headers={"Cookie": f"sessionid={before}"}).get("/admin/").status_code == 302


def test_a_session_lasts_twelve_hours(browser):
    assert browser.cookies["sessionid"]["max-age"] == 12 * 60 * 60


def test_a_new_password_ends_all_other_sessions(browser, sign_in):
    other = Client()
    sign_in(client=other)
    new = "quite-another-1"
    said = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert browser.post("/admin/password_change/", said).status_code == 302
    assert browser.get("/admin/").status_code == 200
    assert other.get("/admin/").status_code == 302


def test_a_superuser_sees_who_signed_in_when_and_from_where(browser, sign_in):
    sign_in(password="wrong", peer="198.51.100.7")
    sign_in("hunter2", peer="198.51.100.8")
    page = browser.get(LIST)
    assert page.status_code == 200
    for seen in ("ann", "192.0.2.1", "Signed in", "198.51.100.7", "Wrong name or password"):
        assert seen in page.text
    assert "an unknown name" in page.text
    assert "hunter2" not in page.text
    assert "hunter2" not in str(list(SignIn.objects.values()))


def test_nobody_changes_the_list(browser):
    row = SignIn.objects.get()
    assert browser.get(f"{LIST}add/").status_code == 403
    assert browser.post(f"{LIST}{row.pk}/change/", {"peer": "x"}).status_code == 403
    assert browser.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_editor_does_not_see_the_list(client, db):
    make_editor("ben", PASSWORD)
    client.force_login(User.objects.get(username="ben"))
    assert client.get(LIST).status_code == 403
    assert LIST not in client.get("/admin/").text


def test_the_list_costs_the_same_for_one_try_and_for_many(browser, ann, count_queries):
    one = count_queries(lambda: browser.get(LIST))
    SignIn.objects.bulk_create(SignIn(user=ann, peer="192.0.2.1") for _ in range(20))
    assert count_queries(lambda: browser.get(LIST)) == one <= 12


def test_what_is_old_is_cleared(browser, ann, capsys):
    kept_for = {"old": timedelta(days=91), "kept": timedelta(days=89)}
    for peer, age in kept_for.items():
        SignIn.objects.create(user=ann, peer=peer, began_at=timezone.now() - age)
    call_command("clear_old")
    assert "Deleted 1 old tries to sign in" in capsys.readouterr().out
    assert not SignIn.objects.filter(peer="old").exists()
    assert SignIn.objects.count() == 2
    assert browser.get("/admin/").status_code == 200


@pytest.fixture
def at_desk(settings):
    settings.ADMIN_PATH = "desk/"
    reload(portal.urls)
    clear_url_caches()
    yield
    settings.ADMIN_PATH = "admin/"
    reload(portal.urls)
    clear_url_caches()


@pytest.mark.usefixtures("at_desk", "ann")
def test_the_admin_is_where_the_setting_says(client, capsys):
    assert client.get("/admin/").status_code == 404
    assert client.get("/desk/").url == "/desk/login/?next=/desk/"
    response = client.post("/desk/login/", {"username": "ann", "password": PASSWORD})
    (cookie,) = (c for name, c in response.cookies.items() if name.startswith("device-"))
    assert cookie["path"] == "/desk/"
    call_command("make_editor")
    assert "http://127.0.0.1:8000/desk/" in capsys.readouterr().out


@pytest.mark.parametrize("page", ["/", "/about/", "/privacy/", "/robots.txt", "/sitemap.xml"])
def test_no_public_page_names_the_admin_s_address(client, db, page):
    assert "/admin" not in client.get(page).text
