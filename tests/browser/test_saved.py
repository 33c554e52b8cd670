"""What the device keeps: saved and hidden jobs and notes, in the browser and nowhere else."""

import json
from datetime import timedelta
from time import sleep
from urllib.parse import unquote_plus

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from jobs.models import Listing
from tests.factories import make_listing

KEY = "rolewise.jobs"
NOTE = "Ask-Ada-about-the-harbour"


@pytest.fixture
def site(transactional_db, live_server):
    """A live site with a few jobs; its address."""
    for number in range(5):
        posted = timezone.now() - timedelta(hours=number)
        make_listing(f"Tide Analyst {number}", pk=7000 + 2 * number, posted_at=posted)
    return live_server.url


@pytest.fixture
def board(site, open_page):
    """Opens the board; a function that opens more pages beside it, in the same browser."""
    return open_page(f"{site}/jobs/")


def beside(page, address):
    """Another tab of the same browser."""
    other = page.context.new_page()
    other.goto(address)
    return other


def card(page, number=0):
    return page.locator(".listing").nth(number)


def title_of(job):
    return job.locator("h3").inner_text()


def press(job, name):
    job.get_by_role("button", name=name).click()


def stored(page):
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}')") or "null")


def kept(count, **changes):
    """What the device keeps of so many jobs that are nowhere on the site."""
    jobs = [
        {
            "id": 1_000_000 + number,
            "title": f"Job {number}",
            "employer": "Acme",
            "address": f"/jobs/{1_000_000 + number}-job/",
            "state": "saved",
            "note": "",
            "at": "2026-11-26T12:00:00.000Z",
        }
        | changes
        for number in range(count)
    ]
    return json.dumps({"version": 1, "jobs": jobs})


def keep(page, text):
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])


def test_a_saved_job_stands_on_the_page_of_saved_ones_until_it_is_removed(site, board):
    title = title_of(card(board))
    press(card(board), "Save")
    assert card(board).get_by_role("button", name="Saved").get_attribute("aria-pressed") == "true"
    saved = beside(board, f"{site}/saved/")
    assert saved.locator("#saved-list h3").all_inner_texts() == [title]
    assert saved.locator("#saved-count").inner_text() == "1 saved."
    press(saved.locator("#saved-list li"), "Remove")
    assert saved.get_by_text("Nothing is saved").is_visible()
    assert stored(saved) is None
    assert card(board).get_by_role("button", name="Saved").count() == 0, "the other tab knows"


def test_a_hidden_job_folds_to_a_line_and_counts_stay(site, board):
    count, title = board.locator("#count").inner_text(), title_of(card(board))
    press(card(board), "Hide")
    line = board.locator(".hidden-job")
    assert line.inner_text().startswith(f"Hidden: {title} at ")
    assert not card(board).is_visible()
    assert line.get_by_role("button").evaluate("el => el === document.activeElement")
    board.reload()
    assert board.locator("#count").inner_text() == count
    assert not card(board).is_visible()
    press(line, "Show again")
    assert card(board).is_visible()
    assert board.locator(".hidden-job").count() == 0


def test_a_hidden_job_is_not_seen_before_it_folds_however_late_the_script_comes(board):
    press(card(board), "Hide")
    board.add_init_script("""window.shifts = [];
        new PerformanceObserver((list) => shifts.push(...list.getEntries().map((e) => e.value)))
            .observe({ type: "layout-shift", buffered: true })""")

    def late(route):
        sleep(0.4)
        route.continue_()

    board.route("**/saved*.js", late)
    board.reload()
    board.locator(".hidden-job").wait_for()
    painted = board.evaluate("""() => new Promise((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries()[0].startTime))
            .observe({ type: "paint", buffered: true }); })""")
    assert painted > 400
    assert board.evaluate("shifts") == []


def test_what_is_hidden_stays_so_when_the_board_shows_other_jobs_and_comes_back(board):
    press(card(board), "Hide")
    board.get_by_role("link", name="Highest pay").click()
    board.wait_for_url("**sort=pay*")
    board.go_back()
    board.locator(".hidden-job").wait_for()
    assert card(board, 1).get_by_role("button", name="Save").count() == 1


