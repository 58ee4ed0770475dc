"""One list of what signed contracts ask for: of whom, by when, who answers for it, and what was said about it."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse

from contracts import actions, reactions
from contracts.models import Contract, Obligation, Term
from flowmono import events, fulfilling
from flowmono.common.inbox import Inbox
from flowmono.common.models import Company
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from tests.contracts import scenes
from tests.people import NOON, make_people, make_person
from vendors import reactions as vendors

pytestmark = pytest.mark.django_db

SOON = NOON + timedelta(days=1)
ASKED = {
    "Insurance": "The Supplier shall send a certificate of insurance within 10 days after signature of this Agreement.",
    "Audit": "The Customer shall keep the records of the works until they are accepted.",
    "Confidentiality": "What was told is kept confidential for 3 years.",
}


def signed(**facts: object) -> Contract:
    """Signed at noon: two instalments, a delivery, a term until 31 March 2028 with sixty days' notice, and three duties."""
    pierre, maya = make_people("pierre", "maya")
    Company.objects.update_or_create(pk=1, defaults={"name": "Alder Foods Ltd"})
    contract = scenes.ready(pierre, maya)
    Term(
        contract=contract, field="schedule", label="Interface design", description="Interface design", item_kind="milestone",
        amount=8000, currency="EUR", due_type="relative", due_value="P30D after the Effective Date", position=89,
        state="confirmed", verified_by=maya, verified_at=NOON,
    ).save()  # fmt: skip
    for place, (label, sentence) in enumerate(ASKED.items()):
        Term(
            contract=contract, field="obligation", label=label, description=label.lower(), value=sentence, quote=sentence,
            position=90 + place, page=2, state="confirmed", verified_by=maya, verified_at=NOON,
        ).save()  # fmt: skip
    days = {"renews": True, "notice_days": 60, "effective_on": NOON.date(), "ends_on": date(2028, 3, 31)}
    Contract.objects.filter(pk=contract.pk).update(state="signed", signed_at=NOON, **days, **facts)
    reactions.open_compliance_record(told(contract))
    return Contract.objects.get(pk=contract.pk)


def told(contract: Contract) -> events.ContractSigned:
    return events.ContractSigned(
        case_id=contract.pk,
        at=NOON,
        contract_id=contract.pk,
        number=contract.number,
        vendor_id=contract.vendor_id,
        category=contract.category,
        currency="EUR",
        total=contract.total,
        orderable=True,
        effective_on=None,
    )


def asked(contract: Contract, label: str) -> Obligation:
    return Obligation.objects.select_related("record").get(record__contract=contract, term__label=label)


def seen_by(key: str, query: str = "") -> list[str]:
    """The titles of the rows that a person sees on the list."""
    client = Client()
    client.force_login(make_person(key))
    page = client.get(f"{reverse('contracts:obligations')}?{query}")
    assert page.status_code == 200
    return [row.title for row in page.context["page"].object_list]


def test_a_signature_puts_on_record_what_is_asked_of_whom_and_by_when() -> None:
    contract = signed()

    found = {
        one.title: (one.kind, one.side, one.due_on, one.due_basis, one.is_verified, str(one.owner or ""))
        for one in Obligation.objects.filter(record__contract=contract)
    }

    notice = "Last day to give notice (60 days before the end of the term)"
    assert found[notice] == ("notice_window", "ours", date(2028, 1, 31), "notice", True, "")
    assert found["The term ends and renews by itself"][:5] == ("end_of_term", "both", date(2028, 3, 31), "said", True)
    assert found["Insurance"] == ("document", "theirs", date(2027, 3, 11), "signature", False, "Pierre Dubois")
    assert found["Audit"] == ("duty", "ours", None, "", False, "Pierre Dubois")
    assert found["Confidentiality"] == ("duty", "", None, "", True, "Pierre Dubois")
    assert found["Delivery: Interface design"] == (
        "delivery",
        "theirs",
        date(2027, 3, 31),
        "start",
        True,
        "Pierre Dubois",
    )
    assert found["Instalment: 30 June 2027"][:5] == ("instalment", "ours", date(2027, 6, 30), "said", True)


def test_nobody_is_told_whose_it_is_when_the_contract_does_not_name_this_company() -> None:
    contract = signed(customer_name="Somebody Else plc")

    assert asked(contract, "Insurance").side == ""


def test_the_list_shows_each_person_what_their_contracts_ask_for() -> None:
    signed()

    everything = seen_by("maya")

    assert everything[0] == "Insurance"
    assert len(everything) == 8
    assert seen_by("pierre") == everything
    assert seen_by("sam") == []


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("side=ours&kind=duty", ["Audit"]),
        ("side=unsaid", ["Confidentiality"]),
        ("verified=no", ["Insurance", "Audit"]),
        ("due=none", ["Audit", "Confidentiality"]),
        ("q=certificate+of+insurance", ["Insurance"]),
        ("whose=nobody", ["Last day to give notice (60 days before the end of the term)"]),
        ("whose=mine", []),
        ("state=done", []),
        ("contract=CT-1900-0001", []),
        ("until=2027-03-30", ["Insurance"]),
    ],
)
def test_the_list_is_narrowed_by_whose_when_and_how_far(query: str, titles: list[str]) -> None:
    signed()

    assert seen_by("maya", query) == titles


