"""Location text as adverts write it, read into places, a workplace and the countries it names.

Text is cut at separators; each piece is looked up as a country, a region or a city (data/README.md
says where the names come from), and the pieces are put together as addresses: specific to general
("Austin, TX, USA") or general to specific ("India - Bengaluru").
"""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[2] / "data"


@dataclass(frozen=True)
class Place:
    """A city, a region or a country (ISO 3166 alpha-2); what is not known is "".

    Regions are codes in the US, Canada and Australia ("CA", "ON", "NSW") and names elsewhere. A
    macro area, such as EMEA, stands in `region` without a country.
    """

    city: str = ""
    region: str = ""
    country: str = ""


@dataclass(frozen=True)
class Location:
    """Where a job can be done; `workplace` is remote, hybrid, onsite or None when unsaid."""

    places: tuple[Place, ...]
    workplace: str | None
    remote_countries: tuple[str, ...]


def read_location(text: str, country: str = "", workplace_text: str = "") -> Location:
    """Reads an advert's location text, with the country and workplace that its source states.

    A stated country settles ambiguous names and stands in where the text names none; the source's
    workplace field outweighs the text.

    >>> read_location("Remote - USA or Canada").remote_countries
    ('US', 'CA')
    >>> read_location("San Francisco, CA | New York City", workplace_text="Hybrid").places
    (Place(city='San Francisco', region='CA', country='US'), Place(city='New York', region='', country='US'))
    >>> read_location("")
    Location(places=(), workplace=None, remote_countries=())
    """  # noqa: E501
    workplace = read_workplace(workplace_text) or read_workplace(text)
    addresses = [address for segment in _segments(text) for address in _addresses(segment, country)]
    named = [_place(address, addresses, country) for address in addresses]
    places = _without_covered(named) or ([Place(country=country)] if country else [])
    remote = _remote_countries(named or places) if workplace == "remote" else ()
    return Location(tuple(places), workplace, remote)


def read_country(name: str) -> str:
    """Returns the ISO 3166 code of a country's name or code; "" for anything else.

    >>> read_country("USA"), read_country("Deutschland"), read_country("European Union")
    ('US', 'DE', '')
    """
    return _look_up(name.strip()).country


HYBRID_REMOTE = re.compile(r"hybrid[\s-]*remote|remote[\s/-]*hybrid", re.IGNORECASE)
NOT_REMOTE = re.compile(r"\b(?:no|not|non)[\s-]*remote\b", re.IGNORECASE)
WORKPLACES = {
    "remote": re.compile(
        r"\bremote(?:ly)?(?:[\s-](?:friendly|first|ok|only|eligible|based|work))?\b|\bremot[oa]s?\b"
        r"|télétravail|teletrabajo|\bhome[\s-]?(?:office|based)\b|\bwork(?:ing)? from home\b"
        r"|\bwfh\b|\banywhere\b|\btelecommut\w+|\bvirtual\b|\bdistributed\b",
        re.IGNORECASE,
    ),
    "hybrid": re.compile(r"\bhybrid\w*", re.IGNORECASE),
    "onsite": re.compile(
        r"\bon[\s-]?site\b|\bin[\s-](?:office|person)\b|\boffice[\s-]based\b", re.IGNORECASE
    ),
}


def read_workplace(text: str) -> str | None:
    """Returns remote, hybrid or onsite as the text says it, or None.

    A job that can be done remotely is remote, even where the text names offices as well.

    >>> [read_workplace(text) for text in ("Paris or Remote", "Hybrid remote", "On-site", "Paris")]
    ['remote', 'hybrid', 'onsite', None]
    """
    if HYBRID_REMOTE.search(text):
        return "hybrid"
    said = NOT_REMOTE.sub("on-site", text)
    return next((name for name, words in WORKPLACES.items() if words.search(said)), None)


# --- names -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _City:
    name: str
    region: str
    country: str
    population: int


@dataclass(frozen=True)
class _Region:
    shown: str
    country: str


