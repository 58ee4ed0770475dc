"""A line of text with every piece in its place."""

from dataclasses import dataclass, field

from documents.converter.layout.pieces import Piece


@dataclass
class Placed:
    """A piece at `x` points from the left margin; `width` includes justification."""

    piece: Piece
    x: float
    width: float
    leader: str = ""


@dataclass
class Line:
    """One line of a paragraph. `ends` says why it ended: full, break, page, column or last."""

    placed: list[Placed] = field(default_factory=list)
    ends: str = "full"

    @property
    def inked(self) -> list[Placed]:
        """Without the spaces that hang at the end."""
        last = len(self.placed)
        while last and self.placed[last - 1].piece.kind in {"space", "anchor"}:
            last -= 1
        return self.placed[:last]
