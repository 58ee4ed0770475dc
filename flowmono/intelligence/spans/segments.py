"""A contract cut into the stretches that people mark: sentences and clauses, each with its headings and its verbatim offsets.

Works on the text as it stands, whatever its line breaks: a blank line ends a stretch, so does a full stop before a capital, a
section number, an entry of a list; an abbreviation, a number or a broken line does not.
"""

import re
from dataclasses import dataclass

LONGEST = 2_500
SHORTEST = 2

_BREAK = re.compile(
    r"\n[^\S\n]*\n\s*|\n(?=\s*(?:\(?[a-z0-9ivx]{1,4}[.)]|ARTICLE|Article|SECTION|Section|EXHIBIT|Exhibit|SCHEDULE|Schedule|[A-Z]\.)\s)"
)
_END = re.compile(
    r"[.;?!:][\"”’')\]]*(?=\s)|(?<![^\S\n])[^\S\n]{3,}(?=\(?(?:[a-z]|[ivx]{1,4}|\d{1,2}(?:\.\d{1,2})*)[.)]\s)|\s(?=[●•▪§·]\s)"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:Inc|INC|Ltd|LTD|Corp|CORP|Co|CO|Nos?|NO|Nr|Art|Mr|Mrs|Ms|Dr|St|Ste|Sec|Sr|Jr|Ave|Blvd|Rd|Fl|Bldg|Attn|approx|ca|vs|v|i\.e|e\.g"
    r"|U\.S|U\.K|U\.S\.A|S\.A|B\.V|N\.V|L\.P|L\.L\.C|P\.O|D\.C|N\.A|a\.m|p\.m|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Exh?|cf|al|et|para)"
    r"|(?<![\w.])[A-Z]|\.[A-Z])\.$"
)
_NUMBER = re.compile(
    r"(?:(?:ARTICLE|Article|SECTION|Section|Sec\.|§)\s+(?:\d{1,2}(?:\.\d{1,2})*|[IVX]+)|\d{1,2}(?:\.\d{1,2}){0,4}|\(?(?:[a-z]{1,2}|[A-Z]|[ivx]{1,5}|[IVX]{1,5}|\d{1,2})\)|[A-HIVX]{1,4}(?=\.))[.):]*\s+"
)
_LABEL_ONLY = re.compile(rf"\s*(?:{_NUMBER.pattern})*\Z")
_TITLE = re.compile(
    r"[^\W\d_][^.;:()\"“”]{1,70}[.:]\s*\Z|[^a-z;:()\"“”]{3,90}\Z|(?:[A-Z][\w/&'’,-]*\s+|(?:and|of|or|the|to|for|on|by|in|with)\s+){1,8}[A-Z]?[\w/&'’,-]*\s*\Z"
)
_ENTRY = re.compile(r"(?:(?:and|or)\s+)?(?:\(?(?:[a-z]|[ivx]{1,5}|\d{1,2}|[A-Z])[.)]|\d{1,2}(?:\.\d{1,2})+\.?)\s")
_FURNITURE = re.compile(r"(?:Source: .{0,120}\d{4}|-? ?\d{1,3} ?-?|[Pp]age \d+(?: of \d+)?)\W*")


@dataclass(frozen=True)
class Segment:
    """One stretch: half-open offsets in the text, the paragraph it stands in, and the heading above it."""

    start: int
    end: int
    paragraph: int
    heading: str
    is_heading: bool


def cut(text: str) -> list[Segment]:
    """The stretches of a text in order; blanks, page numbers and section numbers stand between them."""
    found: list[Segment] = []
    article = section = ""
    for number, (start, end) in enumerate(_paragraphs(text)):
        pieces = list(_pieces(text, start, end))
        for index, (first, last) in enumerate(pieces):
            words = " ".join(text[first:last].split())
            heads = _is_heading(words) and (index == 0 or len(words) < 70)
            if heads and len(pieces) == 1:
                article, section = words, ""
            elif heads:
                section = words
            elif index == 0 and len(pieces) > 1:
                section = ""
            found.append(Segment(first, last, number, f"{article} {section}".strip(), heads))
    return found


def _paragraphs(text: str) -> list[tuple[int, int]]:
    spans = []
    start = 0
    for match in _BREAK.finditer(text):
        if text[start : match.start()].strip():
            spans.append((start, match.start()))
        start = match.end()
    if text[start:].strip():
        spans.append((start, len(text)))
    return spans


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of one paragraph, numbers of sections and entries left out at their beginning."""
    spans: list[tuple[int, int]] = []
    begin = start
    for match in _END.finditer(text, start, end):
        stop = match.end()
        if stop - begin < LONGEST and not _ends_here(text, begin, match, end):
            continue
        _add(spans, text, begin, stop)
        begin = stop
    _add(spans, text, begin, end)
    return spans


def _ends_here(text: str, begin: int, match: "re.Match[str]", end: int) -> bool:
    mark = match.group()[:1]
    if mark.isspace():
        return True
    rest = text[match.end() : match.end() + 80].lstrip()
    if mark == ".":
        head = text[max(begin, match.start() - 12) : match.start() + 1]
        if _ABBREVIATION.search(head) or (
            _LABEL_ONLY.match(text[begin : match.end()][-40:]) and match.end() - begin < 40
        ):
            return False
        return not rest[:1].islower() or bool(re.match(r"[a-z]{1,3}[.)]\s", rest))
    if mark in "?!":
        return True
    return mark == ";" and bool(_ENTRY.match(rest))


def _add(spans: list[tuple[int, int]], text: str, begin: int, stop: int) -> None:
    while begin < stop and (text[begin].isspace() or text[begin] in "●•▪·"):
        begin += 1
    while stop > begin and text[stop - 1].isspace():
        stop -= 1
    for _ in range(3):
        label = _NUMBER.match(text, begin, stop)
        if label is None or label.end() >= stop:
            break
        begin = label.end()
    if stop - begin < SHORTEST or not any(letter.isalpha() for letter in text[begin : begin + 200]):
        return
    if _FURNITURE.fullmatch(text, begin, stop):
        return
    while stop - begin > LONGEST:
        place = text.rfind(" ", begin, begin + LONGEST)
        place = place if place > begin else begin + LONGEST
        spans.append((begin, place))
        begin = place + 1
    spans.append((begin, stop))


def _is_heading(words: str) -> bool:
    return len(words) < 90 and bool(_TITLE.match(words)) and len(words.split()) <= 12
