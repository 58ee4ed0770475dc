"""What kind of document a round is about: said by whoever sends it, asked where it is not certain, and never settled alone by who signs.

See docs/decisions/category-settled-by-the-sender.md.
"""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.notices.telling import settle, tell
from signing import policies
from signing.actions.marks import place_mark
from signing.actions.sayings import keep_saying
from signing.models import (
    CategoryChange,
    ChangeState,
    Envelope,
    EnvelopeState,
    Recipient,
    RecipientState,
    Role,
)
from signing.senders import SENDERS, who_decides

OPEN = (EnvelopeState.DRAFT, EnvelopeState.SENT)


@action
def correct_category(envelope: Envelope, *, by: User, at: datetime, category: str) -> Envelope:
    """Say what kind of document it is. Marks that were laid before signers are chosen anew; what they saw no longer counts (A16).

    Where it is certain already, what somebody says who signs the document, or who does not send documents, is only asked for: no mark
    is laid before somebody else who sends documents has agreed (`agree_to_category`).
    """
    envelope = Envelope.objects.lock(envelope)
    if not policies.can_send(envelope, by):
        require(policies.can_say_category, envelope, by)
    _demand_open(envelope)
    category = category.strip()[:60]
    if not category:
        raise Invalid(_("Say which category it is."), field="category")
    sure = envelope.paper(at.date()).is_sure
    if policies.can_settle_category(envelope, by) or not sure:
        _answer_what_waits(envelope, agreed=category, by=by, at=at)
        _change(envelope, category, by=by, at=at)
    elif category != envelope.category:
        _ask(envelope, category, by=by, at=at)
    return envelope


@action
def agree_to_category(change: CategoryChange, *, by: User, at: datetime) -> Envelope:
    """From now on the document is what a signer said that it is; their mark is chosen by that."""
    envelope, change = _waiting(change)
    require(policies.can_settle_category, envelope, by)
    _decide(envelope, change, ChangeState.DONE, by=by, at=at)
    reason = _("Said by %(name)s, agreed by %(who)s.") % {"name": change.by, "who": by}
    _set(envelope, change.now, reason)
    keep_saying(
        envelope.document,
        envelope.current_version,
        category=change.now,
        read_as=change.was,
        title=envelope.title,
        by=by,
        at=at,
    )
    envelope.announce_category(change, at=at)
    envelope.save()
    lay_marks_anew(envelope, at=at)
    _tell_who_asked(envelope, change, _("%(who)s agreed: %(title)s is %(now)s"), by=by, at=at)
    return envelope


@action
def refuse_category(change: CategoryChange, *, by: User, at: datetime) -> Envelope:
    """Leave the category as it is; or, by whoever named another one, take that back."""
    envelope, change = _waiting(change)
    if change.by_id == by.pk:
        state = ChangeState.WITHDRAWN
    else:
        require(policies.can_settle_category, envelope, by)
        state = ChangeState.REFUSED
    _decide(envelope, change, state, by=by, at=at)
    envelope.category_asked = ""
    envelope.save()
    lay_marks_anew(envelope, at=at)
    if state == ChangeState.REFUSED:
        _tell_who_asked(envelope, change, _("%(who)s did not agree: %(title)s stays %(was)s"), by=by, at=at)
    return envelope


def who_settles_category(envelope: Envelope, *, on: date) -> list[User]:
    """Who is told that another category was named: who sent the document, unless they are away, sign it, or send no documents any more;
    else everybody who may send and does not sign it."""
    deciding = [one for one in who_decides(envelope.sent_by, on=on) if policies.can_settle_category(envelope, one)]
    if deciding:
        return deciding
    return [one for one in User.objects.in_role(*SENDERS) if policies.can_settle_category(envelope, one)]


def lay_marks_anew(envelope: Envelope, *, at: datetime) -> None:
    """Choose the marks of our own people whose turn it is by what is known now."""
    asked = envelope.recipients.exclude(user=None).filter(
        state__in=[RecipientState.INVITED, RecipientState.VIEWED], role=Role.SIGNER
    )
    for recipient in asked:
        recipient.envelope = envelope
        place_mark(recipient, at=at)
        recipient.save()


