"""What a record's choice is called, looked up in words that were laid out once."""

from functools import lru_cache
from typing import Any

from django.db.models import Field
from django.utils.encoding import force_str
from django.utils.hashable import make_hashable


class SpokenChoices:
    """For models with choices. Django lays out, and translates, all choices of a field anew for every row whose choice is said."""

    def _get_FIELD_display(self, field: "Field[Any, Any]") -> str:
        value = getattr(self, field.attname)
        said: str = force_str(_words_of(field).get(make_hashable(value), value), strings_only=True)
        return said


@lru_cache(1024)
def _words_of(field: "Field[Any, Any]") -> dict[Any, Any]:
    """Each choice with its words, which are put in the reader's language when they are said."""
    return dict(make_hashable(field.flatchoices))
