"""The e-mail address of the person who is named to sign: found in the contract's own text, told apart from one for notices.

Pure functions on text. An address is the signer's own when its name says so (vera.costa@, v.costa@, costa@), or when the text
names the person right before it and the address is not one that a house keeps for everybody (contracts@, notices@).
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

ADDRESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
# Mailboxes that belong to a function, in the languages of our contracts.
SHARED = frozenset(
    {"agreements", "ap", "ar", "bestellung", "commercial", "customer", "enquiries", "hr", "mailbox", "order", "orders"}
    | {
        "orderdesk",
        "partners",
        "payments",
        "payable",
        "receivable",
        "team",
        "vendor",
        "vendors",
        "supplier",
        "suppliers",
    }
    | {"accounts", "accounting", "admin", "billing", "buchhaltung", "compliance", "contact", "contracts", "contratos"}
    | {"einkauf", "facturacion", "finance", "hello", "info", "invoice", "invoices", "kontakt", "legal", "mail"}
    | {"notices", "office", "procurement", "purchasing", "recht", "rechnung", "sales", "service", "support"}
    | {"vertraege", "vertrag"}
)
# How far behind a name its address may stand: a signature block, or a row of a table.
NEAR = 160


class Origin(StrEnum):
    """Where an address comes from."""

    SIGNER = "signer"
    SHARED = "shared"
    CONTRACT = "contract"
    PERSON = "person"
    NOWHERE = "nowhere"


@dataclass(frozen=True)
class Address:
    """An address and its characters [start, end) in the text."""

    email: str
    start: int
    end: int


def signer_address(text: str, signer: str) -> Address | None:
    """The signer's own address, or None when the text gives none. One that bears the name goes before one that stands near it."""
    names = _plain(signer).split()
    if len(names) < 2:
        return None
    found = [Address(match[0].rstrip("."), match.start(), match.end()) for match in ADDRESS.finditer(text)]
    for address in found:
        if _bears(address.email, names):
            return address
    for match in re.finditer(r"\s+".join(re.escape(part) for part in signer.split()), text):
        following = next((one for one in found if 0 <= one.start - match.end() <= NEAR), None)
        if following is not None and not is_shared(following.email):
            between = text[match.end() : following.start]
            if not _names_somebody_else(between):
                return following
    return None


def origin_of(text: str, signer: str, email: str) -> Origin:
    """Where this address of the signer comes from, to be said beside it."""
    if not email:
        return Origin.NOWHERE
    own = signer_address(text, signer)
    if own is not None and own.email.casefold() == email.casefold():
        return Origin.SHARED if is_shared(email) else Origin.SIGNER
    if email.casefold() not in text.casefold():
        return Origin.PERSON
    return Origin.SHARED if is_shared(email) else Origin.CONTRACT


def is_shared(email: str) -> bool:
    """True when the address is one that a house keeps for a function, not for a person."""
    return not SHARED.isdisjoint(re.split(r"[._+-]", email.partition("@")[0].casefold()))


def _bears(email: str, names: list[str]) -> bool:
    """The address's name is made of the person's: the family name alone or with the first name or its initial."""
    local = email.partition("@")[0].casefold()
    first, last = names[0], names[-1]
    pieces = re.split(r"[._+-]", local)
    joined = "".join(pieces)
    initial = first[:1]
    return joined in {first + last, last + first, initial + last, last + initial, last} or (
        last in pieces and (first in pieces or initial in pieces)
    )


def _names_somebody_else(between: str) -> bool:
    """Another label for a name stands in between, so the address may be the other one's."""
    return re.search(r"\b(name|for and on behalf|signed by|unterschrift|nombre)\b", between, re.IGNORECASE) is not None


def _plain(name: str) -> str:
    """A name in small letters of the Latin alphabet without marks, as addresses are made of: “Ó Briain” → “o briain”."""
    written = name.casefold().replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("æ", "ae")
    letters = unicodedata.normalize("NFKD", written)
    return re.sub(r"[^a-z ]", "", "".join(letter for letter in letters if not unicodedata.combining(letter)))
