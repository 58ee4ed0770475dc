"""The signature itself, or the refusal. Signed bytes never change; each signature is a new version."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import Origin, Version, add_version
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, NotAllowed, require
from flowmono.common.templatetags.writing import as_read
from signing import ceremony, policies
from signing.actions.marks import marks_to_choose, note_uses, place_mark
from signing.actions.reviews import demand_second_look, evidence_of_review, note_opened, was_laid_before
from signing.drafts import changes_in, read_draft, seal_draft
from signing.filling import OwnMark, enter
from signing.models import (
    ACTING,
    ChangeState,
    Ended,
    Envelope,
    EnvelopeState,
    Recipient,
    RecipientState,
    Role,
    SignatureProfile,
)
from signing.standing import ENDED, how_it_ended

CONSENT = gettext_lazy(
    "I agree to sign this document electronically. I have read it, I intend my electronic signature to bind the party named "
    "beside my name, and I agree that it has the same effect as a signature by hand."
)
APPROVAL = gettext_lazy(
    "I have read this document and approve it as it is shown to me. I know that this is no signature: it binds nobody by itself, and "
    "it is kept with my name and the time."
)


def consent_for(recipient: Recipient) -> str:
    """What this person agrees to, in the language of whoever reads it: to sign, or to approve."""
    return str(APPROVAL if recipient.role == Role.APPROVER else CONSENT)


@action
def view(recipient: Recipient, *, by: User | Recipient, at: datetime, address: str = "") -> Recipient:
    """Note that the person opened the document, and from which address; the mark laid before one of ours is chosen by what is known now."""
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_sign, recipient, by)
    if not recipient.can("view"):
        return recipient
    first = recipient.state != RecipientState.VIEWED
    before = _laid(recipient)
    if recipient.user is not None and recipient.role == Role.SIGNER:
        place_mark(recipient, at=at)
    if first:
        if address and recipient.viewed_at is None:
            recipient.evidence = {"opened_from": address}
        recipient.view(at=at)
    if first or before != _laid(recipient):
        recipient.save()
    if recipient.role in ACTING and recipient.envelope.current_version is not None:
        note_opened(recipient, recipient.envelope.version_to_read or recipient.envelope.current_version, at=at)
    return recipient


@action
def sign(
    recipient: Recipient,
    *,
    by: User | Recipient,
    at: datetime,
    seen_sha256: str,
    consent: bool,
    evidence: Mapping[str, Any],
    seen_draft: str | None = None,
    entered: Mapping[str, str] = MappingProxyType({}),
    own: OwnMark = OwnMark(),
) -> Recipient:
    """Sign in one's own place. A second submit of the same signer changes nothing and answers the same (threat A14).

    seen_sha256 is the hash of what was shown, which is the document as everybody may read it: without the signatures of others, since
    partly signed copies are withheld. Any other hash, and one that our own record says was never laid before this person, signs
    nothing (A15). seen_draft is what `draft_of` said when the page was shown: when the
    category, the amount or the mark has changed since, nothing is signed (A16). None: nobody was shown a mark.
    evidence: address, browser, authentication (in words), pages seen, seconds on the page. entered: what the person wrote, by the name
    of each of their places (signing.fields); raises Invalid where one that is required is empty or does not fit. own: how somebody without a
    profile signs.
    """
    envelope = Envelope.objects.lock(recipient.envelope_id)
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_sign, recipient, by)
    if recipient.state == RecipientState.SIGNED:
        return recipient
    demand_turn(envelope, recipient, at=at)
    version, shown = envelope.current_version, envelope.version_to_read
    _demand_shown(recipient, shown, seen_sha256)
    if not consent:
        approves = recipient.role == Role.APPROVER
        words = (
            _("Tick that you approve the document.") if approves else _("Tick that you agree to sign electronically.")
        )
        raise Invalid(words, field="consent")
    mark = _mark_of(envelope, recipient, seen_draft, at=at)
    demand_second_look(envelope, recipient, shown, at=at)
    used: dict[str, str] = {}
    if recipient.role == Role.SIGNER:
        enter(recipient, entered)
        used = _apply_signature(envelope, recipient, version, mark, own, at=at)
    agreed = consent_for(recipient)
    facts = {
        **evidence,
        **evidence_of_review(recipient, shown, evidence, at=at),
        "consent": agreed,
        "consent_sha256": hashlib.sha256(agreed.encode()).hexdigest(),
        "shown_sha256": seen_sha256,
        "category": envelope.category,
        "category_confidence": str(envelope.category_confidence or ""),
        "category_reason": envelope.category_reason,
        **(_relabelled(envelope) if recipient.user else {}),
        "mark": recipient.profile_reason,
        "chosen": recipient.profile_chosen,
        **_opened(recipient),
        **_how_signed(recipient, own),
        **used,
        **_for_whom(recipient),
    }
    recipient.sign(at=at, evidence=facts)
    recipient.save()
    _shut_devices(recipient, at=at)
    envelope.announce_signature(recipient, at=at)
    open_places = envelope.recipients.filter(role__in=ACTING).exclude(state=RecipientState.SIGNED)
    if not open_places.exists():
        # Two who sign at the same moment come in one after the other, not always in the order of their clocks.
        last = envelope.recipients.filter(role__in=ACTING).aggregate(at=Max("decided_at"))["at"]
        envelope.complete(at=max(at, last))
    envelope.save()
    return recipient


def _shut_devices(recipient: Recipient, *, at: datetime) -> None:
    """A device on which this was not decided shows nothing any more."""
    recipient.sittings.filter(ended="").update(ended=Ended.ELSEWHERE, ended_at=at)


def _opened(recipient: Recipient) -> dict[str, str]:
    """From where the document was first opened, where that was noted then."""
    return {"opened_from": recipient.evidence["opened_from"]} if recipient.evidence.get("opened_from") else {}


def _relabelled(envelope: Envelope) -> dict[str, list[str]]:
    """How the category came to be what it is, where it was another before: for whoever checks later by what authority it was signed."""
    done = envelope.category_changes.filter(state=ChangeState.DONE).exclude(was=F("now"))
    told = [change.in_words for change in done.select_related("by", "decided_by")]
    return {"category_changes": told} if told else {}


def _how_signed(recipient: Recipient, own: OwnMark) -> dict[str, str]:
    """What the mark of somebody without a profile is; a drawn one by its hash, because the picture itself stands in the file."""
    if recipient.role != Role.SIGNER or recipient.profile is not None:
        return {}
    drawn = {"mark_sha256": hashlib.sha256(own.picture).hexdigest()} if own.picture else {"mark_face": own.face}
    return {"mark_kind": own.kind, **drawn}


def _for_whom(recipient: Recipient) -> dict[str, str]:
    """Whose authority it was, where it was delegated, as it stood when it was used."""
    lent = recipient.delegation
    if lent is None:
        return {}
    return {"delegation": str(lent.pk), "delegated_by": str(lent.owner), "authority": lent.in_words}


def _laid(recipient: Recipient) -> tuple[object, object, str]:
    return recipient.profile_id, recipient.delegation_id, recipient.profile_reason


def draft_of(recipient: Recipient) -> str:
    """What was laid before somebody besides the document itself, as their page carries it (signing.drafts).

    Of somebody from outside it is only what the document is worth: category and marks are ours, and nothing of what they sign.
    """
    envelope = recipient.envelope
    facts = {"amount": _worth(envelope.amount, envelope.currency)}
    if recipient.user_id is not None:
        facts |= {"category": envelope.category, "asked": envelope.category_asked}
        facts["base"] = _worth(envelope.base_amount, settings.COMPANY_CURRENCY)
    if recipient.user_id is not None and recipient.role == Role.SIGNER:
        lent, own = recipient.delegation, recipient.profile
        label = lent.label_of_mark if lent else (own.name if own else "")
        facts |= {"mark": f"“{label}”" if label else ""}
        facts["mark_key"] = f"{recipient.profile_id or ''}/{recipient.delegation_id or ''}"
    return seal_draft(facts)


def _worth(amount: Decimal | None, currency: str) -> str:
    """As a kept sentence writes it: each reader reads it in their way."""
    return "" if amount is None else f"{amount:,.2f} {currency}".strip()


def _demand_same(recipient: Recipient, seen_draft: str) -> None:
    """Raise Conflict, saying what changed from what to what, when something else lies before this person than they were shown."""
    now = draft_of(recipient)
    if seen_draft == now:
        return
    before = read_draft(seen_draft)
    found = changes_in(before, read_draft(now)) if before else []
    words = as_read(" ".join(found)) or _("Something about the document has changed.")
    look = (
        _("Look at it again before you sign.")
        if recipient.role == Role.SIGNER
        else _("Look at it again before you approve it.")
    )
    why = "" if recipient.profile_id or "mark" not in before else f" {as_read(recipient.profile_reason).rstrip('.')}."
    raise Conflict(f"{words}{why} {look}", code="changed")


def _demand_shown(recipient: Recipient, shown: Version, seen_sha256: str) -> None:
    """Raise Conflict unless these bytes are the document as it may be read now, and were laid before this very person."""
    signs = recipient.role == Role.SIGNER
    if shown.sha256 != seen_sha256:
        raise Conflict(
            _("The document has changed since you opened it. Look at it again before you sign.")
            if signs
            else _("The document has changed since you opened it. Look at it again before you approve it."),
            code="changed",
        )
    if not was_laid_before(recipient, shown):
        raise Conflict(
            _("You have not opened this document yet. Open it before you sign.")
            if signs
            else _("You have not opened this document yet. Open it before you approve it."),
            code="not_opened",
        )


def demand_turn(envelope: Envelope, recipient: Recipient, *, at: datetime) -> None:
    """Raise Conflict unless it is this person's turn to sign or approve, in time."""
    if recipient.role not in ACTING:
        raise Conflict(_("You only read this document; nothing is asked of you."), code="not_asked")
    if envelope.state in ENDED:
        words, why = how_it_ended(envelope)
        told = (
            _("%(words)s %(why)s Nothing was signed.")
            if recipient.role == Role.SIGNER
            else _("%(words)s %(why)s Nothing was approved.")
        )
        raise Conflict(told % {"words": words, "why": why})
    if envelope.state != EnvelopeState.SENT:
        told = (
            _("This document is %(state)s; nothing can be signed.")
            if recipient.role == Role.SIGNER
            else _("This document is %(state)s; nothing can be approved.")
        )
        raise Conflict(told % {"state": envelope.get_state_display()})
    if envelope.expires_at and at > envelope.expires_at:
        raise Conflict(_("The time for signing is over. Ask the sender to send it again."), code="expired")
    if recipient.state not in {RecipientState.INVITED, RecipientState.VIEWED}:
        raise Conflict(_("It is not your turn yet; others come first."), code="not_your_turn")


