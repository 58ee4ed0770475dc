"""All vendors that a person sees, and entering one by hand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from flowmono.common.edited import status_of
from flowmono.common.refusals import require
from vendors import actions, policies
from vendors.forms import VendorForm
from vendors.listings import Vendors
from vendors.models import Vendor
from vendors.views.frame import inside, tried, vendor_or_404

PAGE = 50


@inside
@require_safe
def vendors(request: HttpRequest) -> HttpResponse:
    """The list: standing at a glance, filtered, searched, sorted, fifty a page."""
    require(policies.can_list, request.user)
    return Vendors(request).respond("vendors/list.html", may_manage=policies.can_manage(request.user))


@inside
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a vendor by hand."""
    require(policies.can_manage, request.user)
    form = VendorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        vendor = tried(form, lambda: actions.create_vendor(by=request.user, at=request.at, values=values))
        if vendor is not None:
            messages.success(request, _("%(vendor)s is on record. Add a contact next.") % {"vendor": vendor})
            return redirect(vendor)
    return render(request, "vendors/edit.html", {"form": form}, status=422 if form.errors else 200)


@inside
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Correct what is on record about a vendor."""
    vendor = vendor_or_404(request, pk)
    require(policies.can_manage, request.user)
    # The form gets a copy: what it writes into its record must not be shown as if it were on record.
    form = VendorForm(request.POST or None, instance=Vendor.objects.get(pk=vendor.pk))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        done = tried(form, lambda: actions.correct_vendor(vendor, by=request.user, at=request.at, values=values))
        if done is not None:
            messages.success(request, _("Corrected."))
            return redirect(vendor)
    return render(request, "vendors/edit.html", {"form": form, "vendor": vendor}, status=status_of(form))
