"""Every kind of public page as a person meets it."""

import re
from pathlib import Path

import pytest
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat, Left

from alerts import links
from alerts.models import Alert
from careers.models import Comparison, Reference, Role, Skill
from jobs.models import Employer, Listing

from .axe import bring_along, violations

PAIR = "/compare/data-science-manager-vs-lead-machine-learning-engineer/"
PAGES = {
    "home": "/",
    "roles": "/roles/",
    "role": "/roles/data-engineer/",
    "builder": "/compare/",
    "pair": PAIR,
    "assembled pair": "/compare/data-analyst-vs-data-engineer/",
    "line-up": "/compare/?role=data-analyst&role=data-engineer&role=data-scientist&role="
    "machine-learning-engineer",
    "salaries": "/salaries/",
    "a role's salaries": "/salaries/data-scientist/?state=CA",
    "disagreements": "/disagreements/",
    "titles": "/titles/",
    "a title": "/titles/?q=Senior+ML+Engineer+(m/f/d),+Ads",
    "a title of none": "/titles/?q=Recruiter,+Data+Scientists",
    "open data": "/data/",
    "API": "/api/",
    "embedded comparison": f"/embed{PAIR}",
    "embedded jobs": "/embed/jobs/?workplace=remote",
    "skills": "/skills/",
    "skill": "/skills/python/",
    "board": "/jobs/?level=senior&pay=lots",
    "landing": "/jobs/?role=data-engineer",
    "no results": "/jobs/?level=executive&workplace=onsite&country=JP",
    "values": "/jobs/values/city/?find=b",
    "listing": lambda: a_listing().get_absolute_url(),
    "side by side": lambda: side_by_side(4),
    "one of two": lambda: side_by_side(1),
    "fit": "/fit/",
    "what fits": "/fit/?skill=sql&skill=python&skill=dbt&skill=airflow&skill=spark&jobs=near",
    "employer": lambda: a_listing().employer.get_absolute_url(),
    "saved": "/saved/",
    "alert": "/alerts/new/?role=data-engineer&level=senior",
    "no alert": "/alerts/new/?role=gone",
    "an alert's filters": lambda: filters_of_an_alert(),
    "search": "/search/?q=data",
    "about": "/about/",
    "privacy": "/privacy/",
    "not found": "/roles/data-enginer/",
}


def a_listing():
    return Listing.objects.open().select_related("employer").first()


def side_by_side(count):
    listings = Listing.objects.open().exclude(pay_min=None)[:count]
    return "/jobs/side-by-side/?" + "&".join(f"id={each.pk}" for each in listings)


def filters_of_an_alert():
    search = "role=data-engineer&pay=lots"
    alert, _ = Alert.objects.get_or_create(address="ann@example.org", search=search)
    return f"{links.path(alert, links.MANAGE, 'alert_search')}?{search}"


def address_of(site, name):
    path = PAGES[name]
    return site + (path() if callable(path) else path)


# How a page is seen, and axe's options for that. Contrast takes four fifths of the time: a zoom,
# which halves the pixels of a page, changes no colours, and forced colours change nothing else.
DARK = {"color_scheme": "dark"}
CONTRAST = "color-contrast"
WAYS = {
    "light": ({"width": 1280}, {}),
    "dark, 320 px": ({"width": 320} | DARK, {}),
    "zoomed to 200 %": ({"width": 640} | DARK, {"rules": {CONTRAST: {"enabled": False}}}),
    "forced colours": ({"width": 1280, "forced_colors": "active"} | DARK, {"runOnly": [CONTRAST]}),
}
WIDTHS = (320, 640, 768, 1280, 1600)


# What takes long for all pages is a test for each part of them, so that processes share it.
PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_accessible_and_fits_however_it_is_seen(site, open_page, part):
    addresses = {name: address_of(site, name) for name in [*PAGES][part::PARTS]}
    assert faults_of(open_page("about:blank"), addresses) == {}


def test_no_style_sheet_locks_a_page_to_an_orientation():
    sheets = Path("static/css").glob("*.css")
    assert not [sheet for sheet in sheets if "orientation" in sheet.read_text(encoding="utf-8")]


def faults_of(page, addresses):
    """Returns {(name, way): what is wrong} of the pages at {name: address}, each loaded once."""
    found = {}
    bring_along(page)
    for name, address in addresses.items():
        see(page, 1280)
        page.goto(address)
        for way, (looks, options) in WAYS.items():
            see(page, **looks)
            found[name, way] = violations(page, **options)
        found[name, "width"] = wider_than_the_window(page)
    return {what: wrong for what, wrong in found.items() if wrong}


def see(page, width, **media):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(**{"color_scheme": "light", "forced_colors": "none"} | media)


def pages(site, page, names=PAGES):
    """Goes to each page in one window, as a new window takes longer than a page; yields names."""
    for name in names:
        page.goto(address_of(site, name))
        yield name


