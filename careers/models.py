"""Roles, their vocabulary, references, comparisons, and the revisions behind them."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property

from .editing import documents
from .pages.addresses import address_of
from .pay import Band

PAIR_SEPARATOR = "-vs-"
SENTENCE_MAX = 200  # characters of a summary, and of a difference
COMMENT_MAX = 500  # characters of what a reader says of a page
SLUG = r"^(?!.*-vs-)[a-z0-9]+(?:-[a-z0-9]+)*$"

validate_slug = RegexValidator(
    SLUG, "Use small letters, digits and single hyphens, and nowhere “-vs-”: data-engineer."
)


def slug_constraint(model):
    """Returns the database's own rule of slugs: the addresses of pairs depend on it."""
    return models.CheckConstraint(
        name=f"{model}_slug_holds_no_pair",
        condition=~Q(slug__contains=PAIR_SEPARATOR),
        violation_error_message=f"An address must not contain “{PAIR_SEPARATOR}”.",
    )


class DocumentQuerySet(models.QuerySet):
    """What visitors may see of documents, and what editors work on."""

    def published(self, at=None):
        """Keeps documents that are public at the moment `at` (now, unless given)."""
        return self.filter(published_at__lte=at or timezone.now())


class Document(models.Model):
    """What an editor writes: its columns are what is public, its revisions are the work on it.

    Only editing.publishing changes the columns.
    """

    published_at = models.DateTimeField("published", null=True, blank=True, editable=False)
    live_revision = models.ForeignKey(
        "careers.Revision", models.PROTECT, null=True, editable=False, related_name="+"
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    reviewed_at = models.DateTimeField("reviewed", null=True, editable=False)
    review_by = models.DateField(
        "review by",
        null=True,
        blank=True,
        help_text="When somebody should read this again; a year after publishing unless you say.",
    )

    class Meta:
        abstract = True

    @property
    def is_published(self):
        return self.published_at is not None and self.published_at <= timezone.now()


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


class RoleQuerySet(DocumentQuerySet):
    def with_profile(self):
        """Reads with roles all that their page and a comparison need: needs, and evidence."""
        needs = RoleSkill.objects.select_related("skill").defer("skill__description")
        return self.select_related("evidence").prefetch_related(models.Prefetch("needs", needs))

    def with_card(self):
        """Reads of roles what a card or a link shows."""
        return self.only("slug", "title", "summary", "family")

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

    definition = models.TextField(blank=True)
    responsibilities = models.TextField(blank=True)
    skills = models.TextField(blank=True)
    education = models.TextField(blank=True)
    tools = models.TextField("tools and software", blank=True)
    industries = models.TextField("common industries", blank=True)
    outlook = models.TextField(blank=True)
    tips = models.TextField("practical tips", blank=True)
    choose_if = models.TextField("choose this role if", blank=True)

    objects = RoleQuerySet.as_manager()

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
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("careers:role_detail", self.slug)

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


class SkillQuerySet(models.QuerySet):
    def named(self):
        """Returns {name or alias, case-folded: the skill it stands for}; one query."""
        return {name.casefold(): skill for skill in self for name in skill.names}


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
    is_edited = models.BooleanField(default=False, editable=False)

    objects = SkillQuerySet.as_manager()

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


class Evidence(models.Model):
    """What a role's open listings say, counted at one moment: real ones whose text was read.

    The app that has listings writes it (careers/market.py says why); pages read it, so that every
    figure comes from one place and carries its n and date.
    """

    role = models.OneToOneField(Role, models.CASCADE, related_name="evidence")
    gathered_at = models.DateTimeField("counted")
    # How many they are, and all its figures are shares of it.
    listings = models.PositiveIntegerField("open listings")
    # Counted by an earlier version, which took invented samples for evidence; pages pass it over.
    has_samples = models.BooleanField("counts invented samples", default=False)
    # {a skill's address: how many of the listings ask for it}
    skills = models.JSONField(default=dict)
    # The fields of a Band for each currency in which enough listings state pay, the most first.
    pay = models.JSONField(default=list)

    class Meta:
        ordering = ["role__title"]
        verbose_name_plural = "evidence"

    def __str__(self):
        return f"{self.listings} open listings of {self.role}"

    @property
    def bands(self):
        """The pay that the listings state, a Band for each currency."""
        return [Band(**fields) for fields in self.pay]


class Reference(models.Model):
    """A document that profiles cite by its key."""

    key = models.SlugField(
        max_length=60, unique=True, help_text="What texts cite: [bls-data-scientists]."
    )
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=120)
    url = models.URLField("address", max_length=500)
    year = models.PositiveSmallIntegerField(help_text="The year it was published.")
    retrieved_on = models.DateField(help_text="The day on which somebody read it.")
    note = models.TextField(blank=True, help_text="A caveat that readers should know.")
    notice = models.TextField(blank=True, help_text="Words that the publisher's licence asks for.")
    is_edited = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                name="reference_year_is_plausible",
                condition=Q(year__gte=1900, year__lte=2200),
                violation_error_message="Give the year with four digits.",
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.publisher}, {self.year})"


