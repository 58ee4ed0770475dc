"""Which function hears which event. The signals' receivers are the only registry; the workflow table fills it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flowmono.events import REGISTRY, Event

Reaction = Callable[..., None]


@dataclass(frozen=True)
class Receiver:
    """A reaction, connected to an event's signal under the name by which deliveries find it again."""

    path: str
    function: Reaction

    def __call__(self, sender: type[Event], *, event: Event, **_more: Any) -> None:
        self.function(event)


@dataclass(frozen=True)
class Listener:
    """A reaction that hears every event of the classes that it asks for at the moment."""

    receiver: Receiver
    asks_for: Callable[[type[Event]], bool]


EVERYWHERE: dict[str, Listener] = {}
# What reactions have to know from servers outside, by the reaction's path: asked before its transaction begins.
OUTSIDE: dict[str, Callable[[Any], Any]] = {}


def path_of(function: Reaction) -> str:
    """The dotted name of a reaction, such as vendors.reactions.open_onboarding."""
    return f"{function.__module__}.{function.__qualname__}"


def asks_outside(ask: Callable[[Any], Any]) -> Callable[[Reaction], Reaction]:
    """A reaction that needs servers outside: `ask` is given the event first, in no transaction and with nothing locked, however slow they
    are; what it brings is the reaction's second argument. It writes nothing; the reaction looks whether what it was made of still holds."""

    def note(reaction: Reaction) -> Reaction:
        OUTSIDE[path_of(reaction)] = ask
        return reaction

    return note


def subscribe(event_class: type[Event], function: Reaction) -> None:
    """From now on every recorded event of this class is delivered to `function`, exactly once."""
    path = path_of(function)
    event_class.signal.connect(Receiver(path, function), sender=event_class, weak=False, dispatch_uid=path)


def unsubscribe(event_class: type[Event], function: Reaction) -> None:
    event_class.signal.disconnect(sender=event_class, dispatch_uid=path_of(function))


def listen_everywhere(function: Reaction, asks_for: Callable[[type[Event]], bool]) -> None:
    """From now on every recorded event whose class `asks_for` wants is delivered to `function`; others cost nothing."""
    path = path_of(function)
    EVERYWHERE[path] = Listener(Receiver(path, function), asks_for)


def paths_for(event_class: type[Event]) -> list[str]:
    """To whom an event of this class is owed now: its receivers, then those who hear everything and ask for it."""
    asking = [path for path, listener in EVERYWHERE.items() if listener.asks_for(event_class)]
    return [*receivers_of(event_class), *asking]


def find_receiver(event_class: type[Event], path: str) -> Receiver | None:
    """The receiver of this name; None when nothing of this name listens to the event any more."""
    found = receivers_of(event_class).get(path)
    return found or (EVERYWHERE[path].receiver if path in EVERYWHERE else None)


def connect_all(workflows: Mapping[type[Event], Iterable[Reaction]]) -> None:
    """Subscribe every reaction of the workflow table."""
    for event_class, reactions in workflows.items():
        for reaction in reactions:
            subscribe(event_class, reaction)


def receivers_of(event_class: type[Event]) -> dict[str, Receiver]:
    """The receivers of an event by their path, in the order in which they were connected."""
    return {entry[1].path: entry[1] for entry in event_class.signal.receivers if isinstance(entry[1], Receiver)}


def unrouted(workflows: Mapping[type[Event], Iterable[Reaction]]) -> list[str]:
    """Names of events that the table does not mention: silence must be deliberate."""
    return [name for name, event_class in REGISTRY.items() if event_class not in workflows]
