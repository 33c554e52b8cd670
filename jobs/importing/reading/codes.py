"""Which two-letter codes of a text count, and as what: "CA" is California, Canada or neither.

A code counts in its place: beside a city that lies there, or among others that tell what it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .gazetteer import Term, is_in, subdivisions

# As often a time zone as Ethiopia, Portugal, Connecticut and Malta or Montana.
TIME_ZONES = {"ET", "PT", "CT", "MT"}
# Words of a text in capitals.
WORDS = {"AM", "AS", "AT", "BE", "DO", "IN", "IS", "IT", "ME", "MY", "NA", "NO", "PM", "SO", "TO"}
# Behind a town that is not known, as often the country as the state.
UNSURE_STATES = {"DE", "IN"}
# So many codes that could all be states of one country are.
ENOUGH_STATES = 3


def in_place(terms: Sequence[Term], text: Sequence[Term], country: str) -> Iterator[Term]:
    """Yields a segment's terms without the codes that are out of place, and the others narrowed.

    `text` holds the terms of all segments, `country` is what the source states.
    """
    if _is_unclear(text, country):
        return
    for number, term in enumerate(terms):
        before = terms[number - 1] if number else Term("")
        behind = terms[number + 1] if number + 1 < len(terms) else Term("")
        if _is_its_province(term, before):
            if term.is_bracketed:  # as in Italy: "Como (CO)"; "Como, CO" may be in Colorado
                yield replace(term, regions=(), country=before.cities[0].country)
            continue
        if _is_foreign(term, before, behind.country or country):
            continue
        if not _is_doubtful(term):
            yield term
            continue
        read = _beside(term, before) or (None if behind.is_joined else _beside(term, behind))
        read = read or _inside(term, before, behind) or _behind_town(term, before, behind, text)
        read = read or _among(term, before, text, country)
        if read:
            yield read


def _is_its_province(term: Term, city: Term) -> bool:
    """Says whether a code is a province's that is not kept: "Monza, MB", "Milano (MI)"."""
    if not term.is_code or not term.is_known or term.is_joined or not city.cities:
        return False
    home = city.cities[0].country
    return term.text in subdivisions().get(home, ()) and not _beside(term, city)


def _is_foreign(term: Term, city: Term, country: str) -> bool:
    """Says whether a code can mean nothing in the country that is named: "Bern, SG, Austria"."""
    is_place_code = term.is_code and (term.regions or term.country)
    if not is_place_code or not city.cities or not country or term.country == country:
        return False
    lies_there = any(home.country == country for home in city.cities)
    is_a_region_there = any(region.country == country for region in term.regions)
    return lies_there and not is_a_region_there and not _beside(term, city)


def _is_unclear(text: Sequence[Term], country: str) -> bool:
    """Says whether all of a text is a country's name and a code of elsewhere: "Canada, KY".

    That is a town of Kentucky, or two places.
    """
    if len(text) != 2 or not text[0].country or text[0].is_code or text[1].is_joined:
        return False
    name, code = text
    homes = {code.country, *(region.country for region in code.regions)}
    if not code.regions or not _is_doubtful(code) or _beside(code, name):
        return False
    return name.country not in {*homes, country}


def _is_doubtful(term: Term) -> bool:
    if len(term.text) != 2 or not term.text.isupper() or not term.is_known:
        return False
    two_readings = bool(term.regions and term.country) or len(term.regions) > 1
    return two_readings or term.text in TIME_ZONES or term.text in WORDS


def _beside(term: Term, city: Term) -> Term | None:
    """Reads a code beside a city that lies there: "San Jose, CA", "IN-Bengaluru"."""
    regions = tuple(r for r in term.regions if any(is_in(each, r) for each in city.cities))
    is_its_country = any(each.country == term.country for each in city.cities)
    if regions or is_its_country:
        return replace(term, regions=regions, country=term.country if is_its_country else "")
    return None


def _inside(term: Term, before: Term, behind: Term) -> Term | None:
    """Reads a state's code behind a city of another state or none, before the country."""
    regions = tuple(r for r in term.regions if r.country == (behind.country or "-"))
    if regions and not before.is_area and not behind.is_joined and not term.is_joined:
        return replace(term, regions=regions, country="")
    return None


def _behind_town(term: Term, town: Term, behind: Term, text: Sequence[Term]) -> Term | None:
    """Reads a state's code behind a town that is not known to lie there: "Berlin, CT"."""
    if behind.country and all(region.country != behind.country for region in term.regions):
        return None
    if term.is_joined or town.is_area or town.is_code or not town.text or not term.regions:
        return None
    is_state_or_country = bool(town.regions or town.country) and not town.cities
    if is_state_or_country or (term.text in TIME_ZONES and _speaks_of_times(term, text)):
        return None
    homes = {city.country for city in town.cities}
    if term.text in UNSURE_STATES and not any(r.country in homes for r in term.regions):
        return None
    return replace(term, country="")


def _speaks_of_times(term: Term, text: Sequence[Term]) -> bool:
    others = [other for other in text if other.text != term.text]
    names_us = any(other.country == "US" and not other.regions for other in others)
    return names_us or any(other.text in TIME_ZONES for other in others)


def _among(term: Term, before: Term, text: Sequence[Term], country: str) -> Term | None:
    """Reads a code by what else the text says, or by the country that its source states."""
    as_country = replace(term, regions=())
    as_state = replace(term, country="")
    others = [other for other in text if other.text != term.text]
    if term.text in TIME_ZONES and _speaks_of_times(term, text):
        return None
    if term.text in ("ET", "NA"):
        return None
    if any(region.country == country for region in term.regions):
        return replace(as_state, regions=tuple(r for r in term.regions if r.country == country))
    if country and term.country == country:
        return as_country
    if not term.is_code:
        return None
    codes = [other for other in others if len(other.text) == 2 and other.is_code]
    states = _states_of(others)
    if term.regions and states:
        inside = tuple(r for r in term.regions if r.country in states)
        if inside:
            return replace(as_state, regions=inside)
    if term.country and any(_is_only_a_country(other) for other in codes if other.country != "US"):
        return as_country
    if term.country and term.is_joined and (before.country and not before.regions):
        return as_country
    if term.regions and len({each.text for each in codes if each.regions}) + 1 >= ENOUGH_STATES:
        return as_state if term.regions[0].country == "US" else None
    return None


def _states_of(terms: Sequence[Term]) -> set[str]:
    """Returns the countries of those terms that can only be a state with a code."""
    return {
        term.regions[0].country
        for term in terms
        if len(term.regions) == 1
        and term.regions[0].shown.isupper()
        and not term.country
        and not term.cities
        and term.text not in TIME_ZONES
        and term.text not in WORDS
    }


def _is_only_a_country(term: Term) -> bool:
    return bool(term.country) and not term.regions and term.text not in TIME_ZONES | WORDS
