"""What is watched about contracts: the windows in which notice must be given."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.actions import reasons_to_keep
from contracts.models import Contract, Obligation, State
from flowmono.accounts import roles
from flowmono.common.templatetags.writing import write_day
from flowmono.monitoring.registry import Finding, Option, watch
from signing.models import Envelope

NOTICE_IN_SIGHT = timedelta(days=60)


def is_in_sight(due_on: date, today: date) -> bool:
    """True from sixty days before the last day for notice until that day is over."""
    return today <= due_on <= today + NOTICE_IN_SIGHT


@watch("renewal_notice", gettext_lazy("A contract renews by itself soon"))
def renewal_notice(at: datetime) -> Iterator[Finding | None]:
    """Every open notice window of a contract in force; one that closes within sixty days is an exception."""
    windows = (
        Obligation.objects.filter(
            kind="notice_window",
            done_at__isnull=True,
            due_on__isnull=False,
            record__contract__state__in=[State.SIGNED, State.ARCHIVED],
        )
        .select_related("record__contract__vendor", "term")
        .order_by("due_on", "pk")
    )
    for window in windows:
        contract = window.record.contract
        if not contract.goes_on or not is_in_sight(window.due_on, at.date()):
            yield None
            continue
        days = window.days_until(at.date())
        page = reverse("contracts:compliance", args=[contract.pk])
        yield Finding(
            cause=f"{window.pk}:{window.due_on.isoformat()}",
            title=_("%(number)s renews unless notice is given") % {"number": contract.number},
            sentence=_(
                "The last day for notice of “%(title)s” with %(vendor)s is %(day)s, in %(days)s days. After it the contract renews by itself."
            )
            % {
                "title": contract.title,
                "vendor": contract.vendor,
                "day": write_day(window.due_on, "en"),
                "days": days,
            },
            owner_role=roles.PROCUREMENT,
            case_id=contract.pk,
            url=page,
            amount=contract.total,
            currency=contract.currency,
            days=days,
            evidence={
                "contract": contract.number,
                "ends on": contract.term_ends_on or "",
                "notice": _("%(days)s days before the end") % {"days": contract.notice_days},
                "quote": window.term.quote if window.term else "",
            },
            options=(Option(_("Decide about the renewal"), page),),
        )


@watch("papers_past_their_time", gettext_lazy("Papers may be disposed of"))
def papers_past_their_time(at: datetime) -> Iterator[Finding | None]:
    """Every archived contract, and every signed document without one, with a last day of keeping; one that is over, and that nothing
    keeps any longer, is an exception."""
    yield from _contracts_past_their_time(at)
    yield from _rounds_past_their_time(at)


def _contracts_past_their_time(at: datetime) -> Iterator[Finding | None]:
    kept = (
        Contract.objects.filter(state=State.ARCHIVED, kept_until__isnull=False)
        .exclude(disposals__is_done=True)
        .select_related("vendor")
        .order_by("kept_until", "pk")
    )
    for contract in kept:
        if reasons_to_keep(contract, on=at.date()):
            yield None
            continue
        page = reverse("contracts:sequence", args=[contract.pk])
        yield Finding(
            cause=f"{contract.pk}:{contract.kept_until.isoformat()}",
            title=_("The papers of %(number)s need not be kept any longer") % {"number": contract.number},
            sentence=_(
                "“%(title)s” with %(vendor)s was kept until %(day)s. Nothing of it is open: one person asks to dispose of its papers, another decides."
            )
            % {
                "title": contract.title,
                "vendor": contract.vendor,
                "day": write_day(contract.kept_until, "en"),
            },
            owner_role=roles.LEGAL,
            case_id=contract.pk,
            url=page,
            evidence={"contract": contract.number, "kept until": contract.kept_until},
            options=(Option(_("Look at how long it is kept"), page),),
        )


def _rounds_past_their_time(at: datetime) -> Iterator[Finding | None]:
    kept = (
        Envelope.objects.filter(contract=None, kept_until__isnull=False)
        .exclude(disposals__is_done=True)
        .order_by("kept_until", "pk")
    )
    for envelope in kept:
        if reasons_to_keep(envelope, on=at.date()):
            yield None
            continue
        page = reverse("keeping:round", args=[envelope.pk])
        yield Finding(
            cause=f"{envelope.pk}:{envelope.kept_until.isoformat()}",
            title=_("The papers of “%(title)s” need not be kept any longer")
            % {"title": Truncator(envelope.title).chars(110)},
            sentence=_(
                "“%(title)s” was signed without a contract and kept until %(day)s. One person asks to dispose of its papers, another decides."
            )
            % {"title": envelope.title, "day": write_day(envelope.kept_until, "en")},
            owner_role=roles.LEGAL,
            case_id=envelope.pk,
            url=page,
            evidence={"document": envelope.title, "kept until": envelope.kept_until},
            options=(Option(_("Look at how long it is kept"), page),),
        )
