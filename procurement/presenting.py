"""Orders, invoices and payments as pages draw them: balances, lines beside their clauses, verdicts in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q, Sum
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flowmono.common.templatetags.writing import as_read, reading_locale, say_day, write_amount
from procurement.deciding import TERM_UNVERIFIED
from procurement.matching.bank import masked
from procurement.matching.codes import (
    ACCEPTOR,
    BANK_DESK,
    CLERK,
    CONTRACT_OWNER,
    ORDER_OWNER,
    TAX_DESK,
    TREASURY,
    VENDOR,
    VENDOR_DESK,
)
from procurement.models import (
    NOT_OWED,
    Invoice,
    InvoiceLine,
    InvoiceState,
    Match,
    Order,
    OrderLine,
    PaymentAuthorization,
    Revision,
)
from procurement.naming import DEDUCTED, field_words, words_of
from vendors.models import Milestone

KIND_OF_DECISION = {"AUTHORIZE": "good", "REVIEW": "warn", "HOLD": "warn", "REJECT": "bad"}
KIND_OF_SEVERITY = {"INFO": "info", "REVIEW": "warn", "HOLD": "warn", "REJECT": "bad"}
# UN/ECE codes that e-invoices use most, as people say them.
UNIT_WORDS = {"C62": "", "H87": "", "EA": "", "HUR": "h", "DAY": "d", "MON": "months", "ANN": "years", "LS": "lump sum"}
PASSED = ("matched", "authorized", "paid", "credited")


@dataclass(frozen=True)
class Line:
    """An order line with what has been billed and paid on it, and where its sentence stands."""

    record: OrderLine
    billed: Decimal
    paid: Decimal
    clause_url: str

    @property
    def left(self) -> Decimal | None:
        """What may still be billed; None for a rate."""
        return None if self.record.amount is None else Decimal(self.record.amount) - self.billed

    @property
    def is_paid_in_part(self) -> bool:
        """True when something of the line was paid, and not all of it."""
        return self.record.amount is not None and 0 < self.paid < self.record.amount


@dataclass(frozen=True)
class Balance:
    """What an order comes to, what of it was billed and paid, and what is left."""

    total: Decimal
    billed: Decimal
    paid: Decimal

    @property
    def left(self) -> Decimal:
        return self.total - self.billed


def clause_url(contract_id: Any, term_id: Any) -> str:
    """Where the sentence of a term stands on the contract's page; nothing without one."""
    if contract_id is None or term_id is None:
        return ""
    try:
        return f"{reverse('contracts:contract', args=[contract_id])}#term-{term_id}"
    except NoReverseMatch:
        return ""


def milestones_by_term(terms: Iterable[Any]) -> dict[Any, Milestone]:
    """The milestone of each of these terms, by the term's id, in one statement."""
    known = [term for term in terms if term is not None]
    if not known:
        return {}
    found = Milestone.objects.filter(term_id__in=known).select_related("workspace", "accepted_by")
    return {milestone.term_id: milestone for milestone in found}


def lines_of(order: Order) -> list[Line]:
    """The order's lines with what was billed and paid on each, in two statements. Credit notes give back."""
    rows = (
        InvoiceLine.objects.filter(order_line__order=order, invoice__state__in=PASSED)
        .values("order_line", "invoice__doc_type")
        .annotate(billed=Sum("order_net"), paid=Sum("order_net", filter=Q(invoice__state__in=["paid", "credited"])))
        .order_by()
    )
    sums: dict[Any, list[Decimal]] = {}
    for row in rows:
        sign = -1 if row["invoice__doc_type"] == "credit_note" else 1
        known = sums.setdefault(row["order_line"], [Decimal(0), Decimal(0)])
        known[0] += sign * abs(row["billed"] or 0) if sign < 0 else Decimal(row["billed"] or 0)
        known[1] += sign * abs(row["paid"] or 0) if sign < 0 else Decimal(row["paid"] or 0)
    zero = [Decimal(0), Decimal(0)]
    return [
        Line(line, *sums.get(line.pk, zero), clause_url(order.contract_id, line.term_id))
        for line in order.lines.select_related("term", "added_by").order_by("position")
    ]


def balance_of(order: Order, lines: Iterable[Line]) -> Balance:
    """The sums of the lines beside the order's total."""
    known = list(lines)
    return Balance(
        Decimal(order.total),
        sum((line.billed for line in known), Decimal(0)),
        sum((line.paid for line in known), Decimal(0)),
    )


