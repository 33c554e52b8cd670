"""The filters of the board with their counts. They print themselves, as a page holds hundreds."""

from dataclasses import dataclass
from html import escape
from itertools import chain
from typing import NamedTuple

from django.utils.safestring import mark_safe

from ..engine.facets import UNKNOWN
from ..engine.keywords import words
from .filters import POSTED
from .query import values_path

# Of a long facet so many values are shown; the others have a page of their own.
SHOWN = 8
# Facets that may have many values, and what the page of all of them is called.
LONG = {
    "role": "All roles",
    "country": "All countries",
    "city": "All cities",
    "home": "All countries of residence",
    "skill": "All skills",
    "employer": "All employers",
    "language": "All languages",
}
HEADINGS = {
    "role": "Role",
    "level": "Level",
    "workplace": "Workplace",
    "country": "Country",
    "city": "City",
    "home": "Remote, and you live in",
    "pay": "Pay",
    "skill": "Skill",
    "type": "Employment type",
    "posted": "Posted",
    "employer": "Employer",
    "language": "Language",
    "source": "Source",
}
# Facets whose few values always stand in the same order, whatever their counts.
FIXED = ("level", "workplace", "type")
OPEN = ("role", "level", "workplace")
# Facets whose group holds more than their own parameter.
WITH = {"pay": ("pay", "pay_unknown"), "employer": ("employer", "not_employer")}
HINTS = {"skill": '<p class="hint">Jobs that ask for all you choose.</p>'}


class Option(NamedTuple):
    """A value to choose, and how many jobs there are with it; None where nobody counted."""

    value: str
    label: str
    count: int | None
    is_chosen: bool


@dataclass(frozen=True)
class Panel:
    """All filters, as they are applied, with what they would find."""

    answer: object
    applied: dict
    wording: object
    # {parameter: what is wrong with what was given}
    problems: dict[str, str]
    # {parameter: what was typed there}, where that is wrong
    typed: dict[str, str]
    # The date of the rates by which pay is converted, in words; "" without rates.
    rates_of: str

    def __str__(self):
        return mark_safe("".join(map(self._group, HEADINGS)))

    @property
    def keyword(self):
        return self.text("q")

    @property
    def keyword_problem(self):
        return self.problem("q")

    def text(self, name):
        """What stands in a box: what applies, or else what has to be mended."""
        return self.applied.get(name, (self.typed.get(name, ""),))[0]

    def problem(self, *names):
        """What is wrong with what was given for some parameters, as HTML."""
        problems = "".join(
            f'<p class="field-problem" id="id_{name}_error">{escape(self.problems[name])} '
            f"It is ignored; the other filters apply.</p>"
            for name in names
            if name in self.problems
        )
        return mark_safe(problems)

    def options(self, facet):
        """The Options of a facet as they stand in the panel."""
        found = options(facet, self.answer.counts[facet], self.applied, self.wording)
        return shortened(found) if facet in LONG else found

    def _group(self, facet):
        print_options = {"pay": self._pay, "posted": self._posted, "employer": self._employers}
        inner = print_options.get(facet, self._choices)(facet)
        parameters = WITH.get(facet, (facet,))
        problem = self.problem(*parameters)
        if not inner and not problem:
            return ""
        chosen = sum(len(self.applied.get(name, ())) for name in parameters)
        is_open = chosen or problem or facet in OPEN
        return (
            f'<details class="facet" id="facet-{facet}"{" open" * bool(is_open)}>'
            f"<summary>{HEADINGS[facet]}{_badge(chosen)}</summary>{problem}{inner}</details>"
        )

    def _choices(self, facet):
        found = self.options(facet)
        items = "".join(_choice("checkbox", facet, option) for option in found)
        hint = HINTS.get(facet, "")
        return items and _fieldset(facet, f"{hint}{_list(items)}{self._more(facet)}")

    def _more(self, facet):
        """The way to all values, where they are not all here."""
        if facet not in LONG or len(self.answer.counts[facet]) <= SHOWN:
            return ""
        address = escape(self.applied.address(path=values_path(facet)))
        return f'<p class="more"><a href="{address}">{LONG[facet]}</a></p>'

    def _employers(self, facet):
        """Employers to choose, or to leave out: those that are left out come first."""
        left_out = [
            Option(slug, self.wording.label(facet, slug), None, self.applied.has(facet, slug))
            for slug in self.applied.get("not_employer", ())
        ]
        others = (o for o in self.options(facet) if not self.applied.has("not_employer", o.value))
        items = "".join(map(self._employer, chain(left_out, others)))
        return items and _fieldset(facet, f"{_list(items)}{self._more(facet)}")

    def _employer(self, option):
        checked = " checked" if self.applied.has("not_employer", option.value) else ""
        name = escape(option.label)
        leave_out = (
            f'<label class="not" title="Leave out {name}">'
            f'<input type="checkbox" name="not_employer" value="{escape(option.value)}"{checked}>'
            f'<span>not<span class="visually-hidden"> {name}</span></span></label>'
        )
        return _item(_label("checkbox", "employer", option) + leave_out, option)

    def _posted(self, facet):
        any_time = Option("", "Any time", None, facet not in self.applied)
        counts = dict(self.answer.counts[facet])
        choices = (
            Option(days, label, counts[days], self.applied.has(facet, days))
            for days, label in POSTED.items()
        )
        items = "".join(_choice("radio", facet, each) for each in (any_time, *choices))
        return _fieldset(facet, _list(items))

    def _pay(self, facet):
        amount = escape(self.text("pay"))
        box = (
            '<label for="id_pay">At least, in US dollars a year</label>'
            f'<input type="text" inputmode="numeric" name="pay" id="id_pay" value="{amount}"'
            f'{self._described("pay")} autocomplete="off">'
        )
        counts = dict(self.answer.counts[facet])
        not_stated = counts.pop(UNKNOWN, 0)
        steps = "".join(self._step(step, counts[step]) for step in sorted(counts, key=int))
        links = steps and f'<ul class="steps" role="list" aria-label="Steps">{steps}</ul>'
        inner = f"{box}{links}{self._pay_unknown(not_stated)}{self._rates()}"
        return f'<div class="pay-filter">{inner}</div>'

    def _step(self, step, count):
        """A step is a link, as the box holds the amount."""
        current = ' aria-current="true"' if self.applied.has("pay", step) else ""
        address = escape(self.applied.having("pay", step).address())
        link = f'<a href="{address}"{current}>{self.wording.label("pay", step)}</a>'
        return f'<li>{link} <span class="count">{count:,}</span></li>'

    def _pay_unknown(self, count):
        """Without an amount jobs that do not state pay are there, with one they are not."""
        value, words = ("show", "Show") if "pay" in self.applied else ("hide", "Leave out")
        chosen = self.applied.has("pay_unknown", value)
        option = Option(value, f"{words} jobs that do not state pay", count, chosen)
        return _list(_choice("checkbox", "pay_unknown", option))

    def _rates(self):
        of_date = f" of {escape(self.rates_of)}" if self.rates_of else ""
        return (
            '<p class="hint">Other currencies and periods are converted at reference rates'
            f"{of_date}, for filtering and sorting only.</p>"
        )

    def _described(self, name):
        is_wrong = name in self.problems
        return f' aria-invalid="true" aria-describedby="id_{name}_error"' if is_wrong else ""