def test_what_is_due_soon_and_what_is_overdue_are_found_by_the_day() -> None:
    contract = signed()
    mine = Obligation.objects.filter(record__contract=contract)

    assert [one.title for one in mine.due_within(20, NOON.date())] == ["Insurance"]
    assert [one.title for one in mine.due_within(90, NOON.date())] == [
        "Insurance",
        "Delivery: Interface design",
        "Instalment: 30 April 2027",
    ]
    assert [one.title for one in mine.overdue(date(2027, 3, 12))] == ["Insurance"]
    assert not mine.overdue(date(2027, 3, 11))


def test_the_file_says_sentence_day_and_how_the_day_was_found() -> None:
    contract = signed()
    client = Client()
    client.force_login(make_person("aud"))

    answer = client.get(f"{reverse('contracts:obligations')}?format=csv&kind=document")

    (row,) = csv.DictReader(StringIO(b"".join(answer).decode("utf-8-sig")))  # type: ignore[arg-type]
    assert (row["contract"], row["due"], row["due_basis"]) == (
        contract.number,
        "2027-03-11",
        "counted from the signature",
    )
    assert row["quote"] == ASKED["Insurance"]
    assert row["verified_by"] == ""


def test_it_is_marked_as_done_opened_again_and_set_aside_each_with_name_and_reason() -> None:
    pierre, maya = make_people("pierre", "maya")
    one = asked(signed(), "Audit")

    done = actions.settle_obligation(one, by=pierre, at=SOON)
    assert (done.state, done.done_by, done.done_at) == ("done", pierre, SOON)
    with pytest.raises(Invalid, match="why"):
        actions.reopen_obligation(one, by=maya, at=SOON, reason=" ")
    opened = actions.reopen_obligation(one, by=maya, at=SOON, reason="Two files are missing.")
    assert (opened.state, opened.done_by, opened.done_at) == ("open", None, None)
    with pytest.raises(Invalid, match="why"):
        actions.set_aside_obligation(one, by=maya, at=SOON, reason="")
    aside = actions.set_aside_obligation(one, by=maya, at=SOON, reason="There were no works.")
    assert (aside.state, aside.reason) == ("not_applicable", "There were no works.")
    with pytest.raises(Conflict, match="not applicable"):
        actions.settle_obligation(one, by=maya, at=SOON)

    client = Client()
    client.force_login(maya)
    page = client.get(aside.get_absolute_url())
    story = [(entry["title"], entry["more"]) for entry in page.context["story"]]
    assert story == [
        ("Not applicable", "Maya Okafor: There were no works."),
        ("Open again", "Maya Okafor: Two files are missing."),
        ("Done", "Pierre Dubois"),
        ("Put on record by the signature", ""),
    ]


def test_only_its_owner_procurement_and_legal_answer_it_and_only_the_last_two_name_an_owner() -> None:
    pierre, fay, aud, lena = make_people("pierre", "fay", "aud", "lena")
    one = asked(signed(), "Audit")

    for person in (fay, aud, make_person("olu")):
        with pytest.raises(NotAllowed):
            actions.settle_obligation(one, by=person, at=SOON)
    with pytest.raises(NotAllowed):
        actions.say_of_obligation(one, by=pierre, at=SOON, values={"owner": fay})
    with pytest.raises(NotAllowed):
        actions.verify_obligation(one, by=pierre, at=SOON)
    with pytest.raises(Invalid, match="does not see this contract"):
        actions.say_of_obligation(one, by=lena, at=SOON, values={"owner": make_person("sam")})
    with pytest.raises(Invalid, match="only reads"):
        actions.say_of_obligation(one, by=lena, at=SOON, values={"owner": aud})
    assert Obligation.objects.get(pk=one.pk).owner == pierre

    actions.say_of_obligation(one, by=lena, at=SOON, values={"owner": fay})
    assert actions.settle_obligation(one, by=fay, at=SOON).state == "done"


def test_whoever_says_whose_it_is_or_by_when_stands_behind_it() -> None:
    fay, lena = make_people("fay", "lena")
    one = asked(signed(), "Audit")

    named = actions.say_of_obligation(one, by=lena, at=SOON, values={"owner": fay})
    assert not named.is_verified
    dated = actions.say_of_obligation(one, by=lena, at=SOON, values={"due_on": date(2027, 5, 1)})
    assert (dated.due_basis, dated.verified_by, dated.verified_at) == ("person", lena, SOON)
    undated = actions.say_of_obligation(one, by=lena, at=SOON, values={"due_on": None})
    assert undated.due_basis == ""


