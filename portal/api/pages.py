"""The API as people read it."""

from django.conf import settings
from django.shortcuts import render

from careers.models import PAIR_SEPARATOR, Comparison
from careers.pages.kept import kept

from . import content, description
from .limits import WINDOW


@kept()
def documentation(request):
    """Shows every address of the API, with its parameters and an example that answers."""
    found = content.slugs_for_examples()
    written = Comparison.objects.published().with_card().first()
    context = {
        "pair_title": written and str(written),
        "pair": written and PAIR_SEPARATOR.join(role.slug for role in written.roles),
        "about": description.ABOUT,
        "root": description.root(),
        "operations": [
            (each, description.example_of(each, found)) for each in description.OPERATIONS
        ],
        "limit": settings.API_REQUESTS_A_MINUTE,
        "window": WINDOW,
    }
    return render(request, "portal/api.html", context)
