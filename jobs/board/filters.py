"""What each parameter of the board means. Nothing else reads the board's parameters.

Forms clean them and the engine answers them. `ListingFilter(...).qs` says the same in plain, slower
queries, and tests hold that both agree.
"""

import re
from datetime import timedelta
from functools import cache, partial

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, F, Q, When
from django_filters import CharFilter, ChoiceFilter, Filter, FilterSet

from careers.widgets import OneLine, SearchBox

from ..engine import this_minute
from ..engine.directory import Directory
from ..engine.facets import HANDMADE, INVENTED, POSTED, UNKNOWN
from ..engine.keywords import parse
from ..iso import area_countries
from ..models import SAMPLES, STATES_PAY, TOP_PAY, Listing, ListingPlace, Workplace
from .labels import Labels

KEYWORD_MAX = 200
PAY_MAX = 10**8
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
    for name, field in form.fields.items():
        if isinstance(field, ValuesField):
            field.is_known = partial(labels.knows, "employer" if name == "not_employer" else name)
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


class ValuesField(forms.Field):
    """Any number of known values; cleaned to a tuple of them, each once, as the address has them.

    `is_known`, which board_form() sets, tells whether a value is one to choose. An unknown one
    matches nothing: with `all_of` no listing has all values, with `leaves_out` none is left out.
    """

    widget = forms.MultipleHiddenInput
    is_known = None

    def __init__(self, *, all_of=False, leaves_out=False, **kwargs):
        super().__init__(**kwargs)
        self.all_of = all_of
        self.leaves_out = leaves_out

    def clean(self, value):
        values = dict.fromkeys(each for each in value or () if each)
        known = tuple(each for each in values if self.is_known(each))
        if wrong := [each for each in values if each not in known]:
            more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
            raise PartlyWrong(
                f"“{_readable(wrong[0])}”{more} is not one of the choices.",
                known,
                fits_nothing=not self.leaves_out and (self.all_of or not known),
            )
        return known


class KeywordField(forms.CharField):
    """A keyword that has at least one word to look for."""

    def clean(self, value):
        value = super().clean(value)
        if value and not parse(value):
            raise ValidationError(f"“{_readable(value)}” has no word to search for.")
        return value


class PayField(forms.IntegerField):
    """Whole US dollars a year, as people write them: 120000, 120.000, $120 000, 120k or €120k.

    Another currency's sign is passed over: the field says whose dollars it asks for, and the page
    repeats what it has read.
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


class BoardForm(forms.Form):
    """Cleans the parameters; a wrong value is named at its field and matches nothing.

    `cleaned_data["fits_nothing"]` names the parameters for which no listing fits. A wrong order
    is ignored.
    """

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
        return asked


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
    inside = ListingPlace.objects.filter(country=code).values("listing")
    return Q(pk__in=inside) | Q(pk__in=_in_areas(HOMES, code).values("listing"))


def _in_areas(places, code=None):
    """Returns the places that are areas of known countries, or of those with the country."""
    areas = places.filter(city="", country="").exclude(region="").order_by()
    names = areas.values_list("region", flat=True).distinct()
    known = ((name, area_countries(name)) for name in names)
    wanted = [name for name, codes in known if (code in codes if code else codes)]
    return areas.filter(region__in=wanted)


def _is_in_city(value):
    city, _, country = value.rpartition(",")
    return Q(pk__in=ListingPlace.objects.filter(city=city, country=country).values("listing"))


def _may_be_done_from(code):
    """Finds remote listings whose worker may live in a country, named or inside a named area."""
    areas = _in_areas(HOMES, None if code == UNKNOWN else code).values("listing")
    if code == UNKNOWN:
        stated = HOMES.exclude(country="").values("listing")
        return Q(workplace=Workplace.REMOTE) & ~Q(pk__in=stated) & ~Q(pk__in=areas)
    return Q(pk__in=HOMES.filter(country=code).values("listing")) | Q(pk__in=areas)


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
    """The least pay; ListingFilter.pays_at_least says what it means."""

    field_class = PayField


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
    skill = ValuesFilter(_has_skill, all_of=True)
    need = ValuesFilter(_fills_need, all_of=True)
    level = ValuesFilter(_is("level"))
    type = ValuesFilter(_is("employment_type"))
    workplace = ValuesFilter(_is("workplace"))
    country = ValuesFilter(_is_in_country)
    city = ValuesFilter(_is_in_city)
    home = ValuesFilter(_may_be_done_from)
    pay = PayFilter(
        method="pays_at_least",
        min_value=0,
        max_value=PAY_MAX,
        # A number box would hide a wrong value from the person who typed it.
        widget=OneLine(attrs={"inputmode": "numeric"}),
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

    def pays_at_least(self, listings, name, value):
        """Keeps listings whose range reaches the amount; those without pay only if asked for."""
        asked_too = self.form.cleaned_data.get("pay_unknown") == "show"
        return listings.filter(reaching(value) | PAY_NOT_STATED if asked_too else reaching(value))

    def with_pay_unknown(self, listings, name, value):
        return listings.exclude(PAY_NOT_STATED) if value == "hide" else listings

    def posted_within(self, listings, name, value):
        return listings.filter(posted_at__gt=self.at - timedelta(days=int(value)))
