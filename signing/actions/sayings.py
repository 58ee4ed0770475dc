"""What people say about the kind of a document is kept, so that the next one like it is read the same way; and taken back."""

from datetime import datetime

from django.utils.translation import gettext as _

from documents.models import Document, Version
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, require
from flowmono.intelligence.likeness import marks_of
from signing import pages, policies
from signing.models import SaidCategory


def keep_saying(
    document: Document, version: Version | None, *, category: str, read_as: str, title: str, by: User, at: datetime
) -> SaidCategory | None:
    """Keep what a person said. What was said of this document before no longer counts. None for a document without words."""
    earlier = SaidCategory.objects.filter(document=document, taken_back_at=None)
    earlier.exclude(category=category).update(taken_back_at=at, taken_back_by=by)
    marks = marks_of(pages.text_of(version)) if version is not None else []
    if not marks or earlier.exists():
        return None
    return SaidCategory.objects.create(
        document=document,
        category=category,
        read_as=read_as if read_as != category else "",
        title=title[:200],
        likeness=marks,
        said_by=by,
        said_at=at,
    )


@action
def take_back_saying(saying: SaidCategory, *, by: User, at: datetime) -> SaidCategory:
    """From now on no document is read by this saying. What was read by it stays as it is."""
    saying = SaidCategory.objects.select_for_update().get(pk=saying.pk)
    require(policies.can_take_back_saying, saying, by)
    if saying.taken_back_at is not None:
        raise Conflict(_("This was taken back already."))
    saying.taken_back_at, saying.taken_back_by = at, by
    saying.save()
    return saying
