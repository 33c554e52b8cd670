import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import html5lib
import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from alerts import delivery, limits, subscriptions
from alerts.links import MANAGE, path
from alerts.models import Alert, Mail, SignUp
from alerts.sending import send_due
from portal.management.commands.make_editor import make_editor
from tests.alerts.conftest import ADDRESS
from tests.conftest import assert_is_sound
from tests.factories import make_role, make_skill

pytestmark = pytest.mark.django_db

LINK = re.compile(r"http://testserver(/alerts/\S+)")


@pytest.fixture
def sign_up(client):
    """Signs an address up; the page that answers is held to what every page promises."""

    def post(search="", status=200, headers=None, remote="192.0.2.1", **sent):
        sent = {"address": ADDRESS, "rhythm": "daily"} | sent
        address = "/alerts/new/" + (search and f"?{search}")
        response = client.post(address, sent, headers=headers, REMOTE_ADDR=remote)
        assert response.status_code == status
        assert_is_sound(response)
        return response

    return post


@pytest.fixture
def send(client):
    """Sends a form of the page of an alert."""

    def post(path, status=200, headers=None, **sent):
        response = client.post(path, sent, headers=headers)
        assert response.status_code == status
        assert_is_sound(response)
        return response

    return post


def link_in(mail):
    return LINK.search(mail.body)[1]


def manage_link(text):
    return re.search(r'href="(/alerts/[^"/]+/)"', text)[1]


def test_the_board_leads_to_its_search_by_mail(get):
    make_role("Analyst")
    board = get("/jobs/?role=analyst&sort=pay").text
    assert 'href="/alerts/new/?role=analyst"' in board
    page = get("/alerts/new/?role=analyst")
    assert "Analyst" in page.text
    assert not page.cookies


def test_sign_up_confirm_change_and_end(get, send, sign_up, mailoutbox):
    make_role("Analyst")
    assert "Look into your inbox" in sign_up("role=analyst").text
    (mail,) = mailoutbox
    confirm = link_in(mail)
    assert mail.to == [ADDRESS]
    assert not Alert.objects.get().is_confirmed

    assert "Yes, switch it on" in get(confirm).text
    assert not Alert.objects.get().is_confirmed, "a scanner that follows links confirms nothing"
    page = send(confirm).text
    assert "Your alert is on" in page
    alert = Alert.objects.get()
    assert (alert.search, alert.rhythm, alert.is_confirmed) == ("role=analyst", "daily", True)

    manage = manage_link(page)
    assert "http://testserver/jobs/?role=analyst" in get(manage).text
    assert f'href="{manage}search/?role=analyst"' in get(manage).text
    new = "http://testserver/jobs/?level=senior&sort=pay&page=2"
    assert "Saved." in send(manage, rhythm="weekly", search=new).text
    alert = Alert.objects.get()
    assert (alert.search, alert.rhythm) == ("level=senior", "weekly")

    assert "End this alert?" in get(f"{manage}off/").text
    assert "Your alert has ended" in send(f"{manage}off/").text
    assert not Alert.objects.exists()
    for used_again in (confirm, manage, f"{manage}off/", f"{manage}search/"):
        assert "leads to no alert any more" in get(used_again, status=410).text
        assert "leads to no alert any more" in send(used_again, status=410).text


def test_a_browser_without_a_cookie_or_token_may_sign_up(mailoutbox):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/alerts/new/", {"address": ADDRESS, "rhythm": "weekly"})
    assert response.status_code == 200
    assert not response.cookies
    confirm = link_in(mailoutbox[0])
    assert "Your alert is on" in strict.post(confirm, headers={"Origin": "http://testserver"}).text


def test_forms_on_other_sites_are_refused_but_one_click_is_not(sign_up, send, make_alert, client):
    from_elsewhere = {"Origin": "https://elsewhere.example"}
    assert "a form on another site" in sign_up(status=403, headers=from_elsewhere).text
    alert = make_alert()
    token = token_of(alert)
    send(f"/alerts/{token}/", 403, from_elsewhere, rhythm="weekly", search="/jobs/")
    send(f"/alerts/{token}/search/", 403, from_elsewhere, level="mid")
    send(f"/alerts/{token}/off/", 200, from_elsewhere, **{"List-Unsubscribe": "One-Click"})
    assert not Alert.objects.exists()