class ComparisonQuerySet(DocumentQuerySet):
    def published(self, at=None):
        """Keeps published comparisons of two roles that are both published."""
        at = at or timezone.now()
        roles = Q(first__published_at__lte=at, second__published_at__lte=at)
        return super().published(at).filter(roles)

    def of(self, role):
        """Keeps comparisons that a role takes part in."""
        return self.filter(Q(first=role) | Q(second=role))

    def between(self, first, second):
        """Returns the comparison of two roles, whichever of them comes first, or None."""
        roles = (first, second)
        return self.filter(first__in=roles, second__in=roles).order_by("pk").first()

    def with_card(self):
        """Reads of comparisons and their roles what a card shows."""
        roles = [f"{role}__{name}" for role in ("first", "second") for name in ("slug", "title")]
        return self.select_related("first", "second").only("difference", *roles)


class Comparison(Document):
    """A pair that an editor has written about: only what cannot be computed from its roles."""

    first = models.ForeignKey(Role, models.PROTECT, related_name="+")
    second = models.ForeignKey(Role, models.PROTECT, related_name="+")
    difference = models.CharField(max_length=SENTENCE_MAX, blank=True)
    introduction = models.TextField(blank=True)
    differs_most = models.TextField("what differs most", blank=True)
    moving = models.TextField("moving between them", blank=True)
    conclusion = models.TextField(blank=True)

    objects = ComparisonQuerySet.as_manager()

    shape = documents.COMPARISON

    class Meta:
        ordering = ["first__title", "second__title"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="comparison_of_a_pair_once",
                violation_error_message="These two roles already have a comparison.",
            ),
            models.CheckConstraint(
                name="comparison_of_two_roles",
                condition=~Q(first=F("second")),
                violation_error_message="Choose two different roles.",
            ),
        ]

    def __str__(self):
        return f"{self.first} vs {self.second}"

    def get_absolute_url(self):
        return pair_url(self.first, self.second)

    @property
    def roles(self):
        """The two roles in the order of their address."""
        return tuple(sorted((self.first, self.second), key=lambda role: role.slug))


def pair_url(*roles):
    """Returns the one address of a pair, whichever way round its roles are given."""
    slugs = sorted(role.slug for role in roles)
    return address_of("careers:comparison_detail", PAIR_SEPARATOR.join(slugs))


class RevisionQuerySet(models.QuerySet):
    def newest(self):
        """Returns the newest revision, or None."""
        return self.order_by("-pk").first()


class Revision(models.Model):
    """One saved state of a document, as its whole Markdown text."""

    role = models.ForeignKey(Role, models.CASCADE, null=True, related_name="revisions")
    comparison = models.ForeignKey(Comparison, models.CASCADE, null=True, related_name="revisions")
    text = models.TextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField("saved", default=timezone.now)
    publish_at = models.DateTimeField(null=True, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="revision_of_one_document",
                condition=Q(role=None, comparison__isnull=False)
                | Q(role__isnull=False, comparison=None),
                violation_error_message="A revision belongs to one role or one comparison.",
            )
        ]

    def __str__(self):
        return f"Revision {self.pk} of {self.role or self.comparison}"

    @cached_property
    def content(self):
        """What the text says (documents.Content), read once; DocumentError if it is no document."""
        return documents.parse(self.text, Role.shape if self.role_id else Comparison.shape)


class Feedback(models.Model):
    """What a reader said of a page: whether it helped, and perhaps a sentence. Nothing of who."""

    path = models.CharField("page", max_length=200)
    is_useful = models.BooleanField("useful")
    comment = models.CharField(max_length=COMMENT_MAX, blank=True)
    created_at = models.DateTimeField("sent", default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "feedback"

    def __str__(self):
        return f"{self.path}: {'useful' if self.is_useful else 'not useful'}"
