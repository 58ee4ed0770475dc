"""Authorizing payments, making payment files, confirming what the bank paid. Two people authorize; a third makes the file."""

import functools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.approvals import actions as approvals
from flowmono.approvals.models import Kind, Mode, Request, RequestState, Verdict
from flowmono.approvals.routing import Facts
from flowmono.common.acting import acting, action
from flowmono.common.money import round_money
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.common.templatetags.writing import say_day
from flowmono.monitoring.actions import raise_exception
from procurement import alarms, policies
from procurement.actions.judging import lock_invoice
from procurement.actions.ordering import locked_rate
from procurement.comparing import written_account
from procurement.early import early_payment
from procurement.hands import hands_of
from procurement.matching.bank import same_account
from procurement.models import (
    AuthorizationState,
    Batch,
    BatchState,
    Commitment,
    Invoice,
    InvoiceLine,
    InvoiceState,
    Match,
    PaymentAuthorization,
    Relief,
)
from procurement.pain001 import compact_identifier
from procurement.payees import snapshot, trouble_with
from procurement.withholding import FIELDS
from vendors.models import AccountState, BankAccount

# Bills of one vendor within so many days are routed by their sum, unless a policy states another window.
SPLIT_WINDOW_DAYS = 30
P = ParamSpec("P")
R = TypeVar("R")


def route_for_payment(invoice: Invoice, answer: Match, *, at: datetime) -> PaymentAuthorization:
    """Ask two people to authorize the payment of a locked, matched invoice. Raises Conflict when it cannot be asked for."""
    account = choose_account(invoice, answer, on=at.date())
    amount = Decimal(answer.authorize_amount or 0)
    rate = locked_rate(invoice.currency, at)
    payment = PaymentAuthorization(
        invoice=invoice,
        match=answer,
        order=invoice.order,
        contract=invoice.contract,
        vendor=invoice.vendor,
        is_credit=amount < 0,
        amount=round_money(amount, invoice.currency),
        currency=invoice.currency,
        base_amount=round_money(amount * rate, settings.COMPANY_CURRENCY),
        rate=rate,
        rate_on=at.date(),
        account=account,
        payee=snapshot(account),
        due_on=invoice.due_on or at.date(),
        end_to_end_id=compact_identifier(str(invoice.pk)),
    )
    payment.begin(at=at)
    payment.save()
    facts = Facts(
        kind=Kind.PAYMENT,
        amount=abs(payment.base_amount) + _nearby(payment, answer, on=at.date()),
        category=invoice.order.category if invoice.order else "",
        department=invoice.order.department if invoice.order else "",
        vendor_risk=payment.vendor.risk,
    )
    early = early_payment(payment, on=at.date())
    request = approvals.route(
        payment,
        facts,
        in_force_from=early.begins_on if early else None,
        title=_("%(vendor)s, invoice %(number)s") % {"vendor": payment.vendor, "number": invoice.number},
        url=payment.get_absolute_url(),
        requested_by=None,
        barred=[person for person, _did in hands_of(payment, invoice)],
        at=at,
        amount=payment.amount,
        currency=payment.currency,
        party=str(payment.vendor),
    )
    _demand_two(request)
    return payment


def choose_account(invoice: Invoice, answer: Match, *, on: date) -> BankAccount:
    """The verified account that the invoice prints, else the vendor's newest one past its cooling-off. Raises Conflict."""
    cooled = on - timedelta(days=int(answer.policy.get("bank_cooloff_days", 3)))
    usable = [
        account
        for account in BankAccount.objects.filter(vendor=invoice.vendor, state=AccountState.VERIFIED)
        .select_related("proposed_by", "called_by", "verified_by")
        .order_by("-verified_on", "-created_at")
        if account.verified_on <= cooled
    ]
    said = {**invoice.reading, **invoice.corrections}
    printed = [str(said["iban"])] if said.get("iban") else []
    printed += [
        str(one.get("iban") or " ".join(str(one.get(k) or "") for k in ("routing", "sort_code", "bsb", "number")))
        for one in said.get("accounts") or []
    ]
    for text in printed:
        for account in usable:
            if same_account(written_account(account), text):
                return account
    if not usable:
        raise Conflict(
            _("%(vendor)s has no verified account that may be paid yet. Verify one on the vendor's page.")
            % {"vendor": invoice.vendor},
            code="no_account",
        )
    return usable[0]


