"""The facts of the demonstration case, as plain data: who, what, how much, when.

Every paper in this folder is written from these values and from nothing else, so that a figure can never differ between the
contract, the invoice and the bank letter. All people, companies and numbers are invented. The VAT numbers and IBANs are
made up so that their check digits are right; every address of the internet ends in `.example` (RFC 2606).
"""

from datetime import date
from decimal import Decimal

from demo.documents.shapes import (
    Address,
    Bank,
    CaseGroup,
    Company,
    Deliverable,
    Employee,
    Instalment,
    Invoice,
    InvoiceLine,
    Kind,
    Person,
    Phase,
    Policy,
    Rate,
    VendorDocument,
)

CURRENCY = "EUR"
AGREEMENT_NUMBER = "BWI-PSA-2027-004"
AGREEMENT_TITLE = "Professional Services Agreement"
PROJECT = "Automated Calibration Line, Hamburg"
EFFECTIVE_ON = date(2027, 1, 11)

CUSTOMER = Company(
    name="Brightwater Instruments GmbH",
    form="private limited company (Gesellschaft mit beschränkter Haftung) under German law",
    register="commercial register of the Local Court of Hamburg",
    register_number="HRB 948162",
    address=Address("Am Messkontor 14", "20457", "Hamburg", "Germany", "DE"),
    vat_id="DE934816277",
    notices_email="contracts@brightwater.example",
    invoices_email="invoices@brightwater.example",
    website="www.brightwater.example",
    signatory=Person("Sam Whitfield", "Managing Director", "sam.whitfield@brightwater.example", "+49 40 555 0141"),
    project_lead=Person("Pierre Dubois", "Head of Calibration", "pierre.dubois@brightwater.example", "+49 40 555 0163"),
    bank=Bank(
        name="Alsterhof Handelsbank AG",
        address="Kontorhof 3, 20095 Hamburg, Germany",
        holder="Brightwater Instruments GmbH",
        iban="DE38200999000481627300",
        bic="AHHBDEH2XXX",
    ),
)

PROVIDER = Company(
    name="Halden & Pryce Engineering Limited",
    form="private company limited by shares under Irish law",
    register="Companies Registration Office, Dublin",
    register_number="962035",
    address=Address("4 Ropewalk Court", "T12 D0X4", "Cork", "Ireland", "IE"),
    vat_id="IE9620357IH",
    notices_email="contracts@haldenpryce.example",
    invoices_email="accounts@haldenpryce.example",
    website="www.haldenpryce.example",
    signatory=Person("Vera Costa", "Director", "vera.costa@haldenpryce.example", "+353 21 555 0118"),
    project_lead=Person("Cormac Devlin", "Delivery Lead", "cormac.devlin@haldenpryce.example", "+353 21 555 0127"),
    bank=Bank(
        name="Corrib Commercial Bank plc",
        address="19 Linenhall Quay, Dublin 1, Ireland",
        holder="Halden & Pryce Engineering Limited",
        iban="IE91CRRB99014218640273",
        bic="CRRBIE2DXXX",
    ),
)

EMPLOYEES = (
    Employee("pierre", "Pierre Dubois", "Head of Calibration", "pierre.dubois@brightwater.example", ("Requester",)),
    Employee("maya", "Maya Okafor", "Contract Manager", "maya.okafor@brightwater.example", ("Procurement",)),
    Employee("abel", "Abel Lindqvist", "Head of Operations", "abel.lindqvist@brightwater.example", ("Approver",)),
    Employee(
        "dora",
        "Dora Marchetti",
        "Director of Operations",
        "dora.marchetti@brightwater.example",
        ("Director", "Approver"),
    ),
    Employee("carl", "Carl Brandt", "Chief Financial Officer", "carl.brandt@brightwater.example", ("CFO",)),
    Employee("sam", "Sam Whitfield", "Managing Director", "sam.whitfield@brightwater.example", ("Signatory",)),
    Employee(
        "greta",
        "Greta Lorenzen",
        "Deputy Managing Director",
        "greta.lorenzen@brightwater.example",
        ("Signatory",),
    ),
    Employee("lena", "Lena Vogel", "General Counsel", "lena.vogel@brightwater.example", ("Legal & compliance",)),
    Employee("fay", "Fay Nakamura", "Accounts Payable", "fay.nakamura@brightwater.example", ("Finance",)),
    Employee("finn", "Finn Sorensen", "Treasury", "finn.sorensen@brightwater.example", ("Finance",)),
    Employee("gwen", "Gwen Adeyemi", "Head of Accounting", "gwen.adeyemi@brightwater.example", ("Finance",)),
    Employee("hana", "Hana Petrov", "Accounts Payable", "hana.petrov@brightwater.example", ("Finance",)),
    Employee("aud", "Aud Halvorsen", "Internal Audit", "aud.halvorsen@brightwater.example", ("Auditor",)),
    Employee("ada", "Ada Romano", "IT Applications", "ada.romano@brightwater.example", ("Administrator",)),
    Employee("noor", "Noor Haddad", "Information Security", "noor.haddad@brightwater.example", ("Administrator",)),
    Employee("olu", "Olu Balogun", "Facilities", "olu.balogun@brightwater.example", ()),
)

