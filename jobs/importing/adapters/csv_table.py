"""A table of jobs as separated values: commas, semicolons or tabs, with one row of column names.

There is no standard, so columns are known by many names (COLUMNS). A table stands for the whole of
its source, like a board: a job closes by being absent. A job's address may be empty.
"""

import csv
import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from hashlib import sha256
from html import escape, unescape
from io import StringIO
from itertools import islice
from typing import Any

from ..reading.dates import has_day_first, read_date
from ..reading.gazetteer import read_country
from ..reading.numbers import decimal_mark, read_number
from ..reading.pay import read_period
from ..records import Parsed, PayloadError, RawListing, RawPay, Refused, Unreadable, as_given
from .payload import (
    clean,
    decode,
    describe,
    describe_text,
    odd_bytes,
    one_line,
    positive_decimal,
    refuse_empty,
    try_row,
    what_is_missing,
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
                 "organization", "hiring_company"),
    "location": ("location", "job_location", "location_raw", "location_text", "job_place"),
    "city": ("city", "job_city", "location_city"),
    "region": ("state", "region", "province", "job_state", "job_region", "location_state"),
    "country": ("country", "country_code", "job_country", "location_country"),
    "url": ("url", "apply_url", "link", "job_url", "application_url", "job_link", "apply_link",
            "job_apply_link", "job_posting_url"),
    "description": ("description", "job_description", "body", "description_text"),
    "skills": ("skills", "job_skills", "required_skills", "job_required_skills", "key_skills",
               "skill_set", "skills_required"),
    "pay": ("salary", "salary_text", "salary_estimate", "pay", "compensation", "salary_offered",
            "salary_range", "job_salary", "salary_raw", "pay_range", "offered_salary",
            "base_salary", "remuneration", "wage", "salary_formatted"),
    "pay_min": ("salary_min", "min_salary", "salary_min_orig", "pay_min", "job_min_salary",
                "min_amount", "salary_from", "min_pay", "minimum_salary", "salary_minimum"),
    "pay_max": ("salary_max", "max_salary", "salary_max_orig", "pay_max", "job_max_salary",
                "max_amount", "salary_to", "max_pay", "maximum_salary", "salary_maximum"),
    "pay_middle": ("salary_avg", "avg_salary", "average_salary", "salary_average", "med_salary",
                   "median_salary", "salary_median", "mean_salary"),
    "currency": ("currency", "salary_currency", "currency_original", "pay_currency",
                 "job_salary_currency", "currency_code"),
    "period": ("period", "salary_period", "salary_interval", "salary_interval_orig", "pay_period",
               "salary_rate", "job_salary_period", "interval", "salary_type", "salary_unit"),
    "employment_type": ("employment_type", "job_type", "jobtype", "contract", "contract_type",
                        "job_schedule_type", "job_employment_type", "formatted_work_type",
                        "work_type"),
    "workplace": ("workplace", "workplace_type", "remote_type", "work_model", "work_mode"),
    "remote": ("remote", "work_from_home", "is_remote", "job_work_from_home", "telecommuting",
               "job_is_remote", "remote_allowed"),
    "level": ("level", "seniority", "experience_level", "job_level", "seniority_level",
              "formatted_experience_level"),
    "language": ("language",),
    "posted": ("posted", "date_posted", "posted_at", "published_at", "first_published",
               "job_posted_date", "date", "posted_date", "posting_date", "publication_date",
               "posted_on", "published", "job_posted_at_datetime_utc", "original_listed_time",
               "listed_time"),
    "closes": ("valid_through", "expires", "closes", "closes_at", "application_deadline",
               "expiry", "expires_at", "expiry_date", "closing_date", "deadline", "valid_until",
               "end_date", "expiration_date", "job_offer_expiration_datetime_utc"),
}  # fmt: skip
KNOWN = {name for names in COLUMNS.values() for name in names}
# The columns of pay that name its period: salary_year_avg, hourly_wage_max.
PERIODIC = re.compile(
    r"(?:(?:salary|pay|wage|rate)_(year|month|week|day|hour)(?:ly)?"
    r"|(annual|year|month|week|dai|hour)(?:ly)?_(?:salary|pay|wage|rate))"
    r"(?:_(min|max|from|to|avg|average|mean|median))?"
)
NUMBER = re.compile(r"\d[\d.,'’\s]*[kK]?")
LOW_ENDS, HIGH_ENDS = {"min", "from"}, {"max", "to"}

MOST_NAMES = 30
EMPTY = {"-1", "-1.0", "n/a", "nan", "none", "null"}
YES, NO = {"true", "yes", "y", "1", "1.0"}, {"false", "no", "n", "0", "0.0"}

