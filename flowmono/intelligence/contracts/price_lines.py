"""Price lists without columns: under a heading that says prices, line after line is a name with an amount behind it."""

import re
from collections.abc import Sequence
from decimal import Decimal

from flowmono.intelligence.contracts.findings import Finding
from flowmono.intelligence.contracts.money import MoneyMention
from flowmono.intelligence.contracts.source import Line, Source
from flowmono.intelligence.contracts.traps import is_trap
from flowmono.intelligence.reader import Due

_SURE = Decimal("0.8")
_FEWEST = 3
_NAME = re.compile(r"[^\w(]{0,4}(?P<name>[^\W_][^.;:!?\t]{1,70}?)[ .…–—-]*$")
_HEADING = re.compile(
    r"^.{0,60}\b(?:prices?|price list|pricing|unit prices|tariffs?|preise|preisliste|precios|tarifas|prix|tarifs|prijzen|prijslijst)\b.{0,40}$",
    re.IGNORECASE,
)
# A sum of the lines makes them parts of one price; stages are paid one after the other.
_PARTS = re.compile(
    r"\b(?:(?:sub-?)?total|sum|summe|gesamt\w*|suma|somme|deposit|milestones?|phase|stage|instal?lments?|retail|msrp|insurance|year)\b",
    re.IGNORECASE,
)


def read_price_lines(source: Source, money: Sequence[MoneyMention]) -> tuple[list[Finding], list[MoneyMention]]:
    """The unit prices of every such list, and the amounts that belong to them."""
    by_line: dict[int, list[MoneyMention]] = {}
    for mention in money:
        by_line.setdefault(source.line_at(mention.start), []).append(mention)
    items: list[Finding] = []
    used: list[MoneyMention] = []
    run: list[tuple[Line, MoneyMention, str]] = []
    for index in range(len(source.lines) + 1):
        line = source.lines[index] if index < len(source.lines) else None
        entry = _entry(line, by_line.get(index, [])) if line is not None else None
        if entry is not None:
            run.append(entry)
            continue
        if len(run) >= _FEWEST and _is_price_list(source, index - len(run), run):
            items += [
                Finding(
                    name, "unit_price", one.start, one.end, amount=mention.amount, currency=mention.currency, due=Due("event", "as ordered"), unit="piece",
                    confidence=_SURE if mention.sure else Decimal("0.4"), from_table=True,
                )
                for one, mention, name in run
            ]  # fmt: skip
            used += [mention for _, mention, _ in run]
        run = []
    return items, used


def _entry(line: Line, mentions: Sequence[MoneyMention]) -> tuple[Line, MoneyMention, str] | None:
    if len(mentions) != 1 or line.is_row or line.end - mentions[0].end > 2:
        return None
    named = _NAME.fullmatch(line.text[: mentions[0].start - line.start])
    return (line, mentions[0], named["name"].strip()) if named and re.search(r"[^\W\d_]{3}", named["name"]) else None


def _is_price_list(source: Source, first: int, run: Sequence[tuple[Line, MoneyMention, str]]) -> bool:
    """Whether the lines above the run say prices, and nothing makes its lines parts of one sum."""
    above = [line.text for line in source.lines[max(0, first - 3) : first]]
    following = source.lines[first + len(run)].text if first + len(run) < len(source.lines) else ""
    words = " ".join([*above, *(name for _, _, name in run), following[:40]])
    amounts = [mention.amount for _, mention, _ in run]
    adds_up = amounts[-1] == sum(amounts[:-1])
    return (
        any(_HEADING.match(text) for text in above)
        and not _PARTS.search(words)
        and not adds_up
        and not is_trap(" ".join(above)[-150:], "", above[-1] if above else "")
    )
