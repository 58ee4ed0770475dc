"""Search finds rows by the beginnings of their words (flowmono/common/searching.py)."""

from django.db import migrations

INDEXES = {
    "documents_document_words": ("documents_document", "title"),
}


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("common", "0002_words")]

    operations = [
        migrations.RunSQL(f"create index {name} on {table} using gin (flowmono_words({text}))", f"drop index {name}")
        for name, (table, text) in INDEXES.items()
    ]
