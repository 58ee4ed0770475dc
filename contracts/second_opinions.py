"""A second reading beside the first: what both say, what they say differently, and what only the second one has.

The second reader never makes a value surer. Where it says something else, and can quote it, the value that was read becomes one at which
a person looks twice; what it adds begins as such a value.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final

from contracts.models import Contract, Term
from contracts.terms import LABELS, Draft, draft_terms
from flowmono.intelligence.contracts.names import same_name
from flowmono.intelligence.contracts.second_opinion import same_words
from flowmono.intelligence.reader import Reading
from flowmono.intelligence.remote.reader import Discarded
from flowmono.intelligence.remote.recomputing import length_of

AGREES: Final = "agrees"
CONTESTED: Final = "contested"
ADDED: Final = "added"
MISSED: Final = "missed"
DISCARDED: Final = "discarded"
# Why nothing is added although it was found: a person looked for it.
DENIED: Final = "denied"


@dataclass(frozen=True)
class Finding:
    """One thing that the second reading says. kind: agrees, contested, added, missed (a price that no term has) or discarded.

    theirs: its value; ours: the value that stands. The quote is the document's own words between start and end; a discarded claim has
    none. term: the term that it is about; why: of a discarded claim, one of
    flowmono.intelligence.remote.reader.WHY_DISCARDED; DENIED of what a person said is not there.
    """

    kind: str
    field: str
    label: str
    theirs: str
    ours: str = ""
    currency: str = ""
    quote: str = ""
    start: int | None = None
    end: int | None = None
    page: int | None = None
    term: str = ""
    why: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def compare(
    reading: Reading,
    discarded: Sequence[Discarded],
    contract: Contract,
    terms: Iterable[Term],
    denied: Collection[str] = (),
) -> Iterator[tuple[Finding, Draft | None]]:
    """Each thing that the second reading says, in the order in which people check terms, with the draft of what it adds.

    denied: the fields of which a person said that the contract does not say them.
    """
    by_field: dict[str, list[Term]] = {}
    for term in terms:
        by_field.setdefault(term.field, []).append(term)
    for draft in draft_terms(reading):
        finding, added = _beside(draft, reading, contract, by_field)
        if finding.kind == ADDED and finding.field in denied:
            finding, added = replace(finding, kind=CONTESTED, why=DENIED), None
        yield finding, added
    for one in discarded:
        label = LABELS.get(one.claim.field, one.claim.field)
        yield Finding(DISCARDED, one.claim.field, label, one.claim.value[:120], why=one.why), None


def _beside(
    draft: Draft, reading: Reading, contract: Contract, by_field: dict[str, list[Term]]
) -> tuple[Finding, Draft | None]:
    standing = by_field.get(draft.field, [])
    if draft.field == "schedule":
        priced = [*standing, *by_field.get("total", []), *by_field.get("obligation", [])]
        known = next((term for term in priced if _same_price(draft, term)), None)
        return _finding(draft, AGREES if known is not None else MISSED, known), None
    if draft.field == "renewal":
        return _renewal(draft, reading, contract, standing)
    if draft.field == "payment_terms" and standing:
        same = reading.payment_terms is not None and reading.payment_terms.days == contract.payment_days
        return _finding(draft, AGREES if same else CONTESTED, standing[0]), None
    if draft.field == "party":
        known = next((term for term in standing if _same_party(draft, term)), None)
        return _finding(draft, AGREES if known else ADDED, known), None if known else draft
    if not standing:
        return _finding(draft, ADDED, None), draft
    agrees = any(_SAME.get(draft.field, _same_value)(draft, term) for term in standing)
    return _finding(draft, AGREES if agrees else CONTESTED, standing[0]), None


def _renewal(draft: Draft, reading: Reading, contract: Contract, standing: list[Term]) -> tuple[Finding, Draft | None]:
    if not standing:
        return _finding(draft, ADDED, None), draft
    notice = reading.renewal.notice_days if reading.renewal is not None else None
    same = contract.renews and (notice is None or notice == contract.notice_days)
    return _finding(draft, AGREES if same else CONTESTED, standing[0]), None


def _finding(draft: Draft, kind: str, term: Term | None) -> Finding:
    told = draft.evidence
    return Finding(
        kind,
        draft.field,
        draft.label,
        draft.value[:300],
        ours=str(term.amount if term.field in ("schedule", "total") else term.value)[:300] if term is not None else "",
        currency=str(draft.more.get("currency") or ""),
        quote=told.quote if told else "",
        start=told.start if told else None,
        end=told.end if told else None,
        page=told.page if told else None,
        term=str(term.pk) if term is not None else "",
    )


def _same_value(draft: Draft, term: Term) -> bool:
    return draft.value.casefold().split() == term.value.casefold().split()


def _same_price(draft: Draft, term: Term) -> bool:
    amount, currency = draft.more.get("amount"), draft.more.get("currency") or ""
    return term.amount == amount and (not currency or not term.currency or currency == term.currency)


def _same_party(draft: Draft, term: Term) -> bool:
    name = term.value.split("; ")[0]
    return same_name(draft.value, name) or same_words(draft.value, name)


def _same_day(draft: Draft, term: Term) -> bool:
    return term.day is not None and term.day == date.fromisoformat(draft.value)


def _same_end(draft: Draft, term: Term) -> bool:
    """The last day and the day after it are one end."""
    return term.day is not None and abs((term.day - date.fromisoformat(draft.value)).days) <= 1


_SAME: Final[dict[str, Callable[[Draft, Term], bool]]] = {
    "title": lambda draft, term: same_words(draft.value, term.value),
    "governing_law": lambda draft, term: same_words(draft.value, term.value),
    "payer": _same_party,
    "payee": _same_party,
    "agreement_on": _same_day,
    "effective_on": _same_day,
    "ends_on": _same_end,
    "term": lambda draft, term: length_of(draft.value) == length_of(term.value),
    "total": _same_price,
}
