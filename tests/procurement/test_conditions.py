"""An order reads as the corrected terms do: what waits for acceptance says so, to the approver and to the vendor."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from flowmono.common.accepting import condition_of
from procurement import reactions
from procurement.order_pdf import draw_order
from tests.procurement.stories import approve, hear, item, make_stage

pytestmark = pytest.mark.django_db
ONCE = "once it is accepted"
PARTS = (
    item("milestone", "Pilot", "8000.00", due_on=date(2027, 4, 15), acceptance="The pilot runs for five days.", quote="Pilot EUR 8,000."),
    item("date", "Second instalment", "4000.00", due_on=date(2027, 6, 1), quote="EUR 4,000 on 1 June 2027."),
)  # fmt: skip


def seen(client, person, url):
    client.force_login(person)
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_line_that_waits_for_acceptance_says_so_on_every_paper_of_the_order_and_an_instalment_on_a_day_does_not(
    client,
):
    stage = make_stage(schedule=PARTS)
    order = approve(stage)
    hear(reactions.send_order_to_vendor, "OrderApproved")

    own = seen(client, stage.people.abel, order.get_absolute_url())
    portal = seen(client, stage.people.vera, reverse("procurement:portal_order", args=[order.pk]))
    paper = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(draw_order(order))).pages).split())

    assert [line.condition for line in order.lines.order_by("position")] == [ONCE, ""]
    assert (own.count(ONCE), portal.count(ONCE), paper.count(ONCE)) == (1, 1, 1)
    assert "Accepted when: The pilot runs for five days." in own
    assert f"15 Apr 2027, {ONCE}" in paper


@pytest.mark.parametrize(
    ("kind", "due", "said"),
    [
        ("milestone", "", ONCE),
        ("milestone", "delivery of the report", ONCE),
        ("milestone", "P30D after acceptance", ""),
        ("milestone", "nach der Abnahme", ""),
        ("date", "", ""),
        ("deposit", "", ""),
    ],
)
def test_what_the_due_words_say_already_is_not_said_twice(kind, due, said):
    assert condition_of(kind, due) == said
