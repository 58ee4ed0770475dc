"""A changed tolerance or company tried on past invoices: the matcher itself, on what each was compared with then; nothing is written."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flowmono.common.models import Company
from flowmono.common.templatetags.writing import write_amount
from flowmono.governing.plain import fill
from flowmono.governing.registry import Change
from flowmono.governing.rehearsal import Differing, Rehearsal
from procurement.comparing import buyers_of, with_limits
from procurement.deciding import TERM_UNVERIFIED, Outcome, Told, settle, weigh
from procurement.matching import CaseError, Decision, Verdict, match
from procurement.matching.case import Case
from procurement.matching.codes import CODES, Severity
from procurement.models import Match, TolerancePolicy
from procurement.naming import words_of
from procurement.restoring import restore_case

# A past case as the matcher would see it.
As = Callable[[Case], Case]

SECONDS: Final = 3.0
MOST_CASES: Final = 3000
# Findings that are added to the matcher's: they do not depend on any limit.
ADDED: Final = frozenset({TERM_UNVERIFIED, "VENDOR_MISMATCH"})
DECISIONS: Final = {
    Decision.AUTHORIZE: gettext_lazy("Passes"),
    Decision.REVIEW: gettext_lazy("To look at"),
    Decision.HOLD: gettext_lazy("Held"),
    Decision.REJECT: gettext_lazy("Sent back"),
}


@dataclass(frozen=True)
class Answered:
    """What matters of an answer: the decision, why it is not a plain yes, and the amount. Who approves is the rules' to say."""

    decision: Decision
    codes: tuple[str, ...]
    amount: Decimal | None


def rehearse_tolerances(change: Change, since: datetime, until: datetime) -> Rehearsal:
    """The answers that count of past invoices, asked again with the limits as they are and as they would be."""
    now = list(TolerancePolicy.objects.all())
    then = [one for one in now if str(one.pk) != change.key]
    if change.after is not None:
        proposed = TolerancePolicy(pk=int(change.key) if change.key else None)
        fill(proposed, change.after["values"])
        then.append(proposed)
    words = _("Each invoice with the facts that it was last compared with, and the limits of today.")
    return _rehearse(words, since, until, lambda case: with_limits(case, now), lambda case: with_limits(case, then))


def rehearse_company(change: Change, since: datetime, until: datetime) -> Rehearsal:
    """Past invoices asked again whether they are addressed to us, by the company's names and VAT number as they would be."""
    company = Company.objects.order_by("pk").first()
    now = buyers_of(company) if company else ()
    after = Company()
    fill(after, (change.after or {"values": {}})["values"])
    then = buyers_of(after)
    if now == then:
        words = _("The names and the VAT number stay as they are, and nothing else here decides about an invoice.")
        number = _past(since, until).count()
        return Rehearsal(words, number, number, ())
    words = _("Each invoice with the facts that it was last compared with: is it addressed to us by these names?")
    return _rehearse(
        words, since, until, lambda case: replace(case, buyers=now), lambda case: replace(case, buyers=then)
    )


def _past(since: datetime, until: datetime) -> Any:
    return Match.objects.filter(superseded=False, created_at__gte=since, created_at__lte=until).exclude(inputs={})


def _rehearse(words: str, since: datetime, until: datetime, now: As, then: As) -> Rehearsal:
    """The newest answers that count, asked again as things are and as they would be, as many as there is time for."""
    cases = _past(since, until)
    wanted = cases.select_related("invoice").only(
        "created_at",
        "inputs",
        "findings",
        "invoice__reference",
        "invoice__number",
        "invoice__seller_name",
        "invoice__payable",
        "invoice__currency",
        "invoice__overrides",
    )
    looked_at, found = 0, []
    stop_at = time.monotonic() + SECONDS
    for stored in wanted.order_by("-created_at", "pk")[:MOST_CASES].iterator(chunk_size=100):
        if time.monotonic() > stop_at:
            break
        looked_at += 1
        difference = _compare(stored, now, then)
        if difference is not None:
            found.append(difference)
    return Rehearsal(words, looked_at, cases.count(), tuple(found))


def _compare(stored: Match, now: As, then: As) -> Differing | None:
    try:
        case = restore_case(stored.inputs)
    except CaseError:
        return None
    invoice = stored.invoice
    keys = [entry["key"] for entry in invoice.overrides]
    before, after = (answer(seen(case), keys, stored.findings) for seen in (now, then))
    if before == after:
        return None
    return Differing(
        title=f"{invoice.number or invoice.reference} {invoice.seller_name}".strip(),
        url=invoice.get_absolute_url(),
        at=stored.created_at,
        now=say(before, case),
        then=say(after, case),
        amount=invoice.payable,
        currency=invoice.currency,
    )


def answer(case: Case, overridden: Sequence[str], findings: Sequence[dict[str, Any]]) -> Answered:
    """The matcher's answer with what people let pass, and with those stored findings that no limit touches."""
    verdict = match(case)
    outcome = _with_added(verdict, weigh(verdict, overridden=overridden), overridden, findings)
    amount = verdict.authorize_amount if outcome.decision == Decision.AUTHORIZE else None
    return Answered(outcome.decision, outcome.codes, amount)


def _with_added(
    verdict: Verdict, outcome: Outcome, overridden: Sequence[str], findings: Sequence[dict[str, Any]]
) -> Outcome:
    said = {(told.code, told.sentence) for told in outcome.findings}
    added = [
        Told(
            code=one["code"],
            severity=Severity[one["severity"]] if one["code"] not in CODES else CODES[one["code"]].severity,
            line=None,
            at_risk=None,
            owner=one["owner"],
            sentence=one["sentence"],
            visible_to_vendor=False,
        )
        for one in findings
        if one["code"] in ADDED and (one["code"], one["sentence"]) not in said
    ]
    return settle([*outcome.findings, *added], overridden) if added else outcome


def say(answered: Answered, case: Case) -> str:
    """An answer in words: the decision, its reasons, and what is authorized."""
    words = str(DECISIONS[answered.decision])
    if answered.codes:
        words += ": " + "; ".join(words_of(code) for code in answered.codes)
    if answered.amount is not None and case.invoice.currency:
        words += ", " + write_amount(answered.amount, case.invoice.currency, "en")
    return words
