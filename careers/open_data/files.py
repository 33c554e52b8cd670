"""Open data as files: each table as CSV and as JSON, and a description with their checksums.

The description is a Data Package (https://datapackage.org), its schemas are Table Schemas.
"""

import csv
import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

from ..pages.exporting import safe_cell
from .tables import TABLES, Table

PACKAGE = "datapackage.json"
# Rises with each change to tables and columns; docs/open-data.md says what changed.
VERSION = "1.1"
CHANGES = (
    ("1.1", "2026-11-26", "listings has years: the years of experience that listings ask for."),
    ("1.0", "2026-11-26", "The first tables."),
)


@dataclass(frozen=True)
class File:
    """A file of a table."""

    table: Table
    ending: str
    body: bytes
    rows: int

    @property
    def name(self):
        return f"{self.table.name}.{self.ending}"

    @property
    def sha256(self):
        return hashlib.sha256(self.body).hexdigest()


def files_of(table: Table) -> dict[str, File]:
    """Returns a table as {"csv": File, "json": File}; one query."""
    rows = [[_plain(value) for value in row] for row in table.read()]
    bodies = {"csv": _as_csv(table, rows), "json": _as_json(table, rows)}
    return {end: File(table, end, body.encode(), len(rows)) for end, body in bodies.items()}


def all_files() -> list[File]:
    """Returns every file; a query a table."""
    return [file for table in TABLES.values() for file in files_of(table).values()]


def package(files: list[File]) -> str:
    """Returns the description of all files, as the text of PACKAGE."""
    described = {
        "name": "rolewise",
        "title": "What roles ask for and pay",
        "version": VERSION,
        "changes": [{"version": v, "date": day, "text": text} for v, day, text in CHANGES],
        "resources": [
            {
                "name": f"{file.table.name}-{file.ending}",
                "title": file.table.title,
                "path": file.name,
                "format": file.ending,
                "encoding": "utf-8",
                "bytes": len(file.body),
                "hash": f"sha256:{file.sha256}",
                "rows": file.rows,
                "licence": file.table.licence,
                "schema": schema(file.table),
            }
            for file in files
        ],
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def schema(table: Table) -> dict:
    """Returns the Table Schema of a table."""
    return {"fields": [column._asdict() for column in table.columns]}


def write(folder: Path) -> list[Path]:
    """Writes all files into a folder; returns their paths, the description last."""
    folder.mkdir(parents=True, exist_ok=True)
    files = all_files()
    bodies = {file.name: file.body for file in files} | {PACKAGE: package(files).encode()}
    for name, body in bodies.items():
        (folder / name).write_bytes(body)
    return [folder / name for name in bodies]


def _as_csv(table, rows):
    """Returns the text of a CSV file; objects and arrays are JSON in their cells."""
    out = StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(column.name for column in table.columns)
    lines.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value):
    if isinstance(value, (dict, list)):
        value = json.dumps(value, ensure_ascii=False)
    return safe_cell(value) if isinstance(value, str) else value


def _as_json(table, rows):
    names = [column.name for column in table.columns]
    data = [dict(zip(names, row, strict=True)) for row in rows]
    whole = {"name": table.name, "schema": schema(table), "data": data}
    return json.dumps(whole, ensure_ascii=False) + "\n"


def _plain(value):
    """Returns a value as JSON has it: whole amounts as whole numbers, moments in ISO's form."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, (date, datetime)) else value
