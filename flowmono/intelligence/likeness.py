"""How alike two texts are in their wording, from marks out of which no word can be got back.

MinHash (Broder, 1997) over runs of four words: the share of equal marks estimates the share of runs that two texts have in common.
Names, days and amounts differ between two documents of one kind from one desk; most runs do not.
"""

import hashlib
import re
from collections.abc import Sequence
from decimal import Decimal

RUN = 4
MARKS = 64
READ = 40_000
_PRIME = (1 << 61) - 1


def _turns() -> tuple[tuple[int, int], ...]:
    """The same numbers in every installation and every version: a mark that was kept stays comparable."""
    seeds = (hashlib.sha256(f"likeness {number}".encode()).digest() for number in range(MARKS))
    return tuple((int.from_bytes(seed[:7], "big") | 1, int.from_bytes(seed[8:15], "big")) for seed in seeds)


_TURNS = _turns()


def marks_of(text: str) -> list[int]:
    """64 marks of a text; none for one of fewer than twenty words, which is like everything and nothing."""
    words = re.findall(r"[^\W\d_]+", text[:READ].casefold())
    if len(words) < 5 * RUN:
        return []
    runs = {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    values = [int.from_bytes(hashlib.blake2b(run.encode(), digest_size=7).digest(), "big") for run in runs]
    return [min((by * value + add) % _PRIME for value in values) for by, add in _TURNS]


def likeness(one: Sequence[int], other: Sequence[int]) -> Decimal:
    """From 0 (nothing in common) to 1 (the same wording); 0 where one of them has no marks."""
    if not one or len(one) != len(other):
        return Decimal(0)
    same = sum(1 for left, right in zip(one, other, strict=True) if left == right)
    return (Decimal(same) / len(one)).quantize(Decimal("0.01"))
