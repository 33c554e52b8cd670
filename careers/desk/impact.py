"""The pages that say what a change would change, before it is made (editing/impact.py)."""

import re
from copy import copy
from functools import partial
from html import unescape

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.forms import modelform_factory
from django.http import Http404, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse

from optimistic.diffs import text_diff
from optimistic.values import as_sent

from ..editing import documents, impact, merging, publishing, renaming
from ..editing.impact import Change
from ..forms import WithdrawForm

# Longer than this nobody waits for a page; who asks for the rest waits for as long as it takes.
SECONDS, MOST_SECONDS = 1.5, 90
# So many changed lines of a page are shown.
MOST_LINES = 400
# What an address asks that is no part of the change.
NOT_OF_THE_CHANGE = ("csrfmiddlewaretoken", "address_of_page", "whole", "opened")
_HIDDEN = re.compile(r"<(script|style|svg|head)\b.*?</\1>", re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|li|h\d|div|dt|dd|tr|section|article|summary|option|ul|ol|dl)\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")


class NotPossible(Exception):
    """A change that cannot be made as things are: `problems` are sentences."""

    def __init__(self, problems):
        super().__init__(" ".join(problems))
        self.problems = list(problems)


# What may keep a change from being made.
REFUSALS = (NotPossible, publishing.NotPublishable, ValidationError)


class ImpactPages:
    """Pages of an AddressedAdmin: what a change of a row would change, and each page old and new.

    An address says which change: `?of=publish`, `?of=merge&into=7`. A form may send it, too.
    """

    def get_urls(self):
        pages = {
            "impact": ("<int:pk>/impact/", self.impact),
            "impact_page": ("<int:pk>/impact/page/", self.impact_page),
            "impact_difference": ("<int:pk>/impact/difference/", self.impact_difference),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=self._page_name(name))
            for name, (route, view) in pages.items()
        ]
        return own + super().get_urls()

    def changes(self, row):
        """Returns {what an address calls a change: (label, what makes the Change of its data)}."""
        return {
            "address": ("Change its address", self._renaming),
            "merge": ("Merge it into another", self._merging),
        }

    def impact_url(self, row):
        return reverse(f"admin:{self._page_name('impact')}", args=[row.pk])

    # The changes

    def _renaming(self, row, request, data):
        address = data.get("address", "")
        renaming.check_address(row, address)
        words = f"giving “{row}” the address {address}"
        return Change(words, lambda: renaming.change_address(_again(row), address))

    def _merging(self, row, request, data):
        field = self.into_field(row)
        into = field.clean(data.get("into", ""))
        merging.check_merge(row, into)
        moves = row if hasattr(row, "listings") else None
        words = f"merging “{row}” into “{into}”"
        merge = {"role": merging.merge_roles, "skill": merging.merge_skills}
        merge = merge.get(self.opts.model_name, merging.merge_comparisons)
        return Change(words, lambda: merge(_again(row), _again(into)), moves)

    def _asked(self, request, row):
        """Returns the Change that an address or a form asks for; NotPossible says why not."""
        data = request.POST or request.GET
        changes = self.changes(row)
        kind = data.get("of") or next(iter(changes))
        if kind not in changes:
            raise Http404(f"There is no change called {kind}.")
        try:
            return changes[kind][1](row, request, data)
        except documents.DocumentError as refused:
            raise NotPossible(refused.problems) from refused

    # The pages

    def impact(self, request, pk):
        """Lists each address that a change would change, and the jobs that would match anew."""
        row = self._row(request, pk, self.has_change_permission)
        is_whole = "whole" in (request.POST or request.GET)
        context = {
            "is_whole": is_whole,
            "others": self._others(request, row),
            "asked": self._query(request, row),
        }
        try:
            change = self._asked(request, row)
            found = impact.impact_of(change, MOST_SECONDS if is_whole else SECONDS)
        except REFUSALS as refused:
            return self._impact_page(
                request, row, "impact", 422, problems=_sentences(refused), **context
            )
        return self._impact_page(
            request,
            row,
            "impact",
            change=change,
            found=found,
            **context,
        )

    def _query(self, request, row):
        """Returns, as a query string, which change is asked for."""
        asked = (request.POST or request.GET).copy()
        for name in NOT_OF_THE_CHANGE:
            asked.pop(name, None)
        return asked.urlencode()

    def _others(self, request, row):
        """Returns (label, address) of the other changes that need no more to be said."""
        url = self.impact_url(row)
        plain = [name for name in self.changes(row) if name in PLAIN]
        return [(self.changes(row)[name][0], f"{url}?of={name}") for name in plain]

    def impact_page(self, request, pk):
        """Shows a public page as the change would make it."""
        row = self._row(request, pk, self.has_change_permission)
        try:
            return impact.page_after(self._asked(request, row), _address(request))
        except REFUSALS as refused:
            raise Http404(str(refused)) from refused

    def impact_difference(self, request, pk):
        """Shows in words what the change would change in a public page."""
        row = self._row(request, pk, self.has_change_permission)
        address, asked = _address(request), self._query(request, row)
        try:
            pages = impact.page_before_and_after(self._asked(request, row), address)
        except REFUSALS as refused:
            raise Http404(str(refused)) from refused
        lines = text_diff(*map(_words_of, pages))
        return self._impact_page(
            request,
            row,
            "impact_difference",
            address=address,
            text_diff=lines[:MOST_LINES],
            left=max(len(lines) - MOST_LINES, 0),
            asked=asked,
        )

    def _impact_page(self, request, row, template, status=200, **context):
        context |= self.admin_site.each_context(request)
        context |= {"opts": self.opts, "original": row, "title": "What it would change"}
        name = f"admin/careers/{template}.html"
        return TemplateResponse(request, name, context, status=status)


