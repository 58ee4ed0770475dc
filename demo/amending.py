"""An amendment of the demonstration's signed agreement: its price, its end, a milestone's day and a rate are changed."""

from io import BytesIO

from docx import Document as Word

from contracts import actions as contracts
from contracts.models import Contract
from demo.documents import facts
from demo.play import Play

CLAUSES = (
    "Amendment No. 1 to the Professional Services Agreement",
    f"This Amendment is made between {facts.CUSTOMER.name} (the “Customer”) and {facts.PROVIDER.name} (the “Provider”). It amends the "
    "Professional Services Agreement between them.",
    "1. The total price is increased by EUR 14,000.00 to EUR 200,000.00.",
    "2. The due date of the milestone Final Acceptance is moved from 16 July 2027 to 30 September 2027.",
    "3. A new milestone is added: “Training of the operators, EUR 14,000.00, payable on 29 October 2027”.",
    "4. The hourly rate for the Principal Engineer is increased from EUR 148.00 to EUR 156.00.",
    "5. The term of the Agreement is extended by six months to 10 August 2029.",
    "6. Invoices shall be paid within 45 days instead of 30 days.",
    "7. Section 3.2 is replaced by the following: “The Provider reports on its progress every two weeks.”",
    "8. All other terms of the Agreement remain unchanged and in full force and effect.",
)


def bring_amendment(play: Play) -> None:
    """Pierre brings it and says which agreement it changes; it waits for somebody to check what was read."""
    agreement = (
        Contract.objects.filter(vendor__name=facts.PROVIDER.name, signed_at__isnull=False, amends=None)
        .order_by("signed_at")
        .first()
    )
    if agreement is None:
        return
    draft, file = Word(), BytesIO()
    for words in CLAUSES:
        draft.add_paragraph(words)
    draft.save(file)
    by, before = play.people["pierre"], play.contract
    play.contract = contracts.upload_draft(
        by=by,
        at=play.tick(),
        data=file.getvalue(),
        filename="amendment-1.docx",
        title="Amendment No. 1: training and a later end",
    )
    play.settle()
    contracts.say_amends(play.deal, by=by, at=play.tick(), amends=agreement)
    play.settle()
    play.say(f"Pierre brings {play.deal.number}, which amends {agreement.number}: its terms wait for Maya.")
    play.contract = before
