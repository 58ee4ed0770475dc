"""Read the contracts of a file in the format of the Contract Understanding Atticus Dataset, and write what was read for its scorer."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from flowmono.intelligence.spans.cuad_format import entries
from flowmono.intelligence.spans.reader import read_spans


def contexts(data: dict[str, Any]) -> dict[str, str]:
    """The texts by title; nothing else of the file is looked at. Both forms of the dataset are read."""
    if isinstance(data.get("data"), list):
        return {document["title"]: document["paragraphs"][0]["context"] for document in data["data"]}
    return {title: contract["context"] for title, contract in data.items()}


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("gold", type=Path, metavar="GOLD.json")
        parser.add_argument("out", type=Path, metavar="OUT.json")

    def handle(self, *args: Any, gold: Path, out: Path, **options: Any) -> None:
        try:
            texts = contexts(json.loads(gold.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
            raise CommandError(f"{gold} is no file of contracts: {problem}") from problem
        found = {title: entries(read_spans(text), text) for title, text in texts.items()}
        out.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        self.stdout.write(f"{len(found)} contracts read")
