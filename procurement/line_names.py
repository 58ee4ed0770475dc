"""The name of an order line for what is charged by time or use, where a contract gives a piece of a sentence in its place."""

import re
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

BY_TIME_OR_USE = frozenset({"recurring", "unit_price"})
FEES: Final[dict[str, Promise]] = {
    "P1W": gettext_lazy("Weekly fee"),
    "P1M": gettext_lazy("Monthly fee"),
    "P3M": gettext_lazy("Quarterly fee"),
    "P6M": gettext_lazy("Half-yearly fee"),
    "P1Y": gettext_lazy("Yearly fee"),
    "P12M": gettext_lazy("Yearly fee"),
}
# "User per month for 240 named users", "Per hour computer processing time": the unit stands where the name should.
_UNIT_FIRST = re.compile(r"(?:[\w-]+ )?per [\w-]+(?: for)?\b[ :,]*(?P<what>.*)", re.IGNORECASE)
# "Time and materials at the following rates: Senior Consultant": the name stands behind the colon.
_FOLLOWING = re.compile(r".*\bfollowing\b[^:]*:\s*(?P<what>[^:]+)", re.IGNORECASE)
_HANGING = re.compile(r"(?:[\s=:;,(–-]+|\b(?:is|are|at|on|in|of|than|for|to|the|a|an|and|or))+$", re.IGNORECASE)
_SENTENCE = re.compile(
    r"\b(?:shall|will|should|must|agrees?|mutually|is calculated|is determined|does not|do not|pay)\b", re.IGNORECASE
)
_NO_NAME = re.compile(
    r"(?:such|said|this|these|plus|excluding|dollars|euros?|one cent)\b|.*\b(?:excluded|included)$", re.I
)
SHORT = 70


def line_name(description: str, kind: str, *, unit: str = "", period: str = "") -> str:
    """A name that a person can order by: the description where it is one, else the fee or the price and its unit.

    Only for what is charged by time or use. The sentence itself stands on the line as its quote, so nothing is lost.
    """
    said = " ".join(description.split())
    if kind not in BY_TIME_OR_USE:
        return said
    if found := _FOLLOWING.fullmatch(said):
        said = found["what"]
    if found := _UNIT_FIRST.fullmatch(said):
        what = found["what"].strip()
        return f"{_fee(kind, unit, period)}: {what}" if what and _is_name(what) else _fee(kind, unit, period)
    bare = _HANGING.sub("", said)
    return bare if _is_name(bare) else _fee(kind, unit, period)


def _is_name(words: str) -> bool:
    """False of a sentence, of its remains, and of what begins in the middle of one."""
    whole = words.count("(") == words.count(")") and words.count('"') % 2 == 0
    return bool(words) and whole and len(words) <= SHORT and not _SENTENCE.search(words) and not _NO_NAME.match(words)


def _fee(kind: str, unit: str, period: str) -> str:
    if kind == "recurring":
        return str(FEES.get(period) or _("Regular fee"))
    return _("Price per %(unit)s") % {"unit": unit.replace("-", " and ")} if unit else _("Price of one")
