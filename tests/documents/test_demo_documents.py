"""Stories about the demonstration's papers: they agree with each other, and they can be made again."""

import io
import zipfile
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import docx
import facturx
import pikepdf
import pypdfium2
import pytest
from lxml import etree
from stdnum import iban
from stdnum.eu import vat

from demo.documents import facts, make_contract, make_invoice, make_vendor_documents
from demo.documents.invoice_xml import RAM, invoice_xml
from demo.documents.wording import Part, Span, WordingError, read_wording
from documents.converter import convert, inspect

FOLDER = Path(make_contract.__file__).parent
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def page_text(pdf: bytes) -> str:
    """The words of all pages, blanks folded."""
    document = pypdfium2.PdfDocument(pdf)
    words = " ".join(page.get_textpage().get_text_bounded() for page in document).split()
    document.close()
    return " ".join(words)


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def one(xml: bytes, path: str) -> str:
    (node,) = etree.fromstring(xml).findall(path.replace("ram:", f"{{{RAM}}}"))
    return node.text


def members(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


class TestTheFacts:
    def test_the_instalments_sum_to_the_contract_price(self):
        fees = [part.fee for part in facts.SCHEDULE]
        percents = [part.percent for part in facts.SCHEDULE]

        assert sum(fees) == facts.CONTRACT_PRICE == Decimal("186000.00")
        assert sum(percents) == 100

    @pytest.mark.parametrize("part", facts.SCHEDULE, ids=lambda part: part.label)
    def test_each_fee_is_its_percentage_of_the_price(self, part):
        assert part.fee == facts.CONTRACT_PRICE * part.percent / 100

    @pytest.mark.parametrize("company", [facts.CUSTOMER, facts.PROVIDER], ids=lambda company: company.name)
    def test_tax_numbers_and_accounts_satisfy_their_check_digits(self, company):
        assert vat.is_valid(company.vat_id)
        assert iban.is_valid(company.bank.iban)
        assert company.notices_email.endswith(".example")

    def test_who_signs_and_who_leads_the_project_works_there(self):
        staff = {person.email: (person.name, person.title) for person in facts.EMPLOYEES}

        for person in (facts.CUSTOMER.signatory, facts.CUSTOMER.project_lead):
            assert staff[person.email] == (person.name, person.role)

    def test_the_insurance_lapses_six_days_before_the_third_milestone(self):
        third = next(part for part in facts.SCHEDULE if part.label == "M3")

        assert third.due_on - facts.POLICY.ends_on == timedelta(days=6)

    @pytest.mark.parametrize("invoice", make_invoice.HYBRID.values(), ids=lambda invoice: invoice.number)
    def test_an_invoice_is_due_when_the_contract_says(self, invoice):
        assert invoice.due_on - invoice.issued_on == timedelta(days=facts.PAYMENT_DAYS)

    def test_only_one_invoice_asks_for_more_than_the_contract_gives(self):
        asked = {invoice.number: invoice.net for invoice in make_invoice.HYBRID.values()}

        assert asked == {
            "HPE-2027-0014": Decimal("18600.00"),
            "HPE-2027-0015": Decimal("27900.00"),
            "HPE-2027-0022": Decimal("27900.00"),
        }
        assert facts.DEPOSIT_INVOICE.net == facts.DEPOSIT.fee
        assert facts.MILESTONE_INVOICE.net == facts.FIRST_MILESTONE.fee
        assert facts.OVER_BILLED_INVOICE.net - facts.DEPOSIT.fee == Decimal("9300.00")


class TestTheContract:
    def test_the_schedule_in_the_document_sums_to_its_total(self):
        document = docx.Document(FOLDER / make_contract.CLEAN)
        (schedule,) = [table for table in document.tables if table.rows[0].cells[-1].text == "Fee (EUR)"]
        rows = [[cell.text for cell in row.cells] for row in schedule.rows]

        fees = [Decimal(row[4].replace(",", "")) for row in rows[1:-1]]

        assert [row[0] for row in rows[1:-1]] == ["D", "M1", "M2", "M3", "M4", "R"]
        assert rows[-1][0] == "Total Contract Price"
        assert sum(fees) == Decimal(rows[-1][4].replace(",", "")) == Decimal("186000.00")

    def test_every_numbered_style_is_linked_to_its_level(self):
        document = docx.Document(FOLDER / make_contract.CLEAN)
        levels = document.part.numbering_part.element.findall(f"{W}abstractNum/{W}lvl")
        linked = {level.find(f"{W}pStyle").get(f"{W}val"): level.find(f"{W}lvlText").get(f"{W}val") for level in levels}

        assert linked == {
            "Heading1": "%1.",
            "Heading2": "%1.%2",
            "Heading3": "(%3)",
            "Heading4": "(%4)",
            "AnnexHeading": "Annex %1 –",
            "AnnexParagraph": "%2.",
            "AnnexItem": "(%3)",
            "Recital": "(%1)",
        }

    def test_every_reference_field_shows_the_number_of_the_clause_it_points_to(self):
        blocks = make_contract.contract_blocks()
        labels = {block.key: block.label for block in blocks if block.key}
        references = [span for block in blocks for span in block.spans if span.reference]

        assert len(references) > 30
        assert all(span.text == labels[span.reference] for span in references)
        assert labels["contract-price"] == "6.1"
        assert labels["payment-term"] == "6.7"

    def test_references_name_articles_as_clauses_and_annex_points_as_paragraphs(self):
        blocks = make_contract.contract_blocks()
        annex_keys = {block.key for block in blocks if block.part is Part.ANNEX and block.key}

        for block in blocks:
            before = ""
            for span in block.spans:
                if span.reference in annex_keys:
                    assert before.endswith(("Paragraph ", "Paragraphs ", " and ")), block.text
                elif span.reference:
                    assert before.endswith(("Clause ", "Clauses ", ", ", " and ", " or ", " to ")), block.text
                before = span.text

    def test_every_bookmark_that_a_field_names_exists(self):
        body = docx.Document(FOLDER / make_contract.CLEAN).element.body
        bookmarks = {node.get(f"{W}name") for node in body.iter(f"{W}bookmarkStart")}
        wanted = {node.text.split()[1] for node in body.iter(f"{W}instrText") if node.text.strip().startswith("REF ")}

        assert wanted
        assert wanted <= bookmarks

    def test_header_and_footer_carry_number_and_pages(self):
        section = docx.Document(FOLDER / make_contract.CLEAN).sections[0]

        codes = [node.text.strip() for node in section.footer._element.iter(f"{W}instrText")]

        assert facts.AGREEMENT_NUMBER in section.header.paragraphs[0].text
        assert codes == ["PAGE", "NUMPAGES"]
        assert section.first_page_header.paragraphs[0].text == ""

    def test_the_clean_contract_has_no_open_changes_or_comments(self):
        package = members((FOLDER / make_contract.CLEAN).read_bytes())

        assert b"<w:ins " not in package["word/document.xml"]
        assert b"<w:del " not in package["word/document.xml"]
        assert b"commentReference" not in package["word/document.xml"]

    def test_the_draft_carries_two_changes_and_one_comment(self):
        package = members((FOLDER / make_contract.MARKED).read_bytes())
        body = etree.fromstring(package["word/document.xml"])
        comments = etree.fromstring(package["word/comments.xml"])

        deleted = ["".join(node.itertext()) for node in body.iter(f"{W}del")]
        inserted = ["".join(node.itertext()) for node in body.iter(f"{W}ins")]

        assert deleted == ["ten (10) Business Days", "EUR 372,000.00"]
        assert inserted == ["seven (7) Business Days", "EUR 279,000.00"]
        assert len(list(comments.iter(f"{W}comment"))) == 1

    def test_making_it_again_gives_the_committed_documents(self):
        clean, marked = make_contract.build_contract(), make_contract.build_contract(make_contract.NEGOTIATION)

        assert members(clean) == members((FOLDER / make_contract.CLEAN).read_bytes())
        assert members(marked) == members((FOLDER / make_contract.MARKED).read_bytes())

    def test_an_edit_of_words_that_are_not_there_is_refused(self):
        edit = make_contract.Edit("nine Business Days", "two", "A", make_contract.WRITTEN_AT)

        with pytest.raises(ValueError, match="does not contain 'nine Business Days'"):
            make_contract.build_contract(make_contract.Markup(edits={"limited": edit}))


class TestTheContractAsPages:
    def test_it_fills_thirteen_pages_with_its_numbers_header_and_footer(self):
        converted = convert((FOLDER / make_contract.CLEAN).read_bytes())
        words = page_text(converted.pdf)

        assert len(converted.pages) == 13
        assert converted.findings == ()
        assert "Page 13 of 13" in words
        assert words.count(f"– {facts.PROJECT} No. {facts.AGREEMENT_NUMBER}") == 12
        for heading in ("6. Fees and payment", "6.7 Payment term.", "(iii) the documents and files", "Annex B – Rates"):
            assert heading in words

    def test_the_draft_reports_its_open_changes_and_its_comment(self):
        found = inspect((FOLDER / make_contract.MARKED).read_bytes())

        assert [finding.kind for finding in found] == ["deletion", "insertion", "deletion", "insertion", "comment"]


class TestTheWording:
    def test_numbers_and_references_follow_the_text(self):
        source = (
            "# [a] First\n## [b] See {@c} and **{price}**.\n### [c] item\n#### detail\n# Second\nA# [x] Annex\nA## one"
        )

        blocks = read_wording((source,), {"price": "EUR 5.00"})

        assert [block.label for block in blocks] == ["1", "1.1", "(a)", "(i)", "2", "A", "1"]
        assert blocks[1].spans == (
            Span("See "),
            Span("(a)", reference="c"),
            Span(" and "),
            Span("EUR 5.00", bold=True),
            Span("."),
        )

    @pytest.mark.parametrize(
        ("source", "message"),
        [
            ("# See {@nowhere}", "points to nothing"),
            ("# See {nothing}", "points to nothing"),
            ("no mark at all", "carries no known mark"),
            ("# [a] One\n# [a] Two", "share one key"),
        ],
    )
    def test_a_text_that_cannot_be_resolved_is_refused(self, source, message):
        with pytest.raises(WordingError, match=message):
            read_wording((source,), {})


class TestTheInvoices:
    @pytest.mark.parametrize(("name", "invoice"), make_invoice.HYBRID.items(), ids=make_invoice.HYBRID)
    def test_the_data_is_valid_and_agrees_with_the_page(self, name, invoice):
        pdf = (FOLDER / name).read_bytes()

        filename, xml = facturx.get_facturx_xml_from_pdf(pdf)
        page = page_text(pdf)

        assert filename == "factur-x.xml"
        assert facturx.xml_check_xsd(xml, flavor="factur-x", level="en16931")
        assert one(xml, ".//ram:DuePayableAmount") == f"{invoice.net:.2f}"
        assert one(xml, ".//ram:IBANID") == facts.PROVIDER.bank.iban
        assert f"Total EUR {invoice.net:,.2f}" in page
        assert f"Net amount {invoice.net:,.2f}" in page
        assert f"IBAN {facts.PROVIDER.bank.printed_iban}" in page
        for value in (invoice.number, facts.PROVIDER.vat_id, facts.CUSTOMER.vat_id, facts.AGREEMENT_NUMBER):
            assert value in page
            assert value.encode() in xml
        assert one(xml, ".//ram:ExemptionReason") in page
        assert pages_of(pdf) == 1

    @pytest.mark.parametrize("invoice", make_invoice.HYBRID.values(), ids=lambda invoice: invoice.number)
    def test_the_sums_of_the_data_hold(self, invoice):
        xml = invoice_xml(invoice)
        lines = etree.fromstring(xml).findall(f".//{{{RAM}}}SpecifiedTradeSettlementLineMonetarySummation/*")

        assert sum(Decimal(line.text) for line in lines) == Decimal(one(xml, ".//ram:TaxBasisTotalAmount"))
        assert one(xml, ".//ram:TaxTotalAmount") == "0.00"
        assert one(xml, ".//ram:GrandTotalAmount") == one(xml, ".//ram:DuePayableAmount")

    def test_the_plain_invoice_carries_no_data(self):
        pdf = (FOLDER / "invoice-hpe-2027-0014-deposit-plain.pdf").read_bytes()

        with pikepdf.open(io.BytesIO(pdf)) as document:
            assert len(document.attachments) == 0
        assert page_text(pdf) == page_text((FOLDER / "invoice-hpe-2027-0014-deposit.pdf").read_bytes())

    def test_making_them_twice_gives_the_same_bytes(self):
        first = make_invoice.hybrid_invoice(facts.DEPOSIT_INVOICE)

        assert make_invoice.hybrid_invoice(facts.DEPOSIT_INVOICE) == first

    def test_making_them_again_gives_the_committed_words_and_data(self, tmp_path):
        for path in make_invoice.write_invoices(tmp_path):
            committed = (FOLDER / path.name).read_bytes()

            assert page_text(path.read_bytes()) == page_text(committed)
            assert facturx.get_facturx_xml_from_pdf(path.read_bytes()) == facturx.get_facturx_xml_from_pdf(committed)


class TestTheVendorDocuments:
    def test_each_is_one_page_that_says_it_is_a_demonstration(self, tmp_path):
        for path in make_vendor_documents.write_vendor_documents(tmp_path):
            words = page_text(path.read_bytes())

            assert pages_of(path.read_bytes()) == 1, path.name
            assert "Demonstration document" in words
            assert facts.PROVIDER.name in words
            assert words == page_text((FOLDER / path.name).read_bytes())

    def test_the_test_report_meets_the_criterion_of_the_milestone(self):
        words = page_text(make_vendor_documents.milestone_evidence())

        assert "40 of 40" in facts.FIRST_MILESTONE.acceptance
        assert "40 of 40 test cases passed" in words

    def test_the_bank_confirms_the_account_that_the_invoice_names(self):
        assert facts.PROVIDER.bank.printed_iban in page_text(make_vendor_documents.bank_confirmation())

    def test_the_insurance_reaches_the_limits_of_the_contract(self):
        words = page_text(make_vendor_documents.insurance_certificate())

        assert "2,000,000.00" in words
        assert "5,000,000.00" in words
        assert "12 June 2027" in words


def test_no_binary_is_large():
    papers = [path for path in FOLDER.iterdir() if path.suffix in {".docx", ".pdf"}]

    assert len(papers) == 10
    assert all(path.stat().st_size < 200_000 for path in papers)
