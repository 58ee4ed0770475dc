"""Contracts as pages draw them: terms in groups, the approval as a path, the chain as a tree, and who is waited for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from contracts.addressing import Origin, origin_of
from contracts.models import Contract, ContractClause, SecondReading, Term
from contracts.quoting import Span
from contracts.second_opinions import ADDED, AGREES, CONTESTED, DENIED, DISCARDED, MISSED
from documents.models import TextLayer
from documents.viewing import Span as Lighting
from flowmono.common.templatetags.writing import known_locale, write_amount
from flowmono.intelligence.remote.reader import WHY_DISCARDED
from flowmono.outbox.causation import Happening
from flowmono.outbox.causation import Step as ChainStep
from flowmono.outbox.models import DeliveryState, RecordedEvent
from signing.models import Envelope, Recipient, Role
from signing.querysets import IN_ROUND

GROUPS: tuple[tuple[str, Promise, frozenset[str]], ...] = (
    ("amends", gettext_lazy("Another agreement"), frozenset({"amends"})),
    ("parties", gettext_lazy("Parties"), frozenset({"payer", "payee", "party"})),
    ("money", gettext_lazy("Money"), frozenset({"currency", "total", "payment_terms", "retention", "advance"})),
    ("schedule", gettext_lazy("Schedule"), frozenset({"schedule"})),
    (
        "dates",
        gettext_lazy("Dates and renewal"),
        frozenset({"effective_on", "agreement_on", "ends_on", "term", "renewal"}),
    ),
    ("obligations", gettext_lazy("Obligations"), frozenset({"obligation"})),
)


@dataclass(frozen=True)
class Group:
    """Terms of one kind under a heading; `unverified` of them nobody stands behind yet."""

    key: str
    title: str
    terms: tuple[Term, ...]

    @property
    def unverified(self) -> int:
        return sum(1 for term in self.terms if not term.is_verified)


def groups_of(terms: Iterable[Term]) -> list[Group]:
    """The terms under the headings in which people check them; what fits none comes last."""
    left = list(terms)
    found = []
    for key, title, fields in GROUPS:
        mine = tuple(term for term in left if term.field in fields)
        left = [term for term in left if term.field not in fields]
        if mine:
            found.append(Group(key, str(title), mine))
    if left:
        found.append(Group("other", _("Other"), tuple(left)))
    return found


Quoted = TypeVar("Quoted", Term, ContractClause)


def move_quotes(terms: Iterable[Quoted], layer: TextLayer | None) -> list[Quoted]:
    """Where each quote stands in the document as it was prepared; the terms or clauses whose quote is not in it any more.

    They themselves are not saved: their quotes point into the text that they were read from.
    """
    if layer is None or layer.base_id is None:
        return []
    lost = []
    for term in terms:
        if term.start is None or term.end is None:
            continue
        found = layer.here(term.start, term.end)
        term.start, term.end = found or (None, None)
        term.page = layer.page_at(found[0]) if found else None
        if found is None:
            lost.append(term)
    return lost


def lost_in_words(lost: Iterable[Term]) -> str:
    """Which terms lost their sentence, and what to do about it."""
    names = [str((term.field == "schedule" and term.description) or term.label_in_words) for term in lost]
    listed = get_text_list(list(dict.fromkeys(names)), _("and"))
    words = ngettext(
        "The sentence of %(n)s term is no longer in the document: %(names)s. Undo the step, or drop the term before you submit.",
        "The sentences of %(n)s terms are no longer in the document: %(names)s. Undo the step, or drop the terms before you submit.",
        len(names),
    )
    return words % {"n": len(names), "names": listed}


def spans_of(terms: Iterable[Term | ContractClause]) -> list[Span]:
    """The quotes that can be lit."""
    return [
        Span(term.anchor, term.start, term.end) for term in terms if term.start is not None and term.end is not None
    ]


def lit_spans_of(terms: Iterable[Term]) -> list[Lighting]:
    """The quotes as places on the page, each leading back to its term."""
    return [
        Lighting(
            term.anchor,
            term.start,
            term.end,
            # Only a line of the schedule is described by the contract's own words; an obligation's description is its kind.
            label=str((term.field == "schedule" and term.description) or term.label_in_words)[:120],
            back=f"#item-{term.anchor}",
        )
        for term in terms
        if term.start is not None and term.end is not None
    ]


def lit_clauses_of(clauses: Iterable[ContractClause]) -> list[Lighting]:
    """Clauses as places on the page, each leading back to where it is judged."""
    return [
        Lighting(
            clause.anchor,
            clause.start,
            clause.end,
            label=clause.kind_in_words,
            back=f"{reverse('contracts:clauses', args=[clause.contract_id])}#item-{clause.anchor}",
        )
        for clause in clauses
        if clause.start is not None
    ]


PASSAGE = "passage"


def lit_passage_of(contract: Contract, spans: Iterable[Span]) -> list[Lighting]:
    """The passage that somebody asked for, leading back to where questions are asked."""
    back = reverse("contracts:clauses", args=[contract.pk])
    return [Lighting(span.anchor, span.start, span.end, label=_("What you asked about"), back=back) for span in spans]


# An amount in a stored sentence: digits with a point, or whole ones after the words that lead to an amount (a year is none).
_AMOUNT = re.compile(
    r"(?<![\w.,-])(?:\d+\.\d+|(?<=up to )\d+|(?<= or )\d+|(?<=contract says )\d+|(?<=text says )\d+|(?<=% of )\d+)(?![\w%]|\.\d| ?%)"
)


def checks_of(contract: Contract) -> list[dict[str, Any]]:
    """The sums that were checked, {agrees, explanation}, their amounts written as money of the contract."""
    locale = known_locale(get_language() or "en")

    def as_money(found: re.Match[str]) -> str:
        return write_amount(Decimal(found.group()), contract.currency, locale)

    return [{**check, "explanation": _AMOUNT.sub(as_money, check["explanation"])} for check in contract.checks]


# --- the second reading ---------------------------------------------------------------------------------------------

SAID: dict[str, Promise] = {
    CONTESTED: gettext_lazy("It says something else"),
    MISSED: gettext_lazy("A price that no term has"),
    ADDED: gettext_lazy("Only it found this"),
    DISCARDED: gettext_lazy("Not taken"),
    AGREES: gettext_lazy("It says the same"),
}
_WHY = WHY_DISCARDED | {DENIED: gettext_lazy("A person said that the contract does not say it.")}
# What a claim that was not taken is about, by the names that the remote reader was given.
_CLAIMED: dict[str, Promise] = {
    "party": gettext_lazy("Party"),
    "renewal": gettext_lazy("Renewal"),
    "total": gettext_lazy("Total"),
    "payment_terms": gettext_lazy("Payment term"),
    "payment": gettext_lazy("Price"),
}


@dataclass
class Said:
    """One thing that the second reading says, as the page shows it. amount: of a price; place: where its words can be lit, or ""."""

    kind: str
    label: str
    theirs: str
    ours: str
    amount: Decimal | None
    our_amount: Decimal | None
    currency: str
    why: str
    quote: str
    start: int | None
    end: int | None
    page: int | None

    @property
    def day(self) -> date | None:
        return _day_in(self.theirs)

    @property
    def our_day(self) -> date | None:
        return _day_in(self.ours)

    @property
    def place(self) -> str:
        return "" if self.start is None else f"{self.start}-{self.end}"


def said_of(reading: SecondReading | None, layer: TextLayer | None) -> list[tuple[str, list[Said]]]:
    """What a second reading says beside the first, by kind: what a person has to look at before what is the same."""
    if reading is None:
        return []
    found = [(finding["kind"], _said(finding)) for finding in reading.findings]
    move_quotes([said for _kind, said in found if said.quote], layer)
    return [
        (str(words), rows) for kind, words in SAID.items() if (rows := [said for one, said in found if one == kind])
    ]


def _said(finding: dict[str, Any]) -> Said:
    priced = finding["field"] in {"schedule", "total", "obligation"} and finding["kind"] != DISCARDED
    known = _CLAIMED.get(finding["field"]) if finding["kind"] == DISCARDED else None
    label = Term(field="", label=finding["label"]).label_in_words if finding["field"] != "schedule" else _("Price")
    return Said(
        kind=finding["kind"],
        label=str(known or label),
        theirs=finding["theirs"],
        ours=finding["ours"],
        amount=_amount_in(finding["theirs"]) if priced else None,
        our_amount=_amount_in(finding["ours"]) if priced else None,
        currency=finding["currency"],
        why=str(_WHY.get(finding["why"], "")),
        quote=finding["quote"],
        start=finding["start"],
        end=finding["end"],
        page=finding["page"],
    )


def _day_in(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _amount_in(words: str) -> Decimal | None:
    try:
        return Decimal(words)
    except InvalidOperation:
        return None


# --- the approval ---------------------------------------------------------------------------------------------------


def submitter_of(contract: Contract) -> str:
    """Who put the contract before its approvers the last time: not always who started it. Empty when nobody did."""
    submitted = RecordedEvent.objects.filter(case_id=contract.pk, name="ContractSubmitted").order_by("-at")
    return str(submitted.values_list("actor_label", flat=True).first() or "")


def recipients_of(contract: Contract) -> tuple[Envelope | None, list[Recipient]]:
    """The newest envelope of the contract and the people in it, in the order in which they are asked."""
    envelope = contract.envelopes.order_by("-created_at").first()
    if envelope is None:
        return None, []
    return envelope, list(envelope.recipients.select_related("user", "profile").order_by(*IN_ROUND))


_ORIGINS: dict[Origin, Promise] = {
    Origin.SIGNER: gettext_lazy("The contract gives it as the signer's own address."),
    Origin.SHARED: gettext_lazy(
        "A general address in the contract, perhaps only for notices. Ask for the signer's own before you send."
    ),
    Origin.CONTRACT: gettext_lazy(
        "It stands in the contract, though not beside the signer's name. Make sure whose it is."
    ),
    Origin.PERSON: gettext_lazy("Entered by hand; the contract does not name it."),
    Origin.NOWHERE: gettext_lazy("The contract names no address. Enter the signer's own."),
}


@dataclass(frozen=True)
class Asked:
    """Somebody who will be asked to sign, and for people outside where their address comes from."""

    recipient: Recipient
    hint: str
    doubtful: bool


def asked_to_sign(contract: Contract, recipients: Iterable[Recipient]) -> list[Asked]:
    """The people of an envelope that is not sent yet, with a hint beside each address that a person should look at."""
    layers = TextLayer.objects.filter(version__document=contract.document_id, version__origin="converted")
    text = layers.order_by("-version__number").values_list("text", flat=True).first() or ""
    found = []
    for recipient in recipients:
        if recipient.user_id is not None:
            signs = recipient.role == Role.SIGNER
            hint = _("One of our people; signs with their own mark.") if signs else _("One of our people.")
            found.append(Asked(recipient, hint, doubtful=False))
            continue
        origin = origin_of(text, recipient.name, recipient.email)
        found.append(Asked(recipient, str(_ORIGINS[origin]), origin not in {Origin.SIGNER, Origin.PERSON}))
    return found


# --- the chain as a tree ---------------------------------------------------------------------------------------------


def in_words(name: str) -> str:
    """An event's or a step's name as people say it: "ContractSigned" and "open_workspace" become sentences."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").lower().replace("envelope", "signature round")
    return words[:1].upper() + words[1:]


