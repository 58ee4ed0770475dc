"""Counts written in words, by language (17.18.59 cardinalText, ordinalText, ordinal): English, German, French and Spanish.

Word writes them in the language of the text; one that is not known here is written in English, as Word's own fallback does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

MOST = 1_000_000

ENGLISH = (
    ("zero", "zeroth"), ("one", "first"), ("two", "second"), ("three", "third"), ("four", "fourth"), ("five", "fifth"), ("six", "sixth"),
    ("seven", "seventh"), ("eight", "eighth"), ("nine", "ninth"), ("ten", "tenth"), ("eleven", "eleventh"), ("twelve", "twelfth"),
    ("thirteen", "thirteenth"), ("fourteen", "fourteenth"), ("fifteen", "fifteenth"), ("sixteen", "sixteenth"),
    ("seventeen", "seventeenth"), ("eighteen", "eighteenth"), ("nineteen", "nineteenth"),
)  # fmt: skip
ENGLISH_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

GERMAN = (
    *("null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf", "dreizehn"),
    *("vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"),
)  # fmt: skip
GERMAN_TENS = ("", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
GERMAN_ORDINALS = {1: "erste", 3: "dritte", 7: "siebte", 8: "achte"}

FRENCH = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize"),
    *("quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)  # fmt: skip
FRENCH_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}

SPANISH = (
    *("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece"),
    *("catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno", "veintidós"),
    *("veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho", "veintinueve"),
)  # fmt: skip
SPANISH_TENS = ("", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
SPANISH_HUNDREDS = (
    *("", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos"),
    *("ochocientos", "novecientos"),
)  # fmt: skip
SPANISH_ORDINALS = (
    *("", "primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno", "décimo"),
    *("undécimo", "duodécimo", "decimotercero", "decimocuarto", "decimoquinto", "decimosexto", "decimoséptimo"),
    *("decimoctavo", "decimonoveno"),
)  # fmt: skip
SPANISH_ORDINAL_TENS = (
    *("", "", "vigésimo", "trigésimo", "cuadragésimo", "quincuagésimo", "sexagésimo", "septuagésimo"),
    *("octogésimo", "nonagésimo"),
)  # fmt: skip


@dataclass(frozen=True)
class Speech:
    """How a language counts: cardinals and ordinals in words up to `most_ordinal`, and an ordinal in figures."""

    cardinal: Callable[[int], str]
    ordinal: Callable[[int], str]
    figure: Callable[[int], str]
    most_ordinal: int = MOST


def in_words(count: int, language: str = "en", *, ordinal: bool) -> str:
    """The count in words, its first letter large; in figures where the language has no word for it here."""
    speech = _speech(language)
    if not 0 <= count < (speech.most_ordinal if ordinal else MOST):
        return speech.figure(count) if ordinal else str(count)
    word = speech.ordinal(count) if ordinal else speech.cardinal(count)
    return word[:1].upper() + word[1:]


def ordinal_figure(count: int, language: str = "en") -> str:
    """An ordinal in figures: 1st, 1., 1er, 1º."""
    return _speech(language).figure(count)


def _speech(language: str) -> Speech:
    return SPEECHES.get(language[:2].lower(), SPEECHES["en"])


def _english(count: int, ordinal: bool) -> str:
    if count < 20:
        return ENGLISH[count][ordinal]
    for size, name in ((1000, "thousand"), (100, "hundred")):
        if count >= size:
            head, rest = f"{_english(count // size, False)} {name}", count % size
            return f"{head} {_english(rest, ordinal)}" if rest else head + ("th" if ordinal else "")
    tens = ENGLISH_TENS[count // 10]
    if count % 10:
        return f"{tens}-{ENGLISH[count % 10][ordinal]}"
    return f"{tens[:-1]}ieth" if ordinal else tens


def _english_figure(count: int) -> str:
    suffix = "th" if 10 <= count % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{suffix}"


def _german(count: int) -> str:
    if count < 20:
        return GERMAN[count]
    for size, name in ((1000, "tausend"), (100, "hundert")):
        if count >= size:
            head = _german(count // size).removesuffix("s") if count // size == 1 else _german(count // size)
            return head + name + (_german(count % size) if count % size else "")
    ones = {0: "", 1: "einund"}.get(count % 10, f"{GERMAN[count % 10]}und")
    return ones + GERMAN_TENS[count // 10]


def _german_ordinal(count: int) -> str:
    low = count % 100
    head = _german(count - low) if count > low else ""
    if low in GERMAN_ORDINALS:
        return head + GERMAN_ORDINALS[low]
    if 0 < low < 20:
        return f"{head}{_german(low)}te"
    return _german(count) + ("te" if count == 0 else "ste")


def _french(count: int) -> str:
    if count < 20:
        return FRENCH[count]
    for size, name in ((1000, "mille"), (100, "cent")):
        if count >= size:
            times, rest = divmod(count, size)
            head = (
                name
                if times == 1
                else f"{_french(times).removesuffix('s') if times % 100 == 80 else _french(times)} {name}"
            )
            if not rest:
                return head + ("s" if name == "cent" and times > 1 else "")
            return f"{head} {_french(rest)}"
    tens = count // 10 * 10
    base = 60 if tens == 70 else 80 if tens == 90 else tens
    rest = count - base
    if not rest:
        return FRENCH_TENS[base] + ("s" if base == 80 else "")
    return (
        f"{FRENCH_TENS[base]} et {FRENCH[rest]}"
        if rest in {1, 11} and base < 80
        else f"{FRENCH_TENS[base]}-{FRENCH[rest]}"
    )


def _french_ordinal(count: int) -> str:
    if count == 1:
        return "premier"
    word = _french(count)
    if word.endswith(("vingts", "cents")):
        word = word[:-1]
    if word.endswith("cinq"):
        return word + "uième"
    if word.endswith("neuf"):
        return word[:-1] + "vième"
    return word.removesuffix("e") + "ième"


def _spanish(count: int) -> str:
    if count < 30:
        return SPANISH[count]
    if count < 100:
        tens = SPANISH_TENS[count // 10]
        return f"{tens} y {SPANISH[count % 10]}" if count % 10 else tens
    if count < 1000:
        if count == 100:
            return "cien"
        head = SPANISH_HUNDREDS[count // 100]
        return f"{head} {_spanish(count % 100)}" if count % 100 else head
    times, rest = divmod(count, 1000)
    head = "mil" if times == 1 else f"{_shortened(_spanish(times))} mil"
    return f"{head} {_spanish(rest)}" if rest else head


def _shortened(word: str) -> str:
    """Uno before a noun: treinta y un mil, veintiún mil."""
    return (
        word[:-9] + "veintiún"
        if word.endswith("veintiuno")
        else word.removesuffix("o")
        if word.endswith("uno")
        else word
    )


def _spanish_ordinal(count: int) -> str:
    if count >= 100:
        return f"centésimo {_spanish_ordinal(count - 100)}" if count > 100 else "centésimo"
    if count < 20:
        return SPANISH_ORDINALS[count] or "cero"
    tens = SPANISH_ORDINAL_TENS[count // 10]
    return f"{tens} {SPANISH_ORDINALS[count % 10]}" if count % 10 else tens


SPEECHES: Mapping[str, Speech] = {
    "en": Speech(lambda count: _english(count, False), lambda count: _english(count, True), _english_figure),
    "de": Speech(_german, _german_ordinal, lambda count: f"{count}."),
    "fr": Speech(_french, _french_ordinal, lambda count: "1er" if count == 1 else f"{count}e"),
    "es": Speech(_spanish, _spanish_ordinal, lambda count: f"{count}º", most_ordinal=200),
}
