"""What people do with a contract before it is signed."""

from contracts.actions.amendments import say_amends
from contracts.actions.approvals import decide, send_for_signature, submit, withdraw
from contracts.actions.cases import export_case
from contracts.actions.clauses import confirm_clause, reject_clause
from contracts.actions.disposing import ask_disposal, dispose_of_papers, keep_papers, reasons_to_keep
from contracts.actions.drafts import accept_rendering, cancel, choose_changes, replace_draft, upload_draft
from contracts.actions.ended_terms import settle_ended_terms
from contracts.actions.endings import (
    bring_ending_paper,
    demand_can_end,
    due_after_end,
    end_early,
    let_fall_away,
    take_ending_back,
)
from contracts.actions.ends import say_end
from contracts.actions.facts import CORRECTABLE, correct_contract
from contracts.actions.keeping import leave_out_preparation, lift_hold, place_hold, prepare_again
from contracts.actions.obligations import (
    SAYABLE,
    met_elsewhere,
    reopen_obligation,
    say_of_obligation,
    set_aside_obligation,
    settle_obligation,
    verify_obligation,
)
from contracts.actions.remote import ask_second_reading, keep_reader_key, try_remote_reader
from contracts.actions.renewals import can_be_ended, open_next_term
from contracts.actions.terms import (
    TERM_CORRECTABLE,
    confirm_certain,
    confirm_term,
    confirm_terms,
    correct_term,
    drop_term,
    say_absent,
)

__all__ = [
    "CORRECTABLE",
    "SAYABLE",
    "TERM_CORRECTABLE",
    "accept_rendering",
    "ask_disposal",
    "ask_second_reading",
    "bring_ending_paper",
    "can_be_ended",
    "cancel",
    "choose_changes",
    "confirm_certain",
    "confirm_clause",
    "confirm_term",
    "confirm_terms",
    "correct_contract",
    "correct_term",
    "decide",
    "demand_can_end",
    "dispose_of_papers",
    "drop_term",
    "due_after_end",
    "end_early",
    "export_case",
    "keep_papers",
    "keep_reader_key",
    "leave_out_preparation",
    "let_fall_away",
    "lift_hold",
    "met_elsewhere",
    "open_next_term",
    "place_hold",
    "prepare_again",
    "reasons_to_keep",
    "reject_clause",
    "reopen_obligation",
    "replace_draft",
    "say_absent",
    "say_amends",
    "say_end",
    "say_of_obligation",
    "send_for_signature",
    "set_aside_obligation",
    "settle_ended_terms",
    "settle_obligation",
    "submit",
    "take_ending_back",
    "try_remote_reader",
    "upload_draft",
    "verify_obligation",
    "withdraw",
]
