"""Search finds rows by the beginnings of their words (flowmono/common/searching.py)."""

from django.db import migrations

INDEXES = {
    "contracts_contract_words": ("contracts_contract", "number || ' ' || title || ' ' || counterparty_name"),
}


class Migration(migrations.Migration):
    dependencies = [("contracts", "0002_initial"), ("common", "0002_words")]

    operations = [
        migrations.RunSQL(f"create index {name} on {table} using gin (flowmono_words({text}))", f"drop index {name}")
        for name, (table, text) in INDEXES.items()
    ]
