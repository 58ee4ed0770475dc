"""A hundred approvals of one order through HTTP at once: one effect, clear answers, no failure of ours."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.middleware.csrf import _get_new_csrf_string

from demo.company import seed_company
from demo.play import Play, approve_contract, draft_to_terms, sign_contract
from flowmono.accounts.models import User
from flowmono.approvals.models import Seat
from flowmono.outbox.models import RecordedEvent
from procurement.models import Order
from tests.people import NOON
from tests.real import web

PAPERS = Path(__file__).resolve().parents[2] / "demo" / "documents"

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("committed"), pytest.mark.timeout(300)]


def sign_in(person: User) -> str:
    """A session of this person, as the browser would carry it."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def test_a_hundred_approvals_at_once_make_one_effect(tmp_path: Path) -> None:
    play = Play(lambda words: None, NOON)
    play.people = seed_company(at=NOON)
    draft_to_terms(play, PAPERS / "professional-services-agreement.docx")
    approve_contract(play)
    sign_contract(play)
    order = Order.objects.get()
    abel = play.people["abel"]
    cookie, token = sign_in(abel), _get_new_csrf_string()

    with web(tmp_path) as address:
        host = urlsplit(address).netloc

        def approve(_turn: int) -> int:
            line = HTTPConnection(host, timeout=60)
            headers = {
                "Cookie": f"sessionid={cookie}; csrftoken={token}",
                "Content-Type": "application/x-www-form-urlencoded",
                "X-CSRFToken": token,
                "Referer": address,
            }
            line.request("POST", f"/orders/{order.pk}/decide/", urlencode({"verdict": "yes"}), headers)
            status = line.getresponse().status
            line.close()
            return status

        with ThreadPoolExecutor(25) as pool:
            answers = Counter(pool.map(approve, range(100)))

    assert answers == {302: 1, 409: 99}
    assert Seat.objects.filter(request__subject_id=order.pk, verdict="yes").count() == 1
    assert (
        RecordedEvent.objects.filter(
            name="ApprovalDecided",
            values__approval_id=str(Seat.objects.get(request__subject_id=order.pk, verdict="yes").request_id),
        ).count()
        == 1
    )
