"""The page on which an editor says when a document is to be published by itself."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.defaultfilters import date
from django.urls import path
from django.utils import timezone

from ..editing import scheduling
from ..editing.documents import DocumentError
from ..editing.publishing import NotPublishable
from .uses import change_url


class MinuteBox(forms.DateTimeInput):
    """A moment to the minute, still to come, for which the browser has a calendar."""

    input_type = "datetime-local"

    def __init__(self):
        super().__init__(format="%Y-%m-%dT%H:%M")

    def get_context(self, name, value, attrs):
        now = timezone.localtime()
        return super().get_context(name, value, {"min": now.strftime(self.format), **attrs})


class ScheduleForm(forms.Form):
    """When a document is to be published by itself."""

    at = forms.DateTimeField(label="Publish it at", widget=MinuteBox)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        now = timezone.localtime()
        self.fields["at"].help_text = (
            f"In {now.tzname()}, where it is {now:%H:%M} now. It is public within ten minutes of "
            "that moment."
        )

    def clean_at(self):
        at = self.cleaned_data["at"]
        if at <= timezone.now():
            raise ValidationError("That moment has passed. Give one that is still to come.")
        return at


class SchedulePages:
    """The page of a document on which its newest draft gets a moment, or loses it."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.schedule)
        own = path("<int:pk>/schedule/", view, name=self._page_name("schedule"))
        return [own, *super().get_urls()]

    def schedule(self, request, pk):
        """Asks when the newest draft is to be published; takes an earlier choice back."""
        document = self._row(request, pk, self.has_change_permission)
        if not document.revisions.exists():
            raise Http404(f"“{document}” has no revision yet.")
        if "take_back" in request.POST:
            return self._unschedule(request, document)
        form = ScheduleForm(request.POST or None)
        if form.is_valid():
            try:
                return self._schedule(request, document, form.cleaned_data["at"])
            except (NotPublishable, DocumentError) as refused:
                form.add_error("at", f"It cannot be published as it is: {refused}")
        title = f"Publish “{document}” later"
        page = self._asking(request, "admin/careers/schedule.html", document, form, title)
        page.context_data |= {
            "newest": document.revisions.select_related("author").newest(),
            "waiting": document.revisions.scheduled().select_related("author").first(),
        }
        return page

    def _schedule(self, request, document, at):
        scheduling.schedule(document, at)
        at = date(timezone.localtime(at), "j F Y, H:i")
        self.log_change(request, document, f"To be published on {at}.")
        said = f"The newest draft of “{document}” will be published on {at}."
        self.message_user(request, said, messages.SUCCESS)
        return redirect(change_url(document))

    def _unschedule(self, request, document):
        if scheduling.unschedule(document):
            self.log_change(request, document, "Not to be published by itself any more.")
        said = f"“{document}” will not be published by itself."
        self.message_user(request, said, messages.SUCCESS)
        return redirect(change_url(document))
