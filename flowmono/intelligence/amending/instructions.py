"""The sentences of an amendment that change something: what they name, what they take out, and the new words they put in.

Recitals, and what says that everything else stays as it is, change nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flowmono.intelligence.contracts.source import Source
from flowmono.intelligence.reader import Evidence

Kind = Literal["replace", "delete", "add", "substitute", "state"]

_NUMBER = r"(?P<number>[A-Z]?\d+(?:\.\d+)*[a-z]?|[IVX]+|[A-Z])"
SECTION = re.compile(
    rf"\b(?P<what>Sections?|Clauses?|Articles?|Paragraphs?|Annex|Appendix|Exhibit|Schedule|Attachment|Ziffer|Anlage|Artikel)\s+{_NUMBER}\b"
    rf"|§\s*(?P<sign>\d+(?:\.\d+)*)"
)
_IS = r"(?:is|are|shall be|will be|be)(?: hereby| each| accordingly| further)?"
_REPLACE = re.compile(
    rf"\b{_IS} (?:(?:deleted|struck|removed)(?: in (?:its|their) entirety)?,? and (?:replaced|substituted)|replaced|substituted"
    rf"|amended(?: and restated)?|restated|revised)"
    r"(?: in (?:its|their) entirety)?(?: so as)?(?: by| with| to read| to state| as follows| in full)",
    re.IGNORECASE,
)
_DELETE = re.compile(rf"\b{_IS} (?:deleted|struck(?: out)?|removed|of no further effect|cancelled)\b", re.IGNORECASE)
_ADD = re.compile(
    rf"\b(?:a )?(?:new|following|additional) (?:section|clause|article|paragraph|sentence|milestone|item|line|service|annex"
    rf"|schedule)s?\b[^.;:]{{0,120}}?\b{_IS} (?:added|inserted)"
    rf"|\b{_IS} (?:amended by (?:adding|inserting)|supplemented (?:by|with))|\b(?:add|insert)s? the following\b",
    re.IGNORECASE,
)
_OPEN, _CLOSE = "“\"„«'‘", "”\"“»'’"
_QUOTED = rf"[{_OPEN}](?P<%s>[^{_OPEN}{_CLOSE}]{{1,200}})[{_CLOSE}]"
_SUBSTITUTE = re.compile(
    rf"{_QUOTED % 'old'}[^.;]{{0,120}}?\b{_IS} (?:deleted and )?(?:replaced|substituted|changed|amended)(?: by| with| to"
    rf"| for)(?: read)?\b[^.;“\"„]{{0,60}}?{_QUOTED % 'new'}"
    rf"|\breferences? (?:in the \w+ )?to {_QUOTED % 'old2'}[^.;]{{0,60}}?\b(?:read|be read|be construed|mean|replaced)[^.;“\"]{{0,60}}?{_QUOTED % 'new2'}",
    re.IGNORECASE,
)
_RECITAL = re.compile(
    r"^\W*(?:\(?[A-Z0-9]{1,2}[).] )?(?:whereas|recitals?|background)\b|\b(?:wish|wishes|desire|desires|want|wants|intends?|have agreed"
    r"|has agreed) (?:to|that)\b"
    r"|\b(?:was|were|had been|has been|have been) (?:previously )?(?:increased|extended|amended|changed|reduced|replaced)\b(?!\s+(?:its|their) name)",
    re.IGNORECASE,
)
_STAYS = re.compile(
    r"\b(?:remain|remains|continue|continues)\b[^.;]{0,30}\b(?:unchanged|in (?:full )?force|unaffected|in effect|the same)\b"
    r"|\bexcept as (?:expressly )?(?:amended|modified|set out)\b",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:increas|decreas|reduc|rais|lower|extend|prolong|shorten|postpon|bring|brought forward|mov|chang|adjust|renam|replac|now|add(?:ed"
    r"|itional)|instead of|in lieu of|rather than|no longer"
    r"|with effect from|as (?:of|from) |effective (?:from|as of)|amend|revis|new )\w*",
    re.IGNORECASE,
)
# Plain enough to be told as a change even where it is no field.
_PLAIN = re.compile(
    rf"\b{_IS} (?:\w+ )?(?:increased|decreased|reduced|raised|lowered|extended|shortened|postponed|moved|changed|adjusted|revised|amended"
    rf"|renamed|added|waived|suspended)\b"
    r"|\binstead of\b|\bin lieu of\b|\bno longer\b|\bshall now\b",
    re.IGNORECASE,
)
# A clause of the amendment itself begins: what was quoted before it has ended.
_NEXT_CLAUSE = re.compile(r"(?:\d+(?:\.\d+)*[.)]?|§ ?\d+|\([a-z]\)|[A-Z]\.)\s+\S")
_LONGEST = 6000


@dataclass(frozen=True)
class Instruction:
    """One change. [start, end) is its sentence in the flat text; [new_start, new_end) what it puts in; old, new: the words it swaps."""

    kind: Kind
    start: int
    end: int
    section: str = ""
    new_start: int = 0
    new_end: int = 0
    old: str = ""
    new: str = ""
    is_plain: bool = True

    def evidence(self, source: Source) -> Evidence:
        """The sentence, verbatim."""
        return source.evidence(self.start, self.end)


def find_instructions(source: Source) -> list[Instruction]:
    """Every sentence that changes something, in order; what stands inside of a replacement is read with it and not again."""
    found: list[Instruction] = []
    covered = 0
    for index, (start, end) in enumerate(source.sentences):
        if start < covered:
            continue
        one = _read(source, index, start, end)
        if one is None:
            continue
        found.append(one)
        covered = max(end, one.new_end)
    return found


def _read(source: Source, index: int, start: int, end: int) -> Instruction | None:
    words = source.flat[start:end]
    if _RECITAL.search(words) or _STAYS.search(words):
        return None
    section = _section_in(words)
    swap = _SUBSTITUTE.search(words)
    if swap and len((swap["old"] or swap["old2"] or "").split()) <= 14:
        name = "new" if swap["new"] is not None else "new2"
        return Instruction(
            "substitute",
            start,
            end,
            section,
            start + swap.start(name),
            start + swap.end(name),
            (swap["old"] or swap["old2"]).strip(" ,."),
            swap[name].strip(" ,."),
        )
    replace, add, delete = _REPLACE.search(words), _ADD.search(words), _DELETE.search(words)
    for kind, match in (("replace", replace), ("add", add)):
        if match and (section or kind == "add" or _names_part(words[: match.start()])):
            new = _new_words(source, start + match.end(), index)
            if new[1] > new[0]:
                return Instruction(
                    "replace" if kind == "replace" else "add", start, _end_of(source, new, end), section, *new
                )
    if delete and not replace and (section or _names_part(words[: delete.start()])):
        return Instruction("delete", start, end, section)
    if _CHANGES.search(words):
        return Instruction("state", start, end, section, start, end, is_plain=_PLAIN.search(words) is not None)
    return None


def _section_in(words: str) -> str:
    """The first part of the agreement that the sentence names, such as "4.2" or "Annex 1"."""
    for match in SECTION.finditer(words):
        if re.match(r"\s+(?:of|to) this (?:amendment|addendum)", words[match.end() :], re.IGNORECASE):
            continue
        if match["sign"]:
            return match["sign"]
        what = match["what"].rstrip("s").title()
        return (
            match["number"]
            if what in {"Section", "Clause", "Article", "Paragraph", "Ziffer", "Artikel"}
            else f"{what} {match['number']}"
        )
    return ""


def _names_part(words: str) -> bool:
    """The sentence speaks of a table, a schedule or a list that has no number."""
    return bool(
        re.search(
            r"\b(?:table|(?:payment|fee|price|milestone|rate)s? (?:schedule|list|card|plan|table)|schedule of \w+)\b",
            words,
            re.IGNORECASE,
        )
    )


def _new_words(source: Source, position: int, index: int) -> tuple[int, int]:
    """The new words: what stands in quotation marks, else the rest of the sentence, or the paragraphs that follow a colon."""
    flat = source.flat
    line = source.lines[source.line_at(position)]
    rest = flat[position : line.end]
    lead = re.match(r"[^“\"„«:]{0,160}(?=[“\"„«:]|$):?\s*", rest)
    begin = position + (lead.end() if lead else 0)
    if begin >= line.end or not flat[begin : line.end].strip():
        begin = (
            source.lines[source.line_at(position) + 1].start
            if source.line_at(position) + 1 < len(source.lines)
            else line.end
        )
    while begin < len(flat) and flat[begin].isspace():
        begin += 1
    if flat[begin : begin + 1] and flat[begin] in '“"„«':
        closing = {"“": "”", "„": "“", "«": "»", '"': '"'}[flat[begin]]
        close = flat.find(closing, begin + 1, begin + _LONGEST)
        if close > 0:
            return begin + 1, close
    if ":" in rest[: (lead.end() if lead else 0)] or rest.strip(" .:") in {"", "following"}:
        return begin, _end_of_block(source, begin)
    return begin, line.end


def _end_of_block(source: Source, begin: int) -> int:
    """Where the paragraphs after a colon end: at the next clause of the amendment, or at what says that the rest stays."""
    first = source.line_at(begin)
    end = source.lines[first].end
    for number in range(first + 1, len(source.lines)):
        line = source.lines[number]
        if line.end - begin > _LONGEST or (source.lines[number - 1].is_row and not line.is_row):
            break
        if not line.is_row and (
            _NEXT_CLAUSE.match(line.text)
            or _STAYS.search(line.text)
            or _REPLACE.search(line.text)
            or _SIGNED.match(line.text)
        ):
            break
        end = line.end
    return end


_SIGNED = re.compile(
    r"\W*(?:in witness whereof|signed|executed|agreed and accepted|signatures?|for and on behalf)\b", re.IGNORECASE
)


def _end_of(source: Source, new: tuple[int, int], end: int) -> int:
    """The whole of an instruction as it is quoted: its sentence, and short new words with it."""
    return new[1] + 1 if new[1] - new[0] < 400 and new[1] + 1 > end else end


def section_of(text: str, name: str) -> tuple[int, int] | None:
    """The characters of a numbered part of an agreement, its sub-parts included; None when it is not found."""
    if not name or not text:
        return None
    word, _blank, number = name.rpartition(" ")
    head = (
        rf"^[ \t]*{word}[ \t]+{re.escape(number)}\b"
        if word
        else rf"^[ \t]*(?:(?:Section|Clause|Article|Paragraph|§|Ziffer|Artikel)[ \t]*)?{re.escape(number)}"
        r"(?:[.):]|\b)(?!\.?\d)(?![ \t]+(?:days|months|years|%))"
    )
    matches = list(re.finditer(head, text, re.MULTILINE | re.IGNORECASE))
    if not matches:
        return None
    start = matches[-1].start() if word else matches[0].start()
    after = text.find("\n", start)
    if after < 0:
        return start, len(text)
    stop = _next_part(word, number).search(text, after)
    return start, stop.start() if stop else len(text)


def _next_part(word: str, number: str) -> "re.Pattern[str]":
    if word:
        return re.compile(rf"^[ \t]*(?:{word}|Annex|Appendix|Exhibit|Schedule)[ \t]+[A-Z\d]", re.MULTILINE)
    depth = number.count(".")
    levels = rf"\d+(?:\.\d+){{0,{depth}}}"
    return re.compile(
        rf"^[ \t]*(?:(?:Section|Clause|Article|§)[ \t]*)?(?!{re.escape(number)}\.\d){levels}(?:[.):][ \t]|[ \t]+[A-Z])|^[ \t]*(?:Annex|Appendix"
        rf"|Exhibit|Schedule)[ \t]+[A-Z\d]",
        re.MULTILINE,
    )


def sections_of(text: str, names: Sequence[str]) -> list[tuple[int, int]]:
    """The places of those parts that are found."""
    return [found for name in names if (found := section_of(text, name)) is not None]
