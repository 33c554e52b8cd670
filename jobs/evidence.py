"""Counts what open listings say of each role, and writes it down where careers' pages read it.

Only real listings whose text was read: what has no text says nothing of what it asks for, and
invented samples are no evidence. On the board these are `text=read`, so every count can be made
again there. The engine counts, which locks nothing; then one short transaction writes.
"""

from collections import defaultdict
from datetime import timedelta
from itertools import product
from math import ceil
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from careers.models import GROUP, Evidence, EvidenceKind, EvidenceWeek, PayCell, Role
from careers.pay import MINIMUM_SAMPLE, PayPeriod
from careers.snapshots.aggregates import NOT_SPLIT, Cell, Group, no_amounts, pay_cells

from . import engine
from .board.filters import ListingFilter
from .engine.facets import READ, UNKNOWN
from .models import Listing


class Counted(NamedTuple):
    """What the open listings of a role add up to."""

    listings: int
    # {a skill's address, or GROUP and that of a group: how many ask for it, or for any of them}
    skills: dict[str, int]
    # By level, by country, by both and of all, where enough state yearly pay; the most come first.
    pay: list[Cell]
    # Of the years of experience that they ask for, where enough state some: Evidence.years.
    years: dict[str, int]


def gather():
    """Counts the listings of every published role; returns how many roles have some."""
    counted = _count(engine.current())
    _write(counted, timezone.now())
    return len(counted)


# --- counting -----------------------------------------------------------------------------------


def _count(board):
    """Returns {role id: Counted} of the published roles that have listings, by an Engine."""
    with board.lock:  # all counts are of one moment
        roles, slugs = board.directory.roles.slugs, board.directory.skills.slugs
        listings = {pk: n for pk, n in board.counts("role", text=READ) if pk in roles}
        skills = {
            role: {
                slugs[skill]: n
                for skill, n in board.counts("skill", role=role, text=READ)
                if skill in slugs
            }
            for role in listings
        }
        for need, any_of in board.directory.skills_for.items():
            for role, n in board.counts("role", skill=tuple(any_of), text=READ):
                if role in listings:
                    skills[role][f"{GROUP}{need}"] = n
        stating = _stating_yearly_pay(board, tuple(listings))
    pay = _cells(stating, timezone.localdate().year)
    years = _years(listings)
    return {role: Counted(n, skills[role], pay[role], years[role]) for role, n in listings.items()}


def _stating_yearly_pay(board, roles):
    """Returns (listing id, role id, level, countries, currency) of roles' listings with yearly pay.

    What is not known is UNKNOWN; the countries are those of work and of residence.
    """
    yearly = {
        value: value.partition("-")[0]
        for value, _ in board.counts("paid_in")
        if value.endswith(f"-{PayPeriod.YEAR}")
    }
    facets = ("role", "level", "country", "paid_in")
    return [
        (pk, role, level, countries, yearly[paid_in])
        for pk, [role], [level], countries, [paid_in] in board.rows(
            facets, role=roles, text=READ, paid_in=tuple(yearly)
        )
    ]


def _cells(stating, year):
    """Returns {role id: its Cells} of what _stating_yearly_pay() gave; their year is given."""
    middles = _middles_of_yearly_pay()
    amounts = no_amounts()
    for pk, role, level, countries, currency in stating:
        if pk in middles:
            for place in product({"", level} - {UNKNOWN}, {"", *countries} - {UNKNOWN}):
                amounts[Group(role, *place, year, currency)].append(middles[pk])
    cells = defaultdict(list)
    for cell in sorted(pay_cells(amounts, [NOT_SPLIT]), key=lambda cell: -cell.n):
        cells[cell.subject].append(cell)
    return cells


def _middles_of_yearly_pay():
    """Returns {listing id: the middle of its range, or the one amount that it states}."""
    paid = Listing.objects.stating_pay().filter(pay_period=PayPeriod.YEAR).order_by()
    ranges = {pk: amounts for pk, *amounts in paid.values_list("pk", "pay_min", "pay_max")}
    stated = {pk: [a for a in ends if a is not None] for pk, ends in ranges.items()}
    return {pk: float(sum(amounts) / len(amounts)) for pk, amounts in stated.items()}


