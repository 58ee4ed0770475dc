"""How often a watch was right: a pure rule."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Record:
    """One watch's labels and counts. Exceptions that cleared by themselves count for neither side."""

    name: str
    title: str
    mode: str
    looked_at: int
    routine: int
    open: int
    handled: int
    dismissed: int
    cleared: int

    @property
    def mode_label(self) -> str:
        """How it runs, in a word or two."""
        return {"live": "Live", "shadow": "In shadow", "off": "Off"}.get(self.mode, self.mode)

    @property
    def precision(self) -> Decimal | None:
        """Handled out of handled and dismissed, in percent; None until somebody has judged one."""
        judged = self.handled + self.dismissed
        return (Decimal(100) * self.handled / judged).quantize(Decimal(1)) if judged else None
