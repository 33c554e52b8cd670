"""The address of a subscriber is where it has to be, and nowhere once that is deleted."""

import logging
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import timezone

from accounts import devices
from accounts.models import DAYS_KEPT
from alerts.models import Alert
from alerts.sending import send_due

pytestmark = pytest.mark.django_db

ADDRESS = "ann.subscriber@example.org"
LONG_ADDRESS = f"ann.subscriber.{'x' * 45}@{'y' * 60}.example.org"


@pytest.fixture
def folder(settings, tmp_path):
    """Where mails are written to files."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def traces(folder, caplog):
    """Where something of the address stands: in tables, files or logs."""
    tables = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for row in model.objects.values_list()
        if "subscriber" in str(row).lower()
    }
    files = {"mail folder" for path in folder.iterdir() if "subscriber" in path.read_text().lower()}
    return tables | files | ({"log"} if "subscriber" in caplog.text.lower() else set())


@pytest.mark.parametrize("way", ["by its link", "by one click", "by a bounce", "by an editor"])
def test_of_a_subscriber_who_is_deleted_nothing_is_found(
    way, client, admin_client, folder, caplog, make_new, capsys
):
    caplog.set_level(logging.DEBUG)
    client.post("/alerts/new/?level=senior", {"address": ADDRESS, "rhythm": "daily"})
    (mail,) = folder.iterdir()
    confirm = re.search(r"http://testserver(/alerts/\S+)", mail.read_text())[1]
    client.post(confirm)
    make_new(level="senior")
    Alert.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert send_due().sent == 1
    assert traces(folder, caplog) == {"alerts.Alert", "mail folder"}

    sent = next(path for path in folder.iterdir() if path != mail).read_text()
    off = re.search(r"^List-Unsubscribe:\s*<http://127.0.0.1:8000(.+)>$", sent, re.M)[1]
    if way == "by its link":
        client.post(off, {"all": "yes"})
    elif way == "by one click":
        client.post(off, {"List-Unsubscribe": "One-Click"})
    elif way == "by a bounce":
        call_command("bounced", ADDRESS.upper())
    else:
        page = f"/admin/alerts/alert/{Alert.objects.get().pk}/delete/"
        admin_client.post(page, {"post": "yes"})
    assert traces(folder, caplog) == set()
    assert "subscriber" not in capsys.readouterr().out


def test_a_failed_mail_leaves_no_address_in_the_log(client, settings, caplog, make_alert, make_new):
    caplog.set_level(logging.DEBUG)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    response = client.post("/alerts/new/", {"address": ADDRESS, "rhythm": "daily"})
    assert response.status_code == 503
    make_alert(address=ADDRESS)
    make_new()
    assert "cannot be reached" in send_due().ended_early
    assert "subscriber" not in caplog.text


@pytest.mark.parametrize("command", ["clear_old", "send_alerts"])
@pytest.mark.parametrize("address", [ADDRESS, LONG_ADDRESS])
def test_of_who_never_confirmed_nothing_is_found_after_the_next_regular_run(
    address, command, client, folder, caplog, make_alert
):
    caplog.set_level(logging.DEBUG)
    client.post("/alerts/new/", {"address": address, "rhythm": "daily"})
    assert traces(folder, caplog) == {"alerts.Alert", "mail folder"}
    Alert.objects.update(created_at=timezone.now() - timedelta(hours=49))
    call_command(command)
    assert traces(folder, caplog) == set()


def test_who_has_another_alert_keeps_the_mails_of_that(client, folder, caplog, make_alert):
    make_alert("level=mid", address=ADDRESS.upper(), due_at=timezone.now() + timedelta(days=1))
    client.post("/alerts/new/", {"address": ADDRESS, "rhythm": "daily"})
    late = Alert.objects.filter(confirmed_at=None)
    late.update(created_at=timezone.now() - timedelta(hours=49))
    call_command("clear_old")
    assert Alert.objects.count() == 1
    assert traces(folder, caplog) == {"alerts.Alert", "mail folder"}


# Tables that know something of somebody, and the row of the privacy page that says so. Whoever adds
# one adds it to the page, and then here.
ON_THE_PAGE = {
    "accounts.SignIn": "When somebody tried to log in",
    "admin.LogEntry": "Which editor saved, reviewed, answered or deleted something",
    "alerts.Alert": "The e-mail address of an alert",
    "alerts.Mail": "When a mail of an alert went out",
    "alerts.SignUp": "Scrambled forms of your network address and e-mail address",
    "auth.User": "An editor’s account",
    "auth.User_groups": "An editor’s account",
    "auth.User_user_permissions": "An editor’s account",
    "careers.ChangeNote": "Which editor saved",
    "careers.Comparison": "Which editor saved, reviewed",
    "careers.DeletedDocument": "Which editor saved, reviewed, answered or deleted something",
    "careers.EvidenceAnswer": "Which editor saved, reviewed, answered",
    "careers.Feedback": "Your answer to “Is this page useful?”",
    "careers.FeedbackSender": "A scrambled form of your network address",
    "careers.Revision": "Which editor saved",
    "careers.Role": "Which editor saved, reviewed",
    "careers.WorkingCopy": "What an editor is writing",
    "jobs.Report": "Your report of a listing",
    "otp_static.StaticDevice": "scrambled password and recovery codes",
    "otp_static.StaticToken": "scrambled password and recovery codes",
    "otp_totp.TOTPDevice": "the key of their code app",
    "sessions.Session": "An editor’s session, and its cookie",
}
TELLING_NAMES = {"address", "peer", "sender", "comment", "session_key", "email"}


def knows_somebody(model):
    """Whether a table leads to an account, or has a column that is about who visits."""
    fields = model._meta.fields
    users = [field for field in fields if field.related_model is get_user_model()]
    return bool(users) or any(field.name in TELLING_NAMES for field in fields)


def test_each_table_that_knows_somebody_is_on_the_privacy_page(get):
    models = apps.get_models(include_auto_created=True)
    knowing = {model._meta.label for model in models if knows_somebody(model)}
    assert knowing - ON_THE_PAGE.keys() == set()
    page = " ".join(re.sub(r"<[^>]+>", "", get("/privacy/").text).split())
    assert [row for row in ON_THE_PAGE.values() if row not in page] == []
    for told in ("48 hours", "30 days", "until you end the alert", "12 hours", "half a year"):
        assert told in page


def test_cookies_and_what_browsers_keep_are_on_the_privacy_page(settings):
    assert settings.SESSION_COOKIE_AGE == 12 * 60 * 60
    assert timedelta(days=182).total_seconds() == devices.HALF_A_YEAR
    assert DAYS_KEPT == 90


def test_an_alert_keeps_nothing_else():
    kept = {
        model.__name__: sorted(field.name for field in model._meta.fields)
        for model in apps.get_app_config("alerts").get_models()
    }
    assert kept == {
        "Alert": [
            *("address", "confirmed_at", "created_at", "due_at", "id", "is_told_void", "key"),
            *("rhythm", "search", "seen"),
        ],
        "Mail": ["alert", "claimed_at", "id", "jobs", "state", "through"],
        "SignUp": ["address", "at", "id", "peer"],
    }
