"""The page on which a document is written: its sections, its working copy, and who else is there.

`AdminSite` asks for it like for any other form. Its working copy is kept by script while somebody
writes, and without script whenever a draft is refused.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from ..editing import documents, working_copies
from ..models import WorkingCopy
from ..models.working_copies import PRESENT_FOR, TOLD_BEFORE
from .addressed import AddressedAdmin
from .history import number
from .model_admin import Waiting
from .uses import change_url


@dataclass(frozen=True)
class Panel:
    """A part of the page: a heading over some fields, with what the contents say of its state."""

    heading: str
    fieldset: object  # Django's, whose lines hold the fields
    section: documents.SectionShape | None  # which section of the document it is, if it is one
    state: str
    has_errors: bool

    @property
    def anchor(self):
        """The id of its place on the page."""
        return f"part-{slugify(self.heading)}"


@dataclass(frozen=True)
class Problem:
    """What is wrong in a field: its label and the id of its input; "" where it is in none."""

    label: str
    place: str
    sentences: tuple[str, ...]


class WritingAdmin(AddressedAdmin):
    """An admin whose form is the writing page, at an address of its own."""

    change_form_template = "admin/careers/write.html"
    # {a group of the page's contents: {a heading: the fields under it}}
    panels = {}

    def get_fieldsets(self, request, obj=None):
        return [
            (heading, {"fields": fields})
            for group in self.panels.values()
            for heading, fields in group.items()
        ]

    def get_urls(self):
        pages = [
            ("<int:pk>/write/", self.write, "write"),
            ("<int:pk>/write/copy/", self.keep_copy, "copy"),
            ("<int:pk>/write/here/", self.here, "here"),
            ("<int:pk>/write/discard/", self.discard, "discard"),
            ("add/copy/", self.keep_copy, "copy_new"),
            ("add/discard/", self.discard, "discard_new"),
        ]
        own = [
            path(route, self.admin_site.admin_view(view), name=self._page_name(name))
            for route, view, name in pages
        ]
        return own + super().get_urls()

    # The page

    def write(self, request, pk):
        """Shows a document as it is written, and saves it as a draft or publishes it."""
        return self.changeform_view(request, str(pk))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Leads to the writing page; what an older form sends here is saved all the same."""
        pk = unquote(object_id)
        if request.method == "POST" or not pk.isdecimal():
            return super().change_view(request, object_id, form_url, extra_context)
        return redirect(self._address("write", pk))

    def _address(self, page, *args):
        return reverse(f"admin:{self._page_name(page)}", args=args)

    def _url_of(self, page, document):
        """Returns the address of one of the page's own for a document, or for a new one (None)."""
        if document is None:
            return self._address(f"{page}_new")
        return self._address(page, document.pk)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Returns the form's class, which shows the editor's working copy when it is opened."""
        form_class = super().get_form(request, obj, change=change, **kwargs)
        if request.method in ("GET", "HEAD") and self._may_write(request, obj):
            form_class.copy, form_class.others = self._copies(request, obj)
        return form_class

    def _copies(self, request, document):
        return working_copies.copies_of(request.user, self.model, document)

    def _may_write(self, request, document):
        if document is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, document)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if request.method == "POST":
            self._keep_refused(request, obj, form)
            _, form.others = self._copies(request, obj)
        may_write = self._may_write(request, obj)
        context |= {
            "groups": self._groups(context["adminform"]),
            "problems": [*_problems(form)] if form.is_bound else [],
            "is_publishing": "_publish" in request.POST,
            "may_write": may_write,
            "copy": form.copy,
            "others": form.others,
            "copy_url": self._url_of("copy", obj) if may_write else "",
            "here_url": self._url_of("here", obj) if obj and may_write else "",
            "discard_url": self._url_of("discard", obj),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _groups(self, admin_form):
        """Returns {a group of the contents: its Panels}."""
        fieldsets = iter(admin_form)
        return {
            group: [self._panel(next(fieldsets), admin_form.form) for _ in headings]
            for group, headings in self.panels.items()
        }

    def _panel(self, fieldset, form):
        names = flatten_fieldsets([(None, {"fields": fieldset.fields})])
        section = next((each for each in self.model.shape.sections if each.name in names), None)
        has_errors = any(name in form.errors for name in names) if form.is_bound else False
        return Panel(
            heading=fieldset.name,
            fieldset=fieldset,
            section=section,
            state=_state(form[section.name].value(), section) if section in _shown(form) else "",
            has_errors=has_errors,
        )

    # The working copy

    def _keep_refused(self, request, document, form):
        """Keeps what was written in a form that is not saved as a draft."""
        try:
            form.show_kept(self._keep(request, document, form.written, form.sent("copy_base")))
        except working_copies.WrittenElsewhere as elsewhere:
            self.message_user(request, str(elsewhere), messages.WARNING)

    def _keep(self, request, document, written, base):
        revisions = document.revisions if document else None
        return working_copies.keep(
            request.user,
            self.model,
            document,
            written,
            base=revisions.filter(pk=base).first() if revisions and base else None,
            version=number(request, "copy_version"),
            window=request.POST.get("copy_window", "")[:36],
        )

    @method_decorator(require_POST)
    def keep_copy(self, request, pk=None):
        """Keeps what a page sends as the editor's working copy; says when, and who is there."""
        document = self._written_document(request, pk)
        form_class = self.get_form(request, document, change=bool(document))
        names = form_class.base_fields.keys() - form_class.hidden_names
        written = {name: request.POST.get(name, "") for name in names}
        try:
            copy = self._keep(request, document, written, number(request, "copy_base"))
        except working_copies.WrittenElsewhere as elsewhere:
            state = self._state_of(request, document, elsewhere.copy)
            return JsonResponse(state | {"refused": str(elsewhere)}, status=409)
        return JsonResponse(self._state_of(request, document, copy))

    @method_decorator(require_POST)
    def here(self, request, pk):
        """Notes that the page is open, and says who else has it open and what is new."""
        document = self._written_document(request, pk)
        place = request.POST.get("place", "")
        known = place if place in self.model.shape.names else ""
        working_copies.look(request.user, self.model, document, known)
        copy = working_copies.copy_of(request.user, self.model, document)
        return JsonResponse(self._state_of(request, document, copy))

    @method_decorator(require_POST)
    def discard(self, request, pk=None):
        """Deletes the editor's working copy: the newest draft stands as it is."""
        document = self._written_document(request, pk)
        working_copies.forget(request.user, self.model, document)
        self.message_user(request, "Your working copy is deleted.", messages.SUCCESS)
        return redirect(change_url(document) if document else self._address("add"))

    def _written_document(self, request, pk):
        """Returns the document that a page of the script's writes; None for one not made yet."""
        document = self.get_object(request, str(pk)) if pk else None
        if pk and document is None:
            raise Http404(f"No {self.opts.verbose_name} has the number {pk}.")
        if not self._may_write(request, document):
            raise PermissionDenied
        return document

    def _state_of(self, request, document, copy):
        _, others = self._copies(request, document)
        newest = document.revisions.select_related("author").newest() if document else None
        return {
            "version": copy.version if copy else 0,
            "changed_at": copy.changed_at.isoformat() if copy and copy.changed_at else None,
            "newest": newest.pk if newest else None,
            "newest_by": str(newest.author or "a command") if newest else "",
            "others": [self._said_of(other) for other in others],
        }

    def _said_of(self, copy):
        is_here = copy.seen_at > timezone.now() - PRESENT_FOR
        labels = {section.name: section.heading for section in self.model.shape.sections}
        return {
            "name": str(copy.editor),
            "is_here": is_here,
            "place": labels.get(copy.place, "") if is_here else "",
        }

    def waiting(self, request):
        """Adds the editor's own working copies, and when one of them will be deleted."""
        copies = WorkingCopy.objects.filter(editor=request.user, kind=self.opts.model_name)
        copies = copies.written().select_related("role", "comparison__first", "comparison__second")
        return [*super().waiting(request), *(self._waiting_copy(copy) for copy in copies)]

    def _waiting_copy(self, copy):
        document = copy.document
        name = f"“{document}”" if document else f"a new {self.opts.verbose_name}"
        said = f"You are writing {name}, not saved as a draft"
        if copy.deleted_on - TOLD_BEFORE <= timezone.now():
            said += f": it is deleted on {copy.deleted_on:%d %B} unless you go on"
        return Waiting(said, change_url(document) if document else self._address("add"))


def _shown(form):
    return [each for each in form.instance.shape.sections if each.name in form.fields]


def _problems(form):
    """Yields what is wrong in a form, in the order of its fields."""
    for name, sentences in form.errors.items():
        field = form[name] if name in form.fields else None
        label, place = (str(field.label), field.id_for_label) if field else ("", "")
        yield Problem(label, place, tuple(sentences))


def _state(text, section):
    """Returns what the contents say of a section: how many points or words it has.

    >>> _state("A: one\\nB: two", documents.ROLE.sections[2])
    '2'
    """
    text = text or ""
    if not text.strip():
        return "needed" if section.is_required else "empty"
    if section.is_prose:
        return f"{len(text.split())} words"
    return str(len([line for line in text.splitlines() if line.strip()]))
