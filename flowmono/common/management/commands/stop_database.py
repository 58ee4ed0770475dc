"""Stop the embedded PostgreSQL of this checkout."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from flowmono.common import embedded


class Command(BaseCommand):
    help = "Stop the embedded PostgreSQL of this checkout."
    requires_system_checks: list[str] = []  # type: ignore[assignment]

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.DATABASES["default"].get("EMBEDDED")
        if not folder:
            self.stdout.write("DATABASE_URL names a server of yours; nothing to stop.")
        elif embedded.stop(folder):
            self.stdout.write("Stopped.")
        else:
            self.stdout.write("It was not running.")
