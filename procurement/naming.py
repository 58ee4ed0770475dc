"""The codes of the matching specification in a few plain words, for headings, choices and evidence."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from procurement.deciding import TERM_UNVERIFIED

CODE_WORDS: dict[str, Promise] = {
    "DOC_NOT_INVOICE": _("It is not an invoice"),
    "DOC_UNREADABLE": _("It cannot be read"),
    "DOC_ENCRYPTED": _("It is locked by a password"),
    "DOC_MALFORMED_XML": _("The e-invoice is broken"),
    "DOC_UNSUPPORTED_SYNTAX": _("The e-invoice is in a format we do not take"),
    "DOC_SCHEMATRON_FATAL": _("The e-invoice breaks the European standard"),
    "DOC_XML_VISUAL_MISMATCH": _("Picture and data say different things"),
    "DOC_LOW_CONFIDENCE": _("The reading is not certain"),
    "DOC_NO_LINES": _("It has no lines"),
    "ARITH_LINES": _("The lines do not add up"),
    "ARITH_TOTAL": _("Net and tax do not make the gross"),
    "ARITH_PAYABLE": _("The amount to pay does not add up"),
    "VENDOR_UNKNOWN": _("The vendor is not known"),
    "VENDOR_BLOCKED": _("The vendor may not be paid now"),
    "VENDOR_MISMATCH": _("Invoice and order name different vendors"),
    "VAT_ID_MISMATCH": _("The VAT number differs from the one on file"),
    "VAT_ID_INVALID": _("The VAT number cannot be right"),
    "BUYER_MISMATCH": _("It is made out to somebody else"),
    "PO_MISSING": _("No order number was found on it"),
    "PO_NOT_FOUND": _("The order that it names is not known"),
    "PO_AMBIGUOUS": _("It fits several orders"),
    "PO_PROPOSED": _("An order is proposed"),
    "PO_CANCELLED": _("The order was cancelled"),
    "PO_CLOSED": _("The order is closed"),
    "PO_NOT_APPROVED": _("The order is not approved yet"),
    "DATE_FUTURE": _("It is dated in the future"),
    "DATE_STALE": _("It is very old"),
    "DATE_BEFORE_PO": _("It is older than the order"),
    "CONTRACT_EXPIRED": _("The contract had ended"),
    "DUE_DATE_OVERRIDDEN": _("The contract's payment term counts"),
    "LINE_UNMATCHED": _("A line was not ordered"),
    "CHARGE_ACCEPTED": _("A small extra charge is accepted"),
    "UNPLANNED_CHARGE": _("An extra charge was not ordered"),
    "UNIT_MISMATCH": _("Billed in another unit than ordered"),
    "MATCHED_ON_TOTALS": _("Matched by its total"),
    "PRICE_OVER": _("The price is higher than agreed"),
    "PRICE_WITHIN_TOLERANCE": _("The price is a little higher, within the limit"),
    "PRICE_UNDER": _("The price is lower than agreed"),
    "QTY_OVER_ORDERED": _("More is billed than was ordered"),
    "QTY_OVER_ACCEPTED": _("More is billed than was accepted"),
    "MILESTONE_NOT_ACCEPTED": _("The milestone is not accepted yet"),
    "MILESTONE_OVERBILLED": _("More of the milestone is billed than was accepted"),
    "MILESTONE_ALREADY_BILLED": _("The milestone was billed before"),
    "PO_OVERBILLED": _("More is billed than the order allows"),
    "DUP_FILE": _("The same file came before"),
    "DUP_EXACT": _("The same invoice came before"),
    "DUP_NUMBER_REUSED": _("Its number was used before"),
    "DUP_PROBABLE": _("It is probably a copy of another invoice"),
    "NUMBER_REUSED_NEW_YEAR": _("The vendor began its numbers anew"),
    "NEGATIVE_INVOICE_AS_CREDIT": _("A negative invoice counts as a credit note"),
    "CREDIT_APPLIED": _("The credit is taken off the next payment"),
    "CN_NO_REFERENCE": _("The credited invoice is not known"),
    "CN_EXCEEDS_INVOICE": _("More is credited than was billed"),
    "RETENTION_APPLIED": _("A part is kept back as the contract says"),
    "RETENTION_RELEASE_EARLY": _("Money kept back is asked for too early"),
    "RETENTION_EXCEEDS_BALANCE": _("More is asked for than was kept back"),
    "ADVANCE_NOT_DEDUCTED": _("The advance is not deducted"),
    "TAX_RATE_MISMATCH": _("The tax rate differs from the order"),
    "TAX_AMOUNT": _("The tax does not add up"),
    "REVERSE_CHARGE_VIOLATION": _("Tax is charged that we owe ourselves"),
    "EXEMPT_REASON_MISSING": _("No reason for charging no tax"),
    "CURRENCY_MISMATCH": _("The currency is not agreed"),
    "FX_RATE_MISSING": _("There is no exchange rate for the day"),
    "FX_RATE_OUT_OF_RANGE": _("Its exchange rate is off"),
    "BANK_CHANGED": _("The bank account is not on file"),
    "BANK_UNVERIFIED": _("The bank account is not verified"),
    "BANK_INVALID_IBAN": _("The account number cannot be right"),
    "BANK_SHARED": _("The bank account belongs to another vendor"),
    "BANK_COOLING_OFF": _("The bank account was verified only just now"),
    "BANK_COUNTRY_MISMATCH": _("The bank account is in another country"),
    "BANK_FROM_MASTER": _("The account on file is paid"),
    TERM_UNVERIFIED: _("A term of the contract is not verified"),
}


# The fields of an invoice as its pages call them.
DEDUCTED = ("prepaid", "withheld_tax", "retention")  # what an invoice itself takes off its gross
FIELD_WORDS: dict[str, Promise] = {
    "number": _("Invoice number"),
    "currency": _("Currency"),
    "seller_name": _("Vendor as printed"),
    "seller_vat": _("Vendor's VAT number"),
    "buyer_name": _("Customer as printed"),
    "order_ref": _("Order number as printed"),
    "iban": _("Account as printed"),
    "preceding_invoice": _("Invoice that it credits"),
    "issue_date": _("Date of the invoice"),
    "due_date": _("Due"),
    "net": _("Net"),
    "tax": _("Tax"),
    "gross": _("Gross"),
    "prepaid": _("Paid before"),
    "withheld_tax": _("Income tax kept back, for the tax office"),
    "retention": _("Kept back until acceptance"),
    "payable": _("To pay"),
}


def field_words(name: str) -> str:
    """A field of an invoice in words."""
    return str(FIELD_WORDS.get(name) or name.replace("_", " ").capitalize())


def words_of(code: str) -> str:
    """The code in words; one that nobody has named yet is written without its underscores."""
    return str(CODE_WORDS.get(code) or code.replace("_", " ").capitalize())
