"""Whether the document is about this company, judged from its own words: nothing that a person enters changes what is signed."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from contracts.models import Contract
from documents.models import TextLayer
from flowmono.common.models import Company
from signing.named_parties import is_same_company, names_company


def other_customer(contract: Contract) -> str:
    """The customer whom the document names instead of this company; "" where this company is one of its parties.

    Only words of the document count: the quotes in which its parties were read (a customer that was read wrongly is dropped as a
    term), and the text as it stands. Where our name is nowhere in it and it names no customer, the answer is “–”.
    """
    names = Company.names()
    if not names:
        return ""
    quotes = dict(_quotes_of(contract))
    payer, text = quotes.get("payer", ""), _text_of(contract)
    if payer and not any(is_same_company(quote, name) for quote in quotes.values() for name in names):
        return payer
    if text:
        return "" if names_company(text, names) else payer or "–"
    entered = contract.customer_name
    return "" if not entered or any(is_same_company(entered, name) for name in names) else entered


def _quotes_of(contract: Contract) -> Iterator[tuple[str, str]]:
    """(field, quote) of every party that was read in the document; each party beside payer and payee has a field of its own."""
    parties = contract.terms.live().filter(field__in=["payer", "payee", "party"]).order_by("position", "created_at")
    for term in parties:
        if quote := " ".join(term.quote.split()):
            yield (term.field if term.field != "party" else term.anchor), quote


def customer_doubt(contract: Contract) -> str:
    """A sentence that says which other customer the document names, or that it does not name this company; "" without a doubt."""
    named = other_customer(contract)
    if named in {"", "–"}:
        return _("The document names none of our company's names.") if named else ""
    return _("The document names another company as customer: %(name)s.") % {"name": named}


def _text_of(contract: Contract) -> str:
    """The words of the version that is approved and signed; of what it was made from where it has none of its own."""
    version = contract.document.as_it_stands()
    while version is not None:
        text = TextLayer.objects.filter(version=version).values_list("text", flat=True).first()
        if text is not None:
            return str(text)
        version = version.derived_from
    return ""
