"""UN/CEFACT Cross Industry Invoice (Factur-X, ZUGFeRD 2, XRechnung CII) and its forerunner of ZUGFeRD 1.0."""

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

_TRADE = "SupplyChainTradeTransaction|SpecifiedSupplyChainTradeTransaction"
_DOCUMENT = "ExchangedDocument|HeaderExchangedDocument"
_CONTEXT = "ExchangedDocumentContext|SpecifiedExchangedDocumentContext"
_AGREEMENT = "ApplicableHeaderTradeAgreement|ApplicableSupplyChainTradeAgreement"
_SETTLEMENT = "ApplicableHeaderTradeSettlement|ApplicableSupplyChainTradeSettlement"
_LINE_AGREEMENT = "SpecifiedLineTradeAgreement|SpecifiedSupplyChainTradeAgreement"
_LINE_DELIVERY = "SpecifiedLineTradeDelivery|SpecifiedSupplyChainTradeDelivery"
_LINE_SETTLEMENT = "SpecifiedLineTradeSettlement|SpecifiedSupplyChainTradeSettlement"
_SUMS = "SpecifiedTradeSettlementHeaderMonetarySummation|SpecifiedTradeSettlementMonetarySummation"
_LINE_SUMS = "SpecifiedTradeSettlementLineMonetarySummation|SpecifiedTradeSettlementMonetarySummation"
_PERCENT = "RateApplicablePercent|ApplicablePercent"
_REFERENCE = "IssuerAssignedID|ID"
_DAY = "DateTimeString|DateString"


def read_cii(root: Any, sha256: str, filename: str) -> InvoiceReading:
    """The reading of a Cross Industry Invoice. Raises DocumentRefused for an amount or date that is none."""
    facts = Facts(root)
    document, trade = find(root, _DOCUMENT), find(root, _TRADE)
    agreement, settlement = find(trade, _AGREEMENT), find(trade, _SETTLEMENT)
    type_code = facts.text(document, "TypeCode", "type_code")
    currency = facts.text(settlement, "InvoiceCurrencyCode", "currency")
    tax_currency = facts.text(settlement, "TaxCurrencyCode")
    sums = find(settlement, _SUMS)
    groups = tuple(_tax_group(facts, tax) for tax in find_all(settlement, "ApplicableTradeTax"))
    allowances, charges = _adjustments(facts, settlement)
    guideline = facts.text(root, f"{_CONTEXT}/GuidelineSpecifiedDocumentContextParameter/ID")
    preceding = facts.texts(settlement, f"InvoiceReferencedDocument/{_REFERENCE}")
    seller, buyer = find(agreement, "SellerTradeParty"), find(agreement, "BuyerTradeParty")
    return InvoiceReading(
        source="xml",
        sha256=sha256,
        filename=filename,
        syntax="CII1" if local_name(root) == "CrossIndustryDocument" else "CII",
        customization=guideline,
        doc_type="credit_note" if type_code in CREDIT_TYPE_CODES else "invoice",
        type_code=type_code,
        number=facts.text(document, "ID", "number"),
        issue_date=facts.day(document, f"IssueDateTime/{_DAY}", "issue_date"),
        due_date=_due_date(facts, settlement),
        seller_name=_party_name(facts, seller, "seller_name"),
        seller_vat=_registration(facts, seller, "VA", "seller_vat"),
        seller_tax_id=_registration(facts, seller, "FC", "seller_tax_id"),
        buyer_name=_party_name(facts, buyer, "buyer_name"),
        buyer_vat=_registration(facts, buyer, "VA", "buyer_vat"),
        buyer_reference=facts.text(agreement, "BuyerReference"),
        order_ref=facts.text(agreement, f"BuyerOrderReferencedDocument/{_REFERENCE}", "order_ref"),
        sales_order_ref=facts.text(agreement, f"SellerOrderReferencedDocument/{_REFERENCE}"),
        contract_ref=facts.text(agreement, f"ContractReferencedDocument/{_REFERENCE}", "contract_ref"),
        project_ref=facts.text(agreement, "SpecifiedProcuringProject/ID"),
        preceding_invoice=preceding[0] if preceding else None,
        preceding_invoices=preceding,
        partial_invoices=_partial_invoices(facts, settlement, type_code, preceding),
        currency=currency,
        tax_currency=tax_currency,
        line_total=facts.amount(sums, "LineTotalAmount", "line_total"),
        allowance_total=facts.amount(sums, "AllowanceTotalAmount"),
        charge_total=facts.amount(sums, "ChargeTotalAmount"),
        net=facts.amount(sums, "TaxBasisTotalAmount", "net"),
        tax=_tax_total(facts, sums, currency),
        gross=facts.amount(sums, "GrandTotalAmount", "gross"),
        prepaid=facts.amount(sums, "TotalPrepaidAmount", "prepaid"),
        rounding=facts.amount(sums, "RoundingAmount"),
        payable=facts.amount(sums, "DuePayableAmount", "payable"),
        fx_rate=facts.amount(settlement, "TaxApplicableTradeCurrencyExchange/ConversionRate"),
        exemption_reason=next(
            (group.reason or group.reason_code for group in groups if group.reason or group.reason_code), None
        ),
        allowances=allowances,
        charges=charges,
        vat_breakdown=groups,
        lines=tuple(_lines(facts, trade)),
        accounts=tuple(dict.fromkeys(_accounts(facts, settlement))),
        payment_terms=" / ".join(facts.texts(settlement, "SpecifiedTradePaymentTerms/Description")) or None,
        payment_ref=facts.text(settlement, "PaymentReference"),
        period=_period(facts, settlement),
        notes=facts.texts(document, "IncludedNote/Content"),
        evidence=tuple(facts.evidence),
        document_problem=facts.problem,
        problem_detail=next(iter(facts.faults), ""),
    )


