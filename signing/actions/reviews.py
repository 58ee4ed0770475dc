"""A review as it goes on: pages that were opened, a document put off until later, and what is demanded before the signature."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from documents.models import Version
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.models import Company
from flowmono.common.refusals import Conflict, Invalid, require
from signing import pages, policies
from signing.models import Envelope, PageLook, Recipient
from signing.pace import Pace, Reading, judge, share_out

# The document as a whole, as a page number: when it was laid before the person.
WHOLE = 0
# So many documents are counted in one person's queue.
QUEUE = 500


class NotRead(Invalid):
    """The company asks that this is read before it is signed, and it was not.

    `without_time` says so without the seconds, for a page that counts them itself; `time` is what it then leaves out.
    """

    def __init__(self, envelope: Envelope, pace: Pace) -> None:
        words = _(
            "For this amount the company asks for a second look before it is signed. %(why)s Read on, then submit again."
        )
        if envelope.base_amount is None:
            words = _(
                "The amount is not known, so the company asks for a second look before it is signed. %(why)s "
                "Read on, then submit again."
            )
        self.time = f"{pace.hurry_words} {pace.rest_words}".strip()
        self.without_time = " ".join((words % {"why": pace.unseen_words}).split())
        why = f"{pace.unseen_words} {self.time}".strip()
        super().__init__(words % {"why": why}, code="second_look", field="second_look")


def note_opened(recipient: Recipient, version: Version, *, at: datetime) -> None:
    """The document is laid before this person now: from here on time on its pages counts."""
    PageLook.objects.update_or_create(
        recipient=recipient, sha256=version.sha256, page=WHOLE, defaults={"last_at": at}, create_defaults=_now(at)
    )


def was_laid_before(recipient: Recipient, version: Version) -> bool:
    """True where our own record says that this person opened this version."""
    return PageLook.objects.filter(recipient=recipient, sha256=version.sha256, page=WHOLE).exists()


@action
def note_looks(
    recipient: Recipient,
    *,
    by: User | Recipient,
    at: datetime,
    sha256: str,
    seconds: Mapping[int, int],
    opens: bool = True,
    at_once: bool = False,
) -> int:
    """Keep which pages were in sight, and for how long since the last call; returns how many pages were opened so far.

    sha256 names the bytes that were shown. Without `opens` only pages count that were opened before, as told in a call of its own.
    The moments are ours; more time than went by since the last call is not believed. `at_once`: nothing is told but with a submit, which
    tells all since the document was laid before the person; then no more is believed in all than went by since that.
    Raises Invalid for pages or bytes that this document does not have.
    """
    envelope = recipient.envelope
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_sign, recipient, by)
    version = envelope.document.versions.filter(sha256=sha256).first()
    if version is None or not seconds or any(not 1 <= page <= pages.count_pages(version) for page in seconds):
        raise Invalid(_("This document has no such page."), field="pages")
    if not recipient.can("view"):
        raise Conflict(_("It is not your turn with this document."))
    looks = {look.page: look for look in PageLook.objects.filter(recipient=recipient, sha256=sha256)}
    since = max((look.last_at for look in looks.values()), default=at)
    seconds = {page: told for page, told in seconds.items() if opens or page in looks}
    most = int((at - since).total_seconds())
    if at_once:
        began = min((look.opened_at for look in looks.values()), default=at)
        most = int((at - began).total_seconds()) - sum(look.seconds for look in looks.values())
    counted = share_out(seconds, at_most=most)
    for page in seconds:
        look = looks.setdefault(page, PageLook(recipient=recipient, sha256=sha256, page=page, **_now(at)))
        look.seconds += counted.get(page, 0)
        look.last_at = at
        look.save()
    return sum(1 for page in looks if page != WHOLE)


def _now(at: datetime) -> dict[str, datetime]:
    return {"opened_at": at, "last_at": at}


def readings_of(recipient: Recipient, version: Version, *, at: datetime) -> list[Reading]:
    """Each page of what was shown: its words, whether it was opened, and how long it was in sight.

    Where no script told any time, the time that went by since the document was laid before the person stands for it: of one of ours,
    whose opened pages are those that we gave out.
    """
    looks = {look.page: look for look in PageLook.objects.filter(recipient=recipient, sha256=version.sha256)}
    whole = looks.pop(WHOLE, None)
    words = pages.words_on_pages(version)
    times = {page: look.seconds for page, look in looks.items()}
    if recipient.user_id is not None and looks and not any(times.values()):
        began = whole.last_at if whole else min(look.opened_at for look in looks.values())
        times = share_out(dict.fromkeys(looks, 1_000_000), at_most=int((at - began).total_seconds()))
    total = range(1, pages.count_pages(version) + 1)
    return [Reading(page, words.get(page, 0), page in looks, times.get(page, 0)) for page in total]


def times_kept(recipient: Recipient, sha256: str) -> str:
    """The opened pages of these bytes with the seconds that are kept of each: "1:12,2:3"."""
    looks = PageLook.objects.filter(recipient=recipient, sha256=sha256).exclude(page=WHOLE).order_by("page")
    return ",".join(f"{look.page}:{look.seconds}" for look in looks)


def asks_second_look(envelope: Envelope) -> bool:
    """True from the amount on, in the company's currency, from which what our own people sign must have been read page by page.

    An amount that is not known counts as one above it.
    """
    company = Company.objects.order_by("pk").first()
    threshold = company.second_look_from if company else None
    return threshold is not None and (envelope.base_amount is None or envelope.base_amount >= threshold)


def demand_second_look(envelope: Envelope, recipient: Recipient, version: Version, *, at: datetime) -> None:
    """Raise Invalid, saying what is left, when the company asks for a second look and our own records show none."""
    if recipient.user is None or not asks_second_look(envelope):
        return
    pace = judge(readings_of(recipient, version, at=at))
    if pace.is_too_quick:
        raise NotRead(envelope, pace)


def evidence_of_review(
    recipient: Recipient, version: Version, told: Mapping[str, Any], *, at: datetime
) -> dict[str, Any]:
    """What is kept of the review with the decision: pages and seconds, and whether it was too quick to have been one.

    told: what the browser said with the submit (pages_seen, seconds). It adds to what was told before, by the same rule of time.
    """
    readings = {one.page: one for one in readings_of(recipient, version, at=at)}
    seen = [page for page in told.get("pages_seen") or () if page in readings]
    seconds = int(told.get("seconds") or 0)
    if not any(one.opened for one in readings.values()):
        most = int((at - (recipient.viewed_at or at)).total_seconds())
        each = share_out(dict.fromkeys(seen, max(1, seconds // max(1, len(seen)))), at_most=min(most, seconds))
        for page in seen:
            readings[page] = Reading(page, readings[page].words, True, each.get(page, 0))
    else:
        for page in seen:
            readings[page] = Reading(page, readings[page].words, True, readings[page].seconds)
    pace: Pace = judge(list(readings.values()))
    return {
        "pages_seen": [one.page for one in readings.values() if one.opened],
        "pages_total": pace.total,
        "seconds": pace.seconds,
        "seconds_told": seconds,
        "seconds_needed": sum(one.needs for one in readings.values()),
        "seconds_a_page": {str(one.page): one.seconds for one in readings.values() if one.opened},
        "too_quick": pace.is_too_quick,
        "pace": pace.words,
    }


@action
def set_aside(recipient: Recipient, *, by: User, at: datetime, later: bool = True) -> Recipient:
    """Put a document off: it comes after all others of its person; or take it up again with `later` False."""
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_sign, recipient, by)
    if not recipient.can("view"):
        raise Conflict(_("It is not your turn with this document."))
    recipient.set_aside_at = at if later else None
    recipient.save()
    return recipient
