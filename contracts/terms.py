"""From a reading to terms: which values a contract keeps, under which label, and the day on which an item is due."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from flowmono.intelligence.reader import Advance, Due, Evidence, Party, Reading, Renewal, Retention, ScheduleItem, Value

# How sure the reader is of a duty: it was never measured, so a person is asked (contracts.models.LOOK_TWICE).
UNMEASURED = Decimal("0.65")
LABELS = {
    "amends": _("It changes another agreement"),
    "title": _("Title"),
    "agreement_on": _("Agreement date"),
    "effective_on": _("Effective date"),
    "ends_on": _("End date"),
    "term": _("Term"),
    "governing_law": _("Governing law"),
    "currency": _("Currency"),
    "payer": _("Customer (pays)"),
    "payee": _("Vendor (is paid)"),
    "total": _("Total"),
    "payment_terms": _("Payment term"),
    "renewal": _("Renewal"),
}


def label_of(field: str) -> str:
    """A field as people say it."""
    return gettext(LABELS[field])


# A contract's own column, and the field of the term that says the same: correcting one corrects the other.
SAID_BY = {
    "title": "title",
    "customer_name": "payer",
    "counterparty_name": "payee",
    "currency": "currency",
    "total": "total",
    "payment_days": "payment_terms",
    "effective_on": "effective_on",
    "ends_on": "ends_on",
    "renews": "renewal",
    "notice_days": "renewal",
    "governing_law": "governing_law",
}
FACT_OF = {field: column for column, field in SAID_BY.items()}
# What a contract may well not say: the field of the term, and the columns that are empty then.
COLUMNS_OF: dict[str, dict[str, Any]] = {
    "effective_on": {"effective_on": None, "starts_on_signature": False},
    "ends_on": {"ends_on": None},
    "term": {},
    "total": {"total": None, "total_kind": ""},
    "payment_terms": {"payment_days": None, "payment_from": ""},
    "renewal": {"renews": False, "notice_days": None},
    "governing_law": {"governing_law": ""},
}
FIELD_OF = {column: field for field, columns in COLUMNS_OF.items() for column in columns}
# Those that every agreement is asked about when the reader found nothing. The length of the term is another way to say its end.
ASKED_FIELDS = ("effective_on", "ends_on", "total", "payment_terms", "renewal", "governing_law")
# Terms about every payment: their percentage is what money moves by, their words follow it.
SHARES = frozenset({"retention", "advance"})


@dataclass(frozen=True)
class Draft:
    """One term, ready to be stored: column names of contracts.Term and their values."""

    field: str
    label: str
    value: str
    evidence: Evidence | None
    confidence: Decimal
    more: dict[str, Any]


def draft_terms(reading: Reading) -> Iterator[Draft]:
    """Every value of the reading as a term, in the order in which people check them, with what contradicts it."""
    for draft in _drafts(reading):
        rivals = [
            {"value": one.value, "quote": said.quote, "start": said.start, "end": said.end, "page": said.page}
            for one in reading.rivals
            if one.field == draft.field
            for said in (one.evidence,)
        ]
        yield replace(draft, more={**draft.more, "rivals": rivals}) if rivals else draft


def _drafts(reading: Reading) -> Iterator[Draft]:
    if reading.amends is not None:
        said = reading.amends
        yield Draft("amends", LABELS["amends"], str(said.value)[:500], said.evidence, said.confidence, {})
    for name in ("title", "payer", "payee", "effective_on", "agreement_on", "ends_on", "term", "currency"):
        value: Value | None = getattr(reading, name)
        if value is not None:
            yield Draft(name, LABELS[name], str(value.value), value.evidence, value.confidence, {})
    if reading.starts_on_signature is not None:
        start = reading.starts_on_signature
        words = gettext("the day of the last signature")
        yield Draft("effective_on", LABELS["effective_on"], words, start.evidence, start.confidence, {})
    for party in reading.parties:
        yield _party(party)
    yield from _about_money(reading)
    if reading.renewal:
        renewal = reading.renewal
        yield Draft("renewal", _("Renewal"), words_of_renewal(renewal), renewal.evidence, renewal.confidence, {})
    if reading.governing_law:
        law = reading.governing_law
        yield Draft("governing_law", LABELS["governing_law"], str(law.value), law.evidence, law.confidence, {})
    for item in reading.schedule:
        yield _item(item, reading)
    for obligation in reading.obligations:
        words = obligation.text[:500]
        label = obligation.kind.replace("_", " ").capitalize()
        more = {
            "description": obligation.kind,
            "due_value": obligation.due or "",
            "amount": obligation.amount,
            "currency": obligation.currency or "",
        }
        yield Draft("obligation", label, words, obligation.evidence, UNMEASURED, more)


def words_of_renewal(renewal: Renewal) -> str:
    """Whether the term renews by itself, the notice that stops it, and the most that prices may rise, in words."""
    said = [words_of_corrected_renewal(renewal.auto, renewal.notice_days, "")]
    if renewal.increase_cap_percent is not None:
        said.append(gettext("prices may rise by at most %(share)s %%") % {"share": renewal.increase_cap_percent})
    return "; ".join(said)


def words_of_payment(days: int, counted_from: str) -> str:
    """The term of payment: how many days from what."""
    if not counted_from:
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
    words = ngettext("%(days)s day from %(event)s", "%(days)s days from %(event)s", days)
    return words % {"days": days, "event": gettext(counted_from.replace("_", " "))}


def words_of_corrected_renewal(renews: bool, notice_days: int | None, before: str) -> str:
    """The renewal as a person corrected it; what the contract says of prices stays as it was read."""
    said = [gettext("renews by itself") if renews else gettext("does not renew by itself")]
    if notice_days is not None:
        notice = ngettext("notice %(days)s day before", "notice %(days)s days before", notice_days)
        said.append(notice % {"days": notice_days})
    return "; ".join([*said, *(part for part in before.split("; ") if "%" in part)])


def _retention(retention: Retention) -> Draft:
    """A share of every payment that is kept back; the matcher takes it off what may be paid."""
    due = retention.release or Due("event", "")
    more = {
        "percent": retention.percent,
        "due_type": due.type,
        "due_value": (due.value or "")[:300],
        "due_on": due_day(due),
    }
    words = words_of_share("retention", retention.percent, due.value or "")
    return Draft("retention", _("Retention"), words, retention.evidence, retention.confidence, more)


def _advance(advance: Advance) -> Draft:
    """How an advance is recovered; the matcher expects it to be deducted from every invoice."""
    words = words_of_share("advance", advance.recover_percent)
    more = {"percent": advance.recover_percent}
    return Draft("advance", _("Advance"), words, advance.evidence, advance.confidence, more)


def _about_money(reading: Reading) -> Iterator[Draft]:
    """What is paid in all and when, and what is taken off every payment."""
    if reading.total:
        total = reading.total
        more = {"amount": total.amount, "currency": total.currency or ""}
        yield Draft("total", f"Total ({total.kind})", str(total.amount), total.evidence, total.confidence, more)
    if reading.payment_terms:
        terms = reading.payment_terms
        words = words_of_payment(terms.days, terms.counted_from)
        yield Draft("payment_terms", _("Payment term"), words, terms.evidence, terms.confidence, {})
    if reading.retention:
        yield _retention(reading.retention)
    if reading.advance:
        yield _advance(reading.advance)


def words_of_share(field: str, percent: Decimal, release: str = "") -> str:
    """A share of every payment in words; `release` says what sets free the money kept back."""
    share = f"{percent.normalize():f} %"
    if field == "advance":
        return gettext("%(share)s of each invoice is deducted until the advance is repaid") % {"share": share}
    if release:
        return gettext("%(share)s of each payment is kept back; released %(when)s") % {"share": share, "when": release}
    return gettext("%(share)s of each payment is kept back") % {"share": share}


def _party(party: Party) -> Draft:
    """Whoever is bound, with the details that the quote itself says; those that stand elsewhere are facts of the contract."""
    details = [party.address, party.tax_id, party.email, party.signer_name, party.signer_title]
    quoted = " ".join(party.evidence.quote.split())
    words = "; ".join([party.name, *(detail for detail in details if detail and " ".join(detail.split()) in quoted)])
    return Draft("party", f"Party ({party.role})", words, party.evidence, party.confidence, {})


def _item(item: ScheduleItem, reading: Reading) -> Draft:
    amount = amount_per_occurrence(item, reading.total.amount if reading.total else None)
    currency = item.currency or (str(reading.currency.value) if reading.currency else "")
    more = {
        "item_kind": item.kind,
        "description": item.description[:300],
        "amount": amount,
        "percent": item.percent,
        "currency": currency,
        "due_type": item.due.type,
        "due_value": (item.due.value or "")[:300],
        "due_period": item.due.period or "",
        "due_count": item.due.count,
        "due_on": due_day(item.due),
        "acceptance": (item.acceptance or "")[:500],
        "unit": item.unit or "",
        "optional": item.optional,
    }
    return Draft(
        "schedule",
        item.description[:120],
        str(amount if amount is not None else ""),
        item.evidence,
        item.confidence,
        more,
    )


def amount_per_occurrence(item: ScheduleItem, total: Decimal | None) -> Decimal | None:
    """What one occurrence costs: the amount itself, a series' total shared out, or the percentage of the contract's total."""
    if item.amount is not None:
        count = item.due.count or 0
        return item.amount / count if item.amount_is == "series_total" and count else item.amount
    if item.percent is not None and total is not None and item.percent_base is None:
        return total * item.percent / 100
    return None


def due_day(due: Due) -> date | None:
    """The calendar day an item is due, where the text gives one; None for events that have yet to happen."""
    if due.type in {"date", "period"} and due.value:
        try:
            return date.fromisoformat(due.value)
        except ValueError:
            return None
    return None


def notice_day(ends_on: date | None, notice_days: int | None) -> date | None:
    """The last day on which notice still stops the renewal."""
    if ends_on is None or notice_days is None:
        return None
    return ends_on - timedelta(days=notice_days)


def counterparty_of(reading: Reading, company_names: frozenset[str]) -> tuple[Party | None, Party | None]:
    """(the company's party, the other one): the company is the customer, or the party that carries its name."""
    ours = next((party for party in reading.parties if _same(party.name, company_names)), None)
    ours = ours or next((party for party in reading.parties if party.role == "customer"), None)
    theirs = next((party for party in reading.parties if party is not ours and party.role == "vendor"), None)
    theirs = theirs or next((party for party in reading.parties if party is not ours), None)
    return ours, theirs


def _same(name: str, names: frozenset[str]) -> bool:
    return name.casefold().strip(" .") in names
