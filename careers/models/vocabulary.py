"""Skills and the groups in which one does for another."""

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from ..editing import documents
from ..pages.addresses import address_of
from .documents import slug_constraint, validate_slug
from .former_addresses import AddressedQuerySet


class SkillGroup(models.Model):
    """Skills of which an advert asks for any one: a cloud, a BI tool. They count as one need."""

    slug = models.SlugField("address", max_length=60, unique=True, validators=[validate_slug])
    name = models.CharField(
        max_length=60, unique=True, help_text="As a chart prints it: A cloud, A BI tool."
    )
    is_edited = models.BooleanField(default=False, editable=False)

    objects = AddressedQuerySet.as_manager()

    address_field = "slug"

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class SkillQuerySet(AddressedQuerySet):
    def named(self):
        """Returns {name or alias, case-folded: the skill it stands for}; one query."""
        skills = self.select_related("group")
        return {name.casefold(): skill for skill in skills for name in skill.names}


class Skill(models.Model):
    """An entry of the vocabulary: something a role needs and an advert asks for."""

    class Kind(models.TextChoices):
        ABILITY = "ability", "Ability"
        TOOL = "tool", "Tool"
        LANGUAGE = "language", "Language"
        CONCEPT = "concept", "Concept"

    slug = models.SlugField("address", max_length=60, unique=True, validators=[validate_slug])
    name = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    aliases = models.TextField(
        blank=True, help_text="Other spellings as adverts write them, one a line."
    )
    description = models.TextField(
        blank=True, help_text="One paragraph: what it is for in these jobs."
    )
    related = models.ManyToManyField("self", blank=True)
    group = models.ForeignKey(
        SkillGroup,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="skills",
        help_text="The need that this skill and its alternatives fill: any one of them will do.",
    )
    is_edited = models.BooleanField(default=False, editable=False)

    objects = SkillQuerySet.as_manager()

    address_field = "slug"

    class Meta:
        ordering = ["name"]
        constraints = [
            slug_constraint("skill"),
            models.CheckConstraint(
                name="skill_kind_is_known",
                condition=Q(kind__in=("ability", "tool", "language", "concept")),
                violation_error_message="Choose one of the kinds.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address_of("careers:skill_detail", self.slug)

    @cached_property
    def names(self):
        """The name and every alias."""
        return (self.name, *documents.parse_list(self.aliases))