def token_of(alert):
    return path(alert, MANAGE, "alert_detail").split("/")[2]


def test_the_mail_that_asks_has_nothing_that_a_stranger_typed(sign_up, mailoutbox):
    sign_up("q=buy+pills+at+evil.example&city=Cheap+pills,US")
    (mail,) = mailoutbox
    for text in (mail.subject, mail.body, mail.alternatives[0].content):
        assert "pills" not in text
        assert "evil" not in text


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ann",
        "ann@",
        "@example.org",
        "ann@example",
        "ann@localhost",
        "ann@[127.0.0.1]",
        "ann@example.org, eve@example.org",
        "ann@example.org;eve@example.org",
        "ann@example.org\r\nBcc: eve@example.org",
        "ann\r\nBcc:eve@example.org",
        "ann@exa\nmple.org",
        "Ann <ann@example.org>",
        '"ann lee"@example.org',
        '"\x01"@example.org',
        "a..b@example.org",
        "änn@example.org",
        "ann@example..org",
        f"{'a' * 65}@example.org",
        f"ann@{'a.' * 130}org",
        "ann@" + "ü" * 80 + ".org",
        "ann@\ufffd.org",
    ],
)
def test_what_is_no_address_is_refused_in_words(address, sign_up, mailoutbox):
    text = sign_up(status=400, address=address).text
    assert "field-problem" in text
    assert mailoutbox == []
    assert not Alert.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" ann@example.org\x00\r\n", "ann@example.org"),
        ("Ann.Lee+jobs@EXAMPLE.org", "Ann.Lee+jobs@example.org"),
        ("o'hara@example.org", "o'hara@example.org"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
    ],
)
def test_odd_addresses_that_exist_are_taken(typed, kept, sign_up, mailoutbox):
    sign_up(address=typed)
    assert Alert.objects.get().address == kept
    assert mailoutbox[0].message()["To"] == kept


@pytest.mark.parametrize("rhythm", ["", "hourly", "daily\r\nBcc: eve@example.org"])
def test_an_unknown_rhythm_is_refused_in_words(rhythm, sign_up, mailoutbox):
    assert "once a day or once a week" in sign_up(status=400, rhythm=rhythm).text
    assert mailoutbox == []


@pytest.mark.parametrize("search", ["role=gone", "skil=sql", "level=x", "q=%21%21", "pay=lots"])
def test_a_search_that_means_nothing_is_not_followed(search, get, sign_up, mailoutbox):
    for page in (get(f"/alerts/new/?{search}"), sign_up(search, status=400)):
        assert "This search cannot be followed" in page.text
    assert mailoutbox == []


def test_the_answer_is_the_same_whoever_has_an_alert(sign_up, make_alert):
    make_alert()
    known = sign_up(address=ADDRESS).text
    assert known == sign_up(address="nobody@example.org").text


def test_one_address_is_mailed_so_often_an_hour_and_nobody_can_tell(sign_up, mailoutbox):
    pages = {
        sign_up(remote=f"192.0.2.{number}", address=address).text
        for number, address in enumerate([ADDRESS, "ANN@example.org", ADDRESS, ADDRESS, ADDRESS])
    }
    assert len(pages) == 1
    assert len(mailoutbox) == limits.SIGN_UPS_OF_AN_ADDRESS
    SignUp.objects.update(at=timezone.now() - timedelta(minutes=61))
    sign_up()
    assert len(mailoutbox) == limits.SIGN_UPS_OF_AN_ADDRESS + 1


def test_one_peer_may_sign_up_so_often_an_hour(sign_up, mailoutbox):
    for number in range(limits.SIGN_UPS_OF_A_PEER):
        sign_up(address=f"ann{number}@example.org")
    page = sign_up(status=429, address="more@example.org", headers={"X-Forwarded-For": "8.8.8.8"})
    assert "At most 10 sign-ups an hour" in page.text
    assert 'value="more@example.org"' in page.text
    sign_up(address="more@example.org", remote="192.0.2.2")
    assert len(mailoutbox) == limits.SIGN_UPS_OF_A_PEER + 1


