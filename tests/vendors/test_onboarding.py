"""A signed contract opens the vendor's checklist; it completes itself when other people have verified what was handed in."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from flowmono import events
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.outbox.models import Letter, RecordedEvent
from tests.people import NOON, make_person
from tests.vendors.stage import IBAN, PDF, VALID_UNTIL, make_contract, make_vendor, sign
from vendors import actions, reactions
from vendors.models import ChecklistItem, ChecklistTemplate, Onboarding, Vendor
from vendors.reactions import checklist_for
from vendors.seeding import seed_checklists

pytestmark = pytest.mark.django_db

KINDS = ("trade_register", "tax_form", "code_of_conduct")


def hand_in(vendor, kind, *, by="vera", **facts):
    if kind == "insurance":
        facts.setdefault("valid_until", VALID_UNTIL)
    return actions.hand_in_document(
        vendor, by=make_person(by), at=NOON, kind=kind, title="", data=PDF, filename=f"{kind}.pdf", **facts
    )


def verify_account(vendor, *, at=NOON):
    account = actions.propose_account(
        vendor, by=make_person("vera"), at=at, values={"holder": vendor.name, "iban": IBAN}
    )
    actions.call_back(account, by=make_person("maya"), at=at, contact="Vera Costa, +49 40 555 0101")
    return actions.verify_account(account, by=make_person("fay"), at=at)


def test_a_services_agreement_asks_for_five_things_and_starts_onboarding():
    vendor = make_vendor()

    onboarding, _workspace = sign(make_contract(vendor))

    asked = list(onboarding.items.values_list("title", "wanted", "expires", "state"))
    assert asked == [
        ("Trade register extract", "document", False, "open"),
        ("Certificate of insurance", "document", True, "open"),
        ("Tax form", "document", False, "open"),
        ("Code of conduct", "document", False, "open"),
        ("Bank account", "bank_account", False, "open"),
    ]
    vendor.refresh_from_db()
    assert vendor.state == "onboarding"


def test_insurance_is_asked_for_where_a_sentence_of_the_contract_asks_for_it_and_nowhere_else():
    with_none, _workspace = sign(make_contract(make_vendor(), insured=""))
    other = make_vendor("Falk Messtechnik AG", contact="")
    with_one, _workspace = sign(make_contract(other, number="CT-2027-0002"))
    ChecklistItem.objects.filter(document_kind="insurance").update(if_contract_asks=False)
    third = make_vendor("Ost Prüfdienst GmbH", contact="")
    always, _workspace = sign(make_contract(third, number="CT-2027-0003", insured=""))

    asked = [list(one.items.values_list("document_kind", flat=True)) for one in (with_none, with_one, always)]
    assert [("insurance" in kinds, len(kinds)) for kinds in asked] == [(False, 4), (True, 5), (True, 5)]


def test_a_point_waits_for_a_contract_only_where_contracts_are_read_for_it():
    seed_checklists()
    security = ChecklistItem.objects.filter(document_kind="security_certificate").first()
    security.if_contract_asks = True

    with pytest.raises(ValidationError, match="Contracts are read for insurance alone"):
        security.full_clean()


def test_the_same_signature_told_twice_opens_one_checklist():
    contract = make_contract(make_vendor())
    sign(contract)
    told_again = events.ContractSigned(
        case_id=contract.pk,
        at=NOON,
        contract_id=contract.pk,
        number=contract.number,
        vendor_id=contract.vendor_id,
        category=contract.category,
        currency="EUR",
        total=contract.total,
        orderable=True,
        effective_on=None,
    )

    from vendors.reactions import open_onboarding

    open_onboarding(told_again)

    assert Onboarding.objects.count() == 1


def test_a_checklist_of_the_contracts_category_comes_before_the_vendors_and_before_the_one_for_all_others():
    seed_checklists()

    assert checklist_for("licence", "services agreement").name == "Software licence"
    assert checklist_for("employment", "services agreement").name == "Professional services"
    assert checklist_for("employment", "").name == "Every other vendor"


def test_the_checklist_that_an_administrator_named_for_a_category_is_used():
    from contracts.models import Category

    seed_checklists()
    Category.objects.create(name="lease", checklist="Software licence")

    assert checklist_for("lease", "").name == "Software licence"


def test_seeding_twice_keeps_what_an_administrator_changed():
    seed_checklists()
    template = ChecklistTemplate.objects.get(category="")
    template.items.all().delete()

    seed_checklists()

    assert ChecklistTemplate.objects.count() == 6
    assert not template.items.exists()


def test_everything_handed_in_and_verified_by_others_completes_the_checklist_and_makes_the_vendor_active():
    vendor = make_vendor()
    onboarding, _workspace = sign(make_contract(vendor))
    lena = make_person("lena")

    for kind in (*KINDS, "insurance"):
        actions.verify_document(hand_in(vendor, kind), by=lena, at=NOON)
    onboarding.refresh_from_db()
    before_the_account = onboarding.state
    verify_account(vendor)

    onboarding.refresh_from_db()
    vendor.refresh_from_db()
    assert (before_the_account, onboarding.state, vendor.state) == ("open", "complete", "active")
    assert RecordedEvent.objects.filter(name="OnboardingCompleted").count() == 1


def test_who_handed_in_cannot_verify_even_with_the_right_role():
    vendor = make_vendor()
    sign(make_contract(vendor))
    paper = hand_in(vendor, "tax_form", by="maya")

    with pytest.raises(NotAllowed):
        actions.verify_document(paper, by=make_person("maya"), at=NOON)

    paper.refresh_from_db()
    assert paper.state == "submitted"
    assert actions.verify_document(paper, by=make_person("lena"), at=NOON).state == "verified"


def test_who_verifies_a_paper_opens_it_says_until_when_it_holds_and_is_asked_before_the_yes(client):
    vendor = make_vendor()
    sign(make_contract(vendor))
    paper, lena = hand_in(vendor, "insurance"), make_person("lena")
    door = reverse("vendors:verify", args=[vendor.pk, paper.pk])
    client.force_login(lena)

    page = client.get(reverse("vendors:vendor", args=[vendor.pk])).content.decode()
    dialog = page.split(f'id="verify-{paper.pk}"')[1].split("</dialog>")[0]
    silent = client.post(door, {})
    unreadable = client.post(door, {"valid_until": "next year"})
    earlier = VALID_UNTIL - timedelta(days=30)
    paper.refresh_from_db()
    undecided = paper.state
    client.post(door, {"valid_until": earlier.isoformat()})

    assert "Do you stand behind this paper?" in dialog
    assert f'href="{reverse("vendors:file", args=[vendor.pk, paper.pk])}"' in dialog
    assert f'value="{VALID_UNTIL.isoformat()}"' in dialog
    assert (silent.status_code, unreadable.status_code, undecided) == (400, 400, "submitted")
    paper.refresh_from_db()
    assert (paper.state, paper.valid_until) == ("verified", earlier)


def test_a_paper_that_has_run_out_or_says_no_day_where_one_is_asked_for_is_not_verified():
    vendor = make_vendor()
    sign(make_contract(vendor))
    paper, lena = hand_in(vendor, "insurance"), make_person("lena")

    with pytest.raises(Invalid, match="has run out on that day"):
        actions.verify_document(paper, by=lena, at=NOON, valid_until=NOON.date() - timedelta(days=1))
    type(paper).objects.filter(pk=paper.pk).update(valid_until=None)
    with pytest.raises(Invalid, match="Enter the last day on which this document is valid"):
        actions.verify_document(paper, by=lena, at=NOON)

    assert actions.verify_document(hand_in(vendor, "tax_form"), by=lena, at=NOON).valid_until is None


def test_a_paper_that_was_sent_back_is_asked_for_again():
    vendor = make_vendor()
    onboarding, _workspace = sign(make_contract(vendor))
    paper = hand_in(vendor, "tax_form")

    actions.reject_document(paper, by=make_person("lena"), at=NOON, reason="It names another company.")

    assert onboarding.items.get(document_kind="tax_form").state == "open"
    with pytest.raises(Conflict):
        actions.verify_document(paper, by=make_person("lena"), at=NOON)


def test_a_certificate_that_lapses_needs_its_last_day_and_one_that_lapsed_is_refused():
    vendor = make_vendor()
    sign(make_contract(vendor))

    with pytest.raises(Invalid) as without:
        hand_in(vendor, "insurance", valid_until=None)
    with pytest.raises(Invalid) as lapsed:
        hand_in(vendor, "insurance", valid_until=NOON.date().replace(year=2026))

    assert without.value.field == lapsed.value.field == "valid_until"
    assert not vendor.compliance_documents.exists()


def test_a_file_is_judged_by_its_first_bytes_not_by_its_name():
    vendor = make_vendor()

    with pytest.raises(Invalid):
        actions.hand_in_document(
            vendor, by=make_person("vera"), at=NOON, kind="other", title="", data=b"<html>", filename="a.pdf"
        )

    assert not vendor.compliance_documents.exists()


def test_legal_waives_a_point_with_a_reason_and_nobody_else_does():
    vendor = make_vendor()
    onboarding, _workspace = sign(make_contract(vendor))
    item = onboarding.items.get(document_kind="code_of_conduct")

    with pytest.raises(NotAllowed):
        actions.waive_item(item, by=make_person("maya"), at=NOON, reason="Too slow.")
    with pytest.raises(Invalid):
        actions.waive_item(item, by=make_person("lena"), at=NOON, reason=" ")
    waived = actions.waive_item(item, by=make_person("lena"), at=NOON, reason="Covered by the group's code.")

    assert (waived.state, waived.waived_reason) == ("waived", "Covered by the group's code.")


def test_a_second_contract_finds_what_was_proved_before_and_is_complete_at_once():
    vendor = make_vendor()
    sign(make_contract(vendor))
    for kind in (*KINDS, "insurance"):
        actions.verify_document(hand_in(vendor, kind), by=make_person("lena"), at=NOON)
    verify_account(vendor)

    invited = Letter.objects.count()
    second, _workspace = sign(make_contract(vendor, number="CT-2027-0002"))
    reactions.invite_contact(opened(second))

    assert second.state == "complete"
    assert not second.items.exists()
    assert Letter.objects.count() == invited


def opened(onboarding):
    """The event that told of a checklist, as it was recorded."""
    return RecordedEvent.objects.get(name="OnboardingOpened", values__onboarding_id=str(onboarding.pk)).event


def test_a_vendor_that_nobody_of_has_a_way_in_is_invited_even_when_nothing_is_asked():
    vendor = make_vendor(contact="")
    actions.add_contact(vendor, by=make_person("maya"), at=NOON, name="Nils", email="nils@example.com")
    for kind in (*KINDS, "insurance"):
        actions.verify_document(hand_in(vendor, kind, by="maya"), by=make_person("lena"), at=NOON)
    account = actions.propose_account(
        vendor, by=make_person("maya"), at=NOON, values={"holder": vendor.name, "iban": IBAN}
    )
    actions.call_back(account, by=make_person("fay"), at=NOON, contact="Nils, +49 40 555 0102")
    actions.verify_account(account, by=make_person("finn"), at=NOON)

    onboarding, _workspace = sign(make_contract(vendor))
    reactions.invite_contact(opened(onboarding))

    vendor.refresh_from_db()
    assert (onboarding.state, vendor.state) == ("complete", "active")
    assert Letter.objects.filter(to="nils@example.com", subject="Your link to the vendor portal").count() == 1


def test_what_an_open_checklist_asks_for_is_not_asked_again_by_a_second_contract():
    vendor = make_vendor()
    first, _workspace = sign(make_contract(vendor))
    licence = make_contract(vendor, number="CT-2027-0002")
    licence.category = "licence"

    second, _workspace = sign(licence)

    assert list(second.items.values_list("title", flat=True)) == [
        "Information security certificate",
        "List of sub-processors",
    ]
    assert first.items.count() == 5


def test_a_later_checklist_that_is_complete_makes_nobody_active_while_an_earlier_one_is_open():
    vendor = make_vendor()
    first, _workspace = sign(make_contract(vendor))

    second, _workspace = sign(make_contract(vendor, number="CT-2027-0002"))
    vendor.refresh_from_db()
    before = vendor.state
    actions.hold_vendor(vendor, by=make_person("fay"), at=NOON, reason="A dispute.")
    actions.release_vendor(vendor, by=make_person("fay"), at=NOON, reason="Settled.")
    vendor.refresh_from_db()
    after_the_hold = vendor.state
    for kind in (*KINDS, "insurance"):
        actions.verify_document(hand_in(vendor, kind), by=make_person("lena"), at=NOON)
    verify_account(vendor)

    first.refresh_from_db()
    vendor.refresh_from_db()
    assert (second.state, before, after_the_hold) == ("complete", "onboarding", "onboarding")
    assert (first.state, vendor.state) == ("complete", "active")


def test_a_paper_that_waits_to_be_verified_is_asked_for_as_handed_in():
    vendor = make_vendor()
    hand_in(vendor, "tax_form")

    onboarding, _workspace = sign(make_contract(vendor))

    assert onboarding.items.get(document_kind="tax_form").state == "handed_in"


def test_nothing_is_paid_until_what_gates_payment_is_verified_or_waived_and_the_words_name_it():
    vendor = make_vendor()
    onboarding, _workspace = sign(make_contract(vendor))
    lena = make_person("lena")
    said = [vendor.standing(NOON.date())]

    insurance = hand_in(vendor, "insurance")
    actions.reject_document(hand_in(vendor, "tax_form"), by=lena, at=NOON, reason="It names another company.")
    said.append(vendor.standing(NOON.date()))
    actions.verify_document(insurance, by=lena, at=NOON)
    actions.verify_document(hand_in(vendor, "tax_form"), by=lena, at=NOON)
    said.append(vendor.standing(NOON.date()))
    extract = onboarding.items.get(document_kind="trade_register")
    actions.waive_item(extract, by=lena, at=NOON, reason="A sole trader has no register.")

    assert [standing.reasons for standing in said] == [
        (
            "The trade register extract was never handed in",
            "The certificate of insurance was never handed in",
            "The tax form was never handed in",
        ),
        (
            "The trade register extract was never handed in",
            "The certificate of insurance is handed in and not verified yet",
            "The tax form was sent back and not handed in again",
        ),
        ("The trade register extract was never handed in",),
    ]
    # The code of conduct is required and holds no payment; the bank account is checked by the comparison itself.
    assert vendor.standing(NOON.date()).ok
    onboarding.refresh_from_db()
    assert onboarding.state == "open"
    told = RecordedEvent.objects.get(name="ChecklistPointWaived").event
    assert (told.vendor_id, told.title) == (vendor.pk, "Trade register extract")


def test_only_a_required_point_can_gate_payment():
    template = ChecklistTemplate.objects.create(name="Lease", category="lease")
    point = ChecklistItem(template=template, title="Floor plan", document_kind="floor_plan", required=False)

    with pytest.raises(ValidationError, match="Only a required point can gate payment"):
        point.full_clean()


def test_a_newer_paper_takes_the_place_of_the_older_one():
    vendor = make_vendor()
    sign(make_contract(vendor))
    older = actions.verify_document(hand_in(vendor, "insurance"), by=make_person("lena"), at=NOON)

    newer = actions.verify_document(
        hand_in(vendor, "insurance", valid_until=VALID_UNTIL.replace(year=2028)), by=make_person("lena"), at=NOON
    )

    older.refresh_from_db()
    assert (older.superseded, newer.superseded) == (True, False)


def test_lifting_a_hold_never_makes_a_vendor_active_that_has_proved_nothing():
    prospective = make_vendor("Unknown Ltd", contact="")
    onboarding = make_vendor()
    sign(make_contract(onboarding))
    fay = make_person("fay")

    for vendor in (prospective, onboarding):
        actions.hold_vendor(vendor, by=fay, at=NOON, reason="An account nobody knows.")
        actions.release_vendor(vendor, by=fay, at=NOON, reason="The account is the vendor's.")

    assert Vendor.objects.get(pk=prospective.pk).state == "prospective"
    assert Vendor.objects.get(pk=onboarding.pk).state == "onboarding"


def test_a_block_is_lifted_by_legal_alone():
    vendor = make_vendor()
    actions.block_vendor(vendor, by=make_person("lena"), at=NOON, reason="On a sanctions list.")

    with pytest.raises(NotAllowed):
        actions.release_vendor(vendor, by=make_person("fay"), at=NOON, reason="We need them.")

    assert Vendor.objects.get(pk=vendor.pk).state == "blocked"


def test_standing_names_every_reason_against_paying():
    vendor = make_vendor()
    paper = actions.verify_document(hand_in(vendor, "insurance"), by=make_person("lena"), at=NOON)
    actions.hold_vendor(vendor, by=make_person("fay"), at=NOON, reason="A dispute.")
    vendor.refresh_from_db()

    on_the_last_day = vendor.standing(paper.valid_until)
    a_day_later = vendor.standing(paper.valid_until.replace(month=10, day=1))

    assert on_the_last_day.reasons == ("Nordlicht Beratung GmbH is on hold: A dispute.",)
    assert a_day_later.reasons == (
        "Nordlicht Beratung GmbH is on hold: A dispute.",
        "insurance ran out on 30 Sept 2027",
    )
    assert not a_day_later.ok


def test_a_new_vendor_that_proved_nothing_is_not_in_good_standing_and_the_words_say_so():
    vendor = make_vendor("Unknown Ltd", contact="")

    standing = vendor.standing(NOON.date())

    assert not standing.ok
    assert standing.reasons == ("Nothing is proved yet: Unknown Ltd was not asked for its papers, and handed none in",)