def _nearby(payment: PaymentAuthorization, answer: Match, *, on: date) -> Decimal:
    """What was asked for the same vendor within the window, in the company's currency: cutting a bill in pieces changes nothing."""
    window = int(answer.policy.get("split_window_days") or 0) or SPLIT_WINDOW_DAYS
    near = PaymentAuthorization.objects.live().filter(
        vendor=payment.vendor, is_credit=False, rate_on__gt=on - timedelta(days=window)
    )
    return Decimal(near.exclude(pk=payment.pk).aggregate(sum=Sum("base_amount"))["sum"] or 0)


def _demand_two(request: Request) -> None:
    """A rule that lets one person pay is refused whatever an administrator wrote."""
    needed = sum(
        1 if step.mode == Mode.ANY else max(1, step.seats.count())
        for step in request.steps.all().prefetch_related("seats")
    )
    if needed < 2:
        raise Conflict(
            _("The rule “%(rule)s” lets one person authorize a payment. An administrator adds a second step.")
            % {"rule": request.rule_name},
            code="one_person",
        )


def lock_payment(payment: PaymentAuthorization) -> tuple[Invoice, PaymentAuthorization]:
    """The invoice and its payment, locked in this order everywhere."""
    invoice = lock_invoice(Invoice(pk=payment.invoice_id))
    locked = (
        PaymentAuthorization.objects.select_for_update(of=("self",))
        .select_related(
            "vendor",
            "account__proposed_by",
            "account__called_by",
            "account__verified_by",
            "order__requester",
            "invoice__captured_by",
        )
        .get(pk=payment.pk)
    )
    return invoice, locked


class AccountRefused(Conflict):
    """The account may not be paid now; whoever catches it raises the exception once the refused act is undone."""

    def __init__(self, message: str, payment: PaymentAuthorization, *, code: str) -> None:
        super().__init__(message, code=code)
        self.payment = payment


def alarming(act: Callable[P, R]) -> Callable[P, R]:
    """An action on payments: where an account has changed it is refused, and the exception that it raises stays."""

    @functools.wraps(act)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return act(*args, **kwargs)
        except AccountRefused as refusal:
            by: Any = kwargs["by"]
            at: Any = kwargs["at"]
            with acting(by, at=at), transaction.atomic():
                raise_exception(alarms.BANK, alarms.payee_finding(refusal.payment, refusal.message), at=at)
            raise

    return wrapped


def demand_payable(payment: PaymentAuthorization, *, on: date) -> None:
    """The account is still the verified one and has cooled off, and the vendor may be paid. Raises Conflict, which says why not."""
    trouble = trouble_with(payment, on=on)
    if trouble is not None:
        raise AccountRefused(trouble.sentence, payment, code=trouble.code)
    standing = payment.vendor.standing(payment.invoice.issued_on or on)
    if not standing.ok:
        raise Conflict("; ".join(standing.reasons), code="vendor_standing")


def demand_verified(payment: PaymentAuthorization) -> None:
    """Every term behind the lines, and about all payments, is verified: money does not move on what only a reader saw."""
    about_all: Any = payment.contract
    if about_all is not None:
        for term in about_all.terms.unverified().filter(field__in=FIELDS):
            raise Conflict(
                _("Nobody has verified the contract's term “%(term)s”; until then no money moves.")
                % {"term": term.label},
                code="term_unverified",
            )
    lines = InvoiceLine.objects.filter(invoice_id=payment.invoice_id, order_line__term__isnull=False)
    for line in lines.select_related("order_line__term"):
        if not line.order_line.term.is_verified:
            raise Conflict(
                _("Nobody has verified the term behind “%(line)s”; until then no money moves on it.")
                % {"line": line.order_line.description},
                code="term_unverified",
            )


