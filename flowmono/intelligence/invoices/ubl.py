"""OASIS UBL 2 Invoice and CreditNote (Peppol BIS, XRechnung UBL, national profiles)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from .model import (
    CREDIT_TYPE_CODES,
    FINAL_TYPE_CODE,
    Account,
    Adjustment,
    InvoiceLine,
    InvoiceReading,
    Period,
    TaxGroup,
    releases_retention,
)
from .tree import Facts, find, find_all, local_name


def read_ubl(root: Any, sha256: str, filename: str) -> InvoiceReading:
    """The reading of a UBL Invoice or CreditNote. Raises DocumentRefused for an amount or date that is none."""
    facts = Facts(root)
    is_credit_note = local_name(root) == "CreditNote"
    type_code = facts.text(root, "InvoiceTypeCode|CreditNoteTypeCode", "type_code")
    currency = facts.text(root, "DocumentCurrencyCode", "currency")
    totals = find(root, "LegalMonetaryTotal")
    tax_total = _own_tax_total(root, currency)
    groups = tuple(_tax_group(facts, group) for group in find_all(tax_total, "TaxSubtotal"))
    seller, buyer = find(root, "AccountingSupplierParty/Party"), find(root, "AccountingCustomerParty/Party")
    allowances, charges = _adjustments(facts, root)
    preceding = facts.texts(root, "BillingReference/InvoiceDocumentReference|CreditNoteDocumentReference/ID")
    return InvoiceReading(
        source="xml",
        sha256=sha256,
        filename=filename,
        syntax="UBL-CN" if is_credit_note else "UBL",
        customization=facts.text(root, "CustomizationID"),
        doc_type="credit_note" if is_credit_note or type_code in CREDIT_TYPE_CODES else "invoice",
        type_code=type_code,
        number=facts.text(root, "ID", "number"),
        issue_date=facts.day(root, "IssueDate", "issue_date"),
        due_date=_due_date(facts, root),
        seller_name=_party_name(facts, seller, "seller_name"),
        seller_vat=_tax_scheme(facts, seller, True, "seller_vat"),
        seller_tax_id=_tax_scheme(facts, seller, False, "seller_tax_id"),
        buyer_name=_party_name(facts, buyer, "buyer_name"),
        buyer_vat=_tax_scheme(facts, buyer, True, "buyer_vat"),
        buyer_reference=facts.text(root, "BuyerReference"),
        order_ref=facts.text(root, "OrderReference/ID", "order_ref"),
        sales_order_ref=facts.text(root, "OrderReference/SalesOrderID"),
        contract_ref=facts.text(root, "ContractDocumentReference/ID", "contract_ref"),
        project_ref=_project(facts, root),
        preceding_invoice=preceding[0] if preceding else None,
        preceding_invoices=preceding,
        partial_invoices=preceding if type_code == FINAL_TYPE_CODE else (),
        currency=currency,
        tax_currency=facts.text(root, "TaxCurrencyCode"),
        line_total=facts.amount(totals, "LineExtensionAmount", "line_total"),
        allowance_total=facts.amount(totals, "AllowanceTotalAmount"),
        charge_total=facts.amount(totals, "ChargeTotalAmount"),
        net=facts.amount(totals, "TaxExclusiveAmount", "net"),
        tax=facts.amount(tax_total, "TaxAmount", "tax"),
        gross=facts.amount(totals, "TaxInclusiveAmount", "gross"),
        prepaid=facts.amount(totals, "PrepaidAmount", "prepaid"),
        withheld_tax=_withheld_tax(facts, root, totals),
        rounding=facts.amount(totals, "PayableRoundingAmount"),
        payable=facts.amount(totals, "PayableAmount", "payable"),
        fx_rate=facts.amount(root, "TaxExchangeRate|PricingExchangeRate/CalculationRate"),
        exemption_reason=next(
            (group.reason or group.reason_code for group in groups if group.reason or group.reason_code), None
        ),
        allowances=allowances,
        charges=charges,
        vat_breakdown=groups,
        lines=tuple(_line(facts, item, n) for n, item in enumerate(find_all(root, "InvoiceLine|CreditNoteLine"))),
        accounts=tuple(dict.fromkeys(_accounts(facts, root))),
        payment_terms=" / ".join(facts.texts(root, "PaymentTerms/Note")) or None,
        payment_ref=facts.text(root, "PaymentMeans/PaymentID"),
        period=_period(facts, root),
        notes=facts.texts(root, "Note"),
        evidence=tuple(facts.evidence),
        document_problem=facts.problem,
        problem_detail=next(iter(facts.faults), ""),
    )


def _withheld_tax(facts: Facts, root: Any, totals: Any) -> Decimal | None:
    """Income tax that the buyer keeps back, where the amount to pay is stated without it (it is no element of EN 16931)."""
    withheld = facts.amount(root, "WithholdingTaxTotal/TaxAmount", "withheld_tax")
    gross, payable = facts.amount(totals, "TaxInclusiveAmount"), facts.amount(totals, "PayableAmount")
    if withheld is None or gross is None or payable is None:
        return None
    paid = facts.amount(totals, "PrepaidAmount") or Decimal(0)
    rounding = facts.amount(totals, "PayableRoundingAmount") or Decimal(0)
    return withheld if gross - paid - withheld + rounding == payable else None


def _party_name(facts: Facts, party: Any, name: str) -> str | None:
    """The registered name before the trading name (EN 16931 BT-27 before BT-28)."""
    return facts.text(party, "PartyLegalEntity/RegistrationName", name) or facts.text(party, "PartyName/Name", name)


def _tax_scheme(facts: Facts, party: Any, vat: bool, name: str) -> str | None:
    for scheme in find_all(party, "PartyTaxScheme"):
        kind = (facts.text(scheme, "TaxScheme/ID") or "").upper()
        if (kind == "VAT") == vat and (identifier := facts.text(scheme, "CompanyID", name)):
            return identifier
    return None


def _project(facts: Facts, root: Any) -> str | None:
    """BT-11; a CreditNote has no ProjectReference and uses an additional document of type 50 instead."""
    for reference in find_all(root, "AdditionalDocumentReference"):
        if facts.text(reference, "DocumentTypeCode") == "50":
            return facts.text(reference, "ID")
    return facts.text(root, "ProjectReference/ID")


def _due_date(facts: Facts, root: Any) -> Any:
    direct = facts.day(root, "DueDate", "due_date")
    return (
        direct
        or facts.day(root, "PaymentMeans/PaymentDueDate", "due_date")
        or facts.day(root, "PaymentTerms/PaymentDueDate", "due_date")
    )


def _own_tax_total(root: Any, currency: str | None) -> Any:
    """The TaxTotal in the invoice's currency; a second one in the accounting currency has no subtotals."""
    totals = find_all(root, "TaxTotal")
    own = [
        total
        for total in totals
        if (amount := find(total, "TaxAmount")) is not None and amount.get("currencyID") == currency
    ]
    return (own or totals or [None])[0]


