"""The pages inside: who may press what, what the pages say, and how few questions they ask the database."""

from decimal import Decimal

import pytest
from django.urls import reverse

from flowmono.common.inbox import waiting_for
from flowmono.common.templatetags.flowmono import breakable
from flowmono.common.templatetags.writing import as_read
from tests.people import NOON, make_person
from tests.vendors.stage import IBAN, INSURED, PDF, VALID_UNTIL, make_contract, make_vendor, sign, start, upload
from vendors import actions
from vendors.models import BankAccount, ComplianceDocument, Contact, Milestone, OnboardingItem, Vendor, Workspace

pytestmark = pytest.mark.django_db

# The session, the account and its roles: what every page asks before it begins.
SIGNED_IN = 3


@pytest.fixture(autouse=True)
def no_count_in_the_sidebar(settings):
    settings.NEEDS_YOU_COUNT = ""


@pytest.fixture
def scene():
    """A vendor in the middle of everything: a paper to verify, an account to call back, a milestone to accept."""
    vendor = make_vendor(vat_id="DE123456788")
    onboarding, workspace = sign(make_contract(vendor))
    start(workspace)
    vera = make_person("vera")
    paper = actions.hand_in_document(
        vendor, by=vera, at=NOON, kind="insurance", title="", data=PDF, filename="i.pdf", valid_until=VALID_UNTIL
    )
    account = actions.propose_account(vendor, by=vera, at=NOON, values={"holder": vendor.name, "iban": IBAN})
    concept = workspace.milestones.get(title="Concept")
    actions.submit_milestone(concept, by=vera, at=NOON, note="All stations.", files=[("Plan.pdf", PDF)])
    return {
        "vendor": [vendor.pk],
        "workspace": [workspace.pk],
        "paper": [vendor.pk, paper.pk],
        "account": [vendor.pk, account.pk],
        "contact": [vendor.pk, vendor.contacts.get().pk],
        "item": [vendor.pk, onboarding.items.get(document_kind="code_of_conduct").pk],
        "milestone": [workspace.pk, concept.pk],
        "evidence": [workspace.pk, concept.evidence.get().pk],
    }


# What is asked for, on what, by whom it is answered well, by whom it is refused; nobody else may know that it exists.
EVERYONE = ("maya", "lena", "fay", "aud", "ada", "pierre", "abel", "sam", "vera", "olu")
SEES_ALL = ("maya", "lena", "fay", "aud", "ada")
READING = [
    ("vendors:vendor", "vendor", (*SEES_ALL, "pierre")),
    ("vendors:workspace", "workspace", (*SEES_ALL, "pierre")),
    ("vendors:file", "paper", SEES_ALL),
    ("vendors:evidence", "evidence", (*SEES_ALL, "pierre")),
]
WRITING = [
    ("vendors:hold", "vendor", {"reason": "A dispute."}, ("maya", "lena", "fay")),
    ("vendors:block", "vendor", {"reason": "Sanctions."}, ("lena",)),
    ("vendors:add_contact", "vendor", {"name": "Nils", "email": "nils@example.com"}, ("maya",)),
    ("vendors:invite", "contact", {}, ("maya",)),
    ("vendors:remove_contact", "contact", {}, ("maya",)),
    ("vendors:waive", "item", {"reason": "Covered."}, ("lena",)),
    ("vendors:verify", "paper", {"valid_until": "2028-03-31"}, ("maya", "lena")),
    ("vendors:reject", "paper", {"reason": "Unreadable."}, ("maya", "lena")),
    ("vendors:call", "account", {"contact": "Vera, +49 40 555 0101"}, ("maya", "fay")),
    ("vendors:reject_account", "account", {"reason": "Unknown."}, ("maya", "fay")),
    ("vendors:accept", "milestone", {"percent": "100"}, ("maya", "pierre")),
    ("vendors:send_back", "milestone", {"reason": "Incomplete."}, ("maya", "pierre")),
]


@pytest.mark.parametrize(("name", "on", "readers"), READING)
def test_who_sees_what(client, scene, name, on, readers):
    answers = {}

    for who in EVERYONE:
        client.force_login(make_person(who))
        answers[who] = client.get(reverse(name, args=scene[on])).status_code

    # The vendor's own contact is led to the portal, whatever it is.
    assert answers.pop("vera") == 302
    assert answers == {who: 200 if who in readers else 404 for who in EVERYONE if who != "vera"}


