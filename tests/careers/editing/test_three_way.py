"""What two editors make of one text is merged by points, paragraphs and items."""

import random
from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import QueryDict

from careers.editing import publishing, three_way, working_copies
from careers.editing.three_way import Clash
from careers.models import Role
from tests.factories import make_draft_role

BASE = "A: one\nB: two\nC: three"


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        ("A: one\nB: two\nC: three\nD: mine", "E: theirs\nA: one\nB: two\nC: three",
         "E: theirs\nA: one\nB: two\nC: three\nD: mine"),
        ("A: one\nB: two\nC: three\nD: mine", "A: one\nB: two\nC: three\nE: theirs",
         "A: one\nB: two\nC: three\nD: mine\nE: theirs"),
        ("B: two\nC: three", "A: one\nB: two\nC: theirs", "B: two\nC: theirs"),
        ("C: three\nA: one\nB: two", "A: theirs\nB: two\nC: three",
         "C: three\nA: theirs\nB: two"),
        ("A: one\nC: three", "A: one\nC: three", "A: one\nC: three"),
        ("A (useful): one\nB: two\nC: three", BASE, "A (useful): one\nB: two\nC: three"),
        ("A: one\nB: two\nC: three\nD: both", "A: one\nB: two\nC: three\nD: both",
         "A: one\nB: two\nC: three\nD: both"),
        ("A: one\nno point at all\nC: three", "A: theirs\nB: two\nC: three",
         "A: theirs\nno point at all\nC: three"),
    ],
)  # fmt: skip
def test_points_that_one_of_two_touched_are_as_they_left_them(mine, theirs, merged):
    assert three_way.merge_points(BASE, mine, theirs) == three_way.Merged(merged)


@pytest.mark.parametrize(
    ("mine", "theirs", "clash"),
    [
        ("A: mine\nB: two\nC: three", "A: theirs\nB: two\nC: three",
         Clash("A: mine", "A: theirs")),
        ("A: one\nB: two\nC: three\nD: mine", "A: one\nB: two\nC: three\nD: theirs",
         Clash("D: mine", "D: theirs")),
        ("B: two\nC: three", "A: theirs\nB: two\nC: three", Clash("", "A: theirs")),
        ("A: mine\nB: two\nC: three", "B: two\nC: three", Clash("A: mine", "")),
    ],
)  # fmt: skip
def test_a_point_that_both_touched_is_for_somebody_to_decide_and_not_lost(mine, theirs, clash):
    merged = three_way.merge_points(BASE, mine, theirs)
    assert merged.clashes == (clash,)
    assert (clash.mine or clash.theirs) in merged.text.splitlines()


def test_prose_is_merged_by_its_paragraphs():
    base = "First.\n\nSecond\non two lines.\n\nThird."
    mine = "My first.\n\nSecond\non two lines.\n\nThird."
    theirs = "First.\n\nSecond\non two lines.\n\nTheir third.\n\nFourth."
    merged = three_way.merge_prose(base, mine, theirs)
    assert merged.text == "My first.\n\nSecond\non two lines.\n\nTheir third.\n\nFourth."
    assert three_way.merge_prose(base, mine, "Their first.\n\nThird.").clashes == (
        Clash("My first.", "Their first."),
    )


def test_a_line_such_as_the_title_is_one_thing():
    merged = three_way.merge("title", Role.shape, "Analyst", "My Analyst", "Their Analyst")
    assert merged.clashes == (Clash("My Analyst", "Their Analyst"),)
    assert three_way.merge("title", Role.shape, "Analyst", "Analyst", "Theirs").text == "Theirs"


def test_two_hundred_kilobytes_are_merged_in_a_moment():
    base = "\n".join(f"Label {n}: what it means" for n in range(7_000))
    mine, theirs = base.replace("Label 7:", "Label seven:"), f"{base}\nLast: theirs"
    assert three_way.merge_points(base, mine, theirs).text == f"{mine}\nLast: theirs"


# Two editors, at random


