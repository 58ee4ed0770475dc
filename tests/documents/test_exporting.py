"""A case leaves in one file and proves itself without the server."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction

from documents.exporting import export_case
from documents.models import Document, Origin, add_version
from flowmono.ledger.models import write_entry
from tests.people import NOON

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    case = uuid4()
    with transaction.atomic():
        paper = Document(case_key=case, title="A paper", kind="evidence")
        paper.save()
        add_version(paper, b"%PDF-1.7 a paper", name="paper.pdf", media_type="application/pdf", origin=Origin.UPLOADED)
    for number in range(4):
        with transaction.atomic():
            write_entry(case_id=case, kind="told", at=NOON, facts={"n": number, "word": "Müller"})
    out = io.BytesIO()
    export_case(case, out, title="CT-1", by="Aud", at=NOON)
    folder = tmp_path / "case"
    zipfile.ZipFile(out).extractall(folder)
    return folder


def verify(folder: Path) -> tuple[int, str]:
    done = subprocess.run([sys.executable, str(folder / "verify.py")], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_an_untouched_case_is_whole(unpacked: Path) -> None:
    assert verify(unpacked) == (0, "whole: 9 files, every hash and the ledger's chain agree\n")


def test_one_changed_byte_in_a_document_is_named(unpacked: Path) -> None:
    document = next((unpacked / "documents").iterdir())

    document.write_bytes(document.read_bytes() + b" ")

    code, words = verify(unpacked)
    assert code == 1
    assert f"BROKEN  documents/{document.name} is not what was exported" in words


def test_a_removed_ledger_line_is_named_even_when_the_manifest_is_mended(unpacked: Path) -> None:
    ledger = unpacked / "ledger.jsonl"
    lines = ledger.read_text().splitlines(keepends=True)

    ledger.write_text("".join(lines[:1] + lines[2:]))

    code, words = verify(unpacked)
    assert code == 1
    assert "ledger entry 2 is missing; the next one is 3" in words


def test_a_foreign_file_is_named(unpacked: Path) -> None:
    (unpacked / "documents" / "extra.pdf").write_bytes(b"%PDF")

    assert "BROKEN  documents/extra.pdf was not part of the export" in verify(unpacked)[1]
