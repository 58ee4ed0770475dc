"""How far the history is that is prepared beside the product: one process writes it to a file, the others read it there.

A file, because a page must not ask the database about a demonstration, and because whoever starts the product can read it too.
"""

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from flowmono.outbox.models import ClockTick
from flowmono.schedules import SCHEDULES

FILE = "demonstration.json"
LEFT = 600  # seconds; a contract takes some of them, on a slow machine a minute or two
DAILY_WORK = 60  # seconds; what is started more often only pays debts


@dataclass(frozen=True)
class Progress:
    """So many contracts of so many have begun; `seconds` once it is complete."""

    done: int
    total: int
    seconds: float | None = None

    @property
    def is_complete(self) -> bool:
        """True when the whole history is there."""
        return self.seconds is not None


def progress_file() -> Path:
    """Where the progress is written."""
    return Path(settings.VAR_DIR) / FILE


def write_progress(progress: Progress) -> None:
    """Say how far it is; whoever reads at the same time reads the former or the new one."""
    path = progress_file()
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(progress)))
    fresh.replace(path)


def read_progress() -> Progress | None:
    """How far it is; None when nothing is, or was, prepared here."""
    try:
        return Progress(**json.loads(progress_file().read_text()))
    except (OSError, ValueError, TypeError):
        return None


def is_history_on_its_way() -> bool:
    """True while the history is being prepared and is not complete."""
    progress = read_progress()
    return progress is not None and not progress.is_complete


def forget_progress() -> None:
    """Begin anew."""
    progress_file().unlink(missing_ok=True)


def hold_clock() -> None:
    """Start none of the day's tasks while the past is played: they would see the open cases of two years ago as overdue.

    Whoever prepares the history counts as the machine that has just started them; only the sweeps go on.
    """
    now = timezone.now()
    with transaction.atomic():
        for every in SCHEDULES:
            if every.seconds >= DAILY_WORK:
                ClockTick.objects.update_or_create(name=every.task, defaults={"last_started_at": now})


def preparation(request: HttpRequest) -> dict[str, Any]:
    """For templates: `preparation`, while the demonstration's history is being prepared, read only where a page shows it; and
    `demonstration`, whether this is one, whose clock can be moved on."""
    return {"preparation": SimpleLazyObject(_while_it_lasts), "demonstration": bool(settings.CLOCK_AHEAD)}


def moved() -> str:
    """A text that is another one whenever the pages have something else to show of the preparation."""
    progress = _while_it_lasts()
    return f"{progress.done} of {progress.total}" if progress else ""


def _while_it_lasts() -> Progress | None:
    progress = read_progress() if settings.CLOCK_AHEAD else None
    return None if progress is None or progress.is_complete or _is_left() else progress


def _is_left() -> bool:
    """True when nobody has written for so long that nobody is preparing: pages do not promise what does not come."""
    try:
        return time.time() - progress_file().stat().st_mtime > LEFT
    except OSError:
        return True
