"""Past adverts: a table of adverts with pay and with skills as its publisher read them (data_jobs).

Traps of the set, and what is done about them: outside of the United States its pay is mostly none
that an advert states, so only US places pay here, and no amount that recurs in many countries; US
adverts found under “Sudan” are US ones; some names of skills are everyday words in it.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from ..pay import PayPeriod
from .aggregates import (
    BAD_PAY,
    NO_ROLE,
    NO_TITLE,
    Aggregates,
    Group,
    RoleOf,
    amount_of,
    has_title,
    no_amounts,
    pay_cells,
)
from .tables import Column

LICENCE = "Apache-2.0"
COLUMNS = tuple(
    map(
        Column,
        (
            *("job_title", "job_location", "job_country", "salary_rate"),
            *("salary_year_avg", "salary_hour_avg", "job_skills"),
        ),
    )
)
UNITED_STATES = "United States"
UNITED_STATES_CODE = "US"
# The label that US adverts have where the search for them went wrong.
MISTAKEN_FOR_SUDAN = "Sudan"
# An amount that adverts of so many countries state is none that they state themselves.
COUNTRIES_OF_A_RECURRING_AMOUNT = 10
PLAUSIBLE = {PayPeriod.YEAR: (1_000, 10_000_000), PayPeriod.HOUR: (1, 5_000)}
# Everyday words, the letters of lists, and other things that the publisher took for skills.
UNRELIABLE = {"c", "express", "flow", "go", "phoenix", "spring", "terminal"}
SKILL_LIST = re.compile(r"\[.*\]", re.DOTALL)
SKILL_NAME = re.compile(r"'([^']*)'|\"([^\"]*)\"")

REPOST = "repost of an advert with the same title, pay and skills"
BAD_SKILLS = "skills are no list"
NO_PAY = "states no pay"
NOT_US = "pay outside of the United States"
RECURRING = f"pay that recurs in {COUNTRIES_OF_A_RECURRING_AMOUNT} or more countries"


class Pay(NamedTuple):
    """What an advert is said to pay, and why that goes into no figure, or ""."""

    period: str
    amount: float
    problem: str


def count(
    rows: Iterable[tuple[str, ...]],
    role_of: RoleOf,
    skills: Mapping[str, str],
    groups: Mapping[str, str] = MappingProxyType({}),
) -> Aggregates:
    """Counts the rows of COLUMNS, which are gone through twice.

    `role_of` returns the slug of the role that a title names; `skills` is {name, case-folded: the
    slug of its skill}; `groups` is {a skill's slug: the key of its group}: an advert that names any
    skill of a group counts for it once. An advert is kept if its skills can be counted, or its pay.
    """
    readable = {name: slug for name, slug in skills.items() if name not in UNRELIABLE}
    recurring = recurring_amounts(rows)
    counted = Aggregates()
    amounts = no_amounts()
    seen: set[int] = set()
    tokens: set[str] = set()
    for title, place, country, *stated, listed in rows:
        counted.rows += 1
        names = skill_names(listed)
        tokens.update(names or ())
        repeated = hash((title, *stated, listed))
        role = role_of(title) if has_title(title) else None
        pay = _pay(stated, place, country, recurring)
        if problem := _problem(title, role, names, pay, repeated in seen):
            counted.refused[problem] += 1
            continue
        seen.add(repeated)
        of_role = counted.roles[role]
        of_role.titles[title] += 1
        asked = {readable[name] for name in names if name in readable}
        asked |= {groups[slug] for slug in asked & groups.keys()}
        of_role.n_with_skills += bool(names)
        of_role.skills.update(asked)
        if pay.problem:
            counted.pay_refused[pay.problem] += 1
        else:
            group = Group(role, country=UNITED_STATES_CODE, period=pay.period)
            amounts[group].append(pay.amount)
    counted.cells = pay_cells(amounts, [("country",)])
    counted.measured = sorted({readable[token] for token in tokens & readable.keys()})
    return counted


def _problem(
    title: str, role: str | None, names: list[str] | None, pay: Pay, is_repost: bool
) -> str:
    """Returns why an advert cannot be kept, or ""."""
    if not has_title(title):
        return NO_TITLE
    if role is None:
        return NO_ROLE
    if names is None:
        return BAD_SKILLS
    if is_repost:
        return REPOST
    return "" if names else pay.problem


def recurring_amounts(rows: Iterable[tuple[str, ...]]) -> set[tuple[str, float]]:
    """Returns the (period, amount) that adverts of many countries state."""
    bits: dict[str, int] = {}
    # {(period, amount): its countries as bits of a number, which is small however many rows}
    countries: dict[tuple[str, float], int] = defaultdict(int)
    for _, place, country, *stated, _ in rows:
        if pay := _stated(stated):
            named = UNITED_STATES if _is_in_us(place, country) else country
            countries[pay] |= 1 << bits.setdefault(named, len(bits))
    return {
        pay
        for pay, those in countries.items()
        if those.bit_count() >= COUNTRIES_OF_A_RECURRING_AMOUNT
    }


def skill_names(listed: str) -> list[str] | None:
    """Returns the names of a Python list as text, case-folded; None if it is no list.

    >>> skill_names("['sql', 'Power BI']"), skill_names(""), skill_names("sql")
    (['sql', 'power bi'], [], None)
    """
    if not listed.strip():
        return []
    if not SKILL_LIST.fullmatch(listed.strip()):
        return None
    return [(one or other).casefold() for one, other in SKILL_NAME.findall(listed)]


def _stated(stated: Sequence[str]) -> tuple[str, float] | None:
    """Returns the period and the amount of a row's rate, yearly and hourly pay; None for none."""
    rate, a_year, an_hour = stated
    amount = amount_of({PayPeriod.YEAR: a_year, PayPeriod.HOUR: an_hour}.get(rate, ""))
    return (rate, amount) if amount else None


def _pay(stated: Sequence[str], place: str, country: str, recurring: Collection) -> Pay:
    pay = _stated(stated)
    if not pay:
        return Pay("", 0, BAD_PAY if any(stated) else NO_PAY)
    low, high = PLAUSIBLE[pay[0]]
    if not low <= pay[1] <= high:
        return Pay(*pay, BAD_PAY)
    if not _is_in_us(place, country):
        return Pay(*pay, NOT_US)
    return Pay(*pay, RECURRING if pay in recurring else "")


def _is_in_us(place: str, country: str) -> bool:
    is_mistaken = country == MISTAKEN_FOR_SUDAN and MISTAKEN_FOR_SUDAN not in place
    return is_mistaken or country == UNITED_STATES
