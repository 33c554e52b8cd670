"""What each parameter of the board means. Nothing else reads the board's parameters.

Forms clean them and the engine answers them. `ListingFilter(...).qs` says the same in plain, slower
queries, and tests hold that both agree.
"""

import re
from copy import copy
from datetime import timedelta
from functools import cache, partial

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, F, Q, When
from django_filters import CharFilter, Filter, FilterSet, fields, filters

from careers.pay import PAY_PERIODS
from careers.widgets import OneLine, SearchBox

from ..engine import this_minute
from ..engine.directory import Directory
from ..engine.facets import HANDMADE, INVENTED, NOT, POSTED, STARTS, UNKNOWN
from ..engine.keywords import parse
from ..iso import area_countries, countries_inside
from ..models import (
    SAMPLES,
    STATES_PAY,
    TOP_PAY,
    Listing,
    ListingPlace,
    Workplace,
    yearly_usd,
)
from .labels import REACHES_IN_WORDS, USUAL_PAY, Labels

KEYWORD_MAX = 200
PAY_MAX = 10**8
# No column holds more; whoever asks for more finds nothing.
MOST_USD = 2**31 - 1
SORTS = {
    "relevance": "Best match",
    "newest": "Newest",
    "pay": "Highest pay",
    "closing": "Closing soon",
}
NO_SUCH_CHOICE = {"invalid_choice": "“%(value)s” is not one of the choices."}
NEWEST = ("-posted_at", "-pk")
PAY_NOT_STATED = Q(pay_usd_max=None, pay_usd_min=None)


def board_form(data, labels):
    """Returns the bound BoardForm of a QueryDict; `labels` are the Labels of the moment."""
    form = _form_class()(data)
    form.rates = form.fields["currency"].rates = labels.directory.rates
    for name, field in form.fields.items():
        if isinstance(field, ValuesField):
            facet = name.removeprefix(NOT)
            field.is_known = partial(labels.knows, facet)
            field.as_known = partial(labels.as_known, facet)
    return form


@cache  # making the class takes longer than using it
def _form_class():
    return ListingFilter(None).get_form_class()


def usual_sort(keyword):
    """Returns the order that a board has unless another one is asked for."""
    return "relevance" if keyword else "newest"


# --- cleaning -----------------------------------------------------------------------------------


class PartlyWrong(ValidationError):
    """Some of a parameter's values are wrong; `known` are the others, which still apply.

    `fits_nothing` tells whether no listing can have what is asked for.
    """

    def __init__(self, message, known, fits_nothing):
        super().__init__(message)
        self.known = known
        self.fits_nothing = fits_nothing


class CheaplyCopied:
    """A field whose parts nobody changes: the copy that each form has of it shares them.

    A form has thirty fields, and to copy their choices and widgets took longer than to clean them.
    """

    def __deepcopy__(self, memo):
        return copy(self)


class ValuesField(CheaplyCopied, forms.Field):
    """Any number of known values; cleaned to a tuple of them, each once, as the address has them.

    board_form() sets `is_known`, which tells whether a value is one to choose, and `as_known`,
    which returns one as the site writes it. An unknown value matches nothing: with `all_of` no
    listing has all values, with `leaves_out` none is left out.
    """

    widget = forms.MultipleHiddenInput
    is_known = as_known = None

    def __init__(self, *, all_of=False, leaves_out=False, **kwargs):
        super().__init__(**kwargs)
        self.all_of = all_of
        self.leaves_out = leaves_out

    def clean(self, value):
        values = dict.fromkeys(self.as_known(each) for each in value or () if each)
        known = tuple(each for each in values if self.is_known(each))
        if wrong := [each for each in values if each not in known]:
            more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
            raise PartlyWrong(
                f"“{_readable(wrong[0])}”{more} is not one of the choices.",
                known,
                fits_nothing=not self.leaves_out and (self.all_of or not known),
            )
        return known


class KeywordField(CheaplyCopied, forms.CharField):
    """A keyword that has at least one word to look for."""

    def clean(self, value):
        value = super().clean(value)
        if value and not parse(value):
            raise ValidationError(f"“{_readable(value)}” has no word to search for.")
        return value