CONTRACT_PRICE = Decimal("186000.00")

SCHEDULE = (
    Instalment(
        label="D",
        name="Deposit",
        kind=Kind.DEPOSIT,
        acceptance="None; payable on signature",
        due_on=None,
        due_words="On signature of this Agreement",
        percent=Decimal(10),
        fee=Decimal("18600.00"),
    ),
    Instalment(
        label="M1",
        name="Detailed design and interface prototype",
        kind=Kind.MILESTONE,
        acceptance="Design dossier DD-01 approved in writing; interface test report shows 40 of 40 test cases passed",
        due_on=date(2027, 2, 26),
        due_words="26 February 2027",
        percent=Decimal(15),
        fee=Decimal("27900.00"),
    ),
    Instalment(
        label="M2",
        name="Factory acceptance test",
        kind=Kind.MILESTONE,
        acceptance="Factory acceptance protocol signed without a Category A Defect",
        due_on=date(2027, 4, 30),
        due_words="30 April 2027",
        percent=Decimal(25),
        fee=Decimal("46500.00"),
    ),
    Instalment(
        label="M3",
        name="Installation and integration on site",
        kind=Kind.MILESTONE,
        acceptance="All six calibration stations exchange data with the Customer’s laboratory system for five consecutive "
        "working days",
        due_on=date(2027, 6, 18),
        due_words="18 June 2027",
        percent=Decimal(25),
        fee=Decimal("46500.00"),
    ),
    Instalment(
        label="M4",
        name="Final Acceptance",
        kind=Kind.MILESTONE,
        acceptance="Site acceptance test passed; measurement uncertainty within Specification S-07; training held and "
        "documentation handed over",
        due_on=date(2027, 7, 16),
        due_words="16 July 2027",
        percent=Decimal(20),
        fee=Decimal("37200.00"),
    ),
    Instalment(
        label="R",
        name="Retention",
        kind=Kind.RETENTION,
        acceptance="No Category A or Category B Defect open",
        due_on=None,
        due_words="6 months after Final Acceptance",
        percent=Decimal(5),
        fee=Decimal("9300.00"),
    ),
)

DELIVERABLES = (
    Deliverable("DD-01", "Design dossier with risk assessment and interface specification", "PDF, native files", "M1"),
    Deliverable("SC-01", "Interface prototype with test report ITR-01", "Source code, PDF", "M1"),
    Deliverable("HW-01", "Six station controllers and one line controller, tested", "Equipment", "M2"),
    Deliverable("SW-01", "Control and data acquisition software, release 1.0", "Source code, installer", "M2"),
    Deliverable("IN-01", "Installed and connected line with wiring records", "Equipment, PDF", "M3"),
    Deliverable("VR-01", "Validation report with measurement uncertainty", "PDF, raw data", "M4"),
    Deliverable("TD-01", "Operating, maintenance and training documents", "PDF, English and German", "M4"),
)

PHASES = (
    Phase("Analysis and detailed design", date(2027, 1, 11), date(2027, 2, 26), "Cork, Hamburg"),
    Phase("Manufacture and software", date(2027, 3, 1), date(2027, 4, 16), "Cork"),
    Phase("Factory acceptance test", date(2027, 4, 19), date(2027, 4, 30), "Cork"),
    Phase("Installation and integration", date(2027, 5, 10), date(2027, 6, 18), "Hamburg"),
    Phase("Validation, training, site acceptance test", date(2027, 6, 21), date(2027, 7, 16), "Hamburg"),
)

VENDOR_DOCUMENTS = (
    VendorDocument(
        "Certificate of insurance",
        "Insurer",
        "Before the Services begin",
        "Until 12 months after Final Acceptance; renew before expiry",
    ),
    VendorDocument(
        "Extract from the companies register",
        "Companies Registration Office",
        "Before the Services begin",
        "Issued within the last three months",
    ),
    VendorDocument(
        "Confirmation of bank account",
        "Provider’s bank",
        "Before the first invoice",
        "Until a change of account",
    ),
    VendorDocument(
        "Certificate of tax residence",
        "Irish Revenue Commissioners",
        "26 February 2027",
        "One calendar year",
    ),
)

