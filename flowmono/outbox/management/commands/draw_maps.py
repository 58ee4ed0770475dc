"""Draw docs/maps from the running code: states, workflow, doors. `--check` says whether they are fresh."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from flowmono.outbox.maps import all_maps


class Command(BaseCommand):
    help = "Write docs/maps from the code itself; with --check, exit 1 when a map is stale."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "docs" / "maps"
        folder.mkdir(parents=True, exist_ok=True)
        stale = []
        for name, text in all_maps().items():
            file = folder / name
            if options["check"]:
                if not file.exists() or file.read_text() != text:
                    stale.append(name)
            else:
                file.write_text(text)
        if stale:
            self.stderr.write(f"Stale: {', '.join(stale)}. Run `make maps` and commit docs/maps.")
            sys.exit(1)
