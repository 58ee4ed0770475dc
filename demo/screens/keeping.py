"""A contract of long ago: the years for which its papers had to be kept are over, and nothing of it is open."""

from datetime import UTC, datetime

from docx import Document as Word

from contracts import actions as contracts
from contracts.models import Obligation
from demo.documents import facts
from demo.documents.word import reproducible
from demo.play import Play, Stuck, approve_contract, sign_contract

LONG_AGO = "Confidentiality agreement, sensor trial"
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
