"""The site search: pages ranked by how near one of their names comes to a query.

Ranking is pure. Only find() and the entries it ranks ask the database.
"""

from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum
from functools import cached_property

from django import forms

from careers.market import JobCard
from careers.models import Comparison, Role, Skill
from careers.pages.kept import once_a_version
from careers.widgets import SearchBox
from jobs import engine
from jobs.board.cards import read_cards
from jobs.board.filters import KEYWORD_MAX
from jobs.board.names import words_of

from .answers import Answer, answers

HITS_A_GROUP = 12
LISTINGS = 10
# How alike two words are that differ by a slip: pyhton and python 0.83, jvaa and java 0.75.
ALIKE = 0.75
# Words that join names, and are part of none.
JOINING = {"and", "or", "versus", "vs"}


class SearchForm(forms.Form):
    q = forms.CharField(
        label="Search for", required=False, max_length=KEYWORD_MAX, widget=SearchBox
    )


class Nearness(IntEnum):
    """How near a name comes to a query, nearest first."""

    EXACT = 1
    PREFIX = 2
    WORDS = 3
    SPELLING = 4


@dataclass(frozen=True)
class Entry:
    """A page that can be found: its address, its names (its title first), and a line about it."""

    url: str
    names: tuple[str, ...]
    line: str

    @cached_property
    def words(self):
        """The search words of each name."""
        return [search_words(name) for name in self.names]


@dataclass(frozen=True)
class Hit:
    """An entry that answers a query, by which of its names, and how nearly."""

    entry: Entry
    name: str
    nearness: Nearness

    @property
    def other_name(self):
        """The name that was found, unless it is the title."""
        return self.name if self.name != self.entry.names[0] else ""

    @property
    def is_spelled_nearly(self):
        return self.nearness == Nearness.SPELLING

    @property
    def order(self):
        """Nearest first; of equals titles first, and short names, which have few other words."""
        return (self.nearness, bool(self.other_name), len(self.name), self.name)


@dataclass(frozen=True)
class Group:
    """Hits of one kind, best first."""

    heading: str
    hits: list[Hit]


@dataclass(frozen=True)
class SearchResults:
    """What a query found: pages that answer it, groups of names, the nearest first, and jobs."""

    answers: list[Answer]
    # {a word as typed: the word that it was taken for}
    corrected: dict[str, str]
    groups: list[Group]
    cards: list[JobCard]


def find(query, generation=None, content_generation=None):
    """Returns the SearchResults of a query, in a constant number of database queries.

    Names are read once for each state of content (page_cache.py), or without one each time.
    """
    groups = [
        Group(heading, rank(entries, query)[:HITS_A_GROUP])
        for heading, entries in entries_by_heading(content_generation).items()
    ]
    nearest = sorted((g for g in groups if g.hits), key=lambda group: group.hits[0].nearness)
    pks = engine.current().newest_named(query, LISTINGS)
    cards = read_cards(pks)
    answering, corrected = answers(query, generation, content_generation)
    exact = {hit.entry.url for g in nearest for hit in g.hits if hit.nearness == Nearness.EXACT}
    if len(answering) == 1 and answering[0].url in exact:
        answering = []  # the name of one page; it stands first anyway
    # What was there when it was looked for may be gone.
    return SearchResults(answering, corrected, nearest, [cards[pk] for pk in pks if pk in cards])


@once_a_version
def entries_by_heading():
    return {
        "Roles": role_entries(),
        "Comparisons": comparison_entries(),
        "Skills and tools": skill_entries(),
    }


def role_entries():
    roles = Role.objects.published().with_card()
    return [
        Entry(role.get_absolute_url(), role.titles, role.summary)
        for role in roles.prefetch_related("other_titles")
    ]


def comparison_entries():
    comparisons = Comparison.objects.published().with_card()
    return [comparison_entry(comparison) for comparison in comparisons]


def comparison_entry(comparison):
    name = " vs ".join(role.title for role in comparison.roles)
    return Entry(comparison.get_absolute_url(), (name,), comparison.difference)


def skill_entries():
    return [
        Entry(skill.get_absolute_url(), skill.names, skill.get_kind_display())
        for skill in Skill.objects.all()
    ]


def rank(entries, query):
    """Returns the Hits of a query, best first and each entry once: the very name, names that begin
    so, names that hold every word (or a word that begins so); and only if there is none, near
    spellings.

    >>> entry = Entry("/roles/bi-developer/", ("BI Developer", "Dashboard Builder"), "")
    >>> [hit.name for hit in rank([entry], "bi dev")]
    ['BI Developer']
    >>> [hit.name for hit in rank([entry], "dashbord bilder")]
    ['Dashboard Builder']
    """
    asked = search_words(query)
    names = [
        (entry, name, words)
        for entry in entries
        for name, words in zip(entry.names, entry.words, strict=True)
    ]
    return _named(asked, names) or _spelled_nearly(asked, names)


def search_words(text):
    """Returns the words of a text in small letters, without accents, punctuation and joining words.

    >>> search_words("Café-Manager vs. C++")
    ['cafe', 'manager', 'c++']
    """
    return [word for word in words_of(text) if word not in JOINING]


def nearness(asked, name):
    """Returns the Nearness of a name's words to those asked for, slips apart; None if it is not
    meant.
    """
    # Spaces do not count: “datascientist” and “scikit learn” are the very names.
    query, whole = "".join(asked), "".join(name)
    if not query:
        return None
    if whole == query:
        return Nearness.EXACT
    if whole.startswith(query):
        return Nearness.PREFIX
    if all(any(word.startswith(part) for word in name) for part in asked):
        return Nearness.WORDS
    return None


def _named(asked, names):
    found = ((entry, name, nearness(asked, of_name)) for entry, name, of_name in names)
    return _best_of_each(Hit(*hit) for hit in found if hit[-1])


def _spelled_nearly(asked, names):
    known = {word for _, _, of_name in names for word in of_name}
    meant = [_words_meant(part, known) for part in asked]
    return _best_of_each(
        Hit(entry, name, Nearness.SPELLING)
        for entry, name, of_name in names
        if meant and all(could_be.intersection(of_name) for could_be in meant)
    )


def _words_meant(part, known):
    """Returns the known words that a word begins, or is a slip of."""
    begun = {word for word in known if word.startswith(part)}
    return begun.union(get_close_matches(part, known, n=len(known) or 1, cutoff=ALIKE))


def _best_of_each(hits):
    best = {}
    for hit in sorted(hits, key=lambda hit: hit.order):
        best.setdefault(hit.entry.url, hit)
    return list(best.values())