HEAD = re.compile(rb"[^{}<>\n]*(?:title|position)[^{}<>\n]*", re.IGNORECASE)
LIST = re.compile(r"\[\s*(?:['\"].*['\"])?\s*\]", re.DOTALL)
LIST_ITEM = re.compile(r"'([^']*)'|\"([^\"]*)\"")
RATING = re.compile(r"\n\s*\d(?:\.\d)?\s*$")
TAG = re.compile(r"</?(?:p|br|div|span|ul|ol|li|h[1-6]|b|strong|em)\b[^<>]*>", re.IGNORECASE)
# UTF-8 that was once taken for Windows-1252: "Â£", "â‚¬", "Ã©".
MISREAD = re.compile(r"[ÂÃâ][^\x00-\x7f]")
REPEATED_ID = "Its id occurs twice in this table; the first one is kept."
REPEATED_ROW = "It repeats row {}, word for word; that one is kept."

RUNS_ON = "Its quotation mark is not closed, so it cannot be told where it ends."
MOST_RUNNING_ON = 100
# No description has so many lines.
MOST_LINES = 1_000

# A description may be as long as it likes here; drafts refuse what is too long.
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True)
class Habits:
    """How a table writes dates and numbers, as far as its own cells show it."""

    day_first: bool | None = None
    decimal_mark: str = ""


def recognises(answer: Any) -> bool:
    """Says whether bytes that are no JSON begin with a line that names columns."""
    head = HEAD.match(answer) if isinstance(answer, bytes) else None
    return head is not None and any(mark in head[0] for mark in (b",", b";", b"\t"))


def parse(payload: bytes) -> Parsed:
    r"""Returns the jobs of a table, and the rows that cannot become a listing.

    Raises PayloadError when the bytes are no such table. A table without rows is fine.

    >>> str(parse(b"Job Title;Company Name;Location\nData Engineer;Acme;Porto\n;Acme;Porto").refused[0])
    'row 2: It has no title.'
    """  # noqa: E501
    _refuse_other_kinds(payload)
    rows = list(_rows(decode(payload)))
    refused = [Refused(f"row {n}", RUNS_ON) for n, row in enumerate(rows, start=1) if not row]
    habits = _habits(rows)
    taken: dict[str, tuple[int, RawListing]] = {}
    notes = _unknown_columns(rows)
    for number, row in enumerate(rows, start=1):
        if not row:
            continue
        name = _line(row, "id") or f"row {number}"
        listing, reason = try_row(partial(read_row, habits=habits), row)
        key = listing.external_id if listing else _id_of(row)
        if listing:
            reason = what_is_missing(listing, "url", needs_url=False)
        if listing and not reason and key in taken:
            key, reason = _told_apart(listing, taken, is_numbered=name == key)
        if listing and not reason:
            listing = replace(listing, external_id=key)
            taken[key] = (number, listing)
            notes += [*odd_bytes(name, listing), *_unread_amounts(name, row, habits)]
        else:
            refused.append(Refused(key or name, reason, name))
    return Parsed(tuple(listing for _, listing in taken.values()), tuple(refused), tuple(notes))


def read_row(row: Mapping[str, Any], habits: Habits = Habits()) -> RawListing:
    """Returns one row, read by the names in COLUMNS; a row without an id gets a stable one.

    Raises Unreadable for a date that cannot be read: it is never taken for today.
    """
    return RawListing(
        external_id=_id_of(row),
        title=_line(row, "title"),
        url=_line(row, "url"),
        location_text=_location(row),
        body_html=_body(row),
        skills_text=_line(row, "skills"),
        pay_text=_pay_text(row),
        pay=_pay(row, habits),
        employment_type_text=_line(row, "employment_type"),
        workplace_text=_workplace(row),
        level_text=_line(row, "level"),
        country=read_country(_line(row, "country")),
        language=_line(row, "language"),
        posted_at=_date(row, "posted", habits),
        closes_at=_date(row, "closes", habits),
        employer_name=_employer(row),
    )


def _told_apart(
    listing: RawListing, taken: Mapping[str, tuple[int, RawListing]], *, is_numbered: bool
) -> tuple[str, str]:
    """Returns another id for a row without one that is not quite the same as one before it.

    Instead of the id, the reason is told to refuse a row that is the same, or has an id.
    """
    if is_numbered:
        return listing.external_id, REPEATED_ID
    others = [taken[listing.external_id]]
    given = as_given(listing) | {"external_id": ""}
    key = f"row-{_digest(json.dumps(given, sort_keys=True))}"
    others += [taken[key]] if key in taken else []
    for number, other in others:
        if replace(other, external_id="") == replace(listing, external_id=""):
            return key, REPEATED_ROW.format(number)
    return key, ""


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


