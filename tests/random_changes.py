"""A small site, and random changes that editors may make of its roles, skills and comparisons."""

from careers.editing import documents, merging, publishing, renaming
from careers.editing.impact import Change
from careers.models import Comparison, Role, Skill, SkillGroup
from tests.factories import (
    make_comparison,
    make_draft_role,
    make_employer,
    make_evidence,
    make_group,
    make_listing,
    make_past_adverts,
    make_pay_cell,
    make_reference,
    make_role,
    make_skill,
    make_snapshot,
)


def fill_the_site():
    """Makes four public roles, a draft, and all that pages show of them."""
    sql, python = make_skill("SQL", description="Asks."), make_skill("Python", aliases="Py3")
    docker, podman = (make_skill(name, kind="tool") for name in ("Docker", "Podman"))
    make_skill("Statistics", kind="ability")
    make_group("A container tool", docker, podman)
    sql.related.add(python)
    make_reference()
    analyst, engineer, scientist, _ = roles = [
        make_role(
            title,
            skills=skills,
            tools=tools,
            before=before,
            related=related,
            outlook="Growing by 4 percent [bls-data].",
            stand_in=stand_in,
        )
        for title, skills, tools, before, related, stand_in in (
            ("Data Analyst", "SQL: Ask.", "Sheets: Excel.", "", "data-scientist", ""),
            ("Data Engineer", "SQL, Python: Build.", "Docker: Ship.", "data-analyst", "", ""),
            ("Data Scientist", "Python: Model.", "Podman (useful): Ship.", "data-analyst", "", ""),
            ("Quality Tester", "Statistics: Count.", "", "", "data-engineer", "data-engineer"),
        )
    ]
    make_draft_role("Drafted Role", skills="SQL: Draft.")
    make_comparison(analyst, engineer, decision="starting")
    make_comparison(analyst, scientist)
    make_comparison(engineer, scientist)
    past = make_snapshot(measured=["sql", "python", "docker", "podman"])
    for role in roles[:3]:
        make_past_adverts(role, 400, {sql: 200, python: 100, docker: 90}, past)
    make_pay_cell(engineer, make_snapshot("ranges"))
    make_evidence(scientist, skills={python: 30, sql: 4})
    employer = make_employer("Harbour Labs")
    for number, (title, role) in enumerate(
        [("Data Analyst", analyst), ("Data Engineer, Docks", engineer), ("Reporting Guru", None)]
    ):
        make_listing(title, role=role, skills=[sql], employer=employer, pk=7000 + number)


def _document(document):
    """Reads a document again: each time that a change is made it is made of what is there."""
    return type(document).objects.get(pk=document.pk)


def publishing_of(document, **fields):
    """Returns what publishes a document with other values of some of its fields."""

    def make():
        now = _document(document)
        written = documents.write(now.revisions.newest().content.fields | fields, now.shape)
        publishing.save_draft(now, documents.parse(written, now.shape))
        publishing.publish(now)

    return make


def _skill(skill, related=None, **fields):
    def make():
        now = _document(skill)
        for name, value in fields.items():
            setattr(now, name, value)
        now.save()
        if related:
            now.related.add(related)
        publishing.relink()

    return make


def _call(act, row, *more):
    return lambda: act(_document(row), *map(_document_or_same, more))


def _document_or_same(each):
    return each if isinstance(each, str) else _document(each)


def changes_of_roles(random, count):
    role, other = random.sample([*Role.objects.published()], 2)
    fields = [
        {"definition": f"Other words, {count}."},
        {"title": f"{role.title} Number {count}"},
        {"other_titles": f"Reporting Guru\nOther {count}"},
        {"summary": f"Another sentence, {count}."},
        {"family": "science"},
        {"skills": "Statistics: Count.\nDocker (useful): Ship."},
        {"tools": ""},
        {"related": other.slug, "before": ""},
        {"stand_in": other.slug},
        {"choose_if": f"you like {count}."},
        {"occupation": "15-2051", "occupation_fit": "near", "occupation_reason": "Near enough."},
        {"learn_first": ""},
        {"plain": "A short word."},
    ]
    for each in fields:
        yield Change(f"publish {role} with {each}", publishing_of(role, **each))
    drafted = Role.objects.get(slug="drafted-role")
    yield Change("publish a draft", _call(publishing.publish, drafted))
    yield Change(f"unpublish {role}", _call(publishing.unpublish, role))
    yield Change(f"withdraw {role}", _call(merging.withdraw_in_error, role))
    yield Change(f"{role} is out of date", _call(merging.mark_outdated, role, "It is old."))
    yield Change(f"merge {role} into {other}", _call(merging.merge_roles, role, other), role)
    address = f"other-role-{count}"
    yield Change(f"rename {role}", _call(renaming.change_address, role, address))


def changes_of_comparisons(random, count):
    pair, other = random.sample([*Comparison.objects.published()], 2)
    for fields in (
        {"introduction": f"Other words, {count}."},
        {"difference": f"Another difference, {count}."},
        {"decision": "senior"},
        {"conclusion": f"Ask again, {count}.", "moving": ""},
    ):
        yield Change(f"publish {pair} with {fields}", publishing_of(pair, **fields))
    yield Change(f"unpublish {pair}", _call(publishing.unpublish, pair))
    yield Change(f"{pair} is out of date", _call(merging.mark_outdated, pair, "It is old."))
    yield Change(f"merge {pair} into {other}", _call(merging.merge_comparisons, pair, other))


def changes_of_skills(random, count):
    skill, other = random.sample([*Skill.objects.all()], 2)
    group = SkillGroup.objects.get()
    for fields in (
        {"name": f"{skill.name} {count}"},
        {"aliases": f"{skill.aliases}\nExcel"},
        {"kind": "concept"},
        {"group": group},
        {"group": None},
        {"description": f"Another sentence, {count}."},
        {"related": other},
    ):
        yield Change(f"save {skill} with {fields}", _skill(skill, **fields))
    yield Change(f"merge {skill} into {other}", _call(merging.merge_skills, skill, other), skill)
    address = f"other-skill-{count}"
    yield Change(f"rename {skill}", _call(renaming.change_address, skill, address))


KINDS = (changes_of_roles, changes_of_comparisons, changes_of_skills)


def random_change(random, count):
    """Returns one Change of the site, of a random kind."""
    return random.choice([*random.choice(KINDS)(random, count)])
