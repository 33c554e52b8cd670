"""Fills an empty database with a little of everything that the site stores."""

import shutil
import tempfile
from datetime import date
from pathlib import Path

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

from accounts.models import SignIn
from alerts.models import Alert, Mail, SignUp
from careers.editing import publishing, recovering, renaming, working_copies
from careers.editing.starter_loader import STARTER, load_starter
from careers.models import EvidenceAnswer, Feedback, FeedbackSender, Role
from jobs.engine import changes
from jobs.evidence import gather
from jobs.models import Employer, EmployerName, ExchangeRate, Listing, Report, Source
from portal.management.commands.make_editor import make_editor
from tests import factories

DATA = Path(__file__).parent.parent / "data"
ROLES = {"data-science-manager.md", "lead-machine-learning-engineer.md"}
SAMPLES = 5


def fill():
    """Migrates the database, fills every table of the site and makes an editor's login."""
    call_command("migrate", verbosity=0)
    _load_some_starter_content()
    board = str(DATA / "greenhouse_board.json")
    call_command("import_listings", kind="greenhouse", employer="Harbour Labs", file=[board])
    Source.objects.filter(kind="greenhouse").update(
        may_republish=True,
        terms_url="https://harbour-labs.example/terms",
        attribution_name="Harbour Labs",
        attribution_url="https://harbour-labs.example/jobs",
    )
    _load_some_samples()
    make_editor("editor", password=None)
    _write_by_hand()
    gather()
    changes.prune(connection, keep=20)
    own = (apps.get_app_config(name) for name in ("accounts", "alerts", "careers", "jobs"))
    models = [model for config in own for model in config.get_models()]
    if empty := [model.__name__ for model in models if not model.objects.exists()]:
        raise SystemExit(f"No row was made of {', '.join(empty)}. Make one in {__file__}.")


def _load_some_starter_content():
    """Loads two roles, their comparison, the whole vocabulary and some figures."""
    with tempfile.TemporaryDirectory() as folder:
        some = Path(shutil.copytree(STARTER, folder, dirs_exist_ok=True))
        pair = "-vs-".join(sorted(name.removesuffix(".md") for name in ROLES))
        for path in [*some.glob("roles/*.md"), *some.glob("comparisons/*.md")]:
            if path.name not in {*ROLES, f"{pair}.md"}:
                path.unlink()
        for path in some.glob("evidence/bls-*"):  # thousands of rows
            path.unlink()
        load_starter(some)


def _load_some_samples():
    """Leaves a few of the samples."""
    call_command("load_samples", verbosity=0)
    samples = Listing.objects.samples().order_by("pk")
    kept = [*samples.values_list("pk", flat=True)[:SAMPLES]]
    samples.exclude(pk__in=kept).delete()
    Employer.objects.filter(listings=None).delete()


def _write_by_hand():
    """Makes what test_landed.py looks for by its words."""
    skill = factories.make_skill("Tide tables", kind="concept")
    role = factories.make_role(
        "Tide Analyst",
        responsibilities="Tide tables: Publish the heights of the week.",
        skills="Tide tables: Read one at a glance.",
        plain="You say when the water is high. Ships wait for it.",
        first_year="You write down heights, day after day.",
        learn_first="Tide tables: Read those of one harbour.",
    )
    draft = role.live_revision
    role.revisions.create(text=draft.text.replace("of the week", "of the day"), note="A draft")
    editor = get_user_model().objects.get(username="editor")
    working_copies.keep(editor, Role, role, {"tips": "Tide tables: Written"}, base=draft)
    employer = factories.make_employer("Harbour Trust")
    night_shift = factories.make_listing(
        "Tide Analyst, Night Shift",
        places=[("Porto", "", "PT"), ("", "", "NO")],
        skills=[skill],
        employer=employer,
        role=role,
        level="senior",
        level_reason="asks for 5+ years",
        experience_years=5,
        body_text="We watch spring tides.",
        body_html="<p>We watch spring tides.</p>",
        pay_min="41000.50",
        pay_max="52000",
        pay_currency="EUR",
        pay_period="year",
        closes_at=factories.moment("2100-01-01"),
    )
    ExchangeRate.objects.update_or_create(
        currency="NOK", defaults={"usd": "0.0975", "as_of": date(2026, 1, 2)}
    )
    Feedback.objects.create(path=role.get_absolute_url(), is_useful=True, comment="Clear.")
    Report.objects.create(listing=night_shift, kind="pay", comment="It pays by the tide.")
    FeedbackSender.objects.create(sender="0" * 64)
    SignIn.objects.create(account="0" * 64, peer="192.0.2.7")
    EvidenceAnswer.objects.create(role=role, skill=skill, text="Every harbour prints its own.")
    renaming.change_address(skill, "tides")
    EmployerName.objects.create(employer=employer, name="Harbour Trust Ltd")
    noon = factories.moment("2026-11-26")
    alert = Alert.objects.create(
        address="ann@example.org", search="role=tide-analyst", confirmed_at=noon, due_at=noon
    )
    Mail.objects.create(alert=alert, through=1, jobs=1)
    publishing.tell_readers(role, "Heights are those of the new gauge.", date(2026, 11, 26))
    recovering.delete(factories.make_draft_role("Ebb Analyst"))
    SignUp.objects.create(peer="0" * 64, address="0" * 64)
