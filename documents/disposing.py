"""Getting rid of papers for good: their bytes and every word of them, while the rows that say that they were there stay."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from documents.models import Comparison, PageText, Reading, ReadState, Step, StepState, TextLayer, Version, lock_bytes
from flowmono.common.templatetags.writing import say_day
from flowmono.outbox.letters import give_up_letters


def strike_out(versions: Iterable[Version], *, at: datetime) -> list[dict[str, Any]]:
    """Take away every word that is kept of these versions, and mark them as disposed of; what was done, one row for each. Letters that
    would bring one of them, and have not left yet, stay here.

    Their files are still there: `erase_files` takes them away once this is decided for good. The caller holds the locks.
    """
    rows = []
    for version in versions:
        TextLayer.objects.filter(version=version).delete()
        PageText.objects.filter(version=version).delete()
        Reading.objects.filter(version=version).update(state=ReadState.OTHER, is_current=False)
        Comparison.objects.filter(Q(older=version) | Q(newer=version)).delete()
        version.disposed_at = at
        version.save()
        facts = {"name": version.name, "day": say_day(at.date())}
        why = _(
            "%(name)s was disposed of after its time, on %(day)s, before this letter had left. It is not sent any more."
        )
        give_up_letters(version.document.case_key, version.path, why=why % facts)
        rows.append(
            {
                "document": version.document.title,
                "kind": version.document.kind,
                "version": str(version.pk),
                "number": version.number,
                "name": version.name,
                "sha256": version.sha256,
                "size": version.size,
                "made_at": version.created_at.isoformat(),
            }
        )
    return rows


def erase_files(case_keys: Iterable[UUID]) -> int:
    """Take the files of disposed versions of these cases out of storage, unless other papers are the same file; return how many
    went. Doing it twice is doing it once. Whoever brings the same file meanwhile either keeps it, or stores it anew afterwards."""
    gone = 0
    struck: QuerySet[Version] = Version.objects.filter(
        document__case_key__in=list(case_keys), disposed_at__isnull=False
    )
    for sha256 in sorted(set(struck.values_list("sha256", flat=True))):
        path = f"{sha256[:2]}/{sha256}"
        with transaction.atomic():
            lock_bytes(sha256, alone=True)
            if not is_needed(sha256) and default_storage.exists(path):
                default_storage.delete(path)
                gone += 1
    return gone


def is_needed(sha256: str) -> bool:
    """True while papers that were not disposed of are this very file, or work that is under way needs it."""
    return (
        Version.objects.filter(sha256=sha256, disposed_at__isnull=True).exists()
        or Comparison.objects.filter(brought_sha256=sha256).exists()
        or Step.objects.filter(state=StepState.RUNNING)
        .filter(Q(between=sha256) | Q(others__contains=[{"sha256": sha256}]))
        .exists()
    )
