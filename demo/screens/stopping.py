"""A contract whose chain stops: it is signed, and its order cannot be drafted before somebody enters a rate."""

from docx import Document as Word

from contracts import actions as contracts
from demo.documents import facts
from demo.documents.word import reproducible
from demo.play import Play, Stuck, approve_contract, sign_contract
from flowmono.outbox.models import Delivery

WITHOUT_RATE = "Archive of measurements, Reykjavík"


def stop_for_want_of_a_rate(play: Play) -> None:
    """A licence priced in krónur, of which nobody has entered what one is worth: the step waits at the incident desk."""
    play.contract = contracts.upload_draft(
        by=play.people["pierre"],
        at=play.tick(),
        data=_paper(),
        filename="archive-of-measurements.docx",
        title=WITHOUT_RATE,
    )
    play.settle()
    maya = play.people["maya"]
    theirs = facts.PROVIDER
    values = {"counterparty_name": theirs.name, "counterparty_email": theirs.signatory.email}
    contracts.correct_contract(play.deal, by=maya, at=play.tick(), values=values)
    contracts.confirm_terms(play.deal, by=maya, at=play.tick())
    play.settle()
    approve_contract(play)
    sign_contract(play)
    if not Delivery.objects.incidents().exists():
        raise Stuck("No step waits at the incident desk.")
    play.say(f"{play.deal.number} {WITHOUT_RATE}: its order waits for a rate.")


def _paper() -> bytes:
    ours, theirs = facts.CUSTOMER, facts.PROVIDER
    paper = Word()
    paper.add_heading("Software licence agreement", 1)
    paper.add_paragraph(
        f"between {ours.name}, {ours.address.city} (the “Customer”), and {theirs.name}, {theirs.address.city} (the “Vendor”)."
    )
    for clause in (
        "1. Licence. The Vendor licenses its archive of measurements to the Customer for the site in Reykjavík.",
        "2. Fee. The Customer pays the Vendor a monthly fee of ISK 400,000, in advance on the first day of each month.",
        "3. Payment. Invoices are payable within 30 days of receipt.",
        "4. Term. This agreement takes effect on 1 March 2027 and ends on 29 February 2028. It is not renewed.",
        "5. Law. This agreement is governed by the laws of Germany.",
    ):
        paper.add_paragraph(clause)
    for company in (ours, theirs):
        paper.add_paragraph()
        paper.add_paragraph(f"For {company.name}")
        paper.add_paragraph("Signature: ______________________________")
        paper.add_paragraph(f"Name: {company.signatory.name}")
        paper.add_paragraph(f"Title: {company.signatory.role}")
    return reproducible(paper)
