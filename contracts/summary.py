"""A contract in short: sentences of our own about what was read, each resting on a sentence of the contract. Nothing is said without one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from contracts.clauses import RISKS
from contracts.library import KindRow
from contracts.models import Contract, ContractClause, Term
from contracts.presenting_amendments import item_words
from contracts.terms import words_of_payment
from flowmono.common.templatetags.flowmono import day_in_words
from flowmono.common.templatetags.writing import known_locale, write_amount, write_periods
from flowmono.intelligence.amending.model import Item

MOST_ITEMS = 6


@dataclass(frozen=True)
class Place:
    """A term or clause that a sentence of ours rests on, and which of its page's it is, counted from 1."""

    source: Term | ContractClause
    nth: int

    @property
    def words(self) -> str:
        """The page, and for the further ones of a page only which it is."""
        return str(self.nth) if self.nth > 1 else _("page %(page)s") % {"page": self.source.page}

    @property
    def name(self) -> str:
        """What is read out."""
        named = _("page %(page)s, place %(nth)s") if self.nth > 1 else _("page %(page)s")
        return named % {"page": self.source.page, "nth": self.nth}


@dataclass(frozen=True)
class Statement:
    """One sentence with what it rests on: terms or clauses of the contract, at least one, or what a person said that it does not say."""

    about: str
    words: str
    sources: tuple[Term | ContractClause, ...]
    is_absence: bool = False

    @property
    def is_verified(self) -> bool:
        """A person stands behind everything that it rests on; of a clause, said that it is one."""
        return (
            all(one.is_verified if isinstance(one, Term) else one.state == "confirmed" for one in self.sources)
            or self.is_absence
        )

    @property
    def places(self) -> list["Place"]:
        """What it rests on, page by page; what is no longer in the document comes last."""
        standing = [one for one in self.sources if one.start is not None]
        met = Counter[int | None]()
        places = []
        for one in sorted(standing, key=lambda one: (one.page or 0, one.start or 0)):
            met[one.page] += 1
            places.append(Place(one, met[one.page]))
        return places + [Place(one, 1) for one in self.sources if one.start is None]

    @property
    def by(self) -> str:
        """Who said that the contract does not say it."""
        first = self.sources[0]
        return str(first.verified_by) if self.is_absence and isinstance(first, Term) else ""


def summary_of(
    contract: Contract, terms: Sequence[Term], absent: Iterable[Term], deviations: Iterable[KindRow] = ()
) -> list[Statement]:
    """Who, what, how much, when, how it ends, the duties, and where it differs from our own texts, in this order.

    terms: those that stand, in the contract's order; only those with a sentence are used. absent: what a person said the contract does
    not say. deviations: kinds of clause in which it differs from the library.
    """
    quoted = [term for term in terms if term.quote]
    by_field: dict[str, Term] = {}
    for term in quoted:
        by_field.setdefault(term.field, term)
    said = [
        *_parties(contract, by_field),
        *_money(contract, by_field, [term for term in quoted if term.field == "schedule"]),
        *_time(contract, by_field),
        *_duties([term for term in quoted if term.field == "obligation"]),
        *_deviations(deviations),
    ]
    return [*said, *_absences(absent)]


def _amount(value: Decimal, currency: str) -> str:
    return write_amount(value, currency, known_locale(get_language() or "en"))


def _day(value: date) -> str:
    return str(day_in_words(value))


def _parties(contract: Contract, terms: dict[str, Term]) -> Iterator[Statement]:
    payer, payee, title = terms.get("payer"), terms.get("payee"), terms.get("title")
    if payer and payee:
        facts = {"payer": payer.value, "payee": payee.value, "title": title.value if title else ""}
        words = (
            _("“%(title)s” between %(payer)s, who pays, and %(payee)s, who is paid.")
            if title
            else _("%(payer)s pays, %(payee)s is paid.")
        )
        yield Statement("parties", words % facts, tuple(one for one in (payer, payee, title) if one))


