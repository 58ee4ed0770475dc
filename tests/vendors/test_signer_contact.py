"""Who signed for a vendor is its first contact, at the address at which they signed."""

import pytest

from documents.models import Document
from flowmono.outbox.models import Letter
from signing.models import Envelope, Recipient
from tests.people import NOON, make_person
from tests.vendors.stage import make_contract, make_vendor, sign
from tests.vendors.test_onboarding import opened
from vendors import actions, reactions

pytestmark = pytest.mark.django_db


@pytest.fixture
def vendor():
    """A vendor with a general address and no contact."""
    found = make_vendor(contact="")
    found.email = "orders@acme.example"
    found.save()
    return found


def signed_by(contract, *, name, email):
    """The contract's envelope, signed for the other side by this person."""
    document = Document.objects.create(case_key=contract.pk, title="Contract", kind="contract")
    envelope = Envelope(document=document, contract=contract, title="Contract", sent_by=make_person("maya"))
    envelope.save()
    Recipient(
        envelope=envelope, name=name, email=email, state="signed", decided_at=NOON, evidence={"consent": "yes"}
    ).save()
    contract.envelope = envelope
    contract.save()


def test_the_first_contact_is_the_signer_by_name_and_address(vendor):
    contract = make_contract(vendor)
    signed_by(contract, name="Dana Reyes", email="Dana.Reyes@acme.example")

    onboarding, _workspace = sign(contract)
    reactions.invite_contact(opened(onboarding))

    contact = vendor.contacts.get()
    assert (contact.name, contact.email) == ("Dana Reyes", "dana.reyes@acme.example")
    assert Letter.objects.filter(to="dana.reyes@acme.example").exists()


def test_the_signers_address_gets_a_link_and_an_unknown_one_does_not(vendor):
    signed_by(make_contract(vendor), name="Dana Reyes", email="dana.reyes@acme.example")

    actions.ask_for_link("Dana.Reyes@acme.example", at=NOON)
    actions.ask_for_link("somebody@acme.example", at=NOON)

    assert list(Letter.objects.values_list("to", flat=True)) == ["dana.reyes@acme.example"]
    assert vendor.contacts.get().name == "Dana Reyes"


def test_a_contact_that_speaks_no_longer_is_not_let_in_again_by_an_old_signature(vendor):
    signed_by(make_contract(vendor), name="Dana Reyes", email="dana.reyes@acme.example")
    contact = actions.add_contact(vendor, by=make_person("maya"), at=NOON, name="Dana", email="dana.reyes@acme.example")
    contact.active = False
    contact.save()
    Letter.objects.all().delete()

    actions.ask_for_link("dana.reyes@acme.example", at=NOON)

    assert not Letter.objects.exists()
