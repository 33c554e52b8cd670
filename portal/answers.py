"""The pages that answer a question typed into the site search: "data analyst salary in Germany".

A question is read as names (of roles, skills, countries and cities) and as words that say what is
asked about them. What holds any other word is no question for this module: names find their pages
anyway (search.py).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import NamedTuple

from django.urls import reverse
from django.utils.http import urlencode

from careers.models import Role, Skill, pair_url
from careers.pages.comparing import LEAST, MOST
from careers.pages.kept import once_a_version
from jobs import engine
from jobs.board.labels import Labels
from jobs.board.query import BoardQuery
from jobs.engine.facets import UNKNOWN
from jobs.iso import country_name, country_names
from jobs.models import Level, Workplace

from .words import words_of

ROLE, SKILL, COUNTRY, CITY = "role", "skill", "country", "city"
WORKPLACE, LEVEL, ABOUT = "workplace", "level", "about"
PAY, JOBS, SKILLS, VERSUS = "pay", "jobs", "skills", "versus"
# What words ask about.
ASKED = {
    PAY: "compensation earn earning earnings earns income pay paid pays salaries salary wage wages",
    JOBS: "hiring job jobs opening openings position positions vacancies vacancy",
    SKILLS: "know learn need needed needs requirement requirements skills stack tools",
    VERSUS: "better compare compared comparison difference differences different versus vs",
}
WORKPLACES = {
    Workplace.REMOTE: ("remote", "remotely", "home office", "work from home", "wfh"),
    Workplace.HYBRID: ("hybrid",),
    Workplace.ONSITE: ("onsite", "on site", "in office"),
}
LEVELS = {
    Level.ENTRY: ("entry level", "entry", "graduate", "junior"),
    Level.MID: ("mid level", "mid", "intermediate"),
    Level.SENIOR: ("senior",),
}
COUNTRIES_IN_SHORT = {"uk": "GB", "england": "GB", "us": "US", "usa": "US", "america": "US"}
# Words that join the others, and ask about nothing by themselves.
JOINING = {
    "a", "an", "and", "are", "as", "at", "average", "become", "becoming", "between", "by", "can",
    "do", "does", "for", "from", "get", "how", "i", "in", "into", "is", "it", "me", "money",
    "much", "my", "of", "on", "one", "or", "should", "start", "than", "that", "the", "there",
    "to", "what", "whats", "which", "who", "with", "work", "works", "would", "you",
}  # fmt: skip
# How alike a word must be to the known one that it is taken for.
ALIKE = 0.8
# A shorter word may be a slip of too many others.
LEAST_LETTERS_OF_A_SLIP = 5


class Meaning(NamedTuple):
    """What a name means: its kind, and the value by which addresses know it."""

    kind: str
    value: str


@dataclass(frozen=True)
class Names:
    """All names that questions are read by."""

    # {the words of a name: what it may mean, the likeliest first}
    meanings: dict[tuple[str, ...], list[Meaning]]
    # The titles of roles and skills.
    titles: dict[Meaning, str]
    longest: int

    def title(self, kind, value):
        """Returns the title of a role or a skill."""
        return self.titles[Meaning(kind, value)]

    @cached_property
    def words(self):
        """All words that names are made of, and all that are understood without."""
        return {word for name in self.meanings for word in name} | JOINING


class Cities(NamedTuple):
    """The cities that have open jobs."""

    # {the words of a city's name: its value in addresses}, of the one with most jobs.
    values: dict[tuple[str, ...], str]
    words: set[str]


@dataclass
class Question:
    """What was understood of a question."""

    # {kind: the values of this kind that it names, each once}
    named: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    unknown: list[str] = field(default_factory=list)
    # {a word as typed: the known word that it is taken for}
    corrected: dict[str, str] = field(default_factory=dict)

    def asks(self, *kinds):
        """Tells whether it names anything of these kinds."""
        return any(self.named[kind] for kind in kinds)


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


# --- names ---------------------------------------------------------------------------------------


@once_a_version
def names_of_content():
    """Returns the Names that do not depend on listings; three queries."""
    meanings, titles = defaultdict(list), {}
    for role in Role.objects.published().with_card().prefetch_related("other_titles"):
        titles[Meaning(ROLE, role.slug)] = role.title
        for title in role.titles:
            _add(meanings, title, Meaning(ROLE, role.slug))
    for skill in Skill.objects.all():
        titles[Meaning(SKILL, skill.slug)] = skill.name
        for name in skill.names:
            _add(meanings, name, Meaning(SKILL, skill.slug))
    for kind, values in ((WORKPLACE, WORKPLACES), (LEVEL, LEVELS)):
        for value, of_value in values.items():
            for name in of_value:
                _add(meanings, name, Meaning(kind, value))
    for asked, words in ASKED.items():
        for word in words.split():
            _add(meanings, word, Meaning(ABOUT, asked))
    countries = {name: code for code, name in country_names().items()} | COUNTRIES_IN_SHORT
    for name, code in countries.items():
        _add(meanings, name, Meaning(COUNTRY, code))
    return Names(dict(meanings), titles, max(map(len, meanings)))


@once_a_version
def names_of_cities():
    """Returns the Cities that have open jobs now."""
    values = {}
    for value, _ in engine.current().counts("city"):
        if value != UNKNOWN:
            values.setdefault(tuple(words_of(value.partition(",")[0])), value)
    return Cities(values, {word for name in values for word in name})


def _add(meanings, name, meaning):
    if (words := tuple(words_of(name))) and meaning not in meanings[words]:
        meanings[words].append(meaning)


# --- reading -------------------------------------------------------------------------------------


def understand(words, names, cities):
    """Returns the Question that words ask: at each place the longest name is taken.

    A plural is its singular; a word that is nothing is taken for the known one it is nearest to.
    """
    question, place = Question(), 0
    words = [_known(word, names, cities, question) for word in words]
    while place < len(words):
        size, meaning = _longest(words[place : place + names.longest], names, cities)
        if meaning:
            values = question.named[meaning.kind]
            if meaning.value not in values:
                values.append(meaning.value)
        elif words[place] not in JOINING:
            question.unknown.append(words[place])
        place += size
    return question


def _longest(words, names, cities):
    """Returns (how many words, their Meaning or None) of the longest name that words begin with."""
    for size in range(len(words), 0, -1):
        for name in (tuple(words[:size]), (*words[: size - 1], words[size - 1].removesuffix("s"))):
            if meanings := names.meanings.get(name):
                return size, meanings[0]
            if name in cities.values and name[0] not in JOINING:
                return size, Meaning(CITY, cities.values[name])
    return 1, None


def _known(word, names, cities, question):
    """Returns a word, or the known one that it is a slip of; notes it in the Question.

    Cities are not among these: there are too many, and each looks like another.
    """
    as_typed = {word, word.removesuffix("s")}
    if as_typed & names.words or as_typed & cities.words or len(word) < LEAST_LETTERS_OF_A_SLIP:
        return word
    nearest = get_close_matches(word, names.words, n=1, cutoff=ALIKE)
    if nearest:
        question.corrected[word] = nearest[0]
    return nearest[0] if nearest else word


# --- answering -----------------------------------------------------------------------------------


def _comparison(question, names):
    roles = sorted(question.named[ROLE])
    if not LEAST <= len(roles) <= MOST or question.asks(SKILL, COUNTRY, CITY, WORKPLACE, LEVEL):
        return []
    title = " vs ".join(names.title(ROLE, slug) for slug in roles)
    line = "Side by side: what employers ask for, what each pays, and the open jobs of each."
    if len(roles) == LEAST:
        return [Answer(pair_url(*(Role(slug=slug) for slug in roles)), title, line)]
    query = urlencode([("role", slug) for slug in roles])
    return [Answer(f"{reverse('careers:compare')}?{query}", title, line)]


def _pay(question, names):
    if PAY not in question.named[ABOUT] or question.asks(SKILL, WORKPLACE):
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
    if not (question.asks(WORKPLACE, LEVEL, COUNTRY, CITY) or JOBS in question.named[ABOUT]):
        return []
    asked = {
        kind: tuple(question.named[kind])
        for kind in (ROLE, SKILL, WORKPLACE, LEVEL, COUNTRY, CITY)
        if question.named[kind]
    }
    board = engine.current()
    for query in _ways_to_ask(asked):
        if total := board.total(query):
            return [_board_answer(query, total, Labels(board.directory))]
    return []


def _ways_to_ask(asked):
    """Gives BoardQueries: of remote work, a country is first the one where people live."""
    if asked.get(WORKPLACE) == (Workplace.REMOTE,) and asked.get(COUNTRY):
        living = {name: values for name, values in asked.items() if name != COUNTRY}
        yield BoardQuery(living | {"home": asked[COUNTRY]})
    yield BoardQuery(asked)


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
