"""The public check of a signed document: anybody may upload its file, or enter the code printed on it, and read the verdict."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from flowmono.common.throttling import knocks_too_often
from signing.checking import check, known_by
from signing.forms import CheckForm, DocumentCodeForm
from signing.seals import LEVELS

LIMIT_MB = 50
CHECKS, WINDOW = 60, 600  # files from one address in ten minutes
CODES = 30  # codes from one address in as long


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Upload a PDF, or enter the code of one; read in words whether it is what was signed."""
    if request.method != "POST":
        return _ask_by_code(request)
    form = CheckForm(request.POST or None, request.FILES or None)
    if knocks_too_often(request, "signing-checks", limit=CHECKS, seconds=WINDOW):
        form.add_error(None, _("Many files were checked from here. Wait ten minutes."))
        return _page(request, form=form, status=429)
    if form.is_valid():
        file = form.cleaned_data["file"]
        if file.size <= LIMIT_MB * 1_000_000:
            # By the machine's clock, as sealing judges certificates and lists, also where a demonstration's clock is ahead.
            checked = check(file.read(), at=timezone.now())
            said = str(LEVELS.get(checked.seal.level, "")) if checked.seal else ""
            return _page(request, checked=checked, level_said=said, name=file.name[:120])
        form.add_error("file", _("The file is larger than %(limit)s MB.") % {"limit": LIMIT_MB})
    return _page(request, form=form, status=422)


def _ask_by_code(request: HttpRequest) -> HttpResponse:
    """The page itself; with a code in the address, also what is recorded under it."""
    if "code" not in request.GET:
        return _page(request)
    form = DocumentCodeForm(request.GET)
    if knocks_too_often(request, "signing-codes", limit=CODES, seconds=WINDOW):
        form.add_error(None, _("Many codes were tried from here. Wait ten minutes."))
        return _page(request, code_form=form, status=429)
    known = known_by(form.cleaned_data["code"]) if form.is_valid() else None
    if known is None:
        if form.is_valid():
            form.add_error("code", _("No document has this code. Compare it with the document letter by letter."))
        return _page(request, code_form=form, status=404)
    return _page(request, known=known, level_said=str(LEVELS.get(known.envelope.level_reached, "")))


def _page(request: HttpRequest, *, status: int = 200, **facts: Any) -> HttpResponse:
    return render(
        request, "signing/verify.html", {"form": CheckForm(), "code_form": DocumentCodeForm(), **facts}, status=status
    )
