"""Countries (ISO 3166-1) and languages (ISO 639-1) by two letters, areas of many countries, and
other names of cities.
"""

import csv
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"
COUNTRIES = DATA / "countries.csv"
AREAS = DATA / "areas.csv"
CITIES = DATA / "cities.csv"
# What stands between the name of an area and the countries that an advert takes out of it.
EXCLUDING = ", excluding "

LANGUAGES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "ms": "Malay",
    "nb": "Norwegian Bokmål",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sr": "Serbian",
    "sv": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


@cache
def country_names():
    """{two letters: name}, in the order of the file."""
    with COUNTRIES.open(encoding="utf-8", newline="") as file:
        return {row["iso2"]: row["name"] for row in csv.DictReader(file)}


def country_name(code):
    """Returns the name of a country; the code itself where it is not known.

    >>> country_name("DE")
    'Germany'
    """
    return country_names().get(code, code)


class Area(NamedTuple):
    """An area: the other names that adverts have for it, and the codes of its countries."""

    also: tuple[str, ...]
    countries: tuple[str, ...]


@cache
def areas():
    """Returns {name: Area}, in the order of the file; the list in it is dated in its README."""
    with AREAS.open(encoding="utf-8", newline="") as file:
        return {
            row["name"]: Area(
                tuple(filter(None, row["also"].split("|"))),
                tuple(country_names())
                if row["countries"] == "*"
                else tuple(row["countries"].split()),
            )
            for row in csv.DictReader(file)
        }


@cache
def other_city_names():
    """Returns {(other name of a city, country): its name}, as in “København” and “Copenhagen”.

    >>> other_city_names()["Köln", "DE"]
    'Cologne'
    """
    with CITIES.open(encoding="utf-8") as lines:
        cities = (line.rstrip("\n").split(",") for line in lines if not line.endswith(",\n"))
        next(cities)
        return {
            (other, country): name
            for name, *_, country, _, also in cities
            for other in also.split("|")
        }


@cache
def area_slugs():
    """Returns {an area as addresses have it: its name}, in the order of the file.

    >>> area_slugs()["uk-ireland"]
    'UK & Ireland'
    """
    return {area_slug(name): name for name in areas()}


def area_slug(name):
    """Returns a name as addresses have areas: small letters and digits, joined by hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", name.lower()))


def countries_inside(slug):
    """Returns the codes of the countries of an area as addresses have it; none of another text.

    >>> countries_inside("benelux"), countries_inside("BE")
    (('BE', 'LU', 'NL'), ())
    """
    return area_countries(area_slugs().get(slug, ""))


@lru_cache(maxsize=1024)
def area_countries(area):
    """Returns the codes of an area's countries, without those that its name takes out.

    >>> area_countries("Benelux"), area_countries("Benelux, excluding Belgium")
    (('BE', 'LU', 'NL'), ('LU', 'NL'))
    >>> area_countries("Atlantis")
    ()
    """
    name, _, excluded = area.partition(EXCLUDING)
    out = set(excluded.split(", "))
    known = areas().get(name)
    codes = known.countries if known else ()
    return tuple(code for code in codes if country_name(code) not in out)
