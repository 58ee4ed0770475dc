"""An amendment as pages and programs are told it: each change with its values in words, and where each sentence is lit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from contracts.amending import Amendment
from contracts.models import Contract
from flowmono.common.templatetags.flowmono import day_in_words
from flowmono.common.templatetags.writing import known_locale, write_amount, write_periods
from flowmono.intelligence.amending.model import FieldChange, Item, ItemChange, Said, Scalar, Standing, Sum
from flowmono.intelligence.reader import Evidence

NAMES: dict[str, Promise] = {
    "payer": gettext_lazy("Customer"),
    "payee": gettext_lazy("Other party"),
    "total": gettext_lazy("Total"),
    "currency": gettext_lazy("Currency"),
    "payment_days": gettext_lazy("Payment term"),
    "effective_on": gettext_lazy("In force from"),
    "ends_on": gettext_lazy("Ends on"),
    "term": gettext_lazy("Length of the term"),
    "renews": gettext_lazy("Renewal"),
    "notice_days": gettext_lazy("Notice before the end"),
    "governing_law": gettext_lazy("Governing law"),
}
STANDINGS: dict[Standing, tuple[str, Promise]] = {
    "changed": ("warn", gettext_lazy("changed")),
    "new": ("info", gettext_lazy("new")),
    "removed": ("bad", gettext_lazy("removed")),
    "unchanged": ("neutral", gettext_lazy("unchanged")),
}
PARTS: dict[str, Promise] = {
    "description": gettext_lazy("name"),
    "amount": gettext_lazy("amount"),
    "due": gettext_lazy("due"),
    "unit": gettext_lazy("unit"),
}


@dataclass(frozen=True)
class Side:
    """One value with its sentence: words, the quote, its page, the address that lights it, and the number of its document."""

    words: str
    quote: str = ""
    page: int | None = None
    url: str = ""
    document: str = ""


@dataclass(frozen=True)
class Row:
    """One field or item of the table. key: the field's name, or "schedule"; told: the amendment's words where it says no value."""

    key: str
    name: str
    standing: Standing
    before: Side | None
    after: Side | None
    is_verified: bool
    parts: str = ""
    told: Side | None = None

    @property
    def kind(self) -> str:
        """The colour of its badge."""
        return STANDINGS[self.standing][0]

    @property
    def standing_words(self) -> str:
        """How it stands, in words."""
        return str(STANDINGS[self.standing][1])

    @property
    def in_words(self) -> str:
        """The change in one line: "Total: €20,000.00 → €25,000.00"."""
        nothing = _("nothing")
        facts = {
            "name": self.name,
            "before": self.before.words if self.before else nothing,
            "after": self.after.words if self.after else nothing,
        }
        return _("%(name)s: %(before)s → %(after)s") % facts


@dataclass(frozen=True)
class CheckedSum:
    """A sum that was done again, in words."""

    agrees: bool
    words: str
    quote: Side | None


@dataclass(frozen=True)
class Told:
    """All that is told of one amendment."""

    contract: Contract
    agreement: Contract
    changes: Sequence[Row]
    unchanged: Sequence[Row]
    sums: Sequence[CheckedSum]
    other: Sequence[Side]

    @property
    def disagrees(self) -> bool:
        """A sum of the amendment does not come out."""
        return any(not one.agrees for one in self.sums)

    @property
    def unverified(self) -> int:
        """How many changes rest on a sentence of which nobody confirmed a value."""
        return sum(1 for row in self.changes if not row.is_verified)


def told(amendment: Amendment) -> Told:
    """The rows, sums and passages of an amendment."""
    currency = amendment.agreement.currency or amendment.contract.currency
    found = amendment.comparison
    rows = [_field_row(amendment, one, currency) for one in found.fields]
    rows += [_item_row(amendment, one, currency) for one in found.items]
    return Told(
        amendment.contract,
        amendment.agreement,
        [row for row in rows if row.standing != "unchanged"],
        [row for row in rows if row.standing == "unchanged"],
        [_sum(amendment, one, currency) for one in found.sums],
        [_passage(amendment, one) for one in found.other],
    )


def value_words(field: str, value: Scalar, currency: str) -> str:
    """A value of a field as people read it."""
    if isinstance(value, bool):
        return _("renews by itself") if value else _("does not renew by itself")
    if isinstance(value, Decimal):
        return _money(value, currency)
    if isinstance(value, date):
        return str(day_in_words(value))
    if isinstance(value, int):
        return ngettext("%(n)s day", "%(n)s days", value) % {"n": value}
    return write_periods(value) if field == "term" else value


def _money(amount: Decimal, currency: str) -> str:
    return write_amount(amount, currency, known_locale(get_language() or "en"))


def _field_row(amendment: Amendment, one: FieldChange, currency: str) -> Row:
    def side(said: Said | None) -> Side | None:
        return None if said is None else _side(amendment, said, value_words(one.field, said.value, currency))

    told_by = _passage(amendment, one.told) if one.told and one.after is None else None
    return Row(
        one.field,
        str(NAMES[one.field]),
        one.standing,
        side(one.before),
        side(one.after),
        amendment.is_verified(one),
        told=told_by,
    )


def _item_row(amendment: Amendment, one: ItemChange, currency: str) -> Row:
    def side(item: Item | None) -> Side | None:
        return None if item is None else _side(amendment, item, item_words(item, currency))

    known = one.before or one.after
    name = (known.description if known else "") or _("Item of the schedule")
    parts = ", ".join(str(PARTS[part]) for part in one.what)
    told_by = _passage(amendment, one.told) if one.told and one.after is None else None
    return Row(
        "schedule", name, one.standing, side(one.before), side(one.after), amendment.is_verified(one), parts, told_by
    )


def item_words(item: Item, currency: str) -> str:
    """An item of the schedule in one line: its price, and when it is due."""
    said = []
    if item.amount is not None:
        price = _money(item.amount, item.currency or currency)
        said.append(_("%(price)s per %(unit)s") % {"price": price, "unit": item.unit} if item.unit else price)
    elif item.percent is not None:
        said.append(_("%(share)s %%") % {"share": f"{item.percent.normalize():f}"})
    if item.count and item.period:
        said.append(_("%(n)s × %(period)s") % {"n": item.count, "period": write_periods(item.period)})
    elif item.period:
        said.append(write_periods(item.period))
    if item.due_on is not None:
        said.append(_("due %(day)s") % {"day": day_in_words(item.due_on)})
    elif item.due:
        said.append(write_periods(item.due))
    return ", ".join(str(part) for part in said) or "–"


def _side(amendment: Amendment, said: Said | Item, words: str) -> Side:
    document = amendment.documents.get(said.where)
    evidence = said.evidence
    return Side(
        words,
        evidence.quote if evidence else "",
        evidence.page if evidence else None,
        amendment.address_of(said),
        document.number if document else "",
    )


def _passage(amendment: Amendment, evidence: Evidence) -> Side:
    return _side(amendment, Said("", evidence, str(amendment.contract.pk)), "")


def _sum(amendment: Amendment, one: Sum, currency: str) -> CheckedSum:
    expected, found = (value_words("", value, currency) for value in (one.expected, one.found))
    facts = {"expected": expected, "found": found, "agreement": amendment.agreement.number}
    words = {
        ("increase", True): _("What was agreed before and the difference come to %(found)s, as the amendment says."),
        ("increase", False): _(
            "What was agreed before and the difference come to %(expected)s; the amendment says %(found)s."
        ),
        ("stated_before", True): _("The amendment says that %(found)s was agreed before, and so it was."),
        ("stated_before", False): _("The amendment says that %(found)s was agreed before; it was %(expected)s."),
        ("extension", True): _("The term before and its extension end on %(found)s, as the amendment says."),
        ("extension", False): _("The term before and its extension end on %(expected)s; the amendment says %(found)s."),
        ("schedule", True): _("The items that hold now come to the total of %(found)s."),
        ("schedule", False): _("The items that hold now come to %(expected)s; the total is %(found)s."),
    }[one.kind, one.agrees]
    return CheckedSum(
        one.agrees,
        words % facts,
        _passage(amendment, one.evidence) if one.evidence and one.kind != "schedule" else None,
    )
