"""
Reference rates to start with, so that listings can be filtered and sorted by yearly US dollars.

They come from the CC0 salary survey of aijobs.net (salaries.csv of 2025-01-19): the median of
salary_in_usd / salary over the rows of one currency in the last whole year that has any, to four
digits. The survey converts all rows of a year at one rate, so few rows suffice. Each rate is dated
with the end of its year; editors keep them up to date in the admin.
"""

from datetime import date

from django.db import migrations

END_OF_2023 = date(2023, 12, 31)
END_OF_2024 = date(2024, 12, 31)

RATES = [
    ("AUD", "0.6667", END_OF_2024),
    ("BRL", "0.2041", END_OF_2024),
    ("CAD", "0.7692", END_OF_2024),
    ("CHF", "1.136", END_OF_2024),
    ("CZK", "0.04444", END_OF_2024),
    ("DKK", "0.1471", END_OF_2024),
    ("EUR", "1.111", END_OF_2024),
    ("GBP", "1.25", END_OF_2024),
    ("HKD", "0.1276", END_OF_2023),
    ("HUF", "0.002855", END_OF_2024),
    ("ILS", "0.2703", END_OF_2024),
    ("INR", "0.012", END_OF_2024),
    ("JPY", "0.006935", END_OF_2024),
    ("MXN", "0.05814", END_OF_2024),
    ("NOK", "0.09563", END_OF_2023),
    ("NZD", "0.625", END_OF_2024),
    ("PHP", "0.01799", END_OF_2024),
    ("PLN", "0.25", END_OF_2024),
    ("SEK", "0.09709", END_OF_2024),
    ("SGD", "0.7692", END_OF_2024),
    ("THB", "0.0293", END_OF_2023),
    ("TRY", "0.03436", END_OF_2024),
    ("USD", "1", END_OF_2024),
    ("ZAR", "0.05348", END_OF_2024),
]


def add_rates(apps, schema_editor):
    """Adds the rates; one that somebody entered already stays."""
    ExchangeRate = apps.get_model("jobs", "ExchangeRate")
    ExchangeRate.objects.bulk_create(
        (ExchangeRate(currency=currency, usd=usd, as_of=as_of) for currency, usd, as_of in RATES),
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]

    operations = [migrations.RunPython(add_rates, migrations.RunPython.noop)]
