"""An invoice waits for the papers that its vendor was asked for and never handed in, and moves when the last one is proved."""

from datetime import date

import pytest

from flowmono.common.refusals import Conflict
from procurement import actions, reactions
from tests.procurement.stories import accept, approve, at, hear, make_stage, receive, route, write_invoice
from vendors import actions as vendors
from vendors.models import Onboarding, OnboardingItem

pytestmark = pytest.mark.django_db
APRIL = date(2027, 4, 6)
PDF = b"%PDF-1.7\nstory\n%%EOF\n"


def ask_for(vendor, kind, title, position):
    """A point of the vendor's open checklist that gates payment."""
    onboarding, _made = Onboarding.objects.get_or_create(vendor=vendor, defaults={"created_at": at(APRIL)})
    item = OnboardingItem(
        onboarding=onboarding,
        position=position,
        wanted="document",
        document_kind=kind,
        title=title,
        gates_payment=True,
    )
    item.save()
    return item


def current(invoice):
    return invoice.matches.get(superseded=False)


def test_an_invoice_waits_until_the_last_paper_that_gates_payment_is_verified():
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")
    ask_for(stage.vendor, "insurance", "Certificate of insurance", 1)
    extract = ask_for(stage.vendor, "trade_register", "Trade register extract", 2)

    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order))
    held = (invoice.state, current(invoice).codes, current(invoice).sentences[0])
    paper = vendors.hand_in_document(
        stage.vendor, by=stage.people.vera, at=at(APRIL), kind="insurance", title="", data=PDF, filename="cover.pdf"
    )
    vendors.verify_document(paper, by=stage.people.lena, at=at(APRIL))
    hear(reactions.match_waiting_invoices, "ComplianceDocumentVerified")
    invoice.refresh_from_db()
    with_one = invoice.state
    vendors.waive_item(extract, by=stage.people.lena, at=at(APRIL), reason="A sole trader has no register.")
    hear(reactions.match_waiting_invoices, "ChecklistPointWaived")

    invoice.refresh_from_db()
    assert held[:2] == ("held", ["VENDOR_BLOCKED"])
    reasons = "The certificate of insurance was never handed in. The trade register extract was never handed in."
    assert f"{stage.vendor} may not be paid now: {reasons} Its page shows what is missing" in held[2]
    assert (with_one, invoice.state) == ("held", "matched")


def test_a_paper_asked_for_after_the_match_stops_the_payment():
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")
    payment = route(receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order)))
    ask_for(stage.vendor, "security_certificate", "ISO 27001 certificate", 1)

    with pytest.raises(Conflict, match="The ISO 27001 certificate was never handed in"):
        actions.decide_payment(payment, by=stage.people.fay, at=at(APRIL), verdict="yes")

    payment.refresh_from_db()
    assert payment.state == "routed"
