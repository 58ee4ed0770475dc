"""Words that pages of this app say and that code keeps in English: kinds of totals, parts of parties, what days are counted from."""

from typing import get_args

from flowmono.intelligence.reader import Role, TotalKind

SPOKEN = (
    *(f"Total ({kind})" for kind in get_args(TotalKind)),
    *(f"Party ({role})" for role in get_args(Role)),
    *("receipt", "invoice date", "acceptance", "month end", "event date"),
    *("hour", "day", "week", "month", "quarter", "year", "piece", "unit", "user", "licence", "kilometre"),
)
