"""manage.py convert_corpus DIR OUT_DIR: every .docx below DIR becomes OUT_DIR/<relative path>.pdf, with a table of what it took."""

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from documents.converter.errors import ConversionRefused
from documents.converter.sandbox import Workshop

REFERENCE = "reference"
COLUMNS = ("file", "ok", "secs", "cpu", "maxrss_mb", "error")
KINDS = {".docx", ".docm"}


class Command(BaseCommand):
    help = (
        "Convert every Word document below DIR (except below DIR/reference) with one warm worker, each file in a limited "
        "child; write OUT_DIR/<relative path>.pdf and OUT_DIR/results.csv. Refused files are rows of the table."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, metavar="DIR")
        parser.add_argument("target", type=Path, metavar="OUT_DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        source, target = options["source"], options["target"]
        if not source.is_dir():
            raise CommandError(f"{source} is not a folder: give the folder that holds the documents.")
        files = [
            path
            for path in sorted(source.rglob("*"))
            if path.suffix.lower() in KINDS and path.is_file() and REFERENCE not in path.relative_to(source).parts[:1]
        ]
        target.mkdir(parents=True, exist_ok=True)
        workshop = Workshop()
        with (target / "results.csv").open("w", newline="", encoding="utf-8") as table:
            rows = csv.DictWriter(table, COLUMNS)
            rows.writeheader()
            for number, path in enumerate(files, 1):
                row = _convert(workshop, path, path.relative_to(source), target)
                rows.writerow(row)
                self.stdout.write(f"{number} of {len(files)}  {row['secs']} s  {row['file']}  {row['error']}".rstrip())
        workshop.close()


def _convert(workshop: Workshop, path: Path, name: Path, target: Path) -> dict[str, object]:
    """One row of the table; the PDF is written beside it when there is one."""
    place = target / f"{name}.pdf"
    place.unlink(missing_ok=True)
    outcome, usage = workshop.convert(path.read_bytes())
    error = ""
    if isinstance(outcome, ConversionRefused):
        error = f"{outcome.code}: {outcome}"
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(outcome.pdf)
    return {
        "file": str(name),
        "ok": int(not error),
        "secs": f"{usage.seconds:.3f}",
        "cpu": f"{usage.cpu:.3f}",
        "maxrss_mb": f"{usage.peak:.1f}",
        "error": error,
    }
