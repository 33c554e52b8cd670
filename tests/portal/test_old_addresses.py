"""What becomes of old addresses, names and links: each of five kinds, renamed, merged, withdrawn
and deleted, as editors do it in the admin.
"""

from typing import NamedTuple

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from careers.editing import documents, publishing
from careers.editing.starter_loader import load_documents
from careers.models import Comparison, FormerAddress, Reference, Role, Skill, SnapshotRole
from jobs.importing import pipeline
from jobs.models import Employer, Listing
from portal.management.commands.make_editor import editors
from tests import snapshots
from tests.factories import (
    make_comparison,
    make_employer,
    make_evidence,
    make_listing,
    make_past_adverts,
    make_reference,
    make_role,
    make_skill,
    make_snapshot,
    make_source,
)
from tests.jobs.test_admin import board, filled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def editor(client):
    """An editor, whose login the client carries."""
    user = User.objects.create(username="ann", is_staff=True)
    user.groups.add(editors())
    client.force_login(user)
    return user


class Site(NamedTuple):
    """One of each kind, each with another one that it is merged into."""

    role: Role
    other_role: Role
    third_role: Role
    skill: Skill
    other_skill: Skill
    employer: Employer
    other_employer: Employer
    reference: Reference
    other_reference: Reference
    comparison: Comparison
    other_comparison: Comparison
    listing: Listing


def fill_the_site():
    skill, other_skill = make_skill("Postgres"), make_skill("PostgreSQL")
    make_reference("bls"), make_reference("onet", title="O*NET")
    text = {"skills": "Postgres: Every day.", "outlook": "Growing by 9 percent [bls]."}
    role = make_role("Data Analyst", other_titles="Report Analyst", **text)
    other_role = make_role("Data Engineer", related="data-analyst", stand_in="data-analyst")
    third_role = make_role("Data Scientist", skills="PostgreSQL: Now and then.")
    make_comparison(role, third_role), make_comparison(other_role, third_role)
    make_employer("Zenith")
    make_listing(role=role, skills=[skill], employer=make_employer("Acme"))
    make_evidence(role, skills={skill: 20})
    make_past_adverts(role, named={skill: 30, other_skill: 40})
    make_past_adverts(other_role, n=50, named={skill: 10})


@pytest.fixture(scope="module")
def site_rows(rows_made_by):
    return rows_made_by(fill_the_site)


@pytest.fixture
def site(db, site_rows):
    snapshots.insert(site_rows)
    roles = [Role.objects.get(slug=f"data-{name}") for name in ("analyst", "engineer", "scientist")]
    skills = [Skill.objects.get(slug=slug) for slug in ("postgres", "postgresql")]
    employers = [Employer.objects.get(slug=slug) for slug in ("acme", "zenith")]
    references = [Reference.objects.get(key=key) for key in ("bls", "onet")]
    comparisons = [Comparison.objects.get(first=role) for role in roles[:2]]
    return Site(*roles, *skills, *employers, *references, *comparisons, Listing.objects.get())


def admin_page(row, page):
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[row.pk])


def rename(client, row, address):
    return client.post(admin_page(row, "address"), {"address": address})


def merge(client, row, into):
    """Merges as the admin's form says it: skills and employers by name, others by number."""
    chosen = into.name if isinstance(into, Skill | Employer) else into.pk
    return client.post(admin_page(row, "merge"), {"into": chosen})


def withdraw(client, row, why, notice=""):
    return client.post(admin_page(row, "withdraw"), {"why": why, "notice": notice})


def delete(client, row):
    return client.post(admin_page(row, "delete"), {"post": "yes"})


def where(client, address):
    """Returns where an address leads in one hop; fails unless a page is there."""
    response = client.get(address)
    assert response.status_code == 301, address
    assert client.get(response.url).status_code == 200, response.url
    return response.url


# --- old addresses lead on -----------------------------------------------------------------------

