"""Whose an obligation is and when it is due: only what the sentence and the known days say."""

from datetime import date

import pytest

from contracts import duties
from contracts.duties import BOTH, NO_DAY, OURS, THEIRS, Days, Due, due_in_sentence, due_of_item, names_of, side_of

SIGNED, FIRST, LAST = date(2027, 1, 10), date(2027, 2, 1), date(2028, 1, 31)
DAYS = Days(SIGNED, FIRST, LAST)


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("The Supplier shall send a certificate within 10 days after signature.", Due(date(2027, 1, 20), "signature")),
        ("within thirty (30) days of the date of signature of this Agreement", Due(date(2027, 2, 9), "signature")),
        ("within two weeks after signing of this Agreement by both parties,", Due(date(2027, 1, 24), "signature")),
        ("no later than 3 months after the Effective Date", Due(date(2027, 5, 1), "start")),
        ("within 30 days after the end of the Term the Provider shall return them", Due(date(2028, 3, 1), "end")),
        ("at least 90 days before the expiry of this Agreement", Due(date(2027, 11, 2), "end")),
        ("The Supplier shall deliver the report by 31 March 2027.", Due(date(2027, 3, 31), "said")),
        ("on or before the 30 June 2027 the Customer must name a contact", Due(date(2027, 6, 30), "said")),
        ("must be paid before 1 July 2027", Due(date(2027, 6, 30), "said")),
    ],
)
def test_a_day_is_counted_from_a_day_that_the_contract_has(sentence: str, due: Due) -> None:
    assert due_in_sentence(sentence, DAYS) == due


@pytest.mark.parametrize(
    "sentence",
    [
        "within 10 days after receipt of a written request",
        "within 10 days after signature of the acceptance certificate",
        "within 30 days after execution of the services",
        "within 10 business days after signature",
        "within thirty (40) days after signature",
        "within 72 hours after becoming aware of it",
        "within 30 days after the end of the month",
        "at least 10 days after signature",
        "within 10 days before the end of the Term",
        "for a period of 5 years after the end of the Term",
        "until 31 March 2027 both parties keep it secret",
        "The report is dated 31 March 2027.",
        "by 03/04/2027",
        "by 31 March 2027 and each following year",
        "by 31 March 2027 or by 30 June 2027",
        "by 31 March 2027, at the latest within 10 days after signature",
        "The Supplier shall keep it confidential.",
    ],
)
def test_where_nothing_says_one_day_there_is_none(sentence: str) -> None:
    assert due_in_sentence(sentence, DAYS) == NO_DAY


def test_a_day_that_nobody_knows_is_not_counted_from() -> None:
    days = Days(SIGNED)

    assert due_in_sentence("within 10 days after the Effective Date", days) == NO_DAY
    assert due_in_sentence("within 10 days after the end of the Term", days) == NO_DAY


@pytest.mark.parametrize(
    ("kind", "words", "on", "due"),
    [
        ("date", "2027-05-01", date(2027, 5, 1), Due(date(2027, 5, 1), "said")),
        ("relative", "P30D after signature", None, Due(date(2027, 2, 9), "signature")),
        ("relative", "P10D after execution of this Agreement", None, Due(date(2027, 1, 20), "signature")),
        ("relative", "P6M after Effective Date", None, Due(date(2027, 8, 1), "start")),
        ("relative", "P30D after final acceptance", None, NO_DAY),
        ("relative", "P15BD after signature", None, NO_DAY),
        ("event", "acceptance of the design", None, NO_DAY),
    ],
)
def test_an_item_is_due_on_its_own_day_or_so_long_after_a_known_one(
    kind: str, words: str, on: date | None, due: Due
) -> None:
    assert due_of_item(kind, words, on, DAYS) == due


NAMES = names_of(our_name="Brightwater Instruments GmbH", their_name="Kestrel Calibration Ltd.", we_pay=True)


@pytest.mark.parametrize(
    ("sentence", "side"),
    [
        ("The Supplier shall maintain public liability insurance.", THEIRS),
        ("The Customer shall name a contact person.", OURS),
        ("Kestrel Calibration must keep records for six years.", THEIRS),
        ("Brightwater Instruments GmbH agrees to provide access.", OURS),
        ("Insurance shall be maintained by the Service Provider throughout the Term.", THEIRS),
        ("Each party shall keep the information confidential.", BOTH),
        ("The Receiving Party shall not disclose it.", BOTH),
        ("The Supplier, at the request of the Customer, shall provide proof.", ""),
        ("The Customer shall pay and the Supplier shall deliver.", ""),
        ("The Supplier shall connect to the Customer’s networks, and shall report every incident.", THEIRS),
        ("If the Customer asks for it, the Supplier shall send proof.", THEIRS),
        ("If the Supplier processes data for the Customer, the parties shall first conclude a contract.", BOTH),
        ("The Supplier at the request of the Customer shall provide proof.", ""),
        ("Records shall be kept for six years.", ""),
        ("The Customer may audit the books.", ""),
        ("Customers of the market must be told.", ""),
    ],
)
def test_whose_it_is_stands_before_the_verb_of_duty_or_is_not_said(sentence: str, side: str) -> None:
    assert side_of(sentence, NAMES) == side


def test_whose_it_is_turns_round_when_we_are_paid_and_is_not_said_when_nobody_knows() -> None:
    paid = names_of(our_name="Brightwater Instruments GmbH", their_name="Kestrel Ltd", we_pay=False)
    unknown = names_of(our_name="", their_name="Kestrel Ltd", we_pay=None)

    assert side_of("The Supplier shall deliver.", paid) == OURS
    assert side_of("The Supplier shall deliver.", unknown) == ""


@pytest.mark.parametrize(
    ("kind", "sentence", "nothing"),
    [
        ("liability_cap", "The aggregate liability of the Supplier shall not exceed EUR 50,000.", True),
        ("liability_cap", "The Supplier's liability is limited to the fees of twelve months.", True),
        ("termination_notice", "Either party may terminate this Agreement with 60 days' written notice.", True),
        ("termination_notice", "Notice of termination must be given in writing 60 days before the end of the term.", True),
        ("liability_cap", "The Supplier's liability shall not exceed EUR 50,000 and the Supplier shall insure itself up to that sum.", False),
        ("termination_notice", "Upon 60 days' notice the Supplier shall return all documents.", False),
        ("confidentiality", "Each party keeps the Confidential Information secret.", False),
    ],
)  # fmt: skip
def test_what_limits_a_claim_or_ends_the_contract_asks_for_nothing_unless_it_asks_for_something_besides(
    kind: str, sentence: str, nothing: bool
) -> None:
    assert duties.asks_for_nothing(kind, sentence) is nothing
