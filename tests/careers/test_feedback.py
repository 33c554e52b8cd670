from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from careers import feedback
from careers.feedback import ANSWERS_AN_HOUR
from careers.models import Feedback, FeedbackSender
from tests.conftest import assert_is_sound
from tests.factories import make_comparison, make_draft_role, make_role, make_skill

pytestmark = pytest.mark.django_db

PAGE = "/roles/data-analyst/"


@pytest.fixture
def send(client):
    """Sends feedback; the page that answers is held to what every page promises."""

    def post(status=200, headers=None, remote="192.0.2.1", **said):
        said = {"path": PAGE, "is_useful": "yes"} | said
        response = client.post("/feedback/", said, headers=headers, REMOTE_ADDR=remote)
        assert response.status_code == status
        assert_is_sound(response)
        return response

    return post


def test_roles_comparisons_and_skills_ask_whether_they_are_useful(get):
    comparison = make_comparison(make_role("Analyst"), make_role("Builder"))
    skill = make_skill()
    for page in ("/roles/analyst/", comparison.get_absolute_url(), skill.get_absolute_url()):
        response = get(page)
        assert "Is this page useful?" in response.text
        assert f'name="path" value="{page}"' in response.text
        assert not response.cookies


def test_a_preview_and_a_line_up_of_three_do_not_ask(get, admin_client):
    slugs = [make_role(title).slug for title in ("Analyst", "Builder", "Chief")]
    assert "Is this page useful?" not in get("/compare/", data={"role": slugs}).text
    draft = make_draft_role("Draft")
    preview = admin_client.get(f"/admin/careers/role/{draft.pk}/preview/")
    assert preview.status_code == 200
    assert "Is this page useful?" not in preview.text


def test_an_answer_is_kept_with_its_page_and_nothing_else(send):
    response = send(is_useful="no", comment="  Say more\r\nabout\x00 pay. ")
    assert "Thank you" in response.text
    assert f'href="{PAGE}"' in response.text
    assert not response.cookies
    kept = Feedback.objects.values("path", "is_useful", "comment").get()
    assert kept == {"path": PAGE, "is_useful": False, "comment": "Say more about pay."}
    assert {f.name for f in Feedback._meta.fields} == {"id", "created_at", *kept}


def test_a_browser_without_a_cookie_or_token_may_answer():
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/feedback/", {"path": PAGE, "is_useful": "yes"})
    assert response.status_code == 200
    assert Feedback.objects.get().is_useful


def test_a_form_on_this_site_may_answer(send):
    send(headers={"Origin": "http://testserver"})
    send(headers={"Referer": "http://testserver/roles/data-analyst/"})
    assert Feedback.objects.count() == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": "https://elsewhere.example", "Referer": "http://testserver/"},
        {"Referer": "https://elsewhere.example/testserver/"},
        {"Referer": "http://testserver.elsewhere.example/"},
    ],
)
def test_a_form_on_another_site_is_refused_in_words(send, headers):
    assert "a form on another site" in send(403, headers=headers).text
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/jobs/",
        "/compare/",
        "/admin/",
        "/nowhere/",
        "roles/data-analyst/",
        "//elsewhere.example/roles/x/",
        "https://elsewhere.example/",
        "javascript:alert(1)",
        "/roles/\x00/",
        "/roles/x/?next=y",
        f"/roles/{'x' * 300}/",
    ],
)
def test_a_path_that_is_no_page_of_ours_is_refused_in_words(send, path):
    response = send(400, path=path)
    assert "Not sent" in response.text
    assert "elsewhere.example" not in response.text
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("answer", ["", "maybe", "True", "\x00"])
def test_without_yes_or_no_the_form_comes_back_with_the_text(send, answer):
    response = send(400, is_useful=answer, comment="Kept <b>words</b>")
    assert "Press Yes or No" in response.text
    assert "Kept &lt;b&gt;words&lt;/b&gt;" in response.text
    assert f'name="path" value="{PAGE}"' in response.text


def test_a_comment_that_is_too_long_is_refused_in_words_and_comes_back(send):
    comment = "x" * 201
    text = send(400, comment=comment).text
    assert "Write at most 200 characters" in text
    assert comment in text
    assert not Feedback.objects.exists()
    send(comment="x" * 200)


def test_an_empty_post_is_refused_in_words(client):
    response = client.post("/feedback/")
    assert response.status_code == 400
    assert "does not say which page" in response.text


def test_feedback_is_sent_and_not_fetched(get):
    response = get("/feedback/", status=405)
    assert response.headers["Allow"] == "POST"
    assert "at the foot of a page" in response.text


def test_one_address_may_answer_so_often_an_hour(send):
    for _ in range(ANSWERS_AN_HOUR):
        send()
    assert "10 answers an hour" in send(429, comment="Kept words").text
    assert Feedback.objects.count() == ANSWERS_AN_HOUR
    send(remote="192.0.2.2")


def test_after_an_hour_the_same_address_may_answer_again(send):
    for _ in range(ANSWERS_AN_HOUR):
        send()
    FeedbackSender.objects.update(sent_at=timezone.now() - timedelta(minutes=61))
    send()
    assert FeedbackSender.objects.count() == 1, "the old ones are forgotten"


def test_who_sent_feedback_is_forgotten_with_the_next_regular_run(send):
    send()
    call_command("run_due")
    assert FeedbackSender.objects.count() == 1
    FeedbackSender.objects.update(sent_at=timezone.now() - timedelta(minutes=61))
    call_command("run_due")
    assert not FeedbackSender.objects.exists()


def test_all_together_may_answer_so_often_a_day(send, monkeypatch):
    monkeypatch.setattr(feedback, "ANSWERS_A_DAY", 2)
    send(remote="192.0.2.1")
    send(remote="192.0.2.2")
    text = send(429, remote="192.0.2.3", comment="Kept words").text
    assert "The editors cannot read more answers today" in text
    assert "Kept words" in text
    Feedback.objects.update(created_at=timezone.now() - timedelta(hours=25))
    send(remote="192.0.2.3")


def test_the_address_is_counted_scrambled(send):
    send()
    assert "192.0.2" not in FeedbackSender.objects.get().sender


def test_without_a_proxy_nobody_can_choose_an_address(send):
    for number in range(ANSWERS_AN_HOUR):
        send(headers={"X-Forwarded-For": f"203.0.113.{number}"})
    send(429, headers={"X-Forwarded-For": "203.0.113.99"})


def test_behind_a_proxy_its_word_counts_and_not_the_reader_s(send, settings):
    settings.TRUSTED_PROXIES = 1
    for number in range(ANSWERS_AN_HOUR):
        send(headers={"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.1"})
    send(429, headers={"X-Forwarded-For": "198.51.100.1"})
    send(headers={"X-Forwarded-For": "198.51.100.2"})


def test_editors_read_feedback_and_may_delete_it_but_change_nothing(admin_client):
    one = Feedback.objects.create(path=PAGE, is_useful=False, comment="Too short.")
    Feedback.objects.create(path="/skills/sql/", is_useful=True)
    listed = admin_client.get("/admin/careers/feedback/?is_useful__exact=0&q=data-analyst").text
    assert "Too short." in listed
    assert "/skills/sql/" not in listed
    assert admin_client.get("/admin/careers/feedback/add/").status_code == 403
    form = f"/admin/careers/feedback/{one.pk}/change/"
    assert admin_client.post(form, {"comment": "Forged"}).status_code == 403
    admin_client.post(f"/admin/careers/feedback/{one.pk}/delete/", {"post": "yes"})
    assert not Feedback.objects.filter(pk=one.pk).exists()
