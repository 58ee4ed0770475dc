"""What waits on the vendors' side: deliveries to accept, papers to verify, accounts to call back and to confirm."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.inbox import Answer, Todo, needs_you
from vendors import policies
from vendors.models import AccountState, BankAccount, ComplianceDocument, DocumentState, Milestone, MilestoneState


@needs_you("deliveries")
def deliveries(person: User, at: datetime) -> Iterator[Todo]:
    """Milestones that were handed in, for who accepts them."""
    waiting = Milestone.objects.filter(state=MilestoneState.SUBMITTED).select_related(
        "workspace__vendor", "submitted_by"
    )
    mine = waiting if person.has_role(roles.PROCUREMENT) else waiting.filter(workspace__requester=person)
    for milestone in mine[:100]:
        if not policies.can_accept_milestone(milestone, person):
            continue
        yield Todo(
            kind=_("Delivery"),
            title=_("Accept “%(title)s”") % {"title": milestone.title},
            sentence=_("%(vendor)s handed it in.") % {"vendor": milestone.workspace.vendor},
            url=milestone.get_absolute_url(),
            action=_("Look at the evidence"),
            since=milestone.submitted_at,
            amount=milestone.amount,
            shown_amount=milestone.amount,
            currency=milestone.currency,
            days_at_risk=(at.date() - milestone.due_on).days if milestone.due_on else 0,
            key=milestone.pk,
            answers=_ways(milestone),
        )


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


@needs_you("vendor papers")
def papers(person: User, at: datetime) -> Iterator[Todo]:
    """Documents to verify."""
    if not person.has_role(roles.LEGAL, roles.PROCUREMENT):
        return
    for document in ComplianceDocument.objects.filter(state=DocumentState.SUBMITTED).select_related(
        "vendor", "submitted_by"
    )[:100]:
        if policies.can_verify_document(document, person):
            yield Todo(
                kind=_("Vendor paper"),
                title=_("Verify “%(title)s”") % {"title": document.title},
                sentence=_("%(vendor)s handed it in.") % {"vendor": document.vendor},
                url=document.vendor.get_absolute_url(),
                action=_("Verify"),
                since=document.created_at,
                key=document.pk,
            )


@needs_you("bank accounts")
def accounts(person: User, at: datetime) -> Iterator[Todo]:
    """Accounts to call back about, or to confirm."""
    if not person.has_role(roles.FINANCE, roles.PROCUREMENT):
        return
    open_accounts = BankAccount.objects.filter(Q(state=AccountState.PROPOSED) | Q(state=AccountState.CALLED_BACK))
    for account in open_accounts.select_related("vendor", "proposed_by", "called_by")[:100]:
        proposed = account.state == AccountState.PROPOSED
        may = policies.can_call_back(account, person) if proposed else policies.can_verify_account(account, person)
        if may:
            yield Todo(
                kind=_("Bank account"),
                title=_("Call %(vendor)s back") % {"vendor": account.vendor}
                if proposed
                else _("Confirm the account of %(vendor)s") % {"vendor": account.vendor},
                sentence=_("A new account ending in %(tail)s was entered by %(who)s.")
                % {"tail": account.masked, "who": account.proposed_by},
                url=account.vendor.get_absolute_url(),
                action=_("Call back") if proposed else _("Confirm"),
                since=account.created_at,
                key=account.pk,
            )
