"""People are told what concerns them, once, in the way that each of them chose."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from flowmono import events, telling
from flowmono.approvals import reactions
from flowmono.approvals.models import Step
from flowmono.monitoring import actions as monitoring
from flowmono.notices.digests import write_digests
from flowmono.notices.kinds import KINDS, Way, way_of
from flowmono.notices.models import Choice, Notice
from flowmono.notices.telling import tell
from flowmono.outbox.models import Letter, RecordedEvent
from tests.flowmono.approval_scenes import put_forward, rule_of, say
from tests.flowmono.test_pages import raise_one
from tests.people import NOON, make_people, make_person


def tell_one(*people: Any, kind: str = "decision", key: str = "k", title: str = "Abel approved it") -> list[Notice]:
    return tell(people, kind, key=key, title=title, url="/orders/", at=NOON)


@pytest.mark.parametrize(
    ("kind", "chosen", "way"),
    [
        ("approval", None, Way.ONCE),
        ("decision", None, Way.APP),
        ("decision", "daily", Way.DAILY),
        ("approval", "nothing", Way.NOTHING),
        ("approval", "by pigeon", Way.ONCE),
        ("security", "nothing", Way.ONCE),
    ],
)
def test_a_kind_is_told_as_chosen_or_as_usual_and_a_fixed_one_always(kind: str, chosen: str | None, way: Way) -> None:
    assert way_of(kind, chosen) == way


@pytest.mark.django_db
class TestTelling:
    def test_each_person_hears_in_their_own_way(self) -> None:
        abel, carl, dora, fay = make_people("abel", "carl", "dora", "fay")
        for person, way in ((carl, "once"), (dora, "daily"), (fay, "nothing")):
            Choice.objects.create(person=person, kind="decision", way=way)

        tell_one(abel, carl, dora, fay, None)

        assert set(Notice.objects.values_list("person__username", "in_digest")) == {
            ("abel", False),
            ("carl", False),
            ("dora", True),
        }
        assert list(Letter.objects.values_list("to", flat=True)) == [carl.email]

    def test_the_same_thing_is_told_once(self) -> None:
        abel = make_person("abel")

        tell_one(abel)
        tell_one(abel, title="Other words")

        assert Notice.objects.get().title == "Abel approved it"

    def test_who_left_hears_nothing(self) -> None:
        abel = make_person("abel")
        abel.is_active = False

        assert tell_one(abel) == []
        assert not Notice.objects.exists()

    def test_approvers_are_asked_by_notice_and_letter_and_who_asked_hears_the_decision(self) -> None:
        abel, pierre = make_people("abel", "pierre")
        rule_of({"role": "Approver"})
        request = put_forward(pierre)
        step = Step.objects.get()
        opened = events.ApprovalRequested(case_id=request.case, at=NOON, approval_id=request.pk, step_id=step.uuid)

        reactions.tell_approvers(opened)
        reactions.tell_approvers(opened)
        say(request, abel, "no", "Too dear.")
        telling.tell_who_asked(RecordedEvent.objects.get(name="ApprovalDecided").event)

        asked = Notice.objects.get(person=abel)
        heard = Notice.objects.get(person=pierre)
        assert (asked.kind, asked.title) == ("approval", "For your decision: PO-2027-0001 Calibration")
        assert (heard.title, heard.sentence) == ("Abel Lindqvist rejected PO-2027-0001 Calibration", "Too dear.")
        assert list(Letter.objects.values_list("to", flat=True)) == [abel.email]

    def test_who_was_asked_need_not_read_it_any_more_once_it_is_decided(self) -> None:
        abel, dora, pierre = make_people("abel", "dora", "pierre")
        rule_of({"role": "Approver"})
        request = put_forward(pierre)
        step = Step.objects.get()
        reactions.tell_approvers(
            events.ApprovalRequested(case_id=request.case, at=NOON, approval_id=request.pk, step_id=step.uuid)
        )
        assert Notice.objects.unread().filter(person__in=[abel, dora]).count() == 2

        say(request, abel)
        telling.settle_decided(RecordedEvent.objects.get(name="ApprovalDecided").event)

        assert not Notice.objects.unread().exists()

    def test_an_exception_that_is_over_need_not_be_read_of(self) -> None:
        maya = make_person("maya")
        found = raise_one()
        telling.tell_owners(RecordedEvent.objects.get(name="ExceptionRaised").event)

        monitoring.handle(found, by=maya, at=NOON, reason="It came.")
        telling.settle_resolved(RecordedEvent.objects.get(name="ExceptionResolved").event)

        assert Notice.objects.get(person=maya).read_at == NOON

    def test_the_owners_of_an_exception_hear_of_it_and_of_one_in_shadow_nobody(self) -> None:
        maya, _fay = make_people("maya", "fay")
        found = raise_one()
        raised = RecordedEvent.objects.get(name="ExceptionRaised").event

        telling.tell_owners(raised)

        assert list(Notice.objects.values_list("person", "kind", "url")) == [
            (maya.pk, "exception", found.get_absolute_url())
        ]
        monitoring.handle(found, by=maya, at=NOON, reason="Agreed.")
        Notice.objects.all().delete()
        telling.tell_owners(raised)
        assert not Notice.objects.exists()


@pytest.mark.django_db
class TestDailyLetter:
    def test_it_leaves_in_ones_own_morning_once_a_day_and_says_everything(self) -> None:
        dora = make_person("dora")
        dora.time_zone = "Asia/Tokyo"
        dora.save()
        Choice.objects.create(person=dora, kind="decision", way="daily")
        tell_one(dora, key="a", title="First")
        tell_one(dora, key="b", title="Second")
        six, eight = datetime(2027, 3, 1, 21, 0, tzinfo=UTC), datetime(2027, 3, 1, 23, 0, tzinfo=UTC)

        assert write_digests(six) == 0
        assert write_digests(eight) == 1
        tell_one(dora, key="c", title="Third")
        assert write_digests(eight + timedelta(hours=1)) == 0
        assert write_digests(eight + timedelta(days=1)) == 1

        first, second = Letter.objects.order_by("pk").values_list("body", flat=True)
        assert "First" in first
        assert "Second" in first
        assert "Third" not in first
        assert "Third" in second
        assert not Notice.objects.filter(in_digest=True).exists()


@pytest.mark.django_db
class TestPages:
    def test_the_bell_counts_the_list_filters_and_reading_marks(self, client: Client) -> None:
        abel = make_person("abel")
        tell_one(abel, key="a")
        (second,) = tell_one(abel, key="b", kind="payment", title="The payment is authorized")
        client.force_login(abel)

        count = client.get(reverse("notices:count")).content
        only = client.get(reverse("notices:list"), {"kind": "payment"})
        pk = Notice.objects.get(key=second.key).pk
        went = client.post(reverse("notices:follow", args=[pk]))

        assert b"2" in count
        assert [notice.title for notice in only.context["page"]] == ["The payment is authorized"]
        assert (went.status_code, went["Location"]) == (302, "/orders/")
        assert client.get(reverse("notices:list"), {"unread": "1"}).context["page"].paginator.count == 1
        client.post(reverse("notices:read"), {"all": "1"})
        assert not Notice.objects.unread().exists()

    def test_days_and_amounts_of_what_is_told_are_written_as_its_reader_writes_them(self, client: Client) -> None:
        abel = make_person("abel")
        words = "The step was due on 2026-12-23 10:23 UTC; 18,600.00 EUR wait."
        tell([abel], "exception", key="e", title="It waits", sentence=words, url="/orders/", at=NOON)
        client.force_login(abel)

        shown = " ".join(client.get(reverse("notices:list")).content.decode().split())

        assert "The step was due on 23 Dec 2026, 10:23 UTC; €18,600.00 wait." in shown

    def test_nobody_reads_or_marks_what_another_was_told(self, client: Client) -> None:
        tell_one(make_person("abel"))
        pk = Notice.objects.get().pk
        client.force_login(make_person("carl"))

        assert client.post(reverse("notices:follow", args=[pk])).status_code == 404
        client.post(reverse("notices:read"), {"pick": pk})
        client.post(reverse("notices:read"), {"all": "1"})
        assert client.get(reverse("notices:list")).context["page"].paginator.count == 0
        assert Notice.objects.get().read_at is None

    def test_a_choice_is_kept_and_the_fixed_one_stays(self, client: Client) -> None:
        abel = make_person("abel")
        client.force_login(abel)
        given = {kind.name: kind.default.value for kind in KINDS.values()}

        client.post(reverse("notices:choices"), {**given, "decision": "daily", "security": "nothing"})
        wrong = client.post(reverse("notices:choices"), {**given, "decision": "by pigeon"})

        assert list(Choice.objects.values_list("kind", "way")) == [("decision", "daily")]
        assert "decision" in wrong.context["form"].errors

    @pytest.mark.parametrize("name", ["notices:list", "notices:count", "notices:choices"])
    def test_a_stranger_is_asked_to_sign_in(self, name: str, client: Client) -> None:
        assert client.get(reverse(name)).status_code == 302

    def test_the_list_costs_the_same_at_any_length(self, client: Client, django_assert_max_num_queries: Any) -> None:
        abel = make_person("abel")
        for number in range(60):
            tell_one(abel, key=str(number))
        client.force_login(abel)

        with django_assert_max_num_queries(2 + 5):
            client.get(reverse("notices:list"))
