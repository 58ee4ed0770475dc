"""Asking the remote reader: what may be sent, what was sent, and what of the answer touches the terms.

It is asked by the worker alone, after the use is written down. Whatever goes wrong, the first reading stands and the use says why.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.models import (
    LOOK_TWICE,
    Allowance,
    Category,
    Contract,
    ReadingState,
    RemoteReader,
    SecondReading,
    Term,
    TermState,
)
from contracts.models import State as ContractState
from contracts.second_opinions import ADDED, CONTESTED, MISSED, compare
from contracts.terms import Draft, draft_terms
from documents.models import Origin, TextLayer
from flowmono import events
from flowmono.accounts.models import User
from flowmono.common.refusals import Conflict
from flowmono.common.sealing import BrokenSeal
from flowmono.intelligence.contracts.second_opinion import DISPUTED
from flowmono.intelligence.reader import PageSpan, Reading, UnreadableText
from flowmono.intelligence.remote.protocol import ANSWER_BYTES, UNUSABLE, Unusable
from flowmono.intelligence.remote.reader import CloseReading
from flowmono.intelligence.remote.reader import RemoteReader as Asking
from flowmono.outbox.recording import record
from flowmono.webhooks.calling import Unanswered, fetch

MOST_FINDINGS: Final = 200
# A column of the contract, and the field of a reading that fills it while it is empty.
_COLUMNS: Final = {
    "payer": "customer_name",
    "payee": "counterparty_name",
    "currency": "currency",
    "governing_law": "governing_law",
}
_DAYS: Final = ("effective_on", "ends_on")


@dataclass(frozen=True)
class Brought:
    """What the worker brings back: an outcome (contracts.models.OUTCOMES), why in detail, and what was read when something was."""

    outcome: str
    detail: str = ""
    sent: bool = False
    close: CloseReading | None = None
    milliseconds: int = 0


def active_reader() -> RemoteReader | None:
    """The remote reader in use; None while it is off."""
    return RemoteReader.objects.filter(active=True).first()


def allowance_of(contract: Contract) -> Allowance:
    """Whether this contract's text may be sent. A category that the reader is not sure of sends nothing by itself."""
    named = Category.objects.filter(name=contract.category, active=True).first() if contract.category else None
    allowed = Allowance(named.remote_reading) if named is not None else Allowance.NEVER
    sure = contract.category_confidence is not None and contract.category_confidence >= LOOK_TWICE
    return Allowance.ON_REQUEST if allowed == Allowance.ALWAYS and not sure else allowed


def layer_read(contract: Contract) -> TextLayer | None:
    """The text that the terms were read from: that of the newest conversion."""
    layers = TextLayer.objects.filter(version__document=contract.document_id, version__origin=Origin.CONVERTED)
    return layers.order_by("-version__number").first()


def reading_of(contract: Contract, layer: TextLayer | None) -> SecondReading | None:
    """The newest second reading of this text."""
    if layer is None:
        return None
    found: SecondReading | None = (
        contract.second_readings.filter(version=layer.version_id).order_by("-asked_at").first()
    )
    return found


def may_be_asked(contract: Contract, last: SecondReading | None) -> bool:
    """Whether asking would do something now: it is on, the category allows it, the terms are open and it has not answered yet."""
    return (
        contract.state == ContractState.REVIEW
        and (last is None or last.state == ReadingState.FAILED)
        and active_reader() is not None
        and allowance_of(contract) != Allowance.NEVER
    )


