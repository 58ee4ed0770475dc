"""Amendments of contracts: the agreement as it stands beside what an amendment changes, worked out whenever somebody looks.

The rules are flowmono.intelligence.amending; here are the records that they speak of.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.urls import reverse

from contracts.library import read_layer
from contracts.models import Contract, State, Term, TermState
from documents.models import TextLayer
from flowmono.accounts.models import User
from flowmono.intelligence.amending.comparing import after, compare
from flowmono.intelligence.amending.model import Comparison, FieldChange, Item, ItemChange, Said, Terms
from flowmono.intelligence.reader import Evidence, PageSpan

AMENDMENT = "amendment"
# The term whose words say that it changes another agreement.
AMENDS = "amends"
MOST_OFFERED = 30
BINDING = (State.SIGNED, State.ARCHIVED)
# Each field of a comparison: the term that says it, and the contract's column that keeps its value.
SOURCES: Mapping[str, tuple[str, str]] = {
    "payer": ("payer", "customer_name"),
    "payee": ("payee", "counterparty_name"),
    "total": ("total", "total"),
    "currency": ("currency", "currency"),
    "payment_days": ("payment_terms", "payment_days"),
    "effective_on": ("effective_on", "effective_on"),
    "ends_on": ("ends_on", "ends_on"),
    "term": ("term", ""),
    "renews": ("renewal", "renews"),
    "notice_days": ("renewal", "notice_days"),
    "governing_law": ("governing_law", "governing_law"),
}


@dataclass(frozen=True)
class Amendment:
    """One amendment with what it changes. before: the documents that say what held until then, by their name in the comparison."""

    contract: Contract
    agreement: Contract
    comparison: Comparison
    documents: Mapping[str, Contract]
    verified: frozenset[Evidence]

    def is_verified(self, change: FieldChange | ItemChange) -> bool:
        """A person stands behind the sentence of the amendment that the new value rests on."""
        evidence = change.after.evidence if change.after else change.told
        return evidence in self.verified

    def address_of(self, said: Said | Item) -> str:
        """Where its sentence is lit: on the page of its document."""
        document = self.documents.get(said.where)
        if document is None or said.evidence is None:
            return ""
        page = reverse("contracts:contract", args=[document.pk])
        if said.key:
            return f"{page}#term-{said.key}"
        return f"{page}?passage={said.evidence.start}-{said.evidence.end}#passage"


def agreed_terms(contract: Contract) -> Terms:
    """What a contract says by its confirmed and read terms, each with the sentence that says it."""
    terms = list(contract.terms.live().order_by("position", "created_at"))
    layer = read_layer(contract)
    by_field: dict[str, Term] = {}
    for term in terms:
        by_field.setdefault(term.field, term)
    fields: dict[str, Said] = {}
    for name, (field, column) in SOURCES.items():
        said_by = by_field.get(field)
        value = getattr(contract, column) if column else (said_by.value if said_by else None)
        if value in {None, ""} or (name == "renews" and said_by is None):
            continue
        fields[name] = _said(value, said_by, str(contract.pk))
    items = tuple(_item(term, str(contract.pk)) for term in terms if term.field == "schedule")
    return Terms(fields, items, layer.text if layer else "")


def _said(value: str | date | int, term: Term | None, where: str) -> Said:
    if term is None:
        return Said(value, None, where)
    return Said(value, _evidence(term), where, str(term.pk) if term.start is not None else "", term.confidence)


def _evidence(term: Term) -> Evidence | None:
    if not term.quote or term.start is None or term.end is None:
        return None
    return Evidence(term.quote, term.start, term.end, term.page)


def _item(term: Term, where: str) -> Item:
    words = term.due_value if term.due_on is None and term.due_type in {"relative", "event"} else ""
    return Item(
        term.description or term.label,
        term.item_kind,
        term.amount,
        term.percent,
        term.currency,
        term.due_on,
        words,
        term.due_period,
        term.due_count,
        term.unit,
        term.optional,
        _evidence(term),
        where,
        str(term.pk) if term.start is not None else "",
        term.confidence,
    )


def seems_to_amend(contract: Contract, terms: Iterable[Term] | None = None) -> bool:
    """Its kind of document or its words say that it changes another agreement: its prices may be the new whole of one that is ordered.

    terms: those that stand, where they are at hand.
    """
    if contract.category == AMENDMENT:
        return True
    if terms is not None:
        return any(term.field == AMENDS for term in terms)
    return bool(contract.terms.live().filter(field=AMENDS).exists())


def must_say_what_it_amends(contract: Contract) -> bool:
    """It seems to change an agreement, and nobody said which one, or that it changes none."""
    return contract.amends_id is None and not contract.amends_nothing and seems_to_amend(contract)


def amendment_of(contract: Contract) -> Amendment | None:
    """What a contract changes against the agreement that it amends, after the amendments that bound before it; None when it amends none."""
    if contract.amends is None:
        return None
    agreement: Contract = contract.amends
    earlier = [one for one in _binding(agreement) if one.pk != contract.pk and _came_before(one, contract)]
    return _fold(agreement, [*earlier, contract])[-1]


def amendments_of(agreement: Contract, person: User) -> list[Amendment]:
    """The amendments of an agreement that this person sees: those that bind in the order of their signature, then those in the making."""
    seen = set(
        agreement.amendments.filter(pk__in=Contract.objects.visible_to(person).values("pk")).values_list(
            "pk", flat=True
        )
    )
    if not seen:
        return []
    binding = _binding(agreement)
    pending = list(
        agreement.amendments.exclude(
            state__in=[*BINDING, State.CANCELLED, State.DRAFT, State.CHOICE, State.REFUSED, State.CONVERTED]
        )
    )
    told = _fold(agreement, binding)
    told += [_fold(agreement, [*binding, one])[-1] for one in sorted(pending, key=lambda one: one.created_at)]
    return [one for one in told if one.contract.pk in seen]


def _binding(agreement: Contract) -> list[Contract]:
    return list(agreement.amendments.filter(state__in=BINDING).order_by("signed_at", "pk"))


def _came_before(one: Contract, other: Contract) -> bool:
    return other.signed_at is None or (one.signed_at, str(one.pk)) < (other.signed_at, str(other.pk))


def _fold(agreement: Contract, amendments: Sequence[Contract]) -> list[Amendment]:
    """Each amendment compared with what the ones before it left."""
    terms = agreed_terms(agreement)
    documents = {str(agreement.pk): agreement} | {str(one.pk): one for one in amendments}
    told = []
    for one in amendments:
        layer = read_layer(one)
        own = list(one.terms.live())
        comparison = _corrected(_compared(terms, one, layer), one, own)
        told.append(Amendment(one, agreement, comparison, documents, _verified(comparison, own)))
        terms = after(terms, comparison)
    return told


def _compared(terms: Terms, amendment: Contract, layer: TextLayer | None) -> Comparison:
    if layer is None:
        return compare(terms, "")
    return compare(terms, layer.text, [PageSpan(*page) for page in layer.pages], str(amendment.pk))


def _overlaps(term: Term, evidence: Evidence | None) -> bool:
    return (
        evidence is not None
        and term.start is not None
        and term.end is not None
        and term.start < evidence.end
        and evidence.start < term.end
    )


def _corrected(comparison: Comparison, amendment: Contract, own: Iterable[Term]) -> Comparison:
    """With the values that a person put in the place of what was read from the very sentence."""
    corrected = [term for term in own if term.state == TermState.CORRECTED]

    def seen(change: FieldChange) -> FieldChange:
        field, column = SOURCES[change.field]
        if (
            change.after is None
            or not column
            or not any(term.field == field and _overlaps(term, change.after.evidence) for term in corrected)
        ):
            return change
        value = getattr(amendment, column)
        if value in {None, ""}:
            return change
        same = change.before is not None and change.before.value == value
        standing = "unchanged" if same else "new" if change.before is None else "changed"
        return replace(change, standing=standing, after=replace(change.after, value=value))  # type: ignore[arg-type]

    return replace(comparison, fields=tuple(seen(change) for change in comparison.fields))


def _verified(comparison: Comparison, own: Iterable[Term]) -> frozenset[Evidence]:
    """The sentences of which a person confirmed or corrected a value."""
    stood_behind = [term for term in own if term.is_verified]
    shown = [
        change.after.evidence if change.after else change.told
        for change in (*comparison.changes, *comparison.item_changes)
    ]
    return frozenset(one for one in shown if one is not None and any(_overlaps(term, one) for term in stood_behind))


def mark_restated(contract: Contract) -> None:
    """Note which items of an amendment its agreement has already, so that only what is new is ordered and delivered by it.

    Items in the place of others, which the same sentence takes out, are no addition: the order of those is revised by people.
    """
    found = amendment_of(contract)
    changes = found.comparison.items if found else ()
    replacing = [change.told for change in changes if change.standing == "removed" and change.told is not None]
    new = [
        change.after.evidence
        for change in changes
        if change.standing == "new" and change.after and change.told not in replacing
    ]
    for term in contract.terms.schedule():
        restated = found is not None and not any(_overlaps(term, evidence) for evidence in new)
        if term.restated != restated:
            term.restated = restated
            term.save()


def amendable_for(contract: Contract, person: User) -> list[Contract]:
    """The newest signed agreements with the same other party that this person sees: those that a contract may change."""
    theirs = Q(counterparty_name__iexact=contract.counterparty_name) if contract.counterparty_name else Q(pk=None)
    if contract.vendor_id is not None:
        theirs |= Q(vendor=contract.vendor_id)
    seen = Contract.objects.visible_to(person).filter(theirs, state__in=BINDING, amends=None).exclude(pk=contract.pk)
    return list(seen.order_by("-signed_at", "pk")[:MOST_OFFERED])


def supposed_agreement(contract: Contract, offered: Sequence[Contract]) -> Contract | None:
    """The one agreement among those offered that the text names, by its number, or by title and date."""
    layer = read_layer(contract)
    if layer is None:
        return None
    text = " ".join(layer.text.split()).casefold()
    numbered = [one for one in offered if one.number.casefold() in text]
    if len(numbered) == 1:
        return numbered[0]
    titled = [one for one in offered if one.title.casefold() in text]
    return titled[0] if len(titled) == 1 else None
