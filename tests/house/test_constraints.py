"""What the database refuses is said in words, or no door leads there."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import BaseConstraint, Model, UniqueConstraint
from django.forms import ModelForm
from django.test import RequestFactory
from rest_framework.serializers import ModelSerializer

from flowmono.accounts.models import User
from flowmono.common.constraints import in_words
from tests.house.test_house import OURS

BY_A_TRANSITION = "the transition that makes the state writes the rest in the same breath"
BY_FINDING = "the program looks under a lock, or finds or makes in one statement, before it makes a second one"
BY_THE_PROGRAM = "numbered, drawn or worked out by the program under a lock; nobody enters it"

UNREACHED = {
    "a_closed_request_has_a_date": BY_A_TRANSITION,
    "a_confirmed_payment_has_a_date": BY_A_TRANSITION,
    "a_decision_has_a_date": BY_A_TRANSITION,
    "a_paid_invoice_has_a_date": BY_A_TRANSITION,
    "a_row_that_was_sent_has_its_round": BY_A_TRANSITION,
    "a_sent_message_has_a_moment": BY_A_TRANSITION,
    "a_sent_order_has_its_document": BY_A_TRANSITION,
    "a_sitting_that_ended_has_a_date": BY_A_TRANSITION,
    "a_step_that_was_done_has_its_version": BY_A_TRANSITION,
    "a_verdict_has_an_author": BY_A_TRANSITION,
    "a_verified_account_has_two_names": BY_A_TRANSITION,
    "a_verified_term_has_a_verifier": BY_A_TRANSITION,
    "accepted_by_somebody_at_a_time": BY_A_TRANSITION,
    "an_acceptance_has_a_day": BY_A_TRANSITION,
    "an_answered_obligation_is_dated": BY_A_TRANSITION,
    "what_does_not_apply_says_why": BY_A_TRANSITION,
    "who_verifies_an_obligation_is_dated": BY_A_TRANSITION,
    "an_ordered_requisition_has_its_order": BY_A_TRANSITION,
    "a_contracted_requisition_has_its_contract": BY_A_TRANSITION,
    "approved_order_has_a_date": BY_A_TRANSITION,
    "archived_has_its_document": BY_A_TRANSITION,
    "disposal_decided_by_somebody": BY_A_TRANSITION,
    "only_a_wish_waits": BY_A_TRANSITION,
    "sealed_has_a_level": BY_A_TRANSITION,
    "signed_has_a_date": BY_A_TRANSITION,
    "what_is_paid_is_in_a_file": BY_A_TRANSITION,
    "who_sends_to_many_is_named": BY_A_TRANSITION,
    "who_decides_a_category_is_dated": BY_A_TRANSITION,
    "who_takes_back_is_named": BY_A_TRANSITION,
    "one_choice_per_person_and_kind": BY_FINDING,
    "one_counter_per_kind_and_year": BY_FINDING,
    "one_delivery_per_receiver": BY_FINDING,
    "one_look_per_page": BY_FINDING,
    "one_message_per_endpoint_and_event": BY_FINDING,
    "one_open_exception_per_cause": BY_FINDING,
    "one_reply_per_owner_and_key": BY_FINDING,
    "one_row_per_authority": BY_FINDING,
    "told_once": BY_FINDING,
    "two_versions_are_compared_once": BY_FINDING,
    "a_payment_file_pays_somebody": BY_THE_PROGRAM,
    "a_payment_relieves_once": BY_THE_PROGRAM,
    "a_yes_says_how_much": BY_THE_PROGRAM,
    "an_authorized_amount_has_its_sign": BY_THE_PROGRAM,
    "one_act_per_label": BY_THE_PROGRAM,
    "one_entry_per_place_in_a_case": BY_THE_PROGRAM,
    "one_envelope_per_code": BY_THE_PROGRAM,
    "one_item_per_place": BY_THE_PROGRAM,
    "one_live_payment_per_end_to_end_id": BY_THE_PROGRAM,
    "one_match_counts_per_invoice": BY_THE_PROGRAM,
    "one_match_per_number": BY_THE_PROGRAM,
    "one_milestone_per_place": BY_THE_PROGRAM,
    "one_row_per_line": BY_THE_PROGRAM,
    "one_summary_per_topic": BY_THE_PROGRAM,
    "one_text_per_page": BY_THE_PROGRAM,
    "relief_stays_within_commitment": BY_THE_PROGRAM,
    "two_things_are_compared": BY_THE_PROGRAM,
}

CONSTRAINTS = {
    one.name: (model, one)
    for model in apps.get_models()
    if model.__module__.split(".")[0] in OURS
    for one in model._meta.constraints
}


def columns_of(constraint: Any) -> set[str]:
    """The columns that a constraint looks at."""
    condition = getattr(constraint, "condition", None)
    found = set(condition.referenced_base_fields) if condition is not None else set()
    return found | (set(constraint.fields) if isinstance(constraint, UniqueConstraint) else set())


def descendants(base: type) -> set[type]:
    found = set(base.__subclasses__())
    return found.union(*(descendants(one) for one in found))


def doors() -> list[tuple[type[Model], set[str] | None]]:
    """What people and programs write: the tables that the administration edits (every column), and the columns of forms and of
    the API's shapes."""
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_active=True, is_staff=True)
    found: list[tuple[type[Model], set[str] | None]] = []
    for model, page in admin.site._registry.items():
        if page.has_add_permission(request) or page.has_change_permission(request):
            found += [(model, None), *((rows.model, None) for rows in page.inlines)]
    # Forms that the administration makes as it shows a page are not doors of their own: its tables are listed above.
    for form in descendants(ModelForm):
        if getattr(getattr(form, "_meta", None), "model", None) is not None and form.__module__.split(".")[0] in OURS:
            found.append((form._meta.model, set(form.base_fields)))
    for shape in descendants(ModelSerializer):
        if getattr(getattr(shape, "Meta", None), "model", None) is not None and shape.__module__.split(".")[0] in OURS:
            found.append((shape.Meta.model, {name for name, field in shape().fields.items() if not field.read_only}))
    return found


@pytest.mark.parametrize("name", sorted(CONSTRAINTS))
def test_what_the_database_refuses_is_said_in_a_sentence_or_nobody_gets_there(name: str) -> None:
    words = in_words(CONSTRAINTS[name][1])

    if name in UNREACHED:
        assert not words, "It has words, so it need not be excused."
    else:
        assert re.fullmatch(r"[A-Z][^_%]{15,}\.", words), words
        assert "onstraint" not in words


@pytest.mark.django_db
def test_what_is_excused_is_there_and_no_form_leads_to_it() -> None:
    assert UNREACHED.keys() <= CONSTRAINTS.keys()
    reached = {
        name
        for model, columns in doors()
        for name in UNREACHED
        if CONSTRAINTS[name][0] is model and (columns is None or columns_of(CONSTRAINTS[name][1]) <= columns)
    }

    assert reached == set()


@pytest.mark.django_db
def test_the_doors_are_found() -> None:
    """The check above looks at something: the rule's band is reached through the administration."""
    rule = CONSTRAINTS["a_band_has_a_width"][0]

    assert (rule, None) in doors()
    assert columns_of(CONSTRAINTS["a_band_has_a_width"][1]) == {"from_amount", "below_amount"}
    assert in_words(BaseConstraint(name="one_without_words")) == ""
