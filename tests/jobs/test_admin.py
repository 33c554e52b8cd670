"""The editors' desk for listings, and for where they come in from."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careers.models import Role, Skill
from jobs.admin import SourceAdmin
from jobs.importing import asked, pipeline
from jobs.importing.payloads import Fetched
from jobs.models import Employer, ExchangeRate, Listing, ListingPlace, Pull, Source
from portal.management.commands.make_editor import editors
from tests.factories import TERMS, make_role, make_skill
from tests.forms import filled, sent_back

pytestmark = pytest.mark.django_db

LISTINGS = "/admin/jobs/listing/"
SOURCES = "/admin/jobs/source/"


@pytest.fixture(autouse=True)
def editor(client):
    """An editor, whose login the client carries."""
    user = User.objects.create(username="ann", is_staff=True)
    user.groups.add(editors())
    client.force_login(user)
    return user


def make_source(name="Acme's board"):
    employer, _ = Employer.objects.get_or_create(name="Acme", slug="acme")
    url = "https://example.org/jobs"
    return Source.objects.create(name=name, kind="greenhouse", employer=employer, url=url)


def board(title="Data Analyst"):
    """The payload of a board with one advert."""
    job = {"id": 7, "title": title, "absolute_url": "https://example.org/jobs/7"}
    job |= {"location": {"name": "Berlin"}, "content": "<p>Count things.</p>\n<p>With care.</p>"}
    return json.dumps({"jobs": [job]}).encode()


def answer_empty(url, **known):
    return Fetched(b'{"jobs": []}')


def make_pulled_listing():
    """A listing as its source brought it in."""
    pipeline.pull(make_source(), board())
    return Listing.objects.get()


def make_listing(title="Analyst", **fields):
    employer, _ = Employer.objects.get_or_create(name="Acme", slug="acme")
    values = {"employer": employer, "closes_at": timezone.now() + timedelta(days=9)}
    return Listing.objects.create(title=title, **values | fields)


def change_url(row):
    return f"/admin/jobs/{row._meta.model_name}/{row.pk}/change/"


def save(client, row, **changes):
    """Opens the form of a row, changes it, saves it, and reads the row anew."""
    url = change_url(row)
    response = client.post(url, filled(client, url, **changes))
    assert response.status_code == 302, response.context["errors"]
    row.refresh_from_db()


def result(client, url, **query):
    return list(client.get(url, query).context["cl"].result_list)


# Listings made by hand


def test_a_hand_made_listing_ends_after_sixty_days_unless_said(client):
    employer = Employer.objects.create(name="Acme", slug="acme")
    data = filled(client, f"{LISTINGS}add/", title="Analyst", employer=employer.name)
    assert data["closes_at"]
    client.post(f"{LISTINGS}add/", data | {"closes_at": ""})
    closes_in = Listing.objects.get().closes_at - timezone.now()
    assert timedelta(days=59) < closes_in <= timedelta(days=60)


def test_a_saved_text_is_cleaned_and_its_words_are_kept(client):
    listing = make_listing()
    body = "<p onclick='x()'>Count <b>things</b>.</p><script>x()</script>"
    save(client, listing, body_html=body)
    assert listing.body_html == "<p>Count <b>things</b>.</p>"
    assert listing.body_text == "Count things."


def test_saved_pay_is_converted_to_us_dollars_a_year(client):
    ExchangeRate.objects.update_or_create(
        currency="EUR", defaults={"usd": "1.10", "as_of": "2026-01-01"}
    )
    listing = make_listing()
    pay = {"pay_min": "50", "pay_max": "60", "pay_currency": "eur", "pay_period": "hour"}
    save(client, listing, **pay)
    assert (listing.pay_usd_min, listing.pay_usd_max) == (114400, 137280)


def test_pay_without_its_currency_is_refused_in_words(client):
    url = change_url(make_listing())
    response = client.post(url, filled(client, url, pay_min="50"))
    assert "Pay needs its currency." in response.text


def test_a_role_chosen_by_hand_says_so(client):
    listing, role = make_listing(), make_role()
    save(client, listing, role=role.title)
    assert (listing.role, listing.role_reason) == (role, "chosen by an editor")


def test_a_place_may_be_written_in_small_letters(client):
    place = {"places-TOTAL_FORMS": 1, "places-0-kind": "office", "places-0-country": "de"}
    save(client, make_listing(), **place)
    assert ListingPlace.objects.get().country == "DE"


def test_a_listing_is_offered_the_role_level_and_skills_that_its_text_names(client):
    role = make_role("Data Analyst")
    sql = make_skill("SQL")
    employer = Employer.objects.create(name="Acme", slug="acme")
    text = {"title": "Senior Data Analyst", "body_html": "<p>You write SQL daily.</p>"}
    data = filled(client, f"{LISTINGS}add/", employer=employer.name, **text)
    page = client.post(f"{LISTINGS}add/", data | {"_offer": ""})
    assert "Role: Data Analyst; Level: Senior-level / Expert; Skills: SQL." in page.text
    assert "Please correct" not in page.text
    assert not Listing.objects.exists()
    client.post(f"{LISTINGS}add/", sent_back(page))
    listing = Listing.objects.get()
    assert (listing.role, listing.level, [*listing.skills.all()]) == (role, "senior", [sql])


def test_an_offer_leaves_alone_what_an_editor_chose(client):
    role = make_role("Data Engineer")
    make_role("Data Analyst")
    url = change_url(make_listing("Senior Data Analyst"))
    data = filled(client, url, role=role.pk, level="mid", _offer="")
    form = client.post(url, data).context["adminform"].form
    assert (form["role"].value(), form["level"].value()) == (str(role.pk), "mid")
    assert form.said_above.startswith("Its text names no role, level or skill")


def test_an_existing_listing_starts_a_new_one(client):
    listing = make_pulled_listing()
    listing.skills.add(make_skill("SQL"))
    page = client.get(change_url(listing))
    assert f"{LISTINGS}add/?like={listing.pk}" in page.text
    client.post(f"{LISTINGS}add/", filled(client, f"{LISTINGS}add/?like={listing.pk}"))
    new = Listing.objects.get(source=None)
    assert (new.title, new.employer, new.body_text) == (
        listing.title,
        listing.employer,
        listing.body_text,
    )
    assert [str(place) for place in new.places.all()] == ["Berlin, Germany"]
    assert [skill.name for skill in new.skills.all()] == ["SQL"]
    assert new.closes_at
    assert new.locked_fields == []


# Locks against the source


def test_an_editors_change_is_locked_against_the_source_and_the_form_says_so(client):
    listing = make_pulled_listing()
    save(client, listing, title="Senior Analyst")
    assert listing.locked_fields == ["title"]
    assert "Locked: an editor changed this" in client.get(change_url(listing)).text
    pipeline.pull(listing.source, board("Data Analyst II"))
    listing.refresh_from_db()
    assert listing.title == "Senior Analyst"


def test_saving_a_listing_untouched_locks_nothing(client):
    listing = make_pulled_listing()
    save(client, listing)
    assert listing.locked_fields == []
    assert "Locked:" not in client.get(change_url(listing)).text


def test_changed_places_are_locked(client):
    listing = make_pulled_listing()
    save(client, listing, **{"places-0-city": "Hamburg"})
    assert listing.locked_fields == ["places"]


def test_an_unlocked_field_is_the_sources_again(client):
    listing = make_pulled_listing()
    save(client, listing, title="Senior Analyst")
    save(client, listing, unlock=["title"])
    assert (listing.title, listing.locked_fields) == ("Senior Analyst", [])
    pipeline.pull(listing.source, board())
    listing.refresh_from_db()
    assert listing.title == "Data Analyst"


def test_locks_are_released_one_by_one_and_say_what_the_source_gives(client):
    listing = make_pulled_listing()
    pay = {"pay_min": "50", "pay_max": "60", "pay_currency": "EUR", "pay_period": "hour"}
    save(client, listing, title="Senior Analyst", language="de", **pay)
    choices = client.get(change_url(listing)).context["adminform"].form.fields["unlock"].choices
    assert [label for _, label in choices] == [
        "Language",
        "Pay",
        "Title (its source says: Data Analyst)",
    ]
    save(client, listing, unlock=["title"])
    assert listing.locked_fields == ["language", "pay_currency", "pay_max", "pay_min", "pay_period"]
    save(client, listing, unlock=["pay_currency"])
    assert listing.locked_fields == ["language"]


def test_a_lock_that_somebody_else_released_meanwhile_is_no_fault(client):
    listing = make_pulled_listing()
    save(client, listing, title="Senior Analyst", language="de")
    data = filled(client, change_url(listing), unlock=["title"])
    save(client, listing, unlock=["title"])
    assert client.post(change_url(listing), data).status_code == 302
    listing.refresh_from_db()
    assert listing.locked_fields == ["language"]


def test_a_lock_on_one_figure_of_pay_is_said_at_all_of_them(client):
    listing = make_pulled_listing()
    save(client, listing, pay_min="50", pay_currency="EUR", pay_period="hour")
    opened = client.get(change_url(listing))
    with_errors = client.post(change_url(listing), sent_back(opened, pay_max="x"))
    for page in (opened, with_errors):
        form = page.context["adminform"].form
        assert "Locked:" in form["pay_max"].help_text
        assert "Locked:" not in form["title"].help_text


# Closing and opening again


def choose(client, url, action, *rows):
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(url, data, follow=True)


def test_closing_a_listing_is_locked_against_its_source(client):
    listing = make_pulled_listing()
    assert "1 listing closed." in choose(client, LISTINGS, "close", listing).text
    pipeline.pull(listing.source, board())
    listing.refresh_from_db()
    assert not listing.is_open


def test_re_opening_a_listing_puts_it_back_on_the_board(client):
    long_ago = timezone.now() - timedelta(days=40)
    pulled = make_pulled_listing()
    gone = make_listing(closed_at=long_ago, closes_at=long_ago)
    choose(client, LISTINGS, "close", pulled)
    assert "2 listings opened again." in choose(client, LISTINGS, "reopen", gone, pulled).text
    assert set(Listing.objects.open()) == {gone, pulled}
    pulled.refresh_from_db()
    assert pulled.locked_fields == []


def test_listings_are_filtered_by_state(client):
    open_one = make_listing()
    closed = make_listing(closed_at=timezone.now())
    samples = Source.objects.create(name="Samples", kind="samples")
    sample = make_listing(source=samples, external_id="1")
    assert set(result(client, LISTINGS, state="open")) == {open_one, sample}
    assert result(client, LISTINGS, state="closed") == [closed]
    assert result(client, LISTINGS, state="sample") == [sample]


# Sources, pulls, rates


def import_now(client, source, action="import_now"):
    """Asks for an import, lets it be done beside the request, and looks again."""
    waiting = choose(client, SOURCES, action, source)
    assert "Waits for its turn" in waiting.text
    assert waiting["Refresh"] == "2"
    asked.work()
    done = client.get(waiting.redirect_chain[-1][0])
    assert "Refresh" not in done
    return done


def test_import_now_shows_the_receipt(client, monkeypatch):
    source = make_source()
    monkeypatch.setattr(pipeline, "fetch", lambda url: Fetched(board()))
    page = import_now(client, source).text
    assert "1 new, 0 changed, 0 closed" in page
    assert Listing.objects.get().source == source


def test_a_pull_that_fails_says_why(client, monkeypatch):
    source = make_source()
    monkeypatch.setattr(pipeline, "fetch", lambda url: Fetched(b""))
    page = import_now(client, source).text
    assert "failed. The answer is empty" in page
    assert Pull.objects.get().state == Pull.State.FAILED


def test_a_held_pull_can_be_accepted(client, monkeypatch):
    listing = make_pulled_listing()
    monkeypatch.setattr(pipeline, "fetch", answer_empty)
    assert "held for an editor" in import_now(client, listing.source).text
    import_now(client, listing.source, "import_accepting")
    assert not Listing.objects.open().exists()


def test_a_source_says_when_it_was_last_read_well(client):
    listing = make_pulled_listing()
    page = client.get(change_url(listing.source)).text
    assert "1 pull</a>" in page
    assert "Good" in page
    assert "None yet" not in page


def hold(source, monkeypatch):
    """A pull of a source that is held, as its site has nothing left."""
    monkeypatch.setattr(pipeline, "fetch", answer_empty)
    return pipeline.pull(source)


def decide(client, verb, held):
    return client.post(f"/admin/jobs/pull/{held.pk}/{verb}/", follow=True)


def test_a_held_pull_says_what_it_would_do_and_does_it_once_accepted(client, monkeypatch):
    listing = make_pulled_listing()
    held = hold(listing.source, monkeypatch)
    page = client.get(change_url(held)).text
    assert "Closed: 7 Data Analyst" in page
    assert "Accept: close these listings" in page
    assert client.get(f"/admin/jobs/pull/{held.pk}/accept/").status_code == 405
    assert Listing.objects.open().exists()
    page = decide(client, "accept", held).text
    assert "Accepted. Acme&#x27;s board: 0 new, 0 changed, 1 closed" in page
    assert "Accept: close these listings" not in page
    assert not Listing.objects.open().exists()
    assert "nothing to decide any more" in decide(client, "reject", held).text


def test_a_rejected_pull_leaves_the_listings_open(client, monkeypatch):
    held = hold(make_pulled_listing().source, monkeypatch)
    assert "rejected by an editor" in decide(client, "reject", held).text
    assert Listing.objects.open().exists()


def test_who_may_not_change_sources_may_not_decide(client, editor, monkeypatch):
    held = hold(make_pulled_listing().source, monkeypatch)
    editor.groups.clear()
    editor.user_permissions.add(Permission.objects.get(codename="view_pull"))
    assert "Accept: close" not in client.get(change_url(held)).text
    assert decide(client, "accept", held).status_code == 403


def test_a_source_that_is_being_read_says_so(client, monkeypatch):
    held = hold(make_pulled_listing().source, monkeypatch)
    with pipeline.leased(held.source):
        assert "Is being read" in choose(client, SOURCES, "import_now", held.source).text
        assert "is being read by another run" in decide(client, "accept", held).text


def test_an_import_is_done_after_the_request_and_by_run_due_where_no_thread_did(
    client, monkeypatch, django_capture_on_commit_callbacks
):
    source = make_source()
    Source.objects.update(is_active=False, next_pull_at=timezone.now() + timedelta(hours=5))
    monkeypatch.setattr(pipeline, "fetch", lambda url: Fetched(board()))
    with django_capture_on_commit_callbacks() as started:
        choose(client, SOURCES, "import_now", source)
    assert len(started) == 1
    assert not Pull.objects.exists()
    call_command("run_due", stdout=StringIO())
    source.refresh_from_db()
    assert (Pull.objects.get().state, source.asked_for) == ("good", "")


def test_an_import_that_is_killed_is_still_asked_for(client, monkeypatch):
    source = make_source()

    def kill(url):
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "fetch", kill)
    choose(client, SOURCES, "import_now", source)
    with pytest.raises(KeyboardInterrupt):
        asked.work()
    assert list(Source.objects.asked()) == [source]


def test_who_may_not_change_sources_sees_no_imports(client, editor):
    editor.groups.clear()
    editor.user_permissions.add(Permission.objects.get(codename="view_source"))
    assert client.get(f"{SOURCES}imports/?source=1").status_code == 403


def test_the_list_of_sources_tells_their_health(client, monkeypatch):
    source = make_pulled_listing().source
    job = json.loads(board())["jobs"][0]
    pipeline.pull(source, json.dumps({"jobs": [job, job | {"id": 8}]}).encode())
    page = client.get(SOURCES).text
    assert "1 → 2" in page
    hold(source, monkeypatch)
    assert "It has no advert to take, but 2 listings are open here." in client.get(SOURCES).text
    Pull.objects.filter(state="held").delete()
    Pull.objects.update(finished_at=timezone.now() - timedelta(days=15))
    assert "No good pull for 14 days" in client.get(SOURCES).text


def test_a_saved_source_keeps_what_a_pull_noted_meanwhile(client, monkeypatch):
    source, save_form = make_pulled_listing().source, SourceAdmin.save_form

    def pull_meanwhile(*args, **kwargs):
        Source.objects.update(etag='"7"', leased_until=timezone.now())
        return save_form(*args, **kwargs)

    monkeypatch.setattr(SourceAdmin, "save_form", pull_meanwhile)
    save(client, source, credit="Jobs by Acme, CC BY 4.0")
    assert (source.credit, source.etag) == ("Jobs by Acme, CC BY 4.0", '"7"')
    assert source.leased_until


def test_a_credit_line_stands_on_the_page_of_each_listing(client):
    listing = make_pulled_listing()
    assert "CC BY" not in client.get(listing.get_absolute_url()).text
    Source.objects.update(credit="Jobs by <Acme>, CC BY 4.0")
    assert "Jobs by &lt;Acme&gt;, CC BY 4.0" in client.get(listing.get_absolute_url()).text


def test_a_source_may_be_republished_only_with_the_terms_that_allow_it(client):
    source = make_source()
    data = filled(client, change_url(source), may_republish="on")
    assert (
        "Adverts may be republished only with the address"
        in client.post(change_url(source), data).text
    )
    save(client, source, may_republish="on", **TERMS)
    assert source.may_republish


def test_a_pull_is_read_only(client):
    make_pulled_listing()
    page = client.get(change_url(Pull.objects.get())).text
    assert 'name="_save"' not in page
    assert client.get("/admin/jobs/pull/add/").status_code == 403


def test_a_new_rate_converts_pay_again(client):
    pay = {"pay_min": "100000", "pay_currency": "ISK", "pay_period": "year"}
    listing = make_listing(**pay)
    rate = {"currency": "isk", "usd": "0.008", "as_of": "2026-01-01"}
    client.post("/admin/jobs/exchangerate/add/", rate)
    listing.refresh_from_db()
    assert listing.pay_usd_min == 800


def test_two_spellings_of_an_employer_are_refused_in_words(client):
    Employer.objects.create(name="Acme", slug="acme")
    response = client.post("/admin/jobs/employer/add/", {"name": "ACME", "slug": "acme-2"})
    assert "This employer exists already." in response.text


def add_a_row_of_each(n):
    role, _ = Role.objects.get_or_create(
        title=f"Role {n}", slug=f"role-{n}", family="analytics", track="individual"
    )
    employer = Employer.objects.create(name=f"Employer {n}", slug=f"employer-{n}")
    source = Source.objects.create(name=f"Source {n}", kind="greenhouse", employer=employer)
    Pull.objects.create(source=source, state="good", listed=n, finished_at=timezone.now())
    ExchangeRate.objects.get_or_create(
        currency=f"X{n:02}", defaults={"usd": 1, "as_of": "2026-01-01"}
    )
    listing = make_listing(employer=employer, role=role, source=source, external_id=str(n))
    listing.skills.add(Skill.objects.create(name=f"S{n}", slug=f"s-{n}", kind="tool"))


@pytest.mark.parametrize("name", ["listing", "employer", "source", "pull", "exchangerate"])
def test_a_list_asks_as_much_for_twenty_rows_as_for_one(client, name):
    def queries():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/admin/jobs/{name}/").status_code == 200
        return len(queries)

    add_a_row_of_each(0)
    for_one = queries()
    for n in range(1, 20):
        add_a_row_of_each(n)
    assert queries() == for_one < 12


# Finding them


def test_listings_are_found_by_words_of_title_text_and_employer(client):
    analyst = make_listing("Data Analyst", body_text="We count tides.")
    engineer = make_listing("Data Engineer")
    for words, found in {
        "data": [engineer, analyst],
        "data -engineer": [analyst],
        "“count tides”": [analyst],
        "acme": [engineer, analyst],
        "tides engineer": [],
        "&": [],
    }.items():
        assert result(client, LISTINGS, q=words) == found, words


def test_employers_are_found_by_other_names_and_counted_by_open_listings(client):
    make_listing("Analyst")
    make_listing("Engineer", closed_at=timezone.now())
    employer = Employer.objects.get()
    employer.other_names.create(name="Coyote Supplies")
    Employer.objects.create(name="Zenith", slug="zenith")
    (found,) = result(client, "/admin/jobs/employer/", q="coyote")
    assert (found, found.open_listings) == (employer, 1)
    suggested = (
        "/admin/autocomplete/?app_label=jobs&model_name=listing&field_name=employer&term=coy"
    )
    assert [each["text"] for each in client.get(suggested).json()["results"]] == ["Acme"]
