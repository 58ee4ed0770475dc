"""What is watched about vendors: late work, papers that lapse, bank accounts that wait. What is in order is only counted."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from flowmono.accounts import roles
from flowmono.common.money import round_money
from flowmono.common.templatetags.writing import write_day
from flowmono.monitoring.models import WatchMode, WatchSetting
from flowmono.monitoring.registry import Finding, Option, watch
from flowmono.outbox.letters import write_letter
from vendors.models import (
    AccountState,
    BankAccount,
    ComplianceDocument,
    Contact,
    DocumentState,
    Milestone,
    MilestoneState,
    Onboarding,
    OnboardingState,
    VendorState,
    WorkspaceState,
)
from vendors.models.workspace import WHOLE

LAPSES_SOON = timedelta(days=30)
CHECK_WITHIN = timedelta(days=2)


def open_amount(milestone: Milestone) -> Decimal | None:
    """The part of its amount that is not accepted yet; None when it has no price."""
    if milestone.amount is None:
        return None
    left = milestone.amount * (WHOLE - milestone.accepted_percent) / WHOLE
    return round_money(left, milestone.currency) if milestone.currency else left


def payable_after(day: date, milestones: Iterable[Milestone]) -> Milestone | None:
    """The first of these milestones that becomes payable after that day."""
    later = [one for one in milestones if one.due_on is not None and one.due_on > day]
    return min(later, key=lambda one: (one.due_on, one.position), default=None)


def is_at_risk(valid_until: date, today: date, next_payable: date | None) -> bool:
    """True when a paper has lapsed, lapses within thirty days, or lapses before the next payment falls due."""
    return valid_until <= today + LAPSES_SOON or (next_payable is not None and valid_until < next_payable)


def _open_milestones() -> list[Milestone]:
    """Everything that is still to be accepted in the workspaces where work goes on, the earliest day first; nothing that the end of its
    contract left over."""
    found = (
        Milestone.objects.filter(workspace__state=WorkspaceState.RUNNING)
        .exclude(state=MilestoneState.PLANNED)
        .exclude(state=MilestoneState.ACCEPTED, accepted_percent__gte=WHOLE)
        .select_related("workspace__vendor", "workspace__requester", "contract", "term")
        .order_by("due_on", "pk")
    )
    return [one for one in found if not one.falls_after_end]


@watch("late_milestone", gettext_lazy("A milestone is late"))
def late_milestone(at: datetime) -> Iterator[Finding | None]:
    """Every milestone that is not wholly accepted; those past their day are exceptions."""
    for milestone in _open_milestones():
        yield _late(milestone, at.date()) if milestone.is_late(at.date()) else None


def _late(milestone: Milestone, today: date) -> Finding:
    workspace = milestone.workspace
    days = (today - milestone.due_on).days
    facts = {
        "title": milestone.title,
        "vendor": workspace.vendor.name,
        "who": str(workspace.requester),
        "day": write_day(milestone.due_on, "en"),
        "days": days,
    }
    late = ngettext("%(days)s day ago", "%(days)s days ago", days) % facts
    if milestone.state == MilestoneState.SUBMITTED:
        sentence = _("%(vendor)s has handed in “%(title)s”, due %(late)s; %(who)s has not accepted it yet.")
        options = (Option(_("Accept it, or send it back"), milestone.get_absolute_url()),)
    elif milestone.state == MilestoneState.RETURNED:
        sentence = _("“%(title)s” was due %(late)s. It was sent back, and %(vendor)s has not handed it in again.")
        options = (Option(_("Look at the workspace"), milestone.get_absolute_url()),)
    else:
        sentence = _("“%(title)s” was due %(late)s, on %(day)s, and %(vendor)s has not handed it in.")
        options = (
            Option(_("Look at the workspace"), milestone.get_absolute_url()),
            Option(_("Write to the vendor"), f"{workspace.vendor.get_absolute_url()}#contacts"),
        )
    return Finding(
        cause=f"{milestone.pk}",
        title=_("Late: %(title)s") % facts,
        sentence=sentence % (facts | {"late": late}),
        owner_role=roles.PROCUREMENT,
        case_id=milestone.contract_id,
        url=milestone.get_absolute_url(),
        amount=open_amount(milestone),
        currency=milestone.currency,
        days=days,
        evidence={
            "vendor": workspace.vendor.name,
            "contract": milestone.contract.number,
            "due": facts["day"],
            "state": milestone.get_state_display(),
            "accepted percent": f"{milestone.accepted_percent.normalize():f}",
            "quote": milestone.term.quote if milestone.term else "",
        },
        options=options,
    )


@watch("expiring_document", gettext_lazy("A vendor's paper lapses"))
def expiring_document(at: datetime) -> Iterator[Finding | None]:
    """Every verified paper with a last day. The vendor is asked once, by letter; only later payments are at risk."""
    today = at.date()
    open_work: dict[object, list[Milestone]] = {}
    for milestone in _open_milestones():
        if milestone.due_on is not None and milestone.due_on >= today:
            open_work.setdefault(milestone.workspace.vendor_id, []).append(milestone)
    renewed = set(ComplianceDocument.objects.filter(state=DocumentState.SUBMITTED).values_list("vendor_id", "kind"))
    papers = (
        ComplianceDocument.objects.filter(state=DocumentState.VERIFIED, superseded=False, valid_until__isnull=False)
        .exclude(vendor__state=VendorState.BLOCKED)
        .select_related("vendor")
        .prefetch_related("vendor__contacts")
        .order_by("valid_until", "pk")
    )
    live = not WatchSetting.objects.filter(name="expiring_document", mode=WatchMode.SHADOW).exists()
    for paper in papers:
        work = open_work.get(paper.vendor_id, [])
        next_payable = work[0].due_on if work else None
        # A newer one already waits to be verified: that is somebody's task, and no exception.
        if (paper.vendor_id, paper.kind) in renewed or not is_at_risk(paper.valid_until, today, next_payable):
            yield None
            continue
        held = payable_after(paper.valid_until, work)
        if live:
            _ask_vendor(paper, held)
        yield _lapses(paper, held, today)


def _lapses(paper: ComplianceDocument, held: Milestone | None, today: date) -> Finding:
    left = (paper.valid_until - today).days
    facts = {"paper": paper.title, "vendor": paper.vendor.name, "day": write_day(paper.valid_until, "en")}
    if held is not None:
        gap = (held.due_on - paper.valid_until).days
        facts |= {"milestone": held.title, "gap": _in_days(gap)}
        sentence = _(
            "%(paper)s of %(vendor)s lapses on %(day)s, %(gap)s before “%(milestone)s” becomes payable. "
            "Only that payment waits for a new one; the vendor was asked."
        )
    elif left < 0:
        sentence = _(
            "%(paper)s of %(vendor)s lapsed on %(day)s. Work done since then cannot be paid; the vendor was asked."
        )
    else:
        facts["left"] = _in_days(left)
        sentence = _("%(paper)s of %(vendor)s lapses in %(left)s, on %(day)s. The vendor was asked for a new one.")
    page = f"{paper.vendor.get_absolute_url()}#papers"
    return Finding(
        cause=f"{paper.pk}",
        title=(_("Lapsed: %(paper)s of %(vendor)s") if left < 0 else _("Lapses: %(paper)s of %(vendor)s")) % facts,
        sentence=sentence % facts,
        owner_role=roles.LEGAL,
        case_id=paper.vendor_id,
        url=page,
        amount=open_amount(held) if held else None,
        currency=held.currency if held else "",
        days=(held.due_on - max(paper.valid_until, today)).days if held else max(-left, 0),
        evidence={
            "paper": paper.title,
            "valid until": paper.valid_until,
            "payable next": f"{held.title}, {held.due_on.isoformat()}" if held else "",
            "quote": held.term.quote if held and held.term else "",
        },
        options=(Option(_("Look at the papers"), page),),
    )


def _in_days(count: int) -> str:
    return ngettext("%(days)s day", "%(days)s days", count) % {"days": count}


def _ask_vendor(paper: ComplianceDocument, held: Milestone | None) -> None:
    """Ask every contact for the next paper, once per paper: the key makes a second letter impossible."""
    for contact in paper.vendor.contacts.all():
        if contact.active:
            write_letter(
                key=f"lapses:{paper.pk}:{contact.pk}",
                to=contact.email,
                subject=_("Please hand in a new one: %(paper)s") % {"paper": paper.title},
                template="paper_lapses.txt",
                facts={"contact": contact, "paper": paper, "milestone": held},
                case_id=paper.vendor_id,
            )


@watch("bank_account_waiting", gettext_lazy("A bank account waits to be checked"))
def bank_account_waiting(at: datetime) -> Iterator[Finding | None]:
    """Every account that is being checked: one that waits too long, or that would take the place of another, is an exception."""
    waiting = (
        BankAccount.objects.filter(state__in=[AccountState.PROPOSED, AccountState.CALLED_BACK])
        .select_related("vendor", "proposed_by", "called_by")
        .order_by("created_at", "pk")
    )
    paid_before = set(
        BankAccount.objects.filter(state__in=[AccountState.VERIFIED, AccountState.RETIRED]).values_list(
            "vendor_id", flat=True
        )
    )
    for account in waiting:
        since = account.called_at or account.created_at
        changed = account.vendor_id in paid_before
        yield _unchecked(account, (at - since).days, changed) if changed or at - since > CHECK_WITHIN else None


def _unchecked(account: BankAccount, days: int, changed: bool) -> Finding:
    facts = {
        "vendor": account.vendor.name,
        "tail": account.masked,
        "who": str(account.proposed_by),
        "days": _in_days(days),
    }
    if changed:
        title = _("%(vendor)s is to be paid to another account")
        sentence = _(
            "%(who)s entered the account %(tail)s for %(vendor)s, which was paid to another one before. Call a number that was known before the change."
        )
    else:
        title = _("The account of %(vendor)s waits to be checked")
        sentence = _("The account %(tail)s of %(vendor)s, entered by %(who)s, has waited %(days)s.")
    page = f"{account.vendor.get_absolute_url()}#accounts"
    step = _("Call the vendor back") if account.state == AccountState.PROPOSED else _("Confirm the account")
    return Finding(
        cause=f"{account.pk}",
        title=title % facts,
        sentence=sentence % facts,
        owner_role=roles.FINANCE,
        case_id=account.vendor_id,
        url=page,
        days=days,
        evidence={
            "account": account.masked,
            "holder": account.holder,
            "entered by": facts["who"],
            "entered on": account.created_at.date().isoformat(),
            "called by": str(account.called_by or ""),
        },
        options=(Option(step, page),),
    )


@watch("vendor_unreachable", gettext_lazy("A vendor cannot be asked for its papers"))
def vendor_unreachable(at: datetime) -> Iterator[Finding | None]:
    """Every open checklist; where nobody of the vendor has a way into the portal, nothing would ever be handed in."""
    reachable = set(Contact.objects.filter(active=True, user__isnull=False).values_list("vendor_id", flat=True))
    for onboarding in Onboarding.objects.filter(state=OnboardingState.OPEN).select_related("vendor").order_by("pk"):
        asked = onboarding.vendor_id not in reachable and onboarding.created_at <= at
        yield _unreachable(onboarding, (at - onboarding.created_at).days) if asked else None


def _unreachable(onboarding: Onboarding, days: int) -> Finding:
    facts = {"vendor": onboarding.vendor.name, "email": onboarding.vendor.email}
    if onboarding.vendor.email:
        sentence = _(
            "%(email)s already speaks for somebody else here, so nobody of %(vendor)s was invited. Add a contact with another address."
        )
    else:
        sentence = _("No address of %(vendor)s is known, so nobody was invited. Add a contact with an e-mail address.")
    page = f"{onboarding.vendor.get_absolute_url()}#contacts"
    return Finding(
        cause=f"{onboarding.pk}",
        title=_("Nobody of %(vendor)s can hand in its papers") % facts,
        sentence=sentence % facts,
        owner_role=roles.PROCUREMENT,
        case_id=onboarding.contract_id or onboarding.vendor_id,
        url=page,
        days=days,
        evidence={"vendor": onboarding.vendor.name, "address": onboarding.vendor.email},
        options=(Option(_("Add a contact"), page),),
    )
