import logging
import smtplib
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from alerts import delivery, sending
from alerts.models import Alert, Mail
from careers.editing import renaming
from jobs.models import Employer, Listing
from tests.alerts.conftest import ADDRESS
from tests.factories import make_employer, make_role, make_skill

pytestmark = pytest.mark.django_db


class BrokenServer:
    """A mail server that fails in one way, as a connection of Django's."""

    def __init__(self, error, on="send_messages"):
        self.error, self.on = error, on

    def open(self):
        if self.on == "open":
            raise self.error

    def send_messages(self, messages):
        raise self.error

    def close(self):
        pass


@pytest.fixture
def break_server(monkeypatch):
    def set_error(error, on="send_messages"):
        monkeypatch.setattr(delivery, "get_connection", lambda: BrokenServer(error, on))

    return set_error


def html_of(mail):
    ((html, kind),) = mail.alternatives
    assert kind == "text/html"
    return html


def test_a_mail_tells_of_what_is_new_since_the_last_one(make_alert, make_new, send, next_day):
    make_new("Old one")
    make_alert()
    make_new("New one", employer=make_employer("Harbour Labs"))
    done, (mail,) = send()
    assert done.sent == 1
    assert mail.to == [ADDRESS]
    assert mail.subject == "1 new job: Open jobs"
    assert "HARBOUR LABS" in mail.body
    for text in (mail.body, html_of(mail)):
        assert "New one" in text
        assert "Old one" not in text
    next_day()
    make_new("Newest one")
    _, (mail,) = send()
    assert "Newest one" in mail.body
    assert "New one" not in mail.body


def test_without_news_there_is_no_mail_and_the_next_day_is_waited_for(make_alert, make_new, send):
    make_new()
    alert = make_alert()
    done, mails = send()
    assert (mails, done.quiet) == ([], 1)
    make_new("Next")
    assert send()[1] == []
    alert.refresh_from_db()
    assert timedelta(hours=23) < alert.due_at - timezone.now() <= timedelta(days=1)


def test_very_many_alerts_without_news_are_moved_on_in_parts(make_alert, send, monkeypatch):
    monkeypatch.setattr(sending, "PASSED_AT_ONCE", 2)
    for number in range(5):
        make_alert(address=f"ann{number}@example.org")
    assert send()[0].quiet == 5
    assert not Alert.objects.due(timezone.now()).exists()


def test_a_weekly_alert_comes_a_week_later(make_alert, make_new, send):
    alert = make_alert(rhythm="weekly")
    make_new()
    send()
    alert.refresh_from_db()
    assert timedelta(days=6) < alert.due_at - timezone.now() <= timedelta(days=7)


def test_days_without_a_run_do_not_become_many_mails(make_alert, make_new, send):
    alert = make_alert(due_at=timezone.now() - timedelta(days=9, hours=1))
    make_new()
    assert len(send()[1]) == 1
    alert.refresh_from_db()
    assert timezone.now() < alert.due_at


def test_an_alert_that_nobody_confirmed_gets_nothing(make_alert, make_new, send):
    make_alert(confirmed_at=None, due_at=None)
    make_new()
    assert send()[1] == []


def test_a_search_finds_what_fits_it_only(make_alert, make_new, send):
    role, skill = make_role("Analyst"), make_skill("SQL")
    make_alert("role=analyst&skill=sql&level=senior")
    make_new("Fits", role=role, skills=[skill], level="senior")
    make_new("Other level", role=role, skills=[skill], level="mid")
    make_new("Other skill", role=role, level="senior")
    (mail,) = send()[1]
    assert mail.subject == "1 new job: Senior-level Analyst jobs that ask for SQL"
    assert "Fits" in mail.body
    assert "Other" not in mail.body


def test_a_keyword_is_looked_for_in_texts_and_names_of_employers(make_alert, make_new, send):
    make_alert("q=kafka+-senior")
    make_new("In the text", body_text="You know Kafka.")
    make_new("By its employer", employer=make_employer("Kafka & Sons"))
    make_new("Senior one", body_text="Kafka again")
    make_new("Nothing of it")
    (mail,) = send()[1]
    assert mail.subject.startswith("2 new jobs: Jobs with “kafka -senior”")
    assert "In the text" in mail.body
    assert "By its employer" in mail.body


def test_of_an_employer_three_are_shown_and_the_rest_is_counted(make_alert, make_new, send):
    make_alert()
    labs = make_employer("Harbour Labs")
    for number in range(1, 9):
        make_new(f"Number {number}", employer=labs)
    make_new("Elsewhere", employer=make_employer("Quay Works"))
    (mail,) = send()[1]
    assert mail.subject.startswith("9 new jobs")
    assert [n for n in range(1, 9) if f"Number {n}\n" in mail.body] == [6, 7, 8]
    assert "+ 5 more: http://127.0.0.1:8000/jobs/?employer=harbour-labs\n" in mail.body
    assert "+5 more from Harbour Labs" in html_of(mail)
    assert mail.body.index("QUAY WORKS") < mail.body.index("HARBOUR LABS")