# (what is renamed, its new address, {old address: where it leads})
RENAMED = {
    "role": (
        "insight-analyst",
        {
            "/roles/data-analyst/": "/roles/insight-analyst/",
            "/roles/data-analyst/share.png": "/roles/insight-analyst/share.png",
            "/salaries/data-analyst/?country=US": "/salaries/insight-analyst/?country=US",
            "/salaries/data-analyst/data.json": "/salaries/insight-analyst/data.json",
            "/compare/data-analyst-vs-data-scientist/?show=differences": (
                "/compare/data-scientist-vs-insight-analyst/?show=differences"
            ),
            "/compare/data-scientist-vs-data-analyst/": (
                "/compare/data-scientist-vs-insight-analyst/"
            ),
            "/compare/data-analyst-vs-data-engineer/share.png": (
                "/compare/data-engineer-vs-insight-analyst/share.png"
            ),
            "/embed/compare/data-analyst-vs-data-engineer/": (
                "/embed/compare/data-engineer-vs-insight-analyst/"
            ),
            "/compare/?role=data-analyst&role=data-scientist": (
                "/compare/data-scientist-vs-insight-analyst/"
            ),
            "/compare/?role=data-analyst&role=data-scientist&role=data-engineer": (
                "/compare/?role=insight-analyst&role=data-scientist&role=data-engineer"
            ),
        },
    ),
    "skill": ("postgres-db", {"/skills/postgres/": "/skills/postgres-db/"}),
    "employer": ("acme-inc", {"/employers/acme/": "/employers/acme-inc/"}),
}
MERGED = {
    "role": {
        "/roles/data-analyst/": "/roles/data-engineer/",
        "/salaries/data-analyst/": "/salaries/data-engineer/",
        "/compare/data-analyst-vs-data-scientist/": "/compare/data-engineer-vs-data-scientist/",
        "/compare/data-analyst-vs-data-engineer/": "/roles/data-engineer/",
        "/compare/data-analyst-vs-data-engineer/share.png": "/roles/data-engineer/share.png",
    },
    "skill": {"/skills/postgres/": "/skills/postgresql/"},
    "employer": {"/employers/acme/": "/employers/zenith/"},
    "comparison": {
        "/compare/data-analyst-vs-data-scientist/": "/compare/data-engineer-vs-data-scientist/",
        "/compare/data-scientist-vs-data-analyst/": "/compare/data-engineer-vs-data-scientist/",
        "/compare/?role=data-scientist&role=data-analyst": (
            "/compare/data-engineer-vs-data-scientist/"
        ),
    },
}


@pytest.mark.parametrize("kind", RENAMED)
def test_after_renaming_old_addresses_lead_to_the_new_one_in_one_hop(client, site, kind):
    address, leads = RENAMED[kind]
    assert rename(client, getattr(site, kind), address).status_code == 302
    assert {old: where(client, old) for old in leads} == leads


@pytest.mark.parametrize("kind", MERGED)
def test_after_merging_old_addresses_lead_to_the_other_in_one_hop(client, site, kind):
    row, into = getattr(site, kind), getattr(site, f"other_{kind}")
    assert merge(client, row, into).status_code == 302
    assert {old: where(client, old) for old in MERGED[kind]} == MERGED[kind]


@pytest.mark.parametrize("kind", ["role", "skill", "employer"])
def test_renamed_twice_and_then_merged_every_old_address_takes_one_hop(client, site, kind):
    row, into = getattr(site, kind), getattr(site, f"other_{kind}")
    first = row.get_absolute_url()
    rename(client, row, "second")
    rename(client, row, "third")
    merge(client, row, into)
    rename(client, into, "fourth")
    section = first.split("/")[1]
    olds = [first, f"/{section}/second/", f"/{section}/third/", into.get_absolute_url()]
    assert {where(client, old) for old in olds} == {f"/{section}/fourth/"}


@pytest.mark.parametrize("kind", ["role", "skill", "employer"])
def test_an_address_that_was_given_up_may_be_taken_back(client, site, kind):
    row = getattr(site, kind)
    first = row.get_absolute_url()
    rename(client, row, "second")
    rename(client, row, first.split("/")[2])
    assert client.get(first).status_code == 200
    assert where(client, f"/{first.split('/')[1]}/second/") == first


@pytest.mark.parametrize("kind", ["role", "skill", "employer", "reference"])
def test_nobody_else_takes_an_address_that_leads_on(client, site, kind):
    row, other = getattr(site, kind), getattr(site, f"other_{kind}")
    old = getattr(row, row.address_field)
    rename(client, row, "second")
    response = rename(client, other, old)
    assert response.status_code == 422
    assert "Choose another one" in response.text
    other.refresh_from_db()
    assert getattr(other, other.address_field) != old


