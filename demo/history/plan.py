"""Which contracts the history tells: with whom, about what, for how much, from when, and what comes of each."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle
from random import Random

from demo.documents.agreements import Form, Item, money
from demo.documents.shapes import day
from demo.history.cast import BUYS, REQUESTERS
from demo.history.firms import Firm
from demo.history.subjects import SUBJECTS, TITLES, Subject

# What becomes of a contract; "goes on" is signed and lives until its term ends.
GOES_ON, SENT_BACK, CANCELLED, DECLINED = "goes on", "sent back", "cancelled", "declined"
# Where a contract that begins in the last weeks rests on the last day.
RESTS = ("order", "out", "in approval", "review", "signing", "first step", "approved", "declined", "ready", "draft")
YOUNG_DAYS = 55
UNQUOTED = "ISK"
EUROS = {"USD": "1.09", "GBP": "0.86", "CHF": "0.95", "PLN": "4.3", "JPY": "163", "ISK": "150"}


@dataclass(frozen=True)
class Deal:
    """One contract of the history."""

    key: str
    number: str
    firm: Firm
    subject: Subject
    title: str
    begins_on: date
    effective_on: date
    ends_on: date | None
    total: Decimal | None
    fee: Decimal
    period: str
    periods: int
    items: tuple[Item, ...]
    renews: bool
    notice_days: int
    payment_days: int
    requester: str
    buyer: str
    fate: str
    rest: str
    order_fate: str
    variant: int
    risk: str

    @property
    def form(self) -> Form:
        """How its price is made up."""
        return self.subject.form

    @property
    def department(self) -> str:
        """Who buys it."""
        return BUYS[self.subject.kind]


def make_plan(*, seed: int, firms: dict[str, Firm], contracts: int, first: date, today: date) -> list[Deal]:
    """So many contracts in the order of their beginning; the same seed gives the same ones."""
    random = Random(f"{seed}:plan")  # noqa: S311 - a demonstration
    offers = _offers(firms, random)
    young = max(1, contracts // 5)
    old = contracts - young
    span = (today - first).days - YOUNG_DAYS
    deals = []
    for place in range(contracts):
        firm, subject = next(offers)
        if place < old:
            begins = first + timedelta(days=round(place * span / max(1, old)) + random.randrange(5))
        else:
            begins = today - timedelta(days=YOUNG_DAYS - round((place - old) * (YOUNG_DAYS - 10) / young))
        rest = RESTS[(place - old) % len(RESTS)] if place >= old else ""
        if rest == "order" and place >= old + len(RESTS):
            firm, subject = _without_rate(firms)
        deals.append(_deal(place, firm, subject, begins, rest, today, Random(f"{seed}:deal:{place}")))  # noqa: S311
    return deals


def _without_rate(firms: dict[str, Firm]) -> tuple[Firm, Subject]:
    """A contract in a currency whose rate nobody has entered: its order cannot be drafted, and waits at the incident desk."""
    firm = next(firm for firm in firms.values() if firm.currency == UNQUOTED)
    subject = next(subject for subject in SUBJECTS["software"] if subject.form is Form.RECURRING)
    return firm, subject


def _offers(firms: dict[str, Firm], random: Random) -> Iterator[tuple[Firm, Subject]]:
    """What firms offer, round by round, each firm's trades in turn and no subject twice before all were had."""
    left = {kind: list(subjects) for kind, subjects in SUBJECTS.items()}
    for subjects in left.values():
        random.shuffle(subjects)
    supply = {kind: cycle(subjects) for kind, subjects in left.items()}
    trades = {firm.key: cycle(firm.trades) for firm in firms.values()}
    # The first firms of the list have long relations: they come again in every round, the last ones once.
    order = [firm for firm in firms.values() if firm.currency != UNQUOTED]
    while True:
        for place, firm in enumerate(order):
            yield firm, next(supply[next(trades[firm.key])])
            if place % 3 == 2:
                regular = order[random.randrange(12)]
                yield regular, next(supply[next(trades[regular.key])])


