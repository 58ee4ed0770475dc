"""Cover pages with other names, amounts, number formats, dates and wording are read by the same rules."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader
from flowmono.intelligence.reader import Reading

SUBSCRIPTION = """Cloud Service Agreement
Order Form
The key business terms of this Order Form are as follows:
Framework Terms\tThis Order Form incorporates the Framework Terms dated March 2, 2027 between {vendor} and {customer}.
Parties
Contracting entities\t{vendor_word}: {vendor}, Harbour Street 8, 8001 Zurich
{customer_word}: {customer}, Quai du Port 14, 1204 Geneva
{start_label}
The date access to the Cloud Service starts\t( x ) {start}
Subscription details
Subscription Period\t{term}
Cloud Service Fees\t[ x ] {fee} {per}
[ x ] Other fee structure: one-time {setup_word} of {setup}, payable on the {start_label}.
{total_words}: {total}.
Payment Process\t( x ) Pay by invoice
{pay}
Auto-renewal\t( x ) Non-Renewal Notice Date: At least {notice} before the end of the current Subscription Period
General Cap Amount
Limitation of liability amount for most claims\t[ x ] {cap}
"""


@dataclass(frozen=True)
class Case:
    """One way to fill the page, and what must be read from it."""

    words: dict[str, str]
    currency: str
    fee: str
    period: tuple[str, str, int]
    setup: tuple[str, str]
    total: str
    days: tuple[int, str]


BASE = {
    "vendor": "Gletscher Data AG",
    "customer": "Uhrwerk Privatbank AG",
    "vendor_word": "Provider",
    "customer_word": "Customer",
    "start_label": "Order Date",
    "start": "1 April 2027",
    "term": "24 months",
    "fee": "CHF 6’400.00",
    "per": "per month",
    "setup_word": "migration fee",
    "setup": "CHF 18’500.00",
    "total_words": "Total fees for the initial Subscription Period",
    "total": "CHF 172’100.00",
    "pay": "Customer will pay each invoice within 20 days from the invoice date.",
    "notice": "30 days",
    "cap": "CHF 500’000.00",
}

CASES = {
    "Swiss grouping": Case(BASE, "CHF", "6400.00", ("2027-04-01", "P1M", 24), ("date", "18500.00"), "172100.00", (20, "invoice_date")),
    "European grouping, years, other words for the sides": Case(
        BASE
        | {
            "vendor": "Zwaluw Software B.V.",
            "customer": "Ateliers Moreau SAS",
            "vendor_word": "Supplier",
            "customer_word": "Client",
            "start": "15 July 2028",
            "term": "three (3) years",
            "fee": "EUR 12.000,00",
            "per": "per contract year",
            "setup_word": "onboarding fee",
            "setup": "EUR 2.500,00",
            "total_words": "Total contract value for the Subscription Period",
            "total": "EUR 38.500,00",
            "pay": "Client will pay each invoice within thirty (30) days of receipt of the invoice.",
            "cap": "EUR 100.000,00",
        },
        "EUR", "12000.00", ("2028-07-15", "P1Y", 3), ("date", "2500.00"), "38500.00", (30, "receipt"),
    ),
    "yen, start date, quarters": Case(
        BASE
        | {
            "vendor": "Kawanami K.K.",
            "customer": "Tsubaki Foods Co., Ltd.",
            "start_label": "Start Date",
            "start": "October 1, 2027",
            "term": "12 months",
            "fee": "JPY 900,000",
            "per": "per quarter",
            "setup": "JPY 1,250,000",
            "total": "JPY 4,850,000",
            "pay": "Customer will pay each invoice within 60 days after the date of the invoice.",
            "cap": "JPY 30,000,000",
        },
        "JPY", "900000", ("2027-10-01", "P3M", 4), ("date", "1250000"), "4850000", (60, "invoice_date"),
    ),
    "dollars in a long company name": Case(
        BASE
        | {
            "vendor": "Hollow Creek Imaging & Analytics, LLC",
            "customer": "The Regents of Ostrava Valley College",
            "vendor_word": "Vendor",
            "customer_word": "Subscriber",
            "start": "2027-02-01",
            "term": "one year",
            "fee": "$1,250.50",
            "per": "a month",
            "setup": "$400",
            "total": "$15,406.00",
            "pay": "Subscriber will pay each invoice net 45 days after receipt of invoice.",
            "cap": "$50,000",
        },
        "USD", "1250.50", ("2027-02-01", "P1M", 12), ("date", "400"), "15406.00", (45, "receipt"),
    ),
}  # fmt: skip


def read(text: str) -> Reading:
    return EmbeddedReader().read(text)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_subscription_is_read_whatever_fills_the_page(case: Case) -> None:
    reading = read(SUBSCRIPTION.format(**case.words))

    recurring, setup = reading.schedule
    assert (reading.payer and reading.payer.value, reading.payee and reading.payee.value) == (
        case.words["customer"],
        case.words["vendor"],
    )
    assert reading.currency is not None
    assert reading.currency.value == case.currency
    assert (recurring.kind, recurring.amount, recurring.due.value, recurring.due.period, recurring.due.count) == (
        "recurring", Decimal(case.fee), *case.period,
    )  # fmt: skip
    assert (setup.kind, setup.amount, setup.due.value) == (case.setup[0], Decimal(case.setup[1]), case.period[0])
    assert reading.total is not None
    assert (reading.total.amount, reading.total.kind) == (Decimal(case.total), "fixed")
    assert reading.payment_terms is not None
    assert (reading.payment_terms.days, reading.payment_terms.counted_from) == case.days
    assert [check.agrees for check in reading.checks] == [True]


def test_a_total_that_the_schedule_contradicts_is_shown_and_trusted_less() -> None:
    reading = read(SUBSCRIPTION.format(**BASE | {"total": "CHF 190’000.00"}))

    assert reading.total is not None
    assert reading.total.amount == Decimal("190000.00")
    assert reading.total.confidence < Decimal("0.9")
    assert [(check.agrees, check.explanation) for check in reading.checks] == [
        (False, "The schedule adds up to 172100.00; the contract says 190000.00.")
    ]


GERMAN = """Dienstleistungsvertrag
zwischen
Nordstern Logistik AG, Hafenstraße 12, 20457 Hamburg, USt-IdNr. DE123456789 (nachfolgend „Auftraggeber“)
und
Weberhaus IT-Beratung GmbH, Goethestraße 3, 60313 Frankfurt (nachfolgend „Auftragnehmer“)
2. Vergütung
Die Vergütung beträgt pauschal 120.000,00 EUR zuzüglich Umsatzsteuer und ist wie folgt zahlbar:
Nr.\tMeilenstein\tFälligkeit\tAnteil\tBetrag (EUR)
1\tAnzahlung\tbei Vertragsunterzeichnung\t20 %\t24.000,00
2\tPflichtenheft\tnach Abnahme des Pflichtenhefts\t30 %\t36.000,00
3\tProduktivstart\tnach Abnahme des Gesamtsystems\t40 %\t48.000,00
4\tSicherheitseinbehalt\t6 Monate nach Abnahme des Gesamtsystems\t10 %\t12.000,00
\tGesamt\t\t100 %\t120.000,00
Zusätzliche Leistungen werden mit 1.150,00 EUR je Personentag vergütet.
3. Zahlung
Rechnungen sind innerhalb von 30 Tagen nach Rechnungsdatum zahlbar.
4. Verzug
Bei Verzug zahlt der Auftragnehmer eine Vertragsstrafe von 500,00 EUR je Tag, höchstens 5 % der Auftragssumme.
5. Haftung
Die Haftung ist auf 250.000,00 EUR je Schadensfall begrenzt.
"""


def test_a_german_contract_is_read_without_a_word_of_english() -> None:
    reading = read(GERMAN)

    assert (reading.payer and reading.payer.value, reading.payee and reading.payee.value) == (
        "Nordstern Logistik AG",
        "Weberhaus IT-Beratung GmbH",
    )
    assert [
        (item.kind, item.amount, item.percent, item.due.value) for item in reading.schedule if not item.optional
    ] == [
        ("deposit", Decimal("24000.00"), Decimal(20), "bei Vertragsunterzeichnung"),
        ("milestone", Decimal("36000.00"), Decimal(30), "nach Abnahme des Pflichtenhefts"),
        ("milestone", Decimal("48000.00"), Decimal(40), "nach Abnahme des Gesamtsystems"),
        ("retention", Decimal("12000.00"), Decimal(10), "P6M after Abnahme des Gesamtsystems"),
    ]
    assert [(item.amount, item.unit) for item in reading.schedule if item.optional] == [(Decimal("1150.00"), "day")]
    assert reading.total is not None
    assert reading.total.amount == Decimal("120000.00")
    assert reading.payment_terms is not None
    assert (reading.payment_terms.days, reading.payment_terms.counted_from) == (30, "invoice_date")


SPANISH = """Contrato de prestación de servicios
Contracting entities\tProveedor: Alba Sistemas S.L., Calle Mayor 4, 28013 Madrid, NIF B-12345678
Cliente: Frutas del Turia S.A., Avenida del Puerto 10, 46021 Valencia, NIF A-87654321
Fecha de inicio\t1 de febrero de 2027
Duración\t12 meses
Honorarios\tEl Cliente pagará una cuota mensual de 2.450,00 EUR durante 12 meses a partir del 1 de febrero de 2027.
Alta del servicio: pago único de 3.000,00 EUR a la firma del contrato.
Importe total del contrato: 32.400,00 EUR, IVA no incluido.
Forma de pago\t60 días desde la fecha de la factura
"""


def test_a_spanish_contract_is_read() -> None:
    reading = read(SPANISH)

    assert (reading.payer and reading.payer.value, reading.payee and reading.payee.value) == (
        "Frutas del Turia S.A.",
        "Alba Sistemas S.L.",
    )
    assert [(item.kind, item.amount, item.due.type, item.due.period, item.due.count) for item in reading.schedule] == [
        ("recurring", Decimal("2450.00"), "period", "P1M", 12),
        ("on_signature", Decimal("3000.00"), "event", None, None),
    ]
    assert reading.total is not None
    assert reading.total.amount == Decimal("32400.00")
    assert [check.agrees for check in reading.checks] == [True]
    assert reading.payment_terms is not None
    assert (reading.payment_terms.days, reading.payment_terms.counted_from) == (60, "invoice_date")


FRENCH = """Contrat de prestation de services
Entre la société Lumière Conseil SAS, 12 rue de la Paix, 75002 Paris (« le Prestataire ») \
et la société Vignobles Castel SA, 3 quai des Chartrons, 33000 Bordeaux (« le Client »).
Article 3 – Prix
Le prix forfaitaire est de 45 000,00 € HT, payable comme suit : 30 % à la signature du contrat, \
40 % à la livraison de la maquette et 30 % à la réception définitive.
Les factures sont payables à 45 jours à compter de la date de facture.
"""


def test_a_french_contract_is_read() -> None:
    reading = read(FRENCH)

    assert (reading.payer and reading.payer.value, reading.payee and reading.payee.value) == (
        "Vignobles Castel SA",
        "Lumière Conseil SAS",
    )
    assert [(item.kind, item.percent, item.due.value) for item in reading.schedule] == [
        ("on_signature", Decimal(30), "à la signature du contrat"),
        ("milestone", Decimal(40), "à la livraison de la maquette"),
        ("milestone", Decimal(30), "à la réception définitive"),
    ]
    assert reading.total is not None
    assert (reading.total.amount, reading.total.currency) == (Decimal("45000.00"), "EUR")
    assert reading.payment_terms is not None
    assert reading.payment_terms.days == 45


@pytest.mark.parametrize(
    ("header", "rows", "expected"),
    [
        (
            "Instalment\tDue date\tAmount",
            ["1\t15 September 2027\t£18,000.00", "2\t15 January 2028\t£18,000.00"],
            [("date", "18000.00", "2027-09-15"), ("date", "18000.00", "2028-01-15")],
        ),
        (
            "Milestone\tFee (GBP)\tAcceptance criteria",
            ["Design\t9,000\tDesign pack approved by the trustees", "Build\t27,000\tSnagging list closed"],
            [("milestone", "9000", "on acceptance of Design"), ("milestone", "27000", "on acceptance of Build")],
        ),
        (
            "Phase\tPayable\tPrice",
            [
                "Survey\tupon delivery of the survey report\t£4,000.00",
                "Works\twithin 30 days after completion of the works\t£32,000.00",
            ],
            [
                ("milestone", "4000.00", "upon delivery of the survey report"),
                ("milestone", "32000.00", "P30D after completion of the works"),
            ],
        ),
    ],
)
def test_a_price_table_is_read_by_what_its_columns_are_called(
    header: str, rows: list[str], expected: list[tuple[str, str, str]]
) -> None:
    table = "\n".join([header, *rows, "Total\t\t£36,000.00"])
    text = f"Statement of Work\nProvider: Saffron Builders Ltd\nCustomer: Northgate Schools Trust\nFees\tThe fixed price is £36,000.00.\n{table}\n"

    reading = read(text)

    assert [(item.kind, item.amount, item.due.value) for item in reading.schedule] == [
        (kind, Decimal(amount), due) for kind, amount, due in expected
    ]
    assert reading.total is not None
    assert reading.total.amount == Decimal("36000.00")


def test_a_rate_card_with_a_ceiling_has_no_firm_sum_but_a_cap() -> None:
    text = (
        "Statement of Work\nProvider: Ironleaf Security LLC\nCustomer: Pemberton Foods Inc.\nFees\tServices are billed at the following rates:\n"
        "Role\tHourly rate (USD)\nPrincipal consultant\t260.00\nAnalyst\t150.00\nTotal fees shall not exceed $75,000 without prior written approval.\n"
    )

    reading = read(text)

    assert [(item.kind, item.description, item.amount, item.unit) for item in reading.schedule] == [
        ("unit_price", "Principal consultant", Decimal("260.00"), "hour"),
        ("unit_price", "Analyst", Decimal("150.00"), "hour"),
    ]
    assert reading.total is not None
    assert (reading.total.amount, reading.total.kind) == (Decimal(75000), "cap")


def test_the_day_of_the_framework_that_governs_an_order_form_is_not_the_order_forms_own() -> None:
    form = (
        "Cloud Service Order Form\n"
        "This Order Form incorporates and is governed by the Framework Terms dated November 9, 2026 between "
        "Fathom, Inc. and Orchard Union.\n"
        "The Order Date is January 1, 2027.\n"
    )
    own = "Services Agreement\nThis Agreement is dated November 9, 2026 between Fathom, Inc. and Orchard Union.\n"

    framework, agreement = read(form).agreement_on, read(own).agreement_on

    assert framework is None
    assert agreement is not None
    assert agreement.value == date(2026, 11, 9)
