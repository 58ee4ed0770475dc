"""Searching all documents, and reading one with the words lit."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.finding.forms import SearchForm
from documents.finding.reading import PDF, boxes_in
from documents.finding.searching import PAGE, Answer, Hit, pages_of, without_text
from documents.finding.snippets import snippet_of
from documents.homes import place_of, title_of, title_of_kind, visible_versions
from documents.models import PageText, TextLayer, Version
from documents.pages import frames_of
from documents.serving import serve, serve_page
from documents.viewing import Span, sheets_of
from flowmono.common.refusals import NotAllowed

MOST_LIT, MOST_CHIPS = 400, 8


def _require_inside(request: HttpRequest) -> None:
    if not request.user.works_inside:  # type: ignore[union-attr]
        raise NotAllowed(_("Whoever works here searches documents."))


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The documents whose pages hold the words, twenty a page."""
    _require_inside(request)
    form = SearchForm(request.GET, request.user)  # type: ignore[arg-type]
    narrowing = form.narrowing()
    typed = form.cleaned_data.get("q", "")
    answer = Answer(request.user, typed, narrowing)  # type: ignore[arg-type]
    facets = answer.facets() if len(answer) else {}
    if len(answer):
        form.count(kind=answer.kinds, language=answer.languages, **facets)
    page = Paginator(range(len(answer)), PAGE).get_page(request.GET.get("page"))
    first = page.start_index() - 1 if len(answer) else 0
    facts = {
        "form": form,
        "typed": typed,
        "answer": answer,
        "groups": _groups_in(answer, facets, form, request.GET),
        "page_obj": page,
        "rows": [_row(hit, typed) for hit in answer.hits(first, first + PAGE)],
        # Asked only when somebody looks around, or found nothing: it takes longer than the search.
        "silent": 0 if len(answer) else without_text(request.user)[:100].count(),  # type: ignore[arg-type]
    }
    return render(request, "documents/search/search.html", facts)


def _groups_in(
    answer: Answer, facets: Mapping[str, Mapping[str, int]], form: SearchForm, asked: QueryDict
) -> list[dict[str, Any]]:
    """What the answer holds, as chips that leave only that: kinds of documents, and each facet that narrows nothing yet. Those with
    most come first; no group where there is but one choice."""
    kinds = _chips("kind", {kind: str(title_of(kind)) for kind in answer.kinds}, answer.kinds, asked)
    groups = [{"title": _("Kind"), "chips": kinds}]
    for name, counts in facets.items():
        if form.cleaned_data.get(name):
            continue
        field: Any = form.fields[name]
        words = form.words_of(name)
        groups.append(
            {
                "title": field.label,
                "chips": _chips(name, {value: words.get(value, value) for value in counts}, counts, asked),
            }
        )
    return [group for group in groups if len(group["chips"]) > 1]


def _chips(name: str, titles: Mapping[str, str], counts: Mapping[str, int], asked: QueryDict) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for value, title in titles.items():
        narrowed = asked.copy()
        narrowed[name] = value
        narrowed.pop("page", None)
        found.append({"title": title, "count": counts[value], "url": f"?{narrowed.urlencode()}"})
    return sorted(found, key=lambda one: (-one["count"], one["title"]))[:MOST_CHIPS]


def _row(hit: Hit, typed: str) -> dict[str, Any]:
    address = reverse("finding:found", args=[hit.version.pk])
    asked = urlencode({"q": typed})
    return {
        "hit": hit,
        "kind": title_of_kind(hit.document),
        "url": f"{address}?{asked}#found-{hit.page}",
        "others": [(number, f"{address}?{asked}#found-{number}") for number in hit.others],
    }


@login_required
@require_safe
def scans(request: HttpRequest) -> HttpResponse:
    """Documents without text: search finds nothing in them before their text is recognised."""
    _require_inside(request)
    page = Paginator(without_text(request.user), 50).get_page(request.GET.get("page"))  # type: ignore[arg-type]
    rows = [(version, title_of_kind(version.document)) for version in page]
    return render(request, "documents/search/scans.html", {"page_obj": page, "rows": rows})


def _version_or_404(request: HttpRequest, pk: UUID) -> Version:
    seen = visible_versions(request.user).select_related("document__copy_of__document")  # type: ignore[arg-type]
    found: Version = get_object_or_404(seen, pk=pk)
    return found


@login_required
@require_safe
def found(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One version with the words lit: its pages beside the places where they stand."""
    version = _version_or_404(request, pk)
    typed = " ".join(request.GET.get("q", "").split())
    pages, stretches = pages_of(version, typed)
    facts: dict[str, Any] = {"sheets": [], "lit": []}
    if version.media_type == PDF:
        layer = TextLayer.objects.filter(version=version).first()
        facts = _lit_in_layer(version, layer, pages, stretches) if layer else _lit_in_file(version, pages, stretches)
    places = [
        {"number": page.number, "pieces": snippet_of(page.text, there), "anchor": f"found-{page.number}"}
        for page, there in zip(pages, stretches, strict=True)
    ]
    facts |= {
        "version": version,
        "document": version.document,
        "kind": title_of_kind(version.document),
        "place": place_of(version.document),
        "typed": typed,
        "places": places,
        "is_pdf": version.media_type == PDF,
    }
    return render(request, "documents/search/found.html", facts)


def _spans(pages: list[PageText], stretches: list[list[tuple[int, int]]]) -> list[tuple[str, int, int, int]]:
    """(anchor, page, start, end) of each place: the first on a page has the anchor that links lead to."""
    found = []
    for page, there in zip(pages, stretches, strict=True):
        for place, (start, end) in enumerate(there):
            anchor = f"found-{page.number}" if not place else f"found-{page.number}-{place + 1}"
            found.append((anchor, page.number, start, end))
    return found[:MOST_LIT]


def _label(number: int) -> str:
    return _("Found on page %(number)s") % {"number": number}


def _lit_in_layer(
    version: Version, layer: TextLayer, pages: list[PageText], stretches: list[list[tuple[int, int]]]
) -> dict[str, Any]:
    starts = {number: start for number, start, _end in reversed(layer.pages)}
    spans = [
        Span(anchor, starts.get(number, 0) + start, starts.get(number, 0) + end, _label(number))
        for anchor, number, start, end in _spans(pages, stretches)
    ]
    sheets = sheets_of(
        frames_of(version),
        picture=lambda number: reverse("finding:page", args=[version.pk, number]),
        runs=layer.runs,
        text=layer.text,
        spans=spans,
    )
    return {"sheets": sheets, "lit": []}


def _lit_in_file(version: Version, pages: list[PageText], stretches: list[list[tuple[int, int]]]) -> dict[str, Any]:
    spans = _spans(pages, stretches)
    boxes = (
        boxes_in(version.content(), [(number, start, end) for _anchor, number, start, end in spans]) if spans else []
    )
    lit = [
        {
            "page": box.page,
            "x": box.x,
            "y": box.y,
            "width": box.width,
            "height": box.height,
            "anchor": spans[box.stretch][0],
            "label": _label(box.page),
            "back": "#",
        }
        for box in boxes
    ]
    return {"sheets": [], "lit": lit}


@login_required
@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file of a version."""
    return serve(request, _version_or_404(request, pk))


@login_required
@require_safe
def page(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """One page of a PDF of ours as a picture: pages with a text layer were made here."""
    version = get_object_or_404(visible_versions(request.user), pk=pk, media_type=PDF, layer__isnull=False)  # type: ignore[arg-type]
    return serve_page(version, number)
