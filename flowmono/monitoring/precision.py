"""How often a watch was right: a pure rule."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True)
class Record:
    """One watch's labels and counts. Exceptions that cleared by themselves count for neither side. A blind one
    stopped with an error when it last looked."""

    name: str
    title: str
    mode: str
    looked_at: int
    routine: int
    open: int
    handled: int
    dismissed: int
    cleared: int
    last_looked: datetime | None = None
    is_blind: bool = False

    @property
    def mode_label(self) -> str:
        """How it runs, in a word or two."""
        return {"live": "Live", "shadow": "In shadow", "off": "Off"}.get(self.mode, self.mode)

    @property
    def judged(self) -> int:
        """How many somebody answered."""
        return self.handled + self.dismissed

    @property
    def precision(self) -> Decimal | None:
        """Handled out of handled and dismissed, in percent; None until somebody has judged one."""
        return (Decimal(100) * self.handled / self.judged).quantize(Decimal(1)) if self.judged else None
