"""Counts in the scripts of other languages (ECMA-376 part 1, 17.18.59 ST_NumberFormat)."""

from collections.abc import Callable, Mapping

HEBREW = (
    (400, "ת"), (300, "ש"), (200, "ר"), (100, "ק"), (90, "צ"), (80, "פ"), (70, "ע"), (60, "ס"), (50, "נ"), (40, "מ"), (30, "ל"),
    (20, "כ"), (10, "י"), (9, "ט"), (8, "ח"), (7, "ז"), (6, "ו"), (5, "ה"), (4, "ד"), (3, "ג"), (2, "ב"), (1, "א"),
)  # fmt: skip
ARABIC_ALPHABET = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
ARABIC_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
IDEOGRAPHS = "〇一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"


def hebrew(count: int) -> str:
    """Hebrew letters as numerals; fifteen and sixteen avoid the letters of God's name."""
    if not 0 < count < 1000:
        return str(count)
    letters = ""
    while count:
        if count in {15, 16}:
            return letters + ("טו" if count == 15 else "טז")
        worth, letter = next(pair for pair in HEBREW if pair[0] <= count)
        letters += letter
        count -= worth
    return letters


def ideographic(count: int) -> str:
    """Chinese counting up to 99: 十, 十一, 二十, 二十一; digit by digit beyond."""
    if not 0 < count < 100:
        return ideographic_digits(count)
    tens, ones = divmod(count, 10)
    head = "" if tens == 0 else "十" if tens == 1 else IDEOGRAPHS[tens] + "十"
    return head + (IDEOGRAPHS[ones] if ones else "")


def ideographic_digits(count: int) -> str:
    return "".join(IDEOGRAPHS[int(figure)] if figure.isdigit() else figure for figure in str(count))


def _cyclic(signs: str) -> Callable[[int], str]:
    """The signs in turn; after the last one doubled, then tripled, as letters are."""

    def written(count: int) -> str:
        if count < 1:
            return str(count)
        return signs[(count - 1) % len(signs)] * min((count - 1) // len(signs) + 1, 100)

    return written


def _digits(zero: int) -> Callable[[int], str]:
    """Decimal figures of a script whose nought is this code point."""
    return lambda count: "".join(chr(zero + int(figure)) if figure.isdigit() else figure for figure in str(count))


def _enclosed(count: int) -> str:
    return chr(0x2460 + count - 1) if 0 < count <= 20 else str(count)


WRITERS: Mapping[str, Callable[[int], str]] = {
    "hebrew1": hebrew,
    "hebrew2": _cyclic("אבגדהוזחטיכלמנסעפצקרשת"),
    "arabicAlpha": _cyclic(ARABIC_ALPHABET),
    "arabicAbjad": _cyclic(ARABIC_ABJAD),
    "russianLower": _cyclic(RUSSIAN),
    "russianUpper": _cyclic(RUSSIAN.upper()),
    "hindiNumbers": _digits(0x0966),
    "thaiNumbers": _digits(0x0E50),
    "decimalFullWidth": _digits(0xFF10),
    "decimalFullWidth2": _digits(0xFF10),
    "decimalEnclosedCircle": _enclosed,
    "decimalEnclosedCircleChinese": _enclosed,
    "decimalEnclosedParen": lambda count: chr(0x2474 + count - 1) if 0 < count <= 20 else f"({count})",
    "decimalEnclosedFullstop": lambda count: chr(0x2488 + count - 1) if 0 < count <= 20 else f"{count}.",
    "ideographDigital": ideographic_digits,
    "japaneseDigitalTenThousand": ideographic_digits,
    "taiwaneseDigital": ideographic_digits,
    "japaneseCounting": ideographic,
    "chineseCounting": ideographic,
    "chineseCountingThousand": ideographic,
    "taiwaneseCounting": ideographic,
    "taiwaneseCountingThousand": ideographic,
    "koreanDigital2": ideographic_digits,
    "ideographTraditional": _cyclic(STEMS),
    "ideographZodiac": _cyclic(BRANCHES),
    "aiueo": _cyclic(AIUEO),
    "aiueoFullWidth": _cyclic(AIUEO),
    "iroha": _cyclic(IROHA),
    "irohaFullWidth": _cyclic(IROHA),
}
