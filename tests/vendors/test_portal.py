"""The vendor portal: a link that works once, and a contact who sees only their own company."""

import re
from decimal import Decimal
from html import unescape
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from flowmono.common.models import Company
from flowmono.notices.models import Notice
from flowmono.outbox.models import Letter, RecordedEvent
from tests.people import NOON, make_person
from tests.vendors.stage import (
    IBAN,
    INSURED,
    PDF,
    VALID_UNTIL,
    make_contact,
    make_contract,
    make_vendor,
    sign,
    start,
    upload,
)
from vendors import actions, reactions
from vendors.models import BankAccount, ChecklistItem, MagicLink
from vendors.portal_links import Place, links_for, offer
from vendors.presenting import told_apart

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_sidebar_counts_nothing(settings):
    settings.NEEDS_YOU_COUNT = ""


def invite(vendor):
    contact = vendor.contacts.order_by("created_at").first()
    return actions.invite_to_portal(contact, by=make_person("maya"), at=timezone.now())


def make_company(name, key, number):
    """A vendor in the middle of its work, with everything that has an address in the portal."""
    vendor = make_vendor(name, contact=key)
    person = vendor.contacts.get().user or make_person(key)
    _onboarding, workspace = sign(make_contract(vendor, number=number))
    start(workspace)
    paper = actions.hand_in_document(
        vendor, by=person, at=NOON, kind="insurance", title="", data=PDF, filename="i.pdf", valid_until=VALID_UNTIL
    )
    concept = workspace.milestones.get(title="Concept")
    actions.submit_milestone(concept, by=person, at=NOON, note="Done.", files=[("Plan.pdf", PDF)])
    own = [
        reverse("portal:paper_file", args=[paper.pk]),
        reverse("portal:milestone", args=[concept.pk]),
        reverse("portal:evidence_file", args=[concept.evidence.get().pk]),
    ]
    return vendor, person, own


def test_opening_the_link_uses_nothing_up_and_the_button_works_once(client):
    vendor = make_vendor()
    address = reverse("portal:enter", args=[invite(vendor)])

    opened = [getattr(client, verb)(address).status_code for verb in ("get", "head", "get", "head", "get")]
    still_outside = client.get(reverse("portal:home")).url
    entered = client.post(address)
    inside = client.get(reverse("portal:home"))
    client.logout()
    again = client.post(address)

    assert opened == [200] * 5
    assert still_outside == reverse("portal:ask")
    assert entered.url == reverse("portal:home")
    assert "Hello Vera Costa" in inside.content.decode()
    assert again.status_code == 410
    assert client.get(reverse("portal:home")).status_code == 302


def test_the_secret_is_kept_as_a_hash_and_the_page_tells_no_other_site_where_it_came_from(client):
    vendor = make_vendor()
    secret = invite(vendor)

    page = client.get(reverse("portal:enter", args=[secret]))

    assert page.headers["Referrer-Policy"] in {"no-referrer", "same-origin"}
    assert "no-store" in page.headers["Cache-Control"]
    assert MagicLink.objects.get().digest != secret
    assert secret in Letter.objects.get(to="vera@example.com").body
    assert Letter.objects.get(to="vera@example.com").secret


def test_a_link_of_somebody_who_was_removed_or_switched_off_no_longer_works(client):
    vendor = make_vendor()
    secret = invite(vendor)
    contact = vendor.contacts.get()

    actions.remove_contact(contact, by=make_person("maya"), at=NOON)

    assert client.post(reverse("portal:enter", args=[secret])).status_code == 410


def test_a_link_never_signs_in_one_of_our_own_people(client):
    vendor = make_vendor()
    secret = invite(vendor)
    vera = make_person("vera")
    vera.is_staff = True
    vera.save()

    assert client.post(reverse("portal:enter", args=[secret])).status_code == 410
    assert client.get(reverse("portal:home")).status_code == 302


def test_an_address_of_ours_is_never_made_a_vendors_contact(client):
    vendor = make_vendor(contact="")
    fay = make_person("fay")
    fay.is_active = False
    fay.save()
    client.force_login(make_person("maya"))

    answer = client.post(
        reverse("vendors:add_contact", args=[vendor.pk]), {"name": "Fay", "email": fay.email, "invite": "on"}
    )

    assert answer.status_code == 422
    assert "belongs to another account" in answer.content.decode()
    assert not MagicLink.objects.exists()


