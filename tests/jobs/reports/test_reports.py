"""Reports of listings: sent without an account, answered by one press, told on the page."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from careers import feedback
from careers.feedback import ANSWERS_AN_HOUR
from careers.models import FeedbackSender
from jobs.models import Report
from portal.management.commands.make_editor import make_editor
from tests.conftest import assert_is_sound
from tests.factories import make_listing, make_source

pytestmark = pytest.mark.django_db

KINDS = {
    "closed": "as closed",
    "pay": "for its pay",
    "not_remote": "as not remote",
    "spam": "as spam or a fraud",
    "other": "for another reason",
}
FOUND = {
    "closed": "closed it",
    "corrected": "corrected it",
    "nothing": "found nothing wrong",
}


@pytest.fixture
def listing():
    return make_listing("Tide Analyst", source=make_source())


@pytest.fixture
def send(client, listing):
    """Sends a report; the page that answers is held to what every page promises."""

    def post(status=200, headers=None, remote="192.0.2.1", **said):
        said = {"listing": listing.pk, "kind": "closed"} | said
        response = client.post("/jobs/report/", said, headers=headers, REMOTE_ADDR=remote)
        assert response.status_code == status
        assert_is_sound(response)
        assert not response.cookies
        return response

    return post


@pytest.fixture
def press(admin_client):
    """Presses the button of an outcome beside a report."""

    def post(report, outcome, client=admin_client):
        return client.post(f"/admin/jobs/report/{report.pk}/answer/{outcome}/", follow=True)

    return post


def told(response):
    """What a listing's page says of reports."""
    return re.findall(r"Reported .*?</li>", response.text)


# --- sending -------------------------------------------------------------------------------------


def test_an_open_listing_has_the_form_and_a_closed_one_has_none(get, listing):
    page = get(listing.get_absolute_url())
    assert 'action="/jobs/report/"' in page.text
    assert f'name="listing" value="{listing.pk}"' in page.text
    closed = make_listing("Gone", closed_at=timezone.now())
    assert "/jobs/report/" not in get(closed.get_absolute_url()).text


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_kept_with_its_listing_and_nothing_of_who(send, listing, kind):
    response = send(kind=kind, comment="  Seen\r\nelsewhere\x00. ")
    assert "Thank you" in response.text
    assert f'href="{listing.get_absolute_url()}"' in response.text
    kept = Report.objects.values("listing", "kind", "comment", "outcome", "answered_at").get()
    assert kept == {
        **{"listing": listing.pk, "kind": kind, "comment": "Seen elsewhere ."},
        **{"outcome": "", "answered_at": None},
    }
    assert {field.name for field in Report._meta.fields} == {"id", "created_at", *kept}


def test_a_browser_without_a_cookie_or_token_may_report(listing):
    strict = Client(enforce_csrf_checks=True)
    said = {"listing": listing.pk, "kind": "spam"}
    assert strict.post("/jobs/report/", said).status_code == 200


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"listing": ""}, "which listing"),
        ({"listing": "x"}, "which listing"),
        ({"listing": "-1"}, "which listing"),
        ({"listing": "9" * 40}, "which listing"),
        ({"listing": "\x00"}, "Null characters"),
        ({"kind": ""}, "Choose what is wrong"),
        ({"kind": "boring"}, "Choose what is wrong"),
        ({"kind": "other"}, "Say in a sentence"),
        ({"kind": "other", "comment": " \x00 "}, "Say in a sentence"),
        ({"comment": "x" * 201}, "Write at most 200 characters"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_words(send, said, words):
    assert words in send(400, **said).text
    assert not Report.objects.exists()
    assert not FeedbackSender.objects.exists(), "it does not count against the limit"


def test_what_was_written_comes_back_with_the_form(send):
    text = send(400, kind="boring", comment="Kept <b>words</b>").text
    assert "Kept &lt;b&gt;words&lt;/b&gt;" in text
    assert 'value="spam" checked' in send(400, kind="spam", comment="x" * 201).text


def test_a_listing_that_is_closed_is_not_reported(send):
    closed = make_listing("Gone", closed_at=timezone.now())
    assert "closed already" in send(400, listing=closed.pk).text


def test_a_report_is_sent_and_not_fetched(get):
    response = get("/jobs/report/", status=405)
    assert response.headers["Allow"] == "POST"
    assert "listing&#39;s page" in response.text


def test_a_form_on_another_site_is_refused_in_words(send):
    text = send(403, headers={"Origin": "https://elsewhere.example"}).text
    assert "a form on another site" in text
    assert not Report.objects.exists()


# --- limits --------------------------------------------------------------------------------------


def test_one_address_may_send_so_many_reports_and_answers_an_hour(send, client):
    for _ in range(ANSWERS_AN_HOUR - 1):
        send()
    page = {"path": "/skills/sql/", "is_useful": "yes"}
    assert client.post("/feedback/", page, REMOTE_ADDR="192.0.2.1").status_code == 200
    assert "10 answers an hour" in send(429).text
    assert Report.objects.count() == ANSWERS_AN_HOUR - 1
    send(remote="192.0.2.2")


def test_forged_addresses_do_not_lift_the_limit(send):
    forged = ("X-Forwarded-For", "X-Real-Ip", "Forwarded", "Client-Ip", "True-Client-Ip")
    for number in range(ANSWERS_AN_HOUR):
        send(headers=dict.fromkeys(forged, f"203.0.113.{number}"))
    send(429, headers=dict.fromkeys(forged, "203.0.113.99"))


def test_behind_a_proxy_its_word_counts_and_not_the_reader_s(send, settings):
    settings.TRUSTED_PROXIES = 1
    for number in range(ANSWERS_AN_HOUR):
        send(headers={"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.1"})
    send(429, headers={"X-Forwarded-For": "203.0.113.99, 198.51.100.1"})
    send(headers={"X-Forwarded-For": "198.51.100.2"})


def test_all_together_may_send_so_many_reports_a_day(send, monkeypatch):
    monkeypatch.setattr(feedback, "ANSWERS_A_DAY", 2)
    send(remote="192.0.2.1")
    send(remote="192.0.2.2")
    assert "cannot read more answers today" in send(429, remote="192.0.2.3").text
    Report.objects.update(created_at=timezone.now() - timedelta(hours=25))
    send(remote="192.0.2.3")


# --- answering -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "outcome"), [*zip(KINDS, [*FOUND, *FOUND], strict=False), ("spam", "nothing")]
)
def test_each_kind_is_answered_by_one_press_and_its_page_tells_it(
    send, press, get, admin_client, listing, kind, outcome
):
    send(kind=kind, comment="Seen elsewhere.")
    report = Report.objects.get()
    listed = admin_client.get("/admin/jobs/report/").text
    assert "Seen elsewhere." in listed
    assert f'formaction="/admin/jobs/report/{report.pk}/answer/{outcome}/"' in listed
    assert not told(get(listing.get_absolute_url())), "nothing is told before somebody looked"
    answered = press(report, outcome)
    assert "formaction" not in answered.text
    listing.refresh_from_db()
    assert listing.is_open is (outcome != "closed")
    (words,) = told(get(listing.get_absolute_url()))
    today = timezone.localdate()
    assert words.startswith(f"Reported {KINDS[kind]}: an editor looked on <time")
    assert f"{today.day} {today:%B %Y}</time> and {FOUND[outcome]}." in words


