"""A small company with one of everything, so that each address of the product leads to something that belongs to somebody."""

import re
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from contracts import reactions as contracts_reactions
from contracts.models import Obligation, RemoteReader, SecondReading, StandardClause
from documents.comparing.asking import compare_file
from documents.models import Origin
from documents.working import actions as documents
from documents.working.running import Wanted
from flowmono.accounts import roles
from flowmono.accounts.models import Absence, AccessToken, User
from flowmono.approvals.models import Rule
from flowmono.common.watching import Finding
from flowmono.governing import actions as governing
from flowmono.governing.plain import plain_of
from flowmono.governing.registry import KINDS
from flowmono.listing.models import SavedView
from flowmono.monitoring.actions import raise_exception
from flowmono.notices.models import Notice
from flowmono.outbox.models import Delivery, Letter
from flowmono.webhooks import actions as webhooks
from flowmono.webhooks.models import Sending
from procurement import actions as procurement
from procurement import reactions as procurement_reactions
from signing.actions import correct_category, delegate_authority, keep_layout, wish_handover
from signing.lending import Part
from signing.models import Recipient, SaidCategory
from tests.contracts import scenes as contracts
from tests.people import NOON, make_person
from tests.procurement import stories
from tests.signing.life import bulk_scenes
from tests.signing.life import scenes as signing
from vendors import actions as vendors
from vendors import reactions
from vendors.models import ChecklistItem, Contact, Onboarding
from vendors.seeding import seed_checklists

# A column's name → who it is. "owner" asked for everything here, "vendor" is its vendor's contact, "signer" somebody from
# outside who opened their link and entered their code; "other" (a requester), "appr" (an approver who is not asked),
# "rival" (another vendor's contact) and "none" (an account without a role) have no part in anything; "token" has no scope.
COLUMNS = (
    "anon",
    "owner",
    "other",
    "proc",
    "appr",
    "sign",
    "legal",
    "fin",
    "audit",
    "admin",
    "none",
    "vendor",
    "rival",
    "signer",
    "token",
)
_PEOPLE = {
    "owner": "pierre",
    "proc": "maya",
    "sign": "sam",
    "legal": "lena",
    "fin": "fay",
    "audit": "aud",
    "admin": "ada",
    "none": "olu",
    "vendor": "vera",
}


def make_stranger(key: str, role: str) -> User:
    """Somebody of this role who has no part in anything here."""
    person = User.objects.create_user(key, f"{key}@example.com", first_name=key.title(), last_name="Stranger")
    person.groups.set(Group.objects.filter(name=role))
    return person


def make_company() -> SimpleNamespace:
    """Everything, and the people of the columns."""
    stories.make_company()
    people = {column: make_person(key) for column, key in _PEOPLE.items()}
    people["other"] = make_stranger("rita", roles.REQUESTER)
    people["appr"] = make_stranger("alva", roles.APPROVER)
    people["rival"] = make_stranger("vic", roles.VENDOR_CONTACT)
    found = SimpleNamespace(people=people)
    _make_agreements(found)
    found.stage = stories.make_stage()
    found.vendor, found.account = found.stage.vendor, found.stage.account
    other = stories.make_vendor("Halden AS", vat_id="NO923609016", country="NO", email="vic@example.com")
    Contact(vendor=other, name="Vic Stranger", email="vic@example.com", user=people["rival"]).save()
    _make_business(found)
    _make_onboarding(found)
    _make_surroundings(found)
    _make_proposal(found)
    return found


def _make_agreements(found: SimpleNamespace) -> None:
    found.contract = contracts.converted(found.people["owner"])
    found.term = found.contract.terms.schedule().first()
    found.clause = found.contract.clauses.get(kind="Governing Law")
    found.standard = StandardClause.objects.create(kind="Governing Law", name="Ours", text="Norwegian rules apply.")
    found.version = found.contract.document.newest(Origin.CONVERTED)
    found.brought = compare_file(
        found.version, contracts.word_file(), "theirs.docx", is_newer=True, by=found.people["owner"], at=NOON
    )
    wanted = Wanted("rotate", {"degrees": 90})
    found.step = documents.take_step(found.contract.document, wanted, by=found.people["owner"], at=NOON)
    sam = found.people["sign"]
    found.mark = signing.make_mark(sam)
    found.envelope = signing.sent(signing.inside(sam, 1), signing.outside(1))
    found.place = Recipient.objects.get(envelope=found.envelope, user=sam)
    found.saying = SaidCategory.objects.create(
        document=found.envelope.document, category="services", title="Memo", said_by=found.people["proc"], said_at=NOON
    )
    found.outsider = Recipient.objects.get(envelope=found.envelope, user=None)
    elsewhere = signing.outside(1, email="kai.lund@vendor.example")
    found.disputed = signing.sent(signing.inside(sam, 1), elsewhere)
    correct_category(found.disputed, by=sam, at=NOON, category="lease")
    found.wish = wish_handover(
        found.outsider, by=found.outsider, at=NOON, name="Nia", email="nia@vendor.example", reason="She runs it."
    )
    _make_delegations(found, sam)
    found.bulk = bulk_scenes.listed(category="services")
    found.layout = keep_layout(found.envelope, by=make_person("maya"), at=NOON, name="Services, two signers")


