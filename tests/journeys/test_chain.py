"""Whole chains, every person played: the demonstration's contract, and the drafts and invoices of the labelled set."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from contracts.models import Contract
from demo.management.commands.run_chain import came_to_its_end, plain, tell
from demo.play import Play, play_chain
from flowmono.ledger.models import Entry
from flowmono.ledger.verification import find_breaks
from flowmono.outbox.causation import lines_of, tree_of
from procurement.models import Invoice, PaymentAuthorization

ROOT = Path(__file__).resolve().parents[2]
PAPERS = ROOT / "demo" / "documents"
TREE = Path(__file__).with_name("chain.txt")
DATA = ROOT.parent / "shared" / "data" / "terms"
BILLED = ("01", "03", "04", "11")
UNBILLED = ("07", "08", "10")
# What each of the second invoices bills that the contract does not support.
BILLS_TOO_MUCH = [
    ("01", "REVIEW", ["LINE_UNMATCHED"]),  # sixteen hours that nobody ordered
    ("03", "REVIEW", ["PRICE_OVER"]),  # an increase that is allowed at a renewal only
    ("04", "REVIEW", ["PRICE_OVER"]),  # an hour at 105.00 where 95.00 was agreed
    ("11", "HOLD", ["RETENTION_RELEASE_EARLY"]),  # the retention a year before it is due
]

pytestmark = pytest.mark.usefixtures("committed")
labelled = pytest.mark.skipif(not DATA.exists(), reason="the labelled drafts and invoices are not on this machine")


def play(draft: Path, *invoices: Path) -> Play:
    return play_chain(draft, invoices, say=lambda words: None)


def label_of(name: str) -> dict[str, Any]:
    rows = map(json.loads, (DATA / "terms.jsonl").read_text(encoding="utf-8").splitlines())
    return next(row for row in rows if row["id"] == name)


def assert_terms_are_those_of(label: dict[str, Any], terms: dict[str, Any]) -> None:
    """The chain's own terms are the labelled ones."""
    total = label["total_value"]["amount"]
    assert (terms["payer"], terms["payee"], terms["currency"], terms["total"], terms["payment_days"]) == (
        label["payer"],
        label["payee"],
        label["currency"],
        plain(Decimal(total)),
        label["payment_terms"]["days"],
    )
    firm = [item for item in terms["schedule"] if not item["optional"]]
    assert [(item["kind"], item["amount"]) for item in firm] == [
        (item["kind"], plain(Decimal(item["amount"]))) for item in label["schedule"] if not item.get("optional")
    ]
    assert all(item["quote"] for item in firm)


def test_the_demonstrations_contract_is_carried_to_its_payment() -> None:
    played = play(PAPERS / "professional-services-agreement.docx", PAPERS / "invoice-hpe-2027-0014-deposit.pdf")

    told = tell(played)
    assert told["invoice"] == {"decision": "AUTHORIZE", "codes": []}
    assert told["payment"] == {"amount": "18600.00", "state": "paid"}
    assert [(line["description"], line["amount"]) for line in told["order"]["lines"][:2]] == [
        ("Deposit", "18600.00"),
        ("M1 Detailed design and interface prototype", "27900.00"),
    ]
    assert [step["state"] for step in told["milestones"]][:2] == ["accepted", "open"]
    assert Contract.objects.get().state == "archived"
    assert list(find_breaks(Entry.objects.order_by("case_id", "number"))) == []
    tree = "".join(f"{line}\n" for line in lines_of(tree_of(played.deal.pk)))
    assert tree == TREE.read_text(encoding="utf-8")


@labelled
@pytest.mark.parametrize("number", UNBILLED)
def test_a_draft_reaches_its_payment_when_the_vendor_bills_what_falls_due_first(number: str) -> None:
    told = tell(play(DATA / "drafts" / f"draft-{number}.docx"))

    assert came_to_its_end(told)
    assert told["invoice"]["decision"] == "AUTHORIZE"
    assert told["payment"]["state"] == "paid"
    assert_terms_are_those_of(label_of(f"draft-{number}"), told["terms"])


@labelled
@pytest.mark.parametrize("number", BILLED)
def test_an_invoice_is_paid_and_the_same_thing_billed_again_is_held(number: str) -> None:
    bills = [DATA / "invoices" / f"inv-{number}{letter}.pdf" for letter in "ac"]

    told = tell(play(DATA / "drafts" / f"draft-{number}.docx", *bills))

    first, again = Invoice.objects.order_by("received_at")
    assert (first.state, again.state) == ("paid", "held")
    assert [str(payment.amount.normalize()) for payment in PaymentAuthorization.objects.all()] == [
        str(Decimal(first.payable).normalize())
    ]
    assert told["invoice"] == {"decision": "HOLD", "codes": ["DUP_PROBABLE", "MILESTONE_ALREADY_BILLED"]}
    assert told["payment"] is None
    assert_terms_are_those_of(label_of(f"draft-{number}"), told["terms"])


@labelled
@pytest.mark.parametrize(("number", "decision", "codes"), BILLS_TOO_MUCH)
def test_an_invoice_that_bills_too_much_waits_for_a_person_and_says_why(
    number: str, decision: str, codes: list[str]
) -> None:
    told = tell(play(DATA / "drafts" / f"draft-{number}.docx", DATA / "invoices" / f"inv-{number}b.pdf"))

    assert told["invoice"] == {"decision": decision, "codes": codes}
    assert told["payment"] is None
    assert PaymentAuthorization.objects.count() == 0
    assert came_to_its_end(told)
