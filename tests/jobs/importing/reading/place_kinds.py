"""Reads every place of the gazetteer in each of 14 written forms, and says how often it is right.

Run whole by `python -m tests.jobs.importing.reading.place_kinds` with DJANGO_SETTINGS_MODULE set;
the suite reads a sample. Right is the country that the text names, or that a region, a doubled name
or a city ten times larger than its namesakes implies; where nothing decides, silence is right. What
the text names is taken from the gazetteer alone.
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from jobs.importing.reading.gazetteer import DATA, City, fold, gazetteer, is_in, look_up
from jobs.importing.reading.places import NAMESAKE_RATIO, Place, read_location
from jobs.iso import country_name

FORMS = (
    "{city}",
    "{city}, {city}",
    "{city} (Remote)",
    "Remote - {city}",
    "Hybrid - {city}",
    "{city}, {region}",
    "{city} / {region}",
    "{city} - {region}",
    "{region} - {city}",
    "{city}, {region}, {country}",
    "{country} - {region} - {city}",
    "{city}, {country}",
    "{country} - {city}",
    "{city}, {code}",
)


class Result(NamedTuple):
    """A text, what was read, the countries of which one is right, and whether silence is too."""

    form: str
    text: str
    places: tuple[Place, ...]
    right: set[str]
    silence_is_right: bool

    @property
    def is_right(self) -> bool:
        countries = {place.country for place in self.places}
        if not countries - {""}:
            return self.silence_is_right
        return len(self.places) == 1 and countries <= self.right

    @property
    def is_invented(self) -> bool:
        """Says whether a place was read of which no piece of the text is a name."""
        return any(not _names(self.text, place) for place in self.places)


def cities(step: int = 1) -> list[City]:
    """Returns every step-th city of the gazetteer by its own name, the same ones each time."""
    with (DATA / "cities.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))[::step]
    named = ((gazetteer().cities_called(fold(row["name"])), row) for row in rows)
    found = (
        next((city for city in same if city.name == row["name"] and _is(city, row)), None)
        for same, row in named
    )
    return [city for city in found if city]


def _is(city: City, row: dict[str, str]) -> bool:
    return (city.country, city.region) == (row["country"], row["region"])


def results(step: int = 1) -> Iterator[Result]:
    """Reads the cities in each form that can be written of them."""
    for city in cities(step):
        for form in FORMS:
            if "{region}" in form and not city.region:
                continue
            text = form.format(
                city=city.name,
                region=city.region,
                country=country_name(city.country),
                code=city.country,
            )
            yield Result(form, text, read_location(text).places, *_expected(city, form))


def _expected(city: City, form: str) -> tuple[set[str], bool]:
    """Returns the countries of which one is right, and whether silence is right too."""
    if "{country}" in form:
        return {city.country}, False
    names, key = gazetteer(), fold(city.name)
    same = names.cities_called(key)
    if "{region}" in form:
        keys = {city.region, fold(city.region)}
        regions = [region for key in keys for region in names.regions.get(key, ())]
        inside = {c.country for c in same if any(is_in(c, region) for region in regions)}
        if fold(city.region) in names.countries:
            inside.add(names.countries[fold(city.region)])
        return inside, len(inside) > 1
    if "{code}" in form:
        regions = names.regions.get(city.country, [])
        inside = {c.country for c in same if any(is_in(c, region) for region in regions)}
        return inside | {city.country}, bool(inside)
    other = {region.country for region in names.regions.get(key, ())} - {""}
    other |= {names.countries[key]} if key in names.countries else set()
    largest = same[0]
    rivals = [c for c in same if c.country != largest.country]
    decides = all(largest.population >= NAMESAKE_RATIO * c.population for c in rivals)
    right = {largest.country} if decides or "{city}, {city}" in form else set()
    return right | other, not decides or bool(other) or look_up(city.name).is_everyday


def _names(text: str, place: Place) -> bool:
    """Says whether some words of a text are a name of the place's city; regions are not asked."""
    words = fold(text.replace("/", " ")).split()
    runs = (run for size in range(len(words), 0, -1) for run in _runs(words, size))
    return not place.city or any(
        place.city == city.name for run in runs for city in gazetteer().cities_called(run)
    )


def _runs(words: list[str], size: int) -> Iterator[str]:
    return (" ".join(words[start : start + size]) for start in range(len(words) - size + 1))


def main(step: int = 1) -> None:
    """Prints the shares of each form, and examples of what is wrong."""
    every, wrong, invented = Counter[str](), Counter[str](), 0
    examples = defaultdict(list)
    for result in results(step):
        every[result.form] += 1
        if not result.is_right:
            wrong[result.form] += 1
            examples[result.form].append(result)
        if result.is_invented:
            invented += 1
            print("not named:", result.text, result.places)
    for form in FORMS:
        print(f"{form:32} {every[form]:>7,} read, {wrong[form]:>5,} wrong")
        for result in examples[form][:: max(1, len(examples[form]) // 6)][:6]:
            print("      ", result.text, [*map(tuple, map(_plain, result.places))], result.right)
    right = 1 - wrong.total() / every.total()
    print(f"{every.total():,} texts: {right:.3%} right, {invented} places that no text names")


def _plain(place: Place) -> tuple[str, str, str]:
    return place.city, place.region, place.country


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
