"""How quick are the pages of a company with ten thousand contracts?

    python -m bench.pages [--contracts 10000] [--runs 20]

Writes rows only (no actions, no events' effects) into a scratch database of its own, asks for every list and main page as one
person who sees everything, and prints p50 and p95 of the server's time and the number of SQL statements (session and person
included), "own", the median of the processor's time that our process took, and "database", the mean of its server process's: on a
machine that others use as well, these two say what a page costs. The gate of the house: p95 under 150 ms. A page is asked for once before it is measured.
"""

import argparse
import os
import random
import statistics
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flowmono.settings")
django.setup()

from django.contrib.auth.models import Group  # noqa: E402
from django.db import connection, connections, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402

from contracts.models import ComplianceRecord, Contract, Obligation, Term  # noqa: E402
from documents.models import Document, Version  # noqa: E402
from flowmono.accounts import roles  # noqa: E402
from flowmono.accounts.models import User  # noqa: E402
from flowmono.approvals.models import Request, Seat, Step  # noqa: E402
from flowmono.common.scratch import scratch_database  # noqa: E402
from flowmono.monitoring.models import TrueException  # noqa: E402
from procurement.models import Invoice, InvoiceLine, Match, Order, OrderLine, PaymentAuthorization  # noqa: E402
from signing.models import Envelope, Recipient  # noqa: E402
from vendors.models import BankAccount, ComplianceDocument, Milestone, Vendor, Workspace  # noqa: E402

START = datetime(2025, 1, 6, 9, tzinfo=UTC)
DAYS = 730
CATEGORIES = ("services agreement", "software subscription", "supply agreement", "lease", "consulting", "NDA")
DEPARTMENTS = ("Operations", "IT", "Finance", "Facilities", "Research", "Marketing")
TITLES = (
    "Maintenance of lifts",
    "Drawing management",
    "Cleaning",
    "Flow meters",
    "Network in hall",
    "Purchasing review",
)
GATE = 150.0


