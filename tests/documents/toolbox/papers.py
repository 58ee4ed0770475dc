"""Documents for the tests: written in HTML, set by WeasyPrint, so they have bookmarks, links, and fonts of their own."""

import functools
import io

import pikepdf
import pypdfium2
from weasyprint import HTML

STYLE = (
    "<style>@page { size: 400pt 300pt; margin: 30pt } section { break-after: page }"
    " section:last-child { break-after: auto } body { font: 12pt Carlito }</style>"
)


@functools.cache
def contract(name: str, pages: int) -> bytes:
    """A page for each clause: "name page n", a bookmark "Clause n", a link to the next page."""
    clauses = "".join(
        f'<section id="{name}-{n}"><h1>Clause {n}</h1><p>{name} page {n}.</p><p><a href="#{name}-{min(n + 1, pages)}">On</a></p></section>'
        for n in range(1, pages + 1)
    )
    return html(f"<title>{name}</title>{clauses}")


def html(body: str) -> bytes:
    return HTML(string=f"<html lang='en'>{STYLE}{body}</html>").write_pdf()


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def texts(data: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def order(data: bytes) -> list[str]:
    """The line "name page n" of each page, as "name n"."""
    found = []
    for text in texts(data):
        line = next(line for line in text.split("\n") if " page " in line)
        found.append(line.rstrip(".").replace(" page ", " "))
    return found


def bookmarks(data: bytes) -> list[tuple[str, int | None]]:
    """Every bookmark with the number, from 1, of the page it leads to."""
    document = pypdfium2.PdfDocument(data)
    marks = []
    for item in document.get_toc():
        where = item.get_dest()
        index = where.get_index() if where else None
        marks.append((item.get_title(), None if index is None else index + 1))
    return marks


def links(data: bytes) -> list[list[int]]:
    """For each page, the numbers of the pages its links lead to."""
    from documents.toolbox.carrying import named_destinations, page_numbers, target_of

    pdf = opened(data)
    named, numbers = named_destinations(pdf), page_numbers(pdf)
    return [
        [
            numbers[target_of(a, named)[0].objgen] + 1
            for a in page.obj.get("/Annots", [])
            if target_of(a, named) is not None
        ]
        for page in pdf.pages
    ]


def raw(data: bytes) -> bytes:
    """Everything in the file, streams unpacked."""
    pdf, out = opened(data), io.BytesIO()
    pdf.save(
        out,
        compress_streams=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        stream_decode_level=pikepdf.StreamDecodeLevel.all,
    )
    return out.getvalue()
