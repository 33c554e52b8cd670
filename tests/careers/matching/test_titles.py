"""Titles to roles: right where named, silent where in doubt."""

import pytest

from careers.matching.titles import TitleMatcher, normalise_title

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
        "Data and Analytics Engineer": "analytics-engineer",
        "Analytics Manager": "data-science-manager",
        "Software Engineer": "software-engineer",
        "Backend Engineer": "software-engineer",
        "Software Engineer, Data Mesh": "data-engineer",
        "Robotics Engineer": "robotics-engineer",
        "BI Developer": "bi-developer",
        "ETL Developer": "data-engineer",
        "Big Data Developer": "data-engineer",
        "Data Engineering Lead": "data-engineer",
        "Data Science Lead": "data-science-manager",
        "Data Analytics Lead": "data-science-manager",
        "NLP Engineer": "nlp-engineer",
        "Natural Language Processing Engineer": "nlp-engineer",
        "MLOps Engineer": "mlops-engineer",
        "Machine Learning Operations Engineer": "mlops-engineer",
        "LLM Engineer": "ai-engineer",
        "Research Scientist": "research-scientist",
        "Infrastructure Engineer": "platform-engineer",
        "Platform Engineer": "platform-engineer",
    }
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
        ("Data Science Internship - Boston, MA - Now Hiring", "data-scientist"),
        ("Intern, Data Engineering", "data-engineer"),
        ("Machine Learning Intern", "machine-learning-engineer"),
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
        ("Sr.Data Engineer", "data-engineer"),
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
        "Program Manager Data Science",
        "Manager, Data Science Recruiting",
        "Marketing Manager, AI",
        "Lead Quality Assurance Engineer - Machine Learning",
        "Software Engineer (ML QA)",
        "Data Governance Analyst",
        "Data Entry Clerk",
        "Metadata Engineer",
        "Data Science",
        "Marketing Intern, Data Science",
        "Data Science Intern, Recruiter",
    ],
)
def test_a_title_of_another_trade_names_no_role(title: str):
    assert TITLES.match(title) is None


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Software Engineer, Data Mesh", "data-engineer"),
        ("Senior Software Engineer II - Data Mesh (Leeds)", "data-engineer"),
        ("Software Engineer, Data Mesh, Payments", "data-engineer"),
    ],
)
def test_a_name_with_a_comma_is_read_before_its_first_half(title: str, slug: str):
    match = TITLES.match(title)
    assert match is not None
    assert match.slug == slug


@pytest.mark.parametrize(
    "title", ["Software Engineer", "Senior Backend Engineer, Checkout", "Parcel Software Engineer"]
)
def test_a_software_engineer_without_a_topic_of_ours_is_one(title: str):
    match = TITLES.match(title)
    assert match is not None
    assert match.slug == "software-engineer"


@pytest.mark.parametrize(
    "title",
    [
        "Robot Software Engineer",
        "Perception Sensor Software Engineer",
        "Software Engineer, Data Backend - Tokyo",
        "Staff Software Engineer (ML Test)",
        "Backend Engineer, Artificial Intelligence Tools",
    ],
)
def test_a_software_engineer_in_one_of_our_fields_is_not_guessed(title: str):
    assert TITLES.match(title) is None


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Software Engineer, Data Engineering", "data-engineer"),
        ("Staff Engineer - Machine Learning Engineering", "machine-learning-engineer"),
    ],
)
def test_a_discipline_after_an_engineer_names_its_trade(title: str, slug: str):
    match = TITLES.match(title)
    assert match is not None
    assert match.slug == slug


def test_a_team_of_data_and_something_does_not_make_its_engineer_a_data_engineer():
    assert TITLES.match("Staff Engineer, Data & Analytics") is None


def test_data_and_analytics_before_an_engineer_is_a_trade():
    match = TITLES.match("Data & Analytics Engineer")
    assert match is not None
    assert match.slug == "analytics-engineer"


@pytest.mark.parametrize("title", ["Senior Lead ML Engineer", "Principal Lead ML Engineer, Ads"])
def test_a_lead_stays_a_lead_behind_another_rank(title: str):
    match = TITLES.match(title)
    assert match is not None
    assert match.slug == "lead-machine-learning-engineer"


@pytest.mark.parametrize(
    "title", ["Analytics Manager", "Senior Analytics Manager, Leeds", "Data & Analytics Manager"]
)
def test_a_manager_of_analytics_is_ours(title: str):
    match = TITLES.match(title)
    assert match is not None
    assert match.slug == "data-science-manager"


@pytest.mark.parametrize(
    "title",
    [
        "Revenue Analytics Manager",
        "HR Reporting & Analytics Manager",
        "Senior Manager, Analytics Engineering",
    ],
)
def test_another_departments_manager_of_analytics_is_not(title: str):
    assert TITLES.match(title) is None


