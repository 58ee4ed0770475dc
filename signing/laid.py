"""How a document waits for one of ours: one truth for the list, the document's own page and the API."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from signing.authority import Choice, Step
from signing.models.states import Role


@dataclass(frozen=True)
class Waits:
    """What the person has to do first, if anything. key: for pages that ask; label: in a list; kind: as of a badge."""

    key: str
    label: str
    kind: str


READ = Waits("read", _("to read"), "neutral")
APPROVE = Waits("approve", _("approval"), "info")
BY_STEP = {
    Step.PLACED: Waits("placed", _("mark in its place"), "good"),
    Step.CHOOSE: Waits("choose", _("choose a mark first"), "warn"),
    Step.CATEGORY: Waits("category", _("a question first"), "warn"),
    Step.DISPUTED: Waits("disputed", _("the category is being decided"), "warn"),
    Step.UNCOVERED: Waits("uncovered", _("no mark covers it"), "warn"),
    Step.NO_MARK: Waits("no_mark", _("you have no mark"), "warn"),
}


def how_it_waits(role: str, choice: Choice) -> Waits:
    """What is so for a person with this role, when the rule of authority came to `choice` today."""
    if role == Role.APPROVER:
        return APPROVE
    return BY_STEP[choice.step] if role == Role.SIGNER else READ
