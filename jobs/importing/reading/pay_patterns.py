"""How adverts write amounts and their periods, and what they write around them, as patterns."""

import re

from .currencies import LONGEST_MARK, MARK
from .pay_words import (
    ADVERBS,
    EURO_SCALES,
    SAYS_OTHER,
    SAYS_OTHER_BESIDE,
    SAYS_PAY,
    SAYS_PAY_UNSPACED,
    SCALES,
    UNITS,
    UNSPACED,
    any_of,
)

# Two marks, each with a full stop and a space.
LONGEST_BEFORE = 2 * (LONGEST_MARK + 2)
DIGIT = re.compile(r"\d")
SPACES = re.compile(r"[ \t\u00a0\u202f\u2009]{2,}|[\t\u00a0\u202f\u2009]")
NUMBER = r"""(?: \d{1,3}(?:[ ,.'’]\d{3})+ | \d{1,2}(?:,\d{2})+,\d{3} | \d+ ) (?: [.,]\d{1,2} )?"""
FIGURE = re.compile(
    rf"""
    (?: (?P<before> {MARK} (?:\s?{MARK})? ) \s? | (?<![a-zà-ɏ\d_.,]) )
    (?! 401 \s? \(? k )
    (?P<number> {NUMBER} (?! \d | \s?% ) )
    (?: ,-+ | :- )?
    (?: \s? (?P<scale> (?:{any_of(SCALES)}) (?= \.? (?![a-zà-ɏ\d]) )
                      | (?:{any_of(EURO_SCALES)}) (?=€) ) \.? )?
    (?P<plus> \+ )?
    (?: \s? (?P<after> {MARK} (?:\s?{MARK})? ) (?!\s?\d) )?
    """,
    re.IGNORECASE | re.VERBOSE,
)
# What may stand between an amount and its period.
MANNER = (
    r"(?: (?: gross | net | netto | neto | brutt?[oa]s? | bruts? | lord[oi] | base | basic | b2b"
    r" | salary | pay | rate | usd | eur | \+\s?vat | before\stax | za ) [\s,.]* ){0,3}"
)
PERIOD_BEHIND = (
    rf"[\s(,]* {MANNER}"
    r"(?: (?: /\s?(?:per\s)? | (?: per | an? | each | every | pro | par | por | al | na | im"
    r" | je | pr\.? | om | i | za | в | на | a\sla | la | in\sder )\s+"
    r" | (?:de\s|à\s|al|dal)?l['’] | 每 )"
    rf"(?P<unit> {any_of(UNITS)} )s? | /?\s?(?P<adverb> {any_of(ADVERBS)} ) ) (?!\w)"
)
BEHIND = re.compile(PERIOD_BEHIND, re.IGNORECASE | re.VERBOSE)
ANY_PERIOD = re.compile(rf"(?<![^\W\d_]){PERIOD_BEHIND}", re.IGNORECASE | re.VERBOSE)
JOINT = re.compile(
    rf"\s* (?: {PERIOD_BEHIND} )? [\s,]*"
    r"(?: [-–—‑−~〜～] | (?:up\s)?to | bis(?:\szu)? | à | a | do | до | hasta | até | tot | till"
    r" | until | through | (?P<and> and | und | et | y | e | i | og | och | en ) )"
    r"\s* (?: approximately\s | up\sto\s )?",
    re.IGNORECASE | re.VERBOSE,
)
PERIOD_BEFORE = re.compile(
    rf"(?<![\w-])(?:{any_of(ADVERBS)})(?!\w)|{any_of(UNSPACED)}", re.IGNORECASE
)

IN_CJK = re.compile(rf"(?:{any_of([*UNSPACED, *SAYS_PAY_UNSPACED])})\D{{0,8}}$")
NAMED_PERIOD = re.compile(rf"(?<![^\W\d_])({any_of(UNITS | ADVERBS)})s?(?![^\W\d_])", re.IGNORECASE)
# "$25 per user", "$99/seat": what is paid for is no time.
PER_THING = re.compile(
    r"[\s(]* (?: per\s (?!annum|anum|hour|day|week|month|year) [a-z]+ | / \s? (?: user | seat"
    r" | licen[cs]e | click | lead | mile | km | unit | customer | employee | agent | device | gb"
    r" | token | request | call | person | head | student | room | night ) (?!\w) )",
    re.IGNORECASE | re.VERBOSE,
)

TELLING = (
    rf"(?<!\w) (?: (?P<other> {SAYS_OTHER} ) | (?P<pay> {SAYS_PAY} )"
    rf" | (?P<beside> {SAYS_OTHER_BESIDE} ) )"
)
TELLING_BEFORE = re.compile(rf"{TELLING} (?!\w)", re.IGNORECASE | re.VERBOSE)
TELLING_BEHIND = re.compile(rf"{TELLING} (?![\w:])", re.IGNORECASE | re.VERBOSE)
OF_THE_AMOUNT = re.compile(
    r"\s(?:\w+\s){0,2}(?:of|worth|up to|valued at|over|about|starts? at|starting at)\W*",
    re.IGNORECASE,
)
IN_THIS = re.compile(r"\s?(?:\w+\s)?(?:in|of)\s(?:\w+\s)?", re.IGNORECASE)
CLAUSE_ENDS = re.compile(
    r"[.,;:•+&|()\n]|\s/\s|(?<!\w)(?:plus|and|with|offers|depending|based)(?!\w)", re.IGNORECASE
)
SENTENCE_ENDS = re.compile(r"[.!?]\s|[;•\n]")
LABEL_JOINT = re.compile(
    r"\W*(?:(?:is|of|from|up to|starts at|starting at|between|around|von|ab|liegt|beträgt|bei)"
    r"\W+)*",
    re.IGNORECASE,
)
ASIDES = re.compile(r"\([^()]*\)|(?:\+|plus)\s+\w+", re.IGNORECASE)
BETWEEN = re.compile(
    r"(?:between|entre|zwischen|tra|mellan|mellem|mellom|tussen)\W*$", re.IGNORECASE
)
PAID = r"(?:\s(?:salary|pay|wage|rate|compensation|base))?"
NO_MINIMUM = re.compile(
    rf"(?<!\w)(?:up to|max(?:imum|imal|\.)?{PAID}(?:\s(?:of|is))?|bis(?: zu)?|jusqu['’](?:à|a)"
    r"|hasta|fino a|até|do|до|tot|upp till|op til|opp til)\W*$",
    re.IGNORECASE,
)
NO_MAXIMUM = re.compile(
    rf"(?<!\w)(?:from|start(?:s|ing) (?:at|from)|min(?:imum|destens|\.)?{PAID}(?:\s(?:of|is))?"
    r"|at least|ab|[àa] partir d[eia]|desde|dès|od|от|vanaf|fra|från)\W*$"
    r"|(?<!\w)mindest(?:gehalt|lohn|entgelt\w*|brutto\w*)\b[^.\d]{0,40}$",
    re.IGNORECASE,
)
AND_UP = re.compile(
    r"\s?(?:以上|〜|～)(?!\s?\d)"
    r"|\s(?:(?:and|or) (?:up|above|more)|upwards?|onwards|aufwärts)(?!\w)",
    re.IGNORECASE,
)
TOTAL = re.compile(
    r"\bOTE\b|on[- ]target|total (?:target|cash|annual|comp|earn|reward)", re.IGNORECASE
)
BASE = re.compile(r"\bbase\b(?!.*\bOTE\b)", re.IGNORECASE)
DASH = re.compile(r"[-–—‑−~〜～]")
