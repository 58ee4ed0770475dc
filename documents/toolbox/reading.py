"""Read the text of a document, page by page."""

from collections.abc import Sequence

import pypdfium2

from documents.sayings import Saying, gettext_noop
from documents.toolbox.papers import open_paper
from documents.toolbox.printing import leave_out_own_print
from documents.toolbox.results import Work, told
from documents.toolbox.selecting import select_pages


def text(files: Sequence[bytes], *, pages: str = "all") -> Work:
    """The text of the pages as a text file in UTF-8, a form feed between pages; signed files may be read. Pages without text are told.

    Page numbers and stamps that were printed here are left out: they are no text of the document.
    """
    paper = open_paper(files[0], to_change=False)
    chosen = select_pages(pages, len(paper.pdf.pages))
    found = page_texts(files[0], chosen)
    empty = [number + 1 for number, words in zip(chosen, found, strict=True) if not words.strip()]
    words = sum(len(words.split()) for words in found)
    dropped: tuple[Saying, ...] = ()
    if empty:
        shown = ", ".join(map(str, empty[:20]))
        dropped = (
            Saying.of(
                gettext_noop("pages without text, perhaps scans (“recognise” reads those): %(pages)s"), pages=shown
            ),
        )
    facts = {"pages": len(found), "words": words, "empty": empty}
    return Work(("\f".join(found).encode(),), (told(f"{words} words read from {len(found)} pages"),), dropped, facts)


def page_texts(data: bytes, chosen: Sequence[int] | None = None, *, own_print: bool = False) -> list[str]:
    """The text of these pages (from 0; all when None), lines ended by a newline; `own_print`: with our numbers and stamps."""
    document = pypdfium2.PdfDocument(data)
    try:
        numbers = range(len(document)) if chosen is None else chosen
        return [_text_of(document[number], own_print) for number in numbers]
    finally:
        document.close()


def _text_of(page: pypdfium2.PdfPage, own_print: bool) -> str:
    if not own_print:
        leave_out_own_print(page)
    read = page.get_textpage()
    found: str = read.get_text_range() if read.count_chars() else ""
    read.close()
    # PDFium writes U+FFFE for a hyphen at the end of a line.
    return found.replace("\r\n", "\n").replace("\ufffe", "-").replace("\0", "")
