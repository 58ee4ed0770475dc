"""Invoices: captured always, read, matched line by line; what is wrong stops the payment, with words and an owner."""

from datetime import date
from decimal import Decimal

import pytest

from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.monitoring.models import TrueException
from flowmono.outbox.models import Letter, RecordedEvent
from procurement import actions, reactions
from procurement.models import Invoice, Match
from procurement.presenting import findings_of, what_helps
from procurement.views.invoices import possible
from tests.procurement.stories import (
    OTHER_IBAN,
    accept,
    approve,
    at,
    hear,
    item,
    make_account,
    make_stage,
    make_vendor,
    receive,
    write_invoice,
)
from vendors.models import Contact, Vendor

pytestmark = pytest.mark.django_db
APRIL = date(2027, 4, 10)


def current(invoice):
    return invoice.matches.get(superseded=False)


def test_an_invoice_for_an_accepted_milestone_agrees_and_says_with_what():
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")

    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order))

    answer = current(invoice)
    assert (invoice.state, answer.decision, answer.codes) == ("matched", "AUTHORIZE", [])
    assert (answer.authorize_amount, invoice.order, invoice.contract) == (
        Decimal("8000.00"),
        order,
        stage.contract,
    )
    line = invoice.lines.get()
    assert (line.order_line, line.order_net) == (order.lines.get(position=1), Decimal("8000.00"))
    assert line.verdict.startswith("Agrees with order PO-2027-0001, line 1")
    assert not TrueException.objects.exists()


def test_work_that_nobody_accepted_is_held_and_matched_again_when_it_is_accepted():
    stage = make_stage()
    order = approve(stage)
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order))
    assert (invoice.state, current(invoice).codes) == ("held", ["MILESTONE_NOT_ACCEPTED"])
    waiting = TrueException.objects.get()
    assert (waiting.watch, waiting.amount, waiting.state) == ("invoice_hold", Decimal("8000.000"), "open")

    accept(stage, "M1 Interface design", on=APRIL)
    hear(reactions.match_waiting_invoices, "MilestoneAccepted")

    invoice.refresh_from_db()
    waiting.refresh_from_db()
    assert (invoice.state, current(invoice).codes, waiting.state) == ("matched", [], "cleared")
    assert list(invoice.matches.values_list("number", "superseded")) == [(1, True), (2, False)]


def test_matching_twice_changes_nothing():
    stage = make_stage()
    order = approve(stage)
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order))

    actions.match_again(invoice, by=stage.people.fay, at=at(APRIL))

    assert invoice.matches.count() == 1
    assert RecordedEvent.objects.filter(name="InvoiceMatched").count() == 1


def test_a_part_accepted_opens_that_part_and_more_is_over_billing():
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M2 Installation", percent="50")

    half = receive(stage, write_invoice("NL-1", [("M2 Installation", "6000.00")], order=order))
    rest = receive(stage, write_invoice("NL-2", [("M2 Installation", "6000.00")], order=order), hour=11)

    assert half.state == "matched"
    assert (rest.state, current(rest).codes) == ("held", ["DUP_PROBABLE", "MILESTONE_OVERBILLED"])
    assert set(TrueException.objects.values_list("watch", flat=True)) == {"over_billing", "duplicate_invoice"}


def test_billing_more_than_the_clause_is_held_with_the_amount_at_risk():
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")

    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "9500.00")], order=order))

    answer = current(invoice)
    assert (invoice.state, answer.codes, answer.amount_at_risk) == ("held", ["PO_OVERBILLED"], Decimal("1500.00"))
    raised = TrueException.objects.get()
    assert (raised.watch, raised.amount, raised.owner_role) == ("over_billing", Decimal("1500.000"), "Procurement")


def test_the_same_file_twice_is_captured_twice_and_payable_once():
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")
    data = write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order)

    first = receive(stage, data)
    second = receive(stage, data, hour=10)

    assert (first.state, second.state) == ("matched", "rejected")
    assert current(second).codes == ["DUP_FILE", "MILESTONE_ALREADY_BILLED"]
    assert TrueException.objects.filter(watch="duplicate_invoice", cause=str(second.pk)).exists()


