"""The rows of a document with what is looked up again and again for each candidate."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from ..rows import Phrase, Row
from ..visible.columns import heading_kind
from ..visible.identity import close_up
from ..visible.totals import sum_kind
from ..visible.vocabulary import CREDIT_TITLE, INVOICE_TITLE, LABELS, plain
from .candidates import Candidate

FAR = 40.0  # letters; said where nothing stands on that side
NEAR = 25.0  # letters between a label and its value on one line
FARTHEST_ROW, FARTHEST_GAP = 12, 6  # rows and letters up or down to look for a neighbour
MOST_LINES = 6  # of one block
LONGEST = 200  # letters of a neighbour that are looked at, and twice as many of a row

_MONEY = re.compile(r"[0-9][.,][0-9]{2}(?![0-9.,/])|[€$£₹]")
_SITE = re.compile(r"[\w.+-]{1,64}@([\w-]{1,63})\.|(?:www\.|https?://(?:www\.)?)([\w-]{1,63})\.", re.IGNORECASE)
_HOLDER = re.compile(
    r"(?:account|konto\w*|holder|beneficiary|payee|payable to|titular|intestat\w*|titulaire|rekening|name) ([^|]{0,90})"
)

is_heading, is_sum = lru_cache(maxsize=2048)(heading_kind), lru_cache(maxsize=2048)(sum_kind)


@lru_cache(maxsize=2048)
def is_title(text: str) -> bool:
    """Whether a text begins with what an invoice or a credit note is called."""
    text = close_up(text)
    return len(text) < 60 and (INVOICE_TITLE.match(text) or CREDIT_TITLE.match(text)) is not None


@lru_cache(maxsize=2048)
def label_kinds(text: str) -> tuple[float, ...]:
    """For each kind of label that the rules know whether the text is one (2), begins with one (1) or does not (0)."""
    bare = plain(text.strip())
    return tuple(_labelled(pattern, bare) for pattern in LABELS.values()) if bare else (0.0,) * len(LABELS)


def _labelled(pattern: re.Pattern[str], text: str) -> float:
    match = pattern.match(text)
    if match is None:
        return 0.0
    return 1.0 if text[match.end() :].strip(" :#.=") else 2.0


def folded(text: str) -> str:
    """The words of a text in small letters, one blank between them."""
    return " ".join(re.findall(r"\w+", text.casefold()))


@dataclass(frozen=True)
class Around:
    """What stands around a candidate: texts, and the gaps to what stands left and above, in letters."""

    left: str
    right: str
    over: str
    higher: str
    under: str
    row: str
    gap: float
    up: float

    def label(self, one: Candidate) -> str:
        """The words that most likely say what the candidate is: those before it in its phrase, else those close on its left."""
        return one.before or (self.left if self.gap < NEAR else "")


@dataclass
class Page:
    """The rows of a document."""

    rows: Sequence[Row]
    _over: dict[int, tuple[Phrase | None, int, float]] = field(default_factory=dict)

    @cached_property
    def width(self) -> float:
        return max((phrase.right for row in self.rows for phrase in row.phrases), default=1.0)

    @cached_property
    def usual(self) -> float:
        """The height of most print."""
        heights = sorted(word.height for row in self.rows for phrase in row.phrases for word in phrase.words)
        return max(heights[len(heights) // 2], 1.0) if heights else 1.0

    @cached_property
    def largest(self) -> float:
        return max((phrase.bottom - phrase.top for row in self.rows[:40] for phrase in row.phrases), default=1.0)

    @cached_property
    def texts(self) -> list[str]:
        return [row.text[: 2 * LONGEST] for row in self.rows]

    @cached_property
    def folded(self) -> str:
        return " " + " | ".join(folded(text) for text in self.texts) + " "

    @cached_property
    def close(self) -> str:
        return "|".join(re.sub(r"[\W_]", "", text).casefold() for text in self.texts)

    @cached_property
    def holders(self) -> list[str]:
        """What stands behind words that name whose account it is or who is paid."""
        return [f" {match[1]} " for match in _HOLDER.finditer(self.folded)]

    @cached_property
    def sites(self) -> str:
        """The names of sites and of the hosts of e-mail addresses that the pages print."""
        found = (site for text in self.texts for site in _SITE.findall(text))
        return " ".join((mail or web).replace("-", "").casefold() for mail, web in found)

    @cached_property
    def titles(self) -> list[int]:
        return [at for at, row in enumerate(self.rows) if any(is_title(phrase.text) for phrase in row.phrases)]

    @cached_property
    def money(self) -> list[bool]:
        return [bool(_MONEY.search(text)) for text in self.texts]

    @cached_property
    def first_money(self) -> int:
        return self.money.index(True) if True in self.money else len(self.money)

    def around(self, one: Candidate) -> Around:
        """What stands around a candidate."""
        row, phrase = self.rows[one.row], one.phrase
        left = row.phrases[one.place - 1] if one.place else None
        right = row.phrases[one.place + 1] if one.place + 1 < len(row.phrases) else None
        gap = (phrase.left - left.right) / max(phrase.bottom - phrase.top, 1.0) if left else FAR
        over, over_row, up = self._above(one.row, phrase)
        higher = self._above(over_row, over)[0] if over is not None else None
        under, _, _ = self._next(one.row, phrase, 1)
        return Around(
            left=left.text[-LONGEST:] if left else "",
            right=_text(right),
            over=_text(over),
            higher=_text(higher),
            under=_text(under),
            row=self.texts[one.row],
            gap=gap,
            up=up,
        )

    def block(self, one: Candidate, step: int) -> list[Phrase]:
        """The lines of the same block below (1) or above (-1): set left, right or in the middle with it, close to each other."""
        found: list[Phrase] = []
        current, at = one.phrase, one.row + step
        while 0 <= at < len(self.rows) and len(found) < MOST_LINES:
            row = self.rows[at]
            gap = row.top - current.bottom if step > 0 else current.top - row.bottom
            if row.page != current.page or gap > 1.1 * self.usual or abs(at - one.row) > FARTHEST_ROW:
                break
            if (line := next((other for other in row.phrases if _aligned(other, current)), None)) is not None:
                found.append(line)
                current = line
            at += step
        return found

    def _above(self, position: int, phrase: Phrase) -> tuple[Phrase | None, int, float]:
        key = id(phrase)
        if key not in self._over:
            self._over[key] = self._next(position, phrase, -1)
        return self._over[key]

    def _next(self, position: int, phrase: Phrase, step: int) -> tuple[Phrase | None, int, float]:
        """The nearest phrase above or below that overlaps, its row, and how far off it is in letters."""
        height = max(phrase.bottom - phrase.top, 1.0)
        at = position + step
        while 0 <= at < len(self.rows) and abs(at - position) <= FARTHEST_ROW:
            row = self.rows[at]
            gap = (phrase.top - row.bottom if step < 0 else row.top - phrase.bottom) / height
            if row.page != phrase.page or gap > FARTHEST_GAP:
                break
            for other in row.phrases:
                if min(other.right, phrase.right) > max(other.left, phrase.left) and gap > -0.6:
                    return other, at, gap
            at += step
        return None, position, FAR


def _text(phrase: Phrase | None) -> str:
    return phrase.text[:LONGEST] if phrase else ""


def _aligned(one: Phrase, other: Phrase) -> bool:
    return abs(one.left - other.left) < 4 or abs(one.right - other.right) < 4 or abs(one.centre - other.centre) < 4
