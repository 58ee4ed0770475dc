"""The execution page: one more page with a labelled box for each signer, for documents that have no room of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from weasyprint import HTML
from weasyprint.urls import URLFetcher

BOXES_PER_PAGE = 6
MARGIN = 56.0
BOX_WIDTH, BOX_HEIGHT = 216.0, 62.0
ROW = 176.0  # from one row of boxes to the next
FIRST_ROW = 190.0  # from the top edge of the page to the top of the first row's labels
LABELS = 46.0  # from the top of a row's labels to the top of its boxes


@dataclass(frozen=True)
class Box:
    """What is written at a box: the party, who signs for it, and their title."""

    party: str
    name: str
    title: str = ""


def draw_execution_page(
    boxes: Sequence[Box], width: float, height: float, title: str = ""
) -> tuple[bytes, tuple[tuple[float, float, float, float], ...]]:
    """A one-page PDF of `width` by `height` points for at most six signers, and their boxes (left, bottom, right, top)."""
    if not 1 <= len(boxes) <= BOXES_PER_PAGE:
        raise ValueError(f"An execution page holds from 1 to {BOXES_PER_PAGE} signers, not {len(boxes)}.")
    columns = 2 if width >= 2 * BOX_WIDTH + 2 * MARGIN else 1
    # A page in landscape, or of a small format, has less room: rows move together, and boxes shrink with them.
    rows = -(-len(boxes) // columns)
    row = min(ROW, (height - FIRST_ROW - 30) / rows)
    box_height = min(BOX_HEIGHT, row - LABELS - 20)
    heading = escape(_("Execution page"))
    under = escape(_("Signature and date"))
    places, drawn = [], []
    for number, box in enumerate(boxes):
        left = MARGIN + (number % columns) * (width - 2 * MARGIN - BOX_WIDTH) if columns == 2 else MARGIN
        top = FIRST_ROW + (number // columns) * row
        right = min(left + BOX_WIDTH, width - MARGIN / 2)
        places.append((left, height - top - LABELS - box_height, right, height - top - LABELS))
        party = f"<b>{escape(box.party)}</b>" if box.party else ""
        who = escape(box.name) + (f", {escape(box.title)}" if box.title else "")
        drawn.append(
            f'<div class="who" style="left:{left:.2f}pt;top:{top:.2f}pt;width:{right - left:.2f}pt">{party}<p>{who}</p></div>'
            f'<div class="box" style="left:{left:.2f}pt;top:{top + LABELS:.2f}pt;width:{right - left:.2f}pt;'
            f'height:{box_height:.2f}pt"></div>'
            f'<p class="under" style="left:{left:.2f}pt;top:{top + LABELS + box_height + 2:.2f}pt">{under}</p>'
        )
    intro = _("This page is part of the document before it.")
    if title:
        intro = _("This page is part of “%(title)s”.") % {"title": title}
    agrees = _(
        "By signing below, each signatory agrees to it on behalf of the party named, and confirms that they are authorised to "
        "do so."
    )
    page = (
        f"<!doctype html><html lang={get_language() or 'en'}><title>{heading}</title><style>@page {{ size: {width:.2f}pt {height:.2f}pt; margin: 0 }}"
        "body { margin: 0; font: 10pt/1.35 Carlito, 'Liberation Sans', sans-serif; color: #1b1b1b }"
        f"h1 {{ position: absolute; left: {MARGIN}pt; top: 64pt; margin: 0; font-size: 16pt }}"
        f".intro {{ position: absolute; left: {MARGIN}pt; right: {MARGIN}pt; top: 96pt; margin: 0 }}"
        ".who, .box, .under { position: absolute; margin: 0 } .who p { margin: 1pt 0 0 }"
        ".who { height: 42pt; overflow: hidden; display: block }"
        ".box { border: 0.6pt solid #777; box-sizing: border-box }"
        ".under { font-size: 7.5pt; color: #555 }</style>"
        f"<h1>{heading}</h1>"
        f'<p class="intro">{escape(intro)} {escape(agrees)}</p>' + "".join(drawn) + "</html>"
    )
    return _drawn(page), tuple(places)


@lru_cache(maxsize=32)
def _drawn(page: str) -> bytes:
    """Places are looked for several times before a document is sent, and the same people sign many: the page is drawn once."""
    return bytes(HTML(string=page, url_fetcher=URLFetcher(allowed_protocols={"data"})).write_pdf())
