"""A vendor's papers inside the company: handed in on its behalf, looked at, verified, sent back."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.serving import serve
from flowmono.common.answering import reason_of
from flowmono.common.refusals import Invalid, require
from vendors import actions, policies
from vendors.actions.documents import lapses
from vendors.forms import REASON_LIMIT, PaperForm, VerifyForm
from vendors.models import OnboardingItem, Vendor
from vendors.presenting import kinds_asked
from vendors.views.frame import back, inside, paper_or_404, tried, vendor_or_404
from vendors.views.vendor import show


def paper_form(vendor: Vendor, *given: object) -> PaperForm:
    """The form for one paper, with the kinds that this vendor's checklists ask for."""
    items = list(OnboardingItem.objects.filter(onboarding__vendor=vendor))
    lapsing = sorted({item.title for item in items if item.expires})
    return PaperForm(*given, kinds=kinds_asked(items, vendor.compliance_documents.all()), lapsing=lapsing)


def hand_in_from(request: HttpRequest, vendor: Vendor, form: PaperForm) -> object | None:
    """Hand in what a valid form holds; None when it was refused, with the words in the form."""
    values = form.cleaned_data
    titles = dict(form.fields["kind"].choices)  # type: ignore[attr-defined]
    return tried(
        form,
        lambda: actions.hand_in_document(
            vendor,
            by=request.user,
            at=request.at,
            kind=values["kind"],
            title=str(titles[values["kind"]]),
            data=values["file"].read(),
            filename=values["file"].name,
            valid_from=values["valid_from"],
            valid_until=values["valid_until"],
        ),
    )


@inside
@require_POST
def hand_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand a paper in on the vendor's behalf."""
    vendor = vendor_or_404(request, pk)
    require(policies.can_hand_in, vendor, request.user)
    form = paper_form(vendor, request.POST, request.FILES)
    if form.is_valid() and hand_in_from(request, vendor, form) is not None:
        return back(request, vendor, _("Handed in. Somebody else verifies it."), "papers")
    return show(request, vendor, paper_form=form)


@inside
@require_safe
def file(request: HttpRequest, pk: UUID, document: UUID) -> HttpResponse:
    """The paper itself."""
    version = paper_or_404(request, pk, document).document.newest()
    if version is None:
        raise Http404
    return serve(request, version)


@inside
@require_POST
def verify(request: HttpRequest, pk: UUID, document: UUID) -> HttpResponse:
    """Stand behind a paper."""
    paper = paper_or_404(request, pk, document)
    require(policies.can_verify_document, paper, request.user)
    form = VerifyForm(request.POST, lapses=lapses(paper))
    if not form.is_valid():
        raise Invalid(" ".join(words for errors in form.errors.values() for words in errors), field="valid_until")
    actions.verify_document(paper, by=request.user, at=request.at, valid_until=form.cleaned_data["valid_until"])
    return back(request, paper.vendor, _("%(title)s is verified.") % {"title": paper.title}, "papers")


@inside
@require_POST
def reject(request: HttpRequest, pk: UUID, document: UUID) -> HttpResponse:
    """Send a paper back with a reason."""
    paper = paper_or_404(request, pk, document)
    actions.reject_document(paper, by=request.user, at=request.at, reason=reason_of(request, REASON_LIMIT))
    return back(request, paper.vendor, _("%(title)s was sent back.") % {"title": paper.title}, "papers")
