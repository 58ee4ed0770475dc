"""The parties of a contract and which of them pays whom.

Three places name parties: labelled lines ("Provider: …", "Auftraggeber / Customer: …", "Party A: …"), the preamble ("between X (“X”) and Y"),
and signature rows. Labels decide the sides where there are any; otherwise the sentences about paying, invoicing and performing vote.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from flowmono.intelligence.contracts.dates import find_dates
from flowmono.intelligence.contracts.names import Name, cut_name, definitions_in, same_name
from flowmono.intelligence.contracts.party_tables import find_party_blocks
from flowmono.intelligence.contracts.roles import FORM_END, LABELLED, ROLE_WORDS, side_of
from flowmono.intelligence.contracts.source import Source

HEAD = 6000
_ANCHOR = re.compile(
    r"\b(?:by and (?:between|among)|by and amongst|between|among|BETWEEN|zwischen|entre|is made by|made by|certifies that)\b",
    re.IGNORECASE,
)
_PARTY_LETTER = re.compile(r"(?:^|\n|\s)(Party [A-D])\s*[:：]\s*(?P<value>[^\n]{2,160})")
_STOP = re.compile(
    r"\b(?:WHEREAS|RECITALS|WITNESSETH|BACKGROUND|NOW,? THEREFORE|W I T N E S S E T H|AGREEMENT 1\.|the following terms)\b"
)
_NOISE = re.compile(
    r"^(?:the )?(?:following|or|undersigned|parties|two parties|party|date|of|and|developer and client|provider and customer)\b",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"(?:(?:the|this|that|these|each|any|said) )?(?:(?:[\w’'-]+ ){0,5}(?:cover page|key terms|standard terms|terms|terms and conditions|agreement|contract"
    r"|addendum|amendment|order form|term sheet|statement of work|work order|exhibit|schedule|annex|appendix|attachment|policy|sow|dpa|nda|msa|baa|sla)"
    r"(?: [a-z0-9]{1,3}(?:\.\d+)*)?|(?:sections?|clauses?|articles?|paragraphs?|breach of \w+|parts?) (?:\d[\d.]*|[a-z]\b).*"
    r"|we|you|us|either party|not been|html|.*\b(?:will|shall|must|et seq)\b.*)$",
    re.IGNORECASE,
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
    letter: str | None = None
    label_line: tuple[int, int] | None = None
    details: dict[str, str] = field(default_factory=dict)


def find_sides(source: Source) -> list[Side]:
    """All parties in order of appearance, each with its votes. Empty when the text names none."""
    sides = _labelled(source)
    if len(sides) < 2 or {side.label_votes > 0 for side in sides} != {True, False}:
        sides = _merge(sides, _from_tables(source))
    if len(sides) < 2 or {side.label_votes > 0 for side in sides} != {True, False}:
        sides = _merge(sides, _lettered(source))
    if len(sides) < 2:
        sides = _merge(sides, _from_preamble(source))
    if len(sides) < 2:
        sides = _merge(sides, _from_simple_pair(source))
    _take_aliases(source, sides)
    _vote_by_roles(sides)
    _vote_by_sentences(source, sides)
    return sides


def payer_and_payee(sides: list[Side]) -> tuple[Side | None, Side | None, bool]:
    """Who pays, who is paid, and whether labels and sentences agree about it. None where the votes say nothing."""
    if not sides:
        return None, None, False
    ranked = sorted(sides, key=lambda side: side.label_votes + side.votes, reverse=True)
    best, worst = ranked[0], ranked[-1]
    score, low = best.label_votes + best.votes, worst.label_votes + worst.votes
    if score <= 0 and low < 0 and len(sides) > 2:
        # Nobody is seen paying: the first party named that is not the one being paid.
        best = next(side for side in sides if side is not worst)
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
    for line in source.lines:
        place = line.start
        for cell in line.text.split("\t"):
            match = LABELLED.match(cell)
            side = side_of(match["label"]) if match else None
            if match and side and not match["value"].startswith("/s/"):
                start, end = cut_name(match["value"])
                begin = place + match.start("value")
                known = any(same_name(match["value"][start:end], other.name.name) for other in sides)
                if (
                    end
                    and not known
                    and _looks_like_name(match["value"][start:end])
                    and not _is_signer(source, begin, match["value"][start:end])
                ):
                    name = Name(match["value"][start:end], begin + start, begin + end, [match["label"]])
                    votes = side[1] if side[0] == "customer" else -side[1]
                    sides.append(Side(name, label_votes=votes * 2, label_line=(place, place + len(cell))))
            place += len(cell) + 1
    return _prefer_first_naming(source, sides)


def _is_signer(source: Source, place: int, name: str) -> bool:
    """Whether a labelled name stands among the signatures of a long text and is no company: the person who signs, not the party."""
    return len(source.flat) > 6000 and place > len(source.flat) * 0.6 and not FORM_END.search(name)


def _looks_like_name(name: str) -> bool:
    words = re.findall(r"[^\W\d_]\w*", FORM_END.sub("", name))
    if names_no_company(name):
        return False
    if find_dates(name + " 2000") or (":" in name and not FORM_END.search(name)):
        return False
    return (
        bool(words)
        and (name[0].isupper() or not name[0].isalpha())
        and sum(word[0].isupper() for word in words) * 2 >= len(words)
    )


def names_no_company(name: str) -> bool:
    """True for a part of the document ("the Cover Page", "Section 5") and for a bare role ("Provider", "the Subcontractor")."""
    bare = name.strip(' "“”.,;:')
    role = re.sub(r"^(?:the|an?|each|any) ", "", bare.casefold())
    return role in ROLE_WORDS or (bool(_PAPER.match(bare)) and not FORM_END.search(name))


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
        if end and _looks_like_name(text) and source.flat[begin : begin + len(text)] == text:
            votes = role[1] if role[0] == "customer" else -role[1]
            sides.append(Side(Name(text, begin, begin + len(text), [block.label]), label_votes=votes * 2))
    return sides


def _lettered(source: Source) -> list[Side]:
    sides = []
    for match in _PARTY_LETTER.finditer(source.flat[:HEAD]):
        start, end = cut_name(re.split(r"\s(?:Address|Registration|Legal representative|Contact)\b", match["value"])[0])
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
        if last and not _NOISE.match(name) and _looks_like_name(name):
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
    if not end or _NOISE.match(name) or not _looks_like_name(name):
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
        chunk = words.group() if words else ""
        if len(re.findall(r",", head[max(place, start - 200) : start])) > 1:
            opening = re.search(
                r"(?:^|[.:)]\s|\n|\b(?:and|AND|by)\s)(?P<name>[A-Z][^():\n]{2,200})$",
                head[max(place, start - 260) : start],
            )
            chunk = opening["name"] if opening else chunk
        first, last = cut_name(chunk)
        if last and _looks_like_name(chunk[first:last]) and not _NOISE.match(chunk[first:last]):
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
            if end and not _NOISE.match(name) and not names_no_company(name):
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
            role = side_of(alias)
            if role:
                side.votes += role[1] if role[0] == "customer" else -role[1]


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
            owners[match["who"].casefold()].votes += weight


def _vote_patterns(who: str) -> list[tuple["re.Pattern[str]", int]]:
    name = rf"(?<!\w)(?P<who>{who})(?!\w)"
    modal = (
        r"(?:,? (?:shall|will|must|should|agrees? to|hereby agrees to|agree|undertakes to|is required to|is obligated to|may))"
        r"(?: (?:also|then|hereby|promptly|only))?"
    )
    rules = (
        (rf"{name}{modal} (?:pay|compensate|remunerate|remit)\b", 4),
        (rf"{name}{modal} (?:purchase|buy|order|make (?:an? )?(?:\w+ )?(?:pre)?(?:payment|deposit))\b", 3),
        (rf"(?:paid|payable|payment|owed|due) by (?:the )?{name}", 2),
        (rf"\bpay(?:s|able|ments?)?,? (?:to )?(?:the )?{name}", -3),
        (rf"\b(?:invoice|bill)s? (?:to )?(?:the )?{name}(?! shall| will)", 1),
        (rf"{name}(?:['’]s)? invoices?\b", -3),
        (rf"invoices? (?:from|of|issued by|submitted by) (?:the )?{name}", -3),
        (rf"{name}{modal} (?:invoice|bill|submit (?:an? )?invoice|separately invoice|send (?:\w+ )?invoice)\b", -3),
        (rf"{name}{modal} (?:provide|perform|supply|deliver|render|design|develop|sell|grant|furnish)\b", -1),
        (rf"\b(?:engages?|retains?|retain|hires?) (?:the )?{name}", -3),
        (rf"\bsells? (?:\w+ )?to (?:the )?{name}", 2),
        (rf"\bpurchase[sd]? (?:\w+ ){{0,2}}from (?:the )?{name}", -3),
    )
    return [(re.compile(pattern, re.IGNORECASE), weight) for pattern, weight in rules]
