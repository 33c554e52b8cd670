"""Level and kind of employment, as titles and sources' fields say them."""

import pytest

from jobs.importing.reading.titles import read_employment_type, read_level


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Junior Data Analyst", "entry"),
        ("Data Science Intern", "entry"),
        ("Intern, Office of the Director", "entry"),
        ("Working Student Analytics (m/w/d)", "entry"),
        ("Associate Data Scientist", "entry"),
        ("Data Analyst I", "entry"),
        ("Data Analyst (Entry Level)", "entry"),
        ("Data Engineer II", "mid"),
        ("Research Scientist I/II", None),
        ("Mid-level Data Engineer", "mid"),
        ("Data Engineer III", "senior"),
        ("Sr. Data Engineer", "senior"),
        ("Analista de Dados Sênior", "senior"),
        ("Stage Data Scientist", "entry"),
        ("Data Analyst - Alternance", "entry"),
        ("Senior Analyst II", "senior"),
        ("Lead Machine Learning Engineer", "senior"),
        ("Staff Data Scientist", "senior"),
        ("Principal, Data Engineer", "senior"),
        ("Data Science Manager", "senior"),
        ("Assistant Vice President, Data Scientist", "senior"),
        ("Head of Data", "executive"),
        ("Associate Director, Analytics", "executive"),
        ("VP, Data", "executive"),
        ("Chief Data Officer", "executive"),
        ("Co-Founder & CTO", "executive"),
        ("Intern Program Director", "executive"),
        ("Head of Internships", "executive"),
        ("Manager of Internship Programs", "senior"),
        ("Data Engineer - Apprenticeship Programme Lead", "senior"),
        ("Senior Manager, Middle Market Analytics", "senior"),
        ("Senior Member of Technical Staff", "senior"),
        ("Staff Software Development Engineer in Test", "senior"),
        ("Lead Gen-AI Engineer", "senior"),
        ("Middle Data Engineer", "mid"),
        ("Member of Technical Staff II", "mid"),
        ("Data Analyst - Level 2", "mid"),
        ("Data Science Internship Program", "entry"),
        ("Data Analyst Graduate Programme", "entry"),
        ("Product Manager Intern", "entry"),
        ("Trainee Manager", "entry"),
        ("Student Data Analyst", "entry"),
    ],
)
def test_a_title_says_its_level(title: str, level: str):
    assert read_level(title) == level


@pytest.mark.parametrize(
    "title",
    [
        "Data Scientist",
        "Data Product Manager",
        "Account Executive",
        "Internal Audit Analyst",
        "Data Entry Clerk",
        "Lead Generation Specialist",
        "Office Cook",
        "Early Stage Recruiter",
        "Staffing Analyst",
        "Member of Technical Staff",
        "Member of Technical Staff (Data Scientist)",
        "Staff Nurse",
        "Medical Staff Data Analyst",
        "Chief of Staff to the CTO",
        "Data Analyst, Middle East",
        "Account Executive - Mid-Market",
        "Sales Analyst (Mid-Atlantic)",
        "Middle Office Data Analyst",
        "Data Engineer (Python 3)",
        "Web Analyst - Google Analytics 4",
        "Data Scientist (Hybrid 2 days a week)",
        "Phase II Data Analyst",
        "Executive Assistant to the Head of Data",
        "Assistant to the Director - School of Data Science",
        "Data Scientist, Office of the Chief Data Officer",
        "Data Engineer, Chief Technology Information Office",
        "Data Scientist (CDO)",
        "Associate Professor of Data Science",
        "Associate Clinical Professor",
        "Associate Dean of Research",
        "Associate Partner, Data",
        "Data Engineer, Internship Programs",
        "Internship Coordinator",
        "Recruiter - Interns & Graduates",
        "Program Manager, University Internships",
        "Data Engineer 2.0",
        "Trainee Programme Coordinator",
        "Principal, Lincoln High School",
        "Assistant Principal",
        "Data Analyst, Principal Financial Group",
        "Data Analyst, Senior Living",
        "Student Success Data Analyst",
        "Graduate Admissions Analyst",
        "Head Start Data Analyst",
        "",
    ],
)
def test_a_title_that_says_no_level_has_none(title: str):
    assert read_level(title) is None


@pytest.mark.parametrize(
    "counted",
    [
        "3 Month Contract",
        "4 Day Work Week",
        "5 Days Onsite",
        "2 Positions",
        "1 Vacancy",
        "3 Shifts",
    ],
)
def test_a_figure_that_counts_what_follows_is_no_grade(counted: str):
    assert read_level(f"Data Engineer - {counted}") is None
    assert read_level(f"Data Engineer {counted}") is None


@pytest.mark.parametrize(
    "title", ["Data Engineer 2", "Data Engineer - 2", "Data Engineer 2 (Remote)", "Analyst 2, Ads"]
)
def test_a_figure_at_the_end_of_a_trade_is_its_grade(title: str):
    assert read_level(title) == "mid"


@pytest.mark.parametrize(
    "title",
    [
        "Account Director",
        "Associate Creative Director",
        "Business Development Manager",
        "Community Manager",
        "Customer Success Manager - Australia",
        "Sourcing Manager",
        "Territory Sales Manager",
    ],
)
def test_who_manages_accounts_or_contents_may_lead_nobody(title: str):
    assert read_level(title) is None
    assert read_level(f"Senior {title}") in ("senior", "entry")


