"""One-time codes and recovery codes."""

import re
from collections import defaultdict
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import SignIn
from portal.management.commands.make_editor import make_editor
from tests.conftest import assert_is_sound

from .conftest import PASSWORD

SECOND_FACTOR, SET_UP = "/admin/second-factor/", "/admin/second-factor/set-up/"
RECOVERY_CODES = "/admin/second-factor/recovery-codes/"
# What whoever is half signed in may reach.
WAY_IN = {"/admin/login/", "/admin/logout/", "/admin/session/", SECOND_FACTOR, SET_UP}
# What a script of public pages asks: it is told that there is nothing, and not led to a form.
EDIT_LINKS = "/admin/edit-links/"
METHODS = ["get", "head", "post", "put", "patch", "delete", "options"]


@pytest.fixture(autouse=True)
def a_second_factor_is_due(settings):
    settings.STAFF_NEED_SECOND_FACTOR = True


@pytest.fixture
def half_in(ann, sign_in):
    """A browser in which Ann's password was right."""
    browser = Client()
    sign_in(client=browser)
    return browser


def code_of(browser, later=0):
    """The code that an app shows which was given the key of the page, so many steps later."""
    key = browser.session["second_factor_key"]
    return f"{totp(bytes.fromhex(key), drift=later):06}"


def next_code(user):
    """The code that a user's app shows next."""
    device = TOTPDevice.objects.get(user=user)
    return f"{totp(device.bin_key, drift=1):06}"


def set_up(browser):
    """Sets an app up; returns the recovery codes that the page then shows."""
    assert_is_sound(browser.get(SET_UP))
    response = browser.post(SET_UP, {"code": code_of(browser)})
    assert_is_sound(response)
    return re.findall(r"<li><code>(\w+)</code></li>", response.text)


def sign_in_again(sign_in):
    browser = Client()
    response = sign_in(client=browser, wanted="/admin/careers/role/")
    return browser, response


def wait(model, seconds):
    """Lets seconds pass since the last wrong code."""
    then = timezone.now() - timedelta(seconds=seconds)
    model.objects.update(throttling_failure_timestamp=then)


def test_without_a_second_factor_signing_in_leads_to_setting_one_up(ann, sign_in):
    browser = Client()
    response = sign_in(client=browser, wanted="/admin/careers/role/")
    for _ in range(3):
        response = browser.get(response.url)
    assert browser.get(response.url).status_code == 200
    assert response.url == f"{SET_UP}?next=%2Fadmin%2Fcareers%2Frole%2F"
    assert SignIn.objects.get().get_outcome_display() == "Right password, no second factor"


def test_the_page_shows_the_key_as_a_picture_and_in_letters(half_in):
    page = half_in.get(SET_UP)
    assert_is_sound(page)
    assert 'src="data:image/svg+xml' in page.text
    assert re.search(r"<code class=\"key\">([A-Z2-7]{4} ){7}[A-Z2-7]{4}</code>", page.text)


def test_the_app_s_code_sets_it_up_and_shows_ten_recovery_codes(half_in):
    assert len(set(set_up(half_in))) == 10
    assert half_in.get("/admin/").status_code == 200
    assert SignIn.objects.get().get_outcome_display() == "Signed in"


def test_a_wrong_code_sets_nothing_up(half_in):
    half_in.get(SET_UP)
    wrong = f"{(int(code_of(half_in)) + 1) % 1_000_000:06}"
    for code in (wrong, "", "abc", "１２３４５６７"):
        response = half_in.post(SET_UP, {"code": code})
        assert response.status_code == 200
        assert_is_sound(response)
    assert not TOTPDevice.objects.exists()


def test_each_session_is_shown_a_key_of_its_own(half_in, sign_in):
    half_in.get(SET_UP)
    other, _ = sign_in_again(sign_in)
    other.get(SET_UP)
    assert half_in.session["second_factor_key"] != other.session["second_factor_key"]


def test_from_then_on_signing_in_asks_for_a_code(ann, half_in, sign_in):
    set_up(half_in)
    browser, response = sign_in_again(sign_in)
    page = browser.get(browser.get(browser.get(response.url).url).url)
    assert_is_sound(page)
    assert 'name="next" value="/admin/careers/role/"' in page.text
    code = next_code(ann)
    said = {"code": f"{code[:3]} {code[3:]}", "next": "/admin/careers/role/"}
    assert browser.post(SECOND_FACTOR, said).url == "/admin/careers/role/"
    assert browser.get("/admin/").status_code == 200


def test_a_session_gets_a_new_number_with_the_code(ann, half_in, sign_in):
    set_up(half_in)
    browser, _ = sign_in_again(sign_in)
    before = browser.session.session_key
    browser.post(SECOND_FACTOR, {"code": next_code(ann)})
    assert browser.session.session_key != before


def test_a_code_is_not_taken_twice(half_in, sign_in):
    half_in.get(SET_UP)
    code = code_of(half_in)
    half_in.post(SET_UP, {"code": code})
    browser, _ = sign_in_again(sign_in)
    response = browser.post(SECOND_FACTOR, {"code": code})
    assert "has been used already" in response.text
    assert browser.get("/admin/").status_code == 302


