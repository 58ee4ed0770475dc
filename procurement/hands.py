"""Whose hands a payment went through before it is authorized, and what each did: nobody with such a hand authorizes it."""

from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flowmono.accounts.models import User
from flowmono.approvals.models import Kind
from flowmono.approvals.presenting import latest_request, open_seat, path_of
from procurement.models import AuthorizationState, Invoice, InvoiceLine, PaymentAuthorization
from procurement.policies import can_authorize
from vendors.models import Milestone

ENTERED_INVOICE = gettext_lazy("You entered its invoice")
ENTERED_ACCOUNT = gettext_lazy("You entered the account that it goes to")
CALLED = gettext_lazy("You called the vendor about the account that it goes to")
CONFIRMED = gettext_lazy("You confirmed the account that it goes to")
ASKED = gettext_lazy("You asked for its order")
ACCEPTED = gettext_lazy("You accepted what it pays for")
LET_PASS = gettext_lazy("You let a finding of its invoice pass")


def hands_of(payment: PaymentAuthorization, invoice: Invoice) -> Iterator[tuple[User, Promise]]:
    """Each person with a hand in the payment and what they did, said to themselves; one person may come twice."""
    account = payment.account
    known = [
        (invoice.captured_by, ENTERED_INVOICE),
        (account.proposed_by, ENTERED_ACCOUNT),
        (account.called_by, CALLED),
        (account.verified_by, CONFIRMED),
        (invoice.order.requester if invoice.order is not None else None, ASKED),
    ]
    terms = InvoiceLine.objects.filter(invoice=invoice, order_line__term__isnull=False).values("order_line__term")
    accepted = Milestone.objects.filter(term__in=terms, accepted_by__isnull=False).select_related("accepted_by")
    known += [(milestone.accepted_by, ACCEPTED) for milestone in accepted]
    passed_by = {entry["by"] for entry in invoice.overrides}
    known += [(person, LET_PASS) for person in User.objects.filter(pk__in=passed_by)] if passed_by else []
    yield from ((person, words) for person, words in known if person is not None)


def who_is_left(steps: list[dict[str, Any]]) -> str:
    """Who can still authorize a payment, from what the open steps of its request say; or that nobody can."""
    others = [step["more"] for step in steps if step["kind"] == "current" and step["more"]]
    return (
        _("It waits for %(who)s.") % {"who": ", ".join(others)}
        if others
        else _("Nobody is left who may: an administrator changes the rule, or lets another person authorize payments.")
    )


def who_is_next(payment: PaymentAuthorization | None, person: User) -> str:
    """Who authorizes the payment of an invoice next, for the invoice's page; "" once that is done.

    Names only for who may see the payment.
    """
    if payment is None or payment.state != AuthorizationState.ROUTED:
        return ""
    if not PaymentAuthorization.objects.visible_to(person).filter(pk=payment.pk).exists():
        return _("Its payment is not authorized yet.")
    asked = latest_request(Kind.PAYMENT, payment.pk)
    if asked is None:
        return ""
    if open_seat(asked, person) is not None and can_authorize(payment, person):
        return _("Its payment is not authorized yet. It waits for you.")
    return f"{_('Its payment is not authorized yet.')} {who_is_left(path_of(asked))}"


def why_not_you(payment: PaymentAuthorization, person: User, steps: list[dict[str, Any]], barred: list[str]) -> str:
    """Why a person who authorizes payments finds no button on this one, and who is asked; "" where nothing is to be said.

    `steps` and `barred` are those of the request: what its open steps say about who can still decide, and who never may.
    """
    if payment.state != AuthorizationState.ROUTED or not person.may_decide:
        return ""
    left = who_is_left(steps)
    did = {str(words): None for hand, words in hands_of(payment, payment.invoice) if hand.person == person.person}
    if did:
        return f"{'. '.join(did)}. {_('Therefore somebody else authorizes this payment.')} {left}"
    if str(person.person) in barred:
        return f"{_('You had a hand in this payment, so somebody else authorizes it.')} {left}"
    return ""