@pytest.mark.parametrize(
    "title", ["Software Development Manager", "Engineering Manager", "Manager, Data Products"]
)
def test_who_manages_a_trade_leads_people(title: str):
    assert read_level(title) == "senior"


@pytest.mark.parametrize(
    ("field", "level"),
    [
        ("Entry level", "entry"),
        ("Internship", "entry"),
        ("Associate", "mid"),
        ("Mid-Senior level", "mid"),
        ("Director", "executive"),
        ("Executive", "executive"),
        ("Not Applicable", None),
    ],
)
def test_the_field_speaks_where_the_title_is_silent(field: str, level: str | None):
    assert read_level("Data Scientist", field) == level


def test_the_title_outweighs_the_field():
    assert read_level("Senior Data Scientist", "Entry level") == "senior"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Data Science Intern", "internship"),
        ("Werkstudent Data Engineering", "internship"),
        ("Analyst (6 Month FTC)", "temporary"),
        ("Inventory Analyst - Temporary", "temporary"),
        ("Data Engineer - Contract to Hire", "contract"),
        ("Analytics Engineer (Contract)", "contract"),
        ("Contract: Analytics Engineer", "contract"),
        ("Freelance Data Scientist", "contract"),
        ("Part-time Data Analyst", "part_time"),
    ],
)
def test_a_title_may_say_the_kind_of_employment(title: str, kind: str):
    assert read_employment_type(title) == kind


@pytest.mark.parametrize(
    "title",
    [
        "Data Engineer",
        "Contract Analyst",
        "Internal Tools Engineer",
        "Template Designer",
        "Data Engineer - Full-time / Part-time",
    ],
)
def test_a_title_that_says_no_kind_of_employment_has_none(title: str):
    assert read_employment_type(title) is None


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ("FullTime", "full_time"),
        ("FULL_TIME", "full_time"),
        ("fulltime_permanent", "full_time"),
        ("Part-time", "part_time"),
        ("CONTRACTOR", "contract"),
        ("Contract", "contract"),
        ("Intern", "internship"),
        ("Temporary", "temporary"),
        ("", None),
    ],
)
def test_fields_are_read_in_every_spelling(field: str, kind: str | None):
    assert read_employment_type("Data Engineer", field) == kind


def test_a_contract_in_the_title_outweighs_the_field():
    assert read_employment_type("Data Engineer (Contract)", "FullTime") == "contract"


@pytest.mark.parametrize(
    "title", ["Intern Program Director", "Data Engineer, Internship Programs", "Internship Manager"]
)
def test_who_runs_internships_is_no_intern(title: str):
    assert read_employment_type(title) is None


@pytest.mark.parametrize(
    "title",
    [
        "(Senior) Data Engineer",
        "Remote: (Junior) Data Analyst",
        "(Jr./Sr.) Data Scientist",
        "Mid/Senior Data Engineer",
        "Mid to Senior Data Engineer",
        "Mid-level / Senior / Lead Data Engineer",
        "Data Scientist confirmé/sénior",
        "Data Analyst / Senior Data Analyst",
        "Senior Data Analyst or Data Analyst",
        "Data Analyst II/III",
        "Data Analyst I - III",
        "Data Scientist I, II or Senior",
    ],
)
def test_a_title_that_leaves_two_levels_open_states_none(title: str):
    assert read_level(title) is None


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Data Engineer (Senior) Remote", "senior"),
        ("Senior/Staff Data Engineer", "senior"),
        ("(Senior) Director, Data Science", "executive"),
        ("Data Analyst III/IV", "senior"),
        ("Senior Data Analyst / Data Engineer", "senior"),
        ("Data Engineer 2 Request-ID: 97-1", "mid"),
        ("Data Engineer Confirmé", "mid"),
    ],
)
def test_a_level_that_is_not_left_open_is_stated(title: str, level: str):
    assert read_level(title) == level


@pytest.mark.parametrize(
    "title",
    [
        "Account Director",
        "Funeral Director",
        "Sourcing Manager",
        "Business Development Manager",
        "Customer Success Manager",
        "Territory Sales Manager",
        "Professional Services Engagement Manager",
        "Enablement Content Manager",
        "AI Deployment Manager",
        "Clinical Data Manager",
        "Portfolio Manager",
        "Student Success Manager",
        "Manager, Customer Success",
    ],
)
def test_who_manages_things_has_no_rank_of_people(title: str):
    assert read_level(title) is None


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Data Engineering Manager", "senior"),
        ("Engineering Manager, Data", "senior"),
        ("Manager, Data Science", "senior"),
        ("Data Science Manager, Product", "senior"),
        ("Senior Customer Success Manager", "senior"),
        ("Director, Account Management", "executive"),
    ],
)
def test_who_manages_people_has_one(title: str, level: str):
    assert read_level(title) == level


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Data Engineer, Expert", "senior"),
        ("Expert Data Engineer", "senior"),
        ("Advanced AI Trainer (Python Expert)", None),
        ("Predictive Analytics expert to check an idea", None),
        ("Data Scientist working with Senior Leaders", None),
    ],
)
def test_an_expert_in_something_and_who_is_served_state_no_level(title: str, level: str | None):
    assert read_level(title) == level
