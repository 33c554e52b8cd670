"""What files are counted by: the names that editors keep of roles, skills and occupations."""

from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache

from ..matching.titles import TitleMatcher
from ..models import GROUP, Role, Skill

# Titles recur; so many are remembered, so that a large file is read quickly and in little memory.
TITLES_REMEMBERED = 50_000


def role_of() -> Callable[[str], str | None]:
    """Returns a function that returns the slug of the published role that a title names."""
    matcher = TitleMatcher(Role.objects.published().by_title())

    @lru_cache(TITLES_REMEMBERED)
    def of_title(title: str) -> str | None:
        match = matcher.match(title)
        return match.slug if match else None

    return of_title


def skills_listed() -> dict[str, str]:
    """Returns {name, case-folded: slug} of what a list of skills in an advert may hold.

    Of abilities and concepts only their own names: an alias, such as “graphql” for API design, is
    one case of it and does not tell how often adverts ask for it.
    """
    tools = Skill.Kind.TOOL, Skill.Kind.LANGUAGE
    return {
        name: skill.slug
        for name, skill in Skill.objects.named().items()
        if skill.kind in tools or name == skill.name.casefold()
    }


def groups() -> dict[str, str]:
    """Returns {a skill's slug: GROUP and that of its group} of those that are in one."""
    grouped = Skill.objects.exclude(group=None).values_list("slug", "group__slug")
    return {skill: f"{GROUP}{group}" for skill, group in grouped}


def roles_of_occupations() -> dict[str, list[str]]:
    """Returns {an official occupation's code: the slugs of the roles whose nearest it is}."""
    roles = defaultdict(list)
    for slug, code in Role.objects.exclude(occupation="").values_list("slug", "occupation"):
        roles[code].append(slug)
    return roles
