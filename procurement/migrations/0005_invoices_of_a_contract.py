from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("procurement", "0004_words_are_kept")]

    operations = [
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["contract", "received_at", "paid_at"], name="invoices_of_contract"),
        ),
    ]
