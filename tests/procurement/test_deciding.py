"""What becomes of a verdict once overrides and unverified terms are weighed in: pure rules."""

from decimal import Decimal

import pytest

from procurement.deciding import Told, settle, to_plain, unreadable
from procurement.matching.codes import Severity


def told(code, severity, at_risk=None, line=None):
    return Told(code, severity, line, at_risk, "somebody", f"{code} happened.", False)


PRICE = told("PRICE_OVER", Severity.REVIEW, Decimal("50.00"), 1)
HELD = told("MILESTONE_NOT_ACCEPTED", Severity.HOLD, Decimal("8000"))
BANK = told("BANK_CHANGED", Severity.HOLD, Decimal("8000"))
TWICE = told("DUP_EXACT", Severity.REJECT, Decimal("8000"))
UNVERIFIED = told("TERM_UNVERIFIED", Severity.HOLD)
NOTE = told("BANK_FROM_MASTER", Severity.INFO)


def test_the_worst_finding_decides_and_the_gravest_comes_first():
    outcome = settle([NOTE, PRICE, HELD])

    assert outcome.decision == "HOLD"
    assert [one.code for one in outcome.findings] == ["MILESTONE_NOT_ACCEPTED", "PRICE_OVER", "BANK_FROM_MASTER"]
    assert (outcome.codes, outcome.info) == (("MILESTONE_NOT_ACCEPTED", "PRICE_OVER"), ("BANK_FROM_MASTER",))
    assert outcome.at_risk == Decimal("8000")


def test_what_was_let_pass_stops_nothing_any_more():
    outcome = settle([NOTE, PRICE], [PRICE.key])

    assert (outcome.decision, outcome.codes, outcome.at_risk) == ("AUTHORIZE", (), Decimal(0))
    assert next(one for one in outcome.findings if one.code == "PRICE_OVER").overridden is True


@pytest.mark.parametrize("finding", [BANK, TWICE, UNVERIFIED], ids=lambda one: one.code)
def test_some_things_nobody_lets_pass(finding):
    outcome = settle([finding], [finding.key])

    assert outcome.decision != "AUTHORIZE"
    assert outcome.codes == (finding.code,)


@pytest.mark.parametrize(
    "other",
    [
        told("PRICE_OVER", Severity.REVIEW, Decimal("50.01"), 1),
        told("PRICE_OVER", Severity.REVIEW, Decimal("50.00"), 2),
        told("UNPLANNED_CHARGE", Severity.REVIEW, Decimal("50.00"), 1),
    ],
)
def test_an_override_covers_one_finding_and_no_other(other):
    assert settle([other], [PRICE.key]).decision == "REVIEW"


def test_the_same_amount_written_otherwise_is_the_same_finding():
    again = told("PRICE_OVER", Severity.REVIEW, Decimal("50.000"), 1)

    assert settle([again], [PRICE.key]).decision == "AUTHORIZE"


def test_nothing_found_is_a_yes():
    assert settle([]).decision == "AUTHORIZE"


def test_what_could_not_be_read_is_asked_of_a_clerk():
    outcome = unreadable(["invoice.number is missing"], "pdf")

    assert (outcome.decision, outcome.codes) == ("REVIEW", ("DOC_LOW_CONFIDENCE",))
    assert "Enter them from the document." in outcome.findings[0].sentence


def test_a_finding_is_stored_as_plain_values():
    assert to_plain(PRICE) == {
        "code": "PRICE_OVER",
        "severity": "REVIEW",
        "line": 1,
        "at_risk": "50.00",
        "owner": "somebody",
        "sentence": "PRICE_OVER happened.",
        "visible_to_vendor": False,
        "overridden": False,
        "key": "PRICE_OVER|1|50",
        "may_be_overridden": True,
    }
