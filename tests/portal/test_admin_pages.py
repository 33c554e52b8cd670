"""What every page of the admin promises: it asks the database little, whatever it shows."""

import pytest

from careers.models import Feedback
from jobs.models import ExchangeRate, Pull
from tests.admin_pages import addresses
from tests.factories import (
    make_comparison,
    make_draft_role,
    make_employer,
    make_group,
    make_listing,
    make_reference,
    make_role,
    make_skill,
    make_source,
)

MOST_QUERIES = 20


@pytest.fixture
def site(db):
    """Some of each kind, that use each other."""
    make_reference()
    skills = [make_skill(f"Skill {n}") for n in range(5)]
    make_group("A cloud", *skills[:2])
    source = make_source(employer=make_employer("Acme"))
    named = "\n".join(f"{skill}: Every day." for skill in skills)
    roles = [
        make_role(f"Role {n}", skills=named, outlook="Growing by 9 percent [bls-data].")
        for n in range(4)
    ]
    for role in roles[1:]:
        make_comparison(roles[0], role)
    make_draft_role("Drafted")
    for n in range(12):
        make_listing(f"Job {n}", [("Kyoto", "", "JP")], skills, role=roles[n % 4], source=source)
    Pull.objects.create(source=source, state="held", adverts=b"x")
    ExchangeRate.objects.create(currency="XTS", usd=1, as_of="2026-01-01")
    Feedback.objects.create(path="/roles/role-1/", is_useful=True)


def test_no_page_asks_more_than_a_few_queries(site, admin_client, count_queries):
    def open_page(address):
        assert admin_client.get(address).status_code == 200, address

    asked = {each: count_queries(lambda each=each: open_page(each)) for each in addresses()}
    assert {each: queries for each, queries in asked.items() if queries > MOST_QUERIES} == {}
    assert len(asked) > 60
