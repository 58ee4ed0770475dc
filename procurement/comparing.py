"""Everything that is known when an invoice is decided, copied from the database into the matcher's values.

Vendors and order lines are locked on the way, so that two invoices for one order line are decided one after the other.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Q

from flowmono.common.models import Company
from flowmono.common.rates import find_rate
from flowmono.intelligence.invoices.record import matching_record, read_record, texts_with_numbers
from procurement.dues import counts_from_receipt
from procurement.matching import Case
from procurement.matching.fields import Fields
from procurement.matching.model import (
    BankAccount,
    Buyer,
    ContractFacts,
    HistoryEntry,
    HistoryLine,
    InvoiceFacts,
    MilestoneFacts,
    OrderFacts,
    Policy,
)
from procurement.matching.model import OrderLine as LineFacts
from procurement.matching.model import Vendor as VendorFacts
from procurement.matching.orders import find_order, printed_orders
from procurement.matching.parsing import read_invoice
from procurement.matching.references import alphanumeric, number_key, prints_number
from procurement.matching.words import close_once
from procurement.models import NOT_OWED, Invoice, InvoiceLine, Order, OrderLine, TolerancePolicy
from procurement.withholding import with_withholding
from vendors.models import Milestone, OnboardingItem, Vendor

MOST_VENDORS = 50
PASSED = frozenset({"matched", "authorized", "paid", "credited"})
# Delivered and accepted, or opened by the signature; an instalment on a day needs no acceptance.
ACCEPTED_KINDS = frozenset({"milestone", "deposit", "on_signature"})
_OUR_NUMBER = re.compile(r"\bPO\W{0,3}(\d{4})\W{1,3}0*(\d{1,6})(?!\d)", re.IGNORECASE)
_YEAR_AND_NUMBER = re.compile(r"(\d{4})\D{1,3}0*(\d{1,6})")


@dataclass(frozen=True)
class Comparison:
    """The matcher's case, the records behind its names, and the contract's terms about all payments that nobody verified."""

    case: Case
    vendors: dict[str, Vendor]
    orders: dict[str, Order]
    lines: dict[tuple[str, str], OrderLine]
    unverified: tuple[str, ...] = ()


def key_of(number: str) -> str:
    """A document's number as duplicates are compared: letter and digit runs without leading zeros."""
    return "-".join(number_key(number))[:160]


def invoice_facts(invoice: Invoice) -> InvoiceFacts:
    """What was read, with what a person corrected in its place. Raises matching.CaseError when it is not enough."""
    record: dict[str, Any] = matching_record(read_record(invoice.reading))
    record |= invoice.corrections
    record |= {"id": str(invoice.pk), "sha256": invoice.sha256}
    if not record.get("iban") and record.get("account"):
        record["iban"] = record["account"]
    if invoice.confirmed_order is not None:
        record["confirmed_order"] = invoice.confirmed_order.number
    return read_invoice(Fields(record, "invoice"))


def gather(invoice: Invoice, facts: InvoiceFacts, *, today: date) -> Comparison:
    """The case of one invoice. Locks the vendors it may be of and the lines of the orders it may bill."""
    vendors = _candidate_vendors(invoice, facts)
    texts = texts_with_numbers(read_record(invoice.reading))
    orders = _candidate_orders(facts, vendors, texts)
    facts = replace(
        facts, printed_orders=tuple(o.number for o in orders if any(prints_number(text, o.number) for text in texts))
    )
    lines = _locked_lines(orders)
    numbers = {order.pk: order.number for order in orders}
    order_facts = tuple(_order_facts(order, [one for one in lines if one.order_id == order.pk]) for order in orders)
    points = OnboardingItem.objects.holding_payment().by_vendor(vendors)
    vendor_facts = {str(vendor.pk): _vendor_facts(vendor, points[vendor.pk], facts, today) for vendor in vendors}
    agreed = _contract_of(facts, orders, order_facts, vendor_facts)
    contract, unverified = with_withholding(_contract_facts(agreed, invoice), agreed, invoice) if agreed else (None, ())
    company = Company.here()
    stated = _stated_policies(vendors, contract)
    case = Case(
        today=today,
        invoice=facts,
        buyers=buyers_of(company),
        vendors=tuple(vendor_facts.values()),
        contract=contract,
        orders=order_facts,
        milestones=_milestones(lines, numbers),
        history=_history(invoice, facts, orders),
        rates=_rates(facts, orders),
    )
    case = with_limits(case, stated)
    by_number = {order.number: order for order in orders}
    return Comparison(
        case=case,
        vendors={str(vendor.pk): vendor for vendor in vendors},
        orders=by_number,
        lines={(numbers[line.order_id], str(line.position)): line for line in lines},
        unverified=unverified,
    )


