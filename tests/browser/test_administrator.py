"""The administrator's job: a changed rule is tried on past orders, approved by a second administrator, and the next order follows it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from demo.company import seed_company
from documents.models import Document
from flowmono.accounts.models import User
from flowmono.approvals.actions import route
from flowmono.approvals.models import Request
from flowmono.approvals.routing import Facts
from tests.browser.desks import Desks
from tests.browser.test_main_journey import heading, press, status
from tests.real import web

PASSWORD = "a long enough sentence 2027"

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed"), pytest.mark.timeout(120)]


def put_forward(amount: str, by: User, *, at: datetime) -> Request:
    """An order of this amount before its approvers."""
    subject = Document(case_key=uuid4(), title="order", kind="test")
    subject.save()
    return route(
        subject,
        Facts("order", Decimal(amount)),
        title=f"Order of {amount}",
        url="/orders/",
        requested_by=by,
        barred=(),
        at=at,
        amount=Decimal(amount),
        currency="EUR",
    )


def steps_of(request: Request) -> list[str]:
    return [step.title for step in request.steps.order_by("sequence")]


def test_a_rule_is_changed_by_two_administrators_who_saw_what_it_would_have_done(
    chromium: Browser, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    people = seed_company(at=now, password=PASSWORD)
    for amount, days_ago in (("24000", 3), ("30000", 2), ("55000", 1)):
        put_forward(amount, people["pierre"], at=now - timedelta(days=days_ago))

    with web(tmp_path) as address:
        desks = Desks(chromium, address, PASSWORD)
        with desks.photographed(tmp_path / "desks"):
            ada = desks.of(people["ada"])
            ada.get_by_role("link", name="Administration").first.click()
            expect(heading(ada)).to_have_text("Administration")
            ada.get_by_role("link", name="Approval rules", exact=True).click()
            ada.get_by_role("link", name="Orders up to €25,000").click()
            expect(ada.get_by_text("Two people change this")).to_be_visible()
            ada.get_by_label("Below amount").fill("50000")
            press(ada, "See what would change")

            expect(status(ada)).to_have_text("Prepared", ignore_case=True)
            tried = ada.locator("#rehearsal")
            expect(tried).to_contain_text("1 of 3 past cases would have gone another way")
            row = tried.get_by_role("row").filter(has_text="Order of 30000")
            expect(row).to_contain_text("then Director (Dora Marchetti)")
            expect(row.get_by_role("cell").last).not_to_contain_text("Director")
            ada.get_by_label("Why").fill("Directors should see large orders only.")
            press(ada, "Propose the change")
            expect(ada.get_by_text("You proposed it, so another answers: Noor Haddad.")).to_be_visible()
            expect(ada.get_by_role("button", name="Approve the change")).to_have_count(0)
            assert steps_of(put_forward("30000", people["pierre"], at=now)) == ["Budget owner", "Director"]

            noor = desks.from_inbox(people["noor"], "Orders up to €25,000")
            expect(noor.get_by_role("main")).to_contain_text("Directors should see large orders only.")
            expect(noor.locator("#rehearsal")).to_contain_text("2 of 4 past cases would have gone another way")
            press(noor, "Approve the change")
            expect(status(noor)).to_have_text("In force", ignore_case=True)
            noor.get_by_role("link", name="Open the record").click()
            expect(noor.get_by_label("Below amount")).to_have_value("50000")
            noor.get_by_role("link", name="History").click()
            expect(noor.get_by_role("main")).to_contain_text("Ada Romano: Directors should see large orders only.")

    assert steps_of(put_forward("30000", people["pierre"], at=now)) == ["Budget owner"]
    assert desks.complaints == []
