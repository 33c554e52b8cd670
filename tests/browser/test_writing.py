"""An editor writes while sessions end, another one saves, and links are pressed by mistake."""

import pytest
from django.contrib.sessions.models import Session
from django.http import Http404
from playwright.sync_api import expect

from careers.editing import working_copies
from careers.models import WorkingCopy
from portal.management.commands.make_editor import make_editor
from tests.factories import make_role

from .axe import violations

PASSWORD = "a-long-password"
WRITTEN = "Somebody who counts,\nand who is read."


@pytest.fixture
def role(transactional_db):
    return make_role()


@pytest.fixture
def write(role, live_server, open_page):
    """Opens the form of a role in a browser of its own, where an editor writes a definition."""

    for name in ("ann", "ben"):
        make_editor(name, PASSWORD)

    def write(name="ann", text=WRITTEN, **kwargs):
        page = open_page(f"{live_server.url}/admin/careers/role/{role.pk}/change/", **kwargs)
        sign_in(page, name)
        page.fill("#id_definition", text)
        return page

    return write


def sign_in(page, name="ann"):
    login = page.locator("#login-form")
    login.locator("[name=username]").fill(name)
    login.locator("[name=password]").fill(PASSWORD)
    login.locator("[type=submit]").click()


def newest(role):
    return role.revisions.newest().content.fields["definition"]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_who_was_signed_out_signs_in_over_the_form_and_their_text_is_saved(
    role, write, width, scheme
):
    page = write(width=width, scheme=scheme)
    expect(page.locator(".write-saved")).to_contain_text("Your working copy is saved")
    page.wait_for_load_state("networkidle")
    Session.objects.all().delete()
    page.click("[name=_save]")
    dialog = page.locator("dialog.sign-in")
    expect(dialog).to_contain_text("What you wrote stays in the form")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    dialog.locator("[name=username]").fill("ann")
    dialog.locator("[name=password]").fill("wrong")
    dialog.locator("[type=submit]").click()
    expect(dialog).to_contain_text("correct username and password")
    sign_in(page)
    expect(page.locator(".messagelist")).to_contain_text("Visitors still read the published text")
    assert newest(role) == WRITTEN


def test_without_javascript_the_text_comes_back_on_a_phone(role, write):
    page = write(width=390, scripts=False)
    Session.objects.all().delete()
    page.click("[name=_save]")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    sign_in(page)
    page.click("[type=submit] >> text=Back to the form")
    assert "is not saved yet" in page.inner_text("#content")
    assert page.input_value("#id_definition") == WRITTEN
    page.click("[name=_save]")
    assert newest(role) == WRITTEN
    with page.expect_navigation():
        page.click("[name=_publish]")
    role.refresh_from_db()
    assert role.definition == WRITTEN


def test_leaving_with_text_that_is_not_kept_warns_and_saving_does_not(role, write):
    page = write()
    warnings = []

    def stay(dialog):
        warnings.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.route("**/copy/", lambda route: route.fulfill(status=429))
    expect(page.locator(".write-trouble")).to_contain_text("is kept in this browser")
    page.click("text=Revisions")
    page.wait_for_timeout(300)
    assert warnings == ["beforeunload"]
    assert page.input_value("#id_definition") == WRITTEN
    page.unroute("**/copy/")
    with page.expect_navigation():
        page.click("[name=_save]")
    page.wait_for_selector(".messagelist")
    page.click("text=Revisions")
    page.wait_for_selector(".revisions")
    assert warnings == ["beforeunload"]


def test_what_the_site_never_got_comes_back_with_the_page(role, write, monkeypatch):
    def refuse(*args, **kwargs):
        raise Http404

    with monkeypatch.context() as trouble:
        trouble.setattr(working_copies, "keep", refuse)
        page = write()
        expect(page.locator(".write-trouble")).to_contain_text("is kept in this browser")
        page.wait_for_timeout(600)  # the browser's store is written half a second after a change
        again = page.context.new_page()
        page.close()
        again.goto(page.url)
        expect(again.locator("#id_definition")).to_have_value(WRITTEN)
        assert not WorkingCopy.objects.written().exists()
    expect(again.locator(".write-saved")).to_contain_text("saved just now", timeout=10_000)
    assert WorkingCopy.objects.get().values["definition"].replace("\r\n", "\n") == WRITTEN


def test_a_text_that_is_too_long_is_counted_and_not_cut(write):
    page = write()
    page.fill("#id_summary", "x" * 203)
    expect(page.locator(".field-summary .limit")).to_have_text(
        "203 characters: 3 too many to be saved."
    )
    assert len(page.input_value("#id_summary")) == 203


def test_two_editors_save_one_document_and_see_what_the_other_wrote(role, write):
    ann, ben = write(), write("ben", "Somebody else.")
    ben.click("[name=_save]")
    ben.wait_for_selector(".messagelist")
    ann.click("[name=_save]")
    ann.wait_for_selector(".conflict")
    assert ann.input_value(".conflict textarea >> nth=0") == "Somebody else."
    assert ann.input_value("#id_definition") == WRITTEN
    assert newest(role) == "Somebody else."
    ann.click("[name=_save]")
    ann.wait_for_selector(".messagelist")
    assert newest(role) == WRITTEN
