"""Titles to roles and text to skills: right where named, silent where in doubt."""

import pytest

from careers.matching import SkillMatcher, TitleMatcher, normalise_title

TITLES = TitleMatcher(
    {
        "Data Scientist": "data-scientist",
        "Data Engineer": "data-engineer",
        "Data Analyst": "data-analyst",
        "Machine Learning Engineer": "machine-learning-engineer",
        "ML Engineer": "machine-learning-engineer",
        "AI/ML Engineer": "machine-learning-engineer",
        "Lead Machine Learning Engineer": "lead-machine-learning-engineer",
        "Machine Learning Lead": "lead-machine-learning-engineer",
        "Data Science Manager": "data-science-manager",
        "Head of Data": "head-of-data",
        "Director of Data Science": "head-of-data",
        "AI Product Manager": "ai-product-manager",
        "Data Governance": "data-governance",
        "Big Data Engineer": "big-data-engineer",
    }
)
SKILLS = SkillMatcher(
    {name: name.casefold() for name in ("Python", "R", "Go", "C", "C++", "C#", ".NET", "Node.js")}
    | {name: name.casefold() for name in ("scikit-learn", "CI/CD", "SQL", "Power BI", "BI", "Java")}
    | {"Machine learning": "machine-learning", "ML": "machine-learning"}
)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Data Scientist", "data-scientist"),
        ("DATA SCIENTISTS", "data-scientist"),
        ("Senior Data Scientist II, Pricing", "data-scientist"),
        ("Data Scientist:in (m/w/d)", "data-scientist"),
        ("Data Scientist als Product Owner", "data-scientist"),
        ("Graduate Scheme - Data Scientist", "data-scientist"),
        ("Senior ML Engineer", "machine-learning-engineer"),
        ("AI/ML Engineer - Ads", "machine-learning-engineer"),
        ("Machine-Learning Engineer Intern", "machine-learning-engineer"),
        ("Staff Engineer, Machine Learning", "machine-learning-engineer"),
        ("Lead Machine Learning Engineer", "lead-machine-learning-engineer"),
        ("Senior Lead Machine Learning Engineer (Berlin)", "lead-machine-learning-engineer"),
        ("Lead, Machine Learning", "lead-machine-learning-engineer"),
        ("Lead Engineer, Machine Learning", "lead-machine-learning-engineer"),
        ("Manager, Data Science", "data-science-manager"),
        ("Senior Manager - Data Science & Insights", "data-science-manager"),
        ("Director, Data Science", "head-of-data"),
        ("Head of Data & Insights", "head-of-data"),
        ("Sr. Product Manager AI", "ai-product-manager"),
        ("Product Manager, AI Platform", "ai-product-manager"),
        ("Data Analyst / Sales Support", "data-analyst"),
        ("Data Scientist/Engineer", "data-scientist"),
        ("Business Analyst / Data Analyst", "data-analyst"),
        ("Senior Big Data Engineer", "big-data-engineer"),
        ("Senior Data Governance - Metadata", "data-governance"),
    ],
)
def test_a_title_names_its_role(title: str, slug: str):
    match = TITLES.match(title)
    assert match is not None
    assert match.slug == slug


@pytest.mark.parametrize(
    "title",
    [
        "",
        "(m/w/d)",
        "Office Cook",
        "Recruiter, Machine Learning Engineers",
        "Technical Recruiter - Data Scientist",
        "Machine Learning Engineer Recruiter",
        "Sales Engineer - Data Scientist tools",
        "Account Executive, Data Engineer Tools",
        "Data Engineer Intern Program Coordinator",
        "Data Scientist Instructor",
        "Executive Assistant to the Head of Data",
        "Head of Data Center Operations",
        "Engineer, Data Center",
        "Product Manager, Data Center",
        "Manager, Data Science Recruiting",
        "Marketing Manager, AI",
        "Lead Quality Assurance Engineer - Machine Learning",
        "Software Engineer (ML QA)",
        "Data Governance Analyst",
        "Data Entry Clerk",
        "Metadata Engineer",
    ],
)
def test_a_title_of_another_trade_names_no_role(title: str):
    assert TITLES.match(title) is None


def test_the_reason_quotes_the_titles_own_words():
    match = TITLES.match("Principal MACHINE Learning Lead, Ads")
    assert match is not None
    assert match.reason == "title says “MACHINE Learning Lead”"


def test_the_reason_quotes_the_words_in_the_titles_own_order():
    match = TITLES.match("Senior Manager, Data Science")
    assert match is not None
    assert match.name == "Manager, Data Science"


def test_a_matcher_without_names_finds_nothing():
    assert TitleMatcher({}).match("Data Scientist") is None


@pytest.mark.parametrize(
    ("title", "normal"),
    [
        ("Senior Data Scientists II (m/w/d) - Ads", "data scientist"),
        ("Sr. Ingénieur Données", "ingenieur donnee"),
        ("", ""),
    ],
)
def test_a_title_is_normalised_to_its_trade(title: str, normal: str):
    assert normalise_title(title) == normal


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


def test_a_skill_is_placed_where_it_is_first_named():
    assert SKILLS.find("ML: machine learning") == {"machine-learning": 0}
