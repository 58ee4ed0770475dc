"""Reading the facts of a case from plain objects (the scenario schema, section 14 of the matching specification).

Every fault is a `CaseError` that names the field by its path and says what it must hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from procurement.matching.fields import CaseError, Fields, read_amount
from procurement.matching.model import (
    LINE_KINDS,
    ZERO,
    Adjustment,
    Advance,
    ApprovalLevel,
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
    RetentionLedger,
    TaxGroup,
    Vendor,
)

SOURCES = {"xml": "xml", "hybrid": "hybrid", "embedded": "hybrid", "pdf": "pdf", "ocr": "ocr"}
KIND_ALIASES = {"services": "service", "material": "goods", "hours": "time"}


def read_policy_changes(fields: Fields) -> dict[str, Any]:
    """The fields of a policy that an object changes, as typed values ready for `Policy.changed`."""
    changes: dict[str, Any] = {}
    amounts = ("price_tol_pct", "price_tol_abs", "qty_tol_pct", "unplanned_charge_abs", "arith_tol", "tax_tol")
    for name in (*amounts, "fx_tol_pct", "auto_authorize_limit"):
        if (amount := fields.amount(name)) is not None:
            changes[name] = amount
    for name in ("stale_days", "bank_cooloff_days", "split_window_days"):
        if (whole := fields.whole(name)) is not None:
            changes[name] = whole
    choices = {
        "match_mode": ("2way", "3way"),
        "retention_base": ("net", "gross"),
        "schematron_severity": ("REJECT", "REVIEW"),
    }
    for name, allowed in choices.items():
        if (word := fields.text(name)) is not None:
            changes[name] = _chosen(word, allowed, f"{fields.path}.{name}")
    if (currency := fields.text("base_currency")) is not None:
        changes["base_currency"] = currency
    if fields.obj.get("approval_levels"):
        changes["approval_levels"] = _read_levels(fields)
    return changes


def _chosen(word: str, allowed: tuple[str, ...], path: str) -> str:
    for choice in allowed:
        if word.lower().replace("-", "") == choice.lower():
            return choice
    raise CaseError(f"{path} must be one of {', '.join(allowed)}, not '{word}'.")


def _read_levels(fields: Fields) -> tuple[ApprovalLevel, ...]:
    """Approval levels written as pairs, as objects, or as a table from role to limit; sorted, the open one last."""
    raw = fields.obj["approval_levels"]
    path = f"{fields.path}.approval_levels"
    pairs: list[tuple[object, object]] = []
    if isinstance(raw, Mapping):
        pairs = [(limit, role) for role, limit in raw.items()]
    elif isinstance(raw, Sequence) and not isinstance(raw, str):
        for item in raw:
            if isinstance(item, Mapping):
                level = Fields(item, path)
                pairs.append((level.present("up_to", "limit", "max")[1], level.required_text("role")))
            elif isinstance(item, Sequence) and not isinstance(item, str) and len(item) == 2:
                pairs.append((item[0], item[1]) if _is_limit(item[0]) else (item[1], item[0]))
            else:
                raise CaseError(f"{path} must list pairs of a limit and a role.")
    else:
        raise CaseError(f"{path} must be a list of pairs or a table from role to limit.")
    levels = [ApprovalLevel(str(role), None if limit is None else read_amount(limit, path)) for limit, role in pairs]
    return tuple(sorted(levels, key=lambda level: (level.up_to is None, level.up_to or ZERO)))


def _is_limit(value: object) -> bool:
    if value is None or isinstance(value, int | Decimal):
        return True
    return isinstance(value, str) and value.replace(".", "", 1).isdigit()


def read_buyers(fields: Fields) -> tuple[Buyer, ...]:
    """The buying companies, given as `buyer` (one) or `buyers` (several)."""
    items = fields.children("buyers") or ((fields.child("buyer"),) if fields.obj.get("buyer") else ())
    return tuple(Buyer(name=item.required_text("name"), vat_id=item.text("vat_id")) for item in items)


def read_vendor(fields: Fields) -> Vendor:
    return Vendor(
        id=fields.required_text("id"),
        name=fields.required_text("name"),
        vat_id=fields.text("vat_id"),
        country=fields.text("country"),
        status=fields.text("status") or "active",
        bank_accounts=tuple(_read_account(item) for item in fields.children("bank_accounts")),
        vat_verified=fields.flag("vat_verified"),
        policy=read_policy_changes(fields.child("policy")),
    )


def _read_account(fields: Fields) -> BankAccount:
    return BankAccount(
        iban=fields.required_text("iban", "account"),
        verified=fields.flag("verified"),
        verified_on=fields.day("verified_on"),
        verified_by=fields.text("verified_by"),
    )


def read_contract(fields: Fields) -> ContractFacts:
    retention, advance, assignee = fields.child("retention"), fields.child("advance"), fields.child("assignee_account")
    return ContractFacts(
        id=fields.text("id"),
        currency=fields.text("currency"),
        allowed_currencies=fields.texts("allowed_currencies"),
        start=fields.day("start"),
        end=fields.day("end"),
        terms_days=fields.whole("terms_days"),
        terms_from=fields.day("terms_from"),
        retention_pct=fields.amount("retention_pct") or ZERO,
        retention=RetentionLedger(
            withheld=retention.amount("withheld") or ZERO,
            released=retention.amount("released") or ZERO,
            release_on=retention.day("release_on"),
        )
        if retention.obj
        else None,
        advance=Advance(
            paid=advance.required_amount("paid"),
            recovered=advance.amount("recovered") or ZERO,
            recover_pct=advance.required_amount("recover_pct"),
        )
        if advance.obj
        else None,
        assignee_account=BankAccount(iban=assignee.required_text("iban", "account"), verified=True)
        if assignee.obj
        else None,
        assignee_name=assignee.text("name"),
        policy=read_policy_changes(fields.child("policy")),
    )


def read_order(fields: Fields) -> OrderFacts:
    return OrderFacts(
        number=fields.required_text("number"),
        vendor=fields.required_text("vendor"),
        currency=fields.required_text("currency"),
        status=fields.required_text("status"),
        ordered_on=fields.day("date"),
        lines=tuple(_read_order_line(item) for item in fields.children("lines")),
        cap=fields.amount("cap"),
        from_contract=fields.flag("from_contract"),
    )


def _read_order_line(fields: Fields) -> OrderLine:
    written = fields.required_text("kind").lower()
    kind = KIND_ALIASES.get(written, written)
    if kind not in LINE_KINDS:
        raise CaseError(f"{fields.path}.kind must be one of {', '.join(sorted(LINE_KINDS))}, not '{written}'.")
    factors = fields.child("unit_factors")
    return OrderLine(
        line=fields.required_text("line"),
        kind=kind,
        description=fields.text("description") or "",
        unit_price=fields.required_amount("unit_price"),
        qty=fields.amount("qty", "quantity"),
        unit=fields.text("unit"),
        seller_id=fields.text("seller_id"),
        vat_rate=fields.amount("vat_rate"),
        vat_category=fields.text("vat_category"),
        unit_factors={unit: factors.required_amount(unit) for unit in factors.obj},
        occurrences=fields.whole("occurrences"),
        period=fields.text("period"),
        starts_on=fields.day("starts_on"),
        due_on=fields.day("due_on"),
        release_on=fields.day("release_on"),
        cap_amount=fields.amount("cap_amount"),
    )


def read_milestone(fields: Fields) -> MilestoneFacts:
    return MilestoneFacts(
        order=fields.required_text("po"),
        order_line=fields.required_text("po_line"),
        id=fields.text("id"),
        share_pct=fields.amount("share_pct"),
        accepted_pct=fields.amount("accepted_pct"),
        accepted_qty=fields.amount("accepted_qty"),
        accepted_on=fields.day("accepted_on"),
    )


def read_history_entry(fields: Fields) -> HistoryEntry:
    gross = fields.required_amount("gross")
    net = fields.amount("net")
    return HistoryEntry(
        number=fields.required_text("number"),
        vendor=fields.required_text("vendor"),
        doc_type=fields.text("doc_type") or "invoice",
        status=fields.text("status") or "posted",
        gross=gross,
        net=gross if net is None else net,
        issue_date=fields.day("issue_date"),
        order=fields.text("po"),
        type_code=fields.text("type_code"),
        currency=fields.text("currency"),
        sha256=fields.text("sha256"),
        preceding_invoice=fields.text("preceding_invoice"),
        lines=tuple(
            HistoryLine(
                order_line=line.text("po_line"),
                net=line.amount("net") or ZERO,
                quantity=line.amount("quantity", "qty"),
                order=line.text("po"),
                period=line.text("period", "description"),
            )
            for line in fields.children("lines")
        ),
        id=fields.text("id"),
    )


def read_rates(fields: Fields) -> dict[str, Decimal]:
    """Rates keyed by six letters, "USDEUR" for EUR per USD; each must be above zero."""
    rates = {pair.upper().replace("/", ""): fields.required_amount(pair) for pair in fields.obj}
    for pair, rate in rates.items():
        if rate <= 0:
            raise CaseError(f"{fields.path}.{pair} must be above zero, not {rate}.")
    return rates


def read_invoice(fields: Fields) -> InvoiceFacts:
    """The invoice. A missing payable is what the totals leave to pay; a document that could not be read may be empty."""
    problem = fields.text("document_problem")
    unread = problem is not None
    net = _total(fields, "net", unread)
    tax = fields.amount("tax") or ZERO
    gross = fields.amount("gross")
    gross = net + tax if gross is None else gross
    prepaid, retention = fields.amount("prepaid") or ZERO, fields.amount("retention") or ZERO
    withheld_tax = fields.amount("withheld_tax") or ZERO
    rounding, payable = fields.amount("rounding") or ZERO, fields.amount("payable")
    allowances, charges = _read_adjustments(fields, "allowances"), _read_adjustments(fields, "charges")
    source = fields.text("source") or "pdf"
    if source not in SOURCES:
        raise CaseError(f"{fields.path}.source must be one of {', '.join(SOURCES)}, not '{source}'.")
    return InvoiceFacts(
        number=(fields.text("number") or "") if unread else fields.required_text("number"),
        source=SOURCES[source],
        currency=(fields.text("currency") or "") if unread else fields.required_text("currency"),
        net=net,
        tax=tax,
        gross=gross,
        payable=gross - prepaid - withheld_tax - retention + rounding if payable is None else payable,
        issue_date=fields.day("issue_date"),
        doc_type=fields.text("doc_type") or "invoice",
        type_code=fields.text("type_code"),
        seller_name=fields.text("seller_name"),
        seller_vat=fields.text("seller_vat"),
        buyer_name=fields.text("buyer_name"),
        buyer_vat=fields.text("buyer_vat"),
        order_ref=fields.text("order_ref"),
        printed_orders=fields.texts("printed_orders"),
        confirmed_order=fields.text("confirmed_order"),
        due_date=fields.day("due_date"),
        line_total=fields.amount("line_total"),
        allowance_total=_document_total(fields, "allowance_total", "allowances", allowances),
        charge_total=_document_total(fields, "charge_total", "charges", charges),
        adjustments=(*(replace(one, amount=-one.amount) for one in allowances), *charges),
        prepaid=prepaid,
        withheld_tax=withheld_tax,
        retention=retention,
        rounding=rounding,
        tax_rate=fields.amount("tax_rate"),
        vat_breakdown=tuple(_read_tax_group(item) for item in fields.children("vat_breakdown")),
        exemption_reason=fields.text("exemption_reason", "exemption_reason_code"),
        fx_rate=fields.amount("fx_rate"),
        iban=fields.text("iban", "account"),
        preceding_invoice=fields.text("preceding_invoice"),
        partial_invoices=fields.texts("partial_invoices"),
        sha256=fields.text("sha256"),
        lines=tuple(_read_invoice_line(item) for item in fields.children("lines")),
        document_problem=problem,
        xml_visual_mismatch=fields.flag("xml_visual_mismatch"),
        low_confidence=fields.flag("low_confidence"),
        id=fields.text("id"),
    )


def _total(fields: Fields, name: str, unread: bool) -> Decimal:
    return (fields.amount(name) or ZERO) if unread else fields.required_amount(name)


def _read_adjustments(fields: Fields, name: str) -> tuple[Adjustment, ...]:
    """Allowances or charges of the document given one by one, each with its rate; none when only a sum is given."""
    if not isinstance(fields.obj.get(name), list | tuple):
        return ()
    return tuple(
        Adjustment(amount=item.required_amount("amount", "net"), vat_rate=item.amount("vat_rate", "rate"))
        for item in fields.children(name)
    )


def _document_total(fields: Fields, total: str, listed: str, items: tuple[Adjustment, ...]) -> Decimal:
    if items:
        return fields.amount(total) or sum((item.amount for item in items), ZERO)
    return fields.amount(total, *(() if isinstance(fields.obj.get(listed), list | tuple) else (listed,))) or ZERO


def _read_tax_group(fields: Fields) -> TaxGroup:
    return TaxGroup(
        rate=fields.amount("rate"),
        base=fields.amount("base"),
        tax=fields.amount("tax"),
        category=fields.text("category"),
        reason=fields.text("reason", "reason_code"),
    )


def _read_invoice_line(fields: Fields) -> InvoiceLine:
    quantity, price = fields.amount("quantity", "qty"), fields.amount("unit_price")
    base = fields.amount("base_qty", "price_base_qty", "base_quantity", "price_base_quantity")
    allowance, charge = (
        fields.amount("allowance", "line_allowance", "discount") or ZERO,
        fields.amount("charge") or ZERO,
    )
    net = fields.amount("net")
    if base is not None and base <= 0:
        raise CaseError(f"{fields.path}.base_qty must be above zero, not {base}.")
    if net is None:
        if quantity is None or price is None:
            raise CaseError(f"{fields.path}.net is missing, and so is quantity or unit_price to work it out.")
        net = quantity * price / (base or 1) - allowance + charge
    return InvoiceLine(
        description=fields.text("description") or "",
        net=net,
        quantity=quantity,
        unit=fields.text("unit"),
        unit_price=price,
        base_qty=base or Decimal(1),
        allowance=allowance,
        charge=charge,
        vat_rate=fields.amount("vat_rate"),
        vat_category=fields.text("vat_category"),
        seller_id=fields.text("seller_id"),
        order_line=fields.text("order_line"),
        order_ref=fields.text("order_ref"),
        retention_release=fields.flag("retention_release"),
        exemption_reason=fields.text("exemption_reason", "exemption_reason_code"),
        period=fields.text("period"),
        parent=fields.text("parent"),
    )
