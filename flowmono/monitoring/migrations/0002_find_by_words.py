"""Search finds rows by the beginnings of their words (flowmono/common/searching.py)."""

from django.db import migrations

INDEXES = {
    "monitoring_trueexception_words": ("monitoring_trueexception", "title || ' ' || sentence"),
}


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial"), ("common", "0002_words")]

    operations = [
        migrations.RunSQL(f"create index {name} on {table} using gin (flowmono_words({text}))", f"drop index {name}")
        for name, (table, text) in INDEXES.items()
    ]
