"""Places for initials, text, ticks and choices; each says which signature of the file draws it."""

from typing import Any

from django.db import migrations, models


def say_who_draws_them(apps: Any, schema_editor: Any) -> None:
    """Until now a person signed on one page only: "Signer 1" draws "Signer 1" and "Signer 1 date"."""
    places = apps.get_model("signing", "Field").objects.using(schema_editor.connection.alias)
    places.filter(kind="signature").update(carried_by=models.F("name"))
    for place in places.filter(kind="date").iterator():
        place.carried_by = place.name.removesuffix(" date")
        place.save(update_fields=["carried_by"])


class Migration(migrations.Migration):
    dependencies = [("signing", "0005_code_by_which_anybody_asks")]

    operations = [
        migrations.AddField(
            "field",
            "carried_by",
            models.CharField(
                default="", help_text="The signature field of the file that draws this place.", max_length=80
            ),
            preserve_default=False,
        ),
        migrations.AddField("field", "label", models.CharField(blank=True, max_length=120)),
        migrations.AddField("field", "options", models.JSONField(blank=True, default=list)),
        migrations.AddField("field", "required", models.BooleanField(default=True)),
        migrations.AddField("field", "value", models.TextField(blank=True)),
        migrations.AlterField(
            "field",
            "kind",
            models.CharField(
                choices=[
                    ("signature", "signature"),
                    ("initials", "initials"),
                    ("date", "date of signature"),
                    ("text", "text"),
                    ("checkbox", "box to tick"),
                    ("choice", "choice"),
                ],
                default="signature",
                max_length=10,
            ),
        ),
        migrations.RunPython(say_who_draws_them, migrations.RunPython.noop),
    ]
