"""Search finds rows by the beginnings of their words (flowmono/common/searching.py)."""

from django.db import migrations

INDEXES = {
    "procurement_order_words": ("procurement_order", "number || ' ' || title"),
    "procurement_invoice_words": ("procurement_invoice", "reference || ' ' || number || ' ' || seller_name"),
}


class Migration(migrations.Migration):
    dependencies = [("procurement", "0001_initial"), ("common", "0002_words")]

    operations = [
        migrations.RunSQL(f"create index {name} on {table} using gin (flowmono_words({text}))", f"drop index {name}")
        for name, (table, text) in INDEXES.items()
    ]
