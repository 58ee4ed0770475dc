"""A company of so many contracts for bench.pages: rows only, made from one seed; no actions, no effects of events."""

import random
import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Group
from django.db import connection, transaction

from contracts.models import ComplianceRecord, Contract, Obligation, Term
from documents.finding.indexing import words_of
from documents.models import Document, PageText, Reading, Version
from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.approvals.models import Request, Seat, Step
from flowmono.monitoring.models import TrueException
from flowmono.notices.models import Notice
from procurement.models import (
    Batch,
    Invoice,
    InvoiceLine,
    Match,
    Order,
    OrderLine,
    PaymentAuthorization,
    Requisition,
)
from signing.models import Envelope, Recipient
from vendors.models import BankAccount, ComplianceDocument, Milestone, Vendor, Workspace

START = datetime(2025, 1, 6, 9, tzinfo=UTC)
DAYS = 730
TEXTS, PAGES_OF_A_TEXT = 300, 20
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
        document, version = self._paper(uuid.uuid4(), "Paper", START)
        self.batches: list[Batch] = []
        vendors = [self._vendor(n, document, people) for n in range(max(20, self.contracts // 20))]
        for number in range(self.contracts):
            self._contract(number, self.dice.choice(vendors), people)
        for number in range(self.contracts // 5):
            self._requisition(number, people)
        for batch in self.batches:
            batch.document, batch.version = document, version
        order = (Document, Version, Vendor, BankAccount, ComplianceDocument, Contract, Term, ComplianceRecord, Obligation,
                 Envelope, Recipient, Request, Workspace, Milestone, Order, OrderLine, Invoice, InvoiceLine, Match, Batch,
                 PaymentAuthorization, Requisition, TrueException)  # fmt: skip
        with transaction.atomic():  # contract and envelope name each other: the database asks at the end
            for model in order:
                model._base_manager.bulk_create(self.rows.get(model, []), batch_size=2000)
        self._approvals(people)
        self._notices(people)
        self._events()
        self._page_texts()
        return people[0]

    def _page_texts(self) -> None:
        """A few thousand pages of made-up words to search: some words on nearly every page, some on few."""
        common = ("agreement", "supplier", "payment", "invoice", "services", "customer", "party", "notice", "liability")
        versions = self.rows[Version][-TEXTS:]
        Reading._base_manager.bulk_create(
            (Reading(version=version, state="read", language="en", pages=PAGES_OF_A_TEXT) for version in versions),
            batch_size=2000,
        )
        PageText._base_manager.bulk_create(
            (
                self._page_text(version, number, common)
                for version in versions
                for number in range(1, PAGES_OF_A_TEXT + 1)
            ),
            batch_size=500,
        )

    def _page_text(self, version: Version, number: int, common: tuple[str, ...]) -> PageText:
        words = [
            self.dice.choice(common) if self.dice.random() < 0.25 else f"word{int(20_000 * self.dice.random() ** 3)}"
            for _word in range(250)
        ]
        if self.dice.random() < 0.01:
            words.append("escrow")
        text = " ".join(words)
        return PageText(
            version=version, number=number, text=text, language="en", words=words_of(text, "en"), made_at=version.created_at
        )  # fmt: skip

    def _paper(self, case: uuid.UUID, title: str, at: datetime) -> tuple[Document, Version]:
        document = self.keep(Document, case_key=case, title=title, kind="contract", created_at=at)
        version = self.keep(
            Version, document=document, number=1, origin="converted", name="paper.pdf", media_type="application/pdf",
            size=1, sha256="0" * 64, created_at=at,
        )  # fmt: skip
        return document, version

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
        if n % 5 == 0:  # a paper to verify and an account to call back
            self.keep(
                ComplianceDocument, vendor=vendor, kind="tax", title="Tax certificate", document=document,
                state="submitted", submitted_by=people[1], created_at=START + timedelta(days=n),
            )  # fmt: skip
            self.keep(
                BankAccount, vendor=vendor, holder=vendor.name, iban=f"FR{n:020d}", country="FR", currency="EUR",
                state="proposed", proposed_by=people[1], created_at=START + timedelta(days=n),
            )  # fmt: skip
        return vendor

    def _contract(self, n: int, vendor: Vendor, people: list[User]) -> None:
        at = START + timedelta(days=n * DAYS / self.contracts)
        bound = self.dice.random() < 0.8
        state = "archived" if bound else self.dice.choice(["review", "ready", "in_approval", "approved", "cancelled"])
        total = Decimal(round(self.dice.lognormvariate(10, 1), 2)).quantize(Decimal("0.01"))
        requester, key = self.dice.choice(people), uuid.UUID(int=self.dice.getrandbits(128), version=4)
        title = f"{self.dice.choice(TITLES)} {n}"
        document, version = self._paper(key, title, at)
        signed = at + timedelta(days=self.dice.randrange(3, 20))
        envelope = self.keep(
            Envelope, document=document, title="Agreement", state="sealed", sent_by=people[0], sent_at=at, sealed_at=signed, level_reached="B-B",
            created_at=at, current_version=version,
        ) if bound else None  # fmt: skip
        contract = self.keep(
            Contract, id=key, number=f"CT-{at.year}-{n:05d}", title=title, state=state, vendor=vendor,
            category=self.dice.choice(CATEGORIES), department=self.dice.choice(DEPARTMENTS), requester=requester,
            document=document, currency="EUR", total=total, created_at=at, ends_on=at.date() + timedelta(days=365),
            signed_at=signed if bound else None, envelope=envelope, archived_version=version if bound else None,
            orderable=True, counterparty_name=vendor.name,
        )  # fmt: skip
        if envelope is None:
            if state == "in_approval":
                self._asked("contract", contract, contract, at)
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
        handed_in = not done and self.dice.random() < 0.1
        self.keep(
            Milestone, workspace=workspace, contract=contract, term=line.term, position=place, title=f"Milestone {place}",
            kind="milestone", amount=line.amount, currency="EUR", due_on=at.date(), state="accepted" if done else "submitted" if handed_in else "open",
            accepted_percent=100 if done else 0, accepted_on=at.date() if done else None,
            accepted_by=people[0] if done else None, submitted_at=at - timedelta(days=3) if done or handed_in else None,
            submitted_by=people[4] if handed_in else None, created_at=at,
        )  # fmt: skip
        if not done:
            return
        touched = self.dice.random() < 0.2
        amount = line.amount.quantize(Decimal("0.01"))
        state = self.dice.choices(("paid", "authorized", "matched", "review"), (80, 8, 10, 2))[0]
        paid = state == "paid"
        invoice = self.keep(
            Invoice, reference=f"IN-{n:05d}-{place}", vendor=workspace.vendor, contract=contract, order=line.order,
            document=document, version=version, sha256="0" * 64, captured_by=people[0], received_at=at,
            number=f"R{n}-{place}", seller_name=workspace.vendor.name, currency="EUR", net=amount, gross=amount,
            payable=amount, due_on=at.date() + timedelta(days=30), state=state,
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
        if state == "review":
            return
        match = self.keep(
            Match, invoice=invoice, number=1, decision="AUTHORIZE", authorize_amount=amount, created_at=at
        )
        account = next(one for one in self.rows[BankAccount] if one.vendor_id == workspace.vendor_id)
        self.keep(
            PaymentAuthorization, invoice=invoice, match=match, order=line.order, contract=contract, vendor=workspace.vendor,
            amount=amount, currency="EUR", base_amount=amount, rate=1, rate_on=at.date(), account=account,
            payee={"holder": "x"}, due_on=at.date() + timedelta(days=30), end_to_end_id=f"E{n}-{place}",
            first_person=people[1].person, second_person=people[2].person,
            **self._payment_facts(state, at, people), created_at=at,
        )  # fmt: skip
        if self.dice.random() < 0.1:
            self.keep(
                TrueException, watch="invoice_waits", cause=f"{n}-{place}", title="An invoice waits", sentence="It waits.",
                owner_role=roles.FINANCE, case_key=contract.pk, url="/", amount=amount, currency="EUR", days=3,
                raised_at=at, state=self.dice.choice(["open", "cleared"]), created_at=at,
            )  # fmt: skip

    def _payment_facts(self, state: str, at: datetime, people: list[User]) -> dict[str, Any]:
        if state == "matched":
            return {"state": "routed"}
        authorized = {"state": "authorized", "authorized_at": at + timedelta(days=2)}
        if state == "authorized":
            return authorized
        if not self.batches or self.batches[-1].payments == 30:
            batch = self.keep(
                Batch, number=f"PF-{len(self.batches):06d}", sha256="0" * 64, format="pain.001.001.09", payments=0,
                totals={"EUR": "1.00"}, made_by=people[3], made_at=at, state="settled", created_at=at,
            )  # fmt: skip
            self.batches.append(batch)
        self.batches[-1].payments += 1
        return authorized | {"state": "paid", "batch": self.batches[-1], "paid_at": at + timedelta(days=20)}

    def _requisition(self, n: int, people: list[User]) -> None:
        at = START + timedelta(days=n * DAYS * 5 / self.contracts)
        state = self.dice.choice(["draft", "in_approval", "approved", "returned", *["declined"] * 6])
        amount = Decimal(round(self.dice.lognormvariate(8, 1), 2)).quantize(Decimal("0.01"))
        one = self.keep(
            Requisition, number=f"RQ-{at.year}-{n:05d}", requester=self.dice.choice(people), title=f"Tools {n}",
            need="To work", needed_by=at.date() + timedelta(days=40), department=self.dice.choice(DEPARTMENTS),
            currency="EUR", estimate=amount, base_estimate=amount, state=state, reason="Too dear", created_at=at,
        )  # fmt: skip
        if state == "in_approval":
            self._asked("requisition", one, one, at)

    def _asked(self, kind: str, subject: Any, case: Any, at: datetime) -> None:
        amount = getattr(subject, "total", None) or getattr(subject, "estimate", None)
        self.keep(
            Request, kind=kind, subject_id=subject.pk, case_key=case.pk, title=str(subject)[:200], url="/",
            amount=amount, currency="EUR", base_amount=amount, rule_name="Rule", requested_at=at, state="open",
            requested_by=subject.requester, barred=[str(subject.requester.person)], created_at=at,
        )  # fmt: skip

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
                uuid=uuid.uuid4(), request=one, sequence=1, title="Business owner", mode="any",
                state="done" if one.closed_at else "open", opened_at=one.requested_at, closed_at=one.closed_at,
                due_at=one.requested_at + timedelta(days=2),
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
                if step.closed_at
            ]
            + [
                Seat(uuid=uuid.uuid4(), step=step, request=step.request, approver=person)
                for number, step in enumerate(steps)
                if not step.closed_at
                for person in (people[0] if number % 3 == 0 else people[2], people[3], people[5])
            ],
            batch_size=2000,
        )  # fmt: skip

    def _notices(self, people: list[User]) -> None:
        Notice.objects.bulk_create(
            [
                Notice(
                    person=people[n % 4], kind="decision", key=f"n{n}", title=f"Approved {n}", sentence="By the rule.",
                    url="/", at=START + timedelta(hours=n), read_at=START if n % 3 else None,
                )
                for n in range(2 * self.contracts)
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
            cursor.execute(
                "update outbox_delivery set state = 'incident', finished_at = null, error = 'The mail server is away.'"
                " where id % 1000 = 0"
            )
