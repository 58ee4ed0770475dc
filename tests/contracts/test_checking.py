"""What was read is checked value by value: the certain ones together, the rest one by one; and what is not in the contract is said so."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts import actions
from contracts.checking import Check, check_of
from contracts.models import LOOK_TWICE, Contract, State, Term, TermState
from contracts.presenting import groups_of
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from tests.contracts import scenes
from tests.people import NOON, make_people, make_person

pytestmark = pytest.mark.django_db

# Two terms of payment disagree, so that the reader is not certain; nothing is said of renewal or law.
DRAFT = (
    *scenes.TEXT[:5],
    "4. Invoices. Invoices are payable within 45 days of receipt.",
    "5. Term. This Agreement ends on 31 March 2028.",
)


def read_contract() -> Contract:
    return scenes.converted(make_person("pierre"), paragraphs=DRAFT)


def asked(contract: Contract, key: str = "") -> Check:
    standing = groups_of(contract.terms.live())
    return check_of(contract, [term for group in standing for term in group.terms], list(contract.terms.absent()), key)


def term_of(contract: Contract, field: str) -> Term:
    return contract.terms.exclude(state="dropped").get(field=field)


def post(client: Client, contract: Contract, about: str, answer: str, **values: Any) -> str:
    sent = client.post(reverse("contracts:check", args=[contract.pk]), {"about": about, "answer": answer, **values})
    assert sent.status_code == 302, sent.content[:300]
    return str(sent["Location"])


def test_what_the_reader_was_not_certain_of_is_asked_first_then_what_it_did_not_find() -> None:
    contract = read_contract()

    check = asked(contract)

    assert [one.label for one in check.places][:3] == ["Payment term", "Renewal", "Governing law"]
    assert (check.doubtful, check.answered, check.certain) == (3, 0, check.count - 3)


def test_the_certain_ones_are_accepted_in_one_act_and_the_others_stay_open(client: Client) -> None:
    contract, maya = read_contract(), make_person("maya")
    client.force_login(maya)

    client.post(reverse("contracts:certain", args=[contract.pk]))

    assert {term.field for term in contract.terms.unverified()} == {"payment_terms"}
    assert set(contract.terms.filter(state="confirmed").values_list("verified_by", flat=True)) == {maya.pk}
    assert (asked(contract).certain, asked(contract).open) == (0, 3)
    assert Contract.objects.get(pk=contract.pk).state == State.REVIEW


def test_each_answer_leads_to_the_next_that_nobody_answered(client: Client) -> None:
    contract, maya = read_contract(), make_person("maya")
    client.force_login(maya)
    actions.confirm_certain(contract, by=maya, at=NOON)
    payment = term_of(contract, "payment_terms")

    second = post(client, contract, str(payment.pk), "correct", **{"check-payment_days": "45"})
    third = post(client, contract, "renewal", "absent")
    done = post(client, contract, "governing_law", "absent")

    assert "check=renewal" in second
    assert "check=governing_law" in third
    assert "check=#contract-check" in done
    payment.refresh_from_db()
    assert (payment.state, payment.value, payment.verified_by) == (TermState.CORRECTED, "45 days from receipt", maya)
    assert Contract.objects.get(pk=contract.pk).payment_days == 45
    assert asked(contract).open == 0
    html = client.get(contract.get_absolute_url()).content.decode()
    assert "Somebody has looked at every value." in html
    assert "What it does not say" in html


def test_what_is_entered_as_it_was_read_is_confirmed_and_not_corrected(client: Client) -> None:
    contract = read_contract()
    client.force_login(make_person("maya"))
    payment = term_of(contract, "payment_terms")

    post(client, contract, str(payment.pk), "correct", **{"check-payment_days": "30"})

    assert term_of(contract, "payment_terms").state == TermState.CONFIRMED


def test_a_correction_that_cannot_be_stays_on_the_page_with_its_reason(client: Client) -> None:
    contract = read_contract()
    client.force_login(make_person("maya"))
    payment = term_of(contract, "payment_terms")

    sent = client.post(
        reverse("contracts:check", args=[contract.pk]),
        {"about": str(payment.pk), "answer": "correct", "check-payment_days": "soon"},
    )

    assert sent.status_code == 422
    assert "Enter a whole number" in sent.content.decode()
    assert term_of(contract, "payment_terms").state == TermState.READ


def test_a_fact_that_is_not_in_the_contract_leaves_nothing_to_go_by() -> None:
    contract, maya = read_contract(), make_person("maya")
    assert contract.ends_on is not None

    actions.drop_term(term_of(contract, "ends_on"), by=maya, at=NOON)

    contract = Contract.objects.get(pk=contract.pk)
    absent = term_of(contract, "ends_on")
    assert (contract.ends_on, absent.state, absent.verified_by) == (None, TermState.ABSENT, maya)
    assert absent not in contract.terms.live()
    assert absent.history.count() == 2


def test_a_fact_that_is_found_after_all_takes_the_denial_back() -> None:
    contract, maya = read_contract(), make_person("maya")
    denied = actions.say_absent(contract, by=maya, at=NOON, field="governing_law")

    actions.correct_contract(contract, by=maya, at=NOON, values={"governing_law": "England"})

    assert Term.objects.get(pk=denied.pk).state == TermState.DROPPED
    assert Contract.objects.get(pk=contract.pk).governing_law == "England"


def test_an_item_of_the_schedule_is_dropped_and_not_said_to_be_absent() -> None:
    contract, maya = read_contract(), make_person("maya")
    item = contract.terms.schedule().first()

    actions.drop_term(item, by=maya, at=NOON)

    assert Term.objects.get(pk=item.pk).state == TermState.DROPPED


def test_what_was_read_is_not_said_to_be_missing_and_saying_it_twice_is_once() -> None:
    contract, maya = read_contract(), make_person("maya")

    with pytest.raises(Conflict):
        actions.say_absent(contract, by=maya, at=NOON, field="total")
    with pytest.raises(Invalid):
        actions.say_absent(contract, by=maya, at=NOON, field="payee")
    first = actions.say_absent(contract, by=maya, at=NOON, field="renewal")
    assert actions.say_absent(contract, by=maya, at=NOON, field="renewal") == first
    assert contract.terms.absent().count() == 1


def test_who_asked_for_the_contract_does_not_check_it_alone() -> None:
    contract = read_contract()
    pierre, payment = contract.requester, term_of(contract, "payment_terms")

    for act in (
        lambda: actions.confirm_term(payment, by=pierre, at=NOON),
        lambda: actions.confirm_certain(contract, by=pierre, at=NOON),
        lambda: actions.say_absent(contract, by=pierre, at=NOON, field="renewal"),
        lambda: actions.drop_term(payment, by=pierre, at=NOON),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert contract.terms.exclude(state="read").count() == 0


def test_a_submitted_contract_is_not_checked_any_more() -> None:
    maya, pierre = make_people("maya", "pierre")
    make_people("abel", "dora")
    contract = scenes.in_approval(pierre, maya)

    with pytest.raises(Conflict):
        actions.confirm_certain(contract, by=maya, at=NOON)
    with pytest.raises(Conflict):
        actions.say_absent(contract, by=maya, at=NOON, field="total")


def test_confirming_all_names_what_nobody_looked_at(client: Client) -> None:
    contract = read_contract()
    client.force_login(make_person("maya"))

    html = client.get(contract.get_absolute_url()).content.decode()

    dialog = html.split('<dialog id="confirm-terms"')[1].split("</dialog>")[0]
    assert "Confirm values that the reader was not certain of?" in dialog
    assert "30 days from receipt" in dialog
    actions.confirm_term(term_of(contract, "payment_terms"), by=make_person("maya"), at=NOON)
    assert '<dialog id="confirm-terms"' not in client.get(contract.get_absolute_url()).content.decode()


def test_the_renewal_is_corrected_among_the_facts_and_its_words_follow() -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)

    actions.correct_contract(contract, by=maya, at=NOON, values={"renews": True, "notice_days": 90})

    renewal = term_of(contract, "renewal")
    assert (renewal.state, renewal.value) == (TermState.CORRECTED, "renews by itself; notice 90 days before")


def test_each_correction_is_a_label_with_its_versions_and_its_author() -> None:
    contract, maya = read_contract(), make_person("maya")
    item = contract.terms.schedule().first()
    read_as = item.amount

    actions.correct_term(item, by=maya, at=NOON, values={"amount": Decimal(9)})

    newest, oldest = item.history.all()[0], item.history.last()
    assert (oldest.amount, oldest.state, oldest.model) == (read_as, "read", item.model)
    assert (newest.amount, newest.state, newest.verified_by_id, newest.verified_at) == (
        Decimal(9), "corrected", maya.pk, NOON,
    )  # fmt: skip


@pytest.mark.parametrize("answer", ["", "maybe"])
def test_an_answer_that_is_none_changes_nothing(client: Client, answer: str) -> None:
    contract = read_contract()
    client.force_login(make_person("maya"))

    post(client, contract, str(term_of(contract, "payment_terms").pk), answer)

    assert term_of(contract, "payment_terms").state == TermState.READ
    assert client.post(
        reverse("contracts:check", args=[contract.pk]), {"about": "nothing", "answer": "accept"}
    ).status_code == 400  # fmt: skip


# Conditions that end a service, and a ceiling: duties, of which no sureness was ever measured.
WITH_DUTIES = (
    *scenes.TEXT,
    "6. Liability. The total liability of the Supplier under this Agreement shall not exceed EUR 50,000.00.",
)


def test_what_is_called_certain_is_above_the_threshold_and_was_measured(client: Client) -> None:
    contract, maya = scenes.converted(make_person("pierre"), paragraphs=WITH_DUTIES), make_person("maya")
    contract.terms.live().filter(field="obligation").update(confidence=Decimal("0.99"))
    total = contract.terms.live().get(field="total")
    contract.terms.live().filter(pk=total.pk).update(confidence=LOOK_TWICE - Decimal("0.01"))
    said = asked(contract)
    client.force_login(maya)

    client.post(reverse("contracts:certain", args=[contract.pk]))

    left = set(contract.terms.unverified().values_list("field", flat=True))
    assert left == {"obligation", "total"} == {term.field for term in contract.terms.unsure()}
    assert contract.terms.filter(state="confirmed").count() == said.certain
    assert min(contract.terms.filter(state="confirmed").values_list("confidence", flat=True)) >= LOOK_TWICE


def test_a_duty_says_no_per_cent(client: Client) -> None:
    contract = scenes.converted(make_person("pierre"), paragraphs=WITH_DUTIES)
    duty = contract.terms.live().get(field="obligation", amount=50_000)
    total = contract.terms.live().get(field="total")
    client.force_login(make_person("maya"))

    of_duty = client.get(contract.get_absolute_url(), {"check": str(duty.pk)}).content.decode()
    of_total = client.get(contract.get_absolute_url(), {"check": str(total.pk)}).content.decode()

    assert "% sure" not in question(of_duty)
    assert "to be looked at by a person" in question(of_duty)
    assert "€50,000.00" in of_duty
    assert "no currency" not in of_duty
    assert "% sure" in question(of_total)


def test_the_question_says_how_many_are_left(client: Client) -> None:
    contract, maya = read_contract(), make_person("maya")
    client.force_login(maya)
    actions.confirm_certain(contract, by=maya, at=NOON)
    actions.confirm_term(term_of(contract, "payment_terms"), by=maya, at=NOON)
    actions.say_absent(contract, by=maya, at=NOON, field="governing_law")

    html = client.get(contract.get_absolute_url(), {"check": "renewal"}).content.decode()

    assert "1 left to look at" in question(html)
    assert f"1 of {asked(contract).count}" not in question(html)


def question(html: str) -> str:
    """The card that asks."""
    return " ".join(html.split('id="contract-check"')[1].split("</form>")[0].split())
