"""Every page of the admin as an editor meets it: for eyes, for a keyboard, on a small screen."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from careers.editing import publishing
from careers.models import Feedback, Role
from jobs.models import Employer, Listing, Pull, Source
from tests.admin_pages import addresses, impact_addresses
from tests.factories import make_draft_role

from .test_public_pages import PARTS, faults_of, focused


@pytest.fixture
def desk(site, browser, sign_in):
    """A page of a browser in which a superuser is signed in, with something of each kind."""
    drafted = make_draft_role("Data Storyteller").revisions.newest()
    publishing.save_draft(Role.objects.published().first(), drafted.content)
    source = Source.objects.first()
    Pull.objects.create(source=source, state="held", adverts=b"x", would_change="It closes 3.")
    Feedback.objects.create(path="/roles/data-analyst/", is_useful=True, comment="Clear.")
    context = browser.new_context()
    sign_in(context, get_user_model().objects.create_superuser("ann-the-editor"))
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    yield page
    context.close()
    assert faults == []


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_accessible_and_fits_however_it_is_seen(site, desk, part):
    some = [*addresses(), *impact_addresses()][part::PARTS]
    assert faults_of(desk, {address: site + address for address in some}) == {}


@pytest.mark.parametrize("part", range(PARTS))
def test_every_control_is_reached_by_keyboard_and_shows_its_focus(site, desk, part):
    for address in addresses()[part::PARTS]:
        desk.goto(site + address)
        stops = focused(desk)
        assert all(stops), f"{address}: the focus does not show on {stops.index(False) + 1}"


def test_a_name_is_chosen_by_keyboard(site, desk):
    desk.goto(f"{site}/admin/jobs/listing/add/")
    box = desk.locator("#id_employer")
    assert box.get_attribute("role") == "combobox"
    name = Employer.objects.order_by("name").first().name
    box.press_sequentially(name[:4])
    desk.wait_for_selector("[role=option]")
    assert box.get_attribute("aria-expanded") == "true"
    box.press("ArrowDown")
    marked = box.get_attribute("aria-activedescendant")
    chosen = desk.locator(f"#{marked}")
    assert chosen.get_attribute("aria-selected") == "true"
    text = chosen.inner_text()
    box.press("Enter")
    assert box.input_value() == text
    assert box.get_attribute("aria-expanded") == "false"
    box.press_sequentially("x")
    desk.wait_for_timeout(400)
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"


def test_several_names_are_added_by_keyboard_and_sent(site, desk):
    listing = Listing.objects.first()
    listing.skills.clear()
    desk.goto(site + reverse("admin:jobs_listing_change", args=[listing.pk]))
    box = desk.get_by_label("Add to skills")
    box.press_sequentially("pyth")
    desk.wait_for_selector("[role=option]")
    box.press("ArrowDown")
    box.press("Enter")
    box.press_sequentially("SQL")
    desk.wait_for_timeout(400)
    box.press("Enter")
    assert desk.input_value("#id_skills") == "Python\nSQL"
    desk.press("[name=_save]", "Enter")
    desk.wait_for_selector(".messagelist")
    assert [skill.name for skill in listing.skills.order_by("name")] == ["Python", "SQL"]


def test_a_name_is_typed_without_javascript(site, browser, desk):
    cookies = desk.context.cookies()
    with browser.new_context(java_script_enabled=False) as context:
        context.add_cookies(cookies)
        page = context.new_page()
        employer = Employer.objects.order_by("pk").first()
        page.goto(f"{site}/admin/jobs/listing/add/")
        page.fill("#id_title", "Storyteller of Data")
        page.fill("#id_employer", f"{employer.name}x")
        page.click("[name=_save]")
        assert f"Did you mean “{employer.name}”?" in page.inner_text(".field-employer .errorlist")
        page.fill("#id_employer", employer.name.lower())
        page.fill("#id_skills", "python\nsql")
        page.click("[name=_save]")
        page.wait_for_selector(".messagelist")
    listing = Listing.objects.get(title="Storyteller of Data")
    assert listing.employer == employer
    assert listing.skills.count() == 2
