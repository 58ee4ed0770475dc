"""From a file to an InvoiceReading: structured data first, the visible page where there is none, both where there are both."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from typing import Any

import pikepdf
from lxml import etree

from .attachments import find_xml, is_prescribed, open_pdf
from .cii import read_cii
from .comparison import compare_with_page
from .model import (
    NOT_INVOICE,
    SCHEMATRON_FATAL,
    UNREADABLE,
    UNSUPPORTED_SYNTAX,
    DocumentRefused,
    InvoiceReading,
    NothingFound,
    OnlyPictures,
    Source,
)
from .page import MAX_PAGES, Text, read_words
from .pictures import read_picture, read_scan
from .printed import printed_rows
from .profiles import find_violations, name_profile
from .rows import arrange_rows
from .tree import local_name, parse_xml
from .ubl import read_ubl
from .visible import numbered_texts, read_visible

MAX_FILE_BYTES = 40 * 1024 * 1024

_CII_ROOTS = frozenset({"CrossIndustryInvoice", "CrossIndustryDocument"})
_OTHER_DOCUMENTS = frozenset(
    {"Order", "OrderResponse", "OrderChange", "DespatchAdvice", "ReceiptAdvice", "Catalogue", "Quotation", "Statement", "Reminder"}
    | {"SCRDMCCBDACIOMessageStructure", "SCRDMCCBDACIDAMessageStructure", "CrossIndustryOrder", "CrossIndustryDespatchAdvice"}
)  # fmt: skip
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
MOST_EMAILS = 20


def read_invoice(
    data: bytes, filename: str = "", *, visible_only: bool = False, recognise: bool = True
) -> InvoiceReading:
    """Everything that can be read from an invoice file (XML, PDF with XML inside, PDF, picture or scan).

    visible_only: the XML inside a PDF is left aside. recognise: words in pictures are recognised, which takes seconds a page; without
    it such a file is refused and its source is "ocr". Never raises for what is in the file: a file that cannot be used comes back with
    `document_problem` and a sentence in `problem_detail`. It parses untrusted bytes; production code calls
    `sandbox.read_invoice_in_child`.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        return _read(data, sha256, filename, visible_only, recognise)
    except OnlyPictures as refused:
        return _refused(refused, "ocr", sha256, filename)
    except DocumentRefused as refused:
        return _refused(refused, _guess_source(data), sha256, filename)


def _read(data: bytes, sha256: str, filename: str, visible_only: bool, recognise: bool) -> InvoiceReading:
    if len(data) > MAX_FILE_BYTES:
        raise DocumentRefused(
            UNREADABLE, f"The file is larger than {MAX_FILE_BYTES // 1024 // 1024} MB. Ask for a smaller one."
        )
    if not data.strip(b" \t\r\n\x00"):
        raise DocumentRefused(UNREADABLE, "The file is empty. Ask the sender for the invoice again.")
    if b"%PDF-" in data[:2048]:
        return _read_pdf(data, sha256, filename, visible_only, recognise)
    if data.startswith(_PICTURES):
        if not recognise:
            raise OnlyPictures(UNREADABLE, "The file is a picture. Ask the sender for a PDF with text or an e-invoice.")
        return replace(_read_shown(read_picture(data), sha256, filename), source="ocr")
    if data.startswith(b"PK") or filename.lower().endswith(".pdf"):
        raise DocumentRefused(UNREADABLE, "The file is neither a PDF nor XML. Ask the sender for the invoice itself.")
    return _read_xml(data, sha256, filename)


def _guess_source(data: bytes) -> Source:
    return "pdf" if b"%PDF-" in data[:2048] else "xml"


def _refused(refused: DocumentRefused, source: Source, sha256: str, filename: str) -> InvoiceReading:
    return InvoiceReading(source, sha256, filename, document_problem=refused.code, problem_detail=refused.message)


def _read_xml(data: bytes, sha256: str, filename: str) -> InvoiceReading:
    root = parse_xml(data)
    reading = _read_root(root, sha256, filename)
    emails = _emails(str(words) for words in root.itertext())
    reading = replace(reading, profile=name_profile(reading.customization), emails=emails)
    if violation := next(find_violations(root, reading), None):
        return replace(reading, document_problem=SCHEMATRON_FATAL, problem_detail=violation)
    return reading


