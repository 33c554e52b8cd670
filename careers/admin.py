"""The editors' desk: documents by revisions, the vocabulary, and references."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.template.response import TemplateResponse
from django.utils import timezone

from . import views
from .desk import uses
from .desk.addressed import AddressedAdmin
from .desk.choosing import NameChoiceField
from .desk.documents import DocumentAdmin, StateFilter
from .desk.edit_links import EditLinks, PairLinks, roles_of
from .desk.impact import SkillImpactPages
from .desk.model_admin import DeskAdmin
from .editing import merging, publishing
from .forms import ComparisonForm, ReferenceForm, RoleForm, SkillForm
from .models import (
    Comparison,
    Evidence,
    EvidenceAnswer,
    Feedback,
    Reference,
    Role,
    Skill,
    SkillGroup,
)
from .pages.disagreements import read_disagreements


@admin.register(Role)
class RoleAdmin(EditLinks, DocumentAdmin):
    edited_from = {
        "careers:role_detail": "slug",
        "careers:salary_detail": "slug",
        "careers:comparison_detail": "pair",
    }
    form = RoleForm
    merging_words = (
        "Its titles, listings, counted adverts and answers move to the other role, whose page "
        "stands for it; comparisons of it lead to those of the other role. It is no longer public."
    )
    list_display = ["title", "family", "state", "last_saved", "last_saved_by"]
    list_filter = ["family", StateFilter]
    search_fields = ["title", "other_titles__name"]
    panels = {
        "The role": {
            "Names and summary": ["title", "slug", ("family", "track"), "summary", "other_titles"],
            "In plain words": ["plain"],
        },
        "Sections": {
            "Definition": ["definition"],
            "Responsibilities": ["responsibilities"],
            "Skills": ["skills"],
            "Education": ["education"],
            "Tools and software": ["tools"],
            "Common industries": ["industries"],
            "Outlook": ["outlook"],
            "Practical tips": ["tips"],
            "First year": ["first_year"],
            "Learn first": ["learn_first"],
            "Choose this role if": ["choose_if"],
        },
        "Around it": {
            "Roles around it": ["before", "after", "related"],
            "Its figures": [("occupation", "occupation_fit"), "occupation_reason", "stand_in"],
        },
        "This draft": {"Note and review": ["note", "review_by"]},
    }

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj and obj.live_revision_id else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["title"]}

    def view_on_site(self, role):
        return role.get_absolute_url() if role.is_published else None

    @admin.display(description="also known as")
    def other_titles(self, role):
        """Shows the titles to those who may only look: their page has no field of this name."""
        return "\n".join(title.name for title in role.other_titles.all())

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        unknown = publishing.unknown_names(form.content.points, Skill.objects.named())
        if unknown:
            said = f"Not linked, since Skills has no such names: {', '.join(unknown)}."
            self.message_user(request, said, messages.WARNING)

    def shown_at(self, address):
        return roles_of(address)

    def uses_of(self, role):
        return uses.of_role(role)

    def keeping(self, role):
        return uses.pairs_of(role)

    def into_field(self, role):
        others = Role.objects.published().exclude(pk=role.pk)
        return forms.ModelChoiceField(others, label="Merge it into")

    def merge(self, request, role, into):
        merging.merge_roles(role, into, request.user)

    def render_preview(self, request, role, content):
        needs = publishing.needs_of(role, content.points, Skill.objects.named())
        return views.render_role(request, role, needs, preview=True)


@admin.register(Comparison)
class ComparisonAdmin(PairLinks, DocumentAdmin):
    form = ComparisonForm
    merging_words = (
        "The page of the other pair stands for this one, which is no longer public. "
        "The text here is kept for editors."
    )
    list_display = ["__str__", "state", "last_saved", "last_saved_by"]
    list_filter = [StateFilter]
    list_select_related = ["first", "second"]
    search_fields = ["first__title", "second__title"]
    panels = {
        "The pair": {"Roles and difference": [("first", "second"), "decision", "difference"]},
        "Sections": {
            "Introduction": ["introduction"],
            "What differs most": ["differs_most"],
            "Moving between them": ["moving"],
            "Conclusion": ["conclusion"],
        },
        "This draft": {"Note and review": ["note", "review_by"]},
    }

    def get_readonly_fields(self, request, obj=None):
        return ["first", "second"] if obj else []

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("first", "second"):
            field.widget = field.widget.widget  # a role is not written in passing
        return field

    def may_change_address(self, comparison):
        """Says no: its address is made of those of its roles, and follows them."""
        return False

    def uses_of(self, comparison):
        return uses.of_comparison(comparison)

    def into_field(self, comparison):
        others = Comparison.objects.published().select_related("first", "second")
        return forms.ModelChoiceField(others.exclude(pk=comparison.pk), label="Merge it into")

    def merge(self, request, comparison, into):
        merging.merge_comparisons(comparison, into)

    def render_preview(self, request, comparison, content):
        return views.render_comparison(request, comparison, preview=True)


@admin.register(Skill)
class SkillAdmin(EditLinks, SkillImpactPages, AddressedAdmin):
    edited_from = {"careers:skill_detail": "slug"}
    change_form_template = "admin/careers/skill_form.html"
    form = SkillForm
    merging_words = (
        "Its names become other names of the other skill, to which its roles, listings, figures "
        "and answers move. Where a file counted both, the larger count stays: adverts that name "
        "both are in both. It is then deleted, which cannot be taken back."
    )
    list_display = ["name", "kind", "group", "roles"]
    list_filter = ["kind", "group"]
    list_select_related = ["group"]
    ordering = ["name"]
    search_fields = ["name", "aliases"]
    chosen_by_name = ["related"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind", "group"]}),
        ("In adverts and profiles", {"fields": ["aliases"]}),
        ("Its page", {"fields": ["description", "related"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(roles=Count("needed_by"))

    @admin.display(description="needed by", ordering="roles")
    def roles(self, skill):
        return f"{skill.roles} {'role' if skill.roles == 1 else 'roles'}"

    def uses_of(self, skill):
        return uses.of_skill(skill)

    def keeping(self, skill):
        return uses.keeping_skill(skill)

    def into_field(self, skill):
        others = Skill.objects.exclude(pk=skill.pk)
        related = Skill._meta.get_field("related")
        return self.name_field(related, others, NameChoiceField, label="Merge it into")

    def merge(self, request, skill, into):
        merging.merge_skills(skill, into)

    def save_model(self, request, obj, form, change):
        obj.is_edited = True  # starter content leaves it alone from now on
        super().save_model(request, obj, form, change)
        publishing.relink()
        if form.kept_name:
            said = f"“{form.kept_name}” is kept as another name, so that texts and adverts which "
            self.message_user(request, f"{said}say it still mean it.", messages.INFO)


@admin.register(SkillGroup)
class SkillGroupAdmin(DeskAdmin):
    """Needs that any one of several skills fills; a skill's own page puts it into a group."""

    list_display = ["name", "members"]
    search_fields = ["name", "skills__name"]
    readonly_fields = ["members"]
    fields = ["name", "slug", "members"]

    def get_readonly_fields(self, request, obj=None):
        """Adds the address of what there is already: filters and figures go by it."""
        return [*self.readonly_fields, "slug"] if obj else self.readonly_fields

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["name"]}

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("skills")

    @admin.display(description="any one of")
    def members(self, group):
        return (
            ", ".join(skill.name for skill in group.skills.all()) if group.pk else "No skill yet."
        )

    def save_model(self, request, obj, form, change):
        obj.is_edited = True  # starter content leaves it alone from now on
        super().save_model(request, obj, form, change)