@pytest.mark.parametrize("kind", ["role", "skill", "employer", "reference", "comparison"])
def test_nothing_is_merged_into_itself_or_in_a_circle(client, site, kind):
    row, into = getattr(site, kind), getattr(site, f"other_{kind}")
    assert merge(client, row, row).status_code == 422
    merge(client, row, into)
    back = merge(client, into, row)
    assert back.status_code == 422
    assert client.get(into.get_absolute_url() if kind != "reference" else "/").status_code == 200


def test_a_malformed_address_is_refused_in_words(client, site):
    response = rename(client, site.role, "Data-vs-Analyst")
    assert response.status_code == 422
    assert "nowhere “-vs-”" in response.text


# --- withdrawing and deleting --------------------------------------------------------------------


def test_a_role_withdrawn_in_error_is_gone_until_it_is_published_again(client, site):
    withdraw(client, site.role, "error")
    response = client.get("/roles/data-analyst/")
    assert response.status_code == 410
    assert "had been published in error" in response.text
    site.role.refresh_from_db()
    publishing.publish(site.role)
    assert client.get("/roles/data-analyst/").status_code == 200


def test_a_comparison_withdrawn_in_error_leaves_the_assembled_pair(client, site):
    withdraw(client, site.comparison, "error")
    page = client.get("/compare/data-analyst-vs-data-scientist/").text
    assert "no editor has written about this pair yet" in page


@pytest.mark.parametrize(
    ("kind", "address", "sitemap"),
    [
        ("role", "/roles/data-analyst/", "/sitemap-roles.xml"),
        ("comparison", "/compare/data-analyst-vs-data-scientist/", "/sitemap-comparisons.xml"),
    ],
)
def test_what_is_out_of_date_says_so_and_is_not_for_search_engines(
    client, get, site, kind, address, sitemap
):
    document = getattr(site, kind)
    withdraw(client, document, "outdated", "Read the profile of the Data Engineer.")
    page = get(address).text
    assert "This page is out of date." in page
    assert "Read the profile of the Data Engineer." in page
    assert '<meta name="robots" content="noindex">' in page
    assert address not in client.get(sitemap).text
    document.refresh_from_db()
    publishing.publish(document)
    assert "out of date" not in get(address).text


def test_out_of_date_needs_a_notice(client, site):
    response = withdraw(client, site.role, "outdated")
    assert "Say in a sentence what is out of date." in response.text
    assert client.get("/roles/data-analyst/").status_code == 200


def test_a_merged_role_that_is_published_again_has_its_address_back(client, site):
    merge(client, site.comparison, site.other_comparison)
    merge(client, site.role, site.other_role)
    titles = site.other_role.revisions.newest().content.fields["other_titles"]
    assert documents.parse_list(titles) == ("Data Analyst", "Report Analyst")
    site.other_role.refresh_from_db()
    assert (
        publishing.publishing_problems(site.other_role.live_revision.content, site.other_role) == {}
    )
    publishing.publish(site.other_role)
    site.other_role.other_titles.all().delete()
    site.role.refresh_from_db()
    publishing.publish(site.role)
    assert client.get("/roles/data-analyst/").status_code == 200


def test_a_merged_role_may_be_deleted_and_still_leads_on(client, site):
    delete(client, site.comparison)
    merge(client, site.role, site.other_role)
    delete(client, site.role)
    assert not Role.objects.filter(pk=site.role.pk).exists()
    assert where(client, "/roles/data-analyst/") == "/roles/data-engineer/"


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("role", "/roles/data-analyst/"),
        ("skill", "/skills/postgres/"),
        ("employer", "/employers/acme/"),
        ("reference", None),
        ("comparison", None),
    ],
)
def test_what_is_used_says_where_and_is_not_deleted(client, site, kind, address):
    row = getattr(site, kind)
    said = {
        "role": "Data Analyst vs Data Scientist",
        "skill": "Data Analyst (core)",
        "employer": "1 listing",
        "reference": "Cited by Data Analyst",
        "comparison": "Are you sure",
    }
    assert said[kind] in client.get(admin_page(row, "delete")).text
    delete(client, row)
    is_there = kind != "comparison"
    assert type(row).objects.filter(pk=row.pk).exists() == is_there
    if address:
        assert client.get(address).status_code == 200


