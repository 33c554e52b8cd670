"""Searches of the board, and listings, as plain values for JSON."""

from careers.pages.addresses import address_of, site_address
from careers.pages.salary_files import plain_number
from jobs import engine
from jobs.board.controls import options
from jobs.board.filters import board_form
from jobs.board.labels import Labels
from jobs.board.query import BoardQuery, path_with
from jobs.engine.facets import FACETS, PAGE_SIZE
from jobs.models import Listing
from jobs.publishing.items import read_items

from .problems import Problem

PLACE = ("kind", "city", "region", "country")


def search(request):
    """Returns (a page of a search as data, {rel: address} of its other pages).

    Raises Problem if a value means nothing, or there is no such page: a program should not take
    another search for the one that it asked for.
    """
    board = engine.current()
    labels = Labels(board.directory)
    form = board_form(request.GET, labels)
    if form.errors:
        wrong = [
            {"parameter": name, "detail": text}
            for name, texts in form.errors.items()
            for text in texts
        ]
        raise Problem(
            404, "There is no such search: `errors` says which values mean nothing.", errors=wrong
        )
    asked_page = _page(request.GET.get("page", "1"))
    answer = board.answer(form.cleaned_data, asked_page)
    if answer.page != asked_page:
        raise Problem(404, f"The pages of this search are 1 to {answer.pages}.")
    query = BoardQuery.of(form.cleaned_data)

    def address(page):
        path = path_with(address_of("api:listing_list"), query.pairs(), page)
        return site_address(path, request)

    found = [(pk, answer.skills[pk]) for pk in answer.pks]
    items = read_items(found, labels.of, whole=False)
    data = {
        "total": answer.total,
        "page": answer.page,
        "pages": answer.pages,
        "page_size": PAGE_SIZE,
        "board": site_address(query.address(answer.page), request),
        "listings": [_listing(item, request) for item in items],
        "counts": {
            name: [
                {"value": option.value, "label": option.label, "count": option.count}
                for option in options(FACETS[name], counts, query, labels)
                if option.count is not None
            ]
            for name, counts in answer.counts.items()
            if _is_listed(FACETS[name])
        },
    }
    others = {"first": 1, "prev": answer.page - 1, "next": answer.page + 1, "last": answer.pages}
    return data, {rel: address(n) for rel, n in others.items() if 1 <= n <= answer.pages}


def listing(pk, request):
    """Returns an open listing with what may be shown of its text; raises Problem for another."""
    labels = Labels(engine.current().directory)
    named = Listing.skills.through.objects.filter(listing=pk).order_by("skill__name")
    skills = [*named.values_list("skill__slug", flat=True)]
    items = read_items([(pk, skills)], labels.of, whole=True)
    if not items:
        raise Problem(404, f"There is no open listing with the number {pk}.")
    (item,) = items
    return {**_listing(item, request), "text": item.shared.text, "html": item.shared.html or None}


def _listing(item, request):
    """Returns what a search says of a listing; what its advert does not say is null, or empty."""
    return {
        "id": item.pk,
        "title": item.title,
        "employer": {"slug": item.employer_slug, "name": item.employer},
        "role": item.role_slug or None,
        "level": item.level,
        "employment_type": item.employment_type,
        "workplace": item.workplace,
        "places": [dict(zip(PLACE, place, strict=True)) for place in item.places],
        "pay": _pay(item),
        "skills": list(item.skill_slugs),
        "language": item.language or None,
        "posted_at": item.posted_at.isoformat(),
        "closes_at": item.closes_at and item.closes_at.isoformat(),
        "is_sample": item.is_sample,
        "credit": {
            "source": item.credit or None,
            "attribution": item.attribution or None,
            "attribution_url": item.attribution_url or None,
        },
        "page": site_address(item.path, request),
        "url": site_address(address_of("api:listing_detail", item.pk), request),
    }


def _pay(item):
    """Returns the pay that an advert states; None where it states none."""
    if item.pay_min is None and item.pay_max is None:
        return None
    return {
        "min": plain_number(item.pay_min),
        "max": plain_number(item.pay_max),
        "currency": item.pay_currency,
        "period": item.pay_period or None,
        "words": item.pay,
    }


def _is_listed(facet):
    """Tells whether the values of a facet have names of their own; amounts of pay have none."""
    return facet.labels is not None or not facet.is_bound


def _page(text):
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise Problem(400, "A page has a number, from 1 on.")
    return int(text)
