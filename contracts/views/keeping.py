"""What the pages of a contract and of a round without one say and offer about keeping papers and disposing of them."""

from datetime import date
from typing import Any

from django.urls import reverse

from contracts import actions, policies
from contracts.forms import ReasonForm
from contracts.models import Contract, Kept
from flowmono.accounts.models import User

DOORS = ("hold", "lift", "ask_disposal", "dispose", "keep", "disposal")
REASONS = ("hold", "lift", "dispose", "keep")


def keeping_of(kept: Kept, person: User, on: date, *, doors: str) -> dict[str, Any]:
    """What contracts/_keeping.html draws. doors: the namespace of the addresses of its acts."""
    holds = list(kept.holds.select_related("placed_by", "lifted_by"))
    held = next((hold for hold in holds if hold.lifted_at is None), None)
    gone = _disposal_of(kept, person, on)
    return {
        "holds": holds,
        "held": held,
        "of_round": not isinstance(kept, Contract),
        "disposal": gone,
        "may_hold": held is None and not gone["done"] and policies.can_hold(kept, person),
        "may_lift": held is not None and policies.can_lift(held, person),
        "doors": {name: reverse(f"{doors}:{name}", args=[kept.pk]) for name in DOORS},
        "why": {name: ReasonForm(auto_id=f"{name}_%s") for name in REASONS},
    }


def _disposal_of(kept: Kept, person: User, on: date) -> dict[str, Any]:
    """What the page says and offers about disposing of the papers."""
    asked = kept.disposals.filter(decided_at__isnull=True).select_related("asked_by").first()
    done = kept.disposals.filter(is_done=True).select_related("asked_by", "decided_by").first()
    may = policies.can_dispose(kept, person)
    over = kept.kept_until is not None and kept.kept_until < on
    reasons = actions.reasons_to_keep(kept, on=on) if over and may and not done else []
    return {
        "asked": asked,
        "done": done,
        "reasons": reasons,
        "may_ask": may and over and not reasons and not asked and not done,
        "may_decide": asked is not None and not reasons and policies.can_decide_disposal(asked, person),
        "may_keep": asked is not None and may,
    }
