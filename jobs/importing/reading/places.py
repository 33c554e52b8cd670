"""Location text as adverts write it, read into places, a workplace and the countries it names.

The text is cut into pieces (place_text.py), each piece is looked up (gazetteer.py), and the pieces
are put together as addresses: specific to general ("Austin, TX, USA") or general to specific
("India - Bengaluru"). What is not known is no place, and what is ambiguous has no country.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ...iso import EXCLUDING, area_countries, country_name
from .codes import in_place
from .gazetteer import City, Region, Term, fold, is_in, look_up
from .place_text import FAMOUS_CITY, read_workplace, segments, terms_of

# As long as a place's region may be.
LONGEST_REGION = 80


@dataclass(frozen=True)
class Place:
    """A city, a region or a country (ISO 3166 alpha-2); what is not known is "".

    Regions are codes in the US, Canada and Australia ("CA", "ON", "NSW") and names elsewhere. An
    area, such as EMEA, stands in `region` without a country (iso.areas).
    """

    city: str = ""
    region: str = ""
    country: str = ""

    @property
    def is_area(self) -> bool:
        return bool(self.region) and not self.city and not self.country


@dataclass(frozen=True)
class Location:
    """Where a job can be done; `workplace` is remote, hybrid, onsite or None when unsaid.

    `remote_countries` are those that the text names for a remote worker, beside the areas.
    """

    places: tuple[Place, ...]
    workplace: str | None
    remote_countries: tuple[str, ...]

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas that the text names, as they are kept."""
        return tuple(place.region for place in self.places if place.is_area)

    @property
    def inside_areas(self) -> frozenset[str]:
        """The countries of all those areas."""
        return frozenset(code for area in self.areas for code in area_countries(area))

    @property
    def home(self) -> tuple[str, ...]:
        """All countries where a remote worker may live, by code; none for other workplaces."""
        if self.workplace != "remote":
            return ()
        return tuple(sorted({*self.remote_countries, *self.inside_areas}))


@lru_cache(maxsize=4096)  # the adverts of a board share their places
def read_location(text: str, country: str = "", workplace_text: str = "") -> Location:
    """Reads an advert's location text, with the country and workplace that its source states.

    A stated country settles ambiguous names and stands in where the text names none; the source's
    workplace field outweighs the text.

    >>> read_location("Remote - USA or Canada").remote_countries
    ('US', 'CA')
    >>> read_location("San Francisco, CA | New York City", workplace_text="Hybrid").places
    (Place(city='San Francisco', region='CA', country='US'), Place(city='New York', region='', country='US'))
    >>> read_location("Remote, Benelux, but not Belgium").home
    ('LU', 'NL')
    >>> read_location("")
    Location(places=(), workplace=None, remote_countries=())
    """  # noqa: E501
    workplace = read_workplace(workplace_text) or read_workplace(text)
    named, excluded = _named(text, country)
    named = _without_excluded(named, excluded)
    places = _without_covered(named) or ([Place(country=country)] if country else [])
    remote = _remote_countries(named or places) if workplace == "remote" else ()
    return Location(tuple(places), workplace, remote)


def _named(text: str, country: str) -> tuple[list[Place], set[str]]:
    """Returns the places that a text names, and the countries that it takes out."""
    cut, left_out = segments(text)
    read = [terms_of(segment) for segment in cut]
    if [term.text for terms in read for term in terms] == ["NA"]:
        return [], set()
    every = [term for terms in read for term in terms]
    addresses = [
        address for terms in read for address in _addresses([*in_place(terms, every, country)])
    ]
    sure = _sure_countries(addresses, country)
    places = [place for each in addresses if (place := _place(each, addresses, sure, country))]
    places = _without_wards(places)
    excluded = {term.country for names in left_out for term in terms_of(names) if not term.regions}
    return places, excluded - {""}


# --- addresses ---------------------------------------------------------------------------------


@dataclass
class _Address:
    """A place being put together.

    `alone` is its one term while it has no other; `is_doubled` says that its city stands twice;
    it is `closed` once a city has followed its country or region, so that another country begins
    the next one.
    """

    city: str = ""
    cities: tuple[City, ...] = ()
    region: Region | None = None
    regions: tuple[Region, ...] = ()
    country: str = ""
    alone: Term | None = None
    is_doubled: bool = False
    closed: bool = False


