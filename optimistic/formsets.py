"""Rows of a row under optimistic locking, such as the places of a listing."""

from functools import cached_property

from django import forms

from . import opened
from .values import as_sent, canonical, digest


class OptimisticFormSet(forms.BaseInlineFormSet):
    """Rows of a row that mean something together only, such as places: merged as one value."""

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.theirs_in_words = ""
        if self.is_bound and self.instance.pk is not None:
            self._merge()

    @cached_property
    def management_form(self):
        form = super().management_form
        form.fields["opened"] = forms.CharField(required=False, widget=forms.HiddenInput)
        if not self.is_bound:
            form.initial["opened"] = self._sign()
        return form

    @property
    def _fields(self):
        own = {self.fk.name, self.model._meta.pk.name}
        return {name: each for name, each in self.form.base_fields.items() if name not in own}

    def _rows_now(self):
        """Returns the stored rows, each as (key, {field: value})."""
        return [
            (row.pk, {name: field_value(row, name) for name in self._fields})
            for row in self.get_queryset()
        ]

    def _rows_sent(self):
        """Returns the values of the rows that were sent, without deleted and blank ones."""
        rows = []
        for number in range(self.total_form_count()):
            prefix = self.add_prefix(number)
            values = {
                name: field.widget.value_from_datadict(self.data, self.files, f"{prefix}-{name}")
                for name, field in self._fields.items()
            }
            if f"{prefix}-DELETE" not in self.data and self._texts(values) != self._texts({}):
                rows.append(values)
        return rows

    def _texts(self, values):
        return [canonical(f, values.get(name, f.initial)) for name, f in self._fields.items()]

    def _digest(self, rows):
        return digest("\n".join("\t".join(self._texts(values)) for values in rows))

    def _sign(self):
        now = [values for _, values in self._rows_now()] if self.instance.pk else []
        return opened.sign(self.instance, {self.prefix: self._digest(now)})

    def _merge(self):
        if not self.management_form.is_valid():
            return
        stored, sent = self._rows_now(), self._rows_sent()
        now, mine = self._digest([values for _, values in stored]), self._digest(sent)
        shown, _ = opened.read(self.data.get(f"{self.prefix}-opened", ""), self.instance)
        shown = shown and shown.get(self.prefix)
        is_edited = mine != (shown or now)
        if is_edited and now not in (shown, mine):
            self.theirs_in_words = "; ".join(map(str, self.get_queryset())) or "none"
        self._put(stored, sent if is_edited else [values for _, values in stored])

    def _put(self, stored, rows):
        """Sends rows in the place of those that are stored, whatever their keys were meanwhile."""
        self.data = self.data.copy()
        self.data[f"{self.prefix}-INITIAL_FORMS"] = str(len(stored))
        self.data[f"{self.prefix}-TOTAL_FORMS"] = str(max(len(stored), len(rows)))
        self.data[f"{self.prefix}-opened"] = self._sign()
        for number in range(max(len(stored), len(rows))):
            prefix = self.add_prefix(number)
            key, values = stored[number] if number < len(stored) else ("", {})
            self.data[f"{prefix}-{self.model._meta.pk.name}"] = str(key)
            self.data.pop(f"{prefix}-DELETE", None)
            if number >= len(rows):
                self.data[f"{prefix}-DELETE"] = "on"
            for name, value in (rows[number] if number < len(rows) else values).items():
                sent = as_sent(self._fields[name].widget, f"{prefix}-{name}", value)
                for each, texts in sent.items():
                    self.data.setlist(each, texts)
        del self.management_form

    def clean(self):
        super().clean()
        if self.theirs_in_words:
            raise forms.ValidationError(
                f"These were changed after you opened the form; they are now: "
                f"{self.theirs_in_words}. Yours are below, and nothing is saved. Save again to put "
                "yours in the place of theirs."
            )


def field_value(row, name):
    """Returns a column's value as forms show it."""
    return row._meta.get_field(name).value_from_object(row)
