"""An amendment beside its agreement: what it changes field by field, on both pages and for programs; and what its signature orders."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts import actions
from contracts.amending import amendable_for, amendment_of, amendments_of, mark_restated, supposed_agreement
from contracts.models import Contract, State
from contracts.presenting_amendments import told
from contracts.signatories import base_amount_of
from flowmono import events
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from procurement import reactions as procurement
from procurement.models import Order
from tests.api.test_contracts import program
from tests.contracts import scenes
from tests.people import NOON, make_people, make_person
from vendors import reactions as vendors
from vendors.models import Workspace

pytestmark = pytest.mark.django_db

HEAD = (
    "Amendment No. 1 to the Services Agreement",
    "This Amendment is made on 1 September 2027 between Alder Foods Ltd, a company registered in England (the “Customer”), and "
    "Brightwell Consulting Ltd, a company registered in England (the “Supplier”).",
)
MORE = "1. The fixed fee is increased by EUR 6,000.00 to EUR 30,000.00."
LATER = "2. Section 3 is replaced by the following: “3. Payment. The Customer shall pay each invoice within 45 days of receipt of the invoice.”"
TRAINING = "3. A new milestone is added to Section 2: “Training course, EUR 6,000.00, payable on 31 August 2027”."
END = "All other terms of the Agreement remain unchanged and in full force and effect."


def agreement() -> Contract:
    """The agreement of the stories, signed."""
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.ready(pierre, maya)
    Contract.objects.filter(pk=contract.pk).update(state=State.SIGNED, signed_at=NOON, title="Services Agreement")
    return Contract.objects.get(pk=contract.pk)


def amendment(of: Contract | None, *clauses: str) -> Contract:
    """Converted and read, and said to change this agreement."""
    pierre = make_person("pierre")
    contract = scenes.converted(pierre, paragraphs=(*HEAD, *clauses, END))
    return contract if of is None else actions.say_amends(contract, by=pierre, at=NOON, amends=of)


def signed(contract: Contract, *, days: int = 1) -> Contract:
    """Confirmed, of the agreement's vendor, and signed some days later."""
    contract = actions.confirm_terms(contract, by=make_person("maya"), at=NOON)
    mark_restated(contract)
    facts = {
        "state": State.SIGNED,
        "signed_at": NOON + timedelta(days=days),
        "vendor": contract.amends and contract.amends.vendor,
    }
    Contract.objects.filter(pk=contract.pk).update(**facts)
    return Contract.objects.get(pk=contract.pk)


def lines(contract: Contract) -> list[str]:
    found = amendment_of(contract)
    assert found is not None
    return [row.in_words for row in told(found).changes]


def binds(contract: Contract) -> events.ContractSigned:
    return events.ContractSigned(
        case_id=contract.pk, at=NOON, contract_id=contract.pk, number=contract.number, vendor_id=contract.vendor_id, category="",
        currency=contract.currency, total=contract.total, orderable=contract.orderable, effective_on=None,
    )  # fmt: skip


def test_the_page_of_an_amendment_shows_each_change_with_both_sentences(client: Client) -> None:
    first = agreement()
    contract = amendment(first, MORE, LATER)
    client.force_login(make_person("maya"))

    html = client.get(reverse("contracts:amendment", args=[contract.pk])).content.decode()

    assert lines(contract) == ["Total: €24,000.00 → €30,000.00", "Payment term: 30 days → 45 days"]
    changes, unchanged = html.split(">Unchanged<")
    assert "fixed fee of EUR 24,000.00" in changes
    assert "45 days of receipt of the invoice" in changes
    before = first.terms.get(field="payment_terms")
    assert f"{reverse('contracts:contract', args=[first.pk])}#term-{before.pk}" in changes
    assert f"{reverse('contracts:contract', args=[contract.pk])}?passage=" in changes
    assert "England" in unchanged
    assert "the amendment says" in changes


def test_the_agreement_says_by_what_it_was_amended(client: Client) -> None:
    first = agreement()
    contract = signed(amendment(first, MORE))
    client.force_login(make_person("maya"))

    html = client.get(first.get_absolute_url()).content.decode()

    assert "Amended by" in html
    assert "Total: €24,000.00 → €30,000.00" in html
    assert reverse("contracts:amendment", args=[contract.pk]) in html


def test_the_second_amendment_is_compared_with_what_the_first_left_and_the_first_stays_as_it_was() -> None:
    first = agreement()
    one = signed(amendment(first, MORE), days=1)
    two = amendment(first, "1. The fixed fee is increased from EUR 30,000.00 to EUR 33,000.00.")

    assert lines(two) == ["Total: €30,000.00 → €33,000.00"]
    assert lines(one) == ["Total: €24,000.00 → €30,000.00"]
    maya = make_person("maya")
    assert [found.contract for found in amendments_of(first, maya)] == [one, two]


def test_a_value_that_somebody_corrected_takes_the_place_of_what_was_read_and_is_stood_behind() -> None:
    contract = amendment(agreement(), LATER)
    found = amendment_of(contract)
    assert found is not None
    assert not found.is_verified(found.comparison.changes[0])

    actions.correct_contract(contract, by=make_person("maya"), at=NOON, values={"payment_days": 60})

    contract = Contract.objects.get(pk=contract.pk)
    assert lines(contract) == ["Payment term: 30 days → 60 days"]
    found = amendment_of(contract)
    assert found is not None
    assert found.is_verified(found.comparison.changes[0])


