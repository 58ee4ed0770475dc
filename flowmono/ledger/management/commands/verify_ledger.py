"""Verify the ledger; exit 1 naming the first bad entry of each case."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from flowmono.ledger.models import Entry
from flowmono.ledger.verification import find_breaks, find_missing_tails, read_anchors


class Command(BaseCommand):
    help = "Recompute the hash chain of every case and compare it with anchors kept outside the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anchors", type=Path, help="A file written by anchor_ledger; finds entries lost at the end."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        breaks = list(find_breaks(Entry.objects.order_by("case_id", "number").iterator()))
        breaks += list(find_missing_tails(read_anchors(options["anchors"]) if options["anchors"] else {}))
        for found in breaks:
            self.stderr.write(f"BROKEN {found}")
        if breaks:
            sys.exit(1)
        self.stdout.write(
            f"Whole: {Entry.objects.count()} entries in {Entry.objects.values('case_id').distinct().count()} cases."
        )
