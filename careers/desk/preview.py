"""A document's draft as visitors would see it, on a phone and on a desk, with its comparisons.

Each page is the public one, made in a copy of the content in which the drafts are published.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.conf import settings
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.urls import path, reverse

from ..editing import documents, impact, publishing
from ..editing.impact import Change
from ..models import Comparison, Role
from .uses import change_url

# Pages of ours, and no others, may show these in a frame.
FRAMED = {**settings.SECURE_CSP, "frame-ancestors": ["'self'"]}
FRAMING = {**settings.SECURE_CSP, "frame-src": ["'self'"]}
# Links of a page in a frame open beside it: public pages are shown in none.
HEAD, LINKS_OPEN_BESIDE = b"<head>", b'<head><base target="_blank">'


@dataclass(frozen=True)
class Draft:
    """What publishing would publish of a document."""

    document: Role | Comparison
    content: documents.Content
    # What keeps a newer text from being read, as sentences.
    unreadable: tuple[str, ...]
    # Names a section or a field.
    label: Callable[[str], str]

    @cached_property
    def problems(self):
        """What keeps it from being published: sentences, each with what it is about."""
        citable = publishing.Citable.read(self.document)
        found = publishing.missing_links(self.content, self.document, citable)
        found |= publishing.publishing_problems(self.content, self.document, citable)
        said = [f"{self.label(name)}: {each}" for name, all_of in found.items() for each in all_of]
        return tuple(dict.fromkeys([*self.unreadable, *said]))

    @property
    def url(self):
        return change_url(self.document)


class PreviewPages:
    """Pages of a DocumentAdmin."""

    def get_urls(self):
        pages = {
            "previews": ("<int:pk>/previews/", self.previews),
            "frame": ("<int:pk>/previews/frame/", self.frame),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=self._page_name(name))
            for name, (route, view) in pages.items()
        ]
        return own + super().get_urls()

    def draft_of(self, request, document):
        """Returns the Draft of a document: the editor's working copy, or else the newest revision.

        None where nothing is written yet. Where the copy is no document, its problems say so, and
        the newest revision is shown.
        """
        form = self.get_form(request, document, change=True)(instance=document)
        content, unreadable = form.newest and form.newest.content, []
        if form.copy:
            values = {name: form.initial.get(name) or "" for name in document.shape.names}
            if isinstance(document, Comparison):
                values["roles"] = "; ".join(role.slug for role in document.roles)
            try:
                text = documents.write(values, document.shape)
                content = documents.parse(text, document.shape)
            except documents.DocumentError as error:
                unreadable = [f"Your working copy: {each}" for each in error.problems]
        if content is None:
            return None
        return Draft(document, content, tuple(unreadable), self._label)

    def previews(self, request, pk):
        """Shows a draft's page in a narrow and in a wide frame, and leads to its comparisons."""
        document = self._document(request, pk, self.has_view_or_change_permission)
        shown, drafts = self._asked_for(request, document)
        address = shown.get_absolute_url()
        frame = reverse(f"admin:{self._page_name('frame')}", args=[document.pk])
        response = self._page(
            request,
            "previews.html",
            document,
            title="Preview",
            subtitle=str(document),
            pages=[(each, each.get_absolute_url()) for each in self._pages_of(document)],
            shown=shown,
            address=address,
            frame=f"{frame}?{urlencode({'page': address})}",
            drafts=drafts,
        )
        response.headers["Content-Security-Policy"] = _policy(FRAMING)
        return response

    def _pages_of(self, document):
        """Returns the documents whose pages show a draft: itself, and a role's comparisons."""
        if isinstance(document, Comparison):
            return [document]
        pairs = Comparison.objects.of([document]).filter(withdrawn="")
        return [document, *pairs.select_related("first", "second")]

    def _asked_for(self, request, document):
        """Returns the document whose page an address asks for, and the Drafts that it shows."""
        asked = request.GET.get("page", "")
        pages = {each.get_absolute_url(): each for each in self._pages_of(document)}
        if asked and asked not in pages:
            raise Http404(f"No draft of “{document}” is at {asked}.")
        shown = pages.get(asked, document)
        own = self.draft_of(request, document)
        if own is None:
            raise Http404(f"“{document}” has no text yet.")
        if shown == document:
            return shown, [own]
        admin = self.admin_site.get_model_admin(Comparison)
        return shown, [own, *filter(None, [admin.draft_of(request, shown)])]

    def frame(self, request, pk):
        """Answers with one of these pages, as it would be if its drafts were published."""
        document = self._document(request, pk, self.has_view_or_change_permission)
        shown, drafts = self._asked_for(request, document)
        change = Change("a preview", lambda: _put_in_place(shown, drafts))
        try:
            page = impact.page_after(change, shown.get_absolute_url())
        except IntegrityError:
            said = "It cannot be shown: its title belongs to another role."
            page = HttpResponse(said, content_type="text/plain; charset=utf-8", status=409)
        answer = HttpResponse(
            page.content.replace(HEAD, LINKS_OPEN_BESIDE, 1),
            content_type=page.headers["Content-Type"],
            status=page.status_code,
        )
        answer.headers["Content-Security-Policy"] = _policy(FRAMED)
        answer.headers["X-Frame-Options"] = "SAMEORIGIN"
        return answer


def _put_in_place(shown, drafts):
    """Makes drafts public, and the roles of a pair that is shown, whatever they say."""
    for role in shown.roles if isinstance(shown, Comparison) else ():
        if not role.is_published and (newest := role.revisions.newest()):
            publishing.put_in_place(role, newest.content)
    for draft in drafts:
        model = type(draft.document)
        publishing.put_in_place(model.objects.get(pk=draft.document.pk), draft.content)


def _policy(directives):
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())