def test_two_files_at_the_same_time_leave_the_earlier_one_payable_in_whatever_order_they_are_matched():
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")
    data = write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order)
    pair = [
        actions.receive_invoice(stage.vendor, by=stage.people.vera, at=at(APRIL), data=data, filename="a.xml")
        for _copy in range(2)
    ]

    for name, reaction in (
        ("InvoiceReceived", reactions.read_received_invoice),
        ("InvoiceRead", reactions.match_read_invoice),
    ):
        for recorded in RecordedEvent.objects.filter(name=name).order_by("-id"):
            reaction(recorded.event)

    states = [Invoice.objects.get(pk=invoice.pk).state for invoice in pair]
    assert states == ["matched", "rejected"]


@pytest.mark.parametrize("number", ["NL 0001", "nl-1", "NL/1"])
def test_the_number_written_otherwise_is_the_same_number(number):
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")
    receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order))

    copy = receive(stage, write_invoice(number, [("M1 Interface design", "8000.00")], order=order), hour=12)

    assert copy.state == "rejected"
    assert "DUP_EXACT" in current(copy).codes
    letter = Letter.objects.get(key__startswith=f"invoice-rejected:{copy.pk}")
    assert letter.to == "vera@example.com"
    assert "NL-1" in letter.body


def test_the_vendor_is_told_where_its_invoices_come_from(client):
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")
    Vendor.objects.filter(pk=stage.vendor.pk).update(email="sales@nordlicht.example")
    Contact.objects.filter(user=stage.people.vera).update(email="billing@nordlicht.example")
    receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order))

    copy = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order), hour=12)

    assert copy.state == "rejected"
    assert Letter.objects.get(key__startswith=f"invoice-rejected:{copy.pk}").to == "billing@nordlicht.example"
    client.force_login(stage.people.fay)
    assert "billing@nordlicht.example" in client.get(copy.get_absolute_url()).content.decode()


def test_an_invoice_without_an_order_number_waits_for_a_clerk_who_confirms_the_order():
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")]))
    answer = current(invoice)
    assert (invoice.state, answer.codes, answer.proposed_order) == ("review", ["PO_MISSING"], "PO-2027-0001")
    assert "PO_PROPOSED" in answer.info

    invoice = actions.confirm_order(invoice, by=stage.people.fay, at=at(APRIL), order=order)

    assert (invoice.state, current(invoice).codes, invoice.confirmed_by) == ("matched", [], stage.people.fay)


def test_only_an_order_of_the_vendor_can_be_confirmed():
    stage = make_stage()
    order = approve(stage)
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")]))
    other = make_vendor("Sommer GmbH", vat_id="")
    type(order).objects.filter(pk=order.pk).update(vendor=other)
    order.refresh_from_db()

    with pytest.raises(Invalid, match="choose an order of the same vendor"):
        actions.confirm_order(invoice, by=stage.people.fay, at=at(APRIL), order=order)

    invoice.refresh_from_db()
    assert (invoice.state, invoice.confirmed_order) == ("review", None)


def test_another_bank_account_is_held_and_nobody_can_let_it_pass():
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order, iban=OTHER_IBAN))
    assert (invoice.state, current(invoice).codes) == ("held", ["BANK_CHANGED", "BANK_COUNTRY_MISMATCH"])
    assert TrueException.objects.get().watch == "bank_account_changed"

    with pytest.raises(NotAllowed, match="cannot be let pass"):
        actions.override(
            invoice, by=stage.people.fay, at=at(APRIL), codes=["BANK_CHANGED"], reason="The vendor called us."
        )

    invoice.refresh_from_db()
    assert (invoice.state, invoice.overrides) == ("held", [])


def test_a_verified_new_account_opens_the_invoice_after_its_cooling_off():
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order, iban=OTHER_IBAN))

    make_account(stage.vendor, stage.people, iban=OTHER_IBAN, verified_on=APRIL)
    hear(reactions.match_waiting_invoices, "BankAccountVerified")
    waiting = current(invoice)
    assert waiting.codes == ["BANK_COOLING_OFF"]
    assert waiting.stops[0]["sentence"].endswith("It may be paid from 13 Apr 2027.")
    assert [said.owner for said in findings_of(waiting) if said.code == "BANK_COOLING_OFF"] == [""]
    assert what_helps(waiting) == [
        "Nobody needs to do anything: on 13 Apr 2027 the invoice is matched again by itself."
    ]
    actions.match_again(invoice, by=stage.people.fay, at=at(date(2027, 4, 14)))

    invoice.refresh_from_db()
    assert invoice.state == "matched"


