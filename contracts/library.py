"""A contract's clauses beside the clause library: one row per kind that either of them has."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.clauses import (
    KINDS,
    RISKS,
    Deviation,
    Passage,
    Risk,
    Standard,
    deviation,
    highest,
    kind_words,
    paragraph_around,
)
from contracts.models import Contract, ContractClause, StandardClause
from documents.models import Origin, TextLayer
from flowmono.intelligence.asking import Answer, Known, ask
from flowmono.intelligence.reader import PageSpan


@dataclass(frozen=True)
class KindRow:
    """What a contract says in one kind of clause. clauses: those that count; doubtful: what a person should say yes or no to;
    rejected: what somebody said is none."""

    kind: str
    clauses: tuple[ContractClause, ...]
    doubtful: tuple[ContractClause, ...]
    rejected: tuple[ContractClause, ...]
    standards: tuple[Standard, ...]
    deviation: Deviation

    @property
    def title(self) -> str:
        """The kind as people say it."""
        return kind_words(self.kind)

    @property
    def told(self) -> str:
        """What such a clause decides."""
        return str(KINDS[self.kind][1]) if self.kind in KINDS else ""

    @property
    def anchor(self) -> str:
        """Where the row stands on its page."""
        return f"kind-{list(KINDS).index(self.kind)}" if self.kind in KINDS else "kind"

    @property
    def asks(self) -> bool:
        """A person should look: it differs or is missing at a risk, or the reader is not sure of what the library has a text for."""
        return self.deviation.risk != "none" or bool(self.doubtful and self.standards)


@dataclass(frozen=True)
class Standings:
    """All kinds of one contract, those to look at first; `layer` is the reading text that they were read from, None before there is one."""

    rows: tuple[KindRow, ...]
    layer: TextLayer | None

    @property
    def to_look_at(self) -> list[KindRow]:
        """The kinds in which the contract differs from the library at a risk, or in which the reader asks; the worst first."""
        return sorted((row for row in self.rows if row.asks), key=lambda row: -RISKS.index(row.deviation.risk))

    @property
    def others(self) -> list[KindRow]:
        """The kinds that the contract has and that ask for nothing."""
        return [row for row in self.rows if not row.asks and (row.clauses or row.rejected)]

    @property
    def risk(self) -> Risk:
        """The worst of all kinds."""
        return highest(row.deviation.risk for row in self.rows)

    @property
    def at_risk(self) -> list[KindRow]:
        """The kinds at the highest risk that occurs; none when there is no risk."""
        worst = self.risk
        return [row for row in self.rows if worst != "none" and row.deviation.risk == worst]


def read_layer(contract: Contract) -> TextLayer | None:
    """The text that the clauses of the contract as it stands were read from: that of the newest conversion."""
    layers = TextLayer.objects.filter(version__document=contract.document_id, version__origin=Origin.CONVERTED)
    return layers.order_by("-version__number").first()


def standards_for(contract: Contract) -> dict[str, list[Standard]]:
    """The library's texts by kind, the preferred first; those for the contract's own category take the place of the general ones."""
    general: dict[str, list[Standard]] = defaultdict(list)
    own: dict[str, list[Standard]] = defaultdict(list)
    for text in StandardClause.objects.filter(active=True).select_related("category"):
        if text.category is None:
            general[text.kind].append(text.as_standard())
        elif text.category.name == contract.category:
            own[text.kind].append(text.as_standard())
    return {**general, **own}


def standings_of(contract: Contract) -> Standings:
    """How the contract as it stands compares with the library, in the order of the kinds. Three statements, whatever its length."""
    return _compared(contract, standards_for(contract))


def risks_of(contract: Contract) -> Standings | None:
    """The same for who only wants to know of risks; None, after one statement, without a library: then there are none."""
    library = standards_for(contract)
    return _compared(contract, library) if library else None


def _compared(contract: Contract, library: Mapping[str, Sequence[Standard]]) -> Standings:
    layer = read_layer(contract)
    if layer is None:
        return Standings((), None)
    found: dict[str, list[ContractClause]] = defaultdict(list)
    for clause in contract.clauses.filter(version=layer.version_id).select_related("judged_by"):
        found[clause.kind].append(clause)
    kinds = [kind for kind in KINDS if kind in found or kind in library]
    return Standings(tuple(_row(kind, found[kind], library.get(kind, ()), layer.text) for kind in kinds), layer)


def _row(kind: str, clauses: Sequence[ContractClause], standards: Sequence[Standard], text: str) -> KindRow:
    counted = tuple(clause for clause in clauses if clause.counts)
    return KindRow(
        kind,
        counted,
        tuple(clause for clause in clauses if clause.is_doubtful),
        tuple(clause for clause in clauses if not clause.counts and not clause.is_doubtful),
        tuple(standards),
        deviation(passages_of(counted, text), standards),
    )


@dataclass(frozen=True)
class Said:
    """A passage that answers a question, and where it stands in the document as it was prepared; None when it is gone from it."""

    quote: str
    start: int
    end: int
    page: int | None
    place: str | None


def answers_of(contract: Contract, question: str, shown: TextLayer | None = None) -> list[Said]:
    """What the contract as it stands says about a question, the passage that says most first; none when it has no word of it.

    shown: the layer of the document that the page shows, when it was prepared further since it was read.
    """
    layer = read_layer(contract)
    if layer is None:
        return []
    clauses = contract.clauses.live().filter(version=layer.version_id)
    known = [Known(one.kind, one.start, one.end, float(one.confidence)) for one in clauses]
    pages = [PageSpan(*page) for page in layer.pages]
    return [_said(answer, shown) for answer in ask(layer.text, question, pages, known)]


def _said(answer: Answer, shown: TextLayer | None) -> Said:
    start, end, page = answer.start, answer.end, answer.page
    place: tuple[int, int] | None = (start, end)
    if shown is not None and shown.base_id is not None:
        place = shown.here(start, end)
        page = shown.page_at(place[0]) if place else None
    address = f"{place[0]}-{place[1]}" if place else None
    return Said(answer.quote, answer.start, answer.end, page, address)


def passages_of(clauses: Sequence[ContractClause], text: str) -> list[Passage]:
    """The stretches of one kind: those in one paragraph are read as one passage."""
    groups: dict[str, list[ContractClause]] = defaultdict(list)
    for clause in clauses:
        groups[paragraph_around(text, clause.start, clause.end)].append(clause)
    return [
        Passage(" ".join(clause.quote for clause in sorted(group, key=lambda one: one.start)), paragraph)
        for paragraph, group in groups.items()
    ]