@pytest.mark.parametrize("rank", ["Assistant Vice President", "VP", "Associate Director"])
def test_a_banks_rank_in_front_does_not_hide_the_trade(rank: str):
    match = TITLES.match(f"{rank}, Data Scientist")
    assert match is not None
    assert match.slug == "data-scientist"


def test_a_slash_between_ranks_does_not_part_a_trade_from_its_topic():
    match = TITLES.match("Senior / Staff Engineer, Robotics")
    assert match is not None
    assert match.slug == "robotics-engineer"


@pytest.mark.parametrize("title", ["Artificial Intelligence / ML Engineer", "Director, AI Product"])
def test_a_long_form_and_its_short_form_are_one_name(title: str):
    matcher = TitleMatcher(
        {"AI/ML Engineer": "same", "Director of Artificial Intelligence Product": "same"}
    )
    assert matcher.match(title) is not None


def test_the_reason_quotes_the_titles_own_words():
    match = TITLES.match("Principal MACHINE Learning Lead, Ads")
    assert match is not None
    assert match.reason == "title says “MACHINE Learning Lead”"


def test_the_reason_quotes_the_words_in_the_titles_own_order():
    match = TITLES.match("Senior Manager, Data Science")
    assert match is not None
    assert match.name == "Manager, Data Science"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Machine Learning (ML) Engineer", "machine-learning-engineer"),
        ("Senior Natural Language Processing (NLP) Engineer", "nlp-engineer"),
        ("NLP (Natural Language Processing) Engineer", "nlp-engineer"),
        ("Artificial Intelligence/Machine Learning (AI/ML) Engineer", "machine-learning-engineer"),
        ("Machine Learning Operations (MLOps) Engineer", "mlops-engineer"),
        ("Large Language Model (LLM) Engineer", "ai-engineer"),
        ("Business Intelligence (BI) Developer", "bi-developer"),
    ],
)
def test_a_short_form_in_brackets_parts_nothing(title: str, slug: str):
    match = TITLES.match(title)
    assert match is not None
    assert (match.slug, "(" in match.name) == (slug, True)


@pytest.mark.parametrize(
    "title",
    [
        "Extract, Transform, Load (ETL) Developer",
        "Senior Extract, Transform and Load Developer",
        "Extraction, Transformation and Loading Developer",
        "Extract, Load, Transform (ELT) Developer",
    ],
)
def test_etl_is_read_however_it_is_written_out(title: str):
    matcher = TitleMatcher({"ETL Developer": "data-engineer"})
    assert matcher.match(title).name == title.removeprefix("Senior ")


def test_another_word_in_brackets_does():
    assert TITLES.match("Software (QA) Engineer") is None


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Data Engineering Team Lead", "data-engineer"),
        ("Technical Lead, Data Engineering", "data-engineer"),
        ("Team Lead Data Science (m/f/d)", "data-science-manager"),
        ("Data Science Tech Lead", "data-science-manager"),
        ("Machine Learning Team Lead", "lead-machine-learning-engineer"),
        ("BI Cognos Developer", "bi-developer"),
        ("Robotics Kinematics Engineer", "robotics-engineer"),
        ("ETL Informatica Developer", "data-engineer"),
        ("Big Data Hadoop Developer", "data-engineer"),
        ("Specialist, Data Engineering", "data-engineer"),
        ("Senior Specialist - Data Engineering", "data-engineer"),
        ("Scientist, Data Science", "data-scientist"),
        ("Analyst 2, Data Analytics", "data-analyst"),
        ("Research Scientist", "research-scientist"),
        ("PhD Research Scientist Intern, Summer 2027", "research-scientist"),
        ("Research Scientist, Machine Learning", "research-scientist"),
        ("Senior Research Scientist - Computer Vision", "research-scientist"),
        ("Infrastructure Engineer", "platform-engineer"),
        ("Platform Engineer, Checkout", "platform-engineer"),
    ],
)
def test_a_trade_is_named_by_its_discipline_or_around_a_word(title: str, slug: str):
    match = TITLES.match(title)
    assert match is not None
    assert match.slug == slug


@pytest.mark.parametrize(
    "title",
    [
        "Research Scientist, Archaeology",
        "Clinical Research Scientist",
        "Social Research Scientist",
        "Senior Research Scientist - Polymer Chemistry",
        "Scientist, Research (Agronomy)",
        "Transport Infrastructure Engineer",
        "Infrastructure Engineer - Water",
        "Engineer, Infrastructure (Rail)",
        "Telecoms Infrastructure Engineer",
        "Platform Engineer, Offshore",
        "BI QA Developer",
        "Robotics Test Engineer",
        "Robotics Hardware Engineer",
        "Lead - Data Science Recruiter",
        "Internal Audit Data Analytics Lead",
        "Specialist, Data Center Engineering",
    ],
)
def test_a_name_of_many_fields_is_ours_only_where_the_title_says_so(title: str):
    assert TITLES.match(title) is None


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
