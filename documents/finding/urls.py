"""The pages on which documents are searched."""

from django.urls import path

from documents.finding import views

app_name = "finding"

urlpatterns = [
    path("", views.search, name="search"),
    path("scans/", views.scans, name="scans"),
    path("<uuid:pk>/", views.found, name="found"),
    path("<uuid:pk>/file/", views.file, name="file"),
    path("<uuid:pk>/file/<int:number>/", views.page, name="page"),
]
