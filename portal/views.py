"""The pages that join roles and listings, and those about the site itself."""

from django.conf import settings
from django.contrib import admin
from django.db import DatabaseError
from django.http import HttpResponseBadRequest
from django.shortcuts import render
from django.views import csrf

from careers.market import market
from careers.models import Comparison, Role, Skill
from careers.pages import share_images
from careers.pages.demand import Known
from careers.pages.kept import kept, once_a_version
from careers.pages.profiles import by_family
from careers.pages.worked_example import by_adverts, by_decision, worked_example
from jobs.board.per_version import has_samples
from jobs.engine.patience import is_trouble

from .search import SearchForm, find
from .trouble import unavailable

NEWEST_LISTINGS = 4


@once_a_version
def content_of_home():
    """Returns what home shows of content: it is read once for each state of content."""
    known = Known.of()
    comparisons = by_adverts(Comparison.objects.published().with_card(), known.adverts)
    return {
        "example": worked_example(comparisons[0], known) if comparisons else None,
        "decisions": by_decision(comparisons),
        "comparison_count": len(comparisons),
        "families": by_family(known.adverts.roles.values()),
        "skill_count": Skill.objects.count(),
    }


@kept()
def home(request):
    jobs = market().newest_stating_pay(NEWEST_LISTINGS)
    context = {"cards": jobs.cards, "open_count": jobs.total}
    content = content_of_home(request.content_generation)
    return render(request, "portal/home.html", content | context)


@kept()
def about(request):
    return render(request, "portal/about.html")


@kept()
def privacy(request):
    return render(request, "portal/privacy.html")


@kept("q")
def search(request):
    form = SearchForm(request.GET)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    context = {
        "form": form,
        "query": query,
        "results": find(query, request.generation, request.content_generation) if query else None,
    }
    return render(request, "portal/search.html", context)


@kept()
def share_image(request):
    """Draws what the link to a page shows that has no picture of its own."""
    roles, pairs = Role.objects.published().count(), Comparison.objects.published().count()
    jobs = 0 if has_samples(request.generation) else market().newest(0).total
    shown = share_images.site_image(settings.SITE_NAME, roles, pairs, jobs)
    return share_images.answer(shown)


def page_not_found(request, exception):
    context = {"problem": "There is no page at this address."}
    try:
        return render(request, "404.html", context, status=404)
    except DatabaseError as error:
        if not is_trouble(error):
            raise
        return unavailable(request, error)


def bad_request(request, exception):
    """Says in a sentence what no page can say; Django's own view reads the form again, and fails.

    The host may be what is wrong, too, and pages name it.
    """
    text = "We could not understand this request. Please start again from the home page."
    return HttpResponseBadRequest(text, content_type="text/plain; charset=utf-8")


def csrf_failure(request, reason=""):
    """Answers a form whose token is not the browser's; the admin keeps what was written."""
    if request.path_info.startswith(f"/{settings.ADMIN_PATH}"):
        return admin.site.without_token(request)
    return csrf.csrf_failure(request, reason)
