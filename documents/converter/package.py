"""Opens a .docx as what it is: a zip of parts with relationships (ECMA-376 part 2), from a stranger."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from documents.converter import limits
from documents.converter.errors import ConversionRefused
from documents.converter.names import STRICT_NAMES, Element, R, W
from documents.sayings import gettext_noop

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE_DOCUMENT = "/officeDocument"
WORD_TYPES = ("wordprocessingml", "ms-word")
CONTENT_TYPES = "[Content_Types].xml"
NO_WORD_DOCUMENT = gettext_noop("This archive is not a Word document: upload a .docx file.")
TOO_LARGE_A_PART = gettext_noop("The part %(part)s unpacks to more than %(most)s MB: split the document or shrink it.")


@dataclass(frozen=True)
class Relation:
    """One relationship of a part: its kind (last word of the type), its target, and whether that lies outside the file."""

    kind: str
    target: str
    external: bool


@dataclass
class Package:
    """The parts of an opened document. Nothing is unpacked before it is asked for, nothing outside the file is ever read."""

    archive: zipfile.ZipFile
    names: frozenset[str]
    warnings: list[str] = field(default_factory=list)
    _trees: dict[str, Element | None] = field(default_factory=dict)
    _relations: dict[str, Mapping[str, Relation]] = field(default_factory=dict)
    main: str = ""

    def read(self, name: str, limit: int) -> bytes | None:
        """The bytes of a part, or None when there is no such part. Raises ConversionRefused above `limit` bytes."""
        if name not in self.names:
            return None
        try:
            with self.archive.open(name) as member:
                content = member.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise ConversionRefused(
                "damaged",
                gettext_noop("The part %(part)s of this file is damaged: save it again in Word and upload it."),
                part=name,
            ) from error
        if len(content) > limit:
            raise ConversionRefused(
                "too_large",
                TOO_LARGE_A_PART,
                part=name,
                most=limit // 1_000_000,
            )
        return content

    def tree(self, name: str) -> Element | None:
        """The parsed XML of a part, or None when it is absent or empty of sense and not needed."""
        if name not in self._trees:
            content = self.read(name, limits.MAX_XML_BYTES)
            self._trees[name] = None if content is None else parse(content, name, self.warnings)
        return self._trees[name]

    def let_go(self) -> None:
        """Frees the parsed XML, a dozen times as large as the file's: what is asked for later is parsed anew, as the file has it."""
        self._trees.clear()

    def relations(self, part: str) -> Mapping[str, Relation]:
        """The relationships of a part by id; empty when it has none."""
        if part not in self._relations:
            folder, base = posixpath.split(part)
            root = self.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
            self._relations[part] = {} if root is None else dict(_relations_of(root, folder))
        return self._relations[part]

    def related(self, part: str, kind: str) -> str | None:
        """The name of the first part inside the file that `part` relates to as `kind`."""
        for relation in self.relations(part).values():
            if relation.kind == kind and not relation.external and relation.target in self.names:
                return relation.target
        return None


def _relations_of(root: Element, folder: str) -> list[tuple[str, Relation]]:
    found = []
    for entry in root:
        target = entry.get("Target") or ""
        external = entry.get("TargetMode") == "External"
        if not external:
            target = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
        kind = (entry.get("Type") or "").rsplit("/", 1)[-1]
        found.append((entry.get("Id") or "", Relation(kind, target, external)))
    return found


def parse(content: bytes, name: str, warnings: list[str]) -> Element:
    """The root of an XML part. A document type is refused: Word never writes one, attackers do.

    Raises ConversionRefused("forbidden_xml") for a DTD and ("damaged") for XML that is not well-formed. Nesting beyond the
    parser's 256 levels is cut there with a warning, since a page could not show it.
    """
    if (
        b"<!DOCTYPE" in content
        or "<!DOCTYPE".encode("utf-16-le") in content
        or "<!DOCTYPE".encode("utf-16-be") in content
    ):
        raise ConversionRefused(
            "forbidden_xml",
            gettext_noop(
                "The part %(part)s declares a document type, which no Word file does: save it again in Word and upload it."
            ),
            part=name,
        )
    for strict, transitional in STRICT_NAMES.items():
        content = content.replace(strict.encode(), transitional.encode())
    try:
        return etree.fromstring(content, _parser(recover=False))
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        if "depth" not in str(error).lower():
            raise ConversionRefused(
                "damaged",
                gettext_noop("The part %(part)s is not well-formed XML: save the file again in Word and upload it."),
                part=name,
            ) from error
    root = etree.fromstring(content, _parser(recover=True))
    warnings.append(f"{name} is nested deeper than 256 levels: what lies deeper is left out")
    return root


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )


def open_package(data: bytes) -> Package:
    """The package in `data`. Raises ConversionRefused with a code that says what the file is instead of a .docx."""
    archive = _archive_of(data)
    package = Package(archive, frozenset(member.filename for member in archive.infolist()))
    package.main = _main_part(package)
    return package


