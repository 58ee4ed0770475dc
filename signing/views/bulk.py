"""One document for many people: begun, its list brought and looked over, sent, and followed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.serving import serve, serve_page
from flowmono.common.refusals import Conflict, require
from flowmono.listing.csv_writing import lines_of
from signing import pages, policies
from signing.actions import bulk as acts
from signing.actions import bulk_following, bulk_sending
from signing.bulk import sheets
from signing.bulk.bundling import bundle_of
from signing.bulk.waiting import why_it_waits
from signing.fields import Kind
from signing.forms import ReasonForm
from signing.forms_bulk import KEPT, BulkForm, ListForm
from signing.listings_bulk import KINDS, STANDING_WORDS, BulkPeople, Bulks
from signing.models import Bulk, BulkState, Field
from signing.proving import ByText, ways
from signing.views.beside import tried


def bulk_or_404(request: HttpRequest, pk: UUID) -> Bulk:
    seen = Bulk.objects.visible_to(request.user).select_related(
        "document", "source", "paper", "sample", "ours", "made_by"
    )
    found: Bulk = get_object_or_404(seen, pk=pk)
    return found


@login_required
@require_safe
def bulks(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Every document that was sent to many people, or is prepared for it."""
    return Bulks(request).respond("signing/bulks.html", may_send=policies.can_send_to_many(request.user))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Bring the document."""
    require(policies.can_send_to_many, request.user)
    form = BulkForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        made = tried(
            form,
            lambda: acts.make_bulk(form.about(), by=request.user, at=request.at, data=file.read(), filename=file.name),
        )
        if made is not None:
            messages.success(request, _("The document is ready. Now bring the list of people."))
            return redirect(made)
    return render(request, "signing/bulk_start.html", {"form": form}, status=422 if form.errors else 200)


def prepared_or_refused(request: HttpRequest, pk: UUID) -> Bulk:
    """The sending, for whoever leads it, as long as nothing of it was sent. Raises Conflict afterwards."""
    record = bulk_or_404(request, pk)
    require(policies.can_lead_bulk, record, request.user)
    if record.state != BulkState.PREPARED:
        raise Conflict(
            _("This is %(state)s already. What is sent stays as it is.") % {"state": record.get_state_display()}
        )
    return record


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what is said of it, or bring another document, before it is sent."""
    record = prepared_or_refused(request, pk)
    names = ("title", "category", "ours_when", "sign_by", "amount", "currency")
    now = {**{name: getattr(record, name) for name in names}, "ours": str(record.ours_id or "")}
    now["layout"] = KEPT if record.layout_places else ""
    form = BulkForm(request.POST or None, request.FILES or None, bulk=record, initial=now)
    if request.method == "POST" and form.is_valid():
        file, had = form.cleaned_data["file"], record.list_name
        made = tried(
            form,
            lambda: acts.change_bulk(
                record,
                form.about(),
                by=request.user,
                at=request.at,
                data=file.read() if file else None,
                filename=file.name if file else "",
            ),
        )
        if made is not None:
            lost = had and not made.list_name
            words = _("The changes are saved.")
            messages.success(request, words)
            if lost:
                messages.warning(request, _("The new document has other blanks: bring the list of people again."))
            return redirect(made)
    return render(
        request, "signing/bulk_start.html", {"form": form, "bulk": record}, status=422 if form.errors else 200
    )


@login_required
@require_safe
def bulk(request: HttpRequest, pk: UUID) -> HttpResponse | StreamingHttpResponse:
    """Where it stands, everybody on its list, and what can be done next."""
    return _shown(request, bulk_or_404(request, pk), ListForm())


