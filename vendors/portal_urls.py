"""The vendor portal. Orders and invoices add their own pages beside these."""

from django.urls import path

from vendors.views import portal_door, portal_pages

app_name = "portal"

urlpatterns = [
    path("", portal_pages.home, name="home"),
    path("ask/", portal_door.ask, name="ask"),
    path("enter/<str:secret>/", portal_door.enter, name="enter"),
    path("papers/", portal_pages.papers, name="papers"),
    path("papers/<uuid:pk>/file/", portal_pages.paper_file, name="paper_file"),
    path("papers/read/<path:kind>/", portal_pages.paper_to_read, name="paper_to_read"),
    path("accounts/", portal_pages.accounts, name="accounts"),
    path("accounts/<uuid:pk>/withdraw/", portal_pages.withdraw_account, name="withdraw_account"),
    path("work/", portal_pages.work, name="work"),
    path("work/<uuid:pk>/", portal_pages.milestone, name="milestone"),
    path("work/files/<uuid:pk>/", portal_pages.evidence_file, name="evidence_file"),
]
