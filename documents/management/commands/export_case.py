"""Export a whole case: export_case NUMBER --out case.zip"""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from documents.exporting import export_case


class Command(BaseCommand):
    help = "Write one case (a contract's number) with its documents, ledger and offline verifier to a ZIP file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", help="The contract's number, such as CT-2027-0001.")
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        contract = apps.get_model("contracts", "Contract").objects.filter(number=options["number"]).first()
        if contract is None:
            raise CommandError(f"There is no contract {options['number']}.")
        with options["out"].open("wb") as out:
            manifest = export_case(contract.pk, out, title=str(contract), by="command line", at=timezone.now())
        self.stdout.write(f"{len(manifest['files'])} files in {options['out']}.")