def test_one_address_speaks_for_one_vendor_until_it_is_removed_there(client):
    first, second = make_vendor(), make_vendor("Second Vendor Ltd", contact="")
    contact = first.contacts.get()
    client.force_login(make_person("maya"))
    entered = {"name": contact.name, "email": contact.email.upper(), "invite": "on"}

    refused = client.post(reverse("vendors:add_contact", args=[second.pk]), entered)
    client.post(reverse("vendors:remove_contact", args=[first.pk, contact.pk]))
    taken = client.post(reverse("vendors:add_contact", args=[second.pk]), entered)

    assert refused.status_code == 422
    assert f"already speaks for {first.name} with this address" in unescape(refused.content.decode())
    assert taken.status_code == 302
    moved = second.contacts.get()
    assert (moved.user.email, moved.user.vendor_contact) == (contact.email, moved)
    assert first.contacts.get().user is None


def test_asking_for_a_link_is_answered_the_same_whether_the_address_is_known_or_not(client):
    make_vendor()

    known = client.post(reverse("portal:ask"), {"email": "VERA@example.com"})
    unknown = client.post(reverse("portal:ask"), {"email": "nobody@example.com"})

    assert known.status_code == unknown.status_code == 200
    assert _without_tokens(known) == _without_tokens(unknown)
    letter = Letter.objects.get()
    secret = re.search(r"/portal/enter/([^/]+)/", letter.body)[1]
    assert client.post(reverse("portal:enter", args=[secret])).status_code == 302


def _without_tokens(answer):
    return re.sub(r'(csrfmiddlewaretoken" value=|x-csrftoken": )"[^"]+"', "", answer.content.decode())


def test_asking_again_and_again_sends_only_a_few_links(client):
    make_vendor()

    answers = [client.post(reverse("portal:ask"), {"email": "vera@example.com"}).status_code for _ in range(12)]

    assert answers == [200] * 10 + [429] * 2
    assert Letter.objects.count() == 4


def test_guessing_links_is_stopped(client):
    answers = [client.post(reverse("portal:enter", args=[f"guess-{n}"])).status_code for n in range(25)]

    assert answers == [410] * 20 + [429] * 5


def test_a_contact_sees_only_their_own_company(client):
    _ours, vera, own = make_company("Nordlicht Beratung GmbH", "vera", "CT-2027-0001")
    _theirs, otto, foreign = make_company("Other Ltd", "otto", "CT-2027-0002")

    client.force_login(vera)
    answers = [client.get(address).status_code for address in (*own, *foreign)]
    posted = client.post(foreign[1], {"note": "Mine."}).status_code
    pages = "".join(client.get(reverse(f"portal:{page}")).content.decode() for page in ("home", "work", "papers"))
    client.force_login(otto)
    mirrored = [client.get(address).status_code for address in (*own, *foreign)]

    assert answers == [200] * 3 + [404] * 3
    assert posted == 404
    assert "Other Ltd" not in pages
    assert mirrored == [404] * 3 + [200] * 3


@pytest.mark.parametrize("who", ["maya", "fay", "ada", "pierre", "olu"])
def test_people_inside_do_not_enter_as_vendors(client, who):
    make_company("Nordlicht Beratung GmbH", "vera", "CT-2027-0001")
    client.force_login(make_person(who))

    answers = {client.get(reverse(f"portal:{page}")).status_code for page in ("home", "work", "papers", "accounts")}

    assert answers == {403}


def test_a_contact_who_was_removed_is_out_at_once(client):
    vendor, vera, own = make_company("Nordlicht Beratung GmbH", "vera", "CT-2027-0001")
    client.force_login(vera)

    actions.remove_contact(vendor.contacts.get(), by=make_person("maya"), at=NOON)

    assert {client.get(address).status_code for address in own} == {403}


def test_the_first_page_tells_what_is_asked_and_why_something_came_back(client):
    vendor = make_vendor()
    sign(make_contract(vendor))
    vera = make_person("vera")
    paper = actions.hand_in_document(vendor, by=vera, at=NOON, kind="tax_form", title="", data=PDF, filename="t.pdf")
    actions.reject_document(paper, by=make_person("lena"), at=NOON, reason="It names another company.")
    client.force_login(vera)

    page = client.get(reverse("portal:home")).content.decode()

    assert "0 of 5 verified" in page
    assert "Sent back: “It names another company.”" in page
    assert "/portal/papers/?kind=tax_form" in page


def test_a_paper_is_asked_for_in_the_words_of_the_contract_until_it_is_handed_in(client):
    vendor = make_vendor()
    sign(make_contract(vendor))
    client.force_login(make_person("vera"))

    asked = client.get(reverse("portal:home")).content.decode()
    actions.hand_in_document(
        vendor,
        by=make_person("vera"),
        at=NOON,
        kind="insurance",
        title="",
        data=PDF,
        filename="i.pdf",
        valid_until=VALID_UNTIL,
    )
    handed_in = client.get(reverse("portal:home")).content.decode()

    assert (asked.count(INSURED), handed_in.count(INSURED)) == (1, 0)


