"""What a contract keeps back from every payment, and the advance that it recovers, count when invoices are matched."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.models import Term
from contracts.terms import draft_terms
from flowmono.intelligence.contracts.embedded import EmbeddedReader
from procurement import actions
from procurement.withholding import release_day
from tests.procurement.stories import accept, approve, at, authorize, item, make_stage, receive, route, write_invoice

TEXT = """SERVICES AGREEMENT

This Agreement is made on 1 March 2027 between Adler Instruments GmbH, Vienna ("Customer") and Nordlicht Software GmbH, Kiel ("Supplier").

1. Fees. The Customer shall pay the Supplier EUR 8,000.00 upon acceptance of the design and EUR 12,000.00 upon acceptance of the installation.

2. {clause}
"""
RETAINS = "The Customer shall retain ten percent (10%) of each payment until final acceptance of the Deliverables."
RECOVERS = "The advance is recovered by deducting twenty percent (20%) from each invoice until it is repaid."
MAY = date(2027, 5, 3)


def keep_terms(stage, clause, *, verified=True):
    """The terms about all payments, as the reader finds them in the contract's own text."""
    proof = (
        {"state": "confirmed", "verified_by": stage.people.lena, "verified_at": at(date(2027, 3, 2))}
        if verified
        else {}
    )
    kept = [
        one
        for one in draft_terms(EmbeddedReader().read(TEXT.format(clause=clause)))
        if one.field in {"retention", "advance"}
    ]
    for draft in kept:
        Term(
            contract=stage.contract, field=draft.field, label=draft.label, value=draft.value, **draft.more, **proof
        ).save()
    return kept


def current(invoice):
    return invoice.matches.get(superseded=False)


@pytest.mark.django_db
def test_an_invoice_that_ignores_the_retention_is_paid_without_the_share_that_is_kept_back():
    stage = make_stage()
    assert [one.value for one in keep_terms(stage, RETAINS)] == [
        "10 % of each payment is kept back; released after final acceptance of the Deliverables"
    ]
    order = approve(stage)
    accept(stage, "M1 Interface design")

    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order))

    answer = current(invoice)
    assert answer.decision == "AUTHORIZE"
    assert answer.info == ["RETENTION_APPLIED"]
    assert (answer.authorize_amount, answer.retention) == (Decimal("7200.00"), Decimal("800.00"))
    assert "10 % of 8,000.00 EUR, 800.00 EUR, are kept back as the contract says." in answer.sentences
    assert route(invoice).amount == Decimal("7200.00")


@pytest.mark.django_db
def test_money_does_not_move_on_a_retention_that_only_the_reader_has_seen():
    stage = make_stage()
    keep_terms(stage, RETAINS, verified=False)
    order = approve(stage)
    accept(stage, "M1 Interface design")

    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order))

    assert current(invoice).decision == "HOLD"
    assert current(invoice).codes == ["TERM_UNVERIFIED"]
    assert "“Retention”" in current(invoice).sentences[0]


@pytest.mark.django_db
def test_money_kept_back_is_released_once_everything_is_accepted_and_never_more_than_was_kept():
    stage = make_stage()
    keep_terms(stage, RETAINS)
    order = approve(stage)
    accept(stage, "M1 Interface design")
    authorize(stage, receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order)))

    early = receive(stage, write_invoice("NL-2", [("Release of retention", "800.00")], order=order, issued=MAY), on=MAY)
    assert current(early).codes == ["RETENTION_RELEASE_EARLY"]

    accept(stage, "M2 Installation", on=MAY)
    actions.match_again(early, by=stage.people.fay, at=at(MAY, 11))
    over = receive(
        stage, write_invoice("NL-3", [("Release of retention", "900.00")], order=order, issued=MAY), on=MAY, hour=12
    )

    assert current(early).decision == "AUTHORIZE"
    assert current(early).authorize_amount == Decimal("800.00")
    assert current(over).codes == ["RETENTION_EXCEEDS_BALANCE"]


@pytest.mark.django_db
def test_an_invoice_that_does_not_deduct_the_advance_is_looked_at():
    schedule = (
        item("deposit", "Advance payment", "4000.00", quote="An advance of EUR 4,000.00 is paid on signature.", page=3),
        item("milestone", "M1 Interface design", "8000.00", quote="The fee for M1 is EUR 8,000.00.", page=3),
    )
    stage = make_stage(schedule=schedule)
    keep_terms(stage, RECOVERS)
    order = approve(stage)
    accept(stage, "Advance payment")
    advance = receive(stage, write_invoice("NL-1", [("Advance payment", "4000.00")], order=order))
    assert current(advance).codes == []
    authorize(stage, advance)
    accept(stage, "M1 Interface design")

    invoice = receive(
        stage, write_invoice("NL-2", [("M1 Interface design", "8000.00")], order=order, issued=MAY), on=MAY
    )

    assert current(invoice).codes == ["ADVANCE_NOT_DEDUCTED"]
    assert "0.00 EUR were deducted, 1,600.00 EUR expected" in current(invoice).sentences[0]


APRIL = date(2027, 4, 1)


@pytest.mark.parametrize(
    ("words", "acceptances", "day"),
    [
        ("after final acceptance", [(Decimal(100), APRIL), (Decimal(100), MAY)], MAY),
        ("P30D after final acceptance", [(Decimal(100), MAY)], date(2027, 6, 2)),
        ("P2W after completion of the services", [(Decimal(100), MAY)], date(2027, 5, 17)),
        ("after final acceptance", [(Decimal(100), APRIL), (Decimal(0), None)], None),
        ("after final acceptance", [(Decimal(50), APRIL)], None),
        ("P12M after final acceptance", [(Decimal(100), MAY)], None),
        ("after the end of the warranty", [(Decimal(100), MAY)], None),
        ("after final acceptance", [], None),
    ],
)
def test_the_release_follows_the_last_acceptance_where_the_words_name_it(words, acceptances, day):
    assert release_day(words, acceptances) == day
