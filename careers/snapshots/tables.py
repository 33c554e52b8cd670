"""Reads a table (CSV, gzipped or not) row by row; says in a sentence what is wrong with a file."""

import csv
import gzip
import hashlib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BufferedReader, TextIOWrapper
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

GZIP_MAGIC = b"\x1f\x8b"
DELIMITERS = ",;\t"
LONGEST_LINE = 100_000  # characters


class TableError(ValueError):
    """What is wrong with a file, in words."""


class Column(NamedTuple):
    """A column by its name, the other names it has in files, and what its absence stands for."""

    name: str
    others: tuple[str, ...] = ()
    absent: str | None = None


def sha256_of(path: Path) -> str:
    """Returns the SHA-256 of a file as it lies on the disk."""
    with _open(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class Table:
    """A file as its rows: of each the values of the columns, in their order, and no others.

    It can be gone through more than once, and never lies in memory. Raises TableError for a file
    that cannot be read, lacks a column or seems to be cut off.
    """

    path: Path
    columns: Sequence[Column]

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        with _open(self.path) as file:
            yield from _read(self.path, file, self.columns)


def _read(path: Path, file: BufferedReader, columns: Sequence[Column]) -> Iterator[tuple[str, ...]]:
    try:
        yield from _rows(path.name, file, columns)
    except UnicodeDecodeError as error:
        raise TableError(
            f"{path.name} is no text in UTF-8 (byte {error.object[error.start]:#04x}). "
            "Save it as CSV in UTF-8."
        ) from None
    except EOFError:
        raise TableError(f"{path.name} is cut off: its gzip data has no end.") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise TableError(f"{path.name} is damaged gzip: {error}.") from None
    except csv.Error as error:
        raise TableError(f"{path.name} is no sound CSV, or is cut off: {error}.") from None


def _open(path: Path) -> BufferedReader:
    try:
        return path.open("rb")
    except OSError as error:
        raise TableError(f"{path} cannot be read: {error.strerror}.") from None


def _rows(name: str, file: BufferedReader, columns: Sequence[Column]) -> Iterator[tuple[str, ...]]:
    is_gzip = file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
    file.seek(0)
    raw = gzip.GzipFile(fileobj=file) if is_gzip else file
    with TextIOWrapper(raw, encoding="utf-8-sig", newline="") as text:
        lines = _lines(name, text)
        first = next(lines, "")
        delimiter = max(DELIMITERS, key=first.count)
        header = next(csv.reader([first], delimiter=delimiter, strict=True), [])
        wanted = itemgetter(*_places(name, header, columns))
        absent = [column.absent or "" for column in columns]
        number = 1
        for number, row in enumerate(csv.reader(lines, delimiter=delimiter, strict=True), start=2):
            if not row:
                continue
            if len(row) != len(header):
                raise TableError(
                    f"Row {number} of {name} has {len(row)} columns and the header {len(header)}: "
                    "the file is cut off or broken there."
                )
            yield wanted(row + absent)
        if number == 1:
            raise TableError(f"{name} has a header and no rows.")


def _lines(name: str, text: TextIOWrapper) -> Iterator[str]:
    """Yields the lines of a text, none of them endless."""
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE or "\0" in line:
            raise TableError(f"{name} is no table: a line is endless or holds a zero byte.")
        yield line


def _places(name: str, header: Sequence[str], columns: Sequence[Column]) -> list[int]:
    """Returns where each column stands in a row that is followed by what absent ones stand for."""
    found = {heading.strip().casefold(): place for place, heading in enumerate(header)}
    places = []
    for number, column in enumerate(columns):
        known = [found[each] for each in (column.name, *column.others) if each in found]
        if known:
            places.append(known[0])
        elif column.absent is not None:
            places.append(len(header) + number)
    if len(places) < len(columns):
        needed = [column for column in columns if column.absent is None]
        missing = [c.name for c in needed if not {c.name, *c.others} & found.keys()]
        seen = ", ".join(header[:12])[:200] or "nothing"
        raise TableError(
            f"{name} lacks {', '.join(missing)}. Its header says: {seen}. "
            "This command reads tables with commas, semicolons or tabs."
        )
    return places
