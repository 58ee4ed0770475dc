"""Contracts of several pages, and papers of other kinds, as stories about preparing begin with them."""

import io
from typing import Any

import pikepdf
import pypdfium2
from docx import Document as Word
from PIL import Image

from contracts import actions, reactions
from contracts.models import Contract
from documents.models import Document, Origin, Version
from documents.toolbox.catalogue import use
from documents.toolbox.reading import page_texts
from flowmono import events
from flowmono.accounts.models import User
from tests.contracts import scenes
from tests.people import NOON

# Where the paragraphs of tests.contracts.scenes.TEXT begin a page: four pages, each known by its first words.
BREAKS = (2, 3, 4)


def four_pages() -> bytes:
    """The services agreement with its clauses on four pages."""
    draft = Word()
    for number, words in enumerate(scenes.TEXT):
        if number in BREAKS:
            draft.add_page_break()
        draft.add_paragraph(words)
    file = io.BytesIO()
    draft.save(file)
    return file.getvalue()


def in_review(by: User, **facts: Any) -> Contract:
    """Converted and read, of four pages: a person confirms next."""
    contract = actions.upload_draft(by=by, at=NOON, data=four_pages(), filename="services.docx", **facts)
    drafted = events.ContractDrafted(
        case_id=contract.pk, at=NOON, contract_id=contract.pk, number=contract.number, document_id=contract.document_id
    )
    reactions.convert_draft(drafted)
    version = contract.document.newest(Origin.CONVERTED)
    reactions.read_terms(
        events.DraftConverted(
            case_id=contract.pk,
            at=NOON,
            contract_id=contract.pk,
            document_id=contract.document_id,
            version_id=version.pk,
            pages=4,
            open_changes=0,
        )
    )
    return Contract.objects.get(pk=contract.pk)


def order_of(version: Version) -> list[str]:
    """The first two words of each page, as PDFium reads them in the file itself."""
    return [" ".join(text.split()[:2]) for text in page_texts(version.content())]


def now(document: Document) -> Version:
    """The version that counts, read afresh."""
    found = Document.objects.get(pk=document.pk).as_it_stands()
    assert found is not None
    return found


def blank(pages: int = 1, words: str = "") -> bytes:
    """A PDF of blank pages."""
    pdf = pikepdf.Pdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def picture() -> bytes:
    """A PDF page that is a picture, with no text on it."""
    file = io.BytesIO()
    Image.new("L", (400, 300), 200).save(file, "PNG")
    return use("pictures", [file.getvalue()]).files[0]


def sides(version: Version) -> list[tuple[float, float]]:
    """Width and height of each page as it is shown."""
    document = pypdfium2.PdfDocument(version.content())
    return [document.get_page_size(number) for number in range(len(document))]
