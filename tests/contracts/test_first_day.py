"""A contract that is in force from its last signature gets its days when it is signed."""

from datetime import date

import pytest

from contracts import actions
from contracts.models import Contract, Term
from contracts.obliging import windows_of
from contracts.periods import last_day
from flowmono.common.refusals import Invalid
from flowmono.intelligence.contracts.embedded import EmbeddedReader
from tests.contracts import scenes
from tests.people import NOON, make_person

TEXT = """STATEMENT OF WORK
This Statement of Work is issued under the Master Services Agreement with an effective date of 1 March 2026 between Acme GmbH and Bolt Inc.
{start}
Term: this Statement of Work continues for eight (8) months.
The Customer pays the Provider a fee of EUR 8,000.00 on acceptance of the report.
"""


@pytest.mark.parametrize(
    "start",
    [
        "The Effective Date is the date of the last signature below.",
        "This Statement of Work takes effect on the date on which the last of the parties signs it.",
        "Effective Date\tDate of last signature",
    ],
)
def test_the_last_signature_is_read_as_the_first_day_and_no_other_agreements_date(start):
    reading = EmbeddedReader().read(TEXT.format(start=start))

    assert reading.starts_on_signature is not None
    assert (reading.effective_on, reading.ends_on) == (None, None)
    assert reading.term is not None
    assert reading.term.value == "P8M"


def test_a_stated_first_day_stays():
    reading = EmbeddedReader().read(TEXT.format(start="This Statement of Work is effective as of 1 April 2026."))

    assert reading.starts_on_signature is None
    assert reading.effective_on is not None


@pytest.mark.parametrize(
    ("first", "period", "last"),
    [
        (date(2026, 11, 25), "P8M", date(2027, 7, 24)),
        (date(2026, 11, 25), "P2Y", date(2028, 11, 24)),
        (date(2026, 11, 25), "P6W", date(2027, 1, 5)),
        (date(2026, 11, 25), "P90D", date(2027, 2, 22)),
        (date(2026, 11, 25), "eight months", None),
        (date(2026, 11, 25), "", None),
    ],
)
def test_the_last_day_follows_from_the_first_and_the_length(first, period, last):
    assert last_day(first, period) == last


@pytest.fixture
def contract(db):
    """A contract whose days were read from another agreement, with a term of eight months."""
    pierre, lena = make_person("pierre"), make_person("lena")
    found = scenes.to_review(pierre)
    found.terms.filter(field__in=["term", "ends_on"]).delete()
    Term(contract=found, field="term", label="Term", value="P8M", position=90).save()
    found.effective_on, found.ends_on, found.starts_on_signature = date(2026, 3, 1), date(2026, 10, 31), False
    found.save()
    found.lena = lena
    return found


def test_leaving_the_first_day_to_the_signature_fills_both_days_in_when_it_is_signed(contract):
    changed = actions.correct_contract(contract, by=contract.lena, at=NOON, values={"starts_on_signature": True})
    before = (changed.effective_on, changed.ends_on)
    changed = Contract(pk=changed.pk, number="CT-1", state="out_for_signature", starts_on_signature=True)
    changed.sign(at=NOON)

    assert before == (None, None)
    assert changed.effective_on == NOON.date()
    assert changed.ends_on == last_day(NOON.date(), "P8M")


def test_a_day_and_the_last_signature_together_are_refused(contract):
    with pytest.raises(Invalid, match="leave one of them empty"):
        actions.correct_contract(
            contract,
            by=contract.lena,
            at=NOON,
            values={"starts_on_signature": True, "effective_on": date(2026, 4, 1)},
        )


def test_a_term_without_a_last_day_is_still_an_obligation(contract):
    contract.ends_on = None

    (found,) = windows_of(None, contract, list(contract.terms.live().filter(field="term")))

    assert (found.kind, found.due_on) == ("end_of_term", None)
    assert "8 months" in found.text
