"""The parties of a contract and which of them pays whom.

Three places name parties: labelled lines ("Provider: …", "Auftraggeber / Customer: …", "Party A: …"), the preamble ("between X (“X”) and Y"),
and signature rows. Labels decide the sides where there are any; otherwise the sentences about paying, invoicing and performing vote.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from flowmono.intelligence.contracts.labels import field_of
from flowmono.intelligence.contracts.letters import find_letter
from flowmono.intelligence.contracts.names import (
    NOISE,
    Name,
    cut_name,
    definitions_in,
    looks_like_name,
    names_no_company,
    same_name,
)
from flowmono.intelligence.contracts.openings import find_opening
from flowmono.intelligence.contracts.party_tables import bare_label, find_party_blocks
from flowmono.intelligence.contracts.roles import ANOTHER_LABEL, FORM_END, LABELLED, leaning_of, side_of
from flowmono.intelligence.contracts.source import Source

HEAD = 6000
_ANCHOR = re.compile(
    r"\b(?:by and (?:between|among)|by and amongst|between|among|BETWEEN|zwischen|entre|is made by|made by|certifies that)\b",
    re.IGNORECASE,
)
_BESIDE_NAME = re.compile(r"\s(?:Address|Registration|Legal representative|Contact)\b", re.IGNORECASE)
_PARTY_LETTER = re.compile(r"(?:^|\n|\s)(Party [A-D])\s*[:：]\s*(?P<value>[^\n]{2,160})")
# "For the Client: Mr Brand" names the person who signs or is written to.
SIGNS_FOR = re.compile(r"^[\W\d]{0,6}(?:(?:acceptance|accepted|signed|agreed) by|for|by|on behalf of)\b", re.IGNORECASE)
# What says something is no name under a heading such as "Supplier".
SAYS = re.compile(
    r"\b(?:shall|will|must|may|is|are|has|have|agrees?|means|warrants?)\b|\.\s+[A-Z][a-z]+ [a-z]", re.IGNORECASE
)
_STOP = re.compile(
    r"\b(?:WHEREAS|RECITALS|WITNESSETH|BACKGROUND|NOW,? THEREFORE|W I T N E S S E T H|AGREEMENT 1\.|the following terms)\b"
)
_SENTENCE = re.compile(
    r"[a-z)]{2}\. +(?:In|The|For|All|Each|This|It|They|Whereas|[A-Z]\.)\b|[.;]\s+WHEREAS|\b\d{1,2}\. [A-Z][a-z]+"
)
_AND = re.compile(r"(?:^|[,;:)]|\s)\s*(?:and|AND:?|und|y|et)\b[\s:]*")
_TITLE_PAIR = re.compile(
    r"\b(?:between|among):?\n(?P<first>[^\n]{3,100})\n(?:and|&|-and-)\n(?P<second>[^\n]{3,100})\n", re.IGNORECASE
)
_SIMPLE_PAIR = re.compile(
    r"\b(?:between|among)\s+(?P<first>[^\n;()]{2,90}?)\s+(?:and|und|y|et|&)\s+(?P<second>[^\n;()]{2,90}?)(?=[.,]?\s*(?:\n|$|dated|[.] [A-Z]|\())"
)


@dataclass
class Side:
    """A party with the votes for its side: positive pays, negative is paid."""

    name: Name
    label_votes: int = 0
    votes: int = 0
    # The votes that speak for paying alone, whatever else the side does.
    pays: int = 0
    letter: str | None = None
    label_line: tuple[int, int] | None = None
    details: dict[str, str] = field(default_factory=dict)


def find_sides(source: Source) -> list[Side]:
    """All parties in order of appearance, each with its votes. Empty when the text names none."""
    sides = _named(source)
    _take_aliases(source, sides)
    _vote_by_roles(sides)
    _vote_by_sentences(source, sides)
    return sides


def _named(source: Source) -> list[Side]:
    """The parties that an opening defines, with what labels say of them; without such an opening, those of labels, tables and preamble."""
    sides, opening = _labelled(source), [Side(name) for name in find_opening(source.flat)]
    if opening:
        for side in opening:
            twin = next((other for other in sides if same_name(other.name.name, side.name.name)), None)
            if twin is not None:
                side.label_votes = twin.label_votes
        return _or_of_the_cover(source, opening)
    if len(sides) < 2 or {side.label_votes > 0 for side in sides} != {True, False}:
        sides = _merge(sides, _from_tables(source))
    if len(sides) < 2 or {side.label_votes > 0 for side in sides} != {True, False}:
        sides = _merge(sides, _lettered(source))
    if len(sides) < 2:
        sides = _from_letter(source) or _merge(sides, _from_preamble(source))
    if len(sides) < 2:
        sides = _merge(sides, _from_simple_pair(source))
    return _or_of_the_cover(source, sides)


def _or_of_the_cover(source: Source, sides: list[Side]) -> list[Side]:
    """The two companies of the cover, where the preamble was read as naming people who act for them or the short names alone."""
    named = [side for side in sides if FORM_END.search(side.name.name)]
    if len(named) > 1 or len(sides) < 3:
        return sides
    pair = _from_simple_pair(source)
    if pair and all(FORM_END.search(side.name.name) for side in pair):
        return _merge(pair, named)
    return sides


def payer_and_payee(sides: list[Side]) -> tuple[Side | None, Side | None, bool]:
    """Who pays, who is paid, and whether labels and sentences agree about it. None where the votes say nothing."""
    if not sides:
        return None, None, False
    ranked = sorted(sides, key=lambda side: side.label_votes + side.votes, reverse=True)
    best, worst = ranked[0], ranked[-1]
    score, low = best.label_votes + best.votes, worst.label_votes + worst.votes
    if score <= 0 and low < 0 and len(sides) > 2:
        # Nobody is seen paying more than else: who pays at all, or the first party named, that is not the one being paid.
        best = max((side for side in sides if side is not worst), key=lambda side: side.pays)
        score = 1
    if score > 0 and low >= 0 and len(sides) > 2:
        worst = next(side for side in sides if side is not best)
        low = -1
    payer = best if score > 0 or (len(sides) == 2 and low < 0) else None
    payee = worst if low < 0 or (len(sides) == 2 and score > 0) else None
    if payer is payee:
        payer, payee = (payer, None) if score > 0 else (None, payee)
    agree = all(side is None or side.label_votes * side.votes >= 0 for side in (payer, payee))
    return payer, payee, agree


def _labelled(source: Source) -> list[Side]:
    sides: list[Side] = []
    weak: list[Side] = []
    for label, value, place, span, plain in _labels(source):
        side = side_of(label)
        start, end = cut_name(value)
        name = value[start:end]
        if side is None or not end or any(same_name(name, other.name.name) for other in [*sides, *weak]):
            continue
        if looks_like_name(name) and not _is_signer(source, place, name):
            votes = side[1] if side[0] == "customer" else -side[1]
            where = Name(name, place + start, place + end, [label])
            (sides if plain else weak).append(Side(where, label_votes=votes * 2, label_line=span))
    # What stands beside a role without a legal form or an address is a party's name only where the other party is named so as well.
    if (
        weak
        and {side.label_votes > 0 for side in [*sides, *weak]} == {True, False}
        and len({side.label_votes > 0 for side in sides}) < 2
    ):
        sides = sorted([*sides, *weak], key=lambda side: side.name.start)
    return _prefer_first_naming(source, sides)


def _labels(source: Source) -> Iterator[tuple[str, str, int, tuple[int, int], bool]]:
    """(role, words behind it, their place, the whole's span, whether plainly a name): "Provider: Name", two in a line, a role over a name."""
    for index, line in enumerate(source.lines):
        place = line.start
        for cell in line.text.split("\t"):
            begin = place
            for part in ANOTHER_LABEL.split(cell) if LABELLED.match(cell) else [cell]:
                match = LABELLED.match(part)
                if match and not match["value"].startswith("/s/"):
                    signs = SIGNS_FOR.match(part) and not FORM_END.search(match["value"].rstrip(" ."))
                    if not signs:
                        yield (
                            match["label"],
                            match["value"],
                            begin + match.start("value"),
                            (begin, begin + len(part)),
                            True,
                        )
                begin += len(part) + 1
            place += len(cell) + 1
        if line.start < HEAD:
            yield from _role_above(source, index)


def _role_above(source: Source, index: int) -> Iterator[tuple[str, str, int, tuple[int, int], bool]]:
    """A role alone in its line or its first cell, with the name in the next line or cell, "Legal name" between them or not."""
    line = source.lines[index]
    role = bare_label(line.cells[0].strip(" :*"))
    named = False
    if not side_of(role) or len(line.cells) > 2:
        return
    following = [row for row in source.lines[index + 1 : index + 4] if not re.fullmatch(r"\s*\([^()]*\)\s*", row.text)]
    if line.is_row:
        value, place = line.text.split("\t")[1], line.start + line.text.index("\t") + 1
    elif following and field_of(following[0].cells[0]) == "name":
        named = True
        row = following[0] if following[0].is_row else following[min(1, len(following) - 1)]
        value = row.text.split("\t")[1] if row.is_row else row.text
        place = row.start + (row.text.index("\t") + 1 if row.is_row else 0)
    elif following and not following[0].is_row:
        value, place = following[0].text, following[0].start
    else:
        return
    name = re.split(r", |\s?\(", value.strip())[0]
    plain = (
        named
        or FORM_END.search(re.split(r",? \(", value.strip())[0])
        or FORM_END.search(name)
        or re.search(r", .*\d", value)
    )
    if SAYS.search(value) or len(value) > 250 or side_of(value.strip()) or field_of(value):
        return
    yield role, value, place, (line.start, place + len(value)), bool(plain)


def _is_signer(source: Source, place: int, name: str) -> bool:
    """Whether a labelled name stands among the signatures of a long text and is no company: the person who signs, not the party."""
    return len(source.flat) > 6000 and place > len(source.flat) * 0.6 and not FORM_END.search(name)


def _prefer_first_naming(source: Source, sides: list[Side]) -> list[Side]:
    """Point each party at the first place where the text names it in full: that is where a person looks."""
    for side in sides:
        first = source.flat.find(side.name.name)
        if 0 <= first < side.name.start:
            side.name.end = first + len(side.name.name)
            side.name.start = first
    return sides


def _from_tables(source: Source) -> list[Side]:
    """Parties that a table of details names under their roles: "Customer | Name | Registered office | VAT ID"."""
    sides = []
    for block in find_party_blocks(source):
        role = side_of(block.label)
        if role is None or block.name_at is None:
            continue
        start, end = cut_name(block.fields["name"])
        text = block.fields["name"][start:end]
        begin = block.name_at + start
        if end and looks_like_name(text) and source.flat[begin : begin + len(text)] == text:
            votes = role[1] if role[0] == "customer" else -role[1]
            sides.append(Side(Name(text, begin, begin + len(text), [block.label]), label_votes=votes * 2))
    return sides


def _from_letter(source: Source) -> list[Side]:
    names, writer_is_paid = find_letter(source)
    votes = max(-6, min(6, 2 * writer_is_paid))
    return [Side(name, votes=sign * votes) for name, sign in zip(names, (-1, 1), strict=False)]


def _lettered(source: Source) -> list[Side]:
    sides = []
    for match in _PARTY_LETTER.finditer(source.flat[:HEAD]):
        start, end = cut_name(_BESIDE_NAME.split(match["value"])[0])
        if end and match["value"][start] != "[":
            name = Name(match["value"][start:end], match.start("value") + start, match.start("value") + end, [match[1]])
            sides.append(Side(name, letter=match[1]))
    return sides


def _from_preamble(source: Source) -> list[Side]:
    head = source.flat[:HEAD].replace("\t", " ")
    stop = next((match.start() for match in _STOP.finditer(head) if match.start() > 200), len(head))
    definitions = [entry for entry in definitions_in(head) if entry[0] < stop + 200]
    best: list[Side] = []
    anchors = [anchor.end() for anchor in _ANCHOR.finditer(head, 0, stop)]
    for anchor, following in zip(anchors, [*anchors[1:], stop], strict=False):
        if not any(anchor <= start < following for start, _, _ in definitions):
            continue
        sides = _after_anchor(head, anchor, definitions, stop)
        if len(sides) >= 2:
            return sides
        if len(sides) > len(best):
            best = sides
    loose = _merge(best, _before_definitions(head, definitions[:6], stop)) if len(best) < 2 else best
    return loose


def _after_anchor(head: str, begin: int, definitions: list[tuple[int, int, list[str]]], stop: int) -> list[Side]:
    """Parties after "between": each chunk up to a bracketed definition, then "and", and so on."""
    sides: list[Side] = []
    place = begin
    for start, end, aliases in definitions:
        if start < begin or start - place > 700 or start > stop:
            continue
        chunk = head[place:start]
        if sides and _SENTENCE.search(chunk):
            break
        follows = _AND.search(chunk) if sides else None
        if sides and not follows:
            sides[-1].name.aliases.extend(aliases if len(chunk) < 250 else [])
            place = end
            continue
        offset = follows.end() if follows else 0
        if sides and not chunk[offset:].strip():
            # "and (Client) Pelican Inc." puts the short name before the name.
            place, offset, chunk = end, 0, head[end : end + 120]
            end += 1
        first, last = cut_name(chunk[offset:])
        name = chunk[offset + first : offset + last]
        if last and not NOISE.match(name) and looks_like_name(name):
            sides.append(Side(Name(name, place + offset + first, place + offset + last, list(aliases))))
        place = end
    if len(sides) == 1:
        sides += _bare_second(head, place, sides[0])
    return sides


def _bare_second(head: str, place: int, first: Side) -> list[Side]:
    """The second party when it has no bracket of its own: "… (“ACM”) and Beta Ltd, a …", or a short name defined elsewhere."""
    follows = re.match(r"[^()]{0,260}?[,)\s](?:and|und|y|et)\s+(?P<name>[^()]{2,160})", head[place : place + 460])
    if not follows:
        return []
    start, end = cut_name(follows["name"])
    end = min(end, (re.search(r"\. [A-Z]", follows["name"]) or re.search(r"$", follows["name"])).start())  # type: ignore[union-attr]
    name = follows["name"][start:end]
    begin = place + follows.start("name") + start
    if not end or NOISE.match(name) or not looks_like_name(name):
        return []
    defined = next(
        (entry for entry in definitions_in(head[:place]) if name in entry[2] and name not in first.name.aliases), None
    )
    if defined:
        lead = head[max(0, defined[0] - 120) : defined[0]]
        opening = max((match.end() for match in re.finditer(r"[.!?]\s(?=\S)|\n", lead.rstrip())), default=0)
        before = lead[opening:]
        offset = defined[0] - len(before)
        start, end = cut_name(before)
        if end:
            return [Side(Name(before[start:end], offset + start, offset + end, defined[2]))]
    return [Side(Name(name, begin, begin + len(name)))]


def _before_definitions(head: str, definitions: list[tuple[int, int, list[str]]], stop: int) -> list[Side]:
    """Names straight before bracketed definitions, for openings without "between": "X, Inc. (“X”) and Y B.V. (“Y”) agree to"."""
    sides: list[Side] = []
    place = 0
    for start, end, aliases in definitions:
        if start > stop:
            break
        words = re.search(
            r"((?:[A-Z0-9][\w.&'’/-]*,?|of|and|the|&|\(Pty\))\s+){0,10}[A-Z0-9][\w.&'’/-]*,?\s*$", head[place:start]
        )
        chunk = re.sub(r"^(?:(?:of|and|the)\s+)+", "", words.group().rsplit("\n", 1)[-1]) if words else ""
        if len(re.findall(r",", head[max(place, start - 200) : start])) > 1:
            opening = re.search(
                r"(?:^|[.:)]\s|\n|\b(?:and|AND|by)\s)(?P<name>[A-Z][^():\n]{2,200})$",
                head[max(place, start - 260) : start],
            )
            chunk = opening["name"] if opening else chunk
        first, last = cut_name(chunk)
        if last and looks_like_name(chunk[first:last]) and not NOISE.match(chunk[first:last]):
            begin = start - len(chunk) + first
            sides.append(Side(Name(chunk[first:last], begin, begin + last - first, list(aliases))))
        place = end
    return sides[:4]


def _from_simple_pair(source: Source) -> list[Side]:
    """ "between X and Y." where neither has a bracket."""
    head = source.flat[:HEAD]
    for match in [*_TITLE_PAIR.finditer(head), *_SIMPLE_PAIR.finditer(head)]:
        found = []
        for group in ("first", "second"):
            start, end = cut_name(match[group])
            name = match[group][start:end]
            if end and not NOISE.match(name) and not names_no_company(name):
                found.append(Side(Name(name, match.start(group) + start, match.start(group) + end)))
        if len(found) == 2:
            return found
    return []


def _merge(known: list[Side], more: list[Side]) -> list[Side]:
    merged = list(known)
    for side in more:
        twin = next((other for other in merged if same_name(other.name.name, side.name.name)), None)
        if twin is None:
            merged.append(side)
        else:
            twin.name.aliases.extend(alias for alias in side.name.aliases if alias not in twin.name.aliases)
    return merged


def _take_aliases(source: Source, sides: list[Side]) -> None:
    """Short names that the text defines straight after a party's name anywhere in its head."""
    head = source.flat[: 5 * HEAD].replace("\n", " ")
    lowered = head.casefold()
    names = [side.name.name.casefold() for side in sides]
    if len(lowered) != len(head):
        return
    for start, _, aliases in definitions_in(head):
        before = lowered[max(0, start - 300) : start]
        last = max(range(len(names)), key=lambda index: before.rfind(names[index]), default=None)
        if last is None or before.rfind(names[last]) < 0:
            continue
        between = before[before.rfind(names[last]) + len(names[last]) :]
        if (
            "(" in between
            or "\t" in between
            or _SENTENCE.search(between)
            or re.search(r"\b(?:whereas|shall|will|means)\b", between)
        ):
            continue
        sides[last].name.aliases.extend(alias for alias in aliases if alias not in sides[last].name.aliases)


def _vote_by_roles(sides: list[Side]) -> None:
    for side in sides:
        for alias in side.name.aliases:
            side.votes += leaning_of(alias)


def _vote_by_sentences(source: Source, sides: list[Side]) -> None:
    owners: dict[str, Side] = {}
    shared = Counter(spelling.casefold() for side in sides for spelling in set(side.name.spellings))
    for side in sides:
        for spelling in side.name.spellings:
            if shared[spelling.casefold()] == 1:
                owners[spelling.casefold()] = side
    if not owners:
        return
    who = "|".join(re.escape(spelling) for spelling in sorted(owners, key=len, reverse=True))
    text = source.flat.replace("\n", " ")
    for pattern, weight in _vote_patterns(who):
        for match in list(pattern.finditer(text))[:40]:
            side = owners[match["who"].casefold()]
            side.votes += weight
            side.pays += max(weight, 0)


def _vote_patterns(who: str) -> list[tuple["re.Pattern[str]", int]]:
    name = rf"(?<!\w)(?P<who>{who})(?!\w)"
    modal = (
        r"(?:,? (?:shall|will|must|should|agrees? to|hereby agrees to|agree|undertakes to|is required to|is obligated to|may))"
        r"(?: (?:also|then|hereby|promptly|only))?"
    )
    # What a side owes others or as a sanction says nothing of the price.
    price = r"(?! (?:all |any |its |their |the |such |a )?(?:wages|salar|tax|dut(?:y|ies)|compensation|damages|penalt|interest|liquidated|fine|premium|staff))"
    does = r"(?:provide|perform|supply|deliver|render|design|develop|sell|grant|furnish|install|maintain|execute|carry out|manufacture|produce)"
    rules = (
        (rf"{name}(?:{modal} (?:pay|compensate|remunerate|remit)| pays)\b{price}", 4),
        # A stated sum says more than the duty to pay what else may fall due.
        (rf"{name}{modal} pay\b{price}[^.;]{{0,70}}?(?:[$€£¥]|\b(?:USD|EUR|GBP|CHF|CAD|AUD|RMB)) ?\d", 5),
        (rf"{name}{modal} (?:purchase|buy|order|make (?:an? )?(?:\w+ )?(?:pre)?(?:payment|deposit))\b", 3),
        (rf"{name} (?:purchases|buys|orders|commissions|engages|appoints|hires|charters|rents|entrusts)\b", 2),
        (rf"(?:paid|payable|payment|owed|due) by (?:the )?{name}", 2),
        (rf"\bpay(?:s|able|ments?)?,? (?:to )?(?:the )?{name}", -3),
        (rf"\b(?:invoice|bill)s? (?:to )?(?:the )?{name}(?! shall| will)", 1),
        (rf"{name}(?:['’]s)? invoices?\b", -3),
        (rf"invoices? (?:from|of|issued by|submitted by) (?:the )?{name}", -3),
        (rf"{name}{modal} (?:invoice|bill|submit (?:an? )?invoice|separately invoice|send (?:\w+ )?invoice)\b", -3),
        (rf"{name}{modal} {does}\b", -1),
        (
            rf"{name} (?:provides|performs|supplies|delivers|sells|grants|installs|maintains|carries out|undertakes to (?!pay))\b",
            -1,
        ),
        (rf"\b(?:engages?|retains?|retain|hires?|commissions?|appoints?|appointed|selected) (?:the )?{name}", -3),
        (rf"\b(?:offer|quotation|proposal|tender|bid) of (?:the )?{name}", -2),
        (rf"\b(?:work|works|services) (?:performed|carried out|executed|rendered|provided) by (?:the )?{name}", -2),
        (rf"\b(?:personnel|workers|staff|employees) (?:of|deputed by|provided by) (?:the )?{name}", -1),
        (rf"\bsells? (?:\w+ )?to (?:the )?{name}", 2),
        (rf"\bpurchase[sd]? (?:\w+ ){{0,2}}from (?:the )?{name}", -3),
    )
    return [(re.compile(pattern, re.IGNORECASE), weight) for pattern, weight in rules]
