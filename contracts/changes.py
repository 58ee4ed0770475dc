"""Tracked changes as people read them: the clause, the sentence with what was put in and taken out, who and when.

Pure functions on the findings that a conversion stores: {kind, author, text, at, pieces, clause}.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# How a clause is numbered at the beginning of its line: "5.2", "13.", "§ 7", "Article 4", "(a)", "Annex B".
NUMBER = re.compile(
    r"(?:(?:Article|Section|Clause|Artikel|Artículo|Cláusula|Annex|Anlage|Anexo|Schedule)\s+[\w.]+|§\s*\d+\w*|\d+(?:\.\d+)*\.?)"
    r"(?=\s|$)"
)
HEADING = re.compile(r"[^.;:]{2,70}?(?=\.\s|\.?$)")
SENTENCE_END = re.compile(r"[.;!?]\s+(?=[A-ZÄÖÜ(“\"0-9])")
# How much of a long sentence is shown on each side of a change.
MOST_AROUND = 240


@dataclass(frozen=True)
class Change:
    """One place of the draft: the changes that stand in one paragraph, or one comment.

    pieces: (kind, text) of the sentence around; kind is "", "insertion", "deletion" or "remark". notes: what comments say.
    """

    clause: str
    kinds: tuple[str, ...]
    authors: tuple[str, ...]
    at: datetime | None
    pieces: tuple[tuple[str, str], ...]
    note: str = ""


def changes_of(found: Iterable[Mapping[str, Any]], author: str = "") -> list[Change]:
    """What was found, one entry for each paragraph and comment, in order; only those in which `author` had a hand, if given."""
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for position, one in enumerate(found):
        pieces = tuple((str(kind), str(text)) for kind, text in one.get("pieces") or ())
        alone = one["kind"] == "comment" or not pieces
        groups.setdefault((position,) if alone else (pieces, one.get("clause", "")), []).append(one)
    changes = [_change(group) for group in groups.values()]
    return [change for change in changes if not author or author in change.authors]


def authors_of(found: Iterable[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """Who made how many changes and comments, the busiest first."""
    counted = Counter(str(one.get("author") or "") for one in found)
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _change(group: Sequence[Mapping[str, Any]]) -> Change:
    first = group[0]
    pieces = tuple((str(kind), str(text)) for kind, text in first.get("pieces") or ())
    note = str(first["text"]) if first["kind"] == "comment" else ""
    if not pieces and not note and first.get("text"):
        pieces = ((first["kind"] if first["kind"] in {"insertion", "deletion"} else "", str(first["text"])),)
    times = [moment for one in group if (moment := _moment(one.get("at"))) is not None]
    return Change(
        clause=str(first.get("clause") or ""),
        kinds=tuple(dict.fromkeys(str(one["kind"]) for one in group)),
        authors=tuple(dict.fromkeys(str(one.get("author") or "") for one in group)),
        at=max(times, default=None),
        pieces=sentence_around(pieces),
        note=note,
    )


def _moment(written: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(written))
    except ValueError:
        return None


def sentence_around(pieces: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The pieces from the beginning of the sentence with the first change to the end of the one with the last."""
    touched = [index for index, (kind, _text) in enumerate(pieces) if kind]
    if not touched:
        return tuple(pieces)
    first, last = touched[0], touched[-1]
    kept = list(pieces[first : last + 1])
    before = "".join(text for _kind, text in pieces[:first])
    after = "".join(text for _kind, text in pieces[last + 1 :])
    ends = [match.end() for match in SENTENCE_END.finditer(before)]
    lead = before[ends[-1] if ends else 0 :]
    if len(lead) > MOST_AROUND:
        lead = "… " + lead[-MOST_AROUND:].partition(" ")[2]
    end = re.search(r"[.;!?](?=\s|$)", after)
    tail = after[: end.end()] if end else after
    if len(tail) > MOST_AROUND:
        tail = tail[:MOST_AROUND].rpartition(" ")[0] + " …"
    return tuple((kind, text) for kind, text in (("", lead), *kept, ("", tail)) if text)


def clause_of(pieces: Sequence[tuple[str, str]], text: str) -> str:
    """The clause in which a paragraph stands, by the reading text: "5.2 Examination", or "" when it cannot be found.

    pieces: of the paragraph; text: of the draft with all changes accepted, where numbers are written out.
    """
    words = "".join(piece for kind, piece in pieces if kind != "deletion").split()[:14]
    if not words:
        return ""
    found = re.search(r"\s+".join(re.escape(word) for word in words), text)
    if found is None:
        return ""
    line_start = text.rfind("\n", 0, found.start()) + 1
    own = text[line_start : _end_of_line(text, line_start)]
    if NUMBER.match(own):
        return _label(own)
    for line in reversed(text[:line_start].splitlines()[-80:]):
        if NUMBER.match(line):
            return _label(line)
    return ""


def _end_of_line(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _label(line: str) -> str:
    """The number of a clause and its heading, when it begins with one."""
    number = NUMBER.match(line)
    if number is None:
        return ""
    rest = line[number.end() :].strip(" \t–—-.:")
    heading = HEADING.match(rest)
    title = heading[0].strip() if heading and len(heading[0].split()) <= 8 else ""
    return f"{number[0].rstrip('.')} {title}".strip()
