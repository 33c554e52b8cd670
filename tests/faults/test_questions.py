"""Odd questions, very many of them, to a site with thousands of listings: it answers them all.

No answer is a fault of ours, takes a second of the processor or weighs more than 150 KB.
`pytest tests/faults/test_questions.py -o addopts= -s` prints what was asked, and which pages weigh
most; `tests/with-postgres` before it asks the other database.
"""

from random import Random

import pytest
from django.core.management import call_command

from benchmarks import made_up
from tests.faults import questions

pytestmark = pytest.mark.faults

LISTINGS = 3_000
VALUES, VALUES_ELSEWHERE, PAIRS, PATHS = 200, 40, 2_000, 2_000


@pytest.fixture(scope="module")
def asker(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        for _ in made_up.fill(LISTINGS):
            pass
        yield questions.Asker()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def ask(asker, capsys):
    """Asks, prints the figures of one test, and holds that there was no fault."""
    asker.record = questions.Record()
    yield asker.ask
    with capsys.disabled():
        print("\n" + asker.record.in_words())
    assert asker.record.faults == []


@pytest.fixture
def random():
    return Random("questions")


def test_any_parameters_go_together(ask, random):
    values = questions.Values(random)
    addresses = [each for each in questions.public_addresses() if each[1]]
    for _ in range(PAIRS):
        path, parameters = random.choice(addresses)
        names = random.choices([*parameters, "skil", "utm_source"], k=random.choice([2, 2, 3, 12]))
        ask(path, questions.as_query([(name, values.any(name)) for name in names]))


def test_any_path_has_an_answer(ask, random):
    paths = [path for path, _ in questions.public_addresses()] + questions.unmarked_paths()
    for _ in range(PATHS):
        ask(questions.odd_path(random, paths))


def test_any_method_has_an_answer(ask):
    paths = [path for path, _ in questions.public_addresses()] + questions.unmarked_paths()
    for path in paths:
        for method in questions.METHODS:
            ask(path, method=method)


def test_any_body_has_an_answer(ask):
    for path in ["/jobs/", "/search/", *questions.unmarked_paths()]:
        for kind, body in questions.BODIES:
            for length in (len(body), 0, len(body) + 50, -1):
                sent = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(length)}
                ask(path, "", "POST", body, **sent, **questions.OWN_TOKEN)


def test_any_host_has_an_answer(ask):
    for path in ("/", "/jobs/", "/roles/", "/healthz", "/robots.txt"):
        for host in questions.HOSTS:
            ask(path, HTTP_HOST=host)


def test_the_longest_pages_are_short(ask, random):
    """Pay of a role, and roles side by side: some roles have much more to say than others."""
    roles = questions.Values(random).known["role"]
    for role in roles:
        ask(f"/salaries/{role}/", "state=CA")
    for _ in range(60):
        four = [("role", random.sample(roles, 4)), ("show", ["everything"])]
        ask("/compare/", questions.as_query(four))


def test_every_public_parameter_takes_any_value(ask, random):
    """A parameter that more pages of an app read is asked less often of the later ones."""
    values, asked = questions.Values(random), set()
    for path, parameters in questions.public_addresses():
        app = questions.view_at(path).partition(":")[0]
        for name in parameters:
            count = VALUES_ELSEWHERE if (app, name) in asked else VALUES
            asked.add((app, name))
            for given in values.of(name, count):
                ask(path, questions.as_query([(name, given)]))
