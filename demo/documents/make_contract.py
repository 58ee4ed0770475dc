"""Writes the demonstration's contract, clean and as a draft under negotiation.

    python -m demo.documents.make_contract

The prose is in `text/`, the figures in `facts.py`, the Word elements in `word.py` and `tables.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, Twips

from demo.documents import facts
from demo.documents.annex_tables import ANNEX_TABLES
from demo.documents.shapes import day, money
from demo.documents.tables import add_party_table, add_signature_table
from demo.documents.word import (
    add_field,
    bookmark,
    border_below,
    drop_thumbnail,
    element,
    new_document,
    reproducible,
    stamp_properties,
)
from demo.documents.wording import Block, Part, Span, read_wording

FOLDER = Path(__file__).resolve().parent
CLEAN = "professional-services-agreement.docx"
MARKED = "professional-services-agreement-draft-with-changes.docx"
WRITTEN_AT = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
STYLE_OF = {
    (Part.BODY, 1): "Heading 1",
    (Part.BODY, 2): "Heading 2",
    (Part.BODY, 3): "Heading 3",
    (Part.BODY, 4): "Heading 4",
    (Part.ANNEX, 1): "Annex Heading",
    (Part.ANNEX, 2): "Annex Paragraph",
    (Part.ANNEX, 3): "Annex Item",
    (Part.RECITAL, 0): "Recital",
    (Part.DEFINITION, 0): "Definition",
    (Part.PLAIN, 0): "Normal",
}


@dataclass(frozen=True)
class Edit:
    """A tracked change: `old` is struck out and `new` put in its place."""

    old: str
    new: str
    author: str
    at: datetime


@dataclass(frozen=True)
class Remark:
    """A comment on a whole clause."""

    text: str
    author: str
    initials: str
    at: datetime


@dataclass(frozen=True)
class Markup:
    """What a counterparty's lawyer left in the draft, by the key of the clause."""

    edits: Mapping[str, Edit] = field(default_factory=dict)
    remarks: Mapping[str, Remark] = field(default_factory=dict)


PROVIDERS_COUNSEL = "Aoife Brennan (for the Provider)"
NEGOTIATION = Markup(
    edits={
        "acceptance-statement": Edit(
            "ten (10) Business Days",
            "seven (7) Business Days",
            PROVIDERS_COUNSEL,
            datetime(2026, 12, 16, 10, 12, tzinfo=UTC),
        ),
        "limited": Edit(
            money(facts.LIABILITY_CAP),
            "EUR 279,000.00",
            PROVIDERS_COUNSEL,
            datetime(2026, 12, 16, 10, 40, tzinfo=UTC),
        ),
    },
    remarks={
        "renewal": Remark(
            "Ninety days is long for a framework without a purchase commitment. Would the Customer accept sixty?",
            PROVIDERS_COUNSEL,
            "AB",
            datetime(2026, 12, 16, 10, 55, tzinfo=UTC),
        )
    },
)


def contract_facts() -> dict[str, str]:
    """The figures that the prose names, as it prints them."""
    return {
        "agreement_number": facts.AGREEMENT_NUMBER,
        "ceiling_hours": str(facts.RATE_CEILING_HOURS),
        "contract_price": money(facts.CONTRACT_PRICE),
        "cooperation_date": day(facts.COOPERATION_BY),
        "customer_address": facts.CUSTOMER.address.one_line,
        "customer_invoices": facts.CUSTOMER.invoices_email,
        "customer_notices": facts.CUSTOMER.notices_email,
        "delay_cap": str(facts.DELAY_CAP_PERCENT),
        "delay_week": str(facts.DELAY_PERCENT_PER_WEEK),
        "deposit_fee": money(facts.DEPOSIT.fee),
        "deposit_percent": str(facts.DEPOSIT.percent),
        "effective_date": day(facts.EFFECTIVE_ON),
        "expenses_cap": money(facts.EXPENSES_CAP),
        "final_due": facts.FINAL_ACCEPTANCE.due_words,
        "hotel_limit": money(facts.HOTEL_LIMIT),
        "liability_cap": money(facts.LIABILITY_CAP),
        "professional_limit": money(facts.POLICY.professional_limit),
        "project": facts.PROJECT,
        "public_limit": money(facts.POLICY.public_limit),
        "retention_fee": money(facts.RETENTION.fee),
        "retention_months": str(facts.RETENTION_MONTHS),
        "retention_percent": str(facts.RETENTION.percent),
    }


def contract_blocks() -> tuple[Block, ...]:
    """The whole prose of the contract, numbered, from the two texts."""
    sources = tuple((FOLDER / "text" / name).read_text(encoding="utf-8") for name in ("agreement.txt", "annexes.txt"))
    return read_wording(sources, contract_facts())


