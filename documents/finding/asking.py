"""What was typed into the search, as a question to the database: words, "phrases", minus, or, and a last word that goes on."""

import re
from dataclasses import dataclass

from documents.finding.folding import fold

LONGEST = 200
_QUOTED = re.compile(r'-?"[^"]*"?')
_INSIDE = re.compile(r"(?<=\w)[-/_](?=\w)")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Question:
    """whole: for websearch_to_tsquery, all but the last word; last: that word, of which only the beginning may be there;
    either: whether the last word stands behind "or"."""

    whole: str
    last: str
    either: bool = False

    @property
    def only_leaves_out(self) -> bool:
        """True when it only says which words must not be there, and none that must."""
        return self.is_empty and bool(_WORD.search(self.whole))

    @property
    def is_empty(self) -> bool:
        """True when it asks for nothing: no words, or only such that must not be there."""
        wanted = [part for part in re.split(r"\s+", _QUOTED.sub(_wanted_of, self.whole)) if part and part[0] != "-"]
        return not self.last and not any(_WORD.search(part) for part in wanted)


def _wanted_of(quoted: "re.Match[str]") -> str:
    return " " if quoted[0].startswith("-") else quoted[0].replace('"', " ")


def question_of(typed: str) -> Question:
    """The question in what somebody typed. "24-hour" and "CT-2027-0001" are phrases; a word that is still being typed is found
    by its beginning, but not one that is quoted or must not be there."""
    parts = _parts_of(" ".join(typed[:LONGEST].replace("\0", " ").split()))
    last, either = "", False
    if parts and _WORD.fullmatch(parts[-1]) and parts[-1].lower() != "or":
        last = parts.pop()
        if parts and parts[-1].lower() == "or":
            parts.pop()
            either = bool(parts)
    return Question(" ".join(parts), last, either)


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
