"""The admin of a model, as all of ours are."""

from typing import NamedTuple

from django import forms
from django.contrib import admin
from django.db import models
from django.urls import reverse
from django.utils.text import capfirst

from optimistic.admin import OptimisticAdmin

from .choosing import NameChoiceField, NamesChoiceField


class DateTimeBox(forms.DateTimeInput):
    """A moment in one field, which its label names; the browser has a calendar for it."""

    input_type = "datetime-local"

    def __init__(self):
        super().__init__({"step": 1}, "%Y-%m-%dT%H:%M:%S")


class DateBox(forms.DateInput):
    """A day in one field, for which the browser has a calendar."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class Waiting(NamedTuple):
    """Rows that an editor should look at: how many of what, and where they are listed."""

    words: str
    url: str


class DeskAdmin(OptimisticAdmin):
    """An admin whose dates are single fields, and which chooses rows by their names."""

    # The relations in which a row is chosen by its name.
    chosen_by_name = ()
    show_facets = admin.ShowFacets.NEVER
    formfield_overrides = {
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": DateTimeBox},
        models.DateField: {"widget": DateBox},
        models.URLField: {"assume_scheme": "https"},
    }

    def waiting(self, request):
        """Returns what waits for an editor here, as Waiting; the admin's first page lists it."""
        return []

    def waiting_rows(self, rows, words, **filters):
        """Returns the Waiting of a queryset, [] for none; `filters` are those of the list."""
        count = rows.count()
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
        url = reverse(name, query=filters)
        return [Waiting(f"{words}: {count:,}", url)] if count else []

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.chosen_by_name:
            return self.name_field(db_field)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def name_field(self, db_field, queryset=None, field_class=None, **kwargs):
        """Returns the form field in which the rows of a relation are chosen by their names.

        Names are in the first column that the admin of these rows is searched by.
        """
        remote = self.admin_site.get_model_admin(db_field.remote_field.model)
        usual = NamesChoiceField if db_field.many_to_many else NameChoiceField
        return (field_class or usual)(
            remote.model.objects.all() if queryset is None else queryset,
            url=self._url_of_suggestions(db_field),
            name_field=remote.search_fields[0],
            **{
                "required": not db_field.blank,
                "label": capfirst(db_field.verbose_name),
                "help_text": db_field.help_text,
            }
            | kwargs,
        )

    def _url_of_suggestions(self, db_field):
        meta = db_field.model._meta
        asked = {"app_label": meta.app_label, "model_name": meta.model_name}
        return reverse("admin:autocomplete", query={**asked, "field_name": db_field.name})

    def get_changeform_initial_data(self, request):
        """Returns what an address gives a new row; ids as numbers, which are no names."""
        initial = super().get_changeform_initial_data(request)
        ids = {name: initial.get(name) for name in self.chosen_by_name}
        return initial | {name: int(pk) for name, pk in ids.items() if str(pk).isdecimal()}
