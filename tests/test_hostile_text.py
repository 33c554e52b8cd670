"""Whatever stands in the database is text on every public page: never an element or an attribute.

A page with hostile names must have the elements and attributes of the same page with plain ones.
"""

import html5lib
import pytest
from django.db import transaction
from django.test import Client

from careers.models import Role, RoleSkill, SnapshotRole
from jobs.models import Listing
from tests.factories import (
    make_comparison,
    make_employer,
    make_listing,
    make_pay_cell,
    make_reference,
    make_role,
    make_skill,
    make_snapshot,
    make_source,
)

PLAIN = "plain"
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x>',
    "' onmouseover='alert(1)",
    "{{7*7}}{% now %}",
    "&lt;b&gt;",
    "\u200fabc\u202e",
]
ADDRESSES = [
    "/",
    "/roles/",
    "/roles/one/",
    "/roles/on/",
    "/compare/",
    "/compare/one-vs-two/",
    "/compare/one-vs-three/",
    "/compare/?role=one&role=two&role=three",
    "/salaries/",
    "/salaries/one/",
    "/salaries/one/?state=other",
    "/salaries/one/?level=entry",
    "/skills/",
    "/skills/odd/",
    "/search/?q=odd",
    "/titles/",
    "/fit/",
    "/fit/?skill=odd",
    "/jobs/",
    "/jobs/?role=one&skill=odd&employer=odd&country=DE",
    "/jobs/?not_employer=odd",
    "/jobs/?skill=odd",
    "/jobs/values/employer/",
    "/jobs/values/city/",
    "/jobs/values/skill/",
    "/jobs/values/role/",
]


def fill_the_site(text):
    """Writes a text into every field that public pages print."""
    odd = f"odd {text}"
    make_reference("source", title=odd, publisher=odd, note=odd, notice=odd)
    skill = make_skill(odd, slug="odd", kind="tool", aliases=f"also {text}", description=odd)
    near = make_skill(f"near {text}", slug="near")
    skill.related.add(near)
    prose = dict.fromkeys(("summary", "definition", "first_year", "choose_if"), odd)
    sections = ("responsibilities", "education", "tools", "industries", "tips", "learn_first")
    prose |= dict.fromkeys(sections, f"{odd}: {odd}")
    roles = [
        make_role(f"{odd} {slug}", slug, outlook="Steady [source].", **prose)
        for slug in ("one", "two", "three")
    ]
    Role.objects.update(plain=odd)  # some of these texts are too hard to be published
    for role in roles:
        RoleSkill.objects.get_or_create(
            role=role, skill=skill, defaults={"need": "core", "part": "skills", "position": 99}
        )
    make_pay_figures(roles, odd)
    fields = ("difference", "introduction", "moving", "conclusion")
    make_comparison(*roles[:2], differs_most=f"{odd}: {odd}", **dict.fromkeys(fields, odd))
    source = make_source(odd, credit=odd)
    employer = make_employer(odd, slug="odd")
    for number in (1, 2):
        make_listing(
            f"{odd} {number}",
            employer=employer,
            source=source,
            role=roles[0],
            role_reason=f"title says {text}",
            skills=[skill],
            places=[(odd, odd, "DE")],
            location_text=odd,
            pay_text=odd,
            pay_min=50_000,
            pay_currency=text[:3],
            pay_period="year",
        )


def make_pay_figures(roles, odd):
    """Figures of pay of each kind, with a text wherever they hold one."""
    Role.objects.update(occupation="15-2051", occupation_fit="near", occupation_reason=odd)
    of_file = {"file_name": odd, "licence": odd, "refused": {odd: 20}, "pay_refused": {odd: 2}}
    ranges, past = (make_snapshot(kind, **of_file) for kind in ("ranges", "past"))
    official = make_snapshot("official", occupations={"15-2051": odd}, **of_file)
    for role in roles:
        make_pay_cell(role)
        make_pay_cell(role, ranges, level="entry")
        for country, currency in (("US", "USD"), (odd[4:6], odd[4:7])):
            make_pay_cell(role, ranges, country=country, currency=currency)
        make_pay_cell(role, past, period="hour")
        SnapshotRole.objects.create(snapshot=ranges, role=role, n=40, titles={odd: 40}, note=odd)
    for area in ("", "Alabama", odd):
        make_pay_cell(None, official, occupation="15-2051", area=area)


def elements(tree):
    """Every element of a page in its order, with the names of its attributes.

    What is offered depends on the very words that are typed, so that stands apart.
    """
    offered = {each for part in tree.iterfind(".//p[@class='offers']") for each in part.iter()}
    return [
        (element.tag, tuple(sorted(element.keys())))
        for element in tree.iter()
        if isinstance(element.tag, str) and element not in offered
    ]


def site_with(client, text):
    """{address: (status, tree)} of every page of a site that holds a text everywhere."""
    fill_the_site(text)
    listings = Listing.objects.order_by("pk")
    listing, pair = listings[0].get_absolute_url(), [each.pk for each in listings]
    pages = {address: client.get(address) for address in ADDRESSES}
    pages |= {
        "the listing": client.get(listing),
        "the same search": client.get("/search/", {"q": text}),
        "side by side": client.get("/jobs/side-by-side/", {"id": pair}),
        "a job title": client.get("/titles/", {"q": f"Chef, {text}, {text}"}),
        "the board's search": client.get("/jobs/", {"q": text, "pay": text, "city": text}),
    }
    return {
        name: (page.status_code, html5lib.parse(page.text, namespaceHTMLElements=False))
        for name, page in pages.items()
    }


@pytest.fixture(scope="module")
def plain_site(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        site = site_with(Client(), PLAIN)
        transaction.set_rollback(True)
    return site


@pytest.mark.django_db
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text_on_every_public_page(client, plain_site, text):
    for name, (status, tree) in site_with(client, text).items():
        plain_status, plain_tree = plain_site[name]
        assert status == plain_status, name
        assert elements(tree) == elements(plain_tree), name
        # What an address asks is said without marks that turn the direction of writing.
        is_asked = name in ("the board's search", "a job title")
        said = "".join(filter(str.isprintable, text)) if is_asked else text
        assert said in "".join(tree.itertext()), name
