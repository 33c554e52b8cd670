"""Numbers in either writing, 60,000.50 or 60.000,50, read by what the others beside them show."""

import re
from collections.abc import Iterable
from decimal import Decimal

from ..records import Unreadable

AMOUNT = re.compile(r"(\d[\d.,'’ \u00a0\u202f]*)(?:[eE]\+?(\d\d?))?\s*([kK])?")
SPACES = re.compile(r"['’\s]")
# One mark with three digits behind it: thousands, unless the column shows otherwise.
UNSURE = re.compile(r"\d{1,3}([.,])\d{3}")
THOUSANDS = {
    ",": re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}"),  # two digits are Indian: 12,00,000
    ".": re.compile(r"\d{1,3}(?:\.\d{3})+"),
}
OTHER = {",": ".", ".": ","}


def decimal_mark(texts: Iterable[str]) -> str:
    """Returns the mark that the numbers of a column have before decimals, or "" if none shows it.

    >>> decimal_mark(["5500,00", "60.000"]), decimal_mark(["60.000"]), decimal_mark(["13.75"])
    (',', '', '.')
    """
    marks = {mark for text in texts if (mark := _mark(text.strip()))}
    return marks.pop() if len(marks) == 1 else ""


def read_number(stated: str, mark: str = "") -> Decimal | None:
    """Returns a number, whose column writes decimals behind `mark`; None for an empty text.

    A currency's sign or code around it is passed over. Raises Unreadable.

    >>> read_number("60.000"), read_number("12.500", mark="."), read_number("€60k")
    (Decimal('60000'), Decimal('12.500'), Decimal('60000'))
    """
    text = re.sub(r"^[^\d-]{0,4}|[^\dkK]{0,4}$", "", stated.strip())
    if not stated.strip():
        return None
    amount = AMOUNT.fullmatch(text)
    if amount is None:
        raise Unreadable(f"{stated[:60]!r} is no amount.")
    digits = SPACES.sub("", amount[1])
    decimals = mark if UNSURE.fullmatch(digits) else _mark(digits)
    if decimals:
        digits = digits.replace(OTHER[decimals], "").replace(decimals, ".")
    else:
        digits = digits.replace(",", "").replace(".", "")
    if digits.count(".") > 1:
        raise Unreadable(f"{stated[:60]!r} is no amount.")
    power = int(amount[2] or 0) + (3 if amount[3] else 0)
    return Decimal(digits) * 10**power


def _mark(number: str) -> str:
    """Returns the mark before a number's decimals, if the number alone shows it."""
    last = max(",.", key=number.rfind)
    if last not in number or UNSURE.fullmatch(number):
        return ""
    if OTHER[last] in number:  # both: the last one parts the decimals
        return last
    return "" if THOUSANDS[last].fullmatch(number) else last
