"""The bank account printed on an invoice."""

import itertools
import re
from collections.abc import Iterable, Iterator

from stdnum import iban as iban_check

from ..model import Account

_IBAN = re.compile(
    r"(?<![A-Z0-9])[A-Z]{2}[0-9]{2}(?:[ \u00a0]?[A-Z0-9]{4}){2,7}(?:[ \u00a0]?[A-Z0-9]{1,4})?(?![A-Z0-9])"
)
_BEGUN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}[0-9]{2}(?: [A-Z0-9]{4}){1,6}\Z")
_GOES_ON = re.compile(r"[A-Z0-9]{1,4}(?: [A-Z0-9]{1,4}){0,6}(?![A-Z0-9])")
_BIC = re.compile(
    r"\b(?:BIC|SWIFT)(?:[ /-]*(?:BIC|SWIFT|code))*\s*[:#]?\s*([A-Z]{4}\s?[A-Z]{2}\s?[A-Z0-9]{2}(?:\s?[A-Z0-9]{3})?)\b",
    re.IGNORECASE,
)
_ROUTING = re.compile(
    r"\b(?:routing|aba|rtn)(?:\s+(?:transit|number|no\.?|code))*\s*[:#]?\s*([0-9]{9}|[0-9]{4}[ -][0-9]{4}[ -][0-9])\b",
    re.IGNORECASE,
)
_SORT = re.compile(r"\bsort\s*code\s*[:#]?\s*([0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2})\b", re.IGNORECASE)
_BSB = re.compile(r"\bBSB(?:\s*(?:number|no\.?|code))?\s*[:#]?\s*([0-9]{3}[ -]?[0-9]{3})\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"\b(?:account|acct\.?|a/c|konto(?:nummer)?|cuenta|compte|rekening)(?:\s*(?:number|no\.?|nr\.?|n[°º]))?\s*[:#]?\s*([0-9][0-9 -]{4,22}[0-9])", re.IGNORECASE
)  # fmt: skip
_HOLDER = re.compile(
    r"\b(?:account (?:name|holder)|kontoinhaber|beneficiary|titular|titulaire|payee)\s*[:#]\s*(.{2,70})", re.IGNORECASE
)


def find_accounts(lines: Iterable[str]) -> list[Account]:
    """The accounts of a document's lines: each IBAN, else one account of routing number or sort code and account number."""
    texts = list(lines)
    whole = "\n".join(texts)
    bic = next((re.sub(r"\s", "", match[1]).upper() for match in _BIC.finditer(whole)), None)
    holder = next((match[1].strip() for match in _HOLDER.finditer(whole)), None)
    places = {found: place for place, found in _broken_ibans(texts)} | {
        found: place for place, text in reversed(list(enumerate(texts))) for found in find_ibans(text)
    }
    bics = {
        place: re.sub(r"\s", "", match[1]).upper() for place, text in enumerate(texts) for match in _BIC.finditer(text)
    }
    if places:
        ordered = sorted(places, key=lambda found: places[found])
        return [Account(iban=found, bic=_nearest(bics, places[found]) or bic, holder=holder) for found in ordered]
    routing, sort_code, bsb = _first(_ROUTING, whole), _first(_SORT, whole), _first(_BSB, whole)
    number = _first(_NUMBER, whole)
    if number and (routing or sort_code or bsb or bic):
        return [Account(routing=routing, sort_code=sort_code, bsb=bsb, number=number, bic=bic, holder=holder)]
    return []


def _broken_ibans(texts: list[str]) -> Iterator[tuple[int, str]]:
    """IBANs that begin at the end of a line and end at the start of the next; only those whose check digits are right."""
    for place, (text, after) in enumerate(itertools.pairwise(texts)):
        begun = _BEGUN.search(text)
        rest = _GOES_ON.match(after)
        if begun is None or rest is None or find_ibans(begun[0]):
            continue
        whole = re.sub(r"\s", "", begun[0] + rest[0])
        if iban_check.is_valid(whole, check_country=False):
            yield place, whole


def _nearest(bics: dict[int, str], place: int) -> str | None:
    """The BIC that stands next to the line of an IBAN."""
    return bics[min(bics, key=lambda other: abs(other - place))] if bics else None


def find_ibans(text: str) -> list[str]:
    """IBANs in a text without blanks. One with a wrong check digit counts only where the word IBAN announces it."""
    found = []
    announced = re.search(r"\biban\b", text, re.IGNORECASE)
    for match in _IBAN.finditer(text):
        compact = re.sub(r"[ \u00a0]", "", match[0])
        best = _longest_valid(compact)
        if best:
            found.append(best)
        elif announced and compact[:2] not in ("IB",):
            found.append(compact)
    return found


def _longest_valid(compact: str) -> str | None:
    """The IBAN a run of letters and digits begins with; what follows it on the line may have been caught as well."""
    # Length, form and check digits: the directories of some countries do not know every bank.
    lengths = range(len(compact), 14, -1)
    return next((compact[:end] for end in lengths if iban_check.is_valid(compact[:end], check_country=False)), None)


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return re.sub(r"[ -]", "", match[1]) if match else None