def _addresses(terms: list[Term]) -> list[_Address]:
    addresses: list[_Address] = []
    is_unknown_before = False
    terms = _without_general_areas(terms)
    for term, behind in zip(terms, [*terms[1:], Term("")], strict=False):
        if not term.is_known or (term.is_everyday and not _lies_in(term, behind)):
            is_unknown_before = True
            continue
        if not addresses or not _absorb(addresses[-1], term, is_unknown_before):
            addresses.append(_start(term, is_unknown_before))
        is_unknown_before = False
    return addresses


def _lies_in(town: Term, around: Term) -> bool:
    countries = {city.country for city in town.cities}
    inside = any(is_in(city, region) for city in town.cities for region in around.regions)
    return inside or around.country in countries


def _without_general_areas(terms: list[Term]) -> list[Term]:
    """Leaves out an area where a place inside it stands beside it: "EMEA - UK - London".

    "Europe or Ukraine" and "EU, UK" are two.
    """
    if not any(term.is_area for term in terms):
        return terms
    kept: list[Term] = []
    for number, term in enumerate(terms):
        if term.is_area and not term.is_joined:
            inside = set(area_countries(term.regions[0].shown))
            others = (other for other in terms if not other.is_area and not other.is_joined)
            next_one = terms[number + 1] if number + 1 < len(terms) else None
            is_general = any(_countries_of(other) & inside for other in others)
            if is_general and not (next_one and next_one.is_joined):
                continue
        kept.append(term)
    return kept


def _countries_of(term: Term) -> set[str]:
    cities = {city.country for city in term.cities[:1]}
    return cities | {region.country for region in term.regions} | {term.country} - {""}


def _start(term: Term, is_unknown_before: bool) -> _Address:
    """Begins an address."""
    region = term.regions[0] if term.regions else None
    is_state = is_unknown_before and region is not None and region.is_coded
    if _is_rather_a_city(term) and not is_state:
        return _Address(city=term.text, cities=term.cities, regions=term.regions, alone=term)
    if term.country and not (is_unknown_before and region):
        return _Address(country=term.country, alone=term)
    if region:
        return _Address(region=region, regions=term.regions, alone=term)
    return _Address(country=term.country, alone=term)


# Countries that are a city.
CITY_STATES = {"DJ", "GI", "HK", "LU", "MC", "MO", "SG", "SM"}


def _is_rather_a_city(term: Term) -> bool:
    """Says whether a name that stands alone is a city's, and not that of its region or country."""
    if not term.cities:
        return False
    if term.country:
        return term.country in CITY_STATES
    if not any(region.is_coded for region in term.regions):
        return True
    return term.cities[0].population >= FAMOUS_CITY


def _absorb(address: _Address, term: Term, is_unknown_before: bool) -> bool:
    """Takes the term as one more part of the address; False where it begins another one."""
    if term.is_area or (address.region and not address.region.country):
        return False
    if term.is_joined and not _is_part(address, term):
        return False
    _read_as_country(address, term)
    _read_again(address, term)
    cities = tuple(city for city in term.cities if _contains(address, city))
    is_unsure = not address.cities and not address.region
    state = address.alone.country if address.alone and address.city else ""
    quarters = tuple(city for city in term.cities if city.country == state)
    if term.is_dashed and quarters:
        address.city, address.cities = term.text, quarters
    elif term.is_dashed and (region := _region_around(address, term)):
        inside = tuple(city for city in term.cities if is_in(city, region))
        address.region, address.city, address.cities = region, term.text, inside
    elif address.city and _is_doubled(address, term):
        address.is_doubled = True
        address.region = _code_of(address, term)
    elif cities and (not address.city or is_unsure) and _is_rather_a_city_here(address, term):
        address.city, address.cities, address.closed = term.text, cities, True
    elif region := _region_for(address, term, is_unknown_before):
        address.region = region
    elif namesake := _namesake(address, term):
        address.city, address.cities = "", ()
        address.region, address.country = namesake, namesake.country
    elif _fits_country(address, term):
        address.country = term.country
        return True
    else:
        return False
    address.alone = None
    return True


