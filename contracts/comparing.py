"""What two versions of a contract say differently: pure functions from two texts to passages with what came in and what went.

Texts are compared paragraph by paragraph, and changed paragraphs word by word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from contracts.changes import clause_of, sentence_around

Pieces = tuple[tuple[str, str], ...]
# Paragraphs longer than this are shown as gone and come, not compared word by word.
MOST_WORDS = 6_000
# Paragraphs with less in common are two different ones.
LEAST_ALIKE = 0.4


@dataclass(frozen=True)
class Passage:
    """One changed place. clause: its number and heading, "" when it has none; pieces: (kind, text) as in contracts.changes."""

    clause: str
    pieces: Pieces

    @property
    def kinds(self) -> tuple[str, ...]:
        """What happened here, for its badges."""
        return tuple(dict.fromkeys(kind for kind, _text in self.pieces if kind))


@dataclass(frozen=True)
class Comparison:
    """The changed passages in order, and how many words came in and went in all."""

    passages: tuple[Passage, ...]
    added: int
    removed: int


def compare(before: str, after: str) -> Comparison:
    """What the later text says otherwise than the earlier one. White space alone is no difference."""
    old, new = _paragraphs(before), _paragraphs(after)
    found: list[Passage] = []
    added = removed = 0
    for pieces in _changed(old, new):
        added += _words_of(pieces, "insertion")
        removed += _words_of(pieces, "deletion")
        kept = any(kind != "deletion" for kind, _text in pieces)
        as_read = pieces if kept else tuple(("", text) for _kind, text in pieces)
        found.append(Passage(clause_of(as_read, after if kept else before), sentence_around(pieces)))
    return Comparison(tuple(found), added, removed)


def _paragraphs(text: str) -> list[str]:
    return [words for line in text.splitlines() if (words := " ".join(line.split()))]


def _words_of(pieces: Pieces, wanted: str) -> int:
    return sum(len(text.split()) for kind, text in pieces if kind == wanted)


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Pieces]:
    """The pieces of each paragraph that changed, came or went."""
    for verb, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if verb != "equal":
            yield from _paired(list(old[old_from:old_to]), list(new[new_from:new_to]))


def _paired(gone: list[str], come: list[str]) -> Iterator[Pieces]:
    """Each paragraph that came beside the one that it takes the place of, in order; the others whole."""
    for words in come:
        match = next((place for place, former in enumerate(gone) if _alike(former, words)), None)
        if match is None:
            yield (("insertion", words),)
            continue
        for former in gone[:match]:
            yield (("deletion", former),)
        yield _word_by_word(gone[match], words)
        del gone[: match + 1]
    for former in gone:
        yield (("deletion", former),)


def _alike(former: str, words: str) -> bool:
    matcher = SequenceMatcher(None, former.split(), words.split(), autojunk=False)
    return matcher.quick_ratio() >= LEAST_ALIKE and matcher.ratio() >= LEAST_ALIKE


def _word_by_word(former: str, words: str) -> Pieces:
    old, new = re.findall(r"\S+\s*", former), re.findall(r"\S+\s*", words)
    if max(len(old), len(new)) > MOST_WORDS:
        return (("deletion", former), ("insertion", words))
    pieces: list[tuple[str, str]] = []
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    for verb, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if verb == "equal":
            pieces.append(("", "".join(new[new_from:new_to])))
            continue
        if old_to > old_from:
            pieces.append(("deletion", "".join(old[old_from:old_to])))
        if new_to > new_from:
            pieces.append(("insertion", "".join(new[new_from:new_to])))
    return tuple(pieces)
