"""The pages on which versions are compared."""

from django.urls import path

from documents.comparing import views

app_name = "comparing"

urlpatterns = [
    path("<uuid:version>/", views.choose, name="choose"),
    path("<uuid:older>/<uuid:newer>/", views.versions, name="versions"),
    path("<uuid:older>/<uuid:newer>/paper/", views.versions_paper, name="paper"),
    path("file/<uuid:pk>/", views.brought, name="brought"),
    path("file/<uuid:pk>/paper/", views.brought_paper, name="brought-paper"),
]
