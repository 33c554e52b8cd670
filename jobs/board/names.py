"""What typed words name: roles, skills, places, workplaces, levels; and which are slips of those.

The site search (portal/answers.py) and the board's keyword (offers.py) read words by it.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import NamedTuple

from careers.models import Role, Skill
from careers.pages.kept import once_a_version

from .. import engine
from ..engine.facets import UNKNOWN
from ..iso import area_slug, areas, country_names, other_city_names
from ..models import Level, Workplace

ROLE, SKILL, COUNTRY, CITY, AREA = "role", "skill", "country", "city", "area"
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
# What people type, in small letters without accents.
_WORD = re.compile(r"[\w+#]+")
# How alike a word must be to the known one that it is taken for.
ALIKE = 0.8
# A shorter word may be a slip of too many others.
LEAST_LETTERS_OF_A_SLIP = 5


def words_of(text):
    """Returns the words of a text in small letters, without accents and punctuation.

    >>> words_of("Café-Manager vs. C++")
    ['cafe', 'manager', 'vs', 'c++']
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _WORD.findall(plain)


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
        """All words that names are made of, and all that are understood without.

        Not those of areas: “relevant” is no slip of “Levant”.
        """
        named = (name for name, (first, *_) in self.meanings.items() if first.kind != AREA)
        return {word for name in named for word in name} | JOINING

    @cached_property
    def filter_words(self):
        """The words of names that the board has filters for, as it corrects slips of them."""
        kinds = (ROLE, SKILL, COUNTRY, WORKPLACE, LEVEL)
        named = (name for name, (first, *_) in self.meanings.items() if first.kind in kinds)
        return {word for name in named for word in name} - JOINING


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
    for name, area in areas().items():
        for of_area in (name, *area.also):
            _add(meanings, of_area, Meaning(AREA, area_slug(name)))
    for name, meaning in _with_initials(titles).items():
        meanings.setdefault(name, [meaning])
    return Names(dict(meanings), titles, max(map(len, meanings)))


def _with_initials(titles):
    """Returns {words of a shortened title: its role's Meaning}, of those that only one role has.

    >>> role = Meaning(ROLE, "computer-vision-engineer")
    >>> list(_with_initials({role: "Computer Vision Engineer"}))
    [('cv', 'engineer')]
    """
    shortened = defaultdict(list)
    for meaning, title in titles.items():
        words = words_of(title)
        if meaning.kind == ROLE and len(words) > 2:
            initials = "".join(word[0] for word in words[:-1])
            shortened[initials, words[-1]].append(meaning)
    return {name: roles[0] for name, roles in shortened.items() if len(roles) == 1}


@once_a_version
def names_of_cities():
    """Returns the Cities that have open jobs now, by their other names too: “Köln”."""
    counted = dict(engine.current().counts("city"))
    counted.pop(UNKNOWN, None)
    values = {}
    for value in counted:
        values.setdefault(tuple(words_of(value.rpartition(",")[0])), value)
    for (other, country), name in other_city_names().items():
        if (value := f"{name},{country}") in counted:
            values.setdefault(tuple(words_of(other)), value)
    return Cities(values, {word for name in values for word in name})


def _add(meanings, name, meaning):
    if (words := tuple(words_of(name))) and meaning not in meanings[words]:
        meanings[words].append(meaning)


# --- reading -------------------------------------------------------------------------------------


def understand(words, names, cities, *, corrected=True):
    """Returns the Question that words ask: at each place the longest name is taken.

    A plural is its singular; a word that is nothing is taken for the known one it is nearest to,
    unless it may not be `corrected`.
    """
    question, place = Question(), 0
    if corrected:
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
    if as_typed & names.words or as_typed & cities.words:
        return word
    if nearest := nearest_word(word, names.words):
        question.corrected[word] = nearest
    return nearest or word


def nearest_word(word, known):
    """Returns which of the known words a longer one is likely a slip of; "" where it is of none."""
    if len(word) < LEAST_LETTERS_OF_A_SLIP:
        return ""
    return next(iter(get_close_matches(word, known, n=1, cutoff=ALIKE)), "")
