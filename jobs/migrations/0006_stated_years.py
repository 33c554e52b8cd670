"""Keeps the years of experience that adverts ask for.

After any migration the table of words is made again, which search needs to tell C++ from C.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0005_log_content")]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="experience_years",
            field=models.PositiveSmallIntegerField(
                blank=True, editable=False, null=True, verbose_name="years of experience asked for"
            ),
        ),
        migrations.AddField(
            model_name="listing",
            name="level_reason",
            field=models.CharField(
                blank=True, editable=False, max_length=60, verbose_name="why this level"
            ),
        ),
    ]
