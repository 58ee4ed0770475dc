"""How wide letters are beside each other, near enough to say where in a line of unknown type a word begins.

The widths are those of common sans serif type, in thousandths of its size. What counts is their proportion: an "m" is as wide as
three "i" in nearly every face, and the line's own length, which is known, takes care of the rest.
"""

import unicodedata

_WIDTHS = {
    191: "'",
    222: "ijl",
    260: "|",
    278: " !,./:;I[\\]ft",
    333: "()-`r",
    334: "{}",
    355: '"',
    389: "*",
    500: "Jcksvxyz",
    556: "#$0123456789?L_abdeghnopqu",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1015: "@",
}
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_PUNCTUATION = {
    "‘": 222,
    "’": 222,
    "“": 333,
    "”": 333,
    "„": 333,
    "–": 556,
    "—": 1000,
    "…": 1000,
    "€": 556,
    "\u00a0": 278,
}
_USUAL, _WIDE = 556, 1000


def width_of(letter: str) -> int:
    """The width of one character; a combining mark has none, an accented letter that of its letter."""
    known = _WIDTH_OF.get(letter) or _PUNCTUATION.get(letter)
    if known is not None:
        return known
    if unicodedata.combining(letter):
        return 0
    plain = unicodedata.normalize("NFD", letter)[0]
    if plain in _WIDTH_OF:
        return _WIDTH_OF[plain]
    return _WIDE if unicodedata.east_asian_width(letter) in {"W", "F"} else _USUAL


def share_before(text: str, position: int) -> float:
    """How much of a line's length, 0 to 1, lies before the character at `position`."""
    whole = sum(map(width_of, text))
    return sum(map(width_of, text[:position])) / whole if whole else 0.0