@alarming
@action
def decide_payment(
    authorization: PaymentAuthorization, *, by: User, at: datetime, verdict: str, reason: str = ""
) -> PaymentAuthorization:
    """Take one person's decision; with the last yes the payment may be exported, with a no the invoice is held."""
    invoice, payment = lock_payment(authorization)
    require(policies.can_authorize, payment, by)
    if payment.state != AuthorizationState.ROUTED:
        raise Conflict(
            _("This payment is %(state)s; there is nothing to decide.") % {"state": payment.get_state_display()},
            code="decided",
        )
    request = Request.objects.filter(kind=Kind.PAYMENT, subject_id=payment.pk, state=RequestState.OPEN).first()
    if request is None:
        raise Conflict(_("Nobody is asked about this payment any more."), code="decided")
    if verdict == Verdict.YES:
        demand_payable(payment, on=at.date())
        demand_verified(payment)
    request = approvals.decide(request, by=by, at=at, verdict=verdict, reason=reason)
    if request.state == RequestState.GRANTED:
        people = request.seats.filter(verdict=Verdict.YES).order_by("decided_at", "pk")
        first, second = list(people.values_list("decided_person", flat=True))[:2]
        payment.authorize(first=first, second=second, at=at)
        payment.save()
        invoice.authorize()
        invoice.save()
    elif request.state == RequestState.REFUSED:
        payment.refuse(reason=reason.strip(), at=at)
        payment.save()
        invoice.dispute(reason=reason.strip())
        invoice.save()
    return payment


@action
def stop_payment(authorization: PaymentAuthorization, *, by: User, at: datetime, reason: str) -> PaymentAuthorization:
    """Take back a payment that is in no file yet; its invoice is held until it is matched again."""
    invoice, payment = lock_payment(authorization)
    require(policies.can_void, payment, by)
    if not reason.strip():
        raise Invalid(_("Say why the payment is stopped."), field="reason")
    if not payment.can("void"):
        raise Conflict(
            _("This payment is %(state)s; it cannot be stopped here.") % {"state": payment.get_state_display()}
        )
    approvals.supersede(Kind.PAYMENT, payment, at=at)
    payment.void(reason=reason.strip())
    payment.save()
    if invoice.state == InvoiceState.AUTHORIZED:
        invoice.stop(reason=reason.strip())
    else:
        invoice.dispute(reason=reason.strip())
    invoice.save()
    return payment


@action
def confirm_payment(
    authorization: PaymentAuthorization,
    *,
    by: User,
    at: datetime,
    reference: str,
    paid_on: date | None = None,
    early: bool = False,
) -> PaymentAuthorization:
    """Enter what the bank's statement says: this payment was made on a day, today when none is named.

    early: the person has seen that this is before the day on which the bank was asked to pay. Credit notes taken off it
    are settled with it. Raises Invalid for a day to come, for one before the file, and for an early one that nobody saw.
    """
    invoice, payment = lock_payment(authorization)
    require(policies.can_pay, by)
    if not reference.strip():
        raise Invalid(_("Enter the reference on the bank statement."), field="reference")
    if payment.state != AuthorizationState.BATCHED or payment.is_credit:
        raise Conflict(
            _("This payment is %(state)s; only a payment in a file can be confirmed.")
            % {"state": payment.get_state_display()}
        )
    paid_at = _moment_of(paid_on, payment, at=at)
    if not early:
        _demand_not_early(paid_at.date(), payment)
    payment.confirm(reference=reference.strip()[:140], at=at, paid_at=paid_at)
    payment.save()
    invoice.pay(at=paid_at)
    invoice.save()
    _settle_credits(payment, reference=payment.bank_reference, at=at, paid_at=paid_at)
    batch = type(payment.batch).objects.lock(payment.batch)
    if batch.state == BatchState.EXPORTED and not batch.authorizations.exclude(state=AuthorizationState.PAID).exists():
        batch.settle()
        batch.save()
    return payment