class PayField(CheaplyCopied, forms.IntegerField):
    """A whole amount of pay, as people write it: 120000, 120.000, $120 000, 120k or €120k.

    The sign of a currency is passed over: another field says in which one pay is asked for, and the
    page repeats what it has read.
    """

    SIGN = r"(?:\$|€|£|USD|EUR|GBP)?"
    WRITTEN = re.compile(
        rf"\s*{SIGN}\s*(\d{{1,3}}(?:([ ,.'’\u00a0\u202f])\d{{3}})(?:\2\d{{3}})*|\d+)"
        rf"(?:[.,]00?)?\s*(k?)\s*{SIGN}\s*",
        re.IGNORECASE | re.ASCII,
    )

    def to_python(self, value):
        written = self.WRITTEN.fullmatch(value or "")
        if not written:
            return super().to_python(value)
        digits, _, thousands = written.groups()
        return super().to_python(re.sub(r"\D", "", digits) + ("000" if thousands else ""))


class ChoiceField(CheaplyCopied, fields.ChoiceField):
    """One of some choices that never change."""


class CurrencyField(CheaplyCopied, forms.CharField):
    """A currency that has a reference rate; board_form() sets `rates`, {currency: Rate}."""

    rates = None

    def clean(self, value):
        value = super().clean(value).upper()
        if value and value not in self.rates:
            raise ValidationError(f"“{_readable(value)}” is no currency with a rate here.")
        return value


class BoardForm(forms.Form):
    """Cleans the parameters; a wrong value is named at its field and matches nothing.

    `cleaned_data["fits_nothing"]` names the parameters for which no listing fits. A wrong order
    is ignored. `cleaned_data["pay_usd"]` is the amount of pay in whole US dollars a year, as
    listings have theirs (Listing.convert_pay); None where none is asked for.
    """

    # {currency: Rate}, set by board_form().
    rates = None

    def add_error(self, field, error):
        super().add_error(field, error)
        if isinstance(error, PartlyWrong):
            self.cleaned_data[field] = error.known
        if field != "sort" and getattr(error, "fits_nothing", True):
            self.fits_nothing.append(field)

    def full_clean(self):
        self.fits_nothing = []
        super().full_clean()

    def clean(self):
        """Completes the order: with a keyword the best matches come first, else the newest."""
        asked = self.cleaned_data
        asked["fits_nothing"] = tuple(self.fits_nothing)
        default = usual_sort(asked.get("q"))
        asked["sort"] = asked.get("sort") or default
        if asked["sort"] == "relevance":
            asked["sort"] = default
        asked["pay_usd"] = self._pay_usd(asked)
        return asked

    def _pay_usd(self, asked):
        """Returns the amount of pay that is asked for, rounded as that of listings is."""
        rate = self.rates.get(asked.get("currency") or USUAL_PAY["currency"])
        usd = yearly_usd(asked.get("pay"), asked.get("per") or USUAL_PAY["per"], rate and rate.usd)
        return usd if usd is None else min(usd, MOST_USD)


def _readable(value):
    """Returns a value as a message may repeat it."""
    shown = "".join(c if c.isprintable() else " " for c in value[:40])
    return shown + "…" * (len(value) > 40)


# --- the meaning, as querysets (tests compare the engine with it) -----------------------------


class ValuesFilter(Filter):
    """A parameter that may be given more than once: any of its values fits, or all must.

    `fits` turns a value into the Q of the listings that have it.
    """

    field_class = ValuesField

    def __init__(self, fits, *, all_of=False, **kwargs):
        super().__init__(**kwargs)
        self.extra.update(all_of=all_of, leaves_out=self.exclude)
        self.fits = fits
        self.all_of = all_of

    def filter(self, listings, values):
        if not values:
            return listings
        fitting = Q()
        for value in values:
            fitting = fitting & self.fits(value) if self.all_of else fitting | self.fits(value)
        return listings.exclude(fitting) if self.exclude else listings.filter(fitting)


def _is(column):
    """Finds listings by a column that is null where the advert does not say."""
    return lambda value: Q(**{column: None if value == UNKNOWN else value})


def _has_skill(slug):
    return Q(pk__in=Listing.skills.through.objects.filter(skill__slug=slug).values("listing"))


def _fills_need(slug):
    """Finds listings that ask for any of the skills of a group."""
    asked = Listing.skills.through.objects.filter(skill__group__slug=slug)
    return Q(pk__in=asked.values("listing"))