@dataclass(frozen=True)
class _Gazetteer:
    """Every reading of a folded name, or of a code in capitals; the most populous city first."""

    cities: dict[str, list[_City]]
    regions: dict[str, list[_Region]]
    countries: dict[str, str]


@dataclass(frozen=True)
class _Term:
    """One piece of the text with everything that it may name."""

    text: str
    cities: tuple[_City, ...] = ()
    regions: tuple[_Region, ...] = ()
    country: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.cities or self.regions or self.country)


MACRO_AREAS = (
    "EMEA", "APAC", "LATAM", "AMER", "AMERS", "Americas", "NAMER", "NA", "Europe", "EU",
    "European Union", "Asia", "Africa", "North America", "South America", "Latin America",
    "Central America", "Middle East", "MENA", "DACH", "Nordics", "Benelux", "CEE", "Eastern Europe",
    "Western Europe", "Central Europe", "Southeast Asia", "Asia Pacific", "ANZ", "UKI", "Worldwide",
    "Global", "Oceania", "Baltics", "GCC", "CIS", "JAPAC",
)  # fmt: skip


@cache
def _gazetteer() -> _Gazetteer:
    cities: dict[str, list[_City]] = defaultdict(list)
    for row in _rows("cities.csv"):
        city = _City(row["name"], row["region"], row["country"], int(row["population"]))
        for name in _names(row):
            cities[_fold(name)].append(city)
        short = BESIDE.split(city.name)[0]
        if short not in _names(row):
            cities[_fold(short)].append(replace(city, name=short))
    for found in cities.values():
        found.sort(key=lambda city: -city.population)
    regions: dict[str, list[_Region]] = defaultdict(list)
    for row in _rows("regions.csv"):
        region = _Region(row["code"] or row["name"], row["country"])
        for key in {row["code"] or row["name"], *map(_fold, _names(row))}:
            regions[key].append(region)
    for area in MACRO_AREAS:
        for key in {area, _fold(area)} if len(area) > 2 else {area}:
            regions[key].append(_Region(area, ""))
    countries: dict[str, str] = {}
    for row in _rows("countries.csv"):
        countries |= dict.fromkeys([row["iso2"], *map(_fold, _names(row))], row["iso2"])
    return _Gazetteer(cities, regions, countries)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _names(row: dict[str, str]) -> list[str]:
    return [row["name"], *filter(None, row["also"].split("|"))]


LONGEST_CODE = 5
UNDECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "ı": "i", "đ": "d", "-": " "})


