"""Pages on which documents are prepared."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from documents.homes import (
    home_of,
    is_kept_as_it_is,
    may_be_put_away,
    place_of,
    reason_to_keep,
    title_of_kind,
    versions_of,
    visible_documents,
)
from documents.models import Document, Version
from documents.serving import serve
from documents.thumbnails import sizes_of, thumbnail
from documents.toolbox.limits import MAX_FILE_BYTES, MEGABYTE
from documents.working import actions, putting_away
from documents.working.forms import FORMS, EncloseForm, ToolForm
from documents.working.leaves import pages_as_written
from documents.working.offers import OFFERS, Offer, Result, grouped, missing_packages
from documents.working.policies import can_prepare
from documents.working.presenting import MOST_SHOWN, Paper, history_of, made_how, papers_of_case, running_in, tray_of
from documents.working.running import PDF, Wanted
from documents.working.words import pages_in_words, sentence_of
from flowmono.common.refusals import Invalid, require

ALONGSIDE = ("working", "copy_of__document")


def document_or_404(request: HttpRequest, pk: UUID) -> Document:
    """The document, when this person sees a version of it."""
    seen = visible_documents(request.user).values("pk")  # type: ignore[arg-type]
    found: Document = get_object_or_404(Document.objects.filter(pk__in=seen).select_related(*ALONGSIDE), pk=pk)
    return found


def standing_or_404(document: Document, request: HttpRequest) -> Version:
    """The version that counts, when this person sees it."""
    version = document.as_it_stands()
    if version is None or not versions_of(document, request.user).filter(pk=version.pk).exists():  # type: ignore[arg-type]
        raise Http404
    version.document = document
    return version


@login_required
@require_safe
def prepare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The pages of a document to put in order, its tools, and what was done so far."""
    return show(request, document_or_404(request, pk))