@pytest.mark.parametrize(("name", "on", "values", "doers"), WRITING)
def test_who_does_what(client, scene, name, on, values, doers):
    sees = (*SEES_ALL, "pierre") if on not in {"paper", "account"} else SEES_ALL
    before = _everything()
    answers = {}

    for who in [who for who in EVERYONE if who not in doers]:
        client.force_login(make_person(who))
        answers[who] = client.post(reverse(name, args=scene[on]), values).status_code
    unchanged = _everything() == before
    client.force_login(make_person(doers[0]))
    done = client.post(reverse(name, args=scene[on]), values)

    assert answers == {who: 403 if who in sees else 404 for who in EVERYONE if who not in doers}
    assert unchanged
    assert done.status_code == 302
    assert _everything() != before


def _everything():
    """What the buttons change."""
    models = (Vendor, Contact, OnboardingItem, ComplianceDocument, BankAccount, Milestone)
    states = [
        sorted(str(row) for row in model.objects.values_list("pk", "state" if hasattr(model, "state") else "active"))
        for model in models
    ]
    return [*states, Contact.objects.get(email="vera@example.com").magic_links.count()]


def test_nothing_changes_by_looking(client, scene):
    client.force_login(make_person("lena"))
    before = _everything()

    answers = {client.get(reverse(name, args=scene[on])).status_code for name, on, _values, _doers in WRITING}

    assert answers == {405}
    assert _everything() == before


def test_a_record_of_one_vendor_is_not_found_under_another(client, scene):
    other = make_vendor("Other Ltd", contact="")
    client.force_login(make_person("maya"))

    answers = {
        client.post(reverse(f"vendors:{name}", args=[other.pk, scene[on][1]]), {"reason": "x"}).status_code
        for name, on in (("verify", "paper"), ("call", "account"), ("invite", "contact"), ("waive", "item"))
    }

    assert answers == {404}


def test_the_vendors_page_says_why_nothing_can_be_paid_and_shows_whole_numbers_only_to_who_checks_them(client, scene):
    client.force_login(make_person("fay"))
    checks = client.get(reverse("vendors:vendor", args=scene["vendor"])).content.decode()
    client.force_login(make_person("aud"))
    reads = client.get(reverse("vendors:vendor", args=scene["vendor"])).content.decode()
    client.force_login(make_person("pierre"))
    asked = client.get(reverse("vendors:vendor", args=scene["vendor"])).content.decode()

    assert "No bank account is verified yet." in checks
    assert "DE75 5121 0800 1245 1261 99" in checks
    assert "DE75" not in reads
    assert "…6199" in reads
    assert "…6199" not in asked
    assert "vera@example.com" not in asked


def test_whoever_verifies_a_paper_reads_beside_it_what_the_contract_asks_for(client, scene):
    client.force_login(make_person("lena"))

    page = client.get(reverse("vendors:vendor", args=scene["vendor"])).content.decode()

    checklist, papers = page.split('id="papers"')[0], page.split('id="papers"')[1].split('id="accounts"')[0]
    assert (checklist.count(INSURED), papers.count(INSURED)) == (1, 1)
    assert "CT-2027-0001, page 4" in papers

    actions.verify_document(ComplianceDocument.objects.get(), by=make_person("lena"), at=NOON)
    page = client.get(reverse("vendors:vendor", args=scene["vendor"])).content.decode()

    assert page.split('id="papers"')[1].count(INSURED) == 0


@pytest.mark.parametrize(
    ("address", "country", "said"),
    [("Mühlenrain 22\n9000 St. Gallen, Switzerland", "CH", ""), ("4 Ropewalk Court, Cork", "IE", "IE"), ("", "", "")],
)
def test_a_country_is_told_where_the_address_does_not_end_with_it(address: str, country: str, said: str):
    assert Vendor(address=address, country=country).country_apart == said


def test_a_workspace_shows_the_sentence_and_the_evidence_beside_each_milestone(client, scene):
    client.force_login(make_person("pierre"))

    page = client.get(reverse("vendors:workspace", args=scene["workspace"])).content.decode()

    assert "“Concept: EUR 12000.00”" in " ".join(page.split()).replace("“ ", "“").replace(" ”", "”")
    assert "Plan.pdf" in page
    assert "All stations." in page
    assert "Accept wholly" in page