def _fold(name: str) -> str:
    """Spells a name without case, accents, full stops, apostrophes and hyphens.

    >>> _fold("St. Gallen"), _fold("Saint-Étienne"), _fold("Łódź")
    ('st gallen', 'st etienne', 'lodz')
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold().translate(UNDECOMPOSED))
    kept = (letter for letter in decomposed if letter.isalnum() or letter.isspace())
    words = ["st" if word == "saint" else word for word in "".join(kept).split()]
    return " ".join(words)


def _look_up(text: str) -> _Term:
    names, key = _gazetteer(), _fold(text)
    code = text.replace(".", "").replace(" ", "")
    is_code = code.isupper() and len(code) <= LONGEST_CODE
    keys = [code, key] if is_code else [key, key.removeprefix("the ")]
    regions = tuple(region for key in keys for region in names.regions.get(key, ()))
    country = next((names.countries[key] for key in keys if key in names.countries), "")
    cities = names.cities.get(key, ()) if not is_code or not (regions or country) else ()
    return _Term(text, tuple(cities), tuple(dict.fromkeys(regions)), country)


# --- pieces ------------------------------------------------------------------------------------

SEGMENT_ENDS = re.compile(r"[;|•\n]")
# "Boston OR Remote" speaks of no Oregon, but "Portland, OR Remote" does.
OR_REMOTE = re.compile(r"(?<=\w)\sOR\s(?=remote)", re.IGNORECASE)
# "Klagenfurt am Wörthersee", "Halle (Saale)": adverts leave out what follows.
BESIDE = re.compile(r"\s(?:am|an der|im)\s|\s\(")
PIECE_ENDS = re.compile(r"[,，、()\[\]:]")
LIST_ENDS = re.compile(r"\s(?:or|OR|and|oder|und|et|ou)\s|\s*[&/+]\s*")
DASHES = re.compile(r"\s+[-–—]+\s*|\s*[-–—]+\s+|–|—")
POSTCODE = re.compile(
    r"(?<=[A-Za-z.] )\d{4,5}(?:-\d{4})?\b|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
)
# Words around a name that are none of it; a piece of nothing else names no place.
FILLERS = {
    "a", "all", "any", "approved", "area", "areas", "based", "candidate", "candidates", "central",
    "city", "coast", "contiguous", "continental", "country", "district", "downtown", "east",
    "eastern", "eligible", "field", "first", "flexible", "friendly", "from", "fully", "global",
    "greater", "headquarters", "home", "hq", "hub", "hubs", "in", "is", "location", "locations",
    "main", "metro", "metropolitan", "midwest", "mountain", "multiple", "nationwide", "north",
    "northeast", "northern", "northwest", "office", "offices", "only", "open", "other", "pacific",
    "preferably", "preferred", "region", "regional", "required", "select", "site", "south",
    "southeast", "southern", "southwest", "states", "surrounding", "tbd", "the", "time", "timezone",
    "to", "travel", "us-based", "various", "west", "western", "within", "zone",
}  # fmt: skip
# In front of a small town's name they make another town's.
COMPASS = {"east", "north", "south", "west"}
# Fillers that are names of small towns as well.
NEVER_NAMES = {"central", "corporate", "field", "opportunity", "position", "role", "roles"}
# Left over at the ends where a workplace was taken out ("Remote in the US"); never "OR" or "IN".
JOINING_WORDS = {"in", "In", "from", "within", "or", "and", "oder", "und", "ou", "et"}
JOINING_WORDS |= {"&", "/", "+", "-"}
LONGEST_NAME = 5
# More letters than that are a sentence.
LONGEST_TOWN = 80
LONGEST_ADDRESS = 20
LONGEST_TEXT = 5_000


def _segments(text: str) -> list[str]:
    """Cuts the text into lists of pieces; what follows "remote" is a place of its own."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST_TEXT])
    apart = WORKPLACES["remote"].sub(";", NOT_REMOTE.sub(" ", OR_REMOTE.sub(" ", plain)))
    return [" ".join(segment.split()) for segment in SEGMENT_ENDS.split(apart)]


def _terms(piece: str) -> list[_Term]:
    """Reads one piece between commas: a name, a list, or a name that carries its region along."""
    piece = _trimmed(piece)
    whole = _look_up(piece)
    if whole.is_known or not piece:
        return [whole] if piece else []
    if LIST_ENDS.search(piece):
        return [term for part in LIST_ENDS.split(piece) for term in _terms(part)]
    if DASHES.search(piece):  # an unknown part is the employer or a team, not a town
        parts = DASHES.split(piece)
        return [term for part in parts for term in _terms(part) if term.is_known]
    if BESIDE.search(piece):
        return _terms(BESIDE.split(piece)[0])
    if " of " in piece:  # "State of Mexico" is not Mexico
        return [_Term(piece)]
    return _terms_of_hyphened(piece) or _terms_of_words(piece.split())


def _trimmed(piece: str) -> str:
    for words in (WORKPLACES["hybrid"], WORKPLACES["onsite"], POSTCODE):
        piece = words.sub("", piece)
    left = piece.strip(" -–—.*#").split()
    while left and left[0] in JOINING_WORDS:
        left.pop(0)
    while left and left[-1] in JOINING_WORDS:
        left.pop()
    return "" if all(word.lower() in NEVER_NAMES for word in left) else " ".join(left)


def _terms_of_hyphened(piece: str) -> list[_Term]:
    """Reads "US-CA-San Francisco"; a hyphen inside an unknown name is no separator."""
    parts = piece.split("-")
    terms = [_look_up(part.strip()) for part in parts]
    if len(parts) > 1 and any(term.country or term.regions for term in terms):
        return [term for part in parts for term in _terms(part)]
    return []


