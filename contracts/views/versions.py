"""The versions of a contract's document: who brought or made each, when and how; each shown, and two compared."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contracts.models import Contract
from contracts.views.frame import contract_or_404, show
from documents.models import Origin, Step, TextLayer, Version
from documents.serving import serve, serve_page
from documents.working.words import sentence_of

SHOWN = (Origin.UPLOADED, Origin.CONVERTED, Origin.DERIVED)
PDF = "application/pdf"


@dataclass(frozen=True)
class Row:
    """One version as the list shows it. made: what the step did that led to it. earlier: the version with a text before this one, to compare with."""

    version: Version
    title: str
    who: str
    earlier: Version | None
    made: str = ""


@login_required
@require_safe
def versions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every version of the document; ?show=<version> is the one on the page, the one that counts now without it."""
    record = contract_or_404(request, pk)
    rows = _rows(record)
    wanted = request.GET.get("show", "")
    chosen = next((row for row in rows if str(row.version.pk) == wanted), None)
    if wanted and chosen is None:
        raise Http404
    standing = record.archived_version_id or getattr(record.document.as_it_stands(), "pk", None)
    chosen = chosen or next((row for row in rows if row.version.pk == standing), rows[0] if rows else None)
    source = chosen.version.derived_from_id if chosen else None
    source_is_shown = any(row.version.pk == source for row in rows)
    more = {"rows": rows, "chosen": chosen, "source_is_shown": source_is_shown, "standing": standing}
    return show(request, "versions", record, "versions", **more)


def versions_of(record: Contract) -> "QuerySet[Version]":
    """Drafts, conversions and what was prepared of them, and the sealed document with its certificate. Partly signed copies are withheld."""
    finished = [record.archived_version_id]
    if record.envelope is not None:
        finished.append(record.envelope.certificate_version_id)
    shown = Q(document=record.document_id, origin__in=SHOWN) | Q(pk__in=[pk for pk in finished if pk])
    found: QuerySet[Version] = (
        Version.objects.filter(shown).select_related("derived_from").order_by("-created_at", "-number")
    )
    return found


def _rows(record: Contract) -> list[Row]:
    found = list(versions_of(record))
    brought = Version.history.filter(
        id__in=[version.pk for version in found], history_type="+", history_user__isnull=False
    )
    people = {entry.id: str(entry.history_user) for entry in brought.select_related("history_user")}
    with_text = _with_text(record, found)
    steps = Step.objects.filter(to_version__in=found).select_related("from_version__document", "by")
    made = {step.to_version_id: step for step in steps}
    return [
        Row(
            version,
            _title_of(record, version),
            people.get(version.pk, ""),
            next((one for one in with_text if one.number < version.number), None) if version in with_text else None,
            sentence_of(made[version.pk]) if version.pk in made else "",
        )
        for version in found
    ]


def _with_text(record: Contract, found: list[Version]) -> list[Version]:
    """The versions whose words can be compared, the newest first."""
    layers = set(TextLayer.objects.filter(version__in=found).values_list("version", flat=True))
    return [version for version in found if version.pk in layers and version.document_id == record.document_id]


def _title_of(record: Contract, version: Version) -> str:
    if version.pk == record.archived_version_id:
        return _("Signed and sealed document")
    if record.envelope is not None and version.pk == record.envelope.certificate_version_id:
        return _("Certificate of completion")
    if version.origin == Origin.CONVERTED:
        return _("PDF of the draft")
    if version.origin == Origin.DERIVED:
        return _("Prepared PDF")
    return _("Word draft")


@login_required
@require_safe
def version(request: HttpRequest, pk: UUID, version: UUID) -> HttpResponse:
    """The file of one version."""
    record = contract_or_404(request, pk)
    return serve(request, get_object_or_404(versions_of(record), pk=version))


@login_required
@require_safe
def page(request: HttpRequest, pk: UUID, version: UUID, number: int) -> HttpResponse:
    """One page of a version as a picture."""
    record = contract_or_404(request, pk)
    return serve_page(get_object_or_404(versions_of(record), pk=version, media_type=PDF), number)
