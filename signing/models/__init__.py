"""Signing: envelopes and their people, places and marks; reviews, hand-overs, signings in person and what was said of categories."""

from signing.models.authorities import AuthorityAnswer, AuthorityKind
from signing.models.bulk import Bulk, BulkRow, BulkState, OursWhen, RowState
from signing.models.categories import CategoryChange, ChangeHow, ChangeState
from signing.models.envelopes import Envelope
from signing.models.handovers import Handover, HandoverState, How
from signing.models.places import Field, Layout
from signing.models.profiles import SignatureProfile
from signing.models.recipients import Recipient
from signing.models.reviewing import PageLook, SaidCategory
from signing.models.sittings import IDLE, Ended, KnownBy, Sitting
from signing.models.states import ACTING, EnvelopeState, RecipientState, Role
from signing.models.summaries import Summary, Topic

__all__ = [
    "ACTING",
    "IDLE",
    "AuthorityAnswer",
    "AuthorityKind",
    "Bulk",
    "BulkRow",
    "BulkState",
    "CategoryChange",
    "ChangeHow",
    "ChangeState",
    "Ended",
    "Envelope",
    "EnvelopeState",
    "Field",
    "Handover",
    "HandoverState",
    "How",
    "KnownBy",
    "Layout",
    "OursWhen",
    "PageLook",
    "Recipient",
    "RecipientState",
    "Role",
    "RowState",
    "SaidCategory",
    "SignatureProfile",
    "Sitting",
    "Summary",
    "Topic",
]
