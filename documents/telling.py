"""What the tools and the converter refused, in the reader's language."""

from django.utils.translation import gettext

from documents.sayings import SaidRefusal


def words_of(refusal: SaidRefusal) -> str:
    """Why it was refused and what to do about it."""
    return refusal.saying.told(gettext)