def buyers_of(company: Company) -> tuple[Buyer, ...]:
    """Whom an invoice must be addressed to: the company by any of its names."""
    return tuple(Buyer(name, company.vat_id or None) for name in [company.name, *company.also_known_as] if name)


def _candidate_vendors(invoice: Invoice, facts: InvoiceFacts) -> list[Vendor]:
    """The vendors that the invoice may be of: who sent it, by tax number, by name, by the account it prints."""
    wanted = Q(pk=invoice.vendor_id) if invoice.vendor_id else Q(pk__in=[])
    printed = (facts.seller_vat or "").strip()
    if printed:
        wanted |= Q(vat_id__iexact=printed) | Q(tax_id__iexact=printed)
        wanted |= Q(vat_id__iexact=alphanumeric(printed)) | Q(tax_id__iexact=alphanumeric(printed))
    first = next(iter(re.findall(r"\w+", facts.seller_name or "")), "")
    if first:
        wanted |= Q(name__icontains=first)
    if facts.iban:
        wanted |= Q(accounts__iban__iexact=alphanumeric(facts.iban))
    ids = Vendor.objects.filter(wanted).order_by("pk").values("pk").distinct()[:MOST_VENDORS]
    locked = Vendor.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    return list(locked.prefetch_related("accounts", "compliance_documents"))


def _candidate_orders(facts: InvoiceFacts, vendors: Sequence[Vendor], texts: Iterable[str]) -> list[Order]:
    """The vendors' open orders and those of any state that the invoice prints, and whatever orders it names, whosever they are."""
    references = {facts.order_ref, facts.confirmed_order, *(line.order_ref for line in facts.lines)} - {None}
    numbers = {str(reference).strip() for reference in references}
    for reference in list(numbers):
        numbers |= {f"PO-{year}-{int(number):04d}" for year, number in _YEAR_AND_NUMBER.findall(reference)}
    wanted = Q(vendor__in=vendors, state__in=["draft", "in_approval", "returned", "approved", "sent"])
    printed = {f"PO-{year}-{int(number):04d}" for text in texts for year, number in _OUR_NUMBER.findall(text)}
    wanted |= Q(number__in=numbers) | Q(number__in=printed, vendor__in=vendors)
    return list(Order.objects.filter(wanted).select_related("contract", "vendor", "requester").order_by("number"))


def _locked_lines(orders: Sequence[Order]) -> list[OrderLine]:
    lines = OrderLine.objects.select_for_update(of=("self",)).filter(order__in=orders)
    return list(lines.select_related("term").order_by("order_id", "position"))


def _vendor_facts(vendor: Vendor, points: Iterable[OnboardingItem], facts: InvoiceFacts, today: date) -> VendorFacts:
    """A vendor whose papers have run out on the service date, or were never handed in, is as good as held; the reasons are told."""
    standing = vendor.standing_with(vendor.compliance_documents.all(), points, facts.issue_date or today)
    number = vendor.vat_id
    if not number and vendor.tax_id and alphanumeric(vendor.tax_id) in alphanumeric(facts.seller_vat or ""):
        number = vendor.tax_id
    return VendorFacts(
        id=str(vendor.pk),
        name=vendor.name,
        vat_id=number or None,
        country=vendor.country or None,
        status="active" if standing.ok else " ".join(close_once(f"{reason}.") for reason in standing.reasons),
        bank_accounts=tuple(
            BankAccount(
                iban=written_account(account),
                verified=account.state == "verified",
                verified_on=account.verified_on,
            )
            for account in vendor.accounts.all()
            if account.state in {"proposed", "called_back", "verified"}
        ),
        # The number on file was confirmed by a person, with the contract's terms or on the vendor's page.
        vat_verified=bool(number),
    )


