"""The history of a document: its revisions, any two of them in words, and what is brought back."""

from itertools import pairwise
from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone

from optimistic.values import row_number

from ..editing import differences, documents, publishing, recovering, working_copies
from ..models import DeletedDocument, Revision
from ..models.documents import CHANGE_NOTE_MAX
from .model_admin import DateBox

REVISIONS_A_PAGE = 20
WRITTEN_NOW = "now"
# So many of the newest ones are offered to compare.
MOST_OFFERED = 100


class ChangeNoteForm(forms.Form):
    """What readers are told of a change."""

    text = forms.CharField(
        label="What changed, and why",
        max_length=CHANGE_NOTE_MAX,
        widget=forms.Textarea({"rows": 2, "class": "vLargeTextField"}),
    )
    day = forms.DateField(label="When", initial=timezone.localdate, widget=DateBox)


class State(NamedTuple):
    """A state of a document that can be compared: a revision, with what it is in words."""

    key: str
    words: str


def number(request, name):
    """Returns the number that was sent under a name; 0, which no row has, if there is none."""
    return row_number(request.POST.get(name, ""))


class HistoryPages:
    """Pages of a DocumentAdmin."""

    change_list_template = "admin/careers/document_list.html"

    def get_urls(self):
        pages = {
            "compare": ("<int:pk>/history/compare/", self.compare),
            "restore": ("<int:pk>/restore/<int:revision_pk>/", self.restore),
            "note": ("<int:pk>/history/note/", self.add_note),
            "note_delete": ("<int:pk>/history/note/delete/", self.delete_note),
            "deleted": ("deleted/", self.deleted),
            "recover": ("deleted/<int:deleted_pk>/recover/", self.recover),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=self._page_name(name))
            for name, (route, view) in pages.items()
        ]
        return own + super().get_urls()

    def history_view(self, request, object_id, extra_context=None):
        """Lists the revisions of a document, newest first, each with its author and note."""
        document = self._document(request, unquote(object_id), self.has_view_or_change_permission)
        revisions = document.revisions.select_related("author")
        pairs = [*pairwise([*revisions, None])]
        page = Paginator(pairs, REVISIONS_A_PAGE).get_page(request.GET.get("page"))
        return self._page(
            request,
            "revisions.html",
            document,
            title="Revisions",
            subtitle=str(document),
            page=page,
            changes=[
                (revision, self._headings_changed(revision, before)) for revision, before in page
            ],
            note_form=ChangeNoteForm(),
            may_restore=self.has_change_permission(request, document),
            may_review=self._may_review(request, document),
        )

    def _headings_changed(self, revision, before):
        """Returns the headings of what a revision changed; () of the first one."""
        try:
            parts = before and self._parts(before, revision)
        except documents.DocumentError:  # written by an earlier version
            return ()
        return tuple(part.heading for part in parts or ())

    def _parts(self, old, new):
        shape = self.model.shape
        labels = {name: self._label(name) for name in shape.keys}
        return differences.parts_between(old.content, new.content, shape, labels)

    def compare(self, request, pk):
        """Shows what differs between two revisions: what is public and the newest, unless asked."""
        document = self._document(request, pk, self.has_view_or_change_permission)
        revisions = list(document.revisions.select_related("author")[:MOST_OFFERED])
        if not revisions:
            raise Http404(f"“{document}” has no revision yet.")
        revisions = [*self._written_now(request, document), *revisions]
        old, new = self._compared(request, document, revisions)
        problem, parts = "", []
        try:
            parts = self._parts(old, new)
        except documents.DocumentError as error:
            problem = f"One of them is no document any more: {error}"
        return self._page(
            request,
            "compare_revisions.html",
            document,
            title="Compare",
            subtitle=str(document),
            old=old,
            new=new,
            states=[State(_key(each), _words(each, document)) for each in revisions],
            old_key=_key(old),
            new_key=_key(new),
            parts=parts,
            problem=problem,
            may_restore=self.has_change_permission(request, document),
        )

    def _compared(self, request, document, revisions):
        """Returns the two revisions that an address names; the older one is the first."""
        by_key = {_key(each): each for each in revisions}
        usual = by_key.get(str(document.live_revision_id)) or revisions[-1]
        if usual == revisions[0] and len(revisions) > 1:
            usual = revisions[1]
        found = []
        for name, instead in (("old", usual), ("new", revisions[0])):
            asked = request.GET.get(name, "")
            if asked and asked not in by_key:
                by_key[asked] = self._revision_at(document, asked)
            found.append(by_key[asked] if asked else instead)
        return sorted(found, key=lambda each: (each.pk is None, each.pk))

    def _written_now(self, request, document):
        """Returns the editor's working copy, as a revision that is not saved, if there is one."""
        copy = working_copies.copy_of(request.user, self.model, document)
        draft = self.draft_of(request, document) if copy else None
        if draft is None:
            return []
        text = draft.content.text
        return [
            Revision(
                text=text,
                author=request.user,
                created_at=copy.changed_at,
                **{self.opts.model_name: document},
            )
        ]

    def _revision_at(self, document, key):
        revisions = document.revisions.select_related("author")
        return get_object_or_404(revisions, pk=row_number(key))

    def _label(self, name):
        """Returns what the form calls a field."""
        known = {
            field.name: field.verbose_name
            for field in self.model._meta.get_fields()
            if hasattr(field, "verbose_name")
        }
        label = str(known.get(name, name.replace("_", " ")))
        return label[:1].upper() + label[1:]

    def restore(self, request, pk, revision_pk):
        """Adds an old revision's text, or one section of it, as a new draft."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        document = self._document(request, pk, self.has_change_permission)
        revision = get_object_or_404(document.revisions, pk=revision_pk)
        sections = {each.name: each for each in document.shape.sections}
        asked = request.POST.get("section", "")
        if asked and asked not in sections:
            raise Http404(f"There is no section called {asked}.")
        section = sections.get(asked)
        try:
            publishing.restore(
                document,
                revision,
                section=section,
                author=request.user,
                base=number(request, "newest"),
            )
        except publishing.StaleRevision as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect(self._url("history", document.pk))
        except documents.DocumentError as error:
            self.message_user(request, f"It cannot be restored: {error}", messages.ERROR)
            return redirect(self._url("history", document.pk))
        what = f"“{section.heading}”" if section else "The text"
        self.log_change(request, document, f"Restored {what} of an old revision as a draft.")
        said = f"{what} of {revision.created_at:%d %B %Y, %H:%M} is now in the newest draft."
        self.message_user(request, said, messages.SUCCESS)
        return self._to_form(document)

    # What readers are told

    def add_note(self, request, pk):
        """Tells readers what changed in a document, and why: it is public at once."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        document = self._document(request, pk, self.has_change_permission)
        form = ChangeNoteForm(request.POST)
        if not form.is_valid():
            said = " ".join(each for found in form.errors.values() for each in found)
            self.message_user(request, f"Nothing was noted. {said}", messages.ERROR)
            return redirect(self._url("history", document.pk))
        publishing.tell_readers(document, author=request.user, **form.cleaned_data)
        self.log_change(request, document, "Noted a change for readers.")
        self.message_user(request, "Its page says so from now on.", messages.SUCCESS)
        return redirect(self._url("history", document.pk))

    def delete_note(self, request, pk):
        """Takes a note away from the page of a document."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        document = self._document(request, pk, self.has_change_permission)
        publishing.take_back(document, request.POST.get("on"), request.POST.get("text"))
        self.log_change(request, document, "Took a note for readers away.")
        self.message_user(request, "Its page does not say so any more.", messages.SUCCESS)
        return redirect(self._url("history", document.pk))

    # What was deleted

    def delete_model(self, request, obj):
        recovering.delete(obj, request.user)

    def delete_queryset(self, request, queryset):
        for document in queryset:
            recovering.delete(document, request.user)

    def changelist_view(self, request, extra_context=None):
        gone = DeletedDocument.objects.filter(kind=self.opts.model_name)
        context = {"deleted_count": gone.count() if self.has_add_permission(request) else 0}
        return super().changelist_view(request, context | (extra_context or {}))

    def deleted(self, request):
        """Lists the documents of this kind that were deleted."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        gone = DeletedDocument.objects.filter(kind=self.opts.model_name)
        title = f"Deleted {self.opts.verbose_name_plural}"
        rows = gone.select_related("deleted_by")
        return self._page(request, "deleted_documents.html", None, title=title, rows=rows)

    def recover(self, request, deleted_pk):
        """Makes a draft of a deleted document, with all its revisions."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_add_permission(request):
            raise PermissionDenied
        gone = DeletedDocument.objects.filter(kind=self.opts.model_name)
        deleted = get_object_or_404(gone, pk=deleted_pk)
        try:
            document = recovering.recover(deleted, get_user_model().objects.all())
        except ValidationError as taken:
            said = f"It cannot be recovered. {' '.join(taken.messages)}"
            self.message_user(request, said, messages.ERROR)
            return redirect(self._url("deleted"))
        self.log_addition(request, document, "Recovered.")
        said = f"“{document}” is a draft again, with all its revisions. It is not public."
        self.message_user(request, said, messages.SUCCESS)
        return self._to_form(document)


def _key(revision):
    """Returns what an address calls a revision; one that is not saved is what is written now."""
    return str(revision.pk) if revision.pk else WRITTEN_NOW


def _words(revision: Revision, document):
    """Returns what tells a revision from others."""
    if revision.pk is None:
        return f"{revision.created_at:%d %b %Y, %H:%M}: what you are writing"
    said = f"{revision.created_at:%d %b %Y, %H:%M}, {revision.author or 'a command'}"
    if revision.pk == document.live_revision_id:
        said += " (public now)" if document.is_published else " (was public)"
    return f"{said}: {revision.note}" if revision.note else said