def _shown(
    request: HttpRequest, record: Bulk, form: ListForm, *, status: int = 200
) -> HttpResponse | StreamingHttpResponse:
    listing = BulkPeople(request)
    listing.bulk = record
    if request.GET.get("format") == "csv":
        return listing.csv()
    counts = bulk_following.counts_of(record)
    may_lead = policies.can_lead_bulk(record, request.user)
    left = counts.get("waiting", 0)
    total = sum(counts.values()) - sum(counts.get(name, 0) for name in ("faulty", "left_out"))
    numbers = [bool(phone) for phone in record.rows.values_list("phone", flat=True)]
    facts = {
        "bulk": record,
        "head_follows": listing.topic,
        "texts": ByText.key in ways(),
        "by_text": sum(numbers),
        "by_mail": len(numbers) - sum(numbers),
        "listing": listing,
        "page": listing.page,
        "counts": [
            {
                "name": name,
                "words": _("fine")
                if name == "waiting" and record.state == BulkState.PREPARED
                else STANDING_WORDS[name],
                "number": number,
                "kind": KINDS.get(name, "neutral"),
                "url": listing.url_of(f"show={name}"),
                "current": listing.wanted.get("show") == name,
            }
            for name, number in counts.items()
        ],
        "count": counts,
        "total": total,
        "done": total - left,
        "faulty": counts.get("faulty", 0),
        "faulty_url": listing.url_of("show=faulty"),
        "rounds": sum(counts.get(name, 0) for name in bulk_following.ROUNDS),
        "fine": left,
        "form": form,
        "seal_level": settings.SEAL_LEVEL,
        "reason": ReasonForm(auto_id="take_back_%s"),
        "may_lead": may_lead,
        "may_take_back": may_lead and counts.get("out", 0) and record.state != BulkState.RUNNING,
        "mark_problem": acts.why_ours_cannot_sign(record, on=request.at.date()),
        "not_named": acts.not_named(record),
        "waits": why_it_waits(record),
        "separator": {",": _("comma"), ";": _("semicolon"), "\t": _("tab")}.get(record.list_separator, ""),
        "most_rows": sheets.MOST_ROWS,
        "besides": sheets.columns_besides(record.blanks),
    }
    return render(request, "signing/bulk.html", facts, status=status)


@login_required
@require_POST
def bring(request: HttpRequest, pk: UUID) -> HttpResponse | StreamingHttpResponse:
    """Read the list of people; a list that is refused leaves the former one."""
    record = bulk_or_404(request, pk)
    require(policies.can_lead_bulk, record, request.user)
    form = ListForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["list"]
        made = tried(
            form,
            lambda: acts.bring_list(record, by=request.user, at=request.at, data=file.read(), filename=file.name),
        )
        if made is not None:
            count = made.rows.count()
            words = ngettext("The list has one person.", "The list has %(count)s people.", count) % {"count": count}
            messages.success(request, words)
            return redirect(made)
    return _shown(request, record, form, status=422)