def ask(contract: Contract, *, by: User | None, at: datetime) -> SecondReading:
    """Write the use down and have the worker ask. Raises Conflict, in words, when the contract's text may not be sent now."""
    reader, layer = active_reader(), layer_read(contract)
    if reader is None:
        raise Conflict(_("The remote reader is switched off."), code="remote_reader_off")
    if allowance_of(contract) == Allowance.NEVER:
        raise Conflict(
            _("Documents of the category “%(category)s” are never sent to the remote reader.")
            % {"category": contract.category or _("not known")},
            code="category_never_sent",
        )
    last = reading_of(contract, layer)
    if layer is None or not may_be_asked(contract, last):
        raise Conflict(
            _("A second reading is asked for once, while the terms of a draft are looked at."), code="not_now"
        )
    asked = SecondReading(
        contract=contract,
        version_id=layer.version_id,
        reader=reader,
        asked_by=by,
        asked_at=at,
        category=contract.category,
        address=reader.asked_at_address,
        model=reader.model,
        characters=len(layer.text),
        text_sha256=_hash(layer.text),
        currency=reader.currency,
    )
    asked.ask()
    asked.save()
    return asked


def ask_if_always(contract: Contract, *, at: datetime) -> None:
    """Ask by itself where the category says so."""
    if contract.state == ContractState.REVIEW and active_reader() and allowance_of(contract) == Allowance.ALWAYS:
        ask(contract, by=None, at=at)


def bring(event: events.SecondReadingAsked) -> Brought | None:
    """Ask the model, with nothing locked; None when somebody else did. Everything that goes wrong is an outcome and no error."""
    asked = SecondReading.objects.select_related("reader", "contract").get(pk=event.reading_id)
    if asked.state != ReadingState.ASKED:
        return None
    reader, contract = asked.reader, asked.contract
    layer = TextLayer.objects.filter(version=asked.version_id).first()
    still = reader.active and (reader.asked_at_address, reader.model) == (asked.address, asked.model)
    if not still or allowance_of(contract) == Allowance.NEVER or contract.state != ContractState.REVIEW:
        return Brought("withdrawn")
    if layer is None or _hash(layer.text) != asked.text_sha256:
        return Brought("withdrawn")
    if len(layer.text) > reader.longest:
        return Brought("too_much")
    return bring_from(reader, layer.text, [PageSpan(*page) for page in layer.pages])


def bring_from(reader: RemoteReader, text: str, pages: list[PageSpan]) -> Brought:
    """Ask this reader about a text, once."""
    try:
        key = reader.opened_key()
    except BrokenSeal:
        return Brought("no_key")
    started = time.monotonic()

    def took() -> int:
        return round((time.monotonic() - started) * 1000)

    try:
        close = Asking(reader.model, _line_to(reader, key)).read_closely(text, pages)
    except UnreadableText as problem:
        return Brought("too_much", str(problem))
    except Unanswered as problem:
        return Brought(problem.why, str(problem), problem.why != "address", milliseconds=took())
    except Unusable as problem:
        return Brought("unusable", str(UNUSABLE[problem.code]), True, milliseconds=took())
    return Brought("read", "", True, close, took())


# What is sent when an administrator tries the reader: made up, and nobody's contract.
TRIAL: Final = (
    "Trial Agreement\nThis agreement is made on 1 March 2027 between Example Buyer Ltd and Example Seller Ltd.\n"
    "The buyer shall pay a fixed fee of EUR 1,200.00 within 30 days of receipt of the invoice.\n"
    "This agreement is governed by the laws of England.\n"
)


def try_reader(reader: RemoteReader, *, at: datetime) -> None:
    """Ask a reader about our own text, and keep in words what came of it; it need not be active."""
    brought = bring_from(reader, TRIAL, [])
    outcome, detail = brought.outcome, brought.detail
    if brought.close is not None:
        found = len(list(draft_terms(brought.close.reading)))
        outcome = "read" if found else "unusable"
        detail = "" if found else str(_("None of its values stands in the text."))
    with transaction.atomic():
        RemoteReader.objects.filter(pk=reader.pk).update(
            tried_at=at, try_outcome=outcome, try_detail=detail[:300], try_milliseconds=brought.milliseconds
        )
        tried = events.RemoteReaderTried(
            case_id=reader.pk,
            at=at,
            reader_id=reader.pk,
            address=reader.asked_at_address,
            model=reader.model,
            outcome=outcome,
        )
        record(tried, subject=f"contracts.remotereader:{reader.pk}")