def build_contract(markup: Markup | None = None) -> bytes:
    """The contract as a .docx; `markup` leaves a counterparty's open changes and comments in it."""
    document = new_document()
    drop_thumbnail(document)
    stamp_properties(
        document,
        title=f"{facts.AGREEMENT_TITLE} {facts.AGREEMENT_NUMBER}",
        subject=facts.PROJECT,
        author=f"{facts.CUSTOMER.name}, Legal",
        at=WRITTEN_AT,
    )
    blocks = contract_blocks()
    writer = _Writer(document, blocks, markup or Markup())
    writer.write_frame()
    writer.write_cover()
    writer.write_parties()
    first_annex = next(at for at, block in enumerate(blocks) if block.part is Part.SPECIAL and block.text == "break")
    for at, block in enumerate(blocks):
        if at == first_annex:
            writer.write_signature_page()
        if block.part is Part.SPECIAL and block.text == "break":
            continue
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        writer.write(
            block,
            leads=following is not None and _leads_into(block, following),
            new_page=at > 0 and blocks[at - 1].part is Part.SPECIAL and blocks[at - 1].text == "break",
        )
    return reproducible(document)


class _Writer:
    """Holds the document, the bookmarks given so far and the counterparty's markup."""

    def __init__(self, document: Any, blocks: tuple[Block, ...], markup: Markup) -> None:
        self.document = document
        self.blocks = blocks
        self.markup = markup
        self.names = {block.key: f"_Ref2027{at:04d}" for at, block in enumerate(blocks) if block.key}
        self.contents = [block for block in blocks if block.level == 1]
        self.marks = 0

    def write_frame(self) -> None:
        """Header with title and number from the second page on; footer with the page number on every page."""
        section = self.document.sections[0]
        section.different_first_page_header_footer = True
        header = section.header.paragraphs[0]
        _tab_right(header)
        header.add_run(f"{facts.AGREEMENT_TITLE} – {facts.PROJECT}\tNo. {facts.AGREEMENT_NUMBER}").font.size = Pt(8)
        border_below(header)
        for footer in (section.footer.paragraphs[0], section.first_page_footer.paragraphs[0]):
            _tab_right(footer)
            border_below(footer, above=True)
            footer.add_run(f"{facts.CUSTOMER.name} / {facts.PROVIDER.name}\tPage ")
            add_field(footer, "PAGE", "1")
            footer.add_run(" of ")
            add_field(footer, "NUMPAGES", "13")
            for run in footer.runs:
                run.font.size = Pt(8)

    def write_cover(self) -> None:
        """Title block and the list of contents, which names the articles without page numbers."""
        document = self.document
        space = document.add_paragraph(style="Cover Line")
        space.paragraph_format.space_after = Pt(34)
        document.add_paragraph(facts.AGREEMENT_TITLE, style="Title")
        document.add_paragraph("with Statement of Work No. 1", style="Subtitle")
        for label, text in (
            ("Agreement No.", facts.AGREEMENT_NUMBER),
            ("Project", facts.PROJECT),
            ("Effective Date", day(facts.EFFECTIVE_ON)),
            ("Customer", facts.CUSTOMER.name),
            ("Provider", facts.PROVIDER.name),
        ):
            line = document.add_paragraph(style="Cover Line")
            line.paragraph_format.tab_stops.add_tab_stop(Mm(40))
            line.add_run(f"{label}\t")
            line.add_run(text).bold = True
        border_below(line)
        heading = document.add_paragraph("Contents", style="Section Label")
        heading.paragraph_format.space_before = Pt(22)
        self._write_contents()

    def _write_contents(self) -> None:
        """A table-of-contents field (17.16.5.68) whose cached result is already right; `\\n` leaves page numbers out."""
        for at, block in enumerate(self.contents):
            line = self.document.add_paragraph(style="toc 1")
            line.paragraph_format.tab_stops.add_tab_stop(Twips(1200))
            if at == 0:
                _open_field(line, 'TOC \\n \\h \\z \\o "1-1" \\t "Annex Heading,1"')
            label = f"{block.label}." if block.part is Part.BODY else f"Annex {block.label}"
            line.add_run(f"{label}\t{block.text}")
            if at == len(self.contents) - 1:
                line.add_run()._r.append(element('<w:fldChar w:fldCharType="end"/>'))

    def write_parties(self) -> None:
        """Who contracts with whom."""
        self.document.add_paragraph("The parties", style="Section Label").paragraph_format.page_break_before = True
        self.document.add_paragraph(
            f"This Professional Services Agreement is made as of {day(facts.EFFECTIVE_ON)} between "
            f"{facts.CUSTOMER.name} (the “Customer”) and {facts.PROVIDER.name} (the “Provider”)."
        )
        pair = (facts.CUSTOMER, facts.PROVIDER)
        rows = (
            ("Legal name", *(company.name for company in pair)),
            ("Legal form", *(company.form for company in pair)),
            ("Registered", *(f"{company.register}, no. {company.register_number}" for company in pair)),
            ("Registered office", *(company.address.one_line for company in pair)),
            ("VAT ID", *(company.vat_id for company in pair)),
            (
                "Signatory",
                *(f"{company.signatory.name}, {company.signatory.role}\n{company.signatory.email}" for company in pair),
            ),
            ("Notices", *(company.notices_email for company in pair)),
        )
        add_party_table(self.document, ("", "Customer", "Provider"), rows)
        self.document.add_paragraph("Recitals", style="Section Label")

    def write(self, block: Block, *, leads: bool, new_page: bool) -> None:
        """One block of the prose or a table; a block that leads into what follows stays on its page."""
        if block.part is Part.SPECIAL:
            ANNEX_TABLES[block.text](self.document)
            return
        paragraph = self.document.add_paragraph(style=STYLE_OF[block.part, block.level])
        paragraph.paragraph_format.keep_with_next = leads or None
        if new_page:
            paragraph.paragraph_format.page_break_before = True
        edit = self.markup.edits.get(block.key or "")
        if edit and edit.old not in block.text:
            raise ValueError(f"The clause {block.key} does not contain {edit.old!r}; correct the edit.")
        for span in block.spans:
            if edit and edit.old in span.text:
                self._write_edited(paragraph, span, edit)
            else:
                self._write_span(paragraph, span)
        if block.key:
            self.marks += 1
            bookmark(paragraph, 100 + self.marks, self.names[block.key])
        remark = self.markup.remarks.get(block.key or "")
        if remark:
            comment = self.document.add_comment(
                paragraph.runs, text=remark.text, author=remark.author, initials=remark.initials
            )
            comment._comment_elm.set(qn("w:date"), remark.at.strftime("%Y-%m-%dT%H:%M:%SZ"))

    def _write_span(self, paragraph: Any, span: Span) -> None:
        if span.reference:
            add_field(paragraph, f"REF {self.names[span.reference]} \\r \\h", span.text, bold=span.bold or None)
        else:
            paragraph.add_run(span.text).bold = span.bold or None

    def _write_edited(self, paragraph: Any, span: Span, edit: Edit) -> None:
        """The span with `edit.old` deleted (17.13.5.14) and `edit.new` inserted (17.13.5.18)."""
        before, _, after = span.text.partition(edit.old)
        paragraph.add_run(before).bold = span.bold or None
        stamp = f'w:author="{edit.author}" w:date="{edit.at.strftime("%Y-%m-%dT%H:%M:%SZ")}"'
        for tag, inner, text in (("del", "delText", edit.old), ("ins", "t", edit.new)):
            self.marks += 1
            content = f'<w:r><w:{inner} xml:space="preserve">{text}</w:{inner}></w:r>'
            paragraph._p.append(element(f'<w:{tag} w:id="{900 + self.marks}" {stamp}>{content}</w:{tag}>'))
        paragraph.add_run(after).bold = span.bold or None

    def write_signature_page(self) -> None:
        """A page of its own with one block for each party."""
        document = self.document
        document.add_paragraph("Signatures", style="Section Label").paragraph_format.page_break_before = True
        document.add_paragraph(
            "The parties have read this Agreement together with its Annexes A, B and C and sign it through their "
            "authorised representatives. It takes effect on the Effective Date."
        )
        add_signature_table(
            document,
            [
                (
                    f"{role}: {company.name}",
                    (
                        ("By:", ""),
                        ("Name:", company.signatory.name),
                        ("Title:", company.signatory.role),
                        ("Date:", ""),
                    ),
                )
                for role, company in (("Customer", facts.CUSTOMER), ("Provider", facts.PROVIDER))
            ],
        )


def _leads_into(block: Block, following: Block) -> bool:
    """A clause before its sub-clauses, or a paragraph before its table."""
    is_table = following.part is Part.SPECIAL and following.text != "break"
    return block.level > 0 and (is_table or following.level > block.level)


def _open_field(paragraph: Any, instruction: str) -> None:
    for kind in ("begin", None, "separate"):
        run = paragraph.add_run()
        if kind is None:
            run._r.append(element(f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>'))
        else:
            run._r.append(element(f'<w:fldChar w:fldCharType="{kind}"/>'))


def _tab_right(paragraph: Any) -> None:
    """Header and footer: one stop at the right edge in place of the template's centre and right stops."""
    paragraph.style = "Cover Line"
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(160), WD_TAB_ALIGNMENT.RIGHT)


def write_contracts(folder: Path) -> tuple[Path, Path]:
    """Both variants into a folder; their paths."""
    clean, marked = folder / CLEAN, folder / MARKED
    clean.write_bytes(build_contract())
    marked.write_bytes(build_contract(NEGOTIATION))
    return clean, marked


if __name__ == "__main__":
    write_contracts(FOLDER)