def test_all_together_may_sign_up_so_often_an_hour(sign_up, monkeypatch):
    monkeypatch.setattr(limits, "SIGN_UPS_OF_ALL", 2)
    for number in range(2):
        sign_up(address=f"ann{number}@example.org", remote=f"192.0.2.{number}")
    assert "more sign-ups than we can take" in sign_up(status=429, remote="192.0.2.9").text


def test_sign_ups_are_counted_scrambled(sign_up):
    sign_up()
    counted = str(SignUp.objects.values().get())
    assert "192.0.2" not in counted
    assert "ann" not in counted


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (delivery.Unreachable("no"), 503, "could not be sent just now"),
        (delivery.RefusedForGood("550"), 400, "no e-mail address that mail can be sent to"),
    ],
)
def test_a_mail_that_cannot_be_sent_leaves_nothing(error, status, words, sign_up, monkeypatch):
    def fail(message):
        raise error

    monkeypatch.setattr("alerts.views.deliver", fail)
    assert words in sign_up(status=status).text
    assert not Alert.objects.exists()


@pytest.mark.parametrize(
    "alter",
    [
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: "A" + token[1:] if token[0] != "A" else "B" + token[1:],
        lambda token: token.replace(".", "%0d%0a"),
        lambda token: "x",
        lambda token: "%00",
        lambda token: "é.é",
        lambda token: token.partition(".")[0],
        lambda token: "a" * 3000,
    ],
)
def test_an_altered_link_is_answered_in_words(alter, get, send, make_alert):
    token = alter(token_of(make_alert()))
    for page in ("", "confirm/", "off/", "search/"):
        path = f"/alerts/{token}/{page}"
        assert "This link is not whole" in get(path, status=404).text
        assert "This link is not whole" in send(path, 404).text
    assert Alert.objects.count() == 1


def test_a_link_opens_what_it_is_for_only(get, sign_up, mailoutbox):
    """Who has the mail that asks may not yet end or change anything, and the reverse."""
    sign_up()
    token = link_in(mailoutbox[0]).split("/")[2]
    get(f"/alerts/{token}/", status=404)
    get(f"/alerts/{token}/off/", status=404)
    get(f"/alerts/{token}/search/", status=404)
    get(f"/alerts/{token_of(Alert.objects.get())}/confirm/", status=404)


def test_after_48_hours_a_sign_up_cannot_be_confirmed(get, send, sign_up, mailoutbox):
    sign_up()
    Alert.objects.update(created_at=timezone.now() - timedelta(hours=48, seconds=1))
    confirm = link_in(mailoutbox[0])
    assert "nobody confirmed it within 48 hours" in get(confirm, status=410).text
    send(confirm, 410)
    assert not Alert.objects.confirmed().exists()


def test_confirming_twice_changes_nothing(get, send, sign_up, mailoutbox):
    sign_up()
    confirm = link_in(mailoutbox[0])
    send(confirm)
    due_at = Alert.objects.get().due_at
    assert "Your alert is on" in get(confirm).text
    assert "Your alert is on" in send(confirm).text
    assert Alert.objects.get().due_at == due_at


def test_the_same_search_twice_is_one_alert(send, sign_up, mailoutbox, make_alert):
    first = make_alert("level=senior", address="Ann@example.org")
    sign_up("level=senior", rhythm="weekly")
    page = send(link_in(mailoutbox[0])).text
    assert "once a week" in page
    alert = Alert.objects.get()
    assert (alert.pk, alert.rhythm) == (first.pk, "weekly")


def test_an_address_has_so_many_alerts_at_most(send, sign_up, mailoutbox, make_alert):
    for number in range(20):
        make_alert(f"pay={number + 1}000")
    sign_up("level=senior")
    assert "You have 20 alerts" in send(link_in(mailoutbox[0]), 409).text


