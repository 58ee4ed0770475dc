"""Who takes part in a round, said by whoever sends it before it is sent: who signs, approves, reads or gets a copy, and in which order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.models import Company
from flowmono.common.refusals import Conflict, Invalid, require
from signing import policies
from signing.actions.arranging import places_of, signers_of, source_of
from signing.actions.envelopes import Place, lay_fields, names_party
from signing.actions.handing_over import one_of_ours
from signing.fields import Laid
from signing.models import Envelope, EnvelopeState, Recipient, Role
from signing.models.states import BY_EMAIL
from signing.proving import cleaned_number, fault_of
from signing.querysets import IN_ROUND

MOST_PEOPLE = 50
LAST_ORDER = 99


@dataclass(frozen=True)
class Fault:
    """What is wrong with who takes part: in which row (from 0; None: with all of them together), in which of its fields, in words."""

    row: int | None
    field: str
    words: str


class PeopleRefused(Invalid):
    """The people cannot take part like this; `faults` says why, row by row."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(" ".join(dict.fromkeys(fault.words for fault in faults)), field="people")
        self.faults = tuple(faults)


@action
def set_people(
    envelope: Envelope, *, by: User, at: datetime, people: Sequence[Place], places_anew: bool = False
) -> Envelope:
    """Say who takes part, in place of those who stand there. Those of one number are asked together, the next number after them.

    The address of one of our own people makes it their place. Places on the document follow the signers: where they were found, they are
    found again; where a person arranged them, they stay with their signers, and a signer more or less needs `places_anew`.
    Raises PeopleRefused with every reason; Conflict once it is sent, and with the code "places_are_arranged" where arranged places would go.
    """
    envelope = Envelope.objects.lock(envelope)
    require(policies.can_send, envelope, by)
    if envelope.state != EnvelopeState.DRAFT:
        raise Conflict(_("It was sent already; who takes part stays as it is. Take it back to change that."))
    people = [_known(one) for one in people]
    if faults := faults_of_people(
        people, our_names=_our_names(envelope), needs_others=envelope.contract_id is not None
    ):
        raise PeopleRefused(faults)
    before = signers_of(envelope)
    laid = places_of(envelope, before)
    said = [_said(signer) for signer in before]
    kept = _take_in(envelope, people)
    signers = signers_of(envelope)
    if said != [_said(signer) for signer in signers]:
        _lay_again(envelope, before, signers, laid, anew=places_anew, at=at)
    envelope.announce_people(kept, at=at)
    envelope.save()
    return envelope


def faults_of_people(people: Sequence[Place], *, our_names: Collection[str], needs_others: bool) -> list[Fault]:
    """Every reason why these people cannot take part, in words; none when they can. `our_names` are the company's, by which it is named as a
    party; needs_others: a contract needs somebody of the other side among those who sign."""
    faults = [fault for row, one in enumerate(people) for fault in _faults_of_one(row, one, our_names)]
    seen: set[tuple[str, str]] = set()
    for row, one in enumerate(people):
        known = (one.role, one.email.casefold())
        if known in seen:
            faults.append(
                Fault(row, "email", _("This address has the same part already. Each person needs their own."))
            )
        seen.add(known)
    signers = [one for one in people if one.role == Role.SIGNER]
    if not signers:
        faults.append(Fault(None, "", _("Nobody signs. Name at least one person who signs.")))
    elif needs_others and all(one.user is not None for one in signers):
        faults.append(
            Fault(None, "", _("Nobody signs for the other side. Name at least one person of theirs who signs."))
        )
    if len(people) > MOST_PEOPLE:
        faults.append(Fault(None, "", _("At most %(most)s people take part.") % {"most": MOST_PEOPLE}))
    return faults


