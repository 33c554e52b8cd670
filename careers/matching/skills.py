"""Text to skills, by the names that editors keep; never by a fuzzy score.

Only what an advert asks for counts: asking.py says which sentences do, sections.py which sections.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .asking import SENTENCE_END, is_asked
from .sections import OFFERED, Line, lines

TERM = re.compile(r"\.?[^\W_]+(?:[.'’][^\W_]+)*[+#]*")
# Where one begins: not inside another one.
FIRST_TERM = re.compile(rf"(?<![^\W_])(?<![^\W_][.'’]){TERM.pattern}")
# Bytes, but those of unaccented letters and digits as spaces.
WORDS_ONLY = bytes(byte if chr(byte).isalnum() and byte < 128 else ord(" ") for byte in range(256))
# Where a name ends, in the tree of names: no term is empty.
END = ""
# What stands farther from a name says nothing about it.
LONGEST_SENTENCE = 200
# One name may stretch over a space, a hyphen or a slash: "scikit learn", "CI/CD".
INSIDE_A_NAME = re.compile(r"[ \t\u00a0]*[-/]?[ \t\u00a0]*")
LIST_GAP = re.compile(
    r"[\s(]*[,/;|•)\n][\s,/;|•()]*(?:(?:and|or)\s+)?|\s*\(|\s+(?:and|or)\s+", re.IGNORECASE
)
LIST_MARK = re.compile(r"[,;|•·\n\t]")
PART_MARK = re.compile(r"/|&|\+(?=\s)|\s(?:and|or)\s", re.IGNORECASE)
# "R&D", "Go-to-market", "Hiring process".
GLUED = re.compile(r"[-&'’]|\s(?:guidelines?|managers?|practices?|process|teams?)\b", re.IGNORECASE)
# Names that are everyday words as well, so that only their capitals tell: "excel at", "spark joy".
EVERYDAY_WORDS = {
    "amplitude", "confluence", "excel", "express", "flask", "go", "great expectations", "helm",
    "hive", "julia", "notion", "ray", "react", "rust", "sheets", "shell", "slack", "spark",
    "spring", "swift", "synapse",
}  # fmt: skip
# Like every single letter, these need a list around them: any advert says "go" and "hiring".
LISTED_WORDS = {"agile", "go", "hiring", "julia", "mdm", "oracle", "sheets", "shell", "spring"}
# The plural of two capitals is no name of three: "SAs" is not SAS.
PLURAL_OF_CAPITALS = re.compile(r"[A-Z]{1,4}s")
# A sentence or a line that opens with such a word gives an order ("Excel at your job"), unless
# the next word shows a noun.
OPENING = re.compile(r"(?:[.!?:•*·\n]\s*|[-–—]\s+|\A)\Z")
VERB = re.compile(
    r"\s+(?!(?:and|or|is|developer|developers|engineer|engineers|experience|expertise|knowledge"
    r"|proficiency|skill|skills)\b)[a-z]"
)


@dataclass(frozen=True)
class _Mention:
    """A name found in a text, and whether it needs its neighbours to be believed."""

    slug: str
    start: int
    end: int
    is_ambiguous: bool


class SkillMatcher:
    """Finds the skills that a text names.

    >>> matcher = SkillMatcher({"Python": "python", "R": "r", "C++": "cpp", "CI/CD": "ci-cd"})
    >>> matcher.find("We use python, R and C++ (with CI/CD).")
    {'python': 7, 'r': 15, 'cpp': 21, 'ci-cd': 31}
    >>> matcher.find("You lead R&D, and vitamin C matters.")
    {}
    >>> SkillMatcher({"Excel": "excel", "SQL": "sql"}).find("Excel at work. We excel in SQL.")
    {'sql': 27}
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        """Takes every name and alias of the skills, each with its skill's slug."""
        # Word by word: "power" leads to "bi", and that to END and the skill's slug.
        self._tree: dict[str, Any] = {}
        # By the first plain word of names: where it stands in their first term ("net" is second in
        # ".net"), with all of their plain words.
        self._heads: dict[bytes, set[tuple[int, frozenset[bytes]]]] = defaultdict(set)
        for name, slug in names.items():
            if terms := TERM.findall(name.lower()):
                self._add(terms, slug)
        self._names = frozenset(names)
        self._spellings = {name for name in names if _needs_capitals(name)}

    def _add(self, terms: list[str], slug: str) -> None:
        branch = self._tree
        for term in terms:
            branch = branch.setdefault(term, {})
        branch[END] = slug
        first, every = _with_plain_words(terms[0]), _with_plain_words(" ".join(terms))
        head = next(iter(first.split()), b"")
        self._heads[head].add((first.find(b" %b " % head), frozenset(every.split())))

    def find(self, text: str, employer: str = "", title: str = "") -> dict[str, int]:
        """Returns the slug of each skill that an advert asks for, with where it does so first.

        The employer's own name is no skill's, and where the title stands, it asks for none.
        """
        mentions = list(self._mentions(text))
        listed = [
            mention
            for place, mention in enumerate(mentions)
            if not mention.is_ambiguous or _is_listed(text, mentions, place)
        ]
        found: dict[str, int] = {}
        for line, mention in _with_their_lines(text, listed):
            if mention.slug in found or line.section == OFFERED:
                continue
            if title and _is_inside(title, text, mention):
                continue
            if _is_asked_for(text, line, mention, employer.casefold()):
                found[mention.slug] = mention.start
        return found

    def listed(self, text: str) -> list[str]:
        """Returns the slugs of the skills that a list of nothing but skills names, in any case.

        >>> SkillMatcher({"R": "r", "Excel": "excel", "CI/CD": "ci-cd"}).listed("excel, r; ci/cd")
        ['excel', 'r', 'ci-cd']
        """
        whole = [re.sub(r"\([^()]*\)", "", item) for item in LIST_MARK.split(text)]
        parts = (part for item in whole for part in [item, *PART_MARK.split(item)])
        return list(dict.fromkeys(filter(None, map(self._slug_of, parts))))

    def _slug_of(self, name: str) -> str | None:
        """Returns the slug of the skill that a text is the name of, or None."""
        branch = self._tree
        for term in TERM.findall(name.lower()):
            branch = branch.get(term, {})
        return branch.get(END)

    def _mentions(self, text: str) -> Iterator[_Mention]:
        """Returns every name in the text, the longest at each place, none inside another."""
        # In small letters a text is as long as before, but for the capital “İ”.
        small = text.replace("İ", "I").lower()
        free = 0
        for start in self._places(small):
            for slug, end in reversed(self._names_at(small, start) if start >= free else ()):
                if self._is_meant(text, start, end):
                    yield _Mention(slug, start, end, _is_ambiguous(text[start:end]))
                    free = end
                    break

    def _places(self, text: str) -> list[int]:
        """Returns where names may begin, in order: those whose plain words are all in the text."""
        spaced = _with_plain_words(text)
        words = {b"", *spaced.split()}
        heads = {
            (head, offset)
            for head in self._heads.keys() & words
            for offset, every in self._heads[head]
            if every <= words
        }
        found = ((_places_of(head, spaced), offset) for head, offset in heads)
        return sorted(place - offset for places, offset in found for place in places)

    def _names_at(self, text: str, start: int) -> list[tuple[str, int]]:
        """Returns the slugs of the names that begin at a place, each with the place behind it."""
        found = []
        branch = self._tree
        term = FIRST_TERM.match(text, start)
        while term and (branch := branch.get(term[0], {})):
            if END in branch:
                found.append((branch[END], term.end()))
            gap = INSIDE_A_NAME.match(text, term.end())
            assert gap  # if only an empty one
            term = TERM.match(text, gap.end())
        return found

    def _is_meant(self, text: str, start: int, end: int) -> bool:
        """Says whether a name that may be an everyday word is spelt and placed as a name."""
        name = text[start:end]
        if not _needs_capitals(name):
            return name in self._names or not PLURAL_OF_CAPITALS.fullmatch(name)
        if name not in self._spellings:
            return False
        return len(name) == 1 or not _is_order(text, start, end)


