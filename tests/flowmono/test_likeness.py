"""Two texts of one template are alike, two of one kind are not, and no word can be read from the marks."""

from decimal import Decimal

import pytest

from flowmono.intelligence.likeness import likeness, marks_of

TEMPLATE = (
    "This Pilot Cooperation Memo is made between {buyer} and {seller}. The parties try out the product together for {weeks} weeks in "
    "one plant of the buyer. The seller lends the machines, trains the staff and takes the machines back at the end. The buyer "
    "provides room, power and two people. Each party bears its own costs. Neither party owes the other anything when the pilot "
    "ends, and what was learned may be used by both. The parties meet every week and write down what they found. "
    "Notices go to the persons named below. This memo ends by itself and needs no notice."
)
OTHER = (
    "The tenant rents the rooms on the second floor with their cellar. The rent is due on the third working day of each month. "
    "The landlord keeps the roof and the walls; the tenant paints the rooms when moving out. Pets need the landlord's consent. "
    "The deposit is three months' rent and is kept apart from the landlord's own money until the lease has ended."
)


def filled(**facts: str) -> str:
    return TEMPLATE.format(**{"buyer": "Brightwater GmbH", "seller": "Halden AS", "weeks": "six", **facts})


def test_the_same_text_is_wholly_alike():
    assert likeness(marks_of(filled()), marks_of(filled())) == 1


def test_a_template_filled_otherwise_is_alike():
    other = filled(buyer="Northwind Ltd", seller="Pryce and Sons", weeks="twelve")

    assert likeness(marks_of(filled()), marks_of(other)) >= Decimal("0.7")


def test_another_document_is_not():
    assert likeness(marks_of(filled()), marks_of(OTHER)) <= Decimal("0.05")


@pytest.mark.parametrize("text", ["", "Agreement", "one two three four five six seven eight nine ten"])
def test_a_text_of_a_few_words_is_like_nothing(text: str):
    assert likeness(marks_of(text), marks_of(text)) == 0


def test_marks_stay_what_they_are_so_that_kept_ones_can_be_compared():
    assert len(marks_of(filled())) == 64
    assert marks_of(filled())[:2] == [17243360538906659, 6553993308379972]