def _demand_open(envelope: Envelope) -> None:
    if envelope.state not in OPEN:
        raise Conflict(_("This signature round is already %(state)s.") % {"state": envelope.get_state_display()})


def _change(envelope: Envelope, category: str, *, by: User, at: datetime) -> None:
    """Somebody who may say so says what it is; who sent the document is told, when it is somebody else."""
    change = _note(envelope, category, ChangeState.DONE, by=by, at=at)
    _set(envelope, category, _("Said by %(name)s.") % {"name": by})
    keep_saying(
        envelope.document,
        envelope.current_version,
        category=category,
        read_as=change.was,
        title=envelope.title,
        by=by,
        at=at,
    )
    envelope.announce_category(change, at=at)
    envelope.save()
    lay_marks_anew(envelope, at=at)
    if envelope.sent_by is not None and envelope.sent_by != by:
        tell(
            [envelope.sent_by],
            "round",
            key=f"category:{change.pk}",
            title=_("%(name)s said that %(title)s is %(now)s")
            % {"name": by, "title": envelope.title, "now": envelope.category},
            sentence=change.in_words,
            url=envelope.get_absolute_url(),
            at=at,
            case_id=envelope.case,
        )


def _ask(envelope: Envelope, category: str, *, by: User, at: datetime) -> None:
    if envelope.category_asked:
        raise Conflict(_("Another category was named already. Wait until that is decided."))
    change = _note(envelope, category, ChangeState.ASKED, by=by, at=at)
    envelope.category_asked = category
    envelope.announce_category(change, at=at)
    envelope.save()
    lay_marks_anew(envelope, at=at)
    tell(
        who_settles_category(envelope, on=at.date()),
        "round",
        key=f"category:{change.pk}",
        title=_("Is %(title)s %(now)s, as %(name)s says?") % {"name": by, "title": envelope.title, "now": category},
        sentence=_("%(what)s Nothing is signed for us until you have agreed or not.") % {"what": change.in_words},
        url=envelope.get_absolute_url(),
        at=at,
        case_id=envelope.case,
    )


def _note(envelope: Envelope, category: str, state: ChangeState, *, by: User, at: datetime) -> CategoryChange:
    return CategoryChange.objects.create(
        envelope=envelope,
        state=state,
        was=envelope.category,
        was_confidence=envelope.category_confidence,
        was_reason=envelope.category_reason,
        was_sure=envelope.paper(at.date()).is_sure,
        now=category,
        by=by,
        at=at,
    )


def _set(envelope: Envelope, category: str, reason: str) -> None:
    envelope.category, envelope.category_confidence, envelope.category_reason = category, Decimal(1), reason[:300]
    envelope.category_asked = ""


def _waiting(change: CategoryChange) -> tuple[Envelope, CategoryChange]:
    envelope = Envelope.objects.lock(change.envelope_id)
    change = CategoryChange.objects.select_for_update(of=("self",)).select_related("by").get(pk=change.pk)
    if change.state != ChangeState.ASKED:
        raise Conflict(_("Somebody has decided about it already."))
    _demand_open(envelope)
    return envelope, change


def _answer_what_waits(envelope: Envelope, *, agreed: str, by: User, at: datetime) -> None:
    """Who says themselves what it is has answered whoever named another category before."""
    change = envelope.category_changes.filter(state=ChangeState.ASKED).select_related("by").first()
    if change is not None:
        state = ChangeState.DONE if change.now == agreed else ChangeState.REFUSED
        _decide(envelope, change, state, by=by, at=at)


def _decide(envelope: Envelope, change: CategoryChange, state: ChangeState, *, by: User, at: datetime) -> None:
    change.state, change.decided_by, change.decided_at = state, by, at
    change.save()
    settle([f"category:{change.pk}"], at=at)


def _tell_who_asked(envelope: Envelope, change: CategoryChange, title: str, *, by: User, at: datetime) -> None:
    places = Recipient.objects.waiting_for(change.by).filter(envelope=envelope)
    tell(
        [change.by],
        "round",
        key=f"category-answer:{change.pk}",
        title=title % {"who": by, "title": envelope.title, "now": change.now, "was": change.was},
        sentence=_("You can sign it now.") if places.exclude(profile=None).exists() else "",
        url=envelope.get_absolute_url(),
        at=at,
        case_id=envelope.case,
    )