def test_a_price_over_the_tolerance_is_let_pass_with_a_reason_by_somebody_without_a_hand_in_it():
    stage = make_stage(schedule=(item("unit_price", "Engineering hour", "100.00", unit="C62"),))
    order = approve(stage)
    invoice = receive(stage, write_invoice("NL-1", [("Engineering hour", 10, "105.00", "1")], order=order))
    assert (invoice.state, current(invoice).codes) == ("review", ["PRICE_OVER"])
    for who in ("pierre", "abel", "vera", "olu", "aud"):
        with pytest.raises(NotAllowed):
            actions.override(
                invoice, by=getattr(stage.people, who), at=at(APRIL), codes=["PRICE_OVER"], reason="Agreed."
            )
    with pytest.raises(Invalid, match="Say why"):
        actions.override(invoice, by=stage.people.fay, at=at(APRIL), codes=["PRICE_OVER"], reason=" ")

    invoice = actions.override(
        invoice, by=stage.people.fay, at=at(APRIL), codes=["PRICE_OVER"], reason="Night work, agreed by mail."
    )

    answer = current(invoice)
    assert (invoice.state, answer.codes, answer.authorize_amount) == ("matched", [], Decimal("1050.00"))
    assert answer.findings[0]["overridden"] is True
    assert invoice.overrides[0]["reason"] == "Night work, agreed by mail."


def test_who_captured_an_invoice_does_not_let_it_pass():
    stage = make_stage(schedule=(item("unit_price", "Engineering hour", "100.00", unit="C62"),))
    order = approve(stage)
    data = write_invoice("NL-1", [("Engineering hour", 10, "105.00", "1")], order=order)
    invoice = receive(stage, data, by=stage.people.fay)

    with pytest.raises(NotAllowed, match="never the owner"):
        actions.override(invoice, by=stage.people.fay, at=at(APRIL), codes=["PRICE_OVER"], reason="Agreed.")

    invoice.refresh_from_db()
    assert invoice.state == "review"


def test_money_does_not_move_on_a_term_that_nobody_has_verified():
    stage = make_stage(verified=False)
    order = approve(stage)
    accept(stage, "M1 Interface design")

    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order))

    assert (invoice.state, current(invoice).codes) == ("held", ["TERM_UNVERIFIED"])
    assert "Nobody has verified the term of the contract behind “M1 Interface design”." in current(invoice).sentences[0]
    with pytest.raises(NotAllowed):
        actions.override(invoice, by=stage.people.fay, at=at(APRIL), codes=["TERM_UNVERIFIED"], reason="Pay.")
    term = order.lines.get(position=1).term
    term.confirm(by=stage.people.lena, at=at(APRIL))
    term.save()
    actions.match_again(invoice, by=stage.people.fay, at=at(APRIL))
    invoice.refresh_from_db()
    assert invoice.state == "matched"


def test_an_invoice_of_an_order_that_is_not_approved_waits():
    stage = make_stage()
    from tests.procurement.stories import draft

    order = draft(stage)

    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order))

    assert "PO_NOT_APPROVED" in current(invoice).codes
    assert invoice.state == "held"


def test_a_vendor_on_hold_is_not_paid_until_it_is_released():
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")
    stage.vendor.hold(reason="Insurance is disputed.", at=at(APRIL))
    stage.vendor.save()

    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order))
    assert (invoice.state, current(invoice).codes) == ("held", ["VENDOR_BLOCKED"])
    assert "Insurance is disputed." in current(invoice).sentences[0]
    assert current(invoice).vendor_sentences() == []
    stage.vendor.release(reason="Settled.", at=at(APRIL))
    stage.vendor.save()
    hear(reactions.match_waiting_invoices, "VendorReleased")

    invoice.refresh_from_db()
    assert invoice.state == "matched"


def test_an_invoice_in_the_name_of_another_vendor_is_held():
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")
    make_vendor("Falke Logistik AG", vat_id="DE811569869")

    invoice = receive(
        stage,
        write_invoice(
            "FL-1", [("M1 Interface design", "8000.00")], order=order, seller="Falke Logistik AG", vat_id="DE811569869"
        ),
    )

    assert invoice.state == "held"
    assert "VENDOR_MISMATCH" in current(invoice).codes


