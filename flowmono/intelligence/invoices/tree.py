"""XML from strangers: parsed within limits, walked by local names so that every version's namespace prefixes look alike."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from lxml import etree

from .amounts import NotANumber, read_xml_decimal
from .dates import NotADate, read_xml_date
from .model import MALFORMED_XML, SCHEMATRON_FATAL, UNREADABLE, UNSUPPORTED_SYNTAX, DocumentRefused, Evidence

MAX_XML_BYTES = 20 * 1024 * 1024
MAX_ELEMENTS = 400_000
MAX_DEPTH = 60
MAX_TEXT = 4_000

_DOCTYPE = re.compile(rb"<!DOCTYPE\s+([A-Za-z][\w.:-]*)", re.IGNORECASE)
# Characters that reorder or hide what a person reads; never part of a name, number or description.
_INVISIBLE = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def parse_xml(data: bytes) -> Any:
    """The root element of an XML file that holds no DTD and is within the limits of size, depth and count.

    Raises DocumentRefused: DOC_UNREADABLE for an empty file, DOC_UNSUPPORTED_SYNTAX for a web page, DOC_MALFORMED_XML otherwise.
    """
    if not data.strip(b" \t\r\n\x00"):
        raise DocumentRefused(UNREADABLE, "The file is empty. Ask the sender for the invoice again.")
    if len(data) > MAX_XML_BYTES:
        limit = MAX_XML_BYTES // 1024 // 1024
        raise DocumentRefused(
            MALFORMED_XML, f"The XML is larger than {limit} MB. Ask for the invoice without attachments."
        )
    _refuse_doctype(data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data.lstrip(b" \t\r\n"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentRefused(
            MALFORMED_XML, f"The XML is not well formed ({_short(error)}). Ask for it again."
        ) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise DocumentRefused(
            MALFORMED_XML, "The XML brings its own DTD, which an invoice never needs. It was not read."
        )
    _check_shape(root)
    return root


def _refuse_doctype(data: bytes) -> None:
    """Any DTD is refused before the parser sees it; encodings with a null between letters are looked through as well."""
    visible = data.replace(b"\x00", b"")
    match = _DOCTYPE.search(visible)
    if match and match[1].lower() == b"html":
        raise DocumentRefused(
            UNSUPPORTED_SYNTAX, "The file is a web page, not an invoice. Ask for the XML or PDF file itself."
        )
    if match or b"<!ENTITY" in visible:
        raise DocumentRefused(
            MALFORMED_XML, "The XML brings its own DTD, which an invoice never needs. It was not read."
        )


def _check_shape(root: Any) -> None:
    count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        count += event == "start"
        if count > MAX_ELEMENTS:
            raise DocumentRefused(MALFORMED_XML, f"The XML holds more than {MAX_ELEMENTS} elements.")
    deepest, stack = 0, [(root, 1)]
    while stack:
        element, depth = stack.pop()
        deepest = max(deepest, depth)
        if depth > MAX_DEPTH:
            raise DocumentRefused(MALFORMED_XML, f"The XML is nested more than {MAX_DEPTH} levels deep.")
        stack.extend((child, depth + 1) for child in element)


def _short(error: Exception) -> str:
    return str(error).split("\n")[0][:120]


def local_name(element: Any) -> str:
    """The name of an element without its namespace; "" for comments and processing instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def find_all(element: Any, path: str) -> list[Any]:
    """The elements at a path of local names. A step may name alternatives: `ExchangedDocument|HeaderExchangedDocument/ID`."""
    found = [] if element is None else [element]
    for step in path.split("/"):
        names = step.split("|")
        found = [child for parent in found for child in parent if local_name(child) in names]
    return found


def find(element: Any, path: str) -> Any:
    """The first element at a path, or None."""
    found = find_all(element, path)
    return found[0] if found else None


def clean_text(text: str | None) -> str | None:
    """Text for people: invisible and direction-changing characters gone, blanks collapsed; None when nothing is left."""
    cleaned = " ".join(_INVISIBLE.sub("", text or "").split())[:MAX_TEXT]
    return cleaned or None


class Facts:
    """Reads values from an element tree and remembers where each was found."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.evidence: list[Evidence] = []
        self.faults: list[str] = []

    def text(self, element: Any, path: str, name: str | None = None) -> str | None:
        """The first non-empty text at a path."""
        for found in find_all(element, path):
            if text := clean_text(found.text):
                self._remember(name, text, path)
                return text
        return None

    def texts(self, element: Any, path: str) -> tuple[str, ...]:
        """Every different non-empty text at a path, in order."""
        found = (clean_text(item.text) for item in find_all(element, path))
        return tuple(dict.fromkeys(text for text in found if text))

    def amount(self, element: Any, path: str, name: str | None = None) -> Decimal | None:
        """The number at a path. Raises DocumentRefused (DOC_MALFORMED_XML) when something else stands there."""
        return self.amount_of(find(element, path), path, name)

    def amount_of(self, element: Any, path: str, name: str | None = None) -> Decimal | None:
        """The number an element holds, None when there is no element or it is empty."""
        if element is None or not (element.text or "").strip():
            return None
        try:
            value = read_xml_decimal(element.text)
        except NotANumber as error:
            raise DocumentRefused(MALFORMED_XML, f"{path.split('/')[-1]}: {error}") from None
        self._remember(name, element.text.strip(), path)
        return value

    def rate(self, element: Any, path: str) -> Decimal | None:
        """The percentage at a path; one that is no number is None and a fault of the document, whose amounts can be read all the same."""
        try:
            return self.amount(element, path)
        except DocumentRefused as refused:
            self.faults.append(refused.message)
            return None

    @property
    def problem(self) -> str | None:
        """The code for a document with faults whose values can be shown all the same."""
        return SCHEMATRON_FATAL if self.faults else None

    def day(self, element: Any, path: str, name: str) -> date | None:
        """The day at a path. Raises DocumentRefused (DOC_MALFORMED_XML) for a day that does not exist."""
        found = find(element, path)
        if found is None or not (found.text or "").strip():
            return None
        try:
            value = read_xml_date(found.text, found.get("format"))
        except NotADate as error:
            raise DocumentRefused(MALFORMED_XML, f"{name}: {error}") from None
        self._remember(name, found.text.strip(), path)
        return value

    def optional_day(self, element: Any, path: str) -> date | None:
        """The day at a path that no decision rests on; None when it cannot be read."""
        found = find(element, path)
        if found is None or not found.text:
            return None
        try:
            return read_xml_date(found.text, found.get("format"))
        except NotADate:
            return None

    def _remember(self, name: str | None, quote: str, path: str) -> None:
        if name:
            self.evidence.append(Evidence(field=name, quote=quote[:200], path=path))
