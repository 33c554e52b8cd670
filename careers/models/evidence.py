"""What adverts and official statistics say of roles: figures with their n, date and source."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..pay import MINIMUM_SAMPLE, PAY_PERIODS
from .documents import SENTENCE_MAX
from .references import Reference
from .roles import Role
from .vocabulary import Skill

# Stands before the address of a group of skills where skills and groups are counted together.
GROUP = "group:"


class EvidenceKind(models.TextChoices):
    """Where figures come from. Kinds are never mixed."""

    ADVERTISED = "advertised", "Advertised here"
    RANGES = "ranges", "Pay ranges"
    PAST = "past", "Past adverts"
    OFFICIAL = "official", "Official wages"


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
    # {a skill's address: how many of the listings ask for it}; after GROUP stands the address of a
    # group, with how many ask for any of its skills.
    skills = models.JSONField(default=dict)
    # {"n", "p25", "p50", "p75"} of the years of experience that so many of the listings ask for;
    # empty where these are too few. Each quartile is a number that some listing states.
    years = models.JSONField(default=dict)

    class Meta:
        ordering = ["role__title"]
        verbose_name_plural = "evidence"

    def __str__(self):
        return f"{self.listings} open listings of {self.role}"


class EvidenceWeek(models.Model):
    """What a role's open listings said in one week: Evidence as it stood, kept for trends."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="evidence_weeks")
    week = models.DateField(help_text="The Monday on which the week begins.")
    listings = models.PositiveIntegerField("open listings")
    skills = models.JSONField(default=dict)
    # {"currency", "n", "p25", "p50", "p75"} of yearly pay for each currency, the most first.
    pay = models.JSONField(default=list)

    class Meta:
        ordering = ["role__title", "week"]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "week"],
                name="evidence_of_a_week_once",
                violation_error_message="This week of this role is counted already.",
            )
        ]

    def __str__(self):
        return f"{self.role}, week of {self.week}"


class Snapshot(models.Model):
    """Aggregates of one named file of adverts or wages; a newer vintage replaces it whole."""

    kind = models.CharField(max_length=10, choices=EvidenceKind)
    reference = models.OneToOneField(Reference, models.PROTECT, related_name="snapshot")
    made_on = models.DateField("made", help_text="The day on which the file was counted.")
    file_name = models.CharField("file", max_length=200)
    file_sha256 = models.CharField("SHA-256 of the file", max_length=64)
    licence = models.CharField(max_length=60)
    # rows = kept + the sum of refused, which is {reason: rows}.
    rows = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()
    refused = models.JSONField(default=dict)
    # {reason: kept adverts whose pay goes into no figure}
    pay_refused = models.JSONField(default=dict)
    # The addresses of the skills that the file's reader can read; of all others it says nothing.
    measured = models.JSONField(default=list)
    # {code: title} of official occupations.
    occupations = models.JSONField(default=dict)
    # Of all that was counted, so that the same figures are not stored twice.
    digest = models.CharField(max_length=64, blank=True, editable=False)
    # Came with the starter content, and is replaced with it; an operator's own is not.
    from_starter = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["kind", "reference__key"]
        constraints = [
            models.CheckConstraint(
                name="snapshot_is_of_a_file",
                condition=Q(kind__in=("ranges", "past", "official")),
                violation_error_message="A snapshot holds pay ranges, past adverts or wages.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.reference}"


class SnapshotRole(models.Model):
    """The adverts of a snapshot that a role's names match: how many, their titles, their skills."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="roles")
    role = models.ForeignKey(Role, models.CASCADE, related_name="snapshot_roles")
    n = models.PositiveIntegerField("adverts")
    # {title as given: adverts}
    titles = models.JSONField(default=dict)
    # Of how many adverts at least one skill was read; shares are shares of these.
    n_with_skills = models.PositiveIntegerField("adverts with skills", default=0)
    # {a skill's address: in how many of them it is named}
    skills = models.JSONField(default=dict)
    # What readers should know of these adverts, such as titles that fit only in part.
    note = models.CharField(max_length=SENTENCE_MAX, blank=True)

    class Meta:
        ordering = ["snapshot", "role__title"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "role"],
                name="role_stands_once_in_a_snapshot",
                violation_error_message="The snapshot already has this role.",
            )
        ]

    def __str__(self):
        return f"{self.role} in {self.snapshot}"


class PayCellQuerySet(models.QuerySet):
    def of(self, roles, occupations):
        """Keeps the cells of roles by their ids, and of official occupations by their codes."""
        return self.filter(Q(role__in=roles) | Q(occupation__in=occupations))


class PayCell(models.Model):
    """Pay of one kind, of a role or an official occupation, split by whatever is not empty.

    Percentiles are inclusive (percentile_cont); empty where the source does not publish one.
    """

    kind = models.CharField(max_length=10, choices=EvidenceKind)
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, null=True, related_name="cells")
    role = models.ForeignKey(Role, models.CASCADE, null=True, related_name="pay_cells")
    occupation = models.CharField(max_length=7, blank=True)
    level = models.CharField(max_length=10, blank=True)
    # An ISO code; the area lies in it and is called as its source calls it.
    country = models.CharField(max_length=2, blank=True)
    area = models.CharField(max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    period = models.CharField(max_length=5, choices=PAY_PERIODS)
    # Adverts, or people employed where the kind is official.
    n = models.PositiveIntegerField()
    p10 = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    p25 = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    p50 = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    p75 = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    p90 = models.DecimalField(max_digits=16, decimal_places=4, null=True)

    objects = PayCellQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="pay_cell_has_enough_adverts",
                condition=Q(n__gte=MINIMUM_SAMPLE),
                violation_error_message=f"Fewer than {MINIMUM_SAMPLE} adverts say nothing of pay.",
            ),
            models.CheckConstraint(
                name="pay_cell_of_a_role_or_an_occupation",
                condition=Q(role=None) ^ Q(occupation=""),
                violation_error_message="A figure belongs to a role or to an occupation.",
            ),
            models.CheckConstraint(
                name="pay_cell_of_a_snapshot_or_of_listings",
                condition=Q(kind=EvidenceKind.ADVERTISED, snapshot=None)
                | (~Q(kind=EvidenceKind.ADVERTISED) & Q(snapshot__isnull=False)),
                violation_error_message="Only what is advertised here comes from no snapshot.",
            ),
        ]
        indexes = [models.Index(fields=["occupation"], name="pay_cell_by_occupation")]

    def __str__(self):
        return f"{self.role or self.occupation}: {self.currency} {self.p50}, n = {self.n}"


class EvidenceAnswer(models.Model):
    """What editors say where a profile and the adverts disagree about a skill."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="evidence_answers")
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="evidence_answers")
    text = models.CharField("answer", max_length=SENTENCE_MAX)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    answered_at = models.DateTimeField("answered", default=timezone.now, editable=False)

    class Meta:
        ordering = ["role__title", "skill__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "skill"],
                name="disagreement_is_answered_once",
                violation_error_message="This role and skill have an answer already.",
            )
        ]

    def __str__(self):
        return f"{self.role}, {self.skill}: {self.text}"
