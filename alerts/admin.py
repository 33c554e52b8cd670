"""What editors see of alerts: counts, and mails in doubt. Addresses are not shown."""

from django.contrib import admin
from django.utils import timezone

from .models import Alert, Mail
from .subscriptions import switch_off


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows to look at."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Alert)
class AlertAdmin(ReadOnlyAdmin):
    """Alerts without their addresses; who asks to be deleted is found by the whole address."""

    list_display = ["__str__", "search", "rhythm", "created_at", "confirmed_at", "due_at"]
    list_filter = ["rhythm", ("confirmed_at", admin.EmptyFieldListFilter)]
    search_fields = ["address__iexact"]
    search_help_text = "A whole address, to delete its alerts when its owner asks for that."
    fields = ["search", "rhythm", "created_at", "confirmed_at", "due_at"]

    def delete_model(self, request, alert):
        switch_off(alert)

    def delete_queryset(self, request, alerts):
        for alert in alerts:
            switch_off(alert)


class DoubtFilter(admin.SimpleListFilter):
    """Mails of which nobody knows whether they went out."""

    title = "whether it went out"
    parameter_name = "doubt"

    def lookups(self, request, model_admin):
        return [("yes", "In doubt"), ("no", "Sent")]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.in_doubt(timezone.now())
        if self.value() == "no":
            return queryset.filter(state=Mail.State.SENT)
        return queryset


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    """Mails of alerts: when each went out, and which are in doubt."""

    list_display = ["__str__", "state", "claimed_at", "jobs", "search"]
    list_filter = [DoubtFilter]
    list_select_related = ["alert"]
    fields = ["alert", "state", "claimed_at", "jobs"]

    def search(self, mail):
        return mail.alert.search or "all open jobs"
