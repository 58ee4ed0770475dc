"""What vendors' side of the chain does by itself."""

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import BooleanField, CharField, Count, F, Q, Subquery, Value
from django.utils.translation import gettext as _

from flowmono import events
from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.money import round_money
from flowmono.common.refusals import Conflict
from flowmono.common.tax_numbers import tell_numbers_apart
from flowmono.notices.telling import Wording, tell
from flowmono.outbox.letters import write_letter
from flowmono.outbox.recording import save_together
from vendors.actions.access import make_link
from vendors.actions.documents import complete_if_done
from vendors.asking import Point, still_to_ask
from vendors.models import (
    DUE_BY_SIGNATURE,
    ChecklistTemplate,
    ComplianceDocument,
    Contact,
    ItemState,
    Milestone,
    MilestoneState,
    Onboarding,
    OnboardingItem,
    OnboardingState,
    Scorecard,
    Vendor,
    VendorState,
    Workspace,
    WorkspaceState,
)
from vendors.models.compliance import Wanted
from vendors.registering import Known, find_same, fold_number
from vendors.stated import asked_in

CHARGED_BY_TIME_OR_USE = ("recurring", "unit_price")


def register_counterparty(event: events.TermsConfirmed) -> None:
    """Find the counterparty among the vendors, by number and then by exact name, or make it one."""
    known = [Known(v.pk, v.name, v.tax_id, v.vat_id) for v in Vendor.objects.all().only("name", "tax_id", "vat_id")]
    numbers = tell_numbers_apart(event.tax_id)
    found = find_same(event.counterparty, numbers.main, known)
    vendor = Vendor.objects.lock(found) if found else Vendor(name=event.counterparty)
    for name, value in {
        "vat_id": numbers.vat_id,
        "tax_id": numbers.tax_id[:60],
        "country": event.country,
        "address": event.address,
        "email": event.email,
        "category": event.category,
    }.items():
        if value and not getattr(vendor, name):
            setattr(vendor, name, value)
    if numbers.vat_id and fold_number(vendor.tax_id) == fold_number(numbers.vat_id):
        vendor.tax_id = numbers.tax_id[:60]  # it stood there before numbers were told apart
    vendor.register(contract_id=event.contract_id, at=event.at)
    vendor.save()


def open_onboarding(event: events.ContractSigned) -> None:
    """Open the checklist of the vendor's category: what the vendor has not proved, and no other open checklist asks for.

    A point that only some contracts ask for is left out where no sentence of this one does.
    """
    if Onboarding.objects.filter(contract_id=event.contract_id).exists():
        return
    vendor = Vendor.objects.lock(event.vendor_id)
    template = checklist_for(event.category, vendor.category)
    items = list(template.items.all()) if template else []
    if any(item.if_contract_asks for item in items):
        stated = asked_in(event.contract_id)
        items = [item for item in items if not item.if_contract_asks or item.document_kind in stated]
    proofs, open_points = _known_of(vendor, on=event.at.date())
    asked = [
        Point(item.wanted, item.document_kind or _told_by(item), item.required, item.gates_payment) for item in items
    ]
    left = still_to_ask(
        asked, proved={key for key, state in proofs.items() if state == "verified"}, open_points=open_points
    )
    onboarding = Onboarding(vendor=vendor, contract_id=event.contract_id)
    onboarding.begin(items=len(left), at=event.at)
    onboarding.save()
    points = []
    for position, place in enumerate(left, 1):
        item = items[place]
        point = OnboardingItem(
            onboarding=onboarding,
            position=position,
            wanted=item.wanted,
            document_kind=item.document_kind,
            title=item.title,
            help=item.help,
            required=item.required,
            expires=item.expires,
            gates_payment=item.gates_payment,
        )
        if asked[place].key in proofs:
            point.hand_in()
        points.append(point)
    save_together(points, at=event.at)
    if vendor.state == VendorState.PROSPECTIVE:
        vendor.start_onboarding()
        vendor.save()
    if items and not any(point.is_awaited for point in points):
        complete_if_done(onboarding, at=event.at)


