"""Every page of the administration answers, can be searched, says what its fields are for, and leads back to the product."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models, transaction
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django_fsm import FSMField

from contracts.models import Contract
from contracts.seeding import seed_categories
from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.administering import LookOnly, Page
from flowmono.governing import actions
from flowmono.governing.models import Proposal
from flowmono.governing.registry import KINDS
from flowmono.governing.site import GROUPS
from flowmono.governing.wording import say_change
from procurement.models import Budget, TolerancePolicy
from tests.contracts.scenes import uploaded
from tests.flowmono.test_admin_changes import administrator
from tests.house.company import make_company, make_stranger
from tests.people import NOON, make_person

REGISTERED = sorted(admin.site._registry.items(), key=lambda pair: pair[0]._meta.label)
PAGES = pytest.mark.parametrize(("model", "page"), REGISTERED, ids=[model._meta.label for model, _page in REGISTERED])


def root() -> User:
    """An administrator who may open every page."""
    ada = make_person("ada")
    ada.is_staff = ada.is_superuser = True
    ada.save()
    return ada


def asked_by(person: User) -> Any:
    request = RequestFactory().get("/admin/")
    request.user, request.at = person, NOON  # type: ignore[attr-defined]
    return request


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: Any, files_of_the_module: Any) -> Iterator[Client]:
    """A company with one of everything, and its administrator's browser."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(NEEDS_YOU_COUNT=""):
        make_company()
        client = Client()
        client.force_login(root())
        yield client
        transaction.set_rollback(True)


@PAGES
def test_the_list_can_be_searched_and_every_page_of_a_record_answers(model: Any, page: Any, company: Client) -> None:
    place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    record = model._default_manager.first()
    addresses = {
        f"{reverse(place + '_changelist')}": {200},
        f"{reverse(place + '_changelist')}?q=a+%27%22%5C%25": {200},
        reverse(f"{place}_add"): {200, 403},
    }
    if record is not None:
        addresses |= {
            reverse(f"{place}_change", args=[record.pk]): {200},
            reverse(f"{place}_history", args=[record.pk]): {200},
            reverse(f"{place}_delete", args=[record.pk]): {200, 403},
        }
        former = getattr(record, "history", None)
        if former is not None and former.exists():
            address = reverse(f"{place}_simple_history", args=[record.pk, former.first().pk])
            addresses |= {address: {200}}

    answers = {address: company.get(address).status_code for address in addresses}

    assert page.search_fields
    assert {address: code for address, code in answers.items() if code not in addresses[address]} == {}


@PAGES
def test_every_filter_of_a_list_has_words(model: Any, page: Any, company: Client) -> None:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    for query in ("", "?_facets=True"):
        links = re.findall(r'<a href="(\?[^"]*)"[^>]*>([^<]*)</a>', company.get(address + query).content.decode())
        assert [where for where, words in links if not re.sub(r"\(\d+\)", "", words).strip("- \n")] == []


@pytest.mark.django_db
def test_records_without_a_category_are_found_under_none() -> None:
    client, pierre = Client(), make_person("pierre")
    client.force_login(root())
    for title, category in (("Sorted", "lease"), ("Unsorted", "")):
        contract = uploaded(pierre, title=title)
        Contract.objects.filter(pk=contract.pk).update(category=category)
    address = reverse("admin:contracts_contract_changelist")

    page = client.get(address).content.decode()
    found = client.get(address, {"category": ""}).context["cl"].result_list

    assert re.search(r'<a href="\?category=">\s*None\s*</a>', page)
    assert [one.title for one in found] == ["Unsorted"]


@PAGES
@pytest.mark.django_db
def test_a_choice_that_is_not_made_yet_says_so_in_words(model: Any, page: Any) -> None:
    request = asked_by(root())
    if page.has_add_permission(request) or page.has_change_permission(request):
        for name, field in page.get_form(request).base_fields.items():
            first = next(iter(getattr(field, "choices", [])), ("", ""))
            assert str(first[1]) != "---------", name


@PAGES
@pytest.mark.django_db
def test_every_field_that_can_be_typed_says_what_it_is_for(model: Any, page: Any) -> None:
    request = asked_by(root())
    silent = []
    if page.has_add_permission(request) or page.has_change_permission(request):
        record = model._default_manager.first() or model()
        for form in (page.get_form(request), page.get_form(request, record, change=True)):
            silent += [name for name, field in form.base_fields.items() if not str(field.help_text).strip()]
        for rows in page.get_inline_instances(request):
            inner = rows.get_formset(request).form
            silent += [name for name, field in inner.base_fields.items() if not str(field.help_text).strip()]

    assert sorted(set(silent) - {"password1", "password2", "id", "rule", "template"}) == []


