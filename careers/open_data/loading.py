"""Loads files of open data into a site, so that it shows the same figures.

Roles are documents and are not made: figures of those that the site lacks are left out, and named.
What an editor wrote (a skill, a reference) stays as it is.
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from ..models import (
    Evidence,
    EvidenceKind,
    EvidenceWeek,
    PayCell,
    Reference,
    Role,
    Skill,
    SkillGroup,
)
from ..snapshots.aggregates import Cell
from ..snapshots.storing import store
from .files import PACKAGE
from .tables import OF_CELL, OF_REFERENCE, OF_SNAPSHOT, PERCENTILES

READ = ("groups", "skills", "snapshots", "listings", "listing-skills", "weeks", "week-skills")
READ += ("week-pay", "adverts", "advert-skills", "advert-titles", "pay")


class UnfitData(ValueError):
    """A folder that holds no open data, or not as it was published; says what is wrong."""


@dataclass(frozen=True)
class LoadedData:
    """What was loaded: how many figures of how many roles, and the roles that are not there."""

    figures: int
    roles: int
    missing: tuple[str, ...]

    def __str__(self):
        words = f"Loaded {self.figures:,} figures; roles that have some: {self.roles}."
        if self.missing:
            words += f" This site has no published role {', '.join(self.missing)}: left out."
        return words


def load(folder: Path) -> LoadedData:
    """Replaces all figures of a site by those of a folder; UnfitData: nothing was changed."""
    tables = {name: _read(folder, name) for name in READ}
    try:
        return _store(tables)
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise UnfitData(f"The tables do not fit together: {error!r}.") from error


def _read(folder, name):
    """Returns the rows of a table, whose file must be the one that the description names."""
    try:
        described = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
        hashes = {each["path"]: each["hash"] for each in described["resources"]}
        body = (folder / f"{name}.json").read_bytes()
        is_whole = hashes[f"{name}.json"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
        rows = json.loads(body)["data"] if is_whole else None
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise UnfitData(f"{folder} has no open data with a table {name}: {error!r}.") from error
    if rows is None:
        raise UnfitData(f"{name}.json is not what {PACKAGE} describes: its SHA-256 is another.")
    return rows


@transaction.atomic
def _store(tables):
    roles = dict(Role.objects.published().values_list("slug", "pk"))
    named = {row["role"] for name in READ for row in tables[name] if row.get("role")}
    ours = {
        name: [row for row in rows if not row.get("role") or row["role"] in roles]
        for name, rows in tables.items()
    }
    _store_vocabulary(ours)
    for row in ours["snapshots"]:
        _store_snapshot(row, ours)
    _store_live(ours, roles)
    _store_weeks(ours, roles)
    figures = len(ours["pay"]) + len(ours["listing-skills"]) + len(ours["advert-skills"])
    return LoadedData(figures, len(named & roles.keys()), tuple(sorted(named - roles.keys())))


def _store_vocabulary(tables):
    groups = {}
    for row in tables["groups"]:
        groups[row["slug"]], _ = SkillGroup.objects.get_or_create(
            slug=row["slug"], defaults={"name": row["name"]}
        )
    known = Skill.objects.by_address(row["slug"] for row in tables["skills"])
    for row in tables["skills"]:
        skill = known.get(row["slug"]) or Skill(slug=row["slug"])
        if skill.is_edited:
            continue
        skill.name, skill.kind, skill.description = row["name"], row["kind"], row["description"]
        skill.aliases = "\n".join(row["aliases"])
        skill.group = groups[row["group"]] if row["group"] else None
        skill.save()


def _store_snapshot(row, tables):
    """Stores a snapshot with its reference, as a count of its file is stored."""
    key = row["reference"]
    values = {name: row[name] for name in OF_REFERENCE}
    values["retrieved_on"] = date.fromisoformat(row["retrieved_on"])
    reference = Reference.objects.by_address([key]).get(key)
    reference = reference or Reference.objects.create(key=key, **values)
    header = {name: row[name] for name in OF_SNAPSHOT} | {"reference": key, "kind": row["kind"]}
    header["file"] = {"name": header.pop("file_name"), "sha256": header.pop("file_sha256")}
    header["roles"] = _adverts_by_role(key, tables)
    is_official = row["kind"] == EvidenceKind.OFFICIAL
    cells = [
        Cell(each["occupation" if is_official else "role"], **_figures(each))
        for each in tables["pay"]
        if each["reference"] == key
    ]
    store(header, cells, reference)


def _adverts_by_role(key, tables):
    roles = {
        row["role"]: {"n": row["n"], "n_with_skills": row["n_with_skills"]}
        | {"titles": {}, "skills": {}}
        for row in tables["adverts"]
        if row["reference"] == key
    }
    for row in tables["advert-skills"]:
        if row["reference"] == key:
            roles[row["role"]]["skills"][row["need"]] = row["asking"]
    for row in tables["advert-titles"]:
        if row["reference"] == key:
            roles[row["role"]]["titles"][row["title"]] = row["n"]
    return roles


def _figures(row):
    """Returns the columns of a cell of pay; numbers are read by their digits, which are exact."""
    figures = {name: row[name] for name in OF_CELL}
    for name in PERCENTILES:
        figures[name] = None if row[name] is None else Decimal(str(row[name]))
    return figures


def _store_live(tables, roles):
    skills = defaultdict(dict)
    for row in tables["listing-skills"]:
        skills[row["role"]][row["need"]] = row["asking"]
    Evidence.objects.all().delete()
    Evidence.objects.bulk_create(
        Evidence(
            role_id=roles[row["role"]],
            gathered_at=datetime.fromisoformat(row["counted_at"]),
            listings=row["listings"],
            skills=skills[row["role"]],
            years=row.get("years", {}),  # since 1.1
        )
        for row in tables["listings"]
    )
    advertised = EvidenceKind.ADVERTISED
    PayCell.objects.filter(kind=advertised).delete()
    PayCell.objects.bulk_create(
        PayCell(kind=advertised, role_id=roles[row["role"]], **_figures(row))
        for row in tables["pay"]
        if row["kind"] == advertised
    )


def _store_weeks(tables, roles):
    skills, pay = defaultdict(dict), defaultdict(list)
    for row in tables["week-skills"]:
        skills[row["role"], row["week"]][row["need"]] = row["asking"]
    for row in tables["week-pay"]:
        names = ("currency", "n", "p25", "p50", "p75")
        pay[row["role"], row["week"]].append({name: row[name] for name in names})
    EvidenceWeek.objects.all().delete()
    EvidenceWeek.objects.bulk_create(
        EvidenceWeek(
            role_id=roles[row["role"]],
            week=date.fromisoformat(row["week"]),
            listings=row["listings"],
            skills=skills[row["role"], row["week"]],
            pay=pay[row["role"], row["week"]],
        )
        for row in tables["weeks"]
    )
