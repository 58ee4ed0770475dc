"""Payment files: what goes in comes out exactly, groups and sums are right, and what a bank would refuse is refused here."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from procurement.pain001 import (
    VERSIONS,
    Account,
    Debtor,
    Payment,
    PaymentRefused,
    ReferredDocument,
    asked_day,
    check,
    compact_identifier,
    execution_day,
    transliterate,
    validate,
    write,
)

SCHEMAS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "invoices" / "pain001"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
OURS = Debtor("Musterwerk Anlagen GmbH", Account(iban="DE89 3704 0044 0532 0130 00", bic="COBADEFFXXX"))
FRENCH = Account(iban="FR1420041010050500013M02606")
AMERICAN = Account(number="4457 0912 33", clearing="USABA", member="011000138")
BRITISH = Account(number="43118827", clearing="GBDSC", member="20-14-53")


def payment(identifier: str = "INV-1", amount: str = "119.00", currency: str = "EUR", **facts: object) -> Payment:
    given_facts = {"creditor_name": "Lumiere Eclairage SAS", "account": FRENCH, "due_on": date(2026, 3, 5)} | facts
    return Payment(identifier, Decimal(amount), currency, **given_facts)  # type: ignore[arg-type]


def written(payments: list[Payment], version: str = VERSIONS[0]) -> etree._Element:
    return etree.fromstring(write(OURS, payments, message_id="RUN-7", created_at=NOON, version=version))


def texts(element: etree._Element, name: str) -> list[str]:
    return [found.text or "" for found in element.iter(f"{{*}}{name}")]


MIXED = [
    payment("A", "0.10"),
    payment("B", "0.20", text="Rechnung für März, Größe 3 & mehr"),
    payment("C", "1250.00", "USD", account=AMERICAN, creditor_name="Meridian Loom Analytics LLC"),
    payment("D", "7850.00", "GBP", account=BRITISH, documents=(ReferredDocument("PH-0219", issued_on=date(2026, 2, 1), amount=Decimal("7850.00")),)),
    payment("E", "33000", "JPY", account=Account(number="1234567", bic="BOTKJPJT")),
    payment("F", "12.345", "KWD", account=Account(number="998877", bic="NBOKKWKW")),
    payment("G", "50.00", due_on=date(2026, 4, 1), reference="RF18 5390 0754 7034"),
]  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("house", ["php-sepa-xml", "python-sepaxml"])
def test_a_file_of_five_currencies_validates_against_the_public_schemas(version: str, house: str) -> None:
    schema = SCHEMAS / f"{house}__{version}.xsd"
    if not schema.exists():
        pytest.skip("the public schemas are not on this machine")

    data = write(OURS, MIXED, message_id="RUN-7", created_at=NOON, version=version)

    assert validate(data, schema) == []
    assert check(data) == []


def test_payments_are_grouped_by_currency_account_and_day_with_right_counts_and_sums() -> None:
    root = written(MIXED)

    assert texts(root, "PmtInfId") == ["RUN-7-1", "RUN-7-2", "RUN-7-3", "RUN-7-4", "RUN-7-5", "RUN-7-6"]
    assert texts(root, "NbOfTxs") == ["7", "2", "1", "1", "1", "1", "1"]
    assert texts(root, "CtrlSum") == ["42162.645", "0.30", "1250.00", "7850.00", "33000", "12.345", "50.00"]


def test_amounts_are_written_in_the_currency_s_own_unit() -> None:
    root = written(MIXED)

    amounts = {found.get("Ccy"): found.text for found in root.iter("{*}InstdAmt")}
    assert amounts == {"EUR": "50.00", "USD": "1250.00", "GBP": "7850.00", "JPY": "33000", "KWD": "12.345"}


def test_an_american_account_is_written_with_its_routing_number() -> None:
    root = written([payment("C", "1250.00", "USD", account=AMERICAN)])

    assert texts(root, "MmbId") == ["011000138"]
    assert [code.text for code in root.iterfind(".//{*}ClrSysId/{*}Cd")] == ["USABA"]
    assert [number.text for number in root.iterfind(".//{*}CdtrAcct/{*}Id/{*}Othr/{*}Id")] == ["4457091233"]
    assert texts(root, "ChrgBr") == ["SHAR"]


def test_a_euro_transfer_between_ibans_runs_under_the_sepa_scheme() -> None:
    root = written([payment()])

    assert [code.text for code in root.iterfind(".//{*}SvcLvl/{*}Cd")] == ["SEPA"]
    assert texts(root, "ChrgBr") == ["SLEV"]


def test_a_day_already_past_is_asked_for_on_the_day_of_the_file() -> None:
    root = written([payment(due_on=date(2026, 1, 5))])

    assert texts(root, "Dt") == ["2026-03-02"]


@pytest.mark.parametrize(
    ("due", "currency", "asked"),
    [
        (date(2026, 3, 7), "EUR", date(2026, 3, 9)),  # a Saturday
        (date(2026, 4, 3), "EUR", date(2026, 4, 7)),  # Good Friday, with Easter Monday behind the weekend
        (date(2026, 5, 1), "EUR", date(2026, 5, 4)),  # 1 May is a closing day of TARGET
        (date(2026, 5, 1), "USD", date(2026, 5, 1)),
        (date(2026, 11, 26), "USD", date(2026, 11, 27)),  # Thanksgiving
        (date(2026, 11, 26), "EUR", date(2026, 11, 26)),
        (date(2026, 3, 8), "XAU", date(2026, 3, 9)),  # without a known calendar only weekends are left out
    ],
)
def test_a_bank_is_never_asked_to_pay_on_a_day_on_which_it_is_closed(due: date, currency: str, asked: date) -> None:
    assert execution_day(due, date(2026, 3, 2), currency) == asked


def test_what_moves_the_day_is_told_apart_weekends_closed_days_and_a_day_that_is_over() -> None:
    easter = asked_day(date(2026, 4, 3), date(2026, 3, 2), "EUR")
    assert easter.day == date(2026, 4, 7)
    assert easter.weekend == (date(2026, 4, 4), date(2026, 4, 5))
    assert easter.closed == (date(2026, 4, 3), date(2026, 4, 6))
    over = asked_day(date(2026, 1, 5), date(2026, 3, 2), "EUR")
    assert (over.day, over.due_on < over.made_on, over.passed_over) == (date(2026, 3, 2), True, ())


def test_names_and_texts_are_sent_in_the_letters_banks_take() -> None:
    root = written([payment(creditor_name="Łukasz & Söhne Straßenbau GmbH “Ø”", text="Größe 3 & mehr")])

    assert texts(root, "Nm")[-1] == "Lukasz + Soehne Strassenbau GmbH 'Oe'"
    assert texts(root, "Ustrd") == ["Groesse 3 + mehr"]


@pytest.mark.parametrize(
    ("text", "latin"),
    [("Müller & Söhne", "Mueller + Soehne"), ("Éclairage d’été", "Eclairage d'ete"), ("Щерев ООД", "Shterev OOD"), ("Αθήνα", "Athina"), ("a\tb", "a b")],
)  # fmt: skip
def test_letters_become_what_the_payments_council_recommends(text: str, latin: str) -> None:
    assert transliterate(text) == latin


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_what_is_transliterated_is_always_taken_by_banks(text: str) -> None:
    try:
        latin = transliterate(text)
    except ValueError:
        return

    assert set(latin) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-?:().,'+ ")


@given(
    st.lists(
        st.tuples(st.integers(1, 10**9), st.sampled_from(["EUR", "JPY", "KWD", "USD"]), st.integers(0, 3)),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=40, deadline=None)
def test_every_cent_that_goes_in_is_in_the_file(orders: list[tuple[int, str, int]]) -> None:
    scale = {"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3}
    payments = [
        payment(f"P{n}", str(Decimal(units).scaleb(-scale[currency])), currency, due_on=date(2026, 3, 3 + day))
        for n, (units, currency, day) in enumerate(orders)
    ]

    root = written(payments)

    assert sorted(Decimal(found.text or "") for found in root.iter("{*}InstdAmt")) == sorted(
        item.amount for item in payments
    )
    assert Decimal(texts(root, "CtrlSum")[0]) == sum(item.amount for item in payments)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"amount": "-5.00"}, "positive"),
        ({"amount": "0"}, "positive"),
        ({"amount": "NaN"}, "positive"),
        ({"amount": "1E+30"}, "digits"),
        ({"amount": "1.005"}, "finer than 0.01"),
        ({"amount": "10.5", "currency": "JPY"}, "finer than 1"),
        ({"currency": "EURO"}, "no currency code"),
        ({"currency": "XQX"}, "no currency code"),
        ({"identifier": "x" * 36}, "cannot be sent"),
        ({"identifier": "/slash"}, "cannot be sent"),
        ({"identifier": "größe"}, "cannot be sent"),
        ({"creditor_name": "  "}, "is empty"),
        ({"creditor_name": "株式会社"}, "Latin letters"),
        ({"reference": "RF19539007547034"}, "creditor reference"),
        ({"amount": "1000000000.00"}, "at most 999999999.99"),
    ],
)
def test_a_payment_no_bank_would_take_is_refused(facts: dict[str, object], reason: str) -> None:
    with pytest.raises(PaymentRefused, match=reason):
        payment(**facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"iban": "DE89370400440532013001"}, "wrong check digit"),
        ({"number": "4457091233"}, "needs its bank"),
        ({"number": "4457091233", "clearing": "USABA", "member": "011000139"}, "wrong check digit"),
        ({"number": "43118827", "clearing": "GBDSC", "member": "2014"}, "not a bank's number"),
        ({"iban": "DE89370400440532013000", "bic": "NOTABIC"}, "BIC"),
        ({}, "either an IBAN"),
    ],
)
def test_an_account_that_cannot_exist_is_refused(facts: dict[str, str], reason: str) -> None:
    with pytest.raises(PaymentRefused, match=reason):
        Account(**facts)


def test_the_same_payment_twice_in_a_file_is_refused() -> None:
    with pytest.raises(PaymentRefused, match="INV-1 is in the file twice"):
        written([payment(), payment()])


def test_an_empty_file_and_a_time_without_zone_are_refused() -> None:
    with pytest.raises(PaymentRefused, match="nothing to pay"):
        written([])
    with pytest.raises(PaymentRefused, match="time zone"):
        write(OURS, [payment()], message_id="RUN-7", created_at=NOON.replace(tzinfo=None))


def test_a_uuid_becomes_an_identifier_of_thirty_two_letters() -> None:
    assert compact_identifier("0b7e3d0e-30a4-4b4e-9a60-2f6f0a4c1d11") == "0b7e3d0e30a44b4e9a602f6f0a4c1d11"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"<CtrlSum>0.30</CtrlSum>", b"<CtrlSum>0.31</CtrlSum>", "adds? up to 0.30"),
        (b"<NbOfTxs>2</NbOfTxs>", b"<NbOfTxs>3</NbOfTxs>", "says it holds 3"),
        (b"FR1420041010050500013M02606", b"FR1420041010050500013M02607", "wrong check digit"),
        (b">0.10<", b">-0.10<", "is not an amount"),
        (b">0.10<", b">0.001<", "finer than"),
        (b"<PmtMtd>TRF</PmtMtd>", b"", "needs PmtMtd"),
        (b"<EndToEndId>A<", b"<EndToEndId>B<", "is in the file twice"),
        (b"<Document", b"<!DOCTYPE x [<!ENTITY a 'b'>]><Document", "DTD"),
        (b"pain.001.001.09", b"pain.008.001.02", "not a pain.001"),
    ],
)
def test_a_file_that_was_changed_does_not_pass_our_own_check(old: bytes, new: bytes, reason: str) -> None:
    data = write(OURS, [payment("A", "0.10"), payment("B", "0.20")], message_id="RUN-7", created_at=NOON)
    body = data.split(b"?>\n", 1)[1]

    problems = check(body.replace(old, new))

    assert old in body
    assert any(re.search(reason, problem) for problem in problems), problems
