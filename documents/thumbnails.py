"""Sizes and small pictures of the pages of any PDF, drawn in a limited child and kept by the file's hash."""

import threading
from collections import OrderedDict

from documents.models import Version
from flowmono.common.limited import Answer, Limits, Workshop

WIDTH = 320  # pixels: twice what a thumbnail is wide, so that it is sharp on a good screen
AT_ONCE = 8
_LIMITS = Limits(seconds=20, megabytes=1_000)
_MEASURE, _DRAW = "documents.drawing:measure", "documents.drawing:draw"
_WORKSHOP = Workshop(_MEASURE, _DRAW)
_MOST_KEPT = 1_500  # some 20 kB each


class _Kept:
    """What was drawn lately, the oldest thrown out; threads share it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._turn = threading.Lock()

    def get(self, key: tuple[str, int]) -> bytes | None:
        with self._turn:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def put(self, key: tuple[str, int], picture: bytes) -> None:
        with self._turn:
            self._found[key] = picture
            while len(self._found) > self._most:
                self._found.popitem(last=False)


_pictures = _Kept(_MOST_KEPT)
_sizes: dict[str, tuple[tuple[tuple[float, float], ...], str]] = {}


def sizes_of(version: Version) -> tuple[tuple[tuple[float, float], ...], str]:
    """Width and height of each page in points, as it is shown; and why there are none: "protected", "damaged" or ""."""
    if version.sha256 not in _sizes:
        if len(_sizes) > 500:
            _sizes.clear()
        _sizes[version.sha256] = measured(version.content())
    return _sizes[version.sha256]


def measured(data: bytes) -> tuple[tuple[tuple[float, float], ...], str]:
    """The same of bytes."""
    answer, _ = _WORKSHOP.run(_MEASURE, {}, [data], limits=_LIMITS)
    if not isinstance(answer, Answer):
        return (), "damaged"
    return tuple((float(wide), float(high)) for wide, high in answer.values["sizes"]), str(answer.values["problem"])


def thumbnail(version: Version, number: int) -> bytes:
    """One page as a small JPEG; its neighbours are drawn with it. Raises IndexError when there is no such page."""
    kept = _pictures.get((version.sha256, number))
    if kept is not None:
        return kept
    first = (number - 1) // AT_ONCE * AT_ONCE + 1
    question = {"pages": list(range(first, first + AT_ONCE)), "width": WIDTH}
    answer, _ = _WORKSHOP.run(_DRAW, question, [version.content()], limits=_LIMITS)
    if not isinstance(answer, Answer):
        raise IndexError(number)
    found = dict(zip(answer.values["pages"], answer.files, strict=True))
    for page, picture in found.items():
        _pictures.put((version.sha256, page), picture)
    return found[number] if number in found else _missing(number)


def _missing(number: int) -> bytes:
    raise IndexError(number)
