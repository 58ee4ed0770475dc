"""How long from the commit that marks a contract signed to the commit of the last of its four effects?

    python -m bench.chain [--contracts 40] [--workers 2]

Two ways are measured in one run, turn by turn, on one database:

- the product: the event, its deliveries, django-q2 with the PostgreSQL broker, the reactions themselves;
- a hand-written queue: a table claimed with FOR UPDATE SKIP LOCKED, woken by NOTIFY, whose workers replay the very same
  statements that the four reactions wrote (recorded from one run, with fresh keys), with no framework in between.

The anchor is the ratio of the two medians.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flowmono.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

from contracts.models import Contract, Term  # noqa: E402
from demo.company import seed_company  # noqa: E402
from documents.models import Document  # noqa: E402
from flowmono.common import embedded  # noqa: E402
from flowmono.common.acting import SYSTEM, acting  # noqa: E402
from flowmono.common.scratch import scratch_database  # noqa: E402
from flowmono.events import REGISTRY, ContractSigned  # noqa: E402
from flowmono.outbox.models import Delivery, RecordedEvent  # noqa: E402
from flowmono.outbox.routing import receivers_of  # noqa: E402
from vendors.models import Vendor  # noqa: E402

AT = datetime(2027, 1, 4, 9, tzinfo=UTC)
WRITES = ("insert", "update", "delete", "notify")


def make_vendor(number: int) -> Vendor:
    """A vendor that has proved nothing yet: each contract opens a checklist with points of its own."""
    vendor = Vendor(
        name=f"Halden & Pryce Engineering {number:05d} Limited", country="IE", email=f"vera@vendor{number}.example"
    )
    vendor.save()
    return vendor


def make_contract(number: int, requester: Any, vendor: Vendor) -> Contract:
    """A contract out for signature with five priced terms."""
    contract = Contract(
        number=f"BENCH-{number:05d}",
        title="A contract of the benchmark",
        requester=requester,
        vendor=vendor,
        customer_name="Brightwater Instruments GmbH",
        counterparty_name=vendor.name,
        category="services",
        currency="EUR",
        total=Decimal(50000),
        orderable=True,
        effective_on=AT.date(),
        ends_on=(AT + timedelta(days=700)).date(),
        notice_days=90,
        state="out_for_signature",
    )
    document = Document(case_key=contract.id, title=contract.title, kind="contract")
    document.save()
    contract.document = document
    contract.save()
    for position in range(5):
        Term(
            contract=contract,
            field="schedule",
            position=position,
            label=f"Milestone {position + 1}",
            item_kind="milestone",
            description=f"Milestone {position + 1}",
            amount=Decimal(10000),
            currency="EUR",
            due_type="event",
            due_value="on acceptance",
            quote="Milestone: 10,000.00",
            page=1,
            state="confirmed",
            verified_by=requester,
            verified_at=AT,
        ).save()
    return contract


def sign(contract: Contract) -> int:
    """Mark it signed; return the event's number."""
    with acting(SYSTEM, at=AT), transaction.atomic():
        contract = Contract.objects.lock(contract)
        contract.sign(at=AT)
        contract.save()
    return int(RecordedEvent.objects.filter(case_id=contract.pk, name="ContractSigned").values_list("pk", flat=True)[0])


def wait_until(done: Any, *, seconds: float = 30) -> None:
    end = time.perf_counter() + seconds
    while not done():
        if time.perf_counter() > end:
            failed = list(Delivery.objects.filter(state="waiting").values_list("receiver", "attempts", "error")[:12])
            raise TimeoutError(f"The effects did not come: {failed}")
        time.sleep(0.002)


def time_product(raw: Any, contract: Contract) -> float:
    """Milliseconds until all deliveries of ContractSigned are done; watched as the other side is, by a bare statement."""
    event = sign(contract)
    start = time.perf_counter()
    owed = "select count(*) from outbox_delivery where event_id = %s and state <> 'done'"
    wait_until(lambda: raw.execute(owed, (event,)).fetchone()[0] == 0)
    return (time.perf_counter() - start) * 1000


def record_writes(contract: Contract) -> dict[str, list[tuple[str, list[Any]]]]:
    """The statements that each reaction writes, recorded while it runs here."""
    event_row = sign(contract)
    event = RecordedEvent.objects.get(pk=event_row).event
    recorded: dict[str, list[tuple[str, list[Any]]]] = {}
    for path, receiver in receivers_of(ContractSigned).items():
        statements: list[tuple[str, list[Any]]] = []

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any, kept: Any = statements) -> Any:
            words = sql.lstrip().lower()
            if words.startswith(WRITES) or (words.startswith("with") and "insert into" in words):
                kept.append((sql, list(params or [])))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note), acting(SYSTEM, at=AT), transaction.atomic():
            receiver.function(event)
        recorded[path] = statements
    Delivery.objects.filter(event_id=event_row).update(state="done")
    return recorded


