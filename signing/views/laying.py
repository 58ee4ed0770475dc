"""A document laid before somebody who signs: its pages, the mark where it will stand, and what is known about it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from documents.models import Origin, Version
from documents.serving import serve_picture
from flowmono.common.refusals import Invalid, Refused
from signing import ceremony, pages
from signing.actions import NotRead, draft_of
from signing.fields import ENTERED, Kind
from signing.filling import delegated_by, most_of, picture_of
from signing.forms import EntriesForm, SignForm
from signing.handwriting import FACES, USUAL
from signing.models import ACTING, Envelope, Field, Recipient, RecipientState, Role
from signing.pace import Reading
from signing.querysets import IN_ROUND
from signing.stamps import Mark, draw_mark
from signing.standing import version_of


def browser_of(request: HttpRequest) -> str:
    return str(request.headers.get("User-Agent", ""))[:300] or _("no name given")


def lay_out(
    recipient: Recipient, page_url: Callable[[int, str], str], mark_url: str, file_url: Callable[[str], str]
) -> dict[str, Any]:
    """What the page of somebody who signs shows: pages, boxes, people, and the form with what was shown."""
    envelope = recipient.envelope
    version = read_version(envelope)
    fields = envelope.fields.select_related("recipient").order_by("page", "name")
    placed = recipient.user_id is None or recipient.profile_id is not None
    boxes = []
    for field in fields:
        mine = field.recipient_id == recipient.pk
        if field.signed:
            boxes.append((field, "waits", _what_stands(field), ""))
        elif field.kind != Kind.SIGNATURE:
            # What a box to tick says is printed beside it, and too long to stand within it.
            label = field.label or capfirst(str(Kind(field.kind).label))
            boxes.append((field, "mine" if mine else "waits", "" if field.kind == Kind.CHECKBOX else label, ""))
        elif mine:
            boxes.append((field, "mine", _("You sign here"), mark_url if placed else ""))
        else:
            boxes.append((field, "waits", field.recipient.name, ""))
    laid = pages.pages_of(version, lambda number: page_url(number, version.sha256), boxes)
    shown = {
        "seen": version.sha256,
        "draft": draft_of(recipient),
        "mark": recipient.profile_id or "",
    }
    people = people_of(envelope)
    own = (field.page for field in fields if field.recipient_id == recipient.pk and field.kind == Kind.SIGNATURE)
    return {
        "recipient": recipient,
        "envelope": envelope,
        "sheets": laid,
        "shown_url": file_url(version.sha256),
        "my_page": next(own, None),
        "words": pages.text_of(version),
        "people": people,
        "standing_version": version_of(envelope, people),
        "form": SignForm(initial=shown),
        "entries": entries_of(recipient),
        "signs": recipient.role == Role.SIGNER,
    }


def _what_stands(field: Field) -> str:
    """What somebody else left in this place, in words: their copy of the document is withheld until everybody has signed."""
    name = field.recipient.name
    if field.kind == Kind.SIGNATURE:
        return _("signed by %(name)s") % {"name": name}
    if field.kind == Kind.CHECKBOX:
        return "X" if field.value else ""  # what it says is printed beside it
    if field.kind in ENTERED:
        return field.value
    return f"{capfirst(str(Kind(field.kind).label))}, {name}"


def entries_of(
    recipient: Recipient, data: QueryDict | None = None, kept: Mapping[str, str] | None = None
) -> EntriesForm:
    """What this person is to enter in the document; with what they sent, or with what was kept when it could not be taken."""
    places = recipient.fields.filter(kind__in=ENTERED).order_by("page", "-y", "x")
    return EntriesForm(places if recipient.role == Role.SIGNER else (), data, initial=kept)


def say_refusal(refusal: Invalid, form: SignForm, entries: EntriesForm) -> None:
    """Put what was refused beside the field that it concerns."""
    if refusal.field in entries.fields:
        if refusal.field not in entries.errors:
            entries.add_error(refusal.field, refusal.message)
        form.add_error(None, refusal.message)
    elif isinstance(refusal, NotRead):
        # The page counts the seconds on; a figure that stands still beside them would contradict it.
        form.add_error(None, refusal.without_time)
        form.time_left = refusal.time
    else:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


def keep_submit(form: SignForm, now: Mapping[str, Any], *, changed: bool) -> None:
    """Show what was submitted again, with the hashes of what lies there now; agreed to is only what did not change meanwhile."""
    kept = {name: value for name, value in form.data.items() if name != "consent" or not changed}
    form.data = {**kept, **{name: str(value) for name, value in now.items()}}


def looked_at(readings: Sequence[Reading]) -> str:
    """The pages that were opened so far with their seconds, for the browser to go on from: "1:12,3:0"."""
    return ",".join(f"{one.page}:{one.seconds}" for one in readings if one.opened)


def people_of(envelope: Envelope) -> list[Recipient]:
    return list(
        envelope.recipients.select_related("user", "profile", "delegation__profile__user", "passed_by__profile")
        .prefetch_related("handovers__decided_by", "sittings__host")
        .order_by(*IN_ROUND)
    )


def may_act(recipient: Recipient, at: datetime) -> bool:
    """True while it is this person's turn and the time is not over."""
    envelope = recipient.envelope
    in_time = envelope.expires_at is None or at <= envelope.expires_at
    return in_time and envelope.state == "sent" and recipient.state in {RecipientState.INVITED, RecipientState.VIEWED}


