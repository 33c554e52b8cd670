"""The list of what a change would change equals what a crawl before and after it finds."""

from datetime import timedelta
from random import Random

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.urls import resolve
from django.utils import timezone

from careers.desk import impact as desk
from careers.editing import in_memory, merging, publishing
from careers.editing.impact import SHOWN, Change, State, Touched, impact_of, trial_of
from careers.models import Comparison, Revision, Role, Skill
from jobs.engine.triggers import WATCHED
from portal import impact
from tests import snapshots
from tests.admin_pages import page_of
from tests.crawl import crawl
from tests.factories import profile_content
from tests.random_changes import fill_the_site, publishing_of, random_change

# Queries that these addresses cannot do without.
BY_PARAMETERS = ("/compare/table.csv", "/compare/table.json", "/api/v1/compare")


@pytest.fixture(scope="module")
def site_rows(rows_made_by):
    return rows_made_by(fill_the_site)


@pytest.fixture
def site(db, site_rows, settings):
    settings.API_REQUESTS_A_MINUTE = 1_000_000  # a crawl asks much
    snapshots.insert(site_rows)


@pytest.fixture(autouse=True)
def few_seconds(monkeypatch):
    """Lets the pages of the admin look at the first addresses only."""
    # On a busy machine half a second was over before the first of them.
    monkeypatch.setattr(desk, "SECONDS", 2)


def is_beyond_the_list(address):
    """Tells whether an address is a view of a page by parameters, or a line-up of three."""
    path, _, query = address.partition("?")
    return bool(query) and not (path in BY_PARAMETERS and query.count("role=") == 2)


def all_addresses():
    """Every address that the rule knows: as if all of the content were another one."""
    nothing = State({model: {} for model in State.read().rows})
    return [each.address for each in impact.PublicSite().candidates(Touched(nothing, State.read()))]


def really_changed(change, before):
    """Returns the addresses that differ, by a crawl before a change and one after it."""
    with transaction.atomic():
        change.make()
        after = crawl(*before, *all_addresses(), skips=is_beyond_the_list)
        transaction.set_rollback(True)
    return {
        address
        for address in before.keys() | after.keys()
        # What nothing leads to yet answers that there is nothing.
        if before.get(address, after.get(address)) != after.get(address)
        or (address not in before and after[address][1] == 200)
    }


def hold_that_the_list_is_right(change, before):
    found = impact_of(change)
    assert found.left == {}
    assert {each.address for each in found.differences} == really_changed(change, before), (
        change.words
    )


def test_the_list_of_what_changes_is_what_a_crawl_finds(site):
    before = crawl(*all_addresses(), skips=is_beyond_the_list)
    assert len(before) > 100
    hold_that_the_list_is_right(random_change(Random(1), 1), before)


@pytest.mark.faults
def test_the_list_is_what_a_crawl_finds_for_fifty_random_changes(site):
    before = crawl(*all_addresses(), skips=is_beyond_the_list)
    wrong, looked_at, differing = [], 0, 0
    for number in range(2, 52):
        change = random_change(Random(number), number)
        found = impact_of(change)
        looked_at, differing = looked_at + found.looked_at, differing + len(found.differences)
        listed, changed = (
            {each.address for each in found.differences},
            really_changed(change, before),
        )
        if listed != changed:
            wrong.append((change.words, listed ^ changed))
    for words, addresses in wrong:
        print(words, sorted(addresses))
    print(f"{len(before)} addresses crawled; {looked_at} looked at, {differing} differ")
    assert wrong == []


def test_every_public_view_is_known_to_the_rule():
    known = {*impact.OF_A_ROLE, *impact.OF_A_PAIR, *impact.OF_TWO_ROLES, *impact.OF_A_SKILL}
    known |= {*impact.OF_A_LISTING, *impact.OF_AN_EMPLOYER, *impact.OF_A_NAME}
    unknown = {view.name for view in impact.public_views() if not view.is_plain} - known
    assert unknown == set()


def test_every_table_of_content_is_looked_at():
    content = {each.table for each in WATCHED if each.table.startswith("careers_")}
    # What a reference says, and pay, change on pages of their own.
    left_out = {"careers_reference", "careers_paycell"}
    assert {model._meta.db_table for model in SHOWN} == content - left_out


def test_a_copy_answers_each_kind_of_page_as_the_database_does(site):
    addresses = {resolve(each.partition("?")[0]).view_name: each for each in all_addresses()}
    with trial_of(Change("nothing", lambda: None)) as trial:
        trial.show(addresses.values())
        with trial.before() as ask:
            copied = {each: ask(each) for each in addresses.values()}
    with trial.site.answering(trial.board, object()) as ask:
        assert copied == {each: ask(each) for each in addresses.values()}
    assert len(copied) > 40


