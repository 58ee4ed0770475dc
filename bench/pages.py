"""How quick are the pages of a company with ten thousand contracts?

    python -m bench.pages [--contracts 10000] [--runs 20] [--keep [--fill]] [--only WORD]

Writes rows only (no actions, no events' effects) into a database of its own, asks for every list, main page, export and list
of the API as one person who sees everything, and prints p50 and p95 of the server's time and the number of SQL statements
(session and person included), "own", the median of the processor's time that our process took, "database", the mean of its
server process's, and the p95 of both together: on a machine that others use as well, these say what a page costs. The gate
of the house: p95 under 150 ms. A page is asked for once before it is measured,
and Python looks for garbage as it does in the web server: after an answer, not within it. With --keep the database stays, and the next
run measures on it again (migrated to the code of the day); --only measures the pages whose names contain the word.
"""

import argparse
import os
import statistics
import time
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from urllib.parse import quote_plus

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flowmono.settings")
django.setup()

from django.db import connection, connections  # noqa: E402
from django.http import StreamingHttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402

from bench.pages_company import Company  # noqa: E402
from contracts.models import Contract  # noqa: E402
from flowmono import serving  # noqa: E402
from flowmono.accounts.models import User  # noqa: E402
from flowmono.common.scratch import kept_database, scratch_database  # noqa: E402
from flowmono.monitoring.models import TrueException  # noqa: E402
from flowmono.outbox.models import Delivery  # noqa: E402
from procurement.models import Batch, Order, PaymentAuthorization, Requisition  # noqa: E402
from vendors.models import Workspace  # noqa: E402

GATE = 150.0
NAME = "bench_pages"


