"""Saved views of lists."""

from django.urls import path

from flowmono.listing import views

app_name = "listing"

urlpatterns = [
    path("<slug:name>/save/", views.save, name="save"),
    path("<uuid:pk>/change/", views.change, name="change"),
    path("<uuid:pk>/delete/", views.delete, name="delete"),
]
