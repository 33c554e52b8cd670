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
        # The last of the role's constraints, as Django's reader of SQLite's tables takes the
        # backslash of its LIKE for the start of a text that the next '' does not end.
        migrations.RemoveConstraint(model_name='role', name='role_slug_holds_no_pair'),
        migrations.AddConstraint(
            model_name='role',
            constraint=models.CheckConstraint(
                condition=models.Q(('slug__contains', '-vs-'), _negated=True),
                name='role_slug_holds_no_pair',
                violation_error_message='An address must not contain “-vs-”.',
            ),
        ),
    ]