def _party_name(facts: Facts, party: Any, name: str) -> str | None:
    trading = "SpecifiedLegalOrganization/TradingBusinessName"
    return facts.text(party, "Name", name) or facts.text(party, trading, name)


def _registration(facts: Facts, party: Any, scheme: str, name: str) -> str | None:
    for registration in find_all(party, "SpecifiedTaxRegistration"):
        identifier = find(registration, "ID")
        if identifier is not None and identifier.get("schemeID") == scheme:
            return facts.text(registration, "ID", name)
    return None


def _partial_invoices(
    facts: Facts, settlement: Any, type_code: str | None, preceding: tuple[str, ...]
) -> tuple[str, ...]:
    """The partial invoices a final invoice restates: those whose advance payments it lists, else those it refers to."""
    advances = facts.texts(settlement, f"SpecifiedAdvancePayment/InvoiceSpecifiedReferencedDocument/{_REFERENCE}")
    return advances or (preceding if type_code == FINAL_TYPE_CODE else ())


def _due_date(facts: Facts, settlement: Any) -> Any:
    """The day the full amount is due: with several terms the latest, since the earlier ones carry a discount."""
    terms = find_all(settlement, "SpecifiedTradePaymentTerms")
    days = [facts.day(term, f"DueDateDateTime/{_DAY}", "due_date") for term in terms]
    return max((day for day in days if day), default=None)


def _tax_total(facts: Facts, sums: Any, currency: str | None) -> Decimal | None:
    """The tax in the invoice's own currency; the second total, in the accounting currency, is not it."""
    totals = find_all(sums, "TaxTotalAmount")
    own = [total for total in totals if total.get("currencyID") in (None, "", currency)]
    return facts.amount_of((own or totals or [None])[0], "TaxTotalAmount", "tax")


def _tax_group(facts: Facts, tax: Any) -> TaxGroup:
    return TaxGroup(
        category=facts.text(tax, "CategoryCode"),
        rate=facts.rate(tax, _PERCENT),
        base=facts.amount(tax, "BasisAmount"),
        tax=facts.amount(tax, "CalculatedAmount"),
        reason=facts.text(tax, "ExemptionReason"),
        reason_code=facts.text(tax, "ExemptionReasonCode"),
    )


def _adjustments(facts: Facts, settlement: Any) -> tuple[tuple[Adjustment, ...], tuple[Adjustment, ...]]:
    allowances: list[Adjustment] = []
    charges: list[Adjustment] = []
    for item in find_all(settlement, "SpecifiedTradeAllowanceCharge"):
        if adjustment := _adjustment(facts, item, "ActualAmount", "Reason", "CategoryTradeTax"):
            (charges if _is_charge(item) else allowances).append(adjustment)
    for item in find_all(settlement, "SpecifiedLogisticsServiceCharge"):
        if adjustment := _adjustment(facts, item, "AppliedAmount", "Description", "AppliedTradeTax"):
            charges.append(adjustment)
    return tuple(allowances), tuple(charges)