def test_a_vendor_hands_in_a_paper_an_account_and_a_milestone(client):
    vendor = make_vendor()
    onboarding, workspace = sign(make_contract(vendor))
    start(workspace)
    concept = workspace.milestones.get(title="Concept")
    client.force_login(make_person("vera"))
    last_day = f"{timezone.now().year + 1}-06-30"

    paper = client.post(reverse("portal:papers"), {"kind": "insurance", "file": upload(), "valid_until": last_day})
    account = client.post(reverse("portal:accounts"), {"holder": vendor.name, "iban": IBAN})
    work = client.post(
        reverse("portal:milestone", args=[concept.pk]), {"note": "Done.", "files": [upload("a.pdf"), upload("b.pdf")]}
    )

    assert {paper.status_code, account.status_code, work.status_code} == {302}
    assert list(onboarding.items.values_list("state", flat=True)) == ["open", "handed_in", "open", "open", "handed_in"]
    concept.refresh_from_db()
    assert (concept.state, concept.evidence.count()) == ("submitted", 2)
    assert "We call you back" in client.get(reverse("portal:accounts")).content.decode()


def test_what_was_wrong_stands_beside_its_field_and_nothing_typed_is_lost(client):
    vendor = make_vendor()
    _onboarding, workspace = sign(make_contract(vendor))
    start(workspace)
    concept = workspace.milestones.get(title="Concept")
    client.force_login(make_person("vera"))

    account = client.post(reverse("portal:accounts"), {"holder": "Nordlicht Hamburg", "iban": "DE00"})
    work = client.post(
        reverse("portal:milestone", args=[concept.pk]), {"note": "All of it.", "files": [upload("a.pdf", b"MZ")]}
    )

    assert (account.status_code, work.status_code) == (422, 422)
    assert "Nordlicht Hamburg" in account.content.decode()
    assert "All of it." in work.content.decode()
    assert not concept.evidence.exists()


def test_the_vendor_sees_how_far_its_account_is_and_not_who_of_ours_did_what(client):
    vendor = make_vendor()
    account = actions.propose_account(
        vendor, by=make_person("vera"), at=NOON, values={"holder": vendor.name, "iban": IBAN}
    )
    actions.call_back(account, by=make_person("fay"), at=NOON, contact="Vera, +49 40 555 0101")
    client.force_login(make_person("vera"))

    page = client.get(reverse("portal:accounts")).content.decode()

    assert "We confirm it" in page
    assert "Nakamura" not in page
    assert IBAN not in page.replace(" ", "")


def test_every_page_of_the_portal_asks_few_questions(client, django_assert_max_num_queries):
    _vendor, vera, own = make_company("Nordlicht Beratung GmbH", "vera", "CT-2027-0001")
    make_contact(_vendor, "nils")
    client.force_login(vera)
    addresses = [*(reverse(f"portal:{page}") for page in ("home", "work", "papers", "accounts")), own[1]]

    for address in addresses:
        with django_assert_max_num_queries(10 + 3):
            assert client.get(address).status_code == 200


def test_apps_above_add_their_places_to_the_bar(monkeypatch):
    from vendors import portal_links

    monkeypatch.setattr(portal_links, "PLACES", list(portal_links.PLACES))

    offer(Place("inbox", "Start", order=5))
    offer(Place("inbox", "Start", order=5))
    offer(Place("not:there", "Nothing"))

    assert [str(link["label"]) for link in links_for("/portal/work/")][:3] == ["Overview", "Start", "Milestones"]
    assert [str(link["label"]) for link in links_for("/portal/work/x/") if link["current"]] == ["Milestones"]


@pytest.mark.parametrize(
    "address", ["/", "/contracts/", "/orders/", "/vendors/", "/payments/", "/signing/", "/exceptions/"]
)
def test_a_contact_who_types_an_inside_address_is_led_to_the_portal(client, address):
    make_vendor()
    client.force_login(make_person("vera"))

    answer = client.get(address, follow=True)

    assert answer.redirect_chain == [(reverse("portal:home"), 302)]
    assert "That page is for our own people. This is your portal." in answer.content.decode()


def test_our_own_people_and_strangers_are_led_nowhere(client):
    make_vendor()
    client.force_login(make_person("maya"))

    inside = client.get("/vendors/").status_code
    client.force_login(make_person("olu"))

    assert (inside, client.get("/vendors/").status_code) == (200, 404)


