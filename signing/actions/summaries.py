"""One letter for many documents: what our own people are told of the rounds of one sending to many, counted when it is written.

Whoever would be told of one round is noted as owed a summary in the same transaction; the clock writes it. So nothing is lost when a
worker dies, and a number in a letter is what the database held when it was written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from flowmono.accounts.models import User
from flowmono.common.templatetags.writing import say_day, say_moment
from flowmono.notices.digests import HOUR
from flowmono.notices.telling import Wording, settle_about, tell
from signing.models import (
    BulkRow,
    Envelope,
    EnvelopeState,
    Handover,
    How,
    Recipient,
    RecipientState,
    Role,
    RowState,
    Summary,
    Topic,
)
from signing.models.delegations import Delegation

# How long more of the same is waited for: the rounds of a sending leave, are reminded and end one after the other.
QUIET = timedelta(minutes=10)
ASKING = (Topic.ASKED, Topic.REMINDED, Topic.WARNED)
WHILE_OUT = (Topic.MISSING, Topic.STAYED, Topic.PASSED, Topic.RETURNED)
OVER = (EnvelopeState.DECLINED, EnvelopeState.VOIDED, EnvelopeState.EXPIRED)
MOST_REASONS = 5


def owe(envelope: Envelope, person: User | None, topic: Topic, *, at: datetime) -> bool:
    """Note that this person is told of it with the other rounds of its sending; False where it is no part of one: the caller tells them."""
    row = BulkRow.objects.filter(envelope=envelope).only("bulk_id").first()
    if row is None or person is None:
        return False
    # Locked: whoever writes the letter meanwhile counts before this is committed, so it is owed once more.
    owed, is_new = Summary.objects.select_for_update().get_or_create(
        bulk_id=row.bulk_id, person=person, topic=topic, defaults={"owed_since": at}
    )
    if not is_new and owed.owed_since is None:
        owed.owed_since = at
        owed.save()
    return True


def is_due(summary: Summary, *, at: datetime, quiet: timedelta = QUIET) -> bool:
    """Whether it is written now: when nothing more of the same is awaited, the first at once, the next not before another morning."""
    if summary.owed_since is None or at - summary.owed_since < quiet:
        return False
    if summary.told_at is None:
        return True
    zone = ZoneInfo(summary.person.time_zone or settings.TIME_ZONE)
    here, told = at.astimezone(zone), summary.told_at.astimezone(zone)
    return here.date() > told.date() and here.hour >= HOUR


def write_due_summaries(*, at: datetime) -> int:
    """Write every summary whose time has come; return how many."""
    return _write(Summary.objects.exclude(owed_since=None), lambda one: is_due(one, at=at), at=at)


def write_after_sending(bulk_id: Any, *, at: datetime) -> int:
    """All rounds have left: who is asked by them is told now, unless they were told today."""
    owed = Summary.objects.filter(bulk=bulk_id, topic=Topic.ASKED).exclude(owed_since=None)
    return _write(owed, lambda one: is_due(one, at=at, quiet=timedelta()), at=at)


def write_reminders(bulk_id: Any, *, at: datetime) -> int:
    """Somebody wants everybody of it reminded: they are told now, also when they were told today."""
    owed = Summary.objects.filter(bulk=bulk_id, topic=Topic.REMINDED).exclude(owed_since=None)
    return _write(owed, lambda _one: True, at=at)


def settle_summaries(envelope: Envelope, person: User | None, *, at: datetime) -> None:
    """What asks this person to sign need not be read any more once none of its sending waits for them."""
    row = BulkRow.objects.filter(envelope=envelope).only("bulk_id").first()
    if row is not None and person is not None and not _waiting(row.bulk_id, person).exists():
        settle_about(person, [_key(row.bulk_id, topic) for topic in ASKING], at=at)


def settle_sender(envelope: Envelope, *, at: datetime) -> None:
    """What tells its sender of signatures that are missing, and of who is away, need not be read any more once no round of it is out."""
    row = BulkRow.objects.filter(envelope=envelope).only("bulk_id").first()
    if row is not None and not _rounds(row.bulk_id).filter(state=EnvelopeState.SENT).exists():
        settle_about(envelope.sent_by, [_key(row.bulk_id, topic) for topic in WHILE_OUT], at=at)


# --- writing -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """What a summary says: its one line, what follows in the letter, and where it leads."""

    kind: str
    title: str
    sentences: tuple[str, ...]
    url: str


def _write(owed: Any, is_wanted: Callable[[Summary], bool], *, at: datetime) -> int:
    return sum(_write_one(pk, is_wanted, at=at) for pk in list(owed.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _write_one(pk: int, is_wanted: Callable[[Summary], bool], *, at: datetime) -> bool:
    """The letter and the note that it is written are one: whoever dies in between leaves it owed."""
    summary = Summary.objects.select_for_update(of=("self",)).select_related("bulk", "person").get(pk=pk)
    if summary.owed_since is None or not is_wanted(summary):
        return False
    said = _SAYINGS[Topic(summary.topic)](summary)
    summary.owed_since = None
    if said is not None:
        summary.told_at = at
        former = ASKING if summary.topic in ASKING else (Topic(summary.topic),)
        settle_about(summary.person, [_key(summary.bulk_id, topic) for topic in former], at=at)
        tell(
            [summary.person],
            said.kind,
            key=f"{_key(summary.bulk_id, summary.topic)}{at.isoformat()}",
            title=said.title,
            sentence=said.sentences[0],
            url=said.url,
            at=at,
            case_id=summary.bulk.case,
            wording=Wording("sending_summed.txt", {"sentences": said.sentences, "counted": say_moment(at)}),
        )
    summary.save()
    return said is not None


def _key(bulk_id: Any, topic: str) -> str:
    return f"sum:{bulk_id}:{topic}:"


def _waiting(bulk_id: Any, person: User) -> Any:
    return Recipient.objects.waiting_for(person).filter(envelope__bulk_row__bulk=bulk_id)


def _rounds(bulk_id: Any) -> Any:
    return Envelope.objects.filter(bulk_row__bulk=bulk_id)


def _facts(summary: Summary, count: int) -> dict[str, Any]:
    sent = summary.bulk.rows.filter(state=RowState.SENT).count()
    return {"count": count, "title": summary.bulk.title, "sent": sent, "who": summary.bulk.started_by}


def _asked(summary: Summary) -> Said | None:
    waiting = _waiting(summary.bulk_id, summary.person)
    count = waiting.count()
    if not count:
        return None
    facts = _facts(summary, count)
    title = ngettext(
        "One document of “%(title)s” waits for your signature",
        "%(count)s documents of “%(title)s” wait for your signature",
        count,
    )
    sentences = [_("%(who)s sent “%(title)s” to many; you review and sign them one after the other.") % facts]
    bare = waiting.filter(role=Role.SIGNER, profile=None, delegation=None).count()
    if bare:
        said = ngettext(
            "In one of them no mark is in its place yet: look there why, and choose.",
            "In %(count)s of them no mark is in its place yet: look there why, and choose.",
            bare,
        )
        sentences.append(said % {"count": bare})
    return Said("signature", title % facts, tuple(sentences), reverse("signing:queue"))


def _reminded(summary: Summary) -> Said | None:
    waiting = _waiting(summary.bulk_id, summary.person)
    count = waiting.count()
    if not count:
        return None
    facts = _facts(summary, count)
    title = ngettext(
        "Reminder: one document of “%(title)s” waits for your signature",
        "Reminder: %(count)s documents of “%(title)s” wait for your signature",
        count,
    )
    return Said("signature", title % facts, (_until(waiting), _decline()), reverse("signing:queue"))


def _warned(summary: Summary) -> Said | None:
    waiting = _waiting(summary.bulk_id, summary.person).exclude(envelope__warned_at=None)
    count = waiting.count()
    if not count:
        return None
    facts = _facts(summary, count)
    title = ngettext(
        "Nearly over: one document of “%(title)s” waits for your signature",
        "Nearly over: %(count)s documents of “%(title)s” wait for your signature",
        count,
    )
    more = _("After that they cannot be signed, and would have to be sent anew. If you need more time, ask %(who)s.")
    return Said("signature", title % facts, (_until(waiting), more % facts), reverse("signing:queue"))


def _until(waiting: Any) -> str:
    """Until when they can be signed: the end of the one that ends first."""
    first = waiting.aggregate(first=Min("envelope__expires_at"))["first"]
    return (
        _("The first of them can be signed until %(moment)s.") % {"moment": say_moment(first)} if first else _decline()
    )


def _decline() -> str:
    return _("If you do not agree with one of them, you can decline it there and say why.")


def _ended(summary: Summary) -> Said | None:
    places = Recipient.objects.filter(
        user=summary.person, envelope__bulk_row__bulk=summary.bulk_id, envelope__state__in=OVER
    ).exclude(Q(invited_at=None) | Q(state=RecipientState.DECLINED))
    count = places.count()
    if not count:
        return None
    facts = _facts(summary, count)
    title = ngettext(
        "One document of “%(title)s” is not to be signed any more",
        "%(count)s documents of “%(title)s” are not to be signed any more",
        count,
    )
    how = {
        EnvelopeState.EXPIRED: _("not signed by everybody in time: %(count)s"),
        EnvelopeState.DECLINED: _("declined by somebody: %(count)s"),
        EnvelopeState.VOIDED: _("taken back: %(count)s"),
    }
    counted = dict(places.values_list("envelope__state").annotate(count=Count("pk")).order_by())
    sums = "; ".join(words % {"count": counted[state]} for state, words in how.items() if state in counted)
    sentences = [_("Nobody needs to sign them any more: %(sums)s.") % {"sums": sums}]
    said = places.exclude(envelope__state=EnvelopeState.EXPIRED).values_list("envelope__reason", flat=True)
    reasons = list(said.order_by("envelope__reason").distinct()[: MOST_REASONS + 1])
    sentences += [_("The reason: %(reason)s") % {"reason": reason} for reason in reasons[:MOST_REASONS]]
    if len(reasons) > MOST_REASONS:
        sentences.append(_("The other reasons stand at each document."))
    return Said("round", title % facts, tuple(sentences), _own("everything"))


def _signed(summary: Summary) -> Said | None:
    is_sender = summary.bulk.started_by_id == summary.person_id
    done = _rounds(summary.bulk_id).filter(state=EnvelopeState.SEALED)
    if not is_sender:
        done = done.filter(recipients__user=summary.person).distinct()
    count = done.count()
    if not count:
        return None
    facts = _facts(summary, count)
    title = ngettext(
        "Signed by everyone: one document of “%(title)s”",
        "Signed by everyone: %(count)s documents of “%(title)s”",
        count,
    )
    words = ngettext("One was sent.", "%(sent)s were sent.", facts["sent"]) % facts
    if is_sender:
        where = _("The signed files and their certificates of completion are together on the page of the sending.")
    else:
        where = _("Each signed file and its certificate of completion are on the page of the document.")
    return Said("round", title % facts, (words, where), _of_sender(summary) if is_sender else _own("signed"))


def _missing(summary: Summary) -> Said | None:
    out = _rounds(summary.bulk_id).filter(state=EnvelopeState.SENT).exclude(warned_at=None)
    found = out.aggregate(count=Count("pk"), first=Min("expires_at"))
    if not found["count"]:
        return None
    facts = _facts(summary, found["count"])
    title = ngettext(
        "Not signed yet: one document of “%(title)s”",
        "Not signed yet: %(count)s documents of “%(title)s”",
        facts["count"],
    )
    words = _("The first of them can be signed until %(day)s. The page of the sending says who is missing.")
    return Said("round", title % facts, (words % {"day": say_day(found["first"].date())},), _of_sender(summary))


def _expired(summary: Summary) -> Said | None:
    count = _rounds(summary.bulk_id).filter(state=EnvelopeState.EXPIRED).count()
    if not count:
        return None
    facts = _facts(summary, count)
    title = ngettext(
        "Not signed in time: one document of “%(title)s”",
        "Not signed in time: %(count)s documents of “%(title)s”",
        count,
    )
    words = _("Their time is over. Whoever is still to sign has to be sent the document anew.")
    return Said("round", title % facts, (words,), _of_sender(summary))


def _stayed(summary: Summary) -> Said | None:
    """Those that wait because somebody is away and nobody may sign for them."""
    places = _open_places(summary).exclude(stays_because="")
    count = places.count()
    if not count:
        return None
    title = ngettext(
        "One document of “%(title)s” waits for somebody who is away",
        "%(count)s documents of “%(title)s” wait for somebody who is away",
        count,
    )
    said = list(places.values_list("name", "stays_because").order_by("name", "stays_because").distinct())
    sentences = [_("%(name)s is away. %(reason)s") % {"name": name, "reason": why} for name, why in said[:MOST_REASONS]]
    if len(said) > MOST_REASONS:
        sentences.append(_("The other reasons stand at each document."))
    return Said("round", title % _facts(summary, count), tuple(sentences), _of_sender(summary))


def _passed(summary: Summary) -> Said | None:
    """Those that a colleague signs for somebody who is away: told to that person, and to who sent them."""
    is_sender = summary.bulk.started_by_id == summary.person_id
    places = _open_places(summary).filter(passed_by__isnull=False)
    if not is_sender:
        places = places.filter(passed_by__profile__user=summary.person)
    count = places.count()
    if not count:
        return None
    title = ngettext(
        "A colleague signs one document of “%(title)s” for who is away",
        "A colleague signs %(count)s documents of “%(title)s” for who is away",
        count,
    )
    lent = Delegation.objects.filter(places__in=places).select_related("profile__user", "delegate").distinct()
    words = _("%(was)s is away and delegated to %(now)s until %(day)s.")
    sentences = [
        words % {"was": one.owner, "now": one.delegate, "day": say_day(one.ends_on)} for one in lent.order_by("pk")
    ]
    where = _of_sender(summary) if is_sender else reverse("signing:delegations")
    return Said("round", title % _facts(summary, count), tuple(sentences), where)


def _returned(summary: Summary) -> Said | None:
    """Those that are asked of their owner again, because a delegation covers them no more."""
    back = Handover.objects.filter(recipient__in=_open_places(summary).filter(passed_by=None), how=How.RETURNED)
    count = back.values("recipient").distinct().count()
    if not count:
        return None
    title = ngettext(
        "One document of “%(title)s” came back to who had it first",
        "%(count)s documents of “%(title)s” came back to who had them first",
        count,
    )
    said = list(back.values_list("to_name", "reason").order_by("to_name", "reason").distinct())
    words = _("%(name)s is asked again to sign them. %(reason)s")
    sentences = [words % {"name": name, "reason": why} for name, why in said[:MOST_REASONS]]
    return Said("round", title % _facts(summary, count), tuple(sentences), _of_sender(summary))


def _open_places(summary: Summary) -> QuerySet[Recipient]:
    """The places of its rounds that are out and whose turn it is."""
    return Recipient.objects.filter(
        envelope__bulk_row__bulk=summary.bulk_id,
        envelope__state=EnvelopeState.SENT,
        state__in=(RecipientState.INVITED, RecipientState.VIEWED, RecipientState.WAITING),
    )


def _of_sender(summary: Summary) -> str:
    return str(summary.bulk.get_absolute_url())


def _own(show: str) -> str:
    """The person's own documents, as the list of what they sign shows them."""
    return f"{reverse('signing:queue')}?show={show}"


_SAYINGS: Final[dict[Topic, Callable[[Summary], Said | None]]] = {
    Topic.ASKED: _asked,
    Topic.REMINDED: _reminded,
    Topic.WARNED: _warned,
    Topic.ENDED: _ended,
    Topic.SIGNED: _signed,
    Topic.MISSING: _missing,
    Topic.EXPIRED: _expired,
    Topic.STAYED: _stayed,
    Topic.PASSED: _passed,
    Topic.RETURNED: _returned,
}
