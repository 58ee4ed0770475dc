"""Instalments given as shares in running text: "50% with the order, 35% upon shipping and 15% upon completion".

Fractions are shares too ("one half on signature and one half on delivery"), and what the text calls the balance is what the others leave of the whole.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from flowmono.intelligence.contracts.balance import RECKONED
from flowmono.intelligence.contracts.calendar import Calendar
from flowmono.intelligence.contracts.dues import DueFound, find_due, kind_of, tidy_trigger
from flowmono.intelligence.contracts.findings import Finding, TotalFound
from flowmono.intelligence.contracts.money import MoneyMention
from flowmono.intelligence.contracts.numbers import WORDS, parse_words
from flowmono.intelligence.contracts.source import Line, Source
from flowmono.intelligence.reader import Due

_PERCENT = re.compile(
    rf"(?:(?<![\d.,])(?P<figures>\d{{1,3}}(?:[.,]\d{{1,2}})?)\s?\)?|\b(?P<words>{WORDS}))\s?(?:%|percent\b|per cent\b|prozent\b|por ciento\b|pour cent\b)\)?",
    re.IGNORECASE,
)
_PARTS = {
    "half": 2, "hälfte": 2, "moitié": 2, "mitad": 2, "third": 3, "drittel": 3, "tiers": 3, "tercio": 3, "quarter": 4, "fourth": 4, "viertel": 4, "quart": 4,
    "fifth": 5, "fünftel": 5, "sixth": 6, "tenth": 10, "zehntel": 10,
}  # fmt: skip
_HOW_MANY = {"two": 2, "zwei": 2, "deux": 2, "dos": 2, "three": 3, "drei": 3, "trois": 3, "tres": 3, "four": 4}
_FRACTION = re.compile(
    rf"(?<![\w/-])(?:(?P<many>{'|'.join(_HOW_MANY)})[ -](?P<parts>thirds|quarters|fourths|fifths|tenths|drittel|viertel|fünftel|tiers|quarts|tercios)"
    r"|(?:(?:the|a|an|die|la|l['’]|der|ein|un|una|another|je)[ ]?)?"
    r"(?:(?:one|other|first|second|third|final|last|further|remaining|andere|zweite|restliche|weiteres?|weiterer|autre|otra|ein)[ -])?"
    r"(?P<part>half|third|quarter|fourth|fifth|sixth|tenth|hälfte|drittel|viertel|fünftel|zehntel|moitié|tiers|quart|mitad|tercio)"
    r"|(?P<top>[1-4])/(?P<bottom>[2-6]|10)(?![\d/])|(?P<sign>[½⅓⅔¼¾]))"
    r"(?!\w|[ -](?:years?|yearly|days?|hours?|months?|annual\w*|way|term|part(?:y|ies)|parties|person)\b)",
    re.IGNORECASE,
)  # fmt: skip
_SIGNS = {"½": Fraction(1, 2), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
# "the third invoice" is no share: where no article of quantity stands before a fraction, "of" or a moment stands behind it.
_COUNTED = re.compile(r"(?:one|two|three|four|a|ein|zwei|un|deux|je)\b|[½⅓⅔¼¾\d]", re.IGNORECASE)
_REST = re.compile(
    r"(?<!\w)(?:the|der|die|le|el)[ ](?:balance|remainder|rest|(?:remaining|outstanding)[ ](?:amount|sum|part|balance|fees?|price)"
    r"|restbetrag|restzahlung|solde|reste|resto|saldo)\b",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"\b(?:pay\w*|paid|due|instal?lments?|deposit|invoice\w*|billed|(?:ge)?zahl\w*|raten?|fällig|rechnung|pag\w+|factur\w+|payé\w*|réglé\w*)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:interest(?![ -]free)|per month|per annum|increase|discount|commission|royalt\w+|ownership|shares|vest\w*|uptime|availability|vat|tax|gst|late"
    r"|credited|falls? (?:under|below|short)|drops? (?:under|below)|(?:under|below|less than|at least|more than|exceeds?)$|markup|service fee|ux flow"
    r"|capital|equity|split|distributed|vot(?:es?|ing)|net income|profits?|termination|owned"
    r"|revenues?|penalt\w+|(?<!defect )(?<!defects )liabilit\w+|cap)\b",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True)
class Share:
    """A share of a sum as a text says it: its half-open span and how many hundredths of the whole it is. ``rest``: what others leave."""

    start: int
    end: int
    hundredths: Fraction
    rest: bool = False


def read_shares(
    source: Source, money: Sequence[MoneyMention], calendar: Calendar, covered: Sequence[tuple[int, int]]
) -> tuple[list[Finding], list[MoneyMention]]:
    """Instalments of each passage whose shares add up to the whole, and the amounts that belong to them.

    ``covered`` are the spans of tables, which are read elsewhere.
    """
    items: list[Finding] = []
    used: list[MoneyMention] = []
    for group in _groups(source, covered):
        found, taken = _read_group(source, group, money, calendar)
        items += found
        used += taken
    return items, used


def with_parts(items: list[Finding], total: TotalFound | None) -> list[Finding]:
    """The items with the amounts of thirds and the like, which no percentage says to the cent: of a fixed price, and reckoned, so that a person is asked."""
    parts = [item for item in items if item.share is not None and (item.share * 100).denominator != 1]
    if not parts or total is None or total.kind != "fixed":
        return items
    cent, given = Decimal("0.01"), Decimal(0)
    amounts: dict[int, Decimal] = {}
    for item in (one for one in items if one.share is not None):
        whole = total.amount * (item.share or Fraction()).numerator / (item.share or Fraction(1)).denominator / 100
        amounts[id(item)] = whole.quantize(cent)
        given += amounts[id(item)]
    last = id(parts[-1])
    amounts[last] += total.amount - given
    return [
        replace(item, amount=item.amount or amounts[id(item)], percent=None, confidence=min(item.confidence, RECKONED))
        if any(item is one for one in parts)
        else item
        for item in items
    ]


def _groups(source: Source, covered: Sequence[tuple[int, int]]) -> list[list[Share]]:
    """Shares of one line, or of a run of following short lines, that add up to the whole."""
    groups: list[list[Share]] = []
    run: list[Share] = []
    gap = 0
    for line in source.lines:
        tabled = any(start <= line.start < end for start, end in covered)
        found = [] if tabled else _in_line(source, line)
        inside = _whole(found)
        if inside:
            groups.append(inside)
            found = []
        left = next((share for share in found if share.rest), None)
        found = [share for share in found if not share.rest]
        so_far = sum((share.hundredths for share in run), Fraction(0))
        if left is not None and not found and gap == 0 and 0 < so_far < 100 and left.start - line.start < 12:
            groups.append([*run, replace(left, hundredths=100 - so_far)])
            run = []
        elif found and len(line.text) < 400:
            run, gap = [*run, *found], 0
            while sum(share.hundredths for share in run) > 100:
                run = run[1:]
            if sum(share.hundredths for share in run) == 100 and len(run) > 1:
                groups.append(run)
                run = []
        else:
            gap += 1
            run = [] if gap > 2 or inside else run
    return groups


def _in_line(source: Source, line: Line) -> list[Share]:
    found = []
    for match in _PERCENT.finditer(source.flat, line.start, line.end):
        number = (
            Fraction(match["figures"].replace(",", "."))
            if match["figures"]
            else Fraction(parse_words(match["words"]) or 0)
        )
        if number > 0 and not _is_said_in_figures(source, match, bool(match["words"])):
            found.append(Share(match.start(), match.end(), number))
    found += [
        Share(match.start(), match.end(), part * 100)
        for match in _FRACTION.finditer(source.flat, line.start, line.end)
        if (part := _part(source, match)) and not _is_said_in_figures(source, match, True)
    ]
    found += [
        Share(match.start(), match.end(), Fraction(0), rest=True)
        for match in _REST.finditer(source.flat, line.start, line.end)
    ]
    found.sort(key=lambda share: share.start)
    return [share for share in found if not _is_of_something_else(source, line, share)]


def _part(source: Source, match: "re.Match[str]") -> Fraction | None:
    """The part that a fraction in words or figures names; None where it is an ordinal or a period."""
    if match["sign"]:
        return _SIGNS[match["sign"]]
    if match["top"]:
        part = Fraction(int(match["top"]), int(match["bottom"]))
        return part if part < 1 else None
    if match["many"]:
        part = Fraction(
            _HOW_MANY[match["many"].casefold()],
            _PARTS.get(match["parts"].casefold(), 0) or _PARTS[match["parts"].casefold().removesuffix("s")],
        )
        return part if part < 1 else None
    size = _PARTS[match["part"].casefold()]
    if (
        size > 2
        and not _COUNTED.match(match[0])
        and not re.match(
            r"[ ](?:of|on|upon|at|when|after|by|bei|nach|à|al)\b", source.flat[match.end() : match.end() + 8]
        )
    ):
        return None
    return Fraction(1, size)


def _is_of_something_else(source: Source, line: Line, share: Share) -> bool:
    before = re.split(r"[;:.,(]\s|\)", source.flat[max(line.start, share.start - 45) : share.start])[-1]
    after = re.split(r"[;:.,]\s", source.flat[share.end : min(line.end, share.end + 45)])[0]
    return bool(_OTHER.search(before.rstrip()) or _OTHER.search(f"{before} § {after}"))


def _is_said_in_figures(source: Source, match: "re.Match[str]", in_words: bool) -> bool:
    """Whether words only repeat the figures beside them: "30% (thirty per cent)", "thirty per cent (30%)", "one half (50%)"."""
    if not in_words:
        return False
    before, after = source.flat[max(0, match.start() - 4) : match.start()], source.flat[match.end() : match.end() + 4]
    return bool(re.search(r"%\s*\($", before) or re.match(r"\s*\(\d", after))


def _whole(found: list[Share]) -> list[Share]:
    """A run of two or more consecutive shares that add up to exactly the whole, the balance being what the others leave; or []."""
    for first in range(len(found)):
        total = Fraction(0)
        for last in range(first, min(len(found), first + 20)):
            share = found[last]
            if share.rest and last > first and 0 < total < 100:
                return [*found[first:last], replace(share, hundredths=100 - total)]
            if share.rest:
                break
            total += share.hundredths
            if total == 100 and last > first:
                return found[first : last + 1]
    return []


def _read_group(
    source: Source, group: list[Share], money: Sequence[MoneyMention], calendar: Calendar
) -> tuple[list[Finding], list[MoneyMention]]:
    items, used = [], []
    # Between percentages that make the whole anything may name the moment; a fraction and a balance are said of much else.
    strict = any(
        share.rest
        or not re.search(r"%|\b(?:percent|per cent|prozent)", source.flat[share.start : share.end], re.IGNORECASE)
        for share in group
    )
    first = source.sentence_at(group[0].start)
    if strict and _KEPT_BACK.search(source.flat, first[0], max(first[1], group[-1].end)):
        return [], []  # Halves of what is kept back are no instalments of the price.
    around = source.flat[max(0, group[0].start - 300) : group[-1].end + 200]
    if not _PAID.search(around):
        return [], []
    own = _price_of_its_sentence(source, group, money) if strict else None
    if group[-1].rest and any(_stands_beside(source, mention, share) for share in group for mention in money):
        return [], []  # What an amount was said of before is part of more than these shares.
    spans = [source.lines[source.line_at(match.start)] for match in group]
    for index, match in enumerate(group):
        line = spans[index]
        begin = group[index - 1].end if index and spans[index - 1] is line else max(line.start, match.start - 120)
        stop = (
            group[index + 1].start
            if index + 1 < len(group) and spans[index + 1] is line
            else min(line.end, match.end + 220)
        )
        after, before = source.flat[match.end : stop], source.flat[begin : match.start]
        mention = next(
            (
                mention
                for mention in money
                if match.end <= mention.start < stop
                and (mention.start < match.end + 40 or _THAT_IS.search(source.flat, match.end, mention.start))
            ),
            None,
        )
        if (mention is None and index == 0) or (mention is None and spans[index - 1] is not line):
            mention = next(
                (
                    mention
                    for mention in money
                    if begin <= mention.start
                    and mention.end <= match.start
                    and _stands_beside(source, mention, match)
                    # "The fee is EUR 18,000, one half on signature": the whole stands before its parts.
                    and (not strict or "(" in source.flat[mention.end : match.start])
                ),
                None,
            )
        if mention:
            used.append(mention)
        due, start, end = _due_near(after, before, calendar, match, strict=strict)
        if due is None:
            continue
        end = max(end, mention.end if mention and mention.start > match.start else 0)
        words = source.flat[start:end]
        items.append(
            Finding(
                _describe(words), kind_of(due, source.flat[max(begin, match.start - 30) : end]), start, end, amount=mention.amount if mention else None,
                percent=_percent(match), share=match.hundredths, currency=mention.currency if mention else None,
                due=due, confidence=RECKONED if match.rest else Decimal("0.9"),
            )
        )  # fmt: skip
    if len(items) != len(group):
        return [], []
    return (_of(own, items), [*used, own]) if own is not None and not used else (items, used)


def _price_of_its_sentence(source: Source, group: list[Share], money: Sequence[MoneyMention]) -> MoneyMention | None:
    """The one amount of a sentence that then says its parts: "a set-up fee of $7,500, of which one half is due on signature"."""
    start, end = source.sentence_at(group[0].start)
    said = [mention for mention in money if start <= mention.start < end]
    return said[0] if len(said) == 1 and said[0].end <= group[0].start and group[-1].end <= end else None


def _of(price: MoneyMention, items: list[Finding]) -> list[Finding]:
    """The items with their parts of a price, to the cent; the last takes what rounding leaves."""
    shares = [item.share or Fraction() for item in items]
    amounts = [
        (price.amount * part.numerator / part.denominator / 100).quantize(Decimal("0.01")) for part in shares[:-1]
    ]
    amounts.append(price.amount - sum(amounts, Decimal(0)))
    return [
        replace(item, amount=amount, currency=price.currency, percent=None, share=None, reckoned=True)
        for item, amount in zip(items, amounts, strict=True)
    ]


def _stands_beside(source: Source, mention: MoneyMention, share: Share) -> bool:
    between = share.start - mention.end
    return 0 <= between < 12 and bool(_BESIDE.fullmatch(source.flat, mention.end, share.start))


_KEPT_BACK = re.compile(
    r"\b(?:retention|retained|retainage|holdback|held back|kept back|\w*einbehalt\w*|refund\w*|terminat\w*|cancel\w*)\b",
    re.IGNORECASE,
)


def _percent(share: Share) -> Decimal:
    """The share in percent, to the hundredth where it goes on."""
    return Decimal(f"{float(share.hundredths):.2f}".rstrip("0").rstrip("."))


def _due_near(
    after: str, before: str, calendar: Calendar, match: Share, *, strict: bool
) -> tuple[Due | None, int, int]:
    """The due after the percentage, else the event named before it ("Signature of contract: 20%"), with the quote's span."""
    first = re.split(r"(?<=[a-z)\d])\.\s+(?=[A-Z])", after)[0]
    found: DueFound | None = find_due(first, calendar)
    if found:
        return found.due, match.start, match.end + max(found.end, 1)
    moment = _MOMENT.match(_REPEATED.sub("", first))
    if moment:
        # Shares that make a hundred are paid at the moments beside them, whatever they are called.
        return Due("event", tidy_trigger(moment["moment"])), match.start, match.end + moment.end()
    name = re.split(r"[.;:]\s", before.strip(" :–—-\t"))[-1].strip(" ,:–—-•●\t")
    label = re.sub(r"^(?:and|the|to be paid)\s+", "", name)
    found = find_due(label, calendar)
    if found:
        return found.due, match.start - len(before) + before.find(name), match.end
    if (
        not strict
        and 2 < len(label) < 90
        and not re.search(r"\b(?:remaining|balance|rest|restliche\w*|restante|solde)\b", label, re.IGNORECASE)
    ):
        return Due("event", f"on {label}"), match.start - len(before) + before.find(name), match.end
    return None, 0, 0


