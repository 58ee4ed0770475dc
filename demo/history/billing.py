"""What the vendor of a signed contract delivers and bills, and what goes wrong with some of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from contracts.models import Contract
from demo.documents.agreements import Form
from demo.documents.bills import BillLine, Paper, Party, write_bill
from demo.documents.shapes import day
from demo.documents.sheet import print_sheet
from demo.history.firms import account_of
from demo.history.onboarding import speaker_of
from demo.history.plan import Deal
from demo.history.stories import Script, Story
from flowmono.common.models import Company
from flowmono.common.money import round_money
from procurement import actions as procurement
from procurement.models import Invoice, Order, OrderLine
from vendors import actions as vendors
from vendors.models import BankAccount, Milestone, Vendor

# What is wrong with an invoice, and how often out of a hundred; the rest is in order.
QUIRKS = (
    ("price over", 6),
    ("quantity over", 3),
    ("sent twice", 4),
    ("too early", 5),
    ("other account", 3),
    ("credited later", 4),
    ("no order named", 4),
)
DELIVERED = ("milestone", "date", "deposit", "on_signature")


@dataclass(frozen=True)
class Billing:
    """One thing to bill: the order's line, when, how much of it, and what is wrong with the invoice."""

    label: str
    line: int
    on: date
    quantity: Decimal
    quirk: str


def plan_bills(story: Story, deal: Deal, contract: Contract, order: Order) -> None:
    """Put a story on the agenda for every delivery and every period of an order."""
    if order.state not in {"approved", "sent", "closed"}:
        return
    random = story.chance("bills")
    for line in OrderLine.objects.select_related("term").filter(order=order).order_by("position"):
        if line.kind == "recurring":
            for number in range(deal.periods):
                months = number * 12 // deal.periods
                on = _months_on(deal.effective_on, months)
                quirk = _quirk(random).replace("quantity", "price")  # two periods at once are no mistake
                billing = Billing(f"p{number + 1:02d}", line.position, on, Decimal(1), quirk)
                _begin(story, deal, contract, order, billing)
        elif line.kind == "unit_price":
            for number in range(10):
                on = _months_on(deal.effective_on, number + 1)
                hours = Decimal(random.randrange(8, 60))
                billing = Billing(f"h{line.position}{number:01d}", line.position, on, hours, "")
                if random.random() < 0.45:
                    _begin(story, deal, contract, order, billing)
        elif line.kind in DELIVERED:
            on = line.term.due_on if line.term is not None and line.term.due_on else deal.effective_on
            billing = Billing(f"m{line.position}", line.position, on, Decimal(1), _quirk(random))
            _begin(story, deal, contract, order, billing)


def _quirk(random: Random) -> str:
    point = random.randrange(100)
    for name, share in QUIRKS:
        if point < share:
            return name
        point -= share
    return ""


