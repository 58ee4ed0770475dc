"""What vendors really send against orders that were drafted from their contract."""

from decimal import Decimal

import pytest

from procurement.matching import Decision, match
from tests.procurement.matching.contract_invoices import TERMS, sent_invoices

pytestmark = pytest.mark.skipif(not TERMS.exists(), reason="the labelled contracts are not in this checkout")

OVER_BILLED_CODES = {"inv-01b": "LINE_UNMATCHED", "inv-03b": "PRICE_OVER", "inv-04b": "PRICE_OVER"}


def those_with(outcome):
    sent = [one for one in sent_invoices() if one.truth["expected"]["outcome"] == outcome]
    return pytest.mark.parametrize("sent", sent, ids=lambda one: one.truth["id"])


@those_with("match")
def test_an_invoice_that_matches_is_authorized_in_full(sent):
    verdict = match(sent.case())

    assert verdict.codes == ()
    assert verdict.decision == Decision.AUTHORIZE
    assert verdict.authorize_amount == Decimal(sent.truth["gross"])
    billed = [int(order_line) for _, order_line in verdict.assignments.values()]
    assert billed == sent.truth["expected"]["schedule_items"]


@those_with("over_billed")
def test_an_over_billed_invoice_stops_with_the_difference_at_risk(sent):
    verdict = match(sent.case())

    assert verdict.decision in {Decision.HOLD, Decision.REVIEW}
    assert verdict.codes == (OVER_BILLED_CODES.get(sent.truth["id"], "RETENTION_RELEASE_EARLY"),)
    assert verdict.amount_at_risk == Decimal(sent.truth["expected"]["difference"])
    assert verdict.authorize_amount is None


@those_with("duplicate")
def test_a_renumbered_copy_is_held_beside_the_invoice_that_it_repeats(sent):
    verdict = match(sent.case())

    assert verdict.decision == Decision.HOLD
    assert "DUP_PROBABLE" in verdict.codes
    copy = next(finding for finding in verdict.findings if finding.code == "DUP_PROBABLE")
    assert copy.facts["other"] == sent.earlier[0]["invoice_number"]
    assert copy.amount_at_risk == Decimal(sent.truth["expected"]["difference"])
    billed = [int(order_line) for _, order_line in verdict.assignments.values()]
    assert billed == sent.truth["expected"]["schedule_items"]


@pytest.mark.parametrize("sent", sent_invoices(), ids=lambda one: one.truth["id"])
def test_the_vendors_only_order_is_proposed_and_nothing_is_decided_on_it(sent):
    verdict = match(sent.case(confirmed=None))

    assert "PO_MISSING" in verdict.codes
    assert verdict.info == ("PO_PROPOSED",)
    assert verdict.proposed_order == "PO-2026-0007"
    assert verdict.assignments == {}
