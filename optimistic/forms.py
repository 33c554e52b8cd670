"""Forms under optimistic locking: each writes what its editor changed, and nothing else.

A form carries what it showed (`opened`). What others changed since then is taken over where the
editor left the form as it was; where both changed the same, both are shown and nothing is saved.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from . import opened
from .diffs import text_diff
from .values import as_sent, canonical, digest, in_words

# Sent along where somebody had to sign in again: the form is shown, and nothing saved.
SHOWN_AGAIN = "_shown_again"
IS_NOT_SAVED_YET = "You had to sign in again. What you wrote is below, and is not saved yet."


@dataclass(frozen=True)
class Conflict:
    """What its editor and somebody else changed of a field, as both have it now."""

    label: str
    theirs: str
    yours: str
    field: str = ""  # the id of its input

    @property
    def text_diff(self):
        return text_diff(self.theirs, self.yours)


class OptimisticForm(forms.ModelForm):
    """A row's form that notices what others changed since it was opened.

    Bound to a row that there is: `edited` are the fields that the editor changed from what the
    form showed, `theirs` those that others have changed since then, `conflicts` what both did, but
    for the `merged` ones, which hold what either wrote.
    """

    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    # Fields that hold nothing of the row.
    unmerged = frozenset({"opened"})
    # Groups of fields that make sense together only: they are merged as one.
    together = ()
    # Whether saving the form is what writes its fields into the row.
    writes_the_row = True

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        say_limits(self.fields.values())
        self.edited, self.theirs, self.conflicts = frozenset(), frozenset(), ()
        self.conflicting, self.merged, self._opened_at = frozenset(), frozenset(), None
        # Why a form is shown once more, though nothing in it is wrong.
        # What stands above the form; no field is called so, or a template would print that.
        self.said_above = (
            IS_NOT_SAVED_YET if SHOWN_AGAIN in self.data and not self.is_preview else ""
        )
        self._now = self._values_now() | self.also_shown()
        digests = {name: digest(text) for name, text in self._now.items()}
        if self.is_bound:
            self.data = self.data.copy()
            if self.is_of_a_row:
                self._merge(digests)
            self.data[self.add_prefix("opened")] = opened.sign(self.instance, digests)
            self.initial["opened"] = self.data[self.add_prefix("opened")]
        else:
            self.initial["opened"] = opened.sign(self.instance, digests)

    @property
    def is_of_a_row(self):
        return self.instance.pk is not None

    @property
    def is_preview(self):
        return "_preview" in self.data

    def also_shown(self):
        """Returns {name: text} of what else the form shows that others may change."""
        return {}

    def _merged_fields(self):
        names = self.fields.keys() - self.unmerged
        return {name: self.fields[name] for name in names if not self.fields[name].disabled}

    def _bound(self, name):
        """Returns a field with its values; form[name] would keep it, and its help as it is now."""
        return self.fields[name].get_bound_field(self, name)

    def _values_now(self):
        return {
            name: canonical(field, self._bound(name).initial)
            for name, field in self._merged_fields().items()
        }

    def _merge(self, now):
        fields = self._merged_fields()
        sent = {name: digest(canonical(f, self._bound(name).data)) for name, f in fields.items()}
        shown, self._opened_at = opened.read(
            self.data.get(self.add_prefix("opened"), ""), self.instance
        )
        if shown is None:  # who changed what cannot be told any more
            self.edited = self.theirs = frozenset(n for n in fields if sent[n] != now[n])
        else:
            known = now.keys() & shown.keys()
            self.theirs = frozenset(name for name in known if now[name] != shown[name])
            self.edited = frozenset(n for n in fields.keys() & known if sent[n] != shown[n])
        both = frozenset(self._conflicting({n for n in fields if sent[n] != now[n]}))
        found = {name: self.settle(name) for name in fields if name in both}
        self.conflicting = frozenset(name for name in found if found[name])
        self.merged = frozenset(found.keys() - self.conflicting)
        self.conflicts = [conflict for conflicts in found.values() for conflict in conflicts]
        for name in fields.keys() - self.edited:
            self.put(name, self._bound(name).initial)

    def _conflicting(self, differing):
        """Yields the fields to look at: of what both changed, all that is not the same by now."""
        grouped = frozenset().union(*self.together)
        alone = [frozenset({name}) for name in self.edited - grouped]
        for group in (*self.together, *alone):
            if group & self.edited & differing and group & self.theirs:
                yield from group & (self.edited | self.theirs) & differing

    def settle(self, name):
        """Returns the Conflicts in a field that both changed; [] where it could put both in it."""
        return [self._conflict(name)]

    def _conflict(self, name):
        field, bound = self.fields[name], self._bound(name)
        return Conflict(
            label=str(bound.label),
            theirs=in_words(field, bound.initial),
            yours=in_words(field, bound.data),
            field=bound.id_for_label,
        )

    def put(self, name, value):
        """Puts a value in the place of what was sent of a field."""
        field = self.fields[name]
        shown = field.prepare_value(value)
        for key, texts in as_sent(field.widget, self.add_prefix(name), shown).items():
            self.data.setlist(key, texts)

    @cached_property
    def by_whom(self):
        """Who saved the row since the form was opened, as far as the admin knows: “ by ann”."""
        if not self._opened_at:
            return ""
        entry = (
            LogEntry.objects.filter(
                content_type=ContentType.objects.get_for_model(self.instance),
                object_id=str(self.instance.pk),
                action_time__gte=datetime.fromtimestamp(self._opened_at, UTC),
            )
            .select_related("user")
            .first()
        )
        return f" by {entry.user}" if entry else ""

    @cached_property
    def changed_data(self):
        """Names the fields that are stored anew; what only a browser changed of a row is not."""
        changed = super().changed_data
        if self.is_of_a_row:
            return [name for name in changed if name in self.edited | self.unmerged]
        return changed

    @property
    def taken_over(self):
        """Returns in words what others changed and the form took over; "" where that is nothing."""
        kept = (self.theirs - self.edited) | self.merged
        labels = [self[name].label for name in self.fields if name in kept]
        if not labels:
            return ""
        return f"Changed{self.by_whom} after you opened the form, and kept: {', '.join(labels)}."

    def is_valid(self):
        return super().is_valid() and not self.said_above

    def clean(self):
        cleaned = super().clean()
        for name in frozenset() if self.is_preview else self.conflicting & self.edited:
            self.add_error(
                name,
                f"This was changed{self.by_whom} after you opened the form. Both are shown at the "
                "top, and nothing is saved. Save again to put yours in the place of theirs.",
            )
        return cleaned

    def _post_clean(self):
        """Lets the row have what the editor, or cleaning, changed, and nothing else."""
        whole = self.cleaned_data
        left = {}
        if self.is_of_a_row and self.writes_the_row:
            left = {name: value for name, value in whole.items() if self._is_left(name, value)}
        self.cleaned_data = {name: whole[name] for name in whole.keys() - left.keys()}
        super()._post_clean()
        self.cleaned_data |= left

    def _is_left(self, name, value):
        """Says whether a field is as the row has it: written back, it might lose its odd parts."""
        field = self.fields[name]
        untouched = name in self._now and name not in self.edited
        return untouched and canonical(field, value) == self._now[name]


def say_limits(fields):
    """Lets nothing cut a text in silence: writing.js counts, and saving refuses in words."""
    for field in fields:
        if field.widget.attrs.pop("maxlength", None):
            field.widget.attrs["data-limit"] = field.max_length
