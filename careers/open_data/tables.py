"""The tables of open data: their columns in words, and their rows. One query a table.

A row of figures belongs to a published role; what is in work is nobody's data yet.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import F, Q

from ..editing.documents import parse_list
from ..models import (
    GROUP,
    Evidence,
    EvidenceWeek,
    OtherTitle,
    PayCell,
    Role,
    RoleSkill,
    Skill,
    SkillGroup,
    Snapshot,
    SnapshotRole,
)

PERCENTILES = ("p10", "p25", "p50", "p75", "p90")


class Column(NamedTuple):
    """A column: its name, its type as Table Schema has it, and what it says."""

    name: str
    type: str
    description: str


@dataclass(frozen=True)
class Table:
    """A table: its columns, and what reads its rows from the database, in a lasting order."""

    name: str
    title: str
    columns: Sequence[Column]
    read: Callable[[], Iterable[Sequence[Any]]]
    # What its figures may be used for.
    licence: str = "MIT"


def _published():
    return Role.objects.published()


def _roles():
    columns = ("slug", "title", "family", "track", "summary", "occupation", "occupation_fit")
    columns += ("occupation_reason", "stand_in")
    return _published().order_by("slug").values_list(*columns)


def _other_names():
    names = OtherTitle.objects.filter(role__in=_published()).order_by("role__slug", "pk")
    return names.values_list("role__slug", "name")


def _groups():
    return SkillGroup.objects.order_by("slug").values_list("slug", "name")


def _skills():
    columns = ("slug", "name", "kind", "group__slug", "aliases", "description")
    for *start, group, aliases, description in Skill.objects.order_by("slug").values_list(*columns):
        yield *start, group or "", parse_list(aliases), description


def _claims():
    claims = RoleSkill.objects.filter(role__in=_published()).order_by("role__slug", "position")
    return claims.values_list("role__slug", "skill__slug", "need", "part")


OF_REFERENCE = ("title", "publisher", "url", "year", "retrieved_on", "note", "notice")
OF_SNAPSHOT = ("made_on", "file_name", "file_sha256", "licence", "rows", "kept")
OF_SNAPSHOT += ("refused", "pay_refused", "measured", "occupations")


def _snapshots():
    reference = [f"reference__{name}" for name in OF_REFERENCE]
    columns = ("reference__key", "kind", *reference, *OF_SNAPSHOT)
    return Snapshot.objects.order_by("reference__key").values_list(*columns)


def _live():
    return Evidence.objects.filter(role__in=_published(), has_samples=False).order_by("role__slug")


def _weekly():
    weeks = EvidenceWeek.objects.filter(role__in=_published())
    return weeks.order_by("role__slug", "week")


def _of_snapshots():
    roles = SnapshotRole.objects.filter(role__in=_published())
    return roles.order_by("snapshot__reference__key", "role__slug")


def _listings():
    return _live().values_list("role__slug", "gathered_at", "listings", "years")


def _listing_skills():
    for role, skills in _live().values_list("role__slug", "skills"):
        yield from ((role, need, n) for need, n in sorted(skills.items()))


def _weeks():
    return _weekly().values_list("role__slug", "week", "listings")


def _week_skills():
    for role, week, skills in _weekly().values_list("role__slug", "week", "skills"):
        yield from ((role, week, need, n) for need, n in sorted(skills.items()))


def _week_pay():
    for role, week, pay in _weekly().values_list("role__slug", "week", "pay"):
        for each in pay:
            figures = (each[name] for name in ("currency", "n", "p25", "p50", "p75"))
            yield role, week, *figures


def _adverts():
    columns = ("snapshot__reference__key", "role__slug", "n", "n_with_skills")
    return _of_snapshots().values_list(*columns)


def _advert_skills():
    rows = _of_snapshots().values_list("snapshot__reference__key", "role__slug", "skills")
    for reference, role, skills in rows:
        yield from ((reference, role, need, n) for need, n in sorted(skills.items()))


def _advert_titles():
    rows = _of_snapshots().values_list("snapshot__reference__key", "role__slug", "titles")
    for reference, role, titles in rows:
        by_count = sorted(titles.items(), key=lambda item: (-item[1], item[0]))
        yield from ((reference, role, title, n) for title, n in by_count)


OF_CELL = ("level", "country", "area", "year", "currency", "period", "n", *PERCENTILES)


def _pay():
    ours = PayCell.objects.filter(Q(role=None) | Q(role__in=_published()))
    keys = ("kind", "snapshot__reference__key", "role__slug", "occupation")
    names = (*keys, "level", "country", "area", "year", "currency", "period")
    # Databases differ in where they put what is not known.
    order = [F(name).asc(nulls_last=True) for name in names]
    for kind, reference, role, *rest in ours.order_by(*order).values_list(*keys, *OF_CELL):
        yield kind, reference or "", role or "", *rest


ROLE = Column("role", "string", "The address of a role, as in `roles`.")
WEEK = Column("week", "date", "The Monday on which the week begins.")
REFERENCE = Column("reference", "string", "The key of a source, as in `snapshots`.")
NEED = Column("need", "string", f"The address of a skill, or `{GROUP}` and that of a group.")
LISTINGS = Column("listings", "integer", "Open listings of it on this site whose text was read.")
ASKING = Column("asking", "integer", "How many of them ask for it, or for any of a group.")

TABLES = {
    table.name: table
    for table in (
        Table(
            "roles",
            "Roles",
            (
                Column("slug", "string", "The role’s address."),
                Column("title", "string", "Its title."),
                Column("family", "string", "The family it belongs to."),
                Column("track", "string", "individual, lead or manager."),
                Column("summary", "string", "What it is, in a sentence."),
                Column("occupation", "string", "The nearest official occupation, by its code."),
                Column("occupation_fit", "string", "Whether that is the same, or near."),
                Column("occupation_reason", "string", "Why it is near, or why there is none."),
                Column("stand_in", "string", "The role whose adverts stand in for few of its own."),
            ),
            _roles,
        ),
        Table(
            "other-names",
            "Other names of roles",
            (ROLE, Column("name", "string", "A name under which it is also known.")),
            _other_names,
        ),
        Table(
            "groups",
            "Groups of skills of which any one will do",
            (
                Column("slug", "string", "The group’s address."),
                Column("name", "string", "Its name."),
            ),
            _groups,
        ),
        Table(
            "skills",
            "Skills, tools, languages and concepts",
            (
                Column("slug", "string", "The skill’s address."),
                Column("name", "string", "Its name."),
                Column("kind", "string", "ability, tool, language or concept."),
                Column("group", "string", "Its group, as in `groups`; empty for none."),
                Column("aliases", "array", "Other spellings in adverts."),
                Column("description", "string", "What it is for."),
            ),
            _skills,
        ),
        Table(
            "claims",
            "What profiles say that roles need",
            (
                ROLE,
                Column("skill", "string", "The address of a skill, as in `skills`."),
                Column("need", "string", "core or useful."),
                Column("part", "string", "Where the profile says so: skills or tools."),
            ),
            _claims,
        ),
        Table(
            "snapshots",
            "Sources that were counted once",
            (
                Column("reference", "string", "The source’s key."),
                Column("kind", "string", "ranges, past or official."),
                Column("title", "string", "What it is called."),
                Column("publisher", "string", "Who publishes it."),
                Column("url", "string", "Where."),
                Column("year", "integer", "The year in which it was published."),
                Column("retrieved_on", "date", "When it was read."),
                Column("note", "string", "What to know of it."),
                Column("notice", "string", "The credit that its licence asks for."),
                Column("made_on", "date", "When it was counted."),
                Column("file_name", "string", "The file that was counted."),
                Column("file_sha256", "string", "The SHA-256 of that file."),
                Column("licence", "string", "The licence of the source."),
                Column("rows", "integer", "Rows of the file: those kept and those refused."),
                Column("kept", "integer", "Rows that were counted."),
                Column("refused", "object", "Rows that were not, by the reason."),
                Column("pay_refused", "object", "Kept rows whose pay was not, by the reason."),
                Column("measured", "array", "The skills that its reader can read; of others none."),
                Column("occupations", "object", "Titles of official occupations, by their codes."),
            ),
            _snapshots,
            "as the row says",
        ),
        Table(
            "listings",
            "Open listings of each role, live",
            (
                ROLE,
                Column("counted_at", "datetime", "When they were counted."),
                LISTINGS,
                Column(
                    "years",
                    "object",
                    "n and quartiles of the years of experience asked for; empty under n = 10.",
                ),
            ),
            _listings,
            "CC0-1.0",
        ),
        Table(
            "listing-skills",
            "What open listings ask for, live",
            (ROLE, NEED, ASKING),
            _listing_skills,
            "CC0-1.0",
        ),
        Table("weeks", "Open listings by weeks", (ROLE, WEEK, LISTINGS), _weeks, "CC0-1.0"),
        Table(
            "week-skills",
            "What open listings asked for, by weeks",
            (ROLE, WEEK, NEED, ASKING),
            _week_skills,
            "CC0-1.0",
        ),
        Table(
            "week-pay",
            "Yearly pay that open listings stated, by weeks",
            (
                ROLE,
                WEEK,
                Column("currency", "string", "Its ISO 4217 code."),
                Column("n", "integer", "Listings that state it; at least 10."),
                Column("p25", "number", "The lower quartile of the middles of their ranges."),
                Column("p50", "number", "The median."),
                Column("p75", "number", "The upper quartile."),
            ),
            _week_pay,
            "CC0-1.0",
        ),
        Table(
            "adverts",
            "Adverts of each source and role",
            (
                REFERENCE,
                ROLE,
                Column("n", "integer", "Adverts whose title the role’s names match."),
                Column("n_with_skills", "integer", "Those in which a skill was read: shares’ n."),
            ),
            _adverts,
            "as the source’s",
        ),
        Table(
            "advert-skills",
            "What adverts of a source ask for",
            (REFERENCE, ROLE, NEED, Column("asking", "integer", "In how many it is named.")),
            _advert_skills,
            "as the source’s",
        ),
        Table(
            "advert-titles",
            "The commonest titles that were counted for a role",
            (
                REFERENCE,
                ROLE,
                Column("title", "string", "The title as given."),
                Column("n", "integer", "How many adverts have it."),
            ),
            _advert_titles,
            "as the source’s",
        ),
        Table(
            "pay",
            "Pay of every kind, by whatever is not empty",
            (
                Column("kind", "string", "advertised (here, now), ranges, past or official."),
                Column("reference", "string", "The source’s key; empty for what is advertised."),
                Column("role", "string", "The role’s address; empty for official wages."),
                Column("occupation", "string", "The code of an official occupation, or empty."),
                Column("level", "string", "entry, mid, senior, executive; empty: all together."),
                Column("country", "string", "An ISO 3166 code; empty: all together."),
                Column("area", "string", "A state or metropolitan area within it, as published."),
                Column("year", "integer", "Of the pay; empty: all together."),
                Column("currency", "string", "Its ISO 4217 code."),
                Column("period", "string", "year or hour."),
                Column("n", "integer", "Adverts, or people employed (official); at least 10."),
                Column("p10", "number", "The 10th percentile, inclusive; empty: not published."),
                Column("p25", "number", "The lower quartile."),
                Column("p50", "number", "The median."),
                Column("p75", "number", "The upper quartile."),
                Column("p90", "number", "The 90th percentile."),
            ),
            _pay,
            "as the source’s; CC0-1.0 for what is advertised",
        ),
    )
}
