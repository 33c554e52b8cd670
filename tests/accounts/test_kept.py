"""An editor's session ends while they write: what they wrote is there once they are back in."""

import html5lib
import pytest
from django.contrib.sessions.models import Session
from django.core import signing
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import kept, limits
from careers.editing import publishing
from careers.models import Role
from tests.factories import make_role, make_skill, profile_content
from tests.forms import sent_back

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db

HERE = {"Origin": "http://testserver"}
WRITTEN = "Somebody who counts,\nand is <b>counted</b> on; “right” & wrong."
SENT = WRITTEN.replace("\n", "\r\n")


class Browser:
    """Sends forms as a browser does, with their tokens and with all that is hidden in them."""

    def __init__(self):
        self.client = Client(enforce_csrf_checks=True, headers=HERE)

    def get(self, address):
        self.response = self.client.get(address, follow=True)
        return self.response

    def post(self, address, data, **kwargs):
        self.response = self.client.post(address, data, follow=True, **kwargs)
        return self.response

    def submit(self, **values):
        """Fills in the form of the page it is on, and sends it."""
        forms = _parsed(self.response).findall(".//main//form")
        form = next(form for form in forms if "logout" not in form.get("action"))
        inputs = {each.get("name"): each.get("value", "") for each in form.findall(".//input")}
        inputs.pop(None, None)  # its button
        return self.post(form.get("action"), inputs | values)

    def token(self):
        inputs = _parsed(self.response).findall(".//input[@name='csrfmiddlewaretoken']")
        return inputs[0].get("value")

    def sign_in(self):
        return self.submit(username="ann", password=PASSWORD)

    def open(self, row):
        self.get(f"/admin/careers/{row._meta.model_name}/{row.pk}/change/")
        self.address = self.response.request["PATH_INFO"]
        return self.filled()

    def filled(self, **changes):
        """What the form on the page sends, with changes."""
        return sent_back(self.response, **changes) | {"csrfmiddlewaretoken": self.token()}

    def written(self, name="definition"):
        """What stands in a field of the form; parsers of HTML have made its line ends plain."""
        return self.response.context["adminform"].form[name].value().replace("\r\n", "\n")


def _parsed(response):
    return html5lib.parse(response.text, namespaceHTMLElements=False)


@pytest.fixture
def role(ann):
    return make_role()


@pytest.fixture
def browser(role):
    """Ann's browser, in which she is signed in."""
    browser = Browser()
    browser.get("/admin/login/")
    browser.sign_in()
    return browser


def end_sessions():
    Session.objects.all().delete()


def comes_back(browser, role):
    """Says that the text is in the form again, not saved; and saves it."""
    assert "What you wrote is kept" in browser.response.text
    browser.sign_in()
    assert "is kept, and nothing is saved yet" in browser.response.text
    browser.submit()
    assert "What you wrote is below, and is not saved yet." in browser.response.text
    assert browser.written() == WRITTEN
    assert role.revisions.newest().content.fields["definition"] != WRITTEN
    browser.post(browser.address, browser.filled(_save=""))
    assert role.revisions.newest().content.fields["definition"] == WRITTEN


def test_the_session_ends_over_a_form(browser, role):
    browser.open(role)
    end_sessions()
    browser.post(browser.address, browser.filled(definition=SENT, _save=""))
    comes_back(browser, role)


def test_the_session_ends_over_a_page_of_errors(browser, role):
    data = browser.open(role)
    browser.post(browser.address, data | {"definition": SENT, "tips": "No colon", "_save": ""})
    assert "Line 1 is not a point" in browser.response.text
    end_sessions()
    browser.post(browser.address, browser.filled(tips="", _save=""))
    comes_back(browser, role)


def test_the_session_ends_before_a_preview(browser, role):
    data = browser.open(role) | {"definition": SENT, "_preview": ""}
    end_sessions()
    browser.post(browser.address.replace("write", "preview"), data)
    browser.sign_in()
    browser.submit()
    assert "Preview: only editors see this." in browser.response.text
    assert "Somebody who counts, and is &lt;b&gt;counted&lt;/b&gt; on" in browser.response.text


def test_the_session_ends_over_a_conflict(browser, role):
    data = browser.open(role)
    publishing.save_draft(role, profile_content(definition="Theirs."))
    browser.post(browser.address, data | {"definition": SENT, "_save": ""})
    assert "Two people wrote at once" in browser.response.text
    end_sessions()
    browser.post(browser.address, browser.filled(_save=""))
    comes_back(browser, role)


def test_somebody_saves_while_an_editor_signs_in_again(browser, role):
    data = browser.open(role)
    end_sessions()
    browser.post(browser.address, data | {"definition": SENT, "_save": ""})
    publishing.save_draft(role, profile_content(definition="Theirs."))
    browser.sign_in()
    browser.submit()
    assert "Two people wrote at once" in browser.response.text
    assert browser.written() == WRITTEN


def test_the_session_ends_over_a_form_sent_as_an_upload(browser, role):
    boundary = "b"
    data = browser.open(role) | {"definition": SENT, "_save": ""}
    end_sessions()
    body = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in data.items()
    )
    upload = f"multipart/form-data; boundary={boundary}"
    browser.post(browser.address, f"{body}--{boundary}--\r\n".encode(), content_type=upload)
    comes_back(browser, role)


