from django.urls import path

from flowmono.outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("deliveries/", views.deliveries, name="deliveries"),
    path("deliveries/retry/", views.retry_picked, name="retry_picked"),
    path("workflow/", views.workflow, name="workflow"),
    path("deliveries/<int:pk>/", views.delivery, name="delivery"),
    path("deliveries/<int:pk>/correct/", views.correct, name="correct"),
    path("deliveries/<int:pk>/retry/", views.retry, name="retry"),
    path("deliveries/<int:pk>/skip/", views.skip, name="skip"),
]
