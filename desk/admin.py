"""The admin page of a row under optimistic locking; what every page that edits builds on."""

from time import monotonic, sleep

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import OperationalError, transaction

from .forms import OptimisticForm

# For so many seconds a save that the database refuses is tried again, with a pause before each try.
TRIED_FOR, PAUSE = 3, 0.3


class OptimisticAdmin(admin.ModelAdmin):
    """Saves a form over what is there now, which nobody changes meanwhile.

    Its forms are OptimisticForms, and those of its inlines OptimisticFormSets.
    """

    form = OptimisticForm

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        until = monotonic() + TRIED_FOR
        while True:
            try:
                return self._save_locked(request, object_id, form_url, extra_context)
            except OperationalError:  # such as a locked database; nothing was written
                if monotonic() > until:
                    raise
                sleep(PAUSE)

    @transaction.atomic
    def _save_locked(self, request, object_id, form_url, extra_context):
        row = object_id and self.get_object(request, unquote(object_id))
        if row:
            self.model._default_manager.select_for_update().values("pk").get(pk=row.pk)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_form(self, request, form, change):
        saved = super().save_form(request, form, change)
        if change:
            self._say_what_was_kept(request, form)
        return saved

    def _say_what_was_kept(self, request, form):
        kept = [form[name].label for name in form.fields if name in form.theirs - form.edited]
        if kept:
            said = f"Changed{form.by_whom} after you opened the form, and kept: {', '.join(kept)}."
            self.message_user(request, said, messages.INFO)
