"""The admin page of a row under optimistic locking; what every page that edits builds on."""

from time import monotonic, sleep

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import OperationalError, transaction
from django.template.response import TemplateResponse

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
        if object_id is not None:
            row = self.get_object(request, unquote(object_id))
            if row is None and self.has_change_permission(request):
                return self._gone(request)
            if row:
                self.model._default_manager.select_for_update().values("pk").get(pk=row.pk)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _gone(self, request):
        """Gives back what was written in the form of a row that is not there any more."""
        hidden = ("csrfmiddlewaretoken", "opened")
        written = [
            (name.replace("_", " "), value)
            for name, value in request.POST.items()
            if value and name not in hidden and not name.startswith("_")
        ]
        context = self.admin_site.each_context(request) | {"opts": self.opts, "written": written}
        context["title"] = f"This {self.opts.verbose_name} was deleted meanwhile"
        return TemplateResponse(request, "admin/gone.html", context, status=410)

    def save_form(self, request, form, change):
        saved = super().save_form(request, form, change)
        if change and form.taken_over:
            self.message_user(request, form.taken_over, messages.INFO)
        return saved
