"""The page of one role's salaries: every figure that there is, and how it was made. No queries."""

from collections import defaultdict
from dataclasses import dataclass

from ..models import SnapshotRole
from .pay_block import PayBlock, pay_block
from .pay_cells import Source, one_year_each, recounted
from .pay_choice import LEVELS, printable
from .pay_choice import PARAMETERS as CHOICE
from .pay_plot import Bar, bars
from .profiles import Citation
from .questions import changed
from .us_states import STATES, is_state, states_of

PARAMETERS = (*CHOICE, "state")
TITLES_SHOWN = 5
# So many areas, those where most people are employed, are shown until a state is chosen.
AREAS_SHOWN = 20
# What an address says for the areas whose names tell no state.
OTHER = "other"


@dataclass(frozen=True)
class Plot:
    """Bars of one source on one scale; they differ by one column: "level", "area" …"""

    by: str
    source: Source
    bars: tuple[Bar, ...]

    @property
    def is_drawn(self):
        """Whether it has bars to compare; one country of a currency stands in a list of such."""
        return self.by != "country" or len(self.bars) > 1


@dataclass(frozen=True)
class StateLink:
    """A state whose areas can be shown, and the query of the address that does."""

    code: str
    name: str
    query: str


@dataclass(frozen=True)
class Areas:
    """Official wages in parts of the country: every state, and the areas of one of them."""

    states: Plot | None
    # Of the chosen state; unless one is, those where most people are employed.
    areas: Plot | None
    links: tuple[StateLink, ...]
    # The code of the chosen state, and its name; "" where none is chosen or it is unknown.
    asked: str
    state: str
    # The query of the address that asks for no state.
    unasked: str


@dataclass(frozen=True)
class Method:
    """How the figures of a source were made: its file, and the titles that it counted."""

    source: Source
    citation: Citation | None
    counted: SnapshotRole | None

    @property
    def titles(self):
        """The commonest (title, adverts) that were counted as the role."""
        titles = self.counted.titles.items() if self.counted else ()
        return sorted(titles, key=lambda item: (-item[1], item[0]))[:TITLES_SHOWN]

    @property
    def refused(self):
        """The (reason, rows) of what the file has and does not count, the most first."""
        return sorted(self.source.snapshot.refused.items(), key=lambda item: -item[1])

    @property
    def pay_refused(self):
        """The (reason, adverts) of those that count but for their pay, the most first."""
        return sorted(self.source.snapshot.pay_refused.items(), key=lambda item: -item[1])


@dataclass(frozen=True)
class RoleSalaries:
    """What the page of one role's salaries shows."""

    block: PayBlock
    # {by: its Plots}, for "level", "year", "country" and "period".
    plots: dict[str, list[Plot]]
    areas: Areas
    methods: tuple[Method, ...]


def role_salaries(pay, counted, citations, query):
    """Returns the RoleSalaries of a role's PayCells, by what the parameters of a QueryDict ask.

    `counted` are the role's SnapshotRoles.
    """
    (role,) = pay.roles
    national = pay.national
    block = pay_block(national.yearly, citations, query)
    methods = tuple(
        _method(source, counted, citations) for source in pay.sources if pay.of(role, source)
    )
    numbers = {method.source: method.citation.number for method in methods if method.citation}

    def plot(by, source, cells):
        return Plot(by, source, tuple(bars([(cell, source, role) for cell in cells], numbers)))

    splits = {"level": _by_level, "year": _by_year, "country": _by_country, "period": _by_period}
    shown = [
        (by, source, cells)
        for by, split in splits.items()
        for source in pay.sources
        for cells in (split(national.of(role, source), block.choice) if block.choice else ())
    ]
    now = _recounted([cell for _, _, cells in shown for cell in cells], role)
    plots = {by: [] for by in splits}
    for by, source, cells in shown:
        plots[by].append(plot(by, source, [now[cell] for cell in cells]))
    return RoleSalaries(block, plots, _areas(pay, query, plot), methods)


