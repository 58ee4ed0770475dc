"""Instalments given as percentages in running text: "50% with the order, 35% upon shipping and 15% upon completion"."""

import re
from collections.abc import Sequence
from decimal import Decimal

from flowmono.intelligence.contracts.calendar import Calendar
from flowmono.intelligence.contracts.dues import DueFound, find_due, kind_of, tidy_trigger
from flowmono.intelligence.contracts.findings import Finding
from flowmono.intelligence.contracts.money import MoneyMention
from flowmono.intelligence.contracts.numbers import WORDS, parse_words
from flowmono.intelligence.contracts.source import Line, Source
from flowmono.intelligence.reader import Due

_PERCENT = re.compile(
    rf"(?:(?<![\d.,])(?P<figures>\d{{1,3}}(?:[.,]\d{{1,2}})?)\s?\)?|\b(?P<words>{WORDS}))\s?(?:%|percent\b|per cent\b|prozent\b|por ciento\b|pour cent\b)\)?",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"\b(?:pay\w*|paid|due|instal?lments?|deposit|invoice\w*|billed|(?:ge)?zahl\w*|raten?|fällig|rechnung|pag\w+|factur\w+|payé\w*|réglé\w*)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:interest|per month|per annum|increase|discount|commission|royalt\w+|ownership|shares|vest\w*|uptime|availability|vat|tax|gst|late"
    r"|markup|service fee|ux flow|revenues?|penalt\w+|liabilit\w+|cap)\b",
    re.IGNORECASE,
)  # fmt: skip


def read_shares(
    source: Source, money: Sequence[MoneyMention], calendar: Calendar, covered: Sequence[tuple[int, int]]
) -> tuple[list[Finding], list[MoneyMention]]:
    """Percentage instalments of each passage whose percentages add up to a hundred, and the amounts that belong to them.

    ``covered`` are the spans of tables, which are read elsewhere.
    """
    items: list[Finding] = []
    used: list[MoneyMention] = []
    for group in _groups(source, covered):
        found, taken = _read_group(source, group, money, calendar)
        items += found
        used += taken
    return items, used


def _groups(source: Source, covered: Sequence[tuple[int, int]]) -> list[list["re.Match[str]"]]:
    """Percentages of one line, or of a run of following short lines, that add up to a hundred."""
    groups: list[list[re.Match[str]]] = []
    run: list[re.Match[str]] = []
    gap = 0
    for line in source.lines:
        tabled = any(start <= line.start < end for start, end in covered)
        found = [] if tabled else _in_line(source, line)
        inside = _hundred(found)
        if inside:
            groups.append(inside)
            found = []
        if found and len(line.text) < 400:
            run, gap = [*run, *found], 0
            while sum(_number(match) for match in run) > 100:
                run = run[1:]
            if sum(_number(match) for match in run) == 100 and len(run) > 1:
                groups.append(run)
                run = []
        else:
            gap += 1
            run = [] if gap > 2 or inside else run
    return groups


def _in_line(source: Source, line: Line) -> list["re.Match[str]"]:
    found = []
    for match in _PERCENT.finditer(source.flat, line.start, line.end):
        before = re.split(r"[;:.,(]\s|\)", source.flat[max(line.start, match.start() - 45) : match.start()])[-1]
        after = re.split(r"[;:.,]\s", source.flat[match.end() : min(line.end, match.end() + 45)])[0]
        if _is_said_in_figures(source, match):
            continue
        if not _OTHER.search(f"{before} § {after}") and _number(match) > 0:
            found.append(match)
    return found


def _is_said_in_figures(source: Source, match: "re.Match[str]") -> bool:
    """Whether words only repeat the figures beside them: "30% (thirty per cent)", "thirty per cent (30%)"."""
    if not match["words"]:
        return False
    before, after = source.flat[max(0, match.start() - 4) : match.start()], source.flat[match.end() : match.end() + 4]
    return bool(re.search(r"%\s*\($", before) or re.match(r"\s*\(\d", after))


def _hundred(found: list["re.Match[str]"]) -> list["re.Match[str]"]:
    """A run of two or more consecutive percentages that add up to exactly a hundred, or []."""
    for first in range(len(found)):
        total = Decimal(0)
        for last in range(first, min(len(found), first + 20)):
            total += _number(found[last])
            if total == 100 and last > first:
                return found[first : last + 1]
    return []