def test_very_many_employers_are_counted_at_the_end(make_alert, make_new, send):
    make_alert()
    for number in range(23):
        make_new(f"Number {number}", employer=make_employer(f"Employer of {number}"))
    (mail,) = send()[1]
    assert mail.body.count("* Number") == 20
    assert "3 more employers on the board" in mail.body


def test_what_has_closed_is_not_told_of(make_alert, make_new, send):
    make_alert()
    make_new("Closed", closed_at=timezone.now())
    assert send()[1] == []
    assert Mail.objects.count() == 0


def test_what_came_in_just_now_waits_for_the_next_mail(make_alert, make_new, send, next_day):
    """A transaction that ends later may still bring a listing with a lower number."""
    make_alert()
    make_new("Settled")
    late = make_new("Just in")
    Listing.objects.filter(pk=late.pk).update(first_seen_at=timezone.now())
    assert "Just in" not in send()[1][0].body
    next_day()
    Listing.objects.filter(pk=late.pk).update(first_seen_at=timezone.now() - timedelta(hours=1))
    (mail,) = send()[1]
    assert "Just in" in mail.body
    assert "Settled" not in mail.body


def test_a_mail_can_be_ended_with_one_click(make_alert, make_new, send, client):
    make_alert()
    make_new()
    (mail,) = send()[1]
    headers = mail.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>")
    assert address in mail.body
    client.post(address.removeprefix("http://127.0.0.1:8000"), {"List-Unsubscribe": "One-Click"})
    assert not Alert.objects.exists()


@pytest.mark.parametrize(
    "search", ["employer=harbour-labs", "skill=sql", "role=analyst", "gone=filter"]
)
def test_a_search_whose_part_is_gone_says_so_once_and_never_widens(
    search, make_alert, make_new, send, next_day
):
    make_alert(search)
    make_new("Anything")
    (mail,) = send()[1]
    assert mail.subject == "Your alert can find nothing any more"
    for text in (mail.body, html_of(mail)):
        assert search.partition("=")[2] in text or "gone" in text
        assert "Anything" not in text
    assert f"http://127.0.0.1:8000/jobs/?{search}" in mail.body
    next_day()
    make_new("Something else")
    assert send()[1] == []


def test_a_search_whose_part_came_back_goes_on(make_alert, make_new, send, next_day):
    make_alert("employer=harbour-labs")
    send()
    next_day()
    make_new("Back again", employer=make_employer("Harbour Labs"))
    (mail,) = send()[1]
    assert "Back again" in mail.body
    next_day()
    Listing.objects.all().delete()
    Employer.objects.all().delete()
    (mail,) = send()[1]
    assert mail.subject == "Your alert can find nothing any more"


def test_a_search_goes_on_when_what_it_asks_for_gets_another_address(make_alert, make_new, send):
    skill = make_skill("SQL")
    make_alert("skill=sql")
    renaming.change_address(skill, "structured-queries")
    make_new("Fits", skills=[skill])
    make_new("Other")
    (mail,) = send()[1]
    assert mail.subject == "1 new job: Jobs that ask for SQL"
    assert "Fits" in mail.body


def test_what_is_left_of_a_choice_goes_on_and_what_is_gone_is_named(make_alert, make_new, send):
    make_alert("employer=harbour-labs&employer=gone-works")
    make_new("Fits", employer=make_employer("Harbour Labs"))
    make_new("Other")
    (mail,) = send()[1]
    assert "“gone-works” is not one of the choices." in mail.body
    assert "Fits" in mail.body
    assert "Other" not in mail.body


def test_no_more_mails_go_out_in_an_hour_than_the_bound(make_alert, make_new, send, settings):
    settings.ALERT_MAILS_AN_HOUR = 2
    for number in range(3):
        make_alert(address=f"ann{number}@example.org")
    make_new()
    done, mails = send()
    assert len(mails) == 2
    assert done.ended_early == "At most 2 mails go out an hour."
    assert send()[1] == []
    Mail.objects.update(claimed_at=timezone.now() - timedelta(minutes=61))
    assert [mail.to for mail in send()[1]] == [["ann2@example.org"]]