def test_two_tabs_keep_each_other_s_jobs_and_show_them_at_once(site, board):
    other = beside(board, f"{site}/jobs/")
    press(card(board, 0), "Save")
    press(card(other, 1), "Save")
    press(card(board, 2), "Hide")
    assert [job["state"] for job in stored(board)["jobs"]] == ["saved", "saved", "hidden"]
    other.locator(".hidden-job").wait_for()
    assert board.get_by_role("button", name="Saved").count() == 2
    board.evaluate("localStorage.clear()")
    other.locator(".hidden-job").wait_for(state="detached")


def test_a_note_is_kept_as_it_is_written_and_stands_in_both_places(site, board):
    listing = beside(board, site + Listing.objects.open().first().get_absolute_url())
    listing.get_by_label("Your note").fill("<b>Ask</b> & call")
    saved = beside(board, f"{site}/saved/")
    assert saved.get_by_label("Your note").input_value() == "<b>Ask</b> & call"
    saved.get_by_label("Your note").fill("Called")
    assert "Kept on this device" in saved.locator("#saved-said").inner_text()
    expect(listing.get_by_label("Your note")).to_have_value("Called")


def test_saved_jobs_that_closed_say_so(site, board):
    for number in (0, 1):
        press(card(board, number), "Save")
    title = title_of(card(board))
    Listing.objects.filter(pk=card(board).get_attribute("data-job")).update(
        closed_at=timezone.now()
    )
    saved = beside(board, f"{site}/saved/")
    saved.locator(".closed-job").wait_for()
    closed = saved.locator("li", has=saved.locator(".closed-job"))
    assert closed.locator("h3").all_inner_texts() == [title]
    assert saved.locator("#saved-count").inner_text() == "2 saved, 1 of them closed."


def test_what_is_open_may_stay_unknown(site, board):
    press(card(board), "Save")
    board.context.route("**/jobs/open.json", lambda route: route.fulfill(body="<html>"))
    saved = beside(board, f"{site}/saved/")
    saved.get_by_text("could not be learned").wait_for()
    assert saved.locator(".closed-job").count() == 0


def test_no_request_carries_anything_of_what_is_kept(site, open_page):
    page = open_page(f"{site}/about/")
    job = Listing.objects.open().first()
    keep(page, kept(3, title="Kept-title", employer="Kept-employer", note=NOTE))
    seen = []
    page.context.on("request", lambda request: seen.append(request))
    page.goto(f"{site}/saved/")
    page.locator(".closed-job").first.wait_for()
    page.locator("#saved-list textarea").first.fill(f"{NOTE}-changed")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    assert NOTE in download.value.path().read_text()
    page.goto(f"{site}/jobs/")
    press(card(page), "Save")
    press(card(page, 1), "Hide")
    page.goto(site + job.get_absolute_url())
    page.get_by_label("Your note").fill(NOTE)
    page.goto(f"{site}/saved/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Clear everything").click()
    assert len(seen) > 20
    marks = [NOTE, "Kept-title", "Kept-employer", "1000000", "1000001", "1000002"]
    for request in seen:
        if request.url.startswith("blob:"):
            continue  # the exported file, which the browser hands to itself
        assert request.url.startswith(site)
        assert request.method == "GET"
        sent = f"{unquote_plus(request.url)} {request.all_headers()} {request.post_data}"
        assert not [mark for mark in marks if mark in sent], request.url
        assert "cookie" not in request.all_headers()
    asked = {request.url for request in seen if "json" in request.url}
    assert asked == {f"{site}/jobs/open.json"}, "and everybody asks for it"


def test_everybody_asks_what_is_open_whether_anything_is_saved_or_not(site, open_page):
    page = open_page(f"{site}/about/")
    with page.expect_request("**/jobs/open.json"):
        page.goto(f"{site}/saved/")


def test_five_hundred_jobs_are_shown_exported_and_cleared(site, open_page):
    page = open_page(f"{site}/saved/")
    keep(page, kept(500))
    page.reload()
    assert page.locator("#saved-list li").count() == 500
    page.locator("#saved-count", has_text="500 of them closed").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename.startswith("saved-jobs-")
    assert len(json.loads(download.value.path().read_text())["jobs"]) == 500
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Clear everything").click()
    assert page.locator("#saved-list li").count() == 500
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Clear everything").click()
    assert page.locator("#saved-list li").count() == 0
    assert stored(page) is None


