"""Text to skills: right where named, silent where in doubt."""

import pytest

from careers.matching.skills import SkillMatcher

SKILLS = SkillMatcher(
    {name: name.casefold() for name in ("Python", "R", "Go", "C", "C++", "C#", ".NET", "Node.js")}
    | {name: name.casefold() for name in ("scikit-learn", "CI/CD", "SQL", "Power BI", "BI", "Java")}
    | {"Machine learning": "machine-learning", "ML": "machine-learning"}
    | {name: name.casefold() for name in ("Excel", "Apache Spark", "Helm", "Hiring", "Mentoring")}
    | {"Spark": "apache spark"}
)


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("We use python and SQL.", {"python", "sql"}),
        ("C++, C# or .NET", {"c++", "c#", ".net"}),
        ("Node.js; Scikit-Learn", {"node.js", "scikit-learn"}),
        ("scikit learn", {"scikit-learn"}),
        ("CI / CD pipelines", {"ci/cd"}),
        ("Power BI", {"power bi"}),
        ("NoSQL", set()),
        ("Languages: R, Python", {"r", "python"}),
        ("- R or Python for figures", {"r", "python"}),
        ("Python and R for analysis", {"r", "python"}),
        ("(Go/Java)", {"go", "java"}),
        ("Python\n• R\n• SQL", {"python", "r", "sql"}),
        ("R", {"r"}),
        ("R&D with SQL", {"sql"}),
        ("Go further with us. Vitamin C helps.", set()),
        ("Python, Go-to-market", {"python"}),
        ("Python, go", {"python"}),
        ("Series A, B and C", set()),
    ],
)
def test_a_text_names_its_skills(text: str, skills: set[str]):
    assert set(SKILLS.find(text)) == skills


@pytest.mark.parametrize(
    "text",
    [
        "You will excel in our team.",
        "A spark of interest is enough. You are at the helm.",
        "Excel at what you love.",
        "Your day:\n- Spark new ideas\n- Helm our tests",
    ],
)
def test_an_everyday_word_is_no_skill(text: str):
    assert SKILLS.find(text) == {}


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("Pivot tables in Excel.", "excel"),
        ("Excel skills are a plus.", "excel"),
        ("Excel and more.", "excel"),
        ("- Excel, advanced", "excel"),
        ("Spark (three years)", "apache spark"),
        ("Jobs on apache spark", "apache spark"),
    ],
)
def test_its_capitals_and_its_place_make_it_one(text: str, skill: str):
    assert set(SKILLS.find(text)) == {skill}


@pytest.mark.parametrize(
    "text",
    [
        "We’re hiring a baker.",
        "Our hiring process has two steps.",
        "Hiring Guidelines",
        "You know Python\nHiring process",
    ],
)
def test_an_advert_that_hires_does_not_ask_for_hiring(text: str):
    assert "hiring" not in SKILLS.find(text)


def test_hiring_beside_another_ability_is_asked_for():
    assert set(SKILLS.find("You lead by hiring, mentoring and listening.")) == {
        "hiring",
        "mentoring",
    }


def test_a_skill_is_placed_where_it_is_first_named():
    assert SKILLS.find("ML: machine learning") == {"machine-learning": 0}
