from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.core.checks import Tags, register

from flowmono.common.amounts import draw_money
from flowmono.common.migrating import steps_are_whole
from flowmono.common.missing import say_what_is_missing
from flowmono.common.naming import is_ours, say_names


class CommonConfig(AppConfig):
    name = "flowmono.common"
    label = "common"
    verbose_name = "Foundation"

    def ready(self) -> None:
        """Each app says what can wait for a person in a module named `inbox`, what can be found in one named `finding`, and which documents belong
        to its records in one named `homes`."""
        say_what_is_missing()
        draw_money()
        register(steps_are_whole, Tags.database)
        for app in apps.get_app_configs():
            for shelf in ("inbox", "finding", "chain", "homes"):
                if app.name != self.name and find_spec(f"{app.name}.{shelf}"):
                    import_module(f"{app.name}.{shelf}")
            if is_ours(app):
                say_names(app)
