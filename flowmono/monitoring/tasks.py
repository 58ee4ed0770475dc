"""What the clock calls."""

from flowmono.common.now import moment
from flowmono.monitoring.actions import run_all


def look() -> int:
    """Let every watch look; return how many ran."""
    return len(run_all(at=moment()))
