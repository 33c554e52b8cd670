"""What the page of the board shows beside its cards and filters. It asks the database nothing."""

from dataclasses import dataclass
from html import escape

from django.core.paginator import Paginator
from django.utils.safestring import mark_safe

from ..engine.answers import PAGE_SIZE
from .filters import SORTS


@dataclass(frozen=True)
class Chip:
    """A value that is applied, in words, and the address of the board without it."""

    name: str
    label: str
    without: str


@dataclass(frozen=True)
class Choice:
    """Another board that is one click away: its words, its address, whether it is this one."""

    label: str
    address: str
    is_current: bool = False


def chips(applied, wording):
    """A Chip for each applied value, in the order of the parameters."""
    return [
        Chip(name, wording.chip(name, value), applied.without(name, value).address())
        for name, values in applied.filters.items()
        for value in values
    ]


def title(landing, applied, answer, wording):
    """The title of the page: its landing, what narrows that, and its number."""
    narrowing = [
        wording.chip(name, value)
        for name, values in applied.filters.items()
        for value in values
        if name not in landing.applied
    ]
    words = landing.heading + (f": {', '.join(narrowing)}" if narrowing else "")
    return words if answer.page == 1 else f"{words}, page {answer.page}"


def count_words(answer):
    """How many jobs there are, and which of them the page shows: listings, not cards."""
    if answer.total <= PAGE_SIZE:
        return {0: "No open job fits", 1: "1 job"}.get(answer.total, f"{answer.total} jobs")
    start = (answer.page - 1) * PAGE_SIZE
    last = start + len(answer.pks)
    return f"Showing {start + 1:,}–{last:,} of {answer.total:,} jobs"


def sorts(sort, applied):
    """A Choice for each order; best match makes sense for a keyword only."""
    return [
        Choice(label, applied.sorted(name).address(), name == sort)
        for name, label in SORTS.items()
        if name != "relevance" or "q" in applied
    ]


def others(answer, applied, wording):
    """A Choice for each filter that hides more than it shows: the board without it."""
    found = []
    for (name, value), total in sorted(answer.relaxed_totals.items(), key=lambda item: -item[1]):
        if total > answer.total:
            values = (value,) if value else applied[name]
            label = " or ".join(wording.chip(name, each) for each in values)
            address = applied.without(name, value).address()
            found.append((f"Without {label}", address, total))
    return found


def page_links(answer, applied):
    """The way to the other pages, as HTML; "" where there are none."""
    if answer.pages == 1:
        return ""
    numbers = Paginator(range(answer.pages), 1).get_elided_page_range(
        answer.page, on_each_side=1, on_ends=1
    )
    links = [_page_link(number, answer.page, applied) for number in numbers]
    if answer.page > 1:
        links.insert(0, _step("prev", "Previous", answer.page - 1, applied))
    if answer.page < answer.pages:
        links.append(_step("next", "Next", answer.page + 1, applied))
    items = "".join(f"<li>{link}</li>" for link in links)
    return mark_safe(f'<nav class="pages" aria-label="Pages"><ul role="list">{items}</ul></nav>')


def _page_link(number, current, applied):
    if number == Paginator.ELLIPSIS:
        return f'<span class="gap">{number}</span>'
    if number == current:
        return (
            f'<span aria-current="page"><span class="visually-hidden">Page </span>{number:,}</span>'
        )
    address = escape(applied.address(number))
    return f'<a href="{address}"><span class="visually-hidden">Page </span>{number:,}</a>'


def _step(rel, label, number, applied):
    return f'<a rel="{rel}" href="{escape(applied.address(number))}">{label}</a>'


def value_links(facet, options, applied):
    """Options of a facet as links to the board with them, or without those that are chosen."""
    return mark_safe("".join(_value_link(facet, option, applied) for option in options))


def _value_link(facet, option, applied):
    change = applied.without if option.is_chosen else applied.adding
    address, label = escape(change(facet, option.value).address()), escape(option.label)
    mark = '<span class="visually-hidden">Take back </span>' if option.is_chosen else ""
    current = ' aria-current="true"' if option.is_chosen else ""
    return (
        f'<li><a href="{address}"{current}>{mark}{label}</a> '
        f'<span class="count">{option.count:,}</span></li>'
    )
