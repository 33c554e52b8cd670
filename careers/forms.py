"""The forms in which editors write: a document's newest revision, and a skill.

The admin says of which model a form is and which fields it shows, in which order.
"""

from collections import Counter

from django import forms
from django.utils.functional import cached_property

from optimistic.forms import Conflict, OptimisticForm
from optimistic.values import in_words, row_number

from .editing import documents, marks, publishing, renaming, three_way
from .editing.publishing import MOST_TO_LEARN_FIRST
from .editing.readability import GRADE_MAX
from .models import SENTENCE_MAX, Skill, Withdrawal

POINTS = "One point a line: <code>Label: explanation</code>."
PARAGRAPHS = "Paragraphs, with an empty line between them."
FIGURES = (
    "A figure carries the key of its reference in brackets: "
    "<code>34 percent [bls-data-scientists]</code>."
)
NEIGHBOURS = "Addresses of roles, one a line: <code>data-engineer</code>."


def lines_widget(rows):
    return forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField"})


class DocumentForm(OptimisticForm):
    """A document's newest revision as a form. It checks a draft and saves nothing itself.

    With a working copy it shows that, and what others saved since it was begun. Once valid,
    `content` is what the document says (documents.Content).
    """

    note = forms.CharField(
        label="What you changed",
        required=False,
        max_length=200,
        help_text="For the list of revisions; visitors do not see it.",
    )
    # The newest revision when the form was opened: what it shows is written from that.
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # The same of its working copy: an older one while it is not decided what both changed. And
    # which version of the copy it shows, in which window.
    copy_base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    copy_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    copy_window = forms.CharField(required=False, widget=forms.HiddenInput)

    hidden_names = frozenset({"opened", "base", "copy_base", "copy_version", "copy_window"})
    unmerged = OptimisticForm.unmerged | hidden_names | {"note"}
    writes_the_row = False  # publishing does
    # The working copy that the form shows when it is opened, and those of others; the admin sets
    # them on the class.
    copy, others = None, ()
    # What a new row cannot do without, and what may be set on it at any time. Every other column
    # waits for publishing.
    identity_names = ()
    row_names = ()

    def __init__(self, *args, instance=None, initial=None, **kwargs):
        self.newest = instance.revisions.newest() if instance else None
        # What saving takes away of the sections (marks.WORDS).
        self.tidied = Counter()
        # What the newest draft says of it; what a public text said is the document's by now.
        is_draft = self.newest and self.newest.pk != instance.live_revision_id
        self.drafted_review_by = self.newest.review_by if is_draft else None
        initial = self._newest_values(instance) | (initial or {})
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        self.label_suffix = ""
        self._mark_sections()
        self._say_base()
        if self.copy and not self.is_bound:
            self._show(self.copy)

    def _mark_sections(self):
        """Says of each section's text area which section it is, and of which form its text is."""
        for section in self.instance.shape.sections:
            if section.name in self.fields:
                attrs = self.fields[section.name].widget.attrs
                attrs["data-section"] = section.name
                attrs["data-form"] = "prose" if section.is_prose else "points"

    def _say_base(self):
        newest = self.newest.pk if self.newest else ""
        hidden = {"base": newest, "copy_base": newest}
        if not self.is_bound:
            self.initial |= hidden | {"copy_version": self.copy.version if self.copy else 0}
            return
        if self.conflicts:  # not decided yet
            del hidden["copy_base"]
        for name, pk in hidden.items():
            self.data[self.add_prefix(name)] = str(pk)

    def _show(self, copy):
        """Shows a working copy, with what others saved since it was begun."""
        written = {name: text for name, text in copy.values.items() if name in self.fields}
        if copy.base_id != (self.newest and self.newest.pk):
            written |= self._merged_with_newest(copy, written)
            shown = (copy.base and copy.base.review_by) or self.instance.review_by
            if written.get("review_by") == str(shown or ""):
                del written["review_by"]  # nobody wrote it here
        if self.conflicts:
            self.initial["copy_base"] = copy.base_id or ""
        self.initial |= written

    def _merged_with_newest(self, copy, written):
        shape, before = self.instance.shape, self._values_of(copy.base) if copy.base else {}
        now = {name: self.initial.get(name) or "" for name in shape.names}
        merged = three_way.merge_fields(shape, before, written, now)
        found = {name: merged[name] for name in self.fields if name in merged}
        for name, each in found.items():
            self.conflicts = [*self.conflicts, *self._conflicts_of(name, each.clashes)]
        return {name: each.text for name, each in found.items()}

    def settle(self, name):
        """Puts both sides' points into a field that both changed; returns the points of both."""
        if self._opened_at is None or not self._sent_base or name not in self.instance.shape.names:
            return super().settle(name)
        before = self._values_of(self._sent_base)[name]
        bound = self._bound(name)
        mine, theirs = bound.data or "", bound.initial or ""
        merged = three_way.merge(name, self.instance.shape, before, mine, theirs)
        self.put(name, merged.text)
        return self._conflicts_of(name, merged.clashes)

    @cached_property
    def _sent_base(self):
        """The revision from which a sent form was written; None if it does not say."""
        sent = self.sent("base")
        return self.instance.revisions.filter(pk=sent).first() if sent else None

    def sent(self, name):
        """Returns a number that was sent along; 0 for none."""
        return row_number(self.data.get(self.add_prefix(name), ""))

    def show_kept(self, copy):
        """Says that what is written in the form is kept as a working copy."""
        self.copy = copy
        self.data[self.add_prefix("copy_version")] = str(copy.version)

    def _conflicts_of(self, name, clashes):
        field, bound = self.fields[name], self._bound(name)
        return [
            Conflict(
                str(bound.label),
                in_words(field, clash.theirs),
                in_words(field, clash.mine),
                bound.id_for_label,
            )
            for clash in clashes
        ]

    def _newest_values(self, document):
        """Returns the form's values from the newest revision; {} for a new document."""
        if self.newest is None:
            return {}
        values = self._values_of(self.newest)
        return values | {"review_by": self.drafted_review_by or document.review_by}

    def _values_of(self, revision):
        """Returns the values of a revision's text, as the form shows them."""
        values = dict(revision.content.fields)
        for name in self._meta.model.shape.lists:
            values[name] = "\n".join(documents.parse_list(values[name]))
        return values

    @property
    def written(self):
        """Returns {field: text} of all that is written in the form: what a working copy keeps."""
        names = self.fields.keys() - self.hidden_names
        return {name: self.data.get(self.add_prefix(name), "") for name in names}

    def also_shown(self):
        """Returns which revision is public: what publishing and unpublishing are about."""
        document = self.instance
        return {"is_public": f"{document.is_published} {document.live_revision_id}"}

    def clean(self):
        sections = {
            each: self.cleaned_data.get(each.name, "") for each in self.instance.shape.sections
        }
        super().clean()  # which takes out what both sides changed
        for section, text in sections.items():
            self._check_section(section, text)
        if not self.errors:
            self._read_document()

    def _check_section(self, section, text):
        text, changes = marks.tidy(text, section.is_prose)
        if section.name in self.cleaned_data:
            self.cleaned_data[section.name] = text
        self.tidied.update(changes)
        check = documents.check_prose if section.is_prose else documents.parse_points
        try:
            check(text)
        except documents.DocumentError as error:
            self.add_error(section.name, list(error.problems))

    def _read_document(self):
        shape = self.instance.shape
        self.content = documents.parse(documents.write(self.values(), shape), shape)
        if "_publish" in self.data:
            self._refuse_unseen()
            self._refuse_unpublishable()

    def _refuse_unseen(self):
        """Refuses to publish what its editor has not seen."""
        if not self.theirs:
            return
        if self.theirs == {"is_public"}:
            what = "Another text was published, or this one was unpublished,"
        else:
            what = f"It was changed{self.by_whom}"
        self.add_error(
            None,
            f"{what} after you opened the form, and nothing is published. The form below shows it "
            "as it is now: read it, and publish again.",
        )

    def values(self):
        """Returns the values of the document's fields as the editor wrote them."""
        return {name: self.cleaned_data.get(name, "") for name in self.instance.shape.names}

    def _refuse_unpublishable(self):
        problems = publishing.missing_links(self.content, self.instance)
        problems |= publishing.publishing_problems(self.content, self.instance)
        for name, sentences in problems.items():
            self.add_error(name if name in self.fields else None, sentences)

    def save_row(self):
        """Saves what may be set on the document's row directly; returns it, new or not."""
        names = [name for name in self.row_names if name in self.fields]
        if self.instance.pk:
            self.instance.save(update_fields=names)
            return self.instance
        row = {name: self.cleaned_data[name] for name in (*self.identity_names, *names)}
        return self._meta.model.objects.create(**row)


