"""Move the clock of a running demonstration: what waits some days, such as a vendor's new account, need not be waited for."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from demo.preparing import is_history_on_its_way
from flowmono.common.now import days_written, write_days
from flowmono.common.templatetags.writing import say_day
from flowmono.outbox.models import ClockTick

MOST = 366


class Command(BaseCommand):
    help = "Move the running demonstration's clock ahead by so many days. It never goes back, and production has none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("days", type=int, help=f"1 to {MOST}")

    def handle(self, *args: Any, **options: Any) -> None:
        days, before = options["days"], days_written()
        if settings.PRODUCTION:
            raise CommandError("Time is not moved in production.")
        if before is None:
            raise CommandError("No demonstration has been served from this folder. Start one with `make demo`.")
        if not 1 <= days <= MOST:
            raise CommandError(f"Say how many days, 1 to {MOST}.")
        if is_history_on_its_way():
            raise CommandError("The demonstration's history is still being prepared. Try again when it is complete.")
        write_days(before + days)
        with transaction.atomic():
            # What runs once an hour or a day is due again: days have passed.
            ClockTick.objects.all().delete()
        today = timezone.now() + timedelta(days=before + days)
        self.stdout.write(f"The demonstration's clock went on by {days} days: it is {say_day(today.date())} there.")