def test_a_delivery_is_done_when_all_of_it_is_accepted_in_its_workspace() -> None:
    maya = make_person("maya")
    contract = signed()

    vendors.open_workspace(told(contract))
    one = asked(contract, "Interface design")
    milestone = one.term.milestones.get()
    with pytest.raises(Conflict, match="workspace"):
        actions.settle_obligation(one, by=maya, at=SOON)

    def accepted(percent: int) -> str:
        fulfilling.settle_delivery(
            events.MilestoneAccepted(
                case_id=contract.pk,
                at=SOON,
                milestone_id=milestone.pk,
                workspace_id=milestone.workspace_id,
                contract_id=contract.pk,
                title=milestone.title,
                percent=percent,
            )
        )
        return str(Obligation.objects.get(pk=one.pk).state)

    assert [accepted(50), accepted(100), accepted(100)] == ["open", "done", "done"]
    assert Obligation.objects.filter(record__contract=contract, state="open").count() == 7


def test_the_page_of_one_obligation_takes_every_answer() -> None:
    contract = signed()
    one = asked(contract, "Audit")
    client = Client()
    client.force_login(make_person("maya"))
    at = [contract.pk, one.pk]

    def post(name: str, **values: str) -> str:
        answer = client.post(reverse(f"contracts:{name}", args=at), values, follow=True)
        assert answer.status_code == 200, answer.content.decode()
        return str(Obligation.objects.get(pk=one.pk).state)

    fay = make_person("fay")
    post("obligation", owner=str(fay.pk), side="both", due_on="2027-05-01")
    changed = Obligation.objects.get(pk=one.pk)
    assert (changed.owner, changed.side, changed.due_on) == (fay, "both", date(2027, 5, 1))
    assert post("verify_obligation") == "open"
    assert post("settle") == "done"
    assert post("reopen", reason="Not yet.") == "open"
    assert post("set_aside", reason="") == "open"
    assert post("set_aside", reason="No works.") == "not_applicable"

    wrong = client.post(
        reverse("contracts:obligation", args=[contract.pk, asked(contract, "Insurance").pk]),
        {"owner": str(make_person("sam").pk), "side": "theirs", "due_on": ""},
    )
    assert wrong.status_code == 422
    assert asked(contract, "Insurance").due_on == date(2027, 3, 11)


def test_the_list_asks_as_many_statements_for_many_as_for_few(django_assert_max_num_queries: object) -> None:
    for _n in range(3):
        signed()
    client = Client()
    client.force_login(make_person("maya"))
    client.get(reverse("contracts:obligations"))

    with django_assert_max_num_queries(12) as asked_for:  # type: ignore[operator]
        page = client.get(f"{reverse('contracts:obligations')}?state=all")

    assert len(page.context["page"].object_list) == 24
    assert len(asked_for) <= 12


def told_to(key: str, on: date) -> list[tuple[str, str, bool]]:
    """What of obligations waits in "Needs you" on a day: title, sentence, and whether it is late."""
    at = NOON.replace(year=on.year, month=on.month, day=on.day)
    waiting = Inbox(make_person(key), at, names=["obligations"]).part()
    return [(one.title, str(one.sentence), one.days_at_risk > 0) for one in waiting]


def test_an_owner_is_told_of_ours_when_a_person_stands_behind_it_and_its_day_is_near_or_past() -> None:
    contract, lena = signed(), make_person("lena")
    audit, insurance = asked(contract, "Audit"), asked(contract, "Insurance")
    assert told_to("pierre", date(2027, 12, 1)) == []

    actions.say_of_obligation(audit, by=lena, at=SOON, values={"due_on": date(2027, 5, 1)})
    actions.verify_obligation(insurance, by=lena, at=SOON)

    assert told_to("pierre", date(2027, 4, 16)) == []
    (near,) = told_to("pierre", date(2027, 4, 17))
    assert near == ("Audit", f"It is due on 1 May 2027. {contract}", False)
    (late,) = told_to("pierre", date(2027, 5, 3))
    assert late == ("Audit", f"It was due on 1 May 2027. {contract}", True)
    assert told_to("lena", date(2027, 5, 3)) == told_to("maya", date(2027, 5, 3)) == []


def test_done_in_the_inbox_marks_it_and_leads_back() -> None:
    contract, lena = signed(), make_person("lena")
    audit = actions.say_of_obligation(
        asked(contract, "Audit"), by=lena, at=SOON, values={"owner": lena, "due_on": NOON.date()}
    )
    (todo,) = Inbox(lena, SOON, names=["obligations"]).part()
    (way,) = todo.ways
    client = Client()
    client.force_login(lena)

    answer = client.post(way.url, {**dict(way.values), "next": reverse("inbox")})

    assert answer.url == reverse("inbox")  # type: ignore[attr-defined]
    assert Obligation.objects.get(pk=audit.pk).done_by == lena
    assert Inbox(lena, SOON, names=["obligations"]).part() == []


def test_procurement_is_told_once_of_a_window_that_its_watch_tells_of() -> None:
    contract, maya, lena = signed(), *make_people("maya", "lena")
    window = Obligation.objects.select_related("record").get(record__contract=contract, kind="notice_window")

    actions.say_of_obligation(window, by=lena, at=SOON, values={"owner": maya})
    assert told_to("maya", date(2028, 1, 25)) == []
    actions.say_of_obligation(window, by=lena, at=SOON, values={"owner": lena})
    assert [one[0] for one in told_to("lena", date(2028, 1, 25))] == [window.title]