class RoleForm(DocumentForm):
    """A role profile, in the order of its page."""

    other_titles = forms.CharField(
        label="Also known as",
        required=False,
        widget=lines_widget(6),
        help_text="Other titles, one a line. Adverts are matched by them, "
        "so each belongs to one role only.",
    )

    identity_names = ("title", "family", "track")
    row_names = ("slug",)

    class Meta:
        widgets = {
            "summary": lines_widget(2),
            "plain": lines_widget(5),
            "definition": lines_widget(12),
            "responsibilities": lines_widget(10),
            "skills": lines_widget(12),
            "education": lines_widget(5),
            "tools": lines_widget(8),
            "industries": lines_widget(6),
            "outlook": lines_widget(10),
            "tips": lines_widget(7),
            "first_year": lines_widget(6),
            "learn_first": lines_widget(4),
            "choose_if": lines_widget(3),
            "related": lines_widget(4),
            "before": lines_widget(3),
            "after": lines_widget(3),
            "occupation_reason": lines_widget(2),
        }
        help_texts = {
            "slug": "The last part of the page's address. It stays for good once published.",
            "track": "What the role mostly answers for.",
            "summary": f"One sentence of at most {SENTENCE_MAX} characters, for lists and search "
            "engines.",
            "plain": "Three or four sentences for somebody outside the field: what a working day "
            "makes or decides, for whom, and what goes wrong without it. Short sentences of common "
            f"words: their Flesch-Kincaid grade is at most {GRADE_MAX}.",
            "definition": f"What the role is, in two or three paragraphs. {PARAGRAPHS}",
            "responsibilities": f"{POINTS} Start the explanation with a verb.",
            "skills": f"{POINTS} Names in the label are looked up in Skills, and so are comma-"
            "separated names with which the explanation begins. A label that ends in "
            "<code>(useful)</code> is useful, every other one is core.",
            "education": f"{POINTS} {FIGURES}",
            "tools": f"{POINTS} Begin the explanation with names from Skills, separated by commas "
            "and ended by a full stop: <code>Warehouses: Snowflake, BigQuery. Then why.</code> "
            "<code>(useful)</code> at the end of the label marks them as useful.",
            "industries": POINTS,
            "outlook": f"{PARAGRAPHS} {FIGURES}",
            "tips": POINTS,
            "first_year": f"What somebody new does in it, month by month. {PARAGRAPHS}",
            "learn_first": f"{POINTS} At most {MOST_TO_LEARN_FIRST}, the first one first. Their "
            "labels are names from Skills or Tools above, as the page prints beside each how many "
            "adverts ask for it.",
            "choose_if": "Goes on from “Choose this role if …”, so it starts in small letters.",
            "related": f"{NEIGHBOURS} Roles that a reader may confuse with this one.",
            "before": f"{NEIGHBOURS} Roles from which people come to this one.",
            "after": f"{NEIGHBOURS} Roles to which people go on.",
            "occupation": "The code of the nearest official occupation, such as 15-2051; its wages "
            "are shown under its own name. Leave it empty where none is near.",
            "occupation_fit": "Same: the occupation is this role. Near: it holds other work too.",
            "occupation_reason": "One sentence: why it fits, or why no occupation does.",
            "stand_in": "The address of the role whose adverts stand in, in words, while this one "
            "has too few.",
        }

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        renaming.check_address(self.instance, slug)
        return slug

    def values(self):
        """Returns the values as written; a public title that is given up becomes another one."""
        values = super().values()
        if self.instance.live_revision_id:
            values["other_titles"] = renaming.with_old_name(
                values["other_titles"], self.instance.title, values["title"]
            )
        return values


