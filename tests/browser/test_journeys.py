"""What people come for, from the home page, in few actions: a typing, a click, a choice, Enter."""


class Visitor:
    """Somebody at a page, whose actions are counted."""

    def __init__(self, page):
        self.page, self.actions = page, 0

    def type(self, text):
        self.page.locator("input[type=search]").fill(text)
        self.actions += 1

    def press_enter(self):
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/search/**")
        self.actions += 1

    def click(self, words):
        self.page.locator("main").get_by_text(words, exact=True).first.click()
        self.actions += 1

    def choose(self, label, option):
        self.page.get_by_label(label).select_option(label=option)
        self.actions += 1

    def reads(self, selector, words):
        """Whether a part that nobody has to open says something."""
        part = self.page.locator(selector).first
        return part.is_visible() and words in part.inner_text()


def test_what_people_come_for_is_few_actions_away_from_home(site, open_page):
    """One site for all, as loading it takes longest."""
    page = open_page(site, width=390)
    for journey, most in JOURNEYS:
        page.goto(site)
        visitor = Visitor(page)
        journey(visitor)
        assert visitor.actions <= most, journey.__name__


def two_given_roles_are_compared(visitor):
    visitor.type("data engineer vs data architect")
    visitor.press_enter()
    visitor.click("Data Architect vs Data Engineer")
    assert visitor.reads("h1", "Data Architect vs Data Engineer")


def two_roles_are_compared_from_lists(visitor):
    visitor.click("choose roles from lists")
    visitor.choose("Role 1", "Data Engineer")
    visitor.choose("Role 2", "Data Architect")
    visitor.click("Compare")
    assert visitor.reads("h1", "Data Architect vs Data Engineer")


def what_an_analyst_learns_to_be_an_ml_engineer_is_found(visitor):
    visitor.type("from data analyst to ML engineer")
    visitor.press_enter()
    visitor.click("Data Analyst vs Machine Learning Engineer")
    assert visitor.reads(".learning", "From Data Analyst to Machine Learning Engineer")
    assert visitor.reads(".learning li", "%")


def what_a_role_pays_in_a_country_is_found(visitor):
    visitor.type("data scientist salary germany")
    visitor.press_enter()
    visitor.click("Data Scientist: pay in Germany")
    assert visitor.reads("#pay", "Germany only")
    assert visitor.reads("#pay .pay-median", "EUR")


# What is done, and in how many actions at most.
JOURNEYS = (
    (two_given_roles_are_compared, 4),
    (two_roles_are_compared_from_lists, 4),
    (what_an_analyst_learns_to_be_an_ml_engineer_is_found, 3),
    (what_a_role_pays_in_a_country_is_found, 3),
)
