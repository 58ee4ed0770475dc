"""Undo stands beside the pages, and beside the marking of what goes, where there are no pages to draw anew."""

import pytest
from django.test import Client
from django.urls import reverse

from documents.working import actions
from documents.working.running import Wanted
from tests.documents.working import scenes
from tests.people import NOON, make_person

pytestmark = pytest.mark.django_db


def test_undo_draws_the_pages_anew_only_where_they_are_shown(client: Client) -> None:
    pierre = make_person("pierre")
    contract = scenes.in_review(pierre)
    actions.take_step(contract.document, Wanted("rotate", {"degrees": 90}), by=pierre, at=NOON)
    client.force_login(pierre)

    shown = {
        name: client.get(reverse(f"working:{name}", args=[contract.document_id, *more])).content.decode()
        for name, more in (("prepare", ()), ("tool", ("redact",)))
    }

    for name, page in shown.items():
        assert 'id="undo-step"' in page, name
        assert ('id="tray"' in page) is (name == "prepare"), name
        # What is swapped stands on the page: else the button does nothing, and the browser says so to nobody.
        assert ('hx-target="#tray"' in page) is ('id="tray"' in page), name
