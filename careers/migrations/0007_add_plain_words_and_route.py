from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('careers', '0006_remove_evidence_pay'),
    ]

    operations = [
        migrations.AddField(
            model_name='role',
            name='plain',
            field=models.TextField(blank=True, default='', verbose_name='in plain words'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='role',
            name='first_year',
            field=models.TextField(blank=True, default=''),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='role',
            name='learn_first',
            field=models.TextField(blank=True, default=''),
            preserve_default=False,
        ),
    ]