# "EUR 4,692 (15%)", "EUR 4,692, being 15%": an amount that is the share beside it, not the whole before it.
_BESIDE = re.compile(r"[\s(/,–—-]*(?:(?:or|being|i\.e\.|=|soit|also)\s*\(?)?", re.IGNORECASE)
_THAT_IS = re.compile(r"\b(?:soit|that is|i\.e\.|being|d\.h\.|also|es decir|entspricht)\s*$", re.IGNORECASE)
# ", soit 9 876,00 € HT," between a share and its moment.
_REPEATED = re.compile(
    r"^\W*(?:soit|that is|i\.e\.|being|d\.h\.|also|es decir)\b[^;:]{3,40}?,(?=\s[^\W\d])", re.IGNORECASE
)
_MOMENT = re.compile(
    r"\W{0,3}(?P<moment>(?:upon|on|after|against|following|when|once|at|nach|bei|mit|à(?: la| l['’]\w+)?|lors de|après|al?)\b[ ][^.;,()\t\n]{8,90})",
    re.IGNORECASE,
)


def _describe(words: str) -> str:
    return re.sub(
        r"(?: and| und| et| y)?(?: the| a)?(?: further| remaining)?$", "", re.sub(r"\s+", " ", words).strip(" .,;:")
    )[:120]
