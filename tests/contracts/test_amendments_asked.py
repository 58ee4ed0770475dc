"""A draft that seems to change another agreement is not submitted before somebody said which, or that it changes none."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from contracts import actions
from contracts.amending import amendment_of, mark_restated
from contracts.checking import check_of
from contracts.models import Contract, State
from contracts.querysets import LOOK_TWICE
from flowmono.common.refusals import Conflict, NotAllowed
from procurement import reactions as procurement
from tests.contracts import scenes
from tests.contracts.test_amendments import HEAD, agreement, amendment, binds, signed
from tests.people import NOON, make_people, make_person
from vendors.models import Vendor

pytestmark = pytest.mark.django_db

LETTER = (
    "Letter of 1 September 2027",
    "Alder Foods Ltd (the “Customer”) and Brightwell Consulting Ltd (the “Supplier”) agree as follows.",
    "1. The fixed fee under the Services Agreement dated 1 March 2027 is increased to EUR 30,000.00, payable on 31 August 2027.",
    "2. The Customer shall pay each invoice within 30 days of receipt of the invoice.",
)


def letter(confirmed: bool = True) -> Contract:
    """A draft that was started as an ordinary contract: nothing of its title is an amendment."""
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.converted(pierre, paragraphs=LETTER)
    if confirmed:
        contract = actions.confirm_terms(contract, by=maya, at=NOON)
        vendor, _ = Vendor.objects.get_or_create(name=contract.counterparty_name, defaults={"risk": "low"})
        Contract.objects.filter(pk=contract.pk).update(vendor=vendor)
    return Contract.objects.get(pk=contract.pk)


def test_what_it_states_is_asked_about_and_nothing_of_its_price_is_certain() -> None:
    contract = letter(confirmed=False)

    terms = list(contract.terms.live())
    priced = [term for term in terms if term.field in {"total", "schedule"}]
    said = next(term for term in terms if term.field == "amends")
    assert said.quote.startswith("1. The fixed fee under the Services Agreement dated 1 March 2027 is increased")
    assert {term.field for term in priced} == {"total", "schedule"}
    assert all(term.confidence < LOOK_TWICE for term in (*priced, said))
    assert check_of(contract, terms, []).places[0].field == "amends"


def test_it_is_not_submitted_before_somebody_said_which_agreement_it_changes() -> None:
    scenes.approval_rule()
    make_people("abel", "dora")
    first = agreement()
    contract = letter()
    pierre = make_person("pierre")

    with pytest.raises(Conflict, match="Say which one, or that it changes none"):
        actions.submit(contract, by=pierre, at=NOON)
    assert Contract.objects.get(pk=contract.pk).state == State.READY

    actions.say_amends(contract, by=pierre, at=NOON, amends=first)
    assert actions.submit(contract, by=pierre, at=NOON).state == State.IN_APPROVAL


def test_the_whole_is_not_ordered_a_second_time_when_it_is_linked() -> None:
    first = agreement()
    procurement.draft_order(binds(first))
    contract = letter()
    contract = actions.say_amends(contract, by=make_person("pierre"), at=NOON, amends=first)

    contract = signed_of(contract, first)
    procurement.draft_order(binds(contract))

    assert list(contract.terms.to_order()) == []
    assert [order.total for order in first.orders.all()] == [Decimal("24000.00")]
    assert not contract.orders.exists()


def signed_of(contract: Contract, first: Contract) -> Contract:
    mark_restated(contract)
    Contract.objects.filter(pk=contract.pk).update(state=State.SIGNED, signed_at=NOON, vendor=first.vendor)
    return Contract.objects.get(pk=contract.pk)


def test_only_who_confirms_terms_says_that_it_changes_none_and_the_page_goes_on_saying_so(client: Client) -> None:
    scenes.approval_rule()
    make_people("abel", "dora")
    contract = letter()
    maya, pierre = make_people("maya", "pierre")

    with pytest.raises(NotAllowed):
        actions.say_amends(contract, by=pierre, at=NOON, amends=None)
    assert not Contract.objects.get(pk=contract.pk).amends_nothing

    client.force_login(maya)
    asked = client.get(contract.get_absolute_url()).content.decode()
    client.post(reverse("contracts:amends", args=[contract.pk]), {"amends": ""})
    answered = client.get(contract.get_absolute_url()).content.decode()
    assert "It seems to change an agreement" in asked
    assert "It seems to change an agreement" not in answered
    assert "It is said to change no other agreement" in answered
    assert actions.submit(contract, by=pierre, at=NOON).state == State.IN_APPROVAL


def test_who_may_not_say_that_it_changes_none_is_told_so_on_the_page(client: Client) -> None:
    contract = letter()
    client.force_login(make_person("pierre"))

    html = client.get(reverse("contracts:amendment", args=[contract.pk])).content.decode()
    client.post(reverse("contracts:amends", args=[contract.pk]), {"amends": ""})

    assert "Choose; procurement or legal say that it changes none" in html
    assert not Contract.objects.get(pk=contract.pk).amends_nothing


def test_another_draft_is_asked_about_anew() -> None:
    contract = actions.say_amends(letter(confirmed=False), by=make_person("maya"), at=NOON, amends=None)
    contract = actions.replace_draft(
        contract, by=make_person("pierre"), at=NOON, data=scenes.word_file(*LETTER, "3. A word more."), filename="letter.docx"
    )  # fmt: skip

    assert not scenes.convert_and_read(contract).amends_nothing


def test_a_paper_whose_words_are_no_change_is_asked_nothing_when_that_is_said_of_the_term() -> None:
    scenes.approval_rule()
    make_people("abel", "dora")
    contract = letter()
    Contract.objects.filter(pk=contract.pk).update(category="services agreement")
    actions.drop_term(contract.terms.get(field="amends"), by=make_person("maya"), at=NOON)

    assert actions.submit(contract, by=make_person("pierre"), at=NOON).state == State.IN_APPROVAL


def test_a_schedule_in_the_place_of_another_is_not_ordered_beside_it() -> None:
    first = agreement()
    procurement.draft_order(binds(first))
    contract = signed(
        amendment(
            first,
            "1. Section 2 is replaced by the following: “2. Fees. The Customer shall pay the Supplier a fixed fee of EUR 30,000.00, of which "
            "EUR 12,000.00 is payable on 31 May 2027 and EUR 18,000.00 is payable on 31 July 2027.”",
        )
    )

    found = amendment_of(contract)
    procurement.draft_order(binds(contract))

    assert found is not None
    assert {change.standing for change in found.comparison.items} == {"removed", "new"}
    assert list(contract.terms.to_order()) == []
    assert not contract.orders.exists()
    assert HEAD[0] in contract.title
