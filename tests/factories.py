"""Plain factories: each makes one saved thing, with only what the test is about given."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from django.utils import timezone
from django.utils.text import slugify

from careers.editing import publishing
from careers.editing.documents import parse, write
from careers.models import (
    GROUP,
    Comparison,
    Evidence,
    PayCell,
    Reference,
    Role,
    Skill,
    SkillGroup,
    Snapshot,
    SnapshotRole,
)
from jobs.models import Employer, Listing, ListingPlace, Source

number = count(1)

# Under which a source may be republished.
TERMS = {
    "terms_url": "https://feeds.example/terms",
    "attribution_name": "Feeds & Co",
    "attribution_url": "https://feeds.example/",
}

PROFILE = {
    "family": "analytics",
    "track": "individual",
    "summary": "Keeps the figures right.",
    "definition": "Somebody who keeps the figures right.",
    "responsibilities": "Reporting: Publish the weekly figures.",
    "skills": "",
    "education": "Degree: A bachelor’s degree helps.",
    "tools": "",
    "industries": "Retail: Follow the season.",
    "outlook": "Steady.",
    "tips": "Practise: Rebuild a known figure.",
    "choose_if": "you like to be right.",
}


def make_skill(name="SQL", **fields):
    defaults = {"slug": slugify(name) or f"skill-{next(number)}", "kind": "language"}
    return Skill.objects.create(**{"name": name} | defaults | fields)


def make_group(name, *skills, **fields):
    """A group of skills of which any one will do."""
    group = SkillGroup.objects.create(**{"slug": slugify(name), "name": name} | fields)
    for skill in skills:
        skill.group = group
        skill.save()
    return group


def make_reference(key="bls-data", **fields):
    defaults = {
        "title": "Occupational Outlook Handbook",
        "publisher": "Bureau of Labor Statistics",
        "url": "https://www.bls.gov/ooh/",
        "year": 2025,
        "retrieved_on": date(2026, 1, 15),
    }
    return Reference.objects.create(key=key, **defaults | fields)


def profile_content(title="Data Analyst", **fields):
    """What a role's profile says (documents.Content)."""
    return parse(write(PROFILE | {"title": title} | fields, Role.shape), Role.shape)


def make_draft_role(title="Data Analyst", slug=None, **fields):
    """A role with one revision that nobody has published."""
    content = profile_content(title, **fields)
    role = Role.objects.create(
        slug=slug or slugify(title) or f"role-{next(number)}",
        title=title,
        family=content.fields["family"],
        track=content.fields["track"],
    )
    publishing.save_draft(role, content)
    return role


def make_role(title="Data Analyst", slug=None, **fields):
    """A published role."""
    role = make_draft_role(title, slug, **fields)
    publishing.publish(role)
    return role


def make_comparison(first, second, **fields):
    """A published comparison."""
    first, second = sorted((first, second), key=lambda role: role.slug)
    comparison = Comparison.objects.create(first=first, second=second)
    text = {
        "roles": f"{first.slug}; {second.slug}",
        "difference": "One counts, the other guesses.",
        "introduction": "They sit at one table.",
        "differs_most": "Pace: One answers today.",
        "moving": "Some do.",
        "conclusion": "Ask what you enjoy.",
    }
    content = parse(write(text | fields, Comparison.shape), Comparison.shape)
    publishing.save_draft(comparison, content)
    publishing.publish(comparison)
    return comparison


def make_evidence(role, listings=43, skills=None, **fields):
    """What open listings say of a role: {skill: listings}."""
    counted = {skill.slug: asking for skill, asking in (skills or {}).items()}
    defaults = {"gathered_at": moment("2026-11-23"), "listings": listings, "skills": counted}
    return Evidence.objects.create(role=role, **defaults | fields)


def make_snapshot(kind="past", reference=None, **fields):
    """Aggregates of a file, of nothing yet."""
    reference = reference or make_reference(f"{kind}-file-{next(number)}")
    defaults = {"made_on": date(2026, 11, 1), "file_name": "file.csv", "licence": "CC0-1.0"}
    defaults |= {"rows": 100, "kept": 80, "refused": {"no role": 20}}
    return Snapshot.objects.create(kind=kind, reference=reference, **defaults | fields)


def make_past_adverts(role, n=100, named=None, snapshot=None, measured=None, **fields):
    """Past adverts of a role in which skills were read: {skill or group: how many name it}."""
    counts = {
        skill.slug if isinstance(skill, Skill) else f"{GROUP}{skill.slug}": adverts
        for skill, adverts in (named or {}).items()
    }
    measured = [skill.slug for skill in measured or Skill.objects.all()]
    snapshot = snapshot or Snapshot.objects.first() or make_snapshot(measured=measured)
    return SnapshotRole.objects.create(
        snapshot=snapshot, role=role, n=n, n_with_skills=n, skills=counts, **fields
    )


def make_pay_cell(role=None, snapshot=None, **fields):
    """Yearly US pay from a snapshot, or as advertised here."""
    kind = snapshot.kind if snapshot else "advertised"
    defaults = {"country": "US", "year": 2025, "currency": "USD", "period": "year", "n": 40}
    defaults |= {"p10": 80_000, "p25": 100_000, "p50": 120_000, "p75": 150_000, "p90": 190_000}
    return PayCell.objects.create(kind=kind, role=role, snapshot=snapshot, **defaults | fields)


def make_employer(name=None, **fields):
    name = name or f"Employer {next(number)}"
    return Employer.objects.create(**{"name": name, "slug": slugify(name)} | fields)


def make_source(name=None, kind="greenhouse", **fields):
    return Source.objects.create(name=name or f"Source {next(number)}", kind=kind, **fields)


def make_listing(title="Data Analyst", places=(), skills=(), **fields):
    """An open, hand-made listing; `places` holds (city, region, country) triples."""
    now = timezone.now()
    defaults = {"closes_at": now + timedelta(days=30), "posted_at": now - timedelta(hours=1)}
    if "employer" not in fields:
        fields["employer"] = make_employer()
    if fields.get("source"):
        defaults = {"external_id": str(next(number))}
    listing = Listing.objects.create(**{"title": title} | defaults | fields)
    listing.skills.set(skills)
    for city, region, country in places:
        ListingPlace.objects.create(listing=listing, city=city, region=region, country=country)
    return listing


def moment(text):
    """An aware moment from an ISO date: moment("2026-05-01")."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
