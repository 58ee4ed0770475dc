"""Asking people for their decision: a notice and a letter, as each of them chose, with a link to the page."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.approvals.models import Request, Seat
from flowmono.common.money import write_money
from flowmono.notices.telling import Wording, tell


def ask(seat: Seat, people: Iterable[User | None], *, at: datetime) -> None:
    """Ask these people to decide in this seat; who was asked already is not asked again."""
    request, step = seat.request, seat.step
    title = _("For your decision: %(title)s") % {"title": request.title}
    for person in filter(None, people):
        facts = {"seat": seat, "request": request, "amount": amount_of(request)}
        words = _("%(step)s, asked by %(who)s.") if request.requested_by else _("%(step)s.")
        words %= {"step": step.title, "who": request.requested_by}
        if person.pk != seat.approver_id:
            words += " " + _("You stand in for %(name)s.") % {"name": seat.approver}
        tell(
            [person],
            "approval",
            key=f"approval:{seat.uuid}",
            title=title,
            sentence=" ".join(filter(None, (facts["amount"], words, request.why_highest, request.remark))),
            url=request.url,
            at=at,
            case_id=request.case,
            wording=Wording("approval_requested.txt", facts, title, f"approval:{seat.uuid}:{{person}}"),
        )


def amount_of(request: Request) -> str:
    """The amount as people write it; nothing when there is none."""
    if request.amount is None or not request.currency:
        return ""
    return write_money(request.amount, request.currency)