@dataclass(frozen=True)
class Said:
    """A finding as the page shows it; `words` say its code."""

    code: str
    words: str
    sentence: str
    kind: str
    owner: str
    line: int | None
    at_risk: Decimal | None
    overridden: bool
    may_be_overridden: bool
    other: str = ""  # the id of another invoice that it is compared with


_COLUMNS = {
    "description": gettext_lazy("what is ordered"),
    "quantity": gettext_lazy("quantity"),
    "unit": gettext_lazy("unit"),
    "unit_price": gettext_lazy("price of one"),
    "optional": gettext_lazy("optional"),
}


def revisions_of(order: Order) -> list[tuple[Revision, list[str]]]:
    """Each revision of an order with its changes in words: "Line 1, price of one: 120 → 110"."""
    if not order.revision:
        return []
    return [
        (revision, [_change_in_words(change) for change in revision.changes])
        for revision in order.revisions.select_related("made_by")
    ]


def _change_in_words(change: Mapping[str, str]) -> str:
    return _("Line %(line)s, %(what)s: %(before)s → %(after)s") % {
        "line": change["line"],
        "what": _COLUMNS.get(change["field"], change["field"]),
        "before": _plainly(change["before"]),
        "after": _plainly(change["after"]),
    }


def _plainly(value: str) -> str:
    """A stored value as people write it: 120 for 120.000000, yes for True."""
    if value in {"", "None"}:
        return "–"
    if value in {"True", "False"}:
        return _("yes") if value == "True" else _("no")
    try:
        return f"{Decimal(value).normalize():f}"
    except InvalidOperation:
        return value


def findings_of(match: Match | None) -> list[Said]:
    """The findings of a match, the gravest first."""
    return [
        Said(
            code=told["code"],
            words=words_of(told["code"]),
            sentence=as_read(told["sentence"]),
            kind="neutral" if told["overridden"] else KIND_OF_SEVERITY[told["severity"]],
            owner="" if told.get("until") else owner_words(told["owner"]),
            line=told["line"],
            at_risk=Decimal(told["at_risk"]) if told["at_risk"] is not None else None,
            overridden=told["overridden"],
            may_be_overridden=told["may_be_overridden"] and not told["overridden"],
            other=told.get("other", ""),
        )
        for told in (match.findings if match else [])
    ]


@dataclass(frozen=True)
class LetPass:
    """A finding that a person let pass: what it says, who did, why, and when."""

    words: str
    sentence: str
    name: str
    reason: str
    at: datetime


def let_pass_in(match: Match | None, invoice: Invoice) -> list[LetPass]:
    """The findings of this match that were let pass, each with the person and the reason that count."""
    entries = {entry["key"]: entry for entry in invoice.overrides}
    return [
        LetPass(
            words=words_of(told["code"]),
            sentence=as_read(told["sentence"]),
            name=entries[told["key"]]["name"],
            reason=entries[told["key"]]["reason"],
            at=datetime.fromisoformat(entries[told["key"]]["at"]),
        )
        for told in (match.findings if match else [])
        if told["overridden"] and told["key"] in entries
    ]


def verdict_of(invoice: Invoice, match: Match | None) -> tuple[str, str, str]:
    """(words, kind, why) for the top of the invoice's page."""
    if invoice.state == InvoiceState.RECEIVED:
        return _("The invoice is being read."), "info", ""
    if match is None or invoice.state == InvoiceState.READ:
        return _("The invoice is being matched."), "info", ""
    stops = match.stops
    # What the comparison says in full stands below: the top names it.
    names = " ".join(f"{words_of(code)}." for code in dict.fromkeys(told["code"] for told in stops))
    if invoice.reason and invoice.state in {InvoiceState.HELD, InvoiceState.REVIEW, *NOT_OWED}:
        words = {
            InvoiceState.WITHDRAWN: _("Its vendor withdrew it: nothing is owed."),
            InvoiceState.REVIEW: _("A person stopped the payment."),
            InvoiceState.HELD: _("A person stopped the payment."),
            InvoiceState.REJECTED: _("It goes back to the vendor."),
        }
        kind = "neutral" if invoice.state == InvoiceState.WITHDRAWN else "bad"
        by_itself = invoice.reason == " ".join(told["sentence"] for told in stops)
        return words[InvoiceState(invoice.state)], kind, names if by_itself else as_read(invoice.reason)
    decided = {
        "AUTHORIZE": _("It agrees with the order, the clause and what was accepted."),
        "REVIEW": _("A person looks at it before it can be paid."),
        "HOLD": _("It waits: nothing is paid until this is settled."),
        "REJECT": _("It cannot be paid as it is and goes back to the vendor."),
    }
    if match.decision == "AUTHORIZE" and any(told["overridden"] for told in match.findings):
        return _("It may be paid: a person let the findings pass, with reasons."), "good", ""
    return decided[match.decision], KIND_OF_DECISION[match.decision], names


