"""What the words in the keyword box may mean: a slip of other words, or a filter of the board."""

import re

from django.http import QueryDict

from ..engine.keywords import parse
from ..models import Workplace
from .controls import Choice
from .filters import board_form
from .headings import heading
from .names import (
    AREA,
    CITY,
    COUNTRY,
    LEVEL,
    ROLE,
    SKILL,
    WORKPLACE,
    names_of_cities,
    names_of_content,
    nearest_word,
    understand,
    words_of,
)
from .query import BoardQuery

# What a word may name, in the order in which filters are offered.
FILTERS = (ROLE, SKILL, WORKPLACE, LEVEL, AREA, COUNTRY, CITY)
MOST_OFFERS = 4
# A keyword with signs asks for the very words, which no filter stands for.
SIGNS = re.compile(r'["“”„‟«»]|(?:^|\s)-')


def corrected(keyword, board_engine):
    """Returns (the keyword without slips, [(a word as typed, the word it was taken for)]).

    A slip is a word that no open listing holds, and that is none of a role, a skill, a country or
    a city, but nearly one of the first three.
    """
    unheld = [] if SIGNS.search(keyword) else board_engine.unheld(parse(keyword))
    if not unheld:
        return keyword, []
    names = names_of_content(board_engine.content_generation)
    known = names.words | names_of_cities(board_engine.generation).words
    slips = (word for word in unheld if word not in known)
    nearest = {word: near for word in slips if (near := nearest_word(word, names.filter_words))}
    if not nearest:
        return keyword, []
    better = re.sub(
        r"[\w+#]+", lambda found: nearest.get("".join(words_of(found[0])), found[0]), keyword
    )
    return better, [*nearest.items()] if better != keyword else []


def offers(query, board_engine, labels):
    """Returns a Choice for each board that asks by filters for what the keyword names."""
    keyword = query.get("q", ("",))[0]
    if not keyword or SIGNS.search(keyword):
        return []
    names = names_of_content(board_engine.content_generation)
    cities = names_of_cities(board_engine.generation)
    question = understand(words_of(keyword), names, cities, corrected=False)
    named = {kind: tuple(question.named[kind]) for kind in FILTERS if question.named[kind]}
    if not named:
        return []
    rest = query.without("q").without("sort")
    unknown = " ".join(question.unknown)
    whole = [
        each.with_values("q", unknown) if unknown else each
        for each in ways_to_ask(_narrowed(rest, named))
    ]
    single = [BoardQuery(_narrowed(rest, {kind: values})) for kind, values in named.items()]
    for ways in (whole, single if len(named) > 1 or unknown else []):
        counted = [(way, _total(way, board_engine, labels)) for way in ways if way != query]
        found = [
            Choice(heading(way, labels), way.address(), count=total)
            for way, total in counted
            if total
        ]
        if found:
            return found[: 1 if ways is whole else MOST_OFFERS]
    return []


def ways_to_ask(asked):
    """Gives BoardQueries: of remote work, a country or area is first the one where people live."""
    for where in (COUNTRY, AREA):
        if asked.get(WORKPLACE) == (Workplace.REMOTE,) and asked.get(where):
            living = {name: values for name, values in asked.items() if name != where}
            yield BoardQuery(living | {"home": asked[where]})
    yield BoardQuery(asked)


def _narrowed(query, named):
    """Returns {parameter: values} of a BoardQuery that asks for what is named, too."""
    return dict(query) | {
        name: tuple(dict.fromkeys([*query.get(name, ()), *values]))
        for name, values in named.items()
    }


def _total(query, board_engine, labels):
    """Returns how many listings fit a BoardQuery."""
    data = QueryDict(mutable=True)
    for name, value in query.pairs():
        data.appendlist(name, value)
    form = board_form(data, labels)
    return board_engine.total(form.cleaned_data) if form.is_valid() else 0