def _rows(table: str) -> Iterator[dict[str, str]]:
    r"""Yields the rows as {column: cell}; an empty one for a row that runs on into the next.

    Raises PayloadError where the table has no column of titles.

    >>> list(_rows("Job Title;Salary\nAnalyst;-1"))
    [{'job_title': 'Analyst', 'salary': '-1'}]
    >>> [row.get("title") for row in _rows('title,company\nA,"Acme\nB,Acme\nC,"Bee, Inc"')]
    [None, 'B', 'C']
    """
    names: list[str] = []
    for cells in _records(list(StringIO(table, newline="")), _delimiter(table)):
        if names and (cells is None or any(cells)):
            yield dict(zip(names, cells or (), strict=False))
        elif cells and not names:
            names = _column_names(cells)


def _records(lines: list[str], delimiter: str) -> Iterator[list[str] | None]:
    """Yields the cells of each record; None for one whose quotation mark is not closed.

    What follows such a record is read on from the next line that is a whole one by itself.
    """
    start, width = 0, 0
    for _ in range(MOST_RUNNING_ON):
        reader = csv.reader(islice(lines, start, None), delimiter=delimiter)
        end = start
        for cells in reader:
            begin, end = end, start + reader.line_num
            width = width or len(cells)
            is_doubtful = end - begin > 1 or end == len(lines)
            if is_doubtful and _runs_on(lines[begin:end], cells, width, delimiter):
                yield None
                start = _next_whole(lines, begin + 1, width, delimiter)
                break
            yield cells
        else:
            return
    raise PayloadError(
        f"In more than {MOST_RUNNING_ON} rows of this table a quotation mark is not closed. "
        "Check that each one in it is."
    )