def test_a_merge_that_moves_too_much_for_a_copy_is_tried_in_the_database(site, monkeypatch):
    # Sitemaps tell seconds: within one of them a merge changes nothing there.
    before = timezone.now() - timedelta(hours=1)
    Revision.objects.update(created_at=before)
    for model in (Role, Comparison):
        model.objects.exclude(published_at=None).update(published_at=before)
    analyst, engineer = Role.objects.filter(slug__in=["data-analyst", "data-engineer"])
    merge = Change("merge", lambda: merging.merge_roles(*again(analyst, engineer)), analyst)
    listed = {each.address for each in impact_of(merge).differences}
    monkeypatch.setattr(impact, "MOST_MOVED", 0)
    assert {each.address for each in impact_of(merge).differences} == listed
    assert "/jobs/7000-data-analyst/" in listed
    assert Role.objects.get(slug="data-analyst").is_published


def again(*roles):
    return [Role.objects.get(pk=role.pk) for role in roles]


def test_nothing_is_left_of_a_change_that_was_looked_at(site, count_queries):
    analyst = Role.objects.get(slug="data-analyst")
    state = State.read()
    impact_of(Change("other words", publishing_of(analyst, definition="Other words.")))
    assert State.read() == state


def test_the_first_copy_of_a_worker_begins_no_transaction_in_the_database(count_queries):
    in_memory._empty_tables.cache_clear()
    connection.features.__dict__.pop("supports_json_field", None)

    def first_copy():
        in_memory.Copy().close()
        assert connection.features.supports_json_field

    assert count_queries(first_copy) == 0


def test_what_there_was_no_time_for_is_counted(site):
    analyst = Role.objects.get(slug="data-analyst")
    change = Change("other words", publishing_of(analyst, definition="Other words."))
    found = impact_of(change, most_seconds=0)
    assert found.looked_at == 0
    assert found.left["Comparisons"] == 3


# --- the pages of the admin --------------------------------------------------------------------


def test_an_editor_sees_what_publishing_changes_old_and_new(site, admin_client):
    analyst = Role.objects.get(slug="data-analyst")
    publishing.save_draft(analyst, profile_content("Data Analyst", definition="Somebody calm."))
    page = admin_client.get(page_of(analyst))
    assert "Publishing “Data Analyst” would change" in page.text
    assert '<a href="/roles/data-analyst/">' in page.text
    shown = {"of": "publish", "address_of_page": "/roles/data-analyst/"}
    words = admin_client.get(page_of(analyst, "impact_difference"), shown)
    assert "<ins>Somebody calm.</ins>" in words.text
    assert "<del>Somebody who keeps the figures right.</del>" in words.text
    assert "Somebody calm." in admin_client.get(page_of(analyst, "impact_page"), shown).text
    assert "Somebody calm." not in admin_client.get("/roles/data-analyst/").text


def test_jobs_that_would_match_anew_are_named(site, admin_client):
    analyst = Role.objects.get(slug="data-analyst")
    draft = profile_content("Data Analyst", other_titles="Reporting Guru")
    publishing.save_draft(analyst, draft)
    page = admin_client.get(page_of(analyst))
    assert "the role of 1 job when it is read again" in page.text
    assert "Reporting Guru</a>: <del>no role</del> <ins>Data Analyst</ins>" in page.text


def test_what_cannot_be_published_says_why(site, admin_client):
    analyst = Role.objects.get(slug="data-analyst")
    publishing.save_draft(analyst, profile_content("Data Analyst", outlook="Up 12 percent."))
    page = admin_client.get(page_of(analyst))
    assert page.status_code == 422
    assert "This has a figure without a reference" in page.text


def test_a_title_of_another_role_is_said_before_it_is_published(site, admin_client):
    analyst = Role.objects.get(slug="data-analyst")
    publishing.save_draft(analyst, profile_content("Data Engineer"))
    page = admin_client.get(page_of(analyst))
    assert page.status_code == 422
    assert "already exists" in page.text


@pytest.mark.parametrize(
    ("asked", "words", "address"),
    [
        ({"of": "unpublish"}, "Unpublishing “Data Analyst”", "/roles/data-analyst/"),
        ({"of": "address", "address": "analyst"}, "Giving “Data Analyst”", "/roles/analyst/"),
        ({"of": "withdraw", "why": "error"}, "Withdrawing “Data Analyst”", "/roles/data-analyst/"),
    ],
)
def test_other_changes_of_a_role_are_looked_at_before_they_are_made(
    site, admin_client, asked, words, address
):
    page = admin_client.post(page_of(Role.objects.get(slug="data-analyst")), asked)
    assert words in page.text
    assert f'<a href="{address}">' in page.text


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ({"of": "save", "name": "Sequel"}, "/compare/data-analyst-vs-data-engineer/"),
        ({"of": "merge", "into": "Python"}, "/roles/data-engineer/"),
    ],
)
def test_changes_of_a_skill_are_looked_at_before_they_are_made(
    site, admin_client, monkeypatch, asked, address
):
    monkeypatch.setattr(desk, "SECONDS", desk.MOST_SECONDS)
    skill = Skill.objects.get(slug="sql")
    page = admin_client.get(page_of(skill), asked)
    assert page.status_code == 200
    assert f'<a href="{address}">' in page.text
    assert Skill.objects.get(slug="sql").name == "SQL"


def test_who_may_not_change_a_role_does_not_see_what_changing_it_does(site, client):
    client.force_login(User.objects.create_user("eve", is_staff=True))
    assert client.get(page_of(Role.objects.first())).status_code == 403
