"""Rules are changed by two people: a proposal in words, tried on past cases, and in force only with a second human being."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.approvals.models import Rule
from flowmono.common.inbox import waiting_for
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.governing import actions
from flowmono.governing.models import Proposal, ProposalState
from flowmono.governing.plain import plain_of
from flowmono.governing.reactions import tell_administrators, tell_author
from flowmono.governing.registry import KINDS
from flowmono.governing.wording import say_change
from flowmono.ledger.models import Entry
from flowmono.notices.models import Notice
from flowmono.outbox.models import RecordedEvent
from tests.flowmono.approval_scenes import rule_of
from tests.people import NOON, make_person

pytestmark = pytest.mark.django_db


def administrator(key: str = "ada", person: Any = None) -> User:
    """One of the administrators; with `person`, another account of that human being."""
    made = User.objects.create_user(
        key,
        f"{key}.admin@example.com",
        first_name=key.title(),
        last_name="Admin",
        is_staff=True,
        is_superuser=True,
        person=person or uuid4(),
    )
    made.groups.set(Group.objects.filter(name=roles.ADMINISTRATOR))
    return made


def form_of(rule: Rule, **values: Any) -> dict[str, Any]:
    """What the admin's form of a rule sends, with its steps as they are."""
    steps = list(rule.steps.order_by("sequence", "id"))
    sent: dict[str, Any] = {
        "name": rule.name,
        "kind": rule.kind,
        "active": "on" if rule.active else "",
        "from_amount": rule.from_amount,
        "below_amount": "" if rule.below_amount is None else rule.below_amount,
        "category": rule.category,
        "department": rule.department,
        "vendor_risk": rule.vendor_risk,
        "priority": rule.priority,
        "steps-TOTAL_FORMS": len(steps),
        "steps-INITIAL_FORMS": len(steps),
    }
    for number, step in enumerate(steps):
        sent |= {
            f"steps-{number}-id": step.pk,
            f"steps-{number}-rule": rule.pk,
            f"steps-{number}-sequence": step.sequence,
            f"steps-{number}-title": step.title,
            f"steps-{number}-mode": step.mode,
            f"steps-{number}-role": step.role_id or "",
            f"steps-{number}-people": [person.pk for person in step.people.all()],
            f"steps-{number}-hours": step.hours,
            f"steps-{number}-escalate_to": step.escalate_to_id or "",
        }
    return sent | values


def prepared(client: Client, by: User, rule: Rule, **values: Any) -> Proposal:
    """What an administrator's form of the rule makes."""
    client.force_login(by)
    answer = client.post(f"/admin/approvals/rule/{rule.pk}/change/", form_of(rule, **values))
    assert answer.status_code == 302, answer.context["errors"] if answer.context else answer.status_code
    proposal: Proposal = Proposal.objects.latest("created_at")
    assert answer["Location"] == proposal.get_absolute_url()
    return proposal


def proposed(client: Client, by: User, rule: Rule, **values: Any) -> Proposal:
    proposal = prepared(client, by, rule, **values)
    return actions.propose(proposal, by=by, at=NOON, reason="Small orders wait too long.")


def test_saving_a_rule_changes_nothing_and_leads_to_what_would_be_otherwise(client: Client) -> None:
    ada, abel = administrator(), make_person("abel")
    rule = rule_of({"people": [abel], "title": "Budget owner"})

    proposal = prepared(client, ada, rule, below_amount="5000", **{"steps-0-hours": 24})
    page = client.get(proposal.get_absolute_url()).content.decode()

    rule.refresh_from_db()
    assert (rule.below_amount, rule.steps.get().hours) == (None, 48)
    assert [(line.label, line.before, line.after) for line in say_change(proposal.kind, proposal.change)] == [
        ("Below amount", "–", "€5,000.00"),
        ("Rule step “Budget owner”: Hours", "48", "24"),
    ]
    assert proposal.state == ProposalState.DRAFT
    assert "Nothing is changed yet" in page
    assert "5,000" in page


def test_a_reason_is_required_and_what_was_typed_stays(client: Client) -> None:
    ada = administrator()
    proposal = prepared(client, ada, rule_of({"people": [make_person("abel")]}), priority=5)

    answer = client.post(f"{proposal.get_absolute_url()}propose/", {"reason": "  "})

    assert answer.status_code == 400
    assert "Say why, so that whoever decides knows what it is for." in answer.content.decode()
    with pytest.raises(Invalid, match="Say why"):
        actions.propose(proposal, by=ada, at=NOON, reason="")
    proposal = Proposal.objects.get(pk=proposal.pk)
    assert proposal.state == ProposalState.DRAFT


