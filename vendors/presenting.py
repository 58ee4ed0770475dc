"""How vendors' records are put into words and pictures for people: plain functions on records that are already loaded."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from flowmono.common.inbox import Answer, Todo, question_of
from flowmono.common.money import Money
from flowmono.common.templatetags.writing import say_day
from vendors.models import (
    AccountState,
    BankAccount,
    ComplianceDocument,
    Contact,
    DocumentState,
    ItemState,
    Milestone,
    MilestoneState,
    OnboardingItem,
    Vendor,
    VendorState,
)
from vendors.waiting import payable_from

SOON = 30


@dataclass(frozen=True)
class Said:
    """A short judgment: words, the kind that colours them, and why."""

    words: str
    kind: str
    why: str = ""


def glance(vendor: Any, today: date) -> Said:
    """A vendor's standing in a few words, from the figures of `with_standing`."""
    if vendor.state in {VendorState.ON_HOLD, VendorState.BLOCKED}:
        return Said(_("No payments"), "bad", vendor.hold_reason)
    if vendor.state == VendorState.PROSPECTIVE and not vendor.asked:
        return Said(_("No papers yet"), "warn")
    if vendor.lapsed:
        words = ngettext("%(count)s paper lapsed", "%(count)s papers lapsed", vendor.lapsed) % {"count": vendor.lapsed}
        return Said(words, "bad")
    if vendor.gating:
        words = ngettext("Payments wait for %(count)s point", "Payments wait for %(count)s points", vendor.gating)
        return Said(words % {"count": vendor.gating}, "warn")
    if vendor.asked and vendor.left:
        return Said(_("%(done)s of %(all)s proved") % {"done": vendor.asked - vendor.left, "all": vendor.asked}, "warn")
    if not vendor.accounts_verified:
        return Said(_("No verified account"), "warn")
    if vendor.next_expiry and (vendor.next_expiry - today).days <= SOON:
        return Said(_("A paper lapses soon"), "warn")
    return Said(_("In good standing"), "good")


def standing_of(
    vendor: Vendor,
    papers: Iterable[ComplianceDocument],
    points: Iterable[OnboardingItem],
    accounts: Iterable[BankAccount],
    today: date,
    waiting: int = 0,
) -> tuple[Said, tuple[str, ...]]:
    """May this vendor be paid today, in one sentence, and every reason against it. A verified account waits `waiting` days."""
    standing = vendor.standing_with(papers, points, today)
    reasons = list(standing.reasons)
    first = min(
        (day for one in accounts if one.state == AccountState.VERIFIED and (day := payable_from(one, waiting))),
        default=None,
    )
    if first is None:
        reasons.append(_("No bank account is verified yet."))
    elif first > today:
        day = say_day(first)
        reasons.append(_("The account was verified only just now; it may be paid from %(day)s.") % {"day": day})
    if not standing.ok:
        return Said(_("Payments are held."), "bad"), tuple(reasons)
    if reasons:
        return Said(_("Invoices are matched, but nothing can be paid yet."), "warn"), tuple(reasons)
    return Said(_("In good standing: payments may flow."), "good"), ()


def progress_of(items: Sequence[OnboardingItem]) -> dict[str, Any] | None:
    """How far the required points of a checklist have come; None without any."""
    required = [item for item in items if item.required]
    if not required:
        return None
    done = sum(item.state in {ItemState.DONE, ItemState.WAIVED} for item in required)
    words = _("%(done)s of %(all)s verified") % {"done": done, "all": len(required)}
    return {"value": done, "max": len(required), "words": words, "complete": done == len(required)}


def validity_of(paper: ComplianceDocument, today: date) -> Said | None:
    """How long a verified paper still holds; None when it has no last day, or does not count."""
    left = paper.days_left(today)
    if left is None or not paper.is_live:
        return None
    if left < 0:
        return Said(ngettext("lapsed %(days)s day ago", "lapsed %(days)s days ago", -left) % {"days": -left}, "bad")
    words = (
        _("lapses today") if left == 0 else ngettext("%(days)s day left", "%(days)s days left", left) % {"days": left}
    )
    return Said(words, "warn" if left <= SOON else "soft")