def test_what_is_unused_is_deleted_and_its_old_addresses_say_so(client, site):
    unused = {
        "/roles/": make_role("Data Steward"),
        "/skills/": make_skill("Cobol"),
        "/employers/": make_employer("Quill"),
    }
    for section, row in unused.items():
        rename(client, row, "second")
        assert delete(client, row).status_code == 302
        for address in (row.get_absolute_url(), f"{section}second/"):
            response = client.get(address)
            assert response.status_code == 410
            assert "has been deleted" in response.text


def test_starter_content_brings_nothing_back_under_an_old_name(client, starter):
    role, skill = Role.objects.get(slug="data-engineer"), Skill.objects.get(slug="python")
    reference = Reference.objects.order_by("pk").first()
    gone = Comparison.objects.filter(live_revision__isnull=False).first()
    pair = gone.slug
    rename(client, role, "pipeline-engineer")
    rename(client, skill, "python-3")
    rename(client, reference, "renamed")
    delete(client, gone)
    counts = [model.objects.count() for model in (Role, Skill, Reference, Comparison)]
    load_documents()
    assert [model.objects.count() for model in (Role, Skill, Reference, Comparison)] == counts
    assert FormerAddress.objects.is_gone(Comparison, pair)


# --- what is not an address follows: links, matching, evidence, listings -------------------------


def test_after_renaming_a_role_other_profiles_lead_to_it(client, site):
    rename(client, site.role, "insight-analyst")
    site.other_role.refresh_from_db()
    assert (site.other_role.related, site.other_role.stand_in) == ("insight-analyst",) * 2
    assert 'href="/roles/insight-analyst/"' in client.get("/roles/data-engineer/").text
    assert site.other_role.live_revision.content.fields["related"] == "data-analyst"
    publishing.publish(site.other_role)
    assert site.other_role.related == "insight-analyst"


def test_after_renaming_a_role_its_comparison_and_its_order_stay(client, site):
    rename(client, site.role, "the-analyst")
    page = client.get("/compare/data-scientist-vs-the-analyst/").text
    assert "One counts, the other guesses." in page
    site.comparison.refresh_from_db()
    assert site.comparison.first == site.third_role


def test_a_title_that_a_role_gives_up_still_matches_adverts(client, site):
    url = admin_page(site.role, "change")
    data = filled(client, url, title="Insight Analyst", _publish="")
    assert client.post(url, data).status_code == 302
    site.role.refresh_from_db()
    names = [title.name for title in site.role.other_titles.all()]
    assert (site.role.title, names) == ("Insight Analyst", ["Report Analyst", "Data Analyst"])
    pipeline.pull(make_source(employer=site.employer, url="https://example.org"), board())
    assert Listing.objects.get(external_id="7").role == site.role


def test_a_name_that_a_skill_gives_up_still_links_profiles_and_matches_adverts(client, site):
    url = admin_page(site.skill, "change")
    response = client.post(url, filled(client, url, name="Postgres DB"), follow=True)
    assert "“Postgres” is kept as another name" in response.text
    site.skill.refresh_from_db()
    assert (site.skill.name, site.skill.aliases) == ("Postgres DB", "Postgres")
    assert site.skill.needed_by.get().role == site.role


def test_a_name_that_an_employer_gives_up_still_brings_its_adverts_to_it(client, site):
    url = admin_page(site.employer, "change")
    client.post(url, filled(client, url, name="Acme Inc."))
    source = make_source(url="https://example.org", employer=site.employer)
    pipeline.pull(source, board())
    assert pipeline.source_of("acme", "lever").employer == site.employer
    assert Employer.objects.count() == 2


def test_after_renaming_a_skill_what_was_counted_of_it_is_its_own(client, site):
    rename(client, site.skill, "postgres-db")
    site.role.evidence.refresh_from_db()
    assert site.role.evidence.skills == {"postgres-db": 20}
    counted = SnapshotRole.objects.get(role=site.role)
    assert counted.skills == {"postgres-db": 30, "postgresql": 40}
    assert "postgres-db" in counted.snapshot.measured
    assert "postgres" not in counted.snapshot.measured