def written_account(account: Any) -> str:
    """An account as one text: its IBAN, else the bank's number and the account's, as invoices print them."""
    if account.iban:
        return str(account.iban)
    return f"{account.clearing_system} {account.clearing_member} · Account {account.bban}".strip()


def _order_facts(order: Order, lines: Iterable[OrderLine]) -> OrderFacts:
    return OrderFacts(
        number=order.number,
        vendor=str(order.vendor_id),
        currency=order.currency,
        status=order.state,
        ordered_on=order.rate_on,
        lines=tuple(_line_facts(order, line) for line in lines if line.unit_price is not None),
        cap=order.cap,
        from_contract=order.contract_id is not None,
    )


def _line_facts(order: Order, line: OrderLine) -> LineFacts:
    starts_on = line.due_on or (order.contract.effective_on if order.contract else None)
    return LineFacts(
        line=str(line.position),
        kind=line.kind,
        description=line.description,
        unit_price=line.unit_price or Decimal(0),
        qty=line.quantity,
        unit=line.unit or None,
        vat_rate=line.vat_rate,
        occurrences=line.occurrences if line.kind == "recurring" else None,
        period=line.period or None,
        starts_on=starts_on if line.kind == "recurring" else None,
        due_on=line.due_on if line.kind == "date" else None,
        release_on=line.due_on if line.kind == "retention" else None,
    )


def _milestones(lines: Sequence[OrderLine], numbers: Mapping[Any, str]) -> tuple[MilestoneFacts, ...]:
    """What has been accepted of the terms behind the order lines."""
    by_term: dict[Any, list[OrderLine]] = {}
    for line in lines:
        if line.term_id is not None:
            by_term.setdefault(line.term_id, []).append(line)
    found = Milestone.objects.filter(term__in=by_term) if by_term else []
    return tuple(
        MilestoneFacts(
            order=numbers[line.order_id],
            order_line=str(line.position),
            id=str(milestone.pk),
            accepted_pct=milestone.accepted_percent,
            accepted_on=milestone.accepted_on,
        )
        for milestone in found
        if milestone.kind in ACCEPTED_KINDS or milestone.accepted_percent > 0
        for line in by_term[milestone.term_id]
    )


def _contract_of(
    facts: InvoiceFacts,
    orders: Sequence[Order],
    order_facts: tuple[OrderFacts, ...],
    vendors: dict[str, VendorFacts],
) -> Any:
    """The contract behind the order that the invoice names; with no name, of the only contract in question."""
    named = facts.confirmed_order or facts.order_ref
    found = next((f for vendor in vendors.values() if (f := find_order(order_facts, named, vendor))), None)
    if not named:
        printed = [one for vendor in vendors.values() for one in printed_orders(facts, order_facts, vendor)]
        found = printed[0] if len(printed) == 1 else None
    number = found.number if found else None
    contracts = {
        order.contract_id: order.contract
        for order in orders
        if order.contract is not None and (number is None or order.number == number)
    }
    return next(iter(contracts.values())) if len(contracts) == 1 else None


def _contract_facts(contract: Any, invoice: Invoice) -> ContractFacts:
    return ContractFacts(
        id=str(contract.pk),
        currency=contract.currency or None,
        allowed_currencies=(contract.currency,) if contract.currency else (),
        start=contract.effective_on,
        end=None if contract.goes_on else contract.term_ends_on,
        terms_days=contract.payment_days,
        terms_from=invoice.received_at.date() if counts_from_receipt(contract) else None,
    )