def test_all_alerts_of_an_address_can_be_deleted_at_once(send, make_alert):
    alert = make_alert()
    make_alert("level=mid", address="Ann@example.org")
    make_alert(address="other@example.org")
    page = send(f"/alerts/{token_of(alert)}/off/", all="yes")
    assert "Your alerts have ended" in page.text
    assert [each.address for each in Alert.objects.all()] == ["other@example.org"]


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ("", "Paste the address"),
        ("nonsense", "Paste the address"),
        ("http://testserver/roles/analyst/", "Paste the address"),
        ("http://[", "Paste the address"),
        ("http://testserver/jobs/?role=gone", "not one of the choices"),
        ("http://testserver/jobs/?rolle=x", "not a filter here"),
        ("x" * 5000, "at most 4000"),
    ],
)
def test_a_change_that_would_not_work_is_refused_in_words(search, words, send, make_alert):
    alert = make_alert("level=senior")
    page = send(f"/alerts/{token_of(alert)}/", 400, rhythm="weekly", search=search)
    assert words in page.text
    alert.refresh_from_db()
    assert (alert.search, alert.rhythm) == ("level=senior", "daily")


def test_the_board_s_filters_give_an_alert_another_search(get, send, make_alert, make_new):
    """As a browser without scripts does it: what a form holds is what it sends."""
    skill = make_skill("SQL")
    make_new("Fits", skills=[skill], level="mid", workplace="remote")
    make_new("Other", level="senior")
    alert = make_alert("skill=sql&level=senior")
    page = get(manage := f"/alerts/{token_of(alert)}/")
    page = get(filters := unescape(re.search(r'href="([^"]+search/[^"]*)"', page.text)[1]))
    assert filters == f"{manage}search/?skill=sql&level=senior"
    sent = sent_by(page, manage + "search/")
    assert {("skill", "sql"), ("level", "senior")} <= {*sent}
    sent = [pair for pair in sent if pair != ("level", "senior")] + [("workplace", "remote")]
    page = get(f"{manage}search/?{urlencode(sent)}")
    assert "1 open job at the moment" in page.text
    alert.refresh_from_db()
    assert alert.search == "skill=sql&level=senior", "nothing changed until the button is pressed"
    buttons = re.findall(r"<button[^>]*>(?:Show what|Use this)", page.text)
    assert ["post" in button for button in buttons] == [False, True], "Enter presses the first"
    sent = sent_by(page, f"{manage}search/")
    assert "Saved." in send(f"{manage}search/", **QueryDict(urlencode(sent))).text
    alert.refresh_from_db()
    assert (alert.search, alert.rhythm) == ("skill=sql&workplace=remote", "daily")


def sent_by(page, action):
    """[(name, value)] that a browser sends by the form that goes to an address."""
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    (form,) = tree.findall(f".//form[@action='{action}']")
    boxes = [
        (box.get("name"), box.get("value", ""))
        for box in form.iter("input")
        if "checked" in box.attrib or box.get("type") not in ("checkbox", "radio")
    ]
    chosen = [
        (box.get("name"), option.get("value", option.text))
        for box in form.iter("select")
        for option in [*box.findall("option[@selected]"), box.find("option")][:1]
    ]
    return boxes + chosen


def test_a_search_that_an_alert_cannot_have_is_not_taken(get, send, make_alert):
    manage = f"/alerts/{token_of(make_alert('level=senior'))}/"
    for search in ("employer=gone-works", "skil=sql", "not_role=gone", "q=%21"):
        page = get(f"{manage}search/?{search}").text
        assert "an alert cannot have it" in page
        assert "note-problem" in page
        sent = send(f"{manage}search/", 400, **QueryDict(search))
        assert "an alert cannot have it" in sent.text
    assert Alert.objects.get().search == "level=senior"


def test_filters_that_are_ticked_count_whether_they_were_looked_at_or_not(send, make_alert):
    alert = make_alert("level=senior")
    link = f"/alerts/{token_of(alert)}/search/"
    page = send(link, level=["mid", "senior"], q="", area="", pay="", reach="starts", per="year")
    assert "Saved." in page.text
    assert "Your alert" in page.text
    alert.refresh_from_db()
    assert alert.search == "level=mid&level=senior"


