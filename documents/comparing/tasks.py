"""What the clock calls."""

from documents.comparing import asking


def compare_waiting() -> int:
    """Compare what takes longer than a page waits."""
    return asking.compare_waiting()