def _line_to(reader: RemoteReader, key: str) -> Callable[[bytes], bytes]:
    headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "Flowmono-Reader/1"}
    if key:
        headers["Authorization"] = f"Bearer {key}"

    def line(body: bytes) -> bytes:
        return fetch(
            reader.asked_at_address,
            body=body,
            headers=headers,
            most=ANSWER_BYTES,
            loopback=False,
            own=reader.own_network,
            secret=True,
            seconds=float(reader.seconds),
        )

    return line


def take(asked: SecondReading, contract: Contract, brought: Brought, *, at: datetime) -> None:
    """Keep what was brought, and let it touch the terms as long as they are still open. The contract is locked."""
    asked.sent, asked.milliseconds = brought.sent, brought.milliseconds
    close = brought.close
    if close is None:
        asked.give_up(outcome=brought.outcome, detail=brought.detail, at=at)
        asked.save()
        return
    asked.tokens_in, asked.tokens_out = close.tokens_in, close.tokens_out
    asked.cost = asked.reader.cost_of(close.tokens_in, close.tokens_out)
    layer = layer_read(contract)
    is_open = contract.state == ContractState.REVIEW and layer is not None and layer.version_id == asked.version_id
    terms = list(contract.terms.live())
    denied = set(contract.terms.absent().values_list("field", flat=True))
    found = list(compare(close.reading, close.discarded, contract, terms, denied))[:MOST_FINDINGS]
    asked.findings = [finding.as_json() for finding, _draft in found]
    if is_open:
        _contest(terms, [finding for finding, _draft in found])
        for finding, draft in found:
            if finding.kind == ADDED and draft is not None:
                _add(contract, draft, close.reading, len(terms))
        contract.save()
    asked.take(at=at)
    asked.save()


def _contest(terms: list[Term], findings: list[Any]) -> None:
    """What is contested asks a person to look twice; what somebody stands behind already stays as they said."""
    contested = {finding.term for finding in findings if finding.kind == CONTESTED}
    prices = any(finding.kind == MISSED for finding in findings)
    for term in terms:
        doubted = str(term.pk) in contested or (prices and term.field == "schedule")
        if doubted and term.state == TermState.READ and term.confidence > DISPUTED:
            term.confidence = DISPUTED
            term.save()


def _add(contract: Contract, draft: Draft, reading: Reading, position: int) -> None:
    """A term that only the second reading has; the contract's own column follows it where it was empty."""
    told = draft.evidence
    if told is None:
        return
    Term(
        contract=contract,
        field=draft.field,
        position=position,
        label=draft.label[:120],
        value=draft.value,
        quote=told.quote,
        start=told.start,
        end=told.end,
        page=told.page,
        confidence=min(draft.confidence, LOOK_TWICE - Decimal("0.1")),
        model=reading.model,
        model_version=reading.version,
        **draft.more,
    ).save()
    value: Any = getattr(reading, draft.field, None)
    if draft.field in _COLUMNS and not getattr(contract, _COLUMNS[draft.field]):
        most = contract._meta.get_field(_COLUMNS[draft.field]).max_length
        setattr(contract, _COLUMNS[draft.field], str(value.value)[:most])
    elif draft.field in _DAYS and getattr(contract, draft.field) is None:
        setattr(contract, draft.field, value.value)
    elif draft.field == "total" and contract.total is None:
        contract.total, contract.total_kind = value.amount, value.kind
    elif draft.field == "payment_terms" and contract.payment_days is None:
        contract.payment_days, contract.payment_from = value.days, value.counted_from[:20]
    elif draft.field == "renewal" and not contract.renews:
        contract.renews, contract.notice_days = value.auto, value.notice_days


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
