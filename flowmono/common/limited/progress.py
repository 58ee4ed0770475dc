"""How far a function at work in a child has come. Outside a child nobody listens."""

from collections.abc import Callable

_listeners: list[Callable[[int, int], None]] = []


def tell(done: int, total: int) -> None:
    """So many of so many steps are done."""
    for listener in _listeners:
        listener(done, total)


def listen(listener: Callable[[int, int], None]) -> None:
    """From now on this listener, and no other, is told."""
    _listeners[:] = [listener]
