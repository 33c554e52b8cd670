"""The facets: properties of listings that visitors filter by and see counted. One row a facet.

To add one: a row here, its reader in snapshot.py, and its filter in board/filters.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..iso import LANGUAGES, area_slugs, country_names
from ..models import EmploymentType, Level, Workplace, source_kinds

# What stands in an address for "the advert does not say", and for "no source, made by hand".
UNKNOWN = "unknown"
HANDMADE = "handmade"
# With it begin the parameters that leave values out.
NOT = "not_"
# Whose text was read, and so says what a job asks for; of an invented one it says nothing.
READ, INVENTED = "read", "invented"
# Whether a range of pay must start at the amount that is asked for, or reach it.
STARTS, REACHES = "starts", "reaches"
# The areas that a page of the board counts and offers; all are counted on a page of their own.
OFFERED_AREAS = (
    *("eu", "eea", "europe", "uk-ireland", "dach", "nordics", "emea"),
    *("north-america", "latam", "apac", "worldwide"),
)
# Listings on a page.
PAGE_SIZE = 25
# A listing says enough of its skills if at least so many of them were read (skill_fit.py).
LEAST_SKILLS = 4
# How many days ago at most a listing was posted.
POSTED = {"1": "Last day", "7": "Last 7 days", "30": "Last 30 days"}


@dataclass(frozen=True)
class Facet:
    """A filterable property with counts, as the index keeps it and as pages show it."""

    # Its parameter in addresses, and its name in the index.
    name: str
    # What its group of filters is called.
    heading: str
    # The type of numpy that the numbers of its values fit into: more than 65,536 cities or
    # employers are thinkable. None: the index has no column of it, and counts it by an order.
    code_type: str | None
    # Whether a listing may have several of its values.
    is_multi_valued: bool = False
    # Whether a listing must have all values that are asked for (a conjunctive facet); else any one.
    is_conjunctive: bool = False
    # Whether one bound is asked for, which answers.py compares, and not values to have.
    is_bound: bool = False
    # Where its values are in the Directory, if the index has ids for them: "roles".
    entries: str = ""
    # What a listing without a value is called; "" where every listing has one.
    unknown: str = ""
    # {value in addresses: its label}; None where the labels change (Directory) or follow a rule.
    labels: Callable[[], Mapping[str, str]] | None = None
    # Of thousands of values so many are counted, the most frequent; None: all of them.
    counted: int | None = None
    # What the page of all values is called; "" where the panel shows every value.
    all_values: str = ""
    # Whether its few values always stand in the order of its labels, whatever their counts.
    keeps_order: bool = False
    # A sentence above its values.
    hint: str = ""
    # Other parameters that stand in its group.
    companions: tuple[str, ...] = ()
    # Whether an area may be asked for in place of each of its countries.
    takes_areas: bool = False
    # Whether its values can be left out, too, by a parameter of their own.
    has_exclusion: bool = False

    @property
    def has_column(self):
        """Whether the index has a column of it."""
        return self.code_type is not None

    @property
    def parameters(self):
        """The parameters of the board that stand in its group."""
        return (self.name, *((self.exclusion,) if self.exclusion else ()), *self.companions)

    @property
    def exclusion(self):
        """The parameter that leaves values out; "" where there is none."""
        return f"{NOT}{self.name}" if self.has_exclusion else ""


# In the order of the panel.
FACETS = {
    facet.name: facet
    for facet in (
        Facet(
            "role",
            "Role",
            "uint16",
            entries="roles",
            unknown="No role matched",
            all_values="All roles",
            has_exclusion=True,
        ),
        Facet(
            "level",
            "Level",
            "uint8",
            unknown="Level not stated",
            labels=lambda: dict(Level.choices),
            keeps_order=True,
            has_exclusion=True,
        ),
        Facet(
            "workplace",
            "Workplace",
            "uint8",
            unknown="Workplace not stated",
            labels=lambda: dict(Workplace.choices),
            keeps_order=True,
        ),
        # A union of countries, which the index makes of theirs.
        Facet(
            "area",
            "Region",
            None,
            is_multi_valued=True,
            labels=area_slugs,
            all_values="All regions",
        ),
        Facet(
            "country",
            "Country",
            "uint16",
            is_multi_valued=True,
            unknown="Place not stated",
            labels=country_names,
            counted=15,
            all_values="All countries",
            has_exclusion=True,
        ),
        Facet(
            "city",
            "City",
            "uint32",
            is_multi_valued=True,
            counted=15,
            all_values="All cities",
        ),
        Facet(
            "home",
            "Remote, and you live in",
            "uint16",
            is_multi_valued=True,
            unknown="Remote, countries not stated",
            labels=lambda: {**country_names(), **area_slugs()},
            takes_areas=True,
            counted=15,
            all_values="All countries of residence",
        ),
        Facet(
            "pay",
            "Pay",
            "uint8",
            is_multi_valued=True,
            is_bound=True,
            companions=("currency", "per", "reach", "pay_unknown"),
        ),
        Facet(
            "paid_in",
            "Pay is stated in",
            "uint16",
            is_multi_valued=True,
            counted=15,
            all_values="All currencies and periods",
        ),
        Facet(
            "skill",
            "Skill",
            "uint16",
            is_multi_valued=True,
            is_conjunctive=True,
            entries="skills",
            counted=15,
            all_values="All skills",
            has_exclusion=True,
            hint="Jobs that ask for all you choose.",
        ),
        Facet(
            "type",
            "Employment type",
            "uint8",
            unknown="Type not stated",
            labels=lambda: dict(EmploymentType.choices),
            keeps_order=True,
        ),
        Facet("posted", "Posted", None, is_bound=True, labels=lambda: POSTED),
        Facet(
            "employer",
            "Employer",
            "uint32",
            entries="employers",
            counted=15,
            all_values="All employers",
            has_exclusion=True,
        ),
        Facet(
            "language",
            "Language",
            "uint8",
            unknown="Language not stated",
            labels=lambda: LANGUAGES,
            all_values="All languages",
        ),
        Facet(
            "source",
            "Source",
            "uint8",
            labels=lambda: {**dict(source_kinds()), HANDMADE: "Entered by hand"},
        ),
        Facet(
            "text",
            "Text",
            "uint8",
            unknown="Without text",
            labels=lambda: {READ: "Text was read", INVENTED: "Invented sample"},
            hint="Shares and pay of a role are counted from real jobs whose text was read.",
        ),
    )
}
