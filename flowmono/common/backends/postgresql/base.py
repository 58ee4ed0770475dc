"""Django's PostgreSQL backend, which starts the project's own server when the first connection needs it."""

from typing import Any

from django.db.backends.postgresql import base

from flowmono.common import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's; with EMBEDDED set to a data folder, the server there is started before connecting."""

    def get_connection_params(self) -> dict[str, Any]:
        folder = self.settings_dict.get("EMBEDDED")
        if folder:
            self.settings_dict["HOST"] = str(embedded.ensure_running(folder))
        return super().get_connection_params()
