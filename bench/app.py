"""How many SQL statements do the main acts and pages cost?

    python -m bench.app

Counts statements, in one database transaction style as the product runs; prints one line per act. The gates of the house:
order create + submit ≤ 45, order + invoice + match ≤ 90, lists ≤ 6 at any size, detail pages ≤ 10. Session, sign-in and
savepoints are counted as what they are and shown apart.
"""

import os
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flowmono.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402

from demo.billing import bill_first_payable  # noqa: E402
from demo.company import seed_company  # noqa: E402
from demo.documents import facts  # noqa: E402
from demo.play import Play, approve_contract, approve_order, draft_to_terms, ready_vendor, sign_contract  # noqa: E402
from flowmono.common.acting import Actor, acting  # noqa: E402
from flowmono.common.scratch import scratch_database  # noqa: E402
from flowmono.outbox.delivering import drain  # noqa: E402
from flowmono.outbox.models import RecordedEvent  # noqa: E402
from procurement import actions as procurement  # noqa: E402
from procurement import reactions  # noqa: E402
from procurement.models import Invoice, Order  # noqa: E402
from vendors.models import Vendor, Workspace  # noqa: E402

AT = datetime(2027, 1, 4, 9, tzinfo=UTC)
PAPERS = Path(facts.__file__).parent
FRAME = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")


def count(name: str, act: Callable[[], Any]) -> Any:
    """Run an act; print its statements (without savepoints) and its time."""
    start = time.perf_counter()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        result = act()
    spent = (time.perf_counter() - start) * 1000
    statements = [query for query in captured.captured_queries if not query["sql"].startswith(FRAME)]
    print(f"{name:44} {len(statements):4} SQL  {spent:8.1f} ms")
    return result


def react(reaction: Callable[[Any], None], recorded: RecordedEvent) -> None:
    """As a delivery does: one transaction per reaction."""
    with transaction.atomic():
        reaction(recorded.event)


def run() -> None:
    play = Play(lambda words: None, AT)
    play.people = seed_company(at=AT)
    draft_to_terms(play, PAPERS / "professional-services-agreement.docx")
    approve_contract(play)
    play.deliver = lambda: None
    sign_contract_without_order(play)
    signed = RecordedEvent.objects.get(name="ContractSigned")

    def create_and_submit() -> None:
        with acting(Actor("event", str(signed.pk), signed.name), at=signed.at):
            react(reactions.draft_order, signed)
            react(reactions.submit_drafted_order, RecordedEvent.objects.get(name="OrderDrafted"))

    count("order: create and submit", create_and_submit)
    play.deliver = drain
    drain()
    approve_order(play)
    ready_vendor(play, None)
    vendor = Vendor.objects.get(pk=play.deal.vendor_id)
    bill = bill_first_payable(play)
    at = play.forward_to(bill.issued_on) if bill.issued_on else play.tick()

    def invoice_and_match() -> None:
        invoice = procurement.receive_invoice(vendor, by=play.people["vera"], at=at, data=bill.data, filename=bill.name)
        received = RecordedEvent.objects.get(name="InvoiceReceived", values__invoice_id=str(invoice.pk))
        react(reactions.read_received_invoice, received)
        react(reactions.match_read_invoice, RecordedEvent.objects.get(name="InvoiceRead"))

    count("invoice: receive, read and match", invoice_and_match)
    drain()
    pages(play)


def sign_contract_without_order(play: Play) -> None:
    """Sign for real, delivering everything but the order, which is counted on its own."""
    from flowmono.events import ContractSigned
    from flowmono.outbox.routing import subscribe, unsubscribe

    unsubscribe(ContractSigned, reactions.draft_order)
    play.deliver = drain
    sign_contract(play)
    subscribe(ContractSigned, reactions.draft_order)


def pages(play: Play) -> None:
    browser = Client(headers={"host": "127.0.0.1"})
    browser.force_login(play.people["maya"])
    order, invoice, workspace = Order.objects.get(), Invoice.objects.get(), Workspace.objects.get()
    addresses = {
        "inbox": "/",
        "list: contracts": "/contracts/",
        "list: vendors": "/vendors/",
        "list: orders": "/orders/",
        "list: invoices": "/invoices/",
        "list: payments": "/payments/",
        "list: exceptions": "/exceptions/",
        "detail: contract": play.deal.get_absolute_url(),
        "detail: order": order.get_absolute_url(),
        "detail: invoice": invoice.get_absolute_url(),
        "detail: vendor": order.vendor.get_absolute_url(),
        "detail: workspace": workspace.get_absolute_url(),
    }
    browser.get("/")
    for name, address in addresses.items():
        answer = count(name, lambda address=address: browser.get(address))  # type: ignore[misc]
        if answer.status_code != 200:
            print(f"    answered {answer.status_code}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        stores = {**settings.STORAGES}
        stores["default"] = {**stores["default"], "OPTIONS": {"location": folder}}
        with override_settings(STORAGES=stores), scratch_database(f"bench_app_{uuid.uuid4().hex[:8]}"):
            run()


if __name__ == "__main__":
    main()
