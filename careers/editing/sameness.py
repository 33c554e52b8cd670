"""What texts say alike: sentences and runs of words that two share, and alike points. Pure."""

import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple

from .documents import Point, listed_names, sentences, split_citations

WORDS_IN_A_ROW = 8  # so many words in a row belong to one text
SHORTEST_SHARED_SENTENCE = 5  # words; shorter ones may be said twice
ALIKE_POINTS = 80  # percent of their words that two points share

_WORD = re.compile(r"\w+(?:[.,']\w+)*")


class Passage(NamedTuple):
    """A line of a document, and its section."""

    section: str
    line: str


class Shared(NamedTuple):
    """What a document says in one of its sections, as the document at a place does."""

    section: str
    passage: str
    place: Hashable


class Alike(NamedTuple):
    """A point that is nearly one of the document at a place; `words` say how much it is."""

    section: str
    words: str
    place: Hashable


@dataclass
class SharedTexts:
    """Texts as they are added: whose each sentence and each run of words was first."""

    owners: dict[str, Hashable] = field(default_factory=dict)

    def add(self, place: Hashable, passages: Iterable[Passage]) -> None:
        """Adds a text; a place is what tells texts apart."""
        for _, line in passages:
            for said in chain(_short_sentences(line), sequences(line)):
                self.owners.setdefault(said, place)

    def shared_with(self, passages: Iterable[Passage]) -> Iterator[Shared]:
        """Yields what another text shares with those that were added."""
        for section, line in passages:
            for said, sentence in _short_sentences(line).items():
                if said in self.owners:
                    yield Shared(section, sentence, self.owners[said])
            owned = [(self.owners.get(said), said) for said in sequences(line)]
            for owner, run in groupby(owned, key=itemgetter(0)):
                if owner is not None:
                    yield Shared(section, _joined([said for _, said in run]), owner)


@dataclass
class AlikePoints:
    """Points as they are added, to find those that are nearly the same."""

    points: list[tuple[Hashable, str, frozenset[str]]] = field(default_factory=list)

    def add(self, place: Hashable, passages: Iterable[Passage]) -> None:
        """Adds the points of a document."""
        self.points += [(place, line, said) for _, line, said in _with_words(passages)]

    def alike_to(self, passages: Iterable[Passage]) -> Iterator[Alike]:
        """Yields which points of another document are nearly those that were added."""
        for section, line, said in _with_words(passages):
            for place, old, others in self.points:
                fewest = min(len(others), len(said))
                if 200 * fewest < ALIKE_POINTS * (len(others) + len(said)):
                    continue  # too unlike in length
                percent = alike(others, said)
                if percent >= ALIKE_POINTS:
                    yield Alike(section, f"“{line}” is {percent:.0f} percent like “{old}”", place)


def _with_words(passages: Iterable[Passage]) -> Iterator[tuple[str, str, frozenset[str]]]:
    for section, line in passages:
        if said := frozenset(words(line)):
            yield section, line, said


def _short_sentences(line: str) -> dict[str, str]:
    """Returns {its words: a sentence} of those that are too short to be a shared run of words."""
    found = {}
    for sentence in sentences(line):
        said = words(sentence)
        if SHORTEST_SHARED_SENTENCE <= len(said) < WORDS_IN_A_ROW:
            found[" ".join(said)] = sentence
    return found


def _joined(run: list[str]) -> str:
    """Returns the passage that overlapping runs of words make."""
    return " ".join([run[0], *(said.rsplit(" ", 1)[1] for said in run[1:])])


def words(text: str) -> list[str]:
    """Returns the words of a text, case-folded; no punctuation, no keys of references.

    >>> words("Well-kept tables don’t lie [bls]: 1,000 of them.")
    ['well', 'kept', 'tables', "don't", 'lie', '1,000', 'of', 'them']
    """
    plain = " ".join(piece for piece, _ in split_citations(text))
    return _WORD.findall(plain.replace("’", "'").casefold())


def sequences(text: str, length: int = WORDS_IN_A_ROW) -> list[str]:
    """Returns every run of `length` words in a line of a text, in order.

    >>> sequences("Ask for the table.", length=3)
    ['ask for the', 'for the table']
    """
    return [
        " ".join(line[start : start + length])
        for line in map(words, text.splitlines())
        for start in range(len(line) - length + 1)
    ]


def alike(first: frozenset[str], second: frozenset[str]) -> float:
    """Returns how much of their words two points share, in percent.

    >>> alike(frozenset({"keep", "it"}), frozenset({"keep", "on"}))
    50.0
    """
    return 200 * len(first & second) / (len(first) + len(second))


def point_texts(section: str, points: Iterable[Point]) -> list[str]:
    """Returns what points say after their labels, and in `tools` after their lists of names.

    >>> point_texts("tools", [Point("Dashboards", "Tableau, Looker. Built to be read.")])
    ['Built to be read.']
    """
    texts = [point.text for point in points]
    if section == "tools":
        return [said.partition(". ")[2] if listed_names(said) else said for said in texts]
    return texts
