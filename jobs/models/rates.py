"""Reference rates of currencies, and what pay is worth in US dollars a year."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from careers.pay import PayPeriod


class ExchangeRateQuerySet(models.QuerySet):
    def by_currency(self):
        """US dollars for one unit of each currency that has a rate; one query."""
        return dict(self.values_list("currency", "usd"))


class ExchangeRate(models.Model):
    """A dated reference rate, for filtering and sorting only; never shown as an offer."""

    currency = models.CharField(max_length=3, unique=True, help_text="ISO 4217 code, e.g. EUR.")
    usd = models.DecimalField(
        "US dollars for one unit", max_digits=14, decimal_places=8, help_text="e.g. 1.08"
    )
    as_of = models.DateField("rate of")

    objects = ExchangeRateQuerySet.as_manager()

    class Meta:
        ordering = ["currency"]
        constraints = [
            models.CheckConstraint(
                name="exchange_rate_is_positive",
                condition=Q(usd__gt=0),
                violation_error_message="A rate must be more than zero.",
            )
        ]

    def __str__(self):
        return f"1 {self.currency} = {self.usd.normalize():f} USD ({self.as_of})"


def yearly_usd(amount, period, rate):
    """Returns the yearly US-dollar equivalent of an amount of pay, for filtering and sorting only.

    `rate` is US dollars for one unit of the pay's currency; None (no rate kept) gives None, and
    so does "" for a period that is not known.

    >>> yearly_usd(Decimal("45.50"), "hour", Decimal(1))
    94640
    >>> yearly_usd(None, "year", Decimal(1)) is None, yearly_usd(Decimal(9), "", Decimal(1)) is None
    (True, True)
    """
    if amount is None or rate is None or not period:
        return None
    return round(Decimal(amount) * PayPeriod(period).in_a_year * rate)
