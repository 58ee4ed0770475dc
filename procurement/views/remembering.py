"""What corrections taught about a vendor's invoices: seen, and forgotten again."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from flowmono.common.refusals import require
from procurement import actions, policies
from procurement.models import RememberedField
from procurement.recollections import layouts_of
from procurement.views.frame import back, visible_or_404
from vendors.models import Vendor


@login_required
@require_safe
def remembered(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Layout by layout, each field with where it stands, who taught it, and how often it was right."""
    require(policies.can_see_memory, request.user)
    vendor = visible_or_404(request, Vendor, pk)
    facts = {"vendor": vendor, "layouts": layouts_of(vendor, request.user)}
    return render(request, "procurement/remembered.html", facts)


@login_required
@require_POST
def forget(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Forget one field of one layout."""
    require(policies.can_see_memory, request.user)
    field = get_object_or_404(RememberedField.objects.select_related("layout"), pk=pk)
    actions.forget_field(field, by=request.user, at=request.at)
    page = redirect("procurement:remembered", field.layout.vendor_id)
    return back(request, page.url, _("Forgotten. The next correction may teach it again."))
