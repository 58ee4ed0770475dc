"""One's own pages."""

from django.urls import path

from flowmono.accounts import views

app_name = "me"

urlpatterns = [
    path("", views.profile, name="profile"),
    path("security/", views.security, name="security"),
    path("security/sign-out-everywhere/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", views.revoke, name="revoke"),
]