@admin.register(Reference)
class ReferenceAdmin(AddressedAdmin):
    form = ReferenceForm
    list_display = ["key", "title", "publisher", "year", "retrieved_on"]
    list_filter = ["publisher", "year"]
    search_fields = ["key", "title", "publisher"]
    merging_words = (
        "Texts that cite it cite the other reference from now on, under either key, and its "
        "figures are the other’s. It is then deleted, which cannot be taken back."
    )
    fieldsets = [
        (None, {"fields": ["key", "title", "publisher", "url"]}),
        ("When", {"fields": [("year", "retrieved_on")]}),
        ("What readers should know", {"fields": ["note", "notice"]}),
    ]

    def uses_of(self, reference):
        return uses.of_reference(reference)

    def keeping(self, reference):
        return uses.of_reference(reference)

    def merge(self, request, reference, into):
        merging.merge_references(reference, into)

    def save_model(self, request, obj, form, change):
        obj.is_edited = True  # starter content leaves it alone from now on
        super().save_model(request, obj, form, change)


@admin.register(Feedback)
class FeedbackAdmin(DeskAdmin):
    """What readers said: to be read, and deleted once it is dealt with."""

    list_display = ["path", "is_useful", "comment", "created_at"]
    list_filter = ["is_useful", "created_at"]
    search_fields = ["path"]

    def waiting(self, request):
        return self.waiting_rows(Feedback.objects.all(), "Feedback of readers")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Evidence)
class EvidenceAdmin(DeskAdmin):
    """Where profiles and adverts disagree: for editors to mend the profile, or to answer."""

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Where profiles and adverts disagree",
            "opts": self.opts,
            "cl": {"opts": self.opts},
            "found": read_disagreements(),
        }
        return TemplateResponse(request, "admin/careers/disagreements.html", context)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(EvidenceAnswer)
class EvidenceAnswerAdmin(DeskAdmin):
    """What editors say where a profile and adverts disagree; visitors read it there."""

    list_display = ["role", "skill", "text", "answered_by", "answered_at"]
    list_filter = ["role"]
    chosen_by_name = ["role", "skill"]

    def get_changeform_initial_data(self, request):
        """Returns what the list of disagreements says: the role's id and the skill's address."""
        skill = Skill.objects.filter(slug=request.GET.get("need", "")).first()
        return super().get_changeform_initial_data(request) | {"skill": skill and skill.pk}

    def save_model(self, request, obj, form, change):
        obj.answered_by, obj.answered_at = request.user, timezone.now()
        super().save_model(request, obj, form, change)
