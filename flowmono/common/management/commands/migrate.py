"""migrate as Django's, run by the owner of the tables; the application's role may not alter them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.commands import migrate


class Command(migrate.Command):
    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        if isinstance(parser, ArgumentParser):
            parser.set_defaults(database="owner")
