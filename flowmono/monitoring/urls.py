from django.urls import path

from flowmono.monitoring import views

app_name = "monitoring"
urlpatterns = [
    path("", views.exceptions, name="exceptions"),
    path("watches/", views.watches, name="watches"),
    path("<uuid:pk>/", views.exception, name="exception"),
    path("<uuid:pk>/handle/", views.handle, name="handle"),
    path("<uuid:pk>/dismiss/", views.dismiss, name="dismiss"),
]
