"""The words of a row are kept beside it (search_words): a search that fits most rows no longer cuts each into words again."""

from django.db import migrations

WORDS = {
    "documents_document": "title",
}


def _keep(table: str, text: str) -> migrations.RunSQL:
    name = f"{table}_words"
    return migrations.RunSQL(
        f"alter table {table} add column search_words tsvector generated always as (flowmono_words({text})) stored;"
        f"drop index {name}; create index {name} on {table} using gin (search_words)",
        f"drop index {name}; alter table {table} drop column search_words;"
        f"create index {name} on {table} using gin (flowmono_words({text}))",
    )


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_find_by_words"), ("common", "0002_words")]

    operations = [
        *(_keep(table, text) for table, text in WORDS.items()),
        migrations.RunSQL(
            "create index versions_by_age on documents_version (created_at desc, id)", "drop index versions_by_age"
        ),
    ]
