"""Words arranged as people see them: rows of phrases, each phrase with its place."""

import itertools
from collections import Counter
from dataclasses import dataclass

from .page import Word


@dataclass(frozen=True)
class Phrase:
    """Neighbouring words of one row, with no wide gap between them."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def page(self) -> int:
        return self.words[0].page

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Row:
    """The phrases at one height of one page, from left to right."""

    phrases: tuple[Phrase, ...]

    @property
    def text(self) -> str:
        return "  ".join(phrase.text for phrase in self.phrases)

    @property
    def page(self) -> int:
        return self.phrases[0].page

    @property
    def top(self) -> float:
        return min(phrase.top for phrase in self.phrases)

    @property
    def bottom(self) -> float:
        return max(phrase.bottom for phrase in self.phrases)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return sorted(word.height for phrase in self.phrases for word in phrase.words)[-1]


def arrange_rows(words: tuple[Word, ...]) -> list[Row]:
    """The rows of a document, page by page from top to bottom."""
    rows: list[Row] = []
    for page in sorted({word.page for word in words}):
        rows.extend(_page_rows([word for word in words if word.page == page]))
    return rows


def _page_rows(words: list[Word]) -> list[Row]:
    """Words whose middles lie within half a letter of each other form a row."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda item: (item.middle, item.left)):
        near = next((line for line in reversed(lines[-4:]) if _same_line(line[0], word)), None)
        if near is None:
            lines.append([word])
        else:
            near.append(word)
    ordered = [sorted(line, key=lambda item: item.left) for line in lines]
    space = _usual_space(ordered)
    return [Row(_phrases(line, space)) for line in ordered]


def _usual_space(lines: list[list[Word]]) -> float:
    """The commonest gap between neighbouring words in letter heights: about 0.25 for print, 0.65 for typewriter letters."""
    gaps = Counter(
        round((word.left - before.right) / max(word.height, 1.0), 1)
        for line in lines
        for before, word in itertools.pairwise(line)
        if 0.05 < (word.left - before.right) / max(word.height, 1.0) < 1.0
    )
    return gaps.most_common(1)[0][0] if gaps else 0.3


def _same_line(first: Word, word: Word) -> bool:
    return abs(first.middle - word.middle) <= 0.4 * min(first.height, word.height)


def _phrases(line: list[Word], space: float) -> tuple[Phrase, ...]:
    widest = max(0.65, 1.4 * space)
    groups: list[list[Word]] = []
    for word in line:
        if groups and word.left - groups[-1][-1].right <= widest * min(word.height, groups[-1][-1].height):
            groups[-1].append(word)
        else:
            groups.append([word])
    return tuple(Phrase(tuple(group)) for group in groups)
