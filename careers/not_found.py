"""The page that says what was not found, and offers what is near."""

from difflib import get_close_matches

from django.shortcuts import render

from .models import Role, Skill


def not_found(request, problem, *words):
    """Returns a 404 page with the sentence `problem`, and the public pages nearest to `words`."""
    pages = {role.slug: role for role in Role.objects.published()}
    pages |= {skill.slug: skill for skill in Skill.objects.all()}
    near = [slug for word in words for slug in get_close_matches(word.lower(), pages, n=4)]
    suggestions = [pages[slug] for slug in dict.fromkeys(near)]
    context = {"problem": problem, "suggestions": suggestions}
    return render(request, "404.html", context, status=404)
