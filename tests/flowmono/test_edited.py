"""Two people open one record to correct it, and both save: nothing of the first one is put back by the second, who is told of it."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from flowmono.accounts.models import User
from procurement import actions, reactions
from procurement.models import Invoice
from tests.contracts import scenes
from tests.people import NOON, make_person
from tests.procurement.stories import approve, draft, hear, make_stage, receive, write_invoice
from tests.vendors.stage import make_vendor

pytestmark = pytest.mark.django_db
TOLD = "Somebody changed this after you had opened the page, so nothing is saved yet."


class Desk:
    """A person before the form of one page, as their browser holds it."""

    def __init__(self, person: User, address: str) -> None:
        self.browser, self.address = Client(), address
        self.browser.force_login(person)
        self.answer = self.browser.get(address)
        self.fields = self._shown()

    def _shown(self) -> dict[str, Any]:
        forms = html.fromstring(self.answer.content.decode()).forms
        [form] = [one for one in forms if "as_shown" in one.fields]
        # A browser drops the line break that a text area begins with.
        return {name: value.removeprefix("\n") for name, value in form.form_values()}

    def save(self, **typed: str) -> int:
        """What the page is answered with; the next save is of the form that it was answered with."""
        self.answer = self.browser.post(self.address, self.fields | typed)
        if self.answer.status_code != 302:
            self.fields = self._shown()
        return self.answer.status_code

    @property
    def problems(self) -> list[str]:
        page = html.fromstring(self.answer.content.decode())
        return [" ".join(one.text_content().split()) for one in page.xpath("//*[@class='error-summary']//li")]


def test_two_people_correct_the_facts_of_a_contract() -> None:
    contract = scenes.to_review(make_person("pierre"))
    page = reverse("contracts:facts", args=[contract.pk])
    maya, lena = Desk(make_person("maya"), page), Desk(make_person("lena"), page)

    assert maya.save(title="Calibration 2028", payment_days="45", ends_on="2029-12-31") == 302
    asked = lena.save(payment_days="60", governing_law="the laws of Norway")

    contract.refresh_from_db()
    assert (asked, contract.title, contract.payment_days) == (409, "Calibration 2028", 45)
    assert lena.problems == [
        f"{TOLD} Look through it and save again.",
        "“Title” is now “Calibration 2028”, and so it stands here.",
        "“Payment term in days” is now “45”. Saving puts what you entered in its place.",
        "“Ends on” is now 31 Dec 2029, and so it stands here.",
    ]

    assert lena.save() == 302

    contract.refresh_from_db()
    assert (contract.title, contract.payment_days) == ("Calibration 2028", 60)
    assert (contract.governing_law, contract.ends_on.isoformat()) == ("the laws of Norway", "2029-12-31")


def test_two_people_change_a_line_of_an_order() -> None:
    stage = make_stage()
    order = draft(stage)
    order = actions.decide_order(order, by=stage.people.abel, at=NOON, verdict="no", reason="Training is missing.")
    line = order.lines.get(position=2)
    page = reverse("procurement:order_line", args=[order.pk, line.pk])
    first, second = Desk(stage.people.maya, page), Desk(stage.people.maya, page)

    assert first.save(unit_price="13000", optional="on", reason="The site is larger.") == 302
    asked = second.save(description="Installation on site", reason="As they call it.")

    line.refresh_from_db()
    assert (asked, line.unit_price, line.optional) == (409, Decimal(13000), True)
    assert second.problems[1:] == [
        "“Price of one, without tax” is now “13000”, and so it stands here.",
        "“Optional: on request, not counted in the total” is now ticked, and so it stands here.",
    ]
    assert (second.fields["description"], second.fields["reason"]) == ("Installation on site", "As they call it.")

    assert second.save() == 302

    line.refresh_from_db()
    assert (line.description, line.unit_price, line.optional) == ("Installation on site", Decimal(13000), True)


def test_two_people_correct_a_vendor() -> None:
    vendor = make_vendor(vat_id="DE123456788")
    page = reverse("vendors:edit", args=[vendor.pk])
    first, second = Desk(make_person("maya"), page), Desk(make_person("maya"), page)

    assert first.save(risk="high", address="Kai 3\r\n0150 Oslo", email="") == 302
    asked = second.save(email="bills@kestrel.example", name="")

    vendor.refresh_from_db()
    assert (asked, vendor.risk, vendor.email) == (409, "high", "")
    assert "“Risk” is now “high”, and so it stands here." in second.problems
    assert "“Name” is still empty." in second.problems

    # Meanwhile it is changed once more: what was said does not cover that.
    third = Desk(make_person("maya"), page)
    assert third.save(risk="low") == 302
    assert second.save(name=vendor.name) == 409
    assert second.problems[1:] == ["“Risk” is now “low”, and so it stands here."]
    assert second.save() == 302

    vendor.refresh_from_db()
    assert (vendor.risk, vendor.email, vendor.address.split()) == (
        "low",
        "bills@kestrel.example",
        ["Kai", "3", "0150", "Oslo"],
    )


def test_who_enters_what_the_other_entered_is_asked_nothing() -> None:
    vendor = make_vendor()
    page = reverse("vendors:edit", args=[vendor.pk])
    first, second = Desk(make_person("maya"), page), Desk(make_person("maya"), page)

    assert (first.save(risk="high"), second.save(risk="high", category="optics")) == (302, 302)

    vendor.refresh_from_db()
    assert (vendor.risk, vendor.category) == ("high", "optics")


def test_a_term_that_was_corrected_meanwhile() -> None:
    contract = scenes.to_review(make_person("pierre"))
    term = contract.terms.live().filter(field="schedule").first()
    page = reverse("contracts:term", args=[contract.pk, term.pk])
    maya, lena = Desk(make_person("maya"), page), Desk(make_person("lena"), page)

    assert maya.save(description="Plan of the works") == 302
    assert lena.save(acceptance="Signed by our engineer") == 409
    assert lena.save() == 302

    term.refresh_from_db()
    assert (term.description, term.acceptance) == ("Plan of the works", "Signed by our engineer")


def test_two_clerks_correct_what_was_read_of_an_invoice() -> None:
    stage = make_stage()
    stage.order = approve(stage)
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "9000.00")], order=stage.order))
    Invoice.objects.update(source="pdf")
    page = reverse("procurement:invoice_correct", args=[invoice.pk])
    fay, finn = Desk(stage.people.fay, page), Desk(stage.people.finn, page)

    assert fay.save(number="NL-7") == 302
    hear(reactions.match_read_invoice, "InvoiceRead")
    assert finn.save(net="8000.00") == 409
    assert "“Invoice number” is now “NL-7”, and so it stands here." in finn.problems

    assert finn.fields["net"] == "8000.00"
    assert finn.save() == 302
    invoice.refresh_from_db()
    assert invoice.corrections["number"] == "NL-7"
