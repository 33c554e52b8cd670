"""A table of jobs as separated values: commas, semicolons or tabs, with one row of column names.

There is no standard, so columns are known by many names (COLUMNS). A table stands for the whole of
its source, like a board: a job closes by being absent. A job's address may be empty.
"""

import csv
import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from html import escape, unescape
from io import StringIO
from typing import Any

from ..reading.gazetteer import read_country
from ..reading.pay import read_period
from ..records import Parsed, PayloadError, RawListing, RawPay
from .payload import (
    clean,
    collect,
    describe,
    describe_text,
    one_line,
    parse_datetime,
    positive_decimal,
    refuse_empty,
)

LABEL = "Table (CSV)"
LOOKS_LIKE = "a table (CSV), as its first line names columns"

WHAT_TO_DO = "Its first line must name its columns, one of them title, job_title or position."

# What each column may be called; the first that a row fills counts.
COLUMNS = {
    "id": ("id", "job_id", "job_uid", "external_id", "reference", "referencenumber",
           "reference_number"),
    "title": ("title", "job_title", "position", "job_name"),
    "employer": ("company", "company_name", "employer", "employer_name", "organisation",
                 "organization"),
    "location": ("location", "job_location", "location_raw", "location_text"),
    "city": ("city",),
    "region": ("state", "region", "province"),
    "country": ("country", "country_code"),
    "url": ("url", "apply_url", "link", "job_url", "application_url"),
    "description": ("description", "job_description", "body"),
    "skills": ("skills", "job_skills"),
    "pay": ("salary", "salary_text", "salary_estimate", "pay", "compensation"),
    "pay_min": ("salary_min", "min_salary", "salary_min_orig", "pay_min"),
    "pay_max": ("salary_max", "max_salary", "salary_max_orig", "pay_max"),
    "currency": ("currency", "salary_currency", "currency_original", "pay_currency"),
    "period": ("period", "salary_period", "salary_interval", "salary_interval_orig", "pay_period"),
    "employment_type": ("employment_type", "job_type", "jobtype", "contract", "contract_type",
                        "job_schedule_type"),
    "workplace": ("workplace", "workplace_type", "remote_type"),
    "remote": ("remote", "work_from_home", "is_remote", "job_work_from_home", "telecommuting"),
    "level": ("level", "seniority", "experience_level"),
    "language": ("language",),
    "posted": ("posted", "date_posted", "posted_at", "published_at", "first_published",
               "job_posted_date", "date"),
    "closes": ("valid_through", "expires", "closes", "closes_at", "application_deadline"),
}  # fmt: skip

EMPTY = {"-1", "-1.0", "n/a", "nan", "none", "null"}
YES, NO = {"true", "yes", "y", "1", "1.0"}, {"false", "no", "n", "0", "0.0"}

HEAD = re.compile(rb"[^{}<>\n]*(?:title|position)[^{}<>\n]*", re.IGNORECASE)
LIST = re.compile(r"\[\s*(?:['\"].*['\"])?\s*\]", re.DOTALL)
LIST_ITEM = re.compile(r"'([^']*)'|\"([^\"]*)\"")
RATING = re.compile(r"\n\s*\d(?:\.\d)?\s*$")
TAG = re.compile(r"</?(?:p|br|div|span|ul|ol|li|h[1-6]|b|strong|em)\b[^<>]*>", re.IGNORECASE)
# UTF-8 that was once taken for Windows-1252: "Â£", "â‚¬", "Ã©".
MISREAD = re.compile(r"[ÂÃâ][^\x00-\x7f]")
REPEATED_ROW = (
    "It repeats an earlier row: the same id or, where rows have none, the same title, employer, "
    "location, address and date of posting. The first one is kept."
)


def recognises(answer: Any) -> bool:
    """Says whether bytes that are no JSON begin with a line that names columns."""
    head = HEAD.match(answer) if isinstance(answer, bytes) else None
    return head is not None and any(mark in head[0] for mark in (b",", b";", b"\t"))


def parse(payload: bytes) -> Parsed:
    r"""Returns the jobs of a table, and the rows that cannot become a listing.

    Raises PayloadError when the bytes are no such table. A table without rows is fine.

    >>> parse(b"Job Title;Company Name;Location\nData Engineer;Acme;Porto\n;Acme;Porto").refused
    (Refused(reference='row 2', reason='It has no title.'),)
    """
    _refuse_other_kinds(payload)
    return collect(_rows(_decode(payload)), read_row, "url", needs_url=False, repeated=REPEATED_ROW)


def read_row(row: Mapping[str, Any]) -> RawListing:
    """Returns one row, read by the names in COLUMNS; a row without an id gets a stable one."""
    title = _line(row, "title")
    employer = one_line(RATING.sub("", _cell(row, "employer")))
    location, url = _location(row), _line(row, "url")
    posted = _line(row, "posted")
    return RawListing(
        external_id=_line(row, "id") or _stable_id(title, employer, location, url, posted),
        title=title,
        url=url,
        location_text=location,
        body_html=_body(row),
        pay_text=_line(row, "pay"),
        pay=_pay(row),
        employment_type_text=_line(row, "employment_type"),
        workplace_text=_workplace(row),
        level_text=_line(row, "level"),
        country=read_country(_line(row, "country")),
        language=_line(row, "language"),
        posted_at=parse_datetime(posted),
        closes_at=_end(_line(row, "closes")),
        employer_name=employer,
    )


