"""The forms in which editors write listings and what belongs to them.

The admin says of which model a form is and which fields it shows, in which order.
"""

from django import forms
from django.utils import timezone

from careers.editing import documents, renaming
from careers.forms import AddressedForm, lines_widget
from optimistic.forms import OptimisticForm
from optimistic.values import in_words

from .importing.drafts import named_in
from .importing.load import PULLED_COLUMNS
from .importing.plan import LOCK_GROUPS, with_lock_groups
from .importing.reading.html import clean_html
from .models import HANDMADE_OPEN_FOR, Employer, EmployerName, Listing

# What a pull brings up to date, and so what an editor's change is locked against.
FEED_FIELDS = PULLED_COLUMNS | {"skills", "places", "closed_at"}
# What a source gives in words that its listing keeps as they are.
GIVEN = ("title", "url", "location_text", "pay_text", "language")
LOCKED = "Locked: an editor changed this, so the source no longer does."


class LinesField(forms.CharField):
    """A text whose line ends stay as stored, so that saving it untouched is no change."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class ListingForm(OptimisticForm):
    """A listing; one with a source says which fields are locked, and can unlock them."""

    unlock = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="The next pull brings these up to date again.",
    )

    unmerged = OptimisticForm.unmerged | {"unlock"}
    together = LOCK_GROUPS

    class Meta:
        field_classes = {"body_html": LinesField}
        help_texts = {
            "title": "As the employer writes it.",
            "role": "The profile that it belongs to; empty if there is none.",
            "skills": "What the advert asks for.",
            "level": "Only if the advert says so.",
            "location_text": "The advert's own words.",
            "pay_text": "The advert's own words, which its page shows beside the figures below.",
            "pay_min": "Leave empty what the advert does not state.",
            "pay_period": "Leave empty what the advert does not state: no filter finds it then.",
            "body_html": "HTML: paragraphs, headings, lists, links, emphasis. "
            "Anything else is taken out when you save.",
            "language": "Two letters: en, de.",
            "closes_at": "A listing made by hand needs an end: empty means "
            f"{HANDMADE_OPEN_FOR.days} days from now.",
            "closed_at": "When it was taken down; empty while one may apply.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "_offer" in self.data:
            self._offer()
        locked = self.instance.locked_fields
        self.fields["unlock"].choices = lock_choices(self.instance)
        if self.is_bound:  # somebody else may have released one meanwhile
            released = [name for name in self.data.getlist("unlock") if name in locked]
            self.data.setlist("unlock", released)
        for name in with_lock_groups(locked) & self.fields.keys():
            field = self.fields[name]
            field.help_text = f"{field.help_text} {LOCKED}".strip()

    def _offer(self):
        """Fills in what the text names and the form leaves open; the form is then shown again."""
        named = named_in(self.data.get("title", ""), self.data.get("body_html", ""))
        offered = []
        for name, value in named.items():
            if value and not self.data.get(name):
                self.put(name, value)
                offered.append(f"{self.fields[name].label}: {in_words(self.fields[name], value)}")
        if offered:
            self.said_above = f"Read from its text. {'; '.join(offered)}. Nothing is saved yet."
        else:
            self.said_above = "Its text names no role, level or skill that the form leaves open."

    def clean_body_html(self):
        return clean_html(self.cleaned_data["body_html"])

    def clean_pay_currency(self):
        return self.cleaned_data["pay_currency"].upper()

    def clean_closes_at(self):
        closes_at = self.cleaned_data["closes_at"]
        if closes_at is None and self.instance.source_id is None:
            return timezone.now() + HANDMADE_OPEN_FOR
        return closes_at

    def locks(self, also_changed=()):
        """Returns what is locked once this form is saved; a hand-made listing has no locks."""
        if self.instance.source_id is None:
            return []
        changed = FEED_FIELDS & {*self.changed_data, *also_changed}
        unlocked = with_lock_groups(self.cleaned_data["unlock"])
        return sorted({*self.instance.locked_fields, *changed} - unlocked)


def lock_choices(listing):
    """Returns (field, words) of each lock; fields that are locked together are one lock.

    The words say what the source last gave, where it gives such a field as it is.
    """
    choices, seen = [], set()
    given = listing.as_given or {}
    for name in listing.locked_fields:
        if name not in seen:
            said = given.get(name) if name in GIVEN else ""
            label = "Pay" if name.startswith("pay_") and name != "pay_text" else field_label(name)
            choices.append((name, f"{label} (its source says: {said[:80]})" if said else label))
        seen |= with_lock_groups([name])
    return choices


def field_label(name):
    """Returns what editors call a field of a listing."""
    return str(getattr(Listing._meta.get_field(name), "verbose_name", name)).capitalize()


class PlaceForm(forms.ModelForm):
    """A place of a listing; its country in capitals."""

    def clean_country(self):
        return self.cleaned_data["country"].upper()


class EmployerForm(AddressedForm):
    """An employer and its other names. A name that it gives up becomes one of them."""

    # The name that was given up and is kept among the others; "" for none.
    kept_name = ""

    other_names = forms.CharField(
        label="Also known as",
        required=False,
        widget=lines_widget(3),
        help_text="Other names under which adverts have it, one a line.",
    )

    def __init__(self, *args, instance=None, initial=None, **kwargs):
        names = instance.other_names.values_list("name", flat=True) if instance else ()
        initial = {"other_names": "\n".join(names)} | (initial or {})
        super().__init__(*args, instance=instance, initial=initial, **kwargs)

    def clean(self):
        super().clean()
        name = self.cleaned_data.get("name", "")
        if self.instance.pk and name:
            self._keep_old_name()
        # Of the names themselves the model's own rule says that they are taken.
        others = Employer.objects.exclude(pk=self.instance.pk)
        self._refuse_taken("name", [name], others.exclude(name__iexact=name))
        self._refuse_taken("other_names", self._names(), others)

    def _keep_old_name(self):
        old = Employer.objects.get(pk=self.instance.pk).name
        names = self.cleaned_data.get("other_names", "")
        kept = renaming.with_old_name(names, old, self.cleaned_data["name"])
        if kept != names:
            self.kept_name, self.cleaned_data["other_names"] = old, kept

    def _names(self):
        return documents.parse_list(self.cleaned_data.get("other_names", ""))

    def _refuse_taken(self, field, names, others):
        for name in filter(None, names):
            for owner in others.called(name):
                self.add_error(field, f"“{name}” already stands for the employer “{owner}”.")

    def save_names(self):
        """Writes the other names; the employer is saved."""
        self.instance.other_names.all().delete()
        names = {name.casefold(): name for name in self._names()}
        names.pop(self.instance.name.casefold(), None)
        EmployerName.objects.bulk_create(
            EmployerName(employer=self.instance, name=name) for name in names.values()
        )


class ExchangeRateForm(OptimisticForm):
    """A reference rate; its currency in capitals."""

    def clean_currency(self):
        return self.cleaned_data["currency"].upper()
