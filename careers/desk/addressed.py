"""Admins of what has an address: it is renamed and merged where its uses are seen first."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from ..editing import merging, renaming
from ..models import FormerAddress
from .model_admin import DeskAdmin


class AddressForm(forms.Form):
    """Another address of a row."""

    address = forms.CharField(
        label="New address",
        widget=forms.TextInput({"class": "vTextField"}),
        help_text="Small letters, digits and single hyphens. The old address leads to it for good.",
    )

    def __init__(self, row, *args):
        super().__init__(*args)
        self.row = row

    def clean_address(self):
        address = self.cleaned_data["address"]
        renaming.check_address(self.row, address)
        return address


class MergeForm(forms.Form):
    """The row into which another one is merged; `into` is the field to choose it in."""

    def __init__(self, row, into, *args):
        super().__init__(*args)
        self.row = row
        self.fields["into"] = into

    def clean_into(self):
        into = self.cleaned_data["into"]
        merging.check_merge(self.row, into)
        return into


class AddressedAdmin(DeskAdmin):
    """An admin with a page to change the address of a row, and one to merge it into another."""

    change_form_template = "admin/addressed_form.html"
    # What merging does, in a sentence.
    merging_words = ""

    # What each of them says of its rows.

    def uses_of(self, row):
        """Returns where a row is used, as Uses (uses.py)."""
        raise NotImplementedError

    def keeping(self, row):
        """Returns the Uses because of which a row is not deleted."""
        return []

    def into_field(self, row):
        """Returns the form field in which the row is chosen that another one is merged into."""
        others = self.model.objects.exclude(pk=row.pk)
        return forms.ModelChoiceField(others, label="Merge it into")

    def merge(self, request, row, into):
        """Merges a row into another one."""
        raise NotImplementedError

    def may_change_address(self, row):
        """Tells whether a row has an address of its own that others know."""
        return True

    def impact_url(self, row):
        """Returns the page that says what a change of a row would change; "" where none does."""
        return ""

    # The form

    def get_readonly_fields(self, request, obj=None):
        """Adds the address of what there is already: it has a page on which it is changed."""
        names = super().get_readonly_fields(request, obj)
        return [*names, self.model.address_field] if obj else names

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        FormerAddress.objects.free(obj)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context |= self._addresses(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _addresses(self, request, row):
        may_change = self.has_change_permission(request, row)
        return {
            "uses": self.uses_of(row),
            "former": FormerAddress.objects.leading_to(row),
            "own_address": getattr(row, self.model.address_field),
            "impact_url": self.impact_url(row) if may_change else "",
            "address_url": (
                self._page_url("address", row)
                if may_change and self.may_change_address(row)
                else ""
            ),
            "merge_url": self._page_url("merge", row) if self._may_merge(request, row) else "",
        }

    # The pages

    def get_urls(self):
        pages = {"address": self.change_address, "merge": self.merge_page}
        own = [
            path(f"<int:pk>/{page}/", self.admin_site.admin_view(view), name=self._page_name(page))
            for page, view in pages.items()
        ]
        return own + super().get_urls()

    def _page_name(self, page):
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _page_url(self, page, row):
        return reverse(f"admin:{self._page_name(page)}", args=[row.pk])

    def _may_merge(self, request, row):
        return self.has_change_permission(request, row) and self.has_delete_permission(request, row)

    def _row(self, request, pk, is_allowed):
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404(f"No {self.opts.verbose_name} has the number {pk}.")
        if not is_allowed(request, row):
            raise PermissionDenied
        return row

    def change_address(self, request, pk):
        """Asks for another address, says what uses the present one, and gives it."""
        row = self._row(request, pk, self.has_change_permission)
        if not self.may_change_address(row):
            raise PermissionDenied
        form = AddressForm(row, request.POST or None)
        if form.is_valid():
            return self._change_address(request, row, form.cleaned_data["address"])
        title = f"Change the address of “{row}”"
        return self._asking(request, "admin/change_address.html", row, form, title)

    def _change_address(self, request, row, address):
        old = getattr(row, self.model.address_field)
        renaming.change_address(row, address)
        self.log_change(request, row, f"Changed its address from {old} to {address}.")
        said = f"“{row}” is at {address} now. {old} leads there for good."
        self.message_user(request, said, messages.SUCCESS)
        return redirect(self._page_url("change", row))

    def merge_page(self, request, pk):
        """Asks into which other row this one is merged, says what moves, and merges."""
        row = self._row(request, pk, self._may_merge)
        form = MergeForm(row, self.into_field(row), request.POST or None)
        if form.is_valid():
            try:
                return self._merge(request, row, form.cleaned_data["into"])
            except ValidationError as refused:
                form.add_error("into", refused)
        title = f"Merge “{row}” into another {self.opts.verbose_name}"
        return self._asking(request, "admin/merge.html", row, form, title)

    def _merge(self, request, row, into):
        name = str(row)
        self.log_change(request, row, f"Merged into “{into}”.")
        self.merge(request, row, into)
        self.log_change(request, into, f"“{name}” was merged into it.")
        said = f"“{name}” was merged into “{into}”. Its old addresses lead here for good."
        self.message_user(request, said, messages.SUCCESS)
        return redirect(self._page_url("change", into))

    def _asking(self, request, template, row, form, title):
        context = {
            **self.admin_site.each_context(request),
            **self._addresses(request, row),
            "opts": self.opts,
            "original": row,
            "form": form,
            "media": self.media + form.media,
            "title": title,
            "merging_words": self.merging_words,
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, template, context, status=status)

    # Deleting

    def get_deleted_objects(self, objs, request):
        """Returns what Django's page of deleting shows; what is used is named and protected.

        What goes with a row, such as its figures, is its own: who may delete the row may do that.
        """
        kept = [f"{row}: {use}" for row in objs for use in self.keeping(row)]
        if kept:
            return [], {}, set(), kept
        gone, counts, needed, protected = super().get_deleted_objects(objs, request)
        return gone, counts, needed & {self.opts.verbose_name}, protected

    def delete_model(self, request, obj):
        merging.delete(obj)

    def delete_queryset(self, request, queryset):
        for row in queryset:
            merging.delete(row)
