"""Facts built from the labelled contracts and from what their vendors send: orders from the payment schedule."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from procurement.matching import Case
from procurement.matching.model import (
    BankAccount,
    Buyer,
    ContractFacts,
    HistoryEntry,
    HistoryLine,
    InvoiceFacts,
    InvoiceLine,
    MilestoneFacts,
    OrderFacts,
    OrderLine,
    Vendor,
)

TERMS = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "terms"
NEEDS_ACCEPTANCE = {"milestone", "deposit", "on_signature"}


def read_lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()] if path.exists() else []


def contracts():
    return {term["id"]: term for term in read_lines(TERMS / "terms.jsonl")}


def vendor_invoices():
    return read_lines(TERMS / "invoices" / "truth.jsonl")


def order_line(item):
    """A line of the payment schedule as an order line."""
    due = item["due"]
    periodic = item["kind"] == "recurring"
    on_a_day = item["kind"] == "date"
    return OrderLine(
        line=str(item["n"]),
        kind=item["kind"],
        description=item["description"],
        unit_price=Decimal(item["amount"]),
        qty=None if item["kind"] == "unit_price" else Decimal(1),
        unit=item.get("unit"),
        occurrences=due.get("count") if periodic else None,
        period=due.get("period") if periodic else None,
        starts_on=date.fromisoformat(due["value"]) if periodic else None,
        due_on=date.fromisoformat(due["value"]) if on_a_day else None,
    )


def order_of(term):
    total = term["total_value"]
    return OrderFacts(
        number="PO-2026-0007",
        vendor="V1",
        currency=term["currency"],
        status="approved",
        ordered_on=date(2026, 11, 25),
        lines=tuple(order_line(item) for item in term["schedule"] if item["amount"]),
        cap=Decimal(total["amount"]) if total and total["kind"] == "cap" else None,
        from_contract=True,
    )


def invoice_of(truth, confirmed=None):
    amounts = {name: Decimal(truth[name]) for name in ("net", "tax", "gross")}
    return InvoiceFacts(
        number=truth["invoice_number"],
        source="pdf",
        currency=truth["currency"],
        payable=Decimal(truth["gross"]),
        issue_date=date.fromisoformat(truth["issue_date"]),
        due_date=date.fromisoformat(truth["due_date"]),
        seller_name=truth["vendor"],
        seller_vat=truth["vendor_tax_id"],
        buyer_name=truth["customer"],
        tax_rate=Decimal(truth["tax_rate"]),
        iban=truth["bank"].removeprefix("IBAN "),
        confirmed_order=confirmed,
        lines=tuple(
            InvoiceLine(
                description=line["description"],
                quantity=Decimal(line["quantity"]),
                unit_price=Decimal(line["unit_price"]),
                net=Decimal(line["net"]),
            )
            for line in truth["lines"]
        ),
        **amounts,
    )


def posted(truth):
    return HistoryEntry(
        number=truth["invoice_number"],
        vendor="V1",
        doc_type="invoice",
        status="posted",
        gross=Decimal(truth["gross"]),
        net=Decimal(truth["net"]),
        issue_date=date.fromisoformat(truth["issue_date"]),
        order="PO-2026-0007",
        currency=truth["currency"],
        lines=tuple(
            HistoryLine(str(line["schedule_item"]), Decimal(line["net"]), period=line["description"])
            for line in truth["lines"]
        ),
    )


@dataclass(frozen=True)
class Sent:
    """An invoice as sent, with the earlier one that its truth implies was posted before."""

    truth: dict
    earlier: tuple

    def case(self, confirmed="PO-2026-0007"):
        term = contracts()[self.truth["contract"]]
        accepted = {line["schedule_item"] for sent in (self.truth, *self.earlier) for line in sent["lines"]}
        issued = date.fromisoformat(self.truth["issue_date"])
        account = BankAccount(self.truth["bank"].removeprefix("IBAN "), verified=True, verified_on=date(2026, 11, 1))
        vendor = Vendor("V1", term["payee"], self.truth["vendor_tax_id"], bank_accounts=(account,), vat_verified=True)
        return Case(
            today=issued + timedelta(days=2),
            invoice=invoice_of(self.truth, confirmed),
            buyers=(Buyer(term["payer"]),),
            vendors=(vendor,),
            contract=ContractFacts(currency=term["currency"], terms_days=term["payment_terms"]["days"]),
            orders=(order_of(term),),
            milestones=tuple(
                MilestoneFacts("PO-2026-0007", str(item["n"]), accepted_pct=Decimal(100))
                for item in term["schedule"]
                if item["n"] in accepted and item["kind"] in NEEDS_ACCEPTANCE
            ),
            history=tuple(posted(truth) for truth in self.earlier),
        )


def sent_invoices():
    truths = vendor_invoices()
    first = {truth["contract"]: truth for truth in truths if truth["id"].endswith("a")}
    return [Sent(t, () if t["id"].endswith("a") else (first[t["contract"]],)) for t in truths]
