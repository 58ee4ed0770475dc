from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("signing", "0019_what_each_line_is_worth"),
    ]

    operations = [
        migrations.AlterField(
            model_name="envelope",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "being prepared"),
                    ("sent", "out for signature"),
                    ("completed", "signed, being sealed"),
                    ("sealed", "sealed"),
                    ("declined", "declined"),
                    ("voided", "taken back"),
                    ("expired", "expired"),
                ],
                default="draft",
                max_length=50,
            ),
        ),
        migrations.AlterField(
            model_name="historicalenvelope",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "being prepared"),
                    ("sent", "out for signature"),
                    ("completed", "signed, being sealed"),
                    ("sealed", "sealed"),
                    ("declined", "declined"),
                    ("voided", "taken back"),
                    ("expired", "expired"),
                ],
                default="draft",
                max_length=50,
            ),
        ),
    ]
