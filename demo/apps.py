from django.apps import AppConfig

from flowmono.common.moving import register_topic


class DemoConfig(AppConfig):
    name = "demo"
    label = "demo"
    verbose_name = "Demonstration"

    def ready(self) -> None:
        from demo.preparing import moved  # noqa: PLC0415 - its models are there only now

        register_topic("preparation", "%s", lambda _person, _of: (moved(),))
