"""Comparing numbers that people write differently: order numbers, invoice numbers, tax numbers, names, descriptions."""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

_RUN = re.compile(r"\d+|[^\W\d_]+")
_ORDER_WORDS = re.compile(
    r"^\W*(?:p\.?\s?o\.?|purchase\s+order|order|bestell(?:ung|nummer)?|auftrag|commande|bon\s+de\s+commande|pedido)"
    r"(?:\W*(?:nr|no|number|nummer|num|n°|nº)\b\.?)?(?=[\W\d_])",
    re.IGNORECASE,
)
_LOOKALIKES = str.maketrans("OILSB", "01158")
# A number shorter than this is contained in too many others to prove anything (section 7).
CONTAINED_CHARACTERS = 4
# Fewer digits alone, where nothing says what they count, may be a year, an amount or a house number.
PROVING_DIGITS = 6


@lru_cache(maxsize=4096)
def number_key(text: str) -> tuple[str, ...]:
    """The letter and digit runs of a number, upper case, leading zeros of each digit run dropped."""
    runs = _RUN.findall(unicodedata.normalize("NFKC", text).upper())
    return tuple((run.lstrip("0") or "0") if run.isdigit() else run for run in runs)


def order_key(text: str) -> tuple[str, ...]:
    """The key of an order number, after a leading word for "order" is dropped ("PO 2026/0042" is "2026-42")."""
    return number_key(_ORDER_WORDS.sub("", text, count=1)) or number_key(text)


def same_order(left: str | None, right: str | None) -> bool:
    """Whether two texts name the same order."""
    return bool(left and right and order_key(left) == order_key(right))


def names_order(text: str, number: str) -> bool:
    """Whether an order number stands, whole, inside a longer text; a number of one short run proves nothing."""
    wanted, key = order_key(number), number_key(text)
    if len(wanted) < 2 and len("".join(wanted)) < CONTAINED_CHARACTERS:
        return False
    return any(key[at : at + len(wanted)] == wanted for at in range(len(key) - len(wanted) + 1))


def prints_number(text: str, number: str) -> bool:
    """Whether an order number stands in a text as we write it, its letters too; without letters, six digits are needed.

    Stricter than `names_order`: nothing says here that an order is spoken of, and "2027-02" is a month, not PO-2027-0002.
    """
    wanted, key = number_key(number), number_key(text)
    digits = "".join(run for run in wanted if run.isdigit())
    if not digits or (len(digits) == len("".join(wanted)) and len(digits) < PROVING_DIGITS):
        return False
    return any(key[at : at + len(wanted)] == wanted for at in range(len(key) - len(wanted) + 1))


def same_line_id(left: str | None, right: str | None) -> bool:
    """Whether two texts name the same order line ("10" is "0010")."""
    return bool(left and right and number_key(left) == number_key(right))


def alphanumeric(text: str) -> str:
    """Only the letters and digits of a text, upper case."""
    return "".join(ch for ch in unicodedata.normalize("NFKC", text).upper() if ch.isalnum())


def same_number(left: str, right: str) -> bool:
    """Whether two document numbers differ by punctuation, case and zeros alone."""
    return number_key(left) == number_key(right) or alphanumeric(left) == alphanumeric(right) != ""


def misread_or_mistyped(left: str, right: str) -> bool:
    """Whether two numbers are one apart: O for 0, I or L for 1, S for 5, B for 8, one character or one swap."""
    one, two = "".join(number_key(left)), "".join(number_key(right))
    if one.translate(_LOOKALIKES) == two.translate(_LOOKALIKES):
        return True
    if alphanumeric(left).translate(_LOOKALIKES) == alphanumeric(right).translate(_LOOKALIKES):
        return True
    return OSA.distance(one, two, score_cutoff=1) <= 1


def contains_number(left: str, right: str) -> bool:
    """Whether one number holds the whole of the other, at least four characters, cutting no run of digits in two.

    "R-2026-117A" holds "R-2026-117"; "R-2026-11" does not hold "R-2026-1".
    """
    shorter, longer = sorted((number_key(left), number_key(right)), key=lambda key: len("".join(key)))
    return len("".join(shorter)) >= CONTAINED_CHARACTERS and _aligned("".join(shorter), longer)


def _aligned(needle: str, key: tuple[str, ...]) -> bool:
    starts: list[int] = [0]
    for run in key:
        starts.append(starts[-1] + len(run))
    hay = "".join(key)
    return any(hay.startswith(needle, at) and at + len(needle) in starts for at in starts)


def rearranged_number(left: str, right: str) -> bool:
    """Whether two numbers are the same runs in another order ("0219/PH" and "PH-0219"), at least four characters."""
    one, two = sorted(number_key(left)), sorted(number_key(right))
    return one == two and len("".join(one)) >= CONTAINED_CHARACTERS


def abbreviates_number(left: str, right: str) -> bool:
    """Whether one number is some of the runs of the other, its last one among them ("391" for "A/2026/391")."""
    shorter, longer = sorted((number_key(left), number_key(right)), key=len)
    return bool(shorter) and set(shorter) <= set(longer) and longer[-1] in shorter


def plain_words(text: str) -> str:
    """A text as lower-case words without accents and punctuation, for comparison."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(ch for ch in decomposed if not unicodedata.combining(ch))
    return " ".join(re.findall(r"[^\W_]+", bare))


def similarity(left: str, right: str) -> float:
    """How alike two descriptions are, 0 to 1: the token set ratio, where order and repetition do not count."""
    one, two = plain_words(left), plain_words(right)
    return fuzz.token_set_ratio(one, two) / 100 if one and two else 0.0


def name_similarity(left: str, right: str) -> float:
    """How alike two company names are, 0 to 1. Every word counts, the legal form too: a sister company is another."""
    one, two = plain_words(left), plain_words(right)
    return fuzz.ratio(one, two) / 100 if one and two else 0.0
