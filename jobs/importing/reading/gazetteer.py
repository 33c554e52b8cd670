"""The names of cities, regions, countries and areas that a text may name.

data/README.md says where the names come from. A name is looked up without case, accents, hyphens
and full stops; a code ("TX", "DE") in capitals only.
"""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from ...iso import areas

DATA = Path(__file__).parents[2] / "data"


class City(NamedTuple):
    """A city; `county` is a second region in which it lies, where adverts name that one."""

    name: str
    region: str
    county: str
    country: str
    population: int


class Region(NamedTuple):
    """A region by its code or name; an area, such as EMEA, has no country.

    `spelling` is how the text writes it, where that is more than the name.
    """

    shown: str
    country: str
    spelling: str = ""

    @property
    def written(self) -> str:
        return self.spelling or self.shown

    @property
    def is_coded(self) -> bool:
        """Says whether adverts write the region by a code: "TX"."""
        return bool(self.country) and self.shown.isupper()


@dataclass(frozen=True)
class Term:
    """One piece of a text with everything that it may name, the most populous city first.

    `is_joined` says that "or", "and" or a stroke stands before it, `is_dashed` that a dash does,
    `is_bracketed` that it stands in brackets.
    """

    text: str
    cities: tuple[City, ...] = ()
    regions: tuple[Region, ...] = ()
    country: str = ""
    is_joined: bool = False
    is_dashed: bool = False
    is_bracketed: bool = False

    @property
    def is_known(self) -> bool:
        return bool(self.cities or self.regions or self.country)

    @property
    def is_code(self) -> bool:
        return len(self.text) <= 3 and self.text.isupper()

    @property
    def is_area(self) -> bool:
        return bool(self.regions) and not self.regions[0].country and not self.cities

    @property
    def is_everyday(self) -> bool:
        """Says whether it is a word that only few towns are called by."""
        return bool(self.cities) and not self.country and fold(self.text) in EVERYDAY_WORDS


def is_in(city: City, region: Region) -> bool:
    """Says whether a city lies in a region, as far as the gazetteer knows."""
    return city.country == region.country and region.shown in (city.region, city.county)


def read_country(name: str) -> str:
    """Returns the ISO 3166 code of a country's name or code; "" for anything else.

    >>> read_country("USA"), read_country("Deutschland"), read_country("European Union")
    ('US', 'DE', '')
    """
    return look_up(name.strip()).country


LONGEST_CODE = 5
CODE = re.compile("[A-Z]{3}")
SMALL_CODES = ("us", "usa", "uae")
# Names of towns as well, but in an advert words of a sentence.
NEVER_CITIES = {
    "a", "all", "an", "and", "any", "anywhere", "as", "at", "based", "base", "by", "data", "et",
    "eu", "federal", "flexible", "for", "from", "global", "greater", "hour", "hours", "hybrid",
    "in", "international", "is", "it", "max", "min", "multiple", "no", "not", "oder", "of", "on",
    "only", "or", "ou", "remote", "same", "see", "the", "time", "to", "uk", "und", "us", "various",
    "we", "with", "zone",
}  # fmt: skip
# Names of towns that are everyday words; one is meant only where its region or country follows.
EVERYDAY_WORDS = {
    "academy", "american", "branch", "campus", "center", "central", "city", "coast", "commerce",
    "corporate", "defiance", "depot", "east", "eastern", "energy", "enterprise", "field", "first",
    "friendly", "general", "headquarters", "home", "house", "hub", "independence", "industry",
    "lake", "lead", "local", "male", "metro", "mission", "most", "mountain", "new", "normal",
    "north", "northern", "office", "old", "opportunity", "pacific", "plant", "plus", "position",
    "price", "professor", "region", "role", "roles", "security", "site", "sites", "south",
    "southern", "store", "strong", "success", "superior", "travel", "union", "university",
    "warehouse", "west", "western", "street", "road", "park", "partner", "research",
}  # fmt: skip
# What may stand around a region's own name: "State of São Paulo", "Santa Fe Province".
QUALIFIERS = re.compile(
    r"^(?:state of|province of|provincia (?:de|di)|province de|county|co|comunidad de|community of"
    r"|region of|region|canton of|kanton|estado de|greater|metropolitan city of)\s+"
    r"|\s+(?:province|state|county|prefecture|voivodeship|oblast|governorate|region|district"
    r"|canton)$"
)


@dataclass(frozen=True)
class Gazetteer:
    """Every reading of a folded name, or of a code in capitals.

    A city stays a line of its file until it is looked up, as most never are: so many objects
    would keep the garbage collector busy.
    """

    city_lines: dict[str, list[str]]
    regions: dict[str, list[Region]]
    countries: dict[str, str]

    def cities_called(self, key: str) -> tuple[City, ...]:
        """Returns the cities of a folded name, the most populous first."""
        rows = (line.split(",") for line in self.city_lines.get(key, ()))
        cities = (
            City(name, region, county, country, int(population))
            for name, region, county, country, population, _ in rows
        )
        return tuple(sorted(cities, key=lambda city: -city.population))


