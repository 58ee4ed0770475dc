"""The remote reader in the administration, in lists, through the API and among the figures."""

from typing import Any

import pytest
from django.test import Client

from contracts import actions, tasks
from contracts.models import RemoteReader, SecondReading
from flowmono.common.refusals import NotAllowed
from flowmono.governing import actions as governing
from flowmono.governing.models import Proposal
from flowmono.ledger.models import Entry
from flowmono.outbox.delivering import drain
from flowmono.outbox.models import RecordedEvent
from tests.contracts.remote.model_server import Model, serving
from tests.contracts.remote.scenes import HONEST, allow, reader_at
from tests.contracts.scenes import to_review
from tests.flowmono.test_admin_changes import administrator
from tests.people import NOON, make_people, make_person

pytestmark = [pytest.mark.threats, pytest.mark.django_db]
KEY = "sk-admin-typed-91c4"
TRIAL_ANSWER = [
    ("total", "1200.00", "The buyer shall pay a fixed fee of EUR 1,200.00"),
    ("governing_law", "England", "governed by the laws of England"),
]


def form_of(model: Model, **values: Any) -> dict[str, Any]:
    """What the admin's form of a reader sends."""
    return {
        "address": model.address,
        "model": "meridian-large",
        "own_network": "on",
        "active": "on",
        "seconds": 5,
        "longest": 200000,
        "price_in": "2.5",
        "price_out": "10",
        "currency": "USD",
    } | values


def test_two_administrators_switch_it_on_and_its_key_is_never_seen_again(client: Client) -> None:
    ada, noor = administrator(), administrator("noor")
    client.force_login(ada)
    with serving(says=TRIAL_ANSWER) as model:
        answer = client.post("/admin/contracts/remotereader/add/", form_of(model))
        assert answer.status_code == 302, answer.context["errors"]
        alone = RemoteReader.objects.count()
        proposal = governing.propose(Proposal.objects.latest("created_at"), by=ada, at=NOON, reason="A second look.")
        governing.approve(proposal, by=noor, at=NOON)
        reader = RemoteReader.objects.get()
        page = f"/admin/contracts/remotereader/{reader.pk}/change/"

        typed = client.post(page, form_of(model, new_key=KEY), follow=True)
        shown = client.get(page).content.decode()

    assert (alone, reader.active) == (0, True)
    reader.refresh_from_db()
    assert (reader.has_key, reader.opened_key()) == (True, KEY)
    assert f"A key for {reader.origin}" in shown
    history = client.get(f"/admin/contracts/remotereader/{reader.pk}/history/").content.decode()
    kept = repr([*Entry.objects.values(), *RecordedEvent.objects.values(), *Proposal.objects.values()])
    for words in (typed.content.decode(), shown, history, kept):
        assert KEY not in words
        assert reader.key not in words
    assert Entry.objects.filter(case_id=reader.pk, kind="remote_reader.key").count() == 1
    # What the key was typed beside did not change, so nothing else was proposed.
    assert Proposal.objects.count() == 1


def test_a_new_address_takes_two_people_and_a_new_key(client: Client) -> None:
    ada, noor = administrator(), administrator("noor")
    client.force_login(ada)
    with serving() as model, serving() as other:
        reader = reader_at(model)
        page = f"/admin/contracts/remotereader/{reader.pk}/change/"
        client.post(page, form_of(other, new_key=KEY))
        reader.refresh_from_db()
        # The key that was typed is for the address as it stands, not for the one that is proposed.
        assert (reader.address, reader.key_for) == (model.address, reader.origin)
        proposal = governing.propose(Proposal.objects.latest("created_at"), by=ada, at=NOON, reason="It moved.")
        governing.approve(proposal, by=noor, at=NOON)

    reader.refresh_from_db()
    assert (reader.address, reader.has_key) == (other.address, False)
    assert "None that works for this address" in client.get(page).content.decode()