def _make_delegations(found: SimpleNamespace, sam: User) -> None:
    """What the signatory let a colleague sign, what they were given, and what passed on while they were away."""
    lou = make_stranger("lou", roles.SIGNATORY)
    theirs = signing.make_mark(lou, name="Contracts of Lou", may_be_delegated=True)
    found.mark.may_be_delegated = True
    found.mark.save()
    week = Part(NOON.date(), NOON.date() + timedelta(days=7))
    found.delegation = delegate_authority(
        found.mark, by=sam, at=NOON, delegate=lou, part=week, reason="I am at a fair."
    )
    found.given = delegate_authority(theirs, by=lou, at=NOON, delegate=sam, part=week, reason="I am at sea.")
    away = Absence.objects.create(person=sam, delegate=lou, starts_on=week.starts_on, ends_on=week.ends_on)
    found.passed = Recipient.objects.get(envelope=signing.sent(signing.inside(sam)), passed_by=found.delegation)
    away.delete()


def _make_business(found: SimpleNamespace) -> None:
    stage = found.stage
    found.order = stories.approve(stage)
    stories.hear(procurement_reactions.send_order_to_vendor, "OrderApproved")
    found.line = found.order.lines.first()
    found.milestone = stories.accept(stage, "M1 Interface design")
    found.workspace = found.milestone.workspace
    found.invoice = stories.receive(
        stage, stories.write_invoice("INV-1", [("M1 Interface design", "8000.00")], order=found.order)
    )
    found.payment = stories.authorize(stage, found.invoice)
    found.batch = procurement.make_batch([found.payment], by=make_person("gwen"), at=NOON + timedelta(days=40))
    found.remembered = stories.make_remembered(found.invoice, by=make_person("fay"))
    line = {"description": "Pressure sensor", "quantity": Decimal(2), "unit": "piece", "unit_price": Decimal(120)}
    found.requisition = procurement.ask_for(
        by=found.people["owner"], at=NOON, title="Sensors", need="For the new bench.", lines=[line], currency="EUR"
    )


def _make_onboarding(found: SimpleNamespace) -> None:
    vera, maya = found.people["vendor"], found.people["proc"]
    seed_checklists()
    ChecklistItem.objects.filter(document_kind="code_of_conduct").update(text="We keep our word.")
    found.contact = found.vendor.contacts.get()
    facts: dict[str, Any] = {
        "kind": "insurance",
        "title": "",
        "data": b"%PDF-1.7\n%%EOF\n",
        "filename": "insurance.pdf",
    }
    found.paper = vendors.hand_in_document(found.vendor, by=vera, at=NOON, valid_until=date(2027, 9, 30), **facts)
    contract_signed = stories.signed(found.stage.contract)
    reactions.open_onboarding(contract_signed)
    contracts_reactions.open_compliance_record(contract_signed)
    found.item = Onboarding.objects.get(contract=found.stage.contract).items.first()
    found.obligation = Obligation.objects.filter(record__contract=found.stage.contract).first()
    second = found.workspace.milestones.exclude(pk=found.milestone.pk).first()
    vendors.submit_milestone(second, by=vera, at=NOON, note="Done.", files=[("Plan.pdf", b"%PDF-1.7\n%%EOF\n")])
    found.second = second
    found.evidence = second.evidence.get()
    found.portal_secret = vendors.invite_to_portal(found.contact, by=maya, at=timezone.now())


