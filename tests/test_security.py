"""What docs/security.md says is met, as far as no other test shows it."""

import ast
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from accounts import devices

ROOT = Path(__file__).parent.parent
CODE = ("accounts", "careers", "jobs", "portal")
# All requirements of level 1 of ASVS 5.0.0, by their section.
LEVEL_1 = {
    "1.2": [1, 2, 3, 4, 5],
    "1.3": [1, 2],
    "1.5": [1],
    "2.1": [1],
    "2.2": [1, 2],
    "2.3": [1],
    "3.2": [1, 2],
    "3.3": [1],
    "3.4": [1, 2],
    "3.5": [1, 2, 3],
    "4.1": [1],
    "4.4": [1],
    "5.2": [1, 2],
    "5.3": [1, 2],
    "6.1": [1],
    "6.2": [1, 2, 3, 4, 5, 6, 7, 8],
    "6.3": [1, 2],
    "6.4": [1, 2],
    "7.2": [1, 2, 3, 4],
    "7.4": [1, 2],
    "8.1": [1],
    "8.2": [1, 2],
    "8.3": [1],
    "9.1": [1, 2, 3],
    "9.2": [1],
    "10.4": [1, 2, 3, 4, 5],
    "11.3": [1, 2],
    "11.4": [1],
    "12.1": [1],
    "12.2": [1, 2],
    "13.4": [1],
    "14.2": [1],
    "14.3": [1],
    "15.1": [1],
    "15.2": [1],
    "15.3": [1],
}
# Calls that run or unpack what a text says.
RUNS_TEXT = {"eval", "exec", "compile", "__import__", "loads_unsafe", "from_string"}
UNPACKS = {"pickle", "marshal", "shelve", "yaml", "dill"}


@pytest.fixture
def ann(client, db):
    """A superuser, whose login the client carries."""
    user = User.objects.create_superuser("ann", password="a long enough one")
    client.force_login(user)
    return user


# --- the table ---------------------------------------------------------------------------------