def _terms_of_words(words: list[str]) -> list[_Term]:
    if len(words) > LONGEST_ADDRESS:
        return []
    for size in range(min(LONGEST_NAME, len(words) - 1), 0, -1):
        last = _look_up(" ".join(words[-size:]))
        if last.regions or last.country:
            return [*_terms(" ".join(words[:-size])), last]
    for size in range(min(LONGEST_NAME, len(words) - 1), 0, -1):
        first = _look_up(" ".join(words[:size]))
        if first.country:
            return [first, *_terms(" ".join(words[size:]))]
    return _term_in_words(words)


def _term_in_words(words: list[str]) -> list[_Term]:
    """Finds a city among filler words ("Greater Boston Area") or at the end of a street address."""
    if any(character.isdigit() for character in "".join(words)):
        sizes = range(min(LONGEST_NAME, len(words)), 0, -1)
        ends = (_look_up(" ".join(words[-size:])) for size in sizes)
        return [term for term in ends if term.cities][:1]
    named = [word for word in words if word.lower() not in FILLERS]
    if not named:
        return []
    if words[-1] != named[-1]:
        terms = _terms(" ".join(words[:-1]))
        is_a_town = words[-1].lower() == "city" and not any(term.cities for term in terms)
        return [_Term(" ".join(words))] if is_a_town else terms
    terms = _terms(" ".join(named)) if named != words else []
    return terms if _names_a_part(words, terms) else [_Term(" ".join(words))]


def _names_a_part(words: list[str], terms: list[_Term]) -> bool:
    """Says whether words name a part of a known place: West London, but not East Syracuse."""
    cities = terms[0].cities if terms else ()
    if words[0].lower() in COMPASS and cities:
        return cities[0].population >= FAMOUS_CITY
    return any(term.is_known for term in terms)


# --- addresses ---------------------------------------------------------------------------------


@dataclass
class _Address:
    """A place being put together.

    `alone` is its one term while it has no other; it is `closed` once a city has followed its
    country or region, so that another country begins the next one.
    """

    city: str = ""
    cities: tuple[_City, ...] = ()
    region: _Region | None = None
    regions: tuple[_Region, ...] = ()
    country: str = ""
    alone: _Term | None = None
    closed: bool = False


def _addresses(segment: str, country: str) -> list[_Address]:
    addresses: list[_Address] = []
    unknown: list[str] = []
    terms = [term for piece in PIECE_ENDS.split(segment) for term in _terms(piece)]
    exact = [term for term in terms if not _is_macro_area(term)]
    if any(term.is_known for term in exact):
        terms = exact
    for term in _without_subdivisions(terms, country):
        if not term.is_known:
            unknown += [term.text] if len(term.text) <= LONGEST_TOWN else []
            continue
        if not addresses or not _absorb(addresses[-1], term, unknown):
            addresses.append(_start(term, unknown))
        unknown = []
    if unknown and country and not addresses:
        return [_Address(city=unknown[0])]
    return addresses


def _without_subdivisions(terms: list[_Term], country: str) -> list[_Term]:
    """Leaves out codes for parts of the country that is named behind them: "Chennai, TN, India"."""
    countries = [*(term.country for term in terms[1:]), country]
    kept: list[_Term] = []
    for term, behind in zip(terms, countries, strict=False):
        if not kept or not _is_subdivision(term, kept[-1], behind):
            kept.append(term)
    return kept


def _is_subdivision(term: _Term, city: _Term, country: str) -> bool:
    """Says whether a code that could be a state or a country can here be neither."""
    if not city.cities or len(term.text) != 2 or not term.text.isupper():
        return False
    is_its_country = any(home.country == term.country for home in city.cities)
    is_a_region_there = any(region.country == country for region in term.regions)
    return city.cities[0].country == country and not is_its_country and not is_a_region_there