def test_signing_in_in_another_tab_makes_the_form_s_token_old(browser, role):
    data = browser.open(role)
    address = browser.address
    end_sessions()
    browser.get("/admin/login/")
    browser.sign_in()
    browser.post(address, data | {"definition": SENT, "_save": ""})
    assert "is kept, and nothing is saved yet" in browser.response.text
    browser.submit()
    assert browser.written() == WRITTEN


def test_the_cookies_are_gone(browser, role):
    data = browser.open(role)
    browser.client.cookies.clear()
    browser.post(browser.address, data | {"definition": SENT, "_save": ""})
    comes_back(browser, role)


def test_the_site_s_key_was_changed(browser, role, settings):
    data = browser.open(role)
    settings.SECRET_KEY = "another-key-than-before-" * 2
    browser.post(browser.address, data | {"definition": SENT, "_save": ""})
    browser.sign_in()
    browser.submit()
    assert browser.written() == WRITTEN
    # Nobody can tell any more what the form showed: what is stored stands beside it.
    assert "Two people wrote at once" in browser.response.text
    browser.post(browser.address, browser.filled(_save=""))
    assert role.revisions.newest().content.fields["definition"] == WRITTEN


def test_the_text_passes_wrong_passwords_too_many_tries_and_codes(
    browser, role, ann, settings, monkeypatch
):
    monkeypatch.setattr(limits, "PATIENCE", 0)  # the seconds for which ann waits for her turn
    data = browser.open(role)
    settings.STAFF_NEED_SECOND_FACTOR = True
    device = TOTPDevice.objects.create(user=ann, key="00" * 20, name="App")
    end_sessions()
    browser.post(browser.address, data | {"definition": SENT, "_save": ""})
    browser.submit(username="ann", password="wrong")
    assert "Please enter the correct username and password" in browser.response.text
    with limits.hashing(patience=0):
        browser.sign_in()
    assert "Too many tries" in browser.response.text
    browser.submit()
    browser.sign_in()
    assert "The six digits" in browser.response.text
    browser.submit(code=f"{totp(device.bin_key):06}")
    assert "is kept, and nothing is saved yet" in browser.response.text
    browser.submit()
    assert browser.written() == WRITTEN


def test_a_second_factor_can_be_set_up_on_the_way(browser, role, settings):
    data = browser.open(role)
    settings.STAFF_NEED_SECOND_FACTOR = True
    browser.post(browser.address, data | {"definition": SENT, "_save": ""})
    assert "Scan this with the app" in browser.response.text
    key = Session.objects.get().get_decoded()["second_factor_key"]
    browser.submit(code=f"{totp(bytes.fromhex(key)):06}")
    assert "Write them down first" in browser.response.text
    browser.submit()
    assert browser.written() == WRITTEN


def test_the_session_ends_over_a_new_row(browser):
    browser.get("/admin/careers/skill/add/")
    data = browser.filled(name="Spark", slug="spark", kind="tool", _save="")
    end_sessions()
    browser.post("/admin/careers/skill/add/", data)
    browser.sign_in()
    browser.submit()
    assert browser.written("name") == "Spark"


# What is not kept


def test_a_form_of_another_site_is_not_kept(browser, role):
    data = browser.open(role) | {"definition": SENT}
    end_sessions()
    for origin in ("https://evil.example", "null"):
        browser.post(browser.address, data, headers={"Origin": origin})
        assert "counted" not in browser.response.text


def test_a_button_that_is_too_old_does_nothing_and_says_so(browser, role):
    url = f"/admin/careers/role/{role.pk}/unpublish/"
    response = browser.client.post(url, {"live": role.live_revision_id})
    assert response.status_code == 403
    assert "what it sent was not looked at" in response.text
    assert Role.objects.published().exists()
    end_sessions()
    browser.post("/admin/login/", {"username": "ann", "password": PASSWORD})
    assert "Sign in again" in browser.response.text


def test_what_is_carried_is_ours_young_and_bounded(browser, role, monkeypatch):
    assert kept.read("no text of ours") is None
    assert kept.read(signing.dumps(["/admin/", []], salt="another")) is None
    monkeypatch.setattr(kept, "MOST_CHARACTERS", 100)
    data = browser.open(role) | {"definition": SENT}
    end_sessions()
    browser.post(browser.address, data)
    assert "What you wrote is kept" not in browser.response.text


def test_a_text_that_somebody_made_up_leads_nowhere(browser):
    end_sessions()
    browser.get("/admin/login/")
    browser.submit(username="ann", password=PASSWORD, kept="made up")
    assert browser.response.redirect_chain[-1][0] == "/admin/"


def test_secrets_are_not_carried(ann):
    skill = make_skill()
    data = {"opened": "x", "password": "hunter2", "csrfmiddlewaretoken": "t", "name": "SQL"}
    page = Client(headers=HERE).post(f"/admin/careers/skill/{skill.pk}/change/", data)
    carried = kept.read(page.context["kept"])
    assert carried.pairs == (("opened", "x"), ("name", "SQL"))