# --- the table ---------------------------------------------------------------------------------


def _refuse_other_kinds(payload: bytes) -> None:
    refuse_empty(payload)
    start = payload.removeprefix(BOM_UTF8).lstrip()[:1]
    seen = describe_text(payload) if start == b"<" else ""
    if start in (b"{", b"["):
        try:
            seen = describe(json.loads(payload))
        except (ValueError, RecursionError):
            seen = "broken or cut-off JSON"
    if seen:
        raise PayloadError(f"This is no table of jobs: it looks like {seen}. {WHAT_TO_DO}")


def _decode(payload: bytes) -> str:
    """Reads UTF-8 with or without its mark, else Windows-1252, which old spreadsheets write."""
    try:
        return payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        return payload.decode("cp1252", errors="replace")


def _rows(table: str) -> Iterator[dict[str, str]]:
    """Yields the rows as {column: cell}.

    Raises PayloadError where the table breaks off or has no column of titles.

    >>> list(_rows("Job Title;Salary\\nAnalyst;-1"))
    [{'job_title': 'Analyst', 'salary': '-1'}]
    """
    lines = csv.reader(StringIO(table, newline=""), delimiter=_delimiter(table))
    names: list[str] = []
    try:
        for cells in lines:
            if names and any(cells):
                yield dict(zip(names, cells, strict=False))
            elif not names:
                names = _column_names(cells)
    except csv.Error as error:
        raise PayloadError(
            f"The table cannot be read at line {lines.line_num}: {error}. "
            "Check that each quotation mark in it is closed."
        ) from None


def _delimiter(table: str) -> str:
    head = table.lstrip("\r\n").partition("\n")[0]
    return max(",;\t", key=head.count)


def _column_names(cells: list[str]) -> list[str]:
    """Returns the names without case, spaces and hyphens; none for an empty line above them."""
    names = [re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in cells]
    if any(names) and not set(COLUMNS["title"]).intersection(names):
        seen = ", ".join(repr(name) for name in names[:8])
        raise PayloadError(f"This is no table of jobs: its columns are {seen}. {WHAT_TO_DO}")
    return names if any(names) else []


# --- its cells ---------------------------------------------------------------------------------


def _cell(row: Mapping[str, Any], field: str) -> str:
    """Returns what the first of the field's columns that is filled holds.

    Marks of emptiness count as not filled; the items of a list are joined by "; ".

    >>> _cell({"title": "-1", "position": "Analyst"}, "title")
    'Analyst'
    >>> _cell({"location": "['Porto', 'Lyon']"}, "location")
    'Porto; Lyon'
    """
    cells = (clean(row.get(name)).strip() for name in COLUMNS[field])
    cell = next((cell for cell in cells if cell and cell.lower() not in EMPTY), "")
    if LIST.fullmatch(cell):
        items = (single or double for single, double in LIST_ITEM.findall(cell))
        return "; ".join(filter(None, items))
    return _as_meant(cell)


def _line(row: Mapping[str, Any], field: str) -> str:
    return one_line(_cell(row, field))


def _as_meant(cell: str) -> str:
    """Undoes a reading of UTF-8 as Windows-1252, which some exports carry along.

    >>> _as_meant("â‚¬50,000"), _as_meant("Âge"), _as_meant("Zoë")
    ('€50,000', 'Âge', 'Zoë')
    """
    if not MISREAD.search(cell):
        return cell
    try:
        return cell.encode("cp1252").decode()
    except UnicodeError:
        return cell


def _stable_id(title: str, *others: str) -> str:
    """Returns an id for a row without one: the same words give the same id; "" without a title."""
    said = json.dumps([title, *others]).casefold()
    return f"row-{sha256(said.encode()).hexdigest()[:16]}" if title else ""


def _location(row: Mapping[str, Any]) -> str:
    parts = (_line(row, part) for part in ("city", "region", "country"))
    return _line(row, "location") or ", ".join(filter(None, parts))


def _workplace(row: Mapping[str, Any]) -> str:
    """Returns the stated workplace, else "Remote" for a yes; a no may still be hybrid."""
    remote = _line(row, "remote")
    if remote.lower() in YES:
        remote = "Remote"
    return _line(row, "workplace") or ("" if remote.lower() in NO else remote)


def _pay(row: Mapping[str, Any]) -> RawPay | None:
    ends = (_line(row, end).replace(",", "") for end in ("pay_min", "pay_max"))
    minimum, maximum = map(positive_decimal, ends)
    if not (minimum or maximum):
        return None
    period = read_period(_line(row, "period"))
    return RawPay(minimum, maximum, _line(row, "currency"), period)


def _body(row: Mapping[str, Any]) -> str:
    """Returns the description as HTML, with the skills that have a column."""
    description, skills = _cell(row, "description"), _line(row, "skills")
    if not TAG.search(description):
        description = unescape(description)
    if not TAG.search(description):
        lines = filter(None, map(one_line, description.splitlines()))
        description = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return description + (f"<p>Skills: {escape(skills)}</p>" if skills else "")


def _end(stated: str) -> datetime | None:
    """Returns the end of the day, where only a day is stated.

    >>> _end("2026-09-30")
    datetime.datetime(2026, 9, 30, 23, 59, 59, tzinfo=datetime.timezone.utc)
    """
    return parse_datetime(f"{stated}T23:59:59" if len(stated) == len("2026-09-30") else stated)
