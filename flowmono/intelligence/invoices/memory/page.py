"""The labels of a page with their places, and how like the layouts of two pages are."""

import hashlib
import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..model import PrintedRow, PrintedWord

LONGEST_LABEL = 5  # words
NEAR = 6  # hundredths of the width that a label may have moved
_AMOUNT = re.compile(r"(?<![.,\d])\d[\d.,'’]*[.,]\d{2}\D{0,4}\Z")
SAME_LAYOUT = 0.5  # of the known labels must stand where they stood


@dataclass(frozen=True, order=True)
class Label:
    """Words without a figure in them, and how far from the left they begin, in hundredths of what is printed across."""

    text: str
    place: int


def phrases_of(row: PrintedRow) -> list[tuple[PrintedWord, ...]]:
    """The words of a row that stand together."""
    found: list[list[PrintedWord]] = []
    for word in row.words:
        if word.apart or not found:
            found.append([])
        found[-1].append(word)
    return [tuple(words) for words in found]


def plain_word(text: str) -> str:
    """A word as labels are compared: without accents, capitals and marks around it, each figure as #."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return re.sub(r"[^\w#%]+", "", re.sub(r"\d", "#", bare.casefold()))


def labels_of(rows: Sequence[PrintedRow]) -> frozenset[Label]:
    """What may be labels: short phrases without figures, and the words before the first figure of a phrase.

    Names and goods are among them when a layout is first met; `shared_labels` leaves what every page of it shows.
    """
    if not rows or not any(row.words for row in rows):
        return frozenset()
    left = min(word.left for row in rows for word in row.words)
    width = max(max(word.right for row in rows for word in row.words) - left, 1.0)
    found = set()
    for row in rows:
        phrases = phrases_of(row)
        if sum(bool(_AMOUNT.search(phrase[-1].text)) for phrase in phrases) >= 2:
            continue  # a line of goods
        for phrase in phrases:
            words = list(itertools.takewhile(lambda word: not re.search(r"\d", word.text), phrase))
            text = " ".join(filter(None, (plain_word(word.text) for word in words)))
            if 0 < len(words) <= LONGEST_LABEL and len(re.findall(r"[^\W\d_]", text)) >= 2:
                found.add(Label(text, round(100 * (phrase[0].left - left) / width)))
    return frozenset(found)


def shared_labels(known: Iterable[Label], seen: Iterable[Label]) -> frozenset[Label]:
    """The known labels that also stand on another page, where they stood."""
    places: dict[str, list[int]] = {}
    for label in seen:
        places.setdefault(label.text, []).append(label.place)
    return frozenset(
        label for label in known if any(abs(place - label.place) <= NEAR for place in places.get(label.text, ()))
    )


def likeness(known: Iterable[Label], seen: Iterable[Label]) -> float:
    """The share of the known labels that stand where they stood, from 0 to 1."""
    listed = frozenset(known)
    return len(shared_labels(listed, seen)) / len(listed) if listed else 0.0


def fingerprint(labels: Iterable[Label]) -> str:
    """Twelve letters and figures for the labels of a layout and their places; the values on the page do not enter."""
    written = "\n".join(f"{label.text}@{label.place // 10}" for label in sorted(labels))
    return hashlib.sha256(written.encode()).hexdigest()[:12]
