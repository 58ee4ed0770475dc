"""Checks a payment file: by the rules of its message written down here, and by an XSD where the bank supplies one."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree
from stdnum import iban as iban_check

from flowmono.common.money import minor_unit

from .characters import ALLOWED

_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(pain\.001\.001\.(?:03|09))\Z")
MAX_BYTES = 200 * 1024 * 1024

# The children of each element in their order, with how many there must and may be (ISO 20022 message definition report).
_MANY = 1_000_000
_ORDER: dict[str, tuple[tuple[str, int, int], ...]] = {
    "Document": (("CstmrCdtTrfInitn", 1, 1),),
    "CstmrCdtTrfInitn": (("GrpHdr", 1, 1), ("PmtInf", 1, _MANY), ("SplmtryData", 0, _MANY)),
    "GrpHdr": (
        ("MsgId", 1, 1), ("CreDtTm", 1, 1), ("Authstn", 0, 2), ("NbOfTxs", 1, 1), ("CtrlSum", 0, 1), ("InitgPty", 1, 1), ("FwdgAgt", 0, 1),
        ("InitnSrc", 0, 1),
    ),
    "PmtInf": (
        ("PmtInfId", 1, 1), ("PmtMtd", 1, 1), ("BtchBookg", 0, 1), ("NbOfTxs", 0, 1), ("CtrlSum", 0, 1), ("PmtTpInf", 0, 1),
        ("ReqdExctnDt", 1, 1), ("PoolgAdjstmntDt", 0, 1), ("Dbtr", 1, 1), ("DbtrAcct", 1, 1), ("DbtrAgt", 1, 1), ("DbtrAgtAcct", 0, 1),
        ("InstrForDbtrAgt", 0, 1), ("UltmtDbtr", 0, 1), ("ChrgBr", 0, 1), ("ChrgsAcct", 0, 1), ("ChrgsAcctAgt", 0, 1), ("CdtTrfTxInf", 1, _MANY),
    ),
    "CdtTrfTxInf": (
        ("PmtId", 1, 1), ("PmtTpInf", 0, 1), ("Amt", 1, 1), ("XchgRateInf", 0, 1), ("ChrgBr", 0, 1), ("MndtRltdInf", 0, 1), ("ChqInstr", 0, 1),
        ("UltmtDbtr", 0, 1), ("IntrmyAgt1", 0, 1), ("IntrmyAgt1Acct", 0, 1), ("IntrmyAgt2", 0, 1), ("IntrmyAgt2Acct", 0, 1), ("IntrmyAgt3", 0, 1),
        ("IntrmyAgt3Acct", 0, 1), ("CdtrAgt", 0, 1), ("CdtrAgtAcct", 0, 1), ("Cdtr", 0, 1), ("CdtrAcct", 0, 1), ("UltmtCdtr", 0, 1),
        ("InstrForCdtrAgt", 0, _MANY), ("InstrForDbtrAgt", 0, 1), ("Purp", 0, 1), ("RgltryRptg", 0, 10), ("Tax", 0, 1), ("RltdRmtInf", 0, 10),
        ("RmtInf", 0, 1), ("SplmtryData", 0, _MANY),
    ),
    "PmtId": (("InstrId", 0, 1), ("EndToEndId", 1, 1), ("UETR", 0, 1)),
    "RmtInf": (("Ustrd", 0, _MANY), ("Strd", 0, _MANY)),
    "ClrSysMmbId": (("ClrSysId", 0, 1), ("MmbId", 1, 1)),
    "Strd": (
        ("RfrdDocInf", 0, _MANY), ("RfrdDocAmt", 0, 1), ("CdtrRefInf", 0, 1), ("Invcr", 0, 1), ("Invcee", 0, 1), ("TaxRmt", 0, 1),
        ("GrnshmtRmt", 0, 1), ("AddtlRmtInf", 0, 3),
    ),
}  # fmt: skip

_IDENTIFIER = re.compile(r".{1,35}\Z", re.DOTALL)
_SHAPES: dict[str, tuple[re.Pattern[str], str]] = {
    "MsgId": (_IDENTIFIER, "1 to 35 characters"),
    "PmtInfId": (_IDENTIFIER, "1 to 35 characters"),
    "InstrId": (_IDENTIFIER, "1 to 35 characters"),
    "EndToEndId": (_IDENTIFIER, "1 to 35 characters"),
    "NbOfTxs": (re.compile(r"[0-9]{1,15}\Z"), "a whole number"),
    "CtrlSum": (re.compile(r"(?!(?:\.?[0-9]){19})[0-9]+(?:\.[0-9]{1,17})?\Z"), "a sum of at most 18 digits"),
    "CreDtTm": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})?\Z"), "a date and time"),
    "PmtMtd": (re.compile(r"(?:TRF|TRA|CHK)\Z"), "TRF, TRA or CHK"),
    "ChrgBr": (re.compile(r"(?:DEBT|CRED|SHAR|SLEV)\Z"), "DEBT, CRED, SHAR or SLEV"),
    "Nm": (re.compile(r".{1,140}\Z", re.DOTALL), "1 to 140 characters"),
    "Ustrd": (re.compile(r".{1,140}\Z", re.DOTALL), "1 to 140 characters"),
    "Nb": (_IDENTIFIER, "1 to 35 characters"),
    "Ref": (_IDENTIFIER, "1 to 35 characters"),
    "MmbId": (_IDENTIFIER, "1 to 35 characters"),
    "BIC": (re.compile(r"[A-Z]{6}[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{3})?\Z"), "a BIC of 8 or 11 letters and digits"),
    "BICFI": (re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\Z"), "a BIC of 8 or 11 letters and digits"),
    "IBAN": (re.compile(r"[A-Z]{2}[0-9]{2}[A-Za-z0-9]{1,30}\Z"), "an IBAN without blanks"),
    "UETR": (re.compile(r"[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}\Z"), "a UUID of version 4"),
}  # fmt: skip
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_AMOUNT = re.compile(r"[0-9]+(?:\.[0-9]{1,5})?\Z")


def check(data: bytes) -> list[str]:
    """What is wrong with a payment file, as sentences; an empty list when nothing is.

    Needs no schema: the message's required elements and their order, the shapes of its values, the counts and sums of the
    file and of each group, identifiers that repeat, IBAN check digits, and amounts in the currency's own unit.
    """
    root = _parse(data)
    if isinstance(root, str):
        return [root]
    match = _NAMESPACE.match(etree.QName(root).namespace or "")
    if etree.QName(root).localname != "Document" or not match:
        return ["The file is not a pain.001.001.03 or pain.001.001.09 message."]
    structure = list(_check_structure(root))
    if structure:
        return structure
    message = root[0]
    return [*_check_values(message, match[1]), *_check_sums(message), *_check_identifiers(message)]


def validate(data: bytes, schema: Path) -> list[str]:
    """What an XSD finds wrong with a file, as sentences; an empty list when it validates. Raises OSError without the schema."""
    root = _parse(data)
    if isinstance(root, str):
        return [root]
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    rules = etree.XMLSchema(etree.fromstring(schema.read_bytes(), parser))
    rules.validate(root)
    return [f"Line {error.line}: {error.message}" for error in rules.error_log]


def _parse(data: bytes) -> Any:
    if len(data) > MAX_BYTES:
        return f"The file is larger than {MAX_BYTES // 1024 // 1024} MB."
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return "The file brings its own DTD, which a payment file never needs."
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return f"The file is not well-formed XML: {error}."


def _check_structure(root: Any) -> Iterator[str]:
    stack = [root]
    while stack:
        element = stack.pop()
        name = etree.QName(element).localname
        if name in _ORDER:
            yield from _check_children(element, name)
        stack.extend(reversed(element))


def _check_children(element: Any, name: str) -> Iterator[str]:
    found = [etree.QName(child).localname for child in element]
    places = [rule[0] for rule in _ORDER[name]]
    for child in found:
        if child not in places:
            yield f"{name} may not hold {child}."
            return
    if found != sorted(found, key=places.index):
        yield f"The parts of {name} are not in their order."
    for child, least, most in _ORDER[name]:
        count = found.count(child)
        if not least <= count <= most:
            yield f"{name} needs {child}." if count < least else f"{name} holds {child} {count} times."


def _check_values(message: Any, version: str) -> Iterator[str]:
    for element in message.iter():
        name, text = etree.QName(element).localname, (element.text or "").strip()
        if name in _SHAPES and not len(element):
            pattern, wanted = _SHAPES[name]
            if not pattern.match(text):
                yield f"{name} “{text[:60]}” is not {wanted}."
        if name == "IBAN" and not iban_check.is_valid(text):
            yield f"The IBAN {text[:40]} has a wrong check digit."
        if element.get("Ccy") is not None:
            yield from _check_amount(name, text, element.get("Ccy"))
        if name == "ReqdExctnDt":
            yield from _check_day(element, text, version)
        if name in ("BIC", "BICFI") and (name == "BIC") != (version == "pain.001.001.03"):
            yield f"{name} does not exist in {version}."


def _check_amount(name: str, text: str, currency: str) -> Iterator[str]:
    if not re.fullmatch(r"[A-Z]{3}", currency):
        yield f"“{currency}” is no currency code."
    elif not _AMOUNT.match(text) or len(text.replace(".", "")) > 18:
        yield f"{name} “{text[:40]}” is not an amount."
    elif Decimal(text) <= 0:
        yield f"{name} {text} {currency} is not positive."
    elif Decimal(text) != Decimal(text).quantize(minor_unit(currency)):
        yield f"{name} {text} is finer than {minor_unit(currency)}, the smallest unit of {currency}."


def _check_day(element: Any, text: str, version: str) -> Iterator[str]:
    inner = [(etree.QName(child).localname, (child.text or "").strip()) for child in element]
    plain = version == "pain.001.001.03"
    good = (plain and not inner and _DAY.match(text)) or (
        not plain and len(inner) == 1 and inner[0][0] in ("Dt", "DtTm")
    )
    if not good or (inner and inner[0][0] == "Dt" and not _DAY.match(inner[0][1])):
        yield "ReqdExctnDt does not hold a day in the form of its version."


def _check_sums(message: Any) -> Iterator[str]:
    amounts = _amounts(message)
    yield from _compare(_child(message, "GrpHdr"), amounts, "The file")
    for group in (child for child in message if etree.QName(child).localname == "PmtInf"):
        yield from _compare(group, _amounts(group), f"The group {_text(group, 'PmtInfId')}")


def _amounts(element: Any) -> list[Decimal]:
    """The amounts of the transfers under an element; one that is no number counts as zero and is reported elsewhere."""
    found = []
    for transfer in element.iter("{*}CdtTrfTxInf"):
        texts = [
            (item.text or "").strip()
            for kind in ("InstdAmt", "EqvtAmt/{*}Amt")
            for item in transfer.iterfind(f"{{*}}Amt/{{*}}{kind}")
        ]
        found.append(Decimal(texts[0]) if texts and _AMOUNT.match(texts[0]) else Decimal(0))
    return found


def _compare(element: Any, amounts: list[Decimal], what: str) -> Iterator[str]:
    count, control = _text(element, "NbOfTxs"), _text(element, "CtrlSum")
    if count is not None and count != str(len(amounts)):
        yield f"{what} says it holds {count} transfers but holds {len(amounts)}."
    total = sum(amounts, Decimal(0))
    if control is not None and _SHAPES["CtrlSum"][0].match(control) and Decimal(control) != total:
        yield f"{what} says its sum is {control} but its transfers add up to {total}."


def _check_identifiers(message: Any) -> Iterator[str]:
    for name in ("PmtInfId", "EndToEndId"):
        seen: set[str] = set()
        for element in message.iter(f"{{*}}{name}"):
            text = (element.text or "").strip()
            if text in seen and text != "NOTPROVIDED":
                yield f"{name} “{text[:40]}” is in the file twice."
            seen.add(text)
            if not ALLOWED.match(text):
                yield f"{name} “{text[:40]}” holds a character that banks do not take."


def _child(element: Any, name: str) -> Any:
    return next(child for child in element if etree.QName(child).localname == name)


def _text(element: Any, name: str) -> str | None:
    return next(((child.text or "").strip() for child in element if etree.QName(child).localname == name), None)