def may_open(recipient: Recipient, at: datetime) -> bool:
    """True while this person may act, or, where they only read, from the day it is sent until its time is over."""
    if recipient.role != Role.VIEWER:
        return may_act(recipient, at)
    envelope = recipient.envelope
    in_time = envelope.expires_at is None or at <= envelope.expires_at
    asked = recipient.state in {RecipientState.INVITED, RecipientState.VIEWED}
    there = envelope.disposed_at is None
    return there and in_time and asked and envelope.state in {"sent", "completed", "sealed"}


def version_for(recipient: Recipient) -> Version:
    """The document as this person may see it: as it was prepared, and then sealed; who gets a copy sees it only sealed.

    Partly signed copies are withheld from everybody: what others left on it is said in words.
    """
    envelope = recipient.envelope
    if envelope.state != "sealed" and recipient.role == Role.COPY:
        raise Http404
    return read_version(envelope)


def read_version(envelope: Envelope) -> Version:
    """The document without the signatures of a round that is not sealed."""
    version = envelope.version_to_read
    if version is None:
        raise Http404
    return version


def read_out(recipient: Recipient, file_url: Callable[[str], str]) -> dict[str, Any]:
    """What the page of somebody who only reads shows."""
    version, people = version_for(recipient), people_of(recipient.envelope)
    return {
        "recipient": recipient,
        "envelope": recipient.envelope,
        "shown_url": file_url(version.sha256),
        "words": pages.text_of(version),
        "people": people,
        "standing_version": version_of(recipient.envelope, people),
    }


def version_or_404(recipient: Recipient, sha256: str) -> Version:
    """The version of this envelope's document with these bytes: the one that was opened, though others may have signed since."""
    if recipient.role not in ACTING and version_for(recipient).sha256 != sha256:
        raise Http404
    version = recipient.envelope.document.versions.filter(sha256=sha256).first()
    withheld = recipient.envelope.state != "sealed" and version is not None and version.origin == Origin.SIGNED
    if version is None or withheld:
        raise Http404
    return version


def mark_preview(recipient: Recipient, at: datetime, face: str = "") -> HttpResponse:
    """The mark as it will be drawn, without its time, which is that of the submit."""
    field = recipient.fields.filter(kind="signature").order_by("page").first()
    profile = recipient.profile
    if field is None or (recipient.user_id and profile is None):
        raise Refused(_("There is no mark for this place."))
    mark = Mark(
        name=profile.signed_name if profile else recipient.name,
        title=profile.title if profile else recipient.title,
        at=at,
        reason=ceremony.SIGNED,
        image=picture_of(profile),
        on_behalf_of=recipient.party,
        delegated_by=delegated_by(recipient),
        face=profile.face if profile else (face if face in {one.key for one in FACES} else USUAL),
        most=most_of(recipient, reason=ceremony.SIGNED, at=at),
    )
    drawn = draw_mark(mark, width=float(field.width), height=float(field.height))
    return serve_picture(pages.mark_picture(drawn), keep=False)
