"""Every kind of public page as a person meets it."""

import re

from axe_playwright_python.sync_playwright import Axe

from jobs.models import Listing

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
    "search": "/search/?q=data",
    "about": "/about/",
    "privacy": "/privacy/",
    "not found": "/roles/data-enginer/",
}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def a_listing():
    return Listing.objects.open().select_related("employer").first()


def side_by_side(count):
    listings = Listing.objects.open().exclude(pay_min=None)[:count]
    return "/jobs/side-by-side/?" + "&".join(f"id={each.pk}" for each in listings)


def address_of(site, name):
    path = PAGES[name]
    return site + (path() if callable(path) else path)


def test_no_page_has_an_accessibility_violation_in_light_or_dark(site, open_page):
    found = {}
    for name in PAGES:
        for width, scheme in ((1280, "light"), (360, "dark")):
            page = open_page(address_of(site, name), width, scheme)
            result = Axe().run(page, options={"runOnly": WCAG})
            if result.violations_count:
                found[name, scheme] = result.generate_report()
    assert found == {}


def test_no_page_scrolls_sideways(site, open_page):
    wider = []
    for name in PAGES:
        page = open_page(address_of(site, name), width=320)
        for width in (320, 768, 1600):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wider.append((name, width))
    assert wider == []


def test_every_page_says_the_same_without_javascript(site, open_page):
    for name in PAGES:
        with_scripts = open_page(address_of(site, name)).inner_text("main")
        without = open_page(address_of(site, name), scripts=False).inner_text("main")
        assert with_scripts == without, name


def test_every_control_is_reached_by_keyboard_and_shows_its_focus(site, open_page):
    for name in PAGES:
        page = open_page(address_of(site, name))
        wanted = page.evaluate(
            """() => [...document.querySelectorAll('a[href], button, input, select, textarea')]
                .filter(el => el.checkVisibility() && el.type != 'hidden').length"""
        )
        stops = list(focused(page, wanted))
        assert len(stops) >= wanted, name
        assert all(stops), f"{name}: the focus does not show on control {stops.index(False) + 1}"


def focused(page, wanted):
    """Tabs through a page; for each stop, whether its focus shows."""
    for _ in range(wanted + 20):
        page.keyboard.press("Tab")
        tag, shows = page.evaluate(
            """() => { const el = document.activeElement, style = getComputedStyle(el);
            return [el.tagName, style.outlineStyle != 'none']; }"""
        )
        if tag == "BODY":
            return
        yield shows


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
    page.click("text=Show jobs")
    assert "workplace=remote" in page.url
    page.click("a[rel=next]")
    assert "workplace=remote" in page.url
    assert "page=2" in page.url
    page.click(".listing a >> nth=0")
    assert page.locator("dt:has-text('Workplace') + dd").inner_text() == "Remote"


def test_a_pair_prints_on_few_sheets(site, open_page):
    page = open_page(site + PAIR)
    pdf = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 4
