"""Read every invoice below a folder, each in a limited child as the product does, and write one line per file for the scorer."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from flowmono.intelligence.invoices import read_invoice_in_child
from flowmono.intelligence.invoices.scoring import scored_record

ENDINGS = frozenset({".pdf", ".xml", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})


def invoice_files(folder: Path) -> list[Path]:
    """Every file below a folder whose name ends like an invoice's, in the order of names."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file())


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("out", type=Path, metavar="OUT.jsonl")
        parser.add_argument(
            "--visible", action="store_true", help="leave the XML inside of PDFs aside: read what the pages show"
        )

    def handle(self, *args: Any, folder: Path, out: Path, visible: bool, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        files = invoice_files(folder)
        refused = 0
        with out.open("w", encoding="utf-8") as lines:
            for path in files:
                record = self._read(path, path.relative_to(folder).as_posix(), visible)
                refused += record["doc_type"] is None
                lines.write(json.dumps(record, ensure_ascii=False) + "\n")
                lines.flush()
        self.stdout.write(f"{len(files)} files read, {refused} of them no invoices or not readable")

    def _read(self, path: Path, file: str, visible: bool) -> dict[str, Any]:
        try:
            data = path.read_bytes()
        except OSError as problem:
            self.stderr.write(f"{file}: {problem}")
            return {"file": file, "doc_type": None}
        reading = read_invoice_in_child(data, path.name, visible_only=visible)
        if reading.document_problem:
            self.stderr.write(f"{file}: {reading.problem_detail}")
        return scored_record(reading, file)