def steps_of(account: BankAccount) -> list[dict[str, Any]]:
    """Maker, call-back, confirmation: who did what, for the path component."""
    withdrawn = account.state == AccountState.WITHDRAWN
    dead = withdrawn or account.state == AccountState.REJECTED
    steps = [{"title": _("Entered"), "kind": "done", "more": str(account.proposed_by), "at": account.created_at}]
    if account.called_by:
        called = {"title": _("Called back"), "kind": "done", "more": str(account.called_by), "at": account.called_at}
        steps.append(called | {"reason": account.called_contact})
    else:
        steps.append(_waiting(_("Call back"), current=account.state == AccountState.PROPOSED, dead=dead))
    if account.verified_by:
        steps.append({"title": _("Confirmed"), "kind": "done", "more": str(account.verified_by)})
    else:
        steps.append(_waiting(_("Confirm"), current=account.state == AccountState.CALLED_BACK, dead=dead))
    if withdrawn:
        steps.append({"title": _("Taken back by the vendor"), "kind": "rejected"})
    elif dead:
        steps.append({"title": _("Rejected"), "kind": "rejected", "reason": account.reason})
    return steps


def _waiting(title: str, *, current: bool, dead: bool) -> dict[str, Any]:
    kind = "skipped" if dead else "current" if current else "waiting"
    return {"title": title, "kind": kind, "more": "" if dead else _("by somebody else")}


def bank_of(account: BankAccount) -> str:
    """The bank that keeps the account, by its name where the IBAN tells it, else its BIC or its own number."""
    try:
        name = IBAN(account.iban).bank_name if account.iban else ""
    except SchwiftyException:
        name = ""
    return name or account.bic or account.bank_number


def wait_of(account: BankAccount, days: int, today: date) -> Said | None:
    """From when an account is paid to, where a new one waits so many days after it is confirmed; None for one out of use."""
    if account.state in {AccountState.PROPOSED, AccountState.CALLED_BACK}:
        if not days:
            return Said(_("Payments to it as soon as it is confirmed"), "soft")
        words = ngettext(
            "Payments to it start %(days)s day after it is confirmed",
            "Payments to it start %(days)s days after it is confirmed",
            days,
        )
        return Said(words % {"days": days}, "soft")
    first = payable_from(account, days) if account.state == AccountState.VERIFIED else None
    if first is None:
        return None
    return Said(_("Payments to it from %(day)s") % {"day": say_day(first)}, "warn" if first > today else "soft")


def wait_in_words(days: int) -> str:
    """How long every new account waits, in one sentence; nothing where none waits."""
    if not days:
        return ""
    words = ngettext(
        "Payments to a new account start %(days)s day after it is confirmed.",
        "Payments to a new account start %(days)s days after it is confirmed.",
        days,
    )
    return words % {"days": days}


def told_apart(accounts: Iterable[BankAccount]) -> dict[Any, str]:
    """Each account's number as people may see it, by its key: the last four characters, and as many of the first as are needed.

    Two accounts that end alike are told apart by how they begin: "DE75…6199" and "DE21…6199".
    """
    accounts = list(accounts)
    ends = Counter(one.masked for one in accounts)
    shown = {}
    for one in accounts:
        if ends[one.masked] == 1:
            shown[one.pk] = one.masked
            continue
        alike = [other.number for other in accounts if other.masked == one.masked and other.number != one.number]
        first = next(
            (n for n in range(4, len(one.number) - 4) if all(number[:n] != one.number[:n] for number in alike)), 4
        )
        shown[one.pk] = f"{one.number[:first]}{one.masked}"
    return shown