def _read_root(root: Any, sha256: str, filename: str) -> InvoiceReading:
    name, namespace = local_name(root), etree.QName(root).namespace or ""
    if name in _CII_ROOTS and namespace.startswith(("urn:un:unece:uncefact:", "urn:ferd:")):
        return read_cii(root, sha256, filename)
    if name in ("Invoice", "CreditNote") and namespace.startswith("urn:oasis:names:specification:ubl:schema:xsd:"):
        return read_ubl(root, sha256, filename)
    if name in _OTHER_DOCUMENTS:
        raise DocumentRefused(NOT_INVOICE, f"The file is a business document of another kind ({name}), not an invoice.")
    message = f"“{name}” is not a supported e-invoice. Ask for UBL, CII, Factur-X, ZUGFeRD, XRechnung or a PDF."
    raise DocumentRefused(UNSUPPORTED_SYNTAX, message)


def _read_pdf(data: bytes, sha256: str, filename: str, visible_only: bool, recognise: bool) -> InvoiceReading:
    with open_pdf(data) as pdf:
        pages = _count_pages(pdf)
        structured = None if visible_only else _read_embedded(pdf, sha256, filename)
    if structured is None:
        return replace(_read_pages(data, sha256, filename, recognise), pages=pages)
    if structured.document_problem:
        return replace(structured, source="hybrid", pages=pages)
    try:
        text = read_words(data)
        # What only the second opinion reads is no proof that the page says something else than the data.
        visible = read_visible(text, sha256, filename, rules_alone=True)
        visible = replace(visible, emails=_emails(word.text for word in text.words))
    except DocumentRefused:
        visible = None  # a scanned picture beside good structured data: there is nothing to compare
    differences = compare_with_page(structured, visible) if visible else ()
    numbered, shown = (visible.numbered, visible.emails) if visible else ((), ())
    emails = tuple(dict.fromkeys((*structured.emails, *shown)))
    return replace(structured, source="hybrid", pages=pages, differences=differences, numbered=numbered, emails=emails)


def _emails(texts: Iterable[str]) -> tuple[str, ...]:
    """The e-mail addresses in these texts, in small letters, each once."""
    found = (match.group().casefold().rstrip(".") for text in texts if "@" in text for match in _EMAIL.finditer(text))
    return tuple(islice(dict.fromkeys(found), MOST_EMAILS))


def _read_pages(data: bytes, sha256: str, filename: str, recognise: bool) -> InvoiceReading:
    """What the pages show: their text, or what is recognised in them when they are pictures."""
    try:
        return _read_shown(read_words(data), sha256, filename)
    except OnlyPictures:
        if not recognise:
            raise
    return replace(_read_shown(read_scan(data), sha256, filename), source="ocr")


def _read_shown(text: Text, sha256: str, filename: str) -> InvoiceReading:
    """What the pages show. Pages without one label that is known keep where their words stand: a vendor's layout may be remembered."""
    try:
        return replace(read_visible(text, sha256, filename), emails=_emails(word.text for word in text.words))
    except NothingFound as refused:
        rows = arrange_rows(text.words)
        empty = _refused(refused, "pdf", sha256, filename)
        return replace(empty, printed=printed_rows(rows), numbered=numbered_texts(rows))


def _count_pages(pdf: pikepdf.Pdf) -> int:
    try:
        pages = len(pdf.pages)
    except (pikepdf.PdfError, RuntimeError, RecursionError, TypeError, ValueError):
        raise DocumentRefused(UNREADABLE, "The pages of the PDF are damaged. Ask the sender for it again.") from None
    if pages > MAX_PAGES:
        raise DocumentRefused(
            UNREADABLE, f"The PDF has {pages} pages; an invoice may have {MAX_PAGES}. Send the invoice alone."
        )
    return pages


def _read_embedded(pdf: pikepdf.Pdf, sha256: str, filename: str) -> InvoiceReading | None:
    """The invoice in the attached XML, None when no attachment is one. The first that is an invoice wins."""
    trouble: InvoiceReading | None = None
    try:
        attachments = find_xml(pdf)
    except DocumentRefused as refused:
        return _refused(refused, "hybrid", sha256, filename)
    for attachment in attachments:
        try:
            return _read_xml(attachment.data, sha256, filename)
        except DocumentRefused as refused:
            if trouble is None and is_prescribed(attachment.name) and refused.code != UNSUPPORTED_SYNTAX:
                trouble = _refused(refused, "hybrid", sha256, filename)
    return trouble