def _months_on(start: date, months: int) -> date:
    month = start.month - 1 + months
    return date(start.year + month // 12, month % 12 + 1, min(start.day, 28))


def _begin(parent: Story, deal: Deal, contract: Contract, order: Any, billing: Billing) -> None:
    story = Story(parent.stage, f"{deal.key}:{billing.label}", parent.at)
    parent.stage.begin(story, _bill(story, deal, contract, order, billing))


def _bill(story: Story, deal: Deal, contract: Contract, order: Any, billing: Billing) -> Script:
    """Delivered where something is delivered, then billed."""
    line = OrderLine.objects.select_related("term").get(order=order, position=billing.line)
    milestone = Milestone.objects.filter(contract=contract, term=line.term).first() if line.term else None
    delivers = (
        deal.form in {Form.MILESTONES, Form.GOODS} and milestone is not None and line.kind in {"milestone", "date"}
    )
    if billing.quirk == "too early" and delivers:
        yield story.office(billing.on - timedelta(days=6))
        yield from _invoice(story, deal, order, billing, line)
    if delivers:
        yield from _deliver(story, deal, milestone, billing)
    if billing.quirk == "too early" and delivers:
        return
    yield story.office(
        max(billing.on, story.at.date() if delivers else billing.on) + timedelta(days=story.random.randrange(1, 6))
    )
    yield from _invoice(story, deal, order, billing, line)


def _deliver(story: Story, deal: Deal, milestone: Any, billing: Billing) -> Script:
    """Handed in, mostly in time; accepted, now and then after it was sent back or at first in part."""
    chance = story.random.random()
    late = story.random.randrange(4, 30) if chance < 0.22 else -story.random.randrange(0, 5)
    accepts = story.stage.people[deal.requester]
    yield story.office(billing.on + timedelta(days=late))
    story.once("deliver", lambda: _hand_in(milestone, deal, at=story.tick()))
    yield story.later(1, 4)
    if chance > 0.9:
        reason = "The evidence shows the test of one station only; the criterion names all."
        story.once(
            "send back",
            lambda: vendors.send_milestone_back(milestone, by=accepts, at=story.tick(), reason=reason),
        )
        yield story.later(4, 12)
        story.once("deliver again", lambda: _hand_in(milestone, deal, at=story.tick()))
        yield story.later(1, 3)
    if 0.8 < chance <= 0.9:
        missing = "Works as agreed; the documentation in German is still missing."
        story.once(
            "accept in part",
            lambda: vendors.accept_milestone(
                milestone, by=accepts, at=story.tick(), percent=Decimal(60), **_why(missing)
            ),
        )
        yield story.later(6, 14)
        story.once("deliver the rest", lambda: _hand_in(milestone, deal, at=story.tick()))
        yield story.later(1, 3)
    story.once("accept", lambda: vendors.accept_milestone(milestone, by=accepts, at=story.tick(), percent=Decimal(100)))


def _why(reason: str) -> dict[str, str]:
    return {"reason": reason}


def _hand_in(milestone: Milestone, deal: Deal, *, at: datetime) -> Milestone:
    lines = [
        f"{deal.firm.name} reports to {facts_name()} under agreement {deal.number}: {deal.subject.words}.",
        f"Delivered: {milestone.title}, on {day(at.date())}.",
        f"Criterion: {milestone.acceptance or 'as agreed'}.",
        "Demonstration paper: invented, and worth nothing outside of this program.",
    ]
    return vendors.submit_milestone(
        milestone,
        by=speaker_of(milestone.workspace.vendor_id),
        at=at,
        note="Done as agreed; the report is enclosed.",
        files=[("report.pdf", print_sheet("Report of completion", lines))],
    )


def facts_name() -> str:
    """The company's own name."""
    return str(Company.here().name)


def _paper(deal: Deal, order: Any, billing: Billing, line: OrderLine, *, at: datetime, number: str) -> Paper:
    company, side = Company.here(), deal.firm.side
    price, quantity = line.unit_price, billing.quantity
    if billing.quirk == "price over":
        price = round_money(price * Decimal("1.12"), order.currency)
    if billing.quirk == "quantity over":
        quantity *= 2
    row = BillLine(
        line.description, quantity, price, round_money(price * quantity, order.currency), str(line.position), line.unit
    )
    iban = _printed_iban(order.vendor_id, deal)
    if billing.quirk == "other account":
        iban = _other_account(deal, number)["iban"]
    return Paper(
        number=number,
        issued_on=at.date(),
        due_on=at.date() + timedelta(days=deal.payment_days),
        currency=order.currency,
        order="" if billing.quirk == "no order named" else order.number,
        seller=Party(side.name, side.address.country_code, side.tax_id),
        buyer=Party(company.name, company.country, company.vat_id),
        iban=iban,
        lines=(row,),
    )


def _printed_iban(vendor_pk: Any, deal: Deal) -> str:
    """The account that the vendor's invoices print: the one it was last confirmed with, else its first."""
    newest = BankAccount.objects.filter(vendor_id=vendor_pk, state="verified").order_by("-verified_on").first()
    return newest.iban if newest is not None else deal.firm.account.get("iban", "")


def _other_account(deal: Deal, number: str) -> dict[str, str]:
    code = deal.firm.address.country_code
    return account_of(deal.firm.name, "DE" if code == "US" else code, Random(f"other:{number}"))  # noqa: S311


def number_of(deal: Deal, billing: Billing, at: datetime) -> str:
    """The vendor's own number of an invoice, as such firms number."""
    digits = int(deal.key[-3:]) * 1000 + {"p": 0, "m": 300, "h": 500}[billing.label[0]] + int(billing.label[1:])
    style = int(deal.key[-3:]) % 3
    year = f"{at:%Y}"
    return (f"{deal.firm.key[:3].upper()}-{year}-{digits:05d}", f"RE{year[2:]}{digits:06d}", f"{year}/{digits}")[style]


def _send(paper: Paper, deal: Deal, vendor: Any, *, at: datetime) -> Invoice:
    name = f"{'credit-note' if paper.credits else 'invoice'}-{paper.number.replace('/', '-')}.xml"
    return procurement.receive_invoice(vendor, by=speaker_of(vendor.pk), at=at, data=write_bill(paper), filename=name)


def _invoice(story: Story, deal: Deal, order: Any, billing: Billing, line: OrderLine) -> Script:
    """The invoice is sent through the portal; what is wrong with it takes its course."""
    vendor = Vendor.objects.get(pk=order.vendor_id)
    number = number_of(deal, billing, story.at)
    paper = _paper(deal, order, billing, line, at=story.at, number=number)
    invoice = Invoice.objects.get(pk=story.once("invoice", lambda: _send(paper, deal, vendor, at=story.tick())))
    clerk = story.stage.people[story.random.choice(("fay", "jana"))]
    if billing.quirk == "no order named":
        yield story.later(0, 2)
        story.once("confirm order", lambda: _confirm_order(invoice, order, by=clerk, at=story.tick()))
    elif billing.quirk == "sent twice":
        yield story.later(5, 20)
        story.once("again", lambda: _send(paper, deal, vendor, at=story.tick()))
    elif billing.quirk in {"price over", "quantity over"}:
        yield from _dispute(story, deal, order, billing, line, invoice, clerk)
    elif billing.quirk == "other account":
        yield from _change_account(story, deal, vendor, invoice, number, clerk)
    elif billing.quirk == "credited later":
        yield story.later(40, 70)
        credit = replace(
            paper,
            number=f"{number}-C",
            credits=number,
            issued_on=story.at.date(),
            due_on=None,
            lines=(_tenth(paper.lines[0], order.currency),),
            note="A tenth is credited for the days without service.",
        )
        story.once("credit", lambda: _send(credit, deal, vendor, at=story.tick()))


def _tenth(line: BillLine, currency: str) -> BillLine:
    part = round_money(line.net / 10, currency)
    return replace(line, quantity=Decimal(1), price=part, net=part)


def _confirm_order(invoice: Invoice, order: Order, *, by: Any, at: datetime) -> Any:
    invoice.refresh_from_db()
    if invoice.state not in {"review", "held"}:
        return None
    return procurement.confirm_order(invoice, by=by, at=at, order=order)


def _dispute(
    story: Story, deal: Deal, order: Any, billing: Billing, line: OrderLine, invoice: Invoice, clerk: Any
) -> Script:
    """Billed too much: let pass with a reason where it is little, else sent back and billed anew as agreed."""
    yield story.later(1, 5)
    invoice.refresh_from_db()
    little = billing.quirk == "price over" and (story.stage.today - story.at.date()).days < 90
    if story.random.random() < 0.6 and little:
        story.once("let pass", lambda: _let_pass(invoice, by=story.stage.people["hana"], at=story.tick()))
        return
    reason = "The price is not the one agreed; please bill the amount of the order."
    if story.once("reject", lambda: _reject(invoice, reason, by=clerk, at=story.tick())) is None:
        return
    yield story.later(3, 9)
    right = replace(billing, quirk="")
    vendor = Vendor.objects.get(pk=order.vendor_id)
    number = f"{number_of(deal, billing, story.at)}-2"
    paper = _paper(deal, order, right, line, at=story.at, number=number)
    story.once("invoice again", lambda: _send(paper, deal, vendor, at=story.tick()))


def _reject(invoice: Invoice, reason: str, *, by: Any, at: datetime) -> Any:
    invoice.refresh_from_db()
    if invoice.state not in {"review", "held", "matched"}:
        return None
    return procurement.reject_invoice(invoice, by=by, at=at, reason=reason)


def _let_pass(invoice: Any, *, by: Any, at: datetime) -> Any:
    invoice.refresh_from_db()
    current = invoice.matches.filter(superseded=False).first()
    stops = current.stops if current is not None else []
    if invoice.state not in {"review", "held"} or not all(told["may_be_overridden"] for told in stops):
        return None
    codes = {told["code"] for told in stops}
    return procurement.override(
        invoice, by=by, at=at, codes=codes, reason="Agreed by telephone with the requester: the extra work was ordered."
    )


def _change_account(story: Story, deal: Deal, vendor: Any, invoice: Invoice, number: str, clerk: Any) -> Script:
    """The vendor says that its account changed: it is entered, called back on the known number, confirmed, cools off."""
    people = story.stage.people
    yield story.later(1, 3)
    values = _other_account(deal, number)
    account = story.once(
        "new account", lambda: vendors.propose_account(vendor, by=speaker_of(vendor.pk), at=story.tick(), values=values)
    )
    yield story.later(2, 4)
    known = f"{deal.firm.signer.name}, {deal.firm.phone}, number from the contract"
    story.once(
        "call back",
        lambda: vendors.call_back(
            BankAccount.objects.get(pk=account), by=people["otto"], at=story.tick(), contact=known
        ),
    )
    yield story.later(0, 2)
    story.once(
        "verify",
        lambda: vendors.verify_account(BankAccount.objects.get(pk=account), by=people["gwen"], at=story.tick()),
    )
    yield story.later(6, 9)
    story.once("match again", lambda: _match_again(invoice, by=clerk, at=story.tick()))


def _match_again(invoice: Invoice, *, by: Any, at: datetime) -> Any:
    invoice.refresh_from_db()
    return procurement.match_again(invoice, by=by, at=at) if invoice.state in {"review", "held", "matched"} else None
