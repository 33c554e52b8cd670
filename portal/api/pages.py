"""The API as people read it."""

from django.conf import settings
from django.shortcuts import render

from careers.models import PAIR_SEPARATOR, Comparison, Role, Skill
from careers.pages.kept import kept

from . import description
from .limits import WINDOW


@kept()
def documentation(request):
    """Shows every address of the API, with its parameters and an example that answers."""
    found = _found()
    written = Comparison.objects.published().with_card().first()
    context = {
        "pair_title": written and str(written),
        "pair": written and PAIR_SEPARATOR.join(role.slug for role in written.roles),
        "about": description.ABOUT,
        "root": description.root(),
        "operations": [(each, _example(each, found)) for each in description.OPERATIONS],
        "limit": settings.API_REQUESTS_A_MINUTE,
        "window": WINDOW,
    }
    return render(request, "portal/api.html", context)


def _found():
    """Returns the addresses of two roles and of a skill of this site, as far as it has them."""
    roles = Role.objects.published().values_list("slug", flat=True)[:2]
    skills = Skill.objects.values_list("slug", flat=True)[:1]
    found = dict(zip(("role", "other"), roles, strict=False))
    return found | dict(zip(("skill",), skills, strict=False))


def _example(operation, found):
    """Returns an address that answers; "" where the site has nothing to ask for."""
    try:
        return operation.example.format(**found)
    except KeyError:
        return ""
