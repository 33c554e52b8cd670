"""What every page of the admin promises: it asks the database little, whatever it shows."""

from itertools import count

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType

from careers.desk import impact
from careers.models import Feedback, Role, Skill
from jobs.models import Employer, ExchangeRate, Pull
from tests.admin_pages import addresses, writing_pages
from tests.factories import make_listing, make_source
from tests.random_changes import fill_the_site

MOST_QUERIES = 20
# A page of superusers, whose rights no query reads.
SIGN_INS = "/admin/accounts/signin/"


@pytest.fixture
def site(transactional_db):
    """Some of each kind, that use each other."""
    fill_the_site()
    source = make_source(employer=Employer.objects.get())
    roles, skills = Role.objects.published(), Skill.objects.all()
    for n in range(12):
        make_listing(f"Job {n}", [("Kyoto", "", "JP")], skills, role=roles[n % 4], source=source)
    Pull.objects.create(source=source, state="held", adverts=b"x")
    ExchangeRate.objects.create(currency="XTS", usd=1, as_of="2026-01-01")
    Feedback.objects.create(path="/roles/data-analyst/", is_useful=True)


@pytest.fixture
def editor(client):
    """A client of somebody who may do everything by a group, which takes queries to know."""
    group = Group.objects.create(name="Everything")
    group.permissions.set(Permission.objects.all())
    user = User.objects.create_user("ann", is_staff=True)
    user.groups.add(group)
    User.objects.create_user("ben")  # who writes, too
    client.force_login(user)
    return client


@pytest.fixture
def queries_of(site, editor, count_queries):
    """Returns how many queries a worker's first page after an edit makes; others make fewer."""
    editor.get("/jobs/")  # as each worker does, before it answers anybody
    edits, skill = count(), Skill.objects.filter(slug="statistics")

    def queries_of(address, asked=None):
        skill.update(description=f"Edited {next(edits)} times.")
        ContentType.objects.clear_cache()

        def open_page():
            assert editor.get(address, asked).status_code == 200, (address, asked)

        return count_queries(open_page)

    return queries_of


def test_no_page_asks_more_than_a_few_queries(queries_of):
    asked = {address: queries_of(address) for address in addresses() if address != SIGN_INS}
    assert {page: queries for page, queries in asked.items() if queries > MOST_QUERIES} == {}
    assert len(asked) > 60


def test_no_page_for_writing_asks_more_than_a_few_queries(queries_of, monkeypatch):
    monkeypatch.setattr(impact, "SECONDS", 0.1)
    asked = [(*page, queries_of(*page)) for page in writing_pages()]
    assert [page for page in asked if page[-1] > MOST_QUERIES] == []
