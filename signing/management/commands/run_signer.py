"""Run the signer: the one process that holds the keys. In production it runs under its own user."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from signing.pki import KeyProblem
from signing.signer.process import serve
from signing.trust import trial_authority


class Command(BaseCommand):
    help = "Run the signer process. Web and worker ask it over its socket; they are given neither key nor passphrase."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--settings-file", type=Path, help="signer.json; by default the trial authority's")
        parser.add_argument("--socket", type=Path, default=Path(settings.SIGNER_SOCKET))
        parser.add_argument("--caller", type=int, action="append", default=[], help="number of a user who may ask")

    def handle(self, *args: Any, **options: Any) -> None:
        file = options["settings_file"]
        if file is None and settings.PRODUCTION:
            raise CommandError("Name the signer's settings: --settings-file /path/to/signer.json")
        try:
            file = file or trial_authority(at=timezone.now()).signer_settings
            serve(options["socket"], file, until=lambda: False, callers=frozenset(options["caller"]))
        except KeyProblem as problem:
            raise CommandError(str(problem)) from problem
        except KeyboardInterrupt:
            return