def check_parts(data: bytes) -> None:
    """Raises ConversionRefused for what the file's list of parts alone tells, before anything is unpacked or kept."""
    members = _archive_of(data).infolist()
    if CONTENT_TYPES not in {member.filename for member in members}:
        raise ConversionRefused("not_docx", NO_WORD_DOCUMENT)
    for member in members:
        if member.filename.lower().endswith((".xml", ".rels")) and member.file_size > limits.MAX_XML_BYTES:
            raise ConversionRefused(
                "too_large", TOO_LARGE_A_PART, part=member.filename, most=limits.MAX_XML_BYTES // 1_000_000
            )


def _archive_of(data: bytes) -> zipfile.ZipFile:
    _refuse_other_formats(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ConversionRefused(
            "damaged", gettext_noop("This file is cut off or damaged: upload it again, or save it again in Word first.")
        ) from error
    _refuse_bad_members(members)
    return archive


def _refuse_other_formats(data: bytes) -> None:
    if not data:
        raise ConversionRefused("empty", gettext_noop("This file is empty: upload it again."))
    if len(data) > limits.MAX_FILE_BYTES:
        raise ConversionRefused(
            "too_large",
            gettext_noop("This file is larger than %(most)s MB: compress its pictures in Word."),
            most=limits.MAX_FILE_BYTES // 1_000_000,
        )
    if data.startswith(OLE_MAGIC):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise ConversionRefused(
                "encrypted",
                gettext_noop(
                    "This document is protected by a password: remove it in Word (File, Info) and upload it again."
                ),
            )
        raise ConversionRefused(
            "old_format", gettext_noop("This is an old Word 97-2003 document: save it as .docx and upload it again.")
        )
    if data.lstrip()[:5] == b"{\\rtf":
        raise ConversionRefused(
            "not_docx", gettext_noop("This is a rich text (.rtf) file: save it as .docx and upload it again.")
        )
    if data.lstrip()[:5] == b"%PDF-":
        raise ConversionRefused("not_docx", gettext_noop("This is already a PDF: upload it with the name .pdf."))
    if b"PK\x03\x04" not in data[:1_000_000]:
        raise ConversionRefused("not_docx", gettext_noop("This is not a Word document: upload a .docx file."))


def _refuse_bad_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > limits.MAX_MEMBERS:
        raise ConversionRefused(
            "too_large", gettext_noop("This file has too many parts for a Word document: save it again in Word.")
        )
    # Two parts of one name could show us one contract and the reader's Word another.
    names = [member.filename.lower() for member in members]
    if len(set(names)) != len(names):
        raise ConversionRefused(
            "ambiguous",
            gettext_noop(
                "This file holds two parts of the same name, so what it says is ambiguous: save it again in Word."
            ),
        )
    if any(member.flag_bits & 0x1 for member in members):
        raise ConversionRefused(
            "encrypted", gettext_noop("This file is an encrypted archive: save it as an ordinary .docx.")
        )
    if sum(member.file_size for member in members) > limits.MAX_UNPACKED_BYTES:
        raise ConversionRefused(
            "too_large",
            gettext_noop("This file unpacks to more than %(most)s MB: remove or compress its pictures."),
            most=limits.MAX_UNPACKED_BYTES // 1_000_000,
        )


def _main_part(package: Package) -> str:
    types = package.tree(CONTENT_TYPES)
    if types is None:
        raise ConversionRefused("not_docx", NO_WORD_DOCUMENT)
    main = package.related("", "officeDocument") or ""
    if main not in package.names and "word/document.xml" in package.names:
        main = "word/document.xml"
    if not main:
        raise ConversionRefused("not_docx", gettext_noop("This archive holds no Word document: upload a .docx file."))
    declared = _content_type(types, main)
    if declared and not any(word in declared for word in WORD_TYPES) and not re.search(r"xml$", declared):
        raise ConversionRefused(
            "not_docx", gettext_noop("This is an Office file but not a Word document: upload a .docx file.")
        )
    root = package.tree(main)
    if root is None or root.find(W + "body") is None:
        raise ConversionRefused("not_docx", gettext_noop("This archive holds no Word document: upload a .docx file."))
    if any(word in declared for word in ("spreadsheetml", "presentationml")):
        raise ConversionRefused(
            "not_docx",
            gettext_noop("This is a spreadsheet or a presentation, not a Word document: upload a .docx file."),
        )
    return main


def _content_type(types: Element, part: str) -> str:
    for entry in types:
        if (entry.get("PartName") or "").lstrip("/") == part:
            return entry.get("ContentType") or ""
    return ""


def relation_id(element: Element, name: str) -> str:
    """The relationship id in the attribute `r:name`, or an empty string."""
    return element.get(R + name) or ""
