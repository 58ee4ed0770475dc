"""An exception's evidence as people read it: words for keys, days as days, a sentence of a contract as a quote. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from flowmono.common.templatetags.writing import plain_name

QUOTE = "quote"
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_NOT_LISTED = {"error", "notice", QUOTE}


@dataclass(frozen=True)
class Fact:
    """One line of evidence. kind: day, moment, list, quote or text; `value` is of that kind."""

    label: str
    value: Any
    kind: str


def facts_of(evidence: Mapping[str, str]) -> Iterator[Fact]:
    """Evidence as facts in its order; what is empty, and a key that only a database knows, is left out."""
    for name, text in evidence.items():
        words = str(text).strip()
        if words and words != "None" and not _UUID.fullmatch(words):
            yield _fact(name, words)


def _fact(name: str, words: str) -> Fact:
    label = label_of(name)
    if name == QUOTE:
        return Fact(label, words, "quote")
    moment = _moment(words)
    if moment is not None:
        return Fact(label, moment, "moment" if isinstance(moment, datetime) else "day")
    parts = [part.strip() for part in words.split("; ")]
    if len(parts) > 1 and name not in _NOT_LISTED:
        return Fact(label, parts, "list")
    return Fact(label, words, "text")


def label_of(name: str) -> str:
    """A key in words: invoice_id and "invoice" are both "Invoice"."""
    if name == QUOTE:
        return _("What the contract says")
    return _(plain_name(name.strip()).removesuffix(" id"))


def _moment(words: str) -> date | datetime | None:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?", words):
        return None
    try:
        return date.fromisoformat(words) if len(words) == 10 else datetime.fromisoformat(words)
    except ValueError:
        return None
