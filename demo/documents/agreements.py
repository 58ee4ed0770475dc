"""Agreements of the demonstration's history: short contracts in Word, written clause by clause from plain values.

The wording is the house's own. Each kind of agreement has its own articles; where an article has variants, the agreement's
`variant` chooses among them, so that two contracts of one kind do not read alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum

from docx.shared import Pt

from demo.documents.clauses import ARTICLES, CLOSING, Article
from demo.documents.shapes import Address, day
from demo.documents.tables import Column, add_party_table, add_signature_table, add_table
from demo.documents.word import border_below, drop_thumbnail, new_document, reproducible, stamp_properties

NOTICE = "Demonstration document. It was made to show a program and binds nobody."


class Form(StrEnum):
    """How the price of an agreement is made up."""

    MILESTONES = "milestones"
    RECURRING = "recurring"
    HOURLY = "hourly"
    GOODS = "goods"
    FREE = "free"


@dataclass(frozen=True)
class Signer:
    """Who signs for a party."""

    name: str
    title: str
    email: str


@dataclass(frozen=True)
class Side:
    """A party as its contract prints it; `tax_label` and `tax_id` may be empty."""

    name: str
    address: Address
    tax_label: str
    tax_id: str
    signer: Signer
    email: str


@dataclass(frozen=True)
class Item:
    """One row of the price annex: `amount` in the agreement's currency, per occurrence or per unit."""

    label: str
    name: str
    acceptance: str
    due: str
    amount: Decimal


@dataclass(frozen=True)
class Agreement:
    """All that a contract says. `total` is None where nothing is fixed (hourly work, a free agreement)."""

    number: str
    title: str
    kind: str
    subject: str
    form: Form
    customer: Side
    vendor: Side
    effective_on: date
    ends_on: date | None
    currency: str
    total: Decimal | None
    items: tuple[Item, ...]
    payment_days: int
    period: str = ""
    periods: int = 0
    renews: bool = False
    notice_days: int = 0
    law: str = "Germany"
    insurance: Decimal | None = None
    fee: Decimal = Decimal(0)
    variant: int = 0

    @property
    def price(self) -> str:
        """The total as the prose prints it."""
        return money(self.total or Decimal(0), self.currency)


def money(amount: Decimal, currency: str) -> str:
    """An amount as the contracts print it: `EUR 18,600.00`, `JPY 1,250,000`."""
    return f"{currency} {figure(amount, currency)}"


def figure(amount: Decimal, currency: str) -> str:
    """The same without its currency."""
    return f"{amount:,.0f}" if currency in {"JPY", "ISK"} else f"{amount:,.2f}"


def build_agreement(agreement: Agreement) -> bytes:
    """The agreement as a .docx; the same values give the same bytes."""
    document = new_document()
    drop_thumbnail(document)
    stamp_properties(
        document,
        title=f"{agreement.title} {agreement.number}",
        subject=agreement.subject,
        author=f"{agreement.customer.name}, Legal",
        at=datetime.combine(agreement.effective_on, time(9), UTC),
    )
    _write_frame(document, agreement)
    document.add_paragraph(agreement.title, style="Title")
    document.add_paragraph(f"No. {agreement.number}: {agreement.subject}", style="Subtitle")
    _write_parties(document, agreement)
    for article in (*ARTICLES[agreement.kind], *CLOSING):
        _write_article(document, agreement, article)
    _write_prices(document, agreement)
    _write_signatures(document, agreement)
    return reproducible(document)


def _write_frame(document: object, agreement: Agreement) -> None:
    section = document.sections[0]  # type: ignore[attr-defined]
    header = section.header.paragraphs[0]
    header.style = "Cover Line"
    header.add_run(f"{agreement.title} – {agreement.number}").font.size = Pt(8)
    border_below(header)
    footer = section.footer.paragraphs[0]
    footer.style = "Cover Line"
    border_below(footer, above=True)
    footer.add_run(NOTICE).font.size = Pt(7)


def _write_parties(document: object, agreement: Agreement) -> None:
    add = document.add_paragraph  # type: ignore[attr-defined]
    customer, vendor = agreement.customer, agreement.vendor
    name = {"nda": ("Disclosing Party", "Receiving Party"), "lease": ("Lessee", "Lessor")}.get(
        agreement.kind, ("Customer", "Provider")
    )
    add(
        f"This {agreement.title} is made as of {day(agreement.effective_on)} between {customer.name} "
        f"(the “{name[0]}”) and {vendor.name} (the “{name[1]}”)."
    )
    pair = (customer, vendor)
    rows = [
        ("Legal name", *(side.name for side in pair)),
        ("Registered office", *(side.address.one_line for side in pair)),
        (
            vendor.tax_label or "VAT ID",
            *(side.tax_id for side in pair),
        ),
        ("Signatory", *(f"{side.signer.name}, {side.signer.title}\n{side.signer.email}" for side in pair)),
        ("Notices", *(side.email for side in pair)),
    ]
    add_party_table(document, ("", *name), rows)


def _write_article(document: object, agreement: Agreement, article: Article) -> None:
    clauses = article.clauses(agreement)
    if not clauses:
        return
    add = document.add_paragraph  # type: ignore[attr-defined]
    add(article.title, style="Heading 1")
    for clause in clauses:
        add(clause, style="Heading 2")


def _write_prices(document: object, agreement: Agreement) -> None:
    if not agreement.items:
        return
    document.add_paragraph("Prices and payment schedule", style="Annex Heading")  # type: ignore[attr-defined]
    if agreement.form is Form.HOURLY:
        _table(
            document,
            agreement,
            ("No.", "Role", "Tasks", "Unit", "Rate"),
            [
                (item.label, item.name, item.acceptance, item.due, figure(item.amount, agreement.currency))
                for item in agreement.items
            ],
        )
        return
    heads = ("No.", "Milestone", "Acceptance criterion", "Due date", "Fee")
    if agreement.form is Form.GOODS:
        heads = ("No.", "Delivery", "Acceptance criterion", "Due date", "Price")
    rows = [
        (item.label, item.name, item.acceptance, item.due, figure(item.amount, agreement.currency))
        for item in agreement.items
    ]
    total = ("Total", figure(agreement.total, agreement.currency)) if agreement.total is not None else None
    _table(document, agreement, heads, rows, total)


def _table(
    document: object,
    agreement: Agreement,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    total: tuple[str, str] | None = None,
) -> None:
    widths = (650, 2450, 3072, 1500, 1400)
    columns = [
        Column(
            f"{head} ({agreement.currency})" if place == len(heads) - 1 else head,
            width,
            figures=place == len(heads) - 1,
        )
        for place, (head, width) in enumerate(zip(heads, widths, strict=True))
    ]
    add_table(document, columns, rows, total=total)


def _write_signatures(document: object, agreement: Agreement) -> None:
    document.add_paragraph("Signatures", style="Section Label")  # type: ignore[attr-defined]
    names = {"nda": ("Disclosing Party", "Receiving Party"), "lease": ("Lessee", "Lessor")}.get(
        agreement.kind, ("Customer", "Provider")
    )
    add_signature_table(
        document,
        [
            (
                f"{name}: {side.name}",
                (("By:", ""), ("Name:", side.signer.name), ("Title:", side.signer.title), ("Date:", "")),
            )
            for name, side in zip(names, (agreement.customer, agreement.vendor), strict=True)
        ],
    )
