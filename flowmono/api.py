"""The door for programs: every endpoint of /api/v1/, and which of its relations ?expand= may put in place of an id."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import APIRootView, DefaultRouter

from contracts.api import ContractClauseViewSet, ContractViewSet, ObligationViewSet, SecondReadingViewSet, TermViewSet
from contracts.api import register as register_contracts
from documents.comparing.api import register as register_comparisons
from documents.finding.api import register as register_search
from documents.working.api import DocumentViewSet, StepViewSet, VersionViewSet
from documents.working.api import register as register_documents
from flowmono.approvals.api import register as register_absences
from flowmono.common.expanding import Many, One, Relation
from flowmono.governing.api import register as register_rule_changes
from flowmono.monitoring.api import ExceptionViewSet
from flowmono.monitoring.api import register as register_exceptions
from flowmono.notices.api import register as register_notices
from flowmono.outbox.api import register as register_deliveries
from flowmono.webhooks.api import EndpointViewSet, SendingViewSet
from flowmono.webhooks.api import register as register_webhooks
from procurement.api import BatchViewSet, InvoiceViewSet, OrderViewSet, PaymentViewSet, RequisitionViewSet
from procurement.api import register as register_procurement
from signing.api import EnvelopeViewSet, RecipientViewSet
from signing.api import register as register_signing
from vendors.api import (
    AccountViewSet,
    ContactViewSet,
    MilestoneViewSet,
    PaperViewSet,
    PointViewSet,
    VendorViewSet,
    WorkspaceViewSet,
)
from vendors.api import register as register_vendors


class Root(APIRootView):
    """The endpoints for programs; who comes with a browser is led to the pages that explain them."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "text/html" in request.headers.get("Accept", ""):
            return redirect("api-docs")
        return super().dispatch(request, *args, **kwargs)


class Endpoints(DefaultRouter):
    """Every endpoint under one root."""

    APIRootView = Root


router = Endpoints()
register_contracts(router)
register_documents(router)
register_search(router)
register_comparisons(router)
register_signing(router)
register_vendors(router)
register_procurement(router)
register_exceptions(router)
register_deliveries(router)
register_rule_changes(router)
register_webhooks(router)
register_notices(router)
register_absences(router)

# The whole allow-list. An app does not know the apps beside and above it; here all of them are known.
EXPANSIONS: dict[Any, dict[str, Relation]] = {
    ContractViewSet: {
        "vendor": One(VendorViewSet),
        "document": One(DocumentViewSet),
        "terms": Many(TermViewSet, "contract"),
        "obligations": Many(ObligationViewSet, "record__contract"),
        "envelopes": Many(EnvelopeViewSet, "contract"),
        "milestones": Many(MilestoneViewSet, "contract"),
        "orders": Many(OrderViewSet, "contract"),
        "invoices": Many(InvoiceViewSet, "contract"),
    },
    TermViewSet: {"contract": One(ContractViewSet)},
    ContractClauseViewSet: {"contract": One(ContractViewSet)},
    SecondReadingViewSet: {"contract": One(ContractViewSet)},
    ObligationViewSet: {"contract": One(ContractViewSet), "term": One(TermViewSet)},
    DocumentViewSet: {
        "versions": Many(VersionViewSet, "document"),
        "steps": Many(StepViewSet, "document"),
    },
    VersionViewSet: {"document": One(DocumentViewSet)},
    StepViewSet: {"document": One(DocumentViewSet)},
    EnvelopeViewSet: {"contract": One(ContractViewSet)},
    RecipientViewSet: {"envelope": One(EnvelopeViewSet)},
    VendorViewSet: {
        "contracts": Many(ContractViewSet, "vendor"),
        "documents": Many(PaperViewSet, "vendor"),
        "bank_accounts": Many(AccountViewSet, "vendor"),
        "contacts": Many(ContactViewSet, "vendor"),
        "checklist": Many(PointViewSet, "onboarding__vendor"),
    },
    ContactViewSet: {"vendor": One(VendorViewSet)},
    PointViewSet: {"vendor": One(VendorViewSet), "contract": One(ContractViewSet)},
    PaperViewSet: {"vendor": One(VendorViewSet), "contract": One(ContractViewSet)},
    AccountViewSet: {"vendor": One(VendorViewSet)},
    WorkspaceViewSet: {
        "vendor": One(VendorViewSet),
        "contract": One(ContractViewSet),
        "milestones": Many(MilestoneViewSet, "workspace"),
    },
    MilestoneViewSet: {
        "workspace": One(WorkspaceViewSet),
        "contract": One(ContractViewSet),
        "term": One(TermViewSet),
    },
    OrderViewSet: {
        "contract": One(ContractViewSet),
        "vendor": One(VendorViewSet),
        "invoices": Many(InvoiceViewSet, "order"),
    },
    InvoiceViewSet: {
        "vendor": One(VendorViewSet),
        "order": One(OrderViewSet),
        "contract": One(ContractViewSet),
        "payments": Many(PaymentViewSet, "invoice"),
    },
    PaymentViewSet: {
        "invoice": One(InvoiceViewSet),
        "order": One(OrderViewSet),
        "contract": One(ContractViewSet),
        "vendor": One(VendorViewSet),
        "batch": One(BatchViewSet),
    },
    BatchViewSet: {"authorizations": Many(PaymentViewSet, "batch")},
    RequisitionViewSet: {
        "vendor": One(VendorViewSet),
        "order": One(OrderViewSet),
        "contract": One(ContractViewSet),
    },
    SendingViewSet: {"endpoint": One(EndpointViewSet)},
}
for viewset, relations in EXPANSIONS.items():
    viewset.expandable = relations

# Which record of the API a page is about, so that a program finds what an exception names.
ExceptionViewSet.records = {
    **dict.fromkeys(
        ("contracts:contract", "contracts:compliance", "contracts:sequence", "contracts:people", "contracts:clauses"),
        "contract",
    ),
    "signing:envelope": "envelope",
    "vendors:vendor": "vendor",
    "vendors:workspace": "workspace",
    "procurement:requisition": "requisition",
    "procurement:order": "order",
    "procurement:invoice": "invoice",
    "procurement:payment": "payment",
    "procurement:batch": "payment_file",
}

urlpatterns = [path("schema/", SpectacularAPIView.as_view(), name="api-schema"), *router.urls]
