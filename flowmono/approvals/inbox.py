"""Decisions that wait for a person, in their own name or standing in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.approvals.models import Kind, Request, Seat, SeatQuerySet
from flowmono.approvals.seating import Table
from flowmono.common.inbox import Answer, Inbox, Todo, Waiting, days_gone, needs_you, question_of
from flowmono.common.templatetags.writing import reading_locale, write_amount

# Where a decision is posted: the record's own page moves it in the same transaction.
DECIDE = {
    Kind.CONTRACT: "contracts:decide",
    Kind.REQUISITION: "procurement:requisition_decide",
    Kind.ORDER: "procurement:order_decide",
    Kind.PAYMENT: "procurement:payment_decide",
}


@needs_you("approvals")
def approvals(person: User, at: datetime) -> Iterator[Waiting]:
    rows = _decidable(person).select_related("request__requested_by")

    def show(seat: Seat) -> Todo:
        return _show(seat, person, at)

    yield Waiting(
        _("Approval"), rows, show, since="step__opened_at", amount="request__base_amount",
        days=days_gone("step__due_at", at),
    )  # fmt: skip


def decisions(person: User, at: datetime, most: int | None = None) -> list[Todo]:
    """The decisions that wait for a person, the most at risk first: so many, or all of them."""
    return Inbox(person, at, names=["approvals"]).part(most=most)


def _decidable(person: User) -> SeatQuerySet:
    """Seats that wait for this person, without what they may not decide, have decided in another step, or are kept for.

    A yes here can only take away what they can give in another open seat of the request: only those few are looked at
    one by one.
    """
    spoken = Seat.objects.filter(request=OuterRef("request"), decided_person=person.person)
    waiting = Seat.objects.waiting_for(person).exclude(request__barred__contains=str(person.person))
    waiting = waiting.exclude(Exists(spoken))
    theirs = Q(approver__person=person.person) | Q(stand_in__person=person.person)
    elsewhere = Seat.objects.filter(theirs, request=OuterRef("request"), verdict="").exclude(pk=OuterRef("pk"))
    doubtful = waiting.filter(Exists(elsewhere)).select_related("request")
    doubtful = doubtful.prefetch_related("request__steps__seats__approver", "request__steps__seats__stand_in")
    kept = [seat.pk for seat in doubtful if Table.of(seat.request).is_kept_for_later(seat, person)]
    return waiting.exclude(pk__in=kept)


def _show(seat: Seat, person: User, at: datetime) -> Todo:
    request, due = seat.request, seat.step.due_at
    words = _("%(step)s, asked by %(who)s") if request.requested_by else "%(step)s"
    words %= {"step": seat.step.title, "who": request.requested_by}
    if seat.approver_id != person.pk:
        words += _(" — you stand in for %(name)s") % {"name": seat.approver}
    return replace(
        _asked(request),
        sentence=" ".join(filter(None, (words if not request.remark else f"{words}.", request.remark))),
        since=seat.step.opened_at,
        days_at_risk=(at - due).days if due and due < at else 0,
    )


def question_before_yes(request: Request | None) -> str:
    """What is asked before a yes counts, on “Needs you” and on the page of the record alike; "" where one press is enough."""
    return question_of(_asked(request)) if request is not None else ""


def _asked(request: Request) -> Todo:
    """What is decided, and how it is answered, whoever is asked."""
    decide_url = _decide_url(request.kind, request.subject_id)
    return Todo(
        kind=_("Approval"),
        title=request.title,
        sentence="",
        url=request.url,
        action=_("Review"),
        amount=request.base_amount,
        shown_amount=request.amount,
        currency=request.currency,
        decide_url=decide_url,
        answers=_payment_answers(request, decide_url) if request.kind == Kind.PAYMENT and decide_url else (),
        key=request.pk,
        party=request.party,
    )


def _payment_answers(request: Request, url: str) -> tuple[Answer, ...]:
    """Authorizing moves money: it is asked once more, with the amount and for what."""
    amount = write_amount(request.amount, request.currency, reading_locale())
    sure = _("Authorize %(amount)s to %(what)s?") % {"amount": amount, "what": request.title}
    sure = " ".join(filter(None, (sure, request.remark)))
    return (
        Answer("yes", _("Authorize"), url, (("verdict", "yes"),), confirms=sure),
        Answer("no", _("Refuse"), url, (("verdict", "no"),), asks=_("Why? The invoice is held with your reason.")),
    )


def _decide_url(kind: str, subject_id: object) -> str:
    try:
        return reverse(DECIDE[Kind(kind)], args=[subject_id])
    except (NoReverseMatch, KeyError):
        return ""
