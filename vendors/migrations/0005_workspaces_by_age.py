from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vendors", "0004_words_are_kept")]

    operations = [
        migrations.AddIndex(
            model_name="milestone",
            index=models.Index(
                condition=models.Q(("kind__in", ["milestone", "date"]), ("state", "accepted")),
                fields=["contract", "accepted_on"],
                name="deliveries_accepted",
            ),
        ),
        migrations.AddIndex(
            model_name="workspace",
            index=models.Index(fields=["-created_at"], name="workspaces_by_age"),
        ),
    ]
