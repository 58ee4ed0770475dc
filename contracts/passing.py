"""How far a contract is in its sequence: each station done, going on, next, or waiting for somebody, with where that is known from."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contracts.models import Contract, State
from contracts.preparing import is_prepared, sequence_of
from contracts.presenting import recipients_of
from contracts.sequences import Sequence, kept_in_words, tools_of_sequences
from documents.models import Origin, Step, StepState
from flowmono.common.templatetags.writing import known_locale, write_day
from signing.models import ACTING, RecipientState, Role

BEFORE_PDF = (State.DRAFT, State.CHOICE, State.REFUSED)
BEFORE_TERMS = (*BEFORE_PDF, State.CONVERTED, State.REVIEW)
BEFORE_SENDING = (*BEFORE_TERMS, State.READY, State.IN_APPROVAL)
KINDS = {
    StepState.ASKED: "current",
    StepState.RUNNING: "current",
    StepState.DONE: "done",
    StepState.UNDONE: "skipped",
    StepState.DROPPED: "skipped",
    StepState.FAILED: "rejected",
    StepState.CANCELLED: "rejected",
}


def followed(contract: Contract) -> Sequence:
    """The sequence that the case keeps; before its terms are confirmed, the one that its category has now."""
    return Sequence.from_json(contract.sequence) if contract.sequence else sequence_of(contract.category)


def path_of_sequence(contract: Contract, on: date) -> list[dict[str, Any]]:
    """The stations for components/path.html, as they stand on a day."""
    sequence = followed(contract)
    stations = [
        _converted(contract),
        *_prepared(contract, sequence),
        _approved(contract),
        *_signed(contract, sequence),
        _archived(contract, sequence, on),
    ]
    return [{"at": None, "reason": "", "more": "", **one, "sequence": n} for n, one in enumerate(stations, 1)]


def _converted(contract: Contract) -> dict[str, Any]:
    version = contract.document.newest(Origin.CONVERTED)
    title = _("Converted to PDF")
    if contract.state in BEFORE_PDF or version is None:
        kind = "rejected" if contract.state == State.REFUSED else "current"
        return {"title": title, "kind": kind, "reason": contract.problem}
    return {"title": title, "kind": "done", "at": version.created_at, "more": version.certificate.get("engine", "")}


def _prepared(contract: Contract, sequence: Sequence) -> Iterator[dict[str, Any]]:
    labels = dict(tools_of_sequences())
    kept = contract.preparation
    rows = Step.objects.filter(pk__in=kept.get("steps", ())).select_related("from_version", "to_version")
    made = {str(step.pk): step for step in rows}
    steps = [made[pk] for pk in kept.get("steps", ()) if pk in made]
    for place, asked in enumerate(sequence.steps):
        title = labels.get(asked.tool, asked.tool)
        if place < len(steps):
            yield {"title": title, **_of_step(steps[place])}
        elif kept.get("left_out"):
            who = _("left out by %(name)s") % {"name": kept.get("left_out_by", "")}
            yield {"title": title, "kind": "skipped", "more": who, "reason": kept["left_out"]}
        elif place == len(steps) and kept.get("problem"):
            yield {"title": title, "kind": "rejected", "reason": kept["problem"]}
        else:
            going = contract.state == State.READY and place == len(steps)
            after = _("when the terms are confirmed") if contract.state in BEFORE_TERMS else ""
            yield {"title": title, "kind": "current" if going else "waiting", "more": after}


def _of_step(step: Step) -> dict[str, Any]:
    more = step.get_state_display()
    if step.state == StepState.DONE and step.to_version is not None:
        numbers = {"before": step.from_version.number, "after": step.to_version.number}
        more = _("version %(before)s became version %(after)s, by the sequence") % numbers
    return {"kind": KINDS[StepState(step.state)], "at": step.at, "more": more, "reason": step.problem}


def _approved(contract: Contract) -> dict[str, Any]:
    title = _("Approved")
    if contract.state == State.IN_APPROVAL:
        return {"title": title, "kind": "current", "more": _("waits for its approvers")}
    if contract.state in BEFORE_SENDING or contract.state == State.CANCELLED:
        ready = contract.state == State.READY and is_prepared(contract)
        more = _("waits for %(who)s, to submit it") % {"who": contract.requester} if ready else ""
        return {"title": title, "kind": "current" if ready else "waiting", "more": more}
    return {"title": title, "kind": "done"}


def _signed(contract: Contract, sequence: Sequence) -> Iterator[dict[str, Any]]:
    envelope, recipients = recipients_of(contract)
    by_itself = sequence.sends_by_itself
    title = _("Sent by itself when nothing is in doubt") if by_itself else _("Sent by a person")
    if contract.state == State.APPROVED:
        doubts = " ".join(contract.preparation.get("doubts", ()))
        yield {
            "title": title,
            "kind": "current",
            "more": _("waits for procurement or legal, to send it"),
            "reason": doubts,
        }
    elif envelope is not None and envelope.sent_at and contract.envelope_id == envelope.pk:
        who = str(envelope.sent_by) if envelope.sent_by else _("sent by the sequence")
        yield {"title": title, "kind": "done", "at": envelope.sent_at, "more": who}
    else:
        yield {"title": title, "kind": "waiting"}
    out = contract.state == State.OUT_FOR_SIGNATURE
    for place in (
        recipients if envelope is not None and envelope.sent_at and contract.envelope_id == envelope.pk else ()
    ):
        if place.role not in ACTING:
            continue
        done = place.state == RecipientState.SIGNED
        asked = out and place.state in {RecipientState.INVITED, RecipientState.VIEWED}
        act = _("%(name)s signs") if place.role == Role.SIGNER else _("%(name)s approves the document")
        signs = act % {"name": place.name}
        yield {
            "title": signs,
            "kind": "done" if done else "current" if asked else "waiting",
            "at": place.decided_at,
            "more": place.party,
        }
    if contract.envelope_id is None or contract.state in BEFORE_SENDING or contract.state == State.APPROVED:
        yield {"title": _("Signed"), "kind": "waiting", "more": _signers_in_words(sequence)}


def _signers_in_words(sequence: Sequence) -> str:
    return _("%(n)s for us, one for the other party") % {"n": sequence.our_signers}


def _archived(contract: Contract, sequence: Sequence, on: date) -> dict[str, Any]:
    title = _("Archived")
    if contract.state != State.ARCHIVED or contract.archived_version is None:
        kind = "current" if contract.state == State.SIGNED else "waiting"
        return {"title": title, "kind": kind, "more": kept_in_words(sequence)}
    at = contract.archived_version.created_at
    return {"title": title, "kind": "done", "at": at, "more": keeping_in_words(contract, on)}


def keeping_in_words(contract: Contract, on: date) -> str:
    """Until when its papers are kept, or, once that day is over, had to be kept, in a sentence."""
    if contract.kept_until is not None:
        over = contract.kept_until < on
        words = _("Its papers had to be kept until %(day)s.") if over else _("Its papers must be kept until %(day)s.")
        return words % {"day": write_day(contract.kept_until, known_locale(get_language() or "en"))}
    sequence = followed(contract)
    if contract.state == State.ARCHIVED and sequence.kept_years is not None:
        return _("Its papers are kept without an end: the contract may still be in force, or its end is not known.")
    return kept_in_words(sequence)