def _adjustment(facts: Facts, item: Any, amount: str, reason: str, tax: str) -> Adjustment | None:
    value = facts.amount(item, amount)
    if value is None:
        return None
    return Adjustment(
        value,
        facts.text(item, reason),
        facts.rate(item, f"{tax}/{_PERCENT}"),
        facts.text(item, f"{tax}/CategoryCode"),
    )


def _is_charge(item: Any) -> bool:
    indicator = find(item, "ChargeIndicator/Indicator")
    return indicator is not None and (indicator.text or "").strip().lower() in ("true", "1")


def _accounts(facts: Facts, settlement: Any) -> Iterator[Account]:
    """The accounts the seller wants to be paid on; the buyer's own account of a direct debit is not one."""
    for means in find_all(settlement, "SpecifiedTradeSettlementPaymentMeans"):
        account = find(means, "PayeePartyCreditorFinancialAccount")
        iban = facts.text(account, "IBANID", "iban")
        number = facts.text(account, "ProprietaryID")
        if iban or number:
            yield Account(
                iban=iban,
                number=number,
                bic=facts.text(means, "PayeeSpecifiedCreditorFinancialInstitution/BICID", "bic"),
                holder=facts.text(account, "AccountName"),
            )


def _period(facts: Facts, settlement: Any) -> Period | None:
    period = find(settlement, "BillingSpecifiedPeriod")
    start = facts.optional_day(period, f"StartDateTime/{_DAY}")
    end = facts.optional_day(period, f"EndDateTime/{_DAY}")
    return Period(start, end) if start or end else None


def _lines(facts: Facts, trade: Any) -> Iterator[InvoiceLine]:
    """The billed lines; a line that is only a note (no product and no amount) is none."""
    for position, item in enumerate(find_all(trade, "IncludedSupplyChainTradeLineItem")):
        line = _line(facts, item, position)
        if line.description or line.net is not None:
            yield line


def _line(facts: Facts, item: Any, position: int) -> InvoiceLine:
    agreement, settlement = find(item, _LINE_AGREEMENT), find(item, _LINE_SETTLEMENT)
    document, product = find(item, "AssociatedDocumentLineDocument"), find(item, "SpecifiedTradeProduct")
    price = find(agreement, "NetPriceProductTradePrice")
    quantity = find(item, f"{_LINE_DELIVERY}/BilledQuantity")
    order = find(agreement, "BuyerOrderReferencedDocument")
    tax = find(settlement, "ApplicableTradeTax")
    status = facts.text(document, "LineStatusReasonCode") or "DETAIL"
    name = facts.text(product, "Name") or ""
    return InvoiceLine(
        description=name,
        id=facts.text(document, "LineID"),
        detail=facts.text(product, "Description"),
        seller_id=facts.text(product, "SellerAssignedID"),
        buyer_id=facts.text(product, "BuyerAssignedID"),
        quantity=facts.amount_of(quantity, "BilledQuantity"),
        unit=None if quantity is None else quantity.get("unitCode"),
        unit_price=facts.amount(price, "ChargeAmount"),
        base_quantity=facts.amount(price, "BasisQuantity") or None,  # a price per nothing is a price per one
        net=facts.amount(settlement, f"{_LINE_SUMS}/LineTotalAmount", f"lines.{position}.net"),
        vat_rate=facts.rate(tax, _PERCENT),
        vat_category=facts.text(tax, "CategoryCode"),
        order_ref=facts.text(order, _REFERENCE),
        order_line=facts.text(order, "LineID"),
        allowance=_line_allowance(facts, settlement),
        period=_period(facts, settlement),
        parent=facts.text(document, "ParentLineID"),
        retention_release=releases_retention(name),
        kind=status.lower() if status in ("GROUP", "INFORMATION") else "detail",
    )


def _line_allowance(facts: Facts, settlement: Any) -> Decimal:
    total = Decimal(0)
    for item in find_all(settlement, "SpecifiedTradeAllowanceCharge"):
        amount = facts.amount(item, "ActualAmount") or Decimal(0)
        total += -amount if _is_charge(item) else amount
    return total