def rows():
    """The rows of the table, as lists of their cells."""
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if re.match(r"\| \d+\.\d+\.\d+ ", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_each_requirement_of_level_1_has_one_row():
    wanted = [f"{section}.{number}" for section, all_ in LEVEL_1.items() for number in all_]
    assert len(wanted) == 70
    assert [number for number, *_ in rows()] == wanted


def test_each_test_that_the_table_names_is_there():
    for number, _, _, shown in rows():
        named = re.findall(r"`([\w/]+\.py)(?:::(\w+))?`", shown)
        assert named or "no test" in shown or "does not apply" in shown, number
        for file, test in named:
            path = ROOT / "tests" / file
            assert path.exists(), (number, file)
            assert not test or f"def {test}(" in path.read_text(encoding="utf-8"), (number, test)


# --- the code ----------------------------------------------------------------------------------


def test_no_text_is_run_as_code_or_by_a_shell():
    for path in (path for app in CODE for path in (ROOT / app).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                is_method = isinstance(node.func, ast.Attribute)
                is_re = is_method and getattr(node.func.value, "id", "") == "re"
                assert name not in RUNS_TEXT or is_re, (path, node.lineno)
                assert "shell" not in {word.arg for word in node.keywords}, (path, node.lineno)
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {alias.name for alias in node.names} | {getattr(node, "module", "")}
                assert not names & UNPACKS, (path, node.lineno)


def test_pages_write_no_markup_by_script_and_store_only_what_readers_save():
    stores = set()
    for path in (ROOT / "static" / "js").rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        found = re.findall(r"eval\(|new Function|document\.write|innerHTML|outerHTML", text)
        assert not found, (path, found)
        if re.search(r"(?:local|session)Storage|indexedDB|document\.cookie", text):
            stores.add(path.name)
    # One only reads a cookie; the last keeps what an editor writes until the site has it.
    assert stores == {"saved.js", "edit_link.js", "writer.js"}


# --- passwords and sessions --------------------------------------------------------------------


def change_password(client, old, new):
    form = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post("/admin/password_change/", form)


@pytest.mark.parametrize("new", ["short7!", "password1", "iloveyou123", "12345678901"])
def test_a_short_or_common_password_is_refused(client, ann, new):
    assert change_password(client, "a long enough one", new).status_code == 200
    ann.refresh_from_db()
    assert ann.check_password("a long enough one")


@pytest.mark.parametrize("new", ["only small letters", "äöü 漢字 ☃ ☃ ☃", "x y" * 40])
def test_a_password_of_any_characters_is_taken_as_it_is(client, ann, new):
    assert change_password(client, "a long enough one", new).status_code == 302
    ann.refresh_from_db()
    assert ann.check_password(new)
    assert not ann.check_password(new.upper())
    assert not ann.check_password(new[:-1])


def test_a_password_is_changed_only_with_the_old_one(client, ann):
    assert change_password(client, "a guess", "another long one").status_code == 200
    ann.refresh_from_db()
    assert ann.check_password("a long enough one")


def test_password_fields_are_masked_and_let_managers_fill_them(client, db):
    page = client.get("/admin/login/").text
    (field,) = re.findall(r"<input[^>]*name=\"password\"[^>]*>", page)
    assert 'type="password"' in field
    assert 'autocomplete="current-password"' in field
    assert "onpaste" not in page


def test_a_new_site_has_no_account(db):
    assert not User.objects.exists()


def test_a_session_is_of_no_use_after_its_end(client, ann):
    cookie = {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}
    assert Client(headers=cookie).get("/admin/").status_code == 200
    client.post("/admin/logout/")
    assert Client(headers=cookie).get("/admin/").status_code == 302


def test_a_session_ends_when_the_account_is_switched_off_or_deleted(client, ann):
    User.objects.update(is_active=False)
    assert client.get("/admin/").status_code == 302
    User.objects.update(is_active=True)
    User.objects.all().delete()
    assert client.get("/admin/").status_code == 302


def test_a_made_up_session_is_nobody_s(client, db):
    client.cookies["sessionid"] = "x" * 32
    assert client.get("/admin/").status_code == 302


def test_the_number_of_a_session_is_long_and_random(client, ann):
    first = client.cookies["sessionid"].value
    other = Client()
    other.force_login(ann)
    assert len(first) >= 32
    assert other.cookies["sessionid"].value != first


def test_no_browser_keeps_pages_of_the_admin(client, ann):
    for address in ("/admin/", "/admin/jobs/listing/", "/admin/login/"):
        assert "no-store" in client.get(address)["Cache-Control"], address


def test_a_form_from_elsewhere_changes_nothing(ann):
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(ann)
    form = {"currency": "EUR", "usd": "1", "as_of": "2026-01-01"}
    assert stranger.post("/admin/jobs/exchangerate/add/", form).status_code == 403


def test_cookies_are_for_https_and_this_host_alone_in_production(settings):
    source = (ROOT / "portal" / "settings.py").read_text(encoding="utf-8")
    production = source.partition("\nif not DEBUG:\n")[2]
    assert '"__Host-sessionid", "__Host-csrftoken"' in production
    assert "SESSION_COOKIE_SECURE = True" in production
    settings.SESSION_COOKIE_SECURE = True
    assert devices._cookie("a" * 64).startswith("__Secure-")


# --- what is served ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/.git/HEAD", "/.env", "/manage.py", "/var/db.sqlite3", "/static/../manage.py"]
)
def test_no_file_of_the_code_is_served(client, db, path):
    assert client.get(path).status_code == 404


def test_no_address_of_another_site_may_read_answers_in_a_browser(client, db):
    for address in ("/", "/jobs/", "/data/pay.json"):
        headers = client.get(address, headers={"Origin": "https://evil.example"}).headers
        assert "Access-Control-Allow-Origin" not in headers, address


def test_every_answer_says_its_type_and_characters(client, db):
    call_command("load_starter", verbosity=0)
    for address in ("/", "/robots.txt", "/data/pay.csv", "/data/pay.json", "/nowhere/", "/healthz"):
        kind = client.get(address)["Content-Type"]
        assert kind == "application/json" or "charset=utf-8" in kind, address