def _runs_on(record: list[str], cells: list[str], width: int, delimiter: str) -> bool:
    """Says whether lines that were read as one record are more than that one."""
    if len(record) > 1 and len(cells) > width:
        return True
    try:
        list(csv.reader(record, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _next_whole(lines: list[str], start: int, width: int, delimiter: str) -> int:
    """Returns the place of the next line that begins a record of as many cells as the names."""
    for place in range(start, len(lines)):
        reader = csv.reader(islice(lines, place, place + MOST_LINES), delimiter=delimiter)
        cells = next(reader)
        record = lines[place : place + reader.line_num]
        if len(cells) == width and not _runs_on(record, cells, width, delimiter):
            return place
    return len(lines)


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


def _habits(rows: list[dict[str, str]]) -> Habits:
    """Returns how the table writes its dates and its numbers, by those that leave no doubt."""
    dates = (_line(row, field) for row in rows for field in ("posted", "closes"))
    amounts = (amount for row in rows for amount in _amounts(row).values())
    return Habits(has_day_first(dates), decimal_mark(amounts))


def _unknown_columns(rows: list[dict[str, str]]) -> list[str]:
    """Returns a sentence that names the columns which nothing here reads; none without rows."""
    names = [name for name in next(filter(None, rows), ()) if name and not _is_known(name)]
    shown = ", ".join(name[:40] for name in names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        shown = f"{shown} and {len(names) - MOST_NAMES} more"
    return [f"Columns that are not read: {shown}."] if names else []


def _is_known(name: str) -> bool:
    return name in KNOWN or PERIODIC.fullmatch(name) is not None


def _unread_amounts(name: str, row: Mapping[str, Any], habits: Habits) -> list[str]:
    """Returns a sentence for each cell of pay in numbers that holds none."""
    return [
        f"{name}: its {what} cannot be read: {problem}"
        for what, stated in _amounts(row).items()
        if (problem := _number(stated, habits)[1])
    ]


# --- its cells ---------------------------------------------------------------------------------


def _cell(row: Mapping[str, Any], field: str) -> str:
    """Returns what the first of the field's columns that is filled holds.

    The items of a list are joined by "; ".

    >>> _cell({"title": "-1", "position": "Analyst"}, "title")
    'Analyst'
    >>> _cell({"location": "['Porto', 'Lyon']"}, "location")
    'Porto; Lyon'
    """
    cell = next((cell for name in COLUMNS[field] if (cell := _meant(row.get(name)))), "")
    if LIST.fullmatch(cell):
        items = (single or double for single, double in LIST_ITEM.findall(cell))
        return "; ".join(filter(None, items))
    return _as_meant(cell)


def _meant(cell: Any) -> str:
    """Returns a cell without what is around it; "" for the marks of emptiness."""
    text = clean(cell).strip()
    return "" if text.lower() in EMPTY else text


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


def _id_of(row: Mapping[str, Any]) -> str:
    """Returns a row's id, or one made of its words that stays the same; "" without a title."""
    title = _line(row, "title")
    words = [title, _employer(row), _location(row), _line(row, "url"), _line(row, "posted")]
    made = f"row-{_digest(json.dumps(words).casefold())}" if title else ""
    return _line(row, "id") or made


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _employer(row: Mapping[str, Any]) -> str:
    return one_line(RATING.sub("", _cell(row, "employer")))


def _location(row: Mapping[str, Any]) -> str:
    parts = (_line(row, part) for part in ("city", "region", "country"))
    return _line(row, "location") or ", ".join(filter(None, parts))


def _workplace(row: Mapping[str, Any]) -> str:
    """Returns the stated workplace, else "Remote" for a yes; a no may still be hybrid."""
    remote = _line(row, "remote")
    if remote.lower() in YES:
        remote = "Remote"
    return _line(row, "workplace") or ("" if remote.lower() in NO else remote)


def _pay_text(row: Mapping[str, Any]) -> str:
    """Returns the pay as a text; with its currency and period, where other columns hold those."""
    text = _line(row, "pay")
    if not text or re.search(r"[^\W\d_]{2}|[$€£¥]", text):
        return text
    period = read_period(_line(row, "period"))
    return " ".join(filter(None, [text, _line(row, "currency"), period and f"per {period}"]))


def _pay(row: Mapping[str, Any], habits: Habits) -> RawPay | None:
    ends: dict[str, Decimal | None] = {}
    currency, period = _line(row, "currency"), read_period(_line(row, "period"))
    for name, stated in _amounts(row).items():
        number = _number(stated, habits)[0]
        for end in [_end_of(name)] if _end_of(name) else ["min", "max"]:
            ends[end] = number
        currency = currency or NUMBER.sub("", stated).strip()
        period = _period_in(name) or period
    minimum, maximum = ends.get("min"), ends.get("max")
    return RawPay(minimum, maximum, currency, period) if minimum or maximum else None


def _amounts(row: Mapping[str, Any]) -> dict[str, str]:
    """Returns the cells that hold pay in numbers, by the names of their columns.

    The ends of a range come before a middle, and one period before the next.
    """
    named = [name for field in ("pay_min", "pay_max") for name in _filled(row, field)[:1]]
    named = named or _filled(row, "pay_middle")[:1]
    if named:
        return {name: _meant(row[name]) for name in named}
    cells = {name: _meant(row[name]) for name in row if name and PERIODIC.fullmatch(name)}
    filled = {name: cell for name, cell in cells.items() if cell}
    first = next(map(_period_in, filled), "")
    same = {name: cell for name, cell in filled.items() if _period_in(name) == first}
    return {name: cell for name, cell in same.items() if _end_of(name)} or same


def _period_in(name: str) -> str:
    """Returns the period that a column of pay is called by, or "".

    >>> _period_in("salary_hour_avg"), _period_in("annual_salary"), _period_in("salary_min")
    ('hour', 'year', '')
    """
    found = PERIODIC.fullmatch(name)
    said = (found[1] or found[2]) if found else ""
    return {"annual": "year", "dai": "day"}.get(said, said)


def _filled(row: Mapping[str, Any], field: str) -> list[str]:
    return [name for name in COLUMNS[field] if _meant(row.get(name))]


def _end_of(name: str) -> str:
    """Returns "min" or "max" for the column of one end of a range, else ""."""
    periodic = PERIODIC.fullmatch(name)
    end = (periodic[3] or "") if periodic else ""
    if name in COLUMNS["pay_min"] or end in LOW_ENDS:
        return "min"
    return "max" if name in COLUMNS["pay_max"] or end in HIGH_ENDS else ""


def _number(stated: str, habits: Habits) -> tuple[Decimal | None, str]:
    """Returns a positive amount and no problem, or none and what is wrong with it."""
    try:
        number = read_number(stated, habits.decimal_mark)
    except Unreadable as error:
        return None, str(error)
    return positive_decimal(number), ""


def _body(row: Mapping[str, Any]) -> str:
    """Returns the description as HTML."""
    description = _cell(row, "description")
    if not TAG.search(description):
        description = unescape(description)
    if not TAG.search(description):
        lines = filter(None, map(one_line, description.splitlines()))
        description = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return description


def _date(row: Mapping[str, Any], field: str, habits: Habits) -> datetime | None:
    """Returns a date, or None where no cell holds one; a listing closes at the end of its day.

    >>> _date({"expires": "30.09.2026"}, "closes", Habits())
    datetime.datetime(2026, 9, 30, 23, 59, 59, tzinfo=datetime.timezone.utc)
    """
    name = next(iter(_filled(row, field)), "")
    if not name:
        return None
    try:
        moment, has_time = read_date(_meant(row[name]), day_first=habits.day_first)
    except Unreadable as error:
        raise Unreadable(f"Its {name} cannot be read: {error}") from None
    is_whole_day = field == "closes" and not has_time
    return moment.replace(hour=23, minute=59, second=59) if is_whole_day else moment
