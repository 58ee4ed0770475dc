"""What people do with vendors."""

from vendors.actions.access import account_of, ask_for_link, enter_by_link, invite_to_portal, make_link, peek_at_link
from vendors.actions.accounts import (
    call_back,
    propose_account,
    reject_account,
    retire_account,
    verify_account,
    withdraw_account,
)
from vendors.actions.documents import hand_in_document, reject_document, verify_document, waive_item
from vendors.actions.milestones import accept_milestone, send_milestone_back, submit_milestone
from vendors.actions.vendors import (
    add_contact,
    block_vendor,
    correct_vendor,
    create_vendor,
    hold_vendor,
    release_vendor,
    remove_contact,
)

__all__ = [
    "accept_milestone",
    "account_of",
    "add_contact",
    "ask_for_link",
    "block_vendor",
    "call_back",
    "correct_vendor",
    "create_vendor",
    "enter_by_link",
    "hand_in_document",
    "hold_vendor",
    "invite_to_portal",
    "make_link",
    "peek_at_link",
    "propose_account",
    "reject_account",
    "reject_document",
    "release_vendor",
    "remove_contact",
    "retire_account",
    "send_milestone_back",
    "submit_milestone",
    "verify_account",
    "verify_document",
    "waive_item",
    "withdraw_account",
]