HOMES = ListingPlace.objects.filter(kind=ListingPlace.Kind.RESIDENCE)


def _is_in_country(code):
    """Finds listings with a place of work, or of residence for a remote worker, in a country."""
    if code == UNKNOWN:
        named = ListingPlace.objects.exclude(country="").values("listing")
        return ~Q(pk__in=named) & ~Q(pk__in=_in_areas(HOMES).values("listing"))
    return _is_in_any_country([code])


def _is_in_area(slug):
    """Finds listings with such a place in any country of an area."""
    return _is_in_any_country(countries_inside(slug))


def _is_in_any_country(codes):
    inside = ListingPlace.objects.filter(country__in=codes).values("listing")
    return Q(pk__in=inside) | Q(pk__in=_in_areas(HOMES, codes).values("listing"))


def _in_areas(places, codes=None):
    """Returns the places that are areas of known countries, or of those with any of the codes."""
    areas = places.filter(city="", country="").exclude(region="").order_by()
    names = areas.values_list("region", flat=True).distinct()
    known = ((name, area_countries(name)) for name in names)
    wanted = [name for name, inside in known if (inside if codes is None else {*inside} & {*codes})]
    return areas.filter(region__in=wanted)


def _is_in_city(value):
    city, _, country = value.rpartition(",")
    return Q(pk__in=ListingPlace.objects.filter(city=city, country=country).values("listing"))


def _may_be_done_from(place):
    """Finds remote listings whose worker may live in a country or area, named or inside another."""
    if place == UNKNOWN:
        stated = HOMES.exclude(country="").values("listing")
        areas = _in_areas(HOMES).values("listing")
        return Q(workplace=Workplace.REMOTE) & ~Q(pk__in=stated) & ~Q(pk__in=areas)
    codes = countries_inside(place) or [place]
    named = HOMES.filter(country__in=codes).values("listing")
    return Q(pk__in=named) | Q(pk__in=_in_areas(HOMES, codes).values("listing"))


def _has_language(code):
    return Q(language="" if code == UNKNOWN else code)


def _comes_from(kind):
    return Q(source=None) if kind == HANDMADE else Q(source__kind=kind)


def _is_paid_in(value):
    currency, _, period = value.partition("-")
    period = "" if period == UNKNOWN else period
    return STATES_PAY & Q(pay_currency=currency, pay_period=period)


def _has_text(value):
    """Finds listings by their text; invented samples apart, whatever they say."""
    is_sample = Q(source__kind=SAMPLES)
    if value == INVENTED:
        return is_sample
    return ~is_sample & (Q(body_text="") if value == UNKNOWN else ~Q(body_text=""))


def reaching(amount):
    """Finds listings whose range of pay reaches an amount of US dollars a year."""
    return Q(pay_usd_max__gte=amount) | Q(pay_usd_max=None, pay_usd_min__gte=amount)


def starting_at(amount):
    """Finds listings whose range of pay starts at an amount of US dollars a year, or above."""
    return Q(pay_usd_min__gte=amount)


class KeywordFilter(CharFilter):
    """Words, "phrases" and -unwanted ones in title, text and the employer's name."""

    field_class = KeywordField

    def filter(self, listings, value):
        if not value:
            return listings
        keyword = parse(value)
        rows = listings.order_by().values_list("pk", "title", "body_text", "employer__name")
        return listings.filter(pk__in=[pk for pk, *texts in rows if keyword.fits(*texts)])


class PayFilter(Filter):
    """The least pay; ListingFilter.pays_enough says what it means."""

    field_class = PayField


class CurrencyFilter(Filter):
    """The currency of the least pay."""

    field_class = CurrencyField


class ChoiceFilter(filters.ChoiceFilter):
    """A parameter with one of some values."""

    field_class = ChoiceField


class SortFilter(ChoiceFilter):
    """The order of the listings; there always is one."""

    def filter(self, listings, value):
        if value == "relevance":
            keyword = parse(self.parent.form.cleaned_data["q"])
            titles = listings.order_by().values_list("pk", "title")
            named = [pk for pk, title in titles if keyword.is_named_in(title)]
            # Where none is, the tier would be the constant 1: SQL's word for the first column.
            tier = [Case(When(pk__in=named, then=0), default=1)] if named else []
            return listings.order_by(*tier, *NEWEST)
        if value == "pay":
            return listings.order_by(TOP_PAY.desc(nulls_last=True), *NEWEST)
        if value == "closing":
            return listings.order_by(F("closes_at").asc(nulls_last=True), *NEWEST)
        return listings.order_by(*NEWEST)


