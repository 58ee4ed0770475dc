"""What is to be paid, as plain values that refuse to exist with anything a bank would turn away."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from babel.numbers import list_currencies
from stdnum import bic as bic_check
from stdnum import iban as iban_check
from stdnum.us import rtn as routing_check

from flowmono.common.money import minor_unit

from .characters import ALLOWED, NotLatin, transliterate

MAX_IDENTIFIER = 35
MAX_NAME = 70
MAX_TEXT = 140
MAX_DIGITS = 18  # of an amount, ActiveOrHistoricCurrencyAndAmount
MAX_SEPA_AMOUNT = Decimal("999999999.99")

# Countries of the SEPA schemes (EPC409-09), by the country of the IBAN.
_SEPA = "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK SM VA"
SEPA_COUNTRIES = frozenset(_SEPA.split())
# Members of ISO's list of clearing systems that this product pays through, with the shape of their member ids.
CLEARING_SYSTEMS = {
    "USABA": re.compile(r"[0-9]{9}\Z"),
    "GBDSC": re.compile(r"[0-9]{6}\Z"),
    "CACPA": re.compile(r"[0-9]{9}\Z"),
    "AUBSB": re.compile(r"[0-9]{6}\Z"),
    "INFSC": re.compile(r"[A-Z0-9]{11}\Z"),
    "CHBCC": re.compile(r"[0-9]{3,5}\Z"),
    "NZNCC": re.compile(r"[0-9]{6}\Z"),
}  # fmt: skip


class PaymentRefused(ValueError):
    """A payment or file that no bank may be given. The message says which part is wrong and what to do."""


@dataclass(frozen=True)
class Account:
    """A bank account: an `iban`, or a `number` with the bank's `member` id in a `clearing` system (USABA, GBDSC ...).

    Blanks are taken out. Raises PaymentRefused for a wrong check digit or a missing part.
    """

    iban: str | None = None
    number: str | None = None
    clearing: str | None = None
    member: str | None = None
    bic: str | None = None

    def __post_init__(self) -> None:
        for name in ("iban", "number", "member", "bic"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, re.sub(r"[\s-]", "", value).upper() or None)
        if bool(self.iban) == bool(self.number):
            raise PaymentRefused("An account has either an IBAN or an account number with the bank's clearing number.")
        if self.iban and not iban_check.is_valid(self.iban):
            raise PaymentRefused(f"The IBAN {self.iban} has a wrong check digit. Ask for it again and verify it.")
        if self.bic and not (bic_check.is_valid(self.bic)):
            raise PaymentRefused(f"The BIC {self.bic} is not a bank's identifier (8 or 11 letters and digits).")
        if self.number:
            self._check_number(self.number)

    def _check_number(self, number: str) -> None:
        if not re.fullmatch(r"[A-Z0-9]{1,34}", number):
            raise PaymentRefused(f"The account number {number} may hold up to 34 letters and digits.")
        if self.clearing is None and self.bic is None:
            raise PaymentRefused(
                f"The account {number} needs its bank: a BIC, or a clearing system and the bank's number in it."
            )
        if self.clearing is not None:
            shape = CLEARING_SYSTEMS.get(self.clearing)
            if shape is None or self.member is None or not shape.match(self.member):
                raise PaymentRefused(f"“{self.member}” is not a bank's number in the clearing system {self.clearing}.")
            if self.clearing == "USABA" and not routing_check.is_valid(self.member):
                raise PaymentRefused(
                    f"The routing number {self.member} has a wrong check digit. Ask for it again and verify it."
                )

    @property
    def in_sepa(self) -> bool:
        return bool(self.iban) and (self.iban or "")[:2] in SEPA_COUNTRIES


@dataclass(frozen=True)
class ReferredDocument:
    """An invoice (CINV) or credit note (CREN) that a payment settles; `amount` is positive in both."""

    number: str
    kind: Literal["CINV", "CREN"] = "CINV"
    issued_on: date | None = None
    amount: Decimal | None = None


@dataclass(frozen=True)
class Debtor:
    """Who pays, and the account that is charged unless a payment names another."""

    name: str
    account: Account


@dataclass(frozen=True)
class Payment:
    """One credit transfer. `end_to_end_id` identifies it for ever: the same invoice always has the same one.

    `amount` must be positive and exact in the currency's minor unit; nothing is rounded here. Of `reference` (an ISO 11649
    creditor reference), `documents` and `text` the first given is sent. Raises PaymentRefused.
    """

    end_to_end_id: str
    amount: Decimal
    currency: str
    creditor_name: str
    account: Account
    due_on: date
    text: str = ""
    reference: str = ""
    documents: tuple[ReferredDocument, ...] = ()
    debtor_account: Account | None = None

    def __post_init__(self) -> None:
        require_identifier(self.end_to_end_id, "end-to-end identification")
        require_amount(self.amount, self.currency)
        require_text(self.creditor_name, f"The name of the creditor of {self.end_to_end_id}")
        if self.text:
            require_text(self.text, f"The text of {self.end_to_end_id}")
        if self.reference and not _is_creditor_reference(self.reference):
            raise PaymentRefused(
                f"“{self.reference}” is not a creditor reference (ISO 11649, RF and two check digits)."
            )
        for document in self.documents:
            require_text(document.number, f"The number of a document of {self.end_to_end_id}")
            if document.amount is not None:
                require_amount(document.amount, self.currency)
        if self.is_sepa(self.account) and self.amount > MAX_SEPA_AMOUNT:
            raise PaymentRefused(f"{self.end_to_end_id}: a SEPA transfer carries at most {MAX_SEPA_AMOUNT} EUR.")

    def is_sepa(self, charged: Account) -> bool:
        """Whether the transfer runs under the SEPA scheme: euro, and both accounts have an IBAN of its countries."""
        return self.currency == "EUR" and self.account.in_sepa and charged.in_sepa


def compact_identifier(identifier: str) -> str:
    """An identifier that fits the 35 characters of a payment: a UUID without its hyphens, anything shorter as it is."""
    compact = identifier.replace("-", "") if len(identifier) > MAX_IDENTIFIER else identifier
    return require_identifier(compact, "identification")


def require_identifier(identifier: str, what: str, longest: int = MAX_IDENTIFIER) -> str:
    """The identifier, when banks take it as it is. Identifiers are never changed, because they must come back the same."""
    wrong = (
        not identifier or len(identifier) > longest or not ALLOWED.match(identifier) or identifier != identifier.strip()
    )
    if wrong or identifier.startswith("/") or identifier.endswith("/") or "//" in identifier:
        allowed = f"1 to {longest} letters, digits and / - ? : ( ) . , ' +, without a slash at an end or two in a row"
        raise PaymentRefused(f"The {what} “{identifier[:60]}” cannot be sent. It may hold {allowed}.")
    return identifier


def require_amount(amount: Decimal, currency: str) -> Decimal:
    """The amount, when it is positive, exact in the currency's minor unit and short enough."""
    if not re.fullmatch(r"[A-Z]{3}", currency) or currency not in list_currencies():
        raise PaymentRefused(f"“{currency}” is no currency code (ISO 4217, like EUR).")
    if not isinstance(amount, Decimal) or not amount.is_finite() or amount <= 0:
        raise PaymentRefused(
            f"{amount} {currency} cannot be paid: an amount is a positive decimal number. Net credits first."
        )
    if amount.adjusted() >= MAX_DIGITS or len(amount.as_tuple().digits) > MAX_DIGITS + 5:
        raise PaymentRefused(f"{amount} {currency} has more than {MAX_DIGITS} digits.")
    if amount != amount.quantize(minor_unit(currency)):
        raise PaymentRefused(
            f"{amount} {currency} is finer than {minor_unit(currency)}, the smallest unit of {currency}."
        )
    if len(format(amount.quantize(minor_unit(currency)), "f").replace(".", "")) > MAX_DIGITS:
        raise PaymentRefused(f"{amount} {currency} has more than {MAX_DIGITS} digits.")
    return amount


def require_text(text: str, what: str) -> str:
    """The text, when something of it is left in the letters banks take."""
    try:
        written = transliterate(text)
    except NotLatin as error:
        raise PaymentRefused(f"{what} cannot be sent: {error}") from None
    if not re.search(r"[A-Za-z0-9]", written):
        raise PaymentRefused(f"{what} is empty.")
    return text


def require_different(identifiers: Iterable[str]) -> None:
    """Raises PaymentRefused when a payment is in the file twice."""
    seen: set[str] = set()
    for identifier in identifiers:
        if identifier in seen:
            raise PaymentRefused(f"The payment {identifier} is in the file twice.")
        seen.add(identifier)


def _is_creditor_reference(reference: str) -> bool:
    compact = re.sub(r"\s", "", reference).upper()
    if not re.fullmatch(r"RF[0-9]{2}[A-Z0-9]{1,21}", compact):
        return False
    digits = "".join(str(int(character, 36)) for character in compact[4:] + compact[:4])
    return int(digits) % 97 == 1
