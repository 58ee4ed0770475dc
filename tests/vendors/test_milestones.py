"""Work is handed in with evidence, accepted wholly or in part, or sent back; the workspace follows the contract's schedule."""

from decimal import Decimal

import pytest

from flowmono import events
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.outbox.models import Letter
from tests.people import NOON, make_person
from tests.vendors.stage import PDF, make_contact, make_contract, make_vendor, noon, sign, start
from vendors import actions, reactions
from vendors.models import Milestone, Scorecard

pytestmark = pytest.mark.django_db


@pytest.fixture
def workspace():
    _onboarding, opened = sign(make_contract(make_vendor()))
    return start(opened)


def submit(milestone, *, by="vera", note="Done as agreed.", files=(("report.pdf", PDF),), at=NOON):
    return actions.submit_milestone(milestone, by=make_person(by), at=at, note=note, files=files)


def test_what_is_delivered_becomes_milestones_with_their_sentence_and_what_is_charged_by_the_hour_does_not():
    _onboarding, opened = sign(make_contract(make_vendor()))

    made = list(opened.milestones.values_list("title", "kind", "amount", "term__quote", "state"))

    assert made == [
        ("Deposit on signature", "deposit", Decimal("9000.000"), "Deposit on signature: EUR 9000.00", "planned"),
        ("Concept", "milestone", Decimal("12000.000"), "Concept: EUR 12000.00", "planned"),
        ("Build", "milestone", Decimal("24000.000"), "Build: EUR 24000.00", "planned"),
    ]


def test_work_begins_with_the_order_and_the_deposit_is_due_by_the_signature(workspace):
    assert workspace.state == "running"
    assert list(workspace.milestones.values_list("state", "accepted_percent")) == [
        ("accepted", Decimal("100.0000")),
        ("open", Decimal("0.0000")),
        ("open", Decimal("0.0000")),
    ]


def test_a_milestone_is_handed_in_accepted_in_part_handed_in_again_sent_back_and_accepted(workspace):
    concept = workspace.milestones.get(title="Concept")
    pierre = make_person("pierre")

    concept = submit(concept)
    concept = actions.accept_milestone(concept, by=pierre, at=NOON, percent=Decimal(60), reason="Chapter 4 is missing.")
    in_part = (concept.state, concept.accepted_percent, concept.reason, concept.may_be_handed_in)
    concept = submit(concept, note="Chapter 4.")
    concept = actions.send_milestone_back(concept, by=pierre, at=NOON, reason="The annex is empty.")
    sent_back = (concept.state, concept.accepted_percent)
    concept = submit(concept, note="With annex.")
    with pytest.raises(Invalid):
        actions.accept_milestone(concept, by=pierre, at=NOON, percent=Decimal(50))
    concept = actions.accept_milestone(concept, by=pierre, at=NOON)

    assert in_part == ("accepted", Decimal(60), "Chapter 4 is missing.", True)
    assert sent_back == ("returned", Decimal(60))
    assert (concept.state, concept.accepted_percent, concept.accepted_by) == ("accepted", Decimal(100), pierre)
    assert concept.evidence.count() == 3
    with pytest.raises(Conflict):
        submit(concept)


@pytest.mark.parametrize("percent", ["0", "-5", "100.01", "NaN"])
def test_a_share_is_more_than_nothing_and_at_most_all(workspace, percent):
    concept = submit(workspace.milestones.get(title="Concept"))

    with pytest.raises(Invalid):
        actions.accept_milestone(concept, by=make_person("pierre"), at=NOON, percent=Decimal(percent))

    concept.refresh_from_db()
    assert concept.state == "submitted"


def test_only_the_vendors_contact_hands_in_and_only_the_requester_or_procurement_accepts(workspace):
    concept = workspace.milestones.get(title="Concept")
    make_contact(make_vendor("Other Ltd", contact=""), "otto")

    for stranger in ("maya", "pierre"):
        with pytest.raises(NotAllowed):
            submit(concept, by=stranger)
    concept = submit(concept)
    for stranger in ("vera", "fay", "lena", "aud"):
        with pytest.raises(NotAllowed):
            actions.accept_milestone(concept, by=make_person(stranger), at=NOON)

    assert actions.accept_milestone(concept, by=make_person("maya"), at=NOON).state == "accepted"