def _with_plain_words(text: str) -> bytes:
    """Returns as many bytes as small letters are given, and a space at either end.

    >>> _with_plain_words("c++, naïve")
    b' c    na ve '
    """
    return b" %b " % text.encode("ascii", "replace").translate(WORDS_ONLY)


def _places_of(word: bytes, spaced: bytes) -> Iterator[int]:
    word = b" %b " % word
    place = spaced.find(word)
    while place >= 0:
        yield place
        place = spaced.find(word, place + 1)


def _with_their_lines(text: str, mentions: list[_Mention]) -> Iterator[tuple[Line, _Mention]]:
    """Yields each mention with the line that it stands on; a text without any is not looked at."""
    waiting = iter(mentions)
    mention = next(waiting, None)
    for line in lines(text) if mention else ():
        while mention and mention.start < line.end:
            yield line, mention
            mention = next(waiting, None)


def _is_inside(title: str, text: str, mention: _Mention) -> bool:
    """Says whether a mention begins where the text repeats the advert's title."""
    first = max(0, mention.start - len(title) + 1)
    return text.find(title, first, mention.start + len(title)) >= 0


def _is_asked_for(text: str, line: Line, mention: _Mention, employer: str) -> bool:
    """Says whether the sentence around a mention asks for it."""
    start = max(line.start, mention.start - LONGEST_SENTENCE)
    end = min(line.end, mention.end + LONGEST_SENTENCE)
    for found in SENTENCE_END.finditer(text, start, end):
        if found.start() >= mention.end:
            end = found.start()
            break
        if found.end() <= mention.start:
            start = found.end()
    before, name = text[start : mention.start], text[mention.start : mention.end]
    if employer and _speaks_of(employer, before.casefold(), name.casefold()):
        return False
    return is_asked(before, name, text[mention.end : end])


def _speaks_of(employer: str, before: str, name: str) -> bool:
    """Says whether a name is the employer's, or its sentence begins with the employer."""
    return name in employer.split() or name == employer or before.lstrip().startswith(employer)


def _is_ambiguous(name: str) -> bool:
    return len(name) == 1 or name.casefold() in LISTED_WORDS


def _needs_capitals(name: str) -> bool:
    return len(name) == 1 or name.casefold() in EVERYDAY_WORDS


def _is_order(text: str, start: int, end: int) -> bool:
    """Says whether a word opens a sentence or line as its verb: "Spark new ideas"."""
    return bool(VERB.match(text, end) and OPENING.search(text[max(0, start - 3) : start]))


def _is_listed(text: str, mentions: list[_Mention], place: int) -> bool:
    """Says whether the mention stands beside another skill in a list, or is all there is."""
    mention = mentions[place]
    if GLUED.match(text, mention.end):
        return False
    is_all = text.strip() == text[mention.start : mention.end]
    return is_all or _follows(text, mentions, place) or _follows(text, mentions, place + 1)


def _follows(text: str, mentions: list[_Mention], place: int) -> bool:
    """Says whether only a list's separator parts this mention from the one before it."""
    if not 0 < place < len(mentions):
        return False
    return bool(LIST_GAP.fullmatch(text, mentions[place - 1].end, mentions[place].start))
