"""The pages of webhooks, under /orchestration/webhooks/."""

from django.urls import path

from flowmono.webhooks import views

app_name = "webhooks"

urlpatterns = [
    path("", views.endpoints, name="list"),
    path("new/", views.create, name="create"),
    path("<uuid:pk>/", views.endpoint, name="endpoint"),
    path("<uuid:pk>/change/", views.change, name="change"),
    path("<uuid:pk>/secret/", views.exchange, name="secret"),
    path("<uuid:pk>/test/", views.test, name="test"),
    path("messages/again/", views.send_picked_again, name="send_picked_again"),
    path("messages/<uuid:pk>/", views.message, name="message"),
    path("messages/<uuid:pk>/again/", views.send_again, name="send_again"),
]
