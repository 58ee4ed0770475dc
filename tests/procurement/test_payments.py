"""Payments: two people authorize, a third makes the file, the account is the verified one, and each invoice is paid once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from lxml import etree

from flowmono.accounts import roles
from flowmono.approvals.models import Request, Rule, RuleStep
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.common.templatetags.writing import say_day
from flowmono.monitoring.actions import run_watch
from flowmono.monitoring.models import TrueException
from flowmono.monitoring.registry import WATCHES
from flowmono.outbox.models import RecordedEvent
from procurement import actions, reactions
from procurement.models import Budget, PaymentAuthorization
from tests.procurement.stories import (
    OTHER_IBAN,
    accept,
    approve,
    at,
    authorize,
    hear,
    make_account,
    make_stage,
    receive,
    route,
    write_invoice,
)

pytestmark = pytest.mark.django_db
APRIL = date(2027, 4, 5)
DAY = date(2027, 4, 6)
NAMESPACE = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


def billed(stage, title="M1 Interface design", amount="8000.00", number="NL-1", hour=9):
    order = stage.order
    accept(stage, title)
    return receive(stage, write_invoice(number, [(title, amount)], order=order), hour=hour)


def staged():
    stage = make_stage()
    stage.order = approve(stage)
    return stage


def test_a_matched_invoice_asks_two_people_of_finance_for_its_payment_when_it_is_due():
    stage = staged()
    invoice = billed(stage)

    payment = route(invoice)

    assert (payment.state, payment.amount, payment.currency) == ("routed", Decimal("8000.000"), "EUR")
    assert (payment.due_on, payment.account) == (date(2027, 5, 2), stage.account)
    assert payment.payee["iban"] == "DE89370400440532013000"
    request = Request.objects.get(subject_id=payment.pk)
    seats = {seat.approver.username for seat in request.seats.all()}
    assert seats == {"fay", "finn"}


def test_an_invoice_heard_twice_is_routed_once():
    stage = staged()
    invoice = billed(stage)
    route(invoice)

    hear(reactions.route_payment, "InvoiceMatched")

    assert PaymentAuthorization.objects.count() == 1


def test_the_second_yes_authorizes_and_one_person_never_gives_both():
    stage = staged()
    payment = route(billed(stage))

    payment = actions.decide_payment(payment, by=stage.people.fay, at=at(DAY), verdict="yes")
    assert payment.state == "routed"
    with pytest.raises(Conflict, match="already decided"):
        actions.decide_payment(payment, by=stage.people.fay, at=at(DAY), verdict="yes")
    payment = actions.decide_payment(payment, by=stage.people.finn, at=at(DAY), verdict="yes")

    assert (payment.state, payment.invoice.state) == ("authorized", "matched")
    payment.invoice.refresh_from_db()
    assert payment.invoice.state == "authorized"
    assert {payment.first_person, payment.second_person} == {stage.people.fay.person, stage.people.finn.person}


@pytest.mark.parametrize("who", ["gwen", "maya", "pierre", "abel", "vera", "olu", "aud"])
def test_nobody_else_authorizes_neither_who_verified_the_account(who):
    stage = staged()
    payment = route(billed(stage))

    with pytest.raises(NotAllowed):
        actions.decide_payment(payment, by=getattr(stage.people, who), at=at(DAY), verdict="yes")

    payment.refresh_from_db()
    assert payment.state == "routed"


def test_who_entered_the_invoice_does_not_authorize_its_payment():
    stage = staged()
    accept(stage, "M1 Interface design")
    data = write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order)
    invoice = receive(stage, data, by=stage.people.maya)
    payment = route(invoice)

    assert str(stage.people.maya.person) in Request.objects.get(subject_id=payment.pk).barred


def test_a_rule_with_one_person_is_refused_and_waits_for_an_administrator():
    stage = staged()
    RuleStep.objects.filter(rule__kind="payment", sequence=2).delete()
    billed(stage)

    with pytest.raises(Conflict, match="lets one person authorize"):
        hear(reactions.route_payment, "InvoiceMatched")

    assert not PaymentAuthorization.objects.exists()


def test_two_names_of_one_human_being_are_refused_by_the_database_too():
    stage = staged()
    payment = authorize(stage, billed(stage))

    with pytest.raises(IntegrityError, match="two_people_authorize_a_payment"), transaction.atomic():
        PaymentAuthorization.objects.filter(pk=payment.pk).update(second_person=payment.first_person)


def test_a_no_needs_a_reason_and_holds_the_invoice():
    stage = staged()
    payment = route(billed(stage))

    payment = actions.decide_payment(
        payment, by=stage.people.fay, at=at(DAY), verdict="no", reason="Quality is disputed."
    )

    payment.invoice.refresh_from_db()
    assert (payment.state, payment.invoice.state, payment.invoice.reason) == (
        "refused",
        "held",
        "Quality is disputed.",
    )


def test_an_account_that_changed_after_routing_stops_the_payment():
    stage = staged()
    payment = route(billed(stage))
    stage.account.retire(reason="It is closed.", at=at(APRIL))
    stage.account.save()

    for _twice in range(2):
        with pytest.raises(Conflict, match="is retired"):
            actions.decide_payment(payment, by=stage.people.fay, at=at(DAY), verdict="yes")

    payment.refresh_from_db()
    assert payment.state == "routed"
    raised = TrueException.objects.get(watch="bank_account_changed")
    assert (raised.state, raised.owner_role, raised.amount) == ("open", roles.FINANCE, Decimal("8000.000"))
    assert raised.evidence["asked for"] == "Nordlicht Software GmbH …3000"
    assert raised.evidence["on file now"] == "Nordlicht Software GmbH …3000, retired"
    assert not Request.objects.get(subject_id=payment.pk).seats.exclude(verdict="").exists()


def test_bills_cut_in_pieces_go_where_the_whole_would_go():
    stage = staged()
    Rule.objects.filter(kind="payment").update(below_amount=15000)
    high = Rule.objects.create(name="Large payments", kind="payment", from_amount=15000)
    for sequence, role in ((1, roles.FINANCE), (2, roles.FINANCE), (3, roles.CFO)):
        from django.contrib.auth.models import Group

        RuleStep.objects.create(rule=high, sequence=sequence, title=role, role=Group.objects.get(name=role))

    first = route(billed(stage))
    second = route(billed(stage, "M2 Installation", "12000.00", "NL-2", hour=12))

    names = [Request.objects.get(subject_id=payment.pk).rule_name for payment in (first, second)]
    assert names == ["payment from 0", "Large payments"]


def test_a_third_person_makes_a_payment_file_that_pays_the_verified_account():
    stage = staged()
    payment = authorize(stage, billed(stage))
    with pytest.raises(NotAllowed, match="never somebody who authorized"):
        actions.make_batch([payment], by=stage.people.fay, at=at(DAY))

    batch = actions.make_batch([payment], by=stage.people.gwen, at=at(DAY))

    root = etree.fromstring(batch.version.content())
    find = lambda path: root.findtext(f".//{path}", namespaces=NAMESPACE)  # noqa: E731
    assert (str(batch), batch.payments, batch.totals) == ("PAY-2027-0001", 1, {"EUR": "8000.00"})
    assert find("p:CdtrAcct/p:Id/p:IBAN") == "DE89370400440532013000"
    assert find("p:InstdAmt") == "8000.00"
    assert find("p:EndToEndId") == payment.invoice_id.hex.upper() or find("p:EndToEndId") == payment.end_to_end_id
    assert find("p:CtrlSum") == "8000" or find("p:CtrlSum") == "8000.00"
    payment.refresh_from_db()
    assert (payment.state, payment.batch) == ("batched", batch)


def test_a_payment_goes_into_one_file_only():
    stage = staged()
    payment = authorize(stage, billed(stage))
    actions.make_batch([payment], by=stage.people.gwen, at=at(DAY))

    with pytest.raises(Conflict, match="and once"):
        actions.make_batch([payment], by=stage.people.gwen, at=at(DAY))

    assert RecordedEvent.objects.filter(name="BatchExported").count() == 1


def test_what_two_people_have_not_authorized_is_in_no_file():
    stage = staged()
    payment = route(billed(stage))

    with pytest.raises(Conflict, match="only an authorized payment"):
        actions.make_batch([payment], by=stage.people.gwen, at=at(DAY))

    payment.refresh_from_db()
    assert payment.batch is None


def test_an_account_replaced_after_authorization_is_not_exported():
    stage = staged()
    payment = authorize(stage, billed(stage))
    stage.account.retire(reason="It is closed.", at=at(APRIL))
    stage.account.save()
    make_account(stage.vendor, stage.people, iban=OTHER_IBAN)

    with pytest.raises(Conflict, match="is retired"):
        actions.make_batch([payment], by=stage.people.gwen, at=at(DAY))

    payment.refresh_from_db()
    assert payment.state == "authorized"
    assert TrueException.objects.filter(watch="bank_account_changed", state="open").count() == 1


def test_an_account_whose_number_changed_is_refused_and_stays_an_exception_until_the_payment_is_stopped():
    stage = staged()
    payment = authorize(stage, billed(stage))
    stage.account.iban = OTHER_IBAN
    stage.account.save()

    with pytest.raises(Conflict, match="has changed since this payment was asked for"):
        actions.make_batch([payment], by=stage.people.gwen, at=at(DAY))
    run_watch(WATCHES["bank_account_changed"], at=at(DAY, 10))
    raised = TrueException.objects.get(watch="bank_account_changed")
    assert (raised.state, raised.evidence["on file now"]) == ("open", "Nordlicht Software GmbH …2606, verified")

    actions.stop_payment(payment, by=stage.people.fay, at=at(DAY, 11), reason="The account changed.")
    run_watch(WATCHES["bank_account_changed"], at=at(DAY, 12))
    raised.refresh_from_db()
    assert raised.state == "cleared"


def test_an_account_that_is_still_cooling_off_is_refused_and_raised():
    stage = staged()
    payment = route(billed(stage))
    stage.account.verified_on = date(2027, 4, 5)
    stage.account.save()

    with pytest.raises(Conflict, match="it may be paid from 8 Apr 2027"):
        actions.decide_payment(payment, by=stage.people.fay, at=at(DAY), verdict="yes")

    assert TrueException.objects.get(watch="bank_account_changed").sentence.startswith("The account was verified on")


def test_each_payment_of_a_file_tells_its_own_case_in_which_file_it_is():
    stage = staged()
    payment = authorize(stage, billed(stage))

    batch = actions.make_batch([payment], by=stage.people.gwen, at=at(DAY))

    told = RecordedEvent.objects.get(name="PaymentExported")
    assert (told.case_id, told.values["number"]) == (stage.contract.pk, batch.number)


def test_the_banks_confirmation_pays_the_invoice_and_moves_the_budget_once():
    stage = make_stage()
    budget = Budget.objects.create(department="Calibration", year=2027, amount=50000)
    stage.order = approve(stage)
    payment = authorize(stage, billed(stage))
    batch = actions.make_batch([payment], by=stage.people.gwen, at=at(DAY))

    payment = actions.confirm_payment(payment, by=stage.people.fay, at=at(DAY, 12), reference="STMT-7", early=True)
    hear(reactions.relieve_budget, "PaymentConfirmed")
    hear(reactions.relieve_budget, "PaymentConfirmed")

    payment.invoice.refresh_from_db()
    batch.refresh_from_db()
    assert (payment.state, payment.invoice.state, batch.state) == ("paid", "paid", "settled")
    assert (budget.committed, budget.spent, budget.free) == (
        Decimal("12000.000"),
        Decimal("8000.000"),
        Decimal("30000.000"),
    )
    with pytest.raises(Conflict):
        actions.confirm_payment(payment, by=stage.people.fay, at=at(DAY, 13), reference="STMT-8")


def test_a_day_before_the_one_the_bank_was_asked_for_is_asked_about(client):
    stage = staged()
    payment = authorize(stage, billed(stage))
    batch = actions.make_batch([payment], by=stage.people.gwen, at=at(DAY))
    sent = {"reference": "STMT-7", "pick": str(payment.pk)}
    paid_url = reverse("procurement:batch_paid", args=[batch.pk])
    client.force_login(stage.people.fay)

    with pytest.raises(Invalid, match=f"asks the bank to pay on {say_day(date(2027, 5, 3))}") as refusal:
        actions.confirm_payment(payment, by=stage.people.fay, at=at(DAY, 12), reference="STMT-7")
    page = client.get(batch.get_absolute_url()).content.decode()
    told = client.post(paid_url, sent, follow=True).content.decode()
    payment.refresh_from_db()
    before = payment.state
    client.post(paid_url, {**sent, "early": "on"})

    payment.refresh_from_db()
    assert refusal.value.field == "early"
    assert 'name="early"' in page
    assert "tick that it really paid before" in told
    assert (before, payment.state) == ("batched", "paid")


def test_a_confirmation_without_a_reference_is_refused():
    stage = staged()
    payment = authorize(stage, billed(stage))
    actions.make_batch([payment], by=stage.people.gwen, at=at(DAY))

    with pytest.raises(Invalid, match="reference on the bank statement"):
        actions.confirm_payment(payment, by=stage.people.fay, at=at(DAY), reference=" ")

    payment.refresh_from_db()
    assert payment.state == "batched"


def test_the_day_of_the_bank_statement_is_entered_and_lies_between_the_file_and_today():
    stage = staged()
    payment = authorize(stage, billed(stage))
    batch = actions.make_batch([payment], by=stage.people.gwen, at=at(DAY))
    day_after, later = DAY + timedelta(days=1), DAY + timedelta(days=5)
    made = f"The payment file was made on {say_day(DAY)}, so the bank cannot have paid before."

    for wrong, why in [(later + timedelta(days=1), "still to come"), (DAY - timedelta(days=1), made)]:
        with pytest.raises(Invalid, match=why):
            actions.confirm_payment(payment, by=stage.people.fay, at=at(later), reference="STMT-7", paid_on=wrong)
    payment = actions.confirm_payment(
        payment, by=stage.people.fay, at=at(later), reference="STMT-7", paid_on=day_after, early=True
    )

    payment.invoice.refresh_from_db()
    assert (payment.paid_at.date(), payment.invoice.paid_at.date()) == (day_after, day_after)
    assert payment.executed_on == date(2027, 5, 3)
    assert batch.made_at.date() == DAY


def test_the_contracts_term_from_receipt_is_the_one_due_day_of_invoice_and_payment():
    stage = staged()
    stage.contract.payment_days, stage.contract.payment_from = 30, "receipt"
    stage.contract.save()

    invoice = billed(stage)
    payment = route(invoice)

    due = invoice.received_at.date() + timedelta(days=30)
    invoice.refresh_from_db()
    assert (invoice.due_on, payment.due_on) == (due, due)


def test_a_stopped_payment_holds_its_invoice_until_it_is_matched_and_authorized_anew():
    stage = staged()
    invoice = billed(stage)
    payment = authorize(stage, invoice)

    actions.stop_payment(payment, by=stage.people.gwen, at=at(DAY), reason="The vendor asked us to wait.")
    invoice.refresh_from_db()
    assert (invoice.state, invoice.reason) == ("held", "The vendor asked us to wait.")
    actions.match_again(invoice, by=stage.people.fay, at=at(DAY, 15))

    invoice.refresh_from_db()
    assert invoice.state == "matched"
    assert route(invoice).pk != payment.pk


def test_a_credit_note_is_taken_off_the_next_payment_to_the_same_account():
    stage = staged()
    first = authorize(stage, billed(stage))
    data = write_invoice(
        "NL-C1", [("M1 Interface design", "1000.00")], order=stage.order, type_code="381", preceding="NL-1"
    )
    credit = authorize(stage, receive(stage, data, hour=14))
    assert (credit.is_credit, credit.amount) == (True, Decimal("-1000.000"))
    with pytest.raises(Conflict, match="wait for a larger payment"):
        actions.make_batch([credit], by=stage.people.gwen, at=at(DAY))

    assert (credit.invoice.payable, credit.invoice.owed) == (Decimal("1000.000"), Decimal("-1000.000"))

    batch = actions.make_batch([first], by=stage.people.gwen, at=at(DAY))

    root = etree.fromstring(batch.version.content())
    assert [node.text for node in root.iterfind(".//p:InstdAmt", namespaces=NAMESPACE)] == ["7000.00"]
    (asked,) = {node.text for node in root.iterfind(".//p:ReqdExctnDt/p:Dt", namespaces=NAMESPACE)}
    assert {one.asked_on.isoformat() for one in batch.authorizations.all()} == {asked}
    assert batch.totals == {"EUR": "7000.00"}
    actions.confirm_payment(first, by=stage.people.fay, at=at(DAY, 12), reference="STMT-7", early=True)
    credit.refresh_from_db()
    credit.invoice.refresh_from_db()
    assert (credit.state, credit.invoice.state) == ("paid", "credited")