def _money(contract: Contract, terms: dict[str, Term], items: list[Term]) -> Iterator[Statement]:
    total = terms.get("total")
    if total and total.amount is not None:
        words = {
            "cap": _("At most %(total)s is paid in all."),
            "minimum": _("At least %(total)s is paid in all."),
            "estimate": _("About %(total)s is paid in all; it is an estimate."),
        }.get(contract.total_kind, _("%(total)s is paid in all."))
        yield Statement(
            "total", words % {"total": _amount(total.amount, total.currency or contract.currency)}, (total,)
        )
    firm = [item for item in items if item.item_kind != "unit_price" and not item.optional]
    if firm:
        each = all(item.condition for item in firm)  # said once for all of them
        told = [_part(item, contract, condition="" if each else item.condition) for item in firm[:MOST_ITEMS]]
        if len(firm) > MOST_ITEMS:
            told.append(_("and %(n)s more") % {"n": len(firm) - MOST_ITEMS})
        if each:
            words = ngettext(
                "It is paid in %(n)s part, %(condition)s: %(items)s.",
                "It is paid in %(n)s parts, each %(condition)s: %(items)s.",
                len(firm),
            )
        else:
            words = ngettext("It is paid in %(n)s part: %(items)s.", "It is paid in %(n)s parts: %(items)s.", len(firm))
        facts = {"n": len(firm), "items": "; ".join(told), "condition": firm[0].condition}
        yield Statement("schedule", words % facts, tuple(firm[:MOST_ITEMS]))
    rates = [item for item in items if item.item_kind == "unit_price" and item.amount is not None]
    if rates:
        amounts = sorted(item.amount for item in rates if item.amount is not None)
        facts = {
            "n": len(rates),
            "least": _amount(amounts[0], contract.currency),
            "most": _amount(amounts[-1], contract.currency),
        }
        words = ngettext(
            "%(n)s price per unit: %(least)s.", "%(n)s prices per unit, from %(least)s to %(most)s.", len(rates)
        )
        yield Statement("rates", words % facts, tuple(rates[:MOST_ITEMS]))
    pay = terms.get("payment_terms")
    if pay and contract.payment_days is not None:
        when = words_of_payment(contract.payment_days, contract.payment_from)
        yield Statement("payment", _("Invoices are paid within %(when)s.") % {"when": when}, (pay,))
    for field in ("retention", "advance"):
        if field in terms:
            yield Statement(field, f"{terms[field].value[:1].upper()}{terms[field].value[1:]}.", (terms[field],))


def _part(term: Term, contract: Contract, *, condition: str) -> str:
    """One part of the price: its name, its amount, when it is due, and the condition that it waits for."""
    said = ", ".join(filter(None, (_item_words(term, contract), condition)))
    return f"{term.description or term.label_in_words}: {said}"


def _item_words(term: Term, contract: Contract) -> str:
    words = term.due_value if term.due_type in {"relative", "event"} and term.due_value != "unspecified" else ""
    return item_words(
        Item(
            "",
            term.item_kind,
            term.amount,
            term.percent,
            term.currency,
            term.due_on,
            words,
            term.due_period,
            term.due_count,
            term.unit,
        ),
        contract.currency,
    )


def _time(contract: Contract, terms: dict[str, Term]) -> Iterator[Statement]:
    begins, ends, length, renewal = (terms.get(name) for name in ("effective_on", "ends_on", "term", "renewal"))
    if begins and contract.starts_on_signature:
        yield Statement("begin", _("In force from the last signature."), (begins,))
    elif begins and contract.effective_on:
        yield Statement("begin", _("In force from %(day)s.") % {"day": _day(contract.effective_on)}, (begins,))
    ending = ends or length
    if ending and contract.ends_on:
        yield Statement("end", _ending_words(contract, contract.ends_on), (ending,))
    elif length:
        yield Statement("end", _("It runs for %(period)s.") % {"period": write_periods(length.value)}, (length,))
    if renewal:
        yield Statement("renewal", _renewal_words(contract), (renewal,))
    law = terms.get("governing_law")
    if law and contract.governing_law:
        yield Statement("law", _("Governing law: %(law)s.") % {"law": contract.governing_law}, (law,))


