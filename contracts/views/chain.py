"""The way of a contract, drawn, and behind it what caused what."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from contracts.models import State
from contracts.presenting import chain_nodes
from contracts.views.frame import contract_or_404, show
from flowmono.common.chain import Case, stages_of, what_waits
from flowmono.outbox.causation import tree_of


@login_required
@require_safe
def chain(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What happened, what goes on and whose move it is; ?causes=1 with every event and step. ?part= asks for the way, the tree or the
    card around the tree alone."""
    record, part = contract_or_404(request, pk), request.GET.get("part", "")
    nodes = chain_nodes(tree_of(record.pk)) if request.GET.get("causes") else None
    if nodes is not None and part in {"card", "tree"}:
        template = "components/tree.html" if part == "tree" else "contracts/_chain.html"
        return render(request, template, {"contract": record, "nodes": nodes})
    stages = stages_of(Case(record.pk, request.user, request.at, {"contract": record}))
    facts = {"stages": stages, "waiting": what_waits(stages)}
    if part == "way":
        return render(request, "contracts/_way.html", {"contract": record, **facts})
    bound = record.state in {State.SIGNED, State.ARCHIVED}
    return show(
        request, "chain", record, "chain", nodes=nodes, lineage_url=_lineage_of(record.pk) if bound else "", **facts
    )


def _lineage_of(contract: UUID) -> str:
    """Where the app that pays shows what justifies each payment; "" without such an app."""
    try:
        return reverse("procurement:lineage", args=[contract])
    except NoReverseMatch:
        return ""
