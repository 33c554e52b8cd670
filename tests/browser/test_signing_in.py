"""The way into the admin, as an editor meets it."""

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django_otp.oath import totp

from accounts import limits
from accounts.site import NEW_KEY

from .axe import violations

PASSWORD = "a-long-password"


@pytest.fixture
def login(live_server, transactional_db, settings):
    """The address of the admin of a site that asks for a second factor."""
    settings.STAFF_NEED_SECOND_FACTOR = True
    User.objects.create_superuser("ann", password=PASSWORD)
    return f"{live_server.url}/admin/"


def press(page, selector):
    """Presses what leads to another page, and waits for that: a click alone does not."""
    with page.expect_navigation():
        page.click(selector)


def walk(page):
    """Signs in and sets an app up; stops at each page on the way, and says its name."""
    yield "login"
    page.fill("#id_username", "ann")
    page.fill("#id_password", PASSWORD)
    with limits.hashing(patience=0):
        press(page, "[type=submit]")
    yield "too many tries"
    press(page, "text=Back to the form")
    page.fill("#id_username", "ann")
    page.fill("#id_password", PASSWORD)
    press(page, "[type=submit]")
    yield "set up"
    page.fill("#id_code", "wrong")
    press(page, "text=Set up >> nth=-1")
    yield "set up, wrong code"
    (key,) = (s.get_decoded()[NEW_KEY] for s in Session.objects.all())
    page.fill("#id_code", f"{totp(bytes.fromhex(key)):06}")
    press(page, "input.default")
    yield "recovery codes"
    code = page.locator(".codes code").first.inner_text()
    press(page, "text=I have written them down")
    yield "the desk"
    press(page, "#user-tools >> text=Second factor")
    yield "another app"
    press(page, "text=new recovery codes")
    yield "recovery codes left"
    press(page, "text=Log out")
    press(page, "text=Log in again")
    page.fill("#id_username", "ann")
    page.fill("#id_password", PASSWORD)
    press(page, "[type=submit]")
    yield "code"
    page.fill("#id_code", code)
    press(page, "text=Sign in")
    yield "the desk again"
    page.goto(page.url + "accounts/signin/")
    yield "list of sign-ins"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_every_page_on_the_way_in_is_accessible_and_fits(login, open_page, width, scheme):
    page = open_page(login, width, scheme)
    found = {}
    for name in walk(page):
        found[name] = violations(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found[name].append("wider than the window")
    assert not any(found.values()), found


def test_the_way_in_needs_no_javascript(login, open_page):
    page = open_page(login, scripts=False)
    assert list(walk(page))[-1] == "list of sign-ins"
    assert "Signed in" in page.inner_text("#result_list")
