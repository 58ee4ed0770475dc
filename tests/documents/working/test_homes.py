"""Each paper has the home of its record: whoever sees the record sees the paper, and some may prepare a copy of it."""

import pytest
from django.test import Client
from django.urls import reverse

from documents.homes import home_of, visible_documents
from documents.models import Document
from flowmono.accounts.models import User
from tests.house.company import make_company, make_stranger
from tests.people import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.threats]


def codes(client: Client, person: User, document: Document) -> tuple[int, int]:
    """What looking, and making a copy, answer with."""
    client.force_login(person)
    looking = client.get(reverse("working:prepare", args=[document.pk])).status_code
    return looking, client.post(reverse("working:copy", args=[document.pk])).status_code


def test_papers_of_every_kind_are_seen_by_whom_their_record_is_seen(client: Client) -> None:
    company = make_company()
    papers = {
        "invoice": company.invoice.document,
        "order": type(company.order).objects.get(pk=company.order.pk).document,
        "evidence": company.evidence.document,
        "compliance": company.paper.document,
        "contract": company.contract.document,
    }
    assert {name: home_of(paper) is not None for name, paper in papers.items()} == dict.fromkeys(papers, True)

    found = {
        name: {key: codes(client, company.people[key], paper)[0] for key in ("proc", "audit", "appr", "none", "owner")}
        for name, paper in papers.items()
    }

    for name in ("invoice", "order", "evidence", "compliance", "contract"):
        assert found[name]["proc"] == found[name]["audit"] == 200, name
        assert found[name]["none"] == 404, name
        # The order was put before every approver; the other papers were not.
        assert found[name]["appr"] == (200 if name == "order" else 404), name
    assert {name: row["owner"] for name, row in found.items()} == {
        "invoice": 200,
        "order": 200,
        "evidence": 200,
        "compliance": 404,
        "contract": 200,
    }
    copies = {name: codes(client, company.people["audit"], paper)[1] for name, paper in papers.items()}
    assert copies == dict.fromkeys(papers, 403)


def test_only_who_may_make_a_copy_is_led_to_where_it_is_made(client: Client) -> None:
    company = make_company()
    pages = {
        "evidence": (company.evidence.milestone.workspace.get_absolute_url(), company.evidence.document),
        "invoice": (company.invoice.get_absolute_url(), company.invoice.document),
    }
    for _url, paper in pages.values():
        paper.versions.update(media_type="application/pdf")

    led = {}
    for name, (url, paper) in pages.items():
        for key in ("proc", "audit", "owner"):
            client.force_login(company.people[key])
            shown = client.get(url).content.decode()
            led[name, key] = reverse("working:prepare", args=[paper.pk]) in shown

    assert led == {
        ("evidence", "proc"): True,
        ("evidence", "audit"): False,
        ("evidence", "owner"): True,
        ("invoice", "proc"): True,
        ("invoice", "audit"): False,
        ("invoice", "owner"): False,
    }


def test_nobody_outside_sees_any_document() -> None:
    company = make_company()

    for person in (company.people["vendor"], company.people["none"], make_stranger("zoe", "Approver")):
        assert list(visible_documents(person)) == []
    assert visible_documents(make_person("maya")).count() >= 5