def _faults_of_one(row: int, one: Place, our_names: Collection[str]) -> list[Fault]:
    faults = []
    if not one.name:
        faults.append(Fault(row, "name", _("Enter the person’s name.")))
    if "@" not in one.email:
        faults.append(Fault(row, "email", _("Enter an e-mail address, such as name@company.com.")))
    if one.role not in Role.values:
        faults.append(Fault(row, "role", _("Say what the person does: sign, approve, read, or get a copy.")))
    if not 1 <= one.order <= LAST_ORDER:
        faults.append(Fault(row, "order", _("Enter a number from 1 to %(last)s.") % {"last": LAST_ORDER}))
    if fault := fault_of(one.proof, one.phone):
        faults.append(Fault(row, *fault))
    ours = {name.casefold() for name in our_names}
    if one.role == Role.SIGNER and one.user is None and one.party.casefold() in ours:
        words = _("Who signs for %(party)s needs an account here. Enter the address of their account.")
        faults.append(Fault(row, "email", words % {"party": one.party}))
    return faults


def _known(one: Place) -> Place:
    """The person without spaces around their words, with the account behind the address."""
    email = one.email.strip()
    user = one_of_ours(email) if email else None
    proof, phone = (BY_EMAIL, "") if user else (one.proof or BY_EMAIL, cleaned_number(one.phone))
    known = replace(one, name=one.name.strip(), email=email, title=one.title.strip(), party=one.party.strip())
    return replace(known, user=user, proof=proof, phone=phone)


def _our_names(envelope: Envelope) -> set[str]:
    named = {envelope.contract.customer_name} if envelope.contract else set()
    return (set(Company.names()) | named) - {""}


def _said(signer: Recipient) -> tuple[object, ...]:
    """What places are found by."""
    return signer.pk, signer.name, signer.party, signer.title


def _take_in(envelope: Envelope, people: Sequence[Place]) -> list[Recipient]:
    """Make the rows be these people. A row is kept for whoever has its address and part already, else for whom it was changed into."""
    there = list(envelope.recipients.select_for_update(of=("self",)).order_by(*IN_ROUND))
    by_address = {(one.role, one.email.casefold()): one for one in there}
    chosen: dict[int, Recipient] = {}
    for row, one in enumerate(people):
        if found := by_address.get((one.role, one.email.casefold())):
            chosen[row] = found
    taken = {one.pk for one in chosen.values()}
    by_key = {one.pk: one for one in there if one.pk not in taken}
    for row, one in enumerate(people):
        if row not in chosen and one.key is not None and (found := by_key.pop(one.key, None)):
            chosen[row] = found
    for gone in by_key.values():
        gone.delete()
    source = source_of(envelope)
    kept = []
    for row, one in enumerate(people):
        recipient = chosen.get(row) or Recipient(envelope=envelope)
        recipient.envelope = envelope
        recipient.order, recipient.role, recipient.user = one.order, one.role, one.user
        recipient.position = row
        recipient.name, recipient.email = one.name[:120], one.email
        recipient.title, recipient.party = one.title[:120], one.party[:200]
        recipient.proof, recipient.phone = one.proof, one.phone
        recipient.party_is_named = names_party(source, one)
        if one.role != Role.SIGNER:
            recipient.printed_name = ""
        recipient.save()
        kept.append(recipient)
    return sorted(kept, key=lambda recipient: (recipient.order, recipient.position))


def _lay_again(
    envelope: Envelope,
    before: Sequence[Recipient],
    signers: Sequence[Recipient],
    laid: Sequence[Laid],
    *,
    anew: bool,
    at: datetime,
) -> None:
    """The places for these signers: those that a person arranged go with their signers, others are found again."""
    arranged = bool(envelope.current_version.certificate.get("arranged"))
    position = {signer.pk: number for number, signer in enumerate(signers)}
    same = {signer.pk for signer in before} == set(position)
    wanted = None
    if arranged and same:
        wanted = [replace(one, signer=position[before[one.signer].pk]) for one in laid]
    elif arranged and not anew:
        raise Conflict(
            _(
                "The places on the document were arranged by hand. With other signers they are found again, and what was arranged is lost. "
                "Say that you want that."
            ),
            code="places_are_arranged",
        )
    if wanted is None:
        for signer in signers:
            signer.printed_name = ""
            signer.save()
    lay_fields(envelope, source_of(envelope), signers, at=at, laid=wanted)