def _tax_group(facts: Facts, group: Any) -> TaxGroup:
    percent = facts.rate(group, "TaxCategory/Percent")
    return TaxGroup(
        category=facts.text(group, "TaxCategory/ID"),
        rate=percent if percent is not None else facts.rate(group, "Percent"),
        base=facts.amount(group, "TaxableAmount"),
        tax=facts.amount(group, "TaxAmount"),
        reason=facts.text(group, "TaxCategory/TaxExemptionReason"),
        reason_code=facts.text(group, "TaxCategory/TaxExemptionReasonCode"),
    )


def _is_charge(item: Any) -> bool:
    indicator = find(item, "ChargeIndicator")
    return indicator is not None and (indicator.text or "").strip().lower() in ("true", "1")


def _adjustments(facts: Facts, root: Any) -> tuple[tuple[Adjustment, ...], tuple[Adjustment, ...]]:
    allowances: list[Adjustment] = []
    charges: list[Adjustment] = []
    for item in find_all(root, "AllowanceCharge"):
        amount = facts.amount(item, "Amount")
        if amount is not None:
            reason, rate = facts.text(item, "AllowanceChargeReason"), facts.rate(item, "TaxCategory/Percent")
            adjustment = Adjustment(amount, reason, rate, facts.text(item, "TaxCategory/ID"))
            (charges if _is_charge(item) else allowances).append(adjustment)
    return tuple(allowances), tuple(charges)


def _accounts(facts: Facts, root: Any) -> Iterator[Account]:
    """The accounts the seller wants to be paid on. An id that is not shaped like an IBAN is a plain account number."""
    for means in find_all(root, "PaymentMeans"):
        account = find(means, "PayeeFinancialAccount")
        identifier = facts.text(account, "ID", "iban")
        if not identifier:
            continue
        compact = "".join(identifier.split())
        is_iban = compact[:2].isalpha() and compact[2:4].isdigit()
        branch = find(account, "FinancialInstitutionBranch")
        bic = facts.text(branch, "FinancialInstitution/ID", "bic") or facts.text(branch, "ID", "bic")
        yield Account(
            iban=identifier if is_iban else None,
            number=None if is_iban else identifier,
            bic=bic,
            holder=facts.text(account, "Name"),
        )


def _period(facts: Facts, element: Any) -> Period | None:
    period = find(element, "InvoicePeriod")
    start, end = facts.optional_day(period, "StartDate"), facts.optional_day(period, "EndDate")
    return Period(start, end) if start or end else None


def _line(facts: Facts, item: Any, position: int) -> InvoiceLine:
    product, price = find(item, "Item"), find(item, "Price")
    quantity = find(item, "InvoicedQuantity|CreditedQuantity")
    category = find(product, "ClassifiedTaxCategory")
    if category is None:  # UBL 2.0 states the tax of a line as a total of its own
        category = find(item, "TaxTotal/TaxSubtotal/TaxCategory")
    name, description = facts.text(product, "Name"), facts.text(product, "Description")
    return InvoiceLine(
        description=name or description or "",
        retention_release=releases_retention(name or description or ""),
        id=facts.text(item, "ID"),
        detail=description if name else None,
        seller_id=facts.text(product, "SellersItemIdentification/ID"),
        buyer_id=facts.text(product, "BuyersItemIdentification/ID"),
        quantity=facts.amount_of(quantity, "InvoicedQuantity"),
        unit=None if quantity is None else quantity.get("unitCode"),
        unit_price=facts.amount(price, "PriceAmount"),
        base_quantity=facts.amount(price, "BaseQuantity") or None,  # a price per nothing is a price per one
        net=facts.amount(item, "LineExtensionAmount", f"lines.{position}.net"),
        vat_rate=facts.rate(category, "Percent"),
        vat_category=facts.text(category, "ID"),
        order_ref=facts.text(item, "OrderLineReference/OrderReference/ID"),
        order_line=facts.text(item, "OrderLineReference/LineID"),
        allowance=_line_allowance(facts, item),
        period=_period(facts, item),
    )


def _line_allowance(facts: Facts, item: Any) -> Decimal:
    total = Decimal(0)
    for adjustment in find_all(item, "AllowanceCharge"):
        amount = facts.amount(adjustment, "Amount") or Decimal(0)
        total += -amount if _is_charge(adjustment) else amount
    return total