@action
def confirm_file(
    batch: Batch,
    *,
    by: User,
    at: datetime,
    reference: str,
    paid_on: date | None = None,
    early: bool = False,
    only: Collection[PaymentAuthorization] | None = None,
) -> Batch:
    """Enter that the bank paid the payments of a file, all under one reference: those named, or all that are still open.

    All of them or none. Raises Conflict where nothing is open, and what confirm_payment raises.
    """
    require(policies.can_pay, by)
    if only is None:
        left = batch.authorizations.filter(state=AuthorizationState.BATCHED, is_credit=False)
        only = list(left.order_by("pk"))
    if not only:
        raise Conflict(_("Every payment of this file is settled."))
    for payment in only:
        confirm_payment(payment, by=by, at=at, reference=reference, paid_on=paid_on, early=early)
    batch.refresh_from_db()
    return batch


def _moment_of(paid_on: date | None, payment: PaymentAuthorization, *, at: datetime) -> datetime:
    """When the bank paid: now for today, else the middle of the day that its statement names."""
    if paid_on is None or paid_on == at.date():
        return at
    if paid_on > at.date():
        raise Invalid(_("This day is still to come. Enter the day on the bank statement."), field="paid_on")
    made: Any = payment.batch
    if paid_on < made.made_at.date():
        words = _(
            "The payment file was made on %(day)s, so the bank cannot have paid before. Enter the day on its statement."
        )
        raise Invalid(words % {"day": say_day(made.made_at)}, field="paid_on")
    return max(made.made_at, datetime.combine(paid_on, time(12), tzinfo=at.tzinfo))


def _demand_not_early(paid_on: date, payment: PaymentAuthorization) -> None:
    """A bank rarely pays before the day that the file names: more often it is a slip of the hand, or another payment."""
    asked = payment.executed_on
    if asked is not None and paid_on < asked:
        words = _(
            "The file asks the bank to pay on %(asked)s, and this says that it paid on %(paid)s. "
            "Enter the day on the bank statement, or tick that it really paid before."
        )
        raise Invalid(words % {"asked": say_day(asked), "paid": say_day(paid_on)}, field="early")


def _settle_credits(payment: PaymentAuthorization, *, reference: str, at: datetime, paid_at: datetime) -> None:
    """Once every payment to the same account in the file is made, what was taken off them is settled too."""
    same = payment.batch.authorizations.filter(account_id=payment.account_id, currency=payment.currency)
    if same.filter(is_credit=False).exclude(state=AuthorizationState.PAID).exists():
        return
    for credit in same.filter(is_credit=True, state=AuthorizationState.BATCHED):
        invoice, locked = lock_payment(credit)
        locked.settle_credit(reference=reference, at=paid_at)
        locked.save()
        invoice.settle_credit(at=paid_at)
        invoice.save()
        relieve(locked, at=at)


def relieve(payment: PaymentAuthorization, *, at: datetime) -> None:
    """Move what was paid from committed to spent, per order that the invoice bills, once; a credit note moves it back."""
    nets: Iterable[Mapping[str, Any]] = (
        InvoiceLine.objects.filter(invoice_id=payment.invoice_id, order_line__isnull=False)
        .values("order_line__order")
        .annotate(net=Sum("order_net"))
        .order_by()
    )
    billed = {row["order_line__order"]: Decimal(row["net"] or 0) for row in nets}
    commitments: Sequence[Commitment] = (
        Commitment.objects.select_for_update(of=("self",))
        .filter(order__in=billed)
        .select_related("order")
        .order_by("pk")
    )
    for commitment in commitments:
        if Relief.objects.filter(commitment=commitment, authorization=payment).exists():
            continue
        size = round_money(abs(billed[commitment.order_id]) * commitment.order.rate, settings.COMPANY_CURRENCY)
        if payment.is_credit:
            relieved, spent = -min(size, Decimal(commitment.relieved)), -size
        else:
            relieved, spent = min(size, commitment.open), size
        Relief.objects.create(commitment=commitment, authorization=payment, relieved=relieved, spent=spent, at=at)
        commitment.relieved = Decimal(commitment.relieved) + relieved
        commitment.save()
