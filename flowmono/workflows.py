"""The whole workflow on one page: which event starts what.

Every event of flowmono/events.py has a row (a system check demands it); an empty list says that silence is meant.
Receivers of one event commute; a step that needs another's result listens to what that one announces.
"""

from flowmono import events
from flowmono.events import Event
from flowmono.outbox.routing import Reaction

WORKFLOWS: dict[type[Event], list[Reaction]] = {event_class: [] for event_class in events.REGISTRY.values()}
