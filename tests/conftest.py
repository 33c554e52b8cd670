import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import snapshots


@pytest.fixture(autouse=True, scope="session")
def quick_passwords():
    """Hashes passwords quickly: a login in a test needs no protection."""
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True, scope="session")
def index_of_tests():
    """Keeps tests away from this site's stored index, and lets no answer be seconds old."""
    from django.test import override_settings

    from jobs.engine import engine

    with override_settings(INDEX_SNAPSHOT=""), pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "MOST_SECONDS_OLD", -1)
        yield


@pytest.fixture(autouse=True, scope="session")
def patient_visitors():
    """Lets visitors wait for the database: a machine that tests may stand still for a second."""
    from jobs.engine import patience

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(patience, "USUAL", patience.FOR_EDITORS)
        patch.setattr(patience, "LONG", patience.FOR_EDITORS)
        yield


@pytest.fixture(autouse=True, scope="session")
def own_turn_to_sign_in(tmp_path_factory):
    """Lets a process of tests sign in while another one does."""
    from accounts import limits

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "LOCK_FILE", tmp_path_factory.mktemp("locks") / "sign-in.lock")
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Makes the test database; SQLite's is emptied quickly after a test that has committed."""
    with django_db_blocker.unblock(), snapshots.emptied_by_copying():
        yield


@pytest.fixture(scope="session")
def rows_made_by(django_db_setup, django_db_blocker):
    """Returns the rows that a function makes, which no test sees until it inserts them.

    For what many tests of a module begin with, as inserting is much quicker than making.
    """

    def rows_made_by(fill):
        with django_db_blocker.unblock():
            return snapshots.rows_made_by(fill)

    return rows_made_by


@pytest.fixture(scope="session")
def starter_rows(rows_made_by):
    """Returns the rows of the starter's texts, which are read and published once a process."""
    from careers.editing.starter_loader import load_documents

    return rows_made_by(load_documents)


@pytest.fixture
def starter(db, starter_rows):
    """The texts the portal starts with; not its figures, which are thousands of rows."""
    snapshots.insert(starter_rows)


@pytest.fixture
def starter_with_figures(starter):
    """The texts the portal starts with, and its figures."""
    from careers.editing.starter_loader import STARTER, Loaded, load_evidence

    load_evidence(STARTER, Loaded())


@pytest.fixture
def get(client: Client):
    """Fetches a page and holds what every page promises: valid HTML, one h1, no inline code."""

    def fetch(address, status=200, **kwargs):
        response = client.get(address, **kwargs)
        assert response.status_code == status, address
        if status not in (301, 302):
            assert_is_sound(response)
        return response

    return fetch


@pytest.fixture
def count_queries(db):
    """How many queries an action makes."""

    def count(action):
        with CaptureQueriesContext(connection) as queries:
            action()
        return len(queries)

    return count


def assert_is_sound(response):
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(response.content.decode())
    assert len(tree.findall(".//h1")) == 1
    assert not [el for el in tree.iter() if isinstance(el.tag, str) and el.get("style")]
    assert not tree.findall(".//style")
    scripts = [el for el in tree.findall(".//script") if el.get("type") != "application/ld+json"]
    assert all(el.get("src") for el in scripts)
    ids = [el.get("id") for el in tree.iter() if isinstance(el.tag, str) and el.get("id")]
    assert len(ids) == len(set(ids)), "an id stands twice"
    anchors = [a.get("href")[1:] for a in tree.findall(".//a") if a.get("href", "").startswith("#")]
    assert not set(anchors) - set(ids), "a link within the page leads nowhere"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
