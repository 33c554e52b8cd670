"""Text to skills: right where named, silent where in doubt."""

import pytest

from careers.matching.skills import SkillMatcher

SKILLS = SkillMatcher(
    {name: name.casefold() for name in ("Python", "R", "Go", "C", "C++", "C#", ".NET", "Node.js")}
    | {name: name.casefold() for name in ("scikit-learn", "CI/CD", "SQL", "Power BI", "BI", "Java")}
    | {"Machine learning": "machine-learning", "ML": "machine-learning"}
    | {name: name.casefold() for name in ("Excel", "Apache Spark", "Helm", "Hiring", "Mentoring")}
    | {"Spark": "apache spark", "Operations research": "optimisation", "Oracle": "oracle"}
    | {name: name.casefold() for name in ("SAS", "Statistics", "Project management", "Spring")}
    | {"mentorship": "mentoring", "Tableau": "tableau", "DAX": "dax", "AI agents": "agents"}
    | {"Software development": "software", "people management": "leadership"}
    | {"Shell": "bash", "shell scripting": "bash"}
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
        ("Python, Shell, SQL", {"python", "bash", "sql"}),
        ("Jobs at Shell. A shell company. Out of their shell, SQL", {"sql"}),
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


@pytest.mark.parametrize(
    "text",
    [
        "Degree in Statistics, Operations Research or a related field",
        "PhD in machine learning",
        "MSc Machine Learning",
        "Master's degree in a quantitative field (e.g. statistics, machine learning)",
        "A statistics degree is welcome.",
        "Studium der Informatik, Statistics oder Machine Learning",
    ],
)
def test_a_degrees_subject_is_no_skill(text: str):
    assert SKILLS.find(text) == {}


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("Degree in economics and experience in statistics", {"statistics"}),
        ("Bachelor's degree in statistics; experience with Python", {"python"}),
        ("MSc in Statistics or similar, strong SQL", {"sql"}),
    ],
)
def test_what_is_asked_beside_a_degree_is_one(text: str, skills: set[str]):
    assert set(SKILLS.find(text)) == skills


@pytest.mark.parametrize(
    "text",
    [
        "We offer mentorship and coaching.",
        "You’ll receive mentoring from senior colleagues.",
        "A mentorship program and free lunch",
        "We provide training in SQL.",
        "What we offer\nPython courses\nSQL",
    ],
)
def test_a_perk_is_not_asked_for(text: str):
    assert SKILLS.find(text) == {}


def test_what_stands_behind_the_perks_is_asked_for():
    assert set(SKILLS.find("Benefits:\nPython courses\nRequirements:\nSQL")) == {"sql"}


@pytest.mark.parametrize(
    "text",
    [
        "No Excel needed.",
        "No prior SQL knowledge is required.",
        "You do not need Python.",
        "You don’t need to know Python or SQL.",
        "We don’t use Java.",
        "Python is not required.",
        "This is no statistics role.",
    ],
)
def test_what_is_not_needed_is_not_asked_for(text: str):
    assert SKILLS.find(text) == {}


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("Not only SQL but also Python", {"sql", "python"}),
        ("Experience with Python, not Java", {"python"}),
        ("Instead of Excel we use Python.", {"python"}),
        ("Python is required, a degree is not required", {"python"}),
        ("You enjoy SQL, and learn quickly.", {"sql"}),
        ("Python is a must on our platform.", {"python"}),
        ("The Data Engineer builds models in SQL.", {"sql"}),
        ("MS Office, statistics", {"statistics"}),
        ("We use machine learning from day one, and Python.", {"machine-learning", "python"}),
        ("No worries if you are new here: Python and SQL", {"python", "sql"}),
    ],
)
def test_what_looks_like_a_negation_or_a_perk_reaches_no_further_than_it_says(
    text: str, skills: set[str]
):
    assert set(SKILLS.find(text)) == skills


