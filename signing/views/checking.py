"""The public check of a signed file: anybody may upload one and read the verdict."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from flowmono.common.throttling import knocks_too_often
from signing.checking import check
from signing.forms import CheckForm

LIMIT_MB = 50
CHECKS, WINDOW = 60, 600  # files from one address in ten minutes


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Upload a PDF, read in words whether it is what was signed."""
    form = CheckForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return render(request, "signing/verify.html", {"form": CheckForm()})
    if knocks_too_often(request, "signing-checks", limit=CHECKS, seconds=WINDOW):
        form.add_error(None, _("Many files were checked from here. Wait ten minutes."))
        return render(request, "signing/verify.html", {"form": form}, status=429)
    if form.is_valid():
        file = form.cleaned_data["file"]
        if file.size <= LIMIT_MB * 1_000_000:
            checked = check(file.read(), at=request.at)
            facts = {"form": CheckForm(), "checked": checked, "name": file.name[:120]}
            return render(request, "signing/verify.html", facts)
        form.add_error("file", _("The file is larger than %(limit)s MB.") % {"limit": LIMIT_MB})
    return render(request, "signing/verify.html", {"form": form}, status=422)
