"""The board as a job-seeker works with it: in place, without JavaScript, by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import make_employer, make_listing

from .axe import bring_along, violations
from .test_public_pages import see

REMOTE = "input[name=workplace][value=remote]"
HYBRID = "input[name=workplace][value=hybrid]"


@pytest.fixture(params=["with JavaScript", "without"])
def board(request, site, open_page):
    """The board, and a way to choose: with JavaScript it answers at once, without by a button."""
    scripts = request.param == "with JavaScript"
    page = open_page(f"{site}/jobs/", scripts=scripts)

    def choose(control):
        page.check(control)
        if not scripts:
            page.click("#panel-foot button")

    page.choose = choose
    return page


def shown(page):
    return page.locator(".listing h3").all_inner_texts()


def place(page):
    return round(page.evaluate("scrollY"))


def test_a_job_seeker_filters_sorts_pages_opens_a_job_and_comes_back(board):
    board.choose(REMOTE)
    expect(board).to_have_url(re.compile("workplace=remote"))
    board.choose(HYBRID)
    expect(board).to_have_url(re.compile("workplace=remote&workplace=hybrid"))
    expect(board.locator("a.chip:has-text('Hybrid')")).to_have_count(1)
    both = board.inner_text("#count")

    board.click("a.chip:has-text('Hybrid')")
    expect(board).to_have_url(re.compile(r"/jobs/\?workplace=remote$"))
    expect(board.locator("#count")).not_to_have_text(both)
    board.click("text=Highest pay")
    expect(board).to_have_url(re.compile(r"\?workplace=remote&sort=pay$"))
    board.click(".pages a:has-text('Next')")
    expect(board).to_have_url(re.compile("page=2"))
    board.click(".pages a:has-text('Next')")
    expect(board.locator("#count")).to_have_text(re.compile("Showing 51–75"))

    board.locator(".listing h3 a >> nth=9").scroll_into_view_if_needed()
    board.wait_for_timeout(300)
    titles, top = shown(board), place(board)
    board.locator(".listing h3 a >> nth=9").click()
    expect(board).to_have_title(re.compile(" at "))
    board.go_back()
    expect(board.locator("#count")).to_have_text(re.compile("Showing 51–75"))
    board.wait_for_timeout(300)
    assert shown(board) == titles
    assert abs(place(board) - top) <= 2


def test_back_and_forward_within_the_board_return_results_and_place(site, open_page):
    page = open_page(f"{site}/jobs/")
    page.evaluate("scrollTo({top: 700, behavior: 'instant'})")
    page.wait_for_timeout(300)
    all_jobs, top = shown(page), place(page)
    page.locator(REMOTE).evaluate("box => box.click()")
    expect(page.locator("a.chip:has-text('Remote')")).to_have_count(1)
    page.evaluate("scrollTo({top: 300, behavior: 'instant'})")
    page.wait_for_timeout(300)
    remote, below = shown(page), place(page)

    page.go_back()
    expect(page.locator("a.chip")).to_have_count(0)
    page.wait_for_timeout(300)
    assert (shown(page), place(page)) == (all_jobs, top)
    assert not page.is_checked(REMOTE)
    page.go_forward()
    expect(page.locator("a.chip:has-text('Remote')")).to_have_count(1)
    page.wait_for_timeout(300)
    assert (shown(page), place(page)) == (remote, below)
    assert page.is_checked(REMOTE)


def test_a_changed_filter_keeps_focus_and_open_groups_and_says_the_count(site, open_page):
    page = open_page(f"{site}/jobs/")
    page.click("#more-filters > summary")
    count = page.query_selector("#count")
    before = count.inner_text()
    page.focus(REMOTE)
    page.keyboard.press("Space")
    expect(page.locator("#count")).not_to_have_text(before)
    assert count.is_visible(), "a live region must stay the same element"
    assert page.evaluate("document.activeElement.value") == "remote"
    assert page.evaluate("document.querySelector('#more-filters').open")
    assert page.title().startswith("Remote jobs · ")
    page.fill("#id_pay", "100000")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?reach=starts&pay=100000&workplace=remote$"))
    page.fill("#id_pay", "")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?workplace=remote$"))


def test_a_job_seeker_works_by_keyboard_alone(site, open_page):
    page = open_page(f"{site}/jobs/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))
    assert place(page) > 0
    page.focus("#id_q")
    page.keyboard.type("data engineer")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=data\+engineer$"))
    expect(page.locator("a.chip")).to_have_text(re.compile("data engineer"))
    page.focus("#more-filters > summary")
    page.keyboard.press("Enter")
    page.focus("#facet-posted > summary")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile("posted=1"))
    page.focus("a.chip >> nth=0")
    page.keyboard.press("Enter")
    expect(page.locator("a.chip:has-text('data engineer')")).to_have_count(0)
    assert page.evaluate("document.activeElement.id") == "results-heading"
    assert page.input_value("#id_q") == ""


def test_on_a_narrow_screen_the_filters_are_a_sheet(site, open_page):
    for scripts in (True, False):
        page = open_page(f"{site}/jobs/", width=360, scripts=scripts)
        assert not page.locator(REMOTE).is_visible()
        page.click("#sheet-summary")
        page.check(REMOTE)
        page.click("#panel-foot button")
        expect(page.locator("a.chip:has-text('Remote')")).to_be_visible()
        assert not page.locator(REMOTE).is_visible()
        assert "1" in page.inner_text("#sheet-summary")


def test_no_state_of_the_board_has_an_accessibility_violation_or_scrolls_sideways(site, open_page):
    acme = make_employer("Acme Corp")
    for city in ("Berlin", "Llanfairpwllgwyngyllgogerychwyrndrobwll"):
        make_listing(
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamter (m/f/d)",
            employer=acme,
            places=[(city, "", "DE")],
        )
    states = {
        "long words": "?not_employer=acme-corp&sort=newest",
        "folded": "?q=Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamter",
        "many filters": "?role=data-engineer&role=unknown&level=senior&workplace=remote&pay=100000"
        "&pay_unknown=show&posted=30&skill=sql",
        "nothing": "?level=executive&workplace=onsite&country=JP",
        "wrong": "?role=wizard&pay=lots&sort=odd&level=senior",
        "last page": "?page=24",
        "values": "values/city/?workplace=remote",
    }
    found = {}
    page = open_page("about:blank")
    bring_along(page)
    for name, query in states.items():
        page.goto(f"{site}/jobs/{query}")
        for width, scheme in ((1280, "light"), (320, "dark")):
            see(page, width, color_scheme=scheme)
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            found[name, width] = violations(page)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found[name, width].append("scrolls sideways")
    assert not any(found.values()), found
