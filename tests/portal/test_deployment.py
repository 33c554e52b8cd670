"""What `manage.py check --deploy` says of settings that would not do."""

import pytest

from careers.pages.addresses import site_address
from portal.deployment import check_site_url
from portal.settings import public_address


@pytest.mark.parametrize(
    ("site_url", "is_accepted"),
    [
        ("https://careers.example.org", True),
        ("http://careers.example.org:8080", True),
        ("", False),
        ("careers.example.org", False),
        ("ftp://careers.example.org", False),
        ("https://careers.example.org/portal", False),
        ("https://elsewhere.example.org", False),
    ],
)
def test_the_site_s_address_is_that_of_an_allowed_host(settings, site_url, is_accepted):
    settings.ALLOWED_HOSTS = ["careers.example.org"]
    settings.SITE_URL = site_url
    assert [error.id for error in check_site_url(None)] == ([] if is_accepted else ["portal.E003"])


def test_without_one_it_is_that_of_the_first_host_unless_this_is_a_pattern():
    assert public_address(["careers.example.org", "www.example.org"]) == (
        "https://careers.example.org"
    )
    assert public_address([".example.org"]) == public_address(["*"]) == ""


def test_a_full_address_begins_with_the_site_s_and_elsewhere_with_the_request_s(settings, rf):
    request = rf.get("/anything/")
    assert site_address("/jobs/", request) == "http://testserver/jobs/"
    assert site_address("/jobs/") == "http://127.0.0.1:8000/jobs/"
    settings.SITE_URL = "https://careers.example.org"
    assert site_address("/jobs/", request) == site_address("/jobs/")
    assert site_address("/jobs/") == "https://careers.example.org/jobs/"