@PAGES
@pytest.mark.django_db
def test_no_state_can_be_edited_and_no_json_is_typed(model: Any, page: Any) -> None:
    request = asked_by(root())
    if not page.has_change_permission(request):
        return
    editable = page.get_form(request, model(), change=True).base_fields

    states = [f.name for f in model._meta.fields if isinstance(f, FSMField) and f.name in editable]
    raw = [name for name, field in editable.items() if isinstance(field, forms.JSONField)]

    assert (states, raw) == ([], [])
    assert not page.list_editable


@PAGES
@pytest.mark.django_db
def test_a_page_says_what_such_records_are_and_where_they_are_changed(model: Any, page: Any) -> None:
    assert isinstance(page, Page)
    assert str(page.lead).strip()
    if isinstance(page, LookOnly):
        where = page.place(asked_by(root()))
        assert where["look_only"]
        assert where["changed_url"].startswith("/")
        assert str(where["changed_label"]).strip()


@PAGES
@pytest.mark.django_db
def test_columns_and_fieldsets_name_what_the_model_has(model: Any, page: Any) -> None:
    known = {field.name for field in model._meta.get_fields()}
    shown = set(flatten_fieldsets(page.fieldsets or ())) - {"password1", "password2"}

    assert shown <= known
    assert all(hasattr(model, name) or hasattr(page, name) for name in page.list_display if isinstance(name, str))


@pytest.mark.django_db
def test_the_index_groups_pages_by_what_people_come_to_do(client: Client) -> None:
    client.force_login(root())

    page = client.get("/admin/").content.decode()
    one_part = client.get("/admin/approvals/")

    for group in GROUPS:
        assert str(group.title) in page
        assert str(group.sentence).replace("'", "&#x27;") in page
    assert (one_part.status_code, one_part["Location"]) == (302, "/admin/")


@pytest.mark.django_db
def test_there_is_one_way_to_sign_in_and_it_is_the_products(client: Client) -> None:
    stranger = client.get("/admin/approvals/rule/", follow=True)
    client.force_login(make_person("maya"))
    refused = client.get("/admin/approvals/rule/", follow=True)

    assert [address.split("?")[0] for address, _code in stranger.redirect_chain][-1] == "/account/login/"
    assert refused.status_code == 403
    assert "These pages are for administrators." in refused.content.decode()


def test_a_look_only_record_leads_to_its_own_page(company: Client) -> None:
    from procurement.models import Order

    order = Order.objects.first()

    page = company.get(f"/admin/procurement/order/{order.pk}/change/").content.decode()
    posted = company.post(f"/admin/procurement/order/{order.pk}/change/", {"state": "closed", "total": "1"})
    former = company.post(
        f"/admin/procurement/order/{order.pk}/history/{order.history.first().pk}/", {"state": "closed", "total": "1"}
    )

    assert f'href="{order.get_absolute_url()}"' in page
    assert (posted.status_code, former.status_code) == (403, 403)
    again = Order.objects.get(pk=order.pk)
    assert (again.state, again.total) == (order.state, order.total)


def test_every_model_here_is_one_that_people_know() -> None:
    assert all(isinstance(model._meta, models.options.Options) for model, _page in REGISTERED)
    foreign = [
        model._meta.label for model, _page in REGISTERED if model._meta.app_label in {"auth", "account", "authtoken"}
    ]

    assert foreign == []


# --- what two people change, kind by kind, through the form that people use ------------------------------------------


def sent_by(page: Any) -> dict[str, Any]:
    """What the browser would send back from a form as it was shown."""
    sent: dict[str, Any] = {}
    inner = [rows.formset for rows in page.context["inline_admin_formsets"]]
    forms_shown = [page.context["adminform"].form, *(one for rows in inner for one in rows.initial_forms)]
    for form in [*forms_shown, *(rows.management_form for rows in inner)]:
        for name in form.fields:
            value = form[name].value()
            if value is not None and value is not False:
                sent[form.add_prefix(name)] = "on" if value is True else value
    return sent


