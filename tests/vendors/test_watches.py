"""What is watched about vendors: what is in order is counted, what is not becomes one exception with its money and days."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from flowmono import events
from flowmono.accounts import roles
from flowmono.monitoring.actions import run_watch
from flowmono.monitoring.models import TrueException, WatchMode, WatchSetting
from flowmono.monitoring.registry import WATCHES
from flowmono.outbox.models import Letter
from tests.people import NOON, make_person
from tests.vendors.stage import IBAN, PDF, make_contact, make_contract, make_vendor, noon, sign, start
from vendors import actions, reactions
from vendors.watches import is_at_risk


def look(name, at):
    run = run_watch(WATCHES[name], at=at)
    return run.looked_at, run.routine, list(TrueException.objects.filter(watch=name, state="open"))


def begin_work(**facts):
    _onboarding, workspace = sign(make_contract(make_vendor(**facts)))
    return start(workspace)


def verified_paper(vendor, until, kind="insurance"):
    paper = actions.hand_in_document(
        vendor,
        by=make_person("vera"),
        at=NOON,
        kind=kind,
        title="Certificate of insurance",
        data=PDF,
        filename="i.pdf",
        valid_until=until,
    )
    return actions.verify_document(paper, by=make_person("lena"), at=NOON)


def test_a_paper_is_at_risk_within_thirty_days_or_when_the_next_payment_falls_due_after_it():
    today = date(2027, 3, 1)

    assert is_at_risk(date(2027, 3, 31), today, None)
    assert not is_at_risk(date(2027, 4, 1), today, None)
    assert is_at_risk(date(2027, 4, 29), today, date(2027, 4, 30))
    assert not is_at_risk(date(2027, 4, 30), today, date(2027, 4, 30))
    assert is_at_risk(date(2027, 2, 1), today, None)


@pytest.mark.django_db
def test_a_milestone_is_late_from_the_day_after_and_the_open_share_is_at_risk():
    workspace = begin_work()
    concept = workspace.milestones.get(title="Concept")
    actions.submit_milestone(concept, by=make_person("vera"), at=NOON, note="Half of it.")
    actions.accept_milestone(concept, by=make_person("pierre"), at=NOON, percent=Decimal(25))

    on_the_day = look("late_milestone", noon(4, 30))
    after = look("late_milestone", noon(5, 4))

    assert on_the_day == (2, 2, [])
    looked_at, routine, (late,) = after
    assert (looked_at, routine) == (2, 1)
    assert (late.title, late.amount, late.currency, late.days) == ("Late: Concept", Decimal("9000.000"), "EUR", 4)
    assert late.owner_role == roles.PROCUREMENT
    assert late.evidence["quote"] == "Concept: EUR 12000.00"


@pytest.mark.django_db
def test_work_that_was_handed_in_late_says_who_has_to_accept_it_and_clears_when_they_do():
    workspace = begin_work()
    concept = workspace.milestones.get(title="Concept")
    concept = actions.submit_milestone(concept, by=make_person("vera"), at=noon(5, 2), note="Done.")

    _looked_at, _routine, (late,) = look("late_milestone", noon(5, 3))
    actions.accept_milestone(concept, by=make_person("pierre"), at=noon(5, 3))
    after = look("late_milestone", noon(5, 3))

    assert "Pierre Dubois has not accepted it yet" in late.sentence
    assert after == (1, 1, [])


@pytest.mark.django_db
def test_an_insurance_that_lapses_before_a_payment_holds_only_that_payment_and_the_vendor_is_asked_once():
    workspace = begin_work()
    paper = verified_paper(workspace.vendor, date(2027, 4, 24))

    for days in range(3):
        _looked_at, routine, (lapses,) = look("expiring_document", NOON + timedelta(days=days))

    assert lapses.sentence == (
        "Certificate of insurance of Nordlicht Beratung GmbH lapses on 24 Apr 2027, 6 days before “Concept” becomes "
        "payable. Only that payment waits for a new one; the vendor was asked."
    )
    assert (lapses.amount, lapses.days, routine) == (Decimal("12000.000"), 6, 0)
    letter = Letter.objects.get(key__startswith=f"lapses:{paper.pk}")
    assert letter.to == "vera@example.com"
    assert "/portal/papers/?kind=insurance" in letter.body


@pytest.mark.django_db
def test_a_paper_that_holds_long_enough_is_routine_and_so_is_one_whose_next_is_already_here():
    workspace = begin_work()
    verified_paper(workspace.vendor, date(2028, 1, 31))
    verified_paper(workspace.vendor, date(2027, 3, 15), kind="security_certificate")
    actions.hand_in_document(
        workspace.vendor,
        by=make_person("vera"),
        at=NOON,
        kind="security_certificate",
        title="",
        data=PDF,
        filename="s.pdf",
        valid_until=date(2028, 3, 15),
    )

    assert look("expiring_document", NOON) == (2, 2, [])
    assert not Letter.objects.filter(key__startswith="lapses:").exists()


@pytest.mark.django_db
def test_in_shadow_nobody_outside_is_written_to():
    workspace = begin_work()
    verified_paper(workspace.vendor, date(2027, 3, 15))
    WatchSetting.objects.create(name="expiring_document", mode=WatchMode.SHADOW)

    _looked_at, _routine, (raised,) = look("expiring_document", NOON)

    assert raised.shadow
    assert not Letter.objects.filter(key__startswith="lapses:").exists()


@pytest.mark.django_db
def test_a_lapsed_paper_stays_an_exception_until_a_new_one_is_verified():
    workspace = begin_work()
    verified_paper(workspace.vendor, date(2027, 3, 15))

    _looked_at, _routine, (lapsed,) = look("expiring_document", noon(10, 1))
    newer = actions.hand_in_document(
        workspace.vendor,
        by=make_person("vera"),
        at=noon(10, 2),
        kind="insurance",
        title="",
        data=PDF,
        filename="i.pdf",
        valid_until=date(2028, 12, 31),
    )
    actions.verify_document(newer, by=make_person("lena"), at=noon(10, 2))

    assert lapsed.title == "Lapsed: Certificate of insurance of Nordlicht Beratung GmbH"
    assert look("expiring_document", noon(10, 2)) == (1, 1, [])


@pytest.mark.django_db
def test_a_first_account_may_wait_two_days_and_a_changed_one_not_at_all():
    vendor = make_vendor()
    vera, maya, fay = (make_person(who) for who in ("vera", "maya", "fay"))
    first = actions.propose_account(vendor, by=vera, at=NOON, values={"holder": "Nordlicht", "iban": IBAN})

    fresh = look("bank_account_waiting", NOON + timedelta(days=2))
    _looked_at, _routine, (waiting,) = look("bank_account_waiting", NOON + timedelta(days=3))
    actions.call_back(first, by=maya, at=NOON + timedelta(days=3), contact="Vera, +49 40 555 0101")
    called = look("bank_account_waiting", NOON + timedelta(days=4))
    actions.verify_account(first, by=fay, at=NOON + timedelta(days=4))
    actions.propose_account(
        vendor,
        by=vera,
        at=NOON + timedelta(days=5),
        values={"holder": "Nordlicht", "iban": "DE89370400440532013000"},
    )
    _looked_at, _routine, (changed,) = look("bank_account_waiting", NOON + timedelta(days=5))

    assert fresh == (1, 1, [])
    assert (waiting.days, waiting.owner_role) == (3, roles.FINANCE)
    assert called == (1, 1, [])
    assert changed.title == "Nordlicht Beratung GmbH is to be paid to another account"
    assert "DE89370400440532013000" not in str(changed.evidence)


@pytest.mark.django_db
def test_a_vendor_whose_address_speaks_for_another_is_asked_through_a_person_until_it_has_a_contact():
    make_vendor()
    second = make_vendor("Kranich GmbH", contact="", email="vera@example.com")
    onboarding, _workspace = sign(make_contract(second, number="CT-2027-0002"))

    reactions.invite_contact(
        events.OnboardingOpened(
            case_id=onboarding.case,
            at=NOON,
            vendor_id=second.pk,
            onboarding_id=onboarding.pk,
            contract_id=onboarding.contract_id,
            items=5,
        )
    )
    looked_at, routine, (found,) = look("vendor_unreachable", noon(3, 3))

    assert (second.contacts.count(), Letter.objects.count()) == (0, 0)
    assert (looked_at, routine, found.title) == (1, 0, "Nobody of Kranich GmbH can hand in its papers")
    assert "vera@example.com already speaks for somebody else here" in found.sentence

    make_contact(second, "karin")

    assert look("vendor_unreachable", noon(3, 3))[2] == []
