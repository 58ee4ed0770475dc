"""A vendor answers about an invoice that waits, or withdraws it: in the portal, for its own invoices, as long as nobody authorized them."""

from datetime import date

import pytest
from django.urls import reverse

from flowmono import telling
from flowmono.common.chain import DONE, STOPPED, Case, stages_of
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.ledger.models import Entry
from flowmono.monitoring.models import TrueException
from flowmono.notices.models import Notice
from flowmono.outbox.models import RecordedEvent
from procurement import actions
from procurement.matching.codes import ACCEPTOR, CLERK, CONTRACT_OWNER, ORDER_OWNER, VENDOR
from procurement.models import Invoice
from procurement.presenting import who_settles
from tests.people import NOON
from tests.procurement.stories import (
    accept,
    approve,
    at,
    authorize,
    hear,
    make_stage,
    make_vendor,
    receive,
    write_invoice,
)

pytestmark = pytest.mark.django_db
APRIL = date(2027, 4, 6)
WORDS = "It bills the second visit to your site."
WHY = "We billed this step already."


@pytest.fixture
def billed_twice():
    """The first step is accepted and billed, and then billed again."""
    stage = make_stage()
    stage.order = approve(stage)
    accept(stage, "M1 Interface design")
    stage.first = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order))
    stage.second = receive(
        stage, write_invoice("NL-2", [("M1 Interface design", "8000.00")], order=stage.order), hour=12
    )
    return stage


def page(client, person, invoice, name="procurement:portal_invoice"):
    client.force_login(person)
    return " ".join(client.get(reverse(name, args=[invoice.pk])).content.decode().split())


def post(client, person, invoice, act, **values):
    client.force_login(person)
    return client.post(reverse(f"procurement:portal_{act}", args=[invoice.pk]), values, follow=True)


def test_a_vendor_that_is_asked_to_withdraw_or_to_answer_finds_both_on_the_page(client, billed_twice):
    said = page(client, billed_twice.people.vera, billed_twice.second)

    assert billed_twice.second.state == "held"
    assert "Please withdraw this invoice, or tell us what it is for." in said
    assert reverse("procurement:portal_withdraw", args=[billed_twice.second.pk]) in said
    assert reverse("procurement:portal_answer", args=[billed_twice.second.pk]) in said


def test_an_answer_reaches_who_looks_at_the_invoice(client, billed_twice):
    stage, invoice = billed_twice, billed_twice.second

    answer = post(client, stage.people.vera, invoice, "answer", words=WORDS)
    hear(telling.tell_of_answered_invoice, "InvoiceAnswered")

    invoice.refresh_from_db()
    told = Notice.objects.filter(title__contains="answered about invoice NL-2")
    assert "Thank you. Our people read it." in answer.content.decode()
    assert invoice.state == "review"
    assert [one["words"] for one in invoice.answers] == [WORDS]
    assert WORDS in page(client, stage.people.vera, invoice)
    assert WORDS in page(client, stage.people.fay, invoice, "procurement:invoice")
    assert {stage.people.fay, stage.people.pierre} <= {notice.person for notice in told}
    assert {notice.sentence for notice in told} == {WORDS}
    assert any(one.evidence.get("vendor says") == WORDS for one in TrueException.objects.waiting())
    assert Entry.objects.filter(kind="InvoiceAnswered").exists()


def test_a_withdrawn_invoice_is_not_owed_and_keeps_its_reason(client, billed_twice):
    stage, invoice = billed_twice, billed_twice.second

    answer = post(client, stage.people.vera, invoice, "withdraw", reason=WHY)
    hear(telling.tell_of_withdrawn_invoice, "InvoiceWithdrawn")

    invoice.refresh_from_db()
    said = page(client, stage.people.vera, invoice)
    case = stages_of(Case(stage.contract.pk, stage.people.fay, NOON))
    station = next(one for one in case["invoices"].stations if one.title == "NL-2")
    assert "Withdrawn. Nobody will pay it." in answer.content.decode()
    assert (invoice.state, invoice.reason) == ("withdrawn", WHY)
    assert "Withdrawn by you" in said
    assert "Please withdraw" not in said
    assert "Its vendor withdrew it: nothing is owed." in page(client, stage.people.fay, invoice, "procurement:invoice")
    assert (station.kind, station.words) == (DONE, "withdrawn")
    assert not TrueException.objects.waiting().filter(cause=str(invoice.pk)).exists()
    assert Notice.objects.filter(
        person=stage.people.fay, title__contains="withdrew invoice NL-2", sentence=WHY
    ).exists()
    assert Entry.objects.filter(kind="InvoiceWithdrawn").exists()


def test_the_case_says_of_a_held_invoice_who_must_do_what(billed_twice):
    stage = billed_twice
    receive(stage, write_invoice("NL-3", [("M1 Interface design", "4000.00")], order=stage.order), hour=13)

    case = stages_of(Case(stage.contract.pk, stage.people.fay, NOON))

    told = {one.title: (one.kind, one.words, one.waits_for) for one in case["invoices"].stations}
    assert told["NL-2"] == (STOPPED, "held as a probable duplicate", "finance, to compare both")
    assert told["NL-3"] == (STOPPED, "held", "its vendor, to explain it or withdraw it")


