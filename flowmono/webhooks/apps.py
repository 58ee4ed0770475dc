from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "flowmono.webhooks"
    label = "webhooks"
    verbose_name = "Webhooks"

    def ready(self) -> None:
        from flowmono.webhooks import asking  # noqa: PLC0415 - models must be loaded first

        asking.follow_endpoints()
