from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "flowmono.ledger"
    label = "ledger"
    verbose_name = "Ledger"
