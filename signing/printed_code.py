"""The code of a document printed in the lower margin of its pages, before anybody signs it."""

import io
from functools import lru_cache
from html import escape

import pikepdf
from weasyprint import HTML
from weasyprint.urls import URLFetcher

LINE = 12.0  # height of the printed line
FROM_EDGE = 5.0
INDENT = 24.0


def print_words(pdf: bytes, words: str) -> bytes:
    """The file with these words small in the lower margin of every page, as its reader turns it.

    They are marked as no part of the text (an artifact), and their font is embedded, so that an archive file stays one.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            _print_on(document, page, words)
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()


def _print_on(document: pikepdf.Pdf, page: pikepdf.Page, words: str) -> None:
    left, bottom, right, top = (float(side) for side in page.cropbox)
    turned = int(page.rotation if hasattr(page, "rotation") else page.obj.get("/Rotate", 0)) % 360
    width = (top - bottom) if turned in {90, 270} else (right - left)
    if width < 4 * INDENT:
        return  # a label or a stamp, no page with room for a line
    with pikepdf.open(io.BytesIO(_line(round(width, 2), words))) as drawn:
        form = document.copy_foreign(drawn.pages[0].as_form_xobject())
    name = page.add_resource(form, pikepdf.Name.XObject)
    a, b, c, d, x, y = {
        0: (1, 0, 0, 1, left, bottom + FROM_EDGE),
        90: (0, 1, -1, 0, right - FROM_EDGE, bottom),
        180: (-1, 0, 0, -1, right, top - FROM_EDGE),
        270: (0, -1, 1, 0, left + FROM_EDGE, top),
    }.get(turned, (1, 0, 0, 1, left, bottom + FROM_EDGE))
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(f"\nQ\n/Artifact BMC q {a} {b} {c} {d} {x:.2f} {y:.2f} cm {name} Do Q EMC\n".encode())


@lru_cache(maxsize=16)
def _line(width: float, words: str) -> bytes:
    """One page as wide as the paper and as high as the line."""
    page = (
        f"<!doctype html><title>{escape(words)}</title><style>@page {{ size: {width:.2f}pt {LINE}pt; margin: 0 }}"
        f"body {{ margin: 0; padding: 2pt {INDENT}pt 0; font: 6.5pt/1.2 Carlito, 'Liberation Sans', sans-serif; color: #555;"
        " white-space: nowrap; overflow: hidden }</style>"
        f"{escape(words)}"
    )
    return bytes(HTML(string=page, url_fetcher=URLFetcher(allowed_protocols={"data"})).write_pdf())
