"""The pages of changed rules, under /changes/."""

from django.urls import path

from flowmono.governing import views

app_name = "governing"

urlpatterns = [
    path("", views.proposals, name="list"),
    path("<uuid:pk>/", views.proposal, name="proposal"),
    path("<uuid:pk>/propose/", views.propose, name="propose"),
    path("<uuid:pk>/approve/", views.approve, name="approve"),
    path("<uuid:pk>/reject/", views.reject, name="reject"),
    path("<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
]
