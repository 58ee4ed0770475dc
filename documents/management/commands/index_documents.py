"""manage.py index_documents: keep the words of every document for search."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from documents.finding.indexing import read_new
from documents.models import PageText, Reading


class Command(BaseCommand):
    help = "Read every version that search does not know yet; --again reads all of them anew."

    def add_arguments(self, parser: ArgumentParser) -> None:  # type: ignore[override]
        parser.add_argument("--again", action="store_true", help="Forget what was read and read everything anew.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["again"]:
            PageText.objects.all().delete()
            Reading.objects.all().delete()
        number = 0
        while read := read_new(most=200, seconds=3_600):
            number += read
            self.stdout.write(f"{number} versions read")
        self.stdout.write(f"{PageText.objects.count()} pages can be searched.")
