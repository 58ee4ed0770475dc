"""What cannot be done with a contract now is refused with its state, in a sentence that reads in every state."""

import pytest

from contracts.actions.states import demand
from contracts.models import Contract, State
from flowmono.common.refusals import Conflict


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.CHOICE, "This cannot be done now: the contract has open changes."),
        (State.REVIEW, "This cannot be done now: the contract has terms to confirm."),
        (State.SIGNED, "This cannot be done now: the contract is signed."),
    ],
)
def test_a_refusal_says_the_state_of_the_contract_in_a_whole_sentence(state: State, words: str) -> None:
    with pytest.raises(Conflict) as refusal:
        demand(Contract(state=state), "approve")

    assert str(refusal.value.message) == words
