"""Who takes part in a round, and how: some approve, some sign, some only read, and some get a copy when it is done."""

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Origin
from flowmono.common.refusals import Conflict
from flowmono.outbox.delivering import drain
from flowmono.outbox.models import Letter
from signing import actions, trust
from signing.models import Envelope, RecipientState, Role
from signing.verification.verifying import verify
from tests.people import NOON, make_person
from tests.signing.life.scenes import EVIDENCE, OUTSIDER, inside, make_mark, outside, place_of, sent, sign
from tests.signing.life.test_outside import link_to, proved

READER = "rhea.pryce@vendor.example"
KEEPER = "kit.pryce@vendor.example"


def subjects(email: str) -> list[str]:
    return list(Letter.objects.filter(to=email).order_by("id").values_list("subject", flat=True))


def mixed() -> Envelope:
    """First an approver of ours, then two who sign together; one from outside reads, and one gets a copy."""
    sam = make_person("sam")
    make_mark(sam)
    return sent(
        inside(make_person("pierre"), 1, role=Role.APPROVER),
        inside(sam, 2),
        outside(2),
        outside(3, "Rhea Pryce", READER, role=Role.VIEWER),
        outside(3, "Kit Pryce", KEEPER, role=Role.COPY),
    )


def test_a_mixed_round_is_carried_to_the_seal_and_everybody_gets_the_completed_copy(committed: None):
    envelope = mixed()
    drain()
    first = {place.email: str(place.state) for place in envelope.recipients.all()}

    sign(envelope, "pierre@example.com")
    drain()
    second = {place.email: str(place.state) for place in envelope.recipients.all()}
    sign(envelope, OUTSIDER)
    sign(envelope, "sam@example.com")
    drain()

    sealed = Envelope.objects.get(pk=envelope.pk)
    everybody = {"pierre@example.com", "sam@example.com", OUTSIDER, READER, KEEPER}
    assert first == {
        "pierre@example.com": "invited",
        "sam@example.com": "waiting",
        OUTSIDER: "waiting",
        READER: "invited",
        KEEPER: "waiting",
    }
    assert (second["sam@example.com"], second[OUTSIDER]) == ("invited", "invited")
    assert sealed.state == "sealed"
    data = sealed.current_version.content()
    assert verify(data, trust=trust.roots(), between=trust.between(), expected_signers=2).reasons == ()
    assert set(Letter.objects.filter(key__startswith="completed:").values_list("to", flat=True)) == everybody
    assert subjects(KEEPER) == ["Signed by everyone: Services agreement"]


@pytest.mark.django_db
def test_each_role_is_told_in_its_own_words_what_is_asked_of_it():
    envelope = mixed()

    sign(envelope, "pierre@example.com")
    actions.invite_whose_turn_it_is(envelope, at=NOON)

    assert subjects("pierre@example.com") == ["For your approval: Services agreement"]
    assert subjects("sam@example.com") == ["For your signature: Services agreement"]
    assert subjects(OUTSIDER) == ["For your signature: Services agreement"]
    assert subjects(READER) == ["For you to read: Services agreement"]
    assert subjects(KEEPER) == []
    assert "nothing is asked of you" in Letter.objects.get(to=READER).body
    assert "asks you to approve" in Letter.objects.get(to="pierre@example.com").body


@pytest.mark.django_db
def test_who_reads_sees_the_document_as_it_was_sent_while_others_sign_and_nothing_in_between():
    envelope = mixed()
    sent_as = envelope.current_version.sha256
    sign(envelope, "pierre@example.com")
    actions.invite_whose_turn_it_is(envelope, at=NOON)
    sign(envelope, OUTSIDER)
    partly = envelope.document.versions.get(origin=Origin.SIGNED).sha256

    browser = proved(READER)
    page = browser.get(reverse("signing:document"))

    assert page.status_code == 200
    assert "nothing is asked of you" in page.content.decode()
    assert "consent" not in page.content.decode()
    assert page.context["shown_url"] == reverse("signing:shown_outside", args=[sent_as])
    assert browser.get(reverse("signing:shown_outside", args=[sent_as])).status_code == 200
    assert browser.get(reverse("signing:shown_outside", args=[partly])).status_code == 404
    assert partly not in page.content.decode()
    assert place_of(envelope, READER).state == RecipientState.VIEWED


@pytest.mark.django_db
def test_who_reads_can_neither_sign_nor_decline():
    envelope = mixed()
    reader = place_of(envelope, READER)

    with pytest.raises(Conflict, match="nothing is asked of you"):
        sign(envelope, READER)
    with pytest.raises(Conflict, match="nothing is asked of you"):
        actions.decline(reader, by=reader, at=NOON, reason="No.", evidence=EVIDENCE)

    assert place_of(envelope, READER).state == RecipientState.INVITED
    assert Envelope.objects.get(pk=envelope.pk).state == "sent"


@pytest.mark.django_db
def test_a_colleague_who_reads_or_gets_a_copy_is_withheld_what_is_partly_signed():
    sam, ada, olu = make_person("sam"), make_person("ada"), make_person("olu")
    make_mark(sam)
    envelope = sent(inside(sam), outside(), inside(ada, 3, role=Role.VIEWER), inside(olu, 3, role=Role.COPY))
    sent_as = envelope.current_version
    sign(envelope, sam.email)
    reads, keeps = Client(), Client()
    reads.force_login(ada)
    keeps.force_login(olu)

    page = reads.get(reverse("signing:sign", args=[place_of(envelope, ada.email).pk]))
    file = reads.get(reverse("signing:file", args=[place_of(envelope, ada.email).pk]))
    copy = keeps.get(reverse("signing:file", args=[place_of(envelope, olu.email).pk]))

    assert page.status_code == 200
    assert b"".join(file.streaming_content if file.streaming else [file.content]) == sent_as.content()
    assert copy.status_code == 404


@pytest.mark.django_db
def test_a_reader_whose_round_was_taken_back_finds_the_link_closed():
    envelope = mixed()
    link = link_to(READER)

    actions.void(envelope, by=make_person("maya"), at=NOON, reason="Another draft comes.")

    assert Client().get(link).status_code == 410


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "words"), [(Role.SIGNER, "signing"), (Role.APPROVER, "approving"), (Role.VIEWER, "reading")]
)
def test_the_letter_with_the_code_says_what_it_is_for(role: Role, words: str):
    envelope = sent(outside(1, role=role), outside(1, "Ben Pryce", "ben@vendor.example"))

    Client().post(link_to())

    letter = Letter.objects.get(key__startswith=f"code:{place_of(envelope, OUTSIDER).pk}:")
    assert letter.subject == f"Your code for {words}"
    assert f"your code for {words} is " in letter.body
