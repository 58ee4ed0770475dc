"""A person's own marks: typed, drawn or uploaded, with the authority that an administrator gave them."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.serving import serve
from flowmono.common.refusals import require
from signing import actions, policies
from signing.forms import MarkForm
from signing.handwriting import FACES, USUAL
from signing.mark_pictures import MAX_IMAGE_BYTES, MarkRefused
from signing.models import Recipient, RecipientState, SignatureProfile
from signing.pki import KeyProblem, TrialPki, load_certificates


@login_required
@require_safe
def marks(request: HttpRequest) -> HttpResponse:
    """My marks and what each may be placed on."""
    require(policies.can_keep_profiles, request.user)
    own = SignatureProfile.objects.filter(user=request.user).select_related("image").order_by("-active", "name")
    used = Recipient.objects.filter(profile=OuterRef("pk"), state=RecipientState.SIGNED).order_by().values("profile")
    counted = own.annotate(
        signed=Coalesce(Subquery(used.annotate(n=Count("pk")).values("n")), 0),
        quick=Coalesce(Subquery(used.filter(evidence__too_quick=True).annotate(n=Count("pk")).values("n")), 0),
    )
    facts = {"marks": counted, "company_currency": settings.COMPANY_CURRENCY, "certificate": seal_in_words()}
    return render(request, "signing/marks.html", facts)


def seal_in_words() -> dict[str, Any] | None:
    """The certificate by which every mark is signed: the organisation's own, and until when it is good; None where it is not made yet."""
    path = TrialPki(Path(settings.PKI_DIR)).seal
    if not path.exists():
        return None
    try:
        found = load_certificates([path])[0]
    except (KeyProblem, IndexError):
        return None
    names = found.subject.native
    return {"name": names.get("common_name", ""), "until": found.not_valid_after.date(), "sha256": found.sha256.hex()}


@login_required
def keep(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """Make a mark, or change one. Its authority is not changed here."""
    require(policies.can_keep_profiles, request.user)
    mark = get_object_or_404(SignatureProfile, pk=pk, user=request.user) if pk else None
    initial = (
        None
        if mark
        else {"signed_name": str(request.user), "title": request.user.title, "kind": "typed", "face": USUAL}
    )
    form = MarkForm(request.POST or None, request.FILES or None, instance=mark, initial=initial)
    if request.method == "POST" and form.is_valid() and _kept(request, form, pk):
        messages.success(request, _("Your mark is kept."))
        return redirect("signing:marks")
    facts = {"form": form, "mark": SignatureProfile.objects.get(pk=pk) if pk else None}
    facts["company_currency"], facts["faces"] = settings.COMPANY_CURRENCY, FACES
    return render(request, "signing/mark.html", facts, status=422 if form.errors else 200)


def _kept(request: HttpRequest, form: MarkForm, pk: UUID | None) -> bool:
    """True when the mark was kept; False with the reason beside its field."""
    values: dict[str, Any] = {name: form.cleaned_data[name] for name in MarkForm.Meta.fields}
    stored = SignatureProfile.objects.get(pk=pk) if pk else None
    picture = _picture_of(form)
    same_kind = stored is not None and stored.kind == values["kind"] and stored.image_id
    if values["kind"] != "typed" and picture is None and not same_kind:
        field = "picture" if values["kind"] == "uploaded" else None
        form.add_error(field, _("Draw your signature in the box, or upload a picture of it."))
        return False
    try:
        actions.keep_profile(by=request.user, at=request.at, values=values, profile=stored, picture=picture)
    except MarkRefused as refusal:
        form.add_error("picture" if values["kind"] == "uploaded" else None, str(refusal))
        return False
    return True


def _picture_of(form: MarkForm) -> bytes | None:
    """The bytes of the drawing or of the upload, whichever the kind asks for."""
    if form.cleaned_data["kind"] == "drawn":
        return form.drawn()
    file = form.cleaned_data.get("picture")
    if form.cleaned_data["kind"] != "uploaded" or not file:
        return None
    return bytes(file.read(MAX_IMAGE_BYTES + 1))


@login_required
@require_safe
def picture(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The picture of a mark of one's own."""
    mark = get_object_or_404(SignatureProfile.objects.select_related("image"), pk=pk, user=request.user)
    if mark.image is None:
        raise Http404
    return serve(request, mark.image)