def _mark_of(
    envelope: Envelope, recipient: Recipient, seen_draft: str | None, *, at: datetime
) -> SignatureProfile | None:
    """The mark of one of ours, checked against its authority once more at the moment of signing, and against what they were shown."""
    recipient.envelope = envelope
    signs_for_us = recipient.user is not None and recipient.role == Role.SIGNER
    before = (recipient.profile_id, recipient.delegation_id)
    if signs_for_us:
        place_mark(recipient, at=at)
    if seen_draft is not None:
        _demand_same(recipient, seen_draft)
    if not signs_for_us:
        return None
    if envelope.category_asked:
        raise Conflict(as_read(recipient.profile_reason), code="changed")
    if recipient.profile is None and marks_to_choose(recipient, at=at):
        raise Invalid(recipient.profile_reason, field="mark", code="choose_a_mark")
    if recipient.profile is None:
        raise NotAllowed(
            _("No mark of yours covers this document: %(why)s") % {"why": as_read(recipient.profile_reason)},
            code="authority",
        )
    if before[0] is not None and before != (recipient.profile_id, recipient.delegation_id):
        raise Conflict(
            _("Another mark applies now than the one you were shown. Look again before you sign."), code="changed"
        )
    return recipient.profile


def _apply_signature(
    envelope: Envelope,
    recipient: Recipient,
    version: Version,
    mark: SignatureProfile | None,
    own: OwnMark,
    *,
    at: datetime,
) -> dict[str, str]:
    """Make the version with the signature; what was signed, and with which certificate, for the evidence."""
    signed = ceremony.apply_signature(version.content(), recipient=recipient, mark=mark, own=own, at=at)
    added = add_version(
        envelope.document,
        signed,
        name=version.name,
        media_type="application/pdf",
        origin=Origin.SIGNED,
        derived_from=version,
        certificate={"made": "signed", "by": str(recipient), "at": at.isoformat()},
    )
    envelope.current_version = added
    recipient.fields.update(signed=True)
    whose = {"for_whom": str(recipient.delegation.owner)} if recipient.delegation else {}
    uses = ceremony.uses()
    note_uses(envelope, uses, at=at, signer=recipient.name, **whose, before=version.sha256, after=added.sha256)
    last = uses[-1]
    return {
        "signed_sha256": added.sha256,
        "certificate": last["subject"],
        "certificate_sha256": last["certificate"],
    }


@action
def decline(
    recipient: Recipient, *, by: User | Recipient, at: datetime, reason: str, evidence: Mapping[str, Any]
) -> Recipient:
    """Refuse to sign or to approve, with a reason that everybody sees; the envelope is closed."""
    envelope = Envelope.objects.lock(recipient.envelope_id)
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_sign, recipient, by)
    if not reason.strip():
        raise Invalid(_("Say why, so that the others know."), field="reason")
    demand_turn(envelope, recipient, at=at)
    recipient.decline(at=at, reason=reason.strip(), evidence={**evidence, **_opened(recipient)})
    recipient.save()
    _shut_devices(recipient, at=at)
    envelope.close_places()
    envelope.decline(recipient, reason=reason.strip(), at=at)
    envelope.save()
    return recipient
