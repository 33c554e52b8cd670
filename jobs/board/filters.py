"""What each parameter of the board means. Nothing else reads the board's parameters.

The engine answers them; `ListingFilter(...).qs` says the same in plain, slower queries, and tests
hold that both agree.
"""

import re
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, F, Q, When
from django_filters import CharFilter, ChoiceFilter, Filter, FilterSet

from careers.widgets import OneLine, SearchBox

from ..engine import this_minute
from ..engine.directory import Directory
from ..engine.facets import HANDMADE, POSTED, UNKNOWN
from ..engine.keywords import parse
from ..iso import LANGUAGES, country_names
from ..models import TOP_PAY, EmploymentType, Level, Listing, ListingPlace, Workplace, source_kinds

KEYWORD_MAX = 200
PAY_MAX = 10**8
PAY_UNKNOWN = {"show": "Show these too", "hide": "Leave these out"}
SORTS = {
    "relevance": "Best match",
    "newest": "Newest",
    "pay": "Highest pay",
    "closing": "Closing soon",
}
NEWEST = ("-posted_at", "-pk")
PAY_NOT_STATED = Q(pay_usd_max=None, pay_usd_min=None)


# --- parameters with several values ------------------------------------------------------------


class PartlyWrong(ValidationError):
    """Some of a parameter's values are wrong; `known` are the others, which still apply."""

    def __init__(self, message, known):
        super().__init__(message)
        self.known = known


class ValuesField(forms.Field):
    """Any number of known values; cleaned to a tuple of them, each once, as the address has them.

    `is_known` tells whether a value is one to choose.
    """

    widget = forms.MultipleHiddenInput

    def __init__(self, *, is_known=None, **kwargs):
        super().__init__(**kwargs)
        self.is_known = is_known

    def clean(self, value):
        values = dict.fromkeys(each for each in value or () if each)
        known = tuple(each for each in values if self.is_known(each))
        if wrong := [each for each in values if each not in known]:
            raise PartlyWrong(f"There is no “{_readable(wrong[0])}” to choose here.", known)
        return known


class ValuesFilter(Filter):
    """A parameter that may be given more than once: any of its values fits, or all must.

    `fits` turns a value into the Q of the listings that have it.
    """

    field_class = ValuesField

    def __init__(self, fits, *, all_of=False, **kwargs):
        super().__init__(**kwargs)
        self.fits = fits
        self.all_of = all_of

    def filter(self, listings, values):
        if not values:
            return listings
        fitting = Q()
        for value in values:
            fitting = fitting & self.fits(value) if self.all_of else fitting | self.fits(value)
        return listings.exclude(fitting) if self.exclude else listings.filter(fitting)


def _one_of(*values):
    """Knows these values, and that a property is not stated."""
    known = frozenset([*values, UNKNOWN])
    return lambda value: value in known


def _is_city(value):
    """Knows every value of the form "Berlin,DE"."""
    city, _, country = value.rpartition(",")
    return bool(city.strip()) and country in country_names()


def _is_source(value):
    return value == HANDMADE or value in dict(source_kinds())


def _is(column):
    """Listings with the value in a column that is null where the advert does not say."""
    return lambda value: Q(**{column: None if value == UNKNOWN else value})


def _has_skill(slug):
    return Q(pk__in=Listing.skills.through.objects.filter(skill__slug=slug).values("listing"))


def _is_in_country(code):
    """Listings with a place of work, or of residence for a remote worker, in the country."""
    if code == UNKNOWN:
        return ~Q(pk__in=ListingPlace.objects.exclude(country="").values("listing"))
    return Q(pk__in=ListingPlace.objects.filter(country=code).values("listing"))


def _is_in_city(value):
    city, _, country = value.rpartition(",")
    return Q(pk__in=ListingPlace.objects.filter(city=city, country=country).values("listing"))


def _may_be_done_from(code):
    """Remote listings whose worker may live in the country."""
    homes = ListingPlace.objects.filter(kind=ListingPlace.Kind.RESIDENCE)
    if code == UNKNOWN:
        stated = homes.exclude(country="").values("listing")
        return Q(workplace=Workplace.REMOTE) & ~Q(pk__in=stated)
    return Q(pk__in=homes.filter(country=code).values("listing"))


def _has_language(code):
    return Q(language="" if code == UNKNOWN else code)


def _comes_from(kind):
    return Q(source=None) if kind == HANDMADE else Q(source__kind=kind)


# --- keyword, pay and order ---------------------------------------------------------------------


class KeywordField(forms.CharField):
    def clean(self, value):
        value = super().clean(value)
        if value and not parse(value):
            raise ValidationError(f"“{_readable(value)}” has no word to look for.")
        return value


class KeywordFilter(CharFilter):
    """Words, "phrases" and -unwanted ones in title, text and the employer's name."""

    field_class = KeywordField

    def filter(self, listings, value):
        if not value:
            return listings
        keyword = parse(value)
        rows = listings.order_by().values_list("pk", "title", "body_text", "employer__name")
        return listings.filter(pk__in=[pk for pk, *texts in rows if keyword.fits(*texts)])


