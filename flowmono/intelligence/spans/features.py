"""What a linear model sees of a stretch: hashed runs of one to three words of it, of its headings and neighbours, and its place.

Every feature is a 32-bit number; the same words give the same numbers on every machine.
"""

import re
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from flowmono.intelligence.spans.segments import Segment

Hashes = NDArray[np.uint64]

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[$€£%\"“(_\[*]")
_MASK = np.uint64(0xFFFFFFFF)
_ONE, _TWO, _THREE = (np.uint64(number) for number in (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D))
_CLOSEST = 60
_known: dict[str, int] = {}


def words_of(text: str) -> Hashes:
    """One number for each word, in order; figures of one length are one word."""
    found = []
    for word in _TOKEN.findall(text.lower()):
        number = _known.get(word)
        if number is None:
            number = zlib.crc32(("0" * len(word) if word.isdigit() else word).encode())
            if len(_known) < 50_000:
                _known[word] = number
        found.append(number)
    return np.array(found, dtype=np.uint64)


def features_of(text: str, segments: Sequence[Segment]) -> list[Hashes]:
    """The distinct features of each stretch, sorted."""
    words = [words_of(text[segment.start : segment.end]) for segment in segments]
    title = words_of(text[:400])[:30]
    empty = np.array([], dtype=np.uint64)
    headings: dict[str, Hashes] = {}
    found = []
    for index, segment in enumerate(segments):
        own = words[index]
        if segment.heading not in headings:
            headings[segment.heading] = words_of(segment.heading)
        heading = headings[segment.heading]
        before = words[index - 1] if index else empty
        after = words[index + 1] if index + 1 < len(words) else empty
        same = index > 0 and segments[index - 1].paragraph == segment.paragraph
        parts = [
            salted(own, 1), runs(own, 2), runs(own, 3), _skips(own),
            salted(heading, 4), runs(heading, 5), salted(before[-_CLOSEST:], 6), salted(after[:_CLOSEST], 7), salted(title, 8),
            salted(own[:3], 9), runs(own[:4], 10),
            np.array([zlib.crc32(cue.encode()) for cue in _cues(text, segments, index, same)], dtype=np.uint64),
        ]  # fmt: skip
        found.append(np.unique(np.concatenate(parts)))
    return found


def salted(words: Hashes, salt: int) -> Hashes:
    found: Hashes = (words * _TWO + np.uint64(salt) * _ONE) & _MASK
    return found


def runs(words: Hashes, salt: int) -> Hashes:
    """Two neighbours at a time; with salt 3 three at a time."""
    found: Hashes
    if salt == 3:
        found = (words[:-2] * _ONE + words[1:-1] * _TWO + words[2:] * _THREE + np.uint64(salt)) & _MASK
    else:
        found = (words[:-1] * _ONE + words[1:] * _THREE + np.uint64(salt)) & _MASK
    return found


def _skips(words: Hashes) -> Hashes:
    found: Hashes = (words[:-2] * _THREE + words[2:] * _TWO + np.uint64(77)) & _MASK
    return found


def _cues(text: str, segments: Sequence[Segment], index: int, same: bool) -> list[str]:
    segment = segments[index]
    length = segment.end - segment.start
    sample = text[segment.start : min(segment.end, segment.start + 300)]
    letters = [letter for letter in sample if letter.isalpha()]
    shouted = sum(letter.isupper() for letter in letters) > 0.7 * max(len(letters), 1)
    return [
        f"length {length.bit_length()}",
        f"place {10 * segment.start // max(len(text), 1)}",
        f"start {min(segment.start, 20_000).bit_length()} {index < 40}",
        f"size {len(text).bit_length()}",
        f"shouted {shouted}",
        f"heading {segment.is_heading}",
        f"goes on {same}",
        f"small {sample[:1].islower()}",
        f"ends {text[segment.end - 1 : segment.end]}",
    ]
