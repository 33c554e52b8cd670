"""Where the work is done, as an advert's running text states it of the job itself.

Teams, cultures, perks and earlier jobs are remote or hybrid, too. So only a plain statement counts
that has the job as its subject; where a text leaves it open, or says two things, silence is right.
"""

import re

from .place_text import read_workplace

FLAGS = re.IGNORECASE | re.VERBOSE
# Not "remote-first", and no gym that is on site.
WORKPLACE = (
    r"(?: hybrid[\s-]remote | remote | hybrid | on[\s-]?site | in[\s-](?:office|person)"
    r" | office[\s-]based ) (?![\w-])"
)
JOB = r"(?: job | opportunity | position | role )"
WHOLLY = r"(?: (?: 100\s?% | completely | entirely | fully | permanently ) ,?\s )?"
KINDS = r"(?: (?: contract | full[\s-]time | part[\s-]time | permanent | salaried ) ,?\s )*"
# Not "remote sensing", nor "a hybrid between product and data".
BEHIND = (
    r"(?= \s*(?:$|[,.;:!()–—-]) | \s(?: across | and | anywhere | at | based | but | for | from"
    r" | in | job | on | only | opportunity | open | out | position | requir\w+ | role"
    r" | that\srequires | to | where | with | within | work\w* )\b )"
)
STATEMENTS = tuple(
    re.compile(statement, FLAGS)
    for statement in (
        # "This position is fully remote", "The Data Engineer role will be on-site in Austin".
        rf"(?<![\w’'-]) (?:this|the) \s (?:[\w/-]+\s){{0,4}}? {JOB} \s (?:is|will\sbe) \s"
        rf" (?:an?\s)? (?:based\s)? {KINDS} {WHOLLY} {WORKPLACE} {BEHIND}",
        # "This is a full-time, hybrid position", "This is a remote Data Engineer role".
        rf"(?<![\w’'-]) this \s (?:is|will\sbe) \s an? \s {KINDS} {WHOLLY} {KINDS} {WORKPLACE}"
        rf" ,?\s (?:(?!and\b)[\w-]+,?\s){{0,3}}? {JOB} (?!\w) {BEHIND}",
        # A line of its own: "Hybrid role, three days a week in our Berlin office".
        rf"^ \W* {WHOLLY} {WORKPLACE} \s {JOB} (?: \W*$ | [,;:(–-] | \s(?:in|based|from)\b )",
        r"^ \W* (?:fully\s)? on[\s-]?site \s (?:in|at) \s (?-i:[A-Z]) [^.]{0,60} $",
        # "Work location: In person".
        r"^ \W* (?: (?:job|office|position|role|work)\s? )? (?: arrangement | location | mode"
        r" | model | place | setting | setup | style | type ) (?:\stype)? \s?[:–]\s?"
        rf" {WHOLLY} {WORKPLACE}",
    )
)
WORDS = ("remote", "hybrid", "site", "in-", "in office", "in person", "office")
NAMED = re.compile(rf"(?<![\w-]) {WORKPLACE}", FLAGS)
# Such words beside it leave it open, or make it last for a while only.
OPEN = re.compile(
    r"\b(?: not | n['’]t | no\slonger | until | temporar\w+ | currently | initially | during | may"
    r" | might | could | can | if | unless | option(?:s|al)? | possib\w+ | flexib\w+ | eligible"
    r" | partial\w* | partly | mostly | primarily | occasional\w* | negotiable | first\s\w+\s\w+"
    r" | considered | depending | either )\b"
    rf" | (?: \bor\s | / ) (?:\w+\s)? {WORKPLACE}",
    FLAGS,
)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
LONGEST_SENTENCE = 400


def find_workplace(text: str) -> str | None:
    """Returns remote, hybrid or onsite as a text, one block a line, states it of its job, or None.

    >>> find_workplace("Join us.\\nThis is a fully remote position.")
    'remote'
    >>> find_workplace("Hybrid role, three days a week in our Berlin office")
    'hybrid'
    >>> find_workplace("You lead remote teams in our remote-first culture.") is None
    True
    """
    small = text.lower()
    if not any(word in small for word in WORDS):
        return None
    found = {
        stated
        for line in text.split("\n")
        if NAMED.search(line)
        for sentence in SENTENCE_END.split(line)
        if (stated := _stated(sentence[:LONGEST_SENTENCE]))
    }
    return found.pop() if len(found) == 1 else None


def _stated(sentence: str) -> str | None:
    """Returns the workplace that one sentence states, if it names no other and leaves none open."""
    if OPEN.search(sentence) or not any(each.search(sentence) for each in STATEMENTS):
        return None
    said = {read_workplace(found[0]) for found in NAMED.finditer(sentence)}
    # A hybrid job says how often it is done where.
    return "hybrid" if "hybrid" in said else said.pop() if len(said) == 1 else None