def _told_by(point: Any) -> str:
    """What tells a point without a kind of document from others: of accounts there is one, other points have their titles."""
    return "" if point.wanted == Wanted.BANK_ACCOUNT else str(point.title)


def _known_of(vendor: Vendor, *, on: date) -> tuple[dict[tuple[str, str], str], list[Point]]:
    """In one query: what the vendor handed in (by kind: "verified", else "waiting"), and the points of its open checklists."""
    text, truth = CharField(), BooleanField()
    no = Value(False, output_field=truth)
    papers = vendor.compliance_documents.filter(
        Q(state="submitted")
        | Q(state="verified", superseded=False) & (Q(valid_until__isnull=True) | Q(valid_until__gte=on))
    ).order_by()
    accounts = vendor.accounts.filter(state__in=["proposed", "called_back", "verified"]).order_by()
    points = OnboardingItem.objects.filter(
        onboarding__vendor=vendor,
        onboarding__state=OnboardingState.OPEN,
        state__in=[ItemState.OPEN, ItemState.HANDED_IN],
    ).order_by()
    rows = papers.values_list(
        Value("document", output_field=text), "kind", "state", no, no, Value("", output_field=text)
    ).union(
        accounts.values_list(
            Value("bank_account", output_field=text),
            Value("", output_field=text),
            "state",
            no,
            no,
            Value("", output_field=text),
        ),
        points.values_list(
            "wanted", "document_kind", Value("asked", output_field=text), "required", "gates_payment", "title"
        ),
        all=True,
    )
    proofs: dict[tuple[str, str], str] = {}
    asked = []
    for wanted, kind, state, required, gates, title in rows:
        if state == "asked":
            told = kind or ("" if wanted == Wanted.BANK_ACCOUNT else title)
            asked.append(Point(wanted, told, required, gates))
        elif proofs.get((wanted, kind)) != "verified":
            proofs[wanted, kind] = "verified" if state == "verified" else "waiting"
    return proofs, asked


def checklist_for(contract_category: str, vendor_category: str) -> ChecklistTemplate | None:
    """The checklist that the contract's category names, else the category's own, the vendor's, or the one for all others."""
    named = apps.get_model("contracts", "Category").objects.filter(name=contract_category).values("checklist")
    stated = [name for name in (contract_category, vendor_category) if name]
    fitting = ChecklistTemplate.objects.filter(
        Q(category__in=[*stated, ""]) | Q(name__in=stated) | Q(category__in=named) | Q(name__in=named)
    )
    templates: dict[str, ChecklistTemplate] = {}
    wanted = list(stated)
    for template in fitting.annotate(named=Subquery(named[:1])):
        wanted = [name for name in (template.named, *stated) if name]
        templates.setdefault(template.name, template)
        templates[template.category] = template
    return next((templates[name] for name in [*wanted, ""] if name in templates), None)


def invite_contact(event: events.OnboardingOpened) -> None:
    """Send the vendor's contact a link to the portal, where the checklist waits. The first contact is who signed for it."""
    vendor = Vendor.objects.get(pk=event.vendor_id)
    contact = vendor.contacts.filter(active=True).order_by("created_at").first()
    if not event.items and contact is not None and contact.user_id is not None:
        return  # nothing is asked, and there is a way in already
    # An address that speaks for somebody else already is not used; the watch `vendor_unreachable` asks a person for another.
    with suppress(Conflict), transaction.atomic():
        contact = contact or _first_contact(vendor, event)
        if contact is not None:
            make_link(contact, at=event.at, key=f"portal:onboarding:{event.onboarding_id}")


