"""Write the head of every case to a file outside the database, so that a missing tail can be found."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from flowmono.ledger.verification import heads


class Command(BaseCommand):
    help = "Append the last number and hash of every case to a file; keep that file on another machine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=settings.VAR_DIR / "anchors.jsonl")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        file.parent.mkdir(parents=True, exist_ok=True)
        found = heads()
        with file.open("a") as out:
            for case, (number, digest) in sorted(found.items()):
                out.write(json.dumps({"case": case, "number": number, "hash": digest}) + "\n")
        self.stdout.write(f"Anchored {len(found)} cases in {file}.")
