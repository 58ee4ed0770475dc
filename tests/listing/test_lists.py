"""Every list: narrowed, sorted, searched, in pages, as CSV, and as views that people save, in few statements."""

import csv
import io
from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from contracts.models import Contract
from documents.models import Document, Origin, add_version
from flowmono.accounts import roles
from flowmono.listing import lists
from flowmono.listing.models import SavedView
from tests.people import NOON, make_person
from tests.vendors.stage import make_vendor

pytestmark = pytest.mark.django_db
SIGNED_IN = 3


def contract(number: int, by: str = "pierre", **facts: Any) -> Contract:
    person = make_person(by)
    document = Document(title="Draft", kind="contract", case_key=uuid4())
    document.save()
    values = {"title": f"Agreement {number:03d}", "requester": person, "document": document, "currency": "EUR"} | facts
    made = Contract(number=f"CT-2027-{number:04d}", **values)
    made.created_at = NOON + timedelta(minutes=number)
    made.save()
    return made


@pytest.fixture
def maya(client: Client) -> Any:
    """A buyer, who sees every contract, signed in."""
    person = make_person("maya")
    client.force_login(person)
    return person


def titles(client: Client, query: str = "") -> list[str]:
    return [one.title for one in client.get(f"/contracts/{query}").context["page"]]


def rows(client: Client, query: str) -> list[dict[str, str]]:
    text = client.get(f"/contracts/{query}").getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


# --- narrowing and order --------------------------------------------------------------------------------------------


def test_what_an_address_asks_for_and_a_list_does_not_know_is_said(client: Client, maya: Any) -> None:
    contract(1)

    shown = client.get("/contracts/?state=bogus&sort=colour&from=yesterday").content.decode()

    assert "Part of what was asked for is not known here and was left out" in shown
    assert all(words in shown for words in ("“bogus”", "Order: “colour”", "“yesterday”"))
    assert "was left out" not in client.get("/contracts/?state=draft&sort=-total&q=a").content.decode()


def test_every_word_must_stand_somewhere_in_the_record(client: Client, maya: Any) -> None:
    contract(1, title="Cleaning of offices", category="Facilities")
    contract(2, title="Cleaning of windows", category="Facilities")
    contract(3, title="Windows licences", category="Software")

    assert titles(client, "?q=cleaning+windows") == ["Cleaning of windows"]
    assert titles(client, "?q=facilities") == ["Cleaning of windows", "Cleaning of offices"]
    assert titles(client, "?q=CT-2027-0003") == ["Windows licences"]


def test_filters_add_up_and_what_is_unknown_is_left_out(client: Client, maya: Any) -> None:
    contract(1, category="Software", department="IT")
    contract(2, category="Software", department="Finance")
    contract(3, category="Lease", department="IT", by="maya")

    assert titles(client, "?category=Software&department=IT") == ["Agreement 001"]
    assert titles(client, "?whose=mine") == ["Agreement 003"]
    assert titles(client, "?state=nonsense&whose=theirs&sort=password&from=yesterday") == titles(client, "?all=1")
    assert titles(client, "?state=signed") == []


def test_what_has_no_room_in_one_row_is_behind_more_filters_and_open_when_it_is_set(client: Client, maya: Any) -> None:
    plain = client.get("/contracts/").context["listing"]
    narrowed = client.get("/contracts/?whose=mine&from=2027-01-01")

    assert [one.get("name", "days") for one in plain.near] == ["state", "force", "category"]
    assert [one.get("name", "days") for one in plain.far] == ["department", "whose", "days"]
    assert plain.far_narrowings == 0
    assert narrowed.context["listing"].far_narrowings == 2
    assert "More filters (2)" in narrowed.text.replace("\n", " ")
    orders = client.get("/requisitions/").context["listing"]
    assert (len(orders.near), orders.far) == (3, [])


def test_days_include_both_ends(client: Client, maya: Any) -> None:
    for number, day in enumerate([NOON.date() + timedelta(days=n) for n in (0, 1, 2)], start=1):
        contract(number, ends_on=day)

    assert titles(client, "?from=2027-03-01&until=2027-03-02&sort=ends_on") == ["Agreement 001", "Agreement 002"]


def test_what_has_no_value_comes_last_in_both_directions(client: Client, maya: Any) -> None:
    contract(1, total=Decimal("5.00"))
    contract(2, total=None)
    contract(3, total=Decimal("9.00"))

    assert titles(client, "?sort=total") == ["Agreement 001", "Agreement 003", "Agreement 002"]
    assert titles(client, "?sort=-total") == ["Agreement 003", "Agreement 001", "Agreement 002"]


def test_a_party_is_sorted_by_the_name_that_is_shown_registered_or_not(client: Client, maya: Any) -> None:
    contract(1, vendor=make_vendor("Merk AG", contact=""))
    contract(2, counterparty_name="Halden & Pryce")
    contract(3)
    contract(4, vendor=make_vendor("Alpstein AG", contact=""))

    assert titles(client, "?sort=vendor") == ["Agreement 004", "Agreement 002", "Agreement 001", "Agreement 003"]
    assert titles(client, "?sort=-vendor") == ["Agreement 001", "Agreement 002", "Agreement 004", "Agreement 003"]


