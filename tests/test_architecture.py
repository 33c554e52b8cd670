"""The project's own conventions, held by tests."""

import ast
import re
from importlib.util import resolve_name
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import get_resolver

ROOT = Path(__file__).parent.parent
SITE = ROOT / "templates" / "site"
FORBIDDEN = {
    "accounts": {"alerts", "careers", "jobs", "portal", "tests"},
    "optimistic": {"accounts", "alerts", "careers", "jobs", "portal", "tests"},
    "careers": {"accounts", "alerts", "jobs", "portal", "tests"},
    "jobs": {"accounts", "alerts", "portal", "tests"},
    "alerts": {"accounts", "portal", "tests"},
}
# What the rooms of an app may not know of each other.
ROOMS = {
    "jobs/engine": {"jobs.board", "jobs.views"},
    "jobs/board": {"jobs.views"},
    "jobs/models": {"jobs.board", "jobs.engine"},
    "careers/pages": {"careers.editing"},
    "careers/editing": {"careers.pages"},
}
# Both know how a document is written.
SHARED_ROOMS = {"careers.editing.documents"}
# The importer's modules that import models; all others are pure.
MODEL_STEPS = {"drafts.py", "lines.py", "load.py", "pipeline.py", "receipts.py", "renormalise.py"}
MOST_MODULES = {"careers": 12, "jobs": 10}
PAGES = ["alerts", "careers", "jobs", "portal"]
# Views that answer with a file (a table, a picture) and so have no template.
FILES = {
    *("comparison_csv", "comparison_json", "comparison_share_image", "role_share_image"),
    *(
        "feed",
        "listing_share_image",
        "open_listings",
        "share_image",
        "sitemap",
        "sitemap_index",
        "sitemap_of_listings",
        "llms_txt",
    ),
    *("healthz", "readyz", "robots_txt", "security_txt", "favicon_ico", "apple_touch_icon"),
    *("salary_csv", "salary_json", "open_data_csv", "open_data_json", "open_data_package"),
}
# The names of addresses and of templates that a template gives.
NAMED_ADDRESS = re.compile(r"""\burl\(\s*['"]([\w:]+)['"]""")
NAMED_TEMPLATE = re.compile(r"""{%-?\s*(?:extends|include|import|from)\s+['"]([^'"]+)['"]""")


def imported_names(path):
    """The full names of all that a file of the project imports, of modules and what is in them."""
    package = ".".join(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = resolve_name("." * node.level + (node.module or ""), package)
            yield from (f"{module}.{alias.name}" for alias in node.names)


def is_within(name, rooms):
    return any(f"{name}.".startswith(f"{room}.") for room in rooms)


def url_patterns(app):
    resolver = get_resolver()
    if app in resolver.namespace_dict:
        return resolver.namespace_dict[app][1].url_patterns
    return [p for p in resolver.url_patterns if getattr(p, "name", None)]


@pytest.mark.parametrize("app", FORBIDDEN)
def test_imports_point_from_portal_to_alerts_to_jobs_to_careers(app):
    for path in (ROOT / app).rglob("*.py"):
        packages = {name.split(".")[0] for name in imported_names(path)}
        assert not FORBIDDEN[app] & packages, path


@pytest.mark.parametrize("app", ["alerts", "careers", "jobs"])
def test_templates_point_from_portal_to_alerts_to_jobs_to_careers(app):
    """Only the folders of apps: base.html and what stands beside it belong to the portal."""
    for path in (SITE / app).rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        addresses = {name.rpartition(":")[0] or "portal" for name in NAMED_ADDRESS.findall(text)}
        folders = {name.rpartition("/")[0] for name in NAMED_TEMPLATE.findall(text)}
        assert not FORBIDDEN[app] & (addresses | folders), path


def test_the_pages_of_careers_know_no_path_of_jobs():
    for path in (SITE / "careers").rglob("*.html"):
        assert "/jobs/" not in path.read_text(encoding="utf-8"), path


@pytest.mark.parametrize("room", ROOMS)
def test_the_rooms_of_an_app_know_of_each_other_in_one_direction(room):
    path = ROOT / room
    for file in [path] if path.is_file() else path.rglob("*.py"):
        knows = [name for name in imported_names(file) if is_within(name, ROOMS[room])]
        assert [name for name in knows if not is_within(name, SHARED_ROOMS)] == [], file


def test_in_the_importer_only_the_last_steps_know_the_models():
    importing = ROOT / "jobs" / "importing"
    knowing = {
        path.name
        for path in importing.rglob("*.py")
        if any(is_within(name, {"jobs.models"}) for name in imported_names(path))
    }
    assert knowing == MODEL_STEPS


@pytest.mark.parametrize(("room", "others"), [("reading", set()), ("adapters", {"reading"})])
def test_in_the_importer_readers_and_adapters_know_no_other_step(room, others):
    allowed = {f"jobs.importing.{name}" for name in {room, "records", *others}}
    models = {"jobs.models", "careers.models"}
    for path in (ROOT / "jobs" / "importing" / room).rglob("*.py"):
        names = set(imported_names(path))
        assert not [name for name in names if is_within(name, models)], path
        steps = {name for name in names if is_within(name, {"jobs.importing"})}
        assert not [name for name in steps if not is_within(name, allowed)], path


@pytest.mark.parametrize("app", PAGES)
def test_a_page_has_one_name_for_its_address_its_view_and_its_template(app):
    for pattern in url_patterns(app):
        assert pattern.name == pattern.callback.__name__
        has_template = (SITE / app / f"{pattern.name}.html").exists()
        assert has_template != (pattern.name in FILES), pattern.name


@pytest.mark.parametrize("app", MOST_MODULES)
def test_the_top_of_an_app_reads_like_a_contents_page(app):
    modules = {path.stem for path in (ROOT / app).glob("*.py")} - {"__init__"}
    assert len(modules) <= MOST_MODULES[app], sorted(modules)


def test_no_module_is_called_core_common_or_utils():
    names = {path.stem for app in PAGES for path in (ROOT / app).rglob("*")}
    assert not names & {"core", "common", "utils", "helpers"}


def test_every_migration_has_been_made(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