class Company:
    """Rows enough for every page, made from one seed."""

    def __init__(self, contracts: int) -> None:
        self.contracts = contracts
        self.dice = random.Random(20270301)
        self.rows: dict[type[Any], list[Any]] = {}

    def keep(self, model: type[Any], **facts: Any) -> Any:
        facts.setdefault("id", uuid.UUID(int=self.dice.getrandbits(128), version=4))
        row = model(**facts)
        self.rows.setdefault(model, []).append(row)
        return row

    def write(self) -> User:
        """Make everything; give the person who looks at it."""
        people = [
            User.objects.create_user(email=f"p{n}@example.com", first_name=f"P{n}", last_name="Q") for n in range(12)
        ]
        people[0].groups.set(Group.objects.filter(name__in=[roles.PROCUREMENT, roles.FINANCE, roles.ADMINISTRATOR]))
        for person in people[1:]:
            person.groups.set(Group.objects.filter(name=roles.REQUESTER))
        document = self.keep(Document, case_key=uuid.uuid4(), title="Paper", kind="contract", created_at=START)
        version = self.keep(
            Version, document=document, number=1, origin="uploaded", name="paper.pdf", media_type="application/pdf",
            size=1, sha256="0" * 64, created_at=START,
        )  # fmt: skip
        vendors = [self._vendor(n, document, people) for n in range(max(20, self.contracts // 20))]
        for number in range(self.contracts):
            self._contract(number, self.dice.choice(vendors), document, version, people)
        order = (Document, Version, Vendor, BankAccount, ComplianceDocument, Contract, Term, ComplianceRecord, Obligation,
                 Envelope, Recipient, Request, Workspace, Milestone, Order, OrderLine, Invoice, InvoiceLine, Match,
                 PaymentAuthorization, TrueException)  # fmt: skip
        with transaction.atomic():  # contract and envelope name each other: the database asks at the end
            for model in order:
                model._base_manager.bulk_create(self.rows.get(model, []), batch_size=2000)
        self._approvals(people)
        self._events()
        return people[0]

    def _vendor(self, n: int, document: Document, people: list[User]) -> Vendor:
        state = self.dice.choice(["active"] * 6 + ["onboarding", "on_hold", "prospective"])
        reason = {"hold_reason": "Asked for"} if state == "on_hold" else {}
        vendor: Vendor = self.keep(
            Vendor,
            name=f"Vendor {n:04d} GmbH",
            country="DE",
            vat_id=f"DE{n:09d}",
            state=state,
            created_at=START,
            **reason,
        )
        self.keep(
            BankAccount, vendor=vendor, holder=vendor.name, iban=f"DE{n:020d}", country="DE", currency="EUR", state="verified",
            proposed_by=people[1], called_by=people[2], called_at=START, called_contact="x", verified_by=people[3],
            verified_on=START.date(), created_at=START,
        )  # fmt: skip
        self.keep(
            ComplianceDocument, vendor=vendor, kind="insurance", title="Insurance", document=document, state="verified",
            valid_until=START.date() + timedelta(days=self.dice.randrange(DAYS, DAYS + 400)), submitted_by=people[1],
            verified_by=people[2], verified_at=START, created_at=START,
        )  # fmt: skip
        return vendor

    def _contract(self, n: int, vendor: Vendor, document: Document, version: Version, people: list[User]) -> None:
        at = START + timedelta(days=n * DAYS / self.contracts)
        bound = self.dice.random() < 0.8
        state = "archived" if bound else self.dice.choice(["review", "ready", "in_approval", "approved", "cancelled"])
        total = Decimal(round(self.dice.lognormvariate(10, 1), 2)).quantize(Decimal("0.01"))
        requester = self.dice.choice(people)
        signed = at + timedelta(days=self.dice.randrange(3, 20))
        envelope = self.keep(
            Envelope, document=document, title="Agreement", state="sealed", sent_by=people[0], sent_at=at, sealed_at=signed, level_reached="B-B",
            created_at=at, current_version=version,
        ) if bound else None  # fmt: skip
        contract = self.keep(
            Contract, number=f"CT-{at.year}-{n:05d}", title=f"{self.dice.choice(TITLES)} {n}", state=state, vendor=vendor,
            category=self.dice.choice(CATEGORIES), department=self.dice.choice(DEPARTMENTS), requester=requester,
            document=document, currency="EUR", total=total, created_at=at, ends_on=at.date() + timedelta(days=365),
            signed_at=signed if bound else None, envelope=envelope, archived_version=version if bound else None,
            orderable=True, counterparty_name=vendor.name,
        )  # fmt: skip
        if envelope is None:
            return
        envelope.contract = contract
        for place, person in enumerate((people[1], None)):
            self.keep(
                Recipient, envelope=envelope, order=place, role="signer", user=person, name="Signer", state="signed",
                email=f"signer{place}@example.com", invited_at=at, decided_at=signed, created_at=at,
            )  # fmt: skip
        record = self.keep(ComplianceRecord, contract=contract, created_at=signed)
        self.keep(
            Obligation, record=record, kind="end_of_term", text="It ends", due_on=contract.ends_on, created_at=signed
        )
        self._work(n, contract, signed, document, version, people)

    def _work(
        self, n: int, contract: Contract, at: datetime, document: Document, version: Version, people: list[User]
    ) -> None:
        workspace = self.keep(
            Workspace, contract=contract, vendor=contract.vendor, requester=contract.requester, title=contract.title,
            state="running", started_at=at, created_at=at,
        )  # fmt: skip
        order = self.keep(
            Order, number=f"PO-{at.year}-{n:05d}", contract=contract, vendor=contract.vendor, requester=contract.requester,
            title=contract.title, department=contract.department, currency="EUR", total=contract.total,
            base_total=contract.total, rate_on=at.date(), state="sent", approved_at=at + timedelta(days=2),
            sent_at=at + timedelta(days=2), document=document, created_at=at,
        )  # fmt: skip
        self._approval("order", order, contract, at)
        for place in range(3):
            term = self.keep(
                Term, contract=contract, field="schedule", position=place, label="Milestone", item_kind="milestone",
                description=f"Milestone {place}", amount=contract.total / 3, quote="shall pay", page=3, state="confirmed",
                verified_by=people[0], verified_at=at, created_at=at,
            )  # fmt: skip
            line = self.keep(
                OrderLine, order=order, position=place + 1, term=term, kind="milestone", description=f"Milestone {place}",
                amount=contract.total / 3, quote="shall pay", page=3,
            )  # fmt: skip
            self._milestone(n, place, workspace, line, at + timedelta(days=30 * (place + 1)), document, version, people)

    def _milestone(
        self, n: int, place: int, workspace: Workspace, line: OrderLine, at: datetime, document: Document, version: Version,
        people: list[User],
    ) -> None:  # fmt: skip
        contract = workspace.contract
        done = at < START + timedelta(days=DAYS) and self.dice.random() < 0.8
        self.keep(
            Milestone, workspace=workspace, contract=contract, term=line.term, position=place, title=f"Milestone {place}",
            kind="milestone", amount=line.amount, currency="EUR", due_on=at.date(), state="accepted" if done else "open",
            accepted_percent=100 if done else 0, accepted_on=at.date() if done else None,
            accepted_by=people[0] if done else None, submitted_at=at - timedelta(days=3) if done else None, created_at=at,
        )  # fmt: skip
        if not done:
            return
        touched = self.dice.random() < 0.2
        amount = line.amount.quantize(Decimal("0.01"))
        paid = self.dice.random() < 0.8
        invoice = self.keep(
            Invoice, reference=f"IN-{n:05d}-{place}", vendor=workspace.vendor, contract=contract, order=line.order,
            document=document, version=version, sha256="0" * 64, captured_by=people[0], received_at=at,
            number=f"R{n}-{place}", seller_name=workspace.vendor.name, currency="EUR", net=amount, gross=amount,
            payable=amount, due_on=at.date() + timedelta(days=30), state="paid" if paid else "matched",
            overrides=[{"code": "X"}] if touched else [], paid_at=at + timedelta(days=20) if paid else None, created_at=at,
        )  # fmt: skip
        self.keep(
            InvoiceLine,
            invoice=invoice,
            position=1,
            description="Milestone",
            net=amount,
            order_line=line,
            order_net=amount,
        )
        match = self.keep(
            Match, invoice=invoice, number=1, decision="AUTHORIZE", authorize_amount=amount, created_at=at
        )
        account = next(one for one in self.rows[BankAccount] if one.vendor_id == workspace.vendor_id)
        self.keep(
            PaymentAuthorization, invoice=invoice, match=match, order=line.order, contract=contract, vendor=workspace.vendor,
            amount=amount, currency="EUR", base_amount=amount, rate=1, rate_on=at.date(), account=account,
            payee={"holder": "x"}, due_on=at.date() + timedelta(days=30), end_to_end_id=f"E{n}-{place}",
            first_person=people[1].person, second_person=people[2].person,
            **self._payment_facts(paid, at), created_at=at,
        )  # fmt: skip
        if self.dice.random() < 0.1:
            self.keep(
                TrueException, watch="invoice_waits", cause=f"{n}-{place}", title="An invoice waits", sentence="It waits.",
                owner_role=roles.FINANCE, case_key=contract.pk, url="/", amount=amount, currency="EUR", days=3,
                raised_at=at, state=self.dice.choice(["open", "cleared"]), created_at=at,
            )  # fmt: skip

    @staticmethod
    def _payment_facts(paid: bool, at: datetime) -> dict[str, Any]:
        if not paid:
            return {"state": "routed"}
        return {"state": "authorized", "authorized_at": at + timedelta(days=2)}

    def _approval(self, kind: str, subject: Any, contract: Contract, at: datetime) -> None:
        for what, about in ((kind, subject), ("contract", contract)):
            self.keep(
                Request, kind=what, subject_id=about.pk, case_key=contract.pk, title=str(about)[:200], url="/",
                rule_name="Rule", requested_at=at, state="granted", closed_at=at + timedelta(days=2), created_at=at,
            )  # fmt: skip

    def _approvals(self, people: list[User]) -> None:
        asked = self.rows.get(Request, [])
        steps = [
            Step(
                uuid=uuid.uuid4(), request=one, sequence=1, title="Business owner", mode="any", state="done",
                opened_at=one.requested_at, closed_at=one.closed_at,
            )
            for one in asked
        ]  # fmt: skip
        Step.objects.bulk_create(steps, batch_size=2000)
        Seat.objects.bulk_create(
            [
                Seat(
                    uuid=uuid.uuid4(), step=step, request=step.request, approver=people[2], verdict="yes",
                    decided_by=people[2], decided_person=people[2].person, decided_at=step.closed_at,
                )
                for step in steps
            ],
            batch_size=2000,
        )  # fmt: skip

    def _events(self) -> None:
        """Ten events a contract and a delivery for each, written by the database itself."""
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into outbox_recordedevent (name, case_id, at, recorded_at, subject, values, actor_kind, actor_id,"
                " actor_label, chain_id) select (array['ContractDrafted','DraftConverted','TermsRead','TermsConfirmed',"
                "'ContractSubmitted','ContractApproved','ContractSigned','OrderDrafted','OrderApproved','InvoiceReceived'])[n],"
                " c.id, c.created_at + n * interval '1 day', c.created_at + n * interval '1 day',"
                " 'contracts.contract:' || c.id, '{}', 'person', '1', 'P0 Q', c.id"
                " from contracts_contract c cross join generate_series(1, 10) n order by c.created_at, n"
            )
            cursor.execute(
                "insert into outbox_delivery (event_id, receiver, state, attempts, next_try_at, started_at, finished_at, error,"
                " skipped_reason) select id, 'contracts.reactions.step', 'done', 1, at, at, at, '', '' from outbox_recordedevent"
            )


def pages() -> Iterator[tuple[str, str]]:
    """Every list and main page."""
    contract = Contract.objects.filter(state="archived").order_by("-created_at")[200]
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
        print(f"{name:24} answers {answer.status_code}")
        return 0.0
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    statements = len(captured)  # before the next request forgets them
    took, own, asked = [], [], []
    for _run in range(runs):
        start, began, before = time.perf_counter(), time.process_time(), database_time()
        client.get(address)
        took.append((time.perf_counter() - start) * 1000)
        own.append((time.process_time() - began) * 1000)
        asked.append(database_time() - before)
    p95 = statistics.quantiles(took, n=20)[-1]
    times = f"p50 {statistics.median(took):7.1f} ms   p95 {p95:7.1f} ms"
    times += f"   own {statistics.median(own):6.1f} ms   database {statistics.fmean(asked):6.1f} ms"
    print(f"{name:24} {statements:3} SQL   {times}{'' if p95 < GATE else '  over the gate'}", flush=True)
    return p95


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--contracts", type=int, default=10_000)
    options.add_argument("--runs", type=int, default=20)
    asked = options.parse_args()
    with scratch_database("bench_pages"), override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
        start = time.perf_counter()
        person = Company(asked.contracts).write()
        with connections["owner"].cursor() as cursor:
            cursor.execute("analyze")
        connections["owner"].close()
        print(f"{asked.contracts} contracts written in {time.perf_counter() - start:.0f} s, {date.today()}")
        client = Client()
        client.force_login(person)
        found = [measure(client, name, address, asked.runs) for name, address in pages()]
        start = time.perf_counter()
        size = sum(len(part) for part in client.get("/contracts/?all=1&format=csv").streaming_content)
        print(f"contracts as CSV: {size / 1000:.0f} kB in {time.perf_counter() - start:.1f} s")
        print(f"slowest p95 {max(found):.0f} ms, gate {GATE:.0f} ms")


if __name__ == "__main__":
    main()