@cache
def gazetteer() -> Gazetteer:
    """Returns the gazetteer, read once."""
    return Gazetteer(_city_lines(), _regions(), _countries())


def _city_lines() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    with (DATA / "cities.csv").open(encoding="utf-8") as lines:
        next(lines)
        for line in map(str.rstrip, lines):
            name, _, where = line.partition(",")
            also = where.rpartition(",")[2]
            found[fold(name)].append(line)
            if also or not name.isascii() or BESIDE.search(name):
                region = where.partition(",")[0]
                for key, called in _other_names(name, also, region).items():
                    found[key].append(f"{called},{where}")
    for name in NEVER_CITIES:
        found.pop(name, None)
    return found


def _other_names(name: str, also: str, region: str) -> dict[str, str]:
    """Returns the city's name as it is shown by each other folded name that it has."""
    short = BESIDE.split(name)[0]
    if short == region:  # "Brandenburg" is the land, not the town on the Havel
        short = name
    keys = {fold(short): short, fold(name.lower().translate(UMLAUTS)): name}
    if also:
        keys |= dict.fromkeys(map(fold, also.split("|")), name)
    keys.pop(fold(name), None)
    return keys


def _regions() -> dict[str, list[Region]]:
    regions: dict[str, list[Region]] = defaultdict(list)
    for country, code, name, also in _rows("regions.csv"):
        region = Region(code or name, country)
        for key in dict.fromkeys(
            [code or name, fold(name), *map(fold, filter(None, also.split("|")))]
        ):
            regions[key].append(region)
    for area, (also_called, _) in areas().items():
        for name in (area, *also_called):
            for key in {name, fold(name)} if len(name) > 2 else {name}:
                regions[key].append(Region(area, ""))
    return regions


def _countries() -> dict[str, str]:
    countries: dict[str, str] = {}
    for code, name, also in _rows("countries.csv"):
        names = [name, *filter(None, also.split("|"))]
        # Three letters are a code as well, but few are known in small ones.
        keys = (each if CODE.fullmatch(each) else fold(each) for each in names)
        countries |= dict.fromkeys([code, *keys], code)
    countries |= {name: countries[name.upper()] for name in SMALL_CODES}
    return countries


@cache
def subdivisions() -> dict[str, frozenset[str]]:
    """Returns, by country, the codes of its parts that are read as nothing more than that."""
    return {country: frozenset(codes.split()) for country, codes in _rows("subdivisions.csv")}


def _rows(name: str) -> Iterator[list[str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        yield from rows


# "Klagenfurt am Wörthersee", "Halle (Saale)": adverts leave out what follows.
BESIDE = re.compile(r"\s(?:am|an der|im)\s|\s\(")
UNDECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "ı": "i", "đ": "d", "-": " "})
UMLAUTS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "å": "aa",
        "Å": "Aa",
        "ø": "oe",
    }
)
MARKS = re.compile(r"[^\w\s]|_")
NO_MARKS = str.maketrans(dict.fromkeys("!\"#$%&'()*+,./:;<=>?@[\\]^_`{|}~") | {"-": " "})


SHORT_WORDS = {"saint": "st", "mount": "mt", "fort": "ft"}


def fold(name: str) -> str:
    """Spells a name without case, accents, full stops, apostrophes and hyphens.

    >>> fold("St. Gallen"), fold("Saint-Étienne"), fold("Łódź"), fold("Fort Worth")
    ('st gallen', 'st etienne', 'lodz', 'ft worth')
    """
    if name.isascii():
        plain = name.lower().translate(NO_MARKS)
    else:
        decomposed = unicodedata.normalize("NFKD", name.casefold().translate(UNDECOMPOSED))
        plain = MARKS.sub("", decomposed)
    if "saint" in plain or "mount" in plain or "fort" in plain:
        plain = " ".join(SHORT_WORDS.get(word, word) for word in plain.split())
    return " ".join(plain.split()) if " " in plain else plain


@lru_cache(maxsize=8192)
def look_up(text: str) -> Term:
    """Returns a Term with everything that a whole text may name."""
    names, key = gazetteer(), fold(text)
    code = text.replace(".", "").replace(" ", "")
    is_code = code.isupper() and len(code) <= LONGEST_CODE
    keys = [code, key] if is_code else [key, key.removeprefix("the ")]
    regions = [region for key in keys for region in names.regions.get(key, ())]
    country = next((names.countries[key] for key in keys if key in names.countries), "")
    cities = names.cities_called(key) if not is_code or not (regions or country) else ()
    if cities and not is_code:  # Mena, a town, but MENA, an area
        regions = [each for each in regions if each.country or not each.shown.isupper()]
    if not (regions or country or cities) and (inner := QUALIFIERS.sub("", key)) != key:
        found = [region for region in names.regions.get(inner, ()) if region.country]
        # Where codes are usual, the name alone is shown by its code; else it is shown as written.
        regions = [each if each.is_coded else each._replace(spelling=text) for each in found]
    return Term(text, cities, tuple(dict.fromkeys(regions)), country)
