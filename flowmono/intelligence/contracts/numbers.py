"""Numbers as contracts write them: figures with US, European, Swiss and blank grouping, and numbers in words."""

import re
from decimal import Decimal

_SCALES = {
    "k": 1_000, "thousand": 1_000, "tausend": 1_000, "mil": 1_000, "mille": 1_000,
    "m": 1_000_000, "mm": 1_000_000, "mn": 1_000_000, "mio": 1_000_000, "million": 1_000_000, "millions": 1_000_000, "millionen": 1_000_000,
    "millón": 1_000_000, "millones": 1_000_000,
    "bn": 1_000_000_000, "billion": 1_000_000_000, "mrd": 1_000_000_000, "milliarden": 1_000_000_000, "milliard": 1_000_000_000,
    "milliards": 1_000_000_000,
}  # fmt: skip

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {
    word: 20 + 10 * index
    for index, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}
_SMALL = {word: number for number, word in enumerate(_UNITS)} | _TENS
_GERMAN = {"ein": 1, "eine": 1, "einem": 1, "einen": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9,
           "zehn": 10, "elf": 11, "zwölf": 12, "vierzehn": 14, "zwanzig": 20, "dreißig": 30, "dreissig": 30,
           "vierundzwanzig": 24, "sechsunddreißig": 36, "achtundvierzig": 48, "fünfzehn": 15, "achtzehn": 18, "vierzig": 40, "fünfzig": 50,
           "sechzig": 60, "neunzig": 90}  # fmt: skip
_SPANISH = {"un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10,
            "doce": 12, "veinticuatro": 24, "dieciocho": 18, "quince": 15, "veinte": 20, "treinta": 30, "cuarenta": 40, "sesenta": 60,
            "noventa": 90}  # fmt: skip
_FRENCH = {"deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "douze": 12, "quinze": 15, "vingt": 20,
           "vingt-quatre": 24, "trente-six": 36, "quarante-huit": 48, "dix-huit": 18, "quarante-cinq": 45, "onze": 11, "treize": 13, "quatorze": 14,
           "trente": 30, "quarante": 40, "soixante": 60}  # fmt: skip
_FOREIGN = _GERMAN | _SPANISH | _FRENCH

WORD = (
    r"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    r"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion)\b"
)
WORDS = rf"(?:an? )?{WORD}(?:,?[ -]{{1,3}}(?:and[ -]{{1,2}})?{WORD}){{0,14}}"
FIGURES = r"(?:\d{1,2}(?:,\d{2}){1,4},\d{3}(?:\.\d{1,2})?(?!\d)|\d{1,3}(?:[.,’' ]\d{3}){1,5}(?:[.,]\d{1,2})?(?!\d)|\d{1,15}(?:[.,]\d{1,6})?|\.\d{1,6})"
SCALE = r"(?:k|thousand|million|millions|billion|bn|mn|mm|m|mio|mrd|tausend|millionen|milliarden|millón|millones|milliards?)"

_FOREIGN_WORDS = "|".join(sorted((re.escape(word) for word in _FOREIGN), key=len, reverse=True))
COUNT = rf"(?:{WORDS}|\d{{1,4}}|{_FOREIGN_WORDS})"


def parse_figures(figures: str, scale: str | None = None) -> Decimal | None:
    """The number behind figures such as "1,234.50", "1.234,50", "1’234.50", "1 234,50" or ".305"; None when they are not one number.

    A single separator before exactly three figures groups thousands ("2.500" is 2500), unless the number begins with nought, is followed
    by a scale ("1.500 million"), or stands alone before more or fewer figures.
    """
    text = figures.strip().replace("’", "'").replace("'", "").replace(" ", "").replace("\u00a0", "")
    if not text or not text.isascii() or not re.fullmatch(r"[\d.,]*\d", text):
        return None
    last = max(text.rfind("."), text.rfind(","))
    if last >= 0:
        mark, whole, part = text[last], text[:last], text[last + 1 :]
        others = set(whole) & set(".,")
        # A last group of other than three figures cannot be thousands; three are, unless the other mark stands before them.
        decimal = (
            len(part) != 3 or whole in ("", "0") or (bool(scale) and not others) or bool(others and mark not in others)
        )
        whole = whole.replace(".", "").replace(",", "")
        text = f"{whole or '0'}.{part}" if decimal else whole + part
    number = Decimal(text)
    return number * _SCALES[scale.lower().rstrip(".")] if scale else number


def parse_words(words: str) -> int | None:
    """The number behind English words ("one hundred and fifty thousand"), or one small German, Spanish or French number word."""
    if words.isdigit():
        return int(words)
    lowered = words.casefold()
    if lowered in _FOREIGN:
        return _FOREIGN[lowered]
    total = current = 0
    for word in re.split(r"[\s,-]+", lowered.replace(" and ", " ").replace("-and-", "-")):
        if word in _SMALL:
            current += _SMALL[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in ("thousand", "million", "billion"):
            total += max(current, 1) * _SCALES[word]
            current = 0
        elif word not in ("", "and", "a", "an"):
            return None
    return total + current