def _history(invoice: Invoice, facts: InvoiceFacts, orders: Sequence[Order]) -> tuple[HistoryEntry, ...]:
    """Every other document that may be this one again, that it credits or restates, or that billed the same orders.

    Documents that arrived later count only once they have passed: of two copies the first to arrive is the original.
    What has not passed has billed nothing; it is kept with empty lines so that a copy of it is still recognised.
    """
    named = [facts.number, facts.preceding_invoice, *facts.partial_invoices]
    keys = {key_of(number) for number in named if number} - {""}
    wanted = Q(sha256=invoice.sha256) | Q(number_key__in=keys)
    wanted |= Q(gross__in=[facts.gross, -facts.gross], currency=facts.currency)
    billed = InvoiceLine.objects.filter(order_line__order__in=orders).values("invoice_id")
    wanted |= Q(pk__in=billed)
    earlier = Q(received_at__lt=invoice.received_at) | Q(
        received_at=invoice.received_at, reference__lt=invoice.reference
    )
    others = (
        Invoice.objects.filter(wanted)
        .filter(earlier | Q(state__in=PASSED))
        .exclude(pk=invoice.pk)
        .exclude(state__in=NOT_OWED)
        .select_related("order")
        .prefetch_related("lines__order_line__order")
        .order_by("received_at", "reference")
    )
    return tuple(_entry(other) for other in others)


def _entry(other: Invoice) -> HistoryEntry:
    counts = other.state in PASSED
    zero = Decimal(0)
    reading = {**other.reading, **other.corrections}
    return HistoryEntry(
        number=other.number,
        vendor=str(other.vendor_id or ""),
        doc_type=other.doc_type or "invoice",
        status=other.state,
        gross=other.gross or zero,
        net=(other.net or zero) if counts else zero,
        issue_date=other.issued_on,
        order=other.order.number if other.order else None,
        type_code=reading.get("type_code"),
        currency=other.currency or None,
        sha256=other.sha256,
        preceding_invoice=reading.get("preceding_invoice"),
        lines=tuple(
            HistoryLine(
                order_line=str(line.order_line.position),
                net=(line.order_net or zero) if counts else zero,
                quantity=line.quantity if counts and line.order_line.kind in {"goods", "time", "unit_price"} else zero,
                order=line.order_line.order.number,
                period=line.description,
            )
            for line in other.lines.all()
            if line.order_line is not None
        ),
        id=str(other.pk),
    )


def _rates(facts: InvoiceFacts, orders: Sequence[Order]) -> dict[str, Decimal]:
    """Rates from the invoice's currency into those of the orders and of the company, on the day of the invoice."""
    if not facts.currency or facts.issue_date is None:
        return {}
    into = {order.currency for order in orders} | {settings.COMPANY_CURRENCY}
    found = {
        f"{facts.currency}{other}": find_rate(facts.currency, other, facts.issue_date)
        for other in into - {facts.currency}
    }
    return {pair: rate for pair, rate in found.items() if rate is not None}


def _stated_policies(vendors: Sequence[Vendor], contract: ContractFacts | None) -> list[TolerancePolicy]:
    """What administrators stated for the company, for these vendors and for this contract, in one statement."""
    scope = Q(vendor__isnull=True, contract__isnull=True) | Q(vendor__in=vendors)
    if contract is not None:
        scope |= Q(contract_id=contract.id)
    return list(TolerancePolicy.objects.filter(scope))


def with_limits(case: Case, stated: Sequence[TolerancePolicy]) -> Case:
    """The case under these limits: the company's own for all, those of single vendors and of the contract where they belong."""
    of_vendor = {str(one.vendor_id): one.changes() for one in stated if one.vendor_id}
    of_contract = {str(one.contract_id): one.changes() for one in stated if one.contract_id}
    return replace(
        case,
        policy=_company_policy(stated),
        vendors=tuple(replace(vendor, policy=of_vendor.get(vendor.id, {})) for vendor in case.vendors),
        contract=replace(case.contract, policy=of_contract.get(str(case.contract.id), {})) if case.contract else None,
    )


def _company_policy(stated: Sequence[TolerancePolicy]) -> Policy:
    """The specification's defaults, with what the company's own policy changes."""
    policy = Policy().changed({"base_currency": settings.COMPANY_CURRENCY}, "policy")
    own = next((one for one in stated if one.vendor_id is None and one.contract_id is None), None)
    return policy.changed(own.changes(), "policy") if own else policy
