"""Dates as people and programs write them; never a guess which number is the month."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from email.utils import parsedate_to_datetime

from ..records import Unreadable

FIRST_YEAR, LAST_YEAR = 1970, 2199
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Ten digits are seconds, thirteen milliseconds, since 2001 and until 2286.
SECONDS = re.compile(r"[1-9]\d{9}(?:\.\d+)?")
MILLISECONDS = re.compile(r"[1-9]\d{12}(?:\.0)?")

YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d\d)")  # the day stands first
EITHER_FIRST = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")
DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.|er)?[\s-]+(?:de\s+)?([^\W\d]+)\.?,?[\s-]+(?:de\s+)?(\d{4})"
)
MONTH_DAY = re.compile(r"([^\W\d]+)\.?[\s-]+(\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(\d{4})")
WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
CLOCK = re.compile(
    r"[,\s]\s*(?:at\s+)?(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*([ap]m)?\s*(z|utc|gmt)?",
    re.IGNORECASE,
)

# In English, German, French, Spanish, Italian, Portuguese and Dutch; three letters are enough.
MONTHS = {
    1: "january januar jänner janvier enero gennaio janeiro januari",
    2: "february februar feber février fevrier febrero febbraio fevereiro februari",
    3: "march märz maerz mars marzo março maart mrt",
    4: "april avril abril aprile",
    5: "may mai mayo maggio maio mei",
    6: "june juni juin junio giugno junho",
    7: "july juli juillet julio luglio julho",
    8: "august août aout agosto augustus",
    9: "september septembre septiembre settembre setembro",
    10: "october oktober octobre octubre ottobre outubro",
    11: "november novembre noviembre novembro",
    12: "december dezember décembre decembre diciembre dicembre dezembro",
}


def read_date(stated: str, *, day_first: bool | None = None) -> tuple[datetime, bool]:
    """Returns the moment that a text states, in UTC unless it says otherwise, and if it says when.

    `day_first` says how its table writes 3/2/2026, if that is known. Raises Unreadable.

    >>> read_date("02.03.2026")
    (datetime.datetime(2026, 3, 2, 0, 0, tzinfo=datetime.timezone.utc), False)
    >>> read_date("3/2/2026 14:30", day_first=False)
    (datetime.datetime(2026, 3, 2, 14, 30, tzinfo=datetime.timezone.utc), True)
    >>> read_date("3/2/2026")
    Traceback (most recent call last):
    jobs.importing.records.Unreadable: '3/2/2026' may be read in two ways: day or month first.
    """
    text = " ".join(stated.split())
    try:
        moment, has_time = _machine_date(text) or _written_date(text, day_first)
    except (ValueError, OverflowError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"{stated[:60]!r} is no date.") from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Unreadable(
            f"{stated[:60]!r} is no date from {FIRST_YEAR} to {LAST_YEAR}, the only ones read."
        )
    return moment, has_time


def has_day_first(texts: Iterable[str]) -> bool | None:
    """Says whether dates such as 3/2/2026 begin with the day, as other dates beside them show.

    None where nothing shows it, or some show the one and some the other.

    >>> has_day_first(["3/2/2026", "28/2/2026"]), has_day_first(["3/2/2026"])
    (True, None)
    """
    found = filter(None, (EITHER_FIRST.match(text.strip()) for text in texts))
    shown = {int(date[1]) > 12 for date in found if (int(date[1]) > 12) != (int(date[3]) > 12)}
    return shown.pop() if len(shown) == 1 else None


def from_epoch(seconds: float) -> datetime:
    """Returns the moment so many seconds after 1970; raises OverflowError beyond the calendar."""
    return EPOCH + timedelta(seconds=seconds)


def _machine_date(text: str) -> tuple[datetime, bool] | None:
    """Reads what programs write: ISO 8601, seconds or milliseconds, the dates of e-mail."""
    if SECONDS.fullmatch(text):
        return from_epoch(float(text)), True
    if MILLISECONDS.fullmatch(text):
        return from_epoch(float(text) / 1000), True
    if re.match(r"\d{4}-?(?:\d\d|W)", text):
        iso = datetime.fromisoformat(re.sub(r"\s*(?:UTC|GMT)$", "+00:00", text))
        return _aware(iso), bool(re.search(r"\d[T ]\d", text))
    if re.match(r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d", text):
        return _aware(parsedate_to_datetime(text)), True
    return None


def _written_date(text: str, day_first: bool | None) -> tuple[datetime, bool]:
    text = WEEKDAY.sub("", text, count=1) if WEEKDAY.match(text) else text
    clock = CLOCK.search(text)
    if clock is None:
        return _day(text, day_first), False
    if clock.end() != len(text):
        raise ValueError(text)
    return datetime.combine(_day(text[: clock.start()], day_first), _time(clock), UTC), True


def _day(text: str, day_first: bool | None) -> datetime:
    if date := YEAR_FIRST.fullmatch(text):
        return _midnight(date[1], date[2], date[3])
    if date := DOTTED.fullmatch(text):
        year = date[3] if len(date[3]) == 4 else f"20{date[3]}"
        return _midnight(year, date[2], date[1])
    if date := EITHER_FIRST.fullmatch(text):
        return _midnight(date[4], *_month_and_day(text, int(date[1]), int(date[3]), day_first))
    if date := DAY_MONTH.fullmatch(text):
        return _midnight(date[3], _month(date[2]), date[1])
    if date := MONTH_DAY.fullmatch(text):
        return _midnight(date[3], _month(date[1]), date[2])
    raise ValueError(text)


def _month_and_day(text: str, first: int, second: int, day_first: bool | None) -> tuple[int, int]:
    """Returns month and day, if the numbers or the other dates show which is which."""
    if first == second or second > 12:
        return first, second
    if first > 12 or day_first:
        return second, first
    if day_first is None:
        raise Unreadable(f"{text!r} may be read in two ways: day or month first.")
    return first, second


def _month(word: str) -> int:
    """Returns the number of the one month whose name begins so; 0, which no date has, else.

    >>> _month("Sept"), _month("mrt"), _month("Jui"), _month("Marketing")
    (9, 3, 0, 0)
    """
    start = word.casefold()
    found = {
        number for number, names in MONTHS.items() if len(start) > 2 and f" {start}" in f" {names}"
    }
    return found.pop() if len(found) == 1 else 0


def _time(clock: re.Match[str]) -> time:
    hour = int(clock[1])
    if clock[4]:
        hour = hour % 12 + (12 if clock[4].lower() == "pm" else 0)
    return time(hour, int(clock[2]), int(clock[3] or 0))


def _midnight(year: int | str, month: int | str, day: int | str) -> datetime:
    return datetime(int(year), int(month), int(day), tzinfo=UTC)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
