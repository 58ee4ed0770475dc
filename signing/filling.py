"""What one person leaves on one page of a document: their marks, the day in their own time zone, and what they entered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import floor
from zoneinfo import ZoneInfo

from flowmono.common.refusals import Invalid
from signing import handwriting
from signing.dates import written_date
from signing.fields import ENTERED, Kind, around, initials_of
from signing.models import Field, Recipient, SignatureProfile
from signing.pages import text_of
from signing.stamps import Area, Mark, Sheet, Written, size_of_lines, size_of_words


@dataclass(frozen=True)
class OwnMark:
    """How somebody without an account signs: their name in one of our hands, or the picture that they drew or brought (clean PNG)."""

    face: str = handwriting.USUAL
    picture: bytes | None = None
    uploaded: bool = False

    @property
    def kind(self) -> str:
        if self.picture is None:
            return "typed"
        return "uploaded" if self.uploaded else "drawn"


def own_mark(face: str, picture: bytes | None = None, *, uploaded: bool = False) -> OwnMark:
    """What a signer chose on the page. picture: clean PNG."""
    known = {one.key for one in handwriting.FACES}
    return OwnMark(face if face in known else handwriting.USUAL, picture, uploaded)


def sheet_of(
    fields: Sequence[Field],
    *,
    recipient: Recipient,
    profile: SignatureProfile | None,
    own: OwnMark,
    reason: str,
    at: datetime,
) -> Sheet:
    """All that is drawn in these places of one page, measured from the top left of the field that holds them."""
    name = profile.signed_name if profile else recipient.name
    left, _bottom, _right, top = around(_box(field) for field in fields)
    zone = _zone(recipient)
    face = profile.face if profile else own.face
    mark = Mark(
        name=name,
        title=profile.title if profile else recipient.title,
        at=at,
        reason=reason,
        zone=zone,
        image=picture_of(profile) or own.picture,
        on_behalf_of=recipient.party,
        delegated_by=delegated_by(recipient),
        instead_of=recipient.printed_name if recipient.names_somebody_else else "",
        face=face,
        most=most_of(recipient, reason=reason, at=at),
    )
    marks, written = [], []
    for field in fields:
        x, y, right, upper = _box(field)
        area: Area = (x - left, top - upper, right - x, upper - y)
        if field.kind == Kind.SIGNATURE:
            marks.append((mark, area))
        elif field.kind == Kind.INITIALS:
            written.append(Written(initials_of(name), area, by_hand=True, face=face))
        elif field.kind == Kind.CHECKBOX:
            written += [Written("X", area, ticked=True)] if field.value else []
        else:
            words = _written_in(field, mark, recipient)
            written += [Written(words, area)] if words else []
    return Sheet(name, tuple(marks), tuple(written))


def _written_in(field: Field, mark: Mark, recipient: Recipient) -> str:
    """The words of a place: what was entered, or the day, name or title of whoever signs; a name too long for its line stays in the mark."""
    if field.kind == Kind.DATE:
        return _day(field, mark.at, mark.zone)
    if field.kind not in {Kind.NAME, Kind.TITLE}:
        return str(field.value)
    # Where nobody is known, the company's name stands in the mark alone.
    words = mark.title if field.kind == Kind.TITLE else "" if recipient.is_unknown else mark.name
    fits = size_of_words(words, float(field.width), float(field.height)) is not None
    return words if fits else ""


def most_of(recipient: Recipient, *, reason: str, at: datetime) -> float:
    """The type in which the lines of every mark of this document fit, by those who sign it as they are now: one size for all."""
    places = Field.objects.filter(envelope=recipient.envelope_id, kind=Kind.SIGNATURE)
    fitting = []
    for place in places.select_related("recipient__profile", "recipient__user", "recipient__delegation__profile"):
        who = place.recipient
        mark = Mark(
            name=who.profile.signed_name if who.profile else who.name,
            title=who.profile.title if who.profile else who.title,
            at=at,
            reason=reason,
            zone=_zone(who),
            on_behalf_of=who.party,
            delegated_by=delegated_by(who),
            instead_of=who.printed_name if who.names_somebody_else else "",
        )
        fitting.append(size_of_lines(mark, float(place.width), float(place.height)))
    return floor(min(fitting) * 4) / 4


def _zone(recipient: Recipient) -> str:
    return (recipient.user.time_zone if recipient.user else "") or "UTC"


def delegated_by(recipient: Recipient) -> str:
    """Whose authority the mark is laid by, where it is a delegated one."""
    return str(recipient.delegation.owner) if recipient.delegation else ""


def picture_of(profile: SignatureProfile | None) -> bytes | None:
    """The drawn or uploaded mark; None for one that is written in a handwriting face."""
    drawn = profile is not None and profile.kind != "typed" and profile.image is not None
    return bytes(profile.image.content()) if drawn else None  # type: ignore[union-attr]  # drawn


def _box(field: Field) -> tuple[float, float, float, float]:
    return float(field.x), float(field.y), float(field.x + field.width), float(field.y + field.height)


def _day(field: Field, at: datetime, zone: str) -> str:
    """The day as the document writes its days."""
    version = field.envelope.current_version
    return written_date(at.astimezone(ZoneInfo(zone)).date(), text_of(version) if version else "")


def enter(recipient: Recipient, entered: Mapping[str, str]) -> None:
    """Keep what this person entered, by the name of each place. Raises Invalid at the first entry that is missing or cannot be drawn."""
    fields = list(recipient.fields.filter(kind__in=ENTERED).order_by("page", "pk"))
    for field in fields:
        field.value = entered.get(field.name, "").strip()
        why = field.why_not(field.value)
        if why:
            raise Invalid(why, field=f"place-{field.pk}")
    Field.objects.bulk_update(fields, ["value"])
