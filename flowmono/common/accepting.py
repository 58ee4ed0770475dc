"""Acceptance as a condition, in the words in which contracts, orders and letters say it alike."""

import re

from django.utils.translation import gettext as _

# Kinds of priced items that are billed only when the work is accepted; an instalment on a day waits for nobody.
WAITS_FOR_ACCEPTANCE = frozenset({"milestone"})
_SAYS_SO = re.compile(r"\b(?:accept|abnahme|aceptaci|recepci|réception|collaudo|godkän|hyväks)", re.IGNORECASE)


def condition_of(kind: str, due_words: str = "") -> str:
    """What must have happened before an item of this kind is owed; "" where nothing must, and where `due_words` say it already."""
    return _("once it is accepted") if kind in WAITS_FOR_ACCEPTANCE and not _SAYS_SO.search(due_words) else ""