def test_the_others_are_asked_and_one_of_them_puts_it_in_force(client: Client) -> None:
    ada, noor, aud = administrator(), administrator("noor"), make_person("aud")
    rule = rule_of({"people": [make_person("abel")]})
    proposal = proposed(client, ada, rule, below_amount="5000")

    tell_administrators(RecordedEvent.objects.get(name="ChangeProposed").event)
    waiting = {person.first_name: [todo.title for todo in waiting_for(person, NOON)] for person in (ada, noor, aud)}
    client.force_login(noor)
    answer = client.post(f"{proposal.get_absolute_url()}approve/", {"all_the_same": "yes"}, follow=True)
    tell_author(RecordedEvent.objects.get(name="ChangeDecided").event)

    assert waiting == {
        "Ada": [],
        "Noor": ["Approval rule “Orders of any amount”: Below amount set to €5,000.00"],
        "Aud": [],
    }
    assert "It is in force from now on" in answer.content.decode()
    rule.refresh_from_db()
    assert rule.below_amount == Decimal(5000)
    version = rule.history.first()
    assert (version.history_user, version.history_change_reason) == (noor, "Ada Admin: Small orders wait too long.")
    assert list(Entry.objects.filter(case_id=proposal.pk).order_by("number").values_list("kind", flat=True)) == [
        "ChangeProposed",
        "ChangeDecided",
    ]
    assert sorted(Notice.objects.values_list("person__first_name", "kind")) == [("Ada", "decision"), ("Noor", "change")]


