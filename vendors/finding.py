"""What can be found of vendors: the vendors, and the milestones of their work."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents.finding.facets import Facet, register_facet, register_narrowing, register_values
from flowmono.common.searching import Act, Found, Matches, register_acts, register_kind
from vendors import policies
from vendors.models import Milestone, Vendor


def _show_vendor(vendor: Vendor) -> Found:
    return Found(vendor.name, vendor.get_absolute_url(), vendor.legal_name or vendor.vat_id, vendor)


@register_kind("vendors", _("Vendors"), "building-2", _show_vendor)
def vendors(person: Any, words: tuple[str, ...]) -> Any:
    """Vendors by name and number at the tax office."""
    found = Vendor.objects.visible_to(person).filter(Matches(words))
    return found.only("name", "legal_name", "vat_id", "state").order_by("name")


def _show_milestone(milestone: Milestone) -> Found:
    return Found(milestone.title, milestone.get_absolute_url(), milestone.workspace.title, milestone)


@register_kind("milestones", _("Milestones"), "milestone", _show_milestone)
def milestones(person: Any, words: tuple[str, ...]) -> Any:
    """Milestones by title, the newest first."""
    found = Milestone.objects.visible_to(person).filter(Matches(words))
    shown = found.select_related("workspace").only("title", "state", "position", "workspace__title")
    return shown.order_by("-created_at")


@register_acts
def acts(request: HttpRequest, at: datetime) -> Iterator[Act]:
    if policies.can_manage(request.user):  # type: ignore[arg-type]
        yield Act(str(_("New vendor")), reverse("vendors:new"), "building-2", str(_("enter add register supplier")))


def _papers_of_vendors(_person: Any, value: str) -> Q:
    """What vendors of that name handed in."""
    return Q(case_key__in=Vendor.objects.filter(name__icontains=value).order_by().values("pk"))


def _vendors_of(documents: Mapping[UUID, UUID]) -> Mapping[str, Mapping[UUID, Collection[str]]]:
    names = dict(Vendor.objects.filter(pk__in=set(documents.values())).values_list("pk", "name"))
    return {"vendor": {document: {names[case]} for document, case in documents.items() if case in names}}


register_facet(Facet("vendor", _("Vendor")))
register_narrowing("vendor", _papers_of_vendors)
register_values(_vendors_of)
