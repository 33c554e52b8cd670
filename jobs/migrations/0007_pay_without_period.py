from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("jobs", "0006_stated_years")]

    operations = [
        migrations.RemoveConstraint("listing", "listing_pay_has_currency_and_period"),
        migrations.AddConstraint(
            "listing",
            models.CheckConstraint(
                name="listing_pay_has_currency",
                condition=Q(pay_min=None, pay_max=None) | ~Q(pay_currency=""),
                violation_error_message="Pay needs its currency.",
            ),
        ),
    ]
