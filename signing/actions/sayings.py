"""What people say about the kind of a document is kept, so that the next one like it is read the same way."""

from datetime import datetime

from documents.models import Document, Version
from flowmono.accounts.models import User
from flowmono.intelligence.likeness import marks_of
from signing import pages
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