def _is_part(address: _Address, term: Term) -> bool:
    """Says whether a name behind a stroke is the same place's region: "Austin / TX"."""
    towns = address.cities or (address.alone.cities if address.alone else ())
    inside = any(
        is_in(city, region) and not _are_two_cities(address, term, region)
        for city in towns
        for region in term.regions
    )
    is_its_country = any(city.country == term.country for city in address.cities)
    return inside or is_its_country or _is_doubled(address, term)


def _is_doubled(address: _Address, term: Term) -> bool:
    return fold(address.city) == fold(term.text) and not address.region and not address.country


def _code_of(address: _Address, term: Term) -> Region | None:
    """Returns the state that is called like the city in it: "New York, New York"."""
    states = (region for region in term.regions if region.is_coded)
    inside = (each for each in states if any(is_in(city, each) for city in address.cities))
    return next(inside, None)


def _is_rather_a_city_here(address: _Address, term: Term) -> bool:
    """Says whether a name is a city's behind its region or country: "Mexico - Puebla"."""
    if _is_rather_a_city(term) or (term.is_dashed and address.region):
        return True
    return bool(address.country and not term.country)


def _read_as_country(address: _Address, term: Term) -> None:
    """Takes a code for its country where a city of that country follows: "DE-Berlin"."""
    code = address.alone
    if code and address.region and term.cities and term.cities[0].country == code.country:
        address.region, address.country = None, code.country


def _read_again(address: _Address, term: Term) -> None:
    """Takes a state's or country's name for the town that it is in the next term: "Lebanon, OH"."""
    if not address.alone or address.city:
        return
    alone = address.alone
    for region in term.regions:
        towns = tuple(city for city in alone.cities if is_in(city, region))
        if towns or (term.is_code and _clash(alone, term, region)):
            address.city, address.cities = alone.text, towns
            address.region, address.country = None, ""
            return
    towns = tuple(city for city in alone.cities if city.country == term.country)
    is_its_region = any(region.country == term.country for region in alone.regions)
    if towns and not is_its_region and alone.country != term.country and not term.cities:
        address.city, address.cities = alone.text, towns
        address.region, address.country = None, ""


def _clash(alone: Term, term: Term, region: Region) -> bool:
    """Says whether a country or a state cannot go with the code behind it, but a town can.

    "Peru, IL" and "Oregon, IL", but not "US, CA", "OR, CA" or "British Columbia, CA".
    """
    if alone.country:
        countries = {term.country, *(each.country for each in term.regions)}
        return alone.country not in countries
    home = alone.regions[0]
    is_spelt_out = not alone.text.isupper()
    return is_spelt_out and home.country == region.country != term.country and home != region


def _contains(address: _Address, city: City) -> bool:
    if address.region:
        return is_in(city, address.region)
    return city.country == address.country


def _region_for(address: _Address, term: Term, is_unknown_before: bool) -> Region | None:
    """Returns the region that the term adds to the address: "Austin" + "TX", "US" + "CA"."""
    options = [region for region in term.regions if address.country in ("", region.country)]
    if address.region or not options:
        return None
    if not address.city:
        return options[0] if address.country else None
    for region in options:
        if any(is_in(city, region) for city in address.cities):
            return None if _are_two_cities(address, term, region) else region
    if is_unknown_before or any(city.country == term.country for city in address.cities):
        return None
    return next((each for each in options if _may_lie_in(address, each, term.cities)), None)


def _are_two_cities(address: _Address, term: Term, region: Region) -> bool:
    """Says whether a state's name is rather a second city's: "Boston or New York".

    There is a small Boston in the state of New York.
    """
    if term.is_code or not region.is_coded or not address.cities or not term.cities:
        return False
    first, second = address.cities[0], term.cities[0]
    inside = max(city.population for city in address.cities if is_in(city, region))
    are_famous = min(first.population, second.population) >= FAMOUS_CITY
    is_list = term.is_joined or first.country == region.country
    return are_famous and is_list and first.population >= NAMESAKE_RATIO * inside