def pages() -> Iterator[tuple[str, str]]:
    """Every list and main page."""
    contract = Contract.objects.filter(state="archived").order_by("-created_at")[Contract.objects.count() // 50]
    order, vendor = Order.objects.get(contract=contract), contract.vendor
    payment = PaymentAuthorization.objects.order_by("pk").first()
    assert payment is not None
    yield "needs you", "/"
    yield "contracts", "/contracts/"
    yield "contracts: words", "/contracts/?q=lifts+vendor"
    yield "contracts: filters", "/contracts/?state=archived&category=lease&department=IT&sort=-total"
    yield "contracts: page 100", "/contracts/?page=100"
    yield "contract", contract.get_absolute_url()
    yield "contract: way", f"{contract.get_absolute_url()}chain/"
    yield "contract: causes", f"{contract.get_absolute_url()}chain/?causes=1"
    yield "contract: approval", f"{contract.get_absolute_url()}approval/"
    yield "contract: lineage", f"/lineage/{contract.pk}/"
    yield "signing queue", "/signing/"
    yield "signature rounds", "/signing/rounds/"
    yield "signature rounds: words", "/signing/rounds/?q=Vendor+0003&sort=title"
    yield "vendors", "/vendors/"
    yield "vendors: by lapse", "/vendors/?show=attention&sort=expires"
    yield "vendor", vendor.get_absolute_url()
    yield "workspaces", "/vendors/workspaces/"
    yield "workspaces: late", "/vendors/workspaces/?show=late"
    yield "workspace", Workspace.objects.get(contract=contract).get_absolute_url()
    yield "requisitions", "/requisitions/"
    yield "orders", "/orders/"
    yield "orders: words", "/orders/?q=cleaning&sort=-total"
    yield "order", order.get_absolute_url()
    yield "invoices", "/invoices/"
    yield "invoices: words", "/invoices/?q=R77&sort=due"
    yield "invoice", payment.invoice.get_absolute_url()
    yield "payments", "/payments/"
    yield "payment", payment.get_absolute_url()
    yield "payment files", "/payments/files/"
    yield "exceptions", "/exceptions/"
    yield "watches", "/exceptions/watches/"
    yield "deliveries", "/orchestration/deliveries/"
    yield "deliveries: words", "/orchestration/deliveries/?q=step&state=done"
    yield "incidents", "/orchestration/"
    yield "notifications", "/notices/"
    yield "search", "/search/?q=clean"
    yield "insights", "/insights/?from=2026-01-01&until=2026-12-31"
    yield "insights: more", "/insights/?from=2026-01-01&until=2026-12-31&part=more"
    yield "insights: reading", "/insights/reading/"
    yield "insights: narrowed", "/insights/?from=2025-01-01&until=2026-12-31&category=lease"
    yield "needs you: one kind", "/?kind=Payment"
    yield "needs you: number", "/needs-you/"
    yield "what moved?", "/live/?t=inbox&t=notices"
    yield "documents", "/contracts/documents/"
    yield "documents: words", "/contracts/documents/?q=lifts"
    yield "requisition", Requisition.objects.earliest("created_at").get_absolute_url()
    yield "payment file", Batch.objects.earliest("made_at").get_absolute_url()
    yield "exception", TrueException.objects.earliest("raised_at").get_absolute_url()
    yield "envelope", f"/signing/envelopes/{contract.envelope_id}/"
    yield "contract: compliance", f"{contract.get_absolute_url()}compliance/"
    yield "obligations", "/contracts/obligations/"
    yield "obligations: overdue", "/contracts/obligations/?due=overdue&sort=-due"
    yield "obligations: words", "/contracts/obligations/?state=all&q=ends+lease"
    yield "obligation", contract.compliance.obligations.earliest("pk").get_absolute_url()
    yield "contract: versions", f"{contract.get_absolute_url()}versions/"
    yield "delivery", f"/orchestration/deliveries/{Delivery.objects.incidents().earliest('pk').pk}/"
    yield "notices: unread", "/notices/?show=unread"
    yield "insights: CSV", "/insights/waits.csv?from=2026-01-01&until=2026-12-31"
    for words in ("ct", "vendor", "2026", "e", contract.number):
        yield f"search: {words}", f"/search/?q={words}"
    for words in (
        "payment",
        "escrow",
        "payment liability notice",
        '"payment notice"',
        "supplier -escrow",
        "liab",
        "nowhere",
    ):
        yield f"in documents: {words}", f"/documents/search/?q={quote_plus(words)}"
    yield "in documents: narrowed", "/documents/search/?q=payment&state=archived&vendor=Vendor+0003"
    yield "search: all of a kind", "/search/?q=vendor&kind=invoices"
    yield "search: a late page", "/search/?q=vendor&kind=invoices&page=100"
    for kind, more in LISTS_OF_API.items():
        yield f"API {kind}", f"/api/v1/{kind}/?page_size=50{more and '&expand=' + more}"
    yield "API contract", f"/api/v1/contracts/{contract.pk}/?expand=vendor,terms,orders,invoices,milestones"
    for place in LISTS_OF_ADMIN:
        yield f"admin {place}", f"/admin/{place}/"


LISTS_OF_API = {
    "contracts": "vendor",
    "terms": "contract",
    "vendors": "",
    "workspaces": "vendor,contract",
    "milestones": "contract",
    "orders": "vendor,contract",
    "invoices": "vendor,order,contract",
    "payments": "invoice,vendor",
    "payment-files": "",
    "requisitions": "",
    "envelopes": "contract",
    "deliveries": "",
}
LISTS_OF_ADMIN = (
    "accounts/user", "contracts/contract", "vendors/vendor", "procurement/order",
    "procurement/invoice", "procurement/paymentauthorization", "approvals/request", "ledger/entry", "signing/envelope", "vendors/workspace",
    "notices/notice",
)  # fmt: skip
EXPORTS = {
    "contracts": "/contracts/?all=1&format=csv",
    "documents": "/contracts/documents/?all=1&format=csv",
    "vendors": "/vendors/?all=1&format=csv",
    "orders": "/orders/?all=1&format=csv",
    "invoices": "/invoices/?all=1&format=csv",
    "payments": "/payments/?all=1&format=csv",
    "deliveries": "/orchestration/deliveries/?all=1&format=csv",
}


def _as_the_server() -> None:
    """Every page is imported at the start, as by the web server, and what stands then is not looked through for garbage."""
    import_module("flowmono.wsgi")
    serving.pre_fork(None, None)


def database_time() -> float:
    """The processor's time that our connection's server process has taken, in milliseconds; 0 where it cannot be seen."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (process,) = cursor.fetchone()
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def measure(client: Client, name: str, address: str, runs: int) -> float:
    """Ask for a page; print its statements and times; give p95 in milliseconds."""
    answer = client.get(address)
    if answer.status_code != 200:
        print(f"{name:26} answers {answer.status_code}")
        return 0.0
    with CaptureQueriesContext(connection) as captured:
        _read(client, address)
    statements = len(captured)  # before the next request forgets them
    took, own, asked = [], [], []
    for _run in range(runs):
        start, began, before = time.perf_counter(), time.process_time(), database_time()
        _read(client, address)
        took.append((time.perf_counter() - start) * 1000)
        own.append((time.process_time() - began) * 1000)
        asked.append(database_time() - before)
        serving.post_request(None, None, None, None)
    p95 = statistics.quantiles(took, n=20, method="inclusive")[-1]
    times = f"p50 {statistics.median(took):7.1f} ms   p95 {p95:7.1f} ms"
    times += f"   own {statistics.median(own):6.1f} ms   database {statistics.fmean(asked):6.1f} ms"
    both = statistics.quantiles([a + b for a, b in zip(own, asked, strict=True)], n=20, method="inclusive")[-1]
    times += f"   processor p95 {both:6.1f} ms"
    print(f"{name:26} {statements:3} SQL   {times}{'' if p95 < GATE else '  over the gate'}", flush=True)
    return p95


def _read(client: Client, address: str) -> None:
    answer = client.get(address)
    if isinstance(answer, StreamingHttpResponse):
        for _part in answer.streaming_content:
            pass


def export(client: Client, name: str, address: str) -> None:
    """Read a whole list as CSV; print its size, when its first lines came, when the last, and the processor's time."""
    start, began, before = time.perf_counter(), time.process_time(), database_time()
    answer = client.get(address)
    if not isinstance(answer, StreamingHttpResponse):
        print(f"{name:26} answers {answer.status_code} and does not stream")
        return
    parts = iter(answer.streaming_content)
    size = sum(len(part) for part in (next(parts), next(parts)))
    first = (time.perf_counter() - start) * 1000
    with CaptureQueriesContext(connection) as captured:
        size += sum(len(part) for part in parts)
    whole, own = time.perf_counter() - start, time.process_time() - began
    print(
        f"{name:26} {len(captured):3} SQL while it streams   {size / 1000:7.0f} kB   first lines {first:6.0f} ms   "
        f"last {whole:5.1f} s   own {own:5.1f} s   database {(database_time() - before) / 1000:5.1f} s",
        flush=True,
    )


def fill(contracts: int) -> None:
    """Write the company and let the database count it, unless it is there."""
    if Contract.objects.exists():
        print(f"{Contract.objects.count()} contracts are there")
        return
    start = time.perf_counter()
    Company(contracts).write()
    with connections["owner"].cursor() as cursor:
        cursor.execute("vacuum analyze")
    connections["owner"].close()
    print(f"{contracts} contracts written in {time.perf_counter() - start:.0f} s, {date.today()}", flush=True)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--contracts", type=int, default=10_000)
    options.add_argument("--runs", type=int, default=20)
    options.add_argument("--keep", action="store_true")
    options.add_argument("--only", default="", help="measure the pages whose names contain this word")
    options.add_argument("--fill", action="store_true", help="write the company, and measure nothing")
    asked = options.parse_args()
    database = kept_database(NAME) if asked.keep else scratch_database(NAME)
    with database, override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
        fill(asked.contracts)
        if asked.fill:
            return
        _as_the_server()
        client = Client()
        person = User.objects.earliest("pk")
        person.is_staff = person.is_superuser = True  # sees the administration's lists as well
        person.save()
        client.force_login(person)
        wanted = [(name, address) for name, address in pages() if asked.only in name]
        found = [measure(client, name, address, asked.runs) for name, address in wanted]
        for name, address in EXPORTS.items():
            if asked.only in f"CSV {name}":
                export(client, f"CSV {name}", address)
        if found:
            print(f"slowest p95 {max(found):.0f} ms, gate {GATE:.0f} ms, {len(found)} pages")


if __name__ == "__main__":
    main()
