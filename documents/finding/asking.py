"""What was typed into the search, as a question to the database: words, "phrases", minus, or, and a last word that goes on."""

import re
from dataclasses import dataclass

from documents.finding.folding import fold

LONGEST = 200
_QUOTED = re.compile(r'-?"[^"]*"?')
_INSIDE = re.compile(r"(?<=\w)[-/_](?=\w)")
_LONE_MINUS = re.compile(r"(?:^|\s)-$")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Question:
    """whole: for websearch_to_tsquery, all but the last word; last: that word, of which only the beginning may be there;
    either: whether the last word stands behind "or"; without: for websearch_to_tsquery, what no page of the document may have."""

    whole: str
    last: str
    either: bool = False
    without: str = ""

    @property
    def only_leaves_out(self) -> bool:
        """True when it only says which words must not be there, and none that must."""
        return self.is_empty and bool(self.without)

    @property
    def is_empty(self) -> bool:
        """True when it asks for nothing: no words, or only such that must not be there."""
        return not self.last and not _WORD.search(self.whole)


def question_of(typed: str) -> Question:
    """The question in what somebody typed. "24-hour" and "CT-2027-0001" are phrases; a word that is still being typed is found
    by its beginning, but not one that is quoted, must not be there or has a lone minus behind it."""
    typed = " ".join(typed[:LONGEST].replace("\0", " ").split())
    parts, without = _told_apart(_parts_of(typed))
    last, either = "", False
    goes_on = not _LONE_MINUS.search(typed) and (not without or parts[-1:] == _parts_of(typed)[-1:])
    if goes_on and parts and _WORD.fullmatch(parts[-1]) and parts[-1].lower() != "or":
        last = parts.pop()
        if parts and parts[-1].lower() == "or":
            parts.pop()
            either = bool(parts)
    return Question(" ".join(parts), last, either, " or ".join(without))


def _told_apart(parts: list[str]) -> tuple[list[str], list[str]]:
    """What must be there, and without its minus what must not be; an "or" before a minus is none."""
    wanted: list[str] = []
    without: list[str] = []
    for part in parts:
        if part.startswith("-"):
            without.append(part[1:])
            if wanted and wanted[-1].lower() == "or":
                wanted.pop()
        else:
            wanted.append(part)
    return wanted, without


def _parts_of(typed: str) -> list[str]:
    """The words and phrases, folded as the pages are."""
    found: list[str] = []
    at = 0
    for quoted in _QUOTED.finditer(typed):
        if quoted.start() > at:
            found += _words_of(typed[at : quoted.start()])
        minus = "-" if quoted[0].startswith("-") else ""
        inside = " ".join(fold(quoted[0].strip('-"')).split())
        if inside:
            found.append(f'{minus}"{inside}"')
        at = quoted.end()
    return found + _words_of(typed[at:])


def _words_of(typed: str) -> list[str]:
    found = []
    for word in typed.split():
        minus = "-" if word.startswith("-") else ""
        folded = fold(word[len(minus) :]).split()
        if not folded:
            continue
        found.append(f"{minus}{folded[0]}" if len(folded) == 1 else f'{minus}"{" ".join(folded)}"')
    return found
