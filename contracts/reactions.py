"""What happens to a contract by itself: conversion, reading, the envelope, the signature, the compliance record, the archive."""

import hashlib
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from time import process_time
from typing import Any

from django.utils.translation import gettext as _

from contracts.addressing import signer_address
from contracts.changes import clause_of
from contracts.drafts import is_named_after, title_in, written_title
from contracts.models import (
    ComplianceRecord,
    Contract,
    ContractClause,
    Disposal,
    ReadingState,
    SecondReading,
    State,
    Term,
)
from contracts.obliging import obligations_of
from contracts.preparing import go_on, sequence_of
from contracts.remote import Brought, ask_if_always, bring, take
from contracts.retention import Life, kept_until
from contracts.rounds import last_day, rule_as_json
from contracts.sending import send_unless_in_doubt
from contracts.sequences import Sequence
from contracts.signatories import base_amount_of, signatories
from contracts.terms import Draft, counterparty_of, draft_terms
from contracts.unfilled import kept_gaps
from documents.converter import Conversion, ConversionRefused, TrackedChanges
from documents.converter.sandbox import convert_in_child
from documents.disposing import erase_files
from documents.models import Origin, ReadingEffort, TextLayer, Version, add_version
from documents.telling import words_of
from flowmono import events
from flowmono.common.countries import country_of_address
from flowmono.common.models import Company
from flowmono.common.refusals import Refused
from flowmono.intelligence.contracts.second_opinion import MODEL as SPANS
from flowmono.intelligence.contracts.source import Source, fold
from flowmono.intelligence.contracts.unfilled import find_unfilled
from flowmono.intelligence.reader import PageSpan, Reading, UnreadableText
from flowmono.intelligence.readers import contract_reader
from flowmono.intelligence.spans.model import stored_model
from flowmono.outbox.recording import save_together
from flowmono.outbox.routing import asks_outside
from signing import actions as signing
from signing.models import Envelope
from signing.teaching import read_category

MOST_FINDINGS = 500
CHOICES = {"accept": TrackedChanges.ACCEPT, "reject": TrackedChanges.REJECT}


def convert_draft(event: events.ContractDrafted) -> None:
    """Make a PDF of the newest draft; stop and ask when it has open changes that nobody has decided about."""
    contract = Contract.objects.lock(event.contract_id)
    if contract.state != State.DRAFT:
        return
    source = contract.document.newest(Origin.UPLOADED)
    try:
        result = convert_in_child(source.content(), tracked=CHOICES.get(contract.open_changes, TrackedChanges.REFUSE))
    except ConversionRefused as refusal:
        _ask_or_refuse(contract, source, refusal, at=event.at)
        contract.save()
        return
    version = add_version(
        contract.document,
        result.pdf,
        name=f"{source.name.rsplit('.', 1)[0]}.pdf",
        media_type="application/pdf",
        origin=Origin.CONVERTED,
        derived_from=source,
        certificate=_certificate(result, source, contract.open_changes),
    )
    TextLayer.objects.create(
        version=version,
        text=result.text,
        pages=[[page.number, page.start, page.end] for page in result.pages],
        runs=[
            [run.page, *(round(n, 2) for n in (run.x, run.y, run.width, run.height)), run.start, run.end]
            for run in result.runs
        ],
    )
    # What was prepared of the draft before is no longer the contract: it stays in the list of versions.
    contract.document.working = None
    contract.document.save()
    contract.take_conversion(version, pages=len(result.pages), open_changes=len(result.findings), at=event.at)
    contract.save()


def _ask_or_refuse(contract: Contract, source: Version, refusal: ConversionRefused, *, at: datetime) -> None:
    """Open changes are listed for a person to choose; any other refusal sends the draft back."""
    if refusal.code != "tracked_changes":
        contract.refuse_draft(reason=words_of(refusal), at=at)
        return
    try:
        accepted = convert_in_child(source.content(), tracked=TrackedChanges.ACCEPT)
    except ConversionRefused as deeper:
        contract.refuse_draft(reason=words_of(deeper), at=at)
        return
    found = [
        {**_finding(one), "pieces": one.pieces, "clause": clause_of(one.pieces, accepted.text)}
        for one in accepted.findings[:MOST_FINDINGS]
    ]
    contract.ask_about_changes(found=found, words=words_of(refusal))


