"""An editor's first day, in a browser."""

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
