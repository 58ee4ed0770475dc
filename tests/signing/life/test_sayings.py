"""What a person says a document is teaches: the next one like it is read the same way and says why, until it is taken back."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import TextLayer
from flowmono.common.refusals import Conflict
from flowmono.intelligence.likeness import marks_of
from signing import actions
from signing.models import Envelope, SaidCategory
from signing.teaching import Saying, read_category, said_before
from tests.flowmono.test_likeness import OTHER, filled
from tests.people import NOON, make_person
from tests.signing.life.scenes import inside, prepared

ON = date(2027, 3, 1)


def said(category: str, text: str, on: date = ON) -> Saying:
    return Saying(category, tuple(marks_of(text)), "Pilot memo", "Maya Okafor", on)


def test_a_document_like_one_that_was_named_is_named_the_same_with_the_reason():
    found = said_before(marks_of(filled(seller="Northwind Ltd")), [said("pilot", filled())])

    assert (found.name, found.confidence >= Decimal("0.9")) == ("pilot", True)
    assert found.reason == "said so before by Maya Okafor on 1 Mar 2027 of “Pilot memo”"


def test_a_document_that_is_not_like_it_is_not_named_by_it():
    assert said_before(marks_of(OTHER), [said("pilot", filled())]) is None


def test_where_people_said_different_things_nothing_is_certain():
    found = said_before(marks_of(filled()), [said("NDA", filled()), said("pilot", filled(weeks="nine"))])

    assert (found.name, found.confidence) == ("NDA", Decimal("0.5"))


@pytest.fixture
def envelope() -> Envelope:
    """A memo of a kind that no rule knows; it was read as “other”."""
    made = prepared(inside(make_person("sam")), category="other", category_confidence=Decimal("0.4"))
    TextLayer.objects.update_or_create(version=made.current_version, defaults={"text": filled(), "pages": []})
    return made


def correct(envelope: Envelope, category: str = "licence") -> None:
    actions.correct_category(envelope, by=make_person("maya"), at=NOON, category=category)


@pytest.mark.django_db
def test_the_answer_to_the_question_teaches_the_next_document(envelope: Envelope):
    other = filled(buyer="Northwind Ltd", seller="Pryce and Sons", weeks="twelve")
    assert read_category(other).name == "other"

    correct(envelope)
    found = read_category(other)

    assert found.name == "licence"
    assert found.reason.startswith("said so before by Maya")
    assert read_category(OTHER).name != "licence"


@pytest.mark.django_db
def test_what_was_taken_back_teaches_no_more_and_stays_on_record(envelope: Envelope):
    correct(envelope)
    saying = SaidCategory.objects.get()
    assert (saying.read_as, saying.category, saying.title) == ("other", "licence", "Services agreement")

    actions.take_back_saying(saying, by=make_person("lena"), at=NOON)

    assert read_category(filled()).name == "other"
    saying.refresh_from_db()
    assert (saying.taken_back_at, saying.taken_back_by) == (NOON, make_person("lena"))
    with pytest.raises(Conflict):
        actions.take_back_saying(saying, by=make_person("lena"), at=NOON)


@pytest.mark.django_db
def test_who_says_something_else_of_the_same_document_replaces_what_was_said(envelope: Envelope):
    correct(envelope, "licence")
    correct(envelope, "lease")
    correct(envelope, "lease")

    assert list(SaidCategory.objects.filter(taken_back_at=None).values_list("category", flat=True)) == ["lease"]
    assert SaidCategory.objects.count() == 2


@pytest.mark.django_db
def test_a_document_without_words_teaches_nothing():
    made = prepared(inside(make_person("sam")))

    correct(made)

    assert SaidCategory.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "looks", "takes"),
    [("maya", 200, 302), ("lena", 200, 302), ("aud", 200, 403), ("olu", 403, 403), ("fay", 403, 403)],
)
def test_who_sees_and_takes_back_what_was_said(envelope: Envelope, who: str, looks: int, takes: int):
    correct(envelope)
    saying = SaidCategory.objects.get()
    client = Client()
    client.force_login(make_person(who))

    assert client.get(reverse("signing:sayings")).status_code == looks
    assert client.post(reverse("signing:take_back", args=[saying.pk])).status_code == takes

    assert SaidCategory.objects.filter(taken_back_at=None).exists() is (takes == 403)