@pytest.mark.parametrize(
    ("kind", "parameter", "old", "new"),
    [
        ("role", "role", "data-analyst", "second"),
        ("skill", "skill", "postgres", "second"),
        ("employer", "employer", "acme", "second"),
    ],
)
def test_the_board_and_its_feeds_take_a_former_value_for_the_one_of_now(
    client, site, kind, parameter, old, new
):
    rename(client, getattr(site, kind), new)
    page = client.get(f"/jobs/?{parameter}={old}").text
    assert f"{site.listing.pk}-" in page
    assert "is not one of the choices" not in page
    assert f"?{parameter}={old}" not in page
    feed = client.get(f"/jobs/feed.json?{parameter}={old}").json()
    assert len(feed["items"]) == 1
    assert client.get(f"/jobs/feed.json?not_employer={old}").status_code == 200


def test_the_api_and_the_page_of_fitting_take_a_former_address(client, site):
    rename(client, site.skill, "second")
    rename(client, site.role, "third")
    assert client.get("/api/v1/roles/data-analyst").json()["slug"] == "third"
    assert client.get("/api/v1/skills/postgres").json()["slug"] == "second"
    assert "second" in client.get("/fit/?skill=postgres").text


def test_merging_roles_moves_listings_titles_adverts_and_neighbours(client, site):
    merge(client, site.role, site.other_role)
    site.listing.refresh_from_db()
    assert site.listing.role == site.other_role
    assert site.listing.role_reason == "“Data Analyst” was merged into it"
    titles = [title.name for title in site.other_role.other_titles.all()]
    assert titles == ["Data Analyst", "Report Analyst"]
    counted = site.other_role.snapshot_roles.get()
    assert (counted.n, counted.skills) == (150, {"postgres": 40, "postgresql": 40})
    site.other_role.refresh_from_db()
    assert (site.other_role.related, site.other_role.stand_in) == ("", "")


def test_merging_skills_moves_names_listings_roles_and_counts(client, site):
    merge(client, site.skill, site.other_skill)
    site.other_skill.refresh_from_db()
    assert site.other_skill.aliases == "Postgres"
    assert list(site.listing.skills.all()) == [site.other_skill]
    needed_by = {need.role for need in site.other_skill.needed_by.select_related("role")}
    assert needed_by == {site.role, site.third_role}
    assert SnapshotRole.objects.get(role=site.role).skills == {"postgresql": 40}
    assert SnapshotRole.objects.get(role=site.other_role).skills == {"postgresql": 10}
    assert not Skill.objects.filter(name="Postgres").exists()


def test_merging_employers_moves_listings_sources_and_names(client, site):
    source = make_source(employer=site.employer, url="https://example.org")
    merge(client, site.employer, site.other_employer)
    site.listing.refresh_from_db()
    source.refresh_from_db()
    assert (site.listing.employer, source.employer) == (site.other_employer,) * 2
    assert pipeline.source_of("ACME", "lever").employer == site.other_employer


@pytest.mark.parametrize("how", ["renamed", "merged"])
def test_texts_cite_a_reference_under_a_key_that_it_had(client, site, how):
    if how == "renamed":
        rename(client, site.reference, "bls-2026")
        title = site.reference.title
    else:
        merge(client, site.reference, site.other_reference)
        title = site.other_reference.title
    assert title in client.get("/roles/data-analyst/").text
    assert publishing.publishing_problems(site.role.live_revision.content, site.role) == {}
    reference = Reference.objects.by_address(["bls"])["bls"]
    assert "Cited by Data Analyst" in client.get(admin_page(reference, "change")).text


def test_two_references_with_figures_are_not_merged(client, site):
    make_snapshot("ranges", site.reference)
    make_snapshot("past", site.other_reference)
    response = merge(client, site.reference, site.other_reference)
    assert "Both have figures of their own" in response.text
    assert Reference.objects.filter(pk=site.reference.pk).exists()


def test_editors_see_the_addresses_that_lead_to_something_and_where_it_is_used(client, site):
    rename(client, site.role, "insight-analyst")
    for page in ("change", "address", "merge"):
        text = client.get(admin_page(site.role, page), follow=True).text
        assert "<code>data-analyst</code>" in text
        assert "Comparison: Data Scientist vs Data Analyst" in text
        assert "1 listing" in text


def test_who_may_only_look_neither_renames_nor_merges_nor_withdraws(client, editor, site):
    editor.groups.clear()
    for page in ("address", "merge", "withdraw"):
        assert client.get(admin_page(site.role, page)).status_code == 403
        assert client.post(admin_page(site.role, page), {"address": "x"}).status_code == 403
