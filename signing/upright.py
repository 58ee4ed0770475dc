"""Pages that are stored turned, stood upright before they are signed, so that places and marks stand as the reader sees the page."""

import io

import pikepdf


def stand_upright(pdf: bytes) -> bytes:
    """The file with the turn of each page (/Rotate) written into the page itself; the very same bytes where no page is turned.

    It looks the same. Boxes on a page then count from the lower left corner as the reader sees it, as found and laid places do.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        turned = [page for page in document.pages if page.rotation % 360]
        if not turned:
            return pdf
        for page in turned:
            page.flatten_rotation()
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()