def test_a_wrong_code_makes_the_next_one_wait(ann, half_in, sign_in):
    set_up(half_in)
    browser, _ = sign_in_again(sign_in)
    assert "This code is wrong" in browser.post(SECOND_FACTOR, {"code": "000000"}).text
    code = next_code(ann)
    response = browser.post(SECOND_FACTOR, {"code": code})
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "1"
    assert_is_sound(response)
    wait(TOTPDevice, seconds=2)
    assert browser.post(SECOND_FACTOR, {"code": code}).status_code == 302


def test_a_recovery_code_signs_in_once(half_in, sign_in):
    code, *_ = set_up(half_in)
    browser, _ = sign_in_again(sign_in)
    assert browser.post(SECOND_FACTOR, {"code": f" {code.upper()} "}).url == "/admin/"
    assert "You have 9 left." in browser.get(RECOVERY_CODES).text
    other, _ = sign_in_again(sign_in)
    assert "used already" in other.post(SECOND_FACTOR, {"code": code}).text


def test_recovery_codes_are_stored_as_hashes_alone(half_in):
    codes = set_up(half_in)
    assert not StaticToken.objects.filter(token__in=codes).exists()
    assert StaticToken.objects.count() == 10


def test_new_recovery_codes_replace_the_old_ones(half_in, sign_in):
    old, *_ = set_up(half_in)
    assert_is_sound(half_in.get(RECOVERY_CODES))
    new = half_in.post(RECOVERY_CODES).text
    assert old not in new
    browser, _ = sign_in_again(sign_in)
    assert "wrong" in browser.post(SECOND_FACTOR, {"code": old}).text


def test_a_stolen_password_sets_up_no_other_app(half_in, sign_in):
    set_up(half_in)
    thief, _ = sign_in_again(sign_in)
    for method in METHODS:
        assert getattr(thief, method)(SET_UP).url.startswith(SECOND_FACTOR)
    assert TOTPDevice.objects.count() == 1


def test_another_app_takes_the_place_of_the_first_and_its_sessions(ann, half_in, sign_in):
    set_up(half_in)
    browser, _ = sign_in_again(sign_in)
    browser.post(SECOND_FACTOR, {"code": next_code(ann)})
    assert "You have set up an app." in browser.get(SET_UP).text
    set_up(browser)
    assert browser.get("/admin/").status_code == 200
    assert half_in.get("/admin/").status_code == 302


def admin_addresses():
    """Every address of the admin, with a number for whatever it is given."""
    resolver = get_resolver().namespace_dict["admin"][1]
    given = defaultdict(lambda: "1", app_label="careers", url="nowhere/")
    forms = (form for each in resolver.reverse_dict.lists() for form in each[1])
    possible = (each for form in forms for each in form[0])
    return {f"/admin/{template % given}" for template, _ in possible}


def test_with_a_password_alone_no_page_of_the_admin_is_reached_but_the_way_in(half_in):
    addresses = admin_addresses()
    assert len(addresses) > 80
    assert addresses >= WAY_IN
    links = half_in.get(EDIT_LINKS)
    assert (links.status_code, links.json()) == (403, {"links": []})
    for address in addresses - WAY_IN - {EDIT_LINKS}:
        for method in METHODS:
            response = getattr(half_in, method)(address)
            assert response.status_code == 302, (method, address)
            assert response.url.startswith("/admin/login/?next="), (method, address)


def test_whoever_has_no_session_is_led_to_the_login(client, db):
    for address in (SECOND_FACTOR, SET_UP, RECOVERY_CODES):
        assert client.get(address).url == f"/admin/login/?next={address}"
        assert client.post(address, {"code": "000000"}).url == f"/admin/login/?next={address}"


def test_the_way_in_leads_to_no_other_site(ann, half_in, sign_in):
    set_up(half_in)
    browser, _ = sign_in_again(sign_in)
    said = {"code": next_code(ann), "next": "https://elsewhere.example/"}
    assert browser.post(SECOND_FACTOR, said).url == "/admin/"


def test_whoever_is_half_signed_in_may_leave(half_in):
    assert half_in.post("/admin/logout/").status_code == 200
    assert half_in.get(SET_UP).url.startswith("/admin/login/")


def test_where_it_is_not_due_the_password_is_enough(ann, sign_in, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    browser = Client()
    sign_in(client=browser)
    assert browser.get("/admin/").status_code == 200
    assert browser.get(RECOVERY_CODES).url.startswith(SECOND_FACTOR)


def test_the_operator_takes_a_second_factor_away_when_asked_to(db, sign_in):
    make_editor("ben", PASSWORD)
    browser = Client()
    sign_in("ben", client=browser)
    set_up(browser)
    call_command("make_editor", "--name=ben")
    assert TOTPDevice.objects.exists()
    call_command("make_editor", "--name=ben", "--new-second-factor")
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()


def test_the_admin_shows_no_secrets_of_second_factors(half_in):
    set_up(half_in)
    assert User.objects.get().is_superuser
    for name in ("otp_totp/totpdevice", "otp_static/staticdevice"):
        assert half_in.get(f"/admin/{name}/").status_code == 404
