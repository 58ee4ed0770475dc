"""One document for many people, leaving: started once, one round after the other, paused, gone on with, stopped, tried again."""

import logging
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.acting import acting, action
from flowmono.common.rates import in_company_currency
from flowmono.common.refusals import Conflict, NotNow, Refused, require
from signing import policies
from signing.actions.bulk import addresses_open, judge, laid_for, places_for
from signing.actions.envelopes import prepare_envelope, send_envelope
from signing.bulk import papers
from signing.bulk.sheets import words_of
from signing.models import Bulk, BulkRow, BulkState, Envelope, RowState
from signing.rhythm import end_of

log = logging.getLogger(__name__)


@action
def send_bulk(bulk: Bulk, *, by: User, at: datetime, leave_out: bool = False, people: int | None = None) -> Bulk:
    """Begin to send: every line without a fault gets a round of its own, in the worker.

    Lines with a fault are left out only when that is said. people: how many the sender was shown; when it is another number now,
    nothing is sent. Raises Conflict with the codes "already_sending", "nobody_to_send_to", "faulty_lines", "list_changed".
    """
    bulk = _led(bulk, by)
    if bulk.state != BulkState.PREPARED:
        words = _("This is %(state)s already. Nobody is sent it twice.") % {"state": bulk.get_state_display()}
        raise Conflict(words, code="already_sending")
    judge(bulk)
    waiting = bulk.rows.filter(state=RowState.WAITING)
    fine, faulty = waiting.filter(faults=[]).count(), waiting.exclude(faults=[]).count()
    if not fine:
        raise Conflict(
            _("There is nobody to send it to yet. Bring a list with at least one line without a fault."),
            code="nobody_to_send_to",
        )
    if faulty and not leave_out:
        raise Conflict(
            _("Some lines have a fault. Correct the file and bring it again, or say that they are left out."),
            code="faulty_lines",
        )
    if people is not None and people != fine:
        words = _("The list changed meanwhile: it would go to %(now)s people, not to %(then)s. Look at it again.")
        raise Conflict(words % {"now": fine, "then": people}, code="list_changed")
    waiting.exclude(faults=[]).update(state=RowState.LEFT_OUT)
    bulk.start(by=by, at=at)
    bulk.save()
    return bulk


@action
def pause_bulk(bulk: Bulk, *, by: User, at: datetime) -> Bulk:
    """Send nothing more until somebody says so."""
    bulk = _led(bulk, by)
    _demand(bulk, "pause")
    bulk.pause(at=at)
    bulk.save()
    return bulk


@action
def go_on_with_bulk(bulk: Bulk, *, by: User, at: datetime) -> Bulk:
    """Send what was not sent yet."""
    bulk = _led(bulk, by)
    if bulk.state != BulkState.PAUSED:
        raise Conflict(_("Only what is paused goes on; this is %(state)s.") % {"state": bulk.get_state_display()})
    bulk.go_on(at=at)
    bulk.save()
    return bulk


@action
def stop_bulk(bulk: Bulk, *, by: User, at: datetime) -> Bulk:
    """Give up what was not sent yet; what was sent stays with its people."""
    bulk = _led(bulk, by)
    _demand(bulk, "stop")
    bulk.rows.filter(state=RowState.WAITING).update(state=RowState.STOPPED)
    bulk.stop(at=at)
    bulk.save()
    return bulk


@action
def try_again(bulk: Bulk, *, by: User, at: datetime) -> Bulk:
    """Try once more to send to those to whom it could not be sent."""
    bulk = _led(bulk, by)
    failed = bulk.rows.filter(state=RowState.FAILED)
    if bulk.state not in {BulkState.RUNNING, BulkState.PAUSED, BulkState.DONE} or not failed.exists():
        raise Conflict(_("There is nothing to try again."))
    failed.update(state=RowState.WAITING, reason="")
    if bulk.state != BulkState.RUNNING:
        bulk.go_on(at=at)
    bulk.save()
    return bulk


def _led(bulk: Bulk, by: User) -> Bulk:
    found: Bulk = Bulk.objects.lock(bulk)
    require(policies.can_lead_bulk, found, by)
    return found


def _demand(bulk: Bulk, transition: str) -> None:
    if not bulk.can(transition):
        raise Conflict(_("This cannot be done now: it is %(state)s.") % {"state": bulk.get_state_display()})


# --- in the worker -------------------------------------------------------------------------------------------------------


def send_next(bulk_id: UUID, *, run: int, at: datetime) -> None:
    """Send the next line its round, or say why it could not be; after the last one it ends.

    The caller's transaction holds the round, the line's state and the word that brings the next one: all or nothing, so a worker that
    dies leaves the line as it was. run: what was started before, and paused since, does nothing any more.
    """
    bulk = Bulk.objects.lock(bulk_id)
    if bulk.state != BulkState.RUNNING or bulk.run != run:
        return
    row = bulk.rows.select_for_update().filter(state=RowState.WAITING).order_by("number").first()
    if row is None:
        count = {state: bulk.rows.filter(state=state).count() for state in (RowState.SENT, RowState.FAILED)}
        bulk.finish(at=at, sent=count[RowState.SENT], failed=count[RowState.FAILED])
        bulk.save()
        return
    row.bulk = bulk
    try:
        with acting(bulk.started_by, at=at), transaction.atomic():
            _send_row(bulk, row, at=at)
    except (NotNow, InterfaceError, OperationalError):
        raise
    except Refused as refusal:
        if refusal.code == "signer_unavailable":
            # Nothing is wrong with this line: the same would befall every other one.
            raise NotNow(refusal.message, code=refusal.code) from refusal
        row.state, row.envelope, row.reason = RowState.FAILED, None, refusal.message[:500]
    except Exception:
        log.exception("Line %s of sending %s could not be sent", row.number, bulk.pk)
        row.state, row.envelope = RowState.FAILED, None
        row.reason = _(
            "Something went wrong here. Try it again; if that does not help, ask who runs this installation."
        )
    row.save()
    bulk.announce_row(row, at=at)
    bulk.save()


def _send_row(bulk: Bulk, row: BulkRow, *, at: datetime) -> None:
    """Make the round of this line and send it. The line holds it before anybody is asked: ours are told by which sending."""
    if row.email.casefold() in addresses_open(bulk):
        raise Conflict(words_of("open_already", {}))
    version = papers.paper_for(bulk.document, bulk.source, bulk.paper, row.values)
    amount, currency = row.worth
    base = None if amount is None else in_company_currency(amount, currency, at.date())
    envelope = prepare_envelope(
        version,
        contract_id=None,
        title=Envelope.title_for(bulk.title, row.name),
        category=bulk.category,
        places=places_for(bulk, row),
        at=at,
        amount=amount,
        currency=currency,
        base_amount=base,
        category_confidence=Decimal(1),
        category_reason=_("Said by %(name)s.") % {"name": bulk.made_by},
        lay=lambda signers: laid_for(bulk, version, signers),
    )
    if bulk.sign_by is not None:
        envelope.expires_at = end_of(bulk.sign_by, timezone.get_current_timezone())
        envelope.save()
    row.envelope, row.state = envelope, RowState.SENT
    row.save()
    row.envelope = send_envelope(envelope, by=bulk.started_by, at=at)
