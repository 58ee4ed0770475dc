"""Agreements written as a letter: who writes, to whom, and which of "we" and "you" is paid."""

import re
from collections.abc import Sequence

from flowmono.intelligence.contracts.names import Name, cut_name, looks_like_name
from flowmono.intelligence.contracts.roles import FORM_END
from flowmono.intelligence.contracts.source import Line, Source

MOST_LINES = 40
_DEAR = re.compile(r"^\s*(?:dear|sehr geehrte[rs]?|madame|monsieur|cher|chère|estimad[oa]s?)\b.{0,80}$", re.IGNORECASE)
_CLOSE = re.compile(
    r"^\s*(?:yours (?:sincerely|faithfully|truly)|(?:very )?truly yours|sincerely(?: yours)?|(?:with )?(?:kind|best|warm) regards|respectfully"
    r"|mit freundlichen grüßen|mit freundlichem gruß|cordialement|atentamente)\b",
    re.IGNORECASE,
)
_DAY = re.compile(r"\b(?:19|20)\d\d\b")
_PERSON = re.compile(
    r"^(?:(?:by|attn|attention|att)\.?:?\s*)?(?:mrs?|ms|miss|dr|prof|professor|sir|dame|herrn?|frau|m|mme)\b\.? ",
    re.IGNORECASE,
)
_POST = re.compile(
    r"\b(?:head|director|manager|counsel|curator|officer|president|secretary|partner|clerk|chief|principal|editor|chair\w*|treasurer|bursar|registrar"
    r"|superintendent|administrator|coordinator|geschäftsführer\w*|leiter\w*|directeur|directrice|department|division|directors|trustees)\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"^(?:by |via |re\b|ref\b|our ref|your ref|subject|betreff|private|confidential|strictly|e-?mail|tel|phone|www\.)",
    re.IGNORECASE,
)
_FOR = re.compile(r"(?:^|[\s,])(?:for and on behalf of|on behalf of|for)\s+(?P<name>.{3,90})$", re.IGNORECASE)
_MEANS = re.compile(
    r"[\"“](?:the )?(?P<alias>[^\"”\n]{2,30})[\"”],? (?:means|is|are|refers? to) (?P<name>[^\n.;()]{3,120})"
)
_WILL = r"(?:(?: will| shall| would| agree to| may| can| should| must)(?: then| also)?)?"
_WE_ARE_PAID = re.compile(
    rf"\b(?:(?:pay|paid|owe|engag\w+|appoint\w*|retain\w*|instruct\w*|commission\w*|ask(?:ed|ing)?) us|our (?:\w+ )?(?:fees?|invoices?|charges?|rates?|prices?)"
    rf"|we{_WILL} (?:invoice|bill|charge)|you{_WILL} pay)\b",
    re.IGNORECASE,
)  # fmt: skip
_YOU_ARE_PAID = re.compile(
    rf"\b(?:(?:pay|paid|engag\w+|appoint\w*|retain\w*|commission\w*) you|engage your|your (?:\w+ )?(?:fees?|invoices?|charges?|rates?)"
    rf"|you{_WILL} (?:be paid|invoice|bill|charge)|we{_WILL} pay|(?:invoice|bill) us)\b",
    re.IGNORECASE,
)


def find_letter(source: Source) -> tuple[list[Name], int]:
    """([who writes, who is written to], how plainly the writer is the one that is paid: below 0 that it pays). No names for what is no letter."""
    head = source.lines[:MOST_LINES]
    dear = next((index for index, line in enumerate(head) if _DEAR.match(line.text)), None)
    if dear is None:
        return [], 0
    dated = next((index for index in range(dear) if _DAY.search(head[index].text) and len(head[index].text) < 60), None)
    above, addressed = (head[:dated], head[dated + 1 : dear]) if dated is not None else ([], head[:dear])
    if dated is not None and not addressed:
        second = _second_block(source, head[:dated])
        above, addressed = head[:second], head[second:dated]
    reader = _organisation(source, addressed)
    writer = _writer(source, above, reader)
    if reader is None or writer is None or writer.name.casefold() == reader.name.casefold():
        return [], 0
    for match in _MEANS.finditer(source.flat):
        for name in (writer, reader):
            if match["name"].casefold().startswith(name.name.casefold()) and len(match["alias"]) > 3:
                name.aliases.append(match["alias"])
    text = source.flat
    return [writer, reader], len(_WE_ARE_PAID.findall(text)) - len(_YOU_ARE_PAID.findall(text))


def _second_block(source: Source, lines: Sequence[Line]) -> int:
    """Where the address begins among lines that hold the letterhead too: with "To:", with a post, or with a second company; else 0."""
    for index, line in enumerate(lines[1:], 1):
        if _TO.match(line.text) or (_POST.search(line.text) and line.text.strip().casefold().startswith("the ")):
            return index
    companies = [
        index
        for index, line in enumerate(lines)
        if (name := _name_at(source, line.start, line.end)) and FORM_END.search(name.name)
    ]
    return companies[1] if len(companies) > 1 else 0


_TO = re.compile(r"^\s*(?:to|an|à|a)\s*[:,]\s*", re.IGNORECASE)


def _writer(source: Source, above: Sequence[Line], reader: Name | None) -> Name | None:
    """The organisation of the letterhead, else the one that the closing signs for."""
    written = _organisation(source, above[:4])
    if written is not None:
        return written
    close = next((index for index, line in enumerate(source.lines) if _CLOSE.match(line.text)), None)
    closing = source.lines[close + 1 : close + 7] if close is not None else ()
    for line in closing:
        behalf = _FOR.search(line.text)
        found = _name_at(source, line.start + (behalf.start("name") if behalf else 0), line.end)
        if found and (reader is None or found.name != reader.name) and (behalf or FORM_END.search(found.name)):
            return found
    return None


def _organisation(source: Source, lines: Sequence[Line]) -> Name | None:
    """The company among the lines of an address; without one the last name above the street, else the person."""
    block = [line for line in lines if not _NO_NAME.match(line.text.strip())]
    names = [(line, _name_at(source, line.start + _post_before(line), line.end)) for line in block]
    company = next((name for _, name in names if name and FORM_END.search(name.name)), None)
    if company:
        return company
    street = next((index for index, (line, _) in enumerate(names) if re.search(r"\d|, ", line.text)), len(names))
    plain = [(line, name) for line, name in names[:street] if name]
    bodies = [name for line, name in plain if not _PERSON.match(line.text.strip()) and not _POST.search(name.name)]
    people = [name for line, name in plain if _PERSON.match(line.text.strip())]
    return bodies[0] if bodies else people[0] if people else None


def _post_before(line: Line) -> int:
    """How many characters say to whom, not which organisation: "To: The Chair of Trustees, Larkfield Hospice Group"."""
    to = _TO.match(line.text)
    begin = to.end() if to else 0
    post, comma, rest = line.text[begin:].partition(", ")
    return begin + len(post) + len(comma) if comma and _POST.search(post) and rest[:1].isupper() else begin


def _name_at(source: Source, begin: int, end: int) -> Name | None:
    words = source.flat[begin:end]
    start, last = cut_name(words)
    name = words[start:last]
    return Name(name, begin + start, begin + last) if last and looks_like_name(name) and not name[0].isdigit() else None
