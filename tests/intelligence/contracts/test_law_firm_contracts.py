"""Contracts as law firms write them: parties in tables, milestones with criteria and dates, terms, renewals and duties."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from documents.converter import convert
from flowmono.intelligence.category import classify
from flowmono.intelligence.contracts.embedded import EmbeddedReader
from flowmono.intelligence.reader import Obligation, Party, Reading
from tests.intelligence.contracts.law_firm import AMERICAN, BRITISH, DUTCH

DEMO = Path(__file__).resolve().parents[3] / "demo" / "documents" / "professional-services-agreement.docx"
D = Decimal


@cache
def demo_text() -> str:
    text: str = convert(DEMO.read_bytes()).text
    return text


@cache
def read(text: str) -> Reading:
    return EmbeddedReader().read(text)


def party(reading: Reading, role: str) -> Party:
    return next(one for one in reading.parties if one.role == role)


def duties(reading: Reading, kind: str) -> list[Obligation]:
    return [one for one in reading.obligations if one.kind == kind]


def details(one: Party) -> tuple[str | None, ...]:
    return one.name, one.tax_id, one.address, one.email, one.signer_name, one.signer_title


def schedule(reading: Reading) -> list[tuple[str, Decimal | None, str | None]]:
    return [(item.kind, item.amount, item.due.value) for item in reading.schedule if item.kind != "unit_price"]


def test_a_row_with_a_criterion_is_a_milestone_although_a_date_says_when_it_is_to_be_ready() -> None:
    reading = read(demo_text())

    assert schedule(reading) == [
        ("deposit", D("18600.00"), "on signature of this Agreement"),
        ("milestone", D("27900.00"), "2027-02-26"),
        ("milestone", D("46500.00"), "2027-04-30"),
        ("milestone", D("46500.00"), "2027-06-18"),
        ("milestone", D("37200.00"), "2027-07-16"),
        ("retention", D("9300.00"), "P6M after Final Acceptance"),
    ]
    assert reading.schedule[0].acceptance is None
    assert all(item.acceptance for item in reading.schedule if item.kind == "milestone")


TERMS = [
    (demo_text, "P24M", date(2027, 1, 11), date(2029, 1, 10), 90),
    (lambda: BRITISH, "P18M", date(2027, 3, 1), date(2028, 8, 31), 45),
    (lambda: AMERICAN, "P1Y", date(2027, 2, 15), date(2028, 2, 14), 60),
    (lambda: DUTCH, "P3Y", date(2027, 6, 1), date(2030, 5, 31), 90),
]
NAMES = ["demonstration", "british", "american", "dutch"]


@pytest.mark.parametrize(("text", "term", "start", "end", "notice"), TERMS, ids=NAMES)
def test_the_term_its_end_and_the_notice_against_renewal_are_the_agreements_own(
    text: object, term: str, start: date, end: date, notice: int
) -> None:
    reading = read(text())  # type: ignore[operator]

    values = (reading.term, reading.effective_on, reading.ends_on)
    assert [value and value.value for value in values] == [term, start, end]
    assert reading.renewal is not None
    assert (reading.renewal.auto, reading.renewal.notice_days) == (True, notice)


PARTIES = [
    (demo_text,
     ("Brightwater Instruments GmbH", "DE934816277", "Am Messkontor 14, 20457 Hamburg, Germany",
      "contracts@brightwater.example", "Sam Whitfield", "Managing Director"),
     ("Halden & Pryce Engineering Limited", "IE9620357IH", "4 Ropewalk Court, Cork T12 D0X4, Ireland",
      "contracts@haldenpryce.example", "Vera Costa", "Director")),
    (lambda: BRITISH,
     ("Thornbury Water Company Limited", "GB 318 4427 09", "12 Quay Parade, Bristol BS1 6XL",
      "legal@thornbury.example", "Margaret Oyelaran", "Finance Director"),
     ("Ashdown Hydraulics LLP", "GB 920 1175 63", "3 Mill Lane, Lewes BN7 2AB",
      "office@ashdown.example", "Dafydd Prosser", "Managing Partner")),
    (lambda: AMERICAN,
     ("Larkspur Medical Devices, Inc.", None, "4400 Harbor Bend Road, Suite 210, San Diego, CA 92121",
      None, "Rosalind Achterberg", "Chief Operating Officer"),
     ("Ironwood Test Labs, LLC", None, "917 Cedar Yard, Austin, TX 78702",
      None, "Hector Villanueva", "President")),
    (lambda: DUTCH,
     ("Veenstra Zuivel B.V.", "NL810384426B01", "Havenweg 8, 8401 GK Gorredijk, the Netherlands",
      "contracten@veenstra.example", "Anneke de Wit", "Director"),
     ("Borealis Process Control A/S", "DK29384756", "Nordhavnsvej 41, 8000 Aarhus C, Denmark",
      "legal@borealis.example", "Mikkel Thorsen", "CEO")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "customer", "vendor"), PARTIES, ids=NAMES)
def test_each_party_comes_with_its_number_address_mail_and_signer(
    text: object, customer: tuple[str, ...], vendor: tuple[str, ...]
) -> None:
    reading = read(text())  # type: ignore[operator]

    assert details(party(reading, "customer")) == customer
    assert details(party(reading, "vendor")) == vendor


def test_short_names_are_those_that_the_contract_defines() -> None:
    reading = read(demo_text())

    assert (party(reading, "customer").aliases, party(reading, "vendor").aliases) == (("Customer",), ("Provider",))
    assert (party(read(DUTCH), "customer").aliases, party(read(DUTCH), "vendor").aliases) == ((), ())


def test_blank_signature_lines_name_nobody() -> None:
    blank = AMERICAN.replace("Name: Rosalind Achterberg", "Name: ____________").replace(
        "Title: Chief Operating Officer", "Title:"
    )

    signer = party(read(blank), "customer")

    assert (signer.signer_name, signer.signer_title) == (None, None)


@pytest.mark.parametrize(
    ("signatures", "signers"),
    [
        ("By:\t\t\tBy:\t\nName:\tIda Roth\t\tName:\tOmar Haddad\nTitle:\tCFO\t\tTitle:\tPartner", [("Ida Roth", "CFO"), ("Omar Haddad", "Partner")]),
        ("By:\tBy:\nName: Ida Roth\tName: Omar Haddad\nTitle: CFO\tTitle: Partner", [("Ida Roth", "CFO"), ("Omar Haddad", "Partner")]),
        ("Signature\t\t\nPrint name\tIda Roth\tOmar Haddad\nTitle\tCFO\tPrincipal", [("Ida Roth", "CFO"), ("Omar Haddad", "Principal")]),
        ("By:\t\t\tBy:\t\nName:\t\t\tName:\t\nTitle:\t\t\tTitle:\t", [(None, None), (None, None)]),
    ],
)  # fmt: skip
def test_signers_are_read_from_every_common_table(
    signatures: str, signers: list[tuple[str | None, str | None]]
) -> None:
    opening = AMERICAN.partition("CLIENT:\n")[0]
    heading = "CLIENT: Larkspur Medical Devices, Inc.\tCONTRACTOR: Ironwood Test Labs, LLC"
    if signatures.startswith("Signature"):
        heading = "\t" + heading

    reading = read(f"{opening}{heading}\n{signatures}\n")

    found = [party(reading, role) for role in ("customer", "vendor")]
    assert [(one.signer_name, one.signer_title) for one in found] == signers


def test_every_insurance_limit_is_listed_with_its_own_words_and_how_long_it_is_kept() -> None:
    insurance = duties(read(demo_text()), "insurance")

    assert [(one.amount, one.currency, one.due) for one in insurance] == [
        (D("2000000.00"), "EUR", "P12M"),
        (D("5000000.00"), "EUR", "P12M"),
    ]
    assert insurance[1].text == (
        "(b) public and products liability insurance with a limit of at least EUR 5,000,000.00 for each occurrence."
    )
    assert [(one.amount, one.due) for one in duties(read(BRITISH), "insurance")] == [
        (D(1000000), "P6Y"),
        (D(5000000), "P6Y"),
        (D(10000000), "P6Y"),
    ]
    assert [(one.amount, one.currency) for one in duties(read(AMERICAN), "insurance")] == [
        (D(1000000), "USD"),
        (D(2000000), "USD"),
        (D(3000000), "USD"),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "length"),
    [
        (demo_text, "confidentiality", "P5Y"), (demo_text, "audit", "P2Y"), (demo_text, "data_protection", "PT24H"),
        (lambda: BRITISH, "confidentiality", "P3Y"), (lambda: BRITISH, "audit", "P6Y"), (lambda: BRITISH, "data_protection", "PT48H"),
        (lambda: AMERICAN, "confidentiality", "P7Y"), (lambda: DUTCH, "confidentiality", "P10Y"),
    ],
)  # fmt: skip
def test_lasting_duties_come_with_their_sentence_and_length(text: object, kind: str, length: str) -> None:
    reading = read(text())  # type: ignore[operator]

    found = next(one for one in duties(reading, kind) if one.due is not None)

    assert found.due == length
    assert text()[found.evidence.start : found.evidence.end] == found.evidence.quote  # type: ignore[operator]


def test_definitions_and_exceptions_are_no_duties() -> None:
    sentences = [one.text for one in duties(read(demo_text()), "confidentiality")]

    assert not any("means all information" in words or words.startswith("(c)") for words in sentences)


@pytest.mark.parametrize("text", [demo_text, lambda: BRITISH, lambda: AMERICAN], ids=NAMES[:3])
def test_rates_for_work_that_is_ordered_later_are_optional(text: object) -> None:
    reading = read(text())  # type: ignore[operator]

    rates = [item for item in reading.schedule if item.kind == "unit_price"]

    assert len(rates) >= 2
    assert all(rate.optional for rate in rates)


def test_rates_of_the_ordered_work_itself_are_firm() -> None:
    firm = BRITISH.replace("RATES FOR ADDITIONAL SERVICES", "RATES")
    firm = firm.replace(
        "Additional services that the Client requests in writing are charged at the following day rates."
        " The Client is under no obligation to order any.",
        "The Services are charged at the following day rates.",
    )

    rates = [item for item in read(firm).schedule if item.kind == "unit_price"]

    assert [rate.optional for rate in rates] == [False, False]


def test_shares_without_amounts_stay_shares_and_a_check_says_what_they_come_to() -> None:
    reading = read(DUTCH)

    assert [(item.amount, item.percent) for item in reading.schedule] == [(None, D(20)), (None, D(50)), (None, D(30))]
    check = next(one for one in reading.checks if one.name == "computed_amounts")
    assert check.agrees
    assert "50 % of 240000.00 is 120000.00" in check.explanation


def test_no_end_is_computed_where_the_term_runs_from_an_unknown_event() -> None:
    open_ended = BRITISH.replace(
        "shall commence on the Commencement Date and shall continue for an initial period of eighteen (18) months",
        "shall continue for an initial period of eighteen (18) months from completion of the first survey",
    )

    reading = read(open_ended)

    assert reading.term is not None
    assert reading.term.value == "P18M"
    assert reading.ends_on is None


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Professional Services Agreement\nwith Statement of Work No. 1", "services agreement"),
        ("Professional Services Agreement and Statement of Work", "services agreement"),
        ("Statement of Work No. 3\nunder the Professional Services Agreement", "SOW"),
        ("SOW 2\npursuant to the Master Services Agreement of 4 May 2026", "SOW"),
        ("First Amendment to Professional Services Agreement", "amendment"),
    ],
)
def test_the_document_is_what_its_own_title_says_not_what_is_annexed_to_it(title: str, name: str) -> None:
    body = demo_text().partition("Contents\n")[2]

    assert classify(f"{title}\n{body}").name == name
