"""Each code in plain words: what was compared, both numbers, the limit and its source, who must do what (section 13)."""

import re
import string
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from procurement.matching.currency import minor_unit
from procurement.matching.verdict import Observation

_ORDER_LINE = "Order {order}, line {order_line} ({description})"
_BEFORE = "{before:money} billed before{documents:documents} plus {this:money} now"
_COUNT_BEFORE = "{before:number} billed before{documents:documents} plus {this:number} now"

SENTENCES: dict[str, str] = {
    "DOC_NOT_INVOICE": "The document is not an invoice (found: {found}). Send an invoice.",
    "DOC_UNREADABLE": "The document cannot be read. Send a readable PDF or an e-invoice.",
    "DOC_ENCRYPTED": "The document is encrypted. Send it without a password.",
    "DOC_MALFORMED_XML": "The e-invoice is not well-formed, or brings a document type of its own. Send a correct file.",
    "DOC_UNSUPPORTED_SYNTAX": "The e-invoice is in a syntax that is not accepted. Send UBL, CII or Factur-X.",
    "DOC_SCHEMATRON_FATAL": "The e-invoice breaks a fatal rule of EN 16931. Correct it and send it again.",
    "DOC_XML_VISUAL_MISMATCH": (
        "The picture of invoice {number} and its data differ in number, currency, amount, account or VAT id. "
        "Finance asks the vendor which is right."
    ),
    "DOC_LOW_CONFIDENCE": "The reading is not certain: {why}. Finance checks the fields.",
    "DOC_NO_LINES": (
        "The invoice has no lines and its net of {net:money} is not exactly one open amount of order {order}. "
        "Finance says what it is for."
    ),
    "ARITH_LINES": (
        "Compared {what}: {expected:money} worked out, {printed:money} printed, {limit:money} allowed. "
        "The vendor corrects the invoice."
    ),
    "ARITH_TOTAL": (
        "Net plus VAT is {expected:money}, the invoice says {printed:money}, {limit:money} allowed. "
        "The vendor corrects the invoice."
    ),
    "ARITH_PAYABLE": (
        "Gross less what is prepaid, withheld as tax or retained, plus rounding, is {expected:money}, "
        "the invoice asks {printed:money}, "
        "{limit:money} allowed. The vendor corrects the invoice."
    ),
    "VENDOR_UNKNOWN": "{name} ({vat_id}) is not in the vendor master. Procurement opens onboarding, or rejects.",
    "VENDOR_BLOCKED": "{name} may not be paid now: {status}. Its page shows what is missing; procurement clears it.",
    "VENDOR_MISMATCH": "Order {order} was placed with {order_vendor}, the invoice is from {vendor}. Procurement clears it.",
    "VAT_ID_MISMATCH": "The invoice shows VAT id {printed}, the vendor master has {stored} for {name}. Procurement clears it.",
    "VAT_ID_INVALID": "The check digits of VAT id {printed} of {name} are wrong. Procurement checks it with the register.",
    "BUYER_MISMATCH": "The invoice is addressed to {printed}; we are {ours}. The vendor sends it to the right company.",
    "PO_MISSING": "No order number could be read on the invoice of {vendor}. Finance assigns the order.",
    "PO_NOT_FOUND": "There is no order {reference}. Finance assigns the right one.",
    "PO_AMBIGUOUS": "Several orders come into question for {amount:money}: {orders}. Finance chooses.",
    "PO_PROPOSED": "Order {order} is proposed: {why}. Finance or procurement confirms it before anything is decided on it.",
    "PO_CANCELLED": "Order {order} was cancelled. Nothing may be billed on it.",
    "PO_CLOSED": "Order {order} is closed. Its owner reopens it, or the vendor credits the invoice.",
    "PO_NOT_APPROVED": "Order {order} is not approved yet. Its owner has it approved.",
    "DATE_FUTURE": "The invoice is dated {issued}, after today ({today}). Finance checks the date.",
    "DATE_STALE": (
        "The invoice is {age} days old, {limit} are allowed ({limit_source}). "
        "Finance checks that it was not paid long ago."
    ),
    "DATE_BEFORE_PO": "The invoice is dated {issued}, order {order} {ordered}. Finance asks why it was ordered afterwards.",
    "CONTRACT_EXPIRED": "The invoice is dated {issued}, {contract} ended on {end}. The contract's owner decides.",
    "DUE_DATE_OVERRIDDEN": (
        "The invoice asks for payment by {printed}; the contract says {days} days from {since}: {due}, which counts."
    ),
    "LINE_UNMATCHED": (
        "“{description}” ({net:money}) is on no line of order {order}. Finance assigns it or refuses it."
    ),
    "CHARGE_ACCEPTED": "Carriage of {amount:money} was not ordered and is within {limit:money} ({limit_source}).",
    "UNPLANNED_CHARGE": (
        "Charges of {amount:money} were not ordered; {limit:money} are allowed ({limit_source}). "
        "Finance accepts or refuses them."
    ),
    "UNIT_MISMATCH": (
        f"{_ORDER_LINE}: billed in {{invoice_unit}}, ordered in {{order_unit}}, and no conversion is kept. "
        "Finance compares them."
    ),
    "MATCHED_ON_TOTALS": "The invoice has no lines; its net of {net:money} is exactly order {order}, line {order_line}.",
    "PRICE_OVER": (
        f"{_ORDER_LINE}: billed {{billed:money}}, agreed {{agreed:money}}, so {{over:money}} over; {{limit:money}} allowed "
        "(the lower of {percent:number} % and {absolute:money}, {limit_source}). "
        "Finance asks for a credit or accepts it with a reason."
    ),
    "PRICE_WITHIN_TOLERANCE": (
        f"{_ORDER_LINE}: {{over:money}} over the agreed {{agreed:money}}, within the {{limit:money}} allowed ({{limit_source}})."
    ),
    "PRICE_UNDER": f"{_ORDER_LINE}: billed {{billed:money}}, more than 10 % under the agreed {{agreed:money}}.",
    "QTY_OVER_ORDERED": (
        f"{_ORDER_LINE}: {_COUNT_BEFORE} make {{cumulative:number}} {{unit}}, ordered {{ordered:number}}, "
        "limit {limit:number} ({tolerance:number} % by {limit_source}). The order's owner raises it, or the vendor credits."
    ),
    "QTY_OVER_ACCEPTED": (
        f"{_ORDER_LINE}: {_COUNT_BEFORE} make {{cumulative:number}} {{unit}}, accepted {{accepted:number}}, "
        "limit {limit:number} ({tolerance:number} % by {limit_source}). It is released when the delivery is accepted."
    ),
    "MILESTONE_NOT_ACCEPTED": (
        f"{_ORDER_LINE}: {{this:money}} billed, nothing accepted yet. It is released when the milestone is accepted."
    ),
    "MILESTONE_OVERBILLED": (
        f"{_ORDER_LINE}: {_BEFORE} make {{cumulative:money}}, accepted {{accepted:money}} ({{percent:number}} % of "
        "{value:money}). It is released when more is accepted."
    ),
    "MILESTONE_ALREADY_BILLED": (
        f"{_ORDER_LINE}: all of its {{value:money}} was billed before{{documents:documents}}; {{this:money}} more are asked. "
        "The vendor explains or withdraws the invoice."
    ),
    "PO_OVERBILLED": (
        f"{_ORDER_LINE}: {_BEFORE} make {{cumulative:money}}, ordered {{value:money}}. "
        "The order's owner changes the order, or the vendor credits the difference."
    ),
    "DUP_FILE": "The same file was received before as {other}. Finance closes this copy.",
    "DUP_EXACT": "Invoice {other} of {other_date} over {other_gross:money} has the same number and amount. It is owed once.",
    "DUP_NUMBER_REUSED": (
        "Number {number} was used before on {other_date} for {other_gross:money}, now {gross:money}. "
        "Finance asks the vendor which is right."
    ),
    "DUP_PROBABLE": (
        "Probably invoice {other} of {other_date} over {other_gross:money} again: {why}. "
        "Finance compares both side by side."
    ),
    "NUMBER_REUSED_NEW_YEAR": "Number {number} was also used on {other_date}; the vendor restarts its numbers each year.",
    "NEGATIVE_INVOICE_AS_CREDIT": "The invoice is negative ({gross:money}) and is treated as a credit note.",
    "CREDIT_APPLIED": "The credit of {gross:money} is accepted and netted in the next payment run.",
    "CN_NO_REFERENCE": "The credited invoice is not known (reference: {reference}). Finance names it.",
    "CN_EXCEEDS_INVOICE": (
        "Credits of {before:money} before{documents:documents} plus {this:money} now make {cumulative:money}, "
        "invoice {reference} was {original:money}. The vendor corrects the credit note."
    ),
    "RETENTION_APPLIED": "{percent:number} % of {base:money}, {amount:money}, are kept back as the contract says.",
    "RETENTION_RELEASE_EARLY": (
        "{amount:money} kept back are asked for on {today}; they fall due on {release_on}. The contract's owner releases them."
    ),
    "RETENTION_EXCEEDS_BALANCE": "{asked:money} of retention are asked for, {balance:money} are kept back. The owner clears it.",
    "ADVANCE_NOT_DEDUCTED": (
        "{prepaid:money} were deducted, {expected:money} expected: {why}{documents:documents}. "
        "Finance asks for a corrected invoice."
    ),
    "TAX_RATE_MISMATCH": (
        "Order line {order_line} has {order_rate:number} % VAT, the invoice charges {invoice_rate:number} %. Finance checks the rate."
    ),
    "TAX_AMOUNT": (
        "VAT worked out from the lines is {expected:money}, the invoice says {printed:money}, {limit:money} allowed. "
        "Finance checks it."
    ),
    "REVERSE_CHARGE_VIOLATION": (
        "Order line {order_line} is under reverse charge, yet {tax:money} VAT is charged. The vendor corrects the invoice."
    ),
    "EXEMPT_REASON_MISSING": "No VAT is charged under category {category} and no reason is given. Finance asks for it.",
    "CURRENCY_MISMATCH": (
        "The invoice is in {invoice_currency}, order {order} in {order_currency}; the contract allows {allowed}. "
        "The contract's owner decides."
    ),
    "FX_RATE_MISSING": "No rate from {invoice_currency} to {order_currency} is kept for {date}. Finance enters it.",
    "FX_RATE_OUT_OF_RANGE": (
        "The invoice uses {stated:number} {order_currency} for one {invoice_currency}, the day's rate is {stored:number}; "
        "{off:percent} off, {limit:number} % allowed ({limit_source}). Finance decides which counts."
    ),
    "BANK_CHANGED": "Account {account} is not in the master of {name}. Two people verify it by calling a known contact.",
    "BANK_UNVERIFIED": "{name} has {account} that is not verified. Two people verify it by calling a known contact.",
    "BANK_INVALID_IBAN": "Account {account} is not a valid IBAN. Finance asks {name} through a known contact.",
    "BANK_SHARED": "Account {account} belongs to {owner}, the invoice is from {name}. Finance clears it with both.",
    "BANK_COOLING_OFF": (
        "Account {account} of {name} was verified on {verified_on}; payments wait {limit} days ({limit_source}). "
        "It may be paid from {payable_from}."
    ),
    "BANK_COUNTRY_MISMATCH": "Account {account} is in {country}, {name} is in {vendor_country}. Finance checks it.",
    "BANK_FROM_MASTER": "No account is printed; {account} from the vendor master is paid.",
}


