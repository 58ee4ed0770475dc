"""The visible mark of a signature: a one-page PDF the size of its box, with every font embedded.

A mark is drawn by WeasyPrint, so names in any script are shaped properly, and nothing is fetched: only `data:` addresses are
allowed. Names without a picture are written in one of the faces of signing.handwriting.
"""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from math import ceil
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from signing import handwriting
from signing.mark_pictures import MarkRefused

MIN_WIDTH, MIN_HEIGHT = 60.0, 18.0
LEADING = 1.17
SMALLEST = 3.6  # points: type that can still be read on paper
LEAST_INK = 8.0  # points of height that a name or picture needs above its lines
LETTER = 0.5  # em: how wide a letter of the plain face is on average
MOST_WRITTEN, LEAST_WRITTEN = 10.0, 5.0  # points: the type in which people's own entries are written
PLAIN = "font-family: Carlito, 'Liberation Sans', 'DejaVu Sans', sans-serif"


@dataclass(frozen=True)
class Mark:
    """What a signer's box shows. Without `image` the name is written in a handwriting face; `at` is aware; `zone` is IANA."""

    name: str
    at: datetime
    title: str = ""
    reason: str = ""
    zone: str = "UTC"
    image: bytes | None = None
    on_behalf_of: str = ""
    delegated_by: str = ""
    instead_of: str = ""  # whom the document names in this place, where somebody else signs there
    face: str = handwriting.USUAL
    most: float | None = (
        None  # the largest type of its lines, in points, so that all marks of a document have the same; None: as fits
    )


Area = tuple[float, float, float, float]  # left, top, width, height in points, from the top left of what is drawn


@dataclass(frozen=True)
class Written:
    """Words that a signer leaves in a place of the document: a day, initials (`by_hand`), what they entered, or a cross (`ticked`)."""

    words: str
    area: Area
    by_hand: bool = False
    face: str = handwriting.USUAL
    ticked: bool = False


@dataclass(frozen=True)
class Sheet:
    """All that one person leaves on one page: their mark where it is asked for, and what they wrote. `name` is that of the signer."""

    name: str
    marks: tuple[tuple[Mark, Area], ...] = ()
    written: tuple[Written, ...] = ()

    @classmethod
    def of(cls, mark: Mark, *, width: float, height: float) -> "Sheet":
        """A mark alone, in all the room that there is."""
        return cls(mark.name, marks=((mark, (0.0, 0.0, width, height)),))


def describe_time(at: datetime, zone: str = "UTC") -> str:
    """`2026-11-25 13:40:05 UTC`, followed by the local time and its zone when that is another one."""
    if at.tzinfo is None:
        raise MarkRefused("The time of a signature needs a time zone. Pass an aware datetime.")
    stamp = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    if zone in {"", "UTC"}:
        return stamp
    try:
        local = at.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        raise MarkRefused(f"The time zone {zone} is unknown. Use a name such as Europe/Tallinn.") from None
    return f"{stamp} ({local:%H:%M} {zone}, UTC{local:%z})"


def draw_mark(mark: Mark, *, width: float, height: float) -> bytes:
    """A one-page PDF of exactly `width` by `height` points showing the mark. Deterministic for equal input."""
    return draw_sheet(Sheet.of(mark, width=width, height=height), width=width, height=height)


def draw_sheet(sheet: Sheet, *, width: float, height: float) -> bytes:
    """A one-page PDF of exactly `width` by `height` points with everything of the sheet. Deterministic for equal input.

    Raises MarkRefused when a mark has too little room or no name, or words do not fit their place.
    """
    if not sheet.name.strip():
        raise MarkRefused("A signature needs the signer's name.")
    for _mark, (_left, _top, wide, high) in sheet.marks:
        if wide < MIN_WIDTH or high < MIN_HEIGHT:
            raise MarkRefused(
                f"A signature box of {wide:.0f} by {high:.0f} points is too small to read; give it at least "
                f"{MIN_WIDTH:.0f} by {MIN_HEIGHT:.0f}."
            )
    page = HTML(string=_page(sheet, width, height), url_fetcher=URLFetcher(allowed_protocols={"data"}))
    return bytes(page.write_pdf(font_config=_fonts()))


def size_of_words(words: str, width: float, height: float) -> float | None:
    """The type, in points, in which the words fit a place of this size on one line or more; None when they do not fit readably."""
    size = MOST_WRITTEN
    while size >= LEAST_WRITTEN:
        lines = sum(max(1, ceil(len(line) * size * LETTER / width)) for line in words.splitlines() or [""])
        longest = max((len(word) for word in words.split()), default=0)
        if lines * size * LEADING <= height + 1 and longest * size * LETTER <= width:
            return size
        size -= 0.25
    return None


def _lines(mark: Mark) -> list[str]:
    lines = [f"Signed by {mark.name}" + (f", {mark.title}" if mark.title else "")]
    # On one line, so that a low box has room for all: whose authority first, because the end may be cut off.
    whose = [f"{mark.delegated_by} (delegated)"] if mark.delegated_by else []
    whose += [mark.on_behalf_of] if mark.on_behalf_of else []
    said = [f"in place of {mark.instead_of}"] if mark.instead_of else []
    said += [f"for {one}" for one in whose]
    if said:
        lines.append(", ".join(said))
    if mark.reason:
        lines.append(mark.reason)
    return [*lines, describe_time(mark.at, mark.zone)]


def _line_size(lines: list[str], width: float, height: float) -> float:
    """The largest type, at most 7.5 points, in which the lines fit. Carlito's letters are about 0.47 em wide on average."""
    return min(7.5, height / (len(lines) * LEADING), width / (max(map(len, lines)) * 0.47))