def chain_nodes(happenings: Iterable[Happening]) -> list[dict[str, Any]]:
    """The causation tree for components/tree.html."""
    return [
        {
            "name": in_words(happening.name),
            "kind": "event",
            "more": "" if happening.actor.kind == "event" else str(happening.actor.label),
            "at": happening.at,
            "children": [_step_node(step) for step in happening.steps],
        }
        for happening in happenings
    ]


def _step_node(step: ChainStep) -> dict[str, Any]:
    delivery = step.delivery
    kinds = {DeliveryState.DONE: "done", DeliveryState.SKIPPED: "done", DeliveryState.INCIDENT: "failed"}
    took = ""
    if delivery.state == DeliveryState.DONE and delivery.finished_at and delivery.started_at:
        took = _took(delivery.finished_at - delivery.started_at)
    return {
        "name": in_words(delivery.step),
        "kind": kinds.get(DeliveryState(delivery.state), "waiting"),
        "more": " · ".join(filter(None, [_corrected_words(step), _step_words(delivery)])),
        "took": took,
        "children": chain_nodes(step.events),
    }


def _corrected_words(step: ChainStep) -> str:
    names = ", ".join(step.corrected_by)
    return _("corrected by %(names)s") % {"names": names} if names else ""


def _step_words(delivery: Any) -> str:
    if delivery.state == DeliveryState.SKIPPED:
        return _("left out: %(reason)s") % {"reason": delivery.skipped_reason}
    first = delivery.error.strip().splitlines()[0] if delivery.error.strip() else ""
    if delivery.state == DeliveryState.INCIDENT:
        words = ngettext(
            "stopped after one attempt: %(error)s", "stopped after %(attempts)s attempts: %(error)s", delivery.attempts
        )
        return words % {"attempts": delivery.attempts, "error": first}
    if delivery.state == DeliveryState.WAITING:
        if first:
            return _("attempt %(attempts)s failed and is repeated: %(error)s") % {
                "attempts": delivery.attempts,
                "error": first,
            }
        return _("running") if delivery.attempts else _("about to run")
    return ""


def _took(time: timedelta) -> str:
    seconds = time.total_seconds()
    return (
        _("%(n)s ms") % {"n": max(1, round(seconds * 1000))} if seconds < 1 else _("%(n)s s") % {"n": f"{seconds:.1f}"}
    )