def test_only_a_signed_agreement_is_amended_and_no_amendment_of_one() -> None:
    first = agreement()
    pierre = first.requester
    contract = amendment(None, MORE)
    draft = amendment(None, LATER)
    one = signed(amendment(first, LATER))

    for other in (contract, draft, one):
        with pytest.raises(Invalid):
            actions.say_amends(contract, by=pierre, at=NOON, amends=other)
    assert Contract.objects.get(pk=contract.pk).amends is None
    with pytest.raises(NotAllowed):
        actions.say_amends(contract, by=make_person("abel"), at=NOON, amends=first)
    with pytest.raises(Conflict):
        actions.say_amends(one, by=make_person("maya"), at=NOON, amends=None)


def test_the_agreement_that_the_text_names_is_offered_first(client: Client) -> None:
    first = agreement()
    contract = amendment(None, MORE)
    maya = make_person("maya")
    client.force_login(maya)

    assert amendable_for(contract, maya) == [first]
    assert supposed_agreement(contract, [first]) == first
    page = reverse("contracts:amendment", args=[contract.pk])
    assert "Its text names" in client.get(page).content.decode()
    client.post(reverse("contracts:amends", args=[contract.pk]), {"amends": first.pk})
    assert Contract.objects.get(pk=contract.pk).amends == first
    client.post(reverse("contracts:amends", args=[contract.pk]), {"amends": ""})
    assert Contract.objects.get(pk=contract.pk).amends is None


def test_who_does_not_see_the_agreement_is_told_nothing_of_it(client: Client) -> None:
    first = agreement()
    contract = amendment(first, MORE)
    other = make_person("abel")
    Contract.objects.filter(pk=contract.pk).update(requester=other)
    client.force_login(other)

    html = client.get(reverse("contracts:amendment", args=[contract.pk])).content.decode()

    assert first.number not in html
    assert "24,000" not in html.split('id="contract-amendment"')[1]
    assert "The agreement is not yours to see" in html


def test_an_amendment_that_adds_nothing_orders_nothing_a_second_time() -> None:
    first = agreement()
    for react in (procurement.draft_order, vendors.open_workspace):
        react(binds(first))
    contract = signed(amendment(first, MORE, LATER))

    for react in (procurement.draft_order, vendors.open_workspace):
        react(binds(contract))

    assert list(Order.objects.values_list("contract", flat=True)) == [first.pk]
    assert list(Workspace.objects.values_list("contract", flat=True)) == [first.pk]


def test_what_an_amendment_adds_is_ordered_and_nothing_else() -> None:
    first = agreement()
    procurement.draft_order(binds(first))
    contract = signed(amendment(first, MORE, TRAINING))

    procurement.draft_order(binds(contract))

    order = Order.objects.get(contract=contract)
    assert order.total == Decimal("6000.00")
    assert [(line.amount, line.term.restated) for line in order.lines.all()] == [(Decimal("6000.00"), False)]


def test_approval_and_signature_go_by_the_new_whole_and_the_order_by_what_is_added() -> None:
    contract = signed(amendment(agreement(), MORE, TRAINING))

    assert contract.total == Decimal("30000.00")
    assert base_amount_of(contract, NOON.date()) == Decimal("30000.00")
    assert contract.terms.get(field="total").value == "30000.00"
    assert [term.amount for term in contract.terms.to_order()] == [Decimal("6000.00")]


def test_an_amendment_that_names_only_the_difference_has_an_amount_that_is_not_known() -> None:
    """What is not known goes by the highest rule."""
    contract = amendment(agreement(), "1. The fixed fee is increased by EUR 6,000.00.")

    assert contract.total is None
    assert base_amount_of(contract, NOON.date()) is None
    assert lines(contract) == ["Total: €24,000.00 → €30,000.00"]


def test_programs_read_the_changes_with_their_places() -> None:
    first = agreement()
    contract = amendment(first, MORE, LATER)

    answer = program("maya").get(f"/api/v1/contracts/{contract.pk}/amendment/").json()

    fields = {one["field"]: one for one in answer["fields"]}
    assert (answer["contract"], answer["amends"]) == (str(contract.pk), str(first.pk))
    total: Any = fields["total"]
    assert (total["standing"], Decimal(total["before"]["value"]), Decimal(total["after"]["value"])) == (
        "changed",
        24000,
        30000,
    )
    assert total["before"]["term"] == str(first.terms.get(field="total").pk)
    assert (total["after"]["contract"], total["after"]["quote"]) == (str(contract.pk), "EUR 30,000.00")
    assert fields["governing_law"]["standing"] == "unchanged"
    assert {"kind": "increase", "agrees": True}.items() <= answer["sums"][0].items()
    every = program("maya").get(f"/api/v1/contracts/{first.pk}/amendments/").json()
    assert [one["contract"] for one in every] == [str(contract.pk)]
    assert program("maya").get(f"/api/v1/contracts/{first.pk}/amendment/").status_code == 404


def test_programs_say_which_agreement_it_changes() -> None:
    first, contract = agreement(), amendment(None, MORE)

    said = program("maya").post(
        f"/api/v1/contracts/{contract.pk}/say-amends/", {"amends": str(first.pk)}, content_type="application/json"
    )

    assert (said.status_code, said.json()["amends"]) == (200, str(first.pk))