def _years(roles):
    """Returns {role id: n and quartiles of the years that its listings ask for, or {}}."""
    asking = Listing.objects.open().filter(
        ListingFilter.base_filters["text"].fits(READ),
        role__in=roles,
        experience_years__isnull=False,
    )
    counts = asking.order_by("experience_years").values_list("role", "experience_years")
    stated = defaultdict(list)
    for role, years, n in counts.annotate(Count("pk")):
        stated[role] += [years] * n
    return defaultdict(dict, {role: _year_quartiles(years) for role, years in stated.items()})


def _year_quartiles(years):
    """Returns n and the quartiles of sorted years, or {} of too few.

    They are discrete (percentile_disc): the first number that so many do not exceed.

    >>> _year_quartiles([1, 2, 2, 3, 3, 3, 5, 5, 8, 10])
    {'n': 10, 'p25': 2, 'p50': 3, 'p75': 5}
    """
    n = len(years)
    if n < MINIMUM_SAMPLE:
        return {}
    return {"n": n} | {f"p{part}": years[ceil(n * part / 100) - 1] for part in (25, 50, 75)}


# --- writing ------------------------------------------------------------------------------------


@transaction.atomic
def _write(counted, at):
    """Writes what differs; what says the same is left: pages are kept until something changes."""
    _wait_for_other_runs()
    counted = _of_roles_still_there(counted)
    _write_evidence(counted, at)
    _write_cells(counted)
    _write_week(counted, timezone.localdate(at))


def _wait_for_other_runs():
    """Holds one row until the transaction ends: whoever writes at the same time waits for it."""
    Role.objects.order_by("pk").select_for_update(no_key=True).first()


def _of_roles_still_there(counted):
    there = set(Role.objects.filter(pk__in=counted).values_list("pk", flat=True))
    return {role: of_role for role, of_role in counted.items() if role in there}


def _write_evidence(counted, at):
    known = {evidence.role_id: evidence for evidence in Evidence.objects.all()}
    new = [
        Evidence(
            role_id=role,
            gathered_at=at,
            listings=of_role.listings,
            skills=of_role.skills,
            years=of_role.years,
        )
        for role, of_role in counted.items()
    ]
    new = [each for each in new if not _says_the_same(known.get(each.role_id), each)]
    same = counted.keys() - {each.role_id for each in new}
    Evidence.objects.filter(role__in=known.keys() - same).delete()
    Evidence.objects.bulk_create(new)


def _says_the_same(known, new):
    """Tells whether pages, which print the day, say the same of two Evidences of a role."""
    return known is not None and _printed(known) == _printed(new)


def _printed(evidence):
    day = timezone.localdate(evidence.gathered_at)
    return day, evidence.listings, evidence.has_samples, evidence.skills, evidence.years


def _write_cells(counted):
    new = {cell for of_role in counted.values() for cell in of_role.pay}
    advertised = PayCell.objects.filter(kind=EvidenceKind.ADVERTISED)
    known = {_as_cell(row): row.pk for row in advertised}
    advertised.filter(pk__in=[known[cell] for cell in known.keys() - new]).delete()
    PayCell.objects.bulk_create(map(_as_row, sorted(new - known.keys(), key=lambda cell: -cell.n)))


def _as_row(cell):
    fields = cell._asdict()
    return PayCell(kind=EvidenceKind.ADVERTISED, role_id=fields.pop("subject"), **fields)


def _as_cell(row):
    return Cell(row.role_id, *(getattr(row, name) for name in Cell._fields[1:]))


def _write_week(counted, day):
    """Keeps the count as that of the running week; the last one of a week stays."""
    monday = day - timedelta(days=day.weekday())
    known = {each.role_id: each for each in EvidenceWeek.objects.filter(week=monday)}
    for role, of_role in counted.items():
        said = {
            "listings": of_role.listings,
            "skills": of_role.skills,
            "pay": _quartiles(of_role.pay),
        }
        week = known.get(role) or EvidenceWeek(role_id=role, week=monday)
        if any(getattr(week, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(week, name, value)
            week.save()


def _quartiles(pay):
    """Returns n and the quartiles of all yearly pay, for each currency; the most come first."""
    return [
        {"currency": cell.currency, "n": cell.n}
        | {name: round(getattr(cell, name)) for name in ("p25", "p50", "p75")}
        for cell in pay
        if not cell.level and not cell.country
    ]