def test_a_file_that_is_no_invoice_goes_back_with_the_reason():
    stage = make_stage()
    approve(stage)

    invoice = receive(stage, b"<?xml version='1.0'?><note>hello</note>")

    assert invoice.state == "rejected"
    assert current(invoice).codes == ["DOC_UNSUPPORTED_SYNTAX"]
    assert Letter.objects.filter(key__startswith="invoice-rejected").count() == 1


@pytest.mark.parametrize(
    ("data", "words"), [(b"", "empty"), (b"PK\x03\x04 zip", "PDF or as an XML"), (b"MZ binary", "PDF or as an XML")]
)
def test_what_cannot_be_an_invoice_is_not_captured(data, words):
    stage = make_stage()

    with pytest.raises(Invalid, match=words):
        actions.receive_invoice(stage.vendor, by=stage.people.vera, at=at(APRIL), data=data, filename="x.xml")

    assert not Invoice.objects.exists()


@pytest.mark.parametrize("who", ["pierre", "abel", "aud", "olu", "vera"])
def test_only_finance_and_procurement_enter_invoices_by_hand(who):
    stage = make_stage()

    with pytest.raises(NotAllowed):
        actions.receive_invoice(None, by=getattr(stage.people, who), at=at(APRIL), data=b"<a/>", filename="x.xml")

    assert not Invoice.objects.exists()


def test_a_vendor_sends_invoices_for_its_own_company_only():
    stage = make_stage()
    other = make_vendor("Falke Logistik AG", vat_id="DE811569869")

    with pytest.raises(NotAllowed):
        actions.receive_invoice(other, by=stage.people.vera, at=at(APRIL), data=b"<a/>", filename="x.xml")

    assert not Invoice.objects.exists()


def test_an_e_invoice_is_not_corrected_by_us():
    stage = make_stage()
    order = approve(stage)
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "9500.00")], order=order))

    with pytest.raises(Conflict, match="as the vendor wrote it"):
        actions.correct_reading(invoice, by=stage.people.fay, at=at(APRIL), values={"gross": "8000.00"})

    invoice.refresh_from_db()
    assert (invoice.gross, invoice.corrections) == (Decimal("9500.000"), {})


def test_what_a_person_sent_back_is_not_corrected_any_more_and_what_the_comparison_refused_may_be():
    stage = make_stage()
    order = approve(stage)
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order))
    invoice = actions.reject_invoice(invoice, by=stage.people.fay, at=at(APRIL), reason="Not ours.")
    invoice.source = "pdf"
    invoice.save()

    offered = possible(invoice, stage.people.fay)["correct"]
    with pytest.raises(Conflict, match="A person sent this invoice back"):
        actions.correct_reading(invoice, by=stage.people.fay, at=at(APRIL), values={"number": "NL-2"})
    invoice.decision = "REJECT"

    assert not offered
    assert possible(invoice, stage.people.fay)["correct"]


def test_a_person_sends_an_invoice_back_with_a_reason_and_it_is_over():
    stage = make_stage()
    order = approve(stage)
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order))

    invoice = actions.reject_invoice(invoice, by=stage.people.fay, at=at(APRIL), reason="Bill it after acceptance.")

    assert (invoice.state, invoice.reason) == ("rejected", "Bill it after acceptance.")
    body = Letter.objects.get(key__startswith="invoice-rejected").body
    assert "Bill it after acceptance." in body
    assert not TrueException.objects.filter(state="open").exists()
    with pytest.raises(Conflict):
        actions.match_again(invoice, by=stage.people.fay, at=at(APRIL))


def test_a_match_never_changes():
    stage = make_stage()
    order = approve(stage)
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order))
    answer = current(invoice)

    answer.decision = "AUTHORIZE"
    with pytest.raises(Conflict, match="never changes"):
        answer.save()

    assert Match.objects.get(pk=answer.pk).decision == "HOLD"


def test_the_inputs_and_limits_of_a_match_are_kept():
    stage = make_stage()
    order = approve(stage)
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order))

    answer = current(invoice)
    assert answer.inputs["invoice"]["gross"] == "8000.00"
    assert answer.inputs["orders"][0]["lines"][0]["unit_price"] == "8000.000000"
    assert answer.policy["price_tol_pct"] == "2"