def _start(term: _Term, unknown: list[str]) -> _Address:
    """Begins an address; unknown words before a state or a country are its city."""
    region = term.regions[0] if term.regions else None
    if _is_rather_a_city(term):
        return _Address(city=term.text, cities=term.cities, alone=term)
    if unknown and region and region.country:
        return _Address(city=unknown[-1], region=region, regions=term.regions)
    if unknown and term.country:
        inner = _Region(unknown[1], term.country) if len(unknown) > 1 else None
        return _Address(city=unknown[0], region=inner, country=term.country)
    if region:
        return _Address(region=region, alone=term)
    return _Address(country=term.country, alone=term)


# A name that a city shares with a state is the city's only where it is this large.
FAMOUS_CITY = 300_000


def _is_rather_a_city(term: _Term) -> bool:
    if term.country:
        return any(city.country == term.country for city in term.cities)
    return any(not term.regions or city.population >= FAMOUS_CITY for city in term.cities)


def _absorb(address: _Address, term: _Term, unknown: list[str]) -> bool:
    """Takes the term as one more part of the address; False where it begins another one."""
    if _is_macro_area(term):
        return True
    _read_as_country(address, term)
    _read_again(address, term)
    cities = tuple(city for city in term.cities if _contains(address, city))
    is_unsure = not address.cities and not address.region
    if cities and (not address.city or is_unsure) and _is_rather_a_city(term):
        address.city, address.cities, address.closed = term.text, cities, True
    elif region := _region_for(address, term):
        address.region = region
    elif namesake := _in_country(address.regions, term.country):
        address.region, address.country = namesake, term.country
    elif _fits_country(address, term):
        if address.city and not address.region and len("".join(unknown)) > 3:
            address.region = _Region(unknown[0], term.country)
        address.country = term.country
        return True
    elif address.city and not address.region and _fold(address.city) == _fold(term.text):
        address.region = _Region(term.text, address.country)
    else:
        return False
    address.alone = None
    return True


def _read_as_country(address: _Address, term: _Term) -> None:
    """Takes a code for its country where a city of that country follows: "DE-Berlin"."""
    code = address.alone
    if code and address.region and term.cities and term.cities[0].country == code.country:
        address.region, address.country = None, code.country


def _read_again(address: _Address, term: _Term) -> None:
    """Takes a state's or country's name for the town that it is in the next term: "Lebanon, OH"."""
    if not address.alone or address.city:
        return
    alone = address.alone
    for region in term.regions:
        towns = tuple(city for city in alone.cities if _is_in(city, region))
        if towns or (term.text.isupper() and _clash(alone, term, region)):
            address.city, address.cities = alone.text, towns
            address.region, address.country = None, ""
            return


def _clash(alone: _Term, term: _Term, region: _Region) -> bool:
    """Says whether a country or a state cannot go with the code behind it, but a town can.

    "Peru, IL" and "Oregon, IL", but not "US, CA", "OR, CA" or "British Columbia, CA".
    """
    if alone.country:
        return alone.country not in (term.country, region.country)
    home = alone.regions[0]
    is_spelt_out = not alone.text.isupper()
    return is_spelt_out and home.country == region.country != term.country and home != region


def _is_macro_area(term: _Term) -> bool:
    return bool(term.regions) and not term.regions[0].country and not term.cities


def _contains(address: _Address, city: _City) -> bool:
    country = address.country or (address.region.country if address.region else "")
    in_region = not address.region or city.region in ("", address.region.shown)
    return city.country == country and in_region


def _region_for(address: _Address, term: _Term) -> _Region | None:
    """Returns the region that the term adds to the address: "Austin" + "TX", "US" + "CA"."""
    options = [region for region in term.regions if address.country in ("", region.country)]
    if address.region or not options:
        return None
    if not address.city:
        return options[0] if address.country else None
    for region in options:
        if any(_is_in(city, region) for city in address.cities):
            return region
    is_rather_a_city = address.cities and term.cities
    is_rather_a_country = any(city.country == term.country for city in address.cities)
    return None if is_rather_a_city or is_rather_a_country else options[0]