@pytest.mark.parametrize(("asks_from", "asked"), [(10_000, True), (1_000_000, False)])
def test_the_workspace_asks_before_all_of_it_is_accepted_exactly_what_needs_you_asks(
    client, scene, settings, asks_from, asked
):
    settings.ASK_AGAIN_FROM = asks_from
    pierre = make_person("pierre")
    client.force_login(pierre)
    page = client.get(reverse("vendors:workspace", args=scene["workspace"])).content.decode()

    (todo,) = [one for one in waiting_for(pierre, NOON) if one.kind == "Milestone"]
    question = next(way.confirms for way in todo.ways if way.name == "yes")

    assert question == ("Accept €12,000.00 for “Concept”?" if asked else "")
    assert ('id="all-2"' in page) == asked
    if asked:
        assert as_read(question) in page


def test_a_part_is_accepted_with_what_is_missing(client, scene):
    client.force_login(make_person("pierre"))

    answer = client.post(
        reverse("vendors:accept", args=scene["milestone"]), {"percent": "62.5", "reason": "Chapter 4."}
    )

    milestone = Milestone.objects.get(title="Concept")
    assert answer.url == f"/vendors/workspaces/{scene['workspace'][0]}/#milestone-2"
    assert (milestone.accepted_percent, milestone.reason) == (Decimal("62.5"), "Chapter 4.")


def test_a_share_that_is_no_number_changes_nothing(client, scene):
    client.force_login(make_person("pierre"))

    answer = client.post(reverse("vendors:accept", args=scene["milestone"]), {"percent": "all of it"})

    assert answer.status_code == 400
    assert Milestone.objects.get(title="Concept").state == "submitted"


def test_a_vendor_is_entered_by_hand_and_its_number_belongs_to_one(client):
    client.force_login(make_person("maya"))
    values = {"name": "Halden AS", "vat_id": "no 923 609 016", "country": "no", "risk": "low"}

    entered = client.post(reverse("vendors:new"), values)
    again = client.post(reverse("vendors:new"), values | {"name": "Halden Norge"})

    vendor = Vendor.objects.get()
    assert entered.url == vendor.get_absolute_url()
    assert (vendor.vat_id, vendor.country, vendor.risk) == ("NO923609016", "NO", "low")
    assert again.status_code == 422
    assert "Halden AS has this VAT number already." in again.content.decode()
    assert "Halden Norge" in again.content.decode()


def test_a_vendor_is_corrected_and_its_history_keeps_who_did_it(client):
    vendor = make_vendor(vat_id="DE123456788")
    client.force_login(make_person("maya"))

    client.post(reverse("vendors:edit", args=[vendor.pk]), {"name": vendor.name, "risk": "high", "vat_id": ""})

    vendor.refresh_from_db()
    assert (vendor.risk, vendor.vat_id) == ("high", "")
    assert vendor.history.first().history_user == make_person("maya")


def test_a_paper_is_handed_in_on_the_vendors_behalf_and_a_refusal_loses_nothing(client, scene):
    client.force_login(make_person("maya"))
    address = reverse("vendors:hand_in", args=scene["vendor"])

    refused = client.post(
        address, {"kind": "tax_form", "file": upload("tax.pdf", b"no pdf"), "valid_from": "2027-01-01"}
    )
    taken = client.post(address, {"kind": "tax_form", "file": upload("tax.pdf")})

    assert refused.status_code == 422
    assert "Upload a PDF, a PNG or a JPEG." in refused.content.decode()
    assert "2027-01-01" in refused.content.decode()
    assert taken.status_code == 302
    assert ComplianceDocument.objects.get(kind="tax_form").title == "Tax form"


def test_an_account_is_entered_on_the_vendors_behalf(client, scene):
    client.force_login(make_person("maya"))
    address = reverse("vendors:propose", args=scene["vendor"])

    wrong = client.post(address, {"holder": "Nordlicht", "iban": "DE00"})
    right = client.post(address, {"holder": "Nordlicht", "iban": "DE89 3704 0044 0532 0130 00"})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "check digits" in wrong.content.decode()
    assert set(BankAccount.objects.values_list("iban", flat=True)) == {IBAN, "DE89370400440532013000"}


