"""The order as a PDF: drawn from our own template, with nothing fetched from anywhere."""

from typing import Any

from django.template.loader import render_to_string
from weasyprint import HTML, URLFetcher

from flowmono.common.models import Company
from procurement.models import Order


def draw_order(order: Order) -> bytes:
    """The PDF. The same order gives the same page; its only addresses are those of the two parties."""
    facts: dict[str, Any] = {
        "order": order,
        "lines": list(order.lines.order_by("position")),
        "company": Company.here(),
        "vendor": order.vendor,
    }
    page = render_to_string("procurement/order_pdf.html", facts)
    fetcher = URLFetcher(allowed_protocols={"data"})
    data: bytes = HTML(string=page, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    return data
