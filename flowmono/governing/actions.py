"""Preparing, proposing, approving, rejecting and withdrawing the change of a rule."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.constraints import as_refusal
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.governing import policies
from flowmono.governing.models import Proposal, ProposalState, Verb
from flowmono.governing.plain import plain_of, put
from flowmono.governing.registry import Change, Governed, Plain
from flowmono.governing.wording import headline


@action
def prepare(kind: Governed, record: Model, after: Plain | None, *, by: User, at: datetime) -> Proposal | None:
    """Write down what a person would change, for their eyes only; None when nothing would change.

    An unsaved record is to be added; without `after` the record is to be deleted. What the same human being prepared about
    the same record before is replaced. Raises Conflict while another change of the record waits.
    """
    require(policies.can_propose, by)
    adds = record._state.adding
    before = None if adds else plain_of(kind, record)
    key = "" if adds else str(record.pk)
    if before == after:
        return None
    _refuse_second(kind.label, key)
    proposal = _own_draft(kind.label, key, by) or Proposal(model=kind.label, key=key)
    proposal.verb = Verb.ADD if adds else Verb.CHANGE if after is not None else Verb.DELETE
    proposal.title = headline(kind, Change(key, before, after), str(record))[:200]
    proposal.before, proposal.after = before, after
    proposal.proposed_by, proposal.proposed_person = by, by.person
    proposal.concerned = sorted({str(one.person) for one in kind.concerns(record)}) if kind.concerns else []
    proposal.save()
    return proposal


def _own_draft(label: str, key: str, by: User) -> Proposal | None:
    if not key:
        return None
    drafts = Proposal.objects.select_for_update(of=("self",)).filter(
        model=label, key=key, state=ProposalState.DRAFT, proposed_person=by.person
    )
    found: Proposal | None = drafts.first()
    return found


def _refuse_second(label: str, key: str) -> None:
    if key and Proposal.objects.filter(model=label, key=key, state=ProposalState.WAITING).exists():
        raise Conflict(
            _("Another change of this waits for its answer. Answer it or have it withdrawn first."),
            code="change_waits",
        )


@action
def propose(proposal: Proposal, *, by: User, at: datetime, reason: str) -> Proposal:
    """Put it before the other administrators. Raises Invalid without a reason, Conflict when it is stale or not in preparation."""
    proposal = _locked(proposal)
    require(policies.is_author, proposal, by)
    _refuse_unless(proposal, "propose")
    if not reason.strip():
        raise Invalid(_("Say why, so that whoever decides knows what it is for."), field="reason")
    _refuse_second(proposal.model, proposal.key)
    _current(proposal)
    proposal.propose(reason=reason.strip(), at=at)
    proposal.save()
    return proposal


@action
def approve(proposal: Proposal, *, by: User, at: datetime, all_the_same: bool = False) -> Proposal:
    """Let it take effect. Raises NotAllowed for its author, Conflict when the record has changed since or no longer fits.

    all_the_same: the person has read what the change leaves open (`doubts_about`); without it such a change is refused
    with exactly those sentences.
    """
    proposal = _locked(proposal)
    require(policies.can_decide, proposal, by)
    _refuse_unless(proposal, "apply")
    record = _current(proposal)
    if not all_the_same and (doubts := doubts_about(proposal)):
        raise Conflict(
            _("%(doubts)s Approve it all the same only if that is meant; through the API with “all_the_same”: true.")
            % {"doubts": " ".join(doubts)},
            code="asks_first",
        )
    because = _("%(who)s: %(why)s") % {"who": proposal.proposed_by, "why": proposal.reason}
    try:
        with transaction.atomic():
            if proposal.after is None and record is not None:
                record._history_user, record._change_reason = by, because[:100]  # type: ignore[attr-defined]
                record._history_date = at  # type: ignore[attr-defined]
                record.delete()
            elif proposal.after is not None:
                record = record or proposal.kind.model()
                put(proposal.kind, record, proposal.after, by=by, because=because, at=at)
                proposal.key = str(record.pk)
    except ProtectedError as problem:
        raise Conflict(
            _("It was used already, so it stays for the record. Propose to switch it off instead."), code="in_use"
        ) from problem
    except (ValidationError, IntegrityError) as problem:
        words = " ".join(problem.messages) if isinstance(problem, ValidationError) else str(as_refusal(problem) or "")
        raise Conflict(
            _("It does not fit any more: %(why)s Reject it, and have it proposed anew.") % {"why": words}, code="unfit"
        ) from problem
    proposal.apply(by=by, at=at)
    proposal.save()
    return proposal


@action
def reject(proposal: Proposal, *, by: User, at: datetime, reason: str) -> Proposal:
    """Say no; nothing changes. Raises Invalid without a reason."""
    proposal = _locked(proposal)
    require(policies.can_decide, proposal, by)
    _refuse_unless(proposal, "reject")
    if not reason.strip():
        raise Invalid(_("Say why, so that whoever proposed it knows what to change."), field="reason")
    proposal.reject(by=by, reason=reason.strip(), at=at)
    proposal.save()
    return proposal


@action
def withdraw(proposal: Proposal, *, by: User, at: datetime) -> Proposal:
    """Take it back before anybody decided; nothing changes."""
    proposal = _locked(proposal)
    require(policies.is_author, proposal, by)
    _refuse_unless(proposal, "withdraw")
    proposal.withdraw(at=at)
    proposal.save()
    return proposal


def doubts_about(proposal: Proposal) -> list[str]:
    """What whoever approves it must have read first, each a sentence; empty where nothing is lost by the change."""
    return list(proposal.kind.doubts(proposal.change)) if proposal.kind.doubts is not None else []


def is_stale(proposal: Proposal) -> bool:
    """True when the record is not any more as it was when the change was prepared."""
    record = proposal.kind.model._default_manager.filter(pk=proposal.key).first() if proposal.key else None
    return proposal.before != (plain_of(proposal.kind, record) if record is not None else None)


def _locked(proposal: Proposal) -> Proposal:
    locked: Proposal = (
        Proposal.objects.select_for_update(of=("self",)).select_related("proposed_by").get(pk=proposal.pk)
    )
    return locked


def _refuse_unless(proposal: Proposal, transition: str) -> None:
    if not proposal.can(transition):
        raise Conflict(
            _("This was already settled: %(state)s.") % {"state": proposal.get_state_display()}, code="settled"
        )


def _current(proposal: Proposal) -> Any:
    """The record, locked; None for one to be added. Raises Conflict when it is not any more as it was."""
    if proposal.before is None:
        return None
    manager: Any = proposal.kind.model._default_manager
    record = manager.select_for_update(of=("self",)).filter(pk=proposal.key).first()
    if record is None or plain_of(proposal.kind, record) != proposal.before:
        raise Conflict(
            _("“%(title)s” has changed since this was prepared. Withdraw or reject it, and prepare the change anew.")
            % {"title": proposal.title},
            code="stale",
        )
    return record
