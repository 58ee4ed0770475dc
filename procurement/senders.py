"""Whose invoice it is: what it prints about its seller, beside the vendor that it is filed under and the vendors on file.

The matcher goes by the VAT number first and the name second. Here stands what neither catches: another vendor's name under this one's
number, a stranger's name under it, a name that only looks like the vendor's, and the e-mail address of another vendor.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from procurement.comparing import Comparison
from procurement.deciding import Told
from procurement.matching import Verdict
from procurement.matching.bank import same_account
from procurement.matching.codes import CODES
from procurement.matching.model import InvoiceFacts
from procurement.matching.parties import VENDOR_NAME_LIKENESS
from procurement.matching.references import alphanumeric, name_similarity, plain_words
from procurement.matching.words import close_once
from procurement.models import Invoice
from vendors.models import Contact, Vendor

# A word of fewer letters, such as a legal form, makes no two companies one.
SHORTEST_WORD = 4
# Two words of which one is the other, but for a letter or two.
ALIKE = 75


def doubts_about_sender(invoice: Invoice, facts: InvoiceFacts, comparison: Comparison, verdict: Verdict) -> list[Told]:
    """Each reason why the invoice may be another company's than the vendor's under whom it is filed; it is then held."""
    if verdict.vendor is None:
        return []  # VENDOR_UNKNOWN says so already
    named = comparison.vendors[str(verdict.vendor)]
    sender = invoice.vendor or named
    said = []
    if sender.pk != named.pk:
        said.append(
            _("%(sender)s sent this invoice, but it is made out in the name of %(named)s.")
            % {"sender": sender, "named": named}
        )
    elif facts.seller_name:
        said += _about_the_name(facts.seller_name, facts, named, comparison.vendors.values())
    said += _about_addresses(invoice, sender, named)
    return [_told(close_once(sentence), invoice) for sentence in said]


def _told(sentence: str, invoice: Invoice) -> Told:
    code = CODES["VENDOR_MISMATCH"]
    return Told("VENDOR_MISMATCH", code.severity, None, invoice.payable, code.owner, sentence, visible_to_vendor=False)


def _about_the_name(printed: str, facts: InvoiceFacts, vendor: Vendor, others: Iterable[Vendor]) -> list[str]:
    names = [name for name in (vendor.name, vendor.legal_name) if name]
    own = max(name_similarity(printed, name) for name in names)
    other = next(
        (
            one
            for one in others
            if one.pk != vendor.pk and name_similarity(printed, one.name) >= max(VENDOR_NAME_LIKENESS, own + 0.01)
        ),
        None,
    )
    words = {"printed": printed, "vendor": vendor, "other": other}
    if other is not None:
        return [_("The invoice is filed under %(vendor)s, but it is made out in the name of %(other)s.") % words]
    if not any(_share_a_word(printed, name) for name in names):
        return [_("The invoice shows the VAT number of %(vendor)s, but the name “%(printed)s”.") % words]
    if not _is_borne_out(facts, vendor) and all(_only_looks_like(printed, name) for name in names):
        return [_("The invoice is made out in the name of “%(printed)s”, which only looks like %(vendor)s.") % words]
    return []


def _long_words(name: str) -> set[str]:
    return {word for word in plain_words(name).split() if len(word) >= SHORTEST_WORD}


def _share_a_word(one: str, other: str) -> bool:
    """Whether they have a word in common, or one that is nearly the same. Names of short words alone are compared as a whole."""
    left, right = _long_words(one), _long_words(other)
    if not left or not right:
        return name_similarity(one, other) * 100 >= ALIKE
    return any(fuzz.ratio(a, b) >= ALIKE for a in left for b in right)


def _only_looks_like(printed: str, name: str) -> bool:
    """A word of the printed name stands in the place of one of the vendor's that is nearly the same."""
    strange = _long_words(printed) - _long_words(name)
    missing = _long_words(name) - _long_words(printed)
    return any(fuzz.ratio(a, b) >= ALIKE for a in strange for b in missing)


def _is_borne_out(facts: InvoiceFacts, vendor: Vendor) -> bool:
    """It prints the vendor's tax number or an account that the vendor has proved: a name that was misread harms nobody then."""
    printed = alphanumeric(facts.seller_vat or "")
    numbers = [alphanumeric(number) for number in (vendor.vat_id, vendor.tax_id) if number]
    if printed and any(number in printed for number in numbers):
        return True
    proved = [account.iban for account in vendor.accounts.all() if account.state == "verified" and account.iban]
    return bool(facts.iban) and any(same_account(iban, facts.iban or "") for iban in proved)


def _about_addresses(invoice: Invoice, *ours: Vendor) -> list[str]:
    """An e-mail address on the invoice that is on file for another vendor, and for none of these."""
    printed = [str(address) for address in invoice.reading.get("emails") or ()]
    if not printed:
        return []
    anyhow = Q()
    for address in printed:
        anyhow |= Q(email__iexact=address)
    known = list(Contact.objects.filter(anyhow, active=True).select_related("vendor"))
    holders = [(one.email, one.vendor) for one in known]
    holders += [(one.email, one) for one in Vendor.objects.filter(anyhow)]
    own = {email.casefold() for email, vendor in holders if vendor in ours}
    found = next(((email, vendor) for email, vendor in holders if email.casefold() not in own), None)
    if found is None:
        return []
    return [
        _("The invoice prints the e-mail address %(email)s, which is %(other)s’s.")
        % {"email": found[0], "other": found[1]}
    ]
