"""Reading a contract: the document beside its terms, the obligations, its file and its case."""

import re
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from contracts import actions, policies
from contracts.amending import amendments_of, seems_to_amend
from contracts.changes import authors_of, changes_of
from contracts.checking import Check, check_of
from contracts.forms import form_of
from contracts.library import Standings, risks_of
from contracts.models import Contract, ContractClause, State, Term, TermState
from contracts.preparing import waits_because
from contracts.presenting import (
    PASSAGE,
    Group,
    checks_of,
    groups_of,
    lit_clauses_of,
    lit_passage_of,
    lit_spans_of,
    lost_in_words,
    move_quotes,
    said_of,
    spans_of,
)
from contracts.presenting_amendments import told
from contracts.quoting import Span, mark_pages
from contracts.remote import layer_read, may_be_asked, reading_of
from contracts.renewing import sentence_against_renewal
from contracts.signatories import too_few_signatories
from contracts.summary import Statement, summary_of
from contracts.views.frame import BEFORE_SIGNATURE, WORKING, contract_or_404, layer_of, show
from documents.models import StepState, TextLayer
from documents.pages import frames_of
from documents.serving import serve
from documents.viewing import Sheet, sheets_of
from documents.working.presenting import history_of
from flowmono.intelligence.reader import Evidence


