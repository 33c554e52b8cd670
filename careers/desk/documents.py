"""The admin of what has revisions: its list, its saving, and the pages beside the writing page."""

from datetime import timedelta

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, OuterRef, Q, Subquery
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.defaultfilters import date
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from ..editing import marks, merging, publishing, working_copies
from ..forms import WithdrawForm
from ..models import Revision
from .beside import BesidePages
from .history import HistoryPages, number
from .impact import DocumentImpactPages
from .offers import OffersPages
from .preview import PreviewPages
from .schedule import SchedulePages
from .uses import change_url
from .writing import WritingAdmin

# {the state of a document: which are in it}, by what DocumentAdmin.get_queryset() adds.
STATES = {
    "draft": Q(published_at=None, withdrawn=""),
    "published": Q(published_at__isnull=False),
    "newer": Q(published_at__isnull=False) & ~Q(live_revision=F("newest_id")),
    "withdrawn": ~Q(withdrawn=""),
    "scheduled": Q(scheduled_at__isnull=False),
}

# So long after its moment a document should be public.
OVERDUE = timedelta(hours=1)


class StateFilter(admin.SimpleListFilter):
    """Documents by what visitors see of them."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("draft", "Draft"),
            ("published", "Published"),
            ("newer", "Published, with a newer draft"),
            ("withdrawn", "Withdrawn"),
            ("scheduled", "To be published later"),
        ]

    def queryset(self, request, queryset):
        return queryset.filter(STATES.get(self.value(), Q()))


class DocumentAdmin(
    OffersPages,
    BesidePages,
    PreviewPages,
    DocumentImpactPages,
    HistoryPages,
    SchedulePages,
    WritingAdmin,
):
    """A document: saving adds a revision, publishing makes one public."""

    list_per_page = 50

    def get_queryset(self, request):
        """Reads documents with the key, time and author of their newest revision; one query.

        And with when one of their revisions is to be published by itself.
        """
        own = Revision.objects.filter(**{self.opts.model_name: OuterRef("pk")})
        newest = own.order_by("-pk")
        return (
            super()
            .get_queryset(request)
            .annotate(
                newest_id=Subquery(newest.values("pk")[:1]),
                saved_at=Subquery(newest.values("created_at")[:1]),
                saved_by=Subquery(newest.values("author__username")[:1]),
                scheduled_at=Subquery(own.scheduled().values("publish_at")[:1]),
            )
        )

    def waiting(self, request):
        documents, kind = self.get_queryset(request), self.opts.verbose_name_plural
        drafts, newer = (documents.filter(STATES[state]) for state in ("draft", "newer"))
        overdue = documents.filter(scheduled_at__lt=timezone.now() - OVERDUE)
        return [
            *self.waiting_rows(drafts, f"Drafts of {kind}", state="draft"),
            *self.waiting_rows(newer, f"Newer drafts of published {kind}", state="newer"),
            *self.waiting_rows(overdue, f"Overdue, not published: {kind}", state="scheduled"),
            *super().waiting(request),
        ]

    @admin.display(description="state", ordering="published_at")
    def state(self, document):
        said = self._state_now(document)
        if document.scheduled_at:
            said += f", to be published on {date(document.scheduled_at, 'j M Y, H:i')}"
        return said

    def _state_now(self, document):
        if document.withdrawn:
            return f"Withdrawn: {document.get_withdrawn_display().lower()}"
        if not document.is_published:
            return "Draft"
        if document.newest_id == document.live_revision_id:
            return "Published"
        return "Published, with a newer draft"

    @admin.display(description="last saved", ordering="saved_at")
    def last_saved(self, document):
        return date(document.saved_at, "j M Y, H:i")

    @admin.display(description="by", ordering="saved_by")
    def last_saved_by(self, document):
        return document.saved_by or "a command"

    def _may_review(self, request, document):
        is_public = bool(document and document.is_published)
        return is_public and self.has_change_permission(request, document)

    def view_on_site(self, document):
        """Returns the address of the public page; None while there is none."""
        is_public = self.model.objects.published().filter(pk=document.pk).exists()
        return document.get_absolute_url() if is_public else None

    def may_change_address(self, document):
        """Tells whether it was public: before, its form has the address."""
        return document.live_revision_id is not None

    # Saving

    def save_model(self, request, obj, form, change):
        document = form.save_row()
        obj.pk = document.pk
        revision = self._revision(request, document, form)
        if "_publish" in request.POST:
            publishing.publish(document, revision)
        working_copies.forget(request.user, self.model, document if change else None)
        self._say_saved(request, document)
        for sentence in marks.told(form.tidied):
            self.message_user(request, sentence, messages.INFO)
        self._say_missing_links(request, document, form)

    def _revision(self, request, document, form):
        """Returns a revision as the form has it: a new one, unless the newest says the same."""
        newest, note = form.newest, form.cleaned_data["note"]
        says_when = newest is None or "review_by" in form.edited
        if newest and newest.text == form.content.text and not (note or says_when):
            return newest
        return publishing.save_draft(
            document,
            form.content,
            author=request.user,
            base=newest and newest.pk,
            note=note,
            review_by=form.cleaned_data["review_by"] if says_when else form.drafted_review_by,
        )

    def _say_saved(self, request, document):
        url = self.view_on_site(document)
        link = render_to_string("admin/_view_on_site.html", {"url": url}) if url else ""
        if "_publish" in request.POST:
            said = format_html("Published.{}", link)
        elif url:
            said = format_html("Draft saved. Visitors still read the published text.{}", link)
        else:
            said = "Draft saved. It is not public."
        self.message_user(request, said, messages.SUCCESS)

    def _say_missing_links(self, request, document, form):
        """Says what the draft names that is not there, by field and line."""
        for name, sentences in publishing.missing_links(form.content, document).items():
            said = f"{form[name].label}: {' '.join(sentences)} It is saved, but not published so."
            self.message_user(request, said, messages.WARNING)

    def construct_change_message(self, request, form, formsets, add=False):
        return "Published." if "_publish" in request.POST else "Saved a draft."

    def response_add(self, request, obj, post_url_continue=None):
        return self._to_form(obj)

    def response_change(self, request, obj):
        return self._to_form(obj)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= {
            "state": self.state(obj) if obj else "",
            "may_review": self._may_review(request, obj),
            "shows_public_text": obj and obj.newest_id == obj.live_revision_id,
            "preview_url": self._url("preview", obj.pk) if obj else self._url("preview_new"),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    # The pages beside the form

    def get_urls(self):
        pages = [
            ("add/preview/", self.preview, "preview_new"),
            ("<int:pk>/preview/", self.preview, "preview"),
            ("<int:pk>/reviewed/", self.reviewed, "reviewed"),
            ("<int:pk>/unpublish/", self.unpublish, "unpublish"),
            ("<int:pk>/withdraw/", self.withdraw, "withdraw"),
        ]
        own = [
            path(route, self.admin_site.admin_view(view), name=self._url_name(name))
            for route, view, name in pages
        ]
        return own + super().get_urls()

    def _url_name(self, page):
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _url(self, page, *args):
        return reverse(f"admin:{self._url_name(page)}", args=args)

    def _to_form(self, document):
        return redirect(change_url(document))

    def _document(self, request, pk, may):
        """Returns the document of a page; Http404 without it, PermissionDenied if `may` says no."""
        document = self.get_object(request, str(pk))
        if document is None:
            raise Http404(f"No {self.opts.verbose_name} has the number {pk}.")
        if not may(request, document):
            raise PermissionDenied
        return document

    def _page(self, request, template, document, status=200, **context):
        context |= self.admin_site.each_context(request)
        context |= {"opts": self.opts, "original": document}
        return TemplateResponse(request, f"admin/careers/{template}", context, status=status)

    def preview(self, request, pk=None):
        """Shows the public page of what the form holds (POST) or of the newest revision (GET)."""
        if request.method == "POST":
            return self._preview_form(request, pk)
        if pk is None:
            return HttpResponseNotAllowed(["POST"])
        document = self._document(request, pk, self.has_view_or_change_permission)
        newest = document.revisions.newest()
        if newest is None:
            raise Http404(f"“{document}” has no revision yet.")
        return self._preview_content(request, document, newest.content)

    def _preview_form(self, request, pk):
        document = pk and self._document(request, pk, self.has_change_permission)
        if not document and not self.has_add_permission(request):
            raise PermissionDenied
        form_class = self.get_form(request, document, change=bool(document))
        form = form_class(request.POST, instance=document)
        if not form.is_valid():
            problems = {
                form[name].label if name in form.fields else "": sentences
                for name, sentences in form.errors.items()
            }
            return self._page(
                request,
                "preview_problems.html",
                document,
                status=422,
                title="Not ready for a preview",
                problems=problems,
            )
        return self._preview_content(request, form.instance, form.content)

    def _preview_content(self, request, document, content):
        return self.render_preview(request, publishing.preview_of(document, content), content)

    def reviewed(self, request, pk):
        """Records that this editor has read the public text and stands by it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        document = self._document(request, pk, self.has_change_permission)
        try:
            publishing.mark_reviewed(document, request.user, live=number(request, "live"))
        except publishing.PublishedAnew as error:
            self.message_user(request, str(error), messages.ERROR)
            return self._to_form(document)
        self.log_change(request, document, "Reviewed.")
        said = f"“{document}” now says that you reviewed it. Read it again in a year."
        self.message_user(request, said, messages.SUCCESS)
        return self._to_form(document)

    def unpublish(self, request, pk):
        """Asks first, then takes the document off the public pages."""
        document = self._document(request, pk, self.has_change_permission)
        if request.method != "POST":
            title = f"Unpublish “{document}”?"
            return self._page(request, "unpublish.html", document, title=title)
        try:
            publishing.unpublish(document, live=number(request, "live"))
        except publishing.PublishedAnew as error:
            self.message_user(request, str(error), messages.ERROR)
            return self._to_form(document)
        self.log_change(request, document, "Unpublished.")
        said = f"“{document}” is no longer public. Its text and its revisions are kept."
        self.message_user(request, said, messages.SUCCESS)
        return self._to_form(document)

    def withdraw(self, request, pk):
        """Asks why a public document is not to be relied on, and says so to its readers."""
        document = self._document(request, pk, self.has_change_permission)
        if not document.is_published:
            self.message_user(request, f"“{document}” is not public.", messages.WARNING)
            return self._to_form(document)
        form = WithdrawForm(request.POST or None)
        if form.is_valid():
            return self._withdraw(request, document, form)
        title = f"Withdraw “{document}”"
        return self._asking(request, "admin/withdraw.html", document, form, title)

    def _withdraw(self, request, document, form):
        if form.cleaned_data["why"] == form.ERROR:
            merging.withdraw_in_error(document)
            said = f"“{document}” is off the public pages, as published in error."
        else:
            merging.mark_outdated(document, form.cleaned_data["notice"])
            said = f"The page of “{document}” says that it is out of date."
        self.log_change(request, document, "Withdrew it.")
        self.message_user(request, said, messages.SUCCESS)
        return self._to_form(document)
