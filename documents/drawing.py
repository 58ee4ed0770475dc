"""What the warm worker of `thumbnails` runs: the sizes of a stranger's pages, and small pictures of them, in a child."""

import io
from collections.abc import Sequence
from typing import Any

import pypdfium2

MOST_PAGES = 5_000


def measure(question: dict[str, Any], files: Sequence[bytes]) -> tuple[dict[str, Any], Sequence[bytes]]:
    """sizes: width and height of each page in points, as it is shown; "protected" or "damaged" when the file does not open."""
    try:
        document = pypdfium2.PdfDocument(files[0])
    except pypdfium2.PdfiumError as problem:
        return {"sizes": [], "problem": "protected" if "password" in str(problem).lower() else "damaged"}, ()
    sizes = [[round(side, 2) for side in document.get_page_size(n)] for n in range(min(len(document), MOST_PAGES))]
    return {"sizes": sizes, "problem": "" if sizes else "damaged"}, ()


def draw(question: dict[str, Any], files: Sequence[bytes]) -> tuple[dict[str, Any], Sequence[bytes]]:
    """The pages (from 1), each as a JPEG so many pixels wide; a page that there is not is left out."""
    document = pypdfium2.PdfDocument(files[0])
    found, drawn = [], []
    for number in question["pages"]:
        if not 1 <= number <= len(document):
            continue
        page = document[number - 1]
        scale = min(question["width"] / max(page.get_width(), 1.0), question["width"] * 2 / max(page.get_height(), 1.0))
        image = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
        out = io.BytesIO()
        image.save(out, "JPEG", quality=82)
        found.append(number)
        drawn.append(out.getvalue())
        page.close()
    return {"pages": found}, drawn