def _first_contact(vendor: Vendor, event: events.OnboardingOpened) -> Contact | None:
    """Whoever signed for the vendor, at the address at which they signed, else at the vendor's; nobody without an address."""
    onboarding = Onboarding.objects.select_related("contract__envelope").get(pk=event.onboarding_id)
    contract = onboarding.contract
    signer = contract.counterparty_signer if contract is not None else ""
    email = vendor.email
    if contract is not None and contract.envelope is not None:
        signed = contract.envelope.recipients.filter(user__isnull=True, role="signer", state="signed")
        place = signed.exclude(email="").order_by("order", "created_at").first()
        if place is not None:
            signer, email = place.name, place.email
    if not email:
        return None
    contact = Contact(vendor=vendor, name=(signer or vendor.name)[:120], email=email.lower())
    contact.save()
    return contact


def open_workspace(event: events.ContractSigned) -> None:
    """Open the workspace; each priced item of the contract that is delivered becomes a milestone with its sentence."""
    if Workspace.objects.filter(contract_id=event.contract_id).exists():
        return
    contract: Any = (
        Workspace._meta.get_field("contract")
        .related_model.objects.select_related("requester")
        .get(pk=event.contract_id)
    )
    workspace = Workspace(
        contract=contract, vendor_id=event.vendor_id, requester=contract.requester, title=contract.title
    )
    terms = [
        term for term in contract.terms.to_order() if term.item_kind not in CHARGED_BY_TIME_OR_USE and not term.optional
    ]
    if (
        contract.amends_id is not None
        and not terms
        and Workspace.objects.filter(contract_id=contract.amends_id).exists()
    ):
        return  # an amendment that adds no work: it goes on in the workspace of its agreement
    workspace.begin(milestones=len(terms), at=event.at)
    workspace.save()
    milestones = [_milestone(workspace, position, term) for position, term in enumerate(terms, 1)]
    save_together(milestones, at=event.at)


def _milestone(workspace: Workspace, position: int, term: Any) -> Milestone:
    amount = round_money(term.amount, term.currency) if term.amount is not None and term.currency else term.amount
    return Milestone(
        workspace=workspace,
        contract_id=workspace.contract_id,
        term=term,
        position=position,
        title=term.description or term.label,
        kind=term.item_kind,
        amount=amount,
        currency=term.currency,
        due_on=term.due_on,
        due_text=term.due_value,
        acceptance=term.acceptance,
    )


def start_milestones(event: events.OrderApproved) -> None:
    """The order is approved: track milestones; what the signature itself makes due counts as accepted."""
    workspace = Workspace.objects.select_for_update(of=("self",)).filter(contract_id=event.contract_id).first()
    if workspace is None or workspace.state != WorkspaceState.PLANNED:
        return
    for milestone in workspace.milestones.filter(state=MilestoneState.PLANNED):
        if milestone.kind in DUE_BY_SIGNATURE:
            milestone.accept(by=None, on=event.at.date(), percent=Decimal(100), at=event.at)
        else:
            milestone.open()
        milestone.save()
    workspace.start(order_id=event.order_id, at=event.at)
    workspace.save()


def tell_requester(event: events.MilestoneSubmitted) -> None:
    """Tell the person who accepts."""
    milestone = Milestone.objects.select_related("workspace__requester", "workspace__vendor").get(pk=event.milestone_id)
    title, key = (
        _("To accept: %(title)s") % {"title": milestone.title},
        f"milestone:{milestone.pk}:{event.at.isoformat()}",
    )
    tell(
        [milestone.workspace.requester],
        "delivery",
        key=key,
        title=title,
        sentence=_("%(vendor)s handed it in.") % {"vendor": milestone.workspace.vendor},
        url=milestone.get_absolute_url(),
        at=event.at,
        case_id=milestone.contract_id,
        wording=Wording("milestone_submitted.txt", {"milestone": milestone}, title, key),
    )


