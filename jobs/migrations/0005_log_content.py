from django.db import migrations, models


def read_all_again(apps, schema_editor):
    """Makes lines of names, which there are no more, lines of anything."""
    apps.get_model("jobs", "ListingChange").objects.filter(what="names").update(what="all")


def forget_content(apps, schema_editor):
    """Deletes the line of content, which was not there before."""
    apps.get_model("jobs", "ListingChange").objects.filter(what="content").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("careers", "0002_add_evidence_and_feedback"),
        ("jobs", "0004_change_log"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="listingchange", name="change_says_what_changed"),
        migrations.RunPython(read_all_again, forget_content),
        migrations.AlterField(
            model_name="listingchange",
            name="what",
            field=models.CharField(
                choices=[
                    ("listing", "A listing"),
                    ("seen", "When a listing was last seen"),
                    ("content", "Anything else that pages show"),
                    ("all", "Anything"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="listingchange",
            constraint=models.CheckConstraint(
                name="change_says_what_changed",
                condition=models.Q(
                    models.Q(("listing_id__isnull", False), ("what__in", ("listing", "seen"))),
                    models.Q(("listing_id", None), ("seq", 0), ("what", "content")),
                    models.Q(("listing_id", None), ("what", "all")),
                    _connector="OR",
                ),
                violation_error_message="A change is of one listing, of content or of anything.",
            ),
        ),
    ]
