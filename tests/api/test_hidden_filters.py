"""A filter by the id of a record that its caller does not see answers like one by an id that nothing has."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import Group
from django.db.models import ForeignKey
from django.test import Client
from django_filters import ModelChoiceFilter, ModelMultipleChoiceFilter, UUIDFilter
from django_filters.utils import get_model_field

from flowmono.accounts import roles
from flowmono.accounts.models import AccessToken, User
from flowmono.api import router
from flowmono.common.scopes import all_scopes
from tests.people import NOON
from tests.procurement.stories import accept, approve, authorize, make_stage, receive, write_invoice

pytestmark = pytest.mark.django_db


def filters() -> Iterator[tuple[str, str, Any, Any]]:
    """Address, parameter, filter and model of every filter of every list."""
    for address, endpoint, _name in router.registry:
        for backend in endpoint.filter_backends:
            if not hasattr(backend, "get_filterset_class"):
                continue
            found = backend().get_filterset_class(endpoint(), getattr(endpoint, "queryset", None))
            for name, one in (found.base_filters if found else {}).items():
                yield address, name, one, endpoint.queryset.model


BY_KEY = [(address, name, one.field_name, model) for address, name, one, model in filters() if type(one) is UUIDFilter]


def key_of_somebody_elses(model: Any, field_name: str) -> UUID | None:
    """The key of a record that stands at the other end; None where the stage has none."""
    field = get_model_field(model, field_name)
    if isinstance(field, ForeignKey):
        held = field.related_model._default_manager.order_by("pk").values_list("pk", flat=True)
    else:
        held = model._default_manager.order_by("pk").values_list(field_name, flat=True)
    return held.first()


def test_no_filter_of_any_list_looks_a_record_up_before_it_filters() -> None:
    looking = [(address, name) for address, name, one, _m in filters() if isinstance(one, LOOKING_UP)]

    assert looking == []
    assert len(BY_KEY) > 25


LOOKING_UP = (ModelChoiceFilter, ModelMultipleChoiceFilter)


def test_a_hidden_key_and_one_that_nothing_has_are_answered_alike_by_every_filter() -> None:
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")
    bill = write_invoice("INV-1", [("M1 Interface design", "8000.00")], order=order)
    authorize(stage, receive(stage, bill))
    stranger = User.objects.create(username="vic", email="vic@example.com")
    stranger.groups.set(Group.objects.filter(name=roles.REQUESTER))
    _token, secret = AccessToken.issue(owner=stranger, name="ERP", scopes=all_scopes(), at=NOON)
    caller = Client(headers={"authorization": f"Bearer {secret}"})

    differing, tried = [], 0
    for address, name, field_name, model in BY_KEY:
        hidden = key_of_somebody_elses(model, field_name)
        if hidden is None:
            continue
        tried += 1
        answers = [caller.get(f"/api/v1/{address}/?{name}={key}") for key in (hidden, uuid4())]
        if len({(answer.status_code, answer.content) for answer in answers}) > 1:
            differing.append((address, name, [answer.status_code for answer in answers]))

    assert differing == []
    assert tried > 15
