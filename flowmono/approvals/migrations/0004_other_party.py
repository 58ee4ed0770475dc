from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("approvals", "0003_contracts_granted")]

    operations = [
        migrations.AddField(model_name=name, name="party", field=models.CharField(blank=True, max_length=200))
        for name in ("request", "historicalrequest")
    ]
