"""Which signed agreement a contract changes."""

from datetime import datetime

from django.utils.translation import gettext as _

from contracts import policies
from contracts.actions.states import demand_open_terms, state_of
from contracts.amending import must_say_what_it_amends, seems_to_amend
from contracts.models import Contract, State
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, require


@action
def say_amends(contract: Contract, *, by: User, at: datetime, amends: Contract | None) -> Contract:
    """Say which signed agreement it changes, or that it changes none; until it is submitted."""
    contract = Contract.objects.lock(contract)
    require(policies.can_work_on, contract, by)
    demand_open_terms(contract)
    if amends is not None:
        _demand_amendable(contract, amends)
    elif seems_to_amend(contract):
        # What it states is then ordered as it stands: that is for those who confirm its terms.
        require(policies.can_confirm_terms, contract, by)
    contract.amends = amends
    contract.amends_nothing = amends is None
    contract.save()
    return contract


def _demand_amendable(contract: Contract, amends: Contract) -> None:
    """What is amended is signed, is another contract, and is the agreement itself, not one of its amendments."""
    if amends.pk == contract.pk:
        raise Invalid(_("A contract does not amend itself."), field="amends")
    if amends.state not in {State.SIGNED, State.ARCHIVED}:
        raise Invalid(
            _("Only a signed agreement can be amended; it %(state)s.") % state_of(amends),
            field="amends",
        )
    if amends.amends_id is not None:
        raise Invalid(
            _(
                "%(number)s is itself an amendment. Choose the agreement that it changes: the earlier amendments count by themselves."
            )
            % {"number": amends.number},
            field="amends",
        )


def demand_said_what_it_amends(contract: Contract) -> None:
    """Whoever approves and orders it knows whether its prices are new or the new whole of an agreement that is there. Raises Conflict."""
    if must_say_what_it_amends(contract):
        raise Conflict(
            _("It seems to change another agreement. Say which one, or that it changes none, before it is submitted."),
            code="amends_unsaid",
        )
