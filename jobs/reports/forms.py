"""What a report of a listing may say."""

from django import forms

from careers.feedback import SentForm

from ..models import Listing, Report


class ReportForm(SentForm):
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
