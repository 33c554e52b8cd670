"""Counts what open listings say of each role, and writes it down where careers' pages read it.

Only real listings whose text was read: what has no text says nothing of what it asks for, and
invented samples are no evidence. On the board these are `text=read`, so every count can be made
again there. The engine counts, which locks nothing; then one short transaction writes.
"""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from careers.models import GROUP, Evidence, EvidenceKind, EvidenceWeek, PayCell, Role
from careers.pay import MINIMUM_SAMPLE, PayPeriod, percentiles

from . import engine
from .engine.facets import READ, UNKNOWN
from .models import Listing


class Split(NamedTuple):
    """What a cell of pay is of; "" where it takes all levels, or all countries, together."""

    role: int
    level: str
    country: str
    currency: str


class Counted(NamedTuple):
    """What the open listings of a role add up to."""

    listings: int
    # {a skill's address, or GROUP and that of a group: how many ask for it, or for any of them}
    skills: dict[str, int]
    # {Split: the fields of its cell} where enough state yearly pay; the most come first.
    pay: dict[Split, dict]


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
    pay = _cells(stating)
    return {role: Counted(n, skills[role], pay[role]) for role, n in listings.items()}


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


def _cells(stating):
    """Returns {role id: {Split: the fields of its cell}} of what _stating_yearly_pay() gave."""
    middles = _middles_of_yearly_pay()
    samples = defaultdict(list)
    for pk, role, level, countries, currency in stating:
        if pk in middles:
            levels = {"", level} - {UNKNOWN}
            for of_level, country in product(levels, {"", *countries} - {UNKNOWN}):
                samples[Split(role, of_level, country, currency)].append(middles[pk])
    cells = defaultdict(dict)
    for split, sample in sorted(samples.items(), key=lambda each: (-len(each[1]), each[0])):
        if len(sample) >= MINIMUM_SAMPLE:
            cells[split.role][split] = {"n": len(sample), **percentiles(sample)}
    return cells


def _middles_of_yearly_pay():
    """Returns {listing id: the middle of its range, or the one amount that it states}."""
    paid = Listing.objects.stating_pay().filter(pay_period=PayPeriod.YEAR).order_by()
    ranges = {pk: amounts for pk, *amounts in paid.values_list("pk", "pay_min", "pay_max")}
    stated = {pk: [a for a in ends if a is not None] for pk, ends in ranges.items()}
    return {pk: sum(amounts) / Decimal(len(amounts)) for pk, amounts in stated.items()}


# --- writing ------------------------------------------------------------------------------------


@transaction.atomic
def _write(counted, at):
    """Writes what differs; what says the same is left: pages are kept until something changes."""
    _wait_for_other_runs()
    counted = _of_roles_still_there(counted)
    _write_evidence(counted, at)
    _write_cells(counted, timezone.localdate(at).year)
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
        Evidence(role_id=role, gathered_at=at, listings=of_role.listings, skills=of_role.skills)
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
    return day, evidence.listings, evidence.has_samples, evidence.skills


def _write_cells(counted, year):
    new = {
        split: {"year": year, **fields}
        for of_role in counted.values()
        for split, fields in of_role.pay.items()
    }
    advertised = PayCell.objects.filter(kind=EvidenceKind.ADVERTISED)
    changed = []
    for cell in advertised:
        split = Split(cell.role_id, cell.level, cell.country, cell.currency)
        if not _is_same_cell(cell, new.get(split, {})):
            changed.append(cell.pk)
        else:
            del new[split]
    advertised.filter(pk__in=changed).delete()
    PayCell.objects.bulk_create(
        PayCell(
            kind=EvidenceKind.ADVERTISED,
            role_id=split.role,
            level=split.level,
            country=split.country,
            currency=split.currency,
            period=PayPeriod.YEAR,
            **fields,
        )
        for split, fields in new.items()
    )


def _is_same_cell(cell, fields):
    return bool(fields) and all(getattr(cell, name) == value for name, value in fields.items())


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
        {"currency": split.currency, "n": fields["n"]}
        | {name: round(fields[name]) for name in ("p25", "p50", "p75")}
        for split, fields in pay.items()
        if not split.level and not split.country
    ]
