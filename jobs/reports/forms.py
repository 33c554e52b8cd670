"""What a report of a listing may say."""

from django import forms

from careers.models import COMMENT_MAX
from careers.widgets import OneLine

from ..models import Listing, Report


class ReportForm(forms.ModelForm):
    """A report of an open listing; something else has to be said in a sentence."""

    listing = forms.ModelChoiceField(
        Listing.objects.all(),
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], "It does not say which listing is meant."
        ),
    )
    kind = forms.ChoiceField(
        choices=Report.Kind,
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], "Choose what is wrong with the listing."
        ),
    )
    comment = forms.CharField(
        max_length=COMMENT_MAX,
        required=False,
        widget=OneLine,
        error_messages={
            "max_length": "Write at most %(limit_value)s characters; "
            "yours, which stands below, has %(show_value)s."
        },
    )

    class Meta:
        model = Report
        fields = ["listing", "kind", "comment"]

    def clean_listing(self):
        listing = self.cleaned_data["listing"]
        if not listing.is_open:
            raise forms.ValidationError("This job is closed already, so there is nothing to mend.")
        return listing

    def clean(self):
        said = super().clean()
        if said.get("kind") == Report.Kind.OTHER and not said.get("comment", "x"):
            self.add_error("comment", "Say in a sentence what is wrong.")
        return said

    @property
    def problem(self):
        """The first thing that is wrong, in words."""
        return next(iter(self.errors.values()))[0]
