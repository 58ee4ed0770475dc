"""What a signed contract asks for, put on record: its windows, its end, its papers, its duties and what is delivered by it."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts import duties
from contracts.duties import NO_DAY, Days, Due, Names
from contracts.models import ComplianceRecord, Contract, Obligation, Term
from contracts.terms import notice_day
from flowmono.common.models import Company
from flowmono.common.templatetags.writing import say_day, write_periods
from signing.named_parties import is_same_company

NOTICE_WINDOW, END_OF_TERM, DOCUMENT, DUTY = "notice_window", duties.END_OF_TERM, "document", "duty"
DELIVERY, INSTALMENT = "delivery", "instalment"
# What an item of the schedule asks for: a milestone of who is paid, an instalment of who pays. What is charged by time or use has no one day.
ASKS_FOR = {"milestone": DELIVERY, "date": INSTALMENT, "deposit": INSTALMENT, "on_signature": INSTALMENT}


def obligations_of(record: ComplianceRecord, contract: Contract) -> list[Obligation]:
    """Everything that the contract asks for, each with its sentence, its side and its day as far as they are known; not saved."""
    telling = list(contract.terms.live().filter(field__in=["renewal", "ends_on", "term", "obligation"]))
    windows = windows_of(record, contract, telling)
    we_pay = who_pays(contract)
    names = duties.names_of(
        our_name=contract.customer_name if we_pay else _name_of(contract, "payee"),
        their_name=contract.counterparty_name,
        we_pay=we_pay,
    )
    asked = [term for term in telling if term.field == "obligation" and not _is_watched_as(term, windows)]
    found = [
        *windows,
        *_duties(record, asked, names, days_of(contract)),
        *_items(record, contract, days_of(contract), we_pay=we_pay),
    ]
    for one in found:
        # Procurement is told of a window that closes by a watch; whoever asked for the contract answers for everything else.
        one.owner_id = None if one.kind == NOTICE_WINDOW else contract.requester_id
    return found


def days_of(contract: Contract) -> Days:
    """The days that days of obligations are counted from; no last day where the contract goes on after it."""
    signed = contract.signed_at.date() if contract.signed_at else None
    return Days(signed, contract.effective_on, None if contract.renews else contract.ends_on)


def who_pays(contract: Contract) -> bool | None:
    """True when this company is the customer, False when it is the one that is paid, None when its name is neither."""
    ours = Company.names()
    if any(is_same_company(contract.customer_name, name) for name in ours):
        return True
    return False if any(is_same_company(_name_of(contract, "payee"), name) for name in ours) else None


def _name_of(contract: Contract, field: str) -> str:
    term = contract.terms.live().filter(field=field).first()
    return term.value if term is not None else ""


def windows_of(record: ComplianceRecord, contract: Contract, telling: Sequence[Term]) -> list[Obligation]:
    """The last day for notice and the end of the term, as far as the contract says them."""
    renewal = next((term for term in telling if term.field == "renewal"), None)
    found = []
    last_day = notice_day(contract.ends_on, contract.notice_days)
    if last_day:
        due = Due(last_day, duties.NOTICE)
        found.append(_on_record(record, NOTICE_WINDOW, _words_of_notice(contract), renewal, due, duties.OURS))
    elif renewal:
        found.append(_on_record(record, NOTICE_WINDOW, renewal.value, renewal, NO_DAY, duties.OURS))
    if contract.ends_on:
        ending = next((term for term in telling if term.field in {"ends_on", "term"}), None)
        words = _("The term ends and renews by itself") if contract.renews else _("The term ends")
        basis = {"ends_on": duties.SAID, "term": duties.START}.get(ending.field if ending else "", duties.PERSON)
        due = Due(contract.ends_on, basis)
        found.append(_on_record(record, END_OF_TERM, words, ending, due, duties.BOTH))
    elif term := next((term for term in telling if term.field == "term"), None):
        words = _("The term runs for %(period)s; its last day is not known") % {"period": write_periods(term.value)}
        found.append(_on_record(record, END_OF_TERM, words, term, NO_DAY, duties.BOTH))
    return found


def obligations_of_next_term(
    record: ComplianceRecord, contract: Contract, renewal: Term | None, *, ended_on: date, is_said: bool
) -> list[Obligation]:
    """The end of the term that runs now, and the last day for notice before it; not saved.

    is_said: its end was entered by a person, and stands in the list already. Without a known end one obligation asks for it.
    """
    ends_on = contract.runs_until if contract.runs_until != ended_on else None
    found = []
    last_day = notice_day(ends_on, contract.notice_days)
    if last_day:
        due = Due(last_day, duties.NOTICE)
        found.append(
            _on_record(record, NOTICE_WINDOW, _words_of_notice(contract), renewal, due, duties.OURS, is_read=True)
        )
    if not is_said:
        words = _("The term ends and renews by itself")
        if ends_on is None:
            words = _("It went on by itself after %(day)s: enter the last day of the term that runs now")
            words %= {"day": say_day(ended_on)}
        due = Due(ends_on, duties.RENEWAL) if ends_on else NO_DAY
        found.append(_on_record(record, END_OF_TERM, words, renewal, due, duties.BOTH, is_read=True))
        found[-1].owner_id = contract.requester_id
    return found


def _words_of_notice(contract: Contract) -> str:
    return ngettext(
        "Last day to give notice (%(days)s day before the end of the term)",
        "Last day to give notice (%(days)s days before the end of the term)",
        contract.notice_days or 0,
    ) % {"days": contract.notice_days}


def _is_watched_as(term: Term, windows: Sequence[Obligation]) -> bool:
    """True of the sentence that a notice window rests on already: it is one obligation, and stands in the list once."""
    if term.description != "renewal_notice":
        return False
    said = " ".join(term.quote.split())
    renewals = [" ".join(one.term.quote.split()) for one in windows if one.kind == NOTICE_WINDOW and one.term]
    return any(said in renewal or renewal in said for renewal in renewals if said and renewal)


def _duties(record: ComplianceRecord, asked: Sequence[Term], names: Names, days: Days) -> Iterator[Obligation]:
    for term in asked:
        insurance = term.description == "insurance"
        sentence = " ".join(term.quote.split())
        if duties.asks_for_nothing(term.description, sentence):
            continue
        due, side = duties.due_in_sentence(sentence, days), duties.side_of(sentence, names)
        one = _on_record(
            record, DOCUMENT if insurance else DUTY, f"{term.label}: {term.value}", term, due, side, is_read=True
        )
        one.document_kind = "insurance" if insurance else ""
        yield one


def _items(record: ComplianceRecord, contract: Contract, days: Days, *, we_pay: bool | None) -> Iterator[Obligation]:
    """What is delivered by whoever is paid, done when all of it is accepted, and what the other pays for it, done when all of it is paid."""
    sides = {True: (duties.OURS, duties.THEIRS), False: (duties.THEIRS, duties.OURS), None: ("", "")}[we_pay]
    for term in contract.terms.to_order().filter(item_kind__in=ASKS_FOR, optional=False):
        kind = ASKS_FOR[term.item_kind]
        due = duties.due_of_item(term.due_type, term.due_value, term.due_on, days)
        said = term.description or term.label
        words = (_("Delivery: %(what)s") if kind == DELIVERY else _("Instalment: %(what)s")) % {"what": said}
        yield _on_record(record, kind, words, term, due, sides[kind == DELIVERY])


def _on_record(
    record: ComplianceRecord, kind: str, words: str, term: Term | None, due: Due, side: str, *, is_read: bool = False
) -> Obligation:
    """One obligation. Whoever confirmed its sentence stands behind it, unless its side or day was read from the words besides."""
    one = Obligation(
        record=record, kind=kind, text=words[:500], term=term, due_on=due.on, due_basis=due.basis, side=side
    )
    if term is not None and term.is_verified and not (is_read and (side or due.on)):
        one.verify(by=term.verified_by, at=term.verified_at)
    return one
