"""Tax numbers on a page, told apart into the seller's and the buyer's."""

import re

from ..rows import Phrase, Row
from .pairs import parts_of

_VAT_SHAPES = (
    "ATU[0-9]{8}|BE[01][0-9]{9}|BG[0-9]{9,10}|HR[0-9]{11}|CY[0-9]{8}[A-Z]|CZ[0-9]{8,10}|DK[0-9]{8}|EE[0-9]{9}|FI[0-9]{8}|FR[0-9A-Z]{2}[0-9]{9}"
    "|DE[0-9]{9}|EL[0-9]{9}|HU[0-9]{8}|IE[0-9][0-9A-Z+*][0-9]{5}[A-Z]{1,2}|IT[0-9]{11}|LV[0-9]{11}|LT(?:[0-9]{9}|[0-9]{12})|LU[0-9]{8}|MT[0-9]{8}"
    "|NL[0-9]{9}B[0-9]{2}|PL[0-9]{10}|PT[0-9]{9}|RO[0-9]{2,10}|SK[0-9]{10}|SI[0-9]{8}|ES[0-9A-Z][0-9]{7}[0-9A-Z]|SE[0-9]{12}|GB(?:[0-9]{9}|[0-9]{12})"
    "|CHE[0-9]{9}|NO[0-9]{9}|XI[0-9]{9}"
)  # fmt: skip
_VAT_WORDS = re.compile(r"v\.?a\.?t|ust|tva|btw|iva|uid|nif|cif|mwst|tax|steuer|p\.? ?iva", re.IGNORECASE)
_VAT = re.compile(rf"(?<![A-Z0-9])(?:{_VAT_SHAPES})(?![A-Z0-9])")
_GAPS = re.compile(r"(?<=[A-Z0-9])[\s.\u00a0-]+(?=[A-Z0-9])")
OTHERS_WORD = re.compile(r"client|kunde|customer|your|ihre|uw |votre|buyer|käufer|cliente", re.IGNORECASE)
_TAX_ID = re.compile(
    r"(?:\b(?:EIN|TIN|tax id(?:entification)?(?: no\.?| number)?|federal tax id|nif|cif|st(?:euer)?\.?-?\s?n(?:umme)?r\.?|siret|siren|gstin|abn"
    r"|company (?:no\.?|number)|steuernummer|kvk)\s*[:.#]?\s*)(?P<id>[A-Z]?-?[0-9][0-9A-Z/ .-]{4,24}[0-9A-Z])",
    re.IGNORECASE,
)


def find_vat(text: str) -> list[str]:
    """VAT numbers of a text, blanks and points inside them removed. Blanks are only closed behind a word that announces one."""
    found = _VAT.findall(text)
    if _VAT_WORDS.search(text):
        closed = text
        for _ in range(3):
            closed = _GAPS.sub("", closed)
        found += [number for number in re.findall(rf"(?:{_VAT_SHAPES})(?![0-9])", closed) if number not in found]
    return list(dict.fromkeys(found))


def vat_numbers(rows: list[Row], buyer: Phrase | None) -> tuple[str | None, str | None]:
    """The seller's and the buyer's VAT number. Of two that nothing tells apart, the one lower on the page is the seller's."""
    block = _buyer_block(rows, buyer)
    sellers: list[str] = []
    customers: list[str] = []
    for position, row in enumerate(rows):
        for place, phrase in enumerate(row.phrases):
            before = _label_above(rows, position, phrase) or (row.phrases[place - 1].text if place else "")
            for part in parts_of(phrase.text):
                announced = f"{before} {part}" if _VAT_WORDS.search(before) and not _VAT_WORDS.search(part) else part
                found = customers if _is_buyers(phrase, f"{before} {part}", block) else sellers
                found.extend(number for number in find_vat(announced) if number not in found)
    if len(sellers) == 2 and not customers:
        customers, sellers = sellers[:1], sellers[1:]
    seller = sellers[0] if sellers else None
    return seller, next((number for number in customers if number != seller), None)


def _label_above(rows: list[Row], position: int, phrase: Phrase) -> str:
    """The words right above a phrase and aligned with it that announce a VAT number, else nothing: `VAT Number`, below it `GB 499 …`."""
    for row in rows[max(0, position - 3) : position]:
        for other in row.phrases:
            near = (
                0 <= phrase.top - other.top < 1.6 * (phrase.bottom - phrase.top) and abs(other.left - phrase.left) < 3
            )
            if (
                near
                and other.page == phrase.page
                and _VAT_WORDS.match(other.text)
                and not re.search("[0-9]", other.text)
            ):
                return other.text
    return ""


def _is_buyers(phrase: Phrase, text: str, block: list[Phrase]) -> bool:
    return bool(OTHERS_WORD.search(text)) or phrase in block


def _buyer_block(rows: list[Row], buyer: Phrase | None) -> list[Phrase]:
    """The lines of the buyer's address: under its name, aligned with it and close under each other."""
    block = [buyer] if buyer is not None else []
    for row in rows:
        for phrase in row.phrases:
            last = block[-1] if block else None
            if last is not None and phrase.page == last.page and abs(phrase.left - block[0].left) < 90:
                gap = phrase.top - last.bottom
                if phrase.top > last.top and gap < 0.9 * (last.bottom - last.top):
                    block.append(phrase)
    return block


def tax_id(rows: list[Row], buyer: Phrase | None) -> str | None:
    block = _buyer_block(rows, buyer)
    for row in rows:
        for phrase in row.phrases:
            for part in parts_of(phrase.text):
                if (match := _TAX_ID.search(part)) and not _is_buyers(phrase, part, block):
                    return match["id"].strip(" .")
    return None
