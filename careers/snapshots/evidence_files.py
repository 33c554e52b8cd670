"""Aggregates as two files that can be compared line by line: KEY.json, and KEY.csv with the pay.

In between, aggregates are a header (a dict of plain values) and a list of cells: what is stored.
"""

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

from .aggregates import Aggregates, Cell, RoleCount

# Rare titles are as good as the adverts themselves, which are not ours to publish.
COMMONEST_TITLES = 50

# What a header says beside what was counted.
NOT_COUNTED = {"command", "credit", "made_on"}

Header = dict[str, Any]


def counts_of(counted: Aggregates) -> Header:
    """Returns all but the pay, as plain values; each role with its commonest titles only.

    Official wages belong to occupations, so there roles have no counts of their own.
    """
    roles = {} if counted.occupations else counted.roles
    return {
        "rows": counted.rows,
        "kept": counted.kept,
        "refused": most_first(counted.refused),
        "pay_refused": most_first(counted.pay_refused),
        "measured": counted.measured,
        "occupations": dict(sorted(counted.occupations.items())),
        "roles": {slug: _of_role(role) for slug, role in sorted(roles.items())},
    }


def most_first(counts: Counter[str]) -> dict[str, int]:
    """Returns counts in an order that does not depend on the file's: the most first, then by name.

    >>> most_first(Counter(b=1, c=2, a=1))
    {'c': 2, 'a': 1, 'b': 1}
    """
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _of_role(role: RoleCount) -> Header:
    return {
        "n": role.n,
        "titles": dict(list(most_first(role.titles).items())[:COMMONEST_TITLES]),
        "n_with_skills": role.n_with_skills,
        "skills": most_first(role.skills),
    }


def digest_of(header: Header, cells: Iterable[Cell]) -> str:
    """Returns the SHA-256 of all that was counted, whatever the day: equal for equal figures."""
    counted = {name: value for name, value in header.items() if name not in NOT_COUNTED}
    text = json.dumps(counted, sort_keys=True) + _as_csv(cells)
    return hashlib.sha256(text.encode()).hexdigest()


def write(header: Header, cells: Iterable[Cell], folder: Path) -> list[Path]:
    """Writes the two files into a folder and returns their paths."""
    paths = [folder / f"{header['reference']}{ending}" for ending in (".json", ".csv")]
    text = json.dumps(header, indent=1, ensure_ascii=False) + "\n"
    paths[0].write_text(text, encoding="utf-8")
    paths[1].write_text(_as_csv(cells), encoding="utf-8")
    return paths


def read(path: Path) -> tuple[Header, list[Cell]]:
    """Returns what the two files hold; `path` is the one in JSON."""
    header = json.loads(path.read_text(encoding="utf-8"))
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return header, [_cell(row) for row in rows]


def _as_csv(cells: Iterable[Cell]) -> str:
    text = StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(Cell._fields)
    table.writerows([*cell[:-5], *map(_short, cell[-5:])] for cell in cells)
    return text.getvalue()


def _short(figure: Decimal | None) -> str:
    """Returns a figure without zeros behind its point; "" for None."""
    return "" if figure is None else f"{figure.normalize():f}"


def _cell(row: list[str]) -> Cell:
    subject, level, country, area, year, currency, period, n, *figures = row
    amounts = (Decimal(figure) if figure else None for figure in figures)
    at = int(year) if year else None
    return Cell(subject, level, country, area, at, currency, period, int(n), *amounts)
