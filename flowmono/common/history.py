"""Histories of rows, by django-simple-history, with the manager's class made once.

The library builds a new manager class at every access of `row.history`, which is half a millisecond on each save.
"""

from typing import Any

from simple_history.manager import HistoryDescriptor
from simple_history.models import HistoricalRecords

from flowmono.common.now import moment_of_change


class _MadeOnce(HistoryDescriptor):  # type: ignore[misc]
    def __init__(self, found: HistoryDescriptor) -> None:
        super().__init__(found.model, found.manager_class, found.queryset_class)
        self.made = self.manager_class.from_queryset(self.queryset_class)

    def __get__(self, instance: Any, owner: Any) -> Any:
        return self.made(self.model, instance)


class History(HistoricalRecords):  # type: ignore[misc]
    """`history = History()` on a model keeps every version of its rows: values, time, person, reason."""

    def create_historical_record(self, instance: Any, history_type: str, using: Any = None) -> None:
        """The version's moment is the one that was given with the change, else that of the clock which people see."""
        given = "_history_date" in vars(instance)
        if not given:
            instance._history_date = moment_of_change()
        try:
            super().create_historical_record(instance, history_type, using)
        finally:
            if not given:
                del instance._history_date

    def finalize(self, sender: Any, **kwargs: Any) -> None:
        super().finalize(sender, **kwargs)
        found = sender.__dict__.get(self.manager_name)
        if type(found) is HistoryDescriptor:
            setattr(sender, self.manager_name, _MadeOnce(found))