def test_fifty_stand_on_a_page_and_the_next_page_keeps_the_filter(client: Client, maya: Any) -> None:
    for number in range(1, 53):
        contract(number, category="Software")

    first = client.get("/contracts/?category=Software")

    assert len(first.context["page"]) == 50
    assert "category=Software&amp;page=2" in first.content.decode()
    assert titles(client, "?category=Software&page=2") == ["Agreement 002", "Agreement 001"]


def test_a_list_in_which_nothing_fits_is_not_an_empty_list(client: Client, maya: Any) -> None:
    assert "No contracts yet" in client.get("/contracts/").content.decode()

    contract(1)
    page = client.get("/contracts/?q=nothing+of+the+kind").content.decode()

    assert "Nothing fits" in page
    assert "Clear the filters" in page
    assert "No contracts yet" not in page


# --- CSV ------------------------------------------------------------------------------------------------------------


def test_the_csv_has_what_fits_in_the_same_order_on_all_pages(client: Client, maya: Any) -> None:
    for number in range(1, 53):
        contract(number, total=Decimal(number), category="Software")
    contract(99, category="Lease")

    found = rows(client, "?category=Software&sort=-total&format=csv")

    assert len(found) == 52
    assert [found[0]["number"], found[0]["total"], found[0]["currency"]] == ["CT-2027-0052", "52.00", "EUR"]
    assert found[-1]["total"] == "1.00"


def test_a_title_that_is_a_formula_stays_text_in_the_csv(client: Client, maya: Any) -> None:
    contract(1, title='=HYPERLINK("https://attacker.example")')

    assert rows(client, "?format=csv")[0]["title"] == '\'=HYPERLINK("https://attacker.example")'


def test_the_csv_shows_nobody_more_than_the_list(client: Client) -> None:
    contract(1, by="pierre")
    contract(2, by="maya")
    client.force_login(make_person("pierre"))

    assert [row["number"] for row in rows(client, "?format=csv")] == ["CT-2027-0001"]
    client.logout()
    assert client.get("/contracts/?format=csv").status_code == 302


def test_the_order_is_chosen_where_headings_have_no_room_and_keeps_what_narrows(client: Client, maya: Any) -> None:
    contract(1, category="Software")
    contract(2, category="Software")
    contract(3, category="Lease")

    shown = client.get("/contracts/?category=Software&q=agreement&sort=title&page=2")

    listing, written = shown.context["listing"], shown.content.decode()
    form = written[written.index('<form class="filters sort-by"') :].partition("</form>")[0]
    assert listing.orders == [
        ("title", "Contract: A to Z"),
        ("-title", "Contract: Z to A"),
        ("vendor", "Other party: A to Z"),
        ("-vendor", "Other party: Z to A"),
        ("state", "State: ascending"),
        ("-state", "State: descending"),
        ("requester", "Started by: A to Z"),
        ("-requester", "Started by: Z to A"),
        ("ends_on", "Ends: earliest first"),
        ("-ends_on", "Ends: latest first"),
        ("total", "Total: lowest first"),
        ("-total", "Total: highest first"),
    ]
    assert '<option value="title" selected>' in form
    assert 'type="hidden" name="category" value="Software"' in form
    assert 'type="hidden" name="q" value="agreement"' in form
    assert form.count('name="sort"') == 1
    assert 'name="page"' not in form
    assert titles(client, "?category=Software&q=agreement&sort=-title") == ["Agreement 002", "Agreement 001"]
    assert titles(client, "?sort=") == ["Agreement 003", "Agreement 002", "Agreement 001"]
    assert ("-created", "Created: latest first") in client.get("/contracts/?sort=-created").context["listing"].orders


def test_the_csv_is_streamed(client: Client, maya: Any) -> None:
    contract(1)

    answer = client.get("/contracts/?format=csv")

    assert answer.streaming
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="contracts-')


# --- saved views ----------------------------------------------------------------------------------------------------


def save(client: Client, name: str, query: str, **more: str) -> Any:
    return client.post("/lists/contracts/save/", {"name": name, "query": query, **more})


def test_a_view_is_saved_under_a_name_and_opens_again(client: Client, maya: Any) -> None:
    contract(1, category="Software")
    contract(2, category="Lease")

    answer = save(client, "Software first", "sort=-total&category=Software&page=3&evil=1")

    view = SavedView.objects.get()
    assert view.query == "category=Software&sort=-total"
    assert answer["Location"] == "/contracts/?category=Software&sort=-total"
    page = client.get(answer["Location"])
    assert page.context["listing"].open_view == view
    assert titles(client, "?category=Software&sort=-total") == ["Agreement 001"]


def test_a_shared_view_is_offered_to_the_role_and_nobody_else(client: Client, maya: Any) -> None:
    save(client, "Ours", "category=Software", role=roles.PROCUREMENT)
    save(client, "Mine", "category=Lease")

    offered = {
        key: [view.name for view in SavedView.objects.offered_to(make_person(key), "contracts")]
        for key in ("maya", "pierre", "fay")
    }

    assert offered == {"maya": ["Mine", "Ours"], "pierre": [], "fay": []}


