"""What is asked once a version of the board is never older than the board."""

import pytest

from careers.pages.kept import once_a_version
from jobs.models import Listing, Source
from tests.factories import make_employer, make_listing, make_source

BANNER = "invented samples"


def test_it_is_asked_once_a_version_and_each_time_without_one():
    asked = []

    @once_a_version
    def ask():
        asked.append("")
        return len(asked)

    assert [ask(1), ask(1), ask(2), ask(2)] == [1, 1, 2, 2]
    assert [ask(None), ask(None)] == [3, 4]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["/jobs/", "/jobs/?level=mid", "/", "/jobs/values/city/"])
def test_the_banner_says_what_is_so_after_every_change(get, address):
    source = make_source()
    make_listing(source=source)
    assert BANNER not in get(address).text
    Source.objects.update(kind="samples")
    assert BANNER in get(address).text
    Listing.objects.filter(source=source).delete()
    assert BANNER not in get(address).text
    make_listing(source=source)
    assert BANNER in get(address).text
    Listing.objects.update(source=make_source())
    assert BANNER not in get(address).text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["/jobs/?level=mid", "/about/"])
def test_pages_ask_for_the_banner_once_a_generation(get, count_queries, address):
    make_listing()
    get("/jobs/")
    # Two of them look at the last line of the log.
    assert count_queries(lambda: get(address)) <= 3


@pytest.mark.django_db(transaction=True)
def test_a_card_is_new_after_a_change_of_what_it_prints(get):
    listing = make_listing("First", employer=make_employer("Acme"))
    assert "Acme" in get("/jobs/").text
    listing.employer.name = "Better"
    listing.employer.save()
    text = get("/jobs/").text
    assert "Better" in text
    assert "Acme" not in text
    Listing.objects.update(title="Second")
    assert "Second" in get("/jobs/").text
    listing.places.create(city="Kyoto", country="JP")
    assert "<li>Kyoto, Japan</li>" in get("/jobs/").text
