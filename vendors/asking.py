"""What a further contract still asks of a vendor: a pure rule on points and proofs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """One thing asked: what is wanted ("document", "bank_account", "contact"), and which; a document without a kind is told by its title."""

    wanted: str
    which: str
    required: bool
    gates_payment: bool

    @property
    def key(self) -> tuple[str, str]:
        return (self.wanted, self.which)


def still_to_ask(
    asked: Sequence[Point], *, proved: Iterable[tuple[str, str]], open_points: Iterable[Point]
) -> list[int]:
    """The places in `asked` of what is neither proved nor asked for already by another open checklist.

    A point that is open already covers another only when it is as strict: what is required, or gates payment, is asked again
    when it was optional, or held no payment, until now.
    """
    known = set(proved)
    open_already = list(open_points)
    return [
        place for place, point in enumerate(asked) if point.key not in known and not _is_covered(point, open_already)
    ]


def _is_covered(point: Point, open_already: Iterable[Point]) -> bool:
    return any(
        other.key == point.key and other.required >= point.required and other.gates_payment >= point.gates_payment
        for other in open_already
    )