def tell_of_withdrawn_account(event: events.BankAccountWithdrawn) -> None:
    """Tell procurement that nobody need check it any more."""
    vendor = Vendor.objects.get(pk=event.vendor_id)
    tell(
        User.objects.in_role(roles.PROCUREMENT),
        "account",
        key=f"account-withdrawn:{event.account_id}",
        title=_("%(vendor)s took back the account …%(tail)s") % {"vendor": vendor, "tail": event.tail},
        sentence=_("It was not confirmed yet; nobody need check it any more."),
        url=f"{vendor.get_absolute_url()}#accounts",
        at=event.at,
        case_id=vendor.pk,
    )


def tell_vendor(event: events.MilestoneAccepted | events.MilestoneReturned) -> None:
    """Write to the vendor what became of a milestone that it handed in."""
    milestone = Milestone.objects.select_related("workspace__vendor").get(pk=event.milestone_id)
    if milestone.submitted_by_id is None:
        return
    for contact in milestone.workspace.vendor.contacts.filter(active=True):
        write_letter(
            key=f"milestone:{milestone.pk}:{event.at.isoformat()}:{contact.pk}",
            to=contact.email,
            subject=_("%(title)s: %(state)s") % {"title": milestone.title, "state": milestone.get_state_display()},
            template="milestone_decided.txt",
            facts={"contact": contact, "milestone": milestone},
            case_id=milestone.contract_id,
        )


def ask_for_paper_again(event: events.ComplianceDocumentRejected) -> None:
    """Write to the vendor why a paper was sent back."""
    paper = ComplianceDocument.objects.select_related("vendor").get(pk=event.document_id)
    for contact in paper.vendor.contacts.filter(active=True):
        write_letter(
            key=f"paper:{paper.pk}:{contact.pk}",
            to=contact.email,
            subject=_("Sent back: %(title)s") % {"title": paper.title},
            template="paper_returned.txt",
            facts={"contact": contact, "paper": paper},
            case_id=paper.vendor_id,
        )


def update_scorecard(event: events.PaymentConfirmed | events.MilestoneAccepted | events.MilestoneReturned) -> None:
    """Compute the vendor's figures anew from what happened: on time, sent back, matched at once, paid.

    Every delivery counts as accepted that was, wholly or in part, by a person or by the signature; only what a person
    judged counts for the score.
    """
    vendor_id = getattr(event, "vendor_id", None) or Milestone.objects.get(pk=event.milestone_id).workspace.vendor_id  # type: ignore[union-attr]
    vendor = Vendor.objects.lock(vendor_id)
    work = Milestone.objects.filter(workspace__vendor=vendor).aggregate(
        accepted=Count("pk", filter=Q(accepted_on__isnull=False)),
        judged=Count("pk", filter=Q(state=MilestoneState.ACCEPTED, accepted_by__isnull=False)),
        on_time=Count(
            "pk",
            filter=Q(state=MilestoneState.ACCEPTED, accepted_by__isnull=False)
            & (Q(due_on__isnull=True) | Q(submitted_at__date__lte=F("due_on"))),
        ),
        returned=Count("pk", filter=Q(state=MilestoneState.RETURNED)),
    )
    card, _made = Scorecard.objects.get_or_create(
        vendor=vendor, defaults={"computed_at": event.at, "created_at": event.at}
    )
    card.milestones_accepted, card.milestones_on_time, card.milestones_returned = (
        work["accepted"],
        work["on_time"],
        work["returned"],
    )
    if isinstance(event, events.PaymentConfirmed):
        card.payments += 1
    card.score = score(accepted=work["judged"], on_time=work["on_time"], returned=work["returned"])
    card.computed_at = event.at
    card.moved(at=event.at)
    card.save()


def score(*, accepted: int, on_time: int, returned: int) -> int | None:
    """0 to 100: the share of deliveries accepted on time, less what had to be sent back; None without any delivery."""
    total = accepted + returned
    return round(100 * on_time / total) if total else None
