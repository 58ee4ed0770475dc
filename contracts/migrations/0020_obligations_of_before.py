"""Obligations of before are told whose they are, who answers for them, and that their sentence was confirmed."""

from django.db import migrations
from django.db.models import OuterRef, Subquery

SIDES = {"notice_window": "ours", "end_of_term": "both"}
BASES = {"notice_window": "notice", "end_of_term": "said"}
VERIFIED = ("confirmed", "corrected")


def fill_in(apps, schema_editor):
    alias = schema_editor.connection.alias
    obligations = apps.get_model("contracts", "Obligation")._base_manager.using(alias)
    terms = apps.get_model("contracts", "Term")._base_manager.using(alias)
    records = apps.get_model("contracts", "ComplianceRecord")._base_manager.using(alias)
    for kind, side in SIDES.items():
        obligations.filter(kind=kind).update(side=side)
        obligations.filter(kind=kind, due_on__isnull=False).update(due_basis=BASES[kind])
    requesters = records.filter(pk=OuterRef("record_id")).values("contract__requester_id")
    obligations.exclude(kind="notice_window").update(owner_id=Subquery(requesters))
    sure = terms.filter(pk=OuterRef("term_id"), state__in=VERIFIED, verified_by__isnull=False)
    obligations.filter(term__state__in=VERIFIED, term__verified_by__isnull=False).update(
        verified_by_id=Subquery(sure.values("verified_by_id")), verified_at=Subquery(sure.values("verified_at"))
    )


class Migration(migrations.Migration):
    dependencies = [("contracts", "0019_obligations_listed")]

    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
