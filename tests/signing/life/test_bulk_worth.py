"""Each round of one document for many is worth what its own line says: limits of marks go by it, and the sender sees it."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from flowmono.common.refusals import Invalid
from signing.actions import bulk
from signing.models import Bulk, Envelope
from tests.people import NOON, make_person
from tests.signing.life.bulk_scenes import begun, listed, sent, word
from tests.signing.life.scenes import make_mark

pytestmark = pytest.mark.django_db
PEOPLE = (
    b"name;email;amount\nVera Halloran;vera@example.com;1.200,00\nUna Berg;una@example.com;9.500.000,00\n"
    b"Ana Ruiz;ana@example.net;\n"
)


def filled(text: str = "The total fee is {amount}.") -> dict[str, object]:
    return {"data": word(text), "filename": "offer.docx"}


def test_a_round_carries_the_amount_of_its_line_and_the_one_of_all_where_its_line_says_none():
    made = sent(PEOPLE, amount=Decimal(700), currency="EUR")

    rounds = Envelope.objects.filter(bulk_row__bulk=made).order_by("bulk_row__number")
    assert [(one.amount, one.currency, one.base_amount) for one in rounds] == [
        (Decimal(1200), "EUR", Decimal(1200)),
        (Decimal(9500000), "EUR", Decimal(9500000)),
        (Decimal(700), "EUR", Decimal(700)),
    ]


def test_what_the_document_is_filled_with_is_what_the_round_is_worth():
    made = sent(b"name;email;amount\nUna Berg;una@example.com;9.500.000,00\n", currency="EUR", **filled())

    assert Envelope.objects.get(bulk_row__bulk=made).amount == Decimal(9500000)


def test_an_amount_without_a_currency_is_a_fault_until_somebody_says_one():
    made = listed(b"name;email;amount\nUna Berg;una@example.com;900\n")
    assert [code for code, _facts in made.rows.get().faults] == ["no_currency"]

    made = bulk.change_bulk(made, bulk.About("NDA 2027", "nda", currency="EUR"), by=make_person("maya"), at=NOON)

    assert made.rows.get().faults == []


def test_a_document_that_states_another_amount_than_was_said_of_each_is_a_fault():
    people = b"name;email;total fee\nUna Berg;una@example.com;9500000\n"

    made = listed(people, amount=Decimal(1200), currency="EUR", **filled("The fee is {total fee}."))

    (words,) = made.rows.get().fault_words
    assert "9,500,000" in words
    assert "1,200" in words


def test_an_amount_in_a_currency_without_a_rate_is_a_fault():
    made = listed(b"name;email;amount;currency\nUna Berg;una@example.com;900;XTS\n")

    assert [code for code, _facts in made.rows.get().faults] == ["no_rate"]


def test_the_dearest_line_decides_whether_ours_could_sign():
    sam = make_person("sam")
    make_mark(sam, categories=["nda"], limit=Decimal(10_000))

    made = listed(PEOPLE, ours=sam, amount=Decimal(700), currency="EUR")

    assert "9,500,000" in bulk.why_ours_cannot_sign(made, on=NOON.date())


def test_the_sender_sees_what_each_is_worth_on_the_page_and_in_the_file(client: Client):
    made = listed(PEOPLE, amount=Decimal(700), currency="EUR")
    client.force_login(make_person("maya"))

    page = client.get(made.get_absolute_url()).content.decode()
    rows = b"".join(client.get(f"{made.get_absolute_url()}?format=csv")).decode()

    assert "9,500,000" in page
    assert "9500000" in rows.replace(",", "").replace(".000", "")


def test_the_document_of_any_line_can_be_looked_at_before_it_is_sent(client: Client):
    people = b"name;email;amount\nVera;vera@example.com;1200\nUna Berg;una@example.com;9500000\n"
    made = listed(people, currency="EUR", **filled())
    client.force_login(make_person("maya"))
    url = reverse("signing:bulk_paper", args=[made.pk])
    assert "line 2: Vera" in client.get(url).content.decode()

    client.post(url, {"line": "3"})

    made = Bulk.objects.get(pk=made.pk)
    assert made.sample_line == 3
    assert made.sample.derived_from.certificate["filled"] == {"amount": "9500000"}
    assert "line 3: Una Berg" in client.get(url).content.decode()


def test_a_line_that_is_not_sent_is_not_laid_out():
    made = listed(b"name;email\nVera;vera@example.com\nNobody;none\n")

    with pytest.raises(Invalid, match="line 3"):
        bulk.show_line(made, line=3, by=make_person("maya"), at=NOON)


def test_a_document_without_a_list_has_no_line_to_choose(client: Client):
    made = begun()
    client.force_login(make_person("maya"))

    assert 'name="line"' not in client.get(reverse("signing:bulk_paper", args=[made.pk])).content.decode()
