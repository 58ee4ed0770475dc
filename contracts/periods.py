"""From the first day of a term and its length to its last day. Pure."""

import re
from datetime import date, timedelta

from flowmono.intelligence.contracts.dates import add_months

_PERIOD = re.compile(r"P(?P<count>[1-9]\d{0,3})(?P<unit>[MYWD])")


def last_day(first: date, period: str) -> date | None:
    """The day before a term of this length (P8M, P2Y, P6W, P90D) has run; None for anything that is no such length."""
    found = _PERIOD.fullmatch(period.strip())
    if found is None:
        return None
    count, unit = int(found["count"]), found["unit"]
    if unit in "MY":
        months = count * (12 if unit == "Y" else 1)
        return add_months(first, months) - timedelta(days=1) if months <= 1200 else None
    return first + timedelta(days=count * (7 if unit == "W" else 1) - 1)
