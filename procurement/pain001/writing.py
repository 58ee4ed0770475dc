"""Writes a customer credit transfer initiation (pain.001) and checks it before handing it over."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lxml import etree

from flowmono.common.money import minor_unit

from .characters import transliterate
from .checking import check
from .days import execution_day
from .orders import (
    MAX_NAME,
    MAX_TEXT,
    Account,
    Debtor,
    Payment,
    PaymentRefused,
    ReferredDocument,
    require_different,
    require_identifier,
    require_text,
)

VERSIONS = ("pain.001.001.09", "pain.001.001.03")
MAX_PAYMENTS = 100_000
_MESSAGE_ID_LENGTH = 29  # leaves room for "-" and the number of the group in PmtInfId

_Group = tuple[str, Account, date, bool]


def write(
    debtor: Debtor,
    payments: Sequence[Payment],
    *,
    message_id: str,
    created_at: datetime,
    version: str = "pain.001.001.09",
) -> bytes:
    """The payment file. Payments are grouped by currency, charged account, day and scheme, in the order given.

    `created_at` must know its time zone. A payment whose day has passed is asked for on the day of the file; none on a day on which banks are closed.
    Names are sent with at most 70 and texts with at most 140 characters, in the SEPA character set. Raises PaymentRefused.
    """
    _require_file(debtor, payments, message_id, created_at, version)
    namespace = f"urn:iso:std:iso:20022:tech:xsd:{version}"
    document = etree.Element(f"{{{namespace}}}Document", nsmap={None: namespace})
    message = _add(document, "CstmrCdtTrfInitn")
    _write_header(message, debtor, payments, message_id, created_at)
    for number, (group, members) in enumerate(_grouped(debtor, payments, created_at.date()).items(), start=1):
        _write_group(message, debtor, group, members, f"{message_id}-{number}", version)
    data: bytes = etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    if problems := check(data):
        raise PaymentRefused(f"The payment file would be wrong: {problems[0]}")
    return data


def _require_file(
    debtor: Debtor, payments: Sequence[Payment], message_id: str, created_at: datetime, version: str
) -> None:
    if version not in VERSIONS:
        raise PaymentRefused(f"“{version}” cannot be written. Choose one of {', '.join(VERSIONS)}.")
    if not payments:
        raise PaymentRefused("There is nothing to pay. A payment file holds at least one payment.")
    if len(payments) > MAX_PAYMENTS:
        raise PaymentRefused(f"A payment file holds at most {MAX_PAYMENTS} payments. Make several.")
    if created_at.tzinfo is None:
        raise PaymentRefused("The time of the file must know its time zone.")
    require_identifier(message_id, "message identification", _MESSAGE_ID_LENGTH)
    require_text(debtor.name, "The name of the debtor")
    require_different(payment.end_to_end_id for payment in payments)


def _grouped(debtor: Debtor, payments: Sequence[Payment], today: date) -> dict[_Group, list[Payment]]:
    groups: dict[_Group, list[Payment]] = {}
    for payment in payments:
        charged = payment.debtor_account or debtor.account
        key = (
            payment.currency,
            charged,
            execution_day(payment.due_on, today, payment.currency),
            payment.is_sepa(charged),
        )
        groups.setdefault(key, []).append(payment)
    return groups


def _write_header(
    message: Any, debtor: Debtor, payments: Sequence[Payment], message_id: str, created_at: datetime
) -> None:
    header = _add(message, "GrpHdr")
    _add(header, "MsgId", message_id)
    _add(header, "CreDtTm", created_at.isoformat(timespec="seconds"))
    _write_counts(header, payments)
    _add(_add(header, "InitgPty"), "Nm", _name(debtor.name))


def _write_counts(parent: Any, payments: Sequence[Payment]) -> None:
    """Number of transfers and the plain sum of their amounts, whatever their currencies (ISO 20022 control sum)."""
    _add(parent, "NbOfTxs", str(len(payments)))
    _add(parent, "CtrlSum", _plain(sum((payment.amount for payment in payments), Decimal(0))))


def _write_group(
    message: Any, debtor: Debtor, group: _Group, payments: list[Payment], identifier: str, version: str
) -> None:
    _, charged, day, is_sepa = group
    info = _add(message, "PmtInf")
    _add(info, "PmtInfId", identifier)
    _add(info, "PmtMtd", "TRF")
    _write_counts(info, payments)
    if is_sepa:
        _add(_add(_add(info, "PmtTpInf"), "SvcLvl"), "Cd", "SEPA")
    requested = _add(info, "ReqdExctnDt")
    (requested if version == "pain.001.001.03" else _add(requested, "Dt")).text = day.isoformat()
    _add(_add(info, "Dbtr"), "Nm", _name(debtor.name))
    _write_account(_add(info, "DbtrAcct"), charged)
    _write_agent(info, "DbtrAgt", charged, version, required=True)
    _add(info, "ChrgBr", "SLEV" if is_sepa else "SHAR")
    for payment in payments:
        _write_payment(_add(info, "CdtTrfTxInf"), payment, version, is_sepa)


def _write_payment(transfer: Any, payment: Payment, version: str, is_sepa: bool) -> None:
    _add(_add(transfer, "PmtId"), "EndToEndId", payment.end_to_end_id)
    amount = _add(_add(transfer, "Amt"), "InstdAmt", _money(payment.amount, payment.currency))
    amount.set("Ccy", payment.currency)
    _write_agent(transfer, "CdtrAgt", payment.account, version, required=False)
    _add(_add(transfer, "Cdtr"), "Nm", _name(payment.creditor_name))
    _write_account(_add(transfer, "CdtrAcct"), payment.account)
    _write_remittance(transfer, payment, is_sepa)


def _write_account(parent: Any, account: Account) -> None:
    identification = _add(parent, "Id")
    if account.iban:
        _add(identification, "IBAN", account.iban)
        return
    other = _add(identification, "Othr")
    _add(other, "Id", account.number)
    _add(_add(other, "SchmeNm"), "Cd", "BBAN")


def _write_agent(parent: Any, name: str, account: Account, version: str, *, required: bool) -> None:
    """The account's bank by BIC or clearing number; the debtor's, which every version demands, may be "NOTPROVIDED"."""
    if not (account.bic or account.clearing or required):
        return
    institution = _add(_add(parent, name), "FinInstnId")
    if account.bic:
        _add(institution, "BIC" if version == "pain.001.001.03" else "BICFI", account.bic)
    if account.clearing:
        member = _add(institution, "ClrSysMmbId")
        _add(_add(member, "ClrSysId"), "Cd", account.clearing)
        _add(member, "MmbId", account.member)
    if not (account.bic or account.clearing):
        _add(_add(institution, "Othr"), "Id", "NOTPROVIDED")


def _write_remittance(transfer: Any, payment: Payment, is_sepa: bool) -> None:
    """What the creditor needs to know. The SEPA scheme takes one reference or one text, so documents become a text there."""
    if payment.reference:
        reference = _add(_add(_add(transfer, "RmtInf"), "Strd"), "CdtrRefInf")
        _add(_add(_add(reference, "Tp"), "CdOrPrtry"), "Cd", "SCOR")
        _add(reference, "Ref", re.sub(r"\s", "", payment.reference).upper())
    elif payment.documents and not is_sepa:
        remittance = _add(transfer, "RmtInf")
        for document in payment.documents:
            _write_document(_add(remittance, "Strd"), document, payment.currency)
    elif payment.documents or payment.text:
        text = payment.text or " ".join(document.number for document in payment.documents)
        _add(_add(transfer, "RmtInf"), "Ustrd", transliterate(text)[:MAX_TEXT].rstrip())


def _write_document(structured: Any, document: ReferredDocument, currency: str) -> None:
    referred = _add(structured, "RfrdDocInf")
    _add(_add(_add(referred, "Tp"), "CdOrPrtry"), "Cd", document.kind)
    _add(referred, "Nb", transliterate(document.number)[:35].rstrip())
    if document.issued_on:
        _add(referred, "RltdDt", document.issued_on.isoformat())
    if document.amount is not None:
        amounts = _add(structured, "RfrdDocAmt")
        name = "CdtNoteAmt" if document.kind == "CREN" else "DuePyblAmt"
        _add(amounts, name, _money(document.amount, currency)).set("Ccy", currency)


def _add(parent: Any, name: str, text: str | None = None) -> Any:
    element = etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{name}")
    element.text = text
    return element


def _name(name: str) -> str:
    return transliterate(name)[:MAX_NAME].rstrip()


def _money(amount: Decimal, currency: str) -> str:
    return format(amount.quantize(minor_unit(currency)), "f")


def _plain(amount: Decimal) -> str:
    return format(amount, "f")
