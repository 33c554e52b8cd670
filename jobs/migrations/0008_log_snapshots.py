from django.db import migrations


class Migration(migrations.Migration):
    """Has the triggers made again: pages are also made of snapshots, weeks, answers and groups."""

    dependencies = [
        ("careers", "0003_evidence_snapshots"),
        ("jobs", "0007_pay_without_period"),
    ]

    operations = []
