"""The menu offers a person the lists that open for them, and no list opens that it does not offer."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.navigation import PLACES

pytestmark = pytest.mark.django_db

# Programs hold the role of integrations; they have no pages.
INSIDE = sorted(set(roles.INSIDE) - {roles.INTEGRATION})


@pytest.mark.parametrize("role", INSIDE)
def test_what_the_menu_offers_opens_and_what_it_leaves_out_is_refused(role: str) -> None:
    person = User.objects.create_user(
        username="somebody", email="somebody@ours.example", is_staff=role == roles.ADMINISTRATOR
    )
    person.groups.add(Group.objects.get_or_create(name=role)[0])
    client = Client()
    client.force_login(person)

    answers = {place.url_name: client.get(reverse(place.url_name)).status_code for place in PLACES}

    assert {name for name, status in answers.items() if status == 200} == {
        place.url_name for place in PLACES if role in place.roles
    }
    assert {status for status in answers.values() if status != 200} <= {302, 403}


@pytest.mark.parametrize("role", [roles.ADMINISTRATOR, roles.AUDITOR])
def test_whoever_may_read_the_changes_of_rules_is_led_to_them(role: str) -> None:
    person = User.objects.create_user(username="ada", email="ada@ours.example", is_staff=role == roles.ADMINISTRATOR)
    person.groups.add(Group.objects.get_or_create(name=role)[0])
    client = Client()
    client.force_login(person)

    answer = client.get(reverse("governing:list"))

    assert [link.url for link in answer.context["nav"] if link.current] == [reverse("governing:list")]
    # An auditor is led to no page that is for administrators alone.
    assert (reverse("admin:index") in answer.content.decode()) is (role == roles.ADMINISTRATOR)


def test_preparing_searching_and_comparing_documents_lights_the_documents(client: Client) -> None:
    person = User.objects.create_user(username="maya", email="maya@ours.example")
    person.groups.add(Group.objects.get_or_create(name=roles.PROCUREMENT)[0])
    client.force_login(person)

    nav = client.get(reverse("finding:search")).context["nav"]

    assert [link.url for link in nav if link.current] == [reverse("contracts:documents")]
