"""What waits on the vendors' side: deliveries to accept, papers to verify, accounts to call back and to confirm.

Each queryset leaves what vendors.policies say of one record: nobody accepts, verifies or confirms what they handed in.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.inbox import Todo, Waiting, days_past, needs_you
from flowmono.common.rates import worth
from vendors.models import AccountState, BankAccount, ComplianceDocument, DocumentState, Milestone, MilestoneState
from vendors.presenting import delivery_to_accept


@needs_you("deliveries")
def deliveries(person: User, at: datetime) -> Iterator[Waiting]:
    """Milestones that were handed in, for who accepts them."""
    if not person.works_inside:
        return
    waiting = Milestone.objects.filter(state=MilestoneState.SUBMITTED).exclude(submitted_by__person=person.person)
    if not person.has_role(roles.PROCUREMENT):
        waiting = waiting.filter(workspace__requester=person)

    def show(milestone: Any) -> Todo:
        return delivery_to_accept(milestone, at.date())

    rows = waiting.select_related("workspace__vendor", "contract").annotate(
        worth=worth("amount", "currency", at.date())
    )
    yield Waiting(_("Milestone"), rows, show, since="submitted_at", amount="worth", days=days_past("due_on", at.date()))


def _show_paper(document: ComplianceDocument) -> Todo:
    return Todo(
        kind=_("Vendor paper"),
        title=_("Verify “%(title)s”") % {"title": document.title},
        sentence=_("%(vendor)s handed it in.") % {"vendor": document.vendor},
        url=document.vendor.get_absolute_url(),
        action=_("Verify"),
        since=document.created_at,
        key=document.pk,
        party=str(document.vendor),
    )


@needs_you("vendor papers")
def papers(person: User, at: datetime) -> Iterator[Waiting]:
    """Documents to verify."""
    if not person.has_role(roles.LEGAL, roles.PROCUREMENT):
        return
    waiting = ComplianceDocument.objects.filter(state=DocumentState.SUBMITTED)
    rows = waiting.exclude(submitted_by__person=person.person).select_related("vendor")
    yield Waiting(_("Vendor paper"), rows, _show_paper, since="created_at")


def _show_account(account: BankAccount) -> Todo:
    proposed = account.state == AccountState.PROPOSED
    return Todo(
        kind=_("Bank account"),
        title=_("Call %(vendor)s back") % {"vendor": account.vendor}
        if proposed
        else _("Confirm the account of %(vendor)s") % {"vendor": account.vendor},
        sentence=_("A new account ending in %(tail)s was entered by %(who)s.")
        % {"tail": account.masked, "who": account.proposed_by},
        url=f"{account.vendor.get_absolute_url()}#account-{account.pk}",
        action=_("Call back") if proposed else _("Confirm"),
        since=account.created_at,
        key=account.pk,
        party=str(account.vendor),
    )


@needs_you("bank accounts")
def accounts(person: User, at: datetime) -> Iterator[Waiting]:
    """Accounts to call back about, for procurement and finance; to confirm, for finance."""
    if not person.has_role(roles.FINANCE, roles.PROCUREMENT):
        return
    others = BankAccount.objects.exclude(proposed_by__person=person.person).select_related("vendor", "proposed_by")
    wanted = Q(state=AccountState.PROPOSED)
    if person.has_role(roles.FINANCE):
        called_by_me = Q(called_by__isnull=False, called_by__person=person.person)
        wanted |= Q(state=AccountState.CALLED_BACK) & ~called_by_me
    yield Waiting(_("Bank account"), others.filter(wanted), _show_account, since="created_at")
