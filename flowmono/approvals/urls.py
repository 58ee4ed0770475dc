"""The pages of absences."""

from django.urls import path

from flowmono.approvals import views

app_name = "approvals"

urlpatterns = [path("", views.away, name="away"), path("<int:pk>/back/", views.back, name="back")]
