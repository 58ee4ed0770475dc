"""What an action demands of a contract before it begins, and the refusals that say so."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.models import Contract, State
from documents.models import Origin
from flowmono.common.refusals import Conflict, Invalid


def demand(contract: Contract, transition: str) -> None:
    if not contract.can(transition):
        raise Conflict(_("This cannot be done now: the contract %(state)s.") % state_of(contract), code="wrong_state")


def state_of(contract: Contract) -> dict[str, str]:
    """The state with its verb, to follow “the contract” or “it” in a sentence."""
    told = {State.CHOICE: _("has open changes"), State.REVIEW: _("has terms to confirm")}
    return {"state": told.get(State(contract.state)) or _("is %(state)s") % {"state": contract.get_state_display()}}


def demand_open_terms(contract: Contract) -> None:
    if contract.state not in {State.REVIEW, State.READY}:
        raise Conflict(_("Terms can be corrected until the contract is submitted; it %(state)s.") % state_of(contract))


def demand_counterparty(contract: Contract) -> None:
    if not contract.counterparty_name.strip():
        raise Invalid(_("Name the other party: it becomes the vendor."), field="counterparty_name")


def demand_whole_rendering(contract: Contract) -> None:
    """A PDF that lacks words of its draft goes on only when somebody has looked at it."""
    version = contract.document.newest(Origin.CONVERTED)
    if version is not None and version.words_lost and version.accepted_at is None:
        raise Conflict(
            ngettext(
                "%(n)s word of the draft was not found in the PDF. Compare them, then say that the rendering is right or bring another draft.",
                "%(n)s words of the draft were not found in the PDF. Compare them, then say that the rendering is right or bring another draft.",
                version.words_lost,
            )
            % {"n": version.words_lost},
            code="words_missing",
        )
