"""Who offers listings, under which names."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from careers.models import AddressedQuerySet
from careers.pages.addresses import address_of


class EmployerQuerySet(AddressedQuerySet):
    def called(self, name):
        """Employers of that name or other name, whatever its case and outer spaces."""
        others = EmployerName.objects.filter(name__iexact=name.strip()).values("employer")
        return self.filter(Q(name__iexact=name.strip()) | Q(pk__in=others))

    def by_name(self):
        """Returns {each name and other name, case-folded: its employer}; two queries."""
        employers = self.in_bulk()
        others = EmployerName.objects.values_list("name", "employer")
        named = {name.casefold(): employers[pk] for name, pk in others if pk in employers}
        return named | {employer.name.casefold(): employer for employer in employers.values()}


class Employer(models.Model):
    """Who offers a listing. Two spellings that differ in case only are the same employer."""

    name = models.CharField(max_length=120)
    slug = models.SlugField("address", max_length=80, unique=True)
    website = models.URLField(blank=True)

    objects = EmployerQuerySet.as_manager()

    address_field = "slug"

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="employer_name_once",
                violation_error_message="This employer exists already.",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address_of("jobs:employer_detail", self.slug)

    def is_called(self, name):
        """Tells whether it has a name or other name; a query unless other names were read."""
        names = (self.name, *(other.name for other in self.other_names.all()))
        return name.strip().casefold() in [each.casefold() for each in names]


class EmployerName(models.Model):
    """Another name of an employer, such as one that it had; adverts are matched by it."""

    employer = models.ForeignKey(Employer, models.CASCADE, related_name="other_names")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="other_name_belongs_to_one_employer",
                violation_error_message="This name already belongs to an employer.",
            )
        ]

    def __str__(self):
        return self.name
