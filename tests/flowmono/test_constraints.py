"""What the database refuses is answered in words, at every door."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from flowmono.accounts.models import Absence
from flowmono.approvals.models import Rule
from flowmono.common.api import problem_details
from flowmono.common.constraints import BESIDE, as_refusal, constraints, field_of, in_words
from flowmono.common.middleware import RefusalPages
from flowmono.governing.models import Proposal
from tests.flowmono.approval_scenes import rule_of
from tests.flowmono.test_admin_changes import administrator, form_of
from tests.people import NOON, make_person

pytestmark = pytest.mark.django_db


def refused_by_the_database() -> IntegrityError:
    """What comes when somebody stands in for themselves and nobody asked before."""
    maya = make_person("maya")
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Absence.objects.create(person=maya, delegate=maya, starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 5))
    return refused.value


def asked() -> HttpRequest:
    request = RequestFactory().post("/", HTTP_ACCEPT="text/html")
    request.user, request.at, request.session = make_person("pierre"), NOON, {}  # type: ignore[assignment]
    return request


def test_a_band_that_ends_before_it_begins_is_refused_in_words(client: Client) -> None:
    rule = rule_of({"people": [make_person("abel")]})
    client.force_login(administrator())

    answer = client.post(
        f"/admin/approvals/rule/{rule.pk}/change/", form_of(rule, from_amount="500", below_amount="100")
    )

    words = answer.content.decode()
    assert answer.status_code == 200
    assert "No amount would fit" in words
    assert "Enter a higher one, or leave it empty for no limit." in words
    assert "a_band_has_a_width" not in words
    assert list(answer.context["adminform"].form.errors) == ["below_amount"]
    assert not Proposal.objects.exists()
    assert Rule.objects.get(pk=rule.pk).below_amount == rule.below_amount


def test_a_page_answers_the_databases_refusal_as_a_conflict_in_words() -> None:
    error = refused_by_the_database()

    answer = RefusalPages(lambda _request: HttpResponse()).process_exception(asked(), error)

    assert answer is not None
    assert answer.status_code == 409
    assert "Nobody stands in for themselves: choose somebody else." in answer.content.decode()


def test_the_api_answers_the_databases_refusal_as_a_problem() -> None:
    error = refused_by_the_database()

    answer = problem_details(error, {})

    assert answer is not None
    assert (answer.status_code, answer.data["code"]) == (409, "conflict")
    assert answer.data["detail"] == "Nobody stands in for themselves: choose somebody else."


@pytest.mark.parametrize(("rule", "field"), BESIDE.items())
def test_a_rule_that_is_said_beside_a_field_is_about_that_field_and_has_words(rule: str, field: str) -> None:
    [model] = [one for one in apps.get_models() if rule in {each.name for each in one._meta.constraints}]

    assert model._meta.get_field(field)
    assert field_of(model, in_words(constraints()[rule])) == field


def test_what_has_no_words_stays_an_error() -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("insert into common_counter (kind, year, last) values ('X', null, 1)")

    assert as_refusal(refused.value) is None
    assert as_refusal(ValueError("no")) is None
    assert RefusalPages(lambda _request: HttpResponse()).process_exception(asked(), refused.value) is None
