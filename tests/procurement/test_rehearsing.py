"""A changed tolerance tried on past invoices: the matcher's own answer on what each was compared with, and nothing is written."""

from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from flowmono.common.models import Company
from flowmono.governing import actions
from flowmono.governing.plain import plain_of
from flowmono.governing.registry import KINDS, Change
from flowmono.outbox.models import RecordedEvent
from procurement.actions.judging import _plain
from procurement.matching import CaseError
from procurement.matching.case import Case
from procurement.matching.decision import match
from procurement.models import Budget, Invoice, Match, TolerancePolicy
from procurement.rehearsing import rehearse_company, rehearse_tolerances
from procurement.restoring import restore_case
from tests.flowmono.test_admin_changes import administrator
from tests.people import NOON
from tests.procurement.stories import accept, approve, item, make_stage, receive, write_invoice

pytestmark = pytest.mark.django_db
SINCE, UNTIL = datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)


def of_company(**limits):
    """A new policy for the whole company, as a proposal keeps it."""
    kind = KINDS["procurement.tolerancepolicy"]
    after = plain_of(kind, TolerancePolicy.objects.create(name="Company", **limits))
    TolerancePolicy.objects.all().delete()
    return Change("", None, after)


def of_vendor(vendor, **limits):
    kind = KINDS["procurement.tolerancepolicy"]
    after = plain_of(kind, TolerancePolicy.objects.create(name=vendor.name, vendor=vendor, **limits))
    TolerancePolicy.objects.all().delete()
    return Change("", None, after)


def told(found):
    return [(case.title, case.now, case.then) for case in found.differing]


def stage_with_two_invoices():
    """One of an accepted milestone, one of a milestone that nobody accepted."""
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")
    receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order))
    receive(stage, write_invoice("NL-2", [("M2 Prototype", "12000.00")], order=order))
    return stage


def test_what_was_compared_is_read_again_to_the_letter():
    stage_with_two_invoices()

    for stored in Match.objects.all():
        case = restore_case(stored.inputs)
        assert isinstance(case, Case)
        assert _plain(case) == stored.inputs
        verdict = match(case)
        assert (str(verdict.decision), list(verdict.codes)) == (stored.decision, stored.codes)
        assert {field.name for field in fields(case)} == set(stored.inputs)


def test_a_case_in_a_shape_that_nobody_knows_is_an_error_that_says_so():
    with pytest.raises(CaseError, match="cannot be read"):
        restore_case({"today": "2027-04-01", "invoice": {"number": 1}})


def test_a_stricter_limit_names_the_invoices_that_would_be_stopped():
    stage_with_two_invoices()
    kept = (RecordedEvent.objects.count(), list(Match.objects.order_by("pk").values("decision", "superseded")))

    same = rehearse_tolerances(of_company(price_tol_pct=Decimal(1)), SINCE, UNTIL)
    stricter = rehearse_tolerances(of_company(bank_cooloff_days=365), SINCE, UNTIL)

    assert (same.looked_at, same.there_were, told(same)) == (2, 2, [])
    assert sorted(told(stricter)) == [
        ("NL-1 Nordlicht Software GmbH", "Passes, €8,000.00", "Held: The bank account was verified only just now"),
        (
            "NL-2 Nordlicht Software GmbH",
            "Held: The milestone is not accepted yet",
            "Held: The bank account was verified only just now; The milestone is not accepted yet",
        ),
    ]
    assert (
        RecordedEvent.objects.count(),
        list(Match.objects.order_by("pk").values("decision", "superseded")),
    ) == kept
    assert not TolerancePolicy.objects.exists()


def test_a_wider_price_limit_lets_the_dearer_hour_pass():
    stage = make_stage(schedule=(item("unit_price", "Engineering hour", "100.00", unit="C62"),))
    order = approve(stage)
    receive(stage, write_invoice("NL-1", [("Engineering hour", 10, "105.00", "1")], order=order))

    found = rehearse_tolerances(of_company(price_tol_pct=Decimal(5)), SINCE, UNTIL)

    assert told(found) == [
        (f"NL-1 {stage.vendor.name}", "To look at: The price is higher than agreed", "Passes, €1,050.00")
    ]


