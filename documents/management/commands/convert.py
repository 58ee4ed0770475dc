"""manage.py convert IN.docx OUT.pdf: one conversion as the workflow would make it, and its certificate in words."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from documents.converter.conversion import TrackedChanges
from documents.converter.errors import ConversionRefused
from documents.converter.sandbox import convert_in_child


class Command(BaseCommand):
    help = "Convert a Word document to PDF in a limited child process, and say what was found and substituted."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, metavar="IN.docx")
        parser.add_argument("target", type=Path, metavar="OUT.pdf")
        parser.add_argument(
            "--changes",
            choices=[choice.value for choice in TrackedChanges],
            default=TrackedChanges.ACCEPT.value,
            help="what becomes of tracked changes (accept)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = convert_in_child(options["source"].read_bytes(), tracked=TrackedChanges(options["changes"]))
            options["target"].write_bytes(done.pdf)
        except (ConversionRefused, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{len(done.pages)} pages, {done.words} words, {done.engine} {done.engine_version}")
        if done.account is not None:
            counted = done.account
            self.stdout.write(f"{counted.words_in} words in, {counted.words_out} words out, {counted.lost} missing")
            for lost in counted.missing:
                self.stdout.write(f"missing on page {lost.page or '?'}: {lost.before} [{lost.word}] {lost.after}")
        for finding in done.findings:
            self.stdout.write(f"open {finding.kind} by {finding.author or 'somebody'}: {finding.text}")
        for font, substitute in done.fonts_substituted:
            self.stdout.write(f"font {font} is set in {substitute}")
        for warning in done.warnings:
            self.stdout.write(f"note: {warning}")
