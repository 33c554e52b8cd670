"""Addresses under which something was known before, and what they lead to for good."""

from django.db import models
from django.utils import timezone


class AddressedQuerySet(models.QuerySet):
    """Rows that addresses name: `address_field` of their model says in which column."""

    def by_address(self, addresses):
        """Returns {address: row} of addresses that rows have, or had before.

        One query, and two more where some are none that a row has.
        """
        field = self.model.address_field
        asked = {each for each in addresses if each.isprintable()}  # PostgreSQL refuses a NUL
        found = {getattr(row, field): row for row in self.filter(**{f"{field}__in": asked})}
        former = FormerAddress.objects.targets(self.model, asked - found.keys())
        rows = {row.pk: row for row in self.filter(pk__in=set(former.values()))} if former else {}
        return found | {slug: rows[pk] for slug, pk in former.items() if pk in rows}


class FormerAddressQuerySet(models.QuerySet):
    def of(self, model):
        """Keeps what led to rows of a model."""
        return self.filter(kind=model._meta.model_name)

    def leading_to(self, row):
        """Keeps what leads to a row."""
        return self.of(type(row)).filter(target_id=row.pk)

    def targets(self, model, slugs):
        """Returns {former address: the id of the row that it leads to}; one query at most."""
        found = self.of(model).filter(slug__in=slugs) if slugs else self.none()
        return dict(found.values_list("slug", "target_id"))

    def keep(self, row, slug):
        """Lets an address lead to a row from now on."""
        self.update_or_create(kind=row._meta.model_name, slug=slug, defaults={"target_id": row.pk})

    def free(self, row):
        """Forgets where a row's own address led before: it is an address again."""
        self.of(type(row)).filter(slug=getattr(row, row.address_field)).delete()

    def is_gone(self, model, slug):
        """Tells whether something was at an address that has been deleted since."""
        target = self.targets(model, {slug} if slug.isprintable() else ()).get(slug)
        return target is not None and not model.objects.filter(pk=target).exists()


class FormerAddress(models.Model):
    """An address that something had: a role, a skill, an employer, or the key of a reference.

    It leads to a row, and not to an address: so there are no chains and no circles, however often
    the row is renamed. Where the row has been deleted, it says that something was here.
    """

    # The name of a model; apps above this one have some, too.
    kind = models.CharField(max_length=20)
    slug = models.CharField("old address", max_length=130)
    target_id = models.BigIntegerField()
    since = models.DateTimeField(default=timezone.now)

    objects = FormerAddressQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "slug"]
        verbose_name_plural = "former addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug"],
                name="former_address_leads_to_one",
                violation_error_message="This address leads elsewhere already.",
            )
        ]

    def __str__(self):
        return self.slug
