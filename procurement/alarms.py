"""What a match raises: one exception per invoice and kind of trouble, with money at risk, owner and ways to deal with it."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flowmono.accounts import roles
from flowmono.monitoring.models import ExceptionState, TrueException
from flowmono.monitoring.registry import Finding, Option
from procurement.matching import Decision
from procurement.models import Invoice, InvoiceState, Match, PaymentAuthorization
from procurement.naming import words_of
from procurement.payees import snapshot, tail_of, trouble_with

OVER_BILLING = "over_billing"
DUPLICATE = "duplicate_invoice"
BANK = "bank_account_changed"
HOLD = "invoice_hold"
WATCHES = (OVER_BILLING, DUPLICATE, BANK, HOLD)

_OVER = (
    "PO_OVERBILLED",
    "MILESTONE_OVERBILLED",
    "MILESTONE_ALREADY_BILLED",
    "QTY_OVER_",
    "PRICE_OVER",
    "LINE_UNMATCHED",
    "UNPLANNED_CHARGE",
)
_TITLES = {
    OVER_BILLING: gettext_lazy("More is billed than was agreed or accepted"),
    DUPLICATE: gettext_lazy("An invoice was sent twice"),
    BANK: gettext_lazy("A bank account is new, changed or unverified"),
    HOLD: gettext_lazy("An invoice cannot be paid as it is"),
}
_WHAT_FOLLOWS = {
    "HOLD": gettext_lazy("It is held until this is settled"),
    "REVIEW": gettext_lazy("A person looks at it before it goes on"),
    "REJECT": gettext_lazy("It goes back to the vendor"),
}
# Who acts, by the owner that the matcher names; finance for all others.
_ROLE_OF_OWNER = {
    "owner of the order": roles.PROCUREMENT,
    "person who accepts the delivery": roles.PROCUREMENT,
    "procurement, vendor master": roles.PROCUREMENT,
    "owner of the contract": roles.PROCUREMENT,
    "legal & compliance": roles.LEGAL,
}


def watch_of(code: str) -> str:
    """Under which watch a finding's code is raised."""
    if code.startswith(_OVER):
        return OVER_BILLING
    if code.startswith("DUP_"):
        return DUPLICATE
    return BANK if code.startswith("BANK_") else HOLD


def raised_by(invoice: Invoice, match: Match) -> dict[str, Finding]:
    """The exception of each watch that this match raises; none for an invoice that is on its way or rejected by a person.

    What the match itself sent back is not paid whatever anybody does: a person only sees whether it was read rightly, and
    no money is at risk.
    """
    grouped: dict[str, list[dict[str, Any]]] = {}
    sent_back = is_sent_back(invoice, match)
    if invoice.state in {InvoiceState.REVIEW, InvoiceState.HELD} or sent_back:
        for told in match.stops:
            grouped.setdefault(watch_of(told["code"]), []).append(told)
    return {watch: _finding(watch, invoice, match, told) for watch, told in grouped.items()}


def is_sent_back(invoice: Invoice, match: Match) -> bool:
    """True when the match alone refused it, and the vendor was told why."""
    return bool(invoice.state == InvoiceState.REJECTED and match.decision == Decision.REJECT)