@login_required
@require_safe
def contract(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The document beside its terms; a link from a term lights its quote on the page, or in the text.

    A page that is open asks for its parts again, never for the document, which stays where it was scrolled to; when another document
    or another step is to be shown, it is told to load anew.
    """
    return document_page(request, contract_or_404(request, pk))


def document_page(
    request: HttpRequest, record: Contract, form: forms.BaseForm | None = None, key: str = ""
) -> HttpResponse:
    """The page of a contract; with a form that was not right, what it was about is asked again."""
    layer = layer_of(record)
    shape = _shape_of(record, layer)
    if request.htmx and str(request.htmx.target or "").startswith(SHAPE):
        return HttpResponse(status=204) if request.htmx.target == shape else HttpResponseClientRefresh()
    terms, denied = _terms_of(record)
    lost = move_quotes(terms, layer)
    # Without a change on its way the text that is shown is the text that was read.
    read = layer if record.document.working_id is None else layer_read(record)
    second = reading_of(record, read)
    clause = _asked_clause(request, record, layer)
    passage = _asked_passage(request, layer)
    as_text = request.GET.get("view") == "text"
    drawn = not request.htmx
    groups = groups_of(terms)
    check = _check_of(request, record, groups, denied, key) if record.state == State.REVIEW else None
    standings = risks_of(record)
    summary = _summary_of(record, terms, denied, layer, standings)
    return show(
        request,
        "contract",
        record,
        "contract",
        groups=groups,
        denied=denied,
        renewal_said=any(term.field == "renewal" for term in terms),
        against_renewal=_against_renewal(record, terms, layer),
        check=check,
        check_form=form or (form_of(record, check.current) if check and check.current else None),
        status=422 if form is not None else 200,
        unread=sum(1 for term in terms if term.state == "read"),
        layer=layer,
        shape=shape,
        conversion=(layer.base or layer.version) if layer else None,
        prepared=_steps_since(layer) if layer else [],
        lost=lost_in_words(lost) if lost else "",
        as_text=as_text,
        **_open_changes(request, record),
        mismatch=_names_another_party(record),
        summary=summary,
        standings=standings if record.state in BEFORE_SIGNATURE else None,
        is_partly_verified=any(one.is_verified for one in summary),
        amendments=[told(one) for one in amendments_of(record, request.user)],
        **_what_it_amends(record, terms),
        same_drafts=_of_same_draft(request, record),
        pages=mark_pages(layer.text, layer.pages, [*spans_of([*terms, *clause]), *passage])
        if layer and drawn and as_text
        else [],
        sheets=_sheets_of(record, layer, terms, clause, passage) if layer and drawn and not as_text else [],
        checks=checks_of(record),
        second=second,
        second_says=said_of(second, layer),
        may_ask_again=policies.can_ask_remote_reader(record, request.user) and may_be_asked(record, second),
        struck=record.archived_version is not None and record.archived_version.disposed_at is not None,
        waits=waits_because(record),
        unsignable=too_few_signatories(record, request.at.date()),
        held=record.holds.filter(lifted_at=None).select_related("placed_by").first(),
    )


def _terms_of(record: Contract) -> tuple[list[Term], list[Term]]:
    """The terms that stand, and what a person said the contract does not say."""
    kept = list(record.terms.exclude(state=TermState.DROPPED).select_related("verified_by"))
    return [term for term in kept if term.state != TermState.ABSENT], [
        term for term in kept if term.state == TermState.ABSENT
    ]


def _against_renewal(record: Contract, terms: list[Term], layer: TextLayer | None) -> Evidence | None:
    """The sentence by which it does not renew by itself, where no term says anything of renewal."""
    if record.renews or layer is None or any(term.field == "renewal" for term in terms):
        return None
    return sentence_against_renewal(layer.text)


def _summary_of(
    record: Contract, terms: list[Term], denied: list[Term], layer: TextLayer | None, standings: Standings | None
) -> list[Statement]:
    """The contract in short; its clauses stand where they are in the document as it was prepared."""
    rows = standings.rows if standings else ()
    move_quotes([clause for row in rows for clause in row.clauses], layer)
    return summary_of(record, terms, denied, rows)


def _check_of(
    request: HttpRequest, record: Contract, groups: list[Group], denied: list[Term], key: str
) -> Check | None:
    """What this person is asked about the terms, when it is theirs to confirm them."""
    if not policies.can_confirm_terms(record, request.user):
        return None
    terms = [term for group in groups for term in group.terms]
    return check_of(record, terms, denied, key or request.GET.get("check", ""))


def _steps_since(layer: TextLayer) -> list[str]:
    """What was done to the PDF after it was converted, the first thing first: the certificate says nothing of it."""
    if layer.base_id is None:
        return []
    return [line.words for line in reversed(history_of(layer.version.document)) if line.step.state == StepState.DONE]


def _what_it_amends(record: Contract, terms: list[Term]) -> dict[str, bool]:
    """Whether it is still asked which agreement it changes, and whether a person said of one that seems to change some that it changes none."""
    seems = seems_to_amend(record, terms) and record.amends_id is None and record.state in BEFORE_SIGNATURE
    return {
        "amends_what": seems and not record.amends_nothing and record.state in {State.REVIEW, State.READY},
        "amends_nothing": seems and record.amends_nothing,
    }


SHAPE = "contract-shape-"
STEPS = {State.CHOICE: "choice", State.REFUSED: "refused", **dict.fromkeys(WORKING, "working")}


def _shape_of(record: Contract, layer: TextLayer | None) -> str:
    """What the page is built of, as a name: the step before there is a document, or the version that is shown."""
    shown = record.archived_version_id or (layer.version_id if layer else "none")
    return f"{SHAPE}{STEPS.get(State(record.state), shown)}"


def _open_changes(request: HttpRequest, record: Contract) -> dict[str, Any]:
    """The tracked changes that wait for a choice, all or one author's."""
    if record.state != State.CHOICE:
        return {}
    author = request.GET.get("author", "")
    return {"changes": changes_of(record.found, author), "authors": authors_of(record.found), "author": author}


def _asked_clause(request: HttpRequest, record: Contract, layer: TextLayer | None) -> list[ContractClause]:
    """The clause that the address asks for, where it stands in the document; a link from the page of clauses leads here."""
    try:
        asked = UUID(request.GET.get("clause", ""))
    except ValueError:
        return []
    found = list(record.clauses.filter(pk=asked))
    move_quotes(found, layer)
    return found


def _asked_passage(request: HttpRequest, layer: TextLayer | None) -> list[Span]:
    """The characters that the address asks for, ?passage=120-340 of the text that is shown; an answer to a question leads here."""
    asked = re.fullmatch(r"(\d{1,8})-(\d{1,8})", request.GET.get("passage", ""))
    if asked is None or layer is None:
        return []
    start, end = int(asked[1]), min(int(asked[2]), len(layer.text))
    return [Span(PASSAGE, start, end)] if start < end else []


def _sheets_of(
    record: Contract, layer: TextLayer, terms: list[Term], clauses: list[ContractClause], passage: list[Span]
) -> list[Sheet]:
    """The pages of the document as it stands, with the quotes of its terms lit where the conversion put them."""
    shown = record.archived_version or layer.version
    return sheets_of(
        frames_of(shown),
        picture=lambda number: reverse("contracts:page", args=[record.pk, shown.pk, number]),
        runs=layer.runs,
        text=layer.text,
        spans=[*lit_spans_of(terms), *lit_clauses_of(clauses), *lit_passage_of(record, passage)],
    )


SHOWN_OF_SAME_DRAFT = 5


def _of_same_draft(request: HttpRequest, record: Contract) -> list[Contract]:
    """The newest other contracts of the same file that this person sees: while one of them can still be given up."""
    if record.state not in BEFORE_SIGNATURE:
        return []
    others = Contract.objects.visible_to(request.user).of_same_draft(record).exclude(state=State.CANCELLED)
    return list(others[:SHOWN_OF_SAME_DRAFT])


def _names_another_party(record: Contract) -> bool:
    """True when a vendor was chosen beforehand and the draft names somebody else."""
    if record.state != State.REVIEW or record.vendor is None or not record.counterparty_name:
        return False
    return record.vendor.name.casefold().strip(" .") != record.counterparty_name.casefold().strip(" .")


@login_required
@require_safe
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far conversion and reading are; the page is loaded anew when they are done."""
    record = contract_or_404(request, pk)
    if record.state not in WORKING:
        return HttpResponseClientRefresh()
    return render(request, "contracts/_progress.html", {"contract": record})


@login_required
@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The document as it stands: sealed when everyone has signed, else as it was prepared, else as converted."""
    record = contract_or_404(request, pk)
    found = record.archived_version or record.document.as_it_stands()
    if found is None:
        raise Http404
    return serve(request, found)


@login_required
@require_POST
def export(request: HttpRequest, pk: UUID) -> FileResponse:
    """The whole case in one archive, with a script that verifies it without the server."""
    record = contract_or_404(request, pk)
    archive = TemporaryFile()  # noqa: SIM115 - the response closes it when it is sent
    actions.export_case(record, by=request.user, at=request.at, out=archive)
    archive.seek(0)
    return FileResponse(archive, as_attachment=True, filename=f"{record.number}.zip", content_type="application/zip")