def answers_of(invoice: Invoice) -> list[dict[str, Any]]:
    """What its vendor told us about it, in order: words, name, at."""
    return [{**answer, "at": datetime.fromisoformat(answer["at"])} for answer in invoice.answers]


@dataclass(frozen=True)
class BilledLine:
    """An invoice line beside the order line that it bills."""

    record: InvoiceLine
    clause_url: str
    quote: str
    page: int | None
    kind: str
    verdict: str
    milestone: Milestone | None = None

    @property
    def unit(self) -> str:
        """The unit as people say it; nothing for pieces, which go without saying."""
        unit = str(self.record.unit)
        return UNIT_WORDS.get(unit.upper(), unit)


def billed_lines(invoice: Invoice, match: Match | None) -> list[BilledLine]:
    """The invoice's lines beside their order lines and the milestones that deliver them, in two statements."""
    stopped: dict[int | None, list[str]] = {}
    for told in match.stops if match else []:
        stopped.setdefault(told["line"], []).append(words_of(told["code"]))
    found = []
    lines = list(invoice.lines.select_related("order_line__order").order_by("position"))
    milestones = milestones_by_term({line.order_line.term_id for line in lines if line.order_line})
    for line in lines:
        target = line.order_line
        found.append(
            BilledLine(
                record=line,
                clause_url=clause_url(target.order.contract_id, target.term_id) if target else "",
                quote=target.quote if target else "",
                page=target.page if target else None,
                kind="warn" if line.position in stopped or target is None else "good",
                # The finding itself stands with what the comparison found: its line names it.
                verdict=" · ".join(dict.fromkeys(stopped.get(line.position, []))) or as_read(line.verdict),
                milestone=milestones.get(target.term_id) if target else None,
            )
        )
    return found


# What calling a known contact and confirming the account settles.
_TO_VERIFY = frozenset({"BANK_CHANGED", "BANK_UNVERIFIED"})
_OWNER_WORDS = {
    CLERK: gettext_lazy("finance"),
    VENDOR: gettext_lazy("the vendor"),
    ORDER_OWNER: gettext_lazy("procurement"),
    ACCEPTOR: gettext_lazy("who accepts the delivery"),
    VENDOR_DESK: gettext_lazy("procurement"),
    BANK_DESK: gettext_lazy("two people of finance or procurement"),
    TREASURY: gettext_lazy("finance"),
    CONTRACT_OWNER: gettext_lazy("procurement"),
    TAX_DESK: gettext_lazy("finance"),
    "legal & compliance": gettext_lazy("legal & compliance"),
}


def owner_words(owner: str) -> str:
    """Who settles a finding, by the roles that people have here; one that nobody has named yet stays as it is."""
    return str(_OWNER_WORDS.get(owner, owner))


def who_settles(stops: Iterable[Mapping[str, Any]]) -> str:
    """Who must do what before a held invoice goes on, by the findings that stop it; "" where nothing stops it."""
    found = list(stops)
    owners = list(dict.fromkeys(told["owner"] for told in found if not told.get("until")))
    if any(told["code"].startswith("DUP_") for told in found):
        return _("finance, to compare both")
    if found and not owners:
        return _("the day on which it is matched again")
    if owners == [VENDOR]:
        return _("its vendor, to explain it or withdraw it")
    if owners == [ACCEPTOR]:
        return _("the delivery to be accepted")
    if not owners:
        return ""
    who = _(" and ").join(dict.fromkeys(owner_words(owner) for owner in owners))
    return _("%(who)s, to settle what was found") % {"who": who}


