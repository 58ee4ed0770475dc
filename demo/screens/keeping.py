"""A contract of long ago, whose papers had to be kept until now; and a document signed without a contract, whose end nobody knows yet."""

from datetime import UTC, datetime

from docx import Document as Word

from contracts import actions as contracts
from contracts.models import Obligation
from demo.documents import facts
from demo.documents.word import reproducible
from demo.play import EVIDENCE, Play, Stuck, approve_contract, sign_contract
from demo.reviewing import read_document
from signing.actions import Place, send_envelope, sign
from signing.actions.bringing import bring_document

LONG_AGO = "Confidentiality agreement, sensor trial"
WITHOUT_CONTRACT = "Confidentiality of the factory visit"
# Before everything else that the screens show, so that the newest contract of a list is another one.
BROUGHT = datetime(2025, 1, 8, 9, tzinfo=UTC)


def keep_until_over(play: Play) -> None:
    """A confidentiality agreement that ended more than ten years ago: one person asks to dispose of its papers, another decides."""
    play.contract = contracts.upload_draft(
        by=play.people["pierre"], at=BROUGHT, data=_paper(), filename="sensor-trial.docx", title=LONG_AGO
    )
    play.settle()
    maya = play.people["maya"]
    theirs = facts.PROVIDER
    values = {"category": "NDA", "counterparty_name": theirs.name, "counterparty_email": theirs.signatory.email}
    contracts.correct_contract(play.deal, by=maya, at=play.tick(), values=values)
    contracts.confirm_terms(play.deal, by=maya, at=play.tick())
    play.settle()
    approve_contract(play)
    sign_contract(play)
    for duty in Obligation.objects.filter(record__contract=play.deal, done_at__isnull=True):
        contracts.settle_obligation(duty, by=maya, at=play.tick())
    play.settle()
    reasons = contracts.reasons_to_keep(play.deal, on=play.at.date())
    if reasons:
        raise Stuck(" ".join(reasons))
    play.say(f"{play.deal.number} {LONG_AGO}: its papers need not be kept any longer.")


def sign_without_contract(play: Play) -> None:
    """A confidentiality agreement that procurement brought, signed by one of ours: its rule counts from an end that somebody has to say."""
    maya, sam = play.people["maya"], play.people["sam"]
    envelope = bring_document(
        by=maya,
        at=play.tick(),
        data=_visit(),
        filename="factory-visit.docx",
        title=WITHOUT_CONTRACT,
        category="NDA",
        people=[Place(1, str(sam), sam.email, user=sam, title=sam.title, party=facts.CUSTOMER.name)],
    )
    send_envelope(envelope, by=maya, at=play.tick())
    play.settle()
    place = envelope.recipients.get()
    seen, done = read_document(place, at=play.tick())
    play.at = max(play.tick(), done)
    sign(place, by=sam, at=play.at, seen_sha256=seen, consent=True, evidence=EVIDENCE)
    play.settle()
    play.say(f"{WITHOUT_CONTRACT}: signed without a contract.")


def _visit() -> bytes:
    ours = facts.CUSTOMER
    paper = Word()
    paper.add_heading("Confidentiality of a factory visit", 1)
    paper.add_paragraph(f"given by {ours.name}, {ours.address.city}, to whoever is visited.")
    for clause in (
        "1. What our people see and hear on the visit to the factory is confidential.",
        "2. It is used to prepare the calibration of the new line and for nothing else.",
        "3. This holds until the line is handed over.",
    ):
        paper.add_paragraph(clause)
    paper.add_paragraph()
    paper.add_paragraph(f"For {ours.name}")
    paper.add_paragraph("Signature: ______________________________")
    return reproducible(paper)


def _paper() -> bytes:
    ours, theirs = facts.CUSTOMER, facts.PROVIDER
    paper = Word()
    paper.add_heading("Confidentiality agreement", 1)
    paper.add_paragraph(f"between {ours.name}, {ours.address.city}, and {theirs.name}, {theirs.address.city}.")
    for clause in (
        "1. Purpose. The parties try out sensors together and tell each other about them.",
        "2. Confidentiality. What one party tells the other about its sensors is confidential and is used for the trial only.",
        "3. Term. This agreement takes effect on 1 March 2014 and ends on 29 February 2016. It is not renewed.",
        "4. Law. This agreement is governed by the laws of Germany.",
    ):
        paper.add_paragraph(clause)
    for company in (ours, theirs):
        paper.add_paragraph()
        paper.add_paragraph(f"For {company.name}")
        paper.add_paragraph("Signature: ______________________________")
        paper.add_paragraph(f"Name: {company.signatory.name}")
        paper.add_paragraph(f"Title: {company.signatory.role}")
    return reproducible(paper)