def test_the_list_is_searched_filtered_and_sorted(client):
    make_vendor("Alpha GmbH", contact="", vat_id="DE123456788", risk="high")
    held = make_vendor("Beta Ltd", contact="", risk="low")
    actions.hold_vendor(held, by=make_person("fay"), at=NOON, reason="A dispute.")
    client.force_login(make_person("maya"))

    def names(query):
        return [vendor.name for vendor in client.get(f"/vendors/?{query}").context["page"]]

    assert names("") == ["Alpha GmbH", "Beta Ltd"]
    assert names("q=de1234") == ["Alpha GmbH"]
    assert names("state=on_hold") == names("show=attention") == ["Beta Ltd"]
    assert names("sort=risk") == ["Beta Ltd", "Alpha GmbH"]
    assert names("risk=high&sort=nonsense") == ["Alpha GmbH"]


@pytest.mark.parametrize("page", ["vendors:list", "vendors:workspaces"])
def test_a_list_asks_the_same_few_questions_at_any_size(client, scene, django_assert_max_num_queries, page):
    for number in range(2, 8):
        vendor = make_vendor(f"Vendor {number}", contact="")
        sign(make_contract(vendor, number=f"CT-2027-{number:04}"))
    client.force_login(make_person("maya"))

    with django_assert_max_num_queries(6 + SIGNED_IN):
        answer = client.get(reverse(page))

    assert len(answer.context["page"].object_list) == 7


@pytest.mark.parametrize(("page", "on"), [("vendors:vendor", "vendor"), ("vendors:workspace", "workspace")])
@pytest.mark.parametrize("who", ["maya", "pierre"])
def test_a_page_asks_at_most_ten_questions(client, scene, django_assert_max_num_queries, page, on, who):
    vendor = Vendor.objects.get(pk=scene["vendor"][0])
    for kind in ("tax_form", "trade_register", "code_of_conduct"):
        actions.hand_in_document(
            vendor, by=make_person("vera"), at=NOON, kind=kind, title="", data=PDF, filename="p.pdf"
        )
    workspace = Workspace.objects.get()
    build = workspace.milestones.get(title="Build")
    files = [(f"{n}.pdf", PDF) for n in range(5)]
    actions.submit_milestone(build, by=make_person("vera"), at=NOON, note="", files=files)
    client.force_login(make_person(who))

    with django_assert_max_num_queries(10):  # session, person and roles among them
        answer = client.get(reverse(page, args=scene[on]))

    assert answer.status_code == 200


def test_a_vendors_page_says_from_which_contract_its_category_is(client, scene):
    vendor = Vendor.objects.get(pk=scene["vendor"][0])
    contract = vendor.contracts.get()
    Vendor.objects.filter(pk=vendor.pk).update(category=contract.category)
    client.force_login(make_person("maya"))

    own = client.get(vendor.get_absolute_url()).content.decode()
    Vendor.objects.filter(pk=vendor.pk).update(category="goods")
    other = client.get(vendor.get_absolute_url()).content.decode()

    assert f"taken from the contract {contract.number}; it chooses the checklist" in own
    assert "taken from the contract" not in other


def test_an_address_may_go_on_in_the_next_line_behind_its_at_sign_and_nowhere_else(client, scene):
    vendor = Vendor.objects.get(pk=scene["vendor"][0])
    Vendor.objects.filter(pk=vendor.pk).update(email="vera.costa@haldenpryce.example")
    client.force_login(make_person("maya"))

    page = client.get(vendor.get_absolute_url()).content.decode()

    assert "vera.costa@<wbr>haldenpryce.example" in page
    assert breakable("<b>@x") == "&lt;b&gt;@<wbr>x"
    assert breakable("") == ""


def test_a_copy_of_a_paper_is_prepared_from_where_the_paper_stands_by_who_may(client, scene):
    vendor, paper = scene["paper"]
    address = reverse("working:prepare", args=[ComplianceDocument.objects.get(pk=paper).document_id])

    shown = {}
    for who in ("maya", "lena", "fay", "aud", "ada"):
        client.force_login(make_person(who))
        page = client.get(reverse("vendors:vendor", args=[vendor]))
        shown[who] = f'href="{address}"' in page.content.decode()

    assert shown == {"maya": True, "lena": True, "fay": False, "aud": False, "ada": False}
