"""The clauses of a contract beside the company's own, and what people say about them."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contracts import actions, policies
from contracts.library import answers_of, standings_of
from contracts.models import ContractClause, StandardClause
from contracts.presenting import move_quotes
from contracts.views.frame import back, contract_or_404, layer_of, show
from flowmono.intelligence.asking import LONGEST_QUESTION


@login_required
@require_safe
def clauses(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Each kind of clause: what the contract says, the nearest standard, what differs, and the risk."""
    record = contract_or_404(request, pk)
    standings = standings_of(record)
    question = " ".join(request.GET.get("ask", "").split())[:LONGEST_QUESTION]
    layer = layer_of(record)
    shown = [clause for row in standings.rows for clause in (*row.clauses, *row.doubtful, *row.rejected)]
    lost = {clause.pk for clause in move_quotes(shown, layer)}
    return show(
        request,
        "clauses",
        record,
        "clauses",
        standings=standings,
        lost=lost,
        question=question,
        answers=answers_of(record, question, layer) if question else [],
        judges=policies.can_judge_clauses(record, request.user),
        has_library=StandardClause.objects.filter(active=True).exists(),
    )


@login_required
@require_POST
def confirm(request: HttpRequest, pk: UUID, clause: UUID) -> HttpResponse:
    """Say that it is such a clause."""
    record = contract_or_404(request, pk)
    found = get_object_or_404(record.clauses, pk=clause)
    actions.confirm_clause(found, by=request.user, at=request.at)
    said = _("“%(kind)s”: it is such a clause.") % {"kind": found.kind_in_words}
    return back(request, record, said, "clauses")


@login_required
@require_POST
def reject(request: HttpRequest, pk: UUID, clause: UUID) -> HttpResponse:
    """Say that it is no such clause."""
    record = contract_or_404(request, pk)
    found: ContractClause = get_object_or_404(record.clauses, pk=clause)
    actions.reject_clause(found, by=request.user, at=request.at)
    said = _("“%(kind)s”: that is no such clause. It can be confirmed again below.") % {"kind": found.kind_in_words}
    return back(request, record, said, "clauses")
