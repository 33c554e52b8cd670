"""Past adverts: a table of adverts with pay and with skills as its publisher read them (data_jobs).

Traps of the set, and what is done about them: outside of the United States its pay is mostly none
that an advert states, so only US places pay here, and no amount that recurs in many countries; US
adverts found under “Sudan” are US ones; some names of skills are everyday words in it.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from .aggregates import (
    BAD_PAY,
    Aggregates,
    Group,
    Refused,
    RoleOf,
    amount_of,
    no_amounts,
    pay_cells,
    role_named,
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
PLAUSIBLE = {"year": (1_000, 10_000_000), "hour": (1, 5_000)}
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


class Advert(NamedTuple):
    """A row that is kept: its role, and the names of skills that were read in it."""

    role: str
    title: str
    names: list[str]
    pay: Pay


def count(
    rows: Iterable[tuple[str, ...]],
    role_of: RoleOf,
    skills: Mapping[str, str],
    groups: Mapping[str, str] = MappingProxyType({}),
) -> Aggregates:
    """Counts the rows of COLUMNS, which are gone through three times.

    `role_of` returns the slug of the role that a title names; `skills` is {name, case-folded: the
    slug of its skill}; `groups` is {a skill's slug: the key of its group}: an advert that names any
    skill of a group counts for it once.
    """
    readable = {name: slug for name, slug in skills.items() if name not in UNRELIABLE}
    reader = _Reader(role_of, recurring_amounts(rows))
    counted = Aggregates()
    amounts = no_amounts()
    for row, is_first in zip(rows, first_posts(rows), strict=True):
        counted.rows += 1
        try:
            advert = reader.read(row, is_first)
        except Refused as reason:
            counted.refused[str(reason)] += 1
            continue
        of_role = counted.roles[advert.role]
        of_role.titles[advert.title] += 1
        asked = {readable[name] for name in advert.names if name in readable}
        asked |= {groups[slug] for slug in asked & groups.keys()}
        of_role.n_with_skills += bool(advert.names)
        of_role.skills.update(asked)
        if advert.pay.problem:
            counted.pay_refused[advert.pay.problem] += 1
        else:
            group = Group(advert.role, country=UNITED_STATES_CODE, period=advert.pay.period)
            amounts[group].append(advert.pay.amount)
    counted.cells = pay_cells(amounts, [("country",)])
    counted.measured = sorted({readable[name] for name in reader.names & readable.keys()})
    return counted


@dataclass
class _Reader:
    """Reads rows one after the other, and remembers the names of skills."""

    role_of: RoleOf
    recurring: set[tuple[str, float]]
    names: set[str] = field(default_factory=set)

    def read(self, row: tuple[str, ...], is_first: bool) -> Advert:
        """Returns the advert of a row; raises Refused where neither skills nor pay can count."""
        title, place, country, *stated, listed = row
        names = skill_names(listed)
        self.names.update(names)
        role = role_named(title, self.role_of)
        if not is_first:
            raise Refused(REPOST)
        pay = _pay(stated, _is_in_us(place, country), self.recurring)
        if pay.problem and not names:
            raise Refused(pay.problem)
        return Advert(role, title, names, pay)


def first_posts(rows: Iterable[tuple[str, ...]]) -> np.ndarray:
    """Says of each row whether none above it has the same title, pay and skills."""
    # Hashes take eight bytes a row, where a set of the texts would not fit in memory.
    posts = (hash((title, *stated, listed)) for title, _, _, *stated, listed in rows)
    hashes = np.fromiter(posts, dtype=np.int64)
    is_first = np.zeros(len(hashes), dtype=bool)
    is_first[np.unique(hashes, return_index=True)[1]] = True
    return is_first


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


def skill_names(listed: str) -> list[str]:
    """Returns the names of a Python list as text, case-folded; raises Refused if it is no list.

    >>> skill_names("['sql', 'Power BI']"), skill_names("")
    (['sql', 'power bi'], [])
    """
    if not listed.strip():
        return []
    if not SKILL_LIST.fullmatch(listed.strip()):
        raise Refused(BAD_SKILLS)
    return [(one or other).casefold() for one, other in SKILL_NAME.findall(listed)]


def _stated(stated: Sequence[str]) -> tuple[str, float] | None:
    """Returns the period and the amount of a row's rate, yearly and hourly pay; None for none."""
    rate, a_year, an_hour = stated
    amount = amount_of({"year": a_year, "hour": an_hour}.get(rate, ""))
    return (rate, amount) if amount else None


def _pay(stated: Sequence[str], is_in_us: bool, recurring: Collection[tuple[str, float]]) -> Pay:
    """Returns what a row's rate, yearly and hourly pay say."""
    pay = _stated(stated)
    if not pay:
        return Pay("", 0, BAD_PAY if any(stated) else NO_PAY)
    low, high = PLAUSIBLE[pay[0]]
    if not low <= pay[1] <= high:
        return Pay(*pay, BAD_PAY)
    if not is_in_us:
        return Pay(*pay, NOT_US)
    return Pay(*pay, RECURRING if pay in recurring else "")


def _is_in_us(place: str, country: str) -> bool:
    is_mistaken = country == MISTAKEN_FOR_SUDAN and MISTAKEN_FOR_SUDAN not in place
    return is_mistaken or country == UNITED_STATES
