"""Write every word that people read into a template for translators: `manage.py gather_words` makes locale/flowmono.pot."""

from pathlib import Path
from typing import Any

from babel.messages.pofile import write_po
from django.conf import settings
from django.core.management.base import BaseCommand

from flowmono.outbox.words import catalogue


class Command(BaseCommand):
    help = "Write locale/flowmono.pot: every word of pages, letters, papers and refusals, for translators."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--to", type=Path, default=Path(settings.BASE_DIR) / "locale" / "flowmono.pot")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["to"]
        words = catalogue()
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_po(file, words, sort_output=True, width=120)
        self.stdout.write(f"{len(words)} words and sentences are in {target}.")
