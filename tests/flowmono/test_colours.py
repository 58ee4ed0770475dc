"""The colours of the style sheet can be read by everyone, in the light and in the dark."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"
COLOURS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", TOKENS.read_text("utf-8"))
}
GROUNDS = ("canvas", "surface", "raised", "sunken", "hover")
MEANINGS = ("info", "good", "warn", "bad")

# Which ink is set on which ground, and the contrast that WCAG 2.2 AA asks: 4.5 for text (1.4.3), 3 for controls (1.4.11).
PAIRS = [
    *((ink, ground, 4.5) for ink in ("ink", "ink-soft", "ink-faint", "accent", *MEANINGS) for ground in GROUNDS),
    *((meaning, f"{meaning}-soft", 4.5) for meaning in MEANINGS),
    *(("ink", f"{meaning}-soft", 4.5) for meaning in MEANINGS),
    ("accent-strong", "accent-soft", 4.5),
    ("on-accent", "accent-fill", 4.5),
    ("on-accent", "accent-strong", 4.5),
    ("on-bad", "bad-fill", 4.5),
    ("ink", "mark", 4.5),
    *(("line-control", ground, 3.0) for ground in ("surface", "raised", "sunken")),
]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, from 0 to 1 (WCAG 2.2)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "needed"), PAIRS)
def test_ink_can_be_read_on_its_ground(ink: str, ground: str, needed: float, theme: str) -> None:
    assert contrast(COLOURS[ink][theme], COLOURS[ground][theme]) >= needed
