"""Read the commercial terms of every text in a folder, and write one line per text for the scorer."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from flowmono.intelligence.contracts.scoring import scored_terms
from flowmono.intelligence.reader import Reading, UnreadableText
from flowmono.intelligence.readers import contract_reader


def terms_of(path: Path) -> dict[str, Any]:
    """The terms of one text in UTF-8; offsets count its characters as they stand in the file, line ends included."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        text = file.read()
    try:
        reading = contract_reader().read(text)
    except UnreadableText as problem:
        reading = Reading(model="none", version="0", orderable=False, why_not=str(problem))
    return scored_terms(path.stem, reading)


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="TEXTS_DIR")
        parser.add_argument("out", type=Path, metavar="OUT.jsonl")

    def handle(self, *args: Any, folder: Path, out: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        texts = sorted(folder.glob("*.txt"))
        with out.open("w", encoding="utf-8") as lines:
            for path in texts:
                lines.write(json.dumps(terms_of(path), ensure_ascii=False) + "\n")
        self.stdout.write(f"{len(texts)} texts read")
