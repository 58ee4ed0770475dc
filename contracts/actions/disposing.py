"""Disposing of papers after their time, a contract's or those of a round without one: one person asks, another decides."""

from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts import policies
from contracts.actions.ending_papers import ENDING
from contracts.actions.keeping import locked, whose, written
from contracts.models import Contract, Disposal, Kept, Obligation, State
from contracts.passing import followed
from contracts.rounds import OVER, cases_of, papers_beside, rule_as_json, rule_of
from contracts.sequences import Sequence
from documents.disposing import strike_out
from documents.keepers import KEEPERS
from documents.models import Version
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, require
from flowmono.common.templatetags.writing import say_day

# What belongs to the contract itself. Its orders and invoices are papers of the books and are kept by their own rules.
KINDS = ("contract", "envelope", "certificate", "evidence", "enclosure", ENDING, "copy")


def reasons_to_keep(kept: Kept, *, on: date) -> list[str]:
    """A sentence for each reason why its papers must not be disposed of on this day; none: they may."""
    if isinstance(kept, Contract) and kept.state != State.ARCHIVED:
        return [_("Only papers of an archived contract are disposed of.")]
    if not isinstance(kept, Contract) and kept.state not in OVER:
        return [_("Only papers of a signature round that is over are disposed of.")]
    if kept.kept_until is None:
        return [_("Its papers are kept without an end.")]
    found = []
    if kept.kept_until >= on:
        found.append(_("Its papers must be kept until %(day)s.") % {"day": say_day(kept.kept_until)})
    if kept.holds.filter(lifted_at__isnull=True).exists():
        found.append(_("Its papers are held."))
    if isinstance(kept, Contract):
        found += _open_duties(kept)
    return [*found, *(reason for keeper in KEEPERS for reason in keeper(kept.pk))]


def _open_duties(contract: Contract) -> list[str]:
    duties = Obligation.objects.filter(record__contract=contract, done_at__isnull=True).count()
    words = ngettext("%(n)s obligation of it is not met.", "%(n)s obligations of it are not met.", duties)
    return [words % {"n": duties}] if duties else []


@action
def ask_disposal(kept: Kept, *, by: User, at: datetime, reason: str) -> Disposal:
    """Ask that the papers be disposed of; another person decides."""
    kept = locked(kept)
    require(policies.can_dispose, kept, by)
    words = written(reason, _("Say why the papers are not needed any more."))
    _demand_undecided(kept)
    _demand_nothing_keeps(kept, at)
    disposal = Disposal(**whose(kept), reason=words, asked_by=by, asked_at=at)
    disposal.ask(at=at)
    disposal.save()
    return disposal


@action
def keep_papers(kept: Kept, *, by: User, at: datetime, reason: str) -> Disposal:
    """Turn the wish down, or take one's own back: the papers stay."""
    kept = locked(kept)
    require(policies.can_dispose, kept, by)
    disposal = _asked(kept)
    disposal.turn_down(by=by, because=written(reason, _("Say why the papers are kept.")), at=at)
    disposal.save()
    return disposal


@action
def dispose_of_papers(kept: Kept, *, by: User, at: datetime) -> Disposal:
    """Dispose of the papers for good. Their hashes, the rule and who decided stay as a certificate; the ledger keeps its entries."""
    kept = locked(kept)
    require(policies.can_dispose, kept, by)
    disposal = _asked(kept)
    require(policies.can_decide_disposal, disposal, by)
    _demand_nothing_keeps(kept, at)
    rule = {**rule_as_json(_rule(kept)), "kept_until": kept.kept_until.isoformat()}
    disposal.carry_out(by=by, rule=rule, papers=strike_out(_papers(kept), at=at), at=at)
    disposal.save()
    return disposal


def _papers(kept: Kept) -> list[Version]:
    """Every version that goes, locked: what lies under its own keys, and what a round without a contract was made of."""
    going = Q(document__case_key__in=cases_of(kept), document__kind__in=KINDS)
    if not isinstance(kept, Contract):
        going |= Q(pk__in=papers_beside(kept).order_by().values("pk"))
    found = Version.objects.select_for_update(of=("self",)).filter(going, disposed_at__isnull=True)
    return list(found.select_related("document").order_by("document__created_at", "number"))


def _rule(kept: Kept) -> Sequence:
    return followed(kept) if isinstance(kept, Contract) else rule_of(kept)


def _asked(kept: Kept) -> Disposal:
    found: Disposal | None = (
        Disposal.objects.select_for_update(of=("self",)).filter(**whose(kept), decided_at__isnull=True).first()
    )
    if found is None:
        raise Conflict(_("Nobody asked to dispose of these papers."))
    return found


def _demand_undecided(kept: Kept) -> None:
    if kept.disposals.filter(is_done=True).exists():
        raise Conflict(_("These papers were disposed of already."), code="disposed")
    if kept.disposals.filter(decided_at__isnull=True).exists():
        raise Conflict(_("Somebody asked for it already; another person decides."))


def _demand_nothing_keeps(kept: Kept, at: datetime) -> None:
    reasons = reasons_to_keep(kept, on=at.date())
    if reasons:
        raise Conflict(_("The papers are not disposed of. %(reasons)s") % {"reasons": " ".join(reasons)}, code="kept")
