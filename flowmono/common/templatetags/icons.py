"""Icons: the SVG files of lucide-static, written into the page so that they take the colour of the text."""

import re
from functools import lru_cache
from html import escape
from pathlib import Path

_ICON_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DRAWING = re.compile(r"<svg\b[^>]*>(.*)</svg>", re.DOTALL)
_SVG_START = '<svg class="{css}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" '


class UnknownIcon(LookupError):
    """No icon of this name is installed."""


@lru_cache(maxsize=512)
def read_drawing(folder: Path, name: str) -> str:
    """The shapes inside the icon's <svg>. Raises UnknownIcon for a name that is malformed or not installed."""
    if not _ICON_NAME.fullmatch(name):
        raise UnknownIcon(f"{name!r} is not an icon's name; names look like 'file-check'.")
    try:
        text = (folder / f"{name}.svg").read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise UnknownIcon(
            f"There is no icon {name!r} in {folder.name}/. Run npm ci, or choose a name from lucide.dev."
        ) from error
    found = _DRAWING.search(text)
    if found is None:
        raise UnknownIcon(f"The file of icon {name!r} holds no drawing.")
    return " ".join(found.group(1).split())


def draw_icon(folder: Path, name: str, *, label: str = "", large: bool = False) -> str:
    """The icon as an <svg>: hidden from screen readers, or named when a label is given."""
    css = "icon icon-large" if large else "icon"
    spoken = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true" focusable="false"'
    return f"{_SVG_START.format(css=css)}{spoken}>{read_drawing(folder, name)}</svg>"
