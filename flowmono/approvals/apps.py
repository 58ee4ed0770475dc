from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "flowmono.approvals"
    label = "approvals"
    verbose_name = "Approvals"
