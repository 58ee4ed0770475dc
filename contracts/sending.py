"""Whether a contract is sent for signature by itself, and why not: everything that a person should look at first."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from contracts.customers import customer_doubt
from contracts.models import Contract, State
from contracts.presenting import asked_to_sign, recipients_of
from contracts.sequences import Sequence
from contracts.unfilled import unfilled_in_words
from signing.actions import send_by_itself
from signing.models import Envelope, Recipient, Role, SignatureProfile


def doubts_about(contract: Contract, envelope: Envelope, *, on: date) -> list[str]:
    """A sentence for each thing that is not certain, in the order in which people would look; none: it can go by itself."""
    customer = customer_doubt(contract)
    doubts = [customer] if customer else []
    if open_places := unfilled_in_words(contract):
        doubts.append(open_places)
    if any(not check["agrees"] for check in contract.checks):
        doubts.append(_("The draft disagrees with itself: a sum that was checked is not right."))
    _envelope, recipients = recipients_of(contract)
    for asked in asked_to_sign(contract, recipients):
        who = asked.recipient
        if asked.doubtful:
            doubts.append(f"{who.name or _('The other party')}: {asked.hint}")
        if who.names_somebody_else:
            words = _("The document prints “%(printed)s” where %(name)s signs.")
            doubts.append(words % {"printed": who.printed_name, "name": who.name})
        if who.signs_for_nobody_named and not (customer and who.user_id):
            words = _("The document does not name %(party)s, for which %(name)s signs.")
            doubts.append(words % {"party": who.party, "name": who.name})
        if who.user_id is not None and who.role == Role.SIGNER and not _has_mark(who, envelope, on):
            words = _("No mark of %(name)s covers this category and amount.")
            doubts.append(words % {"name": who.name})
    return doubts


def send_unless_in_doubt(contract: Contract, envelope: Envelope, *, at: datetime) -> bool:
    """Send it where nothing is in doubt; what is in doubt is kept, and a person sends. The caller holds the lock of the contract."""
    doubts = doubts_about(contract, envelope, on=at.date())
    if doubts and doubts == contract.preparation.get("doubts"):
        return False
    contract.preparation = {**contract.preparation, "doubts": doubts}
    if not doubts:
        contract.send_for_signature(envelope=send_by_itself(envelope, at=at), at=at)
    contract.save()
    return not doubts


def waiting_in_doubt() -> list[UUID]:
    """The approved contracts that their sequence would have sent, had nothing been in doubt."""
    approved = Contract.objects.filter(state=State.APPROVED).order_by("created_at").values_list("pk", "preparation")
    return [pk for pk, preparation in approved if preparation.get("doubts")]


def send_when_cured(pk: UUID, *, at: datetime) -> bool:
    """Send such a contract when what was in doubt is cured; True when it left. Inside a transaction."""
    contract = Contract.objects.lock(pk)
    envelope = Envelope.objects.filter(contract=contract, state="draft").first()
    by_itself = Sequence.from_json(contract.sequence).sends_by_itself and contract.preparation.get("doubts")
    if contract.state != State.APPROVED or envelope is None or not by_itself:
        return False
    return send_unless_in_doubt(contract, envelope, at=at)


def _has_mark(who: Recipient, envelope: Envelope, on: date) -> bool:
    marks = SignatureProfile.objects.filter(user=who.user_id)
    return any(mark.covers(envelope.paper(on)) for mark in marks)
