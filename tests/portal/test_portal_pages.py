import pytest
from django.test import override_settings

from tests.factories import make_comparison, make_listing, make_role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/about/", "/privacy/"])
def test_a_page_of_an_empty_site_is_fine(get, address):
    get(address)


def test_home_leads_to_roles_comparisons_and_jobs(get):
    role = make_role("Analyst")
    comparison = make_comparison(role, make_role("Builder"))
    listing = make_listing("Newest job", pay_min=50_000, pay_currency="EUR", pay_period="year")
    make_listing("Silent on pay")
    text = get("/").text
    for page in (role, comparison, listing):
        assert page.get_absolute_url() in text
    assert "Silent on pay" not in text
    assert "All 2 open jobs" in text


@override_settings(SITE_NAME="Careerly")
def test_the_site_is_called_what_the_settings_say(get):
    assert "Careerly" in get("/").text
    assert "Careerly" in get("/about/").text


def test_an_unknown_address_is_a_404_page_of_the_site(client):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "There is no page at this address" in response.text


def test_the_page_for_faults_needs_no_database():
    from django.template.loader import render_to_string

    assert "The fault is ours" in render_to_string("500.html")


def test_public_pages_set_no_cookie(client):
    assert not client.get("/").cookies
    assert not client.get("/jobs/").cookies
