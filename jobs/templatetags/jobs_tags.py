"""How listings are printed."""

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def age(moment):
    """How long ago a moment was, in one unit: "today", "3 days ago", "2 weeks ago"."""
    days = (timezone.now() - moment).days
    if days < 1:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 14:
        return f"{days} days ago"
    if days < 60:
        return f"{days // 7} weeks ago"
    return f"{days // 30} months ago"
