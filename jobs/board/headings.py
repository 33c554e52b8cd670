"""What a board is called: what is searched, as a sentence. Plain values, no queries.

Remote Data Engineer jobs that ask for SQL in the EU, with pay that starts at EUR 70K
"""

from ..engine.facets import FACETS, NOT, UNKNOWN
from .labels import MEANT_WITH_OTHERS, pay_words

# So many values of a parameter are named.
NAMED_VALUES = 3
# What stands before "jobs", and what behind, in the order of the sentence.
BEFORE = ("workplace", "level", "type", "role")
BEHIND = {
    "skill": "that ask for {}",
    "need": "that ask for {}",
    "employer": "at {}",
    "area": "in {}",
    "country": "in {}",
    "city": "in {}",
    "home": "you can do from {}",
    "not_role": "but not {}",
    "not_level": "but not {}",
    "not_employer": "not at {}",
    "not_country": "not in {}",
    "not_skill": "that do not ask for {}",
    "pay": "with pay that {}",
    "posted": "of the {}",
    "q": "with {}",
}
# A listing must have all of their values.
ALL_OF = ("skill", "need")
# What has several words for one value, of which headings take the first: "Mid-level".
SEVERAL_WORDS = " / "
WITH_ARTICLE = {
    *("EU", "EEA", "UK & Ireland", "Nordics", "Baltics", "Balkans", "Middle East", "Levant"),
    *("Americas", "Caribbean", "CIS", "Caucasus"),
}
ANYWHERE = "Worldwide"


def heading(query, labels):
    """Returns what a board of a BoardQuery is called, in a sentence without a full stop."""
    said = [name for name in (*BEFORE, *BEHIND) if _is_sentence(name, query)]
    words = {name: _words(name, query, labels) for name in said}
    before = [words[name] for name in said if name in BEFORE]
    behind = [BEHIND[name].format(words[name]) for name in said if name in BEHIND]
    rest = [
        listed([labels.chip(name, value, query) for value in values], ", ")
        for name, values in query.items()
        if name not in said and name not in MEANT_WITH_OTHERS
    ]
    jobs = " ".join([*before, "jobs", *behind]) if before or behind else "open jobs"
    return jobs[0].upper() + jobs[1:] + (f": {', '.join(rest)}" if rest else "")


def page_title(query, labels, page=1):
    """Returns the title of a page of a board."""
    words = heading(query, labels)
    return words if page == 1 else f"{words}, page {page}"


def listed(words, joined_by):
    """Returns the first of some words, and how many more there are.

    >>> listed(["SQL", "Python"], " and "), listed([*"abcde"], ", ")
    ('SQL and Python', 'a, b, c, 2 more')
    """
    shown = words[:NAMED_VALUES]
    if len(words) > NAMED_VALUES:
        shown = [*shown, f"{len(words) - NAMED_VALUES} more"]
    return joined_by.join(shown)


def _is_sentence(name, query):
    """Tells whether a parameter has values that can be said within the sentence."""
    facet = FACETS.get(name.removeprefix(NOT))
    return name in query and not (facet and facet.unknown and UNKNOWN in query[name])


def _words(name, query, labels):
    if name == "pay":
        return pay_words(query)
    words = [_word(name, value, query, labels) for value in query[name]]
    return listed(words, " and " if name in ALL_OF else " or ")


def _word(name, value, query, labels):
    if name == "q":
        return labels.chip(name, value, query)
    name = name.removeprefix(NOT)
    label = labels.label(name, value)
    if name == "posted":
        return label.lower()
    if name in ("area", "home") and label in WITH_ARTICLE:
        return f"the {label}"
    if name in ("area", "home") and label == ANYWHERE:
        return "any country"
    return label.partition(SEVERAL_WORDS)[0] if name == "level" else label
