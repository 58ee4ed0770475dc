"""Contracts as pages draw them: terms in groups, the approval as a path, the chain as a tree, and who is waited for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.models import Contract, State, Term
from contracts.quoting import Span
from documents.viewing import Span as Lighting
from flowmono.approvals.models import Mode, RequestState, Seat, Step, StepState
from flowmono.outbox.causation import Happening
from flowmono.outbox.causation import Step as ChainStep
from flowmono.outbox.models import DeliveryState
from signing.models import Envelope, Recipient, RecipientState

GROUPS: tuple[tuple[str, Promise, frozenset[str]], ...] = (
    ("parties", gettext_lazy("Parties"), frozenset({"payer", "payee", "party"})),
    ("money", gettext_lazy("Money"), frozenset({"currency", "total", "payment_terms"})),
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


def spans_of(terms: Iterable[Term]) -> list[Span]:
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
            label=str(term.description or term.label)[:120],
            back=f"#item-{term.anchor}",
        )
        for term in terms
        if term.start is not None and term.end is not None
    ]


# --- the approval ---------------------------------------------------------------------------------------------------


def _who_may(step: Step, seats: Sequence[Seat]) -> str:
    joint = _(" and ") if step.mode == Mode.ALL else _(" or ")
    return joint.join(str(seat.approver) for seat in seats if not seat.verdict)


def recipients_of(contract: Contract) -> tuple[Envelope | None, list[Recipient]]:
    """The newest envelope of the contract and the people in it, in the order in which they are asked."""
    envelope = contract.envelopes.order_by("-created_at").first()
    if envelope is None:
        return None, []
    return envelope, list(envelope.recipients.select_related("user", "profile").order_by("order", "created_at"))


# --- the chain as a tree ---------------------------------------------------------------------------------------------


def in_words(name: str) -> str:
    """An event's or a step's name as people say it: "ContractSigned" and "open_workspace" become sentences."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").lower()
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
        return _("stopped after %(attempts)s attempts: %(error)s") % {"attempts": delivery.attempts, "error": first}
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


def waits_for(contract: Contract) -> list[str]:
    """Sentences that say what goes on now, or whose move it is; empty when nothing is awaited."""
    words = {
        State.DRAFT: _("The draft is being converted."),
        State.CONVERTED: _("The terms are being read."),
        State.CHOICE: _("%(who)s chooses what becomes of the open changes.") % {"who": contract.requester},
        State.REFUSED: _("%(who)s uploads another draft.") % {"who": contract.requester},
        State.REVIEW: _("Procurement or legal confirms the terms."),
        State.READY: _("%(who)s submits the contract for approval.") % {"who": contract.requester},
        State.APPROVED: _("Procurement or legal sends the contract for signature."),
    }
    found = [str(words[State(contract.state)])] if contract.state in words else []
    seats = Seat.objects.filter(
        request__case_key=contract.pk, request__state=RequestState.OPEN, step__state=StepState.OPEN, verdict=""
    ).select_related("approver", "step", "request")
    for step, of_step in groupby(seats.order_by("step", "pk"), key=lambda seat: seat.step):
        asked_of = list(of_step)
        found.append(
            _("Waits for %(who)s: %(what)s (%(step)s).")
            % {"who": _who_may(step, asked_of), "what": asked_of[0].request.title, "step": step.title}
        )
    if contract.state == State.OUT_FOR_SIGNATURE:
        asked = Recipient.objects.filter(
            envelope=contract.envelope_id, state__in=[RecipientState.INVITED, RecipientState.VIEWED]
        )
        found += [_("%(who)s signs.") % {"who": recipient.name} for recipient in asked]
    return found


# --- what came of it -------------------------------------------------------------------------------------------------

# Reverse relations of records that apps above or beside this one may keep; each is drawn when it is there.
_RELATED: tuple[tuple[str, Promise, str], ...] = (
    ("workspace", gettext_lazy("Workspace"), "milestone"),
    ("onboardings", gettext_lazy("Onboarding"), "building-2"),
    ("orders", gettext_lazy("Order"), "clipboard-list"),
    ("invoices", gettext_lazy("Invoice"), "receipt-text"),
)


def related_to(contract: Contract) -> list[dict[str, Any]]:
    """Links to what the contract set off: workspace, onboarding, orders, invoices."""
    known = {relation.get_accessor_name(): relation for relation in Contract._meta.related_objects}
    found = []
    for name, label, icon in _RELATED:
        if name not in known:
            continue
        kept = getattr(contract, name, None) if known[name].one_to_one else list(getattr(contract, name).all()[:20])
        for record in [kept] if not isinstance(kept, list) else kept:
            if record is not None:
                found.append({"label": str(label), "icon": icon, "record": record, "url": _page_of(record)})
    if contract.vendor is not None:
        found.insert(
            0, {"label": _("Vendor"), "icon": "building-2", "record": contract.vendor, "url": _page_of(contract.vendor)}
        )
    return found


def _page_of(record: Any) -> str:
    try:
        return str(record.get_absolute_url())
    except AttributeError:
        return _page_of(record.vendor) if hasattr(record, "vendor") else ""
    except NoReverseMatch:
        return ""
