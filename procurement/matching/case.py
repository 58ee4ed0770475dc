"""One question to the matcher: everything that is known when an invoice is decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from procurement.matching import parsing
from procurement.matching.fields import Fields
from procurement.matching.model import (
    Buyer,
    ContractFacts,
    HistoryEntry,
    InvoiceFacts,
    MilestoneFacts,
    OrderFacts,
    Policy,
    Vendor,
)


@dataclass(frozen=True)
class Case:
    """The invoice, and all that it is compared with. `rates` holds "USDEUR": how many EUR one USD is on the day."""

    today: date
    invoice: InvoiceFacts
    buyers: tuple[Buyer, ...] = ()
    vendors: tuple[Vendor, ...] = ()
    contract: ContractFacts | None = None
    orders: tuple[OrderFacts, ...] = ()
    milestones: tuple[MilestoneFacts, ...] = ()
    history: tuple[HistoryEntry, ...] = ()
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    policy: Policy = field(default_factory=Policy)

    @classmethod
    def from_dict(cls, obj: Mapping[str, Any]) -> "Case":
        """Read one scenario object. Raises `fields.CaseError`, which says which field is wrong and what it must be."""
        fields = Fields(obj, "case")
        return cls(
            today=fields.required_day("today"),
            policy=Policy().changed(parsing.read_policy_changes(fields.child("policy")), "policy"),
            buyers=parsing.read_buyers(fields),
            vendors=tuple(parsing.read_vendor(item) for item in fields.children("vendors")),
            contract=parsing.read_contract(fields.child("contract")) if obj.get("contract") else None,
            orders=tuple(parsing.read_order(item) for item in fields.children("pos")),
            milestones=tuple(parsing.read_milestone(item) for item in fields.children("milestones")),
            history=tuple(parsing.read_history_entry(item) for item in fields.children("history")),
            rates=parsing.read_rates(fields.child("fx")),
            invoice=parsing.read_invoice(fields.required_child("invoice")),
        )
