"""Role profiles, the names they are known by, and the skills they need."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from ..editing import documents
from ..pages.addresses import address_of
from .documents import SENTENCE_MAX, Document, DocumentQuerySet, slug_constraint, validate_slug
from .former_addresses import AddressedQuerySet
from .vocabulary import Skill


class Family(models.TextChoices):
    """The groups in which the list of roles is read."""

    ANALYTICS = "analytics", "Analytics"
    ENGINEERING = "engineering", "Data engineering"
    SCIENCE = "science", "Data science and research"
    MACHINE_LEARNING = "machine-learning", "Machine learning and AI"
    LEADERSHIP = "leadership", "Leadership"
    PRODUCT = "product", "Product"
    SOFTWARE = "software", "Software"


class Track(models.TextChoices):
    """What a role mostly answers for: own work, a technical direction, or people."""

    INDIVIDUAL = "individual", "Individual contributor"
    LEAD = "lead", "Technical lead"
    MANAGER = "manager", "People manager"


class Fit(models.TextChoices):
    """How an official occupation fits a role."""

    SAME = "same", "Same"
    NEAR = "near", "Near"


class RoleQuerySet(AddressedQuerySet, DocumentQuerySet):
    def with_profile(self):
        """Reads with roles all that their page and a comparison need: needs, and evidence."""
        needs = RoleSkill.objects.select_related("skill__group").defer("skill__description")
        return self.select_related("evidence").prefetch_related(models.Prefetch("needs", needs))

    def with_card(self):
        """Reads of roles what a card or a link shows."""
        return self.only("slug", "title", "summary", "family")

    def by_title(self):
        """Returns {each title and other title: the slug of its role}; two queries."""
        roles = self.prefetch_related("other_titles")
        return {title: role.slug for role in roles for title in role.titles}

    def with_pay(self):
        """Reads of roles what a figure of pay says of them."""
        official = ("occupation", "occupation_fit", "occupation_reason")
        evidence = ("evidence__gathered_at", "evidence__has_samples")
        return self.select_related("evidence").only("slug", "title", *official, *evidence)

    def by_slug(self, slugs):
        """Returns {slug: role} of those of the slugs that there are; one query."""
        asked = [slug for slug in slugs if slug.isprintable()]  # PostgreSQL refuses a NUL
        return {role.slug: role for role in self.filter(slug__in=asked)}


class Role(Document):
    """A role profile. Sections are text columns: prose, or one point a line."""

    slug = models.SlugField("address", max_length=60, unique=True, validators=[validate_slug])
    title = models.CharField(max_length=60, unique=True)
    family = models.CharField(max_length=20, choices=Family)
    track = models.CharField(max_length=12, choices=Track)
    summary = models.CharField(max_length=SENTENCE_MAX, blank=True)
    related = models.TextField("related roles", blank=True)
    before = models.TextField("steps before", blank=True)
    after = models.TextField("steps after", blank=True)

    plain = models.TextField("in plain words", blank=True)
    definition = models.TextField(blank=True)
    responsibilities = models.TextField(blank=True)
    skills = models.TextField(blank=True)
    education = models.TextField(blank=True)
    tools = models.TextField("tools and software", blank=True)
    industries = models.TextField("common industries", blank=True)
    outlook = models.TextField(blank=True)
    tips = models.TextField("practical tips", blank=True)
    first_year = models.TextField(blank=True)
    learn_first = models.TextField(blank=True)
    choose_if = models.TextField("choose this role if", blank=True)

    # The nearest official occupation, by its code (15-2051), and whether it is the same as the
    # role; "" where there is none. The reason says either why it is near or why there is none.
    occupation = models.CharField("official occupation", max_length=7, blank=True)
    occupation_fit = models.CharField(max_length=4, choices=Fit, blank=True)
    occupation_reason = models.CharField(max_length=SENTENCE_MAX, blank=True)
    # The role whose adverts stand in, in words, for one that has too few of its own.
    stand_in = models.CharField("stand-in", max_length=60, blank=True)

    objects = RoleQuerySet.as_manager()

    address_field = "slug"
    shape = documents.ROLE

    class Meta:
        ordering = ["title"]
        constraints = [
            slug_constraint("role"),
            models.CheckConstraint(
                name="role_family_is_known",
                condition=Q(family__in=Family.values),
                violation_error_message="Choose one of the families.",
            ),
            models.CheckConstraint(
                name="role_track_is_known",
                condition=Q(track__in=Track.values),
                violation_error_message="Choose one of the tracks.",
            ),
            models.CheckConstraint(
                name="role_occupation_has_a_fit",
                condition=Q(occupation="", occupation_fit="")
                | (~Q(occupation="") & Q(occupation_fit__in=Fit.values)),
                violation_error_message="Say whether the official occupation is same or near.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("careers:role_detail", self.slug)

    @property
    def titles(self):
        """Its title, and the other titles that were read with it."""
        return (self.title, *(other.name for other in self.other_titles.all()))

    @property
    def nearby(self):
        """The slugs of the roles its profile names as neighbours, the nearest kind first."""
        named = (self.related, self.before, self.after)
        return [slug for text in named for slug in documents.parse_list(text)]


class OtherTitle(models.Model):
    """A name under which a role is also known; adverts are matched by it."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="other_titles")
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="other_title_belongs_to_one_role",
                violation_error_message="This title already belongs to a role.",
            )
        ]

    def __str__(self):
        return self.name


class RoleSkill(models.Model):
    """That a role needs a skill: as core or merely useful, and where its profile says so."""

    class Need(models.TextChoices):
        CORE = "core", "Core"
        USEFUL = "useful", "Useful"

    class Part(models.TextChoices):
        SKILLS = "skills", "Skills"
        TOOLS = "tools", "Tools"

    role = models.ForeignKey(Role, models.CASCADE, related_name="needs")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="needed_by")
    need = models.CharField(max_length=6, choices=Need)
    part = models.CharField(max_length=6, choices=Part)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "skill"],
                name="role_needs_a_skill_once",
                violation_error_message="The role already names this skill.",
            ),
            models.CheckConstraint(
                name="role_skill_need_is_known",
                condition=Q(need__in=("core", "useful")) & Q(part__in=("skills", "tools")),
                violation_error_message="A need is core or useful, in skills or in tools.",
            ),
        ]

    def __str__(self):
        return f"{self.skill} for {self.role}"
