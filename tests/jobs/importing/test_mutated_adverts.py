"""One advert that is odd in any way never costs its source another one, and is refused in words.

The suite tries some of each kind. A thousand in all, which takes minutes:

    ODD_ADVERTS=250 python -m pytest tests/jobs/importing/test_mutated_adverts.py
"""

import builtins
import os
import random
import re

import pytest

from jobs.importing.pipeline import pull
from jobs.models import Pull
from tests.factories import make_employer, make_source
from tests.jobs.importing.mutations import GOOD, KINDS, mutated, payload

SEED = 20_261_126
ODD_ADVERTS = int(os.environ.get("ODD_ADVERTS", "12"))  # of each kind

CLASS_NAMES = {name for name in dir(builtins) if name.endswith(("Error", "Exception", "Warning"))}
CLASS_NAME = re.compile(rf"\b(?:{'|'.join(CLASS_NAMES)}|[A-Z]\w+(?:Error|Exception)|Traceback)\b")
SENTENCE = re.compile(r".+: \S.*[.”]", re.DOTALL)


def problems_of(kind, number):
    """Pulls a board with one odd advert; returns what is wrong with what came of it."""
    chance = random.Random(f"{SEED} {kind} {number}")
    odd = mutated(kind, chance)
    sent = payload(kind, odd, chance.randrange(GOOD), chance)
    source = make_source(kind=kind, employer=make_employer())
    done = pull(source, sent)
    numbers = {str(number) for number in range(1, GOOD + 1)}
    came = set(source.listings.values_list("external_id", flat=True))
    wrong = []
    if done.state != Pull.State.GOOD:
        wrong.append(f"the pull is {done.state}: {done.problems[:300]}")
    if missing := numbers - came:
        wrong.append(f"good adverts are missing: {sorted(missing)}")
    whole = source.listings.filter(external_id__in=numbers, title="Data Engineer")
    if whole.exclude(body_text="").count() != GOOD:
        wrong.append("good adverts have lost something")
    for line in done.problems.splitlines():
        if CLASS_NAME.search(line) or not SENTENCE.fullmatch(line):
            wrong.append(f"no sentence: {line[:300]!r}")
    source.listings.all().delete()
    source.delete()
    return [f"{kind} {number}: {each}" for each in wrong]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_an_odd_advert_never_costs_its_source_another(kind, caplog):
    caplog.set_level("CRITICAL")
    assert [each for number in range(ODD_ADVERTS) for each in problems_of(kind, number)] == []
