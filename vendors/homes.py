"""Whose papers these are: what a vendor hands in about itself, and the evidence of its milestones."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.homes import Home, Place, register_home
from documents.models import Document, Version
from flowmono.accounts import roles
from flowmono.accounts.models import User
from vendors import policies
from vendors.models import ComplianceDocument, Evidence, Milestone


def _seen_papers(person: User) -> "QuerySet[Version]":
    papers = ComplianceDocument.objects.visible_to(person).order_by()
    return Version.objects.filter(document__in=papers.values("document"))


def _place_of_paper(document: Document) -> Place | None:
    paper = ComplianceDocument.objects.select_related("vendor").filter(document=document).first()
    return (
        None if paper is None else Place(str(paper.vendor), f"{paper.vendor.get_absolute_url()}#papers", _("Vendors"))
    )


def _may_prepare_paper(document: Document, by: User) -> bool:
    """Procurement and legal prepare copies of a vendor's papers."""
    return by.has_role(roles.PROCUREMENT, roles.LEGAL)


def _seen_evidence(person: User) -> "QuerySet[Version]":
    evidence = Evidence.objects.filter(milestone__in=Milestone.objects.visible_to(person).order_by().values("pk"))
    return Version.objects.filter(document__in=evidence.order_by().values("document"))


def _evidence(document: Document) -> Evidence | None:
    found: Evidence | None = Evidence.objects.select_related("milestone__workspace").filter(document=document).first()
    return found


def _place_of_evidence(document: Document) -> Place | None:
    evidence = _evidence(document)
    if evidence is None:
        return None
    workspace = evidence.milestone.workspace
    return Place(str(workspace), workspace.get_absolute_url(), _("Workspaces"))


def _may_prepare_evidence(document: Document, by: User) -> bool:
    evidence = _evidence(document)
    return evidence is not None and policies.can_prepare_evidence(evidence.milestone, by)


register_home(
    Home("compliance", gettext_lazy("Vendor paper"), _seen_papers, _place_of_paper, _may_prepare_paper),
)
register_home(
    Home("evidence", gettext_lazy("Evidence of a milestone"), _seen_evidence, _place_of_evidence, _may_prepare_evidence)
)
