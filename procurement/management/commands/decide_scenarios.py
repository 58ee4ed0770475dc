"""Decide matching scenarios: decide_scenarios IN.jsonl OUT.jsonl"""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from procurement.matching import decide_scenarios

KEYS = ("id", "decision", "codes", "info", "authorize_amount")


class Command(BaseCommand):
    help = "Write {id, decision, codes, info, authorize_amount} for every scenario of a file; a malformed one gets {id, error}."
    requires_system_checks: list[str] = []  # type: ignore[assignment]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("scenarios", type=Path)
        parser.add_argument("out", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["scenarios"].is_file():
            raise CommandError(f"There is no file {options['scenarios']}.")
        lines = options["scenarios"].read_text(encoding="utf-8").splitlines()
        decided = list(decide_scenarios(line for line in lines if line.strip()))
        with options["out"].open("w", encoding="utf-8") as out:
            for answer in decided:
                row = answer if "error" in answer else {key: answer[key] for key in KEYS}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        wrong = sum("error" in answer for answer in decided)
        self.stdout.write(f"{len(decided)} scenarios decided" + (f", {wrong} malformed." if wrong else "."))