class PayField(forms.IntegerField):
    """Whole US dollars a year, as people write them: 120000, 120,000, $120 000 or 120k."""

    WRITTEN = re.compile(
        r"\s*\$?\s*(\d{1,3}(?:[ ,]\d{3})+|\d+)\s*(k?)\s*", re.IGNORECASE | re.ASCII
    )

    def to_python(self, value):
        written = self.WRITTEN.fullmatch(value or "")
        if not written:
            return super().to_python(value)
        digits, thousands = written.groups()
        return super().to_python(re.sub("[ ,]", "", digits) + ("000" if thousands else ""))


class PayFilter(Filter):
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


# --- the board ---------------------------------------------------------------------------------


class BoardForm(forms.Form):
    """Cleans the parameters; a wrong value is named at its field and ignored, the rest applies."""

    def add_error(self, field, error):
        super().add_error(field, error)
        if isinstance(error, PartlyWrong):
            self.cleaned_data[field] = error.known

    def clean(self):
        """Completes the order: with a keyword the best matches come first, else the newest."""
        asked = self.cleaned_data
        default = usual_sort(asked.get("q"))
        asked["sort"] = asked.get("sort") or default
        if asked["sort"] == "relevance":
            asked["sort"] = default
        return asked


class ListingFilter(FilterSet):
    """The board's filters over any queryset of listings."""

    q = KeywordFilter(label="Keyword", max_length=KEYWORD_MAX, widget=SearchBox)
    role = ValuesFilter(_is("role__slug"), label="Role")
    skill = ValuesFilter(_has_skill, all_of=True, label="Skill")
    level = ValuesFilter(_is("level"), label="Level", is_known=_one_of(*Level.values))
    type = ValuesFilter(
        _is("employment_type"), label="Employment type", is_known=_one_of(*EmploymentType.values)
    )
    workplace = ValuesFilter(
        _is("workplace"), label="Workplace", is_known=_one_of(*Workplace.values)
    )
    country = ValuesFilter(_is_in_country, label="Country", is_known=_one_of(*country_names()))
    city = ValuesFilter(_is_in_city, label="City", is_known=_is_city)
    home = ValuesFilter(
        _may_be_done_from, label="Remote, living in", is_known=_one_of(*country_names())
    )
    pay = PayFilter(
        label="Pays at least",
        method="pays_at_least",
        min_value=0,
        max_value=PAY_MAX,
        # A number box would hide a wrong value from the person who typed it.
        widget=OneLine(attrs={"inputmode": "numeric"}),
    )
    pay_unknown = ChoiceFilter(
        label="Pay not stated", method="with_pay_unknown", choices=[*PAY_UNKNOWN.items()]
    )
    employer = ValuesFilter(_is("employer__slug"), label="Employer")
    not_employer = ValuesFilter(_is("employer__slug"), exclude=True, label="Without employer")
    posted = ChoiceFilter(label="Posted", method="posted_within", choices=[*POSTED.items()])
    language = ValuesFilter(_has_language, label="Language", is_known=_one_of(*LANGUAGES))
    source = ValuesFilter(_comes_from, label="Source", is_known=_is_source)
    sort = SortFilter(label="Sort by", choices=[*SORTS.items()])

    class Meta:
        model = Listing
        fields = []
        form = BoardForm

    form_class = None

    def __init__(self, data, queryset=None, *, names=None, at=None):
        """`names` are those of the moment (read, unless given), `at` is when the board is asked."""
        super().__init__(data, Listing.objects.none() if queryset is None else queryset)
        self.names = names or Directory.load()
        self.at = at or this_minute()

    @property
    def form(self):
        if not hasattr(self, "_form"):
            fields, names = super().form.fields, self.names
            fields["role"].is_known = lambda slug: slug in names.roles or slug == UNKNOWN
            fields["skill"].is_known = names.skills.__contains__
            fields["employer"].is_known = names.employers.__contains__
            fields["not_employer"].is_known = names.employers.__contains__
        return self._form

    def get_form_class(self):
        """The form of all filters, made once: making it takes longer than using it."""
        if ListingFilter.form_class is None:
            ListingFilter.form_class = super().get_form_class()
        return ListingFilter.form_class

    def pays_at_least(self, listings, name, value):
        """Listings whose range reaches the amount; those without pay only if they are asked for."""
        asked_too = self.form.cleaned_data.get("pay_unknown") == "show"
        return listings.filter(reaching(value) | PAY_NOT_STATED if asked_too else reaching(value))

    def with_pay_unknown(self, listings, name, value):
        return listings.exclude(PAY_NOT_STATED) if value == "hide" else listings

    def posted_within(self, listings, name, value):
        return listings.filter(posted_at__gt=self.at - timedelta(days=int(value)))


def usual_sort(keyword):
    """The order that a board has unless another one is asked for."""
    return "relevance" if keyword else "newest"


def reaching(amount):
    """Listings whose range of pay reaches an amount of US dollars a year."""
    return Q(pay_usd_max__gte=amount) | Q(pay_usd_max=None, pay_usd_min__gte=amount)


def _readable(value):
    """A value as a message may repeat it."""
    shown = "".join(c if c.isprintable() else " " for c in value[:40])
    return shown + "…" * (len(value) > 40)
