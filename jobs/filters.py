"""What each parameter of the board means. Nothing else reads the board's parameters."""

from datetime import timedelta

from django import forms
from django.db.models import F, Q
from django.utils import timezone
from django_filters import (
    CharFilter,
    ChoiceFilter,
    FilterSet,
    ModelMultipleChoiceFilter,
    MultipleChoiceFilter,
    NumberFilter,
)

from careers.models import Role, Skill
from careers.widgets import SearchBox

from .countries import country_name
from .models import EmploymentType, Level, Listing, ListingPlace, Workplace

POSTED = [("1", "the last day"), ("7", "7 days"), ("30", "30 days")]
SORTS = {
    "newest": ("Newest first", ["-posted_at", "-pk"]),
    "pay": ("Highest pay first", [F("pay_usd_max").desc(nulls_last=True), "-posted_at", "-pk"]),
    "closing": ("Closing soon first", [F("closes_at").asc(nulls_last=True), "-posted_at", "-pk"]),
}
KEYWORD_MAX = 100


def country_choices():
    """The countries that open listings name, by name."""
    codes = ListingPlace.objects.filter(listing__in=Listing.objects.open()).exclude(country="")
    found = codes.values_list("country", flat=True).distinct().order_by()
    return sorted(((code, country_name(code)) for code in found), key=lambda choice: choice[1])


class ListingFilter(FilterSet):
    """The board's filters over any queryset of listings; a wrong value is reported and ignored."""

    q = CharFilter(label="Keyword", method="with_words", max_length=KEYWORD_MAX, widget=SearchBox)
    role = ModelMultipleChoiceFilter(
        label="Role",
        field_name="role__slug",
        to_field_name="slug",
        queryset=Role.objects.published,
        widget=forms.CheckboxSelectMultiple,
    )
    skill = ModelMultipleChoiceFilter(
        label="Skill",
        field_name="skills__slug",
        to_field_name="slug",
        queryset=Skill.objects.all(),
        conjoined=True,
        widget=forms.CheckboxSelectMultiple,
    )
    level = MultipleChoiceFilter(label="Level", choices=Level, widget=forms.CheckboxSelectMultiple)
    type = MultipleChoiceFilter(
        label="Employment type",
        field_name="employment_type",
        choices=EmploymentType,
        widget=forms.CheckboxSelectMultiple,
    )
    workplace = MultipleChoiceFilter(
        label="Workplace", choices=Workplace, widget=forms.CheckboxSelectMultiple
    )
    country = ChoiceFilter(
        label="Country", choices=country_choices, method="in_country", empty_label="Anywhere"
    )
    pay = NumberFilter(
        label="Pays at least (USD a year)",
        method="pays_at_least",
        min_value=0,
        max_value=10**8,
        # A number box would hide a wrong value from the person who typed it.
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    posted = ChoiceFilter(
        label="Posted within", choices=POSTED, method="posted_within", empty_label="Any time"
    )
    sort = ChoiceFilter(
        label="Sort",
        choices=[(key, label) for key, (label, _) in SORTS.items()],
        method="sorted_by",
        empty_label=None,
        required=False,
    )

    class Meta:
        model = Listing
        fields = []

    def with_words(self, listings, name, value):
        """Listings that hold every word in title, employer or text."""
        for word in value.split():
            listings = listings.filter(
                Q(title__icontains=word)
                | Q(employer__name__icontains=word)
                | Q(body_text__icontains=word)
            )
        return listings

    def in_country(self, listings, name, value):
        """Listings with a place of work, or of residence for a remote worker, in the country."""
        there = ListingPlace.objects.filter(country=value).values("listing")
        return listings.filter(pk__in=there)

    def pays_at_least(self, listings, name, value):
        """Listings whose range reaches the amount; those without pay stay out."""
        return listings.filter(
            Q(pay_usd_max__gte=value) | Q(pay_usd_max=None, pay_usd_min__gte=value)
        )

    def posted_within(self, listings, name, value):
        return listings.filter(posted_at__gt=timezone.now() - timedelta(days=int(value)))

    def sorted_by(self, listings, name, value):
        return listings.order_by(*SORTS[value][1])
