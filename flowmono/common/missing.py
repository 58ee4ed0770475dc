"""What a form says of a field that was left empty, of a number out of bounds, or of what another has already.

static/js/missing.js takes the same words from components/notices.html.
"""

from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Field
from django.utils.translation import gettext_lazy as _
from rest_framework.validators import UniqueValidator

EMPTY: Final = _("This is still empty. Fill it in.")
CHOICE: Final = _("Nothing is chosen yet. Choose one.")
CHOICES: Final = _("Nothing is chosen yet. Choose at least one.")
TICK: Final = _("This is not ticked yet. Tick it to go on.")
TOO_SMALL: Final = _("Enter %(limit_value)s or more.")
TOO_LARGE: Final = _("Enter %(limit_value)s or less.")
TAKEN: Final = _("Another one has this already. Enter something that no other has.")
TWICE: Final = _("Two of the rows say the same. Each has to differ from the others.")

_WORDS: Final[dict[Any, Any]] = {
    forms.Field: EMPTY,
    forms.ChoiceField: CHOICE,
    forms.ModelChoiceField: CHOICE,
    forms.FileField: CHOICE,
    forms.MultipleChoiceField: CHOICES,
    forms.ModelMultipleChoiceField: CHOICES,
    forms.BooleanField: TICK,
}


def say_what_is_missing() -> None:
    """Have every form of every page, those of the administration and of one's account too, say it in these words."""
    for kind, words in _WORDS.items():
        kind.default_error_messages = {**kind.__dict__.get("default_error_messages", {}), "required": words}
    Field.default_error_messages = {**Field.default_error_messages, "unique": TAKEN}
    UniqueValidator.message = TAKEN
    MinValueValidator.message, MaxValueValidator.message = TOO_SMALL, TOO_LARGE
