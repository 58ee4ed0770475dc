"""Who signs for each party: from the blocks of "By / Name / Title" at the end, side by side or one under the other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from flowmono.intelligence.contracts.labels import as_person, as_signatory, field_of, split_label
from flowmono.intelligence.contracts.names import same_name
from flowmono.intelligence.contracts.roles import FORM_END, side_of
from flowmono.intelligence.contracts.source import Line, Source

REACH = 14
_FOR = re.compile(
    r"^(?:(?:signed|executed|accepted|agreed|acknowledged)(?: and (?:agreed|accepted))? )?(?:for and )?"
    r"(?:on behalf of|for|by|für|im namen (?:der|von)|por|en nombre de"
    r"|pour(?: le compte de)?)\s*:?\s*(?:the )?",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    """A party that may sign: its names, and the side ("customer" or "vendor") where that is known."""

    names: tuple[str, ...]
    side: str | None


@dataclass
class Signer:
    """What a signature block says; ``signs`` when it is one: it has a line to sign on, a title, or a printed name."""

    values: dict[str, str] = field(default_factory=dict)
    signs: bool = False

    @property
    def name(self) -> str | None:
        """The person who signs; a company that signs for another is none."""
        people = (as_person(self.values.get(name, "")) for name in ("name", "signature"))
        return next((person for person in people if person and not FORM_END.search(person.split(", ")[0])), None)

    @property
    def title(self) -> str | None:
        return as_person(self.values.get("title", "")) if self.name else None


_FIELDS = {
    "name": "name",
    "signer_name": "name",
    "signer": "name and title",
    "signer_title": "title",
    "signature": "signature",
    "date": "date",
    "email": "email",
    "notices": "email",
}


def find_signers(source: Source, parties: Sequence[Known]) -> list[Signer | None]:
    """The signer of each party, in the order given; None where no block names one. The last complete block wins."""
    best: list[Signer | None] = [None] * len(parties)
    current: list[int] = []
    blocks: dict[int, Signer] = {}
    since = 0
    for line in source.lines:
        headings, labels, values = _atoms(line, parties)
        if labels and current:
            _assign(line, labels, values, [blocks[party] for party in current])
            since = 0
        if headings:
            blocks.update({party: Signer() for party in headings if party not in current})
            current = headings
            since = 0
        since += 1
        if since > REACH:
            current = []
        for party in current:
            block = blocks[party]
            if block.signs and block.name and (best[party] is None or block.title or not best[party].title):  # type: ignore[union-attr]
                best[party] = block
    return best


Labels = list[tuple[int, str, str]]


def _atoms(line: Line, parties: Sequence[Known]) -> tuple[list[int], Labels, list[tuple[int, str]]]:
    """The parties that a line heads a block for, its labels (place, field, value beside it), and its other words."""
    headings: list[int] = []
    labels: Labels = []
    values: list[tuple[int, str]] = []
    for place, cell in enumerate(line.cells):
        if not cell:
            continue
        labelled = split_label(cell)
        field_name = labelled[0] if labelled else field_of(cell)
        value = labelled[1] if labelled else ""
        party = _party_of(value if field_name in ("name", "signature") and value else cell, parties, plain=not labels)
        if party is not None and party not in headings:
            headings.append(party)
        elif field_name in _FIELDS:
            labels.append((place, _FIELDS[field_name], value))
        else:
            values.append((place, cell))
    return headings, labels, values


def _party_of(cell: str, parties: Sequence[Known], *, plain: bool) -> int | None:
    """The party that a heading such as "Provider: Name Ltd", "Signed for and on behalf of Name" or "CLIENT" stands for.

    Beside a label (``plain`` is False) a role word alone may be its value ("Title: Principal"), so it needs a colon.
    """
    if len(cell) > 160 or (cell.endswith((".", ";")) and not FORM_END.search(cell)):
        return None
    head, _, tail = cell.partition(":")
    spellings = [
        cell,
        _FOR.sub("", cell),
        *([tail.strip()] if tail.strip() and (side_of(head) or _FOR.match(head + " ")) else []),
    ]
    spellings = [spelling.strip(" ,:_") for spelling in spellings]
    cut = [re.split(r"\s*[(,]", spelling)[0] for spelling in spellings]
    for index, party in enumerate(parties):
        if any(same_name(spelling, name) for spelling in [*spellings, *cut] for name in party.names if spelling):
            return index
    if not plain and not cell.endswith(":"):
        return None
    role = next((side for spelling in spellings if (side := side_of(spelling))), None)
    matching = [index for index, party in enumerate(parties) if role and party.side == role[0]]
    return matching[0] if len(matching) == 1 else None


def _assign(line: Line, labels: Labels, values: list[tuple[int, str]], blocks: list[Signer]) -> None:
    """Give each block its value: the k-th time that a label stands in the row it is the k-th party's."""
    seen: dict[str, int] = {}
    for index, (place, name, value) in enumerate(labels):
        count = seen.get(name, 0)
        seen[name] = count + 1
        following = labels[index + 1][0] if index + 1 < len(labels) else len(line.cells)
        beside = [words for at, words in values if place < at < following]
        shared = len(labels) == 1 and not value and len(blocks) > 1
        takers = blocks if shared else blocks[count : count + 1]
        for taker, words in zip(
            takers, beside if shared and len(beside) == len(blocks) else [value or " ".join(beside)], strict=False
        ):
            if words and name == "name and title":
                person, title = as_signatory(words)
                taker.values.setdefault("name", person)
                taker.values.setdefault("title", title)
            elif words:
                taker.values.setdefault(name, words)
        for taker in takers:
            taker.signs = taker.signs or name in ("signature", "title", "name and title")