@pytest.mark.parametrize(
    "text",
    [
        "Tableau is a leading analytics company.",
        "Tableau is the intelligent, informed and total data platform.",
        "We are a machine learning company.",
        "Acme provides AI agents to banks.",
        "Tableau helps people see their data.",
        "You collaborate with software development and product teams.",
        "Work with machine learning engineers",
        "Our people management system is loved.",
        "Oracle is our client.",
        "Spring 2027 start",
        "A DAX-listed company",
        "SAs lose time in old tools.",
    ],
)
def test_what_others_are_and_do_is_not_asked_for(text: str):
    assert SKILLS.find(text) == {}


FOR_ALL = SkillMatcher(
    {"Project management": "project-management", "ML": "ml", "Git": "git", "GitHub": "git"}
    | {"Prioritization": "prioritisation", "機械学習": "ml"}
)


@pytest.mark.parametrize(
    "text",
    [
        "Build dashboards for project management teams.",
        "Reports to project management leaders",
        "You align cross-functional teams across Sales, Project Management, and Service.",
        "Departments including Project Management rely on you.",
        "You know what our ML accelerator needs.",
        "You sit beside ML engineers.",
        "Source candidates in unconventional places - e.g., GitHub repos",
        "Send us a link to your GitHub.",
        "A CV and your GitHub profile",
        "You react well to changes in global prioritization.",
        "You are calm in shifting prioritization.",
    ],
)
def test_people_machines_and_changes_called_like_a_skill_ask_for_none(text: str):
    assert FOR_ALL.find(text) == {}


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("Experience in project management for teams of ten", {"project-management"}),
        ("You maintain our GitHub repositories; ML is welcome.", {"git", "ml"}),
        ("Strong prioritization", {"prioritisation"}),
        ("機械学習の経験", set()),  # without spaces no word ends
        ("経験: 機械学習", {"ml"}),
    ],
)
def test_the_skill_itself_is_asked_for(text: str, skills: set[str]):
    assert set(FOR_ALL.find(text)) == skills


def test_a_discipline_is_asked_for_where_no_team_or_person_is_meant():
    text = "Project management in several teams, Oracle and SQL, machine learning systems"
    assert set(SKILLS.find(text)) == {"project management", "oracle", "sql", "machine-learning"}


def test_the_employers_name_and_the_title_are_no_skills():
    text = "Tableau’s SQL team is new. Join Tableau as Data Engineer (Java). You write Python."
    assert set(SKILLS.find(text, "Tableau Software", "Data Engineer (Java)")) == {"sql", "python"}
    assert set(SKILLS.find(text, "Tableau", "Data Engineer (Java)")) == {"python"}


OTHER_SENSES = SkillMatcher(
    {name: name.casefold() for name in ("DevOps", "Simulation", "React", "AWS", "SAP", "Docker")}
    | {"ML": "ml", "MLOps": "mlops", "Excel": "excel", "GitHub": "git", "Generative AI": "genai"}
    | {"Business requirements": "requirements"}
)


@pytest.mark.parametrize(
    "text",
    [
        "You know what our ML inference accelerator needs.",
        "We build from simulation to silicon.",
        "RTL simulation on large clusters",
        "You coordinate with teams, including QA, DevOps, and UX designers.",
        "Close collaboration with DevOps and operation teams",
        "You collaborate with MLOps engineers.",
        "Our platform combines generative AI and search.",
        "15Five combines generative AI and analytics.",
        "Our partners include AWS and SAP.",
        "You will be trained in AWS and Docker.",
        "Training in Docker will be provided.",
        "Recruiting for React and Docker developers",
        "Design of mobile apps (React Native, iOS)",
        "Familiarity with GitHub Copilot",
        "In all cases more than Excel",
        "Solutions that meet business requirements",
    ],
)
def test_a_name_in_another_sense_is_not_asked_for(text: str):
    assert OTHER_SENSES.find(text) == {}


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("ML and simulation of supply chains", {"ml", "simulation"}),
        ("Strong DevOps practices and MLOps experience", {"devops", "mlops"}),
        ("Our platform runs on AWS.", {"aws"}),
        ("You gather business requirements.", {"requirements"}),
        ("React, GitHub and Docker", {"react", "git", "docker"}),
    ],
)
def test_the_same_name_in_its_own_sense_is(text: str, skills: set[str]):
    assert set(OTHER_SENSES.find(text)) == skills
