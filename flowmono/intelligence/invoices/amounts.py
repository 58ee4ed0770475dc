"""Numbers as XML and as people write them, read into Decimal. Nothing is guessed silently: what is not a number raises."""

import re
from decimal import Decimal

MAX_WHOLE_DIGITS = 15
MAX_LENGTH = 60

# xs:decimal in ASCII digits: no exponent, no NaN or Infinity, no digits of another script, which Decimal itself would accept.
_XML_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\Z")

_SPACES = " \u00a0\u202f\u2009\u2007"
_PLAIN = r"[0-9]+(?:[.,][0-9]{1,6})?"
_COMMA_THOUSANDS = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,6})?"
_INDIAN_THOUSANDS = r"[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3}(?:\.[0-9]{1,6})?"
_POINT_THOUSANDS = r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{1,6})?"
_SPACE_THOUSANDS = rf"[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+(?:[.,][0-9]{{1,6}})?"
_APOSTROPHE_THOUSANDS = r"[0-9]{1,3}(?:['\u2019][0-9]{3})+(?:[.,][0-9]{1,6})?"
NUMBER_SHAPE = "|".join(
    (_COMMA_THOUSANDS, _INDIAN_THOUSANDS, _POINT_THOUSANDS, _SPACE_THOUSANDS, _APOSTROPHE_THOUSANDS, _PLAIN)
)
_PRINTED = re.compile(rf"(?:{NUMBER_SHAPE})\Z")


class NotANumber(ValueError):
    """The text is not an amount or quantity that can be read safely."""


def read_xml_decimal(text: str) -> Decimal:
    """The value of an xs:decimal. Raises NotANumber for exponents, NaN, commas, foreign digits and absurd sizes."""
    text = text.strip(" \t\r\n")
    if len(text) > MAX_LENGTH or not _XML_DECIMAL.match(text):
        raise NotANumber(f"“{text[:40]}” is not a decimal number (digits with one point, like 1234.56).")
    if len(text.lstrip("+-").split(".")[0].lstrip("0")) > MAX_WHOLE_DIGITS:
        raise NotANumber(f"“{text[:40]}” is larger than any amount an invoice may state.")
    return Decimal(text)


def read_printed_number(text: str, decimal_mark: str | None = None) -> Decimal:
    """The value of a printed number such as 1,234.56, 1.234,56, 1 234,56, 1'234.56, (12.00), 12,00- or 1234.56.

    `decimal_mark` is "." or "," when the rest of the document has settled it; it decides 1.234 and 1,234. Without it,
    one mark with exactly three digits behind it is read as thousands. Raises NotANumber when the text is no number.
    """
    body = text.strip()
    negative = body.startswith(("-", "−", "–", "(")) or body.endswith(("-", "−", "–"))
    body = body.strip("-−–+()" + _SPACES)
    if len(body) > MAX_LENGTH or not _PRINTED.match(body):
        raise NotANumber(f"“{text.strip()[:40]}” is not a number.")
    body = re.sub(rf"[{_SPACES}'\u2019]", "", body)
    value = read_xml_decimal(_with_point(body, decimal_mark))
    return -value if negative else value


def _with_point(body: str, decimal_mark: str | None) -> str:
    """The number with its thousands marks removed and a point before its decimals."""
    last = max(body.rfind("."), body.rfind(","))
    if last < 0:
        return body
    mark = body[last]
    decimals = len(body) - last - 1
    both = "." in body and "," in body
    thousands = decimals == 3 and decimal_mark != mark and last <= 3 and not body.startswith("0")
    if body.count(mark) > 1 or (thousands and not both):
        return body.replace(",", "").replace(".", "")
    if both or decimal_mark in (None, mark) or decimals != 3:
        return body[:last].replace(",", "").replace(".", "") + "." + body[last + 1 :]
    return body.replace(mark, "")


def find_decimal_mark(texts: list[str]) -> str | None:
    """The mark before decimals used by most of the printed numbers, or None when nothing settles it."""
    votes = {".": 0, ",": 0}
    for text in texts:
        if match := re.search(r"([.,])[0-9]{2}\s*[-)]?\Z", text.strip()):
            votes[match[1]] += 1
    if votes["."] == votes[","]:
        return None
    return "." if votes["."] > votes[","] else ","
