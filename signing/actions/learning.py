"""What was said of one document is taken for those like it that wait, as for those that come later; and given back when it is taken back."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, require
from flowmono.intelligence.likeness import likeness, marks_of
from flowmono.notices.telling import tell
from signing import pages, policies
from signing.actions.categories import OPEN, lay_marks_anew
from signing.authority import SURE_ENOUGH
from signing.models import (
    CategoryChange,
    ChangeHow,
    ChangeState,
    Envelope,
    RecipientState,
    Role,
    SaidCategory,
)
from signing.teaching import ALIKE, read_category

# So many waiting documents are looked at for one answer: the longest waiting first, and more than anybody's queue holds.
LOOKED_AT = 500


def learn(saying: SaidCategory, *, at: datetime) -> int:
    """Read the rounds that wait anew that were read the same uncertain way, where they are like what was named; return how many moved.

    It may run again: what took the answer is certain then. Whoever sent them is told once for all of theirs.
    """
    told: dict[User | None, list[Envelope]] = {}
    for pk in _read_the_same(saying):
        envelope = _learned(pk, saying, at=at)
        if envelope is not None:
            told.setdefault(envelope.sent_by, []).append(envelope)
    for sender, envelopes in told.items():
        words = ngettext(
            "“%(title)s” is like it and is read as %(category)s too.",
            "%(n)s documents that wait are like it and are read as %(category)s too.",
            len(envelopes),
        )
        tell(
            [sender],
            "round",
            key=f"category-learned:{saying.pk}",
            title=_("%(name)s said that %(title)s is %(now)s")
            % {"name": saying.said_by, "title": saying.title, "now": saying.category},
            sentence=words % {"n": len(envelopes), "title": envelopes[0].title, "category": saying.category},
            url=envelopes[0].get_absolute_url(),
            at=at,
            case_id=envelopes[0].case,
        )
    return sum(len(envelopes) for envelopes in told.values())


@action
def take_back_saying(saying: SaidCategory, *, by: User, at: datetime) -> SaidCategory:
    """From now on no document is read by this saying; what waits and was read by it is asked again. What was signed stays as it is."""
    saying = SaidCategory.objects.select_for_update().get(pk=saying.pk)
    require(policies.can_take_back_saying, saying, by)
    if saying.taken_back_at is not None:
        raise Conflict(_("This was taken back already."))
    saying.taken_back_at, saying.taken_back_by = at, by
    saying.save()
    _unlearn(saying, by=by, at=at)
    return saying


def _unlearn(saying: SaidCategory, *, by: User, at: datetime) -> None:
    """What was read by a saying that is taken back and is not signed yet is asked again."""
    taken = CategoryChange.objects.filter(saying=saying, how=ChangeHow.LEARNED, envelope__state__in=OPEN)
    for pk in list(taken.order_by("envelope_id").values_list("pk", flat=True)):
        change = CategoryChange.objects.get(pk=pk)
        envelope = Envelope.objects.lock(change.envelope_id)
        newest = envelope.category_changes.filter(state=ChangeState.DONE).order_by("-at", "-pk").first()
        signed = envelope.recipients.filter(user__isnull=False, role=Role.SIGNER, state=RecipientState.SIGNED).exists()
        if envelope.state not in OPEN or signed or newest is None or newest.pk != change.pk:
            continue
        _put(
            envelope,
            saying,
            ChangeHow.UNDONE,
            category=change.was,
            confidence=change.was_confidence,
            reason=change.was_reason,
            by=by,
            at=at,
        )


def _read_the_same(saying: SaidCategory) -> list[UUID]:
    read_as = saying.read_as or saying.category
    waiting = Envelope.objects.filter(
        state__in=OPEN, category=read_as, category_confidence__lt=SURE_ENOUGH, category_asked=""
    ).exclude(document=saying.document_id)
    # Locked in the order of their keys, like wherever one act locks several rounds.
    return sorted(waiting.order_by("created_at").values_list("pk", flat=True)[:LOOKED_AT])


def _learned(pk: UUID, saying: SaidCategory, *, at: datetime) -> Envelope | None:
    envelope = Envelope.objects.lock(pk)
    version = envelope.current_version
    if envelope.state not in OPEN or envelope.paper(at.date()).is_sure or version is None:
        return None
    text = pages.text_of(version)
    if likeness(marks_of(text), tuple(saying.likeness)) < ALIKE:
        return None
    found = read_category(text)
    if found.name != saying.category or found.confidence < SURE_ENOUGH:
        return None  # people said different things of documents like it: it is asked
    _put(
        envelope,
        saying,
        ChangeHow.LEARNED,
        category=found.name,
        confidence=found.confidence,
        reason=found.reason,
        by=saying.said_by,
        at=at,
    )
    return envelope


def _put(
    envelope: Envelope,
    saying: SaidCategory,
    how: ChangeHow,
    *,
    category: str,
    confidence: object,
    reason: str,
    by: User,
    at: datetime,
) -> None:
    change = CategoryChange.objects.create(
        envelope=envelope,
        how=how,
        was=envelope.category,
        was_confidence=envelope.category_confidence,
        was_reason=envelope.category_reason,
        was_sure=envelope.paper(at.date()).is_sure,
        now=category,
        title=saying.title,
        saying=saying,
        by=by,
        at=at,
    )
    envelope.category, envelope.category_confidence, envelope.category_reason = category, confidence, reason[:300]
    envelope.announce_category(change, at=at)
    envelope.save()
    lay_marks_anew(envelope, at=at)
