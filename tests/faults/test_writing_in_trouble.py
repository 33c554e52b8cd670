"""An editor types ten words a second while the browser, the server, the network or the disk fails.

At most LOST_AT_MOST seconds of what was typed are gone afterwards. WRITING_SECONDS says how long
the network, the server and the disk are away.
"""

import os
import shutil
import signal
import subprocess
from contextlib import contextmanager
from time import monotonic, sleep

import pytest

from tests.faults.site import Site, free_port
from tests.faults.test_database_trouble import full, site_on, small_disk  # noqa: F401

pytestmark = pytest.mark.faults

WRITING_SECONDS = float(os.environ.get("WRITING_SECONDS", 120))
A_SECOND = 10  # words
LOST_AT_MOST = 5
PAGE = "/admin/careers/role/1/write/"


@pytest.fixture(autouse=True)
def once():
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        pytest.skip("Once is enough: on SQLite.")


class Browser:
    """A Chromium with a profile of its own, which can be killed, and an editor who types in it."""

    def __init__(self, playwright, profile, site):
        self.site, self.port = site, free_port()
        program = os.environ.get("CHROMIUM") or shutil.which("chromium")
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"]
        self.process = subprocess.Popen(
            [program, *flags, f"--user-data-dir={profile}", f"--remote-debugging-port={self.port}"],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.page = self._connect(playwright)

    def _connect(self, playwright):
        for _ in range(200):
            try:
                browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{self.port}")
                return browser.contexts[0].new_page()
            except Exception:
                sleep(0.1)
        raise RuntimeError("Chromium has not started.")

    def open(self, password):
        page = self.page
        page.goto(f"http://127.0.0.1:{self.site.port}{PAGE}")
        if page.locator("#id_username").count():
            page.fill("#id_username", "editor")
            page.fill("#id_password", password)
            with page.expect_navigation():
                page.click("[type=submit]")
        page.wait_for_selector("#id_definition")
        return self

    def type(self, seconds, first=0):
        """Types numbered words at the end of a section; returns the number of the next one."""
        self.page.focus("#id_definition")
        self.page.keyboard.press("Control+End")
        began = monotonic()
        for number in range(first, first + int(seconds * A_SECOND)):
            self.page.keyboard.type(f" w{number}")
            sleep(max(0, began + (number - first + 1) / A_SECOND - monotonic()))
        return first + int(seconds * A_SECOND)

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def seconds_lost(self, typed):
        """Returns how many seconds of the words that were typed are not in the page."""
        self.page.wait_for_timeout(1000)
        words = self.page.input_value("#id_definition").split()
        return (typed - sum(f"w{number}" in words for number in range(typed))) / A_SECOND


def password_of(site):
    printed = site.manage("make_editor")
    return printed.partition("Password:")[2].split()[0]


@contextmanager
def network_gone(browser):
    browser.page.context.set_offline(True)
    yield
    browser.page.context.set_offline(False)


def say(capsys, what, lost):
    with capsys.disabled():
        print(f"\n  {what}: {lost:.1f} s of what was typed are lost")
    assert lost <= LOST_AT_MOST


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path, f"sqlite:///{tmp_path / 'db.sqlite3'}")
    site.fill()
    return site


@pytest.fixture
def playwright():
    # Not installed for `make test`, which collects this file and runs nothing of it.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


def test_the_browser_is_killed(site, tmp_path, playwright, capsys):
    password = password_of(site)
    with site.served():
        for tries in range(5):
            browser = Browser(playwright, tmp_path / f"one-{tries}", site).open(password)
            typed = browser.type(7 + tries * 0.7)
            browser.kill()
            another = Browser(playwright, tmp_path / f"other-{tries}", site).open(password)
            say(capsys, "killed, and opened elsewhere", another.seconds_lost(typed))
            another.page.click("text=Throw my working copy away")
            another.kill()


def test_the_network_is_gone_and_comes_back(site, tmp_path, playwright, capsys):
    password = password_of(site)
    with site.served():
        browser = Browser(playwright, tmp_path / "one", site).open(password)
        first = browser.type(3)
        with network_gone(browser):
            typed = browser.type(WRITING_SECONDS, first)
        browser.page.wait_for_timeout(8000)
        browser.kill()
        another = Browser(playwright, tmp_path / "other", site).open(password)
        say(capsys, "the network was gone", another.seconds_lost(typed))
        another.kill()


def test_the_server_is_killed(site, tmp_path, playwright, capsys):
    password = password_of(site)
    with site.served() as server:
        browser = Browser(playwright, tmp_path / "one", site).open(password)
        first = browser.type(3)
        server.kill()
        typed = browser.type(WRITING_SECONDS, first)
    with site.served():
        browser.page.wait_for_timeout(8000)
        browser.kill()
        another = Browser(playwright, tmp_path / "other", site).open(password)
        say(capsys, "the server was killed", another.seconds_lost(typed))
        another.kill()


def test_the_disk_is_full(small_disk, tmp_path, playwright, capsys):  # noqa: F811
    site = site_on(small_disk, tmp_path)
    password = password_of(site)
    with site.served():
        browser = Browser(playwright, tmp_path / "one", site).open(password)
        first = browser.type(3)
        with full(small_disk):
            typed = browser.type(WRITING_SECONDS, first)
        browser.page.wait_for_timeout(8000)
        browser.kill()
        another = Browser(playwright, tmp_path / "other", site).open(password)
        say(capsys, "the disk was full", another.seconds_lost(typed))
        another.kill()


def test_the_browser_is_killed_while_the_network_is_gone(site, tmp_path, playwright, capsys):
    password = password_of(site)
    with site.served():
        browser = Browser(playwright, tmp_path / "one", site).open(password)
        first = browser.type(3)
        browser.page.context.set_offline(True)
        typed = browser.type(30, first)
        browser.kill()
        same = Browser(playwright, tmp_path / "one", site).open(password)
        say(capsys, "killed without a network, and opened again", same.seconds_lost(typed))
        same.kill()
