"""The places of a document arranged by a person before it is sent: moved, added, taken away, kept as a layout for the next one."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from documents.models import TextLayer, Version
from documents.pages import frames_of
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, require
from signing import pages, policies
from signing.actions.envelopes import lay_fields
from signing.fields import Kind, Laid, laid_on, read_laid
from signing.models import Envelope, EnvelopeState, Field, Layout, Recipient, Role
from signing.overlaps import share
from signing.querysets import IN_ROUND
from signing.signature_blocks import Slot, find_slots


def source_of(envelope: Envelope) -> Version:
    """The document before any place was put on it."""
    version: Version = envelope.current_version.derived_from
    return version


def signers_of(envelope: Envelope) -> list[Recipient]:
    """Those who sign, in their order; places name them by their position in it."""
    return list(envelope.recipients.filter(role=Role.SIGNER).order_by(*IN_ROUND))


def places_of(envelope: Envelope, signers: Sequence[Recipient]) -> list[Laid]:
    """The places as they stand."""
    position = {signer.pk: number for number, signer in enumerate(signers)}
    fields = Field.objects.filter(envelope=envelope, recipient__in=position).order_by("page", "-y", "x", "pk")
    return [
        Laid(
            kind=field.kind,
            signer=position[field.recipient_id],
            page=field.page,
            x=float(field.x),
            y=float(field.y),
            width=float(field.width),
            height=float(field.height),
            label=field.label,
            required=field.required,
            options=tuple(field.options),
        )
        for field in fields
    ]


def lines_left_over(envelope: Envelope, places: Sequence[Laid]) -> list[Slot]:
    """The lines for signatures that the document has and at which nobody signs by these places, in the order of its pages."""
    version = source_of(envelope)
    layer = TextLayer.objects.filter(version=version).first()
    if layer is None:
        return []
    widths = [frame.left + frame.width for frame in frames_of(version)]
    marks = [one for one in places if one.kind == Kind.SIGNATURE]
    slots = find_slots(layer.text, layer.runs, widths)
    return [slot for slot in slots if not any(share(one.box, slot.box) for one in marks if one.page == slot.page)]


@action
def arrange_places(envelope: Envelope, *, by: User, at: datetime, laid: Sequence[Laid] | None) -> Envelope:
    """Put these places on the document, in place of those that stand on it; None: those that are found in its words.

    Only before it is sent: afterwards somebody may have seen it. Raises Invalid with every reason why the places cannot be used.
    """
    envelope = Envelope.objects.lock(envelope)
    require(policies.can_send, envelope, by)
    if envelope.state != EnvelopeState.DRAFT:
        raise Conflict(_("It was sent already; its places stay as they are. Take it back to change them."))
    lay_fields(envelope, source_of(envelope), signers_of(envelope), at=at, laid=laid)
    envelope.save()
    return envelope


def find_places_anew(envelope: Envelope, *, at: datetime) -> None:
    """Where nobody arranged the places by hand, they follow the names of those who sign now. Before it is sent; saves."""
    if envelope.current_version.certificate.get("arranged"):
        return
    signers = signers_of(envelope)
    for signer in signers:
        signer.printed_name = ""
        signer.save()
    lay_fields(envelope, source_of(envelope), signers, at=at)
    envelope.save()


@action
def keep_layout(envelope: Envelope, *, by: User, at: datetime, name: str) -> Layout:
    """Keep the places of this document under a name, for others of its kind. A layout of that name is replaced."""
    require(policies.can_send, envelope, by)
    signers = signers_of(envelope)
    return kept_layout(
        name,
        places_of(envelope, signers),
        category=envelope.category,
        signers=len(signers),
        pages=pages.count_pages(source_of(envelope)),
        by=by,
        at=at,
    )


def kept_layout(
    name: str, places: Sequence[Laid], *, category: str, signers: int, pages: int, by: User, at: datetime
) -> Layout:
    """Keep places for so many signers on so many pages under a name. Raises Invalid (field "name") without one."""
    name = name.strip()
    if not name:
        raise Invalid(_("Give the layout a name."), field="name")
    values: dict[str, Any] = {
        "category": category,
        "signers": signers,
        "pages": pages,
        "places": [asdict(one) for one in places],
        "kept_by": by,
        "kept_at": at,
    }
    layout, _made = Layout.objects.update_or_create(name=name[:80], defaults=values)
    return layout


@action
def use_layout(envelope: Envelope, *, by: User, at: datetime, layout: Layout) -> Envelope:
    """Put the places of a kept layout on this document; pages in its second half are counted from the end.

    Raises Invalid when the layout is for another number of signers, or a place finds no page.
    """
    signers = signers_of(envelope)
    if layout.signers != len(signers):
        raise Invalid(
            _("“%(name)s” is a layout for %(wanted)s signers, and %(there)s sign this document.")
            % {"name": layout.name, "wanted": layout.signers, "there": len(signers)},
            field="layout",
        )
    total = pages.count_pages(source_of(envelope))
    laid = [laid_on(one, of=layout.pages, pages=total) for one in read_laid(layout.places)]
    return arrange_places(envelope, by=by, at=at, laid=laid)


@action
def forget_layout(layout: Layout, *, by: User, at: datetime) -> None:
    """Drop a layout; documents that were arranged by it keep their places."""
    require(policies.can_keep_layouts, by)
    layout.delete()
