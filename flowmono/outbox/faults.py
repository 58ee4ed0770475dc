"""Places at which a fault test may kill the process: FAULTS=1 FAULT_AT=<point>[:before|after], or * for every point.

Refused in production by the settings. Each point kills once: a mark in the data folder remembers it.
"""

import os
import re
import signal

from django.conf import settings


def reach(point: str, moment: str) -> None:
    """Kill this very process when a fault test asked for it here."""
    if not settings.FAULTS or settings.FAULT_AT not in {f"{point}:{moment}", point, f"*:{moment}", "*"}:
        return
    mark = settings.VAR_DIR / "faults" / re.sub(r"\W", "_", f"{point}_{moment}")
    mark.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)