# What these say where nothing was billed before: a sum of nothing and something tells nobody anything.
WHERE_NOTHING_WAS_BILLED: dict[str, str] = {
    "QTY_OVER_ORDERED": (
        f"{_ORDER_LINE}: {{this:number}} {{unit}} billed, ordered {{ordered:number}}, "
        "limit {limit:number} ({tolerance:number} % by {limit_source}). The order's owner raises it, or the vendor credits."
    ),
    "QTY_OVER_ACCEPTED": (
        f"{_ORDER_LINE}: {{this:number}} {{unit}} billed, accepted {{accepted:number}}, "
        "limit {limit:number} ({tolerance:number} % by {limit_source}). It is released when the delivery is accepted."
    ),
    "MILESTONE_OVERBILLED": (
        f"{_ORDER_LINE}: {{this:money}} billed, accepted {{accepted:money}} ({{percent:number}} % of "
        "{value:money}). It is released when more is accepted."
    ),
    "PO_OVERBILLED": (
        f"{_ORDER_LINE}: {{this:money}} billed, ordered {{value:money}}. "
        "The order's owner changes the order, or the vendor credits the difference."
    ),
}


def describe(observation: Observation) -> str:
    """The observation in one or two plain sentences of the language that is spoken now. Raises KeyError when a fact it must tell is missing."""
    is_first = observation.code in WHERE_NOTHING_WAS_BILLED and not observation.facts["before"]
    words = gettext((WHERE_NOTHING_WAS_BILLED if is_first else SENTENCES)[observation.code])
    return close_once(_Wording(observation.facts).format(words, **observation.facts))


