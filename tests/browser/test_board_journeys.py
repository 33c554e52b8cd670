"""What people come to the board for, in as few actions as were promised."""

import re

import pytest
from playwright.sync_api import expect

from jobs.models import ExchangeRate, Listing, ListingPlace
from tests.factories import make_employer, make_listing

FIRST_JOB = "document.activeElement.closest('.listing h3')"


class Hand:
    """Does things on a page and counts them: a click, a choice, a text typed, a key."""

    def __init__(self, page):
        self.page = page
        self.actions = 0

    def __getattr__(self, name):
        act = getattr(self.page, name)

        def counted(*arguments, **options):
            self.actions += 1
            return act(*arguments, **options)

        return counted

    def press(self, key):
        self.actions += 1
        self.page.keyboard.press(key)


@pytest.fixture
def hand(site, open_page):
    return Hand(open_page(f"{site}/jobs/"))


def titles(page):
    return page.locator(".listing h3").all_inner_texts()


def test_a_remote_job_in_the_eu_from_120k_euros_takes_six_actions_and_its_address_is_shared(
    hand, site, open_page
):
    ExchangeRate.objects.update_or_create(
        currency="EUR", defaults={"usd": "1.1", "as_of": "2026-11-01"}
    )
    pay = {"pay_min": 125_000, "pay_max": 150_000, "pay_currency": "EUR", "pay_period": "year"}
    listing = make_listing("Lead of Lakes", workplace="remote", **pay)
    listing.convert_pay(ExchangeRate.objects.by_currency())
    listing.save()
    ListingPlace.objects.create(listing=listing, kind="residence", region="EMEA")
    hand.select_option("#id_area", "eu")
    hand.check("input[name=workplace][value=remote]")
    hand.select_option("#id_currency", "EUR")
    hand.fill("#id_pay", "120k")
    hand.press("Enter")
    expect(hand.page).to_have_url(re.compile("pay=120k"))
    expect(hand.page.locator("h1")).to_have_text(
        "Remote jobs in the EU with pay that starts at EUR 120K"
    )
    assert hand.actions <= 6
    found = titles(hand.page)
    assert "Lead of Lakes" in found
    assert titles(open_page(hand.page.url, scripts=False)) == found


def test_two_employers_and_a_skill_are_left_out_in_four_actions(hand):
    hand.click("#more-filters > summary")
    for name, place in (("employer", 0), ("employer", 1), ("skill", 0)):
        before = hand.page.inner_text("#count")
        hand.page.locator(f"#facet-{name} li:not(:has(.not :checked)) .not >> nth={place}")
        hand.actions += 1
        hand.page.locator(f"#facet-{name} li:not(:has(.not :checked)) .not").first.click()
        expect(hand.page.locator("#count")).not_to_have_text(before)
    assert hand.actions <= 4
    assert hand.page.url.count("not_employer=") == 2
    assert hand.page.url.count("not_skill=") == 1
    expect(hand.page.locator(".chip-not")).to_have_count(3)


def test_a_job_the_next_one_and_back_to_the_same_place(hand):
    hand.check("input[name=workplace][value=remote]")
    expect(hand.page).to_have_url(re.compile("workplace=remote"))
    hand.page.click(".pages a:has-text('Next')")
    expect(hand.page.locator("#count")).to_have_text(re.compile("Showing 26"))
    shown, address = titles(hand.page), hand.page.url
    hand.page.locator(".listing h3 a >> nth=3").click()
    expect(hand.page.locator("h1")).to_have_text(shown[3])
    hand.page.click("text=Next")
    expect(hand.page.locator("h1")).to_have_text(Listing.objects.get(pk=pk_of(hand.page)).title)
    assert "30 of" in hand.page.inner_text(".search-nav")
    hand.page.click("text=Back to")
    expect(hand.page).to_have_url(address)
    assert titles(hand.page) == shown


def pk_of(page):
    return int(re.search(r"/jobs/(\d+)-", page.url)[1])


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scripts", [True, False])
def test_the_first_job_is_within_twelve_presses_of_the_tab_key(site, open_page, width, scripts):
    make_employer("Acme")
    page = open_page(f"{site}/jobs/?workplace=remote&not_employer=acme", width, scripts=scripts)
    presses = 2
    for _ in range(presses):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    while not page.evaluate(f"Boolean({FIRST_JOB})"):
        page.keyboard.press("Tab")
        presses += 1
        assert presses <= 12


def test_the_sheet_of_a_phone_keeps_the_number_of_jobs_in_sight(site, open_page):
    page = open_page(f"{site}/jobs/", width=320)
    page.focus("#sheet-summary")
    page.keyboard.press("Enter")
    button = page.locator("#panel-foot button")
    before = button.inner_text()
    assert re.fullmatch(r"Show\s*\d+\s*jobs", before)
    box = button.bounding_box()
    assert box["y"] + box["height"] <= 900, "at the foot of the window"
    page.focus("input[name=workplace][value=remote]")
    page.keyboard.press("Space")
    expect(button).not_to_have_text(before)
    assert button.bounding_box()["y"] + box["height"] <= 900
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#filters-sheet")).not_to_have_attribute("open", "")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_list_over_the_results_closes_by_escape_and_by_a_click_elsewhere(site, open_page):
    page = open_page(f"{site}/jobs/")
    level = page.locator("#facet-level")
    for close in (lambda: page.keyboard.press("Escape"), lambda: page.click("h1")):
        page.click("#facet-level > summary")
        expect(level).to_have_attribute("open", "")
        close()
        expect(level).not_to_have_attribute("open", "")
