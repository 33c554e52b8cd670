"""The way of a mail to a mail server that is one, and what arrives there."""

import re
from email import message_from_bytes, policy

import pytest
from django.utils import timezone

from alerts.models import Alert
from alerts.sending import send_due

from .mail_server import MailServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.DEFAULT_FROM_EMAIL = "jobs@careers.example.org"
        settings.SITE_URL = "https://careers.example.org"
        yield server
        server.shutdown()


def test_the_whole_way_goes_by_a_mail_server(server, client, make_new):
    client.post("/alerts/new/?level=senior", {"address": "ann@example.org", "rhythm": "daily"})
    confirm, *_ = addresses_in(server.mails[0])
    client.post(confirm)
    make_new("Senior Analyst", level="senior")
    make_new("Junior Analyst", level="entry")
    Alert.objects.update(due_at=timezone.now())
    assert send_due().sent == 1
    *_, manage, off = addresses_in(server.mails[1])
    client.post(manage, {"rhythm": "weekly", "search": "/jobs/?level=entry"})
    Alert.objects.update(due_at=timezone.now(), seen=0)
    assert send_due().sent == 1
    told = [[job in text_of(mail) for job in ("Senior", "Junior")] for mail in server.mails[1:]]
    assert told == [[True, False], [False, True]]
    client.post(off, {"List-Unsubscribe": "One-Click"})
    make_new("Another", level="entry")
    assert send_due().sent == 0
    assert not Alert.objects.exists()


def text_of(mail):
    whole = message_from_bytes(mail, policy=policy.default)
    return whole.get_body(["plain"]).get_content().replace("\r\n", "\n")


def addresses_in(mail):
    """The paths of the pages of an alert that a mail leads to."""
    return re.findall(r"^https://careers.example.org(/alerts/\S+)$", text_of(mail), re.M)


def test_what_arrives_is_a_whole_mail_with_both_parts(server, make_alert, make_new):
    make_alert()
    make_new("Analystin für Zürich")
    assert send_due().sent == 1
    mail = message_from_bytes(server.mails[0], policy=policy.default)
    assert mail["To"] == "ann@example.org"
    assert mail["From"] == "Rolewise <jobs@careers.example.org>"
    assert mail["Subject"] == "1 new job: Open jobs"
    assert mail["Message-ID"].endswith("@careers.example.org>")
    assert mail["List-Unsubscribe"].strip().startswith("<https://careers.example.org/alerts/")
    text, html = mail.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert html.get_content_type() == "text/html"
    for part in (text, html):
        assert "Analystin für Zürich" in part.get_content()
    assert "src=" not in html.get_content(), "nothing is fetched when a mail is read"