def size_of_lines(mark: Mark, width: float, height: float) -> float:
    """The type, in points, in which the lines of a mark are set in a box of this size when nothing else limits them."""
    stacked, beside = _sizes(_lines(mark), width - 8, height - 4)
    return max(SMALLEST, stacked, beside)


def _sizes(lines: list[str], inner_width: float, inner_height: float) -> tuple[float, float]:
    """The type of the lines with the ink above them, and beside them in a flat box."""
    return _line_size(lines, inner_width, inner_height * 0.5), _line_size(lines, inner_width * 0.58, inner_height)


def _page(sheet: Sheet, width: float, height: float) -> str:
    """The whole that is drawn, each thing in its own area."""
    by_hand = [(mark.name, mark.face) for mark, _area in sheet.marks if mark.image is None]
    by_hand += [(one.words, one.face) for one in sheet.written if one.by_hand]
    drawn = "".join(_placed(area, _drawn(mark, area[2], area[3])) for mark, area in sheet.marks)
    drawn += "".join(_written(one) for one in sheet.written)
    return (
        f"<!doctype html><title>Signature of {escape(sheet.name)}</title><style>"
        f"@page {{ size: {width:.2f}pt {height:.2f}pt; margin: 0 }} html, body {{ margin: 0; color: #14213d }}"
        ".mark, .written, .ink, .text { position: absolute; overflow: hidden } .written { white-space: pre-wrap }"
        ".bar { position: absolute; left: 0; top: 0; width: 1.2pt; height: 100%; background: #2b4c7e }"
        f".ink {{ white-space: nowrap }} .ink img {{ vertical-align: middle }}"
        ".name { color: #12306b }"
        f"p {{ margin: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }} p, .written {{ {PLAIN} }}"
        f"{handwriting.rules(by_hand)}</style>{drawn}"
    )


def _placed(area: Area, drawn: str) -> str:
    left, top, wide, high = area
    style = f"left:{left:.2f}pt;top:{top:.2f}pt;width:{wide:.2f}pt;height:{high:.2f}pt"
    return f'<div class="mark" style="{style}"><div class="bar"></div>{drawn}</div>'


def _written(one: Written) -> str:
    """Words in their place: a day or what was entered in plain type, initials in the handwriting face, a tick as a cross."""
    left, top, wide, high = one.area
    place = f"left:{left:.2f}pt;top:{top:.2f}pt;width:{wide:.2f}pt;height:{high:.2f}pt"
    if one.ticked:
        side = min(wide, high)
        return (
            f'<div class="written" style="{place};font-weight:700;font-size:{side * 0.9:.2f}pt;'
            f'line-height:{high:.2f}pt;text-align:center">X</div>'
        )
    if one.by_hand:
        size = min(high * 0.78, wide / max(handwriting.width_of(one.words, one.face), 1.0))
        hand = f"{handwriting.families(one.words, one.face)};font-size:{size:.2f}pt;line-height:{high:.2f}pt"
        return f'<div class="written name" style="{place};{hand};white-space:nowrap">{escape(one.words)}</div>'
    fitting = size_of_words(one.words, wide, high)
    if fitting is None:
        raise MarkRefused(f"“{one.words[:40]}” is too long for its place in the document. Write it shorter.")
    line = high if fitting * LEADING * 2 > high else fitting * LEADING
    words = f"font-size:{fitting:.2f}pt;line-height:{line:.2f}pt"
    return f'<div class="written" style="{place};{words}">{escape(one.words)}</div>'


def _drawn(mark: Mark, width: float, height: float) -> str:
    """The content of the mark itself."""
    lines = _lines(mark)
    # Ink above the lines, or beside them in a flat box: whichever lets the lines be larger.
    inner_width, inner_height = width - 8, height - 4
    stacked, beside = _sizes(lines, inner_width, inner_height)
    size = max(SMALLEST, min(max(stacked, beside), mark.most or stacked + beside))
    room_above = inner_height - len(lines) * max(SMALLEST, stacked) * LEADING
    is_beside = beside > stacked or room_above < LEAST_INK
    if is_beside:
        ink_width, ink_height = inner_width * 0.4, inner_height
    else:
        ink_width, ink_height = inner_width, inner_height - len(lines) * size * LEADING
    if mark.image is None:
        name_size = min(ink_height * 0.78, ink_width / max(handwriting.width_of(mark.name, mark.face), 1.7))
        hand = f"{handwriting.families(mark.name, mark.face)};font-size:{name_size:.2f}pt"
        drawn = f'<span class="name" style="{hand}">{escape(mark.name)}</span>'
    else:
        picture = base64.b64encode(mark.image).decode()
        drawn = (
            f'<img alt="" style="max-height:{ink_height - 2:.2f}pt;max-width:{ink_width:.2f}pt" '
            f'src="data:image/png;base64,{picture}">'
        )
    text_left = 4 + inner_width * 0.42 if is_beside else 4
    text_top = (height - len(lines) * size * LEADING) / 2 if is_beside else 2 + ink_height
    text = "".join(f'<p style="font-size:{size:.2f}pt;line-height:{LEADING}">{escape(line)}</p>' for line in lines)
    ink = f"left:4pt;top:2pt;width:{ink_width:.2f}pt;height:{ink_height:.2f}pt;line-height:{ink_height:.2f}pt"
    return (
        f'<div class="ink" style="{ink}">{drawn}</div>'
        f'<div class="text" style="left:{text_left:.2f}pt;top:{text_top:.2f}pt;right:2pt">{text}</div>'
    )


@lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    """One font configuration for the process: loading the faces costs more than drawing a mark."""
    return FontConfiguration()