def _make_surroundings(found: SimpleNamespace) -> None:
    owner, admin = found.people["owner"], found.people["admin"]
    finding = Finding(
        cause="test",
        title="A retention is due",
        sentence="It was not released.",
        owner_role=roles.PROCUREMENT,
        case_id=found.contract.pk,
        url=found.contract.get_absolute_url(),
    )
    found.exception = raise_exception("retention_due", finding, at=NOON)
    found.notice = Notice.objects.create(person=owner, kind="decision", key="k", title="Decided", url="/", at=NOON)
    found.view = SavedView.objects.create(owner=owner, listing="contracts", name="Mine", made_at=NOON)
    found.absence = Absence.objects.create(
        person=owner, delegate=found.people["proc"], starts_on=date(2027, 5, 1), ends_on=date(2027, 5, 9)
    )
    found.token, _secret = AccessToken.issue(owner=owner, name="ERP", scopes=[], at=NOON)
    found.delivery = Delivery.objects.order_by("id").first()
    Delivery.objects.filter(pk=found.delivery.pk).update(state="incident", error="It failed.")
    found.endpoint, _secret = webhooks.create_endpoint(
        by=admin, at=NOON, values={"url": "https://hooks.example.com/", "events": ["*"]}
    )
    reader = RemoteReader.objects.create(address="https://llm.example.com/v1", model="meridian-large", active=True)
    found.second_reading = SecondReading.objects.create(
        contract=found.contract,
        version=found.contract.document.newest(Origin.CONVERTED),
        reader=reader,
        asked_at=NOON,
        category="SOW",
        address=reader.asked_at_address,
        model=reader.model,
        characters=900,
        text_sha256="0" * 64,
    )
    found.message = Sending.objects.create(
        endpoint=found.endpoint, event=found.delivery.event, made_at=timezone.now(), next_try_at=timezone.now()
    )


def _make_proposal(found: SimpleNamespace) -> None:
    """What one administrator proposes waits for the other."""
    other = make_stranger("ari", roles.ADMINISTRATOR)
    rule, kind = Rule.objects.earliest("pk"), KINDS["approvals.rule"]
    plain = plain_of(kind, rule)
    wanted = {**plain, "values": {**plain["values"], "priority": "7"}}
    prepared = governing.prepare(kind, rule, wanted, by=other, at=NOON)
    assert prepared is not None
    found.proposal = governing.propose(prepared, by=other, at=NOON, reason="It comes too late.")


def browser_of(found: SimpleNamespace, column: str) -> Client:
    """A browser, or a program, of this column."""
    if column == "token":
        _token, secret = AccessToken.issue(owner=found.people["proc"], name="Bare", scopes=[], at=NOON)
        return Client(headers={"authorization": f"Bearer {secret}"}, raise_request_exception=False)
    client = Client(raise_request_exception=False)
    if column == "signer":
        body = Letter.objects.filter(to=signing.OUTSIDER, body__contains="/signing/open/").latest("id").body
        link = re.search(r"/signing/open/\S+", body)
        assert link is not None
        client.post(link.group(0))
        code = Letter.objects.filter(to=signing.OUTSIDER, key__startswith="code:").latest("id").body
        number = re.search(r"code for signing is (\d{6})", code)
        assert number is not None
        client.post("/signing/document/code/", {"code": number.group(1)})
    elif column != "anon":
        client.force_login(found.people[column])
    return client


def arguments(found: SimpleNamespace, name: str, wanted: tuple[str, ...]) -> dict[str, Any] | None:
    """What an address's places are filled with; None when nothing here fits them."""
    first = _first(found, name)
    known = {
        "pk": getattr(first, "pk", None),
        "version": found.version.pk,
        "older": found.version.pk,
        "newer": found.step.to_version_id,
        "term": found.term.pk,
        "clause": found.clause.pk,
        "tool": "rotate",
        "step": found.step.pk,
        "line": found.line.pk,
        "recipient": (found.outsider if name == "signing:in_person" else found.place).pk,
        "wish": found.wish.pk,
        "change": found.disputed.category_changes.get().pk,
        "account": found.account.pk,
        "contract": found.contract.pk,
        "contact": found.contact.pk,
        "document": found.paper.pk,
        "evidence": found.evidence.pk,
        "milestone": found.second.pk,
        "item": found.item.pk,
        "other": found.invoice.pk,
        "obligation": getattr(found.obligation, "pk", UUID(int=1)),
        "kind": "code_of_conduct",
        "number": 1,
        "sha256": (found.bulk.sample if name == "signing:bulk_page" else found.envelope.current_version).sha256,
        "what": "document",
        "token": "unknown",
        "secret": "unknown",
        "name": "contracts",
        "key": "straight-through",
    }
    values = {place: known.get(place) for place in wanted}
    return None if None in values.values() else values