def test_no_page_scrolls_sideways_with_very_long_words(site, open_page):
    word = "Donaudampfschiffahrts" * 9 + "l"  # 190 letters
    for model, name in ((Role, "title"), (Skill, "name"), (Listing, "title"), (Employer, "name")):
        longest = model._meta.get_field(name).max_length
        unique = Left(Concat(Cast("pk", CharField()), Value(word)), longest)
        model.objects.update(**{name: unique})
    Role.objects.update(summary=word, skills=f"{word[:60]}: {word}", definition=word)
    Comparison.objects.update(difference=word, conclusion=word, moving=word)
    Listing.objects.update(location_text=word, pay_text=word, body_html=f"<p>{word}</p>")
    Reference.objects.update(title=word, publisher=word)
    page = open_page("about:blank")
    wider = {name: wider_than_the_window(page) for name in pages(site, page)}
    assert not any(wider.values()), wider


# The elements that reach beyond the window, innermost.
BEYOND = """() => [...document.querySelectorAll('main *, header *, footer *')]
    .filter(el => el.getBoundingClientRect().right > innerWidth + 1 && !el.closest('.scroll, svg'))
    .filter((el, _, all) => ![...el.children].some(child => all.includes(child)))
    .map(el => `${el.parentElement.className} > ${el.tagName}.${el.className}`)"""


def wider_than_the_window(page):
    """Returns (width, what reaches beyond it) of each window in which a page scrolls sideways."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((width, sorted(set(page.evaluate(BEYOND)))))
    return found


def test_every_page_says_the_same_without_javascript(site, open_page):
    page, without = open_page("about:blank"), open_page("about:blank", scripts=False)
    for name in pages(site, page, PAGES.keys() - {"saved"}):  # which is empty without
        page.evaluate(
            "document.querySelectorAll('.device, #panel-foot .live').forEach((el) => el.remove())"
        )
        without.goto(page.url)
        assert page.inner_text("main").split() == without.inner_text("main").split(), name


@pytest.mark.parametrize("part", range(PARTS))
def test_every_control_is_reached_by_keyboard_and_shows_its_focus(site, open_page, part):
    page = open_page("about:blank")
    for name in pages(site, page, [*PAGES][part::PARTS]):
        wanted = page.evaluate(
            """() => [...document.querySelectorAll('a[href], button, input, select, textarea')]
                .filter(el => el.checkVisibility() && el.type != 'hidden')
                .filter(el => el.type != 'radio' || el.checked).length"""
        )
        stops = focused(page)
        assert len(stops) >= wanted, name
        assert all(stops), f"{name}: the focus does not show on control {stops.index(False) + 1}"


def focused(page, at_once=20):
    """Tabs through a page; for each element that has had the focus, whether that showed.

    The page notes it, and is asked after so many presses: asking takes as long as pressing does.
    """
    page.evaluate(
        """() => { window.stops = new Map(); addEventListener("focusin", ({target}) =>
            stops.set(target, getComputedStyle(target).outlineStyle != "none")); }"""
    )
    stops, before = [], -at_once
    while len(stops) == before + at_once:  # until it begins anew, or goes no further
        before = len(stops)
        for _ in range(at_once):
            page.keyboard.down("Tab")  # and holds it down, which repeats it
        stops = page.evaluate("[...stops.values()]")
    page.keyboard.up("Tab")
    return stops


def test_a_visitor_compares_two_roles_without_javascript(site, open_page):
    page = open_page(site + "/compare/", scripts=False)
    page.select_option("#role-1", "lead-machine-learning-engineer")
    page.select_option("#role-2", "data-science-manager")
    page.click(".builder .button")
    page.wait_for_url(re.compile(re.escape(PAIR)))
    page.click("text=Show differences only")
    only = "Named only in Data Science Manager’s profile"
    assert page.locator("h3", has_text=only).count() == 1
    assert page.locator("h3", has_text="Named in both profiles").count() == 0
    assert page.locator("th", has_text="About the same").count() == 0


def test_a_job_seeker_filters_pages_and_opens_a_listing(site, open_page):
    page = open_page(f"{site}/jobs/", scripts=False)
    page.check("text=Remote")
    page.click("#panel-foot button")
    assert "workplace=remote" in page.url
    page.click("a[rel=next]")
    assert "workplace=remote" in page.url
    assert "page=2" in page.url
    page.click(".listing a >> nth=0")
    assert page.locator("dt:has-text('Workplace') + dd").inner_text() == "Remote"


def test_a_pair_prints_on_few_sheets_with_its_evidence(site, open_page):
    page = open_page(site + PAIR)
    for paper in ("A4", "Letter"):
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) <= 4
    page.emulate_media(media="print")
    for evidence in ("#difference .demand", "#pay .pay-plot", "#skills .points", "#references"):
        assert page.locator(evidence).first.is_visible(), evidence
