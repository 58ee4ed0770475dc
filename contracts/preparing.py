"""The preparation that a contract's sequence asks for: begun when the terms are confirmed, gone on with, and how far it is.

What was done is kept on the contract: `base` the conversion it began with, `asked` the steps as they were then, `steps` the ids of
the steps made so far, `problem` why it does not go on, `left_out` the reason of a person who goes on without the rest.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.models import Category, Contract, State
from contracts.sequences import Sequence, tools_of_sequences
from documents.models import Document, Origin, Step, StepState
from documents.working.running import Wanted, begin
from flowmono.common.refusals import Conflict, Refused
from flowmono.notices.telling import tell

# What may be otherwise the next time: the child was slow, or the machine was short of memory.
MAY_WORK_LATER = frozenset({"too_slow", "too_heavy"})
STOPPED = (StepState.FAILED, StepState.CANCELLED)


def sequence_of(category: str) -> Sequence:
    """The sequence of a category as it is now; the ordinary one for a name that is no category."""
    found = Category.objects.filter(name=category).prefetch_related("steps").first()
    return found.sequence() if found else Sequence(category)


def follow_category(contract: Contract) -> None:
    """The case keeps the sequence that its category has now, unless it began with one of this category. The caller saves."""
    if contract.state == State.READY and contract.sequence.get("category") == contract.category:
        return
    contract.sequence = sequence_of(contract.category).as_json()


def go_on(contract: Contract, *, at: datetime) -> None:
    """Make the steps that are still missing, each once; a refusal is kept in words. The caller holds the lock.

    Raises Refused when a step may work later: whoever delivers this tries again, and shows an incident in the end.
    """
    sequence = Sequence.from_json(contract.sequence)
    base = contract.document.newest(Origin.CONVERTED)
    if contract.state != State.READY or base is None:
        return
    kept = _begun(contract, sequence, str(base.pk))
    if not kept["problem"] and not kept["left_out"]:
        _make_steps(contract, sequence, kept, at=at)
    if kept["problem"] and kept["problem"] != contract.preparation.get("problem"):
        _tell_requester(contract, kept, at=at)
    if kept != contract.preparation and (sequence.steps or contract.preparation):
        contract.preparation = kept
        contract.save()


def _tell_requester(contract: Contract, kept: Mapping[str, Any], *, at: datetime) -> None:
    """Whoever needs the contract hears once that a step of its preparation did not work."""
    tell(
        [contract.requester],
        "preparation",
        key=f"preparation:{contract.pk}:{kept['base']}:{len(kept['steps'])}:{at.isoformat()}",
        title=_("%(contract)s waits: its preparation did not work") % {"contract": contract},
        sentence=kept["problem"],
        url=contract.get_absolute_url(),
        at=at,
        case_id=contract.pk,
    )


def _begun(contract: Contract, sequence: Sequence, base: str) -> dict[str, Any]:
    """How far it is; begun anew for another conversion or another sequence, and then of the conversion as it was."""
    asked = sequence.as_json()["steps"]
    kept = {"problem": "", "left_out": "", **contract.preparation}
    if kept.get("base") == base and _same(kept["asked"], asked):
        return kept
    if kept.get("base") == base and kept["steps"]:
        document = Document.objects.lock(contract.document_id)
        document.working = None
        document.save()
    return {"base": base, "asked": [dict(one) for one in asked], "steps": [], "problem": "", "left_out": ""}


def _same(before: list[Mapping[str, Any]], now: list[Mapping[str, Any]]) -> bool:
    return [(one["tool"], one["options"]) for one in before] == [(one["tool"], one["options"]) for one in now]


def _make_steps(contract: Contract, sequence: Sequence, kept: dict[str, Any], *, at: datetime) -> None:
    made = list(Step.objects.filter(pk__in=kept["steps"]).order_by("number"))
    stopped = next((step for step in made if step.state in STOPPED), None)
    if stopped is not None:
        kept["problem"] = _in_words(stopped.tool, stopped.problem or _("It was stopped."))
        return
    if any(step.state == StepState.RUNNING for step in made):
        return
    for asked in sequence.steps[len(made) :]:
        document = Document.objects.lock(contract.document_id)
        try:
            with transaction.atomic():
                step = begin(document, Wanted(asked.tool, asked.options), by=None, at=at)
        except Refused as refusal:
            if refusal.code == "at_work":
                return
            if refusal.code in MAY_WORK_LATER:
                raise
            kept["problem"] = _in_words(asked.tool, refusal.message)
            return
        kept["steps"] = [*kept["steps"], str(step.pk)]
        if step.state == StepState.RUNNING:
            return


def _in_words(tool: str, reason: str) -> str:
    label = dict(tools_of_sequences()).get(tool, tool)
    return _("The sequence's step “%(step)s” did not work: %(reason)s") % {"step": label, "reason": reason}


def is_prepared(contract: Contract) -> bool:
    """True when every step that the sequence asks for is done, or a person said that it goes on without."""
    asked = contract.sequence.get("steps", ())
    kept = contract.preparation
    if not asked or kept.get("left_out"):
        return True
    base = contract.document.newest(Origin.CONVERTED)
    if base is None or kept.get("base") != str(base.pk) or len(kept["steps"]) < len(asked):
        return False
    return not Step.objects.filter(pk__in=kept["steps"], state__in=[StepState.RUNNING, *STOPPED]).exists()


def waits_because(contract: Contract) -> str:
    """Why its sequence does not go on by itself, in a sentence; empty where it does."""
    kept = contract.preparation
    if contract.state == State.READY and not kept.get("left_out"):
        return str(kept.get("problem", ""))
    return " ".join(kept.get("doubts", ())) if contract.state == State.APPROVED else ""


def demand_prepared(contract: Contract) -> None:
    """What approvers see is what is signed: it is submitted when its preparation is done. Raises Conflict."""
    if is_prepared(contract):
        return
    problem = contract.preparation.get("problem")
    if problem:
        raise Conflict(
            _("%(problem)s Try it again, bring another draft, or go on without it and say why.") % {"problem": problem},
            code="not_prepared",
        )
    raise Conflict(
        _("The document is still being prepared by its sequence. Try again in a moment."), code="not_prepared"
    )
