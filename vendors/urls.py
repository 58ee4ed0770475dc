"""The pages of vendors and workspaces."""

from django.urls import path

from vendors.views import accounts, listing, papers, vendor, workspaces

app_name = "vendors"

urlpatterns = [
    path("", listing.vendors, name="list"),
    path("new/", listing.new, name="new"),
    path("workspaces/", workspaces.workspaces, name="workspaces"),
    path("workspaces/<uuid:pk>/", workspaces.workspace, name="workspace"),
    path("workspaces/<uuid:pk>/milestones/<uuid:milestone>/accept/", workspaces.accept, name="accept"),
    path("workspaces/<uuid:pk>/milestones/<uuid:milestone>/send-back/", workspaces.send_back, name="send_back"),
    path("workspaces/<uuid:pk>/evidence/<uuid:evidence>/", workspaces.evidence, name="evidence"),
    path("<uuid:pk>/", vendor.vendor, name="vendor"),
    path("<uuid:pk>/edit/", listing.edit, name="edit"),
    path("<uuid:pk>/hold/", vendor.hold, name="hold"),
    path("<uuid:pk>/block/", vendor.block, name="block"),
    path("<uuid:pk>/release/", vendor.release, name="release"),
    path("<uuid:pk>/contacts/", vendor.add_contact, name="add_contact"),
    path("<uuid:pk>/contacts/<uuid:contact>/invite/", vendor.invite, name="invite"),
    path("<uuid:pk>/contacts/<uuid:contact>/remove/", vendor.remove_contact, name="remove_contact"),
    path("<uuid:pk>/checklist/<uuid:item>/waive/", vendor.waive, name="waive"),
    path("<uuid:pk>/documents/", papers.hand_in, name="hand_in"),
    path("<uuid:pk>/documents/<uuid:document>/file/", papers.file, name="file"),
    path("<uuid:pk>/documents/<uuid:document>/verify/", papers.verify, name="verify"),
    path("<uuid:pk>/documents/<uuid:document>/reject/", papers.reject, name="reject"),
    path("<uuid:pk>/accounts/new/", accounts.propose, name="propose"),
    path("<uuid:pk>/accounts/<uuid:account>/call/", accounts.call, name="call"),
    path("<uuid:pk>/accounts/<uuid:account>/verify/", accounts.verify, name="verify_account"),
    path("<uuid:pk>/accounts/<uuid:account>/reject/", accounts.reject, name="reject_account"),
    path("<uuid:pk>/accounts/<uuid:account>/retire/", accounts.retire, name="retire"),
]
