"""What colour a state has: a table of ordinary words, and of the exceptions to them."""

from typing import Final, Literal, get_args

Kind = Literal["neutral", "info", "good", "warn", "bad"]
KINDS: Final[tuple[str, ...]] = get_args(Kind)

# What a word means wherever it is the name of a state. Neutral needs no entry.
_WORDS: Final[dict[Kind, frozenset[str]]] = {
    "info": frozenset(
        [
            "submitted",
            "in_review",
            "under_review",
            "in_approval",
            "awaiting_approval",
            "waiting_for_approval",
            "pending_approval",
            "pending",
            "waiting",
            "routed",
            "out_for_signature",
            "sent",
            "viewed",
            "delivered",
            "opened",
            "open",
            "running",
            "in_progress",
            "started",
            "active_revision",
            "received",
            "read",
            "reading",
            "matching",
            "batched",
            "exported",
            "scheduled",
            "proposed",
            "processing",
            "queued",
            "retrying",
            "claimed",
            "requested",
            "invited",
            "planned_review",
        ]
    ),
    "good": frozenset(
        [
            "signed",
            "approved",
            "accepted",
            "verified",
            "valid",
            "active",
            "done",
            "completed",
            "complete",
            "matched",
            "matched_within_tolerance",
            "within_tolerance",
            "authorized",
            "authorised",
            "paid",
            "resolved",
            "released",
            "met",
            "fulfilled",
            "succeeded",
            "applied",
            "confirmed",
            "sealed",
            "cleared",
            "recovered",
            "renewed",
            "published",
            "passed",
            "onboarded",
        ]
    ),
    "warn": frozenset(
        [
            "held",
            "on_hold",
            "hold",
            "expiring",
            "expires_soon",
            "late",
            "overdue",
            "disputed",
            "partly_accepted",
            "partially_accepted",
            "partly_signed",
            "changes_requested",
            "sent_back",
            "returned",
            "needs_attention",
            "unverified",
            "suspended",
            "escalated",
            "missing",
            "partial",
            "quarantined",
            "snoozed",
            "blocked_by_exception",
            "due",
            "stalled",
            "skipped",
        ]
    ),
    "bad": frozenset(
        [
            "rejected",
            "declined",
            "failed",
            "expired",
            "blocked",
            "breached",
            "refused",
            "mismatch",
            "mismatched",
            "exception",
            "incident",
            "invalid",
            "tampered",
            "terminated",
            "revoked",
            "bounced",
            "over_billed",
            "duplicate",
            "lapsed",
        ]
    ),
}
_KIND_OF_WORD: Final[dict[str, Kind]] = {word: kind for kind, words in _WORDS.items() for word in words}

# "app.model.state" where the ordinary meaning of the word misleads.
_EXCEPTIONS: Final[dict[str, Kind]] = {
    "monitoring.exception.open": "warn",
    "monitoring.watch.shadow": "neutral",
    "monitoring.watch.active": "good",
    "outbox.incident.open": "bad",
    "outbox.delivery.skipped": "neutral",
    "approvals.step.skipped": "neutral",
    "vendors.compliancedocument.requested": "warn",
    "vendors.compliancedocument.received": "info",
    "vendors.milestone.submitted": "info",
    "vendors.bankaccount.pending": "warn",
    "contracts.term.unverified": "warn",
    "procurement.invoice.review": "warn",
    "procurement.invoice.credited": "good",
    "procurement.batch.exported": "info",
    "procurement.batch.settled": "good",
    "contracts.contract.draft": "info",
    "contracts.contract.converted": "info",
    "contracts.contract.choice": "warn",
    "contracts.contract.review": "warn",
    "contracts.contract.in_force": "good",
    "contracts.contract.not_in_force_yet": "info",
    "contracts.contract.ended": "neutral",
}


def kind_of_state(model: str, state: str) -> Kind:
    """The kind of a state of a model, named "app.model"; neutral when no table knows the state."""
    word = state.lower().replace("-", "_").replace(" ", "_")
    return _EXCEPTIONS.get(f"{model.lower()}.{word}") or _KIND_OF_WORD.get(word, "neutral")