def test_limits_of_another_vendor_change_nothing_and_of_the_vendor_its_invoices():
    stage = stage_with_two_invoices()

    of_it = rehearse_tolerances(of_vendor(stage.vendor, match_mode="2way"), SINCE, UNTIL)

    assert [title for title, _now, _then in told(of_it)] == [f"NL-2 {stage.vendor.name}"]
    assert told(of_it)[0][1:] == ("Held: The milestone is not accepted yet", "Passes, €12,000.00")
    assert of_it.sums == [("EUR", Decimal("12000.000"))]


def test_a_term_that_nobody_verified_holds_it_whatever_the_limits():
    stage = make_stage(verified=False)
    order = approve(stage)
    accept(stage, "M1 Interface design")
    receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order))

    found = rehearse_tolerances(of_company(bank_cooloff_days=365), SINCE, UNTIL)

    assert [then.split(":")[0] for _title, _now, then in told(found)] == ["Held"]
    assert all("A term of the contract is not verified" in now for _title, now, _then in told(found))


def test_a_time_without_invoices_says_so():
    assert rehearse_tolerances(of_company(stale_days=1), SINCE, UNTIL).looked_at == 0
    assert not Invoice.objects.exists()


def of_names(**facts):
    """The company with these facts otherwise, as a proposal keeps it."""
    kind, company = KINDS["common.company"], Company.here()
    before = plain_of(kind, company)
    return Change(str(company.pk), before, {"values": before["values"] | facts, "rows": {}})


def test_a_changed_name_of_the_company_says_what_becomes_of_past_invoices():
    stage_with_two_invoices()
    kept = (RecordedEvent.objects.count(), list(Match.objects.order_by("pk").values("decision", "superseded")))
    ours = Company.here()

    also = rehearse_company(of_names(also_known_as=["Another Name Ltd"]), SINCE, UNTIL)
    moved = rehearse_company(of_names(address="Another street 1"), SINCE, UNTIL)
    renamed = rehearse_company(of_names(name="Quite Different Holding SE", vat_id="", also_known_as=[]), SINCE, UNTIL)

    assert (also.looked_at, also.there_were, told(also)) == (2, 2, [])
    assert (moved.looked_at, told(moved)) == (2, [])
    assert "nothing else here decides about an invoice" in moved.what
    assert [title for title, _now, _then in told(renamed)] != []
    assert {case.now.split(",")[0] for case in renamed.differing} <= {
        "Passes",
        "Held: The milestone is not accepted yet",
    }
    assert (
        RecordedEvent.objects.count(),
        list(Match.objects.order_by("pk").values("decision", "superseded")),
    ) == kept
    assert Company.here().name == ours.name


def test_a_change_of_the_companys_name_is_told_on_its_page_in_words(client):
    stage_with_two_invoices()
    ada = administrator()
    kind, change = KINDS["common.company"], of_names(also_known_as=["Another Name Ltd"])
    proposal = actions.prepare(kind, Company.here(), change.after, by=ada, at=NOON)
    client.force_login(ada)

    page = client.get(f"{proposal.get_absolute_url()}?days=365").content.decode()

    assert "is it addressed to us by these names?" in page
    assert "past cases" in page


def test_a_kind_that_is_not_tried_says_that_nothing_decided_changes(client):
    make_stage()
    ada = administrator()
    kind = KINDS["procurement.budget"]
    budget = Budget.objects.create(department="Works", year=2027, amount=Decimal(1000))
    after = plain_of(kind, budget) | {"values": plain_of(kind, budget)["values"] | {"amount": "2000"}}
    proposal = actions.prepare(kind, budget, after, by=ada, at=NOON)
    client.force_login(ada)

    assert (
        "Nothing that was decided becomes another decision." in client.get(proposal.get_absolute_url()).content.decode()
    )
