"""The sections of an advert's text by its headings: what is asked for, preferred and offered."""

import re
from functools import lru_cache
from typing import NamedTuple

ASKED, PREFERRED, OFFERED = "asked", "preferred", "offered"
LONGEST_HEADING = 60
# A heading begins with such words; the first kind that fits is its section's.
HEADINGS = {
    PREFERRED: (
        r"prefer(?:red|ably|ences?) | (?:it['’]?s\s|also\s)?nice[\s-]to[\s-]haves?"
        r" | bonus(?:\spoints)?"
        r" | desir(?:ed|able) | optional | good[\s-]to[\s-]have | ideally | extra\scredit | pluses"
        r" | an?\s(?:big\s|huge\s)?plus | even\sbetter | von\svorteil | wünschenswert | les\splus"
    ),
    OFFERED: (
        r"benefits? | perks? | (?:what\s)?we\soffer | what\s(?:we|you)(?:['’]ll|\scan|\swill)?"
        r"\s(?:offer|get|receive) | what['’]?s\sin\sit\sfor\syou | why\s(?:join|work|us|choose)"
        r" | compensation | in\sreturn | (?:was\s)?wir\sbieten | (?:ce\sque\s)?nous\soffrons"
        r" | (?:qué\s)?ofrecemos"
    ),
    ASKED: (
        r"requirements? | required | qualifications? | responsibilit(?:y|ies) | skills?"
        r" | experience"
        r" | must[\s-]haves? | what\syou | who\syou | you | about | duties | profile? | tasks?"
        r" | job | role | tech(?:nical)?\sstack | how\sto\sapply | profil | aufgaben"
        r" | anforderungen"
    ),
}
BEFORE = r"(?:(?:additional|basic|dein|ihr|job|key|minimum|our|some|the|your)\s)*"
BEHIND = (
    r"(?:\s(?:(?:and|&|at|for)\s[\w’'-]+ | experience | here | include | points"
    r" | qualifications? | requirements? | skills? | us | we | you | are | do | need | bring))*"
)
HEADING = re.compile(
    rf"\W*{BEFORE}(?:{'|'.join(f'(?P<{kind}>{words})' for kind, words in HEADINGS.items())})"
    rf"(?:{BEHIND}\s?:?|\W.*:)",
    re.IGNORECASE | re.VERBOSE,
)


class Line(NamedTuple):
    """One line of a text: where it starts and ends, and the kind of its section."""

    start: int
    end: int
    section: str


@lru_cache(maxsize=1)
def lines(text: str) -> tuple[Line, ...]:
    """Returns the lines of a text, each with its section's kind; a heading is of its own section.

    The last text's are kept, as skills and years are read in it one after the other.

    >>> text = "Requirements:\\nPython\\nNice to have\\nScala"
    >>> [(text[line.start : line.end], line.section) for line in lines(text)][2:]
    [('Nice to have', 'preferred'), ('Scala', 'preferred')]
    """
    found = []
    section, start = ASKED, 0
    for line in text.split("\n"):
        if len(line) <= LONGEST_HEADING and not line.endswith("."):
            section = heading_kind(line.strip()) or section
        found.append(Line(start, start + len(line), section))
        start += len(line) + 1
    return tuple(found)


@lru_cache(maxsize=1024)  # adverts of one source have the same headings
def heading_kind(line: str) -> str | None:
    """Returns the kind of the section that a line opens, or None where it is no heading.

    >>> [heading_kind(line) for line in ("What we offer", "About you:", "You write SQL.", "Python")]
    ['offered', 'asked', None, None]
    >>> heading_kind("Experience with Python") or heading_kind("Benefits administration")
    """
    found = HEADING.fullmatch(line) if len(line) <= LONGEST_HEADING else None
    return found and found.lastgroup
