"""Signature rounds have a code, which is printed on their document. Rounds of before have none."""

from django.db import migrations, models

import signing.codes


class Migration(migrations.Migration):
    dependencies = [
        ("signing", "0004_said_as_signature_round"),
    ]

    operations = [
        migrations.AddField(
            model_name="envelope",
            name="code",
            field=models.CharField(blank=True, default="", editable=False, max_length=16),
        ),
        migrations.AlterField(
            model_name="envelope",
            name="code",
            field=models.CharField(
                blank=True,
                default=signing.codes.new_code,
                editable=False,
                help_text="The code that is printed on the document; who holds it may ask whether it was signed here.",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="historicalenvelope",
            name="code",
            field=models.CharField(blank=True, default="", editable=False, max_length=16),
        ),
        migrations.AlterField(
            model_name="historicalenvelope",
            name="code",
            field=models.CharField(
                blank=True,
                default=signing.codes.new_code,
                editable=False,
                help_text="The code that is printed on the document; who holds it may ask whether it was signed here.",
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="envelope",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code", ""), _negated=True), fields=("code",), name="one_envelope_per_code"
            ),
        ),
    ]