class Editor:
    """An editor with a page of a role open: opens, writes, is saved, crashes, saves a draft.

    `seen` are the points that their page ever showed; `wrote` is what they last made of each
    label: its text, or None where they took it out.
    """

    SECTIONS = ("tips", "skills")

    def __init__(self, name, role, random, forms):
        self.user = User.objects.create(username=f"{name}-{role.pk}", is_superuser=True)
        self.role, self.random, self.forms = role, random, forms
        self.seen, self.wrote, self.asked = set(), {}, 0
        self.open()

    def form(self, data=None):
        role = Role.objects.get(pk=self.role.pk)
        self.forms.copy = working_copies.copy_of(self.user, Role, role)
        return self.forms(data, instance=role)

    def open(self):
        """Opens the page, as after a crash: what was not kept is gone."""
        form = self.form()
        self.page = _shown(form)
        self.unkept = {}
        self.look(form)

    def look(self, form):
        for section in self.SECTIONS:
            self.seen |= set(self.page[section].splitlines())
        shown = [text for each in form.conflicts for text in (each.theirs, each.yours)]
        self.seen |= {line for text in shown for line in text.splitlines()}
        self.asked += bool(form.conflicts)

    def write(self):
        section = self.random.choice(self.SECTIONS)
        points = self.page[section].splitlines()
        at = self.random.randrange(len(points) + 1)
        kind = self.random.choice(["add", "change", "change", "change", "take out"])
        new = f"it means {self.random.randrange(10**9)}"
        if kind == "add" or at == len(points):
            points.insert(at, f"New {self.random.randrange(10**6)}: {new}")
            self.unkept[points[at].partition(":")[0]] = points[at]
        else:
            label = points[at].partition(":")[0]
            points[at : at + 1] = [f"{label}: {new}"] if kind == "change" else []
            self.unkept[label] = points[at] if kind == "change" else None
        self.page[section] = "\n".join(points)

    def keep(self):
        names = self.page.keys() - self.forms.hidden_names
        written = {name: self.page[name] for name in names}
        base = self.role.revisions.filter(pk=self.page["copy_base"] or 0).first()
        copy = working_copies.keep(
            self.user, Role, self.role, written, base=base, version=int(self.page["copy_version"])
        )
        self.page["copy_version"] = str(copy.version)
        self.wrote |= self.unkept
        self.unkept = {}

    def save(self):
        """Saves a draft; says whether that went without a decision to be made."""
        form = self.form(_sent(self.page))
        is_saved = form.is_valid()
        if is_saved:
            publishing.save_draft(self.role, form.content, author=self.user)
            working_copies.forget(self.user, Role, self.role)
            self.wrote |= self.unkept
            self.open()
        else:
            assert form.conflicts, form.errors
            self.page = _shown(form)
            self.look(form)
            self.keep()
        return is_saved


def _shown(form):
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else str(value) for name, value in values.items()}


def _sent(page):
    data = QueryDict(mutable=True)
    data.update(page)
    return data


@pytest.mark.parametrize("many", [20, pytest.param(200, marks=pytest.mark.faults)])
def test_the_newest_draft_holds_all_that_two_editors_wrote_or_a_decision_was_asked(db, many):
    asked = 0
    request = SimpleNamespace(method="POST", user=User(is_superuser=True))
    forms = admin.site._registry[Role].get_form(request, change=True)
    for number in range(many):
        chance = random.Random(number)
        role = make_draft_role(f"Role {number}", tips=BASE, skills="D: four\nE: five")
        ann, ben = Editor("ann", role, chance, forms), Editor("ben", role, chance, forms)
        for _ in range(10):
            editor = chance.choice([ann, ben])
            action = chance.choice(["write", "write", "write", "keep", "open", "save"])
            getattr(editor, action)()
        for editor in (ann, ben, ann, ben):
            editor.save() or editor.save()
        newest = role.revisions.newest().content.fields
        held = {line for section in Editor.SECTIONS for line in newest[section].splitlines()}
        for editor, other in ((ann, ben), (ben, ann)):
            for point in filter(None, editor.wrote.values()):
                assert point in held or point in other.seen, (number, point)
        asked += ann.asked + ben.asked
    assert asked >= many // 20
