import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0010_constraint_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadingEffort",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("contract", "contract"), ("invoice", "invoice")], max_length=10)),
                ("reader", models.CharField(max_length=80)),
                ("reader_version", models.CharField(max_length=80)),
                ("cpu_seconds", models.DecimalField(decimal_places=3, max_digits=9)),
                ("megabytes", models.PositiveIntegerField(null=True)),
                ("read_at", models.DateTimeField(db_index=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reading_efforts",
                        to="documents.version",
                    ),
                ),
            ],
            options={
                "verbose_name": "effort of a reading",
                "verbose_name_plural": "efforts of readings",
                "ordering": ["-read_at"],
            },
        ),
    ]
