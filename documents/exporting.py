"""A whole case in one file: its documents, events, ledger, decisions and money, with a script that verifies it offline."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder

from documents.models import Origin, Step, Version
from flowmono.ledger import offline
from flowmono.ledger.models import GENESIS, Entry
from flowmono.outbox.models import RecordedEvent

README = """This archive holds one case of Flowmono: {title}

documents/     every version of every document, named by number and hash
conversions.json  how each PDF was made of its draft, which words it lacks, and who accepted it
steps.json     how documents were prepared: each tool, its options, what it was made of and what came of it
ledger.jsonl   what happened, in order; each entry's hash covers the one before
events.jsonl   the events, with what caused each
records.json   the case's records as they stood at the time of the export
manifest.json  the sha256 of every file, and the head of the ledger
verify.py      checks all of it without the server:  python3 verify.py

Exported {at} by {by}.
"""


def export_case(case_id: UUID, out: IO[bytes], *, title: str, by: str, at: datetime) -> dict[str, Any]:
    """Write the case's archive to `out`; return its manifest. Raises Conflict when a stored file is missing or has changed."""
    hashes: dict[str, str] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _files(case_id, title=title, by=by, at=at):
            archive.writestr(name, data)
            hashes[name] = hashlib.sha256(data).hexdigest()
        last = Entry.objects.filter(case_id=case_id).order_by("-number").first()
        manifest = {
            "case": str(case_id),
            "title": title,
            "exported_at": at.isoformat(),
            "exported_by": by,
            "ledger_head": {"number": last.number if last else 0, "hash": last.hash if last else GENESIS},
            "files": hashes,
        }
        archive.writestr("manifest.json", json.dumps(manifest, indent=1, sort_keys=True))
    return manifest


def _files(case_id: UUID, *, title: str, by: str, at: datetime) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", README.format(title=title, at=at.isoformat(), by=by).encode()
    yield "verify.py", (Path(offline.__file__).parent / "verify.py").read_bytes()
    seen = set()
    kept = Version.objects.filter(document__case_key=case_id, disposed_at__isnull=True)
    for version in kept.select_related("document").order_by("created_at"):
        name = f"documents/{version.document.kind}-{version.number:03d}-{version.sha256[:12]}-{_plain(version.name)}"
        if name not in seen:
            seen.add(name)
            yield name, version.content()
    yield "conversions.json", json.dumps(_conversions(case_id), indent=1, sort_keys=True, ensure_ascii=False).encode()
    yield "steps.json", json.dumps(_steps(case_id), indent=1, sort_keys=True, ensure_ascii=False).encode()
    yield "ledger.jsonl", _lines(_ledger(case_id))
    yield "events.jsonl", _lines(_events(case_id))
    yield "records.json", json.dumps(_records(case_id), cls=DjangoJSONEncoder, indent=1, sort_keys=True).encode()


def _conversions(case_id: UUID) -> list[dict[str, Any]]:
    """The conversion certificates of a case, each with who accepted the rendering and when."""
    versions = Version.objects.filter(document__case_key=case_id, origin=Origin.CONVERTED)
    return [
        {
            "version": version.number,
            "name": version.name,
            "sha256": version.sha256,
            "made_at": version.created_at.isoformat(),
            "certificate": version.certificate,
            "accepted_by": str(version.accepted_by) if version.accepted_by else None,
            "accepted_at": version.accepted_at.isoformat() if version.accepted_at else None,
        }
        for version in versions.select_related("accepted_by").order_by("created_at")
    ]


def _steps(case_id: UUID) -> list[dict[str, Any]]:
    """The steps by which the documents of a case were prepared, in their order."""
    steps = Step.objects.filter(document__case_key=case_id).select_related(
        "document", "from_version", "to_version", "by"
    )
    return [
        {
            "document": step.document.title,
            "number": step.number,
            "tool": step.tool,
            "options": step.options,
            "others": step.others,
            "state": step.state,
            "from_sha256": step.from_version.sha256,
            "to_sha256": step.to_version.sha256 if step.to_version else None,
            "by": str(step.by) if step.by else None,
            "at": step.at.isoformat(),
            "report": step.report,
            "problem": step.problem,
        }
        for step in steps.order_by("at", "document_id", "number")
    ]


def _plain(name: str) -> str:
    return "".join(sign if sign.isalnum() or sign in ".-_" else "_" for sign in name)[-80:]


def _lines(rows: Iterator[dict[str, Any]]) -> bytes:
    return "".join(
        json.dumps(row, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False) + "\n" for row in rows
    ).encode()


def _ledger(case_id: UUID) -> Iterator[dict[str, Any]]:
    for entry in Entry.objects.filter(case_id=case_id).order_by("number").iterator():
        yield {
            "number": entry.number,
            "at": entry.at,
            "kind": entry.kind,
            "body": entry.body,
            "previous_hash": entry.previous_hash,
            "hash": entry.hash,
        }


def _events(case_id: UUID) -> Iterator[dict[str, Any]]:
    for event in RecordedEvent.objects.filter(case_id=case_id).select_related("caused_by").order_by("id").iterator():
        yield {
            "id": event.pk,
            "name": event.name,
            "at": event.at,
            "values": event.values,
            "by": str(event.actor),
            "caused_by": event.caused_by.receiver if event.caused_by else None,
            "chain": event.chain_id,
        }


# Where a record says which case it belongs to; secrets of links and codes never leave.
CASE_COLUMNS = ("contract", "case_key")
SECRET = ("digest", "token_digest", "code_digest", "password", "body")


def _records(case_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """The case's rows, model by model: those that name the contract or the case, and those whose parent does."""
    found: dict[str, list[dict[str, Any]]] = {}
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        names = {field.name for field in model._meta.get_fields() if not field.auto_created}
        column = next((name for name in CASE_COLUMNS if name in names), None)
        if column is None or "history" in model._meta.model_name:
            continue
        rows = model._default_manager.filter(**{column: case_id})
        found[model._meta.label] = [_row(row) for row in rows.order_by("pk")]
    return {label: rows for label, rows in found.items() if rows}


def _row(record: Any) -> dict[str, Any]:
    fields = [field for field in record._meta.concrete_fields if field.name not in SECRET]
    return {field.attname: _value(getattr(record, field.attname)) for field in fields}


def _value(value: Any) -> Any:
    return value if isinstance(value, str | int | bool | list | dict | type(None)) else str(value)
