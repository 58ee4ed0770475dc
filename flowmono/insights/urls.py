"""The figures of the company."""

from django.urls import path

from flowmono.insights import views

app_name = "insights"

urlpatterns = [
    path("", views.insights, name="insights"),
    path("reading/", views.health, name="health"),
    path("<slug:key>.csv", views.figure, name="figure"),
]
