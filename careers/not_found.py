"""The page that says what was not found, and offers what is near."""

from difflib import get_close_matches

from django.shortcuts import render

from .models import Skill
from .pages.title_lookup import kept_titles


def not_found(request, problem, *words):
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
    return render(request, "404.html", context, status=404)
