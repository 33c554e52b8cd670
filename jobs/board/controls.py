"""What the page of the board offers to click: filters, chips, orders, other pages. Plain values.

It asks the database nothing; the templates print it.
"""

from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from django.core.paginator import Paginator

from careers.pay import PAY_PERIODS

from ..engine.facets import FACETS, NOT, PAGE_SIZE, STARTS, UNKNOWN, Facet
from ..engine.keywords import keyword_words
from .filters import SORTS
from .headings import listed
from .labels import MEANT_WITH_OTHERS, REACHES_IN_WORDS, pay_meant
from .query import values_path

# What becomes of a wrong value that takes no job away.
IGNORED = "It is ignored; the rest applies."
# What is taken back of values that nothing has.
UNKNOWN_VALUES = "the values that do not exist"
# Of a long facet the panel shows so many values; the others are on a page of their own.
SHOWN_VALUES = 8
# So many filters to take back are offered where few jobs fit, and so many pairs where none does.
MOST_RELAXED, MOST_RELAXED_PAIRS = 8, 6
# Applied values that have a chip each.
MOST_CHIPS = 20


class Chip(NamedTuple):
    """A value that is applied, in words, and the address of the board without it."""

    label: str
    address: str
    # Whether it leaves jobs out that have it.
    leaves_out: bool = False


class Choice(NamedTuple):
    """Another board that is one click away."""

    label: str
    address: str
    # Whether it is this board, or for a value whether it applies to this board.
    is_current: bool = False
    # How many jobs it has; None where nobody counted.
    count: int | None = None


class Option(NamedTuple):
    """A value to choose, and how many jobs there are with it; None where nobody counted."""

    value: str
    label: str
    count: int | None
    is_chosen: bool
    # Whether jobs with it are left out.
    is_left_out: bool = False


@dataclass(frozen=True)
class Problem:
    """What is wrong with what was given for a parameter, and what its group is called."""

    parameter: str
    text: str
    heading: str


@dataclass(frozen=True)
class FacetGroup:
    """The filters of one facet."""

    facet: Facet
    options: list[Option]
    # How many of its values apply.
    chosen: int
    problems: list[Problem]
    # The address of the page of all its values; "" where they all are options.
    all_values: str

    @property
    def is_open(self):
        """Whether there is something to mend in it; what is chosen, a badge counts."""
        return bool(self.problems)


@dataclass(frozen=True)
class PayControl:
    """How pay is asked for: what stands in its box, and what its amount is meant in."""

    amount: str
    reach: str
    currency: str
    period: str
    # {value: its label} of each of the three.
    reaches: dict[str, str]
    currencies: dict[str, str]
    periods: dict[str, str]


@dataclass(frozen=True)
class PageLinks:
    """The other pages of the results. An address is "" where there is none."""

    previous: str
    next: str
    # Every page by its number, or a gap, which has no address.
    numbers: list[Choice]


# --- filters -----------------------------------------------------------------------------------


def facet_groups(answer, query, labels, problems):
    """Returns a FacetGroup for each facet that has values or Problems, and of areas in any case."""
    groups = (_group(facet, answer, query, labels, problems) for facet in FACETS.values())
    return [each for each in groups if each.options or each.problems or each.facet.name == "area"]


def _group(facet, answer, query, labels, problems):
    counts = answer.counts[facet.name]
    is_long = facet.all_values and len(counts) > SHOWN_VALUES
    return FacetGroup(
        facet,
        options=OPTIONS.get(facet.name, _panel_options)(facet, counts, query, labels),
        chosen=sum(len(query.get(name, ())) for name in facet.parameters),
        problems=[each for each in problems if each.parameter in facet.parameters],
        all_values=query.address(path=values_path(facet.name)) if is_long else "",
    )


def options(facet, counts, query, labels):
    """Returns an Option for each value that the engine counted, or that is chosen or left out."""
    return [*_each_option(facet, _counted(facet, counts, query, labels), query, labels)]