def _number(match: "re.Match[str]") -> Decimal:
    return (
        Decimal(match["figures"].replace(",", ".")) if match["figures"] else Decimal(parse_words(match["words"]) or 0)
    )


def _read_group(
    source: Source, group: list["re.Match[str]"], money: Sequence[MoneyMention], calendar: Calendar
) -> tuple[list[Finding], list[MoneyMention]]:
    items, used = [], []
    around = source.flat[max(0, group[0].start() - 300) : group[-1].end() + 200]
    if not _PAID.search(around):
        return [], []
    spans = [source.lines[source.line_at(match.start())] for match in group]
    for index, match in enumerate(group):
        line = spans[index]
        begin = group[index - 1].end() if index and spans[index - 1] is line else max(line.start, match.start() - 120)
        stop = (
            group[index + 1].start()
            if index + 1 < len(group) and spans[index + 1] is line
            else min(line.end, match.end() + 220)
        )
        after, before = source.flat[match.end() : stop], source.flat[begin : match.start()]
        mention = next(
            (mention for mention in money if match.end() <= mention.start < min(stop, match.end() + 40)), None
        )
        if (mention is None and index == 0) or (mention is None and spans[index - 1] is not line):
            mention = next(
                (
                    mention
                    for mention in money
                    if begin <= mention.start
                    and mention.end <= match.start()
                    and match.start() - mention.end < 12
                    and _BESIDE.fullmatch(source.flat, mention.end, match.start())
                ),
                None,
            )
        if mention:
            used.append(mention)
        due, start, end = _due_near(after, before, calendar, match)
        if due is None:
            continue
        end = max(end, mention.end if mention and mention.start > match.start() else 0)
        words = source.flat[start:end]
        items.append(
            Finding(
                _describe(words), kind_of(due, source.flat[max(begin, match.start() - 30) : end]), start, end, amount=mention.amount if mention else None,
                percent=_number(match), currency=mention.currency if mention else None, due=due, confidence=Decimal("0.9"),
            )
        )  # fmt: skip
    return (items, used) if len(items) == len(group) else ([], [])


def _due_near(after: str, before: str, calendar: Calendar, match: "re.Match[str]") -> tuple[Due | None, int, int]:
    """The due after the percentage, else the event named before it ("Signature of contract: 20%"), with the quote's span."""
    first = re.split(r"(?<=[a-z)\d])\.\s+(?=[A-Z])", after)[0]
    found: DueFound | None = find_due(first, calendar)
    if found:
        return found.due, match.start(), match.end() + max(found.end, 1)
    moment = _MOMENT.match(_REPEATED.sub("", first))
    if moment:
        # Shares that make a hundred are paid at the moments beside them, whatever they are called.
        return Due("event", tidy_trigger(moment["moment"])), match.start(), match.end() + moment.end()
    name = re.split(r"[.;:]\s", before.strip(" :–—-\t"))[-1].strip(" ,:–—-•●\t")
    label = re.sub(r"^(?:and|the|to be paid)\s+", "", name)
    found = find_due(label, calendar)
    if found:
        return found.due, match.start() - len(before) + before.find(name), match.end()
    if 2 < len(label) < 90 and not re.search(
        r"\b(?:remaining|balance|rest|restliche\w*|restante|solde)\b", label, re.IGNORECASE
    ):
        return Due("event", f"on {label}"), match.start() - len(before) + before.find(name), match.end()
    return None, 0, 0


# "EUR 4,692 (15%)", "EUR 4,692, being 15%": an amount that is the share beside it, not the whole before it.
_BESIDE = re.compile(r"[\s(/,–—-]*(?:(?:or|being|i\.e\.|=|soit|also)\s*\(?)?", re.IGNORECASE)
# ", soit 9 876,00 € HT," between a share and its moment.
_REPEATED = re.compile(
    r"^\W*(?:soit|that is|i\.e\.|being|d\.h\.|also|es decir)\b[^;:]{3,40}?,(?=\s[^\W\d])", re.IGNORECASE
)
_MOMENT = re.compile(
    r"\W{0,3}(?P<moment>(?:upon|on|after|against|following|when|once|at|nach|bei|mit|à(?: la| l['’]\w+)?|lors de|après|al?)\b[ ][^.;,()\t\n]{8,90})",
    re.IGNORECASE,
)


def _describe(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip(" .,;:")[:120]
