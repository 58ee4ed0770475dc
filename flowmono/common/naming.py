"""Names of the code that people read: said in their language even where nobody wrote words for them."""

from typing import Any, Final

from django.apps import AppConfig
from django.utils.translation import gettext_lazy

# Whose words are in our catalogue; Django and most libraries bring their own.
OURS = ("flowmono", "documents", "signing", "vendors", "contracts", "procurement", "demo", "allauth")

# What people read where the name alone, said in words, would be a word that only its makers use.
PLAIN: Final[dict[str, str]] = {
    # events
    "Disposal asked": "Asked to dispose of the papers",
    "Disposal turned down": "Papers stay",
    "Papers disposed": "Papers disposed of",
    "Batch exported": "Payment file made",
    "Envelope completed": "Every signature is there",
    "Envelope sealed": "Signed document sealed",
    "Envelope expired": "Time for signing is over",
    "Envelope sent": "Sent to its signers",
    "Envelope timed": "Time for signing changed",
    "Envelope voided": "Taken back from its signers",
    "Handover asked": "Asked to let somebody else sign",
    "In person begun": "Signing in person begun",
    "In person left": "Signing in person left without a decision",
    "Keeping of round set": "How long the papers of a signature round are kept",
    "Many reminded": "Everybody of a list reminded",
    "Many taken back": "Taken back from everybody of a list",
    "One of many failed": "One person of a list could not be sent their round",
    "One of many sent": "One person of a list was sent their round",
    "Order skipped": "Nothing to order",
    "Payment routed": "Payment put before its approvers",
    "People of round set": "Who takes part in a signature round changed",
    "Place handed over": "Somebody else signs in a place",
    "Requisition served": "Requisition bought",
    "Scorecard moved": "Scorecard of the vendor changed",
    "Sending to many ended": "Sending to a list of people ended",
    "Sending to many paused": "Sending to a list of people paused",
    "Sending to many started": "Sending to a list of people started",
    "Sending to many stopped": "Sending to a list of people stopped",
    "Step redone": "Preparation of a document done again",
    "Step stopped": "Preparation of a document stopped",
    "Step undone": "Preparation of a document undone",
    "Step wanted": "Preparation of a document asked for",
    # steps that events start
    "Bind contract": "Put the contract in force",
    "Do piece": "Do the next part of a long preparation",
    "Erase papers": "Take the files out of storage",
    "Go on preparing": "Go on with the preparation",
    "Link vendor": "Put the vendor on the contract",
    "Match read invoice": "Compare the invoice with its order",
    "Match waiting invoices": "Compare the invoices that wait with their order",
    "Owe messages": "Tell the programs that asked for it (webhooks)",
    "Prepare envelope": "Prepare the signature",
    "Relieve budget": "Free what the budget kept",
    "Route payment": "Put the payment before its approvers",
    "Seal envelope": "Seal the signed document",
    "Settle decided": "Close what was decided",
    "Settle delivery": "Mark the delivery as done among the obligations",
    "Settle instalment": "Mark the instalment as done among the obligations",
    "Settle resolved": "Close what was dealt with",
    "Tell author": "Tell who proposed it",
    # fields
    "bban": "account number",
    "bic": "BIC",
    "clearing member": "sort code or routing number",
    "envelope": "signature round",
    "from sha256": "fingerprint before (SHA-256)",
    "gates payment": "holds payments back",
    "iban": "IBAN",
    "match mode": "what must agree before it is paid",
    "retention base": "what the part kept back is worked out from",
    "schematron severity": "an e-invoice that breaks its standard",
    "sha256": "fingerprint (SHA-256)",
    "tail": "last digits of the account",
    "to sha256": "fingerprint after (SHA-256)",
    "url": "address",
    "uuid": "key",
    "vat id": "VAT number",
    "vat rate": "VAT rate",
}


def in_plain_words(words: str) -> str:
    """The words of a name of the code as people say them; capitals and small letters at the beginning stay."""
    plain = PLAIN.get(words) or PLAIN.get(words[:1].lower() + words[1:])
    if plain is None:
        return words
    return plain[:1].upper() + plain[1:] if words[:1].isupper() else plain


def is_ours(app: AppConfig) -> bool:
    """True for an app of the product itself, or one whose library does not let its names be translated."""
    return app.name.split(".", 1)[0] in OURS


def say_names(app: AppConfig) -> None:
    """Let the app, and each of its models and fields that has no words of its own, say its name in the reader's language.

    Django takes those names from the code ("valid until" of valid_until). Migrations are not touched by it: they keep only
    words that a field was given.
    """
    app.verbose_name = gettext_lazy(str(app.verbose_name))  # type: ignore[assignment]
    for model in app.get_models(include_auto_created=True):
        named: list[tuple[Any, str]] = [(model._meta, "verbose_name"), (model._meta, "verbose_name_plural")]
        named += [(field, "verbose_name") for field in (*model._meta.local_fields, *model._meta.local_many_to_many)]
        for holder, attribute in named:
            words = getattr(holder, attribute)
            formed = attribute == "verbose_name_plural" and attribute not in model._meta.original_attrs
            if formed or (isinstance(words, str) and words):
                setattr(holder, attribute, gettext_lazy(in_plain_words(str(words))))
