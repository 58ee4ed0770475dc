"""The worker is killed before and after each delivery of the whole chain, and every effect is there exactly once."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Count

from contracts.models import ComplianceRecord, Contract
from demo.play import play_chain
from flowmono.ledger.models import Entry
from flowmono.ledger.verification import find_breaks
from flowmono.outbox.models import Delivery, DeliveryState, Letter
from procurement.models import Order, PaymentAuthorization
from tests.real import wait_until, worker
from vendors.models import Onboarding, Workspace

PAPERS = Path(__file__).resolve().parents[2] / "demo" / "documents"

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("committed"), pytest.mark.timeout(600)]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_worker_killed_at_every_delivery_leaves_each_effect_exactly_once(moment: str, tmp_path: Path) -> None:
    store = settings.STORAGES["default"]["OPTIONS"]["location"]
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "files").symlink_to(store)
    Path(store).mkdir(parents=True, exist_ok=True)

    def until_everything_is_delivered() -> None:
        wait_until(lambda: not Delivery.objects.filter(state=DeliveryState.WAITING).exists(), seconds=120)

    with worker(folder, FAULTS="1", FAULT_AT=f"*:{moment}"):
        play = play_chain(
            PAPERS / "professional-services-agreement.docx",
            [PAPERS / "invoice-hpe-2027-0014-deposit.pdf"],
            say=lambda words: None,
            deliver=until_everything_is_delivered,
        )

    kills = len(list((folder / "faults").iterdir()))
    receivers = Delivery.objects.values("receiver").distinct().count()
    assert kills == receivers
    assert Contract.objects.get().state == "archived"
    effects = [Onboarding, Workspace, Order, ComplianceRecord, PaymentAuthorization]
    assert [model.objects.count() for model in effects] == [1, 1, 1, 1, 1]
    assert PaymentAuthorization.objects.get().state == "paid"
    assert play.contract is not None
    assert not Delivery.objects.exclude(state=DeliveryState.DONE).exists()
    assert not Letter.objects.values("key").annotate(n=Count("pk")).filter(n__gt=1).exists()
    assert list(find_breaks(Entry.objects.order_by("case_id", "number"))) == []
