"""Deciding scenario files: one object per line in, one answer per line out (section 14)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from procurement.matching.case import Case
from procurement.matching.decision import match
from procurement.matching.fields import CaseError
from procurement.matching.verdict import Verdict


def decide_scenarios(lines: Iterable[str | Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Decide each scenario: {id, decision, codes, info, authorize_amount, route}.

    Lines are JSON texts or objects; empty lines are passed over. A line that cannot be read gives {id, error} with the
    reason (the id is the line's number when it has none) and the next line is decided all the same.
    """
    for number, line in enumerate(lines, 1):
        if isinstance(line, str) and not line.strip():
            continue
        identity: object = f"line {number}"
        try:
            obj = _read_object(line)
            identity = obj.get("id") or identity
            yield {"id": identity, **summary(match(Case.from_dict(obj)))}
        except CaseError as error:
            yield {"id": identity, "error": str(error)}


def summary(verdict: Verdict) -> dict[str, Any]:
    """The parts of a verdict that scenario files compare, as plain values; amounts as text."""
    amount = verdict.authorize_amount
    return {
        "decision": str(verdict.decision),
        "codes": list(verdict.codes),
        "info": list(verdict.info),
        "authorize_amount": None if amount is None else f"{amount:f}",
        "route": list(verdict.route),
    }


def _read_object(line: str | Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(line, Mapping):
        return line
    try:
        obj = json.loads(line, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise CaseError(f"The line is not a JSON object: {error}.") from None
    if not isinstance(obj, Mapping):
        raise CaseError("The line must be a JSON object.")
    return obj