def _is_in(city: _City, region: _Region) -> bool:
    return city.country == region.country and city.region in ("", region.shown)


# A city this large is not mistaken for its namesake in a country that is named next.
LARGE_CITY = 100_000


def _in_country(regions: tuple[_Region, ...], country: str) -> _Region | None:
    """Returns the reading of "WA" in the country that is named next."""
    return next((region for region in regions if region.country == country), None)


def _fits_country(address: _Address, term: _Term) -> bool:
    if not term.country or address.closed or address.country not in ("", term.country):
        return False
    if address.region and address.region.country:
        return address.region.country == term.country
    if not address.cities or any(city.country == term.country for city in address.cities):
        return bool(address.city or address.country)
    return not term.cities and address.cities[0].population < LARGE_CITY


def _place(address: _Address, addresses: list[_Address], country: str) -> Place:
    """Settles what is still ambiguous by the other addresses and by the stated country."""
    address = _settle(address, addresses, country)
    region = address.region.shown if address.region else ""
    named = address.country or (address.region.country if address.region else "")
    if not address.city:
        return Place(region=region, country=named)
    wanted = [city for city in address.cities if not address.region or _is_in(city, address.region)]
    wanted = [city for city in wanted if not named or city.country == named]
    if not wanted:
        return Place(address.city, region, named or country)
    city = wanted[0] if named else _likeliest(wanted, _sure_countries(addresses, country))
    return Place(city.name, region, city.country)


def _settle(address: _Address, addresses: list[_Address], country: str) -> _Address:
    """Reads a name that stands alone: "New York" among states, "Georgia" among countries."""
    term = address.alone
    if not term or not term.regions:
        return address
    others = [other for other in addresses if other is not address]
    if address.city:
        states = [other for other in others if other.region and not other.city]
        is_state = any(_same_country(state, term.regions[0]) for state in states)
        return _Address(region=term.regions[0]) if is_state else address
    countries = _sure_countries(others, country)
    if address.country or not term.country or not countries:
        return address
    return _Address(country=term.country) if term.regions[0].country not in countries else address


def _same_country(address: _Address, region: _Region) -> bool:
    return address.region is not None and address.region.country == region.country


def _sure_countries(addresses: list[_Address], country: str) -> set[str]:
    """Returns the countries that the addresses leave no doubt about, and the stated one."""
    sure = {country} if country else set()
    for address in addresses:
        possible = {city.country for city in address.cities}
        if address.country:
            sure.add(address.country)
        elif address.region and not address.alone:
            sure.add(address.region.country)
        elif len(possible) == 1:
            sure |= possible
    return sure


# Another country's namesake is meant only where it is not this many times smaller.
NAMESAKE_RATIO = 10


def _likeliest(cities: list[_City], countries: set[str]) -> _City:
    largest = cities[0]
    for city in cities:
        if city.country in countries and city.population * NAMESAKE_RATIO >= largest.population:
            return city
    return largest


def _without_covered(places: Iterable[Place]) -> list[Place]:
    """Drops repeats, and put a city or region in the place of a country that it lies in.

    >>> _without_covered([Place(country="US"), Place(country="CA"), Place("Austin", "TX", "US")])
    [Place(city='Austin', region='TX', country='US'), Place(city='', region='', country='CA')]
    """
    unique = list(dict.fromkeys(places))
    finest = [place for place in unique if not any(_covers(other, place) for other in unique)]
    chosen = (next((fine for fine in finest if _covers(fine, place)), place) for place in unique)
    return list(dict.fromkeys(chosen))


def _covers(finer: Place, place: Place) -> bool:
    if finer == place or finer.country != place.country:
        return False
    return place.region in ("", finer.region) and place.city in ("", finer.city)


def _remote_countries(places: list[Place]) -> tuple[str, ...]:
    """Returns the countries named as such, else those of the cities."""
    general = [place.country for place in places if not place.city and place.country]
    every = [place.country for place in places if place.country]
    return tuple(dict.fromkeys(general or every))
