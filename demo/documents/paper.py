"""Pages of paper: a template from `pages/` filled with values and printed to PDF, the same bytes each time.

WeasyPrint sets the page (PDF/A-3b, fonts embedded); nothing is fetched from anywhere.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.template import Context, Engine
from weasyprint import HTML
from weasyprint.urls import URLFetcher

PAGES = Path(__file__).resolve().parent / "pages"
ENGINE = Engine(dirs=[str(PAGES)], autoescape=True)


def print_page(page: str, values: Mapping[str, object], *, on: date) -> bytes:
    """The page as PDF/A-3b; `on` is the day in its metadata, so that the result depends on the values alone.

    Values are shown as they are: amounts and days come as the text to print.
    """
    stamp = f"{on.isoformat()}T09:00:00Z"
    html = ENGINE.get_template(page).render(Context({**values, "stamp": stamp}))
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    return bytes(
        HTML(string=html, base_url=None, url_fetcher=URLFetcher(allowed_protocols={"data"})).write_pdf(
            pdf_variant="pdf/a-3b", pdf_identifier=identifier
        )
    )