@pytest.mark.parametrize(
    ("findings", "words"),
    [
        ([("DUP_PROBABLE", CLERK), ("MILESTONE_ALREADY_BILLED", VENDOR)], "finance, to compare both"),
        ([("MILESTONE_ALREADY_BILLED", VENDOR)], "its vendor, to explain it or withdraw it"),
        ([("MILESTONE_NOT_ACCEPTED", ACCEPTOR)], "the delivery to be accepted"),
        ([("PO_OVERBILLED", ORDER_OWNER)], "procurement, to settle what was found"),
        (
            [("MILESTONE_ALREADY_BILLED", VENDOR), ("PO_OVERBILLED", ORDER_OWNER)],
            "the vendor and procurement, to settle what was found",
        ),
        ([], ""),
    ],
)
def test_what_a_held_invoice_waits_for_is_said_by_what_was_found(findings, words):
    assert who_settles([{"code": code, "owner": owner} for code, owner in findings]) == words


def test_an_invoice_held_for_a_day_alone_waits_for_that_day():
    found = [{"code": "RETENTION_RELEASE_EARLY", "owner": CONTRACT_OWNER, "until": "2027-05-01"}]

    assert who_settles(found) == "the day on which it is matched again"


def test_withdrawing_before_the_payment_is_authorized_takes_the_payment_with_it_and_frees_what_was_billed(billed_twice):
    stage = billed_twice
    payment = route_first(stage)

    actions.withdraw_invoice(stage.first, by=stage.people.vera, at=at(APRIL), reason=WHY)
    actions.match_again(stage.second, by=stage.people.fay, at=at(APRIL))

    payment.refresh_from_db()
    stage.second.refresh_from_db()
    assert payment.state == "void"
    assert stage.second.state == "matched"


def route_first(stage):
    """The payment of the first invoice, asked for."""
    from flowmono.common.acting import SYSTEM, acting
    from procurement import reactions

    event = RecordedEvent.objects.filter(name="InvoiceMatched", values__invoice_id=str(stage.first.pk)).first().event
    with acting(SYSTEM, at=event.at):
        reactions.route_payment(event)
    return stage.first.authorizations.live().get()


def test_what_is_authorized_is_neither_withdrawn_nor_answered(client):
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order))
    authorize(stage, invoice)
    invoice.refresh_from_db()

    for act in (
        lambda: actions.withdraw_invoice(invoice, by=stage.people.vera, at=at(APRIL), reason=WHY),
        lambda: actions.answer_about_invoice(invoice, by=stage.people.vera, at=at(APRIL), words=WORDS),
    ):
        with pytest.raises(Conflict):
            act()

    assert Invoice.objects.get().state == "authorized"
    said = page(client, stage.people.vera, invoice)
    assert "Withdraw" not in said.partition("<main")[2]
    assert "Tell us about this invoice" not in said


@pytest.mark.parametrize("key", ["maya", "fay", "pierre", "aud", "olu"])
def test_only_its_vendors_own_contact_speaks_for_an_invoice(client, billed_twice, key):
    person, invoice = getattr(billed_twice.people, key), billed_twice.second
    before = RecordedEvent.objects.count()

    seen = [post(client, person, invoice, act, words=WORDS, reason=WHY).status_code for act in ("answer", "withdraw")]
    with pytest.raises(NotAllowed):
        actions.withdraw_invoice(invoice, by=person, at=at(APRIL), reason=WHY)
    with pytest.raises(NotAllowed):
        actions.answer_about_invoice(invoice, by=person, at=at(APRIL), words=WORDS)

    assert seen == [403, 403]
    assert RecordedEvent.objects.count() == before


def test_another_vendors_contact_finds_no_such_invoice(client, billed_twice):
    stage = billed_twice
    stage.vendor.contacts.update(vendor=make_vendor("Falke Logistik AG", vat_id="DE811569869"))

    seen = [
        post(client, stage.people.vera, stage.second, act, words=WORDS, reason=WHY).status_code
        for act in ("answer", "withdraw")
    ]

    stage.second.refresh_from_db()
    assert (seen, stage.second.state, stage.second.answers) == ([404, 404], "held", [])


def test_without_words_nothing_is_answered_and_nothing_withdrawn(billed_twice):
    stage = billed_twice

    with pytest.raises(Invalid, match="Write what you want to tell us"):
        actions.answer_about_invoice(stage.second, by=stage.people.vera, at=at(APRIL), words="  ")
    with pytest.raises(Invalid, match="Say why you withdraw it"):
        actions.withdraw_invoice(stage.second, by=stage.people.vera, at=at(APRIL), reason=" ")

    stage.second.refresh_from_db()
    assert (stage.second.state, stage.second.answers) == ("held", [])


def test_programs_read_what_the_vendor_said(client, billed_twice):
    stage = billed_twice
    actions.answer_about_invoice(stage.second, by=stage.people.vera, at=at(APRIL), words=WORDS)
    client.force_login(stage.people.fay)

    found = client.get(reverse("invoice-detail", args=[stage.second.pk])).json()

    assert (found["state"], found["answers"][0]["words"]) == ("review", WORDS)


def test_the_same_invoice_may_come_again_after_it_was_withdrawn(billed_twice):
    stage = billed_twice
    for invoice in (stage.first, stage.second):
        actions.withdraw_invoice(invoice, by=stage.people.vera, at=at(APRIL), reason=WHY)

    again = receive(
        stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order), on=date(2027, 4, 8)
    )

    assert again.state == "matched"
