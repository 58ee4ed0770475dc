"""Whether an order is the requisition that was approved, line by line; and who approved that, for who approves the order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from flowmono.approvals.models import Kind, RequestState, Seat, Verdict
from flowmono.common.templatetags.writing import say_day, say_money
from procurement.models import Order, Requisition


@dataclass(frozen=True)
class Wanted:
    """What one line of a requisition or of an order asks for."""

    position: int
    description: str
    quantity: Decimal | None
    unit: str
    unit_price: Decimal | None
    optional: bool = False


@dataclass(frozen=True)
class Compared:
    """The lines in which an order is not the requisition any more, by their places in both; none where they are one and the same."""

    changed: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()


def compare(asked: Sequence[Wanted], ordered: Sequence[Wanted]) -> Compared:
    """Line by line by their places, which an order keeps from its requisition. Pure."""
    before, after = ({one.position: one for one in lines} for lines in (asked, ordered))
    return Compared(
        tuple(sorted(place for place in before.keys() & after.keys() if before[place] != after[place])),
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(before.keys() - after.keys())),
    )


@dataclass(frozen=True)
class AsAsked:
    """An order beside the requisition that it was made from. `approved_by` are the people who said yes to that, the first first."""

    requisition: Requisition
    approved_by: tuple[str, ...]
    approved_on: date | None
    differs: tuple[str, ...]

    @property
    def is_unchanged(self) -> bool:
        """True when amount, currency, vendor and every line are those that were approved."""
        return not self.differs

    @property
    def approval(self) -> str:
        """Who approved the requisition, and when."""
        facts = {
            "number": self.requisition.number,
            "who": ", ".join(self.approved_by),
            "day": say_day(self.approved_on) if self.approved_on else "",
        }
        if not self.approved_by or self.approved_on is None:
            return ""
        return _("It was approved as requisition %(number)s by %(who)s on %(day)s.") % facts


def as_asked(order: Order) -> AsAsked | None:
    """The order beside its approved requisition; None for one that was made from a contract."""
    requisition: Requisition | None = getattr(order, "requisition", None)
    if requisition is None:
        return None
    says = (
        Seat.objects.filter(
            request__kind=Kind.REQUISITION,
            request__subject_id=requisition.pk,
            request__state=RequestState.GRANTED,
            verdict=Verdict.YES,
        )
        .select_related("decided_by")
        .order_by("decided_at", "pk")
    )
    said = [(str(seat.decided_by), seat.decided_at.date()) for seat in says if seat.decided_at is not None]
    return AsAsked(
        requisition,
        tuple(dict.fromkeys(who for who, _day in said)),
        said[-1][1] if said else None,
        tuple(_differences(order, requisition)),
    )


def _differences(order: Order, requisition: Requisition) -> list[str]:
    said = []
    if requisition.vendor_id is None:
        said.append(_("%(vendor)s was chosen afterwards.") % {"vendor": order.vendor})
    elif requisition.vendor_id != order.vendor_id:
        facts = {"vendor": order.vendor, "other": requisition.vendor}
        said.append(_("The vendor is %(vendor)s, not %(other)s.") % facts)
    if (order.total, order.currency) != (requisition.estimate, requisition.currency):
        facts = {
            "now": say_money(order.total, order.currency),
            "then": say_money(requisition.estimate, requisition.currency),
        }
        said.append(_("It comes to %(now)s, not %(then)s.") % facts)
    asked = [
        Wanted(one.position, one.description, one.quantity, one.unit, one.unit_price) for one in requisition.lines.all()
    ]
    ordered = [
        Wanted(one.position, one.description, one.quantity, one.unit, one.unit_price, one.optional)
        for one in order.lines.all()
    ]
    lines = compare(asked, ordered)
    for one, more, places in (
        (_("Line %(places)s was changed."), _("Lines %(places)s were changed."), lines.changed),
        (_("Nobody had asked for line %(places)s."), _("Nobody had asked for lines %(places)s."), lines.added),
        (_("Line %(places)s fell away."), _("Lines %(places)s fell away."), lines.removed),
    ):
        if places:
            named = get_text_list([str(place) for place in places], _("and"))
            said.append((one if len(places) == 1 else more) % {"places": named})
    return said
