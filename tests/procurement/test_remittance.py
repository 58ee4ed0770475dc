"""What a vendor reads when it was paid, and who else hears of it: one letter for each transfer, however often it is told."""

from datetime import date

import pytest
from django.urls import reverse

from contracts.models import Term
from flowmono import telling
from flowmono.notices.models import Choice, Notice
from flowmono.outbox.models import Letter
from procurement import actions, reactions
from tests.procurement.stories import accept, approve, at, authorize, hear, last, make_stage, receive, write_invoice

pytestmark = pytest.mark.django_db
DAY = date(2027, 5, 3)


def staged(**facts):
    stage = make_stage(**facts)
    stage.order = approve(stage)
    accept(stage, "M1 Interface design")
    return stage


def pay(stage, *payments, reference="STMT-7"):
    batch = actions.make_batch(payments, by=stage.people.gwen, at=at(DAY))
    for payment in payments:
        actions.confirm_payment(payment, by=stage.people.fay, at=at(DAY, 12), reference=reference)
        hear(reactions.advise_vendor_of_payment, "PaymentConfirmed")
    return batch


def advices():
    return list(Letter.objects.filter(key__startswith="remittance:").order_by("pk"))


def bill(stage, number="NL-1", amount="8000.00", hour=9, **facts):
    data = write_invoice(number, [("M1 Interface design", amount)], order=stage.order, **facts)
    return receive(stage, data, hour=hour)


def test_a_vendor_that_is_paid_reads_which_invoice_how_much_when_and_under_which_reference():
    stage = staged()
    contact = stage.people.vera.vendor_contact
    invoice = bill(stage)
    payment = authorize(stage, invoice)

    batch = pay(stage, payment)
    hear(reactions.advise_vendor_of_payment, "PaymentConfirmed")

    (letter,) = advices()
    assert letter.to == contact.email
    assert letter.subject == "Adler Instruments GmbH: We paid €8,000.00 to you"
    assert letter.body.startswith(f"Hello {contact.name},")
    assert "Adler Instruments GmbH paid €8,000.00 to you on 3 May 2027." in letter.body
    assert "Invoice NL-1" in letter.body
    assert "DE89370400440532013000" not in letter.body
    for said in (
        "…3000",
        batch.number,
        payment.end_to_end_id,
        reverse("procurement:portal_invoice", args=[invoice.pk]),
    ):
        assert said in letter.body


def test_what_the_contract_keeps_back_stands_between_what_was_asked_for_and_what_came(client):
    stage = make_stage()
    Term(
        contract=stage.contract,
        field="retention",
        label="Retention",
        value="10 % of each payment is kept back",
        percent=10,
        state="confirmed",
        verified_by=stage.people.lena,
        verified_at=at(date(2027, 3, 2)),
    ).save()
    stage.order = approve(stage)
    accept(stage, "M1 Interface design")

    pay(stage, authorize(stage, bill(stage)))

    (letter,) = advices()
    lines = [" ".join(line.split()) for line in letter.body.splitlines()]
    begins = lines.index("€8,000.00 asked for")
    assert lines[begins + 1 : begins + 3] == ["-€800.00 kept back, as the contract says", "€7,200.00 paid"]
    assert "  €8,000.00  asked for\n   -€800.00  kept back, as the contract says\n" in letter.body
    client.force_login(stage.people.vera)
    url = reverse("procurement:portal_invoice", args=[stage.order.invoices.get().pk])
    page = " ".join(client.get(url).content.decode().split())
    for said in ("Billed", "€8,000.00", "€7,200.00", "-€800.00", "kept back, as the contract says"):
        assert said in page


def test_a_transfer_that_a_credit_note_was_taken_off_is_one_letter_with_both():
    stage = staged()
    first = authorize(stage, bill(stage))
    authorize(stage, bill(stage, "NL-C1", "1000.00", hour=14, type_code="381", preceding="NL-1"))

    pay(stage, first)

    (letter,) = advices()
    assert letter.subject.endswith("We paid €7,000.00 to you")
    assert "Credit note NL-C1" in letter.body
    assert "-€1,000.00  taken off" in letter.body


def test_who_ordered_hears_that_it_is_paid_as_they_chose():
    stage = staged()
    pay(stage, authorize(stage, bill(stage)))

    hear(telling.tell_of_paid_invoice, "PaymentConfirmed")
    hear(telling.tell_of_paid_invoice, "PaymentConfirmed")

    notice = Notice.objects.get(kind="paid")
    assert (notice.person, notice.sentence) == (stage.order.requester, "€8,000.00 on 3 May 2027")
    assert notice.title == f"Paid: invoice NL-1 of {stage.vendor}"
    assert [one.to for one in Letter.objects.filter(key__startswith="notice:paid:")] == [stage.order.requester.email]


def test_who_chose_not_to_hear_of_payments_does_not():
    stage = staged()
    Choice.objects.create(person=stage.order.requester, kind="paid", way="nothing")
    pay(stage, authorize(stage, bill(stage)))

    hear(telling.tell_of_paid_invoice, "PaymentConfirmed")

    assert last("PaymentConfirmed")
    assert not Notice.objects.filter(kind="paid").exists()
