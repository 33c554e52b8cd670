from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('careers', '0003_evidence_snapshots'),
    ]

    operations = [
        migrations.AddField(
            model_name='snapshot',
            name='digest',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='from_starter',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='pay_refused',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='snapshotrole',
            name='note',
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
