"""Letters as search compares them: without accents, every letter still in its own place."""

import re
import unicodedata
from functools import lru_cache

# What the database would take for a part of a longer name ("and/or", "CT-2027"), or for a tag, divides words here.
_DIVIDES = dict.fromkeys([*range(ord(" ")), *map(ord, "<>/\\_|‐‑‒–—")], " ")
# A hyphen inside a word or a number: "co-operate", "CT-2027".
_JOINING = re.compile(r"(?<=[^\W_])-(?=[^\W_])")


def fold(text: str) -> str:
    """The text without accents and with blanks for signs that divide words; as long as it was, letter for letter.

    The places of words found in it are therefore the places of the words in the text itself.
    """
    plain = text if text.isascii() else "".join(map(_base_of, text))
    return _JOINING.sub(" ", plain).translate(_DIVIDES)


@lru_cache(maxsize=4096)
def _base_of(letter: str) -> str:
    """The letter under its accents; itself where it has none."""
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) > 1 and all(unicodedata.combining(mark) for mark in parts[1:]):
        return parts[0]
    return " " if unicodedata.category(letter) == "Zs" else letter
