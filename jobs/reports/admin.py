"""The editors' list of reports, each answered by one press."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import date
from django.template.loader import render_to_string
from django.urls import path

from careers.desk.model_admin import DeskAdmin

from ..models import Report
from .answering import answer

BUTTONS = {
    Report.Outcome.CLOSED: "Close the listing",
    Report.Outcome.CORRECTED: "I have corrected it",
    Report.Outcome.NOTHING: "Nothing is wrong",
}
MAY_ANSWER = ("jobs.change_report", "jobs.change_listing")


class StateFilter(admin.SimpleListFilter):
    """Reports by whether an editor has answered them."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("waiting", "Waiting"), ("answered", "Answered")]

    def queryset(self, request, queryset):
        if self.value() == "waiting":
            return queryset.waiting()
        return queryset.answered() if self.value() == "answered" else queryset


@admin.register(Report)
class ReportAdmin(DeskAdmin):
    """What readers report: nobody edits it, but each waits for an editor's word."""

    list_display = ["listing", "kind", "comment", "created_at", "answered"]
    list_filter = [StateFilter, "kind"]
    list_select_related = ["listing"]
    search_fields = ["listing__title"]
    ordering = [F("answered_at").desc(nulls_first=True), "-pk"]
    fields = ["listing", "kind", "comment", "created_at", "answered"]

    def waiting(self, request):
        return self.waiting_rows(Report.objects.waiting(), "Reports of readers", state="waiting")

    def get_list_display(self, request):
        last = ["answers"] if request.user.has_perms(MAY_ANSWER) else []
        return [*self.list_display, *last]

    @admin.display(description="outcome", empty_value="Waits for an editor")
    def answered(self, report):
        if not report.outcome:
            return None
        return f"{report.get_outcome_display()}, {date(report.answered_at, 'j M Y')}"

    @admin.display(description="your answer", empty_value="")
    def answers(self, report):
        """Returns the buttons that answer a report; the form of the list sends them."""
        return render_to_string("admin/jobs/report/_answers.html", _buttons(report))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if request.user.has_perms(MAY_ANSWER):
            context |= _buttons(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view(self.answer)
        own = path("<int:pk>/answer/<slug:outcome>/", view, name="jobs_report_answer")
        return [own, *super().get_urls()]

    def answer(self, request, pk, outcome):
        """Answers a report, and says what that did."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.has_perms(MAY_ANSWER):
            raise PermissionDenied
        if outcome not in Report.Outcome:
            raise Http404
        report = get_object_or_404(Report.objects.select_related("listing"), pk=pk)
        words = Report.Outcome(outcome).label
        if number := answer(report, outcome):
            self.log_change(request, report, f"{words}.")
            said = f"{words}: {report.listing}." + (
                f" That answered {number} reports." if number > 1 else ""
            )
            self.message_user(request, said, messages.SUCCESS)
        else:
            said = "It is answered already: another editor was faster."
            self.message_user(request, said, messages.WARNING)
        return redirect("admin:jobs_report_changelist")


def _buttons(report):
    """Returns what the buttons of a report are made of: none where it is answered."""
    outcomes = [] if report is None or report.outcome else BUTTONS.items()
    return {"report": report, "outcomes": outcomes}
