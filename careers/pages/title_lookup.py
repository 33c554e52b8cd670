"""Which role a job title names, and why: by the rules that file adverts under roles."""

from dataclasses import dataclass
from difflib import get_close_matches

from ..matching.titles import TitleMatcher, rank_words
from ..models import Role
from .kept import once_a_version

# So many words of a title count; adverts seldom have more.
MOST_WORDS = 24
MOST_LETTERS = 200
# So many roles are named whose titles are spelled nearly the same.
MOST_NEAR = 3
# A slip of a letter or two; "Data Center Engineer" is no slip of "Data Engineer".
ALIKE = 0.87


@dataclass(frozen=True)
class Titles:
    """The published roles by their addresses, in the order of their titles, and their names."""

    roles: dict[str, Role]
    # {each title and other title: the address of its role}
    names: dict[str, str]
    matcher: TitleMatcher

    @classmethod
    def read(cls):
        """Returns the Titles of the moment; two queries."""
        roles = Role.objects.published().prefetch_related("other_titles").order_by("title")
        by_slug = {role.slug: role for role in roles}
        names = {title: role.slug for role in by_slug.values() for title in role.titles}
        return cls(by_slug, names, TitleMatcher(names))

    def role_of(self, title):
        """Returns the Role that a title names, or None."""
        match = self.matcher.match(title)
        return match and self.roles[match.slug]


# By the state of content (portal/page_cache.py).
kept_titles = once_a_version(Titles.read)


@dataclass(frozen=True)
class TitleAnswer:
    """What is known of a job title."""

    title: str
    # None: it is none of our roles.
    role: Role | None
    # The title in three parts, of which the second decided; ("", "", "") without a role.
    parts: tuple[str, str, str] = ("", "", "")
    # Its words that say a rank.
    ranks: tuple[str, ...] = ()
    # A role whose name stands in it, but not as its trade, and that name.
    refused: Role | None = None
    refused_name: str = ""
    # Roles whose titles are spelled nearly the same.
    near: tuple[Role, ...] = ()

    @property
    def decided(self):
        """The words that decided."""
        return self.parts[1]

    @property
    def other_names(self):
        """What the role is called in adverts, beside its title."""
        return [other.name for other in self.role.other_titles.all()]


def look_up(title, titles):
    """Returns the TitleAnswer of a job title, by the Titles of the moment."""
    match = titles.matcher.match(title)
    if match is None:
        return _none_of_ours(title, titles)
    end = match.start + len(match.name)
    parts = (title[: match.start], match.name, title[end:])
    ranks = [word for word in rank_words(title) if word not in match.name.split()]
    return TitleAnswer(title, titles.roles[match.slug], parts, tuple(dict.fromkeys(ranks)))


def _none_of_ours(title, titles):
    refused = titles.matcher.mentioned(title)
    if refused:
        return TitleAnswer(
            title, None, refused=titles.roles[refused.slug], refused_name=refused.name
        )
    folded = {name.casefold(): slug for name, slug in titles.names.items()}
    near = get_close_matches(title.casefold(), folded, n=MOST_NEAR, cutoff=ALIKE)
    slugs = dict.fromkeys(folded[name] for name in near)
    return TitleAnswer(title, None, near=tuple(titles.roles[slug] for slug in slugs))
