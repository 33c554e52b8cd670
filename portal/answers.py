"""The pages that answer a question typed into the site search: "data analyst salary in Germany".

A question is read as names (of roles, skills, countries and cities) and as words that say what is
asked about them (jobs/board/names.py). What holds any other word is no question for this module:
names find their pages anyway (search.py).
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from careers.models import Role, pair_url
from careers.pages.comparing import LEAST, MOST
from jobs import engine
from jobs.board.labels import Labels
from jobs.board.names import (
    ABOUT,
    AREA,
    CITY,
    COUNTRY,
    JOBS,
    LEVEL,
    PAY,
    ROLE,
    SKILL,
    SKILLS,
    WORKPLACE,
    names_of_cities,
    names_of_content,
    understand,
    words_of,
)
from jobs.board.offers import ways_to_ask
from jobs.iso import country_name


@dataclass(frozen=True)
class Answer:
    """A page that answers: its address, what it is, and a line about it."""

    url: str
    title: str
    line: str


def answers(text, generation=None, content_generation=None):
    """Returns ([Answer], {typed word: the word it was taken for}) to a question, the best first.

    Names are read once for each state of the database (careers/pages/kept.py).
    """
    names = names_of_content(content_generation)
    cities = names_of_cities(generation)
    question = understand(words_of(text), names, cities)
    if question.unknown:
        return [], {}
    found = [*_comparison(question, names), *_pay(question, names), *_jobs(question, names)]
    found += _profiles(question, names)
    return found, question.corrected if found else {}


# --- answering -----------------------------------------------------------------------------------


def _comparison(question, names):
    roles = sorted(question.named[ROLE])
    asks_more = question.asks(SKILL, AREA, COUNTRY, CITY, WORKPLACE, LEVEL)
    if asks_more or not LEAST <= len(roles) <= MOST:
        return []
    title = " vs ".join(names.title(ROLE, slug) for slug in roles)
    line = "Side by side: what employers ask for, what each pays, and the open jobs of each."
    if len(roles) == LEAST:
        return [Answer(pair_url(*(Role(slug=slug) for slug in roles)), title, line)]
    query = urlencode([("role", slug) for slug in roles])
    return [Answer(f"{reverse('careers:compare')}?{query}", title, line)]


def _pay(question, names):
    if PAY not in question.named[ABOUT] or question.asks(SKILL, AREA, WORKPLACE):
        return []
    if not question.asks(ROLE):
        return [Answer(reverse("careers:salary_list"), "Pay of all roles", "Every role by pay.")]
    countries, levels = question.named[COUNTRY][:1], question.named[LEVEL][:1]
    chosen = [("country", each) for each in countries] + [("level", each) for each in levels]
    where = f" in {country_name(countries[0])}" if countries else ""
    return [
        Answer(
            reverse("careers:salary_detail", args=[slug])
            + (f"?{urlencode(chosen)}" * bool(chosen)),
            f"{names.title(ROLE, slug)}: pay{where}",
            "Pay by country, level and year, each figure with its source and how many it counts.",
        )
        for slug in question.named[ROLE]
    ]


def _jobs(question, names):
    """Answers with the board, where jobs are asked for and some fit."""
    if set(question.named[ABOUT]) - {JOBS} or len(question.named[ROLE]) > 1:
        return []
    if not (question.asks(WORKPLACE, LEVEL, AREA, COUNTRY, CITY) or JOBS in question.named[ABOUT]):
        return []
    asked = {
        kind: tuple(question.named[kind])
        for kind in (ROLE, SKILL, WORKPLACE, LEVEL, AREA, COUNTRY, CITY)
        if question.named[kind]
    }
    board = engine.current()
    for query in ways_to_ask(asked):
        if total := board.total(query):
            return [_board_answer(query, total, Labels(board.directory))]
    return []


def _board_answer(query, total, labels):
    filters = ", ".join(labels.chip(name, value, query) for name, value in query.pairs())
    jobs = "1 open job" if total == 1 else f"{total:,} open jobs"
    return Answer(query.address(), f"{jobs}: {filters}" if filters else jobs, "On the board.")


def _profiles(question, names):
    """Answers with the pages of the roles and skills that are named beside other words."""
    anchor = "#skills" if SKILLS in question.named[ABOUT] else ""
    found = []
    for slug in question.named[ROLE]:
        address = reverse("careers:role_detail", args=[slug]) + anchor
        found.append(Answer(address, names.title(ROLE, slug), "What the role is and needs."))
    for slug in question.named[SKILL]:
        address = reverse("careers:skill_detail", args=[slug])
        found.append(Answer(address, names.title(SKILL, slug), "Which roles need it."))
    return found