def _may_lie_in(address: _Address, region: Region, namesakes: Sequence[City]) -> bool:
    """Says whether a region behind a city can be its own though the gazetteer knows better.

    Counties are written as they were long ago ("Croydon, Surrey"), and small towns share the names
    of larger ones ("Berlin, CT"); but "SF, NY" and "London, NY" are two places each, and so is
    what may be a city of the region's country.
    """
    if any(city.country == region.country for city in namesakes):
        return False
    if not region.is_coded:
        return any(city.country == region.country for city in address.cities)
    if not address.cities:
        return True
    largest = address.cities[0]
    if largest.country == region.country:
        return len(address.city) > 3 and largest.population < FAMOUS_CITY
    return largest.population < GREAT_CITY or region.shown != "NY"


# One that is larger is meant wherever its name stands.
GREAT_CITY = 1_000_000
# A city this large is not mistaken for its namesake in a country that is named next.
LARGE_CITY = 100_000


def _namesake(address: _Address, term: Term) -> Region | None:
    """Returns the reading of "WA" or "Kent" in the country, or around it, that is named next."""
    if address.country or not (address.city or term.country):
        return None
    around = {term.country} if term.country else {region.country for region in term.regions}
    if any(city.country in around for city in address.cities):
        return None
    return next((region for region in address.regions if region.country in around), None)


def _region_around(address: _Address, term: Term) -> Region | None:
    """Returns the region that a path names by a city's name as well: "Dubai - Dayrah"."""
    regions = look_up(address.city).regions if address.city and not address.region else ()
    around = (region for region in regions if any(is_in(city, region) for city in term.cities))
    return next(around, None)


def _fits_country(address: _Address, term: Term) -> bool:
    if not term.country or address.closed or address.country not in ("", term.country):
        return False
    if address.region and address.region.country:
        return address.region.country == term.country
    if not address.cities or any(city.country == term.country for city in address.cities):
        return bool(address.city or address.country)
    return not term.cities and address.cities[0].population < LARGE_CITY


# --- from addresses to places -------------------------------------------------------------------


def _place(
    address: _Address, addresses: list[_Address], sure: set[str], country: str
) -> Place | None:
    """Settles what is still ambiguous by the other addresses and by the stated country."""
    address = _settle(address, addresses, country)
    if not address.city:
        return _region_or_country(address, sure)
    region = address.region
    wanted = [city for city in address.cities if not region or is_in(city, region)]
    named = address.country or (region.country if region else "")
    wanted = [city for city in wanted if not named or city.country == named]
    shown = region.written if region else ""
    if not wanted:  # the text names a town's state, and the gazetteer another town of that name
        return Place(_spelt(address), shown, named)
    city = wanted[0] if named else _likeliest(wanted, sure, address.is_doubled)
    is_unsure = not named and city and _may_be_a_region(address, city, addresses, country)
    if city is None or is_unsure:
        return Place(wanted[0].name)
    if address.is_doubled and fold(address.city) in (fold(city.region), fold(city.county)):
        shown = city.county if fold(city.county) == fold(address.city) else city.region
    return Place(city.name, shown, city.country)


def _may_be_a_region(
    address: _Address, city: City, addresses: list[_Address], country: str
) -> bool:
    """Says whether a name alone may as well be another country's region: Kent, Surrey."""
    if not address.alone or not address.alone.regions:
        return False
    others = [other for other in addresses if other.alone is not address.alone]
    if city.country in _sure_countries(others, country):
        return False
    elsewhere = any(region.country != city.country for region in address.alone.regions)
    return elsewhere and city.population < GREAT_CITY


def _without_wards(places: list[Place]) -> list[Place]:
    """Drops a small town of no certain country beside other places: "Whitefield, Bengaluru"."""
    if not any(place.country for place in places):
        return places
    return [place for place in places if place.country or not place.city or _is_large(place.city)]


def _is_large(city: str) -> bool:
    return any(namesake.population >= LARGE_CITY for namesake in look_up(city).cities)


def _spelt(address: _Address) -> str:
    """Returns a city as the gazetteer spells it, though it knows it elsewhere only."""
    return address.cities[0].name if address.cities else ""


def _region_or_country(address: _Address, sure: set[str]) -> Place | None:
    region = address.region
    if not region:
        rivals = address.alone.regions if address.alone else ()
        is_unsure = any(rival.is_coded for rival in rivals) and address.country not in sure
        return None if is_unsure else Place(country=address.country)
    alone = address.alone
    if alone and not alone.is_area and not region.is_coded:
        countries = {each.country for each in alone.regions}
        if len(countries) > 1:
            likely = [each for each in alone.regions if each.country in sure]
            return Place(region=likely[0].written, country=likely[0].country) if likely else None
    return Place(region=region.written, country=address.country or region.country)


