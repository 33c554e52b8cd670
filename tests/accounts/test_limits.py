"""How many passwords are looked at."""

from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.contrib.auth import forms
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from accounts import limits
from accounts.models import SignIn
from tests.conftest import assert_is_sound

from .conftest import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ann")]


@pytest.fixture
def looked_at(monkeypatch):
    """The names whose passwords were looked at, which is when a hash is made."""
    names = []
    authenticate = forms.authenticate

    def noted(request, username, password):
        names.append(username)
        return authenticate(request, username=username, password=password)

    monkeypatch.setattr(forms, "authenticate", noted)
    return names


@pytest.fixture
def known_browser(sign_in):
    """A browser in which Ann has signed in before, and out."""
    browser = Client()
    assert sign_in(client=browser, peer="192.0.2.200").status_code == 302
    browser.post("/admin/logout/")
    return browser


def fail(sign_in, times=10, **said):
    for _ in range(times):
        assert sign_in(**{"password": "wrong"} | said).status_code == 200


def fail_from_everywhere(sign_in, name="ann", **said):
    for number in range(10):
        fail(sign_in, times=1, name=name, peer=f"198.51.100.{number}", **said)


def test_after_ten_wrong_passwords_not_even_the_right_one_is_looked_at(sign_in, looked_at):
    fail(sign_in)
    response = sign_in()
    assert response.status_code == 429
    assert 290 <= int(response.headers["Retry-After"]) <= 300
    assert "Nothing you entered was looked at." in response.text
    assert "Try again in 5 minutes." in response.text
    assert_is_sound(response)
    assert looked_at == ["ann"] * 10


def test_the_right_password_works_when_five_minutes_are_over(sign_in):
    fail(sign_in)
    SignIn.objects.update(began_at=timezone.now() - timedelta(minutes=5))
    assert sign_in().status_code == 302


def test_a_peer_s_tries_count_together_whatever_names_it_gives(sign_in):
    for number in range(10):
        fail(sign_in, times=1, name=f"name-{number}")
    assert sign_in().status_code == 429
    assert sign_in(peer="192.0.2.2").status_code == 302


def test_an_account_s_tries_count_together_wherever_strangers_send_them_from(sign_in):
    fail_from_everywhere(sign_in)
    assert sign_in(peer="203.0.113.1").status_code == 429
    User.objects.create_superuser("ben", password=PASSWORD)
    assert sign_in("ben", peer="203.0.113.1").status_code == 302


def test_an_unknown_name_is_refused_just_as_a_known_one(sign_in):
    fail_from_everywhere(sign_in, name="nobody")
    assert sign_in("nobody", peer="203.0.113.1").status_code == 429


def test_nobody_becomes_another_peer_by_saying_so(sign_in, looked_at):
    for number in range(30):
        sign_in(f"n{number}", headers={"X-Forwarded-For": f"203.0.113.{number}"})
    assert len(looked_at) == 10


def test_strangers_do_not_lock_out_a_browser_that_has_signed_in_before(sign_in, known_browser):
    fail_from_everywhere(sign_in)
    assert sign_in(peer="203.0.113.1").status_code == 429
    assert sign_in(client=known_browser, peer="203.0.113.1").status_code == 302


def test_a_browser_is_known_for_its_own_account_only(sign_in, known_browser):
    User.objects.create_superuser("ben", password=PASSWORD)
    fail_from_everywhere(sign_in, name="ben")
    assert sign_in("ben", client=known_browser, peer="203.0.113.1").status_code == 429


def test_a_changed_cookie_makes_no_known_browser(sign_in, known_browser):
    (name,) = (name for name in known_browser.cookies if name.startswith("device-"))
    known_browser.cookies[name] = "x" + known_browser.cookies[name].value
    fail_from_everywhere(sign_in)
    assert sign_in(client=known_browser, peer="203.0.113.1").status_code == 429


def test_the_cookie_of_a_known_browser_is_for_the_admin_alone_and_out_of_scripts_reach(
    known_browser,
):
    (cookie,) = (c for name, c in known_browser.cookies.items() if name.startswith("device-"))
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/admin/", True, "Lax")
    assert "ann" not in cookie.key + cookie.value


def test_a_known_browser_has_ten_tries_of_its_own(sign_in, known_browser):
    fail_from_everywhere(sign_in, client=known_browser)
    assert sign_in(client=known_browser, peer="203.0.113.1").status_code == 429
    assert sign_in(peer="203.0.113.1").status_code == 302


def test_all_strangers_together_are_limited_too(sign_in, known_browser, monkeypatch):
    monkeypatch.setattr(limits, "MOST_BY_STRANGERS", 3)
    for number in range(3):
        fail(sign_in, times=1, name=f"name-{number}", peer=f"198.51.100.{number}")
    assert sign_in(peer="203.0.113.1").status_code == 429
    assert sign_in(client=known_browser, peer="203.0.113.1").status_code == 302


def test_signing_in_counts_for_nothing(sign_in):
    for _ in range(12):
        assert sign_in().status_code == 302
    fail(sign_in)


def test_while_a_password_is_hashed_a_stranger_s_next_one_is_not(sign_in, looked_at):
    with limits.hashing(patience=0):
        response = sign_in()
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "1"
    assert "Try again in 1 second." in response.text
    assert not looked_at
    assert sign_in().status_code == 302


def test_a_known_browser_waits_for_its_turn(sign_in, known_browser, monkeypatch):
    with ExitStack() as another_worker:
        another_worker.enter_context(limits.hashing(patience=0))
        monkeypatch.setattr(limits, "sleep", lambda seconds: another_worker.close())
        assert sign_in(client=known_browser).status_code == 302


def test_a_known_browser_does_not_wait_for_ever(sign_in, known_browser, monkeypatch):
    monkeypatch.setattr(limits, "PATIENCE", 0.01)
    with limits.hashing(patience=0):
        assert sign_in(client=known_browser).status_code == 429


def test_what_other_workers_take_up_at_the_same_moment_counts(sign_in, looked_at, monkeypatch):
    def taken_up(file):
        tries = [SignIn(account="another", peer="192.0.2.1") for _ in range(10)]
        return SignIn.objects.bulk_create(tries)

    monkeypatch.setattr(limits, "_is_locked", taken_up)
    assert sign_in().status_code == 429
    assert not looked_at
    assert SignIn.objects.count() == 10


def test_refused_tries_are_not_recorded(sign_in):
    fail(sign_in)
    sign_in()
    assert SignIn.objects.count() == 10


def test_a_form_that_is_not_filled_in_is_no_try(sign_in):
    assert sign_in(password="").status_code == 200
    assert sign_in(name="").status_code == 200
    assert not SignIn.objects.exists()
