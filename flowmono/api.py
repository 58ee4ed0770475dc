"""The door for programs: every endpoint of /api/v1/."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import DefaultRouter

from contracts.api import register as register_contracts
from flowmono.outbox.api import register as register_deliveries
from procurement.api import register as register_procurement
from signing.api import register as register_signing
from vendors.api import register as register_vendors

router = DefaultRouter()
register_contracts(router)
register_signing(router)
register_vendors(router)
register_procurement(router)
register_deliveries(router)

urlpatterns = [path("schema/", SpectacularAPIView.as_view(), name="api-schema"), *router.urls]
