"""Checking what was read, value by value: what is asked, in which order, and how far it is. Pure functions on terms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contracts.models import Contract, Term, TermState
from contracts.terms import ASKED_FIELDS, COLUMNS_OF, FACT_OF, label_of

MONEY_FIELDS = frozenset({"total", "payment_terms"})


@dataclass(frozen=True)
class Asked:
    """One thing that a person is asked about: a value that was read, or a fact that the reader did not find (`term` is None)."""

    field: str
    term: Term | None = None

    @property
    def key(self) -> str:
        """How an address names it."""
        return str(self.term.pk) if self.term else self.field

    @property
    def label(self) -> str:
        """What it is, in words; of an item of the schedule the contract's own."""
        if self.term is None:
            return label_of(self.field)
        return str((self.term.field == "schedule" and self.term.description) or self.term.label_in_words)

    @property
    def is_answered(self) -> bool:
        """A person confirmed or corrected it, or said that the contract does not say it."""
        return self.term is not None and (self.term.is_verified or self.term.state == TermState.ABSENT)

    @property
    def is_absent(self) -> bool:
        """A person said that the contract does not say it."""
        return self.term is not None and self.term.state == TermState.ABSENT

    @property
    def may_be_absent(self) -> bool:
        """It is something that a contract says once, or not at all."""
        return self.field in COLUMNS_OF

    @property
    def columns(self) -> tuple[str, ...]:
        """The facts of the contract in which it is corrected; none where the term itself is."""
        if self.field not in FACT_OF:
            return ()
        more = tuple(name for name in COLUMNS_OF.get(self.field, {}) if name not in {"total_kind", "payment_from"})
        return more or (FACT_OF[self.field],)


@dataclass(frozen=True)
class Check:
    """How far the check of a contract is, and which of `places` is before the reader; None before they began."""

    places: tuple[Asked, ...]
    current: Asked | None

    @property
    def count(self) -> int:
        return len(self.places)

    @property
    def answered(self) -> int:
        return sum(1 for one in self.places if one.is_answered)

    @property
    def open(self) -> int:
        """How many nobody has answered yet."""
        return self.count - self.answered

    @property
    def certain(self) -> int:
        """How many of the open ones the reader was certain of: they can be accepted together."""
        return sum(1 for one in self.places if one.term is not None and not one.is_answered and not one.term.is_unsure)

    @property
    def doubtful(self) -> int:
        """How many of the open ones must be looked at one by one."""
        return self.open - self.certain

    @property
    def missing(self) -> int:
        """How many are no terms: facts that the reader did not find."""
        return sum(1 for one in self.places if one.term is None)

    @property
    def position(self) -> int:
        """Which one it is, counted from 1; 0 before the reader began."""
        return self.places.index(self.current) + 1 if self.current else 0

    @property
    def previous(self) -> Asked | None:
        return self._beside(-1)

    @property
    def following(self) -> Asked | None:
        return self._beside(1)

    def _beside(self, step: int) -> Asked | None:
        at = self.position - 1 + step
        return self.places[at] if self.current is not None and 0 <= at < self.count else None

    @property
    def next_open(self) -> Asked | None:
        """The next one that nobody answered: after the current one, else from the beginning; None when all are answered."""
        at = self.position
        turned = (*self.places[at:], *self.places[:at])
        return next((one for one in turned if not one.is_answered and one is not self.current), None)


def check_of(contract: Contract, terms: Sequence[Term], absent: Iterable[Term], key: str = "") -> Check:
    """What is asked about a contract: first what the reader was not certain of, then what it did not find, then the rest.

    terms: those that stand, in the order of the page. absent: what a person said the contract does not say. key: of what is before
    the reader.
    """
    denied = list(absent)
    said = {term.field for term in (*terms, *denied)}
    unsure = [Asked(term.field, term) for term in terms if term.was_unsure]
    missing = [Asked(field) for field in ASKED_FIELDS if field not in said and _may_lack(contract, field, said)]
    sure = [Asked(term.field, term) for term in terms if not term.was_unsure]
    places = (*unsure, *missing, *(Asked(term.field, term) for term in denied), *sure)
    return Check(places, next((one for one in places if one.key == key), None))


def _may_lack(contract: Contract, field: str, said: set[str]) -> bool:
    """Nobody entered it either, and it is something that such an agreement is asked about."""
    if any(getattr(contract, column) not in {None, "", False} for column in COLUMNS_OF[field]):
        return False
    if field == "ends_on" and "term" in said:
        return False
    return contract.orderable or field not in MONEY_FIELDS