def test_the_filters_of_an_alert_lead_nowhere_that_takes_its_link_along(client, make_alert):
    response = client.get(f"/alerts/{token_of(make_alert('level=senior'))}/search/?level=mid")
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert 'href="/jobs/?level=mid" rel="noreferrer"' in response.text
    assert "/jobs/values/" not in response.text
    assert ADDRESS not in response.text
    assert not response.cookies


def test_the_rhythm_alone_can_be_changed_even_if_the_search_finds_nothing(send, make_alert):
    alert = make_alert("employer=gone-works")
    assert "Saved." in send(f"/alerts/{token_of(alert)}/", rhythm="weekly").text
    alert.refresh_from_db()
    assert (alert.search, alert.rhythm) == ("employer=gone-works", "weekly")
    send(f"/alerts/{token_of(alert)}/", 400, rhythm="hourly")
    send(f"/alerts/{token_of(alert)}/", 400)


def test_a_change_forgets_no_mail_that_went_out_meanwhile(make_alert, make_new):
    """Somebody looks at the alert while a run sends its mail: it must not be due once more."""
    alert = make_alert("level=senior")
    make_new(level="senior")
    assert send_due().sent == 1
    subscriptions.change(alert, search="level=mid")
    assert send_due().sent == 0
    assert Alert.objects.get().due_at > timezone.now()


@pytest.mark.parametrize("verb", [subscriptions.change, subscriptions.confirm])
def test_what_was_deleted_meanwhile_does_not_come_back(verb, make_alert):
    alert = make_alert()
    subscriptions.erase(ADDRESS)
    with pytest.raises(Alert.DoesNotExist):
        verb(alert)
    assert not Alert.objects.exists()


def test_who_changes_an_alert_that_is_being_deleted_is_told(send, make_alert, monkeypatch):
    alert = make_alert()
    link = f"/alerts/{token_of(alert)}/"
    monkeypatch.setattr(subscriptions, "change", lambda *a, **k: Alert.objects.get(pk=0))
    assert "leads to no alert any more" in send(link, 410, rhythm="weekly").text


def test_a_changed_search_begins_with_the_next_listing(make_alert, make_new, send):
    alert = make_alert("level=senior")
    make_new("Was there before", level="mid")
    send(f"/alerts/{token_of(alert)}/", rhythm="daily", search="/jobs/?level=mid")
    assert send_due().sent == 0


def test_pages_of_an_alert_stay_private(client, make_alert):
    alert = make_alert()
    response = client.get(f"/alerts/{token_of(alert)}/")
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert ADDRESS not in response.text
    assert 'name="robots" content="noindex"' in response.text
    assert "canonical" not in response.text
    assert not response.cookies


def test_an_alert_whose_employer_is_gone_says_so_on_its_page(get, make_alert):
    alert = make_alert("employer=gone-works")
    text = get(f"/alerts/{token_of(alert)}/").text
    assert "can find nothing any more" in text
    assert "“gone-works” is not one of the choices." in text


def test_editors_see_no_address_and_find_whom_to_delete_by_the_whole_one(client, make_alert):
    make_editor("ed", password="as long as it needs to be")
    client.login(username="ed", password="as long as it needs to be")
    alert = make_alert("level=senior")
    Mail.objects.create(alert=alert, through=1, jobs=1)
    listed = client.get("/admin/alerts/alert/").text
    assert "level=senior" in listed
    assert ADDRESS not in listed
    found = "/admin/alerts/alert/?q={}"
    assert "1 alert" in client.get(found.format(ADDRESS)).text
    assert "0 alerts" in client.get(found.format("ann")).text
    page = f"/admin/alerts/alert/{alert.pk}/"
    assert ADDRESS not in client.get(f"{page}change/").text
    assert client.post(f"{page}change/", {"search": ""}).status_code == 403
    client.post(f"{page}delete/", {"post": "yes"})
    assert not Alert.objects.exists()
