"""Documents that profiles cite."""

from django.db import models
from django.db.models import Q

from .former_addresses import AddressedQuerySet


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

    objects = AddressedQuerySet.as_manager()

    address_field = "key"

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
