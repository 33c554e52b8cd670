"""The board of open listings, and each listing's own page."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.shortcuts import redirect, render

from careers.views import not_found

from .filters import ListingFilter
from .models import Listing

LISTINGS_A_PAGE = 20
NEARBY = 4


@dataclass(frozen=True)
class Chip:
    """A filter value that is applied, and the address of the board without it."""

    label: str
    value: str
    without: str


def board(request):
    listings = ListingFilter(request.GET, queryset=Listing.objects.for_board())
    page = Paginator(listings.qs, LISTINGS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": listings,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "chips": chips(listings, request.GET),
    }
    return render(request, "jobs/board.html", context)


def listing_detail(request, pk, slug):
    whole = Listing.objects.select_related("employer", "role", "source").prefetch_related("places")
    listing = whole.filter(pk=pk).first()
    if listing is None:
        return not_found(request, f"There is no listing with the number {pk}.")
    if request.path != listing.get_absolute_url():
        return redirect(listing, permanent=True)
    same_role = Listing.objects.for_board().exclude(pk=pk).filter(role=listing.role)
    context = {"listing": listing, "nearby": same_role[:NEARBY] if listing.role_id else []}
    # A closed advert keeps its page, and tells machines that it is gone.
    return render(
        request, "jobs/listing_detail.html", context, status=200 if listing.is_open else 410
    )


def chips(filterset, query):
    """A Chip for each applied value of a bound filter set, in the order of its filters."""
    found = []
    for name, value in filterset.form.cleaned_data.items():
        if name == "sort" or not value:
            continue
        field = filterset.form.fields[name]
        for key, words in _words(field, value):
            found.append(Chip(field.label, words, _without(query, name, key)))
    return found


def _words(field, value):
    """(the value as it stands in the address, its words) for each value of a field."""
    values = value if isinstance(value, list) else [value]
    if hasattr(values[0], "slug"):
        return [(entry.slug, str(entry)) for entry in values]
    choices = dict(getattr(field, "choices", ()))
    return [(str(entry), choices.get(entry, str(entry))) for entry in values]


def _without(query, name, value):
    """The board's address without one value, and on its first page."""
    rest = query.copy()
    rest.pop("page", None)
    kept = [other for other in rest.getlist(name) if other != value]
    rest.setlist(name, kept if len(kept) < len(rest.getlist(name)) else [])
    return f"?{rest.urlencode()}"
