"""Orders: drafted from the signed contract, decided by rule, sent to the vendor, each line with its sentence."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from pypdf import PdfReader

from flowmono.approvals.models import Request
from flowmono.common.acting import SYSTEM, acting
from flowmono.common.models import ExchangeRate
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.outbox.models import Letter, RecordedEvent
from procurement import actions, reactions
from procurement.models import Budget, Commitment, Order
from tests.people import NOON
from tests.procurement.stories import approve, draft, hear, item, make_stage, signed

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def test_a_signed_contract_drafts_one_order_with_the_sentences_that_justify_it():
    stage = make_stage()

    order = draft(stage)

    assert (order.number, order.state) == ("PO-2027-0001", "in_approval")
    assert (order.total, order.currency, order.requester) == (Decimal("20000.00"), "EUR", stage.people.pierre)
    assert [(line.description, line.amount, line.optional) for line in order.lines.all()] == [
        ("M1 Interface design", Decimal("8000.00"), False),
        ("M2 Installation", Decimal("12000.00"), False),
        ("Additional engineering hours", None, True),
    ]
    first = order.lines.first()
    assert (first.quote, first.page, first.term.contract) == ("The fee for M1 is EUR 8,000.00.", 3, stage.contract)


def test_a_contract_heard_twice_drafts_one_order():
    stage = make_stage()
    draft(stage)

    with acting(SYSTEM, at=NOON):
        reactions.draft_order(signed(stage.contract))

    assert Order.objects.count() == 1


def test_a_contract_without_orderable_terms_says_why_and_drafts_nothing():
    stage = make_stage(orderable=False, why_not="It is a non-disclosure agreement.")

    with acting(SYSTEM, at=NOON):
        reactions.draft_order(signed(stage.contract))
        reactions.draft_order(signed(stage.contract))

    assert not Order.objects.exists()
    skipped = RecordedEvent.objects.get(name="OrderSkipped")
    assert skipped.values["reason"] == "It is a non-disclosure agreement."


def test_a_ceiling_is_ordered_whole_and_kept_as_the_limit_of_all_invoices():
    schedule = (
        item("recurring", "Support", "7850.00", due_period="P1M", due_count=12, due_on=date(2027, 2, 1)),
        item("unit_price", "Remote engineer", "95.00", unit="hour"),
    )
    stage = make_stage(schedule=schedule, total=Decimal("112200.00"), total_kind="cap")

    order = draft(stage)

    assert (order.total, order.cap) == (Decimal("112200.00"), Decimal("112200.00"))
    assert [(line.amount, line.occurrences) for line in order.lines.all()] == [(Decimal("94200.00"), 12), (None, None)]


def test_a_foreign_order_keeps_the_rate_of_its_day():
    ExchangeRate.objects.create(currency="USD", into="EUR", rate="0.90", valid_on=date(2027, 2, 1))
    stage = make_stage(currency="USD")

    order = draft(stage)
    ExchangeRate.objects.create(currency="USD", into="EUR", rate="0.50", valid_on=date(2027, 3, 2))
    order.refresh_from_db()

    assert (order.rate, order.rate_on, order.base_total) == (Decimal("0.9"), date(2027, 3, 1), Decimal("18000.00"))


def test_an_order_in_a_currency_without_a_rate_waits_and_says_what_to_enter():
    stage = make_stage(currency="USD")

    with pytest.raises(Conflict, match="no exchange rate from USD to EUR on 1 Mar 2027"), acting(SYSTEM, at=NOON):
        reactions.draft_order(signed(stage.contract))

    assert not Order.objects.exists()


def test_the_approvers_yes_approves_and_commits_the_budget_of_the_department_once():
    stage = make_stage()
    budget = Budget.objects.create(department="Calibration", year=2027, amount=50000)
    order = draft(stage)

    order = actions.decide_order(order, by=stage.people.abel, at=LATER, verdict="yes")

    assert (order.state, order.approved_at) == ("approved", LATER)
    assert (budget.committed, budget.free) == (Decimal("20000.000"), Decimal("30000.000"))
    with pytest.raises(Conflict, match="nothing to decide"):
        actions.decide_order(order, by=stage.people.dora, at=LATER, verdict="yes")
    assert Commitment.objects.count() == 1
    assert RecordedEvent.objects.filter(name="OrderApproved").count() == 1


def test_a_large_order_needs_the_director_too_and_nobody_speaks_twice():
    schedule = (item("milestone", "Whole work", "60000.00"),)
    stage = make_stage(schedule=schedule)
    order = draft(stage)

    order = actions.decide_order(order, by=stage.people.abel, at=LATER, verdict="yes")
    assert order.state == "in_approval"
    with pytest.raises(Conflict, match="already decided"):
        actions.decide_order(order, by=stage.people.abel, at=LATER, verdict="yes")
    order = actions.decide_order(order, by=stage.people.dora, at=LATER, verdict="yes")

    assert order.state == "approved"


@pytest.mark.parametrize("who", ["pierre", "maya", "fay", "vera", "olu"])
def test_only_whom_the_rule_names_decides_and_a_refusal_changes_nothing(who):
    stage = make_stage()
    order = draft(stage)

    with pytest.raises(NotAllowed):
        actions.decide_order(order, by=getattr(stage.people, who), at=LATER, verdict="yes")

    order.refresh_from_db()
    assert order.state == "in_approval"
    assert not Request.objects.get(subject_id=order.pk).seats.exclude(verdict="").exists()


def test_the_requesters_other_account_may_not_approve():
    stage = make_stage()
    stage.people.abel.person = stage.people.pierre.person
    stage.people.abel.save()
    order = draft(stage)

    with pytest.raises(NotAllowed):
        actions.decide_order(order, by=stage.people.abel, at=LATER, verdict="yes")

    order.refresh_from_db()
    assert order.state == "in_approval"


def test_a_no_needs_a_reason_and_sends_the_order_back_to_be_corrected_and_submitted_again():
    stage = make_stage()
    order = draft(stage)

    with pytest.raises(Invalid, match="Say why"):
        actions.decide_order(order, by=stage.people.abel, at=LATER, verdict="no")
    order = actions.decide_order(order, by=stage.people.abel, at=LATER, verdict="no", reason="M2 is too dear.")
    assert (order.state, order.reason) == ("returned", "M2 is too dear.")
    line = order.lines.get(position=2)
    actions.edit_line(
        line, by=stage.people.maya, at=LATER, values={"unit_price": Decimal("9000.00")}, reason="A new price."
    )
    order = actions.submit_order(order, by=stage.people.maya, at=LATER)

    assert (order.state, order.total, order.base_total) == ("in_approval", Decimal("17000.00"), Decimal("17000.00"))


def test_an_order_in_approval_cannot_be_edited():
    stage = make_stage()
    order = draft(stage)

    with pytest.raises(Conflict, match="in approval"):
        actions.edit_line(
            order.lines.first(),
            by=stage.people.maya,
            at=LATER,
            values={"unit_price": Decimal("1.00")},
            reason="Cheaper.",
        )

    assert order.lines.first().unit_price == Decimal("8000.000000")


@pytest.mark.parametrize("price", ["-1", "NaN", "Infinity"])
def test_a_price_that_is_no_price_is_refused(price):
    stage = make_stage()
    order = draft(stage)
    order = actions.decide_order(order, by=stage.people.abel, at=LATER, verdict="no", reason="Look again.")

    with pytest.raises(Invalid, match="not negative"):
        actions.edit_line(
            order.lines.first(), by=stage.people.maya, at=LATER, values={"unit_price": Decimal(price)}, reason="Wrong."
        )

    order.refresh_from_db()
    assert order.total == Decimal("20000.000")


def test_cancelling_closes_the_approval_and_frees_the_contract_for_another_order():
    stage = make_stage()
    order = draft(stage)

    order = actions.cancel_order(order, by=stage.people.maya, at=LATER, reason="The project was dropped.")

    assert order.state == "cancelled"
    assert Request.objects.get(subject_id=order.pk).state == "superseded"
    with pytest.raises(Conflict):
        actions.decide_order(order, by=stage.people.abel, at=LATER, verdict="yes")


def test_the_vendor_is_sent_the_order_as_a_pdf_once():
    stage = make_stage()
    order = approve(stage)

    hear(reactions.send_order_to_vendor, "OrderApproved")
    hear(reactions.send_order_to_vendor, "OrderApproved")

    order.refresh_from_db()
    letter = Letter.objects.get(key=f"order:{order.pk}:0")
    assert (order.state, order.sent_to, letter.to) == ("sent", "vera@example.com", "vera@example.com")
    assert letter.body.startswith(f"Hello {stage.people.vera.vendor_contact.name},")
    name, media_type, path = letter.attachments[0]
    assert (name, media_type) == ("PO-2027-0001.pdf", "application/pdf")
    with default_storage.open(path) as file:
        text = "\n".join(page.extract_text() for page in PdfReader(file).pages)
    assert "PO-2027-0001" in text
    assert "M2 Installation" in text
    assert "20,000.00" in text
    assert "The fee for M1 is EUR 8,000.00." in text


def test_an_order_for_a_vendor_without_an_address_waits_and_says_what_to_do():
    stage = make_stage()
    order = approve(stage)
    stage.vendor.email = ""
    stage.vendor.save()
    stage.vendor.contacts.update(active=False)

    with pytest.raises(Exception, match="has no e-mail address"):
        hear(reactions.send_order_to_vendor, "OrderApproved")

    order.refresh_from_db()
    assert order.state == "approved"


def test_a_company_without_a_contact_is_greeted_by_its_own_name():
    stage = make_stage()
    order = draft(stage)
    stage.vendor.contacts.all().update(active=False)
    stage.vendor.email = "office@nordlicht.example"
    stage.vendor.save()
    order = actions.decide_order(order, by=stage.people.abel, at=LATER, verdict="yes")

    hear(reactions.send_order_to_vendor, "OrderApproved")

    letter = Letter.objects.get(key=f"order:{order.pk}:0")
    assert (letter.to, letter.body.splitlines()[0]) == ("office@nordlicht.example", f"Hello {stage.vendor.name},")


def test_a_change_order_goes_round_again_and_commits_the_new_total():
    stage = make_stage()
    order = approve(stage)

    revision = actions.revise_order(
        order,
        by=stage.people.maya,
        at=LATER,
        reason="M2 became larger.",
        changes=[(order.lines.get(position=2), {"unit_price": Decimal("15000.00")})],
    )
    order.refresh_from_db()
    assert (order.state, order.revision, revision.delta) == ("in_approval", 1, Decimal("3000.00"))
    assert revision.changes == [{"line": "2", "field": "unit_price", "before": "12000.000000", "after": "15000.00"}]
    order = actions.decide_order(order, by=stage.people.abel, at=LATER, verdict="yes")

    assert order.state == "approved"
    assert order.commitment.amount == Decimal("23000.000")
