"""Nothing of a draft is public: every page, file and picture is the same before and after."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from careers.desk.uses import change_url
from careers.models import Comparison, Role
from tests.crawl import crawl
from tests.factories import (
    make_comparison,
    make_evidence,
    make_group,
    make_listing,
    make_reference,
    make_role,
    make_skill,
)
from tests.forms import filled

pytestmark = pytest.mark.django_db

SEARCH = "/search/?q=draftword"

ROLE_DRAFTS = {
    "title": "Draftword Analyst",
    "family": "science",
    "track": "lead",
    "summary": "Draftword in a sentence.",
    "other_titles": "Draftword Guru",
    "plain": "A draftword.",
    "definition": "Draftword.",
    "responsibilities": "Draftword: Do it.",
    "skills": "Draftskill: Ask.",
    "education": "Draftword: Helps.",
    "tools": "Draftskill: Excel.",
    "industries": "Draftword: Buys.",
    "outlook": "Draftword.",
    "tips": "Draftword: Try.",
    "first_year": "Draftword.",
    "learn_first": "Draftskill: Learn.",
    "choose_if": "you draftword.",
    "related": "data-scientist",
    "before": "data-scientist",
    "after": "data-scientist",
    "occupation": "15-2051",
    "occupation_reason": "Draftword.",
    "stand_in": "data-scientist",
    "review_by": "2031-01-02",
    "note": "Draftword",
}
COMPARISON_DRAFTS = {
    "decision": "senior",
    "difference": "Draftword.",
    "introduction": "Draftword.",
    "differs_most": "Draftword: Differs.",
    "moving": "Draftword.",
    "conclusion": "Draftword.",
    "review_by": "2031-01-02",
}


@pytest.fixture
def site():
    """A role, a comparison and all around them, published."""
    skill = make_skill("Draftskill", description="Asks.")
    make_group("A draft tool", skill)
    make_reference()
    analyst = make_role("Data Analyst", outlook="Growing by 4 percent [bls-data].")
    scientist = make_role("Data Scientist")
    make_evidence(analyst)
    make_listing("Draftword Analyst", role=analyst, skills=[skill])
    return analyst, make_comparison(analyst, scientist)


@pytest.fixture
def editor():
    client = Client()
    client.force_login(User.objects.create_superuser("ann"))
    return client


def save(editor, document, **changes):
    url = change_url(document)
    response = editor.post(url, filled(editor, url, **changes))
    assert response.status_code == 302, response.context["errors"]


def test_no_draft_changes_a_byte_of_what_is_public(site, editor):
    role, comparison = site
    before = crawl(SEARCH)
    for name, value in ROLE_DRAFTS.items():
        fit = {"occupation_fit": "near"} if name == "occupation" else {}
        save(editor, role, **{name: value}, **fit)
    for name, value in COMPARISON_DRAFTS.items():
        save(editor, comparison, **{name: value})
    drafts = role.revisions.count(), comparison.revisions.count()
    new = {"title": "Draftword Engineer", "slug": "draftword", "family": "science"}
    editor.post("/admin/careers/role/add/", new | {"track": "lead", "definition": "Draftword."})
    other = Role.objects.get(slug="draftword")
    pair = {"first": role.pk, "second": other.pk, "introduction": "Draftword."}
    editor.post("/admin/careers/comparison/add/", pair)
    revisions = role.revisions.order_by("pk")
    editor.post(
        f"/admin/careers/role/{role.pk}/restore/{revisions.first().pk}/",
        {"newest": revisions.last().pk},
    )
    assert (drafts, role.revisions.count(), Comparison.objects.count()) == ((26, 8), 27, 2)
    after = crawl(SEARCH)
    assert {address for address in before if after.get(address) != before[address]} == set()
    assert after.keys() == before.keys()
    kinds = {address.partition("?")[0].rpartition(".")[2] for address in before if "." in address}
    assert kinds >= {"csv", "json", "png", "xml", "atom", "rss", "txt"}


def test_the_crawl_sees_what_is_published(site, editor):
    role, _ = site
    before = crawl(SEARCH)
    save(editor, role, summary="Another sentence.", _publish="")
    after = crawl(SEARCH)
    changed = {address for address in before if after.get(address) != before[address]}
    assert {"/", "/roles/", role.get_absolute_url()} & changed
    assert len(before) > 60