# Changes that an address asks for without saying more.
PLAIN = ("publish", "unpublish", "error")


class DocumentImpactPages(ImpactPages):
    """What publishing, unpublishing and withdrawing a document would change."""

    def changes(self, document):
        found = {"publish": ("Publish the newest draft", self._publishing)}
        if document.is_published:
            found["unpublish"] = ("Unpublish it", partial(_taking_away, publishing.unpublish))
            found["error"] = ("Withdraw it as an error", partial(_taking_away, WITHDRAW))
            found["withdraw"] = ("Withdraw it", self._withdrawing)
        return found | super().changes(document)

    def _publishing(self, document, request, data):
        draft = self.draft_of(request, document)
        if draft is None:
            raise NotPossible([f"“{document}” has no text yet."])
        if draft.problems:
            raise NotPossible(draft.problems)
        content = draft.content

        def make():
            now = _again(document)
            newest = now.revisions.newest()
            is_saved = newest and newest.text == content.text
            publishing.publish(now, newest if is_saved else publishing.save_draft(now, content))

        return Change(f"publishing “{document}”", make)

    def _withdrawing(self, document, request, data):
        form = WithdrawForm(data)
        if not form.is_valid():
            raise ValidationError([each for found in form.errors.values() for each in found])
        if form.cleaned_data["why"] == form.ERROR:
            return _taking_away(WITHDRAW, document)
        notice = form.cleaned_data["notice"]
        words = f"saying that “{document}” is out of date"
        return Change(words, lambda: merging.mark_outdated(_again(document), notice))


WITHDRAW = merging.withdraw_in_error


def _taking_away(act, document, *asked):
    words = f"withdrawing “{document}”" if act is WITHDRAW else f"unpublishing “{document}”"
    return Change(words, lambda: act(_again(document)))


class SkillImpactPages(ImpactPages):
    """What saving a skill's form as it is filled in would change."""

    def changes(self, skill):
        return {"save": ("Save it", self._saving)} | super().changes(skill)

    def _saving(self, skill, request, data):
        form = self._filled(skill, data)
        if not form.is_valid():
            raise ValidationError([each for found in form.errors.values() for each in found])

        def make():
            form.save()
            publishing.relink()

        return Change(f"saving “{skill}”", make)

    def _query(self, request, skill):
        """Leaves out what a form sends of the skill as it is: addresses have little room."""
        asked = QueryDict(super()._query(request, skill), mutable=True)
        as_it_is = self._as_it_is(self._form_class(skill), skill)
        for name in as_it_is.keys() & asked.keys():
            if asked.getlist(name) == as_it_is.getlist(name):
                del asked[name]
        return asked.urlencode()

    def _filled(self, skill, data):
        """Returns the form of a skill with what an address or a form says of it."""
        form_class = self._form_class(skill)
        filled = self._as_it_is(form_class, skill)
        for name in filled:
            filled.setlist(name, data.getlist(name, filled.getlist(name)))
        return form_class(filled, instance=copy(skill))

    def _form_class(self, skill):
        form_class = modelform_factory(type(skill), form=self.form, exclude=["slug", "is_edited"])
        form_class.base_fields["related"] = self.name_field(type(skill)._meta.get_field("related"))
        return form_class

    def _as_it_is(self, form_class, skill):
        """Returns what a browser sends of a skill's form as it is opened; one query at most."""
        prefetch_related_objects([skill], "related")
        form, sent = form_class(instance=skill), QueryDict(mutable=True)
        for name, field in form.fields.items():
            shown = field.prepare_value(form.get_initial_for_field(field, name))
            for key, texts in as_sent(field.widget, name, shown).items():
                sent.setlist(key, texts)
        return sent


def _again(row):
    """Reads a row again: each time that a change is made, it is made of what is there."""
    return type(row).objects.get(pk=row.pk)


def _sentences(refused):
    """Returns what keeps a change from being made, as sentences."""
    if isinstance(refused, NotPossible):
        return refused.problems
    if isinstance(refused, ValidationError):
        return refused.messages
    return [each for found in refused.problems.values() for each in found]


def _address(request):
    """Returns the public address that is asked for; Http404 where none is."""
    address = (request.POST or request.GET).get("address_of_page", "")
    if not address.startswith("/"):
        raise Http404("Say which page: ?address_of_page=/roles/data-analyst/")
    return address


def _words_of(response):
    """Returns what a page or a file says, a line for each block; "" of a picture."""
    if response.status_code != 200:
        leads_to = response.headers.get("Location", "")
        return f"Leads to {leads_to}" if leads_to else f"Answers {response.status_code}"
    kind = response.headers["Content-Type"]
    if kind.startswith("image/"):
        return ""
    text = response.content.decode()
    if not kind.startswith("text/html"):
        return text
    blocks = _BLOCK.sub("\n", _HIDDEN.sub("", text))
    lines = (" ".join(unescape(_TAG.sub(" ", line)).split()) for line in blocks.splitlines())
    return "\n".join(filter(None, lines))