def test_one_shares_with_ones_own_roles_only(client: Client, maya: Any) -> None:
    save(client, "Theirs", "category=Software", role=roles.CFO)

    assert not SavedView.objects.exists()


def test_a_default_view_opens_the_list_until_everything_is_asked_for(client: Client, maya: Any) -> None:
    contract(1, category="Software")
    contract(2, category="Lease")
    save(client, "First", "category=Software", default="1")
    save(client, "Second", "category=Lease", default="1")

    answer = client.get("/contracts/")

    assert answer["Location"] == "/contracts/?category=Lease"
    assert SavedView.objects.filter(is_default=True).count() == 1
    assert titles(client, "?all=1") == ["Agreement 002", "Agreement 001"]


def test_only_its_owner_changes_or_deletes_a_view(client: Client, maya: Any) -> None:
    save(client, "Ours", "category=Software", role=roles.PROCUREMENT)
    view = SavedView.objects.get()
    client.force_login(make_person("ada"))

    assert client.post(f"/lists/{view.pk}/change/", {"name": "Stolen"}).status_code == 404
    assert client.post(f"/lists/{view.pk}/delete/").status_code == 404

    client.force_login(maya)
    client.post(f"/lists/{view.pk}/change/", {"name": "Renamed", "default": "1"})
    view.refresh_from_db()
    assert (view.name, view.shared_with, view.is_default) == ("Renamed", None, True)
    client.post(f"/lists/{view.pk}/delete/")
    assert not SavedView.objects.exists()


def test_a_second_view_of_the_same_name_is_refused_and_nothing_changes(client: Client, maya: Any) -> None:
    save(client, "Ours", "category=Software")
    save(client, "Ours", "category=Lease")

    assert [view.query for view in SavedView.objects.all()] == ["category=Software"]


def test_views_are_changed_by_post_only_and_of_known_lists_only(client: Client, maya: Any) -> None:
    assert client.get("/lists/contracts/save/").status_code == 405
    assert client.post("/lists/secrets/save/", {"name": "x"}).status_code == 404
    client.force_login(make_person("vera"))
    assert client.post("/lists/contracts/save/", {"name": "x"}).status_code in {302, 403, 404}
    assert not SavedView.objects.exists()


def test_a_name_that_is_markup_is_shown_as_text(client: Client, maya: Any) -> None:
    save(client, "<img src=x>", "category=Software")

    assert "<img src=x>" not in client.get("/contracts/?category=Software").content.decode()


# --- all lists ------------------------------------------------------------------------------------------------------

import_module("flowmono.urls")  # its views make every list known
LISTS = sorted(lists._KNOWN)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_answers_every_filter_and_order_in_six_statements(
    name: str, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(make_person("ada"))
    kind = lists.listing_named(name)
    address = reverse(kind.address)
    contract(1)
    asked = {"q": "a", "from": "2027-01-01", "until": "2027-12-31"}
    for one in kind.filters:
        options = [] if callable(getattr(one, "options", None)) else getattr(one, "options", [])
        asked |= {one.name: options[0][0]} if options else {}
    for column in kind.columns:
        for sort in (column.key, f"-{column.key}") if column.sort else ():
            with django_assert_max_num_queries(6 + SIGNED_IN + MORE.get(name, 0)):
                assert client.get(address, {**asked, "sort": sort}).status_code == 200
    assert client.get(address, {**asked, "format": "csv"}).getvalue().startswith(b"\xef\xbb\xbf")


# The signing queue counts what waits and one's marks; the desk shows what is tried again and letters.
MORE = {"signatures": 2, "incidents": 3}


def test_documents_of_other_peoples_contracts_are_not_listed(client: Client) -> None:
    own, other = contract(1, by="pierre"), contract(2, by="maya")
    for one in (own, other):
        add_version(one.document, b"%PDF-1.7", name="a.pdf", media_type="application/pdf", origin=Origin.CONVERTED)
        add_version(one.document, b"%PDF-1.7 s", name="s.pdf", media_type="application/pdf", origin=Origin.SIGNED)
    client.force_login(make_person("pierre"))

    page = client.get("/contracts/documents/")

    # A copy that only some have signed stays with its signers.
    assert [(row.name, row.contract_number) for row in page.context["page"]] == [("a.pdf", own.number)]


def test_a_sealed_document_kept_apart_leads_to_its_contract(client: Client, maya: Any) -> None:
    one = contract(1)
    apart = Document(title="Sealed", kind="contract", case_key=one.pk)
    apart.save()
    sealed = add_version(apart, b"%PDF-1.7", name="s.pdf", media_type="application/pdf", origin=Origin.SEALED)
    Contract.objects.filter(pk=one.pk).update(archived_version=sealed)

    page = client.get("/contracts/documents/")

    assert [row.contract_number for row in page.context["page"]] == [one.number]
    assert f"{reverse('contracts:versions', args=[one.pk])}?show={sealed.pk}" in page.content.decode()
