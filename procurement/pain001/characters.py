"""The Latin letters every bank takes in a payment (European Payments Council, EPC217-08), and how others become them."""

import re
import unicodedata

ALLOWED = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]*\Z")

_REPLACED = {
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ẞ": "SS", "æ": "ae", "Æ": "Ae", "ø": "oe", "Ø": "Oe",
    "œ": "oe", "Œ": "Oe", "å": "aa", "Å": "Aa", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i",
    "€": "EUR", "£": "GBP", "$": "USD", "&": "+", "@": "(at)", "_": "-", "–": "-", "—": "-", "−": "-", "’": "'", "‘": "'", "“": "'", "”": "'",
    '"': "'", "„": "'", "·": ".", "•": ".", ";": ",", "…": "...", "№": "No", "#": "No ", "*": ".", "=": "-", "|": "/", "\\": "/", "[": "(",
    "]": ")", "{": "(", "}": ")", "%": " pct", "!": ".", "~": "-", "<": "(", ">": ")", "º": "o", "ª": "a", "«": "'", "»": "'", "`": "'", "´": "'",
}  # fmt: skip

# Bulgarian and Greek official transliteration, and the further letters of Russian and Ukrainian.
_CYRILLIC_LATIN = "a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sht a y y e yu ya i yi ye g yo"
_GREEK_LATIN = "a v g d e z i th i k l m n x o p r s t y f ch ps o s a e i i o y o i y i y"
_CYRILLIC = dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґё", _CYRILLIC_LATIN.split(), strict=True))
_GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ", _GREEK_LATIN.split(), strict=True))
_LETTERS = _CYRILLIC | _GREEK


class NotLatin(ValueError):
    """A letter that no bank takes and that has no agreed Latin form."""


def transliterate(text: str) -> str:
    """The text in the letters of the SEPA character set: ä becomes ae, é becomes e, & becomes +.

    Raises NotLatin for letters and digits of a script that has no agreed Latin form here (Chinese, Arabic ...), so that a
    name is never sent with letters missing.
    """
    written = "".join(_latin(character) for character in unicodedata.normalize("NFC", text))
    return " ".join(written.split())


def _latin(character: str) -> str:
    if character in _REPLACED:
        return _REPLACED[character]
    if ALLOWED.match(character):
        return character
    if character.lower() in _LETTERS:
        latin = _LETTERS[character.lower()]
        return latin.capitalize() if character.isupper() else latin
    plain = "".join(part for part in unicodedata.normalize("NFKD", character) if ALLOWED.match(part))
    if not plain and unicodedata.category(character)[0] in "LN":
        raise NotLatin(f"“{character}” has no form that banks take. Write the name in Latin letters.")
    return plain or " "