def test_nothing_is_handed_in_without_evidence_or_before_work_has_begun():
    _onboarding, planned = sign(make_contract(make_vendor()))
    concept = planned.milestones.get(title="Concept")

    with pytest.raises(Conflict):
        submit(concept)
    start(planned)
    concept.refresh_from_db()
    with pytest.raises(Invalid):
        submit(concept, note=" ", files=())

    assert not concept.evidence.exists()


def test_the_workspace_closes_when_everything_is_accepted(workspace):
    for title in ("Concept", "Build"):
        milestone = submit(workspace.milestones.get(title=title))
        actions.accept_milestone(milestone, by=make_person("pierre"), at=NOON)

    workspace.refresh_from_db()
    assert workspace.state == "closed"


def test_the_vendor_reads_what_became_of_its_work(workspace):
    concept = submit(workspace.milestones.get(title="Concept"))
    concept = actions.send_milestone_back(concept, by=make_person("pierre"), at=NOON, reason="The annex is empty.")

    reactions.tell_vendor(
        events.MilestoneReturned(
            case_id=concept.contract_id,
            at=NOON,
            milestone_id=concept.pk,
            workspace_id=workspace.pk,
            contract_id=concept.contract_id,
            title=concept.title,
            reason=concept.reason,
        )
    )

    letter = Letter.objects.get(subject="Concept: sent back")
    assert letter.to == "vera@example.com"
    assert "The annex is empty." in letter.body
    assert f"/portal/work/{concept.pk}/" in letter.body


def test_the_scorecard_counts_what_was_handed_in_on_time_however_slow_the_acceptance(workspace):
    concept = submit(workspace.milestones.get(title="Concept"), at=noon(4, 30))
    actions.accept_milestone(concept, by=make_person("pierre"), at=noon(5, 20))
    build = submit(workspace.milestones.get(title="Build"), at=noon(8, 1))
    actions.accept_milestone(build, by=make_person("pierre"), at=noon(8, 2))

    reactions.update_scorecard(
        events.MilestoneAccepted(
            case_id=build.contract_id,
            at=noon(8, 2),
            milestone_id=build.pk,
            workspace_id=workspace.pk,
            contract_id=build.contract_id,
            title=build.title,
            percent=Decimal(100),
        )
    )

    card = Scorecard.objects.get(vendor=workspace.vendor)
    assert (card.milestones_accepted, card.milestones_on_time, card.score) == (3, 1, 50)  # the deposit by signature


def test_a_delivery_accepted_in_part_or_by_the_signature_counts_as_accepted_and_not_for_the_score(workspace):
    concept = submit(workspace.milestones.get(title="Concept"), at=noon(4, 30))
    actions.accept_milestone(concept, by=make_person("pierre"), at=noon(5, 2), percent=Decimal(50), reason="Annex.")
    concept.refresh_from_db()
    concept = submit(concept, at=noon(5, 3))

    reactions.update_scorecard(
        events.MilestoneAccepted(
            case_id=concept.contract_id,
            at=noon(5, 3),
            milestone_id=concept.pk,
            workspace_id=workspace.pk,
            contract_id=concept.contract_id,
            title=concept.title,
            percent=Decimal(50),
        )
    )

    card = Scorecard.objects.get(vendor=workspace.vendor)
    assert (card.milestones_accepted, card.score) == (2, None)


def test_a_workspace_says_what_of_the_contract_its_sums_count(client, workspace):
    contract = workspace.contract
    contract.total = Decimal("340820.00")
    contract.save()
    client.force_login(make_person("maya"))

    page = client.get(workspace.get_absolute_url()).content.decode()

    assert "Deliveries agreed" in page
    assert "340,820.00; the rest is charged by time or use" in page


def test_a_workspace_without_deliveries_counts_none_of_them(client, workspace):
    Milestone.objects.filter(workspace=workspace).delete()
    client.force_login(make_person("maya"))

    page = client.get(workspace.get_absolute_url()).content.decode()

    assert "This contract has no deliveries with a price of their own." in page
    assert "0 of 0" not in page


def test_score_is_the_share_delivered_on_time_and_empty_without_any_delivery():
    assert reactions.score(accepted=0, on_time=0, returned=0) is None
    assert reactions.score(accepted=3, on_time=3, returned=1) == 75
