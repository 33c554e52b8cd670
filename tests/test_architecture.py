"""The project's own conventions, held by tests."""

import ast
from importlib.util import resolve_name
from pathlib import Path

import pytest
from django.urls import get_resolver

ROOT = Path(__file__).parent.parent
FORBIDDEN = {"careers": {"jobs", "portal", "tests"}, "jobs": {"portal", "tests"}}
# The importer's modules that import models; all others are pure.
MODEL_STEPS = {"drafts.py", "lines.py", "load.py", "pipeline.py", "receipts.py", "renormalise.py"}
PAGES = ["careers", "jobs", "portal"]
# Views that answer with a file (a table, a picture) and so have no template.
FILES = {"comparison_csv", "comparison_json", "comparison_share_image", "role_share_image"}


def imported_modules(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def project_modules(path):
    """The full names of what a module of the project imports, relative imports resolved."""
    package = ".".join(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = resolve_name("." * node.level + (node.module or ""), package)
            yield from ([base] if node.module else (f"{base}.{a.name}" for a in node.names))


def url_patterns(app):
    resolver = get_resolver()
    if app in resolver.namespace_dict:
        return resolver.namespace_dict[app][1].url_patterns
    return [p for p in resolver.url_patterns if getattr(p, "name", None)]


@pytest.mark.parametrize("app", FORBIDDEN)
def test_imports_point_from_portal_to_jobs_to_careers(app):
    for path in (ROOT / app).rglob("*.py"):
        packages = {module.split(".")[0] for module in imported_modules(path)}
        assert not FORBIDDEN[app] & packages, path


def test_in_the_importer_only_the_last_steps_know_the_models():
    importing = ROOT / "jobs" / "importing"
    knowing = {p.name for p in importing.rglob("*.py") if "jobs.models" in project_modules(p)}
    assert knowing == MODEL_STEPS


@pytest.mark.parametrize(("room", "others"), [("reading", set()), ("adapters", {"reading"})])
def test_in_the_importer_readers_and_adapters_know_no_other_step(room, others):
    own = f"jobs.importing.{room}"
    allowed = {own, "jobs.importing.records", *(f"jobs.importing.{other}" for other in others)}
    for path in (ROOT / "jobs" / "importing" / room).rglob("*.py"):
        modules = {name for name in project_modules(path) if name.startswith(("jobs.", "careers."))}
        assert not {name for name in modules if name.endswith(".models")}, path
        of_jobs = {name for name in modules if name.startswith("jobs.")}
        assert {".".join(name.split(".")[:3]) for name in of_jobs} <= allowed, path


@pytest.mark.parametrize("app", PAGES)
def test_a_page_has_one_name_for_its_address_its_view_and_its_template(app):
    for pattern in url_patterns(app):
        assert pattern.name == pattern.callback.__name__
        has_template = (ROOT / "templates" / app / f"{pattern.name}.html").exists()
        assert has_template != (pattern.name in FILES)


def test_no_module_is_called_core_common_or_utils():
    names = {path.stem for app in PAGES for path in (ROOT / app).rglob("*")}
    assert not names & {"core", "common", "utils", "helpers"}


def test_every_migration_has_been_made(db):
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize(("package", "other"), [("pages", "editing"), ("editing", "pages")])
def test_pages_and_editing_share_nothing_but_the_form_of_documents(package, other):
    for path in (ROOT / "careers" / package).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == other:
                assert [alias.name for alias in node.names] == ["documents"], path


def test_the_pages_of_careers_name_no_address_of_jobs():
    for path in (ROOT / "templates" / "site" / "careers").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "jobs:" not in text, path
        assert "/jobs/" not in text, path