def _first(found: SimpleNamespace, name: str) -> Any:
    """The record that an address is about."""
    by_name = {
        "approvals:back": found.absence,
        "clause": found.clause,
        "contract": found.contract,
        "contracts": found.contract,
        "contracts:compliance": found.stage.contract,
        "contracts:obligation": found.stage.contract,
        "contracts:reopen": found.stage.contract,
        "contracts:set_aside": found.stage.contract,
        "contracts:settle": found.stage.contract,
        "contracts:verify_obligation": found.stage.contract,
        "document": found.contract.document,
        "finding": found.version,
        "comparing": found.brought,
        "document-step": found.step,
        "document-version": found.version,
        "working": found.contract.document,
        "working:case": found.contract,
        "governing": found.proposal,
        "keeping": found.envelope,
        "listing": found.view,
        "me:revoke": found.token,
        "monitoring": found.exception,
        "notices": found.notice,
        "outbox": found.delivery,
        "portal:evidence_file": found.evidence,
        "portal:milestone": found.second,
        "portal:paper_file": found.paper,
        "portal:withdraw_account": found.account,
        "procurement:batch": found.batch,
        "procurement:invoice": found.invoice,
        "procurement:order": found.order,
        "procurement:payment": found.payment,
        "procurement:portal_answer": found.invoice,
        "procurement:portal_invoice": found.invoice,
        "procurement:portal_order": found.order,
        "procurement:portal_withdraw": found.invoice,
        "procurement:remembered": found.vendor,
        "procurement:forget": found.remembered,
        "procurement:requisition": found.requisition,
        "remembered_field": found.remembered,
        "signing:again": found.envelope,
        "signing:bulk": found.bulk,
        "signing:change_bulk": found.bulk,
        "signing:go_on_bulk": found.bulk,
        "signing:pause_bulk": found.bulk,
        "signing:remind_bulk": found.bulk,
        "signing:send_bulk": found.bulk,
        "signing:send_round": found.envelope,
        "signing:stop_bulk": found.bulk,
        "signing:take_back_bulk": found.bulk,
        "signing:try_bulk_again": found.bulk,
        "signing:category": found.envelope,
        "signing:certificate": found.mark,
        "signing:decide_handover": found.envelope,
        "signing:decide_category": found.disputed,
        "envelope-answer-category": found.disputed,
        "signing:envelope": found.envelope,
        "signing:in_person": found.envelope,
        "signing:mark": found.mark,
        "signing:envelope_page": found.envelope,
        "signing:people": found.envelope,
        "signing:person": found.envelope,
        "signing:places": found.envelope,
        "signing:remind": found.envelope,
        "signing:take_back": found.saying,
        "signing:delegate": found.mark,
        "signing:take_back_delegation": found.delegation,
        "signing:refuse_delegation": found.given,
        "signing:take_place_back": found.passed,
        "signing:time": found.envelope,
        "signing:void": found.envelope,
        "signing": found.place,
        "vendors:workspace": found.workspace,
        "vendors:evidence": found.workspace,
        "vendors:accept": found.workspace,
        "vendors:send_back": found.workspace,
        "vendors": found.vendor,
        "webhooks:message": found.message,
        "webhooks:send_again": found.message,
        "webhooks": found.endpoint,
        # the API's
        "absence": found.absence,
        "bulk-sending": found.bulk,
        "comparison": found.brought,
        "notice": found.notice,
        "bank-account": found.account,
        "delivery": found.delivery,
        "envelope": found.envelope,
        "kept-round": found.envelope,
        "layout": found.layout,
        "delegation": found.delegation,
        "delegation-refuse": found.given,
        "recipient-take-back": found.passed,
        "exception": found.exception,
        "invoice": found.invoice,
        "milestone": found.second,
        "obligation": found.obligation,
        "order": found.order,
        "payment": found.payment,
        "payment_file": found.batch,
        "recipient": found.outsider,
        "requisition": found.requisition,
        "rule-change": found.proposal,
        "said-category": found.saying,
        "second-reading": found.second_reading,
        "standard-clause": found.standard,
        "term": found.term,
        "vendor": found.vendor,
        "vendor-contact": found.contact,
        "checklist-point": found.item,
        "vendor-document": found.paper,
        "webhook-endpoint": found.endpoint,
        "webhook-message": found.message,
        "workspace": found.workspace,
    }
    fitting = [known for known in by_name if name == known or name.startswith((known + ":", known + "_", known + "-"))]
    exact = [known for known in by_name if ":" in known and name.startswith(known)]
    chosen = max([*fitting, *exact], key=len, default="")
    return by_name.get(chosen)


def body_for(found: SimpleNamespace, example: Any) -> Any:
    """What a program sends: the description's own example, about the records that are here."""
    if not isinstance(example, dict):
        return example
    here = {
        "vendor": str(found.vendor.pk),
        "order": str(found.order.pk),
        "contract": str(found.contract.pk),
        "line": str(found.line.pk),
        "payments": [str(found.payment.pk)],
        "notices": [found.notice.pk],
        "events": ["VendorHeld"],
        "url": "https://hooks.example.com/flowmono",
    }
    return {name: here.get(name, value) for name, value in example.items()}