RATES = (
    Rate("Project Manager", "Planning, reporting, coordination", "hour", Decimal("135.00")),
    Rate("Principal Engineer", "System architecture, metrology, safety", "hour", Decimal("148.00")),
    Rate("Control Systems Engineer", "Programmable controllers, drives, networks", "hour", Decimal("126.00")),
    Rate("Software Engineer", "Data acquisition, interfaces, reporting", "hour", Decimal("118.00")),
    Rate("Commissioning Technician", "Installation, wiring, start-up on site", "hour", Decimal("92.00")),
)

PAYMENT_DAYS = 30
EXPENSES_CAP = Decimal("7500.00")
RATE_CEILING_HOURS = 160
HOTEL_LIMIT = Decimal("140.00")
COOPERATION_BY = date(2027, 1, 25)
RETENTION_MONTHS = 6
INITIAL_TERM_MONTHS = 24
RENEWAL_MONTHS = 12
NOTICE_DAYS = 90
LIABILITY_CAP = Decimal("372000.00")
DELAY_PERCENT_PER_WEEK = Decimal("0.5")
DELAY_CAP_PERCENT = Decimal(5)

POLICY = Policy(
    insurer="Shannon Mutual Insurance DAC",
    insurer_address="2 Harbourmaster Row, Limerick V94 X0E2, Ireland",
    number="SMI-PI-2026-30917",
    starts_on=date(2026, 6, 13),
    ends_on=date(2027, 6, 12),
    professional_limit=Decimal("2000000.00"),
    public_limit=Decimal("5000000.00"),
    excess=Decimal("10000.00"),
    certificate_number="COI-2026-30917-02",
    issued_on=date(2026, 12, 14),
)

REGISTER_EXTRACT_ON = date(2027, 1, 4)
REGISTER_RECEIPT = "R-2027-004418"
INCORPORATED_ON = date(2011, 3, 22)
LAST_RETURN_ON = date(2026, 9, 30)
DIRECTORS = ("Vera Costa (director)", "Edmund Pryce (director)", "Niamh Costigan (company secretary)")

BANK_LETTER_ON = date(2027, 1, 5)
BANK_LETTER_REFERENCE = "CCB/CS/2027/0057"
ACCOUNT_OPENED_ON = date(2014, 9, 2)
BANK_OFFICER = Person("Orla Tiernan", "Corporate Services", "corporate@corribcommercial.example", "+353 1 555 0172")

TEST_REPORT_NUMBER = "ITR-01"
TEST_REPORT_ON = date(2027, 2, 24)
TEST_RUN = (date(2027, 2, 22), date(2027, 2, 23))
TESTER = "Deirdre Quill, Principal Engineer"


TEST_GROUPS = (
    CaseGroup("T1", "Station control and interlocks", 12, 12, 84),
    CaseGroup("T2", "Selection of the reference standard", 8, 8, 132),
    CaseGroup("T3", "Acquisition of measured values and units", 9, 9, 41),
    CaseGroup("T4", "Laboratory system interface, orders and results", 7, 7, 318),
    CaseGroup("T5", "Loss of power, network and sensor signal", 4, 4, 1460),
)

DEPOSIT = SCHEDULE[0]
FIRST_MILESTONE = SCHEDULE[1]
FINAL_ACCEPTANCE = SCHEDULE[4]
RETENTION = SCHEDULE[5]

DEPOSIT_INVOICE = Invoice(
    number="HPE-2027-0014",
    issued_on=date(2027, 1, 18),
    due_on=date(2027, 2, 17),
    supplied_on=None,
    lines=(
        InvoiceLine(
            "Deposit on signature",
            "Instalment D under Annex A: 10 % of the contract price of EUR 186,000.00",
            Decimal(1),
            DEPOSIT.fee,
        ),
    ),
    note="First instalment under Annex A of the Agreement.",
)

OVER_BILLED_INVOICE = Invoice(
    number="HPE-2027-0015",
    issued_on=date(2027, 1, 18),
    due_on=date(2027, 2, 17),
    supplied_on=None,
    lines=(
        InvoiceLine(
            "Deposit on signature",
            "Instalment D under Annex A: 15 % of the contract price of EUR 186,000.00",
            Decimal(1),
            Decimal("27900.00"),
        ),
    ),
    note="First instalment under Annex A of the Agreement.",
)

MILESTONE_INVOICE = Invoice(
    number="HPE-2027-0022",
    issued_on=date(2027, 3, 3),
    due_on=date(2027, 4, 2),
    supplied_on=date(2027, 3, 2),
    lines=(
        InvoiceLine(
            "Milestone M1 – Detailed design and interface prototype",
            "Instalment M1 under Annex A: accepted by the Customer on 2 March 2027",
            Decimal(1),
            FIRST_MILESTONE.fee,
        ),
    ),
    note="Second instalment under Annex A of the Agreement.",
)