def _recounted(cells, role):
    """Returns {cell: the same with what it counts at this moment} of a role's cells."""
    return dict(zip(cells, recounted(cells, [role]), strict=True))


def _method(source, counted, citations):
    """Returns the Method of a source; official wages are counted by occupation, not by title."""
    citation = citations.cite_reference(source.reference)
    by_snapshot = {} if source.is_official else {each.snapshot_id: each for each in counted}
    return Method(source, citation, by_snapshot.get(source.snapshot and source.snapshot.pk))


def _grouped(cells, name):
    """Returns {value: the cells that have it in a field}."""
    groups = defaultdict(list)
    for cell in cells:
        groups[getattr(cell, name)].append(cell)
    return groups


def _by_level(cells, choice):
    """Returns the cells of one currency and country level by level, if there are several."""
    fitting = [c for c in cells if c.is_yearly and choice.fits(c._replace(level=choice.level))]
    found = one_year_each(_grouped(fitting, "level"))
    ordered = [found[level] for level in ("", *LEVELS) if level in found]
    return [ordered] if len(ordered) > 1 else []


def _by_year(cells, choice):
    """Returns the cells of a choice year by year, the newest first, if there are several."""
    found = [c for c in cells if c.is_yearly and c.year and choice.fits(c)]
    ordered = sorted(found, key=lambda cell: -cell.year)
    return [ordered] if len(ordered) > 1 else []


def _by_country(cells, choice):
    """Returns the cells of a level country by country, each currency apart, the most first."""
    found = [c for c in cells if c.is_yearly and c.country and c.level == choice.level]
    by_currency = [
        sorted(one_year_each(_grouped(of_one, "country")).values(), key=lambda cell: -cell.p50)
        for of_one in _grouped(found, "currency").values()
    ]
    if sum(map(len, by_currency)) < 2:
        return []
    return sorted(by_currency, key=lambda of_one: -sum(cell.n for cell in of_one))


def _by_period(cells, choice):
    """Returns the cells of a choice that are not yearly, each period apart."""
    found = [c for c in cells if not c.is_yearly and choice.fits(c)]
    return [
        list(one_year_each({"": of_one}).values()) for of_one in _grouped(found, "period").values()
    ]


def _areas(pay, query, plot):
    """Returns the Areas of a role; `plot` makes a Plot of the cells of one source."""
    (role,) = pay.roles
    asked = printable(query.get("state", ""))
    for source in pay.sources:
        cells = [cell for cell in pay.of(role, source) if cell.area and cell.is_yearly]
        if cells:
            cells = max(_grouped(cells, "currency").values(), key=len)
            newest = one_year_each(_grouped(cells, "area")).values()
            states = [cell for cell in newest if is_state(cell.area)]
            others = [cell for cell in newest if not is_state(cell.area)]
            shown = _in_state(others, asked) if asked else _largest(others)
            return Areas(
                plot("area", source, _by_median(states)) if states else None,
                plot("area", source, _by_median(shown)) if shown else None,
                _state_links(others, query),
                asked,
                _state_name(asked),
                changed(query, state=""),
            )
    return Areas(None, None, (), asked, _state_name(asked), changed(query, state=""))


def _by_median(cells):
    return sorted(cells, key=lambda cell: (-cell.p50, cell.area))


def _largest(cells):
    return sorted(cells, key=lambda cell: (-cell.n, cell.area))[:AREAS_SHOWN]


def _in_state(cells, code):
    return [cell for cell in cells if code in (states_of(cell.area) or [OTHER])]


def _state_name(code):
    return "Other areas" if code == OTHER else STATES.get(code, "")


def _state_links(cells, query):
    """Returns a StateLink for each state that has areas, by name; other areas come last."""
    codes = {code for cell in cells for code in states_of(cell.area) or [OTHER]}
    ordered = sorted(codes, key=lambda code: (code == OTHER, _state_name(code)))
    return tuple(StateLink(code, _state_name(code), changed(query, state=code)) for code in ordered)
