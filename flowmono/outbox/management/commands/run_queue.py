"""The queue of one worker, as a child of `manage.py work`: it never outlives the one that started it."""

import os
from typing import Any

from django.core.management.base import CommandParser
from django_q.management.commands.qcluster import Command as Queue

from flowmono.outbox.orphans import end_with, let_children_end_with_us


class Command(Queue):  # type: ignore[misc]
    help = "Run queued tasks for the process that started this one; `manage.py work` does it by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--parent", type=int, default=os.getppid(), help="the process to end with")

    def handle(self, *args: Any, **options: Any) -> None:
        let_children_end_with_us()
        end_with(options["parent"])
        super().handle(*args, **options)
