"""An editor pastes and types names, and is offered what there is."""

import re

import pytest
from playwright.sync_api import expect

from portal.management.commands.make_editor import make_editor
from tests.factories import make_past_adverts, make_reference, make_role, make_skill

from .axe import violations
from .test_writing import PASSWORD, sign_in

HTML = "<ul><li><b>Python</b> – Packages</li><li><b>Git:</b> Reviews</li></ul>"
RAW = "• Python – Packages\n• Git: Reviews"


@pytest.fixture
def write(transactional_db, live_server, open_page):
    """Opens the writing page of a role, signed in, at a width."""
    kubernetes = make_skill("Kubernetes", kind="tool")
    make_reference("bls-ooh")
    role = make_role(skills="SQL: Tables.")
    make_past_adverts(role, 287, {kubernetes: 57})
    make_editor("ann", PASSWORD)

    def write(**kwargs):
        page = open_page(f"{live_server.url}/admin/careers/role/{role.pk}/write/", **kwargs)
        with page.expect_navigation():
            sign_in(page)
        return page

    return write


def paste(page, html, text):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(
        """async ([html, text]) => navigator.clipboard.write([new ClipboardItem({
            "text/html": new Blob([html], {type: "text/html"}),
            "text/plain": new Blob([text], {type: "text/plain"}),
        })])""",
        [html, text],
    )
    page.keyboard.press("Control+V")


def test_a_paste_becomes_points_and_ctrl_z_goes_back(write):
    page = write()
    skills = page.locator("#id_skills")
    skills.press("Control+End")
    page.keyboard.press("Enter")
    paste(page, HTML, RAW)
    note = page.locator(".paste-note")
    expect(note).to_contain_text("2 bullets were taken away.")
    expect(skills).to_have_value("SQL: Tables.\nPython: Packages\nGit: Reviews")
    page.keyboard.press("Control+Z")
    expect(skills).to_have_value(f"SQL: Tables.\n{RAW}")
    page.keyboard.press("Control+Z")
    page.keyboard.press("Control+Z")  # Chromium takes lines of a paste one by one
    expect(skills).to_have_value(re.compile(r"SQL: Tables\.\n?"))
    skills.fill("SQL: Tables.\n")
    page.keyboard.press("Control+V")
    expect(skills).to_have_value("SQL: Tables.\nPython: Packages\nGit: Reviews")
    note.get_by_text("Keep as pasted").click()
    expect(skills).to_have_value(f"SQL: Tables.\n{RAW}")


def test_names_are_offered_and_taken_by_keyboard_on_a_small_screen(write):
    page = write(width=320)
    skills = page.locator("#id_skills")
    skills.press("Control+End")
    page.keyboard.type("\nKub")
    option = page.locator("#id_skills-offers [role=option]").first
    expect(option).to_contain_text("Kubernetes tool · 20% of 287 adverts of 2025 ask for it")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.keyboard.press("ArrowDown")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(skills).to_have_value("SQL: Tables.\nKubernetes")
    page.keyboard.type(": Two thirds [out")
    expect(page.locator("#id_skills-offers [role=option]").first).to_contain_text("Handbook")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(skills).to_have_value("SQL: Tables.\nKubernetes: Two thirds [bls-ooh]")
    expect(page.locator("[data-links-of=skills]")).to_contain_text("Kubernetes")


def test_what_adverts_ask_for_is_added_from_the_panel(write):
    page = write(scheme="dark")
    page.get_by_role("button", name="Add Kubernetes to tools").click()
    expect(page.locator("#id_tools")).to_have_value("Kubernetes: ")
    expect(page.locator(".beside-errors")).to_contain_text("Line 1 is not a point")
    page.keyboard.type("Runs what others build.")
    expect(page.locator(".beside-ready")).to_be_visible()
    assert violations(page) == []