def in_groups(number: str) -> str:
    """An account number as banks print it, in groups of four."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def numbers_known_before(account: BankAccount, contacts: Iterable[Contact]) -> list[Contact]:
    """Those of the vendor's contacts with a telephone number who were on file before the account was entered."""
    return [one for one in contacts if one.phone and one.created_at < account.created_at]


def kinds_asked(items: Iterable[OnboardingItem], papers: Iterable[ComplianceDocument]) -> list[tuple[str, str]]:
    """The kinds of document that can be handed in: what the checklists ask, what was handed in before, and others."""
    kinds = {item.document_kind: item.title for item in items if item.document_kind}
    for paper in papers:
        kinds.setdefault(paper.kind, paper.title)
    kinds.setdefault("insurance", _("Certificate of insurance"))
    return [*kinds.items(), ("other", _("Another document"))]


def sums_of(milestones: Sequence[Milestone]) -> list[dict[str, Any]]:
    """Per currency: the value of all milestones and how much of it is accepted."""
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for milestone in milestones:
        if milestone.amount is not None and milestone.currency:
            total, accepted = sums.get(milestone.currency, (Decimal(0), Decimal(0)))
            sums[milestone.currency] = (
                total + milestone.amount,
                accepted + milestone.amount * milestone.accepted_percent / 100,
            )
    return [
        {"total": Money(total, currency).rounded(), "accepted": Money(accepted, currency).rounded()}
        for currency, (total, accepted) in sums.items()
    ]


def line_kind(milestone: Milestone, today: date) -> str:
    """The colour of a milestone's dot on the timeline."""
    if milestone.is_done:
        return "good"
    if milestone.is_late(today):
        return "bad"
    if milestone.state == MilestoneState.SUBMITTED:
        return "info"
    return "warn" if milestone.state == MilestoneState.RETURNED or milestone.is_part_accepted else ""


def open_papers(papers: Iterable[ComplianceDocument]) -> int:
    """How many documents wait to be verified."""
    return sum(paper.state == DocumentState.SUBMITTED for paper in papers)


def delivery_to_accept(milestone: Any, today: date) -> Todo:
    """A delivery that waits to be accepted, as “Needs you” shows it. milestone: with its `worth` in the company's currency, its vendor
    and its contract."""
    begins = milestone.precedes_force(today)
    said = [_("%(vendor)s handed it in.") % {"vendor": milestone.workspace.vendor}]
    if begins is not None:
        said.append(_("Its contract is in force only from %(day)s.") % {"day": say_day(begins)})
    todo = Todo(
        kind=_("Milestone"),
        title=_("Accept “%(title)s”") % {"title": milestone.title},
        sentence=" ".join(said),
        party=str(milestone.workspace.vendor),
        url=milestone.get_absolute_url(),
        action=_("Open"),
        since=milestone.submitted_at,
        amount=milestone.worth,
        shown_amount=milestone.amount,
        currency=milestone.currency,
        days_at_risk=(today - milestone.due_on).days if milestone.due_on else 0,
        key=milestone.pk,
        answers=_ways(milestone),
    )
    if begins is None:
        return todo
    sure = question_of(todo) or f"{todo.title}?"
    asked = replace(todo.answers[0], confirms=f"{sure} {said[-1]}")
    return replace(todo, answers=(asked, *todo.answers[1:]))


def question_before_accepting(milestone: Any, today: date) -> str:
    """What is asked before all of a delivery is accepted, on “Needs you” and in its workspace alike; "" where one press is enough.

    milestone: with its `worth` in the company's currency, its vendor and its contract.
    """
    return question_of(delivery_to_accept(milestone, today))


def _ways(milestone: Milestone) -> tuple[Answer, ...]:
    """Accepting the whole, and sending it back; a part is accepted on its page."""
    at = [milestone.workspace_id, milestone.pk]
    return (
        Answer("yes", _("Accept"), reverse("vendors:accept", args=at), (("percent", "100"),)),
        Answer(
            "no",
            _("Send back"),
            reverse("vendors:send_back", args=at),
            asks=_("What is missing? The vendor reads this."),
        ),
    )
