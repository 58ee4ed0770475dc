"""What a draft still leaves open, in words: the places that nobody filled in, as they were found when it was read."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.models import Contract
from flowmono.intelligence.contracts.unfilled import Unfilled

MOST = 200
NAMED = 3
LONGEST = 80


@dataclass(frozen=True)
class Gap:
    """One such place as a page shows it; page is None where the text has no pages, words are empty for a drawn rule."""

    words: str
    page: int | None


def kept_gaps(places: list[Unfilled]) -> list[dict[str, object]]:
    """As a contract keeps them: {words, page}, at most MOST."""
    return [{"words": place.asks_for[:LONGEST], "page": place.page} for place in places[:MOST]]


def gaps_of(contract: Contract) -> list[Gap]:
    """The places that the draft leaves open, in its order."""
    return [Gap(place["words"], place["page"]) for place in contract.unfilled]


def unfilled_in_words(contract: Contract) -> str:
    """A sentence that counts them and names the first; "" when none is open."""
    gaps = gaps_of(contract)
    if not gaps:
        return ""
    words = ngettext(
        "This draft still has %(n)s unfilled place: %(places)s.",
        "This draft still has %(n)s unfilled places: %(places)s.",
        len(gaps),
    )
    first = [_in_words(gap) for gap in gaps[:NAMED]]
    if len(gaps) > NAMED:
        first.append("…")
    return words % {"n": len(gaps), "places": ", ".join(first)}


def _in_words(gap: Gap) -> str:
    said = f"“{gap.words}”" if gap.words else _("an empty line")
    return _("%(place)s (page %(page)s)") % {"place": said, "page": gap.page} if gap.page else said
