"""The lines for a date, initials, name and title beside a signature: where they stand in a block, and how its document writes a day."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from babel.dates import format_date, get_month_names

from signing.printed_lines import begin_of_line
from signing.printed_names import SAME_COLUMN, SAME_LINE, Piece

REACH = (
    240.0  # how far below its signature the date of a block stands, in points: names, titles and addresses come between
)
LEAST_WIDTH, MOST_WIDTH = 40.0, 150.0
FAR_COLUMN = 60.0  # how far right of the shorter labels of a block the column of its values begins
SPREAD = 2.0  # room above and below the letters of the label
DATE = re.compile(
    r"(?:date(?:\s+(?:signed|of\s+signature))?|datum|fecha|data|kuupäev)\s*:?\s*(?P<line>[_.…]*)\s*", re.IGNORECASE
)
INITIALS = re.compile(
    r"(?:your\s+)?(?:initials?|paraphe|paraaf|iniciales|iniziali|initialen)\s*:?\s*(?P<line>[_.…]*)\s*", re.IGNORECASE
)
NAME = re.compile(
    r"(?:(?:print(?:ed)?|full)\s+name|name|nombre|nome|nom|naam|nimi)\s*:?\s*(?P<line>[_.…]*)\s*", re.IGNORECASE
)
TITLE = re.compile(
    r"(?:job\s+title|title|position|cargo|titel|funktion|fonction|functie|carica|amet)\s*:?\s*(?P<line>[_.…]*)\s*",
    re.IGNORECASE,
)
LINE_ONLY = re.compile(r"[_.…]{4,}")
# Ways to write a day, the likeliest first: where a document writes none, or as many of two, the earlier counts.
LOCALES = ("en_GB", "en_US", "de", "es", "fr", "it", "pt", "nl", "et")

Area = tuple[float, float, float, float]


def open_date(
    pieces: Sequence[Piece],
    labels: Sequence[Piece],
    label: Piece,
    left: float,
    right: float,
    *,
    in_table: bool,
    word: re.Pattern[str] = DATE,
) -> Area | None:
    """The room beside "Date" (or another word, such as INITIALS) in the block of this signature label (left, bottom, right, top); None when there is none.

    pieces: all of the page; labels: its signature labels; left and right: the sides of the room for the mark. A date that is
    written there already leaves no room.
    """
    column = [p for p in labels if p is not label and abs(p.x - label.x) < 20]
    end = max((p.middle for p in column if p.middle < label.middle - 3), default=label.middle - REACH)
    found = [p for p in pieces if word.fullmatch(p.text.strip()) and max(end, label.middle - REACH) < p.middle]
    beside = [p for p in found if abs(p.middle - label.middle) < SAME_LINE and label.right < p.x]
    beside = [p for p in beside if not any(label.x < other.x < p.x for other in labels if _one_line(other, label))]
    below = [p for p in found if p.middle < label.middle - SAME_LINE and abs(p.x - label.x) < SAME_COLUMN]
    if beside and not in_table:
        at = min(beside, key=lambda p: p.x)
        return _room(pieces, at, _begin(pieces, at, word), at.x + MOST_WIDTH + 40)
    if not below:
        return None
    at = max(below, key=lambda p: p.middle)
    return _room(pieces, at, max(left, at.right + 1) if in_table else _begin(pieces, at, word, left), right)


def _one_line(one: Piece, other: Piece) -> bool:
    return abs(one.middle - other.middle) < SAME_LINE


def _begin(pieces: Sequence[Piece], at: Piece, word: re.Pattern[str], column: float = 0) -> float:
    """Where one writes: on the line that the label draws, on a line of its own beside it, right after a colon, or in the column where the
    mark begins."""
    if word.fullmatch(at.text.strip())["line"]:  # type: ignore[index]  # chosen by that match
        return begin_of_line(at)
    lines = [p.x for p in pieces if p.x >= at.right and _one_line(p, at) and LINE_ONLY.fullmatch(p.text.strip())]
    in_column = not at.text.rstrip().endswith(":") and at.right < column <= at.right + FAR_COLUMN
    return min(lines, default=column if in_column else at.right + 4)


def _room(pieces: Sequence[Piece], at: Piece, begin: float, end: float) -> Area | None:
    # A value that is broken over lines stands above and below the middle of its label.
    on_line = [p for p in pieces if p is not at and min(p.top, at.top) - max(p.y, at.y) > 1 and p.right > begin + 1]
    others = [p.x for p in on_line if not LINE_ONLY.fullmatch(p.text.strip())]
    end = min([end, begin + MOST_WIDTH, *(x - 6 for x in others)])
    if end - begin < LEAST_WIDTH:
        return None
    return round(begin, 2), round(at.y - SPREAD, 2), round(end, 2), round(at.top + SPREAD, 2)


def written_date(day: date, text: str) -> str:
    """The day as this document writes its days: "26 November 2026", "November 26, 2026", "26. November 2026" or in its language."""
    counted = [len(_ways()[locale].findall(text)) for locale in LOCALES]
    return str(format_date(day, "long", LOCALES[counted.index(max(counted))]))


@lru_cache(maxsize=1)
def _ways() -> dict[str, re.Pattern[str]]:
    """For each locale, a long date as it writes it."""
    sample = date(2001, 5, 27)
    found = {}
    for locale in LOCALES:
        months = get_month_names("wide", locale=locale)
        words = re.escape(format_date(sample, "long", locale)).replace(
            re.escape(months[5]), f"(?:{'|'.join(months.values())})"
        )
        words = words.replace("2001", r"\d{4}").replace("27", r"\d{1,2}").replace(r"\ ", r"\s+")
        found[locale] = re.compile(rf"(?<![\w.]){words}", re.IGNORECASE)
    return found
