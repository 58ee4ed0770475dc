from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "flowmono.accounts"
    label = "accounts"
    verbose_name = "People"