def test_no_source_opens_a_listing_again_that_was_closed_for_a_report(send, press, listing):
    send()
    press(Report.objects.get(), "closed")
    listing.refresh_from_db()
    assert listing.locked_fields == ["closed_at"]


def test_the_page_of_one_report_has_the_buttons_too(send, admin_client):
    send()
    page = f"/admin/jobs/report/{Report.objects.get().pk}/change/"
    assert admin_client.get(page).text.count("formaction") == len(FOUND)


def test_an_answer_answers_all_that_say_the_same_and_one_is_kept(send, press, listing):
    for _ in range(3):
        send(kind="pay")
    send(kind="spam")
    first = Report.objects.earliest("pk")
    assert "That answered 3 reports" in press(first, "nothing").text
    assert Report.objects.answered().get() == first
    assert Report.objects.waiting().get().kind == "spam"


def test_a_later_answer_takes_the_place_of_an_earlier_one(send, press, get, listing):
    for outcome in ("nothing", "corrected"):
        send(kind="pay")
        press(Report.objects.waiting().get(), outcome)
    (words,) = told(get(listing.get_absolute_url()))
    assert "corrected it" in words


def test_closing_the_listing_answers_all_that_was_reported(send, press, get, listing):
    for kind in ("pay", "spam", "closed"):
        send(kind=kind)
    press(Report.objects.get(kind="closed"), "closed")
    assert not Report.objects.waiting().exists()
    assert len(told(get(listing.get_absolute_url()))) == 3


def test_the_second_of_two_editors_is_told_that_it_is_answered(send, press):
    send()
    report = Report.objects.get()
    press(report, "corrected")
    assert "another editor was faster" in press(report, "nothing").text
    report.refresh_from_db()
    assert report.outcome == "corrected"


def test_only_a_press_of_somebody_who_may_answers(send, press, client, admin_client, listing):
    send()
    report = Report.objects.get()
    address = f"/admin/jobs/report/{report.pk}/answer/nothing/"
    assert admin_client.get(address).status_code == 405
    assert press(report, "boring").status_code == 404
    assert "Log in" in press(report, "nothing", client).text
    client.force_login(get_user_model().objects.create(username="reader", is_staff=True))
    assert press(report, "nothing", client).status_code == 403
    assert Report.objects.waiting().exists()


def test_an_editor_may_answer_and_change_nothing_else(send, press, client):
    make_editor("ann", password=None)
    client.force_login(get_user_model().objects.get(username="ann"))
    send()
    report = Report.objects.get()
    form = f"/admin/jobs/report/{report.pk}/change/"
    assert client.post(form, {"comment": "Forged"}).status_code == 403
    assert client.get("/admin/jobs/report/add/").status_code == 403
    assert "Corrected the listing: Tide Analyst." in press(report, "corrected", client).text


def test_waiting_reports_come_first_and_can_be_listed_alone(send, press, admin_client):
    send(kind="pay", comment="Answered one.")
    press(Report.objects.get(), "nothing")
    send(kind="spam", comment="Waiting one.")
    listed = admin_client.get("/admin/jobs/report/").text
    assert listed.index("Waiting one.") < listed.index("Answered one.")
    assert "Answered one." not in admin_client.get("/admin/jobs/report/?state=waiting").text
    assert "Waiting one." not in admin_client.get("/admin/jobs/report/?state=answered").text


def test_reports_go_with_their_listing(send, listing):
    send()
    listing.delete()
    assert not Report.objects.exists()


def test_a_listing_that_samples_take_along_may_have_reports(client):
    call_command("load_samples", verbosity=0)
    listing = make_listing("Own")
    client.post("/jobs/report/", {"listing": listing.pk - 1, "kind": "closed"})
    call_command("remove_samples", verbosity=0)
    assert not Report.objects.exists()
