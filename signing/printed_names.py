"""The name that a document prints in a signature block, and whether it is the name of whoever will sign there."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

REACH = 150.0  # how far, in points, a block's own lines stand from its label
NAME = re.compile(r"(?:print(?:ed)?\s+name|full\s+name|name|nombre|nome|nom|naam)\b", re.IGNORECASE)
SAME_LINE = 5.0
SAME_COLUMN = 6.0
LONGEST = 60


@dataclass(frozen=True)
class Piece:
    """Text that stands together on one line of a page."""

    page: int
    x: float
    y: float
    right: float
    top: float
    text: str

    @property
    def middle(self) -> float:
        return (self.y + self.top) / 2

    def overlaps(self, left: float, right: float) -> bool:
        return self.x < right and self.right > left


def printed_name(pieces: Sequence[Piece], labels: Iterable[Piece], label: Piece, left: float) -> str:
    """The name beside "Name" in the block of this signature label; "" when it is left open.

    pieces: what stands left of the block's right edge; labels: all signature labels of the page; left: where the room for the mark
    begins. A block that has its name before its signature is read upwards, unless another block stands above it.
    """
    column = [p for p in labels if p is not label and abs(p.x - label.x) < 20]
    end = max((p.middle for p in column if p.middle < label.middle - 3), default=label.middle - REACH)
    start = label.middle if any(0 < p.middle - label.middle < REACH for p in column) else label.middle + REACH
    names = [p for p in pieces if NAME.match(p.text.strip()) and (abs(p.x - label.x) < SAME_COLUMN or p.x >= left - 1)]
    below = sorted((p for p in names if end < p.middle < label.middle), key=lambda p: -p.middle)
    above = sorted((p for p in names if label.middle < p.middle < start), key=lambda p: p.middle)
    for at in below or above:
        beside = [p for p in pieces if abs(p.middle - at.middle) < SAME_LINE and p.x >= at.right and p.right > left]
        written = [at.text.strip()[NAME.match(at.text.strip()).end() :]]  # type: ignore[union-attr]  # chosen by that match
        for words in written + [p.text for p in sorted(beside, key=lambda p: p.x)]:
            if found := _as_name(words):
                return found
    return ""


def _as_name(words: str) -> str:
    """What is written there, when it is a person's name: not a line to write on, a placeholder or the rest of a label."""
    if re.search(r"[\[\]<>{}_\d]|\.{3}|…", words):
        return ""
    words = re.sub(r"^[^:]{0,30}:", "", words)
    words = re.split(r"[,;/(]| [–-] ", words)[0].strip(" .:")
    parts = words.split()
    if not 2 <= len(parts) <= 6 or len(words) > LONGEST or not words[0].isalpha() or words[0].islower():
        return ""
    return words


def is_same_name(printed: str, name: str) -> bool:
    """True when both can be the same person: other titles, middle names, initials, accents or another order make no difference."""
    one, other = _parts(printed), _parts(name)
    if not one or not other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < 2:
        return bool(set(shorter) & set(longer))
    left = list(longer)
    for part in sorted(shorter, key=len, reverse=True):
        fitting = next((p for p in left if p == part), None) or next(
            (p for p in left if min(len(p), len(part)) == 1 and p[0] == part[0]), None
        )
        if fitting is None:
            return False
        left.remove(fitting)
    return any(len(part) > 1 for part in set(one) & set(other))


TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "herr", "frau", "ing", "dipl", "mba", "phd", "jr", "sr"})


def _parts(name: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return [part for part in re.findall(r"[^\W\d_]+", plain) if part not in TITLES]
