"""What people of the company ask for beside the contracts: small things, each with its reason, and what comes of each.

Chance is each story's own, so that nothing else of the history changes by them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from contracts.models import Contract
from demo.history.deals import say
from demo.history.plan import GOES_ON, UNQUOTED, Deal
from demo.history.scenes import PROSPECTS
from demo.history.stories import Script, Stage, Story
from flowmono.accounts.models import User
from flowmono.approvals.models import Kind
from procurement import actions as procurement
from procurement.models import Order, Requisition
from vendors.models import Vendor

# How far a requisition comes; "sent back" is corrected and asked again where it says how.
DRAFT, ASKED, SENT_BACK, APPROVED, ORDERED, GIVEN_UP = "draft", "asked", "sent back", "approved", "ordered", "given up"
# Quantity, unit, what, and what one costs.
Line = tuple[int, str, str, str]


@dataclass(frozen=True)
class Want:
    """One thing asked for: so many days before the last day, by whom and for what, and how far it comes.

    `reason` is the approver's no, or why it is given up, by `by` or by who asked. With `instead`, a no is followed by these lines.
    """

    days: int
    requester: str
    title: str
    need: str
    currency: str
    fate: str
    lines: tuple[Line, ...]
    within: int = 30
    firm: str = ""
    reason: str = ""
    by: str = ""
    instead: tuple[Line, ...] = ()


PACKER, MEASURER = PROSPECTS[0][1], PROSPECTS[1][1]
WANTS = (
    Want(
        612,
        "pierre",
        "Calibration weights, class E2",
        "Two of our sets fell out of tolerance at the last recalibration; the bench in hall 2 stands still without them.",
        "CHF",
        ORDERED,
        ((2, "set", "Weights 1 g to 5 kg, class E2, with certificate", "2890"), (2, "piece", "Transport case", "145")),
        within=45,
        firm="alpstein",
    ),
    Want(
        486,
        "nils",
        "Laptops for the planning office",
        "The laptops of 2020 get no more updates of their system from October on.",
        "EUR",
        ORDERED,
        ((22, "piece", "Laptop 14 inch, 32 GB", "1480"),),
        firm="polderzicht",
        reason="Ten of them are under warranty until spring. Ask for the twelve that are due now.",
        instead=((12, "piece", "Laptop 14 inch, 32 GB", "1480"),),
    ),
    Want(
        402,
        "pierre",
        "Consumables for the laboratory, first half of the year",
        "Filters, reagents and gloves last until the middle of January.",
        "EUR",
        ORDERED,
        ((40, "box", "Nitrile gloves, size M", "9.80"), (12, "pack", "Membrane filters 0.45 µm", "64.50")),
        firm="ostravan",
    ),
    Want(
        333,
        "ines",
        "Office chairs for the second floor",
        "The safety inspection found 24 chairs that no longer lock.",
        "EUR",
        ORDERED,
        ((24, "piece", "Office chair, adjustable in height, with armrests", "389"),),
        within=60,
        firm="fiorello",
    ),
    Want(
        268,
        "yuki",
        "Training: work at heights and rescue",
        "Thirty people of hall 1 and hall 3 need the certificate before the new racks are used.",
        "GBP",
        ORDERED,
        ((3, "day", "Course on site for ten people", "1290"), (30, "piece", "Examination and certificate", "16")),
        within=50,
        firm="ardencote",
    ),
    Want(
        197,
        "ines",
        "Repair of the loading ramp at gate 4",
        "The lip of the ramp is bent; lorries unload at gate 2 only.",
        "EUR",
        GIVEN_UP,
        ((1, "job", "Lip and hydraulic cylinder, parts and work", "11800"),),
        within=21,
        firm="kranich",
        reason="The insurer of the carrier that ran into it has the repair done and pays for it.",
        by="otto",
    ),
    Want(
        96,
        "yuki",
        "Returnable packaging for flow meters",
        "Every tenth meter comes back with a scratched display; foam inserts ended that in the trial.",
        "EUR",
        ORDERED,
        ((150, "piece", "Folding box with foam insert, DN 50", "38.40"), (2, "piece", "Cutting tool", "740")),
        firm=PACKER,
    ),
    Want(
        72,
        "marta",
        "Catering for the evening of the Christmas party",
        "A warm buffet and drinks for 120 people in the canteen.",
        "EUR",
        GIVEN_UP,
        ((120, "person", "Buffet and drinks", "52"),),
        within=32,
        reason="The night shift cannot come that evening. The party is given in spring, with another offer.",
    ),
    Want(
        37,
        "pierre",
        "Repair of the reference manometer",
        "It has drifted since it was dropped in November, and the auditors of the laboratory ask for it in February.",
        "EUR",
        ORDERED,
        ((1, "job", "New measuring cell and adjustment", "1760"), (1, "job", "Calibration with certificate", "380")),
        within=40,
        firm=MEASURER,
    ),
    Want(
        16,
        "marta",
        "Evening for customers at the trade fair",
        "Dinner for sixty guests on the second day of the fair in Hanover.",
        "EUR",
        SENT_BACK,
        ((60, "person", "Dinner of three courses", "118"), (1, "evening", "Room and technology", "4200")),
        within=70,
        reason="For this sum I want three offers, and one of them without the hire of a room.",
    ),
    Want(
        18,
        "theo",
        "Climate chamber for the test bench",
        "The hired one goes back in March; tests of the new transmitter run until autumn.",
        "CHF",
        APPROVED,
        ((1, "piece", "Climate chamber 600 l, -40 to +180 °C", "33600"), (1, "job", "Delivery and start-up", "2850")),
        within=60,
    ),
    Want(
        11,
        "nils",
        "Rugged tablets for the shop floor",
        "Inspection reports are still written on paper and typed in again at night.",
        "GBP",
        APPROVED,
        ((9, "piece", "Rugged tablet 10 inch with charging cradle", "940"),),
        within=45,
    ),
    Want(
        1,
        "theo",
        "Two seats on the course for functional safety",
        "The new transmitter needs two engineers with the certificate in the project.",
        "GBP",
        ASKED,
        ((2, "person", "Course of four days with examination", "2150"),),
        within=55,
        firm="ardencote",
    ),
    Want(
        1,
        "ines",
        "Repair of the compressor in hall 1",
        "It loses oil; the spare one carries two lines and no more.",
        "EUR",
        ASKED,
        ((1, "job", "Overhaul of the screw stage on site", "7850"), (80, "litre", "Compressor oil", "11.40")),
        within=14,
    ),
    Want(
        1,
        "yuki",
        "Torque screwdrivers for assembly",
        "Two of the old ones are worn out, and the new line starts in March.",
        "EUR",
        DRAFT,
        ((4, "piece", "Torque screwdriver 0.5 to 5 Nm", "76.50"),),
    ),
)
WITHOUT_VENDOR = "None of our vendors sells this. Ask again with the name of a firm, please; we set it up first."
LEAST, MOST = 300, 40_000
ASKED_BEFORE = 16
SOON = 1  # days; what is decided in time raises nothing that the desks would have to answer


def set_requisitions(stage: Stage, plan: list[Deal], first: date) -> None:
    """Put all on the agenda that fall into the history, and one that becomes a contract of the plan."""
    for number, want in enumerate(WANTS, 1):
        if stage.today - timedelta(days=want.days) >= first:
            story = Story(stage, f"requisition:{number:02d}")
            stage.begin(story, _tell(story, want))
    story = Story(stage, "requisition:contract")
    fitting = [deal for deal in plan if _fits(deal, stage, first)]
    if fitting:
        stage.begin(story, _becomes_contract(story, story.random.choice(fitting)))


def _tell(story: Story, want: Want) -> Script:
    """One requisition as far as it comes."""
    asks = story.stage.people[want.requester]
    yield story.office(story.stage.today - timedelta(days=want.days))
    pk = story.once("ask", lambda: _ask(story, want, by=asks))
    if want.fate == DRAFT:
        return
    story.once("submit", lambda: procurement.submit_requisition(_asked(pk), by=asks, at=story.tick()))
    if want.fate == ASKED:
        return
    decide = _deciding(story, pk)
    if want.fate == SENT_BACK or want.instead:
        yield from say(story, "no", Kind.REQUISITION, pk, decide, no=want.reason, within=SOON)
        if not want.instead:
            return
        yield story.later(1, 4)
        story.once("correct", lambda: _correct(story, want, pk, by=asks))
        story.once("submit again", lambda: procurement.submit_requisition(_asked(pk), by=asks, at=story.tick()))
    if want.fate == GIVEN_UP and not want.by:
        yield story.later(1)
        story.once("give up", lambda: _give_up(story, pk, by=asks, reason=want.reason))
        return
    yield from say(story, "yes", Kind.REQUISITION, pk, decide, within=SOON)
    if want.fate == APPROVED:
        return
    yield story.later(1, 3)
    if want.fate == GIVEN_UP:
        by = story.stage.people[want.by]
        story.once("give up", lambda: _give_up(story, pk, by=by, reason=want.reason))
        return
    yield from _buy(story, want, pk)


def _ask(story: Story, want: Want, *, by: User) -> Requisition:
    at = story.tick()
    return procurement.ask_for(
        by=by,
        at=at,
        title=want.title,
        need=want.need,
        lines=_lines(want.lines),
        currency=want.currency,
        needed_by=at.date() + timedelta(days=want.within),
        vendor=_vendor(story, want),
    )


def _lines(lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    return [
        {"description": what, "quantity": Decimal(quantity), "unit": unit, "unit_price": Decimal(price)}
        for quantity, unit, what, price in lines
    ]


def _correct(story: Story, want: Want, pk: Any, *, by: User) -> Requisition:
    return procurement.edit_requisition(_asked(pk), by=by, at=story.tick(), values={}, lines=_lines(want.instead))


def _give_up(story: Story, pk: Any, *, by: User, reason: str) -> Requisition:
    return procurement.decline_requisition(_asked(pk), by=by, at=story.tick(), reason=reason)


def _deciding(story: Story, pk: Any) -> Callable[[User, str, str], Requisition]:
    def decide(by: User, verdict: str, reason: str) -> Requisition:
        return procurement.decide_requisition(_asked(pk), by=by, at=story.tick(), verdict=verdict, reason=reason)

    return decide


def _buy(story: Story, want: Want, pk: Any) -> Script:
    """A buyer orders it where the vendor is one of ours; the order is decided, sent, and closed after the delivery."""
    buys = story.stage.people["priya"]
    order = story.once("order", lambda: _order(story, want, pk, by=buys))
    if order is None:
        story.once("give up", lambda: _give_up(story, pk, by=buys, reason=WITHOUT_VENDOR))
        return
    story.once("submit order", lambda: procurement.submit_order(Order(pk=order), by=buys, at=story.tick()))

    def decide(by: User, verdict: str, reason: str) -> Order:
        return procurement.decide_order(
            Order.objects.get(pk=order), by=by, at=story.tick(), verdict=verdict, reason=reason
        )

    yield from say(story, "yes to order", Kind.ORDER, order, decide, within=SOON)
    if want.firm in story.stage.firms:
        # An invoice of its contract that names no order goes on finding the one of the contract.
        yield story.later(18, 30)
        story.once("close", lambda: procurement.close_order(Order.objects.get(pk=order), by=buys, at=story.tick()))


def _order(story: Story, want: Want, pk: Any, *, by: User) -> Order | None:
    vendor = _vendor(story, want)
    if vendor is None:
        return None
    return procurement.order_from_requisition(_asked(pk), by=by, at=story.tick(), vendor=vendor)


def _fits(deal: Deal, stage: Stage, first: date) -> bool:
    """A contract that is made, not too large, and begins and goes on within the history."""
    begins = deal.begins_on
    within = begins - timedelta(days=ASKED_BEFORE) >= first and begins + timedelta(days=7) <= stage.today
    known = deal.fate == GOES_ON and deal.firm.currency != UNQUOTED
    return within and known and LEAST <= _price(deal) <= MOST


def _price(deal: Deal) -> Decimal:
    return deal.total or deal.fee * deal.periods


def _becomes_contract(story: Story, deal: Deal) -> Script:
    """Somebody asks for what a contract is made of some weeks later; its buyer says which one."""
    asks, buys = story.stage.people[deal.requester], story.stage.people[deal.buyer]
    what = deal.subject.short
    want = Want(
        0,
        deal.requester,
        f"{what[:1].upper()}{what[1:]}",
        "Two firms were compared and the cheaper one is ready to sign; it should be in use when the next quarter begins.",
        deal.firm.currency,
        APPROVED,
        ((1, "contract", f"{deal.title}, first offer", str(_price(deal))),),
        within=60,
    )
    yield story.office(deal.begins_on - timedelta(days=ASKED_BEFORE))
    pk = story.once("ask", lambda: _ask(story, want, by=asks))
    story.once("submit", lambda: procurement.submit_requisition(_asked(pk), by=asks, at=story.tick()))
    yield from say(story, "yes", Kind.REQUISITION, pk, _deciding(story, pk), within=SOON)
    yield story.office(deal.begins_on + timedelta(days=3))
    drafted = story.stage.done.get((deal.key, "upload"))
    if drafted is not None:
        story.once("hand over", lambda: _hand_over(story, pk, drafted, by=buys))


def _hand_over(story: Story, pk: Any, contract: Any, *, by: User) -> Requisition:
    drafted = Contract.objects.get(pk=contract)
    return procurement.contract_from_requisition(_asked(pk), by=by, at=story.tick(), contract=drafted)


def _asked(pk: Any) -> Requisition:
    found: Requisition = Requisition.objects.get(pk=pk)
    return found


def _vendor(story: Story, want: Want) -> Vendor | None:
    """The firm as a vendor, where it has come into the history already."""
    firm = story.stage.firms.get(want.firm)
    known: Vendor | None = Vendor.objects.filter(name=firm.name if firm else want.firm).first()
    return known
