"""The worker is killed before and after a line of a list is sent, and the button is pressed again: everybody gets one round and one letter."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Count

from flowmono.common.refusals import Conflict
from flowmono.ledger.models import Entry
from flowmono.ledger.verification import find_breaks
from flowmono.outbox.models import Delivery, DeliveryState, Letter
from signing.actions import bulk_sending
from signing.models import Bulk, Envelope
from tests.people import NOON, make_person
from tests.real import wait_until, worker
from tests.signing.life.bulk_scenes import started

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("committed"), pytest.mark.timeout(600)]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_worker_killed_between_lines_sends_each_of_them_once(moment: str, tmp_path: Path) -> None:
    store = settings.STORAGES["default"]["OPTIONS"]["location"]
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "files").symlink_to(store)
    people = b"name,email\n" + b"".join(b"Person %d,p%d@example.com\n" % (number, number) for number in range(6))
    made = started(people)

    with worker(folder, FAULTS="1", FAULT_AT=f"signing.bulk.reactions.send_next_of_many:{moment}"):
        with pytest.raises(Conflict):
            bulk_sending.send_bulk(made, by=make_person("maya"), at=NOON)
        wait_until(lambda: Bulk.objects.get().state == "done", seconds=240)
        wait_until(lambda: not Delivery.objects.filter(state=DeliveryState.WAITING).exists(), seconds=120)

    assert len(list((folder / "faults").iterdir())) == 1
    assert set(made.rows.values_list("state", flat=True)) == {"sent"}
    assert Envelope.objects.filter(bulk_row__bulk=made).count() == Envelope.objects.count() == 6
    invited = Letter.objects.filter(key__startswith="invite:").values("to").annotate(n=Count("pk"))
    assert {one["to"]: one["n"] for one in invited} == {f"p{number}@example.com": 1 for number in range(6)}
    assert list(find_breaks(Entry.objects.order_by("case_id", "number"))) == []
