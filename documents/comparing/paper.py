"""The redline as a PDF, in the style of our own papers. Nothing is fetched while it is drawn."""

from typing import Any

from django.template.loader import render_to_string
from weasyprint import HTML, URLFetcher

MOST_CLAUSES = 1_500


def draw_redline(facts: dict[str, Any]) -> bytes:
    """The bytes of the PDF."""
    page = render_to_string("documents/compare/redline_pdf.html", facts)
    drawn = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=["data"])).write_pdf()
    return bytes(drawn)
