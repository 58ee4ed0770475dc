"""The last day of an agreement that was brought to be signed, said by a person: no paper of it tells us."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from contracts import policies
from contracts.actions.keeping import locked, written
from contracts.rounds import last_day, rule_as_json, rule_of, waits_for_its_end
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.common.templatetags.writing import say_day
from signing.models import Envelope


@action
def say_end(envelope: Envelope, *, by: User, at: datetime, ended_on: date, reason: str) -> Envelope:
    """Its papers are kept as many years from this day as its rule says. It may be corrected until they are disposed of.

    Raises Conflict where its rule counts from no end, and Invalid, naming the field, for a day before it was signed.
    """
    envelope = locked(envelope)
    require(policies.can_say_end, envelope, by)
    if not waits_for_its_end(envelope):
        raise Conflict(_("How long its papers are kept is not counted from the end of the agreement."), code="no_end")
    if envelope.disposals.filter(is_done=True).exists():
        raise Conflict(_("Its papers were disposed of already."), code="disposed")
    if envelope.disposals.filter(decided_at__isnull=True).exists():
        raise Conflict(_("Somebody asked to dispose of its papers: answer that first."))
    signed_on = envelope.completed_at.date()
    if ended_on < signed_on:
        words = _("It was signed on %(day)s: it cannot have ended before.")
        raise Invalid(words % {"day": say_day(signed_on)}, field="ended_on")
    rule = rule_of(envelope)
    words = written(reason, _("Say where this day stands, or who told you."))
    until = last_day(envelope, rule, ended_on=ended_on)
    envelope.keep(rule_as_json(rule), until=until, at=at, ended_on=ended_on, reason=words)
    envelope.save()
    return envelope
