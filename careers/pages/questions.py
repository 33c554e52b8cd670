"""What an address asks: the parameters that a page knows, within limits, and what is left out.

Limits hold for every page alike, before its view is asked (portal/page_cache.py): whatever an
address says, a page stays short and its links do, and what was left out is said in words.
"""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice
from typing import NamedTuple
from urllib.parse import quote_plus

from django.http import QueryDict

MAX_WORDS, MAX_VALUES = 8, 30
# Of one value, in bytes of UTF-8; in an address a byte takes up to three.
MAX_VALUE_BYTES = 200
# Of all known parameters together, as addresses write them: each link of a page repeats them.
MAX_QUERY_BYTES = 1_000
# So many unknown parameters are named, and so many letters of each.
NAMED, NAMED_LETTERS = 3, 40
# What people type, as words.
TYPED = {"q", "find"}
# What others add to links to see where readers come from; nobody asked anything by it.
TRACKING = re.compile(
    r"(utm|hsa|mc|mtm|pk)_\w+|_hs\w+|gclid|dclid|fbclid|msclkid|ttclid|twclid|yclid|ysclid|"
    r"gbraid|wbraid|srsltid|igsh(id)?|li_fat_id|mkt_tok|_ga|_gl|ref|ref_src"
)
_WORD = re.compile(r"[^\W_]+")
# What stands before the first word that is cut off, and belongs to it.
_BEGUN = re.compile(r'\s[-\s"“„‟«]*$')


class Question(NamedTuple):
    """What an address asks."""

    # The known parameters, in the order in which the page names them; none is empty.
    known: QueryDict
    # What is left out, each in a sentence.
    left_out: tuple[str, ...]


def read(
    query: QueryDict,
    parameters: Iterable[str],
    several: Iterable[str] = (),
    names_unknown: bool = False,
    most_words: int = MAX_WORDS,
) -> Question:
    """Returns the Question of an address, of which a page knows these parameters.

    Those in `several` may have many values, the others one: the first. A page that knows none
    says nothing of what is asked all the same, unless it `names_unknown`. So many words count of
    what people type.

    >>> known, left_out = read(QueryDict("b=2&skil=x&utm_source=y&a=&b=1"), ["a", "b", "skill"])
    >>> known.urlencode(), left_out[0]
    ('b=2', 'Only the first value of “b” counts.')
    >>> left_out[1]
    '“skil” is not a filter here, so it was left out. Did you mean “skill”?'
    """
    left_out: list[str] = []
    asked = {}
    for name in filter(query.__contains__, parameters):
        if given := [value for value in query.getlist(name) if value]:
            most = MAX_VALUES if name in several else 1
            asked[name] = [_limited(name, value, most_words, left_out) for value in given[:most]]
            if set(given) - set(given[:most]):
                left_out.append(f"Only the first {_values(most)} of “{name}” {_count(most)}.")
    known = _fitting(asked, left_out)
    if parameters or names_unknown:
        left_out += _said_of_unknown(query, parameters)
    return Question(known, tuple(left_out))


def changed(query: QueryDict, **values: str) -> str:
    """Returns a query string that asks the same, but for these values; "" takes one away.

    >>> changed(QueryDict("role=a&role=b&show=all"), show="", level="mid")
    'role=a&role=b&level=mid'
    """
    other = query.copy()
    for name, value in values.items():
        other.pop(name, None)
        if value:
            other[name] = value
    return other.urlencode()


def pairs_without(query: QueryDict, name: str) -> list[tuple[str, str]]:
    """Returns (parameter, value) of all but one parameter, for a form that asks for that one.

    >>> pairs_without(QueryDict("role=a&level=mid"), "role")
    [('level', 'mid')]
    """
    return [(other, value) for other in query if other != name for value in query.getlist(other)]


def first_words(text: str, most: int = MAX_WORDS) -> str:
    """Returns the beginning of a text that has at most so many words.

    >>> first_words('a b c d e f "g h" -"i j"'), first_words("a b")
    ('a b c d e f "g h"', 'a b')
    """
    words = list(islice(_WORD.finditer(text), most + 1))
    if len(words) <= most:
        return text
    return _BEGUN.sub("", text[: words[most].start()])


def _limited(name, value, most_words, left_out):
    """Returns a value within the limits, without control characters, which no page may repeat."""
    if not value.isprintable():
        value = "".join(each if each.isprintable() else " " for each in value)
    short = value.encode(errors="replace")[:MAX_VALUE_BYTES].decode(errors="ignore")
    if name not in TYPED:
        return short
    if len(short) < len(value):
        left_out.append(f"“{name}” is too long: only its beginning counts.")
    words = first_words(short, most_words)
    if len(words) < len(short):
        left_out.append(f"Only the first {most_words} words of “{name}” count.")
    return words


def _fitting(asked, left_out):
    """Returns as a QueryDict what fits into one address of {parameter: its values}."""
    known = QueryDict(mutable=True)
    cut_off, room = [], MAX_QUERY_BYTES
    for name, values in asked.items():
        for value in values:
            takes = len(name) + len(quote_plus(value)) + len("=&")
            if takes <= room:
                known.appendlist(name, value)
                room -= takes
            else:
                cut_off.append(name)
    if cut_off:
        names = ", ".join(f"“{name}”" for name in dict.fromkeys(cut_off))
        left_out.append(
            f"This is more than one address can hold. Left out of {names}: {len(cut_off)}."
        )
    known._mutable = False
    return known


def _said_of_unknown(query, parameters):
    """Returns a sentence for each of the first unknown parameters, and one for all others."""
    unknown = [
        name
        for name in query
        if name not in parameters and any(query.getlist(name)) and not TRACKING.fullmatch(name)
    ]
    said = [
        f"“{_readable(name)}” is not a filter here, so it was left out.{_meant(name, parameters)}"
        for name in unknown[:NAMED]
    ]
    if len(unknown) > NAMED:
        said.append(f"The same holds for {len(unknown) - NAMED} more.")
    return said


def _meant(name, parameters):
    nearest = get_close_matches(name[:NAMED_LETTERS].lower(), parameters, n=1)
    return f" Did you mean “{nearest[0]}”?" if nearest else ""


def _readable(name):
    shown = "".join(each if each.isprintable() else " " for each in name[:NAMED_LETTERS])
    return shown + "…" * (len(name) > NAMED_LETTERS)


def _values(count):
    return "value" if count == 1 else f"{count} values"


def _count(count):
    return "counts" if count == 1 else "count"
