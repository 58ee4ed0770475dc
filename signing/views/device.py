"""The device of a host in the hands of a signer: what its session holds, and when that is over.

The host's own session is destroyed, not hidden: whoever wants to be the host again signs in again. What the browser kept of the host's
pages is cleared with it. The secret changes when the signer takes the device, so that no copy of a cookie made before opens anything.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render

from flowmono.accounts.models import User
from flowmono.common.now import moment
from signing import actions
from signing.models import IDLE, Ended, Recipient, RecipientState, Sitting
from signing.views import laying

KEPT = "signing_place"
LONGEST = 60 * 60 * 2
DECIDED = {RecipientState.SIGNED, RecipientState.DECLINED}


def hand_over(request: HttpRequest, sitting: Sitting, key: str) -> None:
    """End the host's session in this browser; what is left opens this signer's paper and nothing else."""
    list(messages.get_messages(request))  # what was still to be said to the host
    logout(request)
    rotate_token(request)
    request.session[KEPT] = _kept(sitting, key, proved=False)
    request.session.set_expiry(LONGEST)


def take(request: HttpRequest, sitting: Sitting, key: str) -> None:
    """The signer has the device: the session goes on under another cookie and another secret."""
    request.session[KEPT] = _kept(sitting, key, proved=True)
    request.session.cycle_key()
    rotate_token(request)


def _kept(sitting: Sitting, key: str, *, proved: bool) -> dict[str, Any]:
    place = sitting.recipient
    return {"recipient": str(place.pk), "to": place.email, "sitting": sitting.pk, "key": key, "proved": proved}


def sitting_of(request: HttpRequest) -> Sitting | None:
    """The signing in person for which this browser was handed over; None where it was not, or another device has it now."""
    kept = request.session.get(KEPT)
    if not isinstance(kept, dict) or "sitting" not in kept or request.user.is_authenticated:
        return None
    chosen = Sitting.objects.filter(pk=kept["sitting"], recipient=kept["recipient"])
    found: Sitting | None = chosen.select_related("host", "recipient__envelope").first()
    return found if found is not None and found.is_key(str(kept.get("key", ""))) else None


def shows(sitting: Sitting, recipient: Recipient, request: HttpRequest) -> bool:
    """True while the device shows the signer's paper, and, after the decision on it, the thanks."""
    if recipient.state in DECIDED:
        decided = sitting.ended in {Ended.SIGNED, Ended.DECLINED}
        return decided and request.at - sitting.seen_at <= IDLE
    return not sitting.is_over(request.at) and laying.may_act(recipient, request.at)


def over(request: HttpRequest, sitting: Sitting | None, status: int = 410) -> HttpResponse:
    """What a device shows afterwards: nothing of the paper, and the way back for the host."""
    ended = sitting.ended if sitting else ""
    if sitting and not ended and sitting.is_over(request.at):
        ended = Ended.LAPSED
    envelope = sitting.recipient.envelope if sitting else None
    facts = {"sitting": sitting, "ended": ended, "envelope": envelope}
    return without_trace(render(request, "signing/in_person_over.html", facts, status=status))


def without_trace(response: HttpResponse) -> HttpResponse:
    """No other page learns the address of this one (threat D4), and the browser keeps no copy."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


@receiver(user_logged_in)
def end_with_host(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """Whoever signs in on the device has it back: nobody is two people in one browser."""
    kept = request.session.get(KEPT)
    if not isinstance(kept, dict) or "sitting" not in kept:
        return
    del request.session[KEPT]
    request.session.set_expiry(None)
    sitting = Sitting.objects.filter(pk=kept["sitting"], ended="").select_related("recipient").first()
    if sitting is not None and sitting.is_key(str(kept.get("key", ""))):
        actions.end_with_host(sitting, by=user, at=getattr(request, "at", None) or moment())
