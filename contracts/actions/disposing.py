"""Disposing of a contract's papers after their time: one person asks, another decides."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts import policies
from contracts.actions.keeping import written
from contracts.models import Contract, Disposal, Obligation, State
from contracts.passing import followed
from documents.disposing import strike_out
from documents.keepers import KEEPERS
from documents.models import Version
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, require
from flowmono.common.templatetags.writing import say_day

# What belongs to the contract itself. Its orders and invoices are papers of the books and are kept by their own rules.
KINDS = ("contract", "envelope", "certificate", "evidence", "enclosure", "copy")


def reasons_to_keep(contract: Contract, *, on: date) -> list[str]:
    """A sentence for each reason why its papers must not be disposed of on this day; none: they may."""
    if contract.state != State.ARCHIVED:
        return [_("Only papers of an archived contract are disposed of.")]
    if contract.kept_until is None:
        return [_("Its papers are kept without an end.")]
    found = []
    if contract.kept_until >= on:
        found.append(_("Its papers must be kept until %(day)s.") % {"day": say_day(contract.kept_until)})
    if contract.holds.filter(lifted_at__isnull=True).exists():
        found.append(_("Its papers are held."))
    duties = Obligation.objects.filter(record__contract=contract, done_at__isnull=True).count()
    if duties:
        words = ngettext("%(n)s obligation of it is not met.", "%(n)s obligations of it are not met.", duties)
        found.append(words % {"n": duties})
    return [*found, *(reason for keeper in KEEPERS for reason in keeper(contract.pk))]


@action
def ask_disposal(contract: Contract, *, by: User, at: datetime, reason: str) -> Disposal:
    """Ask that the papers be disposed of; another person decides."""
    contract = Contract.objects.lock(contract)
    require(policies.can_dispose, contract, by)
    words = written(reason, _("Say why the papers are not needed any more."))
    _demand_undecided(contract)
    _demand_nothing_keeps(contract, at)
    disposal = Disposal(contract=contract, reason=words, asked_by=by, asked_at=at)
    disposal.ask(at=at)
    disposal.save()
    return disposal


@action
def keep_papers(contract: Contract, *, by: User, at: datetime, reason: str) -> Disposal:
    """Turn the wish down, or take one's own back: the papers stay."""
    contract = Contract.objects.lock(contract)
    require(policies.can_dispose, contract, by)
    disposal = _asked(contract)
    disposal.turn_down(by=by, because=written(reason, _("Say why the papers are kept.")), at=at)
    disposal.save()
    return disposal


@action
def dispose_of_papers(contract: Contract, *, by: User, at: datetime) -> Disposal:
    """Dispose of the papers for good. Their hashes, the rule and who decided stay as a certificate; the ledger keeps its entries."""
    contract = Contract.objects.lock(contract)
    require(policies.can_dispose, contract, by)
    disposal = _asked(contract)
    require(policies.can_decide_disposal, disposal, by)
    _demand_nothing_keeps(contract, at)
    versions = list(
        Version.objects.select_for_update(of=("self",))
        .filter(document__case_key__in=cases_of(contract), document__kind__in=KINDS, disposed_at__isnull=True)
        .select_related("document")
        .order_by("document__created_at", "number")
    )
    sequence = followed(contract)
    rule = {
        "category": contract.category,
        "kept_years": sequence.kept_years,
        "kept_from": sequence.kept_from,
        "kept_until": contract.kept_until.isoformat(),
    }
    disposal.carry_out(by=by, rule=rule, papers=strike_out(versions, at=at), at=at)
    disposal.save()
    return disposal


def cases_of(contract: Contract) -> list[UUID]:
    """The keys under which its papers lie: its own, and those of envelopes that were made before they knew it."""
    return [contract.pk, *contract.envelopes.values_list("pk", flat=True)]


def _asked(contract: Contract) -> Disposal:
    found: Disposal | None = (
        Disposal.objects.select_for_update(of=("self",)).filter(contract=contract, decided_at__isnull=True).first()
    )
    if found is None:
        raise Conflict(_("Nobody asked to dispose of the papers of this contract."))
    return found


def _demand_undecided(contract: Contract) -> None:
    if contract.disposals.filter(is_done=True).exists():
        raise Conflict(_("The papers of this contract were disposed of already."), code="disposed")
    if contract.disposals.filter(decided_at__isnull=True).exists():
        raise Conflict(_("Somebody asked for it already; another person decides."))


def _demand_nothing_keeps(contract: Contract, at: datetime) -> None:
    reasons = reasons_to_keep(contract, on=at.date())
    if reasons:
        raise Conflict(_("The papers are not disposed of. %(reasons)s") % {"reasons": " ".join(reasons)}, code="kept")
