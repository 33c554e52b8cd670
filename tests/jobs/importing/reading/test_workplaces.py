"""Where the work is done, as running texts state it."""

import pytest

from careers.matching.skills import SkillMatcher
from careers.matching.titles import TitleMatcher
from jobs.importing.reading.normalise import Vocabulary, normalise
from jobs.importing.reading.workplaces import find_workplace
from jobs.importing.records import RawListing

NO_WORDS = Vocabulary(TitleMatcher({}), SkillMatcher({}))


@pytest.mark.parametrize(
    ("text", "workplace"),
    [
        ("This is a fully remote position.", "remote"),
        ("This is a remote, full-time role open to the US or Canada.", "remote"),
        ("The position is 100% remote.", "remote"),
        ("The Senior Data Engineer role will be fully remote within the EU.", "remote"),
        ("About us\nLocation: Remote (US)\nYou write SQL.", "remote"),
        ("Hybrid role, three days a week in our Berlin office", "hybrid"),
        ("This role is hybrid: three days a week in the office.", "hybrid"),
        ("Work Location: Hybrid remote in Austin, TX", "hybrid"),
        ("On-site in Austin", "onsite"),
        ("This is an on-site position based in Dallas.", "onsite"),
        ("Work Location: In person", "onsite"),
    ],
)
def test_a_plain_statement_of_the_job_counts(text: str, workplace: str):
    assert find_workplace(text) == workplace


@pytest.mark.parametrize(
    "text",
    [
        "You will manage remote teams.",
        "We love our remote-first culture. This is a remote-first company.",
        "Experience working in a fully remote role",
        "Hybrid cloud experience, and an on-site gym",
        "This role is a hybrid of engineering and product.",
        "This role is remote sensing at its best.",
        "This role is responsible for remote monitoring.",
    ],
)
def test_what_else_is_remote_does_not(text: str):
    assert find_workplace(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "This is not a remote position.",
        "This position can be remote.",
        "This is a remote or hybrid role.",
        "This role is remote until January.",
        "This position is on-site; remote work may be considered.",
        "This position is remote in the US.\nThis role is hybrid in London.",
    ],
)
def test_a_text_that_leaves_it_open_or_says_two_things_states_none(text: str):
    assert find_workplace(text) is None


@pytest.mark.parametrize(
    ("location", "workplace"), [("Berlin", "remote"), ("Berlin (Hybrid)", "hybrid")]
)
def test_the_text_counts_where_the_fields_are_silent(location: str, workplace: str):
    body = "<p>This is a fully remote position.</p>"
    raw = RawListing("7", "Data Analyst", "", location_text=location, body_html=body)
    assert normalise(raw, NO_WORDS).workplace == workplace