def options(facet, counts, applied, wording):
    """The Options of a facet from what the engine counted; chosen ones stay where it has none."""
    values = dict.fromkeys(wording.labels[facet], 0) if facet in FIXED else {}
    values |= {wording.value(facet, counted): count for counted, count in counts}
    values |= {value: 0 for value in applied.get(facet, ()) if value not in values}
    found = (
        Option(value, wording.label(facet, value), count, applied.has(facet, value))
        for value, count in values.items()
        if value is not None
    )
    # What is not stated comes last; otherwise the order of the counts stands.
    return sorted((o for o in found if o.label), key=lambda option: option.value == UNKNOWN)


def shortened(options):
    """A long list of options: those chosen first, then the most frequent, last what is unknown."""
    if len(options) <= SHOWN:
        return options
    options = sorted(options, key=lambda o: (not o.is_chosen, o.value == UNKNOWN))
    chosen = sum(option.is_chosen for option in options)
    shown = options[: max(SHOWN, chosen)]
    unknown = options[-1]
    return shown if unknown in shown or unknown.value != UNKNOWN else [*shown, unknown]


def found(options, find):
    """The options whose words begin with all words that somebody looks for."""
    wanted = words(find)
    return [
        option
        for option in options
        if all(any(word.startswith(part) for word in words(option.label)) for part in wanted)
    ]


def _item(label, option):
    """A line of a list; it is quiet where the option would show nothing."""
    is_quiet = option.count == 0 and not option.is_chosen
    return f'<li class="none">{label}</li>' if is_quiet else f"<li>{label}</li>"


def _label(kind, name, option):
    checked = " checked" if option.is_chosen else ""
    value = escape(option.value)
    count = "" if option.count is None else f'<span class="count">{option.count:,}</span>'
    return (
        f'<label><input type="{kind}" name="{name}" value="{value}"{checked}>'
        f"<span>{escape(option.label)}</span> {count}</label>"
    )


def _choice(kind, name, option):
    return _item(_label(kind, name, option), option)


def _list(items):
    return f'<ul class="options" role="list">{items}</ul>'


def _fieldset(facet, inner):
    legend = f'<legend class="visually-hidden">{HEADINGS[facet]}</legend>'
    return f"<fieldset>{legend}{inner}</fieldset>"


def _badge(chosen):
    if not chosen:
        return ""
    return f' <span class="badge">{chosen}<span class="visually-hidden"> chosen</span></span>'