def _settle(address: _Address, addresses: list[_Address], country: str) -> _Address:
    """Reads a name that stands alone: "New York" among states, "Georgia" among countries."""
    term = address.alone
    if not term or not term.regions or term.is_area:
        return address
    others = [other for other in addresses if other is not address]
    if address.city:
        if not term.regions[0].is_coded:
            return address
        states = [other for other in others if other.region and not other.city]
        is_state = any(_same_country(state, term.regions[0]) for state in states)
        return _Address(region=term.regions[0]) if is_state else address
    countries = _sure_countries(others, country)
    if not term.country:
        return address
    home = term.regions[0].country
    if address.country and home in countries and term.country not in countries:
        return _Address(region=term.regions[0])
    if home in countries or not countries:
        return address
    return _Address(country=term.country)


def _same_country(address: _Address, region: Region) -> bool:
    return address.region is not None and address.region.country == region.country


def _sure_countries(addresses: list[_Address], country: str) -> set[str]:
    """Returns the countries that the addresses leave no doubt about, and the stated one."""
    sure = {country} if country else set()
    for address in addresses:
        possible = _possible_countries(address.cities)
        if address.country and not (address.alone and address.alone.regions):
            sure.add(address.country)
        elif address.region and len(_countries_of(address.alone or Term(""))) <= 1:
            sure.add(address.region.country)
        elif len(possible) == 1:
            sure |= possible
    return sure - {""}


# Another country's namesake is meant only where it is not this many times smaller.
NAMESAKE_RATIO = 10
# The same for a name that stands twice, as that of a town and of what it is the seat of.
DOUBLED_RATIO = 5


def _possible_countries(cities: Sequence[City], ratio: int = NAMESAKE_RATIO) -> set[str]:
    """Returns the countries of those cities that are not much smaller than their namesake."""
    largest = cities[0].population if cities else 0
    return {city.country for city in cities if city.population * ratio > largest}


def _likeliest(cities: list[City], countries: set[str], is_doubled: bool) -> City | None:
    """Returns the city that is meant; None where two countries have one that may be."""
    for city in cities:
        near = city.population * NAMESAKE_RATIO >= cities[0].population
        if city.country in countries and near:
            return city
    if is_doubled:
        seats = [c for c in cities if fold(c.name) in (fold(c.region), fold(c.county))]
        if seats:
            return seats[0] if len(_possible_countries(seats)) == 1 else None
    ratio = DOUBLED_RATIO if is_doubled else NAMESAKE_RATIO
    return cities[0] if len(_possible_countries(cities, ratio)) == 1 else None


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
    if finer == place or finer.country != place.country or place.is_area:
        return False
    return place.region in ("", finer.region) and place.city in ("", finer.city)


def _without_excluded(places: list[Place], countries: set[str]) -> list[Place]:
    """Takes countries out of what a text names: dropped by name, and cut from areas.

    >>> _without_excluded([Place(region="Benelux"), Place(country="DE")], {"BE", "DE"})
    [Place(city='', region='Benelux, excluding Belgium', country='')]
    """
    if not countries:
        return places
    kept: list[Place] = []
    for place in places:
        if place.is_area:
            kept += _cut(place, countries)
        elif place.city or place.region or place.country not in countries:
            kept.append(place)
    return kept


def _cut(area: Place, countries: set[str]) -> list[Place]:
    inside = area_countries(area.region)
    names = sorted(country_name(code) for code in countries & set(inside))
    region = f"{area.region}{EXCLUDING}{', '.join(names)}" if names else area.region
    if len(region) <= LONGEST_REGION:
        return [Place(region=region)]
    return [Place(country=code) for code in inside if code not in countries]


def _remote_countries(places: list[Place]) -> tuple[str, ...]:
    """Returns the countries named as such, else those of the cities where no area is named."""
    by_kind: dict[bool, list[str]] = defaultdict(list)
    for place in places:
        if place.country:
            by_kind[bool(place.city)].append(place.country)
    has_area = any(place.is_area for place in places)
    return tuple(dict.fromkeys(by_kind[False] or ([] if has_area else by_kind[True])))