HAND_WRITTEN = """
create table if not exists bench_job (id bigserial primary key, recipe text not null, batch int not null, contract uuid not null);
create table if not exists bench_done (id bigserial primary key, batch int not null);
-- Replayed seats name the recorded step: only here, so that the replay need not follow generated numbers.
alter table approvals_seat drop constraint one_seat_per_person_and_step;
"""


def start_hand_written_worker(recipes: Path, name: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "bench.hand_written_queue", str(recipes), name])


def time_hand_written(raw: Any, recipes: list[str], batch: int, contract_id: Any) -> float:
    """Milliseconds until the hand-written workers have replayed the same writes."""
    with raw.transaction():
        raw.execute("update contracts_contract set signed_at = now() where id = %s", (contract_id,))
        for recipe in recipes:
            raw.execute(
                "insert into bench_job (recipe, batch, contract) values (%s, %s, %s)", (recipe, batch, contract_id)
            )
        raw.execute("notify bench_queue")
    start = time.perf_counter()
    wait_until(
        lambda: raw.execute("select count(*) from bench_done where batch = %s", (batch,)).fetchone()[0] == len(recipes)
    )
    return (time.perf_counter() - start) * 1000


def _end(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def run(contracts: int, workers: int) -> dict[str, float]:
    import psycopg

    name = connection.settings_dict["NAME"]
    people = seed_company(at=AT)
    made = [make_contract(number, people["pierre"], make_vendor(number)) for number in range(2 * (contracts + 5) + 2)]
    record_writes(made.pop())  # what only the first one writes, such as a counter's row, belongs to neither side
    sample = made.pop()
    known = [
        sample.document_id,
        sample.vendor_id,
        *sample.terms.values_list("pk", flat=True),
        *(person.person for person in people.values()),
    ]
    recorded = record_writes(sample)
    sockets = embedded.ensure_running(settings.DATABASES["default"]["EMBEDDED"])
    with (
        tempfile.TemporaryDirectory() as folder,
        psycopg.connect(host=str(sockets), user="postgres", dbname=name, autocommit=True) as raw,
    ):
        raw.execute(HAND_WRITTEN)
        recipes = Path(folder) / "recipes.json"
        content = {"recipes": recorded, "sample": sample.pk, "known": known}
        recipes.write_text(json.dumps(content, default=_plain))
        environment = {
            **os.environ,
            "FLOWMONO_DATABASE": name,
            "FLOWMONO_WORKERS": str(workers),
            "FLOWMONO_LOG": "ERROR",
        }
        processes = [
            subprocess.Popen([sys.executable, "manage.py", "run_queue"], env=environment, start_new_session=True)
        ]
        processes += [start_hand_written_worker(recipes, name) for _worker in range(workers)]
        time.sleep(8)
        try:
            ours, theirs = [], []
            real = [path for event_class in REGISTRY.values() for path in receivers_of(event_class)]
            for batch, (contract, other) in enumerate(zip(made[::2], made[1::2], strict=True)):
                theirs.append(time_hand_written(raw, list(recorded), batch, other.pk))
                ours.append(time_product(raw, contract))
                wait_until(lambda: not Delivery.objects.filter(state="waiting", receiver__in=real).exists())
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                _end(process)
    ours, theirs = ours[5:], theirs[5:]
    statements = sum(len(kept) for kept in recorded.values())
    return {
        "contracts": contracts,
        "writes": statements,
        "product_p50": statistics.median(ours),
        "product_p95": sorted(ours)[int(len(ours) * 0.95)],
        "hand_written_p50": statistics.median(theirs),
        "hand_written_p95": sorted(theirs)[int(len(theirs) * 0.95)],
        "ratio_p50": statistics.median(ours) / statistics.median(theirs),
    }


def _plain(value: Any) -> Any:
    kind = type(value).__name__
    if kind == "Jsonb":
        return {"kind": "Jsonb", "value": json.dumps(value.obj, default=str)}
    return {"kind": kind, "value": value.isoformat() if hasattr(value, "isoformat") else str(value)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--contracts", type=int, default=40)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        stores = {**settings.STORAGES}
        stores["default"] = {**stores["default"], "OPTIONS": {"location": folder}}
        with override_settings(STORAGES=stores), scratch_database(f"bench_chain_{uuid.uuid4().hex[:8]}"):
            for key, value in run(options.contracts, options.workers).items():
                print(f"{key:18} {value:.2f}" if isinstance(value, float) else f"{key:18} {value}")


if __name__ == "__main__":
    main()
