"""Places that lie on one another: nothing is refused for it, but whoever arranged them is told."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from signing.fields import Kind, Laid

LEAST_SHARED = 1.0  # points: places that only meet at their edges do not cover each other
MOST_TOLD = 10

Box = tuple[float, float, float, float]


def touching(laid: Sequence[Laid]) -> list[tuple[Laid, Laid]]:
    """Every two places that cover a part of each other, in the order of the pages."""
    found = [
        (one, other)
        for number, one in enumerate(laid)
        for other in laid[number + 1 :]
        if one.page == other.page and share(one.box, other.box)
    ]
    return sorted(found, key=lambda two: (two[0].page, -two[0].y, two[0].x))


def touching_in_words(laid: Sequence[Laid], signers: Sequence[str]) -> list[str]:
    """What to say of them; signers: the names, in their order."""
    return [
        _("Page %(page)s: “%(one)s” of %(who)s and “%(other)s” of %(whose)s.")
        % {
            "page": one.page,
            "one": _called(one),
            "who": signers[one.signer],
            "other": _called(other),
            "whose": signers[other.signer],
        }
        for one, other in touching(laid)[:MOST_TOLD]
    ]


def share(one: Box, other: Box) -> bool:
    """True when two boxes (left, bottom, right, top) of one page cover a part of each other."""
    (left, bottom, right, top), (x, y, end, upper) = one, other
    return min(right, end) - max(left, x) > LEAST_SHARED and min(top, upper) - max(bottom, y) > LEAST_SHARED


def _called(one: Laid) -> str:
    return one.label or str(Kind(one.kind).label)
