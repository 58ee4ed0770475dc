"""Documents that were sealed without a contract before their category's rule counted for them: it counts from the day they were sealed."""

from typing import Any

from django.db import migrations

from contracts.retention import END, Life, kept_until


def keep_rounds(apps: Any, schema_editor: Any) -> None:
    """The rule that their category has now, as a document that is sealed now would get it. Nothing is disposed of by this."""
    alias = schema_editor.connection.alias
    categories = {one.name: one for one in apps.get_model("contracts", "Category").objects.using(alias).all()}
    rounds = apps.get_model("signing", "Envelope").objects.using(alias)
    for envelope in rounds.filter(contract=None, state="sealed", keeping={}).iterator():
        category = categories.get(envelope.category)
        years, counted_from = (category.kept_years, category.kept_from) if category else (None, END)
        signed_on = envelope.completed_at.date() if envelope.completed_at else None
        envelope.keeping = {
            "category": envelope.category,
            "kept_years": years,
            "kept_from": counted_from,
            "ended_on": None,
        }
        envelope.kept_until = kept_until(years, counted_from, Life(envelope.sealed_at.date(), signed_on))
        envelope.save(update_fields=["keeping", "kept_until"])


class Migration(migrations.Migration):
    dependencies = [("contracts", "0015_papers_of_rounds")]

    operations = [migrations.RunPython(keep_rounds, migrations.RunPython.noop)]