class ComparisonForm(DocumentForm):
    """What only an editor can say of a pair of roles."""

    identity_names = ("first", "second")

    class Meta:
        widgets = {
            "difference": lines_widget(2),
            "introduction": lines_widget(10),
            "differs_most": lines_widget(8),
            "moving": lines_widget(10),
            "conclusion": lines_widget(8),
        }
        help_texts = {
            "second": "In either order; the page has one address for both.",
            "decision": "The question under which the home page may show it.",
            "difference": "The whole difference in one sentence of at most "
            f"{SENTENCE_MAX} characters.",
            "introduction": f"Why the two are confused, and where they part. {PARAGRAPHS}",
            "differs_most": f"{POINTS} Only what the computed table does not show.",
            "moving": f"How people move from one to the other, both ways. {PARAGRAPHS}",
            "conclusion": f"How to choose. {PARAGRAPHS} {FIGURES}",
        }

    def clean(self):
        first, second = self.cleaned_data.get("first"), self.cleaned_data.get("second")
        if first and second:
            ordered = sorted((first, second), key=lambda role: role.slug)
            self.cleaned_data["first"], self.cleaned_data["second"] = ordered
        super().clean()

    def values(self):
        return super().values() | {"roles": "; ".join(role.slug for role in self._pair())}

    def _pair(self):
        if "first" in self.fields:
            return self.cleaned_data["first"], self.cleaned_data["second"]
        return self.instance.roles


