"""What a contract is called and which law governs it."""

import re
from collections.abc import Iterator

from flowmono.intelligence.contracts.source import Source

_NOT_TITLE = re.compile(
    r"^(?:exhibit|ex-|confidential|execution|certain |source:|page|\W*$|\d+$|\(translation\)|\*|dated)", re.IGNORECASE
)
_TITLE_WORD = re.compile(
    r"\b(?:agreement|contract|order(?: form)?|statement of work|sow|addendum|amendment|lease|licen[cs]e|\w*vertrag|vereinbarung|contrato"
    r"|acuerdo|contrat|accord|undertaking)\b",
    re.IGNORECASE,
)
# What names an agreement only where it stands above everything that is said: in a sentence these are words like others.
_TITLE_ABOVE = re.compile(
    r"\b(?:nda|dpa|terms and conditions|terms of (?:service|use|business)|memorandum of understanding)\b", re.IGNORECASE
)
_NAMED = re.compile(r"\breference (?:the|this) Agreement as:? ?[“\"„](?P<title>[^”\"“]{5,200})")
_LAW_ROW = re.compile(
    r"^(?:governing law|applicable law|anwendbares recht|geltendes recht|ley aplicable|droit applicable)\b",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"(?:governed by|construed (?:in accordance|under)|in accordance with|subject to)[^.;]{0,60}?\blaws? of "
    r"(?!(?:the )?(?:Governing|Applicable|Chosen|Selected) )(?:the )?(?P<law>(?:(?:State"
    r"|Commonwealth|Province|Republic|People['’]s Republic|Kingdom) of (?:the )?)?[A-Z][\w.'’ ]{2,40}?)(?=[,.;]| \(?(?:without|excluding"
    r"|and (?:the|each|any)|applicable|as|regardless|irrespective|in effect|\()|$)"
    r"|(?:unterliegt|gilt)[^.;]{0,40}?(?P<german>deutsche[ms]|schweizerische[ms]|österreichische[ms]) recht|(?:ley|legislación"
    r"|leyes) (?P<spanish>española|de España)|droit (?P<french>français)",
    re.IGNORECASE,
)  # fmt: skip
# What whoever drafts is told, in brackets, is no term of the contract.
_NOTE = re.compile(r"[\[(<{][\s!-]{0,4}(?:draft(?:ing|er['’]?s?)|note to draft)\b[^\]\n]{0,2000}\]?", re.IGNORECASE)

# A longer line says something; a title does not.
LONG = 110


def names_agreement(title: str) -> bool:
    """True when the words name a kind of agreement."""
    return bool(_TITLE_WORD.search(title) or _TITLE_ABOVE.search(title))


def find_title(source: Source) -> tuple[str, tuple[int, int]] | None:
    """The first heading that names a kind of agreement, within the opening lines."""
    named = _NAMED.search(source.flat[:6000])
    if named:
        return named["title"], (named.start("title"), named.end("title"))
    opening = [line for line in source.lines[:25] if not line.is_row]
    above = True
    for line in opening:
        text = line.text.strip()
        above = above and len(text) < LONG and not text.endswith(".")
        is_named = _TITLE_WORD.search(text) or (above and _TITLE_ABOVE.search(text))
        if 4 < len(text) < LONG and not _NOT_TITLE.match(text) and is_named and not text.endswith("."):
            start = line.text.index(text) + len(text) - len(text := re.sub(r"^for (?=[A-Z])", "", text))
            return text, (line.start + start, line.start + start + len(text))
    for line in opening[:10]:
        match = re.match(
            r"(?:(?:THIS|This) )?(?P<title>(?:[A-Z][A-Za-z&,/-]*\s){1,6}(?:AGREEMENT|Agreement|CONTRACT|Contract))\b",
            line.text,
        )
        if match:
            return match["title"], (line.start + match.start("title"), line.start + match.end("title"))
    return None


def find_law(source: Source) -> tuple[str, tuple[int, int]] | None:
    """The governing law in the contract's words, from a cover-page row or the clause."""
    first = next(find_laws(source), None)
    return (first[0], first[1:]) if first else None


def find_laws(source: Source) -> Iterator[tuple[str, int, int]]:
    """Every law that the contract says governs, with its span: those of cover-page rows first, then those of clauses."""
    for line in source.lines:
        if line.is_row and _LAW_ROW.match(line.cells[0]) and line.cells[1]:
            value = _NOTE.sub("", re.sub(r"^[(\[] ?[xX✓] ?[)\]]\s*", "", line.cells[1])).strip()
            if not value or value not in line.text:
                continue
            start = line.start + line.text.index(value)
            law = re.match(r"(?:the )?(?:laws? of )?(?:the )?(?P<law>[^,.;]{2,80})", value, re.IGNORECASE)
            yield (law["law"].strip() if law else value), start, start + len(value)
    notes = [note.span() for note in _NOTE.finditer(source.flat)]
    for match in _LAW.finditer(source.flat):
        if any(a <= match.start() < b for a, b in notes):
            continue
        said = next(group for group in (match["law"], match["german"], match["spanish"], match["french"]) if group)
        yield said.strip(), match.start(), match.end()