def _deal(place: int, firm: Firm, subject: Subject, begins: date, rest: str, today: date, random: Random) -> Deal:
    effective = begins + timedelta(days=random.randint(18, 34))
    currency = firm.currency
    euros = min(
        Decimal(380_000),
        max(Decimal(2_400), Decimal(str(random.lognormvariate(math.log(max(1, subject.about)), 0.75)))),
    )
    total, fee, period, periods = None, Decimal(0), "", 0
    items: tuple[Item, ...] = ()
    ends: date | None = effective + timedelta(days=364)
    renews, notice = False, 0
    if subject.form in {Form.MILESTONES, Form.GOODS}:
        total = _rounded(euros, currency, 100)
        items, ends = _instalments(subject, total, effective, currency, random)
    elif subject.form is Form.RECURRING:
        period, periods, count = random.choice((("monthly", 12, 12), ("monthly", 12, 12), ("quarterly", 4, 4)))
        fee = _rounded(euros / count, currency, 10)
        ends = _year_on(effective)
        renews, notice = random.random() < 0.7, random.choice((30, 60, 90))
    elif subject.form is Form.HOURLY:
        items = _rates(currency, random)
    department = BUYS[subject.kind]
    return Deal(
        key=f"deal-{place + 1:03d}",
        number=f"BWI-{begins.year}-{100 + place:03d}",
        firm=firm,
        subject=subject,
        title=f"{TITLES[subject.kind]}: {subject.short}",
        begins_on=begins,
        effective_on=effective,
        ends_on=ends,
        total=total,
        fee=fee,
        period=period,
        periods=periods,
        items=items,
        renews=renews,
        notice_days=notice,
        payment_days=random.choice((14, 30, 30, 30, 45, 60)),
        requester=REQUESTERS[department],
        buyer=("maya", "otto", "priya")[place % 3],
        fate=_fate(place, rest),
        rest=rest,
        order_fate="returned" if place % 11 == 4 else "revised" if place % 9 == 7 else "",
        variant=random.randrange(6),
        risk=random.choice(("low", "low", "medium", "medium", "medium", "high")),
    )


def _fate(place: int, rest: str) -> str:
    if rest:
        return GOES_ON
    if place % 13 == 5:
        return SENT_BACK
    if place % 17 == 8:
        return DECLINED
    return CANCELLED if place % 19 == 11 else GOES_ON


def _rounded(euros: Decimal, currency: str, step: int) -> Decimal:
    """The amount in its currency, in round figures."""
    amount = euros * Decimal(EUROS.get(currency, "1"))
    step *= 100 if currency in {"JPY", "ISK"} else 1
    return (amount / step).quantize(Decimal(1)) * step


def _year_on(start: date) -> date:
    """The last day of a year that begins on this day."""
    try:
        return start.replace(year=start.year + 1) - timedelta(days=1)
    except ValueError:
        return start.replace(year=start.year + 1, day=28)


SHARES = ((40, 60), (30, 40, 30), (25, 35, 40), (20, 30, 30, 20), (50, 50))


def _instalments(
    subject: Subject, total: Decimal, effective: date, currency: str, random: Random
) -> tuple[tuple[Item, ...], date]:
    """The price in two to four parts, each with its day; the last part takes what rounding leaves."""
    shares = random.choice([shares for shares in SHARES if len(shares) <= len(subject.steps)])
    cent = Decimal(1) if currency in {"JPY", "ISK"} else Decimal("0.01")
    amounts = [(total * share / 100).quantize(cent) for share in shares]
    amounts[-1] = total - sum(amounts[:-1])
    items, due = [], effective
    for number, (amount, (name, criterion)) in enumerate(zip(amounts, subject.steps, strict=False), 1):
        due += timedelta(days=random.randint(28, 62))
        label = f"{'L' if subject.form is Form.GOODS else 'M'}{number}"
        items.append(Item(label, name, criterion, day(due), amount))
    return tuple(items), due + timedelta(days=60)


def _rates(currency: str, random: Random) -> tuple[Item, ...]:
    rows = (("Senior specialist", "Design, review, advice", 130), ("Technician", "Work on site", 84))
    return tuple(
        Item(str(number), role, tasks, "hour", _rounded(Decimal(rate + random.randrange(-12, 20)), currency, 1))
        for number, (role, tasks, rate) in enumerate(rows, 1)
    )


def describe(deal: Deal) -> str:
    """A deal in a line, for people who watch the preparation."""
    price = money(deal.total, deal.firm.currency) if deal.total else deal.period or deal.form.value
    return f"{deal.begins_on} {deal.title} with {deal.firm.name} ({price})"
