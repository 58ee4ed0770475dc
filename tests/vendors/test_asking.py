"""A further contract asks only for what is neither proved nor asked for already."""

from dataclasses import replace

from vendors.asking import Point, still_to_ask

INSURANCE = Point("document", "insurance", required=True, gates_payment=True)
TAX_FORM = Point("document", "tax_form", required=True, gates_payment=True)
ACCOUNT = Point("bank_account", "", required=True, gates_payment=False)
ASKED = [INSURANCE, TAX_FORM, ACCOUNT]


def test_a_new_vendor_is_asked_for_everything():
    assert still_to_ask(ASKED, proved=[], open_points=[]) == [0, 1, 2]


def test_what_is_proved_is_not_asked_again():
    assert still_to_ask(ASKED, proved=[("document", "insurance"), ("bank_account", "")], open_points=[]) == [1]


def test_what_another_open_checklist_asks_for_is_shared():
    assert still_to_ask(ASKED, proved=[("document", "tax_form")], open_points=[INSURANCE, ACCOUNT]) == []


def test_a_stricter_checklist_asks_again_for_what_was_optional_or_held_no_payment():
    optional = replace(INSURANCE, required=False, gates_payment=False)
    holds_nothing = replace(TAX_FORM, gates_payment=False)

    assert still_to_ask(ASKED, proved=[], open_points=[optional, holds_nothing]) == [0, 1, 2]
    assert still_to_ask([optional, holds_nothing], proved=[], open_points=[INSURANCE, TAX_FORM]) == []