class WithdrawForm(forms.Form):
    """Why a public document is not to be relied on; what is out of date says so in a notice."""

    ERROR, OUTDATED = Withdrawal.ERROR, Withdrawal.OUTDATED

    why = forms.ChoiceField(
        label="Why?",
        widget=forms.RadioSelect,
        choices=[
            (ERROR, "It was published in error: its page goes, and says that it is gone."),
            (OUTDATED, "It is out of date: its page stays, and begins with this notice:"),
        ],
    )
    notice = forms.CharField(
        required=False,
        max_length=SENTENCE_MAX,
        widget=forms.TextInput({"class": "vLargeTextField"}),
        help_text="What readers should know, and where to read on. "
        f"At most {SENTENCE_MAX} characters.",
    )

    def clean(self):
        if self.cleaned_data.get("why") == self.OUTDATED and not self.cleaned_data.get("notice"):
            self.add_error("notice", "Say in a sentence what is out of date.")


class AddressedForm(OptimisticForm):
    """A row with an address, which no other row has or had."""

    def clean(self):
        super().clean()
        field = self._meta.model.address_field
        if field in self.cleaned_data:
            try:
                renaming.check_address(self.instance, self.cleaned_data[field])
            except forms.ValidationError as taken:
                self.add_error(field, taken)


class ReferenceForm(AddressedForm):
    """A reference; its key, once made, is changed on a page of its own."""


class SkillForm(AddressedForm):
    """A skill none of whose names stands for another skill. One that it gives up stays another."""

    # The name that was given up and is kept among the others; "" for none.
    kept_name = ""

    def clean(self):
        super().clean()
        self._keep_old_name()
        taken = Skill.objects.exclude(pk=self.instance.pk).named()
        self._refuse_taken("name", [self.cleaned_data.get("name", "")], taken)
        aliases = documents.parse_list(self.cleaned_data.get("aliases", ""))
        self._refuse_taken("aliases", aliases, taken)

    def _keep_old_name(self):
        name, aliases = self.cleaned_data.get("name"), self.cleaned_data.get("aliases")
        if name and aliases is not None and self.instance.pk:
            kept = renaming.with_old_name(aliases, self.instance.name, name)
            if kept != aliases:
                self.kept_name = self.instance.name
                self.cleaned_data["aliases"] = kept

    def _refuse_taken(self, field, names, taken):
        for name in names:
            skill = taken.get(name.casefold())
            if skill:
                self.add_error(field, f"“{name}” already stands for the skill “{skill}”.")