def _ending_words(contract: Contract, first_end: date) -> str:
    if ending := contract.early_end:
        return _("It ends early, on %(day)s, %(how)s.") % {"day": _day(ending.ends_on), "how": ending.get_how_display()}
    if contract.stops_on:
        return _("It ends on %(day)s: notice was given.") % {"day": _day(contract.stops_on)}
    if not contract.has_renewed:
        return _("It ends on %(day)s.") % {"day": _day(first_end)}
    days = {"day": _day(first_end), "until": _day(contract.runs_until) if contract.runs_until else ""}
    if contract.runs_until:
        return _("Its first term ended on %(day)s. It went on by itself, and runs until %(until)s.") % days
    return _("Its first term ended on %(day)s. It went on by itself; nobody has said yet until when.") % days


def _renewal_words(contract: Contract) -> str:
    if not contract.renews:
        return _("It does not renew by itself.")
    if contract.early_end:
        return _("It would renew by itself, had it not been ended early.")
    if contract.stops_on:
        return _("It would renew by itself, had nobody given notice.")
    if contract.notice_days is None:
        return _("It renews by itself.")
    if contract.ends_on is None or (contract.has_renewed and contract.runs_until is None):
        words = ngettext(
            "It renews by itself unless notice is given %(days)s day before.",
            "It renews by itself unless notice is given %(days)s days before.",
            contract.notice_days,
        )
        return words % {"days": contract.notice_days}
    last = (contract.runs_until or contract.ends_on) - timedelta(days=contract.notice_days)
    words = ngettext(
        "It renews by itself unless notice is given %(days)s day before its end, on %(day)s at the latest.",
        "It renews by itself unless notice is given %(days)s days before its end, on %(day)s at the latest.",
        contract.notice_days,
    )
    return words % {"days": contract.notice_days, "day": _day(last)}


def _duties(obligations: list[Term]) -> Iterator[Statement]:
    """The first of each kind: what it asks for, with its amount and time where the contract gives them."""
    seen: set[str] = set()
    for term in obligations:
        if term.description in seen or term.description == "renewal_notice":
            continue
        seen.add(term.description)
        more = []
        if term.amount is not None:
            more.append(_amount(term.amount, term.currency) if term.currency else str(term.amount.normalize()))
        if term.due_value:
            more.append(write_periods(term.due_value))
        words = _("%(duty)s: %(more)s.") if more else _("%(duty)s: it has a clause about it.")
        yield Statement("obligation", words % {"duty": term.label_in_words, "more": ", ".join(more)}, (term,))


def _deviations(rows: Iterable[KindRow]) -> Iterator[Statement]:
    """Where it differs from our own texts at a risk, the worst first. A clause that was not found is nobody's decision and is not said."""
    differing = [
        row for row in rows if row.clauses and row.deviation.risk != "none" and row.deviation.nearest is not None
    ]
    for row in sorted(differing, key=lambda one: -RISKS.index(one.deviation.risk)):
        nearest = row.deviation.nearest
        figures = [
            _("ours says %(ours)s, the contract %(theirs)s") % {"ours": one.old, "theirs": one.new}
            for one in row.deviation.figures
            if one.old and one.new
        ]
        facts = {"kind": row.title, "ours": nearest.name if nearest else "", "figures": "; ".join(figures)}
        words = (
            _("%(kind)s differs from our text “%(ours)s”: %(figures)s.")
            if figures
            else _("%(kind)s is worded otherwise than our text “%(ours)s”; the comparison shows how.")
        )
        yield Statement("deviation", words % facts, row.clauses)


def _absences(absent: Iterable[Term]) -> Iterator[Statement]:
    for term in absent:
        yield Statement(
            "absent", _("It does not say: %(label)s.") % {"label": term.label_in_words}, (term,), is_absence=True
        )