def test_an_address_that_may_not_be_called_is_refused_beside_its_field(client: Client) -> None:
    client.force_login(administrator())
    with serving() as model:
        answer = client.post("/admin/contracts/remotereader/add/", form_of(model, address="http://169.254.169.254/v1"))

    assert "a link" in answer.content.decode()
    assert Proposal.objects.count() == 0


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"says": TRIAL_ANSWER}, "It read our short text and quoted it rightly"),
        ({"says": HONEST}, "None of its values stands in the text."),
        ({"status": 401}, "It answered with status 401."),
        ({"instead": b"<html>"}, "Its answer is not JSON."),
    ],
)
def test_trying_it_says_plainly_what_happened(client: Client, facts: dict[str, Any], words: str) -> None:
    ada = administrator()
    client.force_login(ada)
    with serving(**facts) as model:
        reader = reader_at(model, active=False)
        page = f"/admin/contracts/remotereader/{reader.pk}/change/"
        client.post(f"/admin/contracts/remotereader/{reader.pk}/try/")
        before, waits = list(model.got), client.get(page).content.decode()
        tasks.try_remote_reader(str(reader.pk), str(ada.pk))
        shown = client.get(page).content.decode()

    # The page asks nobody; the worker does, and sends no contract.
    assert before == []
    assert "It is being tried" in waits
    assert words in shown
    assert [text.splitlines()[0] for text in model.texts] == ["Trial Agreement"]
    assert RecordedEvent.objects.get(name="RemoteReaderTried").case_id == reader.pk


def test_only_administrators_try_it_or_give_it_a_key(client: Client) -> None:
    with serving() as model:
        reader = reader_at(model, key="")
        maya = make_person("maya")
        with pytest.raises(NotAllowed):
            actions.keep_reader_key(reader, by=maya, at=NOON, key=KEY)
        with pytest.raises(NotAllowed):
            actions.try_remote_reader(reader, by=maya, at=NOON)
        client.force_login(maya)
        assert client.post(f"/admin/contracts/remotereader/{reader.pk}/try/").status_code in (302, 403)

    reader.refresh_from_db()
    assert (reader.key, reader.try_asked_at, model.got) == ("", None, [])


def test_uses_are_looked_at_by_auditors_and_in_the_administration_and_changed_by_nobody(client: Client) -> None:
    maya, pierre, aud, olu = make_people("maya", "pierre", "aud", "olu")
    with serving(says=HONEST) as model:
        reader_at(model)
        allow("on_request")
        contract = to_review(pierre)
        client.force_login(maya)
        asked = client.post(f"/contracts/{contract.pk}/second-reading/", follow=True).content.decode()
        drain()
    reading = SecondReading.objects.get()

    assert "is asked for a second reading" in asked
    client.force_login(aud)
    listed = client.get("/contracts/second-readings/").content.decode()
    rows = b"".join(client.get("/contracts/second-readings/?format=csv").streaming_content).decode()  # type: ignore[attr-defined]
    answer = client.get("/api/v1/second-readings/").json()["results"][0]
    assert contract.number in listed
    assert "Maya Okafor" in listed
    assert reading.text_sha256 in rows
    assert (answer["contract"], answer["text_sha256"], answer["outcome"]) == (
        str(contract.pk),
        reading.text_sha256,
        "read",
    )
    assert answer["findings"][0]["quote"] == "Services Agreement"
    client.force_login(olu)
    assert contract.number not in client.get("/contracts/second-readings/").content.decode()
    client.force_login(administrator())
    page = f"/admin/contracts/secondreading/{reading.pk}/change/"
    assert "To look at only" in client.get(page).content.decode()
    assert client.post(page, {"model": "another"}).status_code == 403
    figures = client.get("/insights/reading/").content.decode()
    assert "Second readings elsewhere" in figures


def test_the_figures_say_nothing_of_it_while_it_was_never_asked(client: Client) -> None:
    to_review(make_person("pierre"))
    client.force_login(make_person("aud"))

    assert "Second readings elsewhere" not in client.get("/insights/reading/").content.decode()


def test_a_program_asks_for_a_second_reading_and_finds_it() -> None:
    maya, pierre = make_people("maya", "pierre")
    with serving(says=HONEST) as model:
        reader_at(model)
        allow("on_request")
        contract = to_review(pierre)
        program = Client()
        program.force_login(maya)
        begun = program.post(f"/api/v1/contracts/{contract.pk}/ask-second-reading/")
        again = program.post(f"/api/v1/contracts/{contract.pk}/ask-second-reading/")
        drain()
        found = program.get(f"/api/v1/second-readings/{begun.json()['id']}/").json()

    assert (begun.status_code, begun.json()["state"]) == (202, "asked")
    assert (again.status_code, len(model.got)) == (409, 1)
    assert (found["state"], found["sent"], found["cost"]) == ("read", True, "0.004500")