def test_a_mail_that_a_kill_left_in_doubt_is_listed_and_its_jobs_come_with_the_next(
    make_alert, make_new, send, next_day, monkeypatch, admin_client, capsys
):
    make_alert()
    make_new("Perhaps told of")
    with monkeypatch.context() as patch:
        patch.setattr(sending, "deliver", lambda message: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            sending.send_due()
    assert send()[1] == [], "it is not sent again at once"
    Mail.objects.update(claimed_at=timezone.now() - timedelta(minutes=11))
    call_command("send_alerts")
    assert "Mails in doubt, which may have gone out or not: 1." in capsys.readouterr().err
    listed = admin_client.get("/admin/alerts/mail/?doubt=yes").text
    assert "of alert" in listed
    assert ADDRESS not in listed
    next_day()
    make_new("Surely new")
    (mail,) = send()[1]
    assert "Perhaps told of" in mail.body
    assert "Surely new" in mail.body


def test_of_two_runs_at_once_one_sends_a_mail(make_alert, make_new, monkeypatch, mailoutbox):
    for number in range(3):
        make_alert(address=f"ann{number}@example.org")
    make_new()
    deliver = delivery.deliver

    def deliver_while_another_run_goes_on(message):
        monkeypatch.setattr(sending, "deliver", deliver)
        sending.send_due()
        deliver(message)

    monkeypatch.setattr(sending, "deliver", deliver_while_another_run_goes_on)
    sending.send_due()
    assert sorted(mail.to[0] for mail in mailoutbox) == [f"ann{n}@example.org" for n in range(3)]


def test_an_address_that_is_refused_for_good_is_deleted(make_alert, make_new, break_server, caplog):
    make_alert("level=senior")
    make_alert(address=ADDRESS.upper())
    make_alert(address="other@example.org", due_at=timezone.now() + timedelta(days=1))
    make_new()
    caplog.set_level(logging.DEBUG)
    break_server(smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"5.1.1 <ann@example.org>?")}))
    done = sending.send_due()
    assert done.refused == 1
    assert [alert.address for alert in Alert.objects.all()] == ["other@example.org"]
    assert "550" in caplog.text
    assert "ann@" not in caplog.text.lower()


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({ADDRESS: (451, b"4.3.2 try later")}),
        smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"5.7.1 relaying denied")}),
        smtplib.SMTPDataError(452, b"too much mail"),
    ],
)
def test_a_mail_that_is_not_taken_now_is_tried_again(
    error, make_alert, make_new, break_server, monkeypatch, send
):
    alert = make_alert()
    make_new()
    break_server(error)
    assert sending.send_due().postponed == 1
    assert Mail.objects.count() == 0
    monkeypatch.undo()
    assert send()[1] == []
    Alert.objects.filter(pk=alert.pk).update(due_at=timezone.now())
    assert len(send()[1]) == 1


@pytest.mark.parametrize(
    ("error", "on"),
    [
        (ConnectionRefusedError(), "open"),
        (smtplib.SMTPAuthenticationError(535, b"no"), "open"),
        (smtplib.SMTPSenderRefused(550, b"who?", "us@example.org"), "send_messages"),
    ],
)
def test_without_a_mail_server_everything_stays_due(
    error, on, make_alert, make_new, break_server, monkeypatch, send
):
    for number in range(2):
        make_alert(address=f"ann{number}@example.org")
    make_new()
    break_server(error, on)
    assert sending.send_due().ended_early
    assert Mail.objects.count() == 0
    monkeypatch.undo()
    assert len(send()[1]) == 2


def test_a_connection_that_breaks_leaves_a_mail_in_doubt(make_alert, make_new, break_server):
    make_alert()
    make_new()
    break_server(smtplib.SMTPServerDisconnected("gone"))
    assert sending.send_due().in_doubt == 1
    assert Mail.objects.get().state == Mail.State.SENDING


def test_samples_are_said_to_be_samples(make_alert, send):
    make_alert()
    call_command("load_samples", verbosity=0)
    Listing.objects.update(first_seen_at=timezone.now() - timedelta(hours=1))
    (mail,) = send()[1]
    assert "invented samples" in mail.body


def test_what_sources_write_stays_text_in_one_line(make_alert, make_new, send):
    make_alert()
    make_new("<b>Bold</b>\r\nBcc: eve@example.org", employer=make_employer("A\nB <i>"))
    (mail,) = send()[1]
    assert "<b>" not in html_of(mail)
    assert "&lt;b&gt;Bold" in html_of(mail)
    assert "* <b>Bold</b> Bcc: eve@example.org\n" in mail.body
    assert mail.message()["Bcc"] is None


def test_a_bounce_deletes_the_address(make_alert, capsys):
    make_alert()
    make_alert("level=mid", address="Ann@Example.org")
    make_alert(address="other@example.org")
    call_command("bounced", ADDRESS)
    assert capsys.readouterr().out == "Deleted the alerts of this address: 2.\n"
    assert Alert.objects.count() == 1


def test_the_command_says_what_it_did(make_alert, make_new, capsys):
    make_alert()
    make_new()
    call_command("send_alerts")
    assert capsys.readouterr().out.startswith("Mails sent: 1; alerts without news: 0;")


def test_sign_ups_that_nobody_confirmed_are_deleted(make_alert, send):
    now = timezone.now()
    fields = {"confirmed_at": None, "due_at": None}
    make_alert(created_at=now - timedelta(hours=49), **fields)
    fresh = make_alert(created_at=now - timedelta(hours=47), **fields)
    assert send()[0].never_confirmed == 1
    assert Alert.objects.get() == fresh
