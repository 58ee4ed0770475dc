"""The pages of orders, invoices and payments."""

from django.http import HttpResponse
from django.urls import path

app_name = "procurement"


def _soon(request, **_facts):
    return HttpResponse("")


urlpatterns = [
    path("orders/", _soon, name="orders"),
    path("orders/<uuid:pk>/", _soon, name="order"),
    path("invoices/", _soon, name="invoices"),
    path("invoices/<uuid:pk>/", _soon, name="invoice"),
    path("payments/", _soon, name="payments"),
    path("payments/<uuid:pk>/", _soon, name="payment"),
    path("payments/files/<uuid:pk>/", _soon, name="batch"),
]