@login_required
@require_safe
def sample_list(request: HttpRequest, pk: UUID) -> HttpResponse | StreamingHttpResponse:
    """A list to begin with, with the columns that this document asks for."""
    record = bulk_or_404(request, pk)
    headings, *people = sheets.sample_of(record.blanks)
    return StreamingHttpResponse(
        lines_of(headings, people),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="people.csv"', "Cache-Control": "private, no-store"},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One document as it is sent, with the places where each person signs: the first, or of the line that is asked for (POST)."""
    record = bulk_or_404(request, pk)
    if request.method == "POST":
        line = request.POST.get("line", "")
        acts.show_line(record, line=int(line) if line.isdecimal() else 0, by=request.user, at=request.at)
        return redirect("signing:bulk_paper", record.pk)
    version = record.sample or record.paper
    boxes = [_box(place) for place in record.sample_places] if record.sample else []
    facts = {
        "bulk": record,
        "sheets": pages.pages_of(version, lambda number: _page_url(record, number, version.sha256), boxes),
        "file_url": reverse("signing:bulk_file", args=[record.pk]),
        "shown": record.rows.filter(number=record.sample_line).first() if record.sample_line else None,
        "lines": acts.fine_rows(record) if _may_choose(record, request) else [],
        "may_arrange": record.sample is not None and _may_choose(record, request),
        "places": [
            {**place, "what": Kind(place["kind"]).label}
            for place in record.sample_places
            if place["kind"] in Kind.values
        ],
    }
    return render(request, "signing/bulk_paper.html", facts)


def _may_choose(record: Bulk, request: HttpRequest) -> bool:
    return record.state == BulkState.PREPARED and policies.can_lead_bulk(record, request.user)


def _box(place: dict[str, Any]) -> tuple[Field, str, str, str]:
    sides = {side: place[side] for side in ("page", "x", "y", "width", "height")}
    label = place["who"] if place["kind"] == Kind.SIGNATURE else str(Kind(place["kind"]).label)
    return Field(kind=place["kind"], **sides), "waits", label, ""


def _page_url(record: Bulk, number: int, sha256: str) -> str:
    return reverse("signing:bulk_page", args=[record.pk, number, sha256])


@login_required
@require_safe
def page(request: HttpRequest, pk: UUID, number: int, sha256: str) -> HttpResponse:
    """One page of it as a picture."""
    record = bulk_or_404(request, pk)
    shown = record.sample or record.paper
    # Places are arranged on the document without the page that was added to it.
    version = next((one for one in (shown, shown.derived_from) if one is not None and one.sha256 == sha256), None)
    if version is None or version.document_id != record.document_id:
        raise Http404
    return serve_page(version, number)


@login_required
@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The document that is shown, as a file."""
    record = bulk_or_404(request, pk)
    return serve(request, record.sample or record.paper)


@login_required
@require_safe
def completed(request: HttpRequest, pk: UUID) -> FileResponse:
    """Every sealed document with its certificate, in one archive."""
    record = bulk_or_404(request, pk)
    bundle = bundle_of(record, request.user)
    if bundle is None:
        raise Http404
    name = f"{record.title} {_('signed')}.zip"
    return FileResponse(bundle, as_attachment=True, filename=name, headers={"Cache-Control": "private, no-store"})


# --- what is done with it ------------------------------------------------------------------------------------------------


@login_required
@require_POST
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send it to everybody whose line has no fault."""
    record = bulk_or_404(request, pk)
    shown = request.POST.get("people", "")
    try:
        bulk_sending.send_bulk(
            record,
            by=request.user,
            at=request.at,
            leave_out="leave_out" in request.POST,
            people=int(shown) if shown.isdecimal() else None,
        )
    except Conflict as refusal:
        if refusal.code == "already_sending":
            messages.info(request, refusal.message)
        else:
            messages.error(request, refusal.message)
    else:
        messages.success(request, _("Sending has begun, one round after the other. You need not stay on this page."))
    return redirect(record)


def _door(act: Callable[..., Bulk], words: Callable[[], str]) -> Callable[..., HttpResponse]:
    @login_required
    @require_POST
    def door(request: HttpRequest, pk: UUID) -> HttpResponse:
        record = bulk_or_404(request, pk)
        more = {"reason": request.POST.get("reason", "")[:500]} if act is bulk_following.take_all_back else {}
        act(record, by=request.user, at=request.at, **more)
        messages.success(request, words())
        return redirect(record)

    return door


pause = _door(bulk_sending.pause_bulk, lambda: _("Nothing more is sent until you let it go on."))
go_on = _door(bulk_sending.go_on_with_bulk, lambda: _("It goes on."))
stop = _door(bulk_sending.stop_bulk, lambda: _("Stopped. What was not sent yet never is."))
again = _door(bulk_sending.try_again, lambda: _("What could not be sent is tried again."))
remind = _door(bulk_following.remind_all, lambda: _("Everybody who has not signed is being reminded."))
take_back = _door(
    bulk_following.take_all_back, lambda: _("The open rounds are being taken back; everybody is told why.")
)