def _finding(found: Any) -> dict[str, Any]:
    return {"kind": found.kind, "author": found.author, "text": found.text[:300], "at": found.at}


def _certificate(result: Conversion, source: Version, choice: str) -> dict[str, Any]:
    """The conversion certificate: what was made of what, by which engine, with which fonts, which words are missing, what is not
    drawn as Word draws it, and what was found open. `words` are those of the reading text."""
    counted = result.account
    return {
        "source_sha256": source.sha256,
        "result_sha256": hashlib.sha256(result.pdf).hexdigest(),
        "engine": f"{result.engine} {result.engine_version}",
        "shaper": result.shaper,
        "form": "PDF/A-2b",
        "words": result.words,
        "words_in": counted.words_in if counted else None,
        "words_out": counted.words_out if counted else None,
        "words_lost": counted.lost if counted else 0,
        "missing": [asdict(word) for word in counted.missing] if counted else [],
        "pages": len(result.pages),
        "fonts_wanted": sorted(result.fonts_wanted),
        "fonts_substituted": dict(result.fonts_substituted),
        "fonts_why": dict(result.fonts_why),
        "changes": choice or "none",
        "findings": [_finding(found) for found in result.findings[:MOST_FINDINGS]],
        "warnings": list(result.warnings),
        "notices": [asdict(notice) for notice in result.notices],
    }


def read_terms(event: events.DraftConverted) -> None:
    """Read the terms from the text, each with its quote; what an earlier draft said is dropped."""
    contract = Contract.objects.lock(event.contract_id)
    if contract.state != State.CONVERTED:
        return
    layer = TextLayer.objects.get(version_id=event.version_id)
    pages = [PageSpan(*page) for page in layer.pages]
    began = process_time()
    try:
        reading = contract_reader().read(layer.text, pages)
    except UnreadableText as problem:
        reading = Reading(model="none", version="0", orderable=False, why_not=str(problem))
    ReadingEffort.objects.create(
        version_id=layer.version_id,
        kind="contract",
        reader=reading.model[:80],
        reader_version=reading.version[:80],
        cpu_seconds=round(Decimal(process_time() - began), 3),
        read_at=event.at,
    )
    Term.objects.filter(contract=contract).exclude(state="dropped").update(state="dropped")
    source = fold(layer.text, pages)
    terms = [
        Term(
            contract=contract,
            field=draft.field,
            position=position,
            label=draft.label[:120],
            value=draft.value,
            **_where(draft, source, layer),
            confidence=draft.confidence,
            model=reading.model,
            model_version=reading.version,
            **draft.more,
        )
        for position, draft in enumerate(draft_terms(reading))
    ]
    for term in terms:
        term.save()
    _keep_clauses(contract, reading, layer, at=event.at)
    _take_reading(contract, reading, layer)
    contract.unfilled = kept_gaps(find_unfilled(layer.text, pages))
    contract.take_terms(terms=len(terms), at=event.at)
    contract.save()
    ask_if_always(contract, at=event.at)


@asks_outside(bring)
def read_again(event: events.SecondReadingAsked, brought: Brought | None) -> None:
    """Keep what the remote reader said beside the first reading; whatever went wrong, that one stands."""
    contract = Contract.objects.lock(event.contract_id)
    asked = SecondReading.objects.lock(event.reading_id)
    if brought is not None and asked.state == ReadingState.ASKED:
        take(asked, contract, brought, at=event.at)


def _keep_clauses(contract: Contract, reading: Reading, layer: TextLayer, *, at: datetime) -> None:
    """The clauses of this version of the text; those of an earlier draft stay with its version."""
    ContractClause.objects.bulk_create(
        ContractClause(
            created_at=at,
            contract=contract,
            version_id=layer.version_id,
            kind=clause.kind,
            position=position,
            quote=clause.evidence.quote,
            start=clause.evidence.start,
            end=clause.evidence.end,
            page=layer.page_at(clause.evidence.start),
            confidence=clause.confidence,
            model=SPANS,
            model_version=stored_model().version,
        )
        for position, clause in enumerate(reading.clauses)
    )


def _where(draft: Draft, source: Source, layer: TextLayer) -> dict[str, Any]:
    """The words that say it and where they stand; a price stands with its whole sentence, on which orders and payments rest."""
    told = draft.evidence
    if told is None:
        return {}
    if draft.field == "schedule":
        told = source.sentence_of(told.start, told.end)
    return {"quote": told.quote, "start": told.start, "end": told.end, "page": layer.page_at(told.start)}


