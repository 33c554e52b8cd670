"""The board as one finds it elsewhere: django-filter, a Paginator, icontains, and a query a facet.

It gives the same answers as the engine and knows nothing of it, so the benchmark measures against
it and checks by it. It is not made slow: places and skills are looked up without DISTINCT,
employers chosen without a list of all, and the tables have the real site's indexes.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Coalesce, Concat
from django.forms import MultipleChoiceField
from django_filters import (
    CharFilter,
    ChoiceFilter,
    FilterSet,
    ModelMultipleChoiceFilter,
    MultipleChoiceFilter,
    NumberFilter,
)

from careers.models import Role, Skill
from jobs.engine import this_minute
from jobs.models import Employer, EmploymentType, Level, Listing, ListingPlace, Workplace

LISTINGS_A_PAGE = 25
# Of facets with many values only the most frequent ones are shown.
COUNTED_VALUES = {"skill": 15, "employer": 15, "city": 15, "country": 15, "home": 15}
POSTED = ("1", "7", "30")
# A keyword's parts: what is unwanted begins with "-", what stands together is in quotes.
PART = re.compile(r'(-?)(?:"([^"]+)"|(\S+))')
NOTHING_STATED = {"null_label": "Not stated", "null_value": "unknown", "distinct": False}
TOP_PAY = Coalesce("pay_usd_max", "pay_usd_min")
NEWEST = ("-posted_at", "-pk")


@dataclass(frozen=True)
class Answer:
    """A page of the board: its listings, how many there are in all, and {value: count} a facet."""

    pks: list
    total: int
    counts: dict


class AnyChoice(MultipleChoiceField):
    """Takes every value, where a list of all to choose from would be long."""

    def valid_value(self, value):
        return True


class AnyFilter(MultipleChoiceFilter):
    field_class = AnyChoice


class NaiveFilter(FilterSet):
    q = CharFilter(method="with_words")
    role = ModelMultipleChoiceFilter(
        field_name="role__slug",
        to_field_name="slug",
        queryset=Role.objects.published,
        **NOTHING_STATED,
    )
    skill = ModelMultipleChoiceFilter(
        field_name="skills__slug",
        to_field_name="slug",
        queryset=Skill.objects.all(),
        conjoined=True,
        distinct=False,
    )
    level = MultipleChoiceFilter(choices=Level, **NOTHING_STATED)
    type = MultipleChoiceFilter(
        field_name="employment_type", choices=EmploymentType, **NOTHING_STATED
    )
    workplace = MultipleChoiceFilter(choices=Workplace, **NOTHING_STATED)
    country = AnyFilter(method="in_country")
    city = AnyFilter(method="in_city")
    home = AnyFilter(method="living_in")
    employer = ModelMultipleChoiceFilter(
        field_name="employer__slug",
        to_field_name="slug",
        queryset=Employer.objects.all(),
        distinct=False,
    )
    language = AnyFilter(method="in_language")
    source = AnyFilter(method="from_source")
    pay = NumberFilter(method="pays_at_least")
    posted = ChoiceFilter(method="posted_within", choices=[(days, days) for days in POSTED])

    class Meta:
        model = Listing
        fields = []

    def with_words(self, listings, name, value):
        for unwanted, phrase, word in PART.findall(value):
            text = phrase or word
            holding = (
                Q(title__icontains=text)
                | Q(employer__name__icontains=text)
                | Q(body_text__icontains=text)
            )
            listings = listings.filter(~holding if unwanted else holding)
        return listings

    def in_country(self, listings, name, values):
        return listings.filter(having(placed(country__in=values), values, ~Q(pk__in=placed())))

    def in_city(self, listings, name, values):
        named = ListingPlace.objects.annotate(name=CITY).filter(name__in=values)
        return listings.filter(pk__in=named.values("listing"))

    def living_in(self, listings, name, values):
        there = placed(kind="residence", country__in=values)
        anywhere = Q(workplace="remote") & ~Q(pk__in=placed(kind="residence"))
        return listings.filter(having(there, values, anywhere))

    def in_language(self, listings, name, values):
        return listings.filter(language__in=["" if v == "unknown" else v for v in values])

    def from_source(self, listings, name, values):
        handmade = Q(source=None) if "handmade" in values else Q()
        return listings.filter(Q(source__kind__in=values) | handmade)

    def pays_at_least(self, listings, name, value):
        return listings.filter(reaching(value))

    def posted_within(self, listings, name, value):
        return listings.filter(since(value))


CITY = Concat("city", Value(","), "country")


def placed(**where):
    """Returns the ids of listings with such a place, in some country."""
    return ListingPlace.objects.filter(**where).exclude(country="").values("listing")


def having(listings, values, unknown):
    """That a listing is one of these, or one of the unknown if these are asked for, too."""
    return Q(pk__in=listings) | unknown if "unknown" in values else Q(pk__in=listings)


def reaching(amount):
    return Q(pay_usd_max__gte=amount) | Q(pay_usd_max=None, pay_usd_min__gte=amount)


def since(days):
    return Q(posted_at__gt=this_minute() - timedelta(days=int(days)))


def order(query):
    """Returns the order that a query asks for; with a keyword, those with it in the title are
    first.
    """
    sort = query.get("sort", "relevance" if query.get("q") else "newest")
    if sort == "relevance":
        in_title = Q()
        for unwanted, phrase, word in PART.findall(query["q"]):
            if not unwanted:
                in_title &= Q(title__icontains=phrase or word)
        return (Case(When(in_title, then=0), default=1), *NEWEST)
    if sort == "pay":
        return (TOP_PAY.desc(nulls_last=True), *NEWEST)
    if sort == "closing":
        return (F("closes_at").asc(nulls_last=True), *NEWEST)
    return NEWEST


# --- facets ------------------------------------------------------------------------------------


def by_column(column, unknown="unknown", shown=None):
    """Returns a facet whose value is a column of the listing, or of what it points at."""

    def count(found):
        rows = found.order_by().values_list(column).annotate(n=Count("pk")).order_by("-n", column)
        return {value or unknown: n for value, n in rows[:shown]}

    return count


def by_rows(rows, value, unknown=None, shown=None):
    """Returns a facet of many values a listing, each in a row of its own; `unknown` has none of
    them.
    """

    def count(found):
        theirs = rows().filter(listing__in=found.order_by().values("pk")).order_by()
        counted = theirs.values_list(value).annotate(n=Count("listing", distinct=True))
        counts = dict(counted.order_by("-n", value)[:shown])
        if unknown is not None and (n := found.filter(unknown()).count()):
            counts["unknown"] = n
        return dict(sorted(counts.items(), key=lambda each: -each[1])[:shown])

    return count


def by_conditions(conditions):
    """Returns a facet whose values may overlap: bounds, each with all that is beyond it."""

    def count(found):
        wanted = conditions()
        return found.aggregate(**{value: Count("pk", filter=q) for value, q in wanted.items()})

    return count


def places(**where):
    return lambda: ListingPlace.objects.filter(**where).exclude(country="")


def pay_conditions():
    return {"unknown": Q(pay_usd_max=None, pay_usd_min=None)}


def cities():
    return ListingPlace.objects.exclude(city="").annotate(name=CITY)


FACETS = {
    "role": by_column("role__slug"),
    "skill": by_rows(
        Listing.skills.through.objects.all, "skill__slug", shown=COUNTED_VALUES["skill"]
    ),
    "level": by_column("level"),
    "type": by_column("employment_type"),
    "workplace": by_column("workplace"),
    "country": by_rows(
        places(), "country", lambda: ~Q(pk__in=placed()), shown=COUNTED_VALUES["country"]
    ),
    "city": by_rows(cities, "name", shown=COUNTED_VALUES["city"]),
    "home": by_rows(
        places(kind="residence"),
        "country",
        lambda: Q(workplace="remote") & ~Q(pk__in=placed(kind="residence")),
        shown=COUNTED_VALUES["home"],
    ),
    "employer": by_column("employer__slug", shown=COUNTED_VALUES["employer"]),
    "language": by_column("language"),
    "source": by_column("source__kind", unknown="handmade"),
    "pay": by_conditions(pay_conditions),
    "posted": by_conditions(lambda: {days: since(days) for days in POSTED}),
}
# Of these a listing must have all values, so those already chosen narrow the others.
ALL_OF = {"skill"}


def matching(query):
    """Returns the open listings that fit a QueryDict."""
    return NaiveFilter(query, Listing.objects.open()).qs


def answer(query, matching=matching):
    """Returns what the board shows for a QueryDict; `matching` says which listings fit one."""
    found = matching(query)
    page = Paginator(found.order_by(*order(query)), LISTINGS_A_PAGE).get_page(query.get("page"))
    # Any of a facet's values fits, so they are counted among what fits without its own part.
    alone = {name for name in FACETS if query.get(name) and name not in ALL_OF}
    counts = {
        name: count(matching(without(query, name)) if name in alone else found)
        for name, count in FACETS.items()
    }
    return Answer([listing.pk for listing in page], page.paginator.count, counts)


def without(query, facet):
    rest = query.copy()
    del rest[facet]
    return rest
