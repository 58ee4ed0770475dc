"""The door for people: every page. Each app's pages stand in its own urls.py."""

from django.contrib import admin
from django.urls import include, path

from flowmono.common import views

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("needs-you/", views.needs_you, name="needs-you"),
    path("contracts/", include("contracts.urls")),
    path("signing/", include("signing.urls")),
    path("exceptions/", include("flowmono.monitoring.urls")),
    path("orchestration/", include("flowmono.outbox.urls")),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("", include("procurement.urls")),
    path("vendors/", include("vendors.urls")),
    path("portal/", include("vendors.portal_urls")),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("flowmono.api")),
]