def _panel_options(facet, counts, query, labels):
    """Returns the same for a short facet; of a long one those that apply, then the most frequent,
    last the one for what is not stated.
    """
    values = _counted(facet, counts, query, labels)
    if not facet.all_values or len(values) <= SHOWN_VALUES:
        return [*_each_option(facet, values, query, labels)]
    applied = [*query.get(facet.name, ()), *query.get(facet.exclusion, ())]
    first = {value: count for value, count in values.items() if value in applied}
    # Most values are not shown: they need neither a label nor an Option.
    shown = dict(islice((first | values).items(), max(SHOWN_VALUES, len(first))))
    if UNKNOWN in values:
        shown[UNKNOWN] = values[UNKNOWN]
    return [*_each_option(facet, shown, query, labels)]


def _counted(facet, counts, query, labels):
    """Returns {value: how many jobs there are with it; None where nobody counted}, in order."""
    name = facet.name
    values = dict.fromkeys(labels.of[name], 0) if facet.keeps_order else {}
    values |= {labels.value(name, counted): count for counted, count in counts}
    values |= dict.fromkeys(query.get(facet.exclusion, ()))
    # An area is asked for whole, and nobody counted it.
    uncounted = None if facet.takes_areas else 0
    values |= {value: uncounted for value in query.get(name, ()) if value not in values}
    # A row that has no name any more.
    values.pop(None, None)
    # What is not stated comes last; otherwise the order of the counts stands.
    if UNKNOWN in values and facet.unknown:
        values[UNKNOWN] = values.pop(UNKNOWN)
    return values


def _each_option(facet, values, query, labels):
    """Yields an Option for each of {value: count} that has a label."""
    chosen, left_out = query.get(facet.name, ()), query.get(facet.exclusion, ())
    for value, count in values.items():
        if label := labels.label(facet.name, value):
            yield Option(value, label, count, value in chosen, value in left_out)


def _posted(facet, counts, query, labels):
    counts, name = dict(counts), facet.name
    any_time = Option("", "Any time", None, name not in query)
    return [any_time] + [
        Option(days, label, counts[days], query.has(name, days))
        for days, label in labels.of[name].items()
    ]


def _pay_unknown(facet, counts, query, labels):
    """Without an amount jobs that do not state pay are there, with one they are not."""
    value, verb = ("show", "Show") if "pay" in query else ("hide", "Leave out")
    label, count = f"{verb} jobs that do not state pay", dict(counts).get(UNKNOWN, 0)
    return [Option(value, label, count, query.has("pay_unknown", value))]


def _areas(facet, counts, query, labels):
    """Returns the areas that were counted, as one box offers them, those without jobs apart."""
    return [
        Option(area, labels.label("area", area), count, query.has("area", area))
        for area, count in counts
        if count or query.has("area", area)
    ]


# Facets whose options are not simply their values.
OPTIONS = {"posted": _posted, "pay": _pay_unknown, "area": _areas}


def pay_control(form, query, labels):
    """Returns the PayControl of a board.

    Who asks for no pay yet is offered what starts at an amount, not what may reach it.
    """
    currency, period, reach = pay_meant(query)
    if "pay" not in query:
        reach = STARTS
    return PayControl(
        typed(form, query, "pay"),
        *(reach, currency, period),
        reaches=REACHES_IN_WORDS,
        currencies={code: code for code in sorted({currency, *labels.directory.rates})},
        periods=PAY_PERIODS,
    )


def matching(options, find):
    """Returns the Options whose words begin with all words that somebody looks for."""
    wanted = keyword_words(find)
    return [
        option
        for option in options
        if all(
            any(word.startswith(part) for word in keyword_words(option.label)) for part in wanted
        )
    ]


def value_choices(facet, options, query):
    """Returns a Choice for each Option: the board with it, or without it where it is chosen."""
    choices = []
    for option in options:
        change = query.without if option.is_chosen else query.with_value
        address = change(facet.name, option.value).address()
        choices.append(Choice(option.label, address, option.is_chosen, option.count))
    return choices


# --- what applies, and other boards ------------------------------------------------------------


def problems_of(form):
    """Returns a Problem for each parameter of a form that has a wrong value."""
    return [
        Problem(
            name,
            f"{' '.join(errors)} {'No job fits it.' if name in form.fits_nothing else IGNORED}",
            FACETS[name].heading if name in FACETS else "",
        )
        for name, errors in form.errors.items()
    ]


