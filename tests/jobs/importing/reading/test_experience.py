"""Years of experience: what a job asks for, and no other years."""

import pytest

from jobs.importing.reading.experience import find_experience


@pytest.mark.parametrize(
    ("text", "level", "figure"),
    [
        ("5+ years of experience in data engineering", "senior", "5+ years"),
        ("At least 3 years of experience in analytics", "mid", "3+ years"),
        ("Minimum of two years' experience", "mid", "2+ years"),
        ("3-5 years of relevant experience", "mid", "3 to 5 years"),
        ("0-2 years of experience", "entry", "0 to 2 years"),
        ("1+ year of experience", "entry", "1+ year"),
        ("Up to 2 years of experience", "entry", "up to 2 years"),
        ("Must have 18 months of experience", "entry", "18 months"),
        ("five (5) years of professional experience", "senior", "5 years"),
        ("Experience: 5+ years", "senior", "5+ years"),
        ("Proven experience (3+ years) in data modelling", "mid", "3+ years"),
        ("5+ years building ML systems", "senior", "5+ years"),
        ("3+ years in a similar role", "mid", "3+ years"),
        ("We are looking for someone with 5+ years of experience.", "senior", "5+ years"),
        ("The ideal candidate has 6+ years of experience.", "senior", "6+ years"),
        ("5+ years of experience, preferably in fintech", "senior", "5+ years"),
        ("2 years of experience required, 5 years preferred", "mid", "2 years"),
        ("BS or MS in Statistics and 6+ years of experience", "senior", "6+ years"),
        ("5+ years of experience including 2+ years of management", "senior", "5+ years"),
        ("Mindestens 3 Jahre Berufserfahrung", "mid", "3+ years"),
        ("Au moins 5 ans d’expérience", "senior", "5+ years"),
        ("Al menos 3 años de experiencia", "mid", "3+ years"),
        ("2+ years of experience with Spark.\n4 years of SQL experience.", "mid", "4 years"),
        (
            "Requirements\n2+ years of experience\nNice to have\n8+ years of experience",
            "mid",
            "2+ years",
        ),
    ],
)
def test_the_years_that_a_job_asks_for_make_a_level(text: str, level: str, figure: str):
    asked = find_experience(text)
    assert asked is not None
    assert (asked.level, asked.reason) == (level, f"asks for {figure}")


@pytest.mark.parametrize(
    "text",
    [
        "You write SQL.",
        "5+ years of experience preferred",
        "Nice to have: 5 years of experience with Spark",
        "Ideally 5+ years of experience in retail",
        "7+ years of experience would be a plus",
        "Preferred qualifications:\n5+ years of experience",
        "We have been 20 years in business.",
        "Our team has 12 years of experience in AI.",
        "With over 10 years of experience, Acme is a leader.",
        "Join a company with 15 years of experience in health.",
        "Our mentors have 10 years of experience.",
        "Bachelor's degree or 4 years of experience",
        "5 years of experience in lieu of a degree",
        "PhD with 2+ years of experience or MS with 5+ years of experience",
        "A 3 year warranty, and experience to go with it",
        "2-year contract; Python experience",
        "Must be at least 18 years of age with experience in retail",
        "Stock options after 2 years of experience with us",
        "What we offer:\nA bonus for 5 years of experience here",
        "In the last 5 years of growth, we gained experience.",
        "25+ years of experience",
        "The client takes up to 5-8 years of experience",
        "10 years experience gained at our company is celebrated",
        "5 years of experience with us are rewarded with a sabbatical",
        "7 years of experience built in our team",
        "10 years of work experience are honoured with a party",
    ],
)
def test_other_years_make_none(text: str):
    assert find_experience(text) is None