def test_more_than_the_device_keeps_is_refused_in_words(board):
    keep(board, kept(1000))
    press(card(board), "Save")
    assert "at most 1,000 jobs" in card(board).inner_text()
    assert len(stored(board)["jobs"]) == 1000


def test_the_longest_thousand_jobs_fit(board):
    keep(board, kept(999, title="t" * 300, employer="e" * 120, note="n" * 1000))
    press(card(board), "Save")
    assert len(stored(board)["jobs"]) == 1000


def test_a_full_storage_is_said_and_loses_nothing(board):
    press(card(board, 1), "Save")
    board.evaluate("""() => {
        for (let size = 4_000_000; size >= 1; size /= 2) {
            const text = "x".repeat(size);
            try { for (let n = 0; ; n++) localStorage.setItem(`f${size}-${n}`, text); } catch {}
        }
    }""")
    press(card(board), "Save")
    assert "no room left" in card(board).inner_text()
    assert len(stored(board)["jobs"]) == 1
    press(card(board, 1), "Saved")
    assert stored(board) is None, "what is there can be removed"


@pytest.mark.parametrize("path", ["/jobs/", "/saved/"])
def test_a_forbidden_storage_is_said_and_breaks_nothing(site, open_page, path):
    page = open_page(f"{site}/about/")
    page.context.add_init_script("""Object.defineProperty(window, "localStorage",
        { get() { throw new DOMException("denied", "SecurityError"); } })""")
    page.goto(site + path)
    if path == "/jobs/":
        press(card(page), "Save")
        assert "lets this site keep nothing" in card(page).inner_text()
        page.get_by_role("link", name="Highest pay").click()
        page.wait_for_url("**sort=pay*")
    else:
        assert "lets this site keep nothing" in page.locator("#saved-said").inner_text()


BROKEN = {
    "no JSON": ("{", "could not be read"),
    "another thing": ('"text"', "could not be read"),
    "nothing": ("null", "could not be read"),
    "a list": ("[1, 2]", "could not be read"),
    "an older shape": ('{"jobs": []}', "could not be read"),
    "a newer version": ('{"version": 2, "jobs": {}}', "newer version"),
    "foreign jobs": ('{"version": 1, "jobs": [null, 1, {}, {"id": "1"}]}', "4 of the saved jobs"),
    "a script as address": (kept(1, address="javascript:alert(1)//1000000-job/"), "1 of the"),
    "another site": (kept(1, address="//elsewhere.example/1000000-job/"), "1 of the"),
    "no time": (kept(1, at="yesterday"), "1 of the"),
    "too long": (kept(1, note="n" * 1001), "1 of the"),
}


def test_foreign_and_broken_content_is_said_and_breaks_nothing(site, open_page):
    page = open_page(f"{site}/saved/")
    for name, (text, words) in BROKEN.items():
        keep(page, text)
        page.reload()
        assert words in page.locator("#saved-said").inner_text(), name
        assert page.locator("#saved-list li").count() == 0, name


def test_markup_in_what_is_stored_is_shown_as_text(site, open_page):
    page = open_page(f"{site}/saved/")
    markup = "<img src=x onerror=alert(1)>"
    keep(page, kept(1, title=markup, employer=markup, note=markup))
    page.reload()
    assert page.locator("#saved-list h3").inner_text() == markup
    assert page.locator("main img").count() == 0


def test_what_a_newer_version_stored_is_left_alone(site, board):
    newer = '{"version": 2, "jobs": {}}'
    keep(board, newer)
    press(card(board), "Save")
    assert "newer version" in card(board).inner_text()
    assert board.evaluate(f"localStorage.getItem('{KEY}')") == newer


def test_without_javascript_no_button_is_dead(site, open_page):
    page = open_page(f"{site}/jobs/", scripts=False)
    assert card(page).get_by_role("button").count() == 0
    page.goto(f"{site}/saved/")
    assert page.get_by_text("Saving needs JavaScript").is_visible()
    assert page.locator("main").get_by_role("button").count() == 0
