"""The pages of notices."""

from django.urls import path

from flowmono.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.notices, name="list"),
    path("count/", views.count, name="count"),
    path("read/", views.read, name="read"),
    path("choices/", views.choices, name="choices"),
    path("<int:pk>/", views.follow, name="follow"),
]