def test_the_page_that_was_asked_for_is_opened_after_the_link(client):
    make_vendor()
    wanted = f"{reverse('portal:papers')}?kind=insurance"

    asked = client.get(wanted)
    form = client.get(asked.url).content.decode()
    client.post(reverse("portal:ask"), {"email": "vera@example.com", "next": wanted})
    address = re.search(r"(/portal/enter/\S+)", Letter.objects.get().body)[1]
    button = client.get(address).content.decode()
    entered = client.post(address.partition("?")[0], {"next": wanted})

    hidden = f'<input type="hidden" name="next" value="{wanted}">'
    assert hidden in form
    assert hidden in button
    assert entered.url == wanted


def test_a_session_that_ended_under_a_form_goes_on_in_the_same_page_once_the_link_was_opened_beside_it(client):
    make_vendor()
    form, again = reverse("portal:accounts"), reverse("portal:ask")
    back = f"{again}?next={quote(form, safe='')}"

    sent = client.post(form, {"holder": "Halden"}, headers={"Referer": f"http://testserver{form}"})
    door = client.get(sent["Location"]).content.decode()
    waiting = client.post(again, {"email": "vera@example.com", "next": form}).content.decode()
    before = client.get(back, headers={"HX-Request": "true"})
    secret = re.search(r"/portal/enter/([^/]+)/", Letter.objects.get().body)[1]
    client.post(reverse("portal:enter", args=[secret]), {"next": form})
    after = client.get(back, headers={"HX-Request": "true"})
    elsewhere = client.get(f"{again}?next=https://evil.example/", headers={"HX-Request": "true"})

    assert sent["Location"] == back
    assert "You were signed out meanwhile, and nothing was changed." in door
    assert (f'hx-get="{back}"' in waiting, "data-passing" in waiting) == (True, True)
    assert (before.status_code, before.headers.get("HX-Redirect")) == (204, None)
    assert after["HX-Redirect"] == form
    assert elsewhere["HX-Redirect"] == reverse("portal:home")


def test_what_a_page_of_the_portal_asks_by_itself_without_a_session_leaves_it_as_it_is(client):
    make_vendor()

    by_itself = client.get(reverse("portal:work"), headers={"HX-Request": "true"})

    assert by_itself.status_code == 204


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/portal/papers/",
        "//elsewhere.example/",
        "/contracts/",
        "/portal/../contracts/",
        "/portal/ask/",
    ],
)
def test_a_link_leads_to_pages_of_the_portal_only(client, address):
    vendor = make_vendor()

    asked = client.get(reverse("portal:ask"), {"next": address}).content.decode()
    entered = client.post(reverse("portal:enter", args=[invite(vendor)]), {"next": address})

    assert address not in asked
    assert entered.url == reverse("portal:home")


def entered(vendor, iban, **facts):
    values = {"holder": vendor.name, "iban": iban, "currency": "EUR", **facts}
    return actions.propose_account(vendor, by=make_person("vera"), at=NOON, values=values)


def test_a_vendor_takes_an_account_back_that_is_not_confirmed_and_procurement_is_told(client):
    vendor = make_vendor()
    account = entered(vendor, IBAN)
    client.force_login(make_person("vera"))

    client.post(reverse("portal:withdraw_account", args=[account.pk]))
    reactions.tell_of_withdrawn_account(RecordedEvent.objects.get(name="BankAccountWithdrawn").event)

    assert BankAccount.objects.get(pk=account.pk).state == "withdrawn"
    assert [notice.title for notice in Notice.objects.filter(person=make_person("maya"), kind="account")] == [
        f"{vendor} took back the account …6199"
    ]
    assert "6199" not in client.get(reverse("portal:accounts")).content.decode().split('class="form"')[0]


def test_an_account_of_another_vendor_or_one_that_is_confirmed_is_not_taken_back(client):
    vendor = make_vendor()
    account = entered(vendor, IBAN)
    actions.call_back(account, by=make_person("maya"), at=NOON, contact="+49 40 1")
    actions.verify_account(account, by=make_person("fay"), at=NOON)
    other = make_vendor("Rival Ltd", contact="rival")
    foreign = actions.propose_account(
        other, by=make_person("maya"), at=NOON, values={"holder": "Rival Ltd", "iban": IBAN}
    )
    client.force_login(make_person("vera"))

    answers = [client.post(reverse("portal:withdraw_account", args=[one.pk])).status_code for one in (account, foreign)]

    assert answers == [409, 404]
    assert {one.state for one in BankAccount.objects.all()} == {"verified", "proposed"}


