"""The day of a signature on the line that its block has for it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from signing.dates import written_date
from signing.models import Field
from signing.pages import text_of
from signing.stamps import Beside


def written_beside(field: Field, *, at: datetime, zone: str) -> Beside | None:
    """The day in the signer's own time zone, as the document writes its days; None where the block has no line for it."""
    dated = Field.objects.filter(
        envelope=field.envelope_id, recipient=field.recipient_id, page=field.page, kind="date"
    ).first()
    if dated is None:
        return None
    left = min(field.x, dated.x)
    top = max(field.y + field.height, dated.y + dated.height)

    def area(one: Field) -> tuple[float, float, float, float]:
        return float(one.x - left), float(top - one.y - one.height), float(one.width), float(one.height)

    version = field.envelope.current_version
    words = written_date(at.astimezone(ZoneInfo(zone)).date(), text_of(version) if version else "")
    return Beside(words, date=area(dated), mark=area(field))
