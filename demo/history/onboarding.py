"""What a new vendor hands in, and who checks it."""

from datetime import date, datetime, timedelta
from typing import Any

from demo.documents.shapes import day
from demo.documents.sheet import print_sheet
from demo.history.plan import Deal
from demo.history.stories import Script, Story
from flowmono.accounts.models import User
from flowmono.common.refusals import Conflict
from vendors import actions as vendors
from vendors.models import BankAccount, ComplianceDocument, Contact, OnboardingItem, Vendor

# Firms that are slow: what they owe is never, or late, handed in.
SLOW = ("granitvik", "sablepoint")
# Their papers lapse within weeks of the last day, and have lapsed before it.
LAPSING, LAPSED = ("clonfert", "wolkenrath"), ("heidekamp", "ardencote")


def speaker_of(vendor_pk: Any) -> User:
    """The account of the vendor's first contact, made at its first use. Raises Conflict when nobody speaks for it."""
    contact = Contact.objects.filter(vendor_id=vendor_pk, active=True).order_by("created_at").first()
    if contact is None:
        raise Conflict(f"Nobody speaks for the vendor {vendor_pk}.")
    return vendors.account_of(contact)


def onboard(story: Story, deal: Deal, contract: Any) -> Script:
    """The vendor enters its account and hands in its papers; three people check the account, legal the papers."""
    people = story.stage.people
    vendor = Vendor.objects.get(pk=contract.vendor_id)
    yield story.later(1, 4)
    asked = story.once("asked", lambda: _asked(vendor))
    if asked["account"]:
        account = story.once("account", lambda: _propose(vendor, deal, at=story.tick()))
        yield story.later(1, 3)
        caller = people[deal.buyer]
        known = f"{deal.firm.signer.name}, {deal.firm.phone}, number from the contract"
        story.once("call back", lambda: vendors.call_back(_account(account), by=caller, at=story.tick(), contact=known))
        yield story.later(0, 1)
        story.once(
            "verify account", lambda: vendors.verify_account(_account(account), by=people["gwen"], at=story.tick())
        )
    papers = asked["papers"][:1] if deal.firm.key in SLOW else asked["papers"]
    for number, (kind, title, expires) in enumerate(papers):
        yield story.later(0, 3)
        last = _valid_until(story, deal) if expires else None
        yield from _hand_in(story, deal, vendor, kind, title, last, number)
    if story.stage.today - story.at.date() > timedelta(days=330) and deal.firm.key not in (*LAPSED, *LAPSING):
        yield from _renew(story, deal, vendor, [paper for paper in papers if paper[2]])


def _asked(vendor: Vendor) -> dict[str, Any]:
    items = OnboardingItem.objects.filter(onboarding__vendor=vendor, state="open").order_by("position")
    papers: dict[str, list[Any]] = {}
    account = False
    for item in items:
        account = account or item.wanted == "bank_account"
        if item.wanted == "document":
            papers.setdefault(item.document_kind, [item.document_kind, item.title, item.expires])
    return {"account": account, "papers": list(papers.values())}


def _account(pk: Any) -> BankAccount:
    account: BankAccount = BankAccount.objects.get(pk=pk)
    return account


def _propose(vendor: Vendor, deal: Deal, *, at: datetime) -> BankAccount:
    return vendors.propose_account(vendor, by=speaker_of(vendor.pk), at=at, values=deal.firm.account)


def _valid_until(story: Story, deal: Deal) -> date:
    today = story.stage.today
    if deal.firm.key in LAPSING:
        return max(today, story.at.date()) + timedelta(days=story.random.randint(9, 40))
    if deal.firm.key in LAPSED:
        return max(story.at.date() + timedelta(days=20), today - timedelta(days=story.random.randint(5, 30)))
    return story.at.date() + timedelta(days=story.random.randint(300, 380))


def _hand_in(story: Story, deal: Deal, vendor: Vendor, kind: str, title: str, last: date | None, number: int) -> Script:
    """Handed in by the vendor, verified by legal; now and then sent back once before."""
    legal = story.stage.people[("lena", "ike")[number % 2]]
    lines = [
        f"Issued for {deal.firm.name}, {deal.firm.address.one_line}.",
        f"Number {story.random.randrange(10**6, 10**7)}, issued on {day(story.at.date())}.",
        f"Valid until {day(last)}." if last else "Valid until it is replaced.",
        "Demonstration paper: invented, and worth nothing outside of this program.",
    ]
    if story.random.random() < 0.12:
        pk = story.once(f"{kind} {number} wrong", lambda: _paper(vendor, kind, title, lines[:1], last, at=story.tick()))
        yield story.later(1, 3)
        story.once(
            f"{kind} {number} sent back",
            lambda: vendors.reject_document(
                ComplianceDocument.objects.get(pk=pk), by=legal, at=story.tick(), reason="The second page is missing."
            ),
        )
        yield story.later(1, 4)
    pk = story.once(f"{kind} {number}", lambda: _paper(vendor, kind, title, lines, last, at=story.tick()))
    yield story.later(1, 4)
    story.once(
        f"{kind} {number} verified",
        lambda: vendors.verify_document(ComplianceDocument.objects.get(pk=pk), by=legal, at=story.tick()),
    )


def _paper(
    vendor: Vendor, kind: str, title: str, lines: list[str], last: date | None, *, at: datetime
) -> ComplianceDocument:
    return vendors.hand_in_document(
        vendor,
        by=speaker_of(vendor.pk),
        at=at,
        kind=kind,
        title=title,
        data=print_sheet(title, lines),
        filename=f"{kind.replace('_', '-')}.pdf",
        valid_from=at.date() if last else None,
        valid_until=last,
    )


def _renew(story: Story, deal: Deal, vendor: Vendor, papers: list[Any]) -> Script:
    """A year later the papers with a last day are handed in anew, before they lapse."""
    if not papers:
        return
    yield story.office(story.at.date() + timedelta(days=270))
    for number, (kind, title, _expires) in enumerate(papers, 50):
        yield from _hand_in(story, deal, vendor, kind, title, story.at.date() + timedelta(days=400), number)
