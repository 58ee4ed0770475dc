"""Search finds rows by the beginnings of their words (flowmono/common/searching.py)."""

from django.db import migrations

INDEXES = {
    "vendors_vendor_words": ("vendors_vendor", "name || ' ' || legal_name || ' ' || tax_id || ' ' || vat_id"),
    "vendors_milestone_words": ("vendors_milestone", "title"),
}


class Migration(migrations.Migration):
    dependencies = [("vendors", "0002_payment_waits_for_papers"), ("common", "0002_words")]

    operations = [
        migrations.RunSQL(f"create index {name} on {table} using gin (flowmono_words({text}))", f"drop index {name}")
        for name, (table, text) in INDEXES.items()
    ]
