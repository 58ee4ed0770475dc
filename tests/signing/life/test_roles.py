"""Who takes part in a round, and how: some approve, some sign, some only read, and some get a copy when it is done."""

import hashlib

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Origin
from flowmono.common.refusals import Conflict, Invalid
from flowmono.outbox.delivering import drain
from flowmono.outbox.models import Letter
from signing import actions, trust
from signing.api import RecipientSerializer
from signing.completing import completion_of
from signing.models import Envelope, RecipientState, Role
from signing.verification.verifying import verify
from tests.people import NOON, make_person
from tests.signing.life.scenes import EVIDENCE, OUTSIDER, inside, make_mark, outside, place_of, sent, sign
from tests.signing.life.test_inside import as_person
from tests.signing.life.test_inside import form_of as inside_form
from tests.signing.life.test_outside import entered, link_to, proved
from tests.signing.life.test_outside import form_of as outside_form

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
    assert (
        verify(
            data, trust=trust.roots(), between=trust.between(), crls=trust.lists_at_hand(), expected_signers=2
        ).reasons
        == ()
    )
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

    assert place_of(envelope, READER).state == RecipientState.VIEWED
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
    assert f"Your code for {words} is " in letter.body


@pytest.mark.django_db
def test_one_of_ours_who_approves_agrees_to_words_of_their_own_and_is_told_that_they_approved():
    envelope = mixed()
    browser, place = as_person("pierre"), place_of(envelope, "pierre@example.com")
    page = browser.get(reverse("signing:sign", args=[place.pk])).content.decode()

    answer = browser.post(reverse("signing:sign", args=[place.pk]), inside_form(browser, place), follow=True)

    evidence = place_of(envelope, "pierre@example.com").evidence
    assert str(actions.APPROVAL) in page
    assert str(actions.CONSENT) not in page
    assert "You approved “Services agreement”." in answer.content.decode()
    assert evidence["consent"] == str(actions.APPROVAL)
    assert evidence["consent_sha256"] == hashlib.sha256(evidence["consent"].encode()).hexdigest()
    assert evidence["shown_sha256"] == envelope.current_version.sha256
    assert "signed_sha256" not in evidence


@pytest.mark.django_db
def test_an_approver_from_outside_agrees_to_approve_and_nothing_speaks_of_their_signature():
    envelope = sent(outside(1, role=Role.APPROVER), outside(2, "Ben Pryce", "ben@vendor.example"))
    start = Client().get(link_to()).content.decode()
    browser = proved()
    page = browser.get(reverse("signing:document")).content.decode()
    other = browser.get(reverse("signing:somebody_else")).content.decode()

    browser.post(reverse("signing:sign_outside"), outside_form(browser))

    thanks = browser.get(reverse("signing:thanks")).content.decode()
    place = place_of(envelope, OUTSIDER)
    assert str(actions.APPROVAL) in page
    assert "asks you to approve this document" in page
    assert "Your approval" in page
    for words in (str(actions.CONSENT), "asks you to sign", "Your signature", "Somebody else should sign"):
        assert words not in page
    assert "You have approved" in thanks
    assert "Your approval is recorded." in thanks
    assert "nothing is approved until you approve" in start
    assert "Somebody else should approve" in other
    assert "Your signature" not in thanks
    assert place.evidence["consent"] == str(actions.APPROVAL)
    assert place.get_state_display() == "approved"


@pytest.mark.django_db
def test_who_forgets_the_tick_is_asked_to_approve_or_to_sign_as_they_were_asked():
    envelope = mixed()

    with pytest.raises(Invalid, match="Tick that you approve the document"):
        sign(envelope, "pierre@example.com", consent=False)


@pytest.mark.django_db
def test_the_certificate_counts_who_approved_apart_from_who_signed():
    envelope = mixed()
    shown = envelope.current_version.sha256
    sign(envelope, "pierre@example.com")
    actions.invite_whose_turn_it_is(envelope, at=NOON)
    sign(envelope, OUTSIDER)
    sign(envelope, "sam@example.com")

    facts = completion_of(
        Envelope.objects.get(pk=envelope.pk),
        sealed_sha256="0" * 64,
        level="B-B",
        at=NOON,
        organisation="Us",
        sealed_by="Us",
    )

    approver, *signers = sorted(facts.parties, key=lambda party: party.signs)
    assert (approver.name, approver.signs, approver.signed_digest) == (str(make_person("pierre")), False, "")
    assert (approver.field, approver.certificate, approver.shown_sha256) == ("", "", shown)
    assert approver.consent_text == str(actions.APPROVAL)
    assert {(one.signs, one.consent_text) for one in signers} == {(True, str(actions.CONSENT))}
    assert all(one.signed_digest for one in signers)
    assert sorted(one.what for one in facts.events if one.what in {"Signed", "Approved"}) == [
        "Approved",
        "Signed",
        "Signed",
    ]
    assert "Everybody had signed or approved" in {one.what for one in facts.events}


@pytest.mark.django_db
def test_the_page_of_the_round_says_approved_and_shows_no_signed_file_for_who_approves():
    envelope = mixed()
    sign(envelope, "pierre@example.com")

    page = as_person("maya").get(reverse("signing:envelope", args=[envelope.pk])).content.decode()

    assert "Approved" in page
    assert "The file as shown" in page
    assert "The file as signed" not in page


@pytest.mark.django_db
def test_programs_read_what_each_agreed_to_and_that_who_approves_signed_no_file():
    envelope = mixed()
    sign(envelope, "pierre@example.com")
    actions.invite_whose_turn_it_is(envelope, at=NOON)
    sign(envelope, "sam@example.com")

    pierre, sam, vera = (
        RecipientSerializer(place_of(envelope, email)).data
        for email in ("pierre@example.com", "sam@example.com", OUTSIDER)
    )

    assert (pierre["agreed_to"], pierre["signed_sha256"]) == (str(actions.APPROVAL), None)
    assert pierre["agreed_to_sha256"] == hashlib.sha256(pierre["agreed_to"].encode()).hexdigest()
    assert pierre["shown_sha256"] == envelope.current_version.sha256
    assert sam["agreed_to"] == str(actions.CONSENT)
    assert sam["signed_sha256"] == Envelope.objects.get(pk=envelope.pk).current_version.sha256
    assert (vera["agreed_to"], vera["agreed_to_sha256"], vera["shown_sha256"], vera["signed_sha256"]) == (None,) * 4


@pytest.mark.django_db
def test_an_approver_of_a_round_that_was_taken_back_reads_that_nothing_was_approved():
    envelope = mixed()
    actions.void(envelope, by=make_person("maya"), at=NOON, reason="Another draft comes.")

    with pytest.raises(Conflict, match=r"Nothing was approved\.$"):
        sign(envelope, "pierre@example.com")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "step", "foot"),
    [
        (Role.SIGNER, "Step 1 of 3", "nothing is signed until you sign."),
        (Role.APPROVER, "Step 1 of 3", "nothing is approved until you approve."),
        (Role.VIEWER, "Step 1 of 2", "nothing is asked of you."),
    ],
)
def test_the_pages_before_the_document_say_what_is_asked(role: Role, step: str, foot: str):
    sam = make_person("sam")
    make_mark(sam)
    sent(inside(sam), outside(1, "Rhea Pryce", READER, role=role))
    first = Client().get(link_to(READER)).content.decode()

    code = entered(READER).get(reverse("signing:code")).content.decode()

    assert step in code
    for page in (first, code):
        assert f"Did you not expect this? Close the page; {foot}" in page
        assert ("sign" in page.partition("<footer")[2]) is (role == Role.SIGNER)