def test_one_person_alone_cannot_by_either_account(client: Client) -> None:
    ada = administrator()
    second_account = administrator("ada2", person=ada.person)
    rule = rule_of({"people": [make_person("abel")]})
    proposal = proposed(client, ada, rule, below_amount="5000")

    for account in (ada, second_account):
        client.force_login(account)
        refused = client.post(f"{proposal.get_absolute_url()}approve/")
        rejected = client.post(f"{proposal.get_absolute_url()}reject/", {"reason": "No."})
        assert (refused.status_code, rejected.status_code) == (403, 403)
        with pytest.raises(NotAllowed, match="never the human being who proposed it"):
            actions.approve(proposal, by=account, at=NOON)
        assert waiting_for(account, NOON) == []
    # Nor does the table take it, whatever code writes it.
    with pytest.raises(IntegrityError, match="two_people_change_a_rule"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(
            state="applied", decided_by=second_account, decided_person=ada.person, decided_at=NOON
        )

    rule.refresh_from_db()
    assert rule.below_amount is None


def test_only_administrators_answer_and_auditors_read(client: Client) -> None:
    ada, maya, aud = administrator(), make_person("maya"), make_person("aud")
    proposal = proposed(client, ada, rule_of({"people": [make_person("abel")]}), priority=5)
    codes = {}
    for person in (maya, aud):
        client.force_login(person)
        codes[person.first_name] = (
            client.get(proposal.get_absolute_url()).status_code,
            client.post(f"{proposal.get_absolute_url()}approve/").status_code,
        )

    assert codes == {"Maya": (403, 403), "Aud": (200, 403)}


def test_what_is_only_prepared_is_its_authors(client: Client) -> None:
    ada, noor = administrator(), administrator("noor")
    proposal = prepared(client, ada, rule_of({"people": [make_person("abel")]}), priority=5)
    own = [todo.sentence for todo in waiting_for(ada, NOON)]

    client.force_login(noor)

    assert own == ["You prepared this change and have not proposed it yet."]
    assert client.get(proposal.get_absolute_url()).status_code == 404
    assert waiting_for(noor, NOON) == []


def test_a_change_of_a_record_that_moved_on_is_refused_in_words(client: Client) -> None:
    ada, noor = administrator(), administrator("noor")
    rule = rule_of({"people": [make_person("abel")]})
    proposal = proposed(client, ada, rule, below_amount="5000")
    Rule.objects.filter(pk=rule.pk).update(priority=7)

    client.force_login(noor)
    page = client.get(proposal.get_absolute_url()).content.decode()
    refused = client.post(f"{proposal.get_absolute_url()}approve/")

    assert "The record has changed since this was prepared" in page
    assert "Approve the change" not in page
    assert refused.status_code == 409
    assert "has changed since this was prepared" in refused.content.decode()
    rule.refresh_from_db()
    assert rule.below_amount is None


def test_a_withdrawn_or_rejected_change_stays_undone(client: Client) -> None:
    ada, noor = administrator(), administrator("noor")
    rule = rule_of({"people": [make_person("abel")]})
    taken_back = proposed(client, ada, rule, below_amount="5000")
    client.post(f"{taken_back.get_absolute_url()}withdraw/")
    refused = proposed(client, ada, rule, below_amount="6000")

    actions.reject(refused, by=noor, at=NOON, reason="Too much.")

    for proposal, state in ((taken_back, "withdrawn"), (refused, "rejected")):
        found = Proposal.objects.get(pk=proposal.pk)
        assert found.state == state
        with pytest.raises(Conflict, match="already settled"):
            actions.approve(found, by=noor, at=NOON)
    rule.refresh_from_db()
    assert rule.below_amount is None


def test_one_change_of_a_record_waits_at_a_time(client: Client) -> None:
    ada, noor = administrator(), administrator("noor")
    rule = rule_of({"people": [make_person("abel")]})
    proposed(client, ada, rule, below_amount="5000")
    client.force_login(noor)

    answer = client.post(f"/admin/approvals/rule/{rule.pk}/change/", form_of(rule, priority=3))
    page = client.get(f"/admin/approvals/rule/{rule.pk}/change/").content.decode()

    assert answer.status_code == 409
    assert "Another change of this waits for its answer" in answer.content.decode()
    assert "A change of this waits for a second person" in page


def test_steps_are_added_changed_and_taken_away_with_their_people(client: Client) -> None:
    ada, noor, abel, carl = administrator(), administrator("noor"), make_person("abel"), make_person("carl")
    rule = rule_of({"people": [abel], "title": "First"}, {"people": [carl], "title": "Second"})
    proposal = proposed(
        client,
        ada,
        rule,
        **{
            "steps-0-people": [abel.pk, carl.pk],
            "steps-1-DELETE": "on",
            "steps-TOTAL_FORMS": 3,
            "steps-2-sequence": 3,
            "steps-2-title": "Last",
            "steps-2-mode": "all",
            "steps-2-people": [carl.pk],
            "steps-2-hours": 12,
        },
    )

    actions.approve(proposal, by=noor, at=NOON)

    found = [
        (step.sequence, step.title, step.mode, sorted(p.first_name for p in step.people.all()))
        for step in rule.steps.order_by("sequence")
    ]
    assert found == [(1, "First", "any", ["Abel", "Carl"]), (3, "Last", "all", ["Carl"])]


def test_a_new_rule_and_a_deleted_one_need_two_people_too(client: Client) -> None:
    ada, noor, abel = administrator(), administrator("noor"), make_person("abel")
    client.force_login(ada)
    sent = {
        "name": "Small orders",
        "kind": "order",
        "active": "on",
        "from_amount": "0",
        "below_amount": "500",
        "priority": 1,
        "steps-TOTAL_FORMS": 1,
        "steps-INITIAL_FORMS": 0,
        "steps-0-sequence": 1,
        "steps-0-title": "Budget owner",
        "steps-0-mode": "any",
        "steps-0-people": [abel.pk],
        "steps-0-hours": 48,
    }

    client.post("/admin/approvals/rule/add/", sent)
    new = Proposal.objects.get()
    assert not Rule.objects.exists()
    actions.propose(new, by=ada, at=NOON, reason="They should be quick.")
    actions.approve(new, by=noor, at=NOON)
    rule = Rule.objects.get()
    client.post(f"/admin/approvals/rule/{rule.pk}/delete/", {"post": "yes"})
    gone = Proposal.objects.get(verb="delete")
    assert Rule.objects.exists()
    actions.propose(gone, by=ada, at=NOON, reason="They are not.")
    actions.approve(gone, by=noor, at=NOON, all_the_same=True)

    assert [str(version.history_user) for version in Rule.history.all()] == ["Noor Admin", "Noor Admin"]
    assert not Rule.objects.exists()


def test_nothing_to_change_makes_no_proposal(client: Client) -> None:
    rule = rule_of({"people": [make_person("abel")]})
    client.force_login(administrator())

    answer = client.post(f"/admin/approvals/rule/{rule.pk}/change/", form_of(rule), follow=True)

    assert "Nothing would change" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_a_former_version_is_not_put_back_past_the_second_person(client: Client) -> None:
    rule = rule_of({"people": [make_person("abel")]})
    rule.priority = 3
    rule.save()
    client.force_login(administrator())
    former = f"/admin/approvals/rule/{rule.pk}/history/{rule.history.earliest().pk}/"

    shown, posted = client.get(former), client.post(former, form_of(rule, priority=100))

    assert (shown.status_code, posted.status_code) == (200, 403)
    rule.refresh_from_db()
    assert rule.priority == 3


def test_roles_and_addresses_are_given_by_two_people_and_names_by_one(client: Client) -> None:
    ada, noor, olu = administrator(), administrator("noor"), make_person("olu")
    client.force_login(ada)
    role = Group.objects.get(name=roles.CFO)
    sent = {
        "email": olu.email,
        "username": olu.username,
        "first_name": "Oluwaseun",
        "last_name": olu.last_name,
        "title": "",
        "department": "",
        "time_zone": "",
        "number_format": "",
        "is_active": "on",
        "groups": [role.pk],
        "person": str(olu.person),
    }

    client.post(f"/admin/accounts/user/{olu.pk}/change/", sent)

    olu = User.objects.get(pk=olu.pk)
    assert (olu.first_name, list(olu.groups.all())) == ("Oluwaseun", [])
    proposal = Proposal.objects.get()
    actions.propose(proposal, by=ada, at=NOON, reason="She follows Carl.")
    actions.approve(proposal, by=noor, at=NOON)
    assert [group.name for group in olu.groups.all()] == ["CFO"]


def test_nobody_decides_about_their_own_roles_whoever_proposed_it(client: Client) -> None:
    ada, noor, olga = administrator(), administrator("noor"), administrator("olga")
    kind = KINDS["accounts.user"]
    plain = plain_of(kind, noor)
    roles_after = sorted([*plain["values"]["groups"], str(Group.objects.get(name=roles.CFO).pk)])
    wanted = {**plain, "values": {**plain["values"], "groups": roles_after}}

    proposal = actions.prepare(kind, noor, wanted, by=ada, at=NOON)
    assert proposal is not None
    actions.propose(proposal, by=ada, at=NOON, reason="Somebody has to.")

    with pytest.raises(NotAllowed, match="or whom it is about"):
        actions.approve(proposal, by=noor, at=NOON)
    assert [len(waiting_for(person, NOON)) for person in (ada, noor, olga)] == [0, 0, 1]
    actions.approve(proposal, by=olga, at=NOON)
    assert noor.groups.filter(name=roles.CFO).exists()


def test_nobody_sets_the_password_of_somebody_who_holds_a_role(client: Client) -> None:
    client.force_login(administrator())
    noor = administrator("noor")

    answer = client.post(
        f"/admin/accounts/user/{noor.pk}/password/",
        {"password1": "a long enough one 2027", "password2": "a long enough one 2027"},
    )

    assert answer.status_code == 403
    assert "Forgot your password?" in answer.content.decode()
    assert User.objects.get(pk=noor.pk).password == noor.password


def test_every_kind_that_two_people_change_keeps_every_value() -> None:
    rule = rule_of({"people": [make_person("abel")], "role": roles.CFO})
    kind = KINDS["approvals.rule"]

    plain = plain_of(kind, rule)

    assert plain["values"]["from_amount"] == "0"
    assert plain["rows"]["steps"][0]["values"]["people"] == [str(make_person("abel").pk)]
    assert sorted(KINDS) == [
        "accounts.user",
        "approvals.rule",
        "common.company",
        "contracts.category",
        "contracts.remotereader",
        "procurement.budget",
        "procurement.tolerancepolicy",
        "signing.signatureprofile",
        "vendors.checklisttemplate",
    ]


def test_the_list_of_rules_writes_its_limits_with_their_currency(client: Client) -> None:
    Rule.objects.create(name="Large", kind="order", from_amount=Decimal(25000), below_amount=Decimal(50000))
    client.force_login(administrator())

    listed = client.get("/admin/approvals/rule/").content.decode()
    form = client.get("/admin/approvals/rule/add/").content.decode()

    assert "from €25,000.00 to below €50,000.00" in listed
    assert "In EUR. A case of exactly this amount belongs to the rule." in form


def test_the_history_says_what_two_people_changed_with_the_steps_and_at_the_moment_of_their_decision(
    client: Client,
) -> None:
    ada, noor = administrator(), administrator("noor")
    rule = rule_of({"people": [make_person("abel")], "title": "Budget owner"})
    proposal = proposed(client, ada, rule, **{"steps-0-hours": 24})
    later = NOON + timedelta(days=400)  # as a demonstration's clock runs ahead of the machine's

    actions.approve(proposal, by=noor, at=later)
    client.force_login(ada)
    page = " ".join(client.get(f"/admin/approvals/rule/{rule.pk}/history/").content.decode().split())

    proposal.refresh_from_db()
    newest = rule.history.first()
    assert "<strong>Rule step “Budget owner”: Hours</strong> 48 → 24" in page
    assert newest.history_date == proposal.decided_at == later
    assert rule.steps.get().history.first().history_date == later
    assert f'datetime="{timezone.localtime(later).isoformat(timespec="seconds")}"' in page
