"""The pages on which documents are prepared."""

from django.urls import path

from documents.working import views

app_name = "working"

urlpatterns = [
    path("case/<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/", views.prepare, name="prepare"),
    path("<uuid:pk>/pages/", views.pages, name="pages"),
    path("<uuid:pk>/tools/<slug:tool>/", views.tool, name="tool"),
    path("<uuid:pk>/undo/", views.undo, name="undo"),
    path("<uuid:pk>/redo/", views.redo, name="redo"),
    path("<uuid:pk>/copy/", views.copy, name="copy"),
    path("<uuid:pk>/put-away/", views.put_away, name="put_away"),
    path("<uuid:pk>/bring-back/", views.bring_back, name="bring_back"),
    path("<uuid:pk>/steps/<uuid:step>/stop/", views.stop, name="stop"),
    path("<uuid:pk>/file/<uuid:version>/", views.file, name="file"),
    path("<uuid:pk>/file/<uuid:version>/<int:number>/", views.page, name="thumbnail"),
]
