from django.apps import AppConfig


class ProcurementConfig(AppConfig):
    name = "procurement"
    label = "procurement"
    verbose_name = "Procurement"

    def ready(self) -> None:
        """The vendor portal shows orders and invoices; open money keeps a contract's papers; vendors' pages say how long a new account waits."""
        from documents.keepers import register_keeper  # noqa: PLC0415 - models are loaded only now
        from procurement.keeping import why_papers_are_needed  # noqa: PLC0415 - models are loaded only now
        from procurement.limits import days_before_payment  # noqa: PLC0415 - models are loaded only now
        from procurement.portal import offer_pages  # noqa: PLC0415 - models are loaded only now
        from vendors.waiting import register_waiting  # noqa: PLC0415 - models are loaded only now

        offer_pages()
        register_keeper(why_papers_are_needed)
        register_waiting(days_before_payment)
