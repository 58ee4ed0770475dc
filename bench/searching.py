"""How long do the search and the question "what moved?" take at ten thousand contracts?

    python -m bench.searching [contracts]

Fills a scratch database with that many contracts, orders, invoices and milestones (a few of each vendor), then asks as the
search dialog and an open page ask, signed in, through the whole stack; prints statements, the best time,
the median and the 95th percentile.
"""

import itertools
import os
import random
import statistics
import sys
import time
import uuid
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flowmono.settings")
django.setup()

from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from contracts.models import Contract  # noqa: E402
from demo.company import seed_company  # noqa: E402
from documents.models import Document, Version  # noqa: E402
from flowmono.common.scratch import scratch_database  # noqa: E402
from procurement.models import Invoice, Order  # noqa: E402
from vendors.models import Milestone, Vendor, Workspace  # noqa: E402

AT = datetime(2027, 1, 4, 9, tzinfo=UTC)
FIRST = [
    "Nord",
    "Halden",
    "Brook",
    "Alder",
    "Castell",
    "Fontane",
    "Silber",
    "Kestrel",
    "Morrow",
    "Lind",
    "Tamar",
    "Osprey",
]
LAST = ["licht", "werk", "bridge", "field", "stone", "haven", "grove", "wick"]
WHAT = [
    "Calibration",
    "Cleaning",
    "Licences",
    "Consulting",
    "Logistics",
    "Catering",
    "Translation",
    "Security",
    "Audit",
    "Design",
]
SEARCHES = (
    "ct-2027-0042",
    "nordlicht",
    "calibration",
    "po 2027",
    "ald cal",
    "in-2027",
    "zzz",
    "e",
    "2027",
    "halden services",
)


def fill(count: int, people: dict[str, Any]) -> None:
    """That many contracts with an order, two invoices and three milestones each; a tenth as many vendors."""
    draw = random.Random(7)
    pierre = people["pierre"]
    names = [f"{a}{b} {c}" for a, b, c in itertools.product(FIRST, LAST, ("GmbH", "Ltd", "SARL", "BV"))]
    vendors = Vendor.objects.bulk_create(
        Vendor(name=f"{names[n % len(names)]} {n}", legal_name=names[n % len(names)], created_at=AT)
        for n in range(max(1, count // 10))
    )
    papers = Document.objects.bulk_create(
        Document(case_key=uuid.uuid4(), title=f"{draw.choice(WHAT)} agreement {n}", kind="contract", created_at=AT)
        for n in range(count)
    )
    contracts = Contract.objects.bulk_create(
        Contract(
            number=f"CT-2027-{n:05d}",
            title=f"{draw.choice(WHAT)} services",
            counterparty_name=vendors[n % len(vendors)].name,
            vendor=vendors[n % len(vendors)],
            requester=pierre,
            document=papers[n],
            created_at=AT,
        )
        for n in range(count)
    )
    orders = Order.objects.bulk_create(
        Order(
            number=f"PO-2027-{n:05d}",
            title=contract.title,
            contract=contract,
            vendor=contract.vendor,
            requester=pierre,
            currency="EUR",
            total=Decimal(1000),
            base_total=Decimal(1000),
            rate_on=AT.date(),
            created_at=AT,
        )
        for n, contract in enumerate(contracts)
    )
    version = Version(
        document=papers[0], number=1, origin="uploaded", name="a.pdf", media_type="application/pdf", size=1
    )
    version.save()
    Invoice.objects.bulk_create(
        Invoice(
            reference=f"IN-2027-{n:05d}",
            number=f"R{n}",
            seller_name=orders[n % count].vendor.name,
            vendor=orders[n % count].vendor,
            order=orders[n % count],
            received_at=AT,
            captured_by=pierre,
            document=papers[0],
            version=version,
            created_at=AT,
        )
        for n in range(2 * count)
    )
    places = Workspace.objects.bulk_create(
        Workspace(contract=one, vendor=one.vendor, requester=pierre, title=one.title, created_at=AT)
        for one in contracts
    )
    Milestone.objects.bulk_create(
        Milestone(
            workspace=places[n % count],
            contract_id=places[n % count].contract_id,
            position=n // count + 1,
            title=f"{draw.choice(WHAT)}, part {n // count + 1}",
            created_at=AT,
        )
        for n in range(3 * count)
    )
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze")
    connections["owner"].close()


def ask(browser: Client, name: str, address: str, facts: dict[str, Any], times: int = 12) -> None:
    """Ask so many times; print the statements of one, and how long they took."""
    took = []
    for _time in range(times):
        start = time.perf_counter()
        browser.get(address, facts, headers={"HX-Request": "true"})
        took.append((time.perf_counter() - start) * 1000)
    with CaptureQueriesContext(connection) as captured:
        browser.get(address, facts, headers={"HX-Request": "true"})
    took.sort()
    spread = (
        f"best {took[0]:6.1f} ms  median {statistics.median(took):6.1f} ms  p95 {took[int(times * 0.95) - 1]:6.1f} ms"
    )
    print(f"{name:30} {len(captured):3} SQL  {spread}", flush=True)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with scratch_database(f"bench_search_{uuid.uuid4().hex[:8]}"):
        people = seed_company(at=AT)
        fill(count, people)
        for key in ("maya", "pierre"):
            print(f"{key}, {count} contracts")
            browser = Client(headers={"host": "127.0.0.1"})
            browser.force_login(people[key])
            for words in SEARCHES:
                ask(browser, f"  search: {words}", "/search/", {"q": words})
            ask(browser, "  what moved?", "/live/", {"t": ["inbox", "notices"]})


if __name__ == "__main__":
    main()