class ListingFilter(FilterSet):
    """The board's parameters, and the filters of the same names over any queryset of listings."""

    q = KeywordFilter(max_length=KEYWORD_MAX, widget=SearchBox)
    role = ValuesFilter(_is("role__slug"))
    not_role = ValuesFilter(_is("role__slug"), exclude=True)
    skill = ValuesFilter(_has_skill, all_of=True)
    not_skill = ValuesFilter(_has_skill, exclude=True)
    need = ValuesFilter(_fills_need, all_of=True)
    level = ValuesFilter(_is("level"))
    not_level = ValuesFilter(_is("level"), exclude=True)
    type = ValuesFilter(_is("employment_type"))
    workplace = ValuesFilter(_is("workplace"))
    area = ValuesFilter(_is_in_area)
    country = ValuesFilter(_is_in_country)
    not_country = ValuesFilter(_is_in_country, exclude=True)
    city = ValuesFilter(_is_in_city)
    home = ValuesFilter(_may_be_done_from)
    pay = PayFilter(
        method="pays_enough",
        min_value=0,
        max_value=PAY_MAX,
        # A number box would hide a wrong value from the person who typed it.
        widget=OneLine(attrs={"inputmode": "numeric"}),
    )
    # How the amount of pay is meant; without one they mean nothing.
    currency = CurrencyFilter(method="unchanged")
    per = ChoiceFilter(
        method="unchanged", choices=[*PAY_PERIODS.items()], error_messages=NO_SUCH_CHOICE
    )
    reach = ChoiceFilter(
        method="unchanged", choices=[*REACHES_IN_WORDS.items()], error_messages=NO_SUCH_CHOICE
    )
    pay_unknown = ChoiceFilter(
        method="with_pay_unknown",
        choices=[("show", "Show these too"), ("hide", "Leave these out")],
        error_messages=NO_SUCH_CHOICE,
    )
    paid_in = ValuesFilter(_is_paid_in)
    employer = ValuesFilter(_is("employer__slug"))
    not_employer = ValuesFilter(_is("employer__slug"), exclude=True)
    posted = ChoiceFilter(
        method="posted_within", choices=[*POSTED.items()], error_messages=NO_SUCH_CHOICE
    )
    language = ValuesFilter(_has_language)
    source = ValuesFilter(_comes_from)
    text = ValuesFilter(_has_text)
    sort = SortFilter(choices=[*SORTS.items()], error_messages=NO_SUCH_CHOICE)

    class Meta:
        model = Listing
        fields = []
        form = BoardForm

    def __init__(self, data, queryset=None, *, directory=None, at=None):
        """`directory` is that of the moment (read unless given), `at` when the board is asked."""
        super().__init__(data, Listing.objects.none() if queryset is None else queryset)
        self.directory = directory
        self.at = at or this_minute()

    @property
    def form(self):
        if not hasattr(self, "_form"):
            self._form = board_form(self.data, Labels(self.directory or Directory.load()))
        return self._form

    def filter_queryset(self, listings):
        asked = self.form.cleaned_data
        if asked["fits_nothing"]:
            return listings.none()
        for name, each in self.filters.items():
            listings = each.filter(listings, asked[name])
        return listings

    def pays_enough(self, listings, name, value):
        """Keeps listings whose range starts at the amount, or reaches it unless that is asked for.

        Both are compared in whole US dollars a year. Those without pay are kept only if asked for.
        """
        asked = self.form.cleaned_data
        paying = (starting_at if asked["reach"] == STARTS else reaching)(asked["pay_usd"])
        if asked.get("pay_unknown") == "show":
            paying |= PAY_NOT_STATED
        return listings.filter(paying)

    def unchanged(self, listings, name, value):
        """Keeps all: the parameter tells how another one is meant."""
        return listings

    def with_pay_unknown(self, listings, name, value):
        return listings.exclude(PAY_NOT_STATED) if value == "hide" else listings

    def posted_within(self, listings, name, value):
        return listings.filter(posted_at__gt=self.at - timedelta(days=int(value)))
