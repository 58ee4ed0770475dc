"""Comparing two versions, or a version with a file that somebody brings."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Case, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from documents.comparing.asking import COMPARABLE, compare_file, compare_versions
from documents.comparing.forms import BroughtForm
from documents.comparing.paper import MOST_CLAUSES, draw_redline
from documents.comparing.presenting import blocks_of, counts_in_words, figures_of, only_changes, redline_of, sides_of
from documents.comparing.seeing import brought_by
from documents.homes import place_of, title_of_kind, visible_versions
from documents.models import Comparison, ComparisonState, Version
from flowmono.common.refusals import Conflict, Invalid

MOST_OFFERED = 60
SAME_WORDS = ("contract", "envelope")


def _version_or_404(request: HttpRequest, pk: UUID) -> Version:
    seen = visible_versions(request.user).select_related("document__copy_of__document")  # type: ignore[arg-type]
    found: Version = get_object_or_404(seen, pk=pk)
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, version: UUID) -> HttpResponse:
    """What a version is compared with: another of the same case, or a file that is brought."""
    chosen = _version_or_404(request, version)
    form = BroughtForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = compare_file(
                chosen,
                file.read(),
                file.name,
                is_newer=form.is_newer,
                by=request.user,  # type: ignore[arg-type]
                at=request.at,  # type: ignore[attr-defined]
            )
        except Invalid as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect("comparing:brought", pk=made.pk)
    seen = visible_versions(request.user).filter(  # type: ignore[arg-type]
        document__case_key=chosen.document.case_key, media_type__in=COMPARABLE, document__put_away_at__isnull=True
    )
    others = seen.exclude(pk=chosen.pk).select_related("document__copy_of__document")
    others = others.order_by(_nearness(chosen), "-created_at")
    facts = {
        "version": chosen,
        "kind": title_of_kind(chosen.document),
        "place": place_of(chosen.document),
        "form": form,
        "rows": [_other(chosen, other) for other in others[:MOST_OFFERED]],
    }
    return render(request, "documents/compare/choose.html", facts, status=422 if form.errors else 200)


def _nearness(chosen: Version) -> Case:
    """Versions of the same document first, then papers that say the same: an agreement and what was signed of it."""
    kind = chosen.document.kind
    return Case(
        When(document=chosen.document_id, then=0),
        When(document__kind__in=SAME_WORDS if kind in SAME_WORDS else [kind], then=1),
        default=2,
    )


def _other(chosen: Version, other: Version) -> dict[str, Any]:
    """Another version, and the address of the comparison: the older of the two first."""
    older, newer = sorted((chosen, other), key=lambda version: (version.created_at, version.number))
    return {
        "version": other,
        "kind": title_of_kind(other.document),
        "url": reverse("comparing:versions", args=[older.pk, newer.pk]),
    }


@login_required
@require_safe
def versions(request: HttpRequest, older: UUID, newer: UUID) -> HttpResponse:
    """What the newer of two versions says differently; ?show=all with the clauses that are the same, ?view=side in two columns."""
    comparison = _of_versions(request, older, newer)
    return _page(request, comparison, reverse("comparing:paper", args=[older, newer]))


@login_required
@require_safe
def versions_paper(request: HttpRequest, older: UUID, newer: UUID) -> HttpResponse:
    """The same as a PDF."""
    return _paper(request, _of_versions(request, older, newer))


def _of_versions(request: HttpRequest, older: UUID, newer: UUID) -> Comparison:
    first, second = _version_or_404(request, older), _version_or_404(request, newer)
    if first == second or {first.media_type, second.media_type} - set(COMPARABLE):
        raise Http404
    return compare_versions(first, second, at=request.at)  # type: ignore[attr-defined]


@login_required
@require_safe
def brought(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a file that this person brought says differently."""
    return _page(request, _brought_or_404(request, pk), reverse("comparing:brought-paper", args=[pk]))


@login_required
@require_safe
def brought_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same as a PDF."""
    return _paper(request, _brought_or_404(request, pk))


def _brought_or_404(request: HttpRequest, pk: UUID) -> Comparison:
    """A comparison with a file that this person brought, as long as they see the version it is compared with."""
    found: Comparison = get_object_or_404(brought_by(request.user), pk=pk)  # type: ignore[arg-type]
    return found


def _facts(comparison: Comparison) -> dict[str, Any]:
    older, newer = sides_of(comparison)
    ours = comparison.newer or comparison.older
    facts: dict[str, Any] = {
        "comparison": comparison,
        "older": older,
        "newer": newer,
        "document": ours.document if ours else None,
        "place": place_of(ours.document) if ours else None,
        "chosen": ours,
    }
    if comparison.state == ComparisonState.DONE:
        redline = redline_of(comparison)
        blocks = blocks_of(redline)
        facts |= {
            "blocks": blocks,
            "changes": [block for block in blocks if block.number],
            "counted": counts_in_words(redline.counts),
            "figures": figures_of(redline, blocks),
        }
    return facts


def _page(request: HttpRequest, comparison: Comparison, paper: str) -> HttpResponse:
    facts = _facts(comparison)
    if comparison.state == ComparisonState.DONE:
        show_all, side = request.GET.get("show") == "all", request.GET.get("view") == "side"
        facts |= {
            "shown": facts["blocks"] if show_all else only_changes(facts["blocks"]),
            "show_all": show_all,
            "side": side,
            "paper": f"{paper}?show=all" if show_all else paper,
        }
    return render(request, "documents/compare/comparison.html", facts)


def _paper(request: HttpRequest, comparison: Comparison) -> HttpResponse:
    if comparison.state != ComparisonState.DONE:
        raise Conflict(_("The two are still being compared, or cannot be. Look at the page of the comparison."))
    facts = _facts(comparison)
    every = request.GET.get("show") == "all" and len(facts["blocks"]) <= MOST_CLAUSES
    facts["shown"] = facts["blocks"] if every else only_changes(facts["blocks"])
    response = HttpResponse(draw_redline(facts | {"at": request.at}), content_type="application/pdf")  # type: ignore[attr-defined]
    name = _("Changes in %(name)s") % {"name": facts["newer"].title.rsplit(".", 1)[0]}
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.pdf") or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
