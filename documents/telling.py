"""What the tools and the converter say and refuse, in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from documents.sayings import SaidRefusal, Saying


def words_of(refusal: SaidRefusal) -> str:
    """Why it was refused and what to do about it."""
    return refusal.saying.told(gettext)


def remarks_in_words(sentences: Sequence[str], report: Mapping[str, Any]) -> list[str]:
    """What a kept report says in these of its sentences; reports of old, which do not say how to translate them, say it in English."""
    said = report.get("said", {})
    return [Saying.from_json(said[one]).told(gettext) if one in said else one for one in sentences]
