"""A tool at work on a document."""

from datetime import datetime
from uuid import UUID


def do_piece(step_id: UUID, *, done: int, at: datetime) -> None:
    """Do the next piece of a step."""
