"""Payment files: made once from what two people authorized, by a third, to the account that was verified."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from itertools import chain

from django.utils.translation import gettext as _

from documents.models import Document, Origin, add_version
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.models import Company, next_number
from flowmono.common.money import minor_unit
from flowmono.common.refusals import Conflict, Invalid, require
from procurement import policies
from procurement.actions.payments import alarming, demand_payable
from procurement.models import AuthorizationState, Batch, PaymentAuthorization
from procurement.pain001 import (
    VERSIONS,
    Account,
    Debtor,
    Payment,
    PaymentRefused,
    ReferredDocument,
    execution_day,
    write,
)


@alarming
@action
def make_batch(
    authorizations: Sequence[PaymentAuthorization], *, by: User, at: datetime, version: str = "pain.001.001.09"
) -> Batch:
    """Make the payment file. Authorized credit notes for the same accounts are taken off; none is exported alone.

    Raises Conflict when one of the payments is not authorized, is in a file already, or may not be paid any more.
    """
    if version not in VERSIONS:
        raise Invalid(_("Choose one of %(versions)s.") % {"versions": ", ".join(VERSIONS)}, field="version")
    chosen = _locked([one.pk for one in authorizations])
    if not chosen or len(chosen) != len({one.pk for one in authorizations}):
        raise Invalid(_("Choose at least one authorized payment."), field="payments")
    for payment in chosen:
        if payment.state != AuthorizationState.AUTHORIZED or payment.batch_id is not None:
            raise Conflict(
                _("%(payment)s is %(state)s; only an authorized payment goes into a file, and once.")
                % {"payment": payment, "state": payment.get_state_display()},
                code="not_authorized",
            )
    chosen = [*chosen, *_credits_for(chosen)]
    require(policies.can_export, chosen, by)
    for payment in chosen:
        demand_payable(payment, on=at.date())
    number = next_number("PAY", at.year)
    transfers = _transfers(chosen)
    try:
        data = write(
            _debtor(), [_transfer(members) for members in transfers], message_id=number, created_at=at, version=version
        )
    except PaymentRefused as refusal:
        raise Conflict(str(refusal), code="bank_refuses") from None
    return _keep(number, data, transfers, version, by=by, at=at)


def _locked(keys: Sequence[object]) -> list[PaymentAuthorization]:
    found = PaymentAuthorization.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    return list(found.select_related("vendor", "account", "invoice", "match").order_by("due_on", "pk"))


def _credits_for(chosen: Sequence[PaymentAuthorization]) -> list[PaymentAuthorization]:
    """Authorized credit notes for the accounts that are paid, as long as something is left to pay."""
    left: dict[tuple[object, str], Decimal] = {}
    for payment in chosen:
        key = (payment.account_id, payment.currency)
        left[key] = left.get(key, Decimal(0)) + payment.amount
    waiting = PaymentAuthorization.objects.to_export().filter(
        is_credit=True, account__in=[account for account, _currency in left]
    )
    taken = []
    for credit in _locked([one.pk for one in waiting.exclude(pk__in=[one.pk for one in chosen])]):
        key = (credit.account_id, credit.currency)
        if credit.state == AuthorizationState.AUTHORIZED and left.get(key, Decimal(0)) + credit.amount > 0:
            left[key] += credit.amount
            taken.append(credit)
    return taken


def _transfers(chosen: Sequence[PaymentAuthorization]) -> list[list[PaymentAuthorization]]:
    """What each transfer pays: one invoice; where credit notes are taken off, all of an account, the first due first."""
    groups: dict[tuple[object, str], list[PaymentAuthorization]] = {}
    for payment in chosen:
        groups.setdefault((payment.account_id, payment.currency), []).append(payment)
    found = []
    for members in groups.values():
        paid = [one for one in members if not one.is_credit]
        if len(paid) == len(members):
            found += [[one] for one in paid]
            continue
        if not paid or sum(one.amount for one in members) <= 0:
            raise Conflict(
                _("The credit notes of %(vendor)s are more than its payments; they wait for a larger payment.")
                % {"vendor": members[0].vendor},
                code="credit_alone",
            )
        found.append([*paid, *(one for one in members if one.is_credit)])
    return found


def _transfer(members: Sequence[PaymentAuthorization]) -> Payment:
    """One transfer to the account as it was verified, naming every document. Its end-to-end id is the first invoice's, for ever."""
    first = members[0]
    payee = first.payee
    try:
        account = Account(
            iban=payee["iban"] or None,
            number=payee["bban"] or None,
            clearing=payee["clearing_system"] or None,
            member=payee["clearing_member"] or None,
            bic=payee["bic"] or None,
        )
        return Payment(
            end_to_end_id=first.end_to_end_id,
            amount=sum((one.amount for one in members), Decimal(0)).quantize(minor_unit(first.currency)),
            currency=first.currency,
            creditor_name=payee["holder"] or str(first.vendor),
            account=account,
            due_on=first.due_on,
            documents=tuple(_document(one) for one in members),
        )
    except PaymentRefused as refusal:
        raise Conflict(str(refusal), code="bank_refuses") from None


def _document(payment: PaymentAuthorization) -> ReferredDocument:
    return ReferredDocument(
        number=payment.invoice.number,
        kind="CREN" if payment.is_credit else "CINV",
        issued_on=payment.invoice.issued_on,
        amount=abs(payment.amount).quantize(minor_unit(payment.currency)),
    )


def _debtor() -> Debtor:
    """The company and the account that files debit. Raises Conflict until an administrator has entered it."""
    company = Company.here()
    try:
        account = Account(
            iban=company.iban or None,
            number=company.bban or None,
            clearing=company.clearing_system or None,
            member=company.clearing_member or None,
            bic=company.bic or None,
        )
        return Debtor(company.account_holder or company.name, account)
    except PaymentRefused as refusal:
        raise Conflict(
            _("The company's own account cannot be debited: %(why)s An administrator enters it.") % {"why": refusal},
            code="no_debtor",
        ) from None


def _keep(
    number: str,
    data: bytes,
    transfers: Sequence[Sequence[PaymentAuthorization]],
    version: str,
    *,
    by: User,
    at: datetime,
) -> Batch:
    totals: dict[str, Decimal] = {}
    for payment in chain.from_iterable(transfers):
        totals[payment.currency] = totals.get(payment.currency, Decimal(0)) + payment.amount
    batch = Batch(
        number=number,
        format=version,
        payments=len(transfers),
        totals={currency: f"{amount.quantize(minor_unit(currency)):f}" for currency, amount in totals.items()},
        made_by=by,
        made_at=at,
    )
    paper = Document(case_key=batch.case, title=number, kind="payment_file")
    paper.save()
    batch.document = paper
    batch.version = add_version(
        paper, data, name=f"{number}.xml", media_type="application/xml", origin=Origin.GENERATED
    )
    batch.sha256 = batch.version.sha256
    batch.begin(at=at)
    batch.save()
    for members in transfers:
        asked_on = execution_day(members[0].due_on, at.date(), members[0].currency)
        for payment in members:
            payment.put_in(batch, asked_on=asked_on, at=at)
            payment.save()
    return batch
