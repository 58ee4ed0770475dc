"""What a finding says to the vendor: the same facts, and what the vendor does about it instead of what one of our people does."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from procurement.matching.words import SENTENCES

# How the sentence begins that tells our own people who acts.
_INSIDE = ("Finance", "The vendor", "The order's owner", "Its owner")
_CORRECT = _("Please correct the invoice and send it again.")
_WE_CHECK = _("We check it; you need do nothing now.")
_ASKED: dict[str, str] = {
    "BUYER_MISMATCH": _("Please address it to the right company and send it there."),
    "ARITH_LINES": _CORRECT,
    "ARITH_TOTAL": _CORRECT,
    "ARITH_PAYABLE": _CORRECT,
    "REVERSE_CHARGE_VIOLATION": _CORRECT,
    "DOC_XML_VISUAL_MISMATCH": _("Please tell us which of the two is right, or send a corrected invoice."),
    "PO_NOT_APPROVED": _("We have it approved; you need do nothing now."),
    "PO_CLOSED": _("Please credit the invoice, or ask your contact with us to open the order again."),
    "QTY_OVER_ORDERED": _("Please credit what is too much, or ask your contact with us for a larger order."),
    "PO_OVERBILLED": _("Please credit the difference, or ask your contact with us for a larger order."),
    "MILESTONE_ALREADY_BILLED": _("Please withdraw this invoice, or tell us what it is for."),
    "CN_EXCEEDS_INVOICE": _("Please correct the credit note and send it again."),
    "CN_NO_REFERENCE": _("Please tell us which invoice it credits."),
    "PO_MISSING": _("Please write the order's number on your invoices."),
    "PRICE_OVER": _("Please credit the difference, or ask your contact with us about the price."),
}


def tell_vendor(code: str, sentence: str) -> str:
    """The sentence of a finding as its vendor reads it. Sentences of codes that are not known here stay as they are."""
    ending = SENTENCES.get(code, "").rpartition(". ")[2]
    said = gettext(SENTENCES[code]).rpartition(". ")[2] if ending else ""
    if not ending or "{" in ending or not ending.startswith(_INSIDE) or not sentence.endswith(said):
        return sentence
    return sentence.removesuffix(said) + gettext(_ASKED.get(code, _WE_CHECK))