def notices(left_out, problems, asked_page, answer):
    """Returns what is wrong with the address of a board, each in a sentence.

    `left_out` was left out before it was read (careers/pages/questions.py); `asked_page` is the
    page as the address has it.
    """
    said = [*left_out, *(f"{p.heading}: {p.text}" if p.heading else p.text for p in problems)]
    if asked_page not in ("", str(answer.page)):
        said.append(f"There is no page “{asked_page[:20]}”; this is page {answer.page}.")
    return said


def typed(form, query, name):
    """Returns what stands in a text box: what applies, or else what has to be mended."""
    if name in form.errors:
        return form[name].value()
    return query.get(name, ("",))[0]


def chips(query, labels):
    """Returns a Chip for each applied value, in the order of the parameters.

    Of very many values those of one parameter share a chip, as each chip repeats the address.
    """
    filters = {name: values for name, values in query.items() if name not in MEANT_WITH_OTHERS}
    pairs = [(name, value) for name, values in filters.items() for value in values]
    if len(pairs) > MOST_CHIPS:
        return [
            Chip(
                _named(name, values, query, labels),
                query.without(name).address(),
                name.startswith(NOT),
            )
            for name, values in filters.items()
        ]
    return [
        Chip(
            labels.chip(name, value, query),
            query.without(name, value).address(),
            name.startswith(NOT),
        )
        for name, value in pairs
    ]


def _named(name, values, query, labels, joined_by=", "):
    """Returns what values of a parameter are called: the first of them, and how many more."""
    return listed([labels.chip(name, each, query) for each in values], joined_by)


def count_words(answer):
    """Returns how many jobs there are, and which of them the page shows: listings, not cards."""
    if answer.total <= PAGE_SIZE:
        return {0: "No open job fits", 1: "1 job"}.get(answer.total, f"{answer.total} jobs")
    start = (answer.page - 1) * PAGE_SIZE
    last = start + len(answer.pks)
    return f"Showing {start + 1:,}–{last:,} of {answer.total:,} jobs"


def sorts(sort, query):
    """Returns a Choice for each order; best match makes sense for a keyword only."""
    return [
        Choice(label, query.ordered(name).address(), name == sort)
        for name, label in SORTS.items()
        if name != "relevance" or "q" in query
    ]


def relaxed(answer, query, labels, fits_nothing=()):
    """Returns a Choice for each of the filters that hide most: the board without it.

    `fits_nothing` are the parameters whose values, which no query has, match nothing.
    """
    most = sorted(answer.relaxed_totals.items(), key=lambda item: -item[1])[:MOST_RELAXED]
    return [
        _without([key], total, query, labels, fits_nothing)
        for key, total in most
        if total > answer.total
    ]


def relaxed_pairs(answer, query, labels, fits_nothing=()):
    """Returns a Choice for each two filters that hide more together than each of them alone.

    Of two filters in all there is none: without both no filter is left.
    """
    alone = answer.relaxed_totals
    if len(alone) == 2:
        return []
    pairs = {
        pair: total
        for pair, total in answer.relaxed_pairs.items()
        if total > max(alone[key] for key in pair)
    }
    most = sorted(pairs.items(), key=lambda item: -item[1])[:MOST_RELAXED_PAIRS]
    return [_without(pair, total, query, labels, fits_nothing) for pair, total in most]


def _without(keys, total, query, labels, fits_nothing):
    """Returns the Choice of a board without the filters of some keys of an Answer's."""
    words, less = [], query
    for name, value in keys:
        if name in fits_nothing and not value:
            words.append(UNKNOWN_VALUES)
            continue
        words.append(_named(name, (value,) if value else query[name], query, labels, " or "))
        less = less.without(name, value)
    return Choice(f"Without {' and '.join(words)}", less.address(), count=total)


def page_links(answer, query):
    """Returns the PageLinks of an Answer; None where it is the only page."""
    if answer.pages == 1:
        return None
    number, last = answer.page, answer.pages
    shown = Paginator(range(last), 1).get_elided_page_range(number, on_each_side=1, on_ends=1)
    return PageLinks(
        previous=query.address(number - 1) if number > 1 else "",
        next=query.address(number + 1) if number < last else "",
        numbers=[_page_choice(each, number, query) for each in shown],
    )


def _page_choice(number, current, query):
    if number == Paginator.ELLIPSIS:
        return Choice(number, "")
    return Choice(f"{number:,}", query.address(number), number == current)