def close_once(words: str) -> str:
    """A name that ends with a full stop ("Tidewater Inc.") closes its sentence too."""
    return _STOPPED_TWICE.sub(".", words)


_STOPPED_TWICE = re.compile(r"(?<=\w)\.\.(?!\.)")


def money_text(amount: Decimal, currency: str) -> str:
    """An amount as people read it: "12,500.00 EUR", "1,320,000 JPY"; more decimals only when it has them."""
    digits = -int(minor_unit(currency).as_tuple().exponent) if currency else 2
    exponent = amount.normalize().as_tuple().exponent
    places = max(digits, min(-exponent, digits + 2)) if isinstance(exponent, int) else digits
    return f"{amount:,.{places}f} {currency}".strip()


def number_text(number: Decimal) -> str:
    """A quantity, rate or percentage without needless zeros."""
    return f"{number.normalize():,f}"


class _Wording(string.Formatter):
    """Formats facts by what they are: {x:money}, {x:number}, {x:percent}, {x:documents}."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self.currency = str(facts.get("currency", ""))

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "money":
            return money_text(value, self.currency)
        if format_spec == "number":
            return number_text(value)
        if format_spec == "percent":
            return f"{value:.1f} %"
        if format_spec == "documents":
            return f" ({', '.join(value)})" if value else ""
        return f"{value.day} {value:%b %Y}" if isinstance(value, date) else str(value)
