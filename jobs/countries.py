"""Countries by their two letters (ISO 3166-1), with names as the site prints them."""

import csv
from functools import cache
from pathlib import Path

NAMES = Path(__file__).parent / "importing" / "data" / "countries.csv"


@cache
def country_names():
    """{two letters: name}, in the order of the file."""
    with NAMES.open(encoding="utf-8", newline="") as file:
        return {row["iso2"]: row["name"] for row in csv.DictReader(file)}


def country_name(code):
    """
    The name of a country; the code itself where it is not known.

    >>> country_name("DE")
    'Germany'
    """
    return country_names().get(code, code)
