from django.apps import AppConfig


class ProcurementConfig(AppConfig):
    name = "procurement"
    label = "procurement"
    verbose_name = "Procurement"

    def ready(self) -> None:
        """The vendor portal shows orders and invoices."""
        from procurement.portal import offer_pages  # noqa: PLC0415 - models are loaded only now

        offer_pages()
