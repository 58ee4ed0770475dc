from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("procurement", "0005_invoices_of_a_contract")]

    operations = [
        migrations.AddIndex(model_name="order", index=models.Index(fields=["-created_at"], name="orders_by_age")),
        migrations.AddIndex(
            model_name="paymentauthorization", index=models.Index(fields=["-created_at"], name="payments_by_age")
        ),
    ]