CHANGES = {
    "approvals.rule": ("priority", "3", 3),
    "procurement.tolerancepolicy": ("stale_days", "90", 90),
    "procurement.budget": ("amount", "120000.50", Decimal("120000.50")),
    "contracts.remotereader": ("model", "another-model", "another-model"),
    "contracts.category": ("description", "Said otherwise", "Said otherwise"),
    "vendors.checklisttemplate": ("name", "Another name", "Another name"),
    "signing.signatureprofile": ("categories", "NDA\nSOW", ["NDA", "SOW"]),
    "common.company": ("also_known_as", "Adler\nAdler Instruments", ["Adler", "Adler Instruments"]),
    "accounts.user": ("is_staff", "on", True),
}


@pytest.fixture
def undone(company: Client) -> Iterator[Client]:
    """What one test does to the company is not there for the next."""
    with transaction.atomic():
        yield company
        transaction.set_rollback(True)


@pytest.mark.parametrize("label", sorted(CHANGES))
def test_each_kind_is_proposed_with_its_form_and_takes_effect_with_a_second_person(label: str, undone: Client) -> None:
    name, typed, expected = CHANGES[label]
    model = KINDS[label].model
    Budget.objects.get_or_create(department="Calibration", year=2027, defaults={"amount": Decimal(100000)})
    TolerancePolicy.objects.get_or_create(name="Company", price_tol_pct=Decimal("1.5"))
    seed_categories()
    record = model._default_manager.latest("pk")
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[record.pk])
    same = undone.post(address, sent_by(undone.get(address)))
    kept = Proposal.objects.filter(model=label, key=str(record.pk)).count()

    answer = undone.post(address, {**sent_by(undone.get(address)), name: typed})

    assert (same.status_code, kept) == (302, 0)
    assert answer.status_code == 302, answer.context["errors"]
    proposal = Proposal.objects.get(model=label, key=str(record.pk))
    before = getattr(model._default_manager.get(pk=record.pk), name)
    assert before != expected
    assert undone.get(proposal.get_absolute_url()).status_code == 200
    actions.propose(proposal, by=make_person("ada"), at=NOON, reason="It is time.")
    actions.approve(proposal, by=make_stranger("second", roles.ADMINISTRATOR), at=NOON)
    assert getattr(model._default_manager.get(pk=record.pk), name) == expected
    assert [line.label for line in say_change(proposal.kind, proposal.change)] != []


def test_every_kind_that_two_people_change_is_tried_here() -> None:
    assert sorted(CHANGES) == sorted(KINDS)


@pytest.mark.django_db
def test_the_living_page_of_components_is_found_from_help_and_from_the_administration(client: Client) -> None:
    address = reverse("styleguide")
    client.force_login(make_person("pierre"))
    assert address not in client.get(reverse("help")).text

    ada = make_person("ada")
    ada.is_staff = True
    ada.save()
    client.force_login(ada)

    for page in ("help", "admin:index"):
        assert f'href="{address}"' in client.get(reverse(page)).text
    assert client.get(address).status_code == 200
    broken = client.get(address, {"error": "500"}).text
    assert "this reference:" in broken
    assert ">Try again</a>" in broken


@pytest.mark.django_db
def test_no_two_places_of_the_index_are_called_alike(client: Client) -> None:
    client.force_login(root())

    page = client.get("/admin/")

    names = [str(model["name"]).lower() for group in page.context["app_list"] for model in group["models"]]
    assert len(names) > 20
    assert len(set(names)) == len(names)
    assert "changes of rules" not in names  # which is what the button above leads to


@pytest.mark.django_db
def test_an_empty_list_offers_nothing_to_do_with_its_rows(client: Client) -> None:
    client.force_login(administrator())

    page = client.get("/admin/monitoring/watchsetting/").content.decode()
    ours = client.get("/admin/contracts/standardclause/").content.decode()

    assert "Nothing here yet" in page
    assert "Begin with “New standard clause” above." in ours
    assert "of 0 selected" not in page
    assert "Delete selected" not in page


@pytest.mark.django_db
def test_a_list_is_sorted_by_what_the_product_writes_its_own_way(client: Client) -> None:
    client.force_login(administrator())

    listed = client.get("/admin/approvals/rule/").context["cl"]

    active = next(one for one in listed.list_display if getattr(one, "__name__", "") == "active")
    assert active in listed.sortable_by
