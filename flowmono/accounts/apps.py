from django.apps import AppConfig

from flowmono.common.missing import TAKEN


class AccountsConfig(AppConfig):
    name = "flowmono.accounts"
    label = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        """Django's own model says in words of its own that a user name is taken."""
        self.get_model("User")._meta.get_field("username").error_messages["unique"] = TAKEN  # type: ignore[union-attr]