def show(
    request: HttpRequest,
    document: Document,
    *,
    offer: Offer | None = None,
    form: ToolForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page, with one tool open or with all of them."""
    version = standing_or_404(document, request)
    may = can_prepare(document, request.user)  # type: ignore[arg-type]
    kept = is_kept_as_it_is(document)
    held = "" if kept else reason_to_keep(document)
    home = home_of(document)
    leaves, count, problem = tray_of(version) if version.media_type == PDF else ([], 0, "")
    lines = history_of(document)
    facts = {
        "document": document,
        "version": version,
        "is_pdf": version.media_type == PDF,
        "kind": title_of_kind(document),
        "place": place_of(document),
        "may": may,
        "kept": kept,
        "held": held,
        "may_go": may and document.put_away_at is None and may_be_put_away(document),
        "changeable": may and not kept and not held,
        "remarks": home.remarks(document) if home and document.copy_of_id is None else [],
        "leaves": leaves,
        "count": count,
        "problem": problem,
        "most_shown": MOST_SHOWN,
        "made_how": made_how(document),
        "lines": lines,
        "running": running_in(lines),
        "back": any(line.can_undo for line in lines),
        "forth": any(line.can_redo for line in lines),
        "groups": list(grouped(in_place=not kept and not held)),
        "offer": offer,
        "form": form,
        "missing": missing_packages(offer.tool) if offer else [],
        "most_megabytes": MAX_FILE_BYTES // MEGABYTE,
        **more,
    }
    return render(request, "documents/prepare.html", facts, status=status)


# --- pages, by hand ----------------------------------------------------------------------------------------------------


@login_required
@require_POST
def pages(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Move, turn, take out or extract the pages that were chosen in the tray."""
    document = document_or_404(request, pk)
    require(can_prepare, document, request.user)
    version = standing_or_404(document, request)
    count = len(sizes_of(version)[0])
    wanted = _asked_of_pages(request, count)
    if OFFERS[wanted.tool].result == Result.PAPER:
        (paper,) = actions.make_papers(version, wanted, by=request.user, at=request.at)
        messages.success(request, _("“%(title)s” stands beside this document.") % {"title": paper.title})
        if getattr(request, "htmx", False):
            return HttpResponseClientRedirect(reverse("working:prepare", args=[paper.pk]))
        return redirect("working:prepare", pk=paper.pk)
    step = actions.take_step(document, wanted, by=request.user, at=request.at, seen=request.POST.get("seen") or None)
    _say(request, f"{sentence_of(step)}.")
    return redirect("working:prepare", pk=document.pk)


def _say(request: HttpRequest, words: str) -> None:
    """Say what was done; a page that stays shows it in its history, and static/js/tray.js reads it out."""
    if not getattr(request, "htmx", False):
        messages.success(request, words)


def _asked_of_pages(request: HttpRequest, count: int) -> Wanted:
    """The tool and its options for what was done in the tray. Raises Invalid."""
    do = request.POST.get("do", "")
    chosen = sorted({int(one) for one in request.POST.getlist("page") if one.isascii() and one.isdigit()})
    if order := request.POST.get("order", ""):
        return Wanted("reorder", {"order": order})
    if not chosen:
        raise Invalid(_("Choose at least one page."), field="page")
    written = pages_as_written(chosen).replace(" ", "")
    if do == "move":
        return Wanted("reorder", {"order": _moved(chosen, request.POST.get("before", ""), count)})
    turns = {"right": 90, "left": 270}
    if do in turns:
        return Wanted("rotate", {"degrees": turns[do], "pages": written})
    if do in {"delete", "extract"}:
        return Wanted(do, {"pages": written})
    raise Invalid(_("Say what shall be done with the pages."), field="do")


def _moved(chosen: list[int], before: str, count: int) -> str:
    """The order in which the chosen pages stand before a page ("end": behind the last)."""
    if before != "end" and not (before.isascii() and before.isdigit() and 1 <= int(before) <= count):
        raise Invalid(_("Choose the page before which they shall stand."), field="before")
    target = count + 1 if before == "end" else int(before)
    rest = [number for number in range(1, count + 1) if number not in set(chosen)]
    place = sum(number < target for number in rest)
    return pages_as_written([*rest[:place], *chosen, *rest[place:]]).replace(" ", "")


# --- tools --------------------------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tool(request: HttpRequest, pk: UUID, tool: str) -> HttpResponse:
    """One tool: its form, and using it."""
    document = document_or_404(request, pk)
    offer = OFFERS.get(tool)
    if offer is None:
        raise Http404
    require(can_prepare, document, request.user)
    version = standing_or_404(document, request)
    siblings, sizes = _siblings(document, request), sizes_of(version)[0]
    if request.method != "POST":
        first = {"before": len(sizes) + 1, "pages": request.GET.get("pages")}
        initial = {name: value for name, value in first.items() if value}
        return show(request, document, offer=offer, form=FORMS[tool](siblings=siblings, initial=initial))
    form = FORMS[tool](request.POST, request.FILES, siblings=siblings, sizes=sizes)
    if not form.is_valid():
        return show(request, document, offer=offer, form=form, status=422)
    wanted = Wanted(tool, form.options(), form.others())
    try:
        if "preview" in request.POST:
            return _preview(request, document, version, offer, form, wanted)
        return _use(request, document, version, offer, wanted)
    except Invalid as refusal:
        form.refuse(refusal)
        return show(request, document, offer=offer, form=form, status=422)


def _siblings(document: Document, request: HttpRequest) -> list[tuple[Version, str]]:
    """The other PDF documents of the case, each with its name."""
    papers = papers_of_case(document.case_key, request.user)  # type: ignore[arg-type]
    return [(paper.version, paper.name) for paper in papers if paper.is_pdf and paper.document != document]


def _use(request: HttpRequest, document: Document, version: Version, offer: Offer, wanted: Wanted) -> HttpResponse:
    if offer.result == Result.FILE:
        text = actions.text_of(version, by=request.user, at=request.at, **wanted.options)
        response = HttpResponse(text, content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = content_disposition_header(True, f"{document.title}.txt") or "attachment"
        response["X-Content-Type-Options"] = "nosniff"
        return response
    if offer.result == Result.PAPER:
        papers = actions.make_papers(version, wanted, by=request.user, at=request.at)
        words = ngettext("“%(title)s” was made.", "%(n)s documents were made.", len(papers))
        messages.success(request, words % {"title": papers[0].title, "n": len(papers)})
        if len(papers) > 1:
            return redirect("working:case", pk=document.case_key)
        return redirect("working:prepare", pk=papers[0].pk)
    step = actions.take_step(document, wanted, by=request.user, at=request.at)
    words = _("It is at work in the background. You can leave this page.")
    messages.success(request, words if step.state == "running" else f"{sentence_of(step)}.")
    return redirect("working:prepare", pk=document.pk)


def _preview(
    request: HttpRequest, document: Document, version: Version, offer: Offer, form: ToolForm, wanted: Wanted
) -> HttpResponse:
    """What would be blacked out, drawn on the pages; nothing is kept."""
    would = actions.would_redact(version, wanted, by=request.user, at=request.at)
    sizes = sizes_of(version)[0]
    lit = [
        {
            "page": page,
            "x": left,
            "y": sizes[int(page) - 1][1] - bottom - height,
            "width": width,
            "height": height,
            "anchor": f"goes-{number}",
            "label": _("Place %(n)s on page %(page)s") % {"n": number, "page": int(page)},
            "back": f"#place-{number}",
            "under": under,
        }
        for number, ((page, left, bottom, width, height), under) in enumerate(
            zip(would.areas, would.under, strict=True), 1
        )
    ]
    scanned, unread = (
        pages_in_words(pages_as_written(pages)) if pages else "" for pages in (would.scanned, would.unread)
    )
    return show(request, document, offer=offer, form=form, goes=lit, scanned=scanned, unread=unread)


# --- back and forth -----------------------------------------------------------------------------------------------------


def _act(request: HttpRequest, pk: UUID, act: Callable[..., Any], words: str) -> HttpResponse:
    document = document_or_404(request, pk)
    step = act(document, by=request.user, at=request.at)
    _say(request, words % {"step": sentence_of(step)})
    return redirect("working:prepare", pk=document.pk)


@login_required
@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go back to the version before the last step."""
    return _act(request, pk, actions.undo, _("Undone: %(step)s."))


@login_required
@require_POST
def redo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring back the step that was undone last."""
    return _act(request, pk, actions.redo, _("Brought back: %(step)s."))


@login_required
@require_POST
def stop(request: HttpRequest, pk: UUID, step: UUID) -> HttpResponse:
    """Stop a step that is at work."""
    document = document_or_404(request, pk)
    actions.stop(get_object_or_404(document.steps, pk=step), by=request.user, at=request.at)
    messages.success(request, _("Stopped. The document is as it was."))
    return redirect("working:prepare", pk=document.pk)


@login_required
@require_POST
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a copy of the version that counts."""
    document = document_or_404(request, pk)
    made = actions.make_copy(standing_or_404(document, request), by=request.user, at=request.at)
    messages.success(request, _("This is the copy. The original stays as it is."))
    return redirect("working:prepare", pk=made.pk)


@login_required
@require_POST
def put_away(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Nobody needs this copy any more; it can be brought back."""
    gone = putting_away.put_away(document_or_404(request, pk), by=request.user, at=request.at)
    words = _("“%(title)s” was put away. It can be brought back from the list below the documents.")
    messages.success(request, words % {"title": gone.title})
    return redirect("working:case", pk=gone.case_key)


@login_required
@require_POST
def bring_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It stands beside the others again."""
    back = putting_away.bring_back(document_or_404(request, pk), by=request.user, at=request.at)
    messages.success(request, _("“%(title)s” is back.") % {"title": back.title})
    return redirect("working:prepare", pk=back.pk)


# --- files --------------------------------------------------------------------------------------------------------------


def _version_or_404(request: HttpRequest, pk: UUID, version: UUID) -> Version:
    found: Version = get_object_or_404(versions_of(Document(pk=pk), request.user), pk=version)  # type: ignore[arg-type]
    return found


@login_required
@require_safe
def file(request: HttpRequest, pk: UUID, version: UUID) -> HttpResponse:
    """The file of one version."""
    return serve(request, _version_or_404(request, pk, version))


@login_required
@require_safe
def page(request: HttpRequest, pk: UUID, version: UUID, number: int) -> HttpResponse:
    """A small picture of one page. The version's bytes never change, so that a browser keeps it."""
    found = _version_or_404(request, pk, version)
    if found.media_type != PDF:
        raise Http404
    try:
        picture = thumbnail(found, number)
    except IndexError:
        raise Http404 from None
    response = HttpResponse(picture, content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=604800, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response


# --- many at once -------------------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every document of a case that this person sees; a tool for several of them at once."""
    papers = papers_of_case(pk, request.user)  # type: ignore[arg-type]
    if not papers and not papers_of_case(pk, request.user, put_away=True):  # type: ignore[arg-type]
        raise Http404
    if "enclose" in request.POST:
        return _enclose(request, pk, papers)
    tool = request.POST.get("tool", "") or request.GET.get("tool", "")
    offer = OFFERS.get(tool)
    offer = offer if offer and offer.many else None
    if request.method != "POST" or "show" in request.POST:
        # A tool is opened with what was chosen before, and closed with it too.
        offer = OFFERS.get(request.POST.get("show", "")) if "show" in request.POST else offer
        offer = offer if offer and offer.many else None
        chosen = set(request.POST.getlist("version"))
        return _show_case(request, pk, papers, offer, _form_for_many(offer) if offer else None, chosen)
    if not any(can_prepare(paper.document, request.user) for paper in papers):  # type: ignore[arg-type]
        require(can_prepare, papers[0].document, request.user)
    chosen = set(request.POST.getlist("version"))
    picked = [paper for paper in papers if str(paper.version.pk) in chosen and paper.is_pdf]
    form = _form_for_many(offer, request.POST) if offer else None
    for paper in picked[:1]:
        require(can_prepare, paper.document, request.user)
    if offer is None or form is None:
        raise Invalid(_("Choose what shall be done."), field="tool")
    if offer.tool != "merge" and not form.is_valid():
        return _show_case(request, pk, papers, offer, form, chosen, status=422)
    options = {} if offer.tool == "merge" else form.options()
    try:
        outcomes = actions.do_many(
            [paper.version for paper in picked], Wanted(offer.tool, options), by=request.user, at=request.at
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return _show_case(request, pk, papers, offer, form, chosen, status=422)
    facts = {"outcomes": outcomes, "offer": offer, "case": pk, "place": place_of(papers[0].document)}
    return render(request, "documents/outcomes.html", facts)


def _enclose(request: HttpRequest, case: UUID, papers: list[Paper]) -> HttpResponse:
    form = EncloseForm(request.POST, request.FILES)
    try:
        if form.is_valid():
            files = [(one.name, one.read()) for one in form.cleaned_data["files"]]
            made = actions.enclose(case, files, by=request.user, at=request.at)
            words = ngettext("“%(title)s” was added.", "%(n)s files were added.", len(made))
            messages.success(request, words % {"title": made[0].title, "n": len(made)})
            return redirect("working:case", pk=case)
    except Invalid as refusal:
        form.add_error("files", refusal.message)
    return _show_case(request, case, papers, None, None, set(), status=422, enclosing=form)


def _form_for_many(offer: Offer, *given: Any) -> ToolForm:
    return FORMS[offer.tool](*given)


def _show_case(
    request: HttpRequest,
    case: UUID,
    papers: list[Paper],
    offer: Offer | None,
    form: ToolForm | None,
    chosen: set[str],
    status: int = 200,
    enclosing: EncloseForm | None = None,
) -> HttpResponse:
    put_away = papers_of_case(case, request.user, put_away=True)  # type: ignore[arg-type]
    may = any(can_prepare(paper.document, request.user) for paper in [*papers, *put_away])  # type: ignore[arg-type]
    facts = {
        "case": case,
        "papers": papers,
        "put_away": put_away,
        "place": place_of([*papers, *put_away][0].document),
        "may": may,
        "offers": [one for one in OFFERS.values() if one.many] if may else [],
        "offer": offer,
        "form": form,
        "chosen": chosen,
        "enclosing": enclosing or (EncloseForm() if actions.can_enclose(case, request.user) else None),  # type: ignore[arg-type]
        "most_megabytes": MAX_FILE_BYTES // MEGABYTE,
        "missing": missing_packages(offer.tool) if offer else [],
        "most": actions.MOST_AT_ONCE,
    }
    return render(request, "documents/case.html", facts, status=status)
