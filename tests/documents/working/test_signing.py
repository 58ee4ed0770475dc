"""What was prepared is what is approved and sent, page for page; a stranger's page that cannot be signed safely is refused."""

import pytest

from contracts import actions as contracts
from contracts import reactions
from contracts.models import Contract, State
from documents.models import Document, TextLayer
from documents.working import actions
from documents.working.running import Other, Wanted
from flowmono import events
from flowmono.common.refusals import Conflict
from signing.models import Envelope
from tests.contracts import scenes as contract_scenes
from tests.documents.working import scenes
from tests.people import NOON, make_people, make_person
from tests.signing.life.scenes import make_mark
from vendors.models import Vendor

pytestmark = pytest.mark.django_db


def prepared() -> Contract:
    """Reordered, undone, brought back, and the first page turned: then put before its approvers."""
    pierre, lena = make_person("pierre"), make_person("lena")
    contract = scenes.in_review(pierre)
    document = contract.document
    actions.take_step(document, Wanted("reorder", {"order": "1,3,2,4"}), by=pierre, at=NOON)
    actions.undo(document, by=pierre, at=NOON)
    actions.redo(document, by=pierre, at=NOON)
    actions.take_step(document, Wanted("number"), by=lena, at=NOON)
    contract = contracts.confirm_terms(contract, by=lena, at=NOON)
    vendor = Vendor(name=contract.counterparty_name, risk="low")
    vendor.register(contract_id=contract.pk, at=NOON)
    vendor.save()
    Contract.objects.filter(pk=contract.pk).update(vendor=vendor)
    make_people("abel", "dora")
    contract_scenes.approval_rule()
    return contracts.submit(Contract.objects.get(pk=contract.pk), by=pierre, at=NOON)


def approve(contract: Contract) -> None:
    Contract.objects.filter(pk=contract.pk).update(state=State.APPROVED)
    make_mark(make_person("sam"), categories=[], limit=None)
    reactions.prepare_envelope(
        events.ContractApproved(case_id=contract.pk, at=NOON, contract_id=contract.pk, number=contract.number)
    )


def test_the_pages_that_were_approved_are_the_pages_that_are_sent() -> None:
    contract = prepared()
    decided = scenes.now(contract.document)

    with pytest.raises(Conflict, match="before its approvers"):
        actions.undo(contract.document, by=make_person("pierre"), at=NOON)
    approve(contract)

    envelope = Envelope.objects.get(contract=contract)
    sent = envelope.current_version
    assert sent.derived_from == decided
    assert scenes.order_of(sent)[:4] == ["Services Agreement", "2. Fees.", "1. Services.", "3. Payment."]
    layer = TextLayer.objects.get(version=decided)
    assert layer.text.index("2. Fees.") < layer.text.index("1. Services.")


def test_pages_of_a_strangers_file_are_looked_at_before_anybody_signs() -> None:
    import io

    import pikepdf

    pierre = make_person("pierre")
    contract = scenes.in_review(pierre)
    pdf = pikepdf.open(io.BytesIO(scenes.blank()))
    pdf.pages[0].obj.AA = pikepdf.Dictionary(
        O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    )
    out = io.BytesIO()
    pdf.save(out)
    other = Other.brought("annex.pdf", out.getvalue())
    actions.take_step(contract.document, Wanted("insert", {"before": 5}, [other]), by=pierre, at=NOON)

    with pytest.raises(Conflict, match="This file cannot be signed"):
        approve(contract)

    assert Document.objects.get(pk=contract.document_id).working is not None
    assert not Envelope.objects.filter(contract=contract).exists()