def _waiting_helps(stops: Iterable[Mapping[str, Any]]) -> list[str]:
    """Until when it waits for a day alone; then it is matched again by the clock."""
    days = [date.fromisoformat(told["until"]) for told in stops if told.get("until")]
    if not days:
        return []
    said = say_day(max(days))
    return [_("Nobody needs to do anything: on %(day)s the invoice is matched again by itself.") % {"day": said}]


def what_helps(match: Match | None) -> list[str]:
    """Who must do what, in sentences, for findings that people cannot simply let pass."""
    codes = set(match.codes) if match else set()
    helps = []
    if codes & _TO_VERIFY:
        helps.append(_("Verify the account on the vendor's page: one person calls back, another confirms."))
    helps += _waiting_helps(match.stops if match else [])
    if "DATE_BEFORE_PO" in codes:
        helps.append(
            _(
                "Compare both dates with the vendor's delivery. If the order was only written down later, let the finding "
                "pass and say why; otherwise send the invoice back."
            )
        )
    if {"MILESTONE_NOT_ACCEPTED", "MILESTONE_OVERBILLED", "QTY_OVER_ACCEPTED"} & codes:
        helps.append(_("When the requester accepts the delivery, the invoice is matched again by itself."))
    if TERM_UNVERIFIED in codes:
        helps.append(_("Legal & compliance confirms the term on the contract's page."))
    if {"PO_MISSING", "PO_AMBIGUOUS", "PO_NOT_FOUND"} & codes:
        helps.append(_("Confirm which order the invoice bills."))
    return helps


@dataclass(frozen=True)
class Beside:
    """One fact of two invoices: what it is, and both as they are shown."""

    label: str
    first: str
    second: str

    @property
    def same(self) -> bool:
        return self.first == self.second


def beside_each_other(first: Invoice, second: Invoice) -> list[Beside]:
    """The facts by which people tell whether two invoices are one, each of both."""
    shown = [_facts_of(first), _facts_of(second)]
    return [
        Beside(label, shown[0].get(label, "–"), shown[1].get(label, "–"))
        for label in dict.fromkeys([*shown[0], *shown[1]])
    ]


def sums_of(invoice: Invoice, payment: PaymentAuthorization | None = None) -> list[tuple[str, Decimal]]:
    """What leads from the lines to the amount: net, tax, gross where it is not what is asked for, and what is to be paid.

    payment: its amount comes last where it is another one, such as with a part kept back.
    """
    payable = invoice.payable
    said = {**invoice.reading, **invoice.corrections}
    rows: list[tuple[str, Decimal | None]] = [(_("Net"), invoice.net), (_("Tax"), invoice.tax)]
    if invoice.gross != payable:
        rows.append((_("Gross"), invoice.gross))
        rows += [
            (field_words(name), -abs(Decimal(str(said[name]))))
            for name in DEDUCTED
            if Decimal(str(said.get(name) or 0))
        ]
    rows.append((_("To pay"), payable))
    if payment is not None and payable is not None and abs(payment.amount) != abs(payable):
        rows.append((_("This payment"), payment.amount))
    return [(label, amount) for label, amount in rows if amount is not None]


def _facts_of(invoice: Invoice) -> dict[str, str]:
    said = {**invoice.reading, **invoice.corrections}
    account = str(said.get("iban") or "")
    facts = {
        _("Number"): invoice.number,
        _("Vendor"): str(invoice.vendor or invoice.seller_name),
        _("Date"): say_day(invoice.issued_on) if invoice.issued_on else "",
        _("Due"): say_day(invoice.due_on) if invoice.due_on else "",
        _("Order"): invoice.order.number if invoice.order else str(said.get("order_ref") or ""),
        _("Account"): masked(account) if account else "",
    }
    amounts = [
        (_("Net"), invoice.net),
        (_("Tax"), invoice.tax),
        (_("Gross"), invoice.gross),
        (_("To pay"), invoice.payable),
    ]
    for label, amount in amounts:
        facts[label] = "" if amount is None else write_amount(amount, invoice.currency, reading_locale())
    for line in invoice.lines.order_by("position"):
        net = "" if line.net is None else write_amount(line.net, invoice.currency, reading_locale())
        facts[_("Line %(n)s") % {"n": line.position}] = f"{line.description} · {net}".rstrip(" ·")
    return {label: value or "–" for label, value in facts.items()}