def _finding(watch: str, invoice: Invoice, match: Match, told: list[dict[str, Any]]) -> Finding:
    page = reverse("procurement:invoice", args=[invoice.pk])
    options = [Option(_("Look at the invoice beside its match"), page)]
    if watch == BANK and invoice.vendor is not None:
        options.append(Option(_("Verify the account with the vendor"), invoice.vendor.get_absolute_url()))
    for other in dict.fromkeys(one["other"] for one in told if one.get("other")):
        compare = reverse("procurement:invoice_beside", args=[invoice.pk, other])
        options.append(Option(_("Compare both side by side"), compare))
    if invoice.order is not None and watch == OVER_BILLING:
        options.append(Option(_("Look at the order"), invoice.order.get_absolute_url()))
    evidence = {
        "invoice": f"{invoice.reference} {invoice.number}",
        "vendor": str(invoice.vendor or invoice.seller_name),
        "order": invoice.order.number if invoice.order else "",
        "what follows": _WHAT_FOLLOWS.get(match.decision, ""),
        "vendor says": invoice.answers[-1]["words"] if invoice.answers else "",
        "found": "; ".join(words_of(code) for code in sorted({one["code"] for one in told})),
    }
    sentences, amount = [one["sentence"] for one in told], match.amount_at_risk or invoice.payable
    if is_sent_back(invoice, match):
        amount = None
        sentences.append(_("It went back to the vendor, so no money is at risk. See only whether it was read rightly."))
    return Finding(
        cause=str(invoice.pk),
        title=f"{_TITLES[watch]}: {invoice.number or invoice.reference}"[:200],
        sentence=" ".join(sentences),
        owner_role=_ROLE_OF_OWNER.get(told[0]["owner"], roles.FINANCE),
        case_id=invoice.case,
        url=page,
        amount=amount,
        currency=invoice.order.currency if invoice.order else invoice.currency,
        evidence=evidence,
        options=tuple(options),
    )


def payee_finding(payment: PaymentAuthorization, sentence: str) -> Finding:
    """The account of a payment on its way is not the one that it was asked for, or may not be paid yet."""
    invoice = payment.invoice
    account = payment.account
    evidence = {
        "invoice": f"{invoice.reference} {invoice.number}",
        "vendor": str(payment.vendor),
        "asked for": tail_of(payment.payee),
        "on file now": f"{tail_of(snapshot(account))}, {account.get_state_display()}",
        "verified on": account.verified_on.isoformat() if account.verified_on else "",
    }
    return Finding(
        cause=str(invoice.pk),
        title=f"{_TITLES[BANK]}: {invoice.number or invoice.reference}"[:200],
        sentence=sentence,
        owner_role=roles.FINANCE,
        case_id=payment.case,
        url=payment.get_absolute_url(),
        amount=abs(payment.base_amount),
        currency=settings.COMPANY_CURRENCY,
        evidence=evidence,
        options=(
            Option(_("Stop the payment"), payment.get_absolute_url()),
            Option(_("Look at the vendor's accounts"), payment.vendor.get_absolute_url()),
        ),
    )


def payee_findings(on: date) -> Iterator[Finding | None]:
    """Of every payment that is not in a file yet: its account is not the one that it was asked for; None where it is."""
    live = PaymentAuthorization.objects.filter(state__in=["routed", "authorized"])
    alongside = live.select_related("vendor", "account", "invoice", "match", "contract").defer(
        "match__inputs", "invoice__reading"
    )
    for payment in alongside.iterator(chunk_size=200):
        trouble = trouble_with(payment, on=on)
        yield payee_finding(payment, trouble.sentence) if trouble is not None else None


def standing_findings(watch: str, at: datetime) -> Iterator[Finding | None]:
    """What a watch sees when it looks at a moment at all invoices on their way: a finding, or None for one in order.

    What a person has dealt with since the match was made is not raised again; another match may raise it anew.
    """
    resolved = TrueException.objects.filter(
        watch=watch, state__in=[ExceptionState.HANDLED, ExceptionState.DISMISSED]
    ).values_list("cause", "resolved_at")
    latest: dict[str, Any] = {}
    for cause, moment in resolved:
        latest[cause] = max(moment, latest.get(cause, moment))
    live = Match.objects.filter(superseded=False, created_at__lte=at).exclude(invoice__state__in=["paid", "credited"])
    for match in live.select_related("invoice__vendor", "invoice__order").defer("inputs").iterator(chunk_size=200):
        finding = raised_by(match.invoice, match).get(watch)
        settled = latest.get(str(match.invoice_id))
        yield None if finding is None or (settled is not None and settled >= match.created_at) else finding
