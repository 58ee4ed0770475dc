from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("approvals", "0002_requisitions")]

    operations = [
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=models.Q(("kind", "contract"), ("state", "granted")),
                fields=["subject_id", "closed_at"],
                name="contracts_granted",
            ),
        ),
    ]
