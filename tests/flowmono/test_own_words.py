"""What the libraries would say in words of their own, the product says in its own: dates, forms, names of things."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from allauth.account.forms import default_token_generator
from django.apps import apps
from django.forms import modelform_factory
from django.template import Context, Template
from django.test import Client
from rest_framework import serializers

from contracts.models import Category
from flowmono.accounts import roles
from flowmono.accounts.forms import PasswordByLink
from flowmono.accounts.models import Absence, User
from flowmono.common.missing import TAKEN
from flowmono.common.models import ExchangeRate
from flowmono.common.naming import is_ours
from tests.flowmono.test_notices import tell_one
from tests.flowmono.test_pages import raise_one
from tests.people import NOON, make_person

ALONE = [
    (model, field.name)
    for app in apps.get_app_configs()
    if is_ours(app)
    for model in app.get_models()
    for field in model._meta.local_fields
    if field.unique and not field.primary_key
]


@pytest.mark.parametrize(("model", "field"), ALONE, ids=[f"{model.__name__}.{name}" for model, name in ALONE])
def test_what_another_has_already_is_refused_in_our_words(model: Any, field: str) -> None:
    said = model().unique_error_message(model, (field,))

    assert " ".join(said.messages) == str(TAKEN)


@pytest.mark.django_db
def test_a_form_and_a_program_hear_it_beside_the_field() -> None:
    Category.objects.get_or_create(name="services agreement")

    form = modelform_factory(Category, fields=["name"])(data={"name": "services agreement"})

    class Shape(serializers.ModelSerializer[Category]):
        class Meta:
            model = Category
            fields = ("name",)

    shape = Shape(data={"name": "services agreement"})

    assert form.errors["name"] == [str(TAKEN)]
    assert not shape.is_valid()
    assert [str(one) for one in shape.errors["name"]] == [str(TAKEN)]


def test_a_day_and_a_moment_stand_everywhere_as_in_the_product() -> None:
    shown = Template("{{ moment }} | {{ day }}").render(
        Context({"moment": datetime(2025, 5, 7, 10, 46, tzinfo=UTC), "day": date(2025, 9, 7)})
    )

    assert shown == "7 May 2025, 10:46 | 7 Sep 2025"


def test_an_absence_and_a_rate_are_called_by_days_that_people_write() -> None:
    away = Absence(
        person=User(first_name="Abel"),
        delegate=User(first_name="Carl"),
        starts_on=date(2027, 3, 1),
        ends_on=date(2027, 3, 5),
    )
    rate = ExchangeRate(currency="AED", into="EUR", rate=Decimal("0.25000000"), valid_on=date(2020, 1, 1))

    assert str(away) == "Abel: 1 Mar 2027 to 5 Mar 2027, Carl stands in"
    assert str(rate) == "1 AED = 0.25 EUR (1 Jan 2020)"


@pytest.mark.django_db
def test_a_notice_is_chosen_by_the_moment_that_its_row_shows(client: Client) -> None:
    abel = make_person("abel")
    tell_one(abel)
    client.force_login(abel)

    assert 'aria-label="Choose 1 Mar 2027, 12:00 UTC"' in client.get("/notices/").content.decode()


@pytest.mark.django_db
def test_the_summary_of_errors_calls_a_field_as_its_label_does() -> None:
    form = PasswordByLink(
        data={"password1": "short", "password2": "short"},
        user=make_person("abel"),
        temp_key=default_token_generator.make_token(make_person("abel")),
    )

    said = Template("{% load flowmono %}{% form_errors form %}").render(Context({"form": form}))

    assert "New password: " in said
    assert "New Password" not in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("owner", "said"),
    [(roles.PROCUREMENT, "Procurement answers it."), (roles.FINANCE, "Finance or procurement answers it.")],
)
def test_who_answers_an_exception_is_named_once(owner: str, said: str, client: Client) -> None:
    found = raise_one(owner=owner)
    client.force_login(make_person("aud"))

    assert f">{said}<" in client.get(found.get_absolute_url()).content.decode()


def test_noon_is_what_these_stories_take_it_for() -> None:
    assert datetime(2027, 3, 1, 12, tzinfo=UTC) == NOON