def _take_reading(contract: Contract, reading: Reading, layer: TextLayer) -> None:
    """Fill the contract's own columns from what was read; a person confirms or corrects them."""
    if is_named_after(contract.title, contract.document.newest(Origin.UPLOADED).name):
        told = reading.title.evidence if reading.title else None
        read = title_in(layer.text, layer.runs, _words(reading.title), told.start if told else None)
        contract.title = written_title(read) or contract.title
        contract.document.title = contract.title
        contract.document.save()
    category = read_category(layer.text)
    contract.category, contract.category_reason = category.name, category.reason[:300]
    contract.category_confidence = category.confidence
    ours, theirs = counterparty_of(reading, Company.names())
    contract.customer_name = (ours.name if ours else _words(reading.payer))[:200]
    contract.counterparty_name = (theirs.name if theirs else _words(reading.payee))[:200]
    contract.counterparty_tax_id = ((theirs and theirs.tax_id) or "")[:60]
    contract.counterparty_address = ((theirs and theirs.address) or "")[:300]
    contract.counterparty_country = country_of_address(contract.counterparty_address)
    said = contract.said_signer
    contract.counterparty_signer = (said.get("name") or (theirs and theirs.signer_name) or "")[:120]
    own = signer_address(layer.text, contract.counterparty_signer)
    contract.counterparty_email = (said.get("email") or (own and own.email) or (theirs and theirs.email) or "")[:254]
    is_theirs = theirs is not None and theirs.signer_name == contract.counterparty_signer
    contract.counterparty_signer_title = ((is_theirs and theirs.signer_title) or "")[:120]
    contract.currency = _words(reading.currency)[:3]
    contract.amends_nothing = False
    contract.total = reading.total.amount if reading.total else None
    contract.total_kind = reading.total.kind if reading.total else ""
    pay = reading.payment_terms
    contract.payment_days, contract.payment_from = (pay.days, pay.counted_from[:20]) if pay else (None, "")
    contract.starts_on_signature = reading.starts_on_signature is not None
    stated = None if contract.starts_on_signature else _day(reading.agreement_on)
    contract.effective_on = _day(reading.effective_on) or stated
    contract.ends_on = _day(reading.ends_on)
    renewal = reading.renewal
    contract.renews, contract.notice_days = (renewal.auto, renewal.notice_days) if renewal else (False, None)
    contract.governing_law = _words(reading.governing_law)[:120]
    contract.orderable, contract.why_not = reading.orderable, (reading.why_not or "")[:300]
    contract.checks = [{"name": c.name, "agrees": c.agrees, "explanation": c.explanation} for c in reading.checks]


def _words(value: Any) -> str:
    return str(value.value) if value is not None else ""


def _day(value: Any) -> date | None:
    return value.value if value is not None and isinstance(value.value, date) else None


def prepare_document(event: events.TermsConfirmed) -> None:
    """Prepare the document as the sequence of its category says, before its approvers see it: each step once, each undoable."""
    go_on(Contract.objects.lock(event.contract_id), at=event.at)


def go_on_preparing(event: events.DocumentPrepared | events.StepStopped) -> None:
    """A step that took long is done, or stopped: the next one of the sequence follows, or the reason is kept."""
    contract = Contract.objects.filter(document=event.document_id).first()
    if contract is None or str(event.step_id) not in contract.preparation.get("steps", ()):
        return
    go_on(Contract.objects.lock(contract.pk), at=event.at)


def link_vendor(event: events.VendorRegistered) -> None:
    """The counterparty is a vendor now: the contract points at it."""
    if event.contract_id is None:
        return
    contract = Contract.objects.lock(event.contract_id)
    if contract.vendor_id != event.vendor_id:
        contract.vendor_id = event.vendor_id
        contract.save()


