"""The way of a mail to a mail server that is one, and what arrives there."""

from email import message_from_bytes, policy

import pytest

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
