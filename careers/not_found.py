"""The page that says what was not found, and offers what is near."""

from difflib import get_close_matches

from django.shortcuts import render

from .models import FormerAddress, Role, Skill, Withdrawal
from .pages.title_lookup import kept_titles

WITHDRAWN = "The page at this address had been published in error, and was taken back"
DELETED = "What was at this address has been deleted"


def none_at(request, model, slug, problem):
    """Returns the page for an address where no row of a model is: 410 if one was and is gone."""
    if model is Role:
        in_error = Role.objects.filter(slug=slug, withdrawn=Withdrawal.ERROR)
        if slug.isprintable() and in_error.exists():
            return not_found(request, f"{WITHDRAWN}: {slug}.", slug, status=410)
    if FormerAddress.objects.is_gone(model, slug):
        return not_found(request, f"{DELETED}: {slug}.", slug, status=410)
    return not_found(request, problem, slug)


def not_found(request, problem, *words, status=404):
    """Returns a 404 page with the sentence `problem`, and the public pages nearest to `words`.

    A role that is also known by one of the words comes first.
    """
    titles = kept_titles(request.content_generation)
    spoken = [word.replace("-", " ") for word in words]
    pages = titles.roles | {skill.slug: skill for skill in Skill.objects.all()}
    called = [role.slug for role in map(titles.role_of, spoken) if role]
    near = [slug for word in words for slug in get_close_matches(word.lower(), pages, n=4)]
    suggestions = [pages[slug] for slug in dict.fromkeys((*called, *near))]
    context = {"problem": problem, "suggestions": suggestions, "titles": spoken}
    return render(request, "404.html", context, status=status)
