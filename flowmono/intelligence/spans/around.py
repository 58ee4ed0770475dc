"""What stands around a short span: the words that tell which day, which length of time or which name it is."""

import zlib

import numpy as np

from flowmono.intelligence.spans.features import Hashes, runs, salted, words_of
from flowmono.intelligence.spans.segments import Segment

BEFORE, AFTER = 220, 140


def around(text: str, start: int, end: int, segment: Segment, cues: tuple[str, ...] = ()) -> Hashes:
    """The distinct features of the span and its surroundings, sorted; ``cues`` are words of the caller's own."""
    own = words_of(text[start:end])
    before = words_of(text[max(0, start - BEFORE) : start])
    after = words_of(text[end : end + AFTER])
    heading = words_of(segment.heading)
    parts = [
        salted(own, 21), runs(own, 22), salted(own[-1:], 23), salted(own[:1], 24),
        salted(before[-1:], 31), runs(before[-2:], 32), runs(before[-3:], 3), salted(before[-4:], 33), salted(before[-14:], 34), runs(before[-9:], 35),
        salted(after[:1], 41), runs(after[:2], 42), runs(after[:3], 43), salted(after[:4], 44), salted(after[:10], 45), runs(after[:8], 46),
        salted(heading, 51), runs(heading, 52),
        np.array([zlib.crc32(cue.encode()) for cue in (*_shape(text, start, end, segment), *cues)], dtype=np.uint64),
    ]  # fmt: skip
    return np.unique(np.concatenate(parts))


def _shape(text: str, start: int, end: int, segment: Segment) -> list[str]:
    words = text[start:end]
    letters = [letter for letter in words if letter.isalpha()]
    return [
        f"before {text[max(0, start - 2) : start]!r}",
        f"after {text[end : end + 2]!r}",
        f"shouted {all(letter.isupper() for letter in letters)}",
        f"begins {start == segment.start} ends {end == segment.end}",
        f"length {(end - start).bit_length()} words {min(len(words.split()), 9)}",
        f"far {start.bit_length()}",
        f"place {10 * start // max(len(text), 1)}",
        f"heading {segment.is_heading}",
    ]
