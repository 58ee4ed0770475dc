"""The door for people: every page. Each app's pages stand in its own urls.py."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.views.generic import RedirectView

from flowmono import documenting
from flowmono.common import views


class Favicon(RedirectView):
    """Pages without our head, such as a PDF's own, ask for the icon here."""

    def get_redirect_url(self, *_args: object, **_options: object) -> str:
        return static("img/favicon.svg")


urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("needs-you/", views.needs_you, name="needs-you"),
    path("live/", views.live, name="live"),
    path("live/preparation/", views.preparation, name="preparation"),
    path("search/", views.search, name="search"),
    path("help/", views.help_page, name="help"),
    path("notices/", include("flowmono.notices.urls")),
    path("me/", include("flowmono.accounts.urls")),
    path("me/away/", include("flowmono.approvals.urls")),
    path("insights/", include("flowmono.insights.urls")),
    path("lists/", include("flowmono.listing.urls")),
    path("contracts/", include("contracts.urls")),
    path("documents/search/", include("documents.finding.urls")),
    path("documents/compare/", include("documents.comparing.urls")),
    path("documents/", include("documents.working.urls")),
    path("signing/envelopes/<uuid:pk>/keeping/", include("contracts.round_urls")),
    path("signing/", include("signing.urls")),
    path("exceptions/", include("flowmono.monitoring.urls")),
    path("orchestration/", include("flowmono.outbox.urls")),
    path("orchestration/webhooks/", include("flowmono.webhooks.urls")),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("", include("procurement.urls")),
    path("vendors/", include("vendors.urls")),
    path("portal/", include("vendors.portal_urls")),
    # The address says who somebody is, and where decisions are asked: an administrator changes it.
    path("account/email/", RedirectView.as_view(pattern_name="me:profile"), name="account_email"),
    path("account/", include("allauth.urls")),
    path("favicon.ico", Favicon.as_view(), name="favicon"),
    path("changes/", include("flowmono.governing.urls")),
    path("admin/", admin.site.urls),
    path("api/", RedirectView.as_view(pattern_name="api-docs"), name="api"),
    path("api/docs/", documenting.contents, name="api-docs"),
    path("api/docs/problems/", documenting.problems, name="api-problems"),
    path("api/docs/<slug:name>/", documenting.chapter, name="api-chapter"),
    path("api/v1/", include("flowmono.api")),
]

handler400 = "flowmono.common.errors.bad_request"
handler403 = "flowmono.common.errors.forbidden"
handler404 = "flowmono.common.errors.not_found"
handler500 = "flowmono.common.errors.broken"
handler429 = "flowmono.common.errors.too_often"
