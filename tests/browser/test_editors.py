"""An editor's first day, in a browser."""

import os

import pytest
from django.contrib.auth import get_user_model

from portal.management.commands.make_editor import make_editor

TITLE = "Data Storyteller"


@pytest.fixture
def desk(site, open_page):
    """The admin, with an editor logged in."""
    make_editor("editor", "a-long-password")
    page = open_page(f"{site}/admin/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", "a-long-password")
    with page.expect_navigation():
        page.click("[type=submit]")
    return page


def test_an_editor_drafts_previews_and_publishes_a_role(site, desk, open_page):
    address = f"{site}/roles/data-storyteller/"
    desk.goto(f"{site}/admin/careers/role/add/")
    desk.fill("#id_title", TITLE)
    desk.press("#id_title", "Tab")
    assert desk.input_value("#id_slug") == "data-storyteller"
    desk.select_option("#id_family", "analytics")
    desk.select_option("#id_track", "individual")
    desk.fill("#id_definition", "Somebody who turns figures into a page that people read.")
    desk.click("[name=_save]")
    desk.wait_for_selector(".messagelist")
    assert open_page(address).title().startswith("Not found")

    desk.goto(f"{site}/admin/careers/role/?q=storyteller")
    desk.click(f"a:has-text('{TITLE}')")
    desk.fill("#id_definition", "Somebody who turns figures into a page that is read twice.")
    with desk.context.expect_page() as opened:
        desk.click("[name=_preview]")
    preview = opened.value
    preview.wait_for_load_state()
    assert "read twice" in preview.inner_text("main")
    assert open_page(address).title().startswith("Not found")

    desk.click("[name=_publish]")
    desk.wait_for_selector(".messagelist")
    public = open_page(address)
    assert public.inner_text("h1") == TITLE
    assert "read twice" in public.inner_text("main")


def test_an_editor_adds_a_listing(site, desk, open_page):
    desk.goto(f"{site}/admin/jobs/employer/add/")
    desk.fill("#id_name", "Quillfen Press")
    desk.click("[name=_save]")
    desk.wait_for_selector(".messagelist")
    desk.goto(f"{site}/admin/jobs/listing/add/")
    desk.fill("#id_title", "Storyteller of Data")
    desk.locator("#id_employer").press_sequentially("Quillfen")
    desk.click("[role=option]:has-text('Quillfen Press')")
    desk.click("[name=_save]")
    desk.wait_for_selector(".messagelist")
    board = open_page(f"{site}/jobs/?q=storyteller")
    assert board.inner_text("#count") == "1 job"
    assert "Quillfen Press" in board.inner_text("main")


def test_the_login_has_no_more_rights_than_it_needs(site, desk):
    assert not get_user_model().objects.get(username="editor").is_superuser
    desk.goto(f"{site}/admin/")
    assert desk.locator("text=Users").count() == 0


def test_an_editor_goes_from_a_public_page_to_its_form_and_sees_its_draft_in_frames(
    site, desk, open_page
):
    address = f"{site}/roles/data-engineer/"
    desk.wait_for_selector("#user-tools")
    desk.goto(address)
    link = desk.get_by_role("link", name="Edit Data Engineer")
    with desk.expect_navigation():
        link.click()
    assert desk.url.endswith("/write/")
    with desk.expect_navigation():
        desk.get_by_role("link", name="On a phone and a desk").click()
    for width in ("phone", "desk"):
        framed = desk.frame_locator(f".preview-{width} iframe")
        framed.get_by_role("heading", name="Data Engineer", level=1).wait_for()
    assert open_page(address).locator(".edit-links").count() == 0


class Hand:
    """A person at a page, who points or only types; counts what they do, and takes pictures."""

    def __init__(self, page, only_types):
        self.page, self.only_types, self.actions = page, only_types, 0

    def go_to(self, selector):
        """Comes to an element: by a click, or from one focus to the next, on or back."""
        self.actions += 1
        if not self.only_types:
            return self.page.click(selector)
        element = self.page.locator(selector).first
        is_behind = element.evaluate(
            """(el) => Boolean(document.activeElement.compareDocumentPosition(el)
                & Node.DOCUMENT_POSITION_PRECEDING)"""
        )
        for _ in range(80):
            if element.evaluate("(el) => el === document.activeElement"):
                return None
            self.page.keyboard.press("Shift+Tab" if is_behind else "Tab")
        raise AssertionError(f"No key comes to {selector}.")

    def write(self, selector, text):
        self.go_to(selector)
        self.page.keyboard.type(text)

    def take(self, name):
        """Takes what is offered under a name, by its keys."""
        self.actions += 1
        marked = self.page.locator(f"[role=option][aria-selected=true]:has-text('{name}')")
        self.page.wait_for_selector(f"[role=option]:has-text('{name}')")
        for _ in range(8):
            self.page.keyboard.press("ArrowDown")
            if marked.count():
                return self.page.keyboard.press("Enter")
        raise AssertionError(f"{name} is not among the first that are offered.")

    def press(self, selector, name):
        """Presses a button or follows a link, and waits for the page after it."""
        with self.page.expect_navigation():
            self.go_to(selector)
            if self.only_types:
                self.page.keyboard.press("Enter")
        self.picture(name)

    def picture(self, name):
        folder = os.environ.get("PICTURES")
        if folder:
            self.page.screenshot(path=f"{folder}/{name}-{self.only_types}.png")


@pytest.mark.parametrize("only_types", [False, True])
def test_a_first_role_is_published_in_few_actions(site, open_page, only_types):
    make_editor("editor", "a-long-password")
    page = open_page(f"{site}/admin/")
    hand = Hand(page, only_types)
    hand.write("#id_username", "editor")
    hand.write("#id_password", "a-long-password")
    hand.press("#login-form [type=submit]", "1-desk")
    hand.press("a[href$='careers/role/add/']", "2-new")
    hand.write("#id_title", TITLE)
    hand.write("#id_family", "Ana")
    hand.write("#id_track", "Ind")
    hand.write("#id_definition", "Somebody who turns figures into a page that people read.")
    hand.write("#id_skills", "Pyth")
    hand.take("Python")
    page.keyboard.type(": Reads files that are too large to open.")
    hand.write("#id_outlook", "Growing by 34 percent [handbook: data s")
    hand.take("Handbook: Data Scientists")
    hand.picture("3-written")
    hand.press("[name=_publish]", "4-published")
    hand.press("a:has-text('View on site')", "5-public")
    assert page.inner_text("h1") == TITLE
    assert page.locator("main a[href$='/skills/python/']").count()
    assert "Occupational Outlook Handbook" in page.inner_text("main")
    assert hand.actions <= 25
