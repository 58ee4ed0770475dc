"""What could be the number, a day or a name of a party on a page: everything of the right shape, whatever is printed beside it."""

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..dates import DATE
from ..rows import Phrase, Row
from ..visible.parties import clean_name
from ..visible.vocabulary import LABELS, LEGAL_FORM, plain

MOST = 240  # of one kind; what comes later stands far down a long document
MOST_ROWS = 160
LONGEST_NUMBER, LONGEST_NAME, LONGEST_PHRASE = 30, 70, 400

_EDGES = "#:;,()[]“”\"'*"
_CALLED = re.compile(r"\A[^\W\d]{1,12}\.?[:#.](?=\w*[0-9])|\A(?:№|[Nn][°ºo]\.?)(?=[0-9])")
_MONEY = re.compile(r"[-−–(]?[€$£₹]?[0-9][0-9.,'’]*[.,][0-9]{2}\)?[€]?\Z")
_PIECE = re.compile(r"[A-Z]{1,6}\.?\Z|[\w./–-]*[0-9][\w./–-]*\Z|[/–-]\Z|[A-Z]/[A-Z]\Z")
_APART = re.compile(r"\s+[·|•●–—-]\s+|\s*[·|•●]\s*|:\s+|,\s+(?=[^\W\d]?\w*\s?[0-9])")
_SMALL_BEFORE = re.compile(r"\A(?:.*\s)?[^\W\d_A-ZÀ-Þ][^\W\d]*'?\s+(?=[A-ZÀ-Þ&0-9])")
_LETTER = re.compile(r"[^\W\d_]{2}")
_GAP = re.compile(r"[\s:]+(?=\S)")


@dataclass(frozen=True)
class Candidate:
    """A value as printed: its phrase, the row of that, and the words before and behind it in the phrase."""

    value: str
    phrase: Phrase
    row: int
    place: int
    before: str
    after: str


def numbers(rows: Sequence[Row]) -> list[Candidate]:
    """Every word with a digit that is no day and no amount, alone and with the pieces beside it."""
    return _gathered(rows, _numbers_in)


def days(rows: Sequence[Row]) -> list[Candidate]:
    """Every day as it is printed."""
    return _gathered(rows, _days_in)


def names(rows: Sequence[Row]) -> list[Candidate]:
    """Every phrase that could name somebody, whole and what stands behind its separators, labels and small words."""
    return _gathered(rows, _names_in)


def _gathered(rows: Sequence[Row], gather: Callable[[str], list[tuple[str, int, int]]]) -> list[Candidate]:
    found: list[Candidate] = []
    for position, row in enumerate(rows[:MOST_ROWS]):
        for place, phrase in enumerate(row.phrases):
            text = spelled(phrase)[:LONGEST_PHRASE]
            for value, start, end in gather(text):
                found.append(Candidate(value, phrase, position, place, text[:start].strip(), text[end:].strip()))
            if len(found) >= MOST:
                return found[:MOST]
    return found


def spelled(phrase: Phrase) -> str:
    """The text of a phrase; one that is set in spaced letters is closed up at all but its wide gaps."""
    words = phrase.words
    if len(words) < 6 or sum(len(word.text) <= 2 and word.text.isalpha() for word in words) < 0.8 * len(words):
        return phrase.text
    gaps = [after.left - before.right for before, after in itertools.pairwise(words)]
    wide = 1.6 * sorted(gaps)[len(gaps) // 2]
    return words[0].text + "".join(
        (" " if gap > wide else "") + word.text for gap, word in zip(gaps, words[1:], strict=True)
    )


def _numbers_in(text: str) -> list[tuple[str, int, int]]:
    days_at = [match.span() for match in DATE.finditer(text)]
    words = [match for match in re.finditer(r"\S+", text)]
    found: dict[tuple[int, int], tuple[str, int, int]] = {}
    for first in range(len(words)):
        for last in range(first, min(first + 3, len(words))):
            start, end = words[first].start(), words[last].end()
            piece = text[start:end]
            called = _CALLED.match(piece)
            start += called.end() if called else 0
            piece = text[start:end]
            start += len(piece) - len(piece.lstrip(_EDGES))
            value = piece.strip(_EDGES).rstrip(".")
            if not _is_number(value) or any(start < until and end > since for since, until in days_at):
                continue
            if last > first and not all(_PIECE.match(one.strip(_EDGES)) for one in value.split()):
                break
            found[start, end] = (value, start, start + len(value))
    return list(found.values())


def _is_number(value: str) -> bool:
    return (
        0 < len(value) <= LONGEST_NUMBER
        and any(sign.isdigit() for sign in value)
        and not _MONEY.match(value)
        and not value.endswith("%")
        and "@" not in value
        and value[0].isalnum()
    )


def _days_in(text: str) -> list[tuple[str, int, int]]:
    return [(match[0], *match.span()) for match in DATE.finditer(text)]


def _names_in(text: str) -> list[tuple[str, int, int]]:
    if len(text) > 4 * LONGEST_NAME or not _LETTER.search(text):
        return []
    found: dict[str, tuple[str, int, int]] = {}
    cuts = [match.span() for match in _APART.finditer(text)]
    spans = {
        (0, len(text)),
        *zip([0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)], strict=True),
    }
    for start, end in sorted(spans):
        piece = text[start:end]
        for behind in (
            _SMALL_BEFORE.match(piece),
            *(_behind_label(piece, name) for name in ("buyer_name", "seller_name")),
        ):
            if behind:
                spans.add((start + behind.end(), end))
    for start, end in sorted(spans):
        value = clean_name(text[start:end])
        if form := _end_of_form(value):
            _add(found, text, value[:form].strip(" ,;"), start)
        _add(found, text, value, start)
    return list(found.values())


def _behind_label(text: str, name: str) -> re.Match[str] | None:
    """A party's label that a name follows: `SOLD TO Tumbler Bay Ltd`."""
    match = LABELS[name].match(plain(text))
    return _GAP.match(text, match.end()) if match else None


def _end_of_form(name: str) -> int | None:
    """Where the first legal form of a name ends, with the forms right behind it: `Pty Ltd`, `S.A. de C.V.`."""
    end = None
    for form in LEGAL_FORM.finditer(name):
        if end is not None and name[end : form.start()].strip(" .,") not in ("", "de", "z", "&", "& Co"):
            break
        end = form.end()
    return end


def _add(found: dict[str, tuple[str, int, int]], text: str, value: str, start: int) -> None:
    letters = sum(sign.isalpha() for sign in value)
    if letters > 1 and letters * 3 >= len(value) and len(value) <= LONGEST_NAME and value not in found:
        at = text.find(value.split()[0], start)
        at = max(at, start)
        found[value] = (value, at, min(len(text), at + len(value)))