def prepare_envelope(event: events.ContractApproved) -> None:
    """Prepare the envelope: the company's signatories by category and authority, and the counterparty's signer.

    A person sends it, or it is sent by itself where the sequence of its category says so and nothing is in doubt.
    """
    contract = Contract.objects.lock(event.contract_id)
    if contract.state != State.APPROVED or contract.envelopes.filter(state="draft").exists():
        return
    base = base_amount_of(contract, event.at.date())
    sequence = Sequence.from_json(contract.sequence)
    ours = signatories(contract, base, event.at.date(), sequence.our_signers)
    recipients = [
        signing.Place(
            order=order,
            user=person,
            name=str(person),
            email=person.email,
            title=person.title,
            party=contract.customer_name,
        )
        for order, person in enumerate(ours, 1)
    ]
    recipients.append(
        signing.Place(
            order=len(ours) + 1,
            user=None,
            name=contract.counterparty_signer or contract.counterparty_name,
            email=contract.counterparty_email,
            title=contract.counterparty_signer_title,
            party=contract.counterparty_name,
        )
    )
    envelope = signing.prepare_envelope(
        contract.document.as_it_stands(),
        contract_id=contract.pk,
        title=contract.title,
        category=contract.category,
        category_confidence=contract.category_confidence,
        category_reason=contract.category_reason,
        amount=contract.total,
        currency=contract.currency,
        base_amount=base,
        places=recipients,
        at=event.at,
    )
    if sequence.sends_by_itself:
        send_unless_in_doubt(contract, envelope, at=event.at)


def bind_contract(event: events.EnvelopeCompleted) -> None:
    """The last signature is there: the agreement binds."""
    if event.contract_id is None:
        return
    contract = Contract.objects.lock(event.contract_id)
    if contract.state == State.OUT_FOR_SIGNATURE:
        contract.sign(at=event.at)
        contract.save()


def archive_contract(event: events.EnvelopeSealed) -> None:
    """Keep the sealed PDF as the contract's final document. Binding comes first, by another path; if it has not, try again."""
    if event.contract_id is None:
        return
    contract = Contract.objects.lock(event.contract_id)
    if contract.state == State.ARCHIVED:
        return
    if contract.state != State.SIGNED:
        raise Refused(_("The contract is sealed but not yet marked as signed; the archive waits for that."))
    contract.archive(Version.objects.get(pk=event.version_id), at=event.at)
    contract.kept_until = _kept_until(contract, event.at.date())
    contract.save()


def keep_round(event: events.EnvelopeSealed) -> None:
    """A sealed document that is no contract: its papers are kept as its category says now."""
    if event.contract_id is not None:
        return
    envelope = Envelope.objects.lock(event.envelope_id)
    if envelope.keeping:
        return
    rule = sequence_of(envelope.category)
    envelope.keep(rule_as_json(rule), until=last_day(envelope, rule), at=event.at)
    envelope.save()


def _kept_until(contract: Contract, archived_on: date) -> date | None:
    """Until when its sequence has its papers kept."""
    sequence = Sequence.from_json(contract.sequence)
    signed_on = contract.signed_at.date() if contract.signed_at else None
    life = Life(archived_on, signed_on, contract.term_ends_on, contract.goes_on)
    return kept_until(sequence.kept_years, sequence.kept_from, life)


def erase_papers(event: events.PapersDisposed) -> None:
    """The disposal is decided for good: the files leave storage, unless other papers are the same file."""
    disposal = Disposal.objects.get(pk=event.disposal_id)
    gone = Version.objects.filter(pk__in=[paper["version"] for paper in disposal.papers])
    erase_files(set(gone.values_list("document__case_key", flat=True)))


def take_back(event: events.SignerDeclined | events.EnvelopeVoided | events.EnvelopeExpired) -> None:
    """A signer refused, the sender took the envelope back, or its time was over: the contract can be worked on again."""
    if event.contract_id is None:
        return
    contract = Contract.objects.lock(event.contract_id)
    unsent = contract.state == State.APPROVED and not contract.envelopes.filter(state="draft").exists()
    sent = contract.state == State.OUT_FOR_SIGNATURE and contract.envelope_id == event.envelope_id
    if sent or unsent:
        contract.take_back(reason=event.reason, at=event.at)
        contract.save()


def open_compliance_record(event: events.ContractSigned) -> None:
    """Put on record what the contract asks for: notice windows, its end, required documents and duties, each with its sentence."""
    if ComplianceRecord.objects.filter(contract_id=event.contract_id).exists():
        return
    contract = Contract.objects.get(pk=event.contract_id)
    record = ComplianceRecord(contract=contract)
    obligations = obligations_of(record, contract)
    record.begin(obligations=len(obligations), at=event.at)
    record.save()
    save_together(obligations, at=event.at)
