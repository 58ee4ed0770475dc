"""Who still needs the papers of a case: each app says, in sentences, why they must not be disposed of yet."""

from collections.abc import Callable, Iterable
from uuid import UUID

# case → a sentence for each reason to keep its papers
Keeper = Callable[[UUID], Iterable[str]]
KEEPERS: list[Keeper] = []


def register_keeper(keeper: Keeper) -> None:
    """From now on this is asked before papers are disposed of."""
    KEEPERS.append(keeper)
