"""What happens to documents by itself: long steps are done piece by piece."""

from documents.working import running
from flowmono import events


def do_piece(event: events.StepWanted) -> None:
    """Do the next piece of a long step; what was stopped meanwhile is left alone."""
    running.do_piece(event.step_id, done=event.done, at=event.at)