def test_two_accounts_that_end_alike_are_told_apart_by_how_they_begin():
    vendor = make_vendor()
    one = BankAccount(vendor=vendor, iban="DE75512108001245126199")
    other = BankAccount(vendor=vendor, iban="DE21500105170005126199")
    third = BankAccount(vendor=vendor, iban="DE02120300000000202051")

    assert list(told_apart([one, other, third]).values()) == ["DE75…6199", "DE21…6199", "…2051"]


def test_the_code_of_conduct_is_read_in_the_portal_or_said_not_to_be_there_yet(client):
    vendor = make_vendor()
    sign(make_contract(vendor))
    client.force_login(make_person("vera"))
    read = reverse("portal:paper_to_read", args=["code_of_conduct"])

    before = client.get(reverse("portal:home")).content.decode()
    missing = client.get(read).status_code
    ChecklistItem.objects.filter(document_kind="code_of_conduct").update(text="Pay your people.\n\nHurt nobody.")
    after = client.get(reverse("portal:home")).content.decode()

    assert "Its text is not here yet" in before
    assert missing == 404
    assert f'href="{read}"' in after
    assert "<p>Hurt nobody.</p>" in client.get(read).content.decode()


def test_before_and_after_the_door_the_page_names_the_company_that_asks(client):
    Company.objects.update_or_create(pk=1, defaults={"name": "Brightwater Robotics GmbH"})
    vendor = make_vendor()
    door = reverse("portal:enter", args=[invite(vendor)])

    pages = [client.get(door), client.get(reverse("portal:ask"))]
    client.post(door)
    pages += [client.get(reverse("portal:home")), client.get(reverse("portal:papers"))]

    for answer in pages:
        html = answer.content.decode()
        assert "Brightwater Robotics GmbH</title>" in " ".join(html.split()).replace(" </title>", "</title>")
        assert re.search(r'class="brand">.*?Brightwater Robotics GmbH', html, re.DOTALL)


def test_the_choice_goes_on_to_the_next_paper_and_the_account_is_said_to_be_waited_for(client):
    vendor = make_vendor()
    sign(make_contract(vendor))
    vera = make_person("vera")
    client.force_login(vera)
    papers = reverse("portal:papers")

    first = client.get(papers).context["form"]["kind"].value()
    actions.hand_in_document(
        vendor, by=vera, at=NOON, kind=first, title="", data=PDF, filename="p.pdf", valid_until=VALID_UNTIL
    )
    after = client.get(papers).context["form"]["kind"].value()
    home = client.get(reverse("portal:home")).content.decode()

    assert first
    assert after
    assert after != first
    account = next(row for row in re.findall(r"<li>.*?</li>", home, re.DOTALL) if reverse("portal:accounts") in row)
    assert "Payments wait for it" in account
    assert "Verified" not in re.search(r'progress-label"><span>(.*?)</span>', home)[1]


def test_the_last_day_is_called_optional_only_where_no_paper_needs_it(client):
    vendor = make_vendor()
    client.force_login(make_person("vera"))

    before = client.get(reverse("portal:papers")).content.decode()
    sign(make_contract(vendor))
    after = client.get(reverse("portal:papers")).content.decode()

    label = r'<label for="id_valid_until">Last day of validity\s*<span class="field-optional">'
    assert re.search(label, before)
    assert not re.search(label, after)
    assert "Needed for: Certificate of insurance. Leave it empty" in after


def test_why_there_is_nothing_to_deliver_is_true_before_and_after_the_order_is_approved(client):
    vendor = make_vendor()
    _onboarding, workspace = sign(make_contract(vendor))
    vera, pierre = make_person("vera"), make_person("pierre")
    client.force_login(vera)

    planned = client.get(reverse("portal:home")).content.decode()
    start(workspace)
    asked = client.get(reverse("portal:home")).content.decode()
    own = [one for one in workspace.milestones.all() if one.may_be_handed_in]
    for one in own:
        actions.submit_milestone(one, by=vera, at=NOON, note="Done.", files=[("Plan.pdf", PDF)])
    looked_at = client.get(reverse("portal:home")).content.decode()
    for one in workspace.milestones.filter(state="submitted"):
        actions.accept_milestone(one, by=pierre, at=NOON, percent=Decimal(100))
    accepted = client.get(reverse("portal:home")).content.decode()

    assert "stands here as soon as its order is approved" in planned
    assert "Nothing to deliver now" not in asked
    assert "We look at what you handed in" in looked_at
    assert "What you handed in is accepted, and no other delivery is open." in accepted
    assert "as soon as its order is approved" not in looked_at + accepted
